"""How the values of a column spread: the least, the quartiles, the mean and the most, and the bins of their histogram; by one query each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from core.views.bins import LEVELS, Bins, bins_literal, date_bins, number_bins
from core.views.row_files import shortened

Kind = Literal["number", "date", "text"]
Value = float | str
Found = Mapping[str, Any]

QUANTILES = (*LEVELS[:2], 0.25, 0.5, 0.75, LEVELS[-1])


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers, or dates as yyyy-mm-dd hh:mm:ss. Texts have only a first and a last by alphabet; None where there is no value."""

    least: Value | None
    lower: Value | None
    """The lower quartile: a quarter of the values lie below it."""
    median: Value | None
    mean: Value | None
    upper: Value | None
    most: Value | None


def figures(value: str, kind: Kind, *, exact: bool = True) -> dict[str, str]:
    """The aggregates of an expression that `spread_of` and `bins_of` are made from, by name."""
    if kind == "text":
        return {"least": shortened(f"min({value})"), "most": shortened(f"max({value})")}
    found = {
        "least": f"min({value})",
        "most": f"max({value})",
        "mean": f"avg({value})",
        "levels": f"{'quantile_cont' if exact else 'approx_quantile'}({value}, {list(QUANTILES)})",
    }
    if kind == "number":
        # Whole numbers have bins of whole width, and bins by powers of ten begin above zero.
        found["whole"] = f"bool_and({value} = floor({value}))"
        found["positive"] = f"min(CASE WHEN {value} > 0 THEN {value} END)"
    return found


def struct(aggregates: Mapping[str, str]) -> str:
    """The aggregates as one value, which comes back as a dictionary."""
    return "{" + ", ".join(f"'{name}': {aggregate}" for name, aggregate in aggregates.items()) + "}"


def spread_of(found: Found) -> Spread:
    """The spread, of what the aggregates gave."""
    levels = dict(zip(QUANTILES, found.get("levels") or [None] * len(QUANTILES), strict=True))
    return Spread(
        least=_shown(found["least"]),
        lower=_shown(levels[0.25]),
        median=_shown(levels[0.5]),
        mean=_shown(found.get("mean")),
        upper=_shown(levels[0.75]),
        most=_shown(found["most"]),
    )


def _shown(value: Any) -> Value | None:
    if value is None or isinstance(value, str):
        return value
    return round(float(value), 4) if isinstance(value, (int, float)) else str(value)[:19]


def bins_of(found: Found, kind: Kind) -> Bins | None:
    """The bins that suit the values; None for texts, where there is no value, and where the calendar ends."""
    if kind == "text" or found["least"] is None:
        return None
    levels = dict(zip(QUANTILES, found["levels"], strict=True))
    if kind == "number":
        return number_bins(
            found["least"],
            found["most"],
            [levels[level] for level in LEVELS],
            whole=bool(found["whole"]),
            positive=found["positive"],
        )
    moments = (found["least"], found["most"], levels[LEVELS[0]], levels[LEVELS[-1]])
    try:
        return date_bins(*(date.fromisoformat(str(moment)[:10]) for moment in moments))
    except ValueError:  # before the year 1 or after 9999
        return None


def counts_sql(value: str, bins: Bins) -> str:
    """The aggregate that counts an expression's values by bin, for `filled`."""
    placed = f"CAST({value} AS DATE)" if bins.scale == "calendar" else value
    return f"map_values(histogram({placed}, {bins_literal(bins)}))"
