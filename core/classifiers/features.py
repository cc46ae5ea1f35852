"""What classifiers see of a customer: the measures of the customers' stage, and the habits in their orders."""

from __future__ import annotations

from collections.abc import Sequence

# What a recipe may name, and the columns that stand for it.
COLUMNS_OF: dict[str, tuple[str, ...]] = {
    "recency": ("recency",),
    "frequency": ("frequency",),
    "monetary": ("monetary",),
    "refunded": ("refunded",),
    "average_order": ("average_order",),
    "tenure": ("tenure",),
    "order_gap": ("order_gap",),
    "gap_spread": ("gap_spread",),
    "seasonality": ("quarter_1", "quarter_2", "quarter_3", "quarter_4", "same_season"),
    "products": ("products",),
    "country": ("country",),
}
FEATURES = tuple(COLUMNS_OF)
MEASURES = ("recency", "frequency", "monetary")
COUNTRY = "country"
QUARTERS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")
# What only somebody with a second order has.
BETWEEN_ORDERS = ("order_gap", "gap_spread")


def columns_of(features: Sequence[str]) -> tuple[str, ...]:
    """The columns that these features stand for."""
    return tuple(column for feature in features for column in COLUMNS_OF[feature])
