"""How the dates of a column are written, and how to read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Order = Literal["ymd", "dmy", "mdy", "serial", "epoch"]


@dataclass(frozen=True, slots=True)
class DateFormat:
    """How a column writes its dates."""

    order: Order
    patterns: tuple[str, ...]
    iso: bool
    zoned: bool
    timed: bool
    decided: bool
    reason: str
    alternative: Order | None = None


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """What the rest of a file says about the order of day and month."""

    decimal_comma: bool | None = None
    semicolon: bool = False
    currency: str = ""
    language: str = ""
    countries: tuple[str, ...] = ()
    other_order: Order | None = None


def decide_dates(
    values: Sequence[str],
    evidence: DateEvidence,
    *,
    order: Order | None = None,
    name_says_date: bool = False,
) -> DateFormat | None:
    """The format that reads most of the values, or None where this is no column of dates."""
    filled = [value for value in values if value and value.strip()]
    fmt = DateFormat(order or "ymd", (), True, False, True, True, "ISO dates")
    read = sum(parse_date(value, fmt) is not None for value in filled)
    return fmt if filled and read >= 0.85 * len(filled) else None


def parse_date(text: str, fmt: DateFormat) -> datetime | None:
    """The moment that a text says, or None."""
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def date_sql(column: str, fmt: DateFormat) -> str:
    """A DuckDB expression that reads the text expression `column` as a TIMESTAMP."""
    return f"try_cast(case when length({column}) > 0 then {column} end as timestamp)"
