"""The part of a recipe that says what classifiers predict, from what, and how they are judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from core.classifiers.features import FEATURES, MEASURES
from core.classifiers.naming import BASELINES, MODELS
from core.classifiers.targets import TARGETS
from core.recipe_part import Part
from core.settings import setting
from core.suggest import nearest

LEAST_HORIZON, MOST_HORIZON = 1, 3650
MOST_SEED = 2**32


def _among(known: Sequence[str], what: str) -> Callable[[object], tuple[str, str] | None]:
    """A check that a value is a list of some of `known`."""

    def fault(value: object) -> tuple[str, str] | None:
        give = f"Give a list of {', '.join(known)}."
        if isinstance(value, str) or not isinstance(value, Sequence) or not value:
            return f"`classifier.{what}` is no list of texts, or empty.", give
        for one in value:
            if one not in known:
                near = nearest(str(one), known)
                return f"`classifier.{what}` has {one!r}.{f' Did you mean `{near}`?' if near else ''}", give
        if len(set(value)) < len(value):
            return f"`classifier.{what}` names one twice.", "Leave one of them out."
        return None

    return fault


@dataclass(frozen=True, slots=True)
class ClassifierPart(Part):
    """Models that place a customer, and baselines beside them."""

    section: ClassVar[str] = "classifier"

    on: bool = setting(False, "Whether models are trained and judged; `--with classifiers` turns it on.")
    targets: tuple[str, ...] = setting(
        ("tier", "buys again"),
        "What is predicted: `tier`, `high value`, `segment` and `cluster` are labels of today, the others happen within the horizon.",
        allowed=f"a list of {', '.join(TARGETS)}",
        fault=_among(tuple(TARGETS), "targets"),
    )
    models: tuple[str, ...] = setting(
        MODELS,
        f"What predicts it; {', '.join(BASELINES)} are always beside them.",
        allowed=f"a list of {', '.join(MODELS)}",
        fault=_among(MODELS, "models"),
    )
    active: Literal[
        "",
        "knn",
        "logistic",
        "tree",
        "forest",
        "boosting",
        "svm",
        "bayes",
        "mlp",
        "majority",
        "recency",
        "frequency",
    ] = setting(
        "logistic",
        "The model that says something of every customer of today, in `customers.parquet`; `--save-model` keeps it for each target. Empty: none.",
    )
    active_target: Literal[
        "tier", "high value", "segment", "cluster", "buys again", "top quarter", "tier later", "segment later"
    ] = setting("buys again", "What it says of them.")
    contacts: int = setting(
        0,
        "How many customers can be contacted: then it is told how many of those looked for each way of choosing would have reached.",
        allowed="a whole number from 0 on",
        ok=lambda n: n >= 0,
    )
    horizon_days: int = setting(
        90,
        "How many days ahead, and apart, cut-offs are.",
        allowed=f"a whole number from {LEAST_HORIZON} to {MOST_HORIZON}",
        ok=lambda days: LEAST_HORIZON <= days <= MOST_HORIZON,
    )
    cut_offs: int = setting(
        4,
        "At how many cut-offs, at most, predictions are judged; those before them are learned at.",
        allowed="a whole number from 1 to 100",
        ok=lambda n: 1 <= n <= 100,
    )
    folds: int = setting(
        5,
        "In how many parts customers are divided to judge how well a rule is repeated.",
        allowed="a whole number from 2 to 20",
        ok=lambda n: 2 <= n <= 20,
    )
    features: tuple[str, ...] = setting(
        FEATURES,
        "What the future is predicted from, all of it from before the cut-off.",
        allowed=f"a list of {', '.join(FEATURES)}",
        fault=_among(FEATURES, "features"),
    )
    rule_features: tuple[str, ...] = setting(
        MEASURES,
        "What labels of today are predicted from.",
        allowed=f"a list of {', '.join(FEATURES)}",
        fault=_among(FEATURES, "rule_features"),
    )
    balanced: bool = setting(
        True,
        "Whether rare classes weigh as much as frequent ones in what is decided, where a model has weights; probabilities are as they were.",
    )
    neighbours: int = setting(
        0,
        "How many neighbours k-NN asks; 0: as many as cross-validation finds best.",
        allowed="a whole number from 0 to 200",
        ok=lambda n: 0 <= n <= 200,
    )
    regularisation: float = setting(
        1.0,
        "How freely logistic regression and SVM follow the data (their C).",
        allowed="a number above 0",
        ok=lambda c: c > 0,
    )
    tree_depth: int = setting(
        4,
        "How many questions the decision tree asks one after the other.",
        allowed="a whole number from 1 to 20",
        ok=lambda n: 1 <= n <= 20,
    )
    trees: int = setting(
        100,
        "How many trees the forest has.",
        allowed="a whole number from 1 to 2000",
        ok=lambda n: 1 <= n <= 2000,
    )
    rounds: int = setting(
        100,
        "How many trees boosting adds up.",
        allowed="a whole number from 1 to 2000",
        ok=lambda n: 1 <= n <= 2000,
    )
    units: int = setting(
        32,
        "How many units the neural network's hidden layer has.",
        allowed="a whole number from 1 to 1000",
        ok=lambda n: 1 <= n <= 1000,
    )
    seed: int = setting(
        0,
        "Where chance begins: the same number gives the same models and intervals.",
        allowed="a whole number from 0 on",
        ok=lambda n: 0 <= n < MOST_SEED,
    )
