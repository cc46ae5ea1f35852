"""Totals of orders that stand on each of their rows: told from line amounts that are alike, and booked once an order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from core.columns.evidence import Column
from core.columns.order_totals import chance_to_agree
from core.columns.profile import profile_columns
from core.columns.roles import Guess, guess_roles
from core.recipe import Recipe
from core.study import Study
from tests.support.asked import Asked
from tests.support.planted import write_cells

CENT = Decimal("0.01")
BASE = ("Order ID", "Customer ID", "Date", "SKU")


@dataclass(frozen=True)
class Line:
    order: int
    customer: int
    article: int
    pieces: int
    price: Decimal

    @property
    def worth(self) -> Decimal:
        return self.pieces * self.price


def sold(
    prices: int,
    *,
    orders: int = 300,
    rows: tuple[int, ...] = (1, 2, 3),
    pieces: tuple[int, ...] = (1, 2),
    articles: int = 20,
    one_article: bool = False,
    cheap: float = 0.0,
    seed: int = 1,
) -> list[Line]:
    """Lines of orders; each article has one of so many prices, and the first of them with a chance of `cheap` in any case."""
    dice = random.Random(seed)
    listed = [Decimal(dice.randrange(300, 6000)) * CENT for _ in range(prices)]
    lines = []
    for order in range(orders):
        customer, repeated = dice.randrange(60), dice.randrange(articles)
        for _ in range(dice.choice(rows)):
            article = repeated if one_article else dice.randrange(articles)
            price = listed[0] if dice.random() < cheap else listed[article % prices]
            lines.append(Line(5000 + order, customer, article, dice.choice(pieces), price))
    return lines


def totals_of(lines: Sequence[Line]) -> dict[int, Decimal]:
    totals: dict[int, Decimal] = {}
    for line in lines:
        totals[line.order] = totals.get(line.order, Decimal()) + line.worth
    return totals


def base(line: Line) -> tuple[str, ...]:
    number = line.order - 5000
    date = f"2024-{1 + number % 12:02}-{1 + number // 12 % 28:02}"
    return (str(line.order), f"K{line.customer:03}", date, f"SKU{line.article}")


def guess_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Guess:
    columns = [list(column) for column in zip(*rows, strict=True)]
    return guess_roles(profile_columns(list(header), columns), columns)


def with_totals(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    totals = totals_of(lines)
    return [(*base(line), str(totals[line.order])) for line in lines]


def with_amounts(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    return [(*base(line), str(line.worth)) for line in lines]


def money_roles(guess: Guess) -> dict[str, str | None]:
    return {
        role: found.column
        for role, found in guess.roles.items()
        if role in ("quantity", "price", "amount", "order_total")
    }


@pytest.mark.parametrize("name", ["Order total", "order_total", "Bestelltotaal", "Total", "Amount"])
@pytest.mark.parametrize("prices", [1, 3, 4, 8, 20])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_total_on_each_row_is_one_however_few_prices_there_are(name: str, prices: int, seed: int) -> None:
    guess = guess_of((*BASE, name), with_totals(sold(prices, seed=seed)))
    assert money_roles(guess) == {"order_total": name}
    assert any("it counts once an order" in note for note in guess.notes)


@pytest.mark.parametrize("rows", [(1, 2), (2,), (1, 1, 1, 1, 1, 1, 1, 2), (1, 2, 3, 4, 5, 6)])
@pytest.mark.parametrize("prices", [2, 3, 20])
def test_a_name_that_says_so_makes_a_total_whatever_orders_are_like(
    rows: tuple[int, ...], prices: int
) -> None:
    guess = guess_of((*BASE, "Order total"), with_totals(sold(prices, rows=rows)))
    assert money_roles(guess) == {"order_total": "Order total"}


def test_a_total_is_booked_once_an_order(tmp_path: Path) -> None:
    lines = sold(3)
    path = write_cells(tmp_path / "tickets.csv", with_totals(lines), (*BASE, "Order total"))
    with Study(Recipe(), [path]) as study:
        assert Asked(study).revenue == float(sum(totals_of(lines).values()))


@pytest.mark.parametrize("name", ["Total", "Amount", "Line total"])
@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(sold(1, pieces=(1,)), id="one price"),
        pytest.param(sold(2, pieces=(1,), cheap=0.94), id="hardly ever another price"),
        pytest.param(sold(3, pieces=(1,)), id="few prices"),
        pytest.param(sold(20), id="many prices"),
        pytest.param(sold(3, pieces=(1,), rows=(1,) * 9 + (2,)), id="mostly one row"),
        pytest.param(sold(3, pieces=(1,), one_article=True), id="one article an order"),
        pytest.param(
            sold(200, pieces=(1,), one_article=True, articles=200), id="one of many articles an order"
        ),
    ],
)
def test_line_amounts_that_are_alike_stay_what_each_row_is_worth(name: str, lines: Sequence[Line]) -> None:
    assert money_roles(guess_of((*BASE, name), with_amounts(lines))) == {"amount": name}


def test_an_amount_that_may_be_either_is_said_with_both_sums() -> None:
    # All orders have two rows of the same article, so nothing tells a total of two pieces from what each is worth.
    lines = sold(4, pieces=(1,), rows=(2,), one_article=True)
    guess = guess_of((*BASE, "Amount"), with_amounts(lines))
    assert money_roles(guess) == {"amount": "Amount"}
    every = sum(line.worth for line in lines)
    (note,) = (note for note in guess.notes if "may be the total of the order" in note)
    assert f"{every / 2:,.2f} once an order, and to {every:,.2f} on every row" in note
    assert note.endswith("--map 'order_total=Amount'")


def test_a_total_that_does_not_grow_with_its_rows_is_said_with_both_sums() -> None:
    lines = sold(4, pieces=(1,), one_article=True)
    guess = guess_of((*BASE, "Order total"), with_amounts(lines))
    once = sum({line.order: line.worth for line in lines}.values())
    every = sum(line.worth for line in lines)
    (note,) = (note for note in guess.notes if "it counts once an order" in note)
    assert f"{once:,.2f} once an order, and to {every:,.2f} on every row" in note
    assert note.endswith("--map 'amount=Order total'")


@pytest.mark.parametrize("goods", ["SKU", "Description"])
def test_different_articles_of_one_value_make_a_total_of_orders_that_are_all_as_long(goods: str) -> None:
    guess = guess_of((*BASE[:-1], goods, "Total"), with_totals(sold(4, rows=(2,))))
    assert money_roles(guess) == {"order_total": "Total"}


LINES_AND_TOTAL = (*BASE, "Qty", "Unit price", "Order total")


def with_lines_and_totals(lines: Sequence[Line], shipping: Decimal = Decimal()) -> list[tuple[str, ...]]:
    totals = totals_of(lines)
    return [
        (*base(line), str(line.pieces), str(line.price), str(totals[line.order] + shipping)) for line in lines
    ]


@pytest.mark.parametrize("prices", [3, 20])
@pytest.mark.parametrize("name", ["Order total", "Total"])
@pytest.mark.parametrize("rows", [(1, 2, 3), (2,)])
def test_lines_are_used_beside_a_total_that_is_their_sum(
    prices: int, name: str, rows: tuple[int, ...]
) -> None:
    guess = guess_of((*LINES_AND_TOTAL[:-1], name), with_lines_and_totals(sold(prices, rows=rows)))
    assert money_roles(guess) == {"quantity": "Qty", "price": "Unit price"}
    assert [note for note in guess.notes if name in note] == [
        f"{name} is the total of a whole order, the same on each of its lines; Qty x Unit price of each line is used."
        f" To take the total: --map 'order_total={name}'"
    ]


def test_a_total_is_compared_once_an_order_with_its_lines(tmp_path: Path) -> None:
    lines, shipping = sold(3), Decimal("4.95")
    rows = with_lines_and_totals(lines, shipping)
    guess = guess_of(LINES_AND_TOTAL, rows)
    (note,) = (note for note in guess.notes if "Order total" in note)
    summed = sum(totals_of(lines).values())
    said = summed + 300 * shipping
    assert (
        f"On 300 of the 300 orders looked at Order total is not the sum of Qty x Unit price: by Order total these are worth {said:,.2f},"
        f" and by Qty x Unit price {summed:,.2f}." in note
    )
    assert note.endswith("--map 'order_total=Order total'")
    path = write_cells(tmp_path / "lines.csv", rows, LINES_AND_TOTAL)
    with Study(Recipe().with_values([("columns.order_total", "Order total")]), [path]) as study:
        assert Asked(study).revenue == float(said)
        assert not any("is used" in note or "--map amount=-" in note for note in study.columns.notes)


@pytest.mark.parametrize("copies", [2, 3])
def test_the_chance_that_rows_agree_is_at_least_the_one_that_is_counted_out(copies: int) -> None:
    """Beside the share of all ways to fill four orders with what the column holds in which as many orders agree."""
    cells = [["1", "1", "1", "2"][order] for order in range(4) for _ in range(copies)]
    orders = [str(order) for order in range(4) for _ in range(copies)]
    columns = [orders, cells]
    named, money = (
        Column(profile, values)
        for profile, values in zip(profile_columns(["order", "amount"], columns), columns, strict=True)
    )
    ways = list(product("1112", repeat=copies))
    one = sum(len(set(way)) == 1 for way in ways) / len(ways)
    assert chance_to_agree(named, money) == pytest.approx(one**4)


HEADER = ("order_id", "customer_id", "date", "sku", "order_total")
SOLD = [
    ("7001", "A", "2024-01-01", "P1", "50.00"),
    ("7001", "A", "2024-01-01", "P2", "50.00"),
    ("7002", "B", "2024-01-02", "P1", "80.00"),
    ("7002", "B", "2024-01-02", "P3", "80.00"),
]
REFUND = [("C7001", "A", "2024-06-20", "P1", "-20.00"), ("C7001", "A", "2024-06-20", "P2", "-20.00")]
LATER = [
    ("7003", "B", "2024-07-01", "P2", "30.00"),
    ("7003", "B", "2024-07-01", "P4", "30.00"),
    ("7004", "C", "2024-07-02", "P2", "60.00"),
    ("7004", "C", "2024-07-02", "P5", "60.00"),
]
TOTAL: list[tuple[str, str]] = [("columns.order_total", "order_total")]


def booked(paths: Sequence[Path], *settings: tuple[str, str]) -> dict[str, tuple[int, float | None]]:
    with Study(Recipe().with_values([*TOTAL, *settings]), paths) as study:
        return {line.rule: (line.rows, line.amount) for line in Asked(study).ledger if line.rows}


@pytest.mark.parametrize("overlap", ["rows", "orders"])
@pytest.mark.parametrize("refund_in", [(0, 1), (0, 1, 2)])
def test_a_refund_that_stands_in_several_files_counts_once(
    tmp_path: Path, overlap: str, refund_in: tuple[int, ...]
) -> None:
    parts = [SOLD, LATER, []][: max(refund_in) + 1]
    paths = [
        write_cells(tmp_path / f"{number}.csv", [*part, *(REFUND if number in refund_in else [])], HEADER)
        for number, part in enumerate(parts)
    ]
    assert booked(paths, ("rules.overlap", overlap), ("rules.cancelled_prefixes", "C")) == {
        "overlap": (2 * len(refund_in) - 2, 0.0),
        "cancelled": (2, -20.0),
        "kept": (8, 220.0),
    }


def test_a_refund_counts_though_its_copy_comes_first_in_the_order_of_rows(tmp_path: Path) -> None:
    # The copies are the first rows of their file, and the refund stands last in the other.
    paths = [
        write_cells(tmp_path / "0.csv", [*SOLD, *LATER, *REFUND], HEADER),
        write_cells(tmp_path / "1.csv", [*REFUND, ("7005", "C", "2024-08-02", "P5", "10.00")], HEADER),
    ]
    assert booked(paths) == {"overlap": (2, 0.0), "cancelled": (2, -20.0), "kept": (9, 230.0)}


def test_a_row_that_is_there_twice_bears_no_total(tmp_path: Path) -> None:
    rows = [SOLD[0], SOLD[0], *SOLD[2:], REFUND[0], REFUND[0], *LATER]
    path = write_cells(tmp_path / "twice.csv", rows, HEADER)
    assert booked([path], ("rules.duplicate", "true")) == {
        "cancelled": (2, -20.0),
        "duplicate": (1, 0.0),
        "kept": (7, 220.0),
    }


def test_a_total_that_stands_on_the_last_row_of_a_refund_counts(tmp_path: Path) -> None:
    blank = (*REFUND[0][:-1], "")
    path = write_cells(tmp_path / "last.csv", [*SOLD, blank, REFUND[1], *LATER], HEADER)
    assert booked([path]) == {"cancelled": (2, -20.0), "kept": (8, 220.0)}


@pytest.mark.parametrize(("shipping", "said"), [("4.95", True), ("0", False)])
def test_a_total_that_is_mapped_is_compared_once_an_order(tmp_path: Path, shipping: str, said: bool) -> None:
    lines = sold(3)
    rows = with_lines_and_totals(lines, Decimal(shipping))
    path = write_cells(tmp_path / "lines.csv", rows, LINES_AND_TOTAL)
    summed = sum(totals_of(lines).values())
    with Study(Recipe().with_values([("columns.order_total", "Order total")]), [path]) as study:
        notes = [note for note in study.columns.notes if "Order total" in note]
    assert (
        notes
        == [
            f"On 300 of the 300 orders looked at Order total is not the sum of Qty x Unit price: by Order total these are worth"
            f" {summed + 300 * Decimal(shipping):,.2f}, and by Qty x Unit price {summed:,.2f}. Order total counts, once an order; to go by"
            " Qty x Unit price: --map order_total=-"
        ]
        * said
    )
