"""Rows that end in several ways in one file, carriage returns that end none, and quotes of either kind beside each other."""

from __future__ import annotations

import csv
import random
from itertools import cycle
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.source import text_rows
from core.study import Study
from tests.support.sold_to import CENTS, DAYS, MONEY, WHO

HEADER = ["customer", "order", "date", "note", "amount"]
SOLD = sum(CENTS) / 100


def sales(notes: list[str]) -> list[list[str]]:
    rows = [
        [f"K{who}", f"F{row}", f"{DAYS[row]}", notes[row % len(notes)], f"{MONEY[row]}"]
        for row, who in enumerate(WHO)
    ]
    return [HEADER, *rows]


def ended(path: Path, notes: list[str], ends: list[str]) -> Path:
    lines = [",".join(row) for row in sales(notes)]
    path.write_bytes("".join(line + end for line, end in zip(lines, cycle(ends), strict=False)).encode())
    return path


def read(path: Path) -> tuple[int, int, float]:
    with Study(Recipe(), [path]) as study:
        report = study.report
    return report.rows, report.kept, float(report.amount or 0)


ALL = (len(WHO), len(WHO), pytest.approx(SOLD))


@pytest.mark.parametrize(
    "ends",
    [["\n", "\r"], ["\r\n", "\r"], ["\r\n", "\n", "\r"], ["\r\n", "\n"], [*["\n"] * 40, "\r"]],
    ids=["LF, CR", "CRLF, CR", "CRLF, LF, CR", "CRLF, LF", "a few CR"],
)
def test_rows_end_however_they_end(tmp_path: Path, ends: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(ended(tmp_path / "sales.csv", ["plain"], ends)) == ALL
    # Both halves of an end may come in blocks of their own.
    monkeypatch.setattr(text_rows, "BLOCK_BYTES", 7)
    assert read(ended(tmp_path / "again.csv", ["short", "longer"], ends)) == ALL


@pytest.mark.parametrize(
    "notes", [["two\rlines", "one"], ["a\rb\rc", "one", "one"], ['"in, quotes\rtoo"', "one"]]
)
def test_a_carriage_return_within_a_cell_ends_no_row(tmp_path: Path, notes: list[str]) -> None:
    assert read(ended(tmp_path / "sales.csv", notes, ["\n"])) == ALL


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_mark_that_is_no_quote_here_stands_at_the_end_of_cells(tmp_path: Path, delimiter: str) -> None:
    notes = ['27"', f"box{delimiter} x", "Can't", "plain"]
    path = tmp_path / "sales.csv"
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter=delimiter, quotechar="'").writerows(sales(notes))
    assert read(path) == ALL


def test_the_quotes_of_any_file_are_those_that_it_was_written_with(tmp_path: Path) -> None:
    chosen = random.Random(7)
    texts = ['27"', "it's", "a, b", "plain", '"', "''", 'say "so"', "x'", '27" tv']
    for number in range(12):
        notes = chosen.sample(texts, 4) + ["plain"] * 4
        path = tmp_path / f"{number}.csv"
        with path.open("w", newline="") as file:
            quote = chosen.choice("\"'")
            csv.writer(file, quotechar=quote, quoting=csv.QUOTE_ALL).writerows(sales(notes))
        assert read(path) == ALL, (quote, notes)
