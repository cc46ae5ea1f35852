"""What the tables of groups say, in words: the groups, how many there may be, and what deserves a second look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.clusters.tables import FIRM, ClusterLine
from core.enumerated import enumerated

if TYPE_CHECKING:
    from core.clusters.criteria import Choice
    from core.clusters.stage import Groups
    from core.recipe import ClustersPart

# What the criteria are called within a sentence.
CRITERION_NAMES: Mapping[str, str] = {
    "inertia": "inertia",
    "silhouette": "silhouette",
    "davies_bouldin": "Davies-Bouldin",
    "calinski_harabasz": "Calinski-Harabasz",
    "gap": "gap",
    "bic": "BIC",
    "stability": "stability",
}
# What part of the customers makes a group too small to be worth a letter of its own.
SMALL_SHARE = 0.02


def summary(
    part: ClustersPart, lines: Sequence[ClusterLine], crossed: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """A sentence of all groups, and two or three of each; every figure is in the tables."""
    found = [line for line in lines if line.cluster is not None]
    everybody = sum(line.customers for line in lines)
    whole = (
        f"{part.method} makes {_counted(len(found), 'group')} of {_counted(everybody, 'customer')},"
        f" compared by {', '.join(part.features)}."
    )
    return whole, *(_told(line, crossed) for line in found if line.customers)


def _told(line: ClusterLine, crossed: Sequence[Mapping[str, Any]]) -> str:
    is_one = line.customers == 1
    worth = ""
    if line.revenue is not None:
        of_all = "" if line.revenue_share is None else f" ({_per_cent(line.revenue_share)})"
        worth = f" and {'brings' if is_one else 'bring'} {line.revenue:,.2f}{of_all}"
    middle = []
    if line.median_recency is not None:
        middle.append(f"bought {_counted(line.median_recency, 'day')} ago")
    if line.median_frequency is not None:
        middle.append(f"placed {_counted(line.median_frequency, 'order')}")
    if line.median_monetary is not None:
        middle.append(f"spent {line.median_monetary:,.2f}")
    parts = [
        f"{line.name} {'is' if is_one else 'are'} {_counted(line.customers, 'customer')} ({_per_cent(line.customer_share)}){worth}."
    ]
    if middle:
        parts.append(
            f"{'This one' if is_one else 'By their medians, each for itself, they'} {enumerated(middle)}."
        )
    commonest = max(
        (row for row in crossed if row["cluster"] == line.cluster and row["by"] == "segment"),
        key=lambda row: row["customers"],
        default=None,
    )
    if commonest is not None and commonest["customers"]:
        parts.append(f"{_per_cent(commonest['cluster_share'])} have the segment {commonest['value']}.")
    return " ".join(parts)


def voices(choice: Choice) -> str:
    """What each criterion recommends, and whether they agree; that they have no choice; empty where none says anything yet."""
    if len(choice.by_k) == 1:
        (only,) = choice.by_k
        return (
            f"The criteria cannot say how many groups there are: they compare one number of groups with another, and {only} is the"
            f" only one that can be judged among {only + 1} different customers."
        )
    by_k: dict[int, list[str]] = {}
    for name, k in choice.recommended().items():
        by_k.setdefault(k, []).append(CRITERION_NAMES[name])
    if not by_k:
        return ""
    told = "; ".join(f"{k} by {', '.join(names)}" for k, names in sorted(by_k.items()))
    agreed = "The criteria agree" if len(by_k) == 1 else "The criteria do not agree"
    return f"{agreed} on how many groups there are: {told}."


def notes(groups: Groups, lines: Sequence[ClusterLine], choice: Choice | None) -> list[str]:
    """What deserves a second look; of the criteria, once they are known."""
    found = []
    if choice is not None and (said := voices(choice)):
        found.append(f"{said} Here are {groups.model.k}.")
    loose = [line.jaccard for line in lines if line.jaccard is not None and not line.is_firm]
    if loose:
        are, each = ("is", "it") if len(loose) == 1 else ("are", "each")
        found.append(
            f"{len(loose)} of {_counted(groups.model.k, 'group')} {are} not firm: less than {100 * FIRM:.0f} % of {each}"
            f" is found again when customers are drawn anew (the least: {_per_cent(min(loose))})."
        )
    everybody = sum(line.customers for line in lines)
    for line in lines:
        if line.cluster is None:
            found.append(f"{line.customers:,} of {everybody:,} customers are in no group.")
        elif line.customers < SMALL_SHARE * everybody:
            found.append(f"{line.name} has only {line.customers:,} of {everybody:,} customers.")
    constant = [
        feature.name
        for feature, values in zip(groups.model.features, groups.fit.scaled.T, strict=True)
        if values.min() == values.max()
    ]
    if constant:
        is_are, says = ("is", "says") if len(constant) == 1 else ("are", "say")
        found.append(f"{enumerated(constant)} {is_are} the same for everybody, and so {says} nothing.")
    return found


def _counted(number: float, noun: str) -> str:
    return f"{_number(number)} {noun}" if number == 1 else f"{_number(number)} {noun}s"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _per_cent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"
