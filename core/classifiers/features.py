"""What classifiers see of a customer: the measures of the customers' stage, and the habits in their orders."""

from __future__ import annotations

from collections.abc import Sequence

from core.suggest import nearest

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


def columns_of(features: Sequence[str]) -> tuple[str, ...]:
    """The columns that these features stand for."""
    return tuple(column for feature in features for column in COLUMNS_OF[feature])


def feature_fault(value: object) -> tuple[str, str] | None:
    """What is wrong with a list of features, and what to do about it."""
    give = f"Give a list of {', '.join(FEATURES)}."
    if (
        isinstance(value, str)
        or not isinstance(value, Sequence)
        or not all(isinstance(item, str) for item in value)
    ):
        return "The features of classifiers are no list of texts.", give
    if not value:
        return "The list of features of classifiers is empty, so customers cannot be told apart.", give
    for text in value:
        if text not in FEATURES:
            near = nearest(text, FEATURES)
            hint = f" Did you mean `{near}`?" if near else ""
            return f"{text!r} is no feature of classifiers.{hint}", give
    if len(set(value)) < len(value):
        return "The features of classifiers name one twice.", "Leave one of them out."
    return None
