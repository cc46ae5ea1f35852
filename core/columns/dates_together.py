"""The order of day and month in tables that are read together: what one of them cannot tell, the others may, or all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from core.columns.date_order import ORDER_NAMES, DateEvidence, Order, Threefold, assumed_reason
from core.columns.dates import DateFormat, decide_dates_beside, parse_date
from core.columns.swapped import Swapped
from core.patterns import later

DAY_AND_MONTH: tuple[Threefold, ...] = ("dmy", "mdy", "ymd")
# The name of a file of one day, or month, says it, and so do most of its rows; the day of an export is that of a few rows at most.
OF_THE_NAMED = 0.5
# 20240302, 2024-03-02, 2024_03.
_IN_NAME = later(
    r"(?<![0-9])((?:19|20)[0-9]{2})([-_.]?)(0[1-9]|1[0-2])(?:\2(0[1-9]|[12][0-9]|3[01]))?(?![0-9])"
)
_THREE_PARTS = later(r"%[dmyY](?P<gap>[^%]*)%[dmyY](?P<other_gap>[^%]*)%[dmyY]")

Form = tuple[str, str, bool]


class Dated(NamedTuple):
    """The dates of one table: the values in file order, what the rest of it says of them, and how they are read so far."""

    label: str
    values: Sequence[str]
    evidence: DateEvidence
    dates: DateFormat


class _Opinion(NamedTuple):
    order: Order
    why: str
    sure: bool = False


def settle_together(
    tables: Mapping[int, Dated], elsewhere: Order | None, *, swapped: Swapped, asked: bool
) -> dict[int, DateFormat]:
    """How tables are read that cannot tell by themselves, by number; `elsewhere` is the order that the source's other dates show.

    A table that decides for itself keeps its decision, since files may truly differ. So does one whose own rows follow each other.
    """
    settled = {}
    for alike in _written_alike(tables):
        together = _Together([tables[number] for number in alike], elsewhere, swapped, asked)
        for number in alike:
            if not tables[number].dates.decided and (dates := together.read(tables[number])) is not None:
                settled[number] = dates
    return settled


def order_shown(formats: Iterable[DateFormat | None]) -> Order | None:
    """The order of day and month that those formats agree on which their own dates decided."""
    return _one_of(
        dates.order
        for dates in formats
        if dates and dates.decided and not dates.iso and dates.order in DAY_AND_MONTH
    )


def _one_of(orders: Iterable[Order]) -> Order | None:
    different = set(orders)
    return next(iter(different)) if len(different) == 1 else None


def _written_alike(tables: Mapping[int, Dated]) -> list[list[int]]:
    """The numbers of the tables that write the three parts of their dates in one form."""
    alike: dict[Form, list[int]] = {}
    for number, table in tables.items():
        if (form := _form(table.dates)) is not None:
            alike.setdefault(form, []).append(number)
    return list(alike.values())


def _form(dates: DateFormat) -> Form | None:
    """What stands between the parts of a date whose order may be open, and whether its year has four digits; None of any other date."""
    if dates.order not in DAY_AND_MONTH or dates.iso:
        return None
    for pattern in dates.patterns:
        parts = _THREE_PARTS.search(pattern)
        if parts is not None and not parts[0].startswith("%Y"):
            return parts["gap"], parts["other_gap"], "%Y" in parts[0]
    return None


class _Together:
    """Tables of one form of dates, and what they say of each other."""

    def __init__(
        self, tables: Sequence[Dated], elsewhere: Order | None, swapped: Swapped, asked: bool
    ) -> None:
        self._swapped: Swapped = swapped
        self._asked = asked
        self._elsewhere = elsewhere
        self._open = [table for table in tables if not table.dates.decided]
        self._named = {table.label: self._by_name(table) for table in self._open}
        self._shown = order_shown(table.dates for table in tables)
        self._by_all = self._by_all_rows() if len(self._open) > 1 and self._shown is None else None
        self._by_names = _one_of(order for order in self._named.values() if order)
        self._by_some = _one_of(self._orders_by("rows"))
        self._by_files = _one_of(self._orders_by("file"))

    def _orders_by(self, ground: str) -> list[Order]:
        return [table.dates.order for table in self._open if table.dates.ground == ground]

    def read(self, table: Dated) -> DateFormat | None:
        """How an open table is read by what is beside it; None where that says nothing, or what is in the table itself comes first."""
        if table.dates.ground == "rows" or (opinion := self._opinion(table)) is None:
            return None
        found = self._as(table, opinion.order)
        if found is None:
            return None
        own = table.dates
        other = own.alternative if own.order == opinion.order else own.order
        if opinion.sure or other is None:
            return replace(found, decided=opinion.sure, reason=f"{ORDER_NAMES[opinion.order]}: {opinion.why}")
        reason = assumed_reason(opinion.order, other, opinion.why)
        return replace(found, decided=False, reason=reason, alternative=other)

    def _opinion(self, table: Dated) -> _Opinion | None:
        """What the others make of a table, the strongest first."""
        named = self._named[table.label]
        if named is None and self._shown in (None, self._by_names):
            named = self._by_names
        if named:
            return _Opinion(named, "so the rows of files that are named by a day or a month are of it")
        if self._shown:
            return _Opinion(self._shown, "as the tables beside it that can tell")
        if self._by_all:
            return self._by_all
        if self._elsewhere:
            return _Opinion(self._elsewhere, "as the source's other dates")
        beside = self._by_some or self._by_files
        if beside and table.dates.ground == "custom":
            return _Opinion(beside, "as the tables beside it, of which more is known")
        return None

    def _by_all_rows(self) -> _Opinion | None:
        """The order in which the dates of all open tables are sorted, or follow each other, and in no other are."""
        # What is repeated from row to row says nothing of how the rows follow each other.
        values = [value for table in self._open for value, _ in groupby(table.values)]
        found = decide_dates_beside(values, DateEvidence(), swapped=self._swapped, asked=self._asked)
        if found is None or found.ground != "rows":
            return None
        why = (
            f"so the dates of all {len(self._open)} tables that are written so are sorted or follow each other,"
            " else they scatter"
        )
        return _Opinion(found.order, why, found.decided)

    def _by_name(self, table: Dated) -> Order | None:
        """The one order in which most rows of a table are of the day or month that its name says."""
        named = {f"{year}{month}{day}" for year, _, month, day in _IN_NAME.findall(table.label)}
        if len(named) != 1:
            return None
        (digits,) = named
        return _one_of(
            order
            for order in DAY_AND_MONTH
            if (dates := self._as(table, order)) and _share_of(digits, table.values, dates) > OF_THE_NAMED
        )

    def _as(self, table: Dated, order: Order) -> DateFormat | None:
        """A table as an order reads it; None where that reads less of it than the order that it has by itself."""
        found = decide_dates_beside(
            table.values, table.evidence, order=order, swapped=self._swapped, asked=self._asked
        )
        if found is None or found.order != order:
            return None
        known = set(table.values)
        as_before = sum(parse_date(value, table.dates) is not None for value in known)
        return found if sum(parse_date(value, found) is not None for value in known) >= as_before else None


def _share_of(digits: str, values: Sequence[str], dates: DateFormat) -> float:
    """The share of the values that are of a day or a month, such as 20240302 or 202403."""
    counts = Counter(values)
    found = sum(
        rows
        for value, rows in counts.items()
        if (moment := parse_date(value, dates)) is not None and f"{moment:%Y%m%d}".startswith(digits)
    )
    return found / max(1, len(values))
