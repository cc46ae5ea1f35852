"""Who the customer is, and what numbers an order, where the rows of a source are spread over sheets or files of the same columns."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked
from tests.support.workbooks import write_xlsx

Row = Sequence[str | int | float]
MONTHS = range(1, 7)
GIVEN = ("Anna", "Bram", "Clara", "Dirk", "Eva", "Finn")
FAMILY = ("Berg", "Dahl", "Falk", "Holm", "Lind", "Moss", "Nord", "Voss", "Wolf", "Zorn")
NAMES = [f"{given} {family}" for given in GIVEN for family in FAMILY]
# Eight names belong to two customers each, of whom the second first buys in February.
CUSTOMERS = [(10000 + 7 * n, name) for n, name in enumerate(NAMES)]
NAMESAKES = [(20000 + 7 * n, name) for n, name in enumerate(NAMES[:8])]
HEADER = ("Beleg", "Datum", "Nr kontrahenta", "Customer Name", "Artikel", "Menge", "Preis")


Writer = Callable[[Path, Row, Mapping[str, Sequence[Row]]], Path]


def months(seed: int = 5) -> dict[str, list[Row]]:
    """Lines of orders by month; January, the longest, has no two customers of one name."""
    dice = random.Random(seed)
    sheets: dict[str, list[Row]] = {}
    order = 5000
    for month in MONTHS:
        rows: list[Row] = []
        for day in sorted(dice.randint(1, 28) for _ in range(120 if month == 1 else 80)):
            order += 1
            number, name = dice.choice(CUSTOMERS if month == 1 else CUSTOMERS + NAMESAKES)
            rows += [
                (
                    order,
                    f"2024-{month:02}-{day:02}",
                    number,
                    name,
                    f"P{dice.randint(1, 30):03}",
                    dice.randint(1, 5),
                    dice.randint(5, 90) + 0.5,
                )
                for _ in range(dice.randint(1, 3))
            ]
        sheets[f"2024-{month:02}"] = rows
    return sheets


def as_book(folder: Path, header: Row, sheets: Mapping[str, Sequence[Row]]) -> Path:
    return write_xlsx(folder / "book.xlsx", {name: (header, *rows) for name, rows in sheets.items()})


def as_files(folder: Path, header: Row, sheets: Mapping[str, Sequence[Row]]) -> Path:
    files = folder / "files"
    files.mkdir()
    for name, rows in sheets.items():
        with (files / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows((header, *rows))
    return files


def study_of(tmp_path: Path, source: Path) -> Study:
    return Study(Recipe(), [source], workspace=Workspace(tmp_path, 10**9))


def roles(study: Study) -> dict[str, str]:
    return {role: str(guess.column) for role, guess in study.columns.roles.items()}


@pytest.mark.parametrize("written", [as_book, as_files])
def test_namesakes_of_other_sheets_are_told_apart(tmp_path: Path, written: Writer) -> None:
    sheets = months()
    source = written(tmp_path, HEADER, sheets)
    rows = [row for sheet in sheets.values() for row in sheet]
    with study_of(tmp_path, source) as study:
        assert roles(study)["customer"] == "Nr kontrahenta"
        assert Asked(study).customers == len({row[2] for row in rows}) > len({row[3] for row in rows})
        assert Asked(study).orders == len({row[0] for row in rows})
        assert Asked(study).revenue == pytest.approx(sum(float(row[5]) * float(row[6]) for row in rows))


def test_a_file_an_invoice_is_looked_at_with_the_others(tmp_path: Path) -> None:
    dice = random.Random(3)
    files: dict[str, list[Row]] = {}
    for order in range(60):
        number = dice.randrange(10)
        files[str(order)] = [
            (
                5000 + order,
                f"2024-0{order // 10 + 1}-{order % 10 + 10}",
                900 + number,
                NAMES[number % 4],
                "P1",
                line,
                2.5,
            )
            for line in range(1, dice.randint(2, 4))
        ]
    with study_of(tmp_path, as_files(tmp_path, HEADER, files)) as study:
        assert roles(study)["customer"] == "Nr kontrahenta"
        assert Asked(study).customers == len({rows[0][2] for rows in files.values()}) == 10


def test_sheets_that_write_their_dates_otherwise_do_not_confuse_the_look(tmp_path: Path) -> None:
    sheets = months()
    sheets["2024-02"] = [
        (row[0], "/".join(reversed(str(row[1]).split("-"))), *row[2:]) for row in sheets["2024-02"]
    ]
    with study_of(tmp_path, as_files(tmp_path, HEADER, sheets)) as study:
        assert roles(study)["date"] == "Datum"
        assert roles(study)["customer"] == "Nr kontrahenta"
        assert study.report.last.startswith("2024-06")
        assert study.report.orders == len({row[0] for rows in sheets.values() for row in rows})


def test_what_numbers_the_rows_of_each_sheet_is_no_id(tmp_path: Path) -> None:
    dice = random.Random(8)
    sheets: dict[str, list[Row]] = {
        f"m{month}": [
            (
                row + 1,
                dice.choice(NAMES),
                f"2024-{month:02}-{dice.randint(1, 28):02}",
                dice.randint(100, 9000) / 100,
            )
            for row in range(60 + month)
        ]
        for month in MONTHS
    }
    rows = [row for sheet in sheets.values() for row in sheet]
    with study_of(tmp_path, as_book(tmp_path, ("Nr", "Name", "Datum", "Betrag"), sheets)) as study:
        assert roles(study) == {"customer": "Name", "date": "Datum", "amount": "Betrag"}
        assert Asked(study).orders == len({(row[1], row[2]) for row in rows})


def test_order_numbers_that_begin_again_are_still_called_orders(tmp_path: Path) -> None:
    sheets: dict[str, list[Row]] = {
        name: [(int(row[0]) - int(rows[0][0]) + 1, *row[1:]) for row in rows]
        for name, rows in months().items()
    }
    with study_of(tmp_path, as_book(tmp_path, HEADER, sheets)) as study:
        assert roles(study)["order"] == "Beleg"
        assert roles(study)["customer"] == "Nr kontrahenta"


@pytest.mark.parametrize("first", [0, 300])
def test_rows_that_two_files_deliver_still_count_once(tmp_path: Path, first: int) -> None:
    dice = random.Random(9)
    rows: list[Row] = [
        (
            n + 1,
            10000 + dice.randrange(40),
            f"2024-{1 + n // 100:02}-{1 + n % 100 // 4:02}",
            dice.randint(100, 9000) / 100,
        )
        for n in range(600)
    ]
    files = {"a": rows[: 600 if first == 0 else 400], "b": rows[first:]}
    with study_of(tmp_path, as_files(tmp_path, ("Id", "Customer", "Date", "Amount"), files)) as study:
        assert roles(study)["order"] == "Id"
        assert Asked(study).orders == 600
        assert Asked(study).revenue == pytest.approx(sum(float(row[3]) for row in rows))


def test_tables_of_customers_stay_what_they_are(tmp_path: Path) -> None:
    sheets: dict[str, list[Row]] = {
        f"m{month}": [(1000 + n, f"2024-{month:02}-{n % 28 + 1:02}", n % 7 + 1, n + 0.5) for n in range(50)]
        for month in MONTHS
    }
    header = ("Customer", "Last Order", "Orders", "Revenue")
    with study_of(tmp_path, as_book(tmp_path, header, sheets)) as study:
        assert study.columns.shape == "customers"
        assert Asked(study).customers == 50


SIGNS = ("No.", "Nr.", "N°", "Nº", "No", "#")


def lines_of_orders(first: int) -> list[tuple[int, str, str, int, float]]:
    """Lines of orders: the order's number, its day, the customer's name and number, and an amount."""
    dice = random.Random(4)
    lines = []
    for order in range(300):
        number, name = dice.choice(CUSTOMERS + NAMESAKES)
        day = f"2024-{order // 50 + 1:02}-{dice.randint(1, 28):02}"
        lines += [
            (first + order, day, name, number, dice.randint(100, 9000) / 100)
            for _ in range(dice.randint(1, 3))
        ]
    return lines


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("first", [1, 5001])
def test_a_number_of_orders_is_the_order(tmp_path: Path, sign: str, first: int) -> None:
    rows = [(order, day, name, amount) for order, day, name, _, amount in lines_of_orders(first)]
    with study_of(tmp_path, as_files(tmp_path, (sign, "Date", "Customer", "Amount"), {"all": rows})) as study:
        assert roles(study)["order"] == sign
        assert Asked(study).orders == 300


@pytest.mark.parametrize("sign", SIGNS)
def test_a_number_of_customers_is_the_customer(tmp_path: Path, sign: str) -> None:
    rows = [(name, number, day, amount) for _, day, name, number, amount in lines_of_orders(1)]
    with study_of(tmp_path, as_files(tmp_path, ("Customer", sign, "Date", "Amount"), {"all": rows})) as study:
        assert roles(study) == {"customer": sign, "date": "Date", "amount": "Amount"}
        assert Asked(study).customers == len({row[1] for row in rows}) > len({row[0] for row in rows})
        assert Asked(study).orders == len({row[1:3] for row in rows})


def test_a_small_number_of_customers_is_no_order_either(tmp_path: Path) -> None:
    rows = [(name, number - 9999, day, amount) for _, day, name, number, amount in lines_of_orders(1)]
    with study_of(
        tmp_path, as_files(tmp_path, ("Customer", "No.", "Date", "Amount"), {"all": rows})
    ) as study:
        assert not roles(study).keys() & {"order", "product", "quantity"}


def test_a_number_of_lines_is_no_order(tmp_path: Path) -> None:
    rows = [
        (
            line,
            f"2024-{order // 50 + 1:02}-{order % 28 + 1:02}",
            NAMES[order * 7 % 60],
            order % 40 + line + 0.5,
        )
        for order in range(300)
        for line in range(1, order % 4 + 2)
    ]
    with study_of(
        tmp_path, as_files(tmp_path, ("No.", "Date", "Customer", "Amount"), {"all": rows})
    ) as study:
        assert "order" not in roles(study)
