"""What customers pay is told from what the shop itself paid, by names in all languages and by what the rows add up to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from core.columns.evidence import Column
from core.columns.naming import name_roles
from core.columns.profile import profile_columns
from core.columns.roles import Guess, guess_roles
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

CENT = Decimal("0.01")
PRICES = [Decimal(n * 37 % 290 + 5) + Decimal(n * 13 % 100) * CENT for n in range(11)]
# What the shop pays for each product is no fixed share of its price.
COSTS = [(price * Decimal(55 + n) / 100).quantize(CENT) for n, price in enumerate(PRICES)]
ORDERS = [
    (order, order * 7 % 19, (order * 5 + place * 3) % len(PRICES), (order + place * 2) % 5 + 1)
    for order in range(90)
    for place in range(order % 3 + 1)
]
REVENUE = sum(pieces * PRICES[product] for _, _, product, pieces in ORDERS)


def columns_of(*money: tuple[str, Sequence[Decimal]]) -> dict[str, list[str]]:
    """The lines of the orders, with columns of money by product."""
    lines = {
        "Invoice": [str(7000 + order) for order, *_ in ORDERS],
        "Date": [f"2024-{order % 12 + 1:02}-{order % 28 + 1:02}" for order, *_ in ORDERS],
        "Customer": [f"C{customer:03}" for _, customer, *_ in ORDERS],
        "Item": [f"P-{product:02}" for _, _, product, _ in ORDERS],
        "Qty": [str(pieces) for *_, pieces in ORDERS],
    }
    return lines | {name: [str(prices[product]) for _, _, product, _ in ORDERS] for name, prices in money}


def totals(prices: Sequence[Decimal]) -> list[str]:
    return [str(pieces * prices[product]) for _, _, product, pieces in ORDERS]


def guessed(columns: dict[str, list[str]]) -> Guess:
    values = list(columns.values())
    return guess_roles(profile_columns(list(columns), values), values)


def money_of(found: Guess) -> dict[str, str | None]:
    kinds = ("quantity", "price", "amount", "order_total")
    return {role: guess.column for role, guess in found.roles.items() if role in kinds}


def revenue(tmp_path: Path, columns: dict[str, list[str]]) -> tuple[Decimal, str]:
    path = tmp_path / "sales.csv"
    rows = [list(columns), *zip(*columns.values(), strict=True)]
    path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        return Decimal(str(study.report.revenue)), "\n".join(study.report.notes)


@pytest.mark.parametrize("cost_first", [True, False])
@pytest.mark.parametrize(
    ("cost", "price"),
    [
        ("Unit Cost", "Retail"),
        ("Cost", "Sell"),
        ("Cost Price", "Selling Price"),
        ("Buying price", "Selling price"),
        ("Purchase Price", "Retail Price"),
        ("Cost Ea", "Price Ea"),
        ("Cost", "U/P"),
        ("Unit cost", "Sold At"),
        ("Costo", "Pr. unit."),
        ("Costo unit.", "Prezzo"),
        ("Pr. acq.", "Pr. vend."),
        ("Prezzo di acquisto", "Prezzo di vendita"),
        ("P.A. HT", "P.U. HT"),
        ("PA", "PV"),
        ("Prix achat", "PVHT"),
        ("Prix d'achat", "Prix de vente"),
        ("Coût de revient", "PU TTC"),
        ("EK", "VK"),
        ("EK-Preis", "VK-Preis"),
        ("EK netto", "VK netto"),
        ("Einkaufspreis", "Verkaufspreis"),
        ("Einstandspreis", "E-Preis"),
        ("Einkauf", "Verkauf"),
        ("Kostprijs", "Vk"),
        ("Inkoop", "Verkoop"),
        ("Inkoopprijs", "Vkp"),
        ("Aankoopprijs", "Verkoopprijs"),
        ("P. coste", "PVP"),
        ("Coste", "P.U."),
        ("Precio de compra", "P. venta"),
        ("Custo", "P. Unit."),
        ("Preço de custo", "Preço de venda"),
    ],
)
def test_a_cost_is_not_the_price(cost: str, price: str, cost_first: bool) -> None:
    both = [(cost, COSTS), (price, PRICES)]
    found = guessed(columns_of(*(both if cost_first else reversed(both))))
    assert money_of(found) == {"quantity": "Qty", "price": price}
    assert not any("amount=" in note and cost in note for note in found.notes)


def test_the_money_is_what_customers_paid(tmp_path: Path) -> None:
    money, notes = revenue(tmp_path, columns_of(("EK", COSTS), ("VK", PRICES)))
    assert money == REVENUE
    assert "cost" not in notes


@pytest.mark.parametrize("cost", ["Cost", "Unit Cost", "Kostprijs", "EK", "Prix d'achat", "Precio de coste"])
def test_where_there_is_only_a_cost_it_is_said(cost: str) -> None:
    found = guessed(columns_of((cost, COSTS)))
    assert money_of(found) == {"quantity": "Qty", "price": cost}
    assert (
        f"{cost} is a cost by its name, and no other column says what customers paid, so it is taken for that."
        " If it is what the shop itself paid, leave money out: --map price=-"
    ) in found.notes


def test_a_price_that_customers_paid_may_be_called_a_purchase_price() -> None:
    dearer = [price + 7 for price in PRICES]
    found = guessed(columns_of(("List Price", dearer), ("Purchase Price", PRICES)))
    assert money_of(found) == {"quantity": "Qty", "price": "Purchase Price"}


def test_what_customers_spent_may_be_called_a_purchase_beside_a_flag_of_sales() -> None:
    columns = columns_of() | {"Purchase Amount": totals(PRICES)}
    columns["On Sale"] = [str(order % 2) for order, *_ in ORDERS]
    assert guessed(columns).roles["amount"].column == "Purchase Amount"


def test_a_total_of_costs_is_not_what_a_row_is_worth() -> None:
    found = guessed(columns_of(("Unit Price", PRICES)) | {"Total Cost": totals(COSTS)})
    assert money_of(found) == {"quantity": "Qty", "price": "Unit Price"}
    assert any("Total Cost is what the shop itself paid, by its name" in note for note in found.notes)


def test_a_total_called_cost_that_is_made_of_the_price_is() -> None:
    found = guessed(columns_of(("Unit Price", PRICES)) | {"Total Cost": totals(PRICES)})
    assert money_of(found) == {"quantity": "Qty", "price": "Unit Price", "amount": "Total Cost"}


def halved(prices: Sequence[Decimal]) -> list[Decimal]:
    return [(price * Decimal("0.4")).quantize(CENT) for price in prices]


@pytest.mark.parametrize("name", ["Pr. unit.", "Kurs", "Tarif net", "Costo"])
def test_the_rows_say_which_column_is_the_price(name: str) -> None:
    """A column of any name that makes the total is the price, even beside one called so that makes it times a constant."""
    other = "Prezzo base" if name == "Costo" else "Costo"
    found = guessed(columns_of((other, halved(PRICES)), (name, PRICES)) | {"Totale riga": totals(PRICES)})
    assert money_of(found) == {"quantity": "Qty", "price": name, "amount": "Totale riga"}
    assert "times" not in found.roles["amount"].reason


def test_a_price_that_does_not_make_the_total_is_said() -> None:
    found = guessed(columns_of(("Price", halved(PRICES))) | {"Line total": totals(PRICES)})
    assert money_of(found) == {"quantity": "Qty", "price": "Price", "amount": "Line total"}
    rows = len(ORDERS)
    assert any(
        note.startswith(f"Line total is not Qty x Price on {rows} of the {rows} rows looked at")
        for note in found.notes
    )
    assert "times" not in found.roles["amount"].reason


@pytest.mark.parametrize(("factor", "said"), [("1.21", "times 1.21"), ("0.8", "times 0.8")])
def test_a_tax_or_a_discount_on_all_rows_is_no_difference(factor: str, said: str) -> None:
    found = guessed(
        columns_of(("Price", [price * 100 for price in PRICES]))
        | {"Line total": totals([price * 100 * Decimal(factor) for price in PRICES])}
    )
    assert said in found.roles["amount"].reason
    assert not any("Line total is not" in note for note in found.notes)


def test_a_copy_of_the_total_is_no_price_where_nearly_all_rows_are_of_one_piece() -> None:
    columns = columns_of(("Price", halved(PRICES)))
    pieces = ["2" if row % 10 == 0 else "1" for row in range(len(ORDERS))]
    worth = [
        str(int(count) * PRICES[product]) for count, (_, _, product, _) in zip(pieces, ORDERS, strict=True)
    ]
    found = guessed(columns | {"Qty": pieces, "Line total": worth, "Zeta": worth})
    assert found.roles["price"].column == "Price"


def test_a_price_that_is_not_known_is_offered_as_a_price() -> None:
    found = guessed(columns_of(("Tariff X", PRICES), ("Weight", COSTS)))
    assert "price" not in found.roles
    assert any("--map 'price=Tariff X'" in note for note in found.notes)


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("VK-Nr.", {"customer", "order", "product"}),
        ("VK_Datum", {"date"}),
        ("PV Name", {"customer", "order"}),
        ("Retail Store", set()),
        ("RETAIL_DISC", {"discount"}),
        ("Retail Sales", {"amount", "order_total", "monetary"}),
        ("Sell Date", {"date"}),
    ],
)
def test_short_words_leave_other_names_alone(name: str, roles: set[str]) -> None:
    assert name_roles(name).roles.keys() == roles


@pytest.mark.parametrize("name", ["PA", "PV", "VK", "EK", "Retail"])
@pytest.mark.parametrize("values", [["NY", "PA", "TX", "PA"], ["1", "2", "3", "2"], ["x", "", "x", ""]])
def test_short_words_mean_a_price_only_where_the_values_may_be_one(name: str, values: list[str]) -> None:
    column = Column(profile_columns([name], [values])[0], values)
    assert not column.name.understood
    assert not column.reading.concepts


def test_concepto_says_what_was_sold() -> None:
    things = ["lámpara grande", "taza de té", "mantel azul", "jarra", "vela roja"]
    columns = columns_of(("Precio", PRICES))
    columns["Concepto"] = [f"{things[int(item[2:]) % 5]} {item[2:]}" for item in columns.pop("Item")]
    found = guessed(columns)
    assert found.roles["description"].column == "Concepto"
    assert not any("no product column" in note for note in found.notes)


@pytest.mark.parametrize(
    "cost",
    [
        "Cost",
        "Cost of goods",
        "COGS",
        "Inkoopprijs",
        "Einstandspreis",
        "Wareneinsatz",
        "Prix d'achat",
        "Coste",
    ],
)
def test_rows_that_cost_the_shop_nothing_are_sales_where_an_amount_is_there(
    tmp_path: Path, cost: str
) -> None:
    columns = columns_of((cost, [price if n % 3 else Decimal(0) for n, price in enumerate(COSTS)]))
    columns["Revenue"] = totals(PRICES)
    path = tmp_path / "sales.csv"
    lines = [columns, *zip(*columns.values(), strict=True)]
    path.write_text("".join(f"{';'.join(cells)}\n" for cells in lines))
    with Study(Recipe(), [path]) as study:
        assert "price" not in study.columns.roles
        assert Asked(study).kept == len(ORDERS)
        assert Asked(study).revenue == float(REVENUE)
    with Study(Recipe().with_value("columns.price", cost), [path]) as study:
        assert study.columns.roles["price"].column == cost
