"""The rate of a tax is no price, what is open or was paid is not what was charged, and gross profit is no revenue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from core.columns.words import read_name
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

# A row of each order: what a piece costs, how many there are, and the tax on it.
ROWS = range(1, 46)
PRICES, TAXES = (4.5, 12.0, 7.25), (0, 21, 9)
UNPAID = [n for n in ROWS if n % 4 == 0]


def price(n: int) -> float:
    return PRICES[n % 3]


def pieces(n: int) -> int:
    return 1 + n * 7 % 5


def charged(n: int) -> float:
    return price(n) * pieces(n)


ALL = sum(map(charged, ROWS))


def study_of(
    tmp_path: Path, header: str, row: Callable[[int], Sequence[object]], recipe: Recipe | None = None
) -> Study:
    lines = [
        ",".join(map(str, (n, f"2024-{1 + n % 9:02}-{1 + n % 28:02}", f"K{n * 5 % 13}", *row(n))))
        for n in ROWS
    ]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join((f"Order No,Date,Customer No,{header}", *lines)) + "\n", encoding="utf-8")
    return Study(recipe or Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


@pytest.mark.parametrize(
    "column", ["VAT Rate", "Tax Rate", "Included VAT Rate", "Interest Rate", "Commission Rate", "Rate"]
)
@pytest.mark.parametrize("percent", ["%", ""])
def test_a_sale_without_tax_counts(tmp_path: Path, column: str, percent: str) -> None:
    with study_of(
        tmp_path, f"Product,{column},Amount", lambda n: (f"P{n % 3}", f"{TAXES[n % 3]}{percent}", charged(n))
    ) as study:
        assert "price" not in study.columns.roles
        assert (study.report.kept, study.report.revenue) == (len(ROWS), ALL)


@pytest.mark.parametrize("column", ["VAT Rate", "Rate"])
def test_a_rate_is_not_multiplied_by_the_pieces(tmp_path: Path, column: str) -> None:
    with study_of(
        tmp_path,
        f"Product,Quantity,{column},Amount",
        lambda n: (f"P{n % 3}", pieces(n), TAXES[n % 3], charged(n)),
    ) as study:
        assert study.report.revenue == ALL
        assert f"Quantity x {column}" not in "\n".join(study.report.notes)


@pytest.mark.parametrize("column", ["Hourly Rate", "Room Rate", "Nightly Rate", "Rate"])
def test_what_one_of_something_costs_stays_a_price(tmp_path: Path, column: str) -> None:
    units = "Nights" if column in ("Room Rate", "Nightly Rate") else "Hours"
    with study_of(tmp_path, f"{units},{column}", lambda n: (pieces(n * n), price(n) * 10)) as study:
        assert study.columns.roles["price"].column == column
        assert study.report.revenue == sum(pieces(n * n) * price(n) * 10 for n in ROWS)
    with study_of(
        tmp_path, f"Quantity,{column},Amount", lambda n: (pieces(n), price(n), charged(n))
    ) as study:
        assert study.columns.roles["price"].column == column


@pytest.mark.parametrize(
    "name", ["Rate incl. VAT", "Rate (VAT included)", "Rate excl. tax", "Discounted Rate", "Net rate"]
)
def test_a_price_with_or_without_a_tax_is_one(name: str) -> None:
    assert read_name(name).has("price")


@pytest.mark.parametrize("column", ["Open Amount", "Openstaand bedrag", "Offener Betrag", "GP Amount"])
def test_what_is_open_or_earned_is_not_what_was_sold(tmp_path: Path, column: str) -> None:
    with study_of(
        tmp_path,
        f"Product,{column},Quantity,Unit Price",
        lambda n: (f"P{n % 3}", charged(n) if n in UNPAID else 0, pieces(n), price(n)),
    ) as study:
        assert "amount" not in study.columns.roles
        assert (study.report.kept, study.report.revenue) == (len(ROWS), ALL)


@pytest.mark.parametrize(
    "column",
    [
        "Paid",
        "Amount Paid",
        "Betaald",
        "Bezahlt",
        "Zahlung",
        "Zahlbetrag",
        "Réglé",
        "Encaissé",
        "Incassato",
        "Pago",
    ],
)
def test_an_order_that_is_not_paid_counts(tmp_path: Path, column: str) -> None:
    paid = sum(charged(n) for n in ROWS if n not in UNPAID)

    def row(n: int) -> tuple[object, ...]:
        return (f"P{n % 3}", 0 if n in UNPAID else charged(n), pieces(n), price(n))

    with study_of(tmp_path, f"Product,{column},Quantity,Unit Price", row) as study:
        assert (study.report.kept, study.report.revenue) == (len(ROWS), ALL)
        (said,) = [note for note in study.report.notes if "what customers have paid" in note]
        assert f"nothing on {len(UNPAID)} rows of the {len(ROWS)} looked at" in said
        assert f"comes to {paid:,.2f}, and Quantity x Unit Price to {ALL:,.2f}" in said
    mapped = Recipe.from_tables({"columns": {"amount": column}})
    with study_of(tmp_path, f"Product,{column},Quantity,Unit Price", row, mapped) as study:
        assert study.report.revenue == paid


def test_a_payment_on_every_row_may_be_less_a_discount(tmp_path: Path) -> None:
    with study_of(
        tmp_path,
        "Product,Paid,Quantity,Unit Price",
        lambda n: (f"P{n % 3}", charged(n) - n % 2, pieces(n), price(n)),
    ) as study:
        assert study.columns.roles["amount"].column == "Paid"


def test_what_was_charged_goes_before_what_was_paid_in_german(tmp_path: Path) -> None:
    for column in ("Betrag", "Gesamt"):
        with study_of(
            tmp_path, f"Zahlbetrag,{column}", lambda n: (0 if n in UNPAID else charged(n), charged(n))
        ) as study:
            assert study.columns.roles["amount"].column == column
            assert study.report.revenue == ALL
