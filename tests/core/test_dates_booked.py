"""The day something was booked: it gives way to the day it was done, and is the date where no other is one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.sold_to import DAYS, MONEY, ROWS, WHO, read_table

BOOKED = [
    "Buchungsdatum", "Buchungsdat.", "Buchungstag", "Datum der Buchung", "Boekdatum", "Boekingsdatum", "Posting Date", "Booking Date", "Date comptable",
    "Fecha contable", "Data contabile",
]  # fmt: skip
# When each was booked: some days later.
LATER = [day + timedelta(days=2 + number % 5) for number, day in enumerate(DAYS)]


@pytest.mark.parametrize("booked_first", [False, True], ids=["behind", "before"])
@pytest.mark.parametrize("done", ["Datum", "Belegdatum", "Rechnungsdatum", "Leistungsdatum", "Date"])
@pytest.mark.parametrize("booked", BOOKED)
def test_it_gives_way_to_the_day_it_was_done(
    tmp_path: Path, booked: str, done: str, booked_first: bool
) -> None:
    rows = [
        [f"A{row}", DAYS[row], f"K{who}", f"Artikel {who % 5}", 1 + row % 3, LATER[row], MONEY[row]]
        for row, who in enumerate(WHO)
    ]
    header = ["Auftragsnr.", done, "Kundennr.", "Artikel", "Menge", booked, "Betrag"]
    if booked_first:
        header, *rows = [[line[0], line[5], *line[2:5], line[1], line[6]] for line in (header, *rows)]  # type: ignore[assignment]
    found = read_table(tmp_path, header, rows)
    assert (found.roles["date"], found.orders) == (done, ROWS)


@pytest.mark.parametrize("booked", ["Buchungsdatum", "Buchungstag", "Boekingsdatum", "Booking Date"])
def test_it_is_the_date_where_it_is_the_only_one(tmp_path: Path, booked: str) -> None:
    rows = [[f"A{row}", LATER[row], f"K{who}", MONEY[row]] for row, who in enumerate(WHO)]
    assert read_table(tmp_path, ("Auftragsnr.", booked, "Kundennr.", "Betrag"), rows).roles["date"] == booked


@pytest.mark.parametrize(
    ("booked", "comes", "goes"),
    [
        ("Buchungsdatum", "Anreise", "Abreise"),
        ("Boekingsdatum", "Aankomst", "Vertrek"),
        ("Booking Date", "Check-in", "Check-out"),
    ],
)
def test_and_where_guests_booked_before_they_came(tmp_path: Path, booked: str, comes: str, goes: str) -> None:
    rows = [
        [f"B{row}", f"Gast {who}", DAYS[row], LATER[row], LATER[row] + timedelta(days=3), MONEY[row]]
        for row, who in enumerate(WHO)
    ]
    header = ("Buchungsnr.", "Gast", booked, comes, goes, "Betrag")
    assert read_table(tmp_path, header, rows).roles["date"] == booked
