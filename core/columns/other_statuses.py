"""What is not gone by: statuses of which no word says cancelled, words of cancelling under other names or in free text, and what visits did but buy."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from core.columns.cancelled import (
    MOST_MARKED,
    NEVER_OF_DOCUMENTS,
    begins_with_credit,
    is_look,
    is_purchase,
    marks_cancelled,
    says_cancelled,
)
from core.columns.documents import NEARLY_ALL, counted_kinds, listed_kinds
from core.columns.evidence import HOLDS, Column, dependence, wording_of
from core.columns.naming import Role
from core.columns.row_worth import worth_of_rows
from core.columns.unpaid import may_be_unpaid, speaks_of_payment
from core.columns.words import read_name
from core.typed_list import cancelled_too

MOST_SHOWN = 8
# What so many different words are in, or words that differ so often, is no list of what became of orders; nor is so long a text.
MOST_WORDS = 40
MOST_DIFFERENT = 0.5
LONGEST = 3
OF_OTHER_THINGS = (
    "product",
    "products",
    "description",
    "category",
    "channel",
    "discount",
    "promo",
    "staff",
    "supplier",
)
OF_CUSTOMERS = ("customer", "account", "loyalty", "segment")
# Where "rembours" is Dutch; in French it begins a refund.
CASH_ON_DELIVERY = frozenset(("rembours",))


def silent_statuses(
    free: Sequence[Column],
    marking: Collection[int],
    chosen: Mapping[Role, Column],
    mark: Column | None,
    cancelled: Collection[int],
) -> list[str]:
    """A sentence for those of the `free` columns, and one for each that says which of the rows not `cancelled` may not be paid for.

    `marking` are the positions of columns that may mark cancelled rows, and `mark` is the one that does beside the status.
    """
    others = [
        column
        for column in free
        if column.reading.has("status") and column.is_status and column.position not in marking
    ]
    if not others or "status" not in chosen:
        return []
    names = [column.profile.name for column in others]
    one = len(names) == 1
    silent = (
        f"{' and '.join(names)} {'is a status too and says' if one else 'are statuses too and say'} nothing of cancelling, so"
        f" {'it is' if one else 'they are'} not used beside {chosen['status'].profile.name}."
    )
    return [silent, *(said for column in others if (said := _unpaid(column, chosen, mark, cancelled)))]


def unheeded_words(
    free: Sequence[Column], chosen: Mapping[Role, Column], cancelled: Collection[int]
) -> list[str]:
    """A sentence for each of the `free` columns with words of cancelling on rows that are not `cancelled`, as nothing else speaks for such a column."""
    said = _visits_told(chosen.get("status"))
    booked_back = {row for row, worth in enumerate(worth_of_rows(chosen)) if worth <= 0}
    settled = booked_back.union(cancelled)
    said += [
        told for column in (*free, *_of_goods(chosen)) if (told := _credit_told(column, chosen, settled))
    ]
    for column in free:
        if not _may_tell_of_orders(column) or _is_of_customers(column, chosen) or column.holds_events:
            continue
        rows = {
            row: value.strip()
            for row, value in enumerate(column.values)
            if value and row not in cancelled and row not in booked_back and _says_it_in_a_word(value.strip())
        }
        if not rows or len(rows) >= NEARLY_ALL * column.profile.rows:
            continue
        name = column.profile.name
        listed = [
            f"{word!r} on {wording_of(count, 'row')}"
            for word, count in Counter(rows.values()).most_common(MOST_SHOWN)
        ]
        said.append(
            f"{name} is not gone by, and says {', '.join(listed)} of those looked at{_worth_of(rows, chosen)}: they count as sales. If these are orders that"
            f" did not stand, take them out: --map {shlex.quote(f'cancelled={name}')}"
        )
    return said


def _visits_told(status: Column | None) -> list[str]:
    """What is said of a status that tells purchases from visits: which rows are taken out and which count, and how to have it otherwise."""
    if status is None or not status.holds_events:
        return []
    kinds = counted_kinds(status)
    bought = Counter({kind: rows for kind, rows in kinds.items() if is_purchase(kind)})
    looks = Counter({kind: rows for kind, rows in kinds.items() if is_look(kind)})
    others = Counter(
        {kind: rows for kind, rows in kinds.items() if kind not in bought and not says_cancelled(kind)}
    )
    name = status.profile.name
    said = [
        f"{name} says what happened on visits. What counts as sales is {listed_kinds(bought)} of those looked at; by {listed_kinds(looks)} nothing was bought,"
        " so these rows are taken out as cancelled ones are, and are no refunds. To count them all the same: --map status=-"
    ]
    if others:
        said.append(
            f"{name} says {listed_kinds(others)} besides, and rows count as sales there. To take them out if nothing was bought:"
            f" {cancelled_too(('auto',), list(others))}"
        )
    return said


def _of_goods(chosen: Mapping[Role, Column]) -> list[Column]:
    roles: tuple[Role, ...] = ("product", "description")
    return [chosen[role] for role in roles if role in chosen]


def _credit_told(column: Column, chosen: Mapping[Role, Column], settled: Collection[int]) -> str:
    """A sentence for a column whose texts begin as those of credit notes do on a few rows that count; "" where none does.

    Few words that may be of what became of orders are told of as such.
    """
    if (
        column.profile.kind != "text"
        or column.reading.has(*NEVER_OF_DOCUMENTS)
        or column.holds_kinds
        or column.holds_events
    ):
        return ""
    if _may_tell_of_orders(column) and column not in chosen.values():
        return ""
    texts = {value for value in set(column.values) if value and begins_with_credit(value)}
    rows = [row for row, value in enumerate(column.values) if value in texts and row not in settled]
    if not rows or len(rows) > MOST_MARKED * column.profile.filled:
        return ""
    name = column.profile.name
    first = (column.values[rows[0]] or "").strip()
    said = (
        f"{name} begins as the text of a credit note or a return does on {wording_of(len(rows), 'row')} of those looked at, such as {first!r}"
        f"{_worth_of(rows, chosen)}: {'it counts' if len(rows) == 1 else 'they count'} as {'a sale' if len(rows) == 1 else 'sales'}. If nothing was sold by"
        f" {'it' if len(rows) == 1 else 'them'}, take {'it' if len(rows) == 1 else 'them'} out"
    )
    marks: dict[str, Callable[[str], bool]] = {"cancelled": marks_cancelled}
    if "status" not in chosen:
        marks["status"] = says_cancelled
    marked = {
        role: {row for row, value in enumerate(column.values) if value and marking(value.strip())}
        for role, marking in marks.items()
    }
    role = next((role for role, found in marked.items() if found.difference(settled) == set(rows)), None)
    return f"{said}: --map {shlex.quote(f'{role}={name}')}" if role else f"{said} in the source."


def _may_tell_of_orders(column: Column) -> bool:
    """Whether a column has few different words, and neither goods nor ways to pay or to send, which may be called after returning."""
    few = column.profile.distinct <= MOST_WORDS and column.distinct_share <= MOST_DIFFERENT
    return column.profile.kind == "text" and few and not column.reading.has(*OF_OTHER_THINGS)


def _is_of_customers(column: Column, chosen: Mapping[Role, Column]) -> bool:
    """Whether a column is of the customers, as the state of their membership, and the same on all that one of them bought."""
    if "customer" not in chosen or not column.reading.has(*OF_CUSTOMERS):
        return False
    same = dependence(chosen["customer"], column)
    return same is None or same >= HOLDS


def _says_it_in_a_word(text: str) -> bool:
    return (
        says_cancelled(text)
        and not is_look(text)
        and len(text.split()) <= LONGEST
        and text.casefold() not in CASH_ON_DELIVERY
    )


def _worth_of(rows: Collection[int], chosen: Mapping[Role, Column]) -> str:
    worth = worth_of_rows(chosen)
    known = [worth[row] for row in rows if row < len(worth)]
    return f", worth {sum(known):,.2f} in all" if worth and len(known) == len(rows) else ""


def _unpaid(
    column: Column, chosen: Mapping[Role, Column], mark: Column | None, cancelled: Collection[int]
) -> str:
    name = column.profile.name
    if read_name(name).has("ship"):
        return ""  # there it is the goods that are waited for
    counting = {
        row: value.strip().casefold()
        for row, value in enumerate(column.values)
        if value and value.strip() and row not in cancelled
    }
    of_payment = speaks_of_payment(name, set(counting.values()))
    words = Counter(word for word in counting.values() if may_be_unpaid(word, of_payment=of_payment))
    if not words or words.total() >= NEARLY_ALL * len(counting):
        return ""
    listed = [f"{word!r} on {wording_of(rows, 'row')}" for word, rows in words.most_common()]
    money = _worth_of([row for row, word in counting.items() if word in words], chosen)
    instead = f" instead of by {mark.profile.name}" if mark else ""
    return (
        f"By {name}, rows that count may not be paid for: {', '.join(listed)} of those looked at{money}. To take them out{instead}:"
        f" --map {shlex.quote(f'cancelled={name}')} {cancelled_too(('auto',), list(words))}"
    )
