"""Text in columns under each other is divided as it was laid out, whatever its words, widths and empty cells."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.recipe import Recipe
from core.source.text import read_rows, sniff_text
from core.study import Study

WORDS = (
    "RED",
    "WHITE",
    "LAMP",
    "METAL",
    "SET",
    "OF",
    "CAKE",
    "TINS",
    "crème",
    "brûlée",
    "日本",
    "(large)",
    "T-LIGHT",
)


def read(path: Path, text: str) -> tuple[list[str], list[list[str]]]:
    path.write_text(text, encoding="utf-8")
    found = sniff_text(path)
    return list(found.names), list(read_rows(path, found))


@dataclass(frozen=True)
class Print:
    """How a table is laid out."""

    gap: int
    right: frozenset[int]
    wider: tuple[int, ...]
    rule: str = ""
    title: tuple[str, ...] = ()

    def widths(self, rows: Sequence[Sequence[str]]) -> list[int]:
        longest = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return [width + more for width, more in zip(longest, self.wider, strict=True)]

    def text(self, names: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
        lines = [*self.title, self.line(names, widths)]
        if self.rule:
            joint = " " if self.rule == "columns" else "-"
            lines.append((joint * self.gap).join("-" * width for width in widths))
        return "\n".join([*lines, *(self.line(row, widths) for row in rows)]) + "\n"

    def line(self, row: Sequence[str], widths: Sequence[int]) -> str:
        cells = (
            cell.rjust(width) if place in self.right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return (" " * self.gap).join(cells).rstrip()


NAMES = ["Invoice", "Customer ID", "Order Date", "Item Name", "Quantity", "Unit Price", "Country"]
RIGHT = frozenset((4, 5))
PLACES = ("United Kingdom", "NL", "United Arab Emirates", "EIRE", "")


def sales(count: int, seed: int) -> list[list[str]]:
    """Rows with empty cells, and items of several words, one blank between them."""
    chance = random.Random(seed)
    return [
        [
            str(536365 + number),
            chance.choice(("12345", "17850", "99", "")),
            f"2010-12-{1 + number % 28:02}",
            " ".join(chance.choices(WORDS, k=chance.choice((1, 3, 3, 3, 5)))),
            chance.choice(("1", "12", "-1", "144")),
            chance.choice(("0.85", "2.55", "10.00", "1234.50")),
            chance.choice(PLACES),
        ]
        for number in range(count)
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    count=st.sampled_from((12, 30, 60, 600)),
    seed=st.integers(0, 10_000),
    order=st.permutations(range(7)),
    gap=st.integers(1, 4),
    wider=st.lists(st.sampled_from((0, 0, 1, 6)), min_size=7, max_size=7),
    rule=st.sampled_from(("", "columns", "whole")),
    title=st.sampled_from(
        ((), ("Sales of shop nine     page 1",), ("Sales of shop nine", "", "printed 2011-01-05"))
    ),
)
def test_any_layout(
    tmp_path: Path,
    count: int,
    seed: int,
    order: list[int],
    gap: int,
    wider: list[int],
    rule: str,
    title: tuple[str, ...],
) -> None:
    names = [NAMES[place] for place in order]
    rows = [[row[place] for place in order] for row in sales(count, seed)]
    right = frozenset(at for at, place in enumerate(order) if place in RIGHT)
    layout = Print(gap, right, tuple(wider), rule, title)
    found = read(tmp_path / "sales.txt", layout.text(names, rows, layout.widths([names, *rows])))
    assert found == (names, rows)


THREE_WORDS = """\
Order   Item              Qty   Price
536365  RED METAL LAMP      6    2.55
536366  RED METAL CAKE     12   33.39
536367  BIG METAL TINS      1    0.85
536368  OLD PAPER TOWN    100  110.00
"""
PSQL = """\
 invoice | customer |      description       | qty |  price
---------+----------+------------------------+-----+---------
 536365  | 17850    | SET OF THREE CAKE TINS |   6 |    2.55
 536366  |          | LAMP | RED             |  12 | 1000.00
 C536367 | 日本 1   |                        |  -1 |    0.85
(3 rows)

"""
MYSQL = """\
+---------+----------+------------------------+-----+---------+
| invoice | customer | description            | qty | price   |
+---------+----------+------------------------+-----+---------+
| 536365  | 17850    | SET OF THREE CAKE TINS |   6 |    2.55 |
| 536366  |          | LAMP | RED             |  12 | 1000.00 |
| C536367 | 日本 1   |                        |  -1 |    0.85 |
+---------+----------+------------------------+-----+---------+
3 rows in set (0.00 sec)

"""
MARKDOWN = "|invoice|customer|qty|\n|---|---|--:|\n|536365|17850|6|\n|536366||12|\n"
SQLPLUS = """\

INVOICE  CUSTOMER DESCRIPTION         QTY
-------- -------- ------------ ----------
536365   17850    RED LAMP              6
536366            BIG CAKE             12

INVOICE  CUSTOMER DESCRIPTION         QTY
-------- -------- ------------ ----------
536367   13047    SET OF 3              1

3 rows selected.
"""
GAPS = """\
Order  Item  Qty
1  RED METAL LAMP  6
12  WHITE METAL LAMP  12
333  BLUE METAL LAMP  1
"""
LISTED = [
    ["536365", "17850", "SET OF THREE CAKE TINS", "6", "2.55"],
    ["536366", "", "LAMP | RED", "12", "1000.00"],
    ["C536367", "日本 1", "", "-1", "0.85"],
]
LISTED_NAMES = ["invoice", "customer", "description", "qty", "price"]
PRINTED = {
    "items of three words": (
        THREE_WORDS,
        ["Order", "Item", "Qty", "Price"],
        [
            ["536365", "RED METAL LAMP", "6", "2.55"],
            ["536366", "RED METAL CAKE", "12", "33.39"],
            ["536367", "BIG METAL TINS", "1", "0.85"],
            ["536368", "OLD PAPER TOWN", "100", "110.00"],
        ],
    ),
    "psql": (PSQL, LISTED_NAMES, LISTED),
    "psql with a title": ("        List of sales\n" + PSQL, LISTED_NAMES, LISTED),
    "MySQL": (MYSQL, LISTED_NAMES, LISTED),
    "Markdown": (MARKDOWN, ["invoice", "customer", "qty"], [["536365", "17850", "6"], ["536366", "", "12"]]),
    "SQL*Plus, page after page": (
        SQLPLUS,
        ["INVOICE", "CUSTOMER", "DESCRIPTION", "QTY"],
        [
            ["536365", "17850", "RED LAMP", "6"],
            ["536366", "", "BIG CAKE", "12"],
            ["536367", "13047", "SET OF 3", "1"],
        ],
    ),
    "two blanks, not under each other": (
        GAPS,
        ["Order", "Item", "Qty"],
        [["1", "RED METAL LAMP", "6"], ["12", "WHITE METAL LAMP", "12"], ["333", "BLUE METAL LAMP", "1"]],
    ),
}


@pytest.mark.parametrize("name", PRINTED)
def test_as_programs_print(name: str, tmp_path: Path) -> None:
    text, names, rows = PRINTED[name]
    assert read(tmp_path / "sales.txt", text) == (names, rows)


MANY = 12_000
LATE = 7_321
"""Where the one unusual row stands: far below the first lines, which the columns are decided on."""
ODD = {
    "an item longer than all others": (3, "SET OF THREE CAKE TINS IN PANTRY DESIGN"),
    "a country longer than all others": (6, "Saint Vincent and the Grenadines"),
    "a quantity wider than all others": (4, "-1234567"),
    "an order with a mark": (0, "C536365"),
    "a price wider than all others": (5, "12345678.50"),
}


@pytest.mark.parametrize("gap", [1, 2, 3])
@pytest.mark.parametrize("odd", ODD)
def test_a_late_line_that_is_wider(odd: str, gap: int, tmp_path: Path) -> None:
    """Laid out by the widest value, which stands late: every row is read as it was written."""
    place, value = ODD[odd]
    rows = sales(MANY, 5)
    usual = Print(gap, RIGHT, (0,) * 7)
    widths = usual.widths([NAMES, *rows, [*rows[0][:place], value, *rows[0][place + 1 :]]])
    rows[LATE][place] = value
    assert read(tmp_path / "sales.txt", usual.text(NAMES, rows, widths)) == (NAMES, rows)


@pytest.mark.parametrize("gap", [1, 2, 3])
@pytest.mark.parametrize("odd", ODD)
def test_a_late_line_that_is_pushed(odd: str, gap: int, tmp_path: Path) -> None:
    """A value too wide for its column pushes the rest of its line: the row is read rightly, or refused and counted."""
    place, value = ODD[odd]
    rows = sales(MANY, 5)
    usual = Print(gap, RIGHT, (0,) * 7)
    widths = usual.widths([NAMES, *rows])
    rows[LATE][place] = value
    names, found = read(tmp_path / "sales.txt", usual.text(NAMES, rows, widths))
    assert names == NAMES
    assert found[:LATE] + found[LATE + 1 :] == rows[:LATE] + rows[LATE + 1 :]
    late = found[LATE]
    assert late == rows[LATE] or len(late) == len(NAMES) + 1


def test_a_refused_line_is_unreadable(tmp_path: Path) -> None:
    rows = [row for row in sales(MANY, 5) if row[1]]
    usual = Print(1, RIGHT, (0,) * 7)
    widths = usual.widths([NAMES, *rows])
    rows[LATE][3] = "X" * 60
    path = tmp_path / "sales.txt"
    path.write_text(usual.text(NAMES, rows, widths), encoding="utf-8")
    with Study(Recipe(), [path]) as study:
        ledger = {line.rule: line.rows for line in study.ledger_lines if line.rows}
    below = sum(row[4] == "-1" for row in rows) - (rows[LATE][4] == "-1")
    assert ledger == {"unreadable": 1, "quantity <= 0": below, "kept": len(rows) - 1 - below}
