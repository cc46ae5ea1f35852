"""Sheets and files of the same columns that are other documents of the same business by their names: quotes beside orders, orders beside invoices."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.columns.credit_tables import BY_ITS_NAME, RoleTable, own_names, to_read_alone, worth_told
from core.columns.document_names import DocumentName, Kind, read_document_name
from core.columns.later_dates import days_of

# What becomes of a sale, the last first: what counts is what was billed.
STAGES: tuple[Kind, ...] = ("invoices", "deliveries", "orders")
_NO_SALES: dict[Kind, str] = {
    "quotes": "quotes, offers or pro forma invoices, which are no sales yet",
    "payments": "payments, which pay for what was sold",
    "purchases": "what was bought from suppliers",
    "carts": "carts that were abandoned",
}
# A later stage with fewer of the rows may be of something else, as of what is not paid for at once.
_LEAST_OF_STAGE = 0.5
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class OtherDocuments:
    """Why tables are not read as more of the same, by label, and what to know of those that are."""

    reasons: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


Named = tuple[RoleTable, DocumentName]


def other_documents(tables: Sequence[RoleTable], asked: Collection[str]) -> OtherDocuments:
    """Which of several tables of the same columns are not added to the others, since their names say that this counts what is no sale, or a sale twice.

    Sheets that were `asked` for by their names are read.
    """
    named = [
        (table, name)
        for table, own in zip(tables, own_names(tables), strict=True)
        if (name := read_document_name(own)) is not None
    ]
    sold = [each for kind in (*STAGES, "sales") for each in named if each[1].kind == kind]
    times = _Times([table for table, _ in named])
    # Weighed once for all the files that a kind is split into, of which there may be hundreds.
    weighed: dict[tuple[DocumentName, Kind], bool] = {}
    found = OtherDocuments()
    notes: list[str] = []
    for table, name in named:
        label = table.opened.table.label
        if table.opened.table.sheet in asked:
            continue
        if name.kind in _NO_SALES:
            # What is bought may be bought by customers, unless it is told from what is sold by nothing else.
            beside = _of_the_same(name, sold) if name.kind == "purchases" else sold
            if beside:
                found.reasons[label] = (
                    f"{BY_ITS_NAME} {_NO_SALES[name.kind]}, and its {worth_told(table)} would be added to the sales."
                    f" {_read_all_the_same(table, beside[0][0])}"
                )
        elif later := _later(table, name, sold, times):
            stage, other = later[0][1].kind, later[0][0].opened.table.label
            if (name, stage) not in weighed:
                weighed[name, stage] = _is_most_of(stage, name, sold, times)
            if weighed[name, stage]:
                found.reasons[label] = (
                    f"{BY_ITS_NAME} {name.kind}, and {other} the {stage}, so that its {worth_told(table)} would be counted twice."
                    f" {_read_all_the_same(table, later[0][0])}"
                )
            else:
                notes.append(
                    f"{label} holds {name.kind} by its name, and {other} {stage}, of which there are far fewer, so all of it is read. What stands in both"
                    " counts twice: if the one came of the other, read one of them alone."
                )
    return OtherDocuments(found.reasons, tuple(notes))


class _Times:
    """The days of tables, as far as these are known, each found out once."""

    def __init__(self, tables: Sequence[RoleTable]) -> None:
        self._days = {
            table.opened.table.label: Counter(day for day in days_of(table.roles["date"]) if day)
            if "date" in table.roles
            else Counter[date]()
            for table in tables
        }
        self._spans = {label: (min(days), max(days)) for label, days in self._days.items() if days}

    def cover(self, later: Sequence[RoleTable], table: RoleTable) -> bool:
        """Whether most rows of a table are of days that others have too: an export may begin where another ended."""
        days = self._days[table.opened.table.label]
        spans = [self._spans.get(other.opened.table.label) for other in later]
        if not days or None in spans:
            return bool(later)
        known = {span for span in spans if span}
        covered = sum(
            rows for day, rows in days.items() if any(first <= day <= last for first, last in known)
        )
        return bool(known) and covered >= _MOST * days.total()

    def meet(self, one: RoleTable, other: RoleTable) -> bool:
        """Whether two tables may have days in common."""
        own, others = (self._spans.get(table.opened.table.label) for table in (one, other))
        return own is None or others is None or (own[0] <= others[1] and others[0] <= own[1])


def _later(table: RoleTable, name: DocumentName, sold: Sequence[Named], times: _Times) -> list[Named]:
    """The tables of the last stage that the same sales have come to, in days that these have too, the one with most of them first."""
    if name.kind not in STAGES:
        return []
    for stage in STAGES[: STAGES.index(name.kind)]:
        others = [each for each in _of_the_same(name, sold) if each[1].kind == stage]
        if times.cover([other for other, _ in others], table):
            met = [each for each in others if times.meet(table, each[0])]
            return sorted(met, key=lambda each: not times.cover([each[0]], table))
    return []


def _of_the_same(name: DocumentName, sold: Sequence[Named]) -> list[Named]:
    return [other for other in sold if other[1].rest == name.rest]


def _of_kind(name: DocumentName, sold: Sequence[Named]) -> list[Named]:
    return [other for other in sold if other[1] == name]


def _is_most_of(stage: Kind, name: DocumentName, sold: Sequence[Named], times: _Times) -> bool:
    """Whether the later stage has about as many rows as the earlier one in the days of both, whatever the files are that they are split into."""
    all_later = [each for each in _of_the_same(name, sold) if each[1].kind == stage]
    earlier = [
        table for table, _ in _of_kind(name, sold) if times.cover([other for other, _ in all_later], table)
    ]
    met = [other for other, _ in all_later if any(times.meet(table, other) for table in earlier)]
    counts = [[table.rows for table in tables] for tables in (met, earlier)]
    if any(None in rows for rows in counts):
        return True
    first, second = (sum(count or 0 for count in rows) for rows in counts)
    return first >= _LEAST_OF_STAGE * second


def _read_all_the_same(table: RoleTable, beside: RoleTable) -> str:
    own, other = table.opened.table, beside.opened.table
    if own.sheet and own.file == other.file:
        wanted = " ".join(f"--sheet {shlex.quote(sheet)}" for sheet in (own.sheet, other.sheet))
        return f"To read it by itself: {to_read_alone(table)}; to read both all the same: {wanted}"
    return f"To read it by itself, {to_read_alone(table)}; if it holds sales of its own, give it another name"
