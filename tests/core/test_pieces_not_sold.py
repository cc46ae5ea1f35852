"""Pieces that came back, are still to come, are free or fill a package are never how many were sold, and rows with money count beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from core import findings
from core.columns.not_sold import not_sold
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

# So many orders, of which every fifth has anything in the column in question.
ORDERS = range(1, 60)
FIFTHS = [n for n in ORDERS if n % 5 == 0]


def worth(number: int) -> float:
    return 10 + 2.5 * number


ALL = sum(map(worth, ORDERS))


def study_of(
    tmp_path: Path, header: str, row: Callable[[int], Sequence[object]], recipe: Recipe | None = None
) -> Study:
    lines = [",".join(map(str, row(number))) for number in ORDERS]
    path = tmp_path / "sales.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return Study(recipe or Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


def order(number: int) -> tuple[object, ...]:
    return number, f"2024-{1 + number % 6:02}-{1 + number % 28:02}", f"K{number * 7 % 11}"


@pytest.mark.parametrize(
    "column",
    [
        "Qty Returned",
        "Returned Quantity",
        "Qty Cancelled",
        "Aantal retour",
        "Retourmenge",
        "Anzahl Retouren",
        "Quantité retournée",
        "Qté retournée",
        "Cantidad devuelta",
        "Quantità resa",
        "Quantidade devolvida",
        "Backordered qty",
        "Open qty",
        "Qty short",
        "Free qty",
        "Bonus qty",
        "Nalevering aantal",
        "Offene Menge",
        "Case Qty",
        "Units per Case",
        "Stuks per doos",
        "Unités par colis",
        "Stück pro Karton",
        "Units/Case",
    ],
)
def test_every_order_with_a_total_counts(tmp_path: Path, column: str) -> None:
    header = f"Order No,Date,Customer No,Total,{column}"
    with study_of(
        tmp_path, header, lambda n: (*order(n), worth(n), 1 + n % 3 if n in FIFTHS else 0)
    ) as study:
        assert "quantity" not in study.columns.roles
        assert (study.report.kept, study.report.revenue) == (len(ORDERS), ALL)


@pytest.mark.parametrize("column", ["Qty Returned", "Quantità resa"])
def test_pieces_that_came_back_are_said_without_a_quantity_too(tmp_path: Path, column: str) -> None:
    header = f"Order No,Date,Customer No,Total,{column}"
    with study_of(tmp_path, header, lambda n: (*order(n), worth(n), 2 if n in FIFTHS else 0)) as study:
        said = f"{column} says that {2 * len(FIFTHS)} pieces came back on {len(FIFTHS)} rows looked at"
        assert said in "\n".join(study.report.notes)


@pytest.mark.parametrize(
    "column", ["Stuks per doos", "Units per Case", "Unités par colis", "Stück pro Karton"]
)
def test_what_fills_a_package_is_no_price(tmp_path: Path, column: str) -> None:
    header = f"Order No,Date,Customer No,Product,Quantity,{column},Amount"
    with study_of(
        tmp_path, header, lambda n: (*order(n), f"P{n % 7}", 1 + n % 4, n % 3 * 6, worth(n))
    ) as study:
        roles = {role: guess.column for role, guess in study.columns.roles.items()}
        assert (roles["quantity"], roles["amount"]) == ("Quantity", "Amount")
        assert "price" not in roles
        assert (study.report.kept, study.report.revenue) == (len(ORDERS), ALL)


@pytest.mark.parametrize("column", ["Qty Delivered", "Shipped Qty", "Qty Invoiced", "Aantal geleverd"])
def test_money_on_the_row_counts_where_nothing_was_delivered(tmp_path: Path, column: str) -> None:
    header = f"Order No,Date,Customer No,Product,Quantity,{column},Amount"

    def row(n: int) -> tuple[object, ...]:
        return (*order(n), f"P{n % 7}", 1 + n % 4, 0 if n in FIFTHS else 1 + n % 4, worth(n))

    with study_of(tmp_path, header, row) as study:
        assert study.columns.roles["quantity"].column == "Quantity"
        assert (study.report.kept, study.report.revenue) == (len(ORDERS), ALL)
        (said,) = [note for note in study.report.notes if note.startswith(f"{column} is 0 on")]
        assert f"on {len(FIFTHS)} of the {len(ORDERS)} rows" in said
        assert f"({sum(map(worth, FIFTHS)):,.2f} in all)" in said
        assert f"--map 'quantity={column}'" in said
    mapped = Recipe.from_tables({"columns": {"quantity": column}})
    with study_of(tmp_path, header, row, mapped) as study:
        assert study.report.kept == len(ORDERS) - len(FIFTHS)


def test_rows_that_do_not_count_beside_money_of_their_own_are_said(tmp_path: Path) -> None:
    for column, role, rule in (
        ("Quantity", "quantity", "quantity <= 0"),
        ("Unit Price", "price", "price <= 0"),
    ):
        header = f"Order No,Date,Customer No,Product,{column},Amount"
        with study_of(
            tmp_path, header, lambda n: (*order(n), f"P{n % 7}", 0 if n in FIFTHS else 1 + n % 4, worth(n))
        ) as study:
            assert study.report.kept == len(ORDERS) - len(FIFTHS)
            said = "\n".join(study.report.notes)
        lost = sum(map(worth, FIFTHS))
        assert (
            f"{len(FIFTHS)} rows with money in Amount ({lost:,.2f} in all) have nothing above zero in {column}"
            in said
        )
        assert f"so do not count ({rule})" in said
        assert f"--map {role}=-" in said
        mended = Recipe.from_tables({"columns": {role: "-"}})
        with study_of(
            tmp_path,
            header,
            lambda n: (*order(n), f"P{n % 7}", 0 if n in FIFTHS else 1 + n % 4, worth(n)),
            mended,
        ) as study:
            assert (study.report.kept, study.report.revenue) == (len(ORDERS), ALL)


@pytest.mark.parametrize(
    "name",
    [
        "Quantity", "Qty", "Aantal", "Menge", "Qty Ordered", "Qty Delivered", "Case Qty", "Number of boxes", "Aantal dozen", "Order quantity", "Units sold",
        "Price per unit", "Prijs per doos", "Price per case", "Unit", "Units", "Stück", "Total quantity", "Product quantity", "Retail quantity", "Orders",
        "Amount", "Stock quantity",
    ],
)  # fmt: skip
def test_other_names_stay_what_they_were(name: str) -> None:
    assert not_sold(name) == ""


def test_the_same_is_said_of_many_rows_by_their_orders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MOST_READ_AGAIN", 0)
    lost = sum(map(worth, FIFTHS))
    header = "Order No,Date,Customer No,Product,Unit Price,Amount"
    with study_of(
        tmp_path, header, lambda n: (*order(n), f"P{n % 7}", 0 if n in FIFTHS else 1 + n % 4, worth(n))
    ) as study:
        said = "\n".join(study.report.notes)
    assert (
        f"Rows of {len(FIFTHS)} orders with money in Amount ({lost:,.2f} in all) have nothing above zero in Unit Price"
        in said
    )
    header = "Order No,Date,Customer No,Product,Quantity,Amount"
    with study_of(
        tmp_path, header, lambda n: (*order(n), f"P{n % 7}", 0 if n in FIFTHS else 1 + n % 4, worth(n))
    ) as study:
        said = "\n".join(study.report.notes)
    assert "If Quantity does not say how many were sold: --map quantity=-" in said


@pytest.mark.parametrize(
    "name", ["Quantity (- Refund)", "Quantity less returns", "Menge abzgl. Retouren", "Aantal na retour"]
)
def test_pieces_less_those_that_came_back_are_what_was_kept(name: str) -> None:
    assert not_sold(name) == ""
    assert not_sold("Qty - Returned") == "back"
