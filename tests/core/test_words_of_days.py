"""Names of days of documents, and half days as Spanish and programs write them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from core.columns.clock import CLOCK
from core.columns.date_patterns import pattern_reader, patterns_sql
from core.columns.naming import name_roles
from core.columns.words import read_name
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace


@pytest.mark.parametrize(
    "name", ["Date pièce", "Date de pièce", "Date de la pièce", "DATE PIECE", "Datum stuk", "Date_piece"]
)
def test_the_day_of_a_document_is_a_date_of_purchase(name: str) -> None:
    assert name_roles(name).roles["date"].fits > 0.9


@pytest.mark.parametrize("name", ["Type pièce", "Type de pièce", "Type de la pièce", "Soort stuk"])
def test_the_kind_of_a_document_is_a_kind_of_order(name: str) -> None:
    assert read_name(name).concepts == {"type", "order"}


@pytest.mark.parametrize(
    ("name", "role"), [("Prix pièce", "price"), ("Prijs per stuk", "price"), ("Stückpreis", "price")]
)
def test_a_piece_beside_a_price_is_still_a_piece(name: str, role: str) -> None:
    assert role in name_roles(name).roles
    assert "order" not in read_name(name).concepts


def test_a_list_of_documents_has_its_days(tmp_path: Path) -> None:
    rows = [
        f"Facture;F{100 + number};{1 + number % 28:02}/0{1 + number // 28}/2024;C{number % 5};10"
        for number in range(56)
    ]
    path = tmp_path / "ventes.csv"
    path.write_text(
        "\n".join(("Type de pièce;N° pièce;Date pièce;Code client;Montant HT", *rows)) + "\n",
        encoding="utf-8",
    )
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        assert study.columns.roles["date"].column == "Date pièce"
        assert (study.report.first[:10], study.report.last[:10]) == ("2024-01-01", "2024-02-28")


HALVES = [
    ("p. m.", 23),
    ("a. m.", 11),
    ("P. M.", 23),
    ("p.\u00a0m.", 23),
    ("a.\u202fm.", 11),
    ("p.m.", 23),
    ("p.m", 23),
    ("PM", 23),
    ("am", 11),
    ("p m", 23),
]


def in_sql(pattern: str, text: str) -> datetime | None:
    read = patterns_sql("text", [pattern], False)
    with duckdb.connect() as connection:
        found = connection.execute(f"select {read} from (select ?::varchar as text)", [text]).fetchone()
    return found[0] if found else None


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f"])
@pytest.mark.parametrize(("half", "hour"), HALVES)
def test_python_and_the_engine_read_half_days_alike(blank: str, half: str, hour: int) -> None:
    text, meant = f"12/01/2024 11:24{blank}{half}", datetime(2024, 1, 12, hour, 24)
    assert pattern_reader("%d/%m/%Y %I:%M %p", False)(text) == meant
    assert CLOCK.fullmatch(f"11:24{blank}{half}")
    assert in_sql("%d/%m/%Y %I:%M %p", text) == meant
    tight = f"12/01/2024 11:24{half}"
    assert pattern_reader("%d/%m/%Y %I:%M%p", False)(tight) == in_sql("%d/%m/%Y %I:%M%p", tight) == meant
    named = f"12 ene 2024 11:24{blank}{half}"
    assert pattern_reader("%d %b %Y %I:%M %p", False)(named) == in_sql("%d %b %Y %I:%M %p", named) == meant


@pytest.mark.parametrize("blank", [" ", "\u00a0"])
@pytest.mark.parametrize("beside", [False, True])
def test_days_with_spanish_half_days_are_read(tmp_path: Path, blank: str, beside: bool) -> None:
    rows = []
    for number in range(60):
        hour, half = (9, f"a.{blank}m.") if number % 2 else (4, f"p.{blank}m.")
        day = f"{1 + number % 28:02}/0{1 + number // 28}/2024"
        when = f"{day};0{hour}:15 {half}" if beside else f"{day} 0{hour}:15 {half}"
        rows.append(f"{number};{when};C{number % 7};10.50")
    header = "order;fecha;hora;customer;amount" if beside else "order;fecha;customer;amount"
    path = tmp_path / "ventas.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    with Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        assert study.report.kept == 60
        assert study.report.first == "2024-01-01 16:15:00"
        assert study.report.last == "2024-03-04 09:15:00"
