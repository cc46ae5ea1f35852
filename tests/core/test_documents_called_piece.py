"""Numbers of documents under a name that means pieces elsewhere: they are an order's, and multiply no price."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked, asked

FIRST = date(2023, 3, 6)
GOODS = ("Tasse", "Café moulu", "Filtre", "Plateau", "Théière")


@dataclass(frozen=True)
class Line:
    order: int
    who: str
    day: date
    goods: str
    pieces: int
    cents: int


def lines() -> list[Line]:
    """Two orders on some days, a customer twice on one of them, of one to three lines."""
    return [
        Line(
            order,
            f"C{(order // 3 * 7 + order // 11) % 13:03}",
            FIRST + timedelta(days=order * 2 // 3),
            GOODS[(order + line) % len(GOODS)],
            1 + (order * 5 + line * 3) % 4,
            350 + (order * 137 + line * 911) % 4_000,
        )
        for order in range(120)
        for line in range(1 + order % 3)
    ]


LINES = lines()
ORDERS = len({line.order for line in LINES})
WORTH = sum(line.pieces * line.cents for line in LINES)


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def read(
    folder: Path, header: str, cells: Callable[[Line], Sequence[object]], given: Sequence[Line] = LINES
) -> Asked:
    path = folder / "ventes.csv"
    rows = [";".join(str(cell) for cell in cells(line)) for line in given]
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return asked(Study(Recipe(), [path], workspace=Workspace(folder, 10**9)))


def counted(report: Asked) -> tuple[int, int]:
    worth = next(line.amount for line in report.ledger if line.rule == "kept")
    return report.orders, round(float(worth or 0) * 100)


@pytest.mark.parametrize("name", ["Pièce", "Pièce n°", "Piece", "Stuk", "Stuknr"])
@pytest.mark.parametrize("number", ["{}", "FA{}", "2023-{}"])
def test_numbers_of_documents_are_of_orders(tmp_path: Path, name: str, number: str) -> None:
    report = read(
        tmp_path,
        f"Client;{name};Date;Article;Prix",
        lambda line: (
            line.who,
            number.format(50_001 + line.order),
            line.day,
            line.goods,
            money(line.pieces * line.cents),
        ),
    )
    assert (report.roles["order"], report.roles.get("quantity")) == (name, None)
    assert counted(report) == (ORDERS, WORTH)


@pytest.mark.parametrize("first", [7, 50_001])
def test_they_stand_beside_pieces(tmp_path: Path, first: int) -> None:
    report = read(
        tmp_path,
        "Client;Pièce n°;Date;Article;Qté;PU",
        lambda line: (
            line.who,
            first + line.order,
            line.day.strftime("%d/%m/%Y"),
            line.goods,
            line.pieces,
            money(line.cents),
        ),
    )
    assert (report.roles["order"], report.roles["quantity"], report.roles["price"]) == (
        "Pièce n°",
        "Qté",
        "PU",
    )
    assert counted(report) == (ORDERS, WORTH)


@pytest.mark.parametrize("sort", [lambda line: -line.order, lambda line: (line.who, line.order)])
def test_in_whatever_order_the_rows_stand(tmp_path: Path, sort: Callable[[Line], object]) -> None:
    report = read(
        tmp_path,
        "Client;Pièce;Date;Article;Prix",
        lambda line: (line.who, 900 + line.order, line.day, line.goods, money(line.pieces * line.cents)),
        sorted(LINES, key=sort),  # type: ignore[arg-type]
    )
    assert report.roles["order"] == "Pièce"
    assert counted(report) == (ORDERS, WORTH)


@pytest.mark.parametrize("name", ["Pièce", "Pièces", "Stück", "Quantité"])
def test_pieces_are_still_pieces(tmp_path: Path, name: str) -> None:
    """Also where there are hundreds, and where a customer's order has the most of them first."""
    for least, given in ((0, LINES), (400, LINES), (0, sorted(LINES, key=lambda line: -line.pieces))):
        report = read(
            tmp_path,
            f"Client;{name};Date;Article;Prix",
            lambda line, least=least: (  # type: ignore[misc]
                line.who,
                least + line.pieces,
                line.day,
                line.goods,
                money(line.cents),
            ),
            given,
        )
        assert (report.roles.get("quantity"), report.roles.get("order")) == (name, None)
        worth = sum((least + line.pieces) * line.cents for line in given)
        assert counted(report)[1] == worth


def test_what_is_called_pieces_plainly_is_told_of(tmp_path: Path) -> None:
    report = read(
        tmp_path,
        "Client;Quantité;Date;Article;Prix",
        lambda line: (line.who, 50_001 + line.order, line.day, line.goods, money(line.pieces * line.cents)),
    )
    assert report.roles.get("quantity") is None
    assert counted(report) == (ORDERS, WORTH)
    assert any("--map 'quantity=Quantité'" in note for note in report.notes)
