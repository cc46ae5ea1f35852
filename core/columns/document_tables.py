"""Sheets and files that are other documents of the same business by their names: quotes beside orders, orders beside invoices."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.columns.credit_tables import BY_ITS_NAME, RoleTable, own_names, to_read_alone, worth_told
from core.columns.document_names import DocumentName, Kind, read_document_name, told_by_numbers
from core.columns.later_dates import days_of

# What becomes of a sale, the last first: what counts is what was billed.
STAGES: tuple[Kind, ...] = ("invoices", "deliveries", "orders")
# What one sale may be written down in.
OF_ONE_SALE: tuple[Kind, ...] = (*STAGES, "quotes", "payments")
_NO_SALES: dict[Kind, str] = {
    "quotes": "quotes, offers or pro forma invoices, which are no sales yet",
    "payments": "payments, which pay for what was sold",
    "purchases": "what was bought from suppliers",
    "carts": "carts that were abandoned",
}
# A later stage with fewer of the rows may be of something else, as of what is not paid for at once.
_LEAST_OF_STAGE = 0.5
_MOST = 0.5
# So few of the customers in common are by chance, or of ids that begin anew.
_LEAST_SHARED = 0.2
# How the reason begins where the name of a table does not say what it holds, and that of its numbers does.
BY_ITS_NUMBERS = "by the name of its numbers"


@dataclass(frozen=True, slots=True)
class OtherDocuments:
    """Why tables are not read as more of the same, by label, and what to know of those that are."""

    reasons: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """A table with what documents it holds, and what says so."""

    table: RoleTable
    name: DocumentName
    by: str = BY_ITS_NAME

    @property
    def kind(self) -> Kind:
        return self.name.kind

    @property
    def label(self) -> str:
        return self.table.opened.table.label


def other_documents(tables: Sequence[RoleTable], asked: Collection[str]) -> OtherDocuments:
    """Which of several tables of the same columns are not added to the others, since their names say that this counts what is no sale, or a sale twice.

    Sheets that were `asked` for by their names are read.
    """
    return _judged(_named_alike(tables), asked)


def not_counted(
    alike: Sequence[RoleTable], others: Sequence[RoleTable], asked: Collection[str]
) -> Collection[str]:
    """The labels of those tables that another counts in place of, though the columns of the `others` are called otherwise."""
    return _judged(_named_apart([*alike, *others]), asked).reasons


def documents_apart(
    read: Sequence[RoleTable], others: Sequence[tuple[RoleTable, str]], main: str
) -> dict[str, str]:
    """Why tables whose columns are called otherwise are no more sales than those that are `read`, by label; each with what to call its columns as in `main`."""
    named = _named_apart([*read, *(table for table, _ in others)])
    times = _Times([each.table for each in named])
    called = {table.opened.table.label: wanted for table, wanted in others}
    here = [each for each in named if each.label not in called]
    reasons = {}
    for each in named:
        if each.label not in called or (reason := _apart(each, here, times)) is None:
            continue
        renamed = "" if each.by.startswith(BY_ITS_NUMBERS) else "give it another name, and "
        reasons[each.label] = (
            f"{reason} To read it instead, {to_read_alone(each.table)}; if it holds sales of its own, {renamed}name its columns as in {main}:"
            f" {called[each.label]}"
        )
    return reasons


def _apart(each: _Named, read: Sequence[_Named], times: _Times) -> str | None:
    """Why the documents of a table are no more sales than those that are read, of whichever stage these are; None where they may be."""
    sold = [other for other in read if other.kind in (*STAGES, "sales")]
    if each.kind in _NO_SALES and (_of_the_same(each, sold) if each.kind == "purchases" else sold):
        return _no_sale(each)
    stages = [
        other for other in _of_the_same(each, read) if other.kind in OF_ONE_SALE and other.kind != each.kind
    ]
    if each.kind in OF_ONE_SALE and times.cover([other.table for other in stages], each.table):
        return _twice(each, next(other for other in stages if times.meet(each.table, other.table)))
    return None


def _named_alike(tables: Sequence[RoleTable]) -> list[_Named]:
    return [
        _Named(table, name)
        for table, own in zip(tables, own_names(tables), strict=True)
        if (name := read_document_name(own)) is not None
    ]


def _named_apart(tables: Sequence[RoleTable]) -> list[_Named]:
    """The tables whose names say what documents they hold, or where these do not the columns of their numbers, which are called otherwise in each."""
    named = {each.label: each for each in _named_alike(tables)}
    for table, own in zip(tables, own_names(tables), strict=True):
        numbers = table.roles["order"].profile.name if "order" in table.roles else ""
        name = told_by_numbers(own, numbers)
        if name is not None and _may_be_of_the_same_customers(table, tables):
            told = _Named(table, name, f"{BY_ITS_NUMBERS} ({numbers}) it holds")
            named[told.label] = told
    return list(named.values())


def _may_be_of_the_same_customers(table: RoleTable, tables: Sequence[RoleTable]) -> bool:
    """Whether those who bought did so in the other tables too, as far as that is known: what one shop sells to others than the next is no stage of that."""
    own = _customers(table, table)
    others = set[str]().union(*(_customers(other, table) for other in tables if other is not table))
    return not own or not others or len(own & others) >= _LEAST_SHARED * min(len(own), len(others))


def _customers(table: RoleTable, like: RoleTable) -> set[str]:
    """The customers of a table that calls them as another does; none where not all are known."""
    if not table.opened.sample.whole or "customer" not in table.places or "customer" not in like.places:
        return set()
    customer, name = table.roles["customer"], like.roles["customer"].profile.name
    return set(filter(None, customer.values)) if customer.profile.name == name else set()


def _judged(named: Sequence[_Named], asked: Collection[str]) -> OtherDocuments:
    sold = [each for kind in (*STAGES, "sales") for each in named if each.kind == kind]
    times = _Times([each.table for each in named])
    # Weighed once for all the files that a kind is split into, of which there may be hundreds.
    weighed: dict[tuple[DocumentName, Kind], bool] = {}
    found = OtherDocuments()
    notes: list[str] = []
    for each in named:
        if each.table.opened.table.sheet in asked:
            continue
        if each.kind in _NO_SALES:
            # What is bought may be bought by customers, unless it is told from what is sold by nothing else.
            beside = _of_the_same(each, sold) if each.kind == "purchases" else sold
            if beside:
                found.reasons[each.label] = f"{_no_sale(each)} {_read_all_the_same(each, beside[0])}"
        elif later := _later(each, sold, times):
            stage = later[0].kind
            if (each.name, stage) not in weighed:
                weighed[each.name, stage] = _is_most_of(stage, each, sold, times)
            if weighed[each.name, stage]:
                found.reasons[each.label] = f"{_twice(each, later[0])} {_read_all_the_same(each, later[0])}"
            else:
                notes.append(
                    f"{each.label} holds {each.kind} by its name, and {later[0].label} {stage}, of which there are far fewer, so all of it is read. What stands"
                    " in both counts twice: if the one came of the other, read one of them alone."
                )
    return OtherDocuments(found.reasons, tuple(notes))


def _no_sale(each: _Named) -> str:
    return f"{each.by} {_NO_SALES[each.kind]}, and its {worth_told(each.table)} would be added to the sales."


def _twice(each: _Named, other: _Named) -> str:
    return f"{each.by} {each.kind}, and {other.label} the {other.kind}, so that its {worth_told(each.table)} would be counted twice."


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


def _later(each: _Named, sold: Sequence[_Named], times: _Times) -> list[_Named]:
    """The tables of the last stage that the same sales have come to, in days that these have too, the one with most of them first."""
    if each.kind not in STAGES:
        return []
    for stage in STAGES[: STAGES.index(each.kind)]:
        others = [other for other in _of_the_same(each, sold) if other.kind == stage]
        if times.cover([other.table for other in others], each.table):
            met = [other for other in others if times.meet(each.table, other.table)]
            return sorted(met, key=lambda other: not times.cover([other.table], each.table))
    return []


def _of_the_same(each: _Named, others: Sequence[_Named]) -> list[_Named]:
    return [other for other in others if other.name.rest == each.name.rest]


def _is_most_of(stage: Kind, each: _Named, sold: Sequence[_Named], times: _Times) -> bool:
    """Whether the later stage has about as many rows as the earlier one in the days of both, whatever the files are that they are split into."""
    all_later = [other for other in _of_the_same(each, sold) if other.kind == stage]
    of_its_kind = [other.table for other in sold if other.name == each.name]
    earlier = [table for table in of_its_kind if times.cover([other.table for other in all_later], table)]
    met = [other.table for other in all_later if any(times.meet(table, other.table) for table in earlier)]
    counts = [[table.rows for table in tables] for tables in (met, earlier)]
    if any(None in rows for rows in counts):
        return True
    first, second = (sum(count or 0 for count in rows) for rows in counts)
    return first >= _LEAST_OF_STAGE * second


def _read_all_the_same(each: _Named, beside: _Named) -> str:
    own, other = each.table.opened.table, beside.table.opened.table
    if own.sheet and own.file == other.file:
        wanted = " ".join(f"--sheet {shlex.quote(sheet)}" for sheet in (own.sheet, other.sheet))
        return f"To read it by itself: {to_read_alone(each.table)}; to read both all the same: {wanted}"
    return f"To read it by itself, {to_read_alone(each.table)}; if it holds sales of its own, give it another name"
