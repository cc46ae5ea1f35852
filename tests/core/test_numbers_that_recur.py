"""Numbers of orders of which a few come back: by a slip, on a line of totals, or because they begin again every year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.errors import ColumnsError
from core.recipe import ColumnsPart, Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked, asked

ROWS = 120
PEOPLE = 31
# Whom each row is of; two rows of one day are often of one person, whom only their numbers give two orders.
WHO = [(row // 2 * (row // 2) + 3 * (row // 2)) % 97 % PEOPLE for row in range(ROWS)]
BOUGHT = len(set(WHO))
DAYS = [date(2024, 1, 8) + timedelta(days=5 * (row // 2)) for row in range(ROWS)]
CENTS = [1000 + row * 719 % 8300 for row in range(ROWS)]
GIVEN = ("Ada", "Bo", "Cem", "Dora", "Eva", "Finn", "Gro")
FAMILY = ("Berg", "Dahl", "Falk", "Holm", "Juul")
LACKING = "There is no order column"


def person(number: int) -> str:
    return f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]}"


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def invoices(numbers: Sequence[object]) -> list[list[str]]:
    return [
        [str(number), str(DAYS[row]), person(WHO[row]), money(CENTS[row])]
        for row, number in enumerate(numbers)
    ]


def read(folder: Path, header: Sequence[str], rows: Sequence[Sequence[str]], **mapped: str) -> Asked:
    path = folder / "sales.csv"
    lines = [",".join(header), *(",".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    recipe = Recipe(columns=ColumnsPart(**mapped))  # type: ignore[arg-type]
    return asked(Study(recipe, [path], workspace=Workspace(folder, 10**9)))


COUNTED = list(range(1001, 1001 + ROWS))


# A line of totals


@pytest.mark.parametrize(
    "foot", [["", "", "Total", "T"], ["", "Total", "", "T"], ["Total", "", "", "T"], ["", "", "", "T"]]
)
@pytest.mark.parametrize("name", ["Number", "No.", "Invoice No", "ID"])
def test_a_line_of_totals_leaves_every_row_its_order(tmp_path: Path, name: str, foot: list[str]) -> None:
    total = [cell.replace("T", money(sum(CENTS))) if cell == "T" else cell for cell in foot]
    report = read(tmp_path, (name, "Date", "Customer", "Amount"), [*invoices(COUNTED), total])
    assert report.roles["order"] == name
    assert (report.customers, report.orders) == (BOUGHT, ROWS)
    assert not [note for note in report.notes if note.startswith(LACKING)]


# Slips


@pytest.mark.parametrize("customer", ["Customer", "Name"])
@pytest.mark.parametrize("slips", [1, 4, 8])
@pytest.mark.parametrize("form", ["{}", "INV-{}"])
@pytest.mark.parametrize("name", ["Num", "Invoice Number"])
def test_a_few_numbers_that_come_twice_take_no_order_away(
    tmp_path: Path, name: str, form: str, slips: int, customer: str
) -> None:
    numbers = [form.format(number) for number in COUNTED]
    for slip in range(slips):
        numbers[20 + 12 * slip] = numbers[13 + 12 * slip]
    report = read(tmp_path, (name, "Date", customer, "Amount"), invoices(numbers))
    assert (report.roles["order"], report.roles["customer"]) == (name, customer)
    # Those who have one number twice have one order of it.
    orders = {(who, number) for who, number in zip(WHO, numbers, strict=True)}
    assert (report.customers, report.orders) == (BOUGHT, len(orders))


def test_lines_of_one_order_are_no_slips(tmp_path: Path) -> None:
    """What is called a name is what was bought, of which an order has several."""
    things = ("Tea pot", "Milk jug", "Thermos", "Grinder")
    rows = [
        [str(1001 + row // 2), str(DAYS[row]), things[row % 3 + row % 2], money(CENTS[row])]
        for row in range(ROWS)
    ]
    with pytest.raises(ColumnsError) as refused:
        read(tmp_path, ("Invoice No", "Date", "Name", "Amount"), rows).report  # noqa: B018  asked for
    assert "no column that says who the customer is" in refused.value.what


# Numbers that begin again


@pytest.mark.parametrize(
    ("header", "form"),
    [
        (("Invoice No", "Date", "Name", "Amount"), "{}"),
        (("Rechnungsnr.", "Datum", "Name", "Betrag"), "{}"),
        (("Factuurnummer", "Datum", "Naam", "Bedrag"), "{}"),
        (("N° facture", "Date", "Nom", "Montant"), "FA-{}"),
        (("Nº factura", "Fecha", "Nombre", "Importe"), "{:04}"),
    ],
)
@pytest.mark.parametrize("begin", [(1, 1), (37, 1), (2001, 2001)])
@pytest.mark.parametrize("descending", [False, True])
def test_numbers_that_begin_again_leave_the_customer_and_the_order(
    tmp_path: Path, header: tuple[str, ...], form: str, begin: tuple[int, int], descending: bool
) -> None:
    half = ROWS // 2
    numbers = [form.format(begin[row // half] + row % half) for row in range(ROWS)]
    # Nothing of these names but that they come back says that they are of customers.
    rows = [
        [row[0], row[1], f"Studio {who}", row[3]] for row, who in zip(invoices(numbers), WHO, strict=True)
    ]
    report = read(tmp_path, header, rows[::-1] if descending else rows)
    assert (report.roles["order"], report.roles["customer"]) == (header[0], header[2])
    assert report.customers == BOUGHT
    assert report.rows == report.kept == ROWS


@pytest.mark.parametrize("name", ["Customer", "Name"])
def test_numbers_of_one_customer_that_begin_again_are_told_of(tmp_path: Path, name: str) -> None:
    """Each number is given twice, and nine of them to whoever had it the year before."""
    half = ROWS // 2
    who = [
        WHO[row] if row < half else WHO[row - half] if row % 7 == 0 else (WHO[row - half] + 1) % PEOPLE
        for row in range(ROWS)
    ]
    rows = [[str(1 + row % half), str(DAYS[row]), person(who[row]), money(CENTS[row])] for row in range(ROWS)]
    again = sum(who[row] == who[row - half] for row in range(half, ROWS))
    header = ("Invoice No", "Date", name, "Amount")
    report = read(tmp_path, header, rows)
    assert report.orders == ROWS - again
    said = f"{again} numbers of Invoice No come back for the same customer elsewhere in the list"
    assert [note for note in report.notes if note.startswith(said) and note.endswith("--map order=-")]
    report = read(tmp_path, header, rows, order="-")
    assert "order" not in report.roles
    assert not [note for note in report.notes if note.startswith(said)]


def test_numbers_of_several_rows_are_not_told_of(tmp_path: Path) -> None:
    numbers = [1001 + row // 2 for row in range(ROWS)]
    report = read(tmp_path, ("Invoice No", "Date", "Customer", "Amount"), invoices(numbers))
    assert report.orders == ROWS // 2
    assert not [note for note in report.notes if "elsewhere in the list" in note]


def test_a_row_that_lacks_the_customer_parts_no_order(tmp_path: Path) -> None:
    """Rows of one order stand together, one of them without its customer: its number does not come back elsewhere."""
    rows = [
        [
            str(1001 + order),
            str(DAYS[2 * order]),
            "" if place == 1 and order % 2 else f"C{order % 13}",
            f"item {place}",
            "7.50",
        ]
        for order in range(50)
        for place in range(3)
    ]
    said = read(tmp_path, ("order_id", "date", "customer_id", "item", "price"), rows).notes
    assert "elsewhere in the list" not in str(said)
