"""Where money stands in what the interfaces of programs give: an object of value and currency, lists of lines, and cents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked
from tests.support.exports import FIRST, WORTH, columns_of, notes_with, study_of

Object = dict[str, Any]


def order_of(number: int) -> Object:
    return {
        "id": f"tr_{number:04}",
        "createdAt": f"{FIRST + timedelta(number)}T10:0{number % 10}:00",
        "customerId": f"cst_{number % 13}",
    }


def json_study(tmp_path: Path, objects: Sequence[Object], list_name: str = "") -> Study:
    path = tmp_path / "orders.json"
    text = json.dumps({list_name: objects}) if list_name else "\n".join(map(json.dumps, objects))
    path.write_text(text, encoding="utf-8")
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


@pytest.mark.parametrize(
    "place",
    [
        ("amount", "value"),
        ("gross_amount", "value"),
        ("amount_money", "amount"),
        ("total_price_set", "shop_money", "amount"),
        ("transaction_info", "transaction_amount", "value"),
        ("total", "amount"),
        ("grandTotal", "value"),
        ("OrderTotal", "Amount"),
    ],
)
def test_an_object_of_money_is_read_by_what_it_is_called(tmp_path: Path, place: Sequence[str]) -> None:
    objects = []
    for number, worth in enumerate(WORTH):
        held: Object = {place[-1]: f"{worth:.2f}", "currency": "EUR"}
        for name in reversed(place[:-1]):
            held = {name: held}
        objects.append(order_of(number) | held)
    with json_study(tmp_path, objects) as study:
        assert Asked(study).revenue == pytest.approx(sum(WORTH))


def test_a_fee_in_an_object_of_money_is_none_that_customers_paid(tmp_path: Path) -> None:
    objects = [
        order_of(number) | {"fee": {"value": f"{worth:.2f}", "currency": "EUR"}, "status": "paid"}
        for number, worth in enumerate(WORTH)
    ]
    with json_study(tmp_path, objects) as study:
        assert "price" not in study.columns.roles


def lines_of(number: int, sku: str, pieces: str, price: str) -> list[Object]:
    return [
        {
            sku: f"P{(number + line) % 9}",
            pieces: 1 + (number + 2 * line) % 4,
            price: PRICES[(number + line) % 9],
        }
        for line in range(1 + number % 3)
    ]


PRICES = [4.15 + 2.6 * number for number in range(9)]


@pytest.mark.parametrize(
    ("name", "sku", "pieces", "price", "list_name"),
    [
        ("transactions", "sku", "quantity", "unitPrice", ""),
        ("details", "sku", "quantity", "price", ""),
        ("positions", "article", "quantity", "price", "orders"),
        ("salesOrderLines", "itemId", "quantity", "unitPrice", ""),
        ("regels", "artikel", "aantal", "prijs", ""),
        ("cart", "product_id", "qty", "price", "data"),
    ],
)
def test_a_list_that_holds_the_only_money_is_taken_apart_whatever_its_name(
    tmp_path: Path, name: str, sku: str, pieces: str, price: str, list_name: str
) -> None:
    objects = [order_of(n) | {name: lines_of(n, sku, pieces, price)} for n in range(48)]
    worth = sum(line[pieces] * line[price] for one in objects for line in one[name])
    with json_study(tmp_path, objects, list_name) as study:
        columns = columns_of(study)
        assert (columns["order"], columns["price"]) == ("id", f"{name}[].{price}")
        assert (columns["quantity"], columns["product"]) == (f"{name}[].{pieces}", f"{name}[].{sku}")
        assert Asked(study).orders == 48
        assert Asked(study).revenue == pytest.approx(worth)


@pytest.mark.parametrize("name", ["payments", "refunds", "history"])
def test_a_list_beside_the_money_of_the_order_stays_whole(tmp_path: Path, name: str) -> None:
    objects = [
        order_of(number)
        | {"total": f"{worth:.2f}", name: [{"amount": worth, "sku": "P1", "quantity": 1}] * (1 + number % 2)}
        for number, worth in enumerate(WORTH)
    ]
    with json_study(tmp_path, objects) as study:
        assert Asked(study).revenue == pytest.approx(sum(WORTH))
        assert columns_of(study)["order"] == "id"


def test_lists_of_which_none_is_sure_to_be_the_lines_are_named(tmp_path: Path) -> None:
    objects = [
        order_of(n)
        | {
            "transactions": [{"amount": f"{WORTH[n]:.2f}", "kind": "sale"}],
            "order": lines_of(n, "sku", "quantity", "price"),
            "customer": lines_of(n, "sku", "quantity", "price"),
        }
        for n in range(48)
    ]
    with json_study(tmp_path, objects) as study:
        columns = columns_of(study)
        assert (columns["order"], columns["customer"]) == ("id", "customerId")
        assert "product" not in columns
        assert len(notes_with(study, "holds lists of objects as JSON text")) == 3
        assert not notes_with(study, "decimal signs")


@pytest.mark.parametrize(
    "place", ["amount", "amount_money.amount", "unit_amount", "amount_total", "total_money.amount"]
)
def test_whole_numbers_of_payment_services_are_said_to_be_cents(tmp_path: Path, place: str) -> None:
    first, _, second = place.partition(".")
    cents = [round(worth * 100) for worth in WORTH]
    objects = [
        order_of(n)
        | ({first: {second: cents[n], "currency": "eur"}} if second else {first: cents[n], "currency": "eur"})
        for n in range(48)
    ]
    with json_study(tmp_path, objects) as study:
        assert study.report.revenue == sum(cents)
        (note,) = notes_with(study, "may be in cents")
        assert note.startswith(place)


@pytest.mark.parametrize(
    ("currency", "amounts"),
    [
        ("EUR", [1000 + 137 * n for n in range(48)]),
        ("jpy", [1000 + 137 * n for n in range(48)]),
        ("eur", [5 + n for n in range(48)]),
        ("eur", [1000 + 100 * n for n in range(48)]),
        ("eur", [f"{1000 + 137 * n}.00" for n in range(48)]),
        ("eur", WORTH),
    ],
    ids=["capitals", "yen", "two digits", "round", "written with decimals", "decimals"],
)
def test_other_amounts_are_not_said_to_be_cents(
    tmp_path: Path, currency: str, amounts: Sequence[object]
) -> None:
    rows = [(n, f"c{n % 13}@x.example", FIRST + timedelta(n), amounts[n], currency) for n in range(48)]
    with study_of(tmp_path, "Purchase ID;Email;Date;amount;currency", rows) as study:
        assert not notes_with(study, "cents")
