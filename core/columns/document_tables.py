"""Sheets and files of the same columns that are other documents of the same business by their names: quotes beside orders, orders beside invoices."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from core.columns.credit_tables import BY_ITS_NAME, RoleTable, own_names, to_read_alone, worth_told
from core.columns.document_names import DocumentName, Kind, read_document_name
from core.columns.later_dates import days_of

# What becomes of a sale, the last first: what counts is what was billed.
STAGES: tuple[Kind, ...] = ("invoices", "deliveries", "orders")
_NO_SALES: dict[Kind, str] = {
    "quotes": "quotes or offers, which are no sales yet",
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
        elif later := _later(table, name, sold):
            stage, other = later[0][1].kind, later[0][0].opened.table.label
            if _is_most_of(later, _of_kind(name, sold)):
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


def _later(table: RoleTable, name: DocumentName, sold: Sequence[Named]) -> list[Named]:
    """The tables of the last stage that the same sales have come to, in days that these have too."""
    if name.kind not in STAGES:
        return []
    for stage in STAGES[: STAGES.index(name.kind)]:
        later = [
            other
            for other in _of_the_same(name, sold)
            if other[1].kind == stage and _are_of_one_time(table, other[0])
        ]
        if later:
            return later
    return []


def _of_the_same(name: DocumentName, sold: Sequence[Named]) -> list[Named]:
    return [other for other in sold if other[1].rest == name.rest]


def _of_kind(name: DocumentName, sold: Sequence[Named]) -> list[Named]:
    return [other for other in sold if other[1] == name]


def _are_of_one_time(earlier: RoleTable, later: RoleTable) -> bool:
    """Whether most rows of a table are of days that another has too, as far as these are known: an export may begin where another ended."""
    days, others = (
        [day for day in days_of(table.roles["date"]) if day] if "date" in table.roles else []
        for table in (earlier, later)
    )
    if not days or not others:
        return True
    first, last = min(others), max(others)
    return sum(first <= day <= last for day in days) >= _MOST * len(days)


def _is_most_of(later: Sequence[Named], earlier: Sequence[Named]) -> bool:
    counts = [[table.rows for table, _ in named] for named in (later, earlier)]
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
