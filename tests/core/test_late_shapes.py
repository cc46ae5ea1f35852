"""What stands once in the middle of a large file, where no sample sees it, is read right all the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from tests.support.shape_checks import Shape, check, found_in
from tests.support.shapes import (
    Layout,
    Line,
    comma,
    day,
    delimited,
    grouped,
    in_days_up_to_12,
    sales,
    truth_of,
)

LATE = 22_621
"""Where the one unusual order or row stands; it is a usual one of a known customer before it is changed."""
Rows = list[list[object]]


@cache
def many_sales() -> tuple[Line, ...]:
    """Forty-two thousand lines, more than are read at once, without cancelled orders, one price of more than three digits, or texts that need quotes."""
    lines = [
        replace(
            line,
            order=line.order.removeprefix("C"),
            quantity=abs(line.quantity),
            price=line.price if line.price < 1000 else Decimal("39.95"),
            description=line.product,
        )
        for line in sales(orders=14_000)
    ]
    return tuple(lines)


def whole_prices(lines: Sequence[Line]) -> list[Line]:
    return [replace(line, price=line.price.quantize(Decimal(1))) for line in lines]


def late_order(lines: Sequence[Line], change: Callable[[Line], Line]) -> list[Line]:
    """The lines with those of the late order changed."""
    order = lines[LATE].order
    return [change(line) if line.order == order else line for line in lines]


def late_line(lines: Sequence[Line], change: Callable[[Line], Line]) -> list[Line]:
    return [*lines[:LATE], change(lines[LATE]), *lines[LATE + 1 :]]


def as_it_is(lines: Sequence[Line]) -> list[Line]:
    return list(lines)


def rows_as_they_are(rows: Rows) -> Rows:
    return rows


@dataclass(frozen=True)
class Late:
    """What is unusual late in the file."""

    name: str
    lines: Callable[[Sequence[Line]], list[Line]] = as_it_is
    layout: Layout = field(default_factory=Layout)
    rows: Callable[[Rows], Rows] = rows_as_they_are
    """A change of the cells that does not change what they say, or that makes the late row unreadable."""
    unreadable: bool = False
    priced: bool = True
    """Whether an unreadable row still says what it is worth."""
    delimiter: str = ","
    encoding: str = "utf-8"


def on_the_25th(line: Line) -> Line:
    return replace(line, moment=line.moment.replace(day=25))


def returned(line: Line) -> Line:
    return replace(line, order=f"C{line.order}", quantity=-line.quantity)


def cell(place: int, write: Callable[[object], object]) -> Callable[[Rows], Rows]:
    """A change of one cell of the late row."""

    def change(rows: Rows) -> Rows:
        row = list(rows[LATE])
        row[place] = write(row[place])
        return [*rows[:LATE], row, *rows[LATE + 1 :]]

    return change


def wider(rows: Rows) -> Rows:
    return [*rows[:LATE], [*rows[LATE], "one cell too many"], *rows[LATE + 1 :]]


def shorter(rows: Rows) -> Rows:
    return [*rows[:LATE], rows[LATE][:-1], *rows[LATE + 1 :]]


def point_zero(name: str) -> str:
    return f"{name}.0" if name else ""


DESCRIPTION, QUANTITY, MOMENT, PRICE = 2, 3, 4, 5
LATE_SHAPES = [
    Late(
        "a day above 12 where all others could be months",
        lambda lines: late_order(in_days_up_to_12(lines), on_the_25th),
        Layout(moment=day("%d/%m/%Y")),
    ),
    Late(
        "a month's 25th where all others could be days, beside decimal commas",
        lambda lines: late_order(in_days_up_to_12(lines), on_the_25th),
        Layout(moment=day("%m/%d/%Y"), money=comma),
        delimiter=";",
    ),
    Late("the only cancelled order", lambda lines: late_order(lines, returned)),
    Late(
        "the only decimal comma",
        lambda lines: late_line(whole_prices(lines), lambda line: replace(line, price=Decimal("12.50"))),
        Layout(money=lambda value: comma(value) if value % 1 else str(int(value))),
        delimiter=";",
    ),
    Late(
        "the only thousands",
        lambda lines: late_line(lines, lambda line: replace(line, price=Decimal("12345.95"))),
        Layout(money=grouped),
    ),
    Late("the only currency sign", rows=cell(PRICE, lambda price: f"£{price}")),
    Late(
        "the only id without .0",
        lambda lines: late_line(
            [replace(line, customer=point_zero(line.customer)) for line in lines],
            lambda line: replace(line, customer="77A"),
        ),
    ),
    Late("every id with .0", layout=Layout(customer=point_zero)),
    Late(
        "the only time of day",
        rows=cell(MOMENT, lambda at: f"{at} 17:45:00"),
        layout=Layout(moment=day("%Y-%m-%d")),
    ),
    Late("the only zone", rows=cell(MOMENT, lambda at: f"{at}Z")),
    Late("the only quotes, around a comma", rows=cell(DESCRIPTION, lambda _: "Lantern, white")),
    Late("the only line end inside a cell", rows=cell(DESCRIPTION, lambda _: "Lantern\r\nwhite, metal")),
    Late(
        "the only letter beyond ASCII, in Latin-1",
        rows=cell(DESCRIPTION, lambda _: "Crème brûlée"),
        encoding="latin-1",
    ),
    Late("the only row too wide", rows=wider, unreadable=True),
    Late("the only row too short", rows=shorter),
    Late(
        "the only quantity that is a word",
        rows=cell(QUANTITY, lambda _: "several"),
        unreadable=True,
        priced=False,
    ),
    Late("the only date that is none", rows=cell(MOMENT, lambda _: "31/31/2024"), unreadable=True),
]


def assert_not_sampled(study: Study, order: str) -> None:
    """The sample that columns are settled on has nothing of the late order, so only the pass can tell."""
    sampled = study.source_pass.guessed
    ids = [value for table in sampled for value in table.opened.sample.columns[0] if value]
    assert not all(table.opened.sample.whole for table in sampled)
    assert len(ids) > 1000
    assert order not in ids
    assert order.removeprefix("C") not in ids


@pytest.mark.parametrize("late", LATE_SHAPES, ids=lambda late: late.name)
def test_late(late: Late, tmp_path: Path) -> None:
    lines = late.lines(many_sales())
    rows = late.rows(late.layout.rows(lines))
    path = tmp_path / "sales.csv"
    read = [*lines[:LATE], *lines[LATE + 1 :]] if late.unreadable else lines
    truth = truth_of(read)
    if late.unreadable:
        amount = lines[LATE].amount if late.priced else Decimal(0)
        truth = replace(truth, ledger={**truth.ledger, "unreadable": (1, amount)})
    path.write_bytes(delimited([late.layout.header(), *rows], delimiter=late.delimiter).encode(late.encoding))
    with Study(Recipe(), [path]) as study:
        assert_not_sampled(study, lines[LATE].order)
        found = found_in(study)
    check(found, Shape(late.name, lambda _: [path], late.layout.roles(), truth), set())
