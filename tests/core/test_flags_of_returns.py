"""Returns that only a sign, a letter or a short code tells from sales, beside amounts that are all above zero."""

from __future__ import annotations

import random
import re
import shlex
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked, asked

FIRST = date(2024, 2, 5)
DOCUMENTS = 150
BACK = frozenset(range(9, DOCUMENTS, 14))
_RANDOM = random.Random(23)
WORTH = [Decimal(_RANDOM.randint(400, 18_000)) / 100 for _ in range(DOCUMENTS)]
WHO = [f"K{_RANDOM.randrange(14):02}" for _ in range(DOCUMENTS)]
ALL, SOLD = sum(WORTH), sum(worth for number, worth in enumerate(WORTH) if number not in BACK)


def rows(sale: str, back: str, *, signed: bool = False) -> list[list[str]]:
    return [
        [
            WHO[number],
            str(30_001 + number),
            str(FIRST + timedelta(days=number * 2)),
            back if number in BACK else sale,
            str(-worth if signed and number in BACK else worth),
        ]
        for number, worth in enumerate(WORTH)
    ]


def read(folder: Path, header: str, lines: Sequence[Sequence[str]], typed: str = "") -> Asked:
    """The report of a file, with the flags that a note advises."""
    path = folder / "sales.csv"
    path.write_text("\n".join((header, *(";".join(line) for line in lines))) + "\n", encoding="utf-8")
    given = shlex.split(typed)
    values = [
        (f"columns.{text}" if flag == "--map" else text).split("=", 1)
        for flag, text in zip(given[::2], given[1::2], strict=True)
    ]
    recipe = Recipe().with_values([(key, value) for key, value in values])
    return asked(Study(recipe, [path], workspace=Workspace(folder, 10**9)))


def kept(report: Asked) -> Decimal:
    return Decimal(str(round(next(line.amount or 0 for line in report.ledger if line.rule == "kept"), 2)))


def advised(report: Asked, name: str) -> str:
    """The flags of the one note that speaks of a column; "" where none does."""
    found = [note for note in report.notes if note.startswith(f"{name} holds ")]
    assert len(found) <= 1
    if not found:
        return ""
    flags = re.search(r"--map .*", found[0])
    assert flags is not None, found[0]
    return flags[0]


@pytest.mark.parametrize(
    ("header", "sale", "back"),
    [
        ("Customer;Receipt;Date;Trans Type;Amount", "SALE", "RTN"),
        ("Customer;Receipt;Date;Type;Amount", "SLS", "RMA"),
        ("Cliente;Documento;Data;Causale;Importo", "VEN", "RES"),
        ("Cliente;Ticket;Fecha;Tipo;Importe", "VTA", "DEV"),
        ("Client;Ticket;Date;Type;Montant", "VTE", "RET"),
        ("Kunde;Beleg;Datum;Bewegung;Betrag", "VK", "RET"),
        ("Kunde;Beleg;Datum;Typ;Betrag", "Verkauf", "RMA"),
    ],
)
def test_known_codes_take_rows_back(tmp_path: Path, header: str, sale: str, back: str) -> None:
    assert kept(read(tmp_path, header, rows(sale, back))) == SOLD


@pytest.mark.parametrize(
    ("header", "sale", "back"),
    [
        ("Kunde;Beleg;Datum;Vorzeichen;Betrag", "+", "-"),
        ("Customer;Receipt;Date;Sign;Amount", "1", "-1"),
        ("Customer;Receipt;Date;D/C sign;Amount", "+1", "-1"),
        ("Client;Ticket;Date;Signe;Montant", "+", "-"),
        ("Cliente;Scontrino;Data;Segno;Importo", "1", "-1"),
        ("Klant;Bon;Datum;Plusminteken;Bedrag", "+", "-"),
        ("Customer;Receipt;Date;Type;Amount", "S", "R"),
        ("Customer;Receipt;Date;S/R;Amount", "S", "R"),
        ("Cliente;Ticket;Fecha;Tipo;Importe", "V", "D"),
        ("Klant;Bon;Datum;Soort;Bedrag", "V", "R"),
        ("Klant;Bon;Datum;Mutatie;Bedrag", "J", "R"),
        ("Client;Pièce n°;Date;Nature;Montant", "F", "A"),
        ("Cliente;Documento;Data;Tipo movimento;Importo", "V", "R"),
        ("Kunde;Beleg;Datum;Belegart;Betrag", "S", "R"),
        ("Kunde;Beleg;Datum;Art;Betrag", "V", "R"),
    ],
)
def test_signs_and_letters_are_told_with_what_mends_them(
    tmp_path: Path, header: str, sale: str, back: str
) -> None:
    report = read(tmp_path, header, rows(sale, back))
    assert kept(report) == ALL
    name = header.split(";")[3]
    (note,) = (note for note in report.notes if note.startswith(f"{name} "))
    assert f"{sale!r} on {DOCUMENTS - len(BACK)} rows" in note
    assert f"{back!r} on {len(BACK)} rows" in note
    flags = re.search(r"--map .*", note)
    assert flags is not None
    assert kept(read(tmp_path, header, rows(sale, back), flags[0])) == SOLD


@pytest.mark.parametrize(("sale", "back"), [("S", "R"), ("V", "R")])
def test_what_a_status_marks_stays_marked(tmp_path: Path, sale: str, back: str) -> None:
    states = [
        [*cells, "Cancelled" if row % 11 == 3 else "Paid"] for row, cells in enumerate(rows(sale, back))
    ]
    header = "Customer;Receipt;Date;Type;Amount;Status"
    standing = [number for number in range(DOCUMENTS) if number % 11 != 3]
    report = read(tmp_path, header, states)
    assert kept(report) == sum(WORTH[number] for number in standing)
    mended = read(tmp_path, header, states, advised(report, "Type"))
    assert kept(mended) == sum(WORTH[number] for number in standing if number not in BACK)


@pytest.mark.parametrize(
    ("name", "sale", "back"), [("Sign", "1", "-1"), ("Vorzeichen", "+", "-"), ("Type", "S", "R")]
)
def test_what_is_below_zero_already_is_not_told(tmp_path: Path, name: str, sale: str, back: str) -> None:
    header = f"Customer;Receipt;Date;{name};Amount"
    assert advised(read(tmp_path, header, rows(sale, back, signed=True)), name) == ""


def test_letters_of_customers_and_of_other_things_are_not_told(tmp_path: Path) -> None:
    private = [[who, *rest[:2], "P" if who < "K05" else "B", rest[3]] for who, *rest in rows("", "")]
    assert advised(read(tmp_path, "Customer;Receipt;Date;Type;Amount", private), "Type") == ""
    halves = [[*cells[:3], "AB"[row % 2], cells[4]] for row, cells in enumerate(rows("", ""))]
    assert advised(read(tmp_path, "Customer;Receipt;Date;Type;Amount", halves), "Type") == ""
    assert advised(read(tmp_path, "Customer;Receipt;Date;Type;Amount", rows("A", "B")), "Type") == ""
    assert advised(read(tmp_path, "Customer;Receipt;Date;Region;Amount", rows("N", "S")), "Region") == ""
