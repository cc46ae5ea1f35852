"""Which columns say that a row is cancelled: the status whose words do, and one column more that may do it by a date, a yes or a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.columns.called_back import called_back, money_given_back, rows_marked
from core.columns.cancelled import (
    NO,
    YES,
    is_called_cancelled,
    is_called_cancelling_document,
    is_called_credit_note,
    is_cancellation_flag,
    marks_cancelled,
    says_cancelled,
)
from core.columns.deposits import MARKING_ROLES, deposits_counted, tells_deposits
from core.columns.documents import (
    counted_kinds,
    credit_kinds,
    sides_of_accounts,
    silent_documents,
    some_say_cancelled,
    unknown_kinds,
)
from core.columns.doubled import counted_twice
from core.columns.earlier_sales import earlier_sales, names_sales
from core.columns.evidence import Column, wording_of
from core.columns.flags import flags_of_returns
from core.columns.naming import Role
from core.columns.not_sold import not_sold
from core.columns.other_statuses import silent_statuses, unheeded_words
from core.columns.two_letters import marks_in, plain_yes, spelled_letters
from core.columns.words import read_name
from core.patterns import later

# A date that stands on most rows says when something may be returned, or was sent back in a shop of loans.
MOST_DATED = 0.5
# Fewer digits are of a yes, a count or a code.
NUMBERED = later("[0-9]{3}")
# Ticks are written in one way, or in a few.
MOST_TICKS = 6
# Less than this share of a row's worth given back is a part of it.
MOST_OF_IT = 0.99
# So few rows with a part given back are slips among those that are cancelled.
FEW_PARTS = 0.1
OF_REFUNDED_MONEY = frozenset(
    ("refund", "amount", "total", "value", "order", "sale", "sales", "payment", "line")
)
OF_RETURNED_PIECES = frozenset(
    ("refund", "quantity", "count", "unit", "product", "products", "order", "line", "sale", "sales", "total")
)
OF_A_MARK = frozenset(
    ("refund", "date", "time", "created", "order", "sale", "sales", "line", "product", "payment")
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A column that marks cancelled rows, and how."""

    column: Column
    reason: str


def status_that_tells(
    chosen: Mapping[Role, int], rivals: Iterable[int], table: Sequence[Column]
) -> int | None:
    """The column to take for the status: another where the one chosen never says cancelled and the other does."""
    if "status" not in chosen or _rows_by_status(table[chosen["status"]]):
        return chosen.get("status")
    telling = [place for place in rivals if place not in chosen.values() and some_say_cancelled(table[place])]
    return telling[0] if telling else chosen["status"]


def second_mark(
    chosen: Mapping[Role, int], statuses: Iterable[int], table: Sequence[Column]
) -> tuple[Mark | None, tuple[str, ...]]:
    """The column beside the status that marks most rows which the status does not, with notes on those that are not used."""
    known = _rows_by_status(table[chosen["status"]]) if "status" in chosen else set()
    free = [column for column in table if column.position not in chosen.values()]
    part = _partly_refunded(chosen, table)
    quantity = table[chosen["quantity"]] if "quantity" in chosen else None
    may_be_status = set(statuses)
    known_roles = {role: table[place] for role, place in chosen.items()}
    marks = [
        mark
        for column in free
        if (mark := _mark(column, column.position in may_be_status, known_roles)) is not None
        and not _counts_pieces(column, quantity)
    ]
    partly = [mark for mark in marks if mark.column.profile.kind == "date" and _is_of_parts(mark, part)]
    marks = [mark for mark in marks if mark not in partly]
    more = {mark.column.position: _rows_by_mark(mark.column) - known for mark in marks}
    # Words that mark nothing new are the same status, of the line or of the payment.
    telling = [mark for mark in marks if more[mark.column.position] or mark.column.profile.kind != "text"]
    ranked = sorted(telling, key=lambda mark: (-len(more[mark.column.position]), mark.column.position))
    taken = ranked[0] if ranked else None
    missed = [
        mark for mark in ranked[1:] if taken and more[mark.column.position] - more[taken.column.position]
    ]
    unused = [column for column in free if taken is None or column is not taken.column]
    roles: dict[Role, int] = {**chosen, "cancelled": taken.column.position} if taken else dict(chosen)
    may_tell = [*unused, *(table[roles[role]] for role in MARKING_ROLES if role in roles)]
    of_deposits = [column for column in may_tell if tells_deposits(column)]
    spoken_of = {mark.column.position for mark in (*marks, *partly)}
    unknown = unknown_kinds([column for column in unused if column not in of_deposits], _money(chosen, table))
    cancelled = known | (_rows_by_mark(taken.column) if taken else set())
    twice = counted_twice(chosen, table)
    notes = (
        *_unused(missed, taken, chosen, table),
        *_of_parts(partly, part),
        *silent_statuses(
            free,
            {mark.column.position for mark in marks},
            {role: table[place] for role, place in chosen.items()},
            taken.column if taken else None,
            cancelled,
        ),
        *unheeded_words(
            [column for column in free if column.position not in spoken_of],
            {role: table[place] for role, place in chosen.items()},
            cancelled,
        ),
        *deposits_counted(of_deposits, {role: table[place] for role, place in roles.items()}, table),
        *silent_documents(
            [column for column in unused if column not in of_deposits and column is not twice.column]
        ),
        *unknown.values(),
        *sides_of_accounts(free, _money(chosen, table)),
        *flags_of_returns(
            [column for column in unused if column.position not in unknown],
            _money(chosen, table),
            {role: table[place] for role, place in roles.items()},
        ),
        *earlier_sales(
            unused, _money(chosen, table), {role: table[place] for role, place in roles.items()}, cancelled
        ),
        *_money_back(chosen, table, cancelled),
        *_pieces_back(chosen, table, cancelled),
        *twice.notes,
    )
    of_these = [column for column in unused if column.position not in spoken_of]
    return taken, (
        *notes,
        *called_back(of_these, known_roles, taken.column if taken else None, cancelled, notes),
    )


def _mark(column: Column, may_be_status: bool, roles: Mapping[Role, Column]) -> Mark | None:
    if may_be_status and some_say_cancelled(column):
        return Mark(column, "some of its words say cancelled, returned or refunded")
    if credited := credit_kinds(column):
        listed = " and ".join(map(repr, credited))
        return Mark(
            column,
            f"it holds kinds of documents, of which {listed} {'takes' if len(credited) == 1 else 'take'} back what was sold",
        )
    profile = column.profile
    if by_document := _rows_numbered(column):
        return Mark(
            column,
            f"its name says the document that cancelled a row, and it holds a number on {by_document:,} of {wording_of(profile.rows, 'row')}",
        )
    if spelled := spelled_letters(profile.name, counted_kinds(column)):
        return Mark(column, f"by its name {spelled}")
    of_credit = is_called_credit_note(profile.name)
    if not is_cancellation_flag(profile.name) or not (
        of_credit or read_name(profile.name).concepts <= OF_A_MARK
    ):
        return None
    says = f'its name means "{"credit note" if of_credit else "cancelled or returned"}"'
    ticked = "yes or no" if profile.kind == "boolean" and profile.distinct > 1 else _ticked(column)
    if ticked:
        return Mark(column, f"{says}, and it holds {ticked}")
    if profile.kind == "date" and profile.filled <= MOST_DATED * profile.rows:
        return Mark(
            column, f"{says}, and it holds a date on {profile.filled:,} of {wording_of(profile.rows, 'row')}"
        )
    marked = rows_marked(column, roles)
    numbered = f"a number other than zero on {marked:,} of {wording_of(profile.rows, 'row')}"
    return Mark(column, f"{says}, and it holds {numbered}") if marked else None


def _rows_numbered(column: Column) -> int:
    """How many rows have the number of the document that cancelled them; none where most rows have one, or where what stands there is no number."""
    profile = column.profile
    if profile.kind not in ("number", "text") or not is_called_cancelling_document(profile.name):
        return 0
    cells = [value.strip() for value in column.values if value and value.strip("0 ")]
    numbered = sum(NUMBERED.search(cell) is not None and marks_cancelled(cell) for cell in cells)
    return numbered if numbered == len(cells) <= MOST_DATED * profile.rows else 0


def _ticked(column: Column) -> str:
    """What a column that is filled on the fewer rows only marks those by: a yes (`X`, `Ja`, `1`), or a word for cancelled; "" where it does not."""
    profile = column.profile
    if not 0 < profile.distinct <= MOST_TICKS or profile.kind == "date":
        return ""
    cells = {(value or "").strip() for value in column.values} - {""}
    ticks = sorted(cell for cell in cells if cell.casefold() in YES or says_cancelled(cell))
    others = {cell for cell in cells if cell.casefold() in NO}
    if not ticks or cells != others.union(ticks):
        return ""
    rows = sum((value or "").strip() in ticks for value in column.values)
    if rows > MOST_DATED * profile.rows:
        return ""
    return f"{' or '.join(map(repr, ticks))} on {rows:,} of {wording_of(profile.rows, 'row')}"


def _counts_pieces(column: Column, quantity: Column | None) -> bool:
    """Whether ones in a column called after returning are pieces that came back, as beside a larger quantity."""
    if quantity is None or not column.is_number or is_called_cancelled(column.profile.name):
        return False
    if column.profile.kind == "boolean" and column.profile.distinct > 1:
        return False  # a yes beside a no
    pairs = zip(column.numbers, quantity.numbers, strict=True)
    return any(back and abs(bought or 0) > 1 for back, bought in pairs)


def _rows_by_status(status: Column) -> set[int]:
    """The rows of the sample that a status marks, as the ledger sees it."""
    yes = plain_yes(status.profile.name) if is_cancellation_flag(status.profile.name) else ()
    return {
        row
        for row, value in enumerate(status.values)
        if value and (says_cancelled(value.strip()) or value.strip().casefold() in yes)
    }


def _rows_by_mark(column: Column) -> set[int]:
    """The rows of the sample that a column beside the status marks."""
    return {row for row, value in enumerate(column.values) if value and marks_in(column.profile.name, value)}


def _money(chosen: Mapping[Role, int], table: Sequence[Column]) -> Sequence[float | None]:
    """What the rows of the sample are worth, as far as their sign goes."""
    roles: tuple[Role, ...] = ("amount", "order_total", "quantity", "price")
    return next((table[chosen[role]].numbers for role in roles if role in chosen), ())


def _refunds(table: Sequence[Column]) -> Column | None:
    """A column of the money that was given back."""
    for column in table:
        reading = read_name(column.profile.name)
        if reading.has("refund") and reading.has("amount", "total", "value") and column.is_number:
            return column if reading.concepts <= OF_REFUNDED_MONEY else None
    return None


def _partly_refunded(chosen: Mapping[Role, int], table: Sequence[Column]) -> set[int]:
    """The rows of the sample that say themselves that only a part of what they are worth was given back."""
    refunds = _refunds(table)
    role: Role = "amount" if "amount" in chosen else "order_total"
    if refunds is None or role not in chosen:
        return set()
    pairs = zip(refunds.numbers, table[chosen[role]].numbers, strict=True)
    return {
        row
        for row, (back, worth) in enumerate(pairs)
        if back and worth and abs(back) < MOST_OF_IT * abs(worth)
    }


def _is_of_parts(mark: Mark, part: set[int]) -> bool:
    rows = _rows_by_mark(mark.column)
    return len(rows & part) > FEW_PARTS * len(rows)


def _of_parts(partly: Sequence[Mark], part: set[int]) -> list[str]:
    """Dates of refunds that are of a part of the row only: the sale stands."""
    return [
        f"{mark.column.profile.name} does not mark cancelled rows, since on {wording_of(len(_rows_by_mark(mark.column) & part), 'row')} looked at only a part"
        f" was given back. To go by it all the same: --map 'cancelled={mark.column.profile.name}'"
        for mark in partly
    ]


def _money_back(chosen: Mapping[Role, int], table: Sequence[Column], cancelled: set[int]) -> list[str]:
    """Money given back on rows that are not cancelled, which nothing takes off."""
    refunds = _refunds(table)
    if refunds is None or refunds.position in chosen.values():
        return []
    back = [number for row, number in enumerate(refunds.numbers) if number and row not in cancelled]
    return money_given_back(refunds.profile.name, back)


def _pieces_back(chosen: Mapping[Role, int], table: Sequence[Column], cancelled: set[int]) -> list[str]:
    """Pieces that came back on rows that are not cancelled, which nothing takes off."""
    quantity = table[chosen["quantity"]] if "quantity" in chosen else None
    bought = quantity.numbers if quantity is not None else None
    notes = []
    for column in table:
        reading = read_name(column.profile.name)
        if (
            column.position in chosen.values()
            or not column.is_number
            or (not reading.has("refund") and not_sold(column.profile.name) != "back")
            or names_sales(column)
            or not reading.concepts <= OF_RETURNED_PIECES
            or (quantity is None and not reading.has("quantity", "count", "unit"))
            or (
                column.is_fractional and not (quantity and quantity.is_fractional)
            )  # then it is the money that went back
        ):
            continue
        back = {
            row: abs(pieces) for row, pieces in enumerate(column.numbers) if pieces and row not in cancelled
        }
        if not back:
            continue
        name = column.profile.name
        pieces_back = sum(back.values())
        said = f"{name} says that {pieces_back:,.12g} {'piece' if pieces_back == 1 else 'pieces'} came back on {wording_of(len(back), 'row')} looked at"
        if bought is None:
            notes.append(
                f"{said}. Nothing is taken off for that; for net figures take it off the money in the source. To take these rows as cancelled all the same:"
                f" --map 'cancelled={name}'"
            )
            continue
        whole = sum(pieces >= abs(bought[row] or 0) for row, pieces in back.items())
        notes.append(
            f"{said}, all that was bought on {whole:,} of"
            " them. They are not taken off; for net figures take them off the quantity in the source."
            f" To take these rows as cancelled{'' if whole == len(back) else ' all the same'}: --map 'cancelled={name}'"
        )
    return notes


def _unused(
    others: Sequence[Mark], taken: Mark | None, chosen: Mapping[Role, int], table: Sequence[Column]
) -> list[str]:
    if not others or taken is None:
        return []
    used = [table[chosen["status"]].profile.name] if "status" in chosen else []
    used.append(taken.column.profile.name)
    names = [mark.column.profile.name for mark in others]
    return [
        f"{' and '.join(names)} may mark cancelled rows too; only {' and '.join(used)} {'is' if len(used) == 1 else 'are'} gone by."
        f" To go by another: --map 'cancelled={names[0]}'"
    ]
