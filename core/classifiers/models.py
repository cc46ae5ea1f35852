"""The models: scikit-learn pipelines, fitted with one inner thread, and asked for a class and for probabilities."""

from __future__ import annotations

import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.features import COUNTRY
from core.classifiers.margins import MANY, calibrated
from core.classifiers.naming import ALONE
from core.classifiers.neighbours import Tried, best_neighbours
from core.classifiers.voting import is_worth_it, voted

if TYPE_CHECKING:
    from core.clusters.model import Labels, Numbers
    from core.recipe import ClassifierPart

# The most rows that each model learns from: what more of them would add is small beside what they would take.
MOST_LEARNED = {
    "knn": 10_000,
    "logistic": 20_000,
    "tree": 20_000,
    "forest": 10_000,
    "boosting": 20_000,
    "svm": 3_000,
    "bayes": 20_000,
    "mlp": 10_000,
    "majority": 20_000,
    "recency": 20_000,
    "frequency": 20_000,
}
# Models that weigh rows while they learn; what they say of chances is put back to how frequent classes are.
WEIGHING = frozenset(("logistic", "tree", "boosting", "recency", "frequency"))
# Models whose chances are of rows that all weigh the same: SVM's by a curve that is fitted so; and a forest that learns from
# weighed rows isolates rare ones in leaves of their own, whose shares cannot be put back. Weights decide only.
DECIDING = frozenset(("svm", "forest"))
# What reads best in the features' own units.
UNSCALED = frozenset(("tree", "forest", "boosting"))
MOST_COUNTRIES = 8
FEWEST_OF_A_COUNTRY = 20
LEAF = {"tree": 20, "forest": 5, "boosting": 20}
CURVE_FOLDS = 3
# Trees that ask three questions each: what larger ones learn of a shop's customers beyond that is mostly chance.
LEAVES_OF_BOOSTING = 8
# Weighed quantiles take longer than the trees; a quarter of scikit-learn's own says as much of what comes next.
BINS_OF_BOOSTING = 63
ROUNDS_OF_NETWORK = 200
STOPS_EARLY_FROM = 1_000
# Long steps over large batches: as good as scikit-learn's own, in a third of the time.
STEP_OF_NETWORK = 0.01
BATCH_OF_NETWORK = 400
PROBABILITY_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a model learns from."""

    values: Numbers
    columns: tuple[str, ...]
    truth: Labels
    """The place of each row's class."""
    whose: Labels
    """A number for each row's customer, who may stand there on several days."""
    classes: int
    seed: int
    seen: tuple[str, ...]
    """The columns that models see; the others are for baselines."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model that has learned."""

    name: str
    pipeline: Any
    columns: tuple[str, ...]
    """The features that it looks at."""
    present: Labels
    """The places of the classes that it has seen."""
    classes: int
    weights: Numbers | None
    """How much a row of each class weighed."""
    divide: bool
    learned_from: int
    seconds: float
    settings: Mapping[str, Any] = field(default_factory=dict)
    tried: tuple[Tried, ...] = ()

    def probabilities(self, values: Numbers) -> Numbers:
        """The chance of each class, in the places of all classes."""
        if self.name == "knn" and is_worth_it(self.pipeline, len(values)):
            said = voted(self.pipeline, values)
        elif self.name == "svm" and len(values) >= MANY:
            said = calibrated(self.pipeline, values)
        else:
            said = np.asarray(self.pipeline.predict_proba(values), dtype=float)
        if self.divide and self.weights is not None:
            said = said / self.weights
            said = said / said.sum(axis=1, keepdims=True)
        chances = np.zeros((len(values), self.classes))
        chances[:, self.present] = said
        return np.round(chances, PROBABILITY_DECIMALS)

    def decided(self, chances: Numbers) -> Labels:
        """The class that is decided for: the likeliest, a rare one weighing as much as a frequent one where that is asked for."""
        weighed = chances[:, self.present]
        if self.weights is not None:
            weighed = weighed * self.weights
        return np.asarray(self.present[np.argmax(weighed, axis=1)], dtype=np.int64)


def fit(name: str, lesson: Lesson, part: ClassifierPart, *, k: int = 0) -> Fitted:
    """Let a model learn; k-NN asks as many neighbours as `k` or the recipe says, else as many as it finds best."""
    lesson = bounded(lesson, MOST_LEARNED[name])
    columns = (name,) if name in ALONE else lesson.seen
    values = lesson.values[:, [lesson.columns.index(column) for column in columns]]
    present, counts = np.unique(lesson.truth, return_counts=True)
    weighs = part.balanced and name in WEIGHING | DECIDING
    weights = len(lesson.truth) / (len(present) * counts) if weighs else None
    began = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a network has not settled is in its figures
        settings: dict[str, Any] = {}
        tried: tuple[Tried, ...] = ()
        if name == "knn":
            k, tried = best_neighbours(
                lambda: prepared_for(columns, scaled=True), values, lesson, asked=k or part.neighbours
            )
            settings["k"] = k
        model = _model(name, part, lesson, settings, weighs=weighs)
        pipeline = _pipeline(model, columns, scaled=name not in UNSCALED)
        pipeline.fit(values, lesson.truth)
    seconds = time.perf_counter() - began
    return Fitted(
        name,
        pipeline,
        columns,
        present.astype(np.int64),
        lesson.classes,
        weights,
        name in WEIGHING,
        len(values),
        seconds,
        settings,
        tried,
    )


def bounded(lesson: Lesson, most: int) -> Lesson:
    """At most so many rows of it, drawn by its seed."""
    if len(lesson.truth) <= most:
        return lesson
    rng = np.random.default_rng(lesson.seed)
    places = np.sort(rng.choice(len(lesson.truth), most, replace=False))
    return Lesson(
        lesson.values[places],
        lesson.columns,
        lesson.truth[places],
        lesson.whose[places],
        lesson.classes,
        lesson.seed,
        lesson.seen,
    )


def _pipeline(model: Any, columns: Sequence[str], *, scaled: bool) -> Any:
    from sklearn.pipeline import make_pipeline

    return make_pipeline(prepared_for(columns, scaled=scaled), model)


def prepared_for(columns: Sequence[str], *, scaled: bool) -> Any:
    """What makes numbers of any size comparable: what is missing is the median, sizes are logarithms, countries are yes or no."""
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

    filled: Any = SimpleImputer(strategy="median", keep_empty_features=True)
    numbers = make_pipeline(filled, FunctionTransformer(signed_log), StandardScaler()) if scaled else filled
    countries = OneHotEncoder(
        max_categories=MOST_COUNTRIES,
        min_frequency=FEWEST_OF_A_COUNTRY,
        handle_unknown="infrequent_if_exist",
        sparse_output=False,
    )
    places = [place for place, column in enumerate(columns) if column != COUNTRY]
    parts: list[tuple[str, Any, list[int]]] = [("numbers", numbers, places)] if places else []
    if COUNTRY in columns:
        parts.append((COUNTRY, countries, [list(columns).index(COUNTRY)]))
    return ColumnTransformer(parts)


def signed_log(values: Numbers) -> Numbers:
    """The logarithm of one more, with the sign kept, since refunds are negative."""
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))


def _model(
    name: str, part: ClassifierPart, lesson: Lesson, settings: Mapping[str, Any], *, weighs: bool
) -> Any:
    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.dummy import DummyClassifier
    from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.naive_bayes import GaussianNB
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.neural_network import MLPClassifier
    from sklearn.svm import SVC
    from sklearn.tree import DecisionTreeClassifier

    weight = "balanced" if weighs else None
    seed = lesson.seed
    match name:
        case "knn":
            return KNeighborsClassifier(settings["k"], n_jobs=1)
        case "logistic" | "recency" | "frequency":
            return LogisticRegression(C=part.regularisation, max_iter=500, class_weight=weight)
        case "tree":
            return DecisionTreeClassifier(
                max_depth=part.tree_depth, min_samples_leaf=LEAF[name], class_weight=weight, random_state=seed
            )
        case "forest":
            return RandomForestClassifier(
                part.trees, min_samples_leaf=LEAF[name], random_state=seed, n_jobs=1
            )
        case "boosting":
            return HistGradientBoostingClassifier(
                max_iter=part.rounds,
                max_leaf_nodes=LEAVES_OF_BOOSTING,
                max_bins=BINS_OF_BOOSTING,
                min_samples_leaf=LEAF[name],
                early_stopping=False,
                class_weight=weight,
                random_state=seed,
            )
        case "svm":
            machine = SVC(C=part.regularisation, class_weight=weight, random_state=seed)
            return CalibratedClassifierCV(machine, cv=CURVE_FOLDS, ensemble=False)
        case "bayes":
            return GaussianNB(var_smoothing=1e-3)
        case "mlp":
            return MLPClassifier(
                (part.units,),
                alpha=1e-2,
                learning_rate_init=STEP_OF_NETWORK,
                batch_size=min(BATCH_OF_NETWORK, len(lesson.truth)),
                max_iter=ROUNDS_OF_NETWORK,
                early_stopping=len(lesson.truth) >= STOPS_EARLY_FROM,
                random_state=seed,
            )
        case _:
            return DummyClassifier(strategy="prior")
