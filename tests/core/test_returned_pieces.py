"""Pieces that came back: a quantity below zero beside an amount that is not, and what is said of it."""

from __future__ import annotations

import itertools
import shlex
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core import findings
from core.recipe import Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace

FIRST = date(2024, 1, 1)
NEGATIVE_IS_CANCELLED = ("rules.negative_is_cancelled", "true")
TOTALS = "order_no,customer_no,order_date,sku,qty,line_total"
PRICED = "order_no,customer_no,order_date,sku,qty,unit_price,line_total"
PRICE = Decimal("7.95")
# Customers K1 and K3 bring 1 and 2 pieces back.
BROUGHT_BACK = ((41, 1, -1), (42, 3, -2))


def bought() -> list[tuple[int, int, int]]:
    """40 orders by eight customers: order, customer, pieces."""
    return [(n, n % 8, 1 + n % 3) for n in range(40)]


def total(pieces: int) -> Decimal:
    return PRICE * abs(pieces)


def with_totals(lines: Sequence[tuple[int, int, int]]) -> list[str]:
    """Rows of TOTALS, none of whose totals is below zero."""
    return [
        f"{9000 + n},K{who},{FIRST + timedelta(days=9 * n)},M{n % 5},{pieces},{total(pieces)}"
        for n, who, pieces in lines
    ]


def with_prices(lines: Sequence[tuple[int, int, int]]) -> list[str]:
    """The same rows of PRICED."""
    return [
        f"{9000 + n},K{who},{FIRST + timedelta(days=9 * n)},M{n % 5},{pieces},{PRICE},{total(pieces)}"
        for n, who, pieces in lines
    ]


def report_of(tmp_path: Path, header: str, rows: Sequence[str], *settings: tuple[str, str]) -> Report:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    with Study(Recipe().with_values(settings), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        return study.report


def said(report: Report, *words: str) -> str:
    """The one sentence with these words; "" where there is none."""
    found = [note for note in report.notes if all(word in note for word in words)]
    assert len(found) <= 1
    return found[0] if found else ""


def settings_in(sentence: str) -> list[tuple[str, str]]:
    """What a sentence says to type, as settings of a recipe."""
    words = shlex.split(sentence)
    typed = itertools.pairwise(words)
    given = [(flag, value.rstrip(",").partition("=")) for flag, value in typed if flag in ("--map", "--set")]
    return [(f"columns.{key}" if flag == "--map" else key, value) for flag, (key, _, value) in given]


def refunds(report: Report) -> Decimal:
    """What was taken off, from the sums of the report."""
    return Decimal(str(report.net)) - Decimal(str(report.bought))


WORTH = sum((total(pieces) for _, _, pieces in BROUGHT_BACK), Decimal(0))


def test_amounts_above_zero_are_not_called_negative(tmp_path: Path) -> None:
    report = report_of(tmp_path, TOTALS, with_totals([*bought(), *BROUGHT_BACK]))
    sentence = said(report, "below zero")
    assert sentence.startswith(
        f"2 rows of 2 customers have a quantity below zero and an amount above it ({WORTH} in all)"
    )
    assert "they count neither as purchases nor as refunds" in sentence
    assert sentence.endswith("written below zero in line_total.")
    # The setting alone books nothing, so it is not what the sentence says to type.
    assert not settings_in(sentence)
    assert report.kept == 40


def test_one_row_is_told_as_one(tmp_path: Path) -> None:
    report = report_of(tmp_path, TOTALS, with_totals([*bought(), BROUGHT_BACK[1]]))
    assert said(report, "below zero").startswith(
        "1 row of 1 customer has a quantity below zero and an amount above it (15.90) and is not marked as cancelled,"
        " so it counts neither as a purchase nor as a refund. A refund is an amount below zero: as cancelled"
        " (rules.negative_is_cancelled=true) it would be taken out and still be no refund."
    )


def test_cancelled_by_the_setting_they_are_said_to_be_no_refunds(tmp_path: Path) -> None:
    rows = with_totals([*bought(), *BROUGHT_BACK])
    report = report_of(tmp_path, TOTALS, rows, NEGATIVE_IS_CANCELLED)
    assert refunds(report) == 0
    assert said(report, "not booked as refunds").startswith(
        f"2 rows of 2 customers with a quantity below zero are worth {WORTH}, above zero, so they are taken out and not booked as refunds."
    )


@pytest.mark.parametrize("settings", [[], [NEGATIVE_IS_CANCELLED]])
def test_where_there_is_a_price_following_the_advice_books_the_refunds(
    tmp_path: Path, settings: list[tuple[str, str]]
) -> None:
    rows = with_prices([*bought(), *BROUGHT_BACK])
    sentence = said(report_of(tmp_path, PRICED, rows, *settings), "says what to take off")
    followed = report_of(tmp_path, PRICED, rows, *settings, *settings_in(sentence))
    assert Decimal(str(followed.bought)) == sum(total(pieces) for _, _, pieces in bought())
    assert refunds(followed) == -WORTH
    assert not said(followed, "says what to take off")


def test_a_price_that_was_given_as_the_amount_is_said_to_be_one(tmp_path: Path) -> None:
    header = "Invoice,Customer ID,InvoiceDate,StockCode,Quantity,Price"
    rows = [
        f"{9000 + n},K{who},{FIRST + timedelta(days=9 * n)},M{n % 5},{pieces},{PRICE}"
        for n, who, pieces in [*bought(), *BROUGHT_BACK]
    ]
    sentence = said(report_of(tmp_path, header, rows, ("columns.amount", "Price")), "below zero")
    assert f"an amount above it ({2 * PRICE} in all)" in sentence
    assert settings_in(sentence) == [("columns.price", "Price")]
    followed = report_of(tmp_path, header, rows, *settings_in(sentence), NEGATIVE_IS_CANCELLED)
    assert refunds(followed) == -WORTH


def test_beside_amounts_below_zero_they_are_told_apart(tmp_path: Path) -> None:
    voucher = f"9041,K1,{FIRST + timedelta(days=400)},Voucher,1,-2.00"
    rows = [*with_totals([*bought(), BROUGHT_BACK[1]]), voucher]
    sentence = said(report_of(tmp_path, TOTALS, rows), "below zero")
    assert sentence.startswith("2 rows of 2 customers, 13.90 in all, are negative")
    assert "1 of them has a quantity below zero and an amount above it (15.90)." in sentence
    assert sentence.endswith("If they are returned goods: --set rules.negative_is_cancelled=true")
    report = report_of(tmp_path, TOTALS, rows, NEGATIVE_IS_CANCELLED)
    assert refunds(report) == -2
    assert said(report, "not booked as").startswith(
        "1 row of 1 customer with a quantity below zero is worth 15.90, above zero, so it is taken out and not booked as a refund."
    )


def test_amounts_that_follow_the_quantity_below_zero_are_advised_as_ever(tmp_path: Path) -> None:
    rows = [row.rpartition(",")[0] for row in with_prices([*bought(), *BROUGHT_BACK])]
    header = PRICED.removesuffix(",line_total")
    sentence = said(report_of(tmp_path, header, rows), "negative")
    assert sentence.startswith(f"2 rows of 2 customers, -{WORTH} in all, are negative")
    assert settings_in(sentence) == [NEGATIVE_IS_CANCELLED]
    followed = report_of(tmp_path, header, rows, NEGATIVE_IS_CANCELLED)
    assert refunds(followed) == -WORTH
    assert not said(followed, "above zero")


@pytest.mark.parametrize(
    ("settings", "begins"),
    [
        (
            [],
            f"Rows of 2 orders of 2 customers have a quantity that is not above zero and come to more than zero, {WORTH} in all",
        ),
        (
            [NEGATIVE_IS_CANCELLED],
            f"Cancelled rows of 2 orders of 2 customers are worth {WORTH}, above zero, so they are taken out and not booked as refunds.",
        ),
    ],
)
def test_of_many_rows_their_orders_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: list[tuple[str, str]], begins: str
) -> None:
    monkeypatch.setattr(findings, "MOST_READ_AGAIN", 10)
    report = report_of(tmp_path, TOTALS, with_totals([*bought(), *BROUGHT_BACK]), *settings)
    assert said(report, "zero").startswith(begins)
