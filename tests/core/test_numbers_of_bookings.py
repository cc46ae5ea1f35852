"""What shops of seven languages call the number of a booking, a table's bill or a prescription; and what looks like an id or a count and is none."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.naming import name_roles
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace


def study_of(tmp_path: Path, header: str, rows: list[str]) -> Study:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


def taken(study: Study, role: str) -> str | None:
    guess = study.columns.roles.get(role)
    return guess.column if guess else None


@pytest.mark.parametrize(
    "name",
    [
        "Reservation No", "Record Locator", "PNR", "Confirmation Code", "Docket", "Rx #", "Reservierungsnr.", "Reservierungsnummer", "Rezeptnr.", "Rezept-Nr.",
        "Bestätigungsnummer", "Reserveringsnummer", "Reservatienummer", "Opdrachtnummer", "Receptnummer", "N° réservation", "N° ordonnance", "Ticket de caisse",
        "Prenotazione", "N. prenotazione", "Comanda", "N. ricetta", "Localizador", "Código de reserva", "Nº de receta", "Talão", "Nº reserva", "Folio",
    ],
)  # fmt: skip
def test_numbers_of_bookings_are_those_of_orders(name: str) -> None:
    best = max(name_roles(name).roles.items(), key=lambda role: role[1].fits)
    assert best[0] == "order"
    assert best[1].fits >= 0.88


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Reservierungsdatum", "date"),
        ("Anzahl Reservierungen", "frequency"),
        ("Receita", "amount"),
        ("Reservation Name", "customer"),
        ("Booking Name", "customer"),
    ],
)
def test_what_is_said_of_bookings_besides_keeps_its_role(name: str, role: str) -> None:
    fits = {known: fit.fits for known, fit in name_roles(name).roles.items()}
    assert max(fits, key=lambda known: fits[known]) == role


def test_bookings_of_one_day_are_orders_of_their_own(tmp_path: Path) -> None:
    dice = random.Random(3)
    rows = [
        f"{10_001 + number};{date(2024, 1, 1) + timedelta(days=number // 4)};G{dice.randrange(5)};{dice.randint(20, 300)}.50"
        for number in range(120)
    ]
    study = study_of(tmp_path, "Reservierungsnr.;Datum;Gast-Nr.;Gesamt", rows)
    assert taken(study, "order") == "Reservierungsnr."
    assert study.report.orders == 120


@pytest.mark.parametrize("clock", ["{:02}:{:02}", "{}.{:02}", "{:02}h{:02}", "{:02}:{:02}:00"])
def test_a_time_of_day_is_nobody(tmp_path: Path, clock: str) -> None:
    dice = random.Random(5)
    people = [
        f"{first} {last}"
        for first in ("Ann", "Bo", "Cy", "Di", "Ed")
        for last in ("Lee", "Holm", "Moe", "Lund")
    ]
    goods = ["Kanna", "Fat", "Kopp", "Sked", "Vas", "Korg"]
    rows = []
    for number in range(150):
        time = clock.format(8 + dice.randrange(12), dice.randrange(60))
        receipt = (
            f"{date(2024, 1, 1) + timedelta(days=number)};{time};{20_001 + number};{dice.choice(people)}"
        )
        rows += [
            f"{receipt};{dice.choice(goods)};{dice.randint(1, 4)};{dice.randint(20, 300)}.50"
            for _ in range(2)
        ]
    study = study_of(tmp_path, "Datum;Tid;Kvittonummer;Kund;Namn;Antal;Slutpris", rows)
    assert taken(study, "customer") == "Kund"
    assert not any("customer=Tid" in note for note in study.columns.notes)


@pytest.mark.parametrize(
    ("order", "due"),
    [("OrderDateKey", "DueDateKey"), ("order_date_id", "ship_date_id"), ("DateKey", "ShipDateKey")],
)
def test_the_key_of_an_order_date_is_the_date(tmp_path: Path, order: str, due: str) -> None:
    dice = random.Random(7)
    days = [date(2023, 1, 2) + timedelta(days=number * 3) for number in range(150)]
    rows = [
        f"{day + timedelta(days=9):%Y%m%d},{day:%Y%m%d},{11_000 + dice.randrange(20)},SO{40_001 + number},{dice.randint(500, 9_000) / 100}"
        for number, day in enumerate(days)
    ]
    study = study_of(tmp_path, f"{due},{order},CustomerKey,SalesOrderNumber,SalesAmount", rows)
    assert taken(study, "date") == order


@pytest.mark.parametrize("money", ["total_products", "Total Items"])
def test_what_products_cost_is_not_how_many_there_are(tmp_path: Path, money: str) -> None:
    dice = random.Random(11)
    worth = [dice.randint(500, 9_000) for _ in range(120)]
    rows = [
        f"{number + 500},{100 + dice.randrange(15)},{(cents + 499) / 100},{cents / 100},{date(2023, 1, 2) + timedelta(days=number)} 10:00:00"
        for number, cents in enumerate(worth)
    ]
    study = study_of(tmp_path, f"id_order,id_customer,total_paid,{money},date_add", rows)
    assert taken(study, "quantity") is None
    assert taken(study, "amount") == "total_paid"


def test_how_many_products_there_are_is_counted(tmp_path: Path) -> None:
    dice = random.Random(13)
    rows = [
        f"{number + 500},{100 + dice.randrange(15)},{dice.randint(1, 5)},{dice.randint(500, 9_000) / 100},{date(2023, 1, 2) + timedelta(days=number)}"
        for number in range(120)
    ]
    study = study_of(tmp_path, "id_order,id_customer,total_products,price,date", rows)
    assert taken(study, "quantity") == "total_products"
