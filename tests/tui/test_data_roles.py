"""The recipe in which a column plays another role."""

from __future__ import annotations

from dataclasses import fields

import pytest

from core.recipe_parts import ColumnsPart
from core.remote.looks import ColumnLook, Look, RoleLook, TableLook
from tui.screens.data_roles import MEANINGS, column_name, role_choices, with_role


def column(position: int, name: str, *roles: str) -> ColumnLook:
    return ColumnLook(position, name, "text", 10, 0, 5, (), "", roles)


TABLE = TableLook(
    0, "shop.csv", "shop.csv", "", "text", 10, True, ",", (), True,
    (
        column(0, "Order", "order"),
        column(1, "Client", "customer"),
        column(2, "Spare"),
        column(3, "Region", "attribute"),
    ),
)  # fmt: skip
LOOK = Look(
    files=(),
    tables=(TABLE,),
    main=0,
    shape="sales",
    roles=(RoleLook("order", "Order", "", "", ""), RoleLook("customer", "Client", "", "", "")),
    guessed={"order": "Order", "customer": "Client"},
    attributes=("Region",),
    left_out=(),
    notes=(),
    problem=None,
)


def chosen(role: str, position: int, **columns: object) -> ColumnsPart:
    return with_role(ColumnsPart(**columns), LOOK, TABLE, position, role)  # type: ignore[arg-type]


def test_a_column_takes_a_role_and_frees_the_one_before() -> None:
    assert chosen("customer", 2) == ColumnsPart(customer="Spare")
    # It was guessed to be the order, and would be again.
    assert chosen("customer", 0) == ColumnsPart(customer="Order", order="-")
    assert chosen("product", 2, customer="Spare") == ColumnsPart(product="Spare")


def test_a_column_that_plays_nothing_is_not_guessed_again() -> None:
    assert chosen("none", 1) == ColumnsPart(customer="-")
    assert chosen("none", 2, product="Spare") == ColumnsPart()
    assert chosen("none", 2) == ColumnsPart()


def test_attributes_come_and_go() -> None:
    assert chosen("attribute", 2) == ColumnsPart(attributes=("Region", "Spare"))
    assert chosen("attribute", 0) == ColumnsPart(order="-", attributes=("Region", "Order"))
    assert chosen("none", 2, attributes=("Region", "Spare")) == ColumnsPart(attributes=("Region",))
    # No attribute at all can only be said where nothing is guessed.
    assert chosen("none", 3) == ColumnsPart(guess=False, order="Order", customer="Client")
    assert chosen("country", 3) == ColumnsPart(country="Region")


def test_what_was_chosen_is_taken_back() -> None:
    assert chosen("guess", 1, customer="-") == ColumnsPart()
    assert chosen("guess", 2, product="Spare") == ColumnsPart()
    assert chosen("guess", 2, attributes=("Region", "Spare")) == ColumnsPart()


@pytest.mark.parametrize("name", ["", "-", "#1", " padded"])
def test_a_name_that_would_mean_something_else_is_given_by_number(name: str) -> None:
    table = TableLook(0, "", "", "", "text", 1, True, ",", (), True, (column(0, "a"), column(1, name)))
    assert column_name(table, 1) == "#2"


def test_every_role_of_the_recipe_can_be_chosen() -> None:
    roles = {field.name for field in fields(ColumnsPart)} - {
        "guess",
        "attributes",
        "date_order",
        "swapped_dates",
        "date_above",
        "decimal",
    }
    assert roles | {"attribute"} == set(MEANINGS)
    choices = role_choices(LOOK, TABLE, 2)
    assert "now Client" in next(choice.aside for choice in choices if choice.value == "customer")
