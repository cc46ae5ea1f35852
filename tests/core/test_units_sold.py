"""How many were sold: what was delivered and not what was ordered, and hours, nights, kilos or seats beside the price of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.unit_prices import called_rate, unit_counted, units_of_price
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

Columns = list[tuple[str, Sequence[object]]]
FIRST = date(2024, 1, 3)
ROWS = 90
CUSTOMERS = [f"C{100 + number * number % 13}" for number in range(ROWS)]
DAYS = [FIRST + timedelta(number // 2) for number in range(ROWS)]
KINDS = [number * 5 % 7 for number in range(ROWS)]
PIECES = [(1, 1, 2, 1, 3, 5)[number * 7 % 6] for number in range(ROWS)]
EACH = [(18.9, 7.5, 3.2, 49.0, 24.95, 15.0, 9.9)[kind] for kind in KINDS]
WORTH = [pieces * each for pieces, each in zip(PIECES, EACH, strict=True)]
# What is beside that and says nothing of it.
OTHERS = [1 + number * 3 % 4 for number in range(ROWS)]
MORE = [pieces + number % 2 for number, pieces in enumerate(PIECES)]


def study_of(tmp_path: Path, columns: Columns, **mapped: str) -> Study:
    lines = [";".join(("Customer", "Invoice", "Date", "Item", *(name for name, _ in columns)))]
    for number, customer in enumerate(CUSTOMERS):
        own = (str(values[number]) for _, values in columns)
        lines.append(";".join((customer, f"I{5000 + number // 2 * 2}", DAYS[number].isoformat(), f"Thing {KINDS[number]}", *own)))  # fmt: skip
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Study(Recipe.from_tables({"columns": mapped}), [path], workspace=Workspace(tmp_path, 10**9))


def columns_of(study: Study) -> dict[str, str | None]:
    return {role: guess.column for role, guess in study.columns.roles.items()}


def notes_with(study: Study, words: str) -> list[str]:
    return [note for note in study.report.notes if words in note]


# What was ordered, and what was delivered of it.


@pytest.mark.parametrize(
    ("ordered", "delivered", "price"),
    [
        ("Qty Ordered", "Qty Shipped", "Price"), ("Qty", "Qty invoiced", "Price"), ("Ordered Quantity", "Delivered Quantity", "Unit Price"),
        ("Bestellmenge", "Liefermenge", "Preis"), ("Menge", "Gelieferte Menge", "Preis"), ("Aantal besteld", "Aantal geleverd", "Prijs"),
        ("Qté commandée", "Qté livrée", "PU HT"), ("Quantità ordinata", "Quantità consegnata", "Prezzo"),
        ("Cantidad pedida", "Cantidad entregada", "Precio"), ("Quantidade encomendada", "Quantidade entregue", "Preço"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("delivered_first", [False, True])
def test_what_was_delivered_was_sold(
    tmp_path: Path, ordered: str, delivered: str, price: str, delivered_first: bool
) -> None:
    pieces: Columns = [(ordered, MORE), (delivered, PIECES)]
    columns: Columns = [*(pieces[::-1] if delivered_first else pieces), (price, EACH)]
    with study_of(tmp_path, columns) as study:
        assert columns_of(study)["quantity"] == delivered
        assert study.report.revenue == pytest.approx(sum(WORTH))
        [note] = notes_with(study, f"{delivered} and {ordered} differ on")
        instead = sum(more * each for more, each in zip(MORE, EACH, strict=True))
        differing = sum(more != pieces for more, pieces in zip(MORE, PIECES, strict=True))
        assert f"on {differing} rows of the {ROWS} looked at" in note
        assert f"worth {sum(WORTH):,.2f} by it, and {instead:,.2f} by {ordered}" in note
        assert f"quantity={ordered}" in note


def test_invoiced_comes_before_delivered_and_what_is_still_to_come_is_nothing(tmp_path: Path) -> None:
    shipped: Columns = [("Quantity", MORE), ("Qty to Ship", OTHERS), ("Quantity Shipped", OTHERS)]
    columns: Columns = [*shipped, ("Quantity Invoiced", PIECES), ("Unit Price", EACH)]
    with study_of(tmp_path, columns) as study:
        assert columns_of(study)["quantity"] == "Quantity Invoiced"
    with study_of(tmp_path, [("Qty to Ship", OTHERS), ("Quantity", PIECES), ("Price", EACH)]) as study:
        assert columns_of(study)["quantity"] == "Quantity"


def test_what_is_hardly_ever_filled_in_was_not_what_was_sold(tmp_path: Path) -> None:
    with study_of(tmp_path, [("Qty Ordered", PIECES), ("Qty Shipped", [0] * ROWS), ("Price", EACH)]) as study:
        assert study.report.revenue == pytest.approx(sum(WORTH))
        assert len(notes_with(study, "--map 'quantity=Qty Shipped'")) == 1


@pytest.mark.parametrize(("ordered", "delivered"), [(MORE, PIECES), (PIECES, MORE)])
def test_the_amounts_decide_between_ordered_and_delivered(
    tmp_path: Path, ordered: Sequence[int], delivered: Sequence[int]
) -> None:
    worth = [f"{money:.2f}" for money in WORTH]
    columns: Columns = [
        ("Qty Ordered", ordered),
        ("Qty Shipped", delivered),
        ("Price", EACH),
        ("Amount", worth),
    ]
    with study_of(tmp_path, columns) as study:
        assert columns_of(study)["quantity"] == ("Qty Ordered" if ordered is PIECES else "Qty Shipped")
        assert study.report.revenue == pytest.approx(sum(WORTH))
        assert not notes_with(study, "differ on")


def test_nothing_is_said_where_all_that_was_ordered_was_delivered(tmp_path: Path) -> None:
    with study_of(tmp_path, [("Qty Ordered", PIECES), ("Qty Shipped", PIECES), ("Price", EACH)]) as study:
        assert study.report.revenue == pytest.approx(sum(WORTH))
        assert not notes_with(study, "differ on")


# Units beside the price of one.


@pytest.mark.parametrize(
    ("units", "other", "price"),
    [
        ("Stunden", "Mitarbeiter", "Stundensatz"), ("Tage", "Personen", "Tagessatz"), ("Heures", "Intervenants", "Taux horaire"),
        ("Hours", "Days", "Hourly rate"),
        ("Ore", "Giorni", "Tariffa oraria"), ("Horas", "Personas", "Tarifa por hora"), ("Uren", "Dagen", "Uurtarief"),
        ("Noches", "Huéspedes", "Precio por noche"),
        ("Kilos", "Cajas", "Precio kg"), ("Gewicht (kg)", "Kisten", "Preis/kg"), ("Kg", "Colis", "Prix/kg"),
        ("Meter", "Pos", "Preis/m"), ("Liter", "Zapfsäule", "Preis/l"),
        ("Covers", "Table", "Price pp"), ("Seats", "Row", "Ticket price"), ("Lessons", "Level", "Fee per lesson"), ("Boxes", "Pallet", "Price per box"),
        ("Boxes", "Kg", "Price per box"), ("Number of nights", "Number of guests", "Price per night"), ("Flaschen", "Kisten", "Flaschenpreis"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("other_first", [False, True])
def test_what_a_price_is_the_price_of_is_the_quantity(
    tmp_path: Path, units: str, other: str, price: str, other_first: bool
) -> None:
    counts: Columns = [(units, PIECES), (other, OTHERS)]
    columns: Columns = [*(counts[::-1] if other_first else counts), (price, EACH)]
    with study_of(tmp_path, columns) as study:
        assert (columns_of(study)["quantity"], columns_of(study)["price"]) == (units, price)
        assert Asked(study).revenue == pytest.approx(sum(WORTH))


@pytest.mark.parametrize(
    ("units", "other", "price"),
    [
        ("Nights", "Guests", "Rate"), ("Hours", "Staff", "Rate"), ("Portions", "Course", "Price"), ("Sessions", "Room", "Price"), ("Kilos", "Age", "Price"),
        ("Stunden", "Alter", "Preis"), ("Litres", "Pompe", "Prix"), ("Ore", "Tavolo", "Prezzo"), ("Horas", "Sala", "Tarifa"),
    ],
)  # fmt: skip
def test_units_are_the_quantity_where_no_other_is_and_it_is_said(
    tmp_path: Path, units: str, other: str, price: str
) -> None:
    columns: Columns = [(other, OTHERS), (units, PIECES), (price, EACH)]
    with study_of(tmp_path, columns) as study:
        assert study.report.revenue == pytest.approx(sum(WORTH))
        [note] = notes_with(study, f"each row is worth {units} x {price}")
        assert f"--map amount={price}" in note
    with study_of(tmp_path, columns, amount=price) as study:
        assert study.report.revenue == pytest.approx(sum(EACH))


def test_kilos_beside_a_quantity_are_the_weight_of_a_parcel(tmp_path: Path) -> None:
    with study_of(tmp_path, [("Kilos", OTHERS), ("Quantity", PIECES), ("Price", EACH)]) as study:
        assert columns_of(study)["quantity"] == "Quantity"
        assert Asked(study).revenue == pytest.approx(sum(WORTH))


def test_a_price_of_a_kilo_is_paid_for_each_kilo(tmp_path: Path) -> None:
    columns: Columns = [("Quantity", OTHERS), ("Kg", PIECES), ("Price per kg", EACH)]
    with study_of(tmp_path, columns) as study:
        assert study.report.revenue == pytest.approx(sum(WORTH))
        assert len(notes_with(study, "--map quantity=Quantity")) == 1


@pytest.mark.parametrize(
    "name", ["Table", "Row", "Room", "Level", "Age", "Delivery days", "Month", "Opening hours"]
)
def test_what_counts_nothing_that_was_sold_is_no_quantity(tmp_path: Path, name: str) -> None:
    with study_of(tmp_path, [(name, OTHERS), ("Price", EACH)]) as study:
        assert "quantity" not in columns_of(study)
        assert Asked(study).revenue == pytest.approx(sum(EACH))


@pytest.mark.parametrize(
    ("columns", "offered"),
    [
        ([("Boxes", PIECES), ("Kg", OTHERS)], "Boxes or Kg"),
        ([("Guests", PIECES)], "Guests"),
        ([("Zorb", PIECES)], "Zorb"),
        ([("Weight", PIECES)], "Weight"),
    ],
)
def test_what_may_say_how_many_is_offered_where_it_stays_open(
    tmp_path: Path, columns: Columns, offered: str
) -> None:
    name = columns[0][0]
    money: Columns = [*columns, ("Price", EACH)]
    with study_of(tmp_path, money) as study:
        assert study.report.revenue == pytest.approx(sum(EACH))
        flags = f"--map quantity={name} --map price=Price"
        assert len(notes_with(study, f"If {offered} says how many: {flags}")) == 1
    with study_of(tmp_path, money, quantity=name, price="Price") as study:
        assert study.report.revenue == pytest.approx(sum(WORTH))
        assert not notes_with(study, "says how many")


@pytest.mark.parametrize("units", ["Hours", "Nights", "Portions"])
def test_a_price_that_grows_with_the_units_is_for_all_of_them(tmp_path: Path, units: str) -> None:
    worth = [f"{money:.2f}" for money in WORTH]
    with study_of(tmp_path, [(units, PIECES), ("Price", worth)]) as study:
        assert "quantity" not in columns_of(study)
        assert study.report.revenue == pytest.approx(sum(WORTH))
        assert len(notes_with(study, f"--map quantity={units}")) == 1


@pytest.mark.parametrize("rate", ["Btw-tarief", "Tarifa IVA"])
def test_the_rate_of_a_tax_is_no_price(tmp_path: Path, rate: str) -> None:
    rates = [(9, 21)[number % 2] for number in range(ROWS)]
    with study_of(tmp_path, [("Aantal", PIECES), (rate, rates), ("Verkoopprijs incl. btw", EACH)]) as study:
        assert Asked(study).revenue == pytest.approx(sum(WORTH))


def test_where_a_total_stands_the_rows_decide(tmp_path: Path) -> None:
    worth = [f"{money:.2f}" for money in WORTH]
    with study_of(tmp_path, [("Hours", PIECES), ("Rate", EACH), ("Total", worth)]) as study:
        assert Asked(study).revenue == pytest.approx(sum(WORTH))


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("Stundensatz", {"hour"}), ("Price per hour", {"hour"}), ("Prezzo al kg", {"kg"}), ("Kilopreis", {"kg"}),
        ("Price per person per night", {"person", "night"}),
        ("Umsatz", set()), ("Steuersatz", set()), ("Unit price", set()), ("Price", set()),
    ],
)  # fmt: skip
def test_the_units_of_prices(name: str, units: set[str]) -> None:
    assert units_of_price(name) == units


@pytest.mark.parametrize("name", ["Ticket fee", "Cleaning fee per night", "Delivery fee", "Tax rate", "Price class", "Price level"])  # fmt: skip
def test_what_comes_on_top_of_a_price_is_none(name: str) -> None:
    assert not called_rate(name)


@pytest.mark.parametrize(
    "name", ["Delivery days", "Weight kg", "M", "Hour", "Day", "Month", "Opening hours", "Guest name"]
)
def test_what_counts_no_units_by_itself(name: str) -> None:
    assert not unit_counted(name)
