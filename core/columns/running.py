"""Sums that run up from row to row, as sales of the year to date do: never the money of a row where another column can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.columns.evidence import Column
from core.columns.naming import Role
from core.columns.order_totals import products

MONEY_ROLES: tuple[Role, ...] = ("amount", "order_total", "price")
# Each of so many columns may be what is run up; of thousands that would take minutes.
MOST_TRIED = 12
# So many rows have to add theirs to the row before, and so large a share of those that may: between rows looked at others are missing, and
# no other numbers do so by chance.
LEAST_STEPS, OFTEN = 5, 0.5
# Sums of rounded numbers may be off by so much.
CENT, SAME = 0.011, 1e-9


def is_called_running(column: Column) -> bool:
    """Whether a name says that sums run up, as `Sales YTD` does."""
    return column.reading.has("running")


def runs_up(total: Column, each: Sequence[float | None], within: Sequence[int] | None) -> bool:
    """Whether a column is what stands on the row before it and `each` of its own, for everyone or `within` one of a kind.

    It may begin anew anywhere, as with a year; rows may stand with the newest first.
    """
    rows = [
        (group, said, one)
        for group, said, one in zip(within or [0] * len(each), total.numbers, each, strict=True)
        if group >= 0 and said is not None and one is not None
    ]
    return _adds_up(rows) or _adds_up(rows[::-1])


def runs_up_for_someone(
    total: Column, each: Sequence[float | None], chosen: Mapping[Role, int], table: Sequence[Column]
) -> bool:
    """Whether a column runs up over all rows, or over those of each customer or order."""
    withins = (table[chosen[role]].codes for role in ("customer", "order") if role in chosen)
    return any(runs_up(total, each, within) for within in (None, *withins))


def _adds_up(rows: Sequence[tuple[int, float, float]]) -> bool:
    before: dict[int, float] = {}
    steps = others = 0
    for group, said, one in rows:
        close = CENT + SAME * abs(said)
        if group in before and abs(said - one) > close:  # else it begins here
            is_step = bool(one) and abs(said - before[group] - one) <= close
            steps += is_step
            others += not is_step
        before[group] = said
    return steps >= LEAST_STEPS and steps >= OFTEN * (steps + others)


def settle_running(chosen: dict[Role, int], table: Sequence[Column]) -> list[str]:
    """Take in `chosen` what a row adds, and not the sum that it has run up to, where both are there; say which and why."""
    taken: Role | None = next((role for role in MONEY_ROLES if role in chosen), None)
    if taken is None:
        return []
    total = table[chosen[taken]]
    name = total.profile.name
    if "price" in chosen and "quantity" in chosen and taken != "price":
        pieces, price = (table[chosen[role]] for role in ("quantity", "price"))
        each = products(pieces, price)
        if is_called_running(total) or runs_up_for_someone(total, each, chosen, table):
            del chosen[taken]
            worth = f"{pieces.profile.name} x {price.profile.name}"
            return [_instead(name, worth, is_sum_of_rows=not is_called_running(total))]
    for column in _may_be_run_up(total, chosen, table):
        if runs_up_for_someone(total, column.numbers, chosen, table):
            for role in [
                role for role, place in chosen.items() if place in (total.position, column.position)
            ]:
                del chosen[role]
            chosen["amount"] = column.position
            return [_instead(name, column.profile.name, is_sum_of_rows=True)]
    if not is_called_running(total):
        return []
    return [
        f"{name} is a sum that runs up, by its name, and no other column says what each row is worth, so it is taken for that: money is counted"
        f" again and again if each row has all before it in it. To leave money out: --map {taken}=-"
    ]


def _may_be_run_up(total: Column, chosen: Mapping[Role, int], table: Sequence[Column]) -> list[Column]:
    """The numbers that a sum may be run up from: those called like money first."""
    settled = {place for role, place in chosen.items() if role not in MONEY_ROLES}
    numbers = [
        column
        for column in table
        if column.is_number
        and column is not total
        and column.position not in settled
        and column.profile.distinct > 1
    ]
    numbers.sort(key=lambda column: not column.name.roles.keys() & set(MONEY_ROLES))
    return numbers[:MOST_TRIED]


def _instead(total: str, worth: str, *, is_sum_of_rows: bool) -> str:
    why = (
        "is what the rows before it and its own come to"
        if is_sum_of_rows
        else "is a sum that runs up, by its name"
    )
    return f"{total} {why}, so {worth} is taken as what a row is worth. To take the other: --map 'amount={total}'"
