"""Dates of birth, of joining and the like beside those of sales: by their names, and by when they are from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.naming import name_roles
from core.recipe import Recipe
from core.study import Study
from tests.support.day_books import Sale, in_commas, run, sales

OF_PERSONS = [
    *("Geb.-Datum", "Geb.Datum", "geb. datum", "Geb.dat.", "GebDat", "geb. am", "Geburtsdatum", "Geboortedatum", "Geb.datum", "Verjaardag"),
    *("Date de naiss.", "Date naissance", "Né(e) le", "Nasc.", "Data nasc.", "Dt. Nasc.", "Nascita", "Data di nascita", "Nato il", "F. nac.", "Fecha nac."),
    *("Fecha de nacimiento", "DOB", "D.O.B.", "Birthday", "Date of birth"),
    *("Eintritt", "Eintrittsdatum", "Beitritt", "Date d'adhésion", "Lid sinds", "Data iscrizione", "Data di adesione", "Fecha de alta", "Member since"),
    *("Customer since", "Kunde seit", "Mitglied seit", "Client depuis", "Cliente desde", "Cliente dal", "Klant sinds"),
]  # fmt: skip
OF_SALES = [
    *("bezahlt am", "Payé le", "Betaald op", "pagato il", "Pagado el", "Rechn.-Dat.", "Rechn.Dat.", "RgDat", "Rg.-Datum", "Fakt.dat."),
    *("Fakturadatum", "Re-Datum", "Zahldatum", "Datum", "Fecha", "Bestelldat."),
]  # fmt: skip


@pytest.mark.parametrize("name", OF_PERSONS)
def test_names_of_dates_that_are_of_persons(name: str) -> None:
    assert "date" not in name_roles(name).roles


@pytest.mark.parametrize("name", OF_SALES)
def test_names_of_dates_that_may_be_of_sales(name: str) -> None:
    assert "date" in name_roles(name).roles


@pytest.mark.parametrize(
    "name", ["Eintrittspreis", "Mandat", "Angebotsdatum", "Kandidat", "Gebiet", "Gebühr"]
)
def test_words_that_only_begin_alike(name: str) -> None:
    understood = name_roles(name)
    assert not understood.understood or name == "Gebühr"


def beside(path: Path, of_person: str, of_sale: str, rows: Sequence[Sale], years: range) -> Path:
    lines = [f"Kundennr.;Name;{of_person};Rechnungsnr.;{of_sale};Betrag"]
    for day, order, customer, money in rows:
        number = int(customer.split()[1])
        own = date(years[number * 7 % len(years)], 1 + number % 12, 1 + number % 28)
        lines.append(f"{10_000 + number};{customer};{own:%d.%m.%Y};{order};{day:%d.%m.%Y};{in_commas(money)}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("of_person", "of_sale"),
    [
        ("Geb.-Datum", "Rechn.-Dat."),
        ("Geb.Datum", "RgDat"),
        ("Eintritt", "bezahlt am"),
        ("Date d'adhésion", "Payé le"),
        ("Kunde seit", "Datum"),
    ],
)
def test_a_date_of_a_person_is_no_date_of_a_sale(of_person: str, of_sale: str, tmp_path: Path) -> None:
    rows = sales()
    path = beside(tmp_path / "list.csv", of_person, of_sale, rows, range(1950, 2000))
    with Study(Recipe(), [str(path)]) as study:
        assert study.columns.roles["date"].column == of_sale
        assert str(study.as_of) == str(max(row[0] for row in rows) + timedelta(days=1))


def test_dates_spread_over_a_lifetime_are_told(tmp_path: Path) -> None:
    path = beside(tmp_path / "list.csv", "Datum A", "Stichwert", sales(), range(1940, 2006))
    _, _, notes = run(path)
    assert "Datum A spreads over" in notes
    assert "as dates of birth do" in notes
    assert "--map date=Stichwert" in notes
    _, _, notes = run(path, date="Datum A")
    assert "spreads over" not in notes


def test_dates_that_end_years_before_others_are_told(tmp_path: Path) -> None:
    path = beside(tmp_path / "list.csv", "Datum", "Stichwert", sales(), range(2008, 2020))
    _, _, notes = run(path)
    assert "Datum, which is taken for the date of the sales, ends about 2019" in notes
    assert "--map date=Stichwert" in notes


def test_dates_of_one_time_are_not_told(tmp_path: Path) -> None:
    rows = sales()
    path = beside(tmp_path / "list.csv", "Liefertermin", "Datum", rows, range(2024, 2026))
    _, _, notes = run(path)
    assert "spreads over" not in notes
    assert "is taken for the date of the sales" not in notes
