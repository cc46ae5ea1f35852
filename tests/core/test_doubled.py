"""Totals on rows of their own beside the lines of an order: said, with what takes them out, and what that gives is right."""

from __future__ import annotations

import random
import shlex
from decimal import Decimal
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study

Row = tuple[int, str, str, str, Decimal]
SAID = "one row is the sum of the others"


def orders(seed: int, count: int = 40) -> list[list[Row]]:
    """Orders of one to five lines each."""
    rng = random.Random(seed)
    return [
        [
            (5000 + number, f"C{rng.randrange(9)}", f"2024-{1 + number % 12:02}-07", f"P{line}", Decimal(rng.randrange(101, 9999)) / 100)
            for line in range(rng.randint(1, 5))
        ]
        for number in range(count)
    ]  # fmt: skip


def total(of: list[list[Row]]) -> float:
    return float(sum((row[4] for rows in of for row in rows), Decimal(0)))


def written(path: Path, of: list[list[Row]], sums: str, *, last: bool) -> Path:
    """A file with a row of its own for the total of each order: `sums` is what its column of kinds says there."""
    lines = ["no,kind,client,day,article,value"]
    for rows in of:
        number, _, day, _, _ = rows[0]
        head = f"{number},{sums},{rows[0][1]},{day},,{sum(row[4] for row in rows)}"
        body = [f"{n},line,{rows[0][1]},{day},{article},{worth}" for n, _, day, article, worth in rows]
        lines += [*body, head] if last else [head, *body]
    path.write_text("\n".join(lines) + "\n")
    return path


def as_advised(note: str) -> Recipe:
    """The recipe with the flags at the end of a note."""
    flags = shlex.split(note[note.index("--") :])
    values = [
        (f"columns.{value}" if flag == "--map" else value).split("=", 1)
        for flag, value in zip(flags[::2], flags[1::2], strict=True)
    ]
    return Recipe().with_values([(key, value) for key, value in values])


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("sums", ["head", "*"])
def test_totals_beside_lines_are_said_and_taken_out_as_advised(tmp_path: Path, sums: str, last: bool) -> None:
    found = orders(1)
    path = written(tmp_path / "till.csv", found, sums, last=last)
    with Study(Recipe(), [path]) as study:
        assert study.report.revenue == pytest.approx(2 * total(found))
        (note,) = [note for note in study.report.notes if SAID in note]
    several = sum(len(rows) > 1 for rows in found)
    assert f"On {several} of {several} orders" in note
    with Study(as_advised(note), [path]) as study:
        assert study.report.revenue == pytest.approx(total(found))
        assert study.report.orders == len(found)


def test_totals_beside_lines_and_payments_are_taken_out_together(tmp_path: Path) -> None:
    """As programs for tills list a receipt: what it comes to, each line, and what was paid for it."""
    found = orders(4)
    path = written(tmp_path / "till.csv", found, "Sale", last=False)
    header, *lines = path.read_text().replace(",line,", ",Sale line,").splitlines()
    heads = [line for line in lines if ",Sale," in line]
    paid = [line.replace(",Sale,", ",Payment,") for line in heads]
    path.write_text("\n".join([header.replace("kind", "line type"), *sorted(lines + paid)]) + "\n")
    with Study(Recipe(), [path]) as study:
        assert study.report.revenue == pytest.approx(3 * total(found))
        (note,) = [note for note in study.report.notes if SAID in note]
    assert "those with 'Payment'" in note
    with Study(as_advised(note), [path]) as study:
        assert study.report.revenue == pytest.approx(total(found))


def test_where_nothing_tells_the_totals_that_is_said(tmp_path: Path) -> None:
    path = written(tmp_path / "till.csv", orders(2), "line", last=False)
    with Study(Recipe(), [path]) as study:
        (note,) = [note for note in study.report.notes if SAID in note]
    assert "Leave the rows of totals out of the source" in note


@pytest.mark.parametrize("seed", range(3))
def test_orders_without_totals_are_left_in_peace(tmp_path: Path, seed: int) -> None:
    """Also where many orders have two lines of the same worth."""
    lines = ["no,kind,client,day,article,value"]
    for rows in orders(seed):
        lines += [
            f"{number},line,{rows[0][1]},{day},{article},{worth}" for number, _, day, article, worth in rows
        ]
        number, _, day, _, worth = rows[0]
        lines += [f"{number + 5000},line,{rows[0][1]},{day},{article},{worth}" for article in ("P1", "P2")]
    path = tmp_path / "shop.csv"
    path.write_text("\n".join(lines) + "\n")
    with Study(Recipe(), [path]) as study:
        assert not [note for note in study.report.notes if SAID in note]
