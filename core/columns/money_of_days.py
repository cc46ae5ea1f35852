"""What sales are worth where the money beside them is a whole day's, or where all there is is an average price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.columns.evidence import Column
from core.columns.naming import Role
from core.columns.of_days import is_of_day
from core.columns.other_money import CLEARLY_AMOUNT, may_be_to_pay
from core.columns.relations import Relations

WORTH_ROLES: tuple[Role, ...] = ("amount", "order_total")
# What the name of an average price may say besides.
_AVERAGE_PRICE = frozenset(("price", "average"))
_BESIDE = _AVERAGE_PRICE | {"unit", "net", "tax", "sale"}


def settle_of_days(chosen: dict[Role, int], table: Sequence[Column], relations: Relations) -> list[str]:
    """Leave out of `chosen` what is the money of a whole day where anything else says what a row is worth; say so, and where nothing does."""
    of_days: dict[Role, Column] = {
        role: table[chosen[role]]
        for role in WORTH_ROLES
        if role in chosen
        and not _is_of_the_pieces(chosen[role], chosen, relations)
        and is_of_day(table[chosen[role]], chosen, table)
    }
    for role in of_days:
        del chosen[role]
    notes = _average_price(chosen, table, relations)
    if not of_days:
        return notes
    if not chosen.keys() & set(WORTH_ROLES) and not {"quantity", "price"} <= chosen.keys():
        other = _other_amount(chosen, table, [column.position for column in of_days.values()])
        if other is None:
            # An entrance that costs more on some days looks like it too.
            role, column = next(iter(of_days.items()))
            chosen[role] = column.position
            return [
                *notes,
                f"{column.profile.name} is the same for all customers of a day, and no other column says what a row is worth, so it is taken for that."
                f" If it is of the whole day, as advertising is, leave money out: --map {role}=-",
            ]
        is_total = "order" in chosen and relations.is_order_total(chosen["order"], other.position)
        chosen["order_total" if is_total else "amount"] = other.position
    used = _used(chosen, table)
    return [
        *notes,
        *(
            f"{column.profile.name} is the same for all customers of a day, as what was spent on advertising is, so {used} is taken as what a row is"
            f" worth. If each row is worth that much: --map 'amount={column.profile.name}'"
            for column in of_days.values()
        ),
    ]


def _is_of_the_pieces(position: int, chosen: Mapping[Role, int], relations: Relations) -> bool:
    """Whether money is quantity x price, whatever days it stands on."""
    if not {"quantity", "price"} <= chosen.keys():
        return False
    return relations.product(position, chosen["quantity"], chosen["price"]).is_but_for_tax


def _average_price(chosen: dict[Role, int], table: Sequence[Column], relations: Relations) -> list[str]:
    """Have the one average price beside a quantity be the price where no other column is money."""
    if "quantity" not in chosen or chosen.keys() & {"price", *WORTH_ROLES}:
        return []
    averages = [
        column
        for column in table
        if column.is_number
        and column.position not in chosen.values()
        and column.reading.concepts >= _AVERAGE_PRICE
        and column.reading.concepts <= _BESIDE
    ]
    if len(averages) != 1:
        return []
    (column,) = averages
    name, pieces = column.profile.name, table[chosen["quantity"]].profile.name
    chosen["price"] = column.position
    relations.hold_for(
        "price", column.position, "its name says average price, and no other column is a price"
    )
    return [
        f"{name} is an average by its name, and no other column is a price, so {pieces} x {name} is taken as what a row is worth."
        f" To leave money out: --map price=-"
    ]


def _other_amount(
    chosen: Mapping[Role, int], table: Sequence[Column], of_days: Sequence[int]
) -> Column | None:
    """What else is called an amount, and is of no day."""
    others = [
        (named.fits, -column.position, column)
        for column in table
        if (named := column.name.roles.get("amount")) is not None
        and named.fits >= CLEARLY_AMOUNT
        and column.is_number
        and column.profile.distinct > 1
        and column.position not in (*chosen.values(), *of_days)
        and may_be_to_pay(column)
        and not is_of_day(column, chosen, table)
    ]
    return max(others, key=lambda other: other[:2])[2] if others else None


def _used(chosen: Mapping[Role, int], table: Sequence[Column]) -> str:
    role = next((role for role in WORTH_ROLES if role in chosen), None)
    if role is not None:
        return table[chosen[role]].profile.name
    return " x ".join(table[chosen[role]].profile.name for role in ("quantity", "price"))
