"""Statuses that are not gone by, since none of their words says cancelled, and what they say of payment all the same."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from core.columns.documents import NEARLY_ALL
from core.columns.evidence import Column, wording_of
from core.columns.naming import Role
from core.columns.row_worth import worth_of_rows
from core.columns.unpaid import may_be_unpaid, speaks_of_payment
from core.columns.words import read_name
from core.typed_list import cancelled_too


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
        if read_name(column.profile.name).has("status")
        and column.is_status
        and column.position not in marking
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
    worth = worth_of_rows(chosen)
    known = [worth[row] for row, word in counting.items() if word in words and row < len(worth)]
    money = f", worth {sum(known):,.2f} in all" if len(known) == words.total() else ""
    instead = f" instead of by {mark.profile.name}" if mark else ""
    return (
        f"By {name}, rows that count may not be paid for: {', '.join(listed)} of those looked at{money}. To take them out{instead}:"
        f" --map {shlex.quote(f'cancelled={name}')} {cancelled_too(('auto',), list(words))}"
    )
