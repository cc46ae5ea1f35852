"""Roles as a person chooses them: what each means, and the recipe in which a column plays another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.recipe_parts import ColumnsPart
from core.remote.looks import Look, TableLook
from tui.dialogs.choose import Choice
from tui.text import plain

NONE = "-"
# What each role means, the likeliest first.
MEANINGS = {
    "customer": "who bought: the customer's id",
    "order": "the order's or invoice's id",
    "date": "when it was bought",
    "time": "the time of day, where the date has none",
    "quantity": "the number of pieces",
    "price": "the price of one piece",
    "amount": "what the row is worth",
    "order_total": "what the whole order is worth, on each of its rows",
    "product": "the product's code",
    "description": "what the product is called",
    "country": "the customer's country",
    "status": "the order's status, as cancelled or returned",
    "cancelled": "what else marks a cancelled row: a date, a yes or a status",
    "discount": "the discount on the row",
    "attribute": "says something more about the customer",
    "recency": "days since the last purchase, in a table of customers",
    "frequency": "number of orders, in a table of customers",
    "monetary": "money spent, in a table of customers",
    "age": "the customer's age T, in a summary for lifetimes",
}


def role_choices(look: Look, table: TableLook, position: int) -> list[Choice]:
    """The roles that a column may play, each with who plays it now."""
    column = table.columns[position]
    players = {role.role: role.column for role in look.roles}
    choices = []
    for role, means in MEANINGS.items():
        player = players.get(role, "")
        now = f"; now {plain(player, 24)}" if player and role not in column.roles else ""
        choices.append(Choice(role, role, means + now))
    choices.append(Choice("none", "none", "nothing that is worked with"))
    choices.append(Choice("guess", "as guessed", "take back what was chosen by hand for this column"))
    return choices


def with_role(columns: ColumnsPart, look: Look, table: TableLook, position: int, role: str) -> ColumnsPart:
    """The part of the recipe in which a column plays this role (or `attribute`, `none`, `guess`), and no other."""
    name = column_name(table, position)
    names = (name, table.columns[position].name)
    values: dict[str, object] = {}
    for other in MEANINGS:
        if other in ("attribute", role):
            continue
        asked, is_guess = getattr(columns, other), look.guessed.get(other, "") in names
        if asked in names:
            values[other] = ""
        if not is_guess:
            continue
        if role == "guess" and asked == NONE:
            values[other] = ""
        elif role != "guess" and columns.guess and asked in ("", *names):
            # What would be guessed again has to be said to be none.
            values[other] = NONE
    values["attributes"] = _attributes(columns, look, names, role)
    if role == "none" and not values["attributes"] and set(look.attributes) & set(names):
        # An empty list would be guessed anew: all else is said as it is now.
        values = {known.role: known.column for known in look.roles} | values | {"guess": False}
    if role in MEANINGS and role != "attribute":
        values[role] = name
    return replace(columns, **values)  # type: ignore[arg-type]


def _attributes(columns: ColumnsPart, look: Look, names: tuple[str, str], role: str) -> tuple[str, ...]:
    """The attributes of the recipe with this column among them or not; none where they are left to the guess."""
    asked = columns.attributes
    if role == "guess":
        # A list that says no more than the guess would is not needed.
        left = tuple(known for known in asked if known not in names)
        return left if set(left) - set(look.attributes) else ()
    if not asked and (
        role not in ("attribute", "none") or (role == "none" and not set(look.attributes) & set(names))
    ):
        return ()
    others = tuple(known for known in asked or look.attributes if known not in names)
    return (*others, names[0]) if role == "attribute" else others


def column_name(table: TableLook, position: int) -> str:
    """What a recipe calls a column: its name, unless that would mean something else."""
    name = table.columns[position].name
    names = [column.name for column in table.columns]
    if name in ("", NONE) or name.startswith("#") or name.strip() != name or _taken_otherwise(name, names):
        return f"#{position + 1}"
    return name


def _taken_otherwise(name: str, names: Sequence[str]) -> bool:
    return names.count(name) > 1
