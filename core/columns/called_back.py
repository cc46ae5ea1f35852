"""Numbers and texts in columns that are called after cancelling, returning or credit notes: which mark their rows, and which a person is asked about."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from core.columns.cancelled import (
    NO,
    is_called_cancelled,
    is_called_credit_note,
    is_cancellation_flag,
)
from core.columns.earlier_sales import names_sales
from core.columns.evidence import Column, wording_of
from core.columns.multiplying import MOST_FACTOR
from core.columns.naming import Role
from core.columns.not_sold import not_sold
from core.columns.row_worth import worth_of_rows
from core.columns.two_letters import marks_in
from core.columns.words import name_words, read_name
from core.typed_list import cancelled_too

# What numbers in such a column are of: of documents, the money or the pieces that went back.
Of = Literal["documents", "money", "pieces"]

# What stands on more of the rows is not what came back.
MOST_FILLED = 0.5
# Less than this share of a row's worth given back is a part of it, and so few such rows are slips.
MOST_OF_IT, FEW_PARTS = 0.99, 0.1
MOST_WORDS = 8
# Prices and shares of returns are said of goods and terms; money and pieces that went back are told of by themselves.
OF_OTHER_THINGS = (
    "ship",
    "cost",
    "tax",
    "percent",
    "discount",
    "price",
    "status",
    "store",
    "place",
    "country",
    "customer",
    "days",
)
RETURNED_BY_LETTERS = frozenset(("rma",))


def numbers_of(column: Column, roles: Mapping[Role, Column]) -> Of | None:
    """What the numbers are of that stand on the fewer rows; None where there are none, or on most rows."""
    back = _rows_with_numbers(column)
    if not back or len(back) > MOST_FILLED * column.profile.rows:
        return None
    decorated = bool(column.profile.numbers and column.profile.numbers.decorated)
    if column.is_fractional or decorated:
        return "money"
    if not_sold(column.profile.name) == "back":
        return "pieces"
    quantity = roles.get("quantity")
    if quantity is not None and not is_called_cancelled(column.profile.name):
        bought = quantity.numbers
        if all(number <= abs(bought[row] or 0) for row, number in back.items()):
            return "pieces"
    worth = _worth(roles)
    if not worth:
        return "documents"
    # Nobody gives back more than was paid, but for a tax on top of it.
    beyond = sum(number > MOST_FACTOR * abs(worth[row]) for row, number in back.items())
    return "documents" if 2 * beyond > len(back) else "money"


def rows_marked(column: Column, roles: Mapping[Role, Column]) -> int:
    """How many rows the numbers of a column mark: those of documents, and money that is all of what the row is worth; none where only a part went back."""
    of, back = numbers_of(column, roles), _rows_with_numbers(column)
    if of in (None, "pieces") or (column.reading.unknown and not is_called_credit_note(column.profile.name)):
        return 0
    if names_sales(column):  # which others took back, or these: a person is asked
        return 0
    if not all(marks_in(column.profile.name, column.values[row] or "") for row in back):
        return 0
    worth = _worth(roles)
    if of == "money" and worth:
        part = sum(number < MOST_OF_IT * abs(worth[row]) for row, number in back.items())
        return len(back) if part <= FEW_PARTS * len(back) else 0
    return len(back)


def called_back(
    free: Sequence[Column],
    roles: Mapping[Role, Column],
    mark: Column | None,
    cancelled: Collection[int],
    said: Collection[str],
) -> list[str]:
    """A sentence for each of the `free` columns that is called so, and is filled on a few rows that count, unless one of those `said` begins with it."""
    notes = []
    for column in free:
        name = column.profile.name
        if (
            not _is_called_so(name)
            or column.profile.kind == "empty"
            or any(note.startswith(f"{name} ") for note in said)
        ):
            continue
        if column.profile.kind == "date" and column.profile.filled > MOST_FILLED * column.profile.rows:
            continue
        if column.is_number and not _is_numbered(name) and numbers_of(column, roles) == "money":
            notes += money_given_back(
                name, [number for row, number in _rows_with_numbers(column).items() if row not in cancelled]
            )
        elif asked := _asked(column, roles, mark, cancelled):
            notes.append(asked)
    return notes


def money_given_back(name: str, back: Sequence[float]) -> list[str]:
    """Money given back on rows that are not cancelled, which nothing takes off."""
    if not back:
        return []
    return [
        f"{name} says that {abs(sum(back)):,.2f} was given back on {wording_of(len(back), 'row')} looked at that"
        f" {'is' if len(back) == 1 else 'are'} not cancelled. It is not taken off; for net figures take it off the amount in the source."
    ]


def _asked(
    column: Column, roles: Mapping[Role, Column], mark: Column | None, cancelled: Collection[int]
) -> str:
    worth = _worth(roles)
    cells = {
        row: value.strip()
        for row, value in enumerate(column.values)
        if value and _says_something(value.strip())
    }
    if len(cells) > MOST_FILLED * column.profile.rows:
        return ""
    cells = {
        row: cell for row, cell in cells.items() if row not in cancelled and (not worth or worth[row] > 0)
    }
    if not cells:
        return ""
    name = column.profile.name
    words = list(dict.fromkeys(cells.values()))
    one = len(cells) == 1
    money = f", worth {sum(worth[row] for row in cells):,.2f} in all" if worth else ""
    instead = f" instead of by {mark.profile.name}" if mark is not None else ""
    mapping = f"--map {shlex.quote(f'cancelled={name}')}"
    if all(marks_in(name, word) for word in words):
        way = f"{instead}: {mapping}"
    elif len(words) <= MOST_WORDS:
        way = f"{instead}: {mapping} {cancelled_too(('auto',), words)}"
    else:
        way = " in the source."
    return (
        f"{name} is filled on {wording_of(len(cells), 'row')} of those looked at, such as {words[0]!r}{money}: {'it counts' if one else 'they count'} as"
        f" {'a sale' if one else 'sales'}, though by the column's name {'it was' if one else 'they were'} cancelled or came back, at least in part. If"
        f" {'it' if one else 'they'} did not stand, take {'it' if one else 'them'} out{way}"
    )


def _is_called_so(name: str) -> bool:
    reading = read_name(name)
    if reading.has(*OF_OTHER_THINGS):
        return False
    return is_cancellation_flag(name) or _is_numbered(name)


def _is_numbered(name: str) -> bool:
    """Whether a column is called the number of a credit note or of a return, as `Avoir n°` and `RMA` are."""
    words = [word for word in name_words(name) if read_name(word).concepts != {"id"}]
    said = " ".join(words)
    return said in RETURNED_BY_LETTERS or is_called_credit_note(said)


def _says_something(cell: str) -> bool:
    return cell.casefold() not in NO and cell.strip("0., -") != ""


def _rows_with_numbers(column: Column) -> dict[int, float]:
    if not column.is_number:
        return {}
    return {row: abs(number) for row, number in enumerate(column.numbers) if number}


def _worth(roles: Mapping[Role, Column]) -> Sequence[float]:
    """What each row is worth, or its order where only that is known; nothing where neither is."""
    if "amount" not in roles and "order_total" in roles:
        return [number or 0.0 for number in roles["order_total"].numbers]
    return worth_of_rows(roles)
