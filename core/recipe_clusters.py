"""The part of a recipe that says how customers are grouped by the data itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from core.clusters.features import FEATURES, feature_fault
from core.recipe_part import Part
from core.settings import Problem, setting

MOST_GROUPS = 20
DEFAULT_K = 4
DEFAULT_FEATURES = ("recency", "log frequency", "log monetary")


@dataclass(frozen=True, slots=True)
class ClustersPart(Part):
    """Groups that the data forms by itself, beside the segments."""

    section: ClassVar[str] = "clusters"

    on: bool = setting(False, "Whether customers are grouped; `--with clusters` turns it on.")
    method: Literal["k-means", "mixture", "ward", "hdbscan"] = setting(
        "k-means",
        "How: by the nearest centre (k-means), by overlapping clouds (mixture), by joining the most alike (ward), or by density (hdbscan,"
        " which finds the number of groups and leaves some customers in none).",
    )
    k: int = setting(
        DEFAULT_K,
        "How many groups; hdbscan finds that itself.",
        allowed=f"a whole number from 2 to {MOST_GROUPS}",
        ok=lambda k: 2 <= k <= MOST_GROUPS,
    )
    features: tuple[str, ...] = setting(
        DEFAULT_FEATURES,
        "What customers are compared by: columns of the customers, as they are or after `log`.",
        allowed=f"a list of {', '.join(FEATURES)}, each also after `log `",
        fault=feature_fault,
    )
    scaling: Literal["standard", "robust"] = setting(
        "standard",
        "How features are made comparable: by mean and standard deviation, or by median and quartiles, which outliers do not move.",
    )
    seed: int = setting(
        0,
        "Where chance begins: the same number gives the same groups.",
        allowed="a whole number from 0 on",
        ok=lambda n: 0 <= n < 2**32,
    )
    reason: str = setting("", "A note of your own: why this k.", allowed="a text")
    names: tuple[str, ...] = setting(
        (),
        "Names of your own, one for each group in the order of their numbers; of an empty one, and of none at all, the name follows from rules.",
        allowed="a list of different names",
    )

    def contradictions(self) -> list[Problem]:
        """Names that are not one for each group, or twice the same."""
        if not self.names:
            return []
        if self.method != "hdbscan" and len(self.names) != self.k:
            return [
                Problem(
                    "clusters.names",
                    f"`clusters.names` gives {len(self.names)} names, and `clusters.k` makes {self.k} groups.",
                    f'Give {self.k} names, or none: then they follow from rules. "" stands for the name by rules of one group.',
                )
            ]
        return self._names_alike()

    def _names_alike(self) -> list[Problem]:
        """The first name that another group has already, whatever its capitals."""
        whose: dict[str, int] = {}
        for number, name in enumerate(map(str.strip, self.names), 1):
            if name and (first := whose.setdefault(name.casefold(), number)) != number:
                wrong = f"`clusters.names` gives group {number} the name {name!r}, which group {first} has already."
                return [Problem("clusters.names", wrong, "Give each group a name of its own.")]
        return []
