"""Views of a database beside the tables that they show: no row is read twice, and what is left out is said."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

Sale = tuple[str, int, float]
SALES: list[Sale] = [
    (
        f"2024-{1 + number // 20:02}-{1 + number % 20:02} 10:{number % 60:02}",
        40 + number % 9,
        5.5 + number % 13,
    )
    for number in range(120)
]
RECENT = "zeit >= '2024-04'"


def money(sales: Sequence[Sale]) -> Decimal:
    return sum((Decimal(str(amount)) for _, _, amount in sales), Decimal())


def till(folder: Path, *views: str, tables: Sequence[str] = ("verkauf",)) -> Path:
    """A database whose sales are spread over the tables in turn, with the views."""
    path = folder / "kasse.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        for start, table in enumerate(tables):
            connection.execute(f"CREATE TABLE {table} (zeit TEXT, kunde_id INTEGER, betrag REAL)")
            connection.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", SALES[start :: len(tables)])
        connection.execute("CREATE TABLE kunde (id INTEGER, land TEXT)")
        connection.executemany(
            "INSERT INTO kunde VALUES (?, ?)", [(40 + number, "DE") for number in range(9)]
        )
        for view in views:
            connection.execute(f"CREATE VIEW {view}")
    return path


def told(path: Path) -> tuple[int, Decimal, list[str]]:
    """The rows and the money that count, and what is said of what was left out."""
    with Study(Recipe(), [path], workspace=Workspace(path.parent, 10**9)) as study:
        kept = next(line for line in study.report.ledger if line.rule == "kept")
        return kept.rows, Decimal(str(kept.amount)), [n for n in study.report.notes if "left out" in n]


@pytest.mark.parametrize(
    "view",
    [
        f"aktuell AS SELECT * FROM verkauf WHERE {RECENT}",
        f"aktuell AS SELECT betrag, kunde_id, zeit FROM [verkauf] WHERE {RECENT}",
        'alles AS SELECT * FROM "Verkauf"',
        "je_kunde AS SELECT kunde_id, max(zeit) AS zeit, sum(betrag) AS betrag FROM verkauf GROUP BY kunde_id",
    ],
)
def test_a_view_of_the_columns_of_its_table_is_left_out(view: str, tmp_path: Path) -> None:
    rows, amount, said = told(till(tmp_path, view))
    assert (rows, amount) == (len(SALES), money(SALES))
    assert any("it is a view of kasse.sqlite [verkauf], so its rows are read there" in note for note in said)


def test_a_view_of_a_view_is_left_out_too(tmp_path: Path) -> None:
    path = till(tmp_path, "alles AS SELECT * FROM verkauf", f"aktuell AS SELECT * FROM alles WHERE {RECENT}")
    assert told(path)[:2] == (len(SALES), money(SALES))


def test_a_view_of_several_tables_leaves_these_to_be_read(tmp_path: Path) -> None:
    union = "alles AS SELECT * FROM verkauf_a UNION ALL SELECT * FROM verkauf_b"
    path = till(tmp_path, union, tables=("verkauf_a", "verkauf_b"))
    assert told(path)[:2] == (len(SALES), money(SALES))


def test_a_view_that_adds_columns_and_its_table_are_not_both_read(tmp_path: Path) -> None:
    joined = "mit_land AS SELECT v.*, k.land FROM verkauf v JOIN kunde k ON k.id = v.kunde_id"
    rows, amount, said = told(till(tmp_path, joined))
    assert (rows, amount) == (len(SALES), money(SALES))
    assert any("is a view of" in note for note in said)


def test_a_view_of_another_table_is_read_with_the_one_it_is_like(tmp_path: Path) -> None:
    """What a view gives the names of the other table is more of the same."""
    path = till(tmp_path, "web AS SELECT am AS zeit, wer AS kunde_id, summe AS betrag FROM netz")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE netz (am TEXT, wer INTEGER, summe REAL)")
        connection.executemany("INSERT INTO netz VALUES (?, ?, ?)", [("2024-08-02", 41, 7.25)])
    rows, amount, _ = told(path)
    assert (rows, amount) == (len(SALES) + 1, money(SALES) + Decimal("7.25"))
