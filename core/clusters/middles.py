"""What is in the middle of a group's customers: what the tables show, and what names are ranked by."""

from __future__ import annotations

DECIMALS = 2


def quantile_of(column: str, share: float) -> str:
    """SQL for what so large a share of the customers have at most."""
    return f"percentile_cont({share}) WITHIN GROUP (ORDER BY {column})"


def middle_of(column: str) -> str:
    """SQL for the median."""
    return quantile_of(column, 0.5)


def shown_middle(value: float | None) -> float | None:
    """A median or a quartile with the decimals that are shown; None where nobody has a value."""
    return None if value is None else round(float(value), DECIMALS)
