"""Sales and what takes them back, told apart by words in a column whose name speaks of goods or of nothing."""

from __future__ import annotations

import random
import re
import shlex
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked, asked

DOCUMENTS = 120
BACK = frozenset(range(7, DOCUMENTS, 15))
_RANDOM = random.Random(61)
WORTH = [Decimal(_RANDOM.randint(500, 15_000)) / 100 for _ in range(DOCUMENTS)]
WHO = [4_101 + 7 * _RANDOM.randrange(25) for _ in range(DOCUMENTS)]
ALL = float(sum(WORTH))
SOLD = float(sum(worth for number, worth in enumerate(WORTH) if number not in BACK))


def read(folder: Path, called: str, said: Callable[[int], str], typed: str = "") -> Asked:
    """A list of documents with one column more, read with the flags that a note advises."""
    lines = [
        f"{date(2024, 1, 8) + timedelta(days=number * 3)};{70_001 + number};{who};{said(number)};{worth}"
        for number, (who, worth) in enumerate(zip(WHO, WORTH, strict=True))
    ]
    path = folder / "documents.csv"
    path.write_text("\n".join((f"Date;Doc No;Customer ID;{called};Amount", *lines)) + "\n", encoding="utf-8")
    given = shlex.split(typed)
    values = [
        (f"columns.{text}" if flag == "--map" else text).split("=", 1)
        for flag, text in zip(given[::2], given[1::2], strict=True)
    ]
    recipe = Recipe().with_values([(key, value) for key, value in values])
    return asked(Study(recipe, [path], workspace=Workspace(folder, 10**9)))


def of_kinds(sale: str, back: str) -> Callable[[int], str]:
    return lambda number: back if number in BACK else sale


@pytest.mark.parametrize(
    ("called", "sale", "back"),
    [
        ("Art", "Rechnung", "Gutschrift"),
        ("Libellé", "Vente", "Avoir"),
        ("Concepto", "Venta", "Devolución"),
        ("Movimiento", "Venta", "Abono"),
        ("Description", "Invoice", "Credit Note"),
        ("Category", "Sale", "Refund"),
        ("Artikel", "Verkauf", "Rückgabe"),
    ],
)
def test_what_takes_sales_back_is_no_sale_whatever_the_column_is_called(
    tmp_path: Path, called: str, sale: str, back: str
) -> None:
    report = read(tmp_path, called, of_kinds(sale, back))
    assert report.roles.get("cancelled") == called
    assert not report.roles.keys() & {"product", "description"}
    assert (report.kept, report.revenue) == (DOCUMENTS - len(BACK), pytest.approx(SOLD))


@pytest.mark.parametrize(
    ("called", "some"),
    [
        ("Product", ("Ticket", "Refund protection")),
        ("Artikel", ("Ticket", "Stornoversicherung")),
        ("Description", ("Invoice", "Gutschein")),
        ("Category", ("Sale", "Return labels", "New in")),
        ("Payment method", ("Invoice", "Credit")),
    ],
)
def test_goods_and_ways_to_pay_that_are_called_alike_take_nothing_back(
    tmp_path: Path, called: str, some: Sequence[str]
) -> None:
    report = read(tmp_path, called, lambda number: some[number % 9 % len(some)])
    assert "cancelled" not in report.roles
    assert (report.kept, report.revenue) == (DOCUMENTS, pytest.approx(ALL))


@pytest.mark.parametrize(
    ("sale", "back"),
    [
        ("Invoice {}", "Credit note {}"),
        ("Walking boots, size {}", "Refund for order {}"),
        ("Lieferung {}", "Gutschrift Nr. {}"),
    ],
)
def test_texts_of_credit_notes_are_told_of_with_what_takes_them_out(
    tmp_path: Path, sale: str, back: str
) -> None:
    def said(number: int) -> str:
        return (back if number in BACK else sale).format(70_001 + number)

    report = read(tmp_path, "Description", said)
    assert report.revenue == pytest.approx(ALL)
    (note,) = [note for note in report.notes if back.format(70_001 + min(BACK)) in note]
    assert f"on {len(BACK)} rows" in note
    assert f"{ALL - SOLD:,.2f}" in note
    (typed,) = re.findall(r"(--map \S+)$", note)
    assert read(tmp_path, "Description", said, typed).revenue == pytest.approx(SOLD)


@pytest.mark.parametrize(
    "back",
    ["Refund protection", "Gutschein 25", "Return of the King 2003", "Credit note pad A5", "Retourenlabel"],
)
def test_goods_that_are_called_after_returns_are_not_told_of(tmp_path: Path, back: str) -> None:
    report = read(
        tmp_path, "Description", lambda number: back if number in BACK else f"Walking boots {number} brown"
    )
    assert report.revenue == pytest.approx(ALL)
    assert not [note for note in report.notes if "credit note or a return" in note]
