"""Tables that are customers already, and tables that only look like it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from core.columns.profile import profile_columns
from core.columns.roles import Guess, guess_roles
from core.recipe import Recipe
from core.study import Study


def guess(columns: dict[str, list[str]]) -> Guess:
    values = list(columns.values())
    return guess_roles(profile_columns(list(columns), values), values)


def shown(found: Guess) -> dict[str, str | None]:
    return {str(role): guess.column for role, guess in found.roles.items()}


ROWS = 40
DICE = random.Random(3)
IDS = [f"C{number:04d}" for number in range(ROWS)]
NUMBERS = [str(number) for number in range(1, ROWS + 1)]
DAYS = [str(DICE.randint(1, 400)) for _ in range(ROWS)]
ORDERS = [str(DICE.randint(1, 30)) for _ in range(ROWS)]
MONEY = [f"{DICE.random() * 900:.2f}" for _ in range(ROWS)]
SCORES = [str(DICE.randint(1, 5)) for _ in range(ROWS)]
REGIONS = [DICE.choice(("North", "South")) for _ in range(ROWS)]
REPEATS = [str(max(0, DICE.randint(-3, 6))) for _ in range(ROWS)]
AGES = [f"{30 + DICE.random() * 9:.2f}" for _ in range(ROWS)]
LAST_AGES = [
    f"{float(age) * DICE.random():.2f}" if int(repeats) else "0.0"
    for age, repeats in zip(AGES, REPEATS, strict=True)
]


@pytest.mark.parametrize(
    ("customer", "recency", "frequency", "monetary"),
    [
        ("CustomerID", "Recency", "Frequency", "Monetary"),
        ("customer_id", "days_since_last", "orders", "total_spent"),
        ("Customer ID", "Days since last order", "Total Orders", "Total Spent"),
        ("ID", "recency", "frequency", "monetary_value"),
        ("Kundennummer", "Tage seit letztem Kauf", "Anzahl Bestellungen", "Gesamtumsatz"),
        ("klantnr", "dagen sinds laatste aankoop", "aantal bestellingen", "totale omzet"),
        ("N° client", "Récence", "nombre de commandes", "Montant total"),
        ("Codice cliente", "Recenza", "Frequenza", "Importo totale"),
        ("cliente", "Recência", "Frequência", "Valor total"),
        ("id_cliente", "días desde última compra", "número de pedidos", "gasto total"),
        ("user", "R", "F", "M"),
    ],
)
def test_customers_with_recency_frequency_and_monetary(
    customer: str, recency: str, frequency: str, monetary: str
) -> None:
    found = guess({customer: IDS, recency: DAYS, frequency: ORDERS, monetary: MONEY, "region": REGIONS})
    assert found.shape == "customers"
    assert shown(found) == {
        "customer": customer,
        "recency": recency,
        "frequency": frequency,
        "monetary": monetary,
    }
    assert found.attributes == ("region",)


def test_a_last_purchase_beside_recency_does_not_make_sales_of_it() -> None:
    dates = [f"2024-01-{number % 28 + 1:02d}" for number in range(ROWS)]
    found = guess(
        {
            "customer_id": IDS,
            "last_order_date": dates,
            "Recency": DAYS,
            "Frequency": ORDERS,
            "Monetary": MONEY,
        }
    )
    assert found.shape == "customers"


def test_the_sources_own_scores_are_not_the_measures() -> None:
    columns = {
        "customer_id": IDS,
        "recency": DAYS,
        "frequency": ORDERS,
        "monetary": MONEY,
        "R": SCORES,
        "F": SCORES,
        "M": SCORES,
        "segment": REGIONS,
    }
    found = guess(columns)
    assert shown(found) == {
        "customer": "customer_id",
        "recency": "recency",
        "frequency": "frequency",
        "monetary": "monetary",
    }
    assert found.attributes == ("R", "F", "M", "segment")


def test_scores_alone_are_no_measures() -> None:
    assert guess({"customer_id": IDS, "R": SCORES, "F": SCORES, "M": SCORES}).shape == "unknown"


@pytest.mark.parametrize(
    ("frequency", "recency", "age", "monetary"),
    [
        ("frequency", "recency", "T", ""),
        ("x", "t_x", "T", "zbar"),
        ("frequency", "recency", "age", "monetary_value"),
    ],
)
def test_summaries_of_lifetime_models(frequency: str, recency: str, age: str, monetary: str) -> None:
    columns = {"ID": NUMBERS, frequency: REPEATS, recency: LAST_AGES, age: AGES} | (
        {monetary: MONEY} if monetary else {}
    )
    found = guess(columns)
    assert found.shape == "summary"
    expected = {"customer": "ID", "frequency": frequency, "recency": recency, "age": age} | (
        {"monetary": monetary} if monetary else {}
    )
    assert shown(found) == expected


def test_the_age_of_a_person_is_no_age_of_a_customer() -> None:
    years = [str(DICE.randint(18, 70)) for _ in range(ROWS)]
    found = guess({"customer_id": IDS, "age": years, "recency": DAYS, "frequency": ORDERS, "monetary": MONEY})
    assert found.shape == "customers"
    assert "age" not in found.roles


def test_customers_that_come_back_are_not_one_row_each() -> None:
    ids = [f"C{number % 10}" for number in range(ROWS)]
    dates = [f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}" for number in range(ROWS)]
    found = guess({"customer_id": ids, "date": dates, "amount": MONEY, "recency": DAYS, "frequency": ORDERS})
    assert found.shape == "sales"
    assert shown(found) == {"customer": "customer_id", "date": "date", "amount": "amount"}


def test_a_frequency_in_words_is_an_attribute_at_most() -> None:
    often = [DICE.choice(("Weekly", "Monthly", "Annually")) for _ in range(ROWS)]
    found = guess(
        {
            "Customer ID": IDS,
            "Gender": REGIONS,
            "Item Purchased": REGIONS,
            "Purchase Amount (USD)": MONEY,
            "Frequency of Purchases": often,
        }
    )
    assert "frequency" not in found.roles
    assert found.roles["amount"].column == "Purchase Amount (USD)"


def test_a_customer_of_no_orders_has_no_average_order(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("customer_id,recency,frequency,monetary\nA,3,0,0\nB,10,2,30\nC,30,4,100\nD,44,1,12\n")
    with Study(Recipe(), [path]) as study:
        found = study.customers.to_pandas().set_index("customer_id")["average_order"]
    assert found.dropna().to_dict() == {"B": 15.0, "C": 25.0, "D": 12.0}
