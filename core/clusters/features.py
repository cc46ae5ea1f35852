"""What customers are compared by: their numbers, as they are or after a logarithm, made comparable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.suggest import nearest

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

# Columns of the customers that can be features.
FEATURES = (
    "recency",
    "frequency",
    "monetary",
    "net",
    "refunded",
    "average_order",
    "tenure",
    "products",
    "r",
    "f",
    "m",
)
MONEY = frozenset(("monetary", "net", "refunded", "average_order", "m"))
LOG = "log "


@dataclass(frozen=True, slots=True)
class Feature:
    """A column of the customers, as it is or after a logarithm."""

    column: str
    logged: bool

    @classmethod
    def of(cls, text: str) -> Feature:
        """The feature that a recipe calls `text`."""
        words = text.strip().casefold()
        return cls(words.removeprefix(LOG).strip(), words.startswith(LOG))

    @property
    def name(self) -> str:
        """What a recipe calls it."""
        return f"{LOG}{self.column}" if self.logged else self.column

    def value(self, customers: ibis.Table) -> ir.FloatingValue:
        """Its value for each customer: the logarithm is of one more, and keeps the sign, since refunds and nets can be negative."""
        column = customers[self.column].cast("float64")
        if not self.logged:
            return column
        import ibis

        size = (column.abs() + 1).ln()
        return ibis.ifelse(column < 0, -size, size)


def features_of(texts: Sequence[str]) -> tuple[Feature, ...]:
    """The features that a recipe names."""
    return tuple(Feature.of(text) for text in texts)


def feature_fault(value: object) -> tuple[str, str] | None:
    """What is wrong with a list of features, and what to do about it."""
    give = f"Give a list of {', '.join(FEATURES)}, each also after `{LOG}`."
    if (
        isinstance(value, str)
        or not isinstance(value, Sequence)
        or not all(isinstance(item, str) for item in value)
    ):
        return "`clusters.features` is no list of texts.", give
    if not value:
        return "`clusters.features` is empty, so customers cannot be compared.", give
    for text in value:
        column = Feature.of(text).column
        if column not in FEATURES:
            near = nearest(column, FEATURES)
            hint = f" Did you mean `{near}`?" if near else ""
            return f"`clusters.features` has {text!r}, which is no number of a customer.{hint}", give
    named = [Feature.of(text).name for text in value]
    if len(set(named)) < len(named):
        return "`clusters.features` names a feature twice.", "Leave one of them out."
    return None
