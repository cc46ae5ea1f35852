"""Columns that are not gone by: statuses of which no word says cancelled, with what they say of payment, and words of cancelling under other names."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from core.columns.cancelled import says_cancelled
from core.columns.documents import NEARLY_ALL
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
    said = []
    booked_back = {row for row, worth in enumerate(worth_of_rows(chosen)) if worth <= 0}
    for column in free:
        if not _may_tell_of_orders(column) or _is_of_customers(column, chosen):
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
    return says_cancelled(text) and len(text.split()) <= LONGEST and text.casefold() not in CASH_ON_DELIVERY


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
