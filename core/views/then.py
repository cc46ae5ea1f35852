"""One customer at an earlier date: the measures, scores, tier and segment that they had then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from core.sql import file_literal

if TYPE_CHECKING:
    from core.views.result import Result, ResultData

DEFINITIONS: Mapping[str, str] = {
    "then": "The same source as of the earlier date that is compared with: what was bought later is left out, and scores compare with the "
    "customers of that day.",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a customer stands on one day."""

    recency: float | None
    frequency: float | None
    monetary: float | None
    r: int
    f: int
    m: int
    value: int
    tier: str
    segment: str


@dataclass(frozen=True, slots=True)
class Then:
    """An earlier date, and where the customer stood; nowhere where they were no customer yet."""

    as_of: date | None
    standing: Standing | None


def customer_then(now: ResultData, earlier: Result, customer_id: str) -> Then:
    """What a customer was at the date of an earlier result."""
    path = file_literal(Path(earlier.customers_path))
    found = now.rows(
        'SELECT recency, frequency, monetary, r, f, m, "value", tier, segment'
        f" FROM read_parquet({path}) WHERE customer_id = ?",
        [customer_id],
    )
    if not found:
        return Then(earlier.as_of, None)
    *measures, r, f, m, value, tier, segment = found[0]
    recency, frequency, monetary = (None if one is None else float(one) for one in measures)
    return Then(
        earlier.as_of,
        Standing(recency, frequency, monetary, int(r), int(f), int(m), int(value), str(tier), str(segment)),
    )
