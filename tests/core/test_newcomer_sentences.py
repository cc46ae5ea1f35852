"""Sentences of the second look that have to be true to the row, and whose advice has to leave something."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core import findings
from core.recipe import Recipe
from core.report import Report
from core.study import Study
from tests.support.second_look import FIRST, bucket, report_of, said, setting_in

# Rows below zero


RECEIPTS = "Receipt,Member,Date,Item,Qty,Price"


def receipts(*more: str) -> list[str]:
    """40 receipts of 8 members, worth (1 + 2 + 3) x 7.95 for every three, and more rows."""
    usual = [f"{9000 + n},K{n % 8},{FIRST + timedelta(days=9 * n)},Mug,{1 + n % 3},7.95" for n in range(40)]
    return [*usual, *more]


def negative(report: Report) -> str:
    return said(report, "rules.negative_is_cancelled")


FREE = "9003,K3,2024-01-28,Free gift,1,0.00"
VOUCHER = "9003,K3,2024-01-28,Voucher,1,-2.00"


@pytest.mark.parametrize(
    ("more", "begins", "cancelled"),
    [
        ((FREE, FREE, VOUCHER), "1 row of 1 customer, -2.00, is negative", (1, -2.0)),
        ((FREE, VOUCHER, VOUCHER), "2 rows of 1 customer, -4.00 in all, are negative", (2, -4.0)),
        # A piece taken back at a price below zero is worth something, and hides another beside it.
        (
            ("9003,K3,2024-01-28,Odd,-1,-9.00", VOUCHER),
            "2 rows of 1 customer, 7.00 in all, are negative",
            (2, 7.0),
        ),
        (
            ("9004,K4,2024-02-06,Mug,-1,7.95", "9005,K5,2024-02-15,Mug,-2,7.95", FREE),
            "2 rows of 2 customers, -23.85 in all, are negative",
            (2, -23.85),
        ),
    ],
)
def test_negative_rows_are_counted_as_the_setting_takes_them(
    tmp_path: Path, more: tuple[str, ...], begins: str, cancelled: tuple[int, float]
) -> None:
    rows = receipts(*more)
    sentence = negative(report_of(tmp_path, RECEIPTS, rows))
    assert sentence.startswith(begins)
    followed = report_of(tmp_path, RECEIPTS, rows, setting_in(sentence))
    assert bucket(followed, "cancelled") == cancelled


def test_rows_without_a_price_are_not_negative(tmp_path: Path) -> None:
    assert not negative(report_of(tmp_path, RECEIPTS, receipts(FREE, FREE, "9003,K3,2024-01-28,Bag,1,")))


def test_totals_of_orders_that_are_negative_are_counted_on_all_their_rows(tmp_path: Path) -> None:
    rows = [
        f"{n // 2},K{n // 2 % 8},{FIRST + timedelta(days=n // 2)},P{n % 5},{20 + n // 2}.50"
        for n in range(80)
    ]
    rows = [row.replace(",25.50", ",-25.50") for row in rows]
    settings = (("columns.order_total", "total"),)
    report = report_of(tmp_path, "order,customer,date,product,total", rows, *settings)
    assert negative(report).startswith("2 rows of 1 customer, -25.50 in all, are negative")


def test_of_many_rows_the_orders_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_READ_AGAIN", 10)
    sentence = negative(report_of(tmp_path, RECEIPTS, receipts(FREE, FREE, VOUCHER)))
    assert sentence.startswith("Rows of 1 order of 1 customer come to less than zero, -2.00 in all")


# Days that were asked for


WINDOW = "order,customer,date,amount"


def year(*more: str) -> list[str]:
    """A purchase of 20 on each fourth day of a year by one of four customers, and more."""
    usual = [f"{n},K{n % 4},{FIRST + timedelta(days=4 * n)},20.00" for n in range(90)]
    return [*usual, *more]


EARLY, INSIDE, LATE = "C900,K1,2024-01-02,-4.00", "C901,K2,2024-04-03,-5.00", "C902,K1,2024-12-20,-15.00"
STRANGER = "C903,K77,2024-12-21,-99.00"


def test_refunds_after_the_days_asked_for_are_said_with_what_leaves_them_out(tmp_path: Path) -> None:
    rows = year(INSIDE, LATE, STRANGER)
    window = ("rules.after", "2024-06-30")
    report = report_of(tmp_path, WINDOW, rows, window)
    # The 46 days from 1 January to 29 June; what K77 never bought is taken off nothing.
    assert (report.revenue, report.net) == (46 * 20.0, 46 * 20.0 - 5 - 15)
    sentence = said(report, "Refunds count whenever they come")
    assert "1 cancelled row after 2024-06-30 (-15.00) lies outside the days asked for" in sentence
    assert "left out by --as-of 2024-07-01" in sentence
    followed = report_of(tmp_path, WINDOW, rows, window, ("customers.as_of", "2024-07-01"))
    assert (followed.revenue, followed.net) == (46 * 20.0, 46 * 20.0 - 5)
    assert not said(followed, "Refunds count")


def test_refunds_on_both_sides_of_the_days_asked_for(tmp_path: Path) -> None:
    settings = (("rules.before", "2024-02-01"), ("rules.after", "2024-06-30"))
    rows = year(EARLY, INSIDE, LATE, LATE.replace("C902", "C904"))
    sentence = said(report_of(tmp_path, WINDOW, rows, *settings), "Refunds count")
    assert (
        "1 cancelled row before 2024-02-01 (-4.00) and 2 cancelled rows after 2024-06-30 (-30.00) lie outside"
        in sentence
    )
    assert not said(report_of(tmp_path, WINDOW, year(INSIDE), *settings), "Refunds count")
    assert not said(report_of(tmp_path, WINDOW, rows), "Refunds count")


# Ids with .0


def ids(*, plain: int, customer: str = "{}.0") -> list[str]:
    """60 rows of 9 customers, of which the first have no .0."""
    return [
        f"{1000 + n % 9 if n < plain else customer.format(1000 + n % 9)},{n},{FIRST + timedelta(days=n)},{n}.25"
        for n in range(1, 61)
    ]


IDS = "customer,order,date,amount"


def test_ids_that_are_joined_although_some_have_no_point_zero_are_said(tmp_path: Path) -> None:
    report = report_of(tmp_path, IDS, ids(plain=2))
    assert report.customers == 9
    assert said(report, "ends in .0").startswith("59 rows have an id in customer that ends in .0")
    assert "and 1 has one without" in said(report, "ends in .0")
    assert "the same customer" in said(report, "ends in .0")


def test_nothing_is_said_where_all_ids_have_it_or_none_is_touched(tmp_path: Path) -> None:
    assert not said(report_of(tmp_path, IDS, ids(plain=0)), "ends in .0")
    assert not said(report_of(tmp_path, IDS, ids(plain=70)), "ends in .0")
    mixed = report_of(tmp_path, IDS, [*ids(plain=2), "A7,99,2024-01-01,3.25"])
    assert mixed.customers == 11  # 1001 and 1001.0 are two, and A7 is one
    assert not said(mixed, "ends in .0")


def test_a_file_beside_it_without_any_is_no_mixture(tmp_path: Path) -> None:
    other = tmp_path / "older.csv"
    other.write_text("\n".join((IDS, *ids(plain=70))).replace("2024-", "2023-") + "\n", encoding="utf-8")
    report = report_of(tmp_path, IDS, ids(plain=0), more=[other])
    assert report.customers == 9
    assert not said(report, "ends in .0")


def test_of_many_rows_the_joining_is_told_without_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MOST_READ_AGAIN", 10)
    assert "is the same customer" in said(report_of(tmp_path, IDS, ids(plain=2)), "end in .0")


# Discounts


DISCOUNTED = "order,customer,date,amount,discount"


def discounted(*discounts: str) -> list[str]:
    return [
        f"{n},K{n % 7},{FIRST + timedelta(days=n)},100.00,{discounts[n % len(discounts)]}" for n in range(60)
    ]


def test_a_discount_without_a_column_is_said(tmp_path: Path) -> None:
    rows = [row.rpartition(",")[0] for row in discounted("0")]
    header = DISCOUNTED.rpartition(",")[0]
    report = report_of(tmp_path, header, rows, ("customers.discount", "percent"))
    assert "no column is known to hold them, so nothing was" in said(report, "--map discount=COLUMN")
    assert not said(report_of(tmp_path, header, rows), "--map discount=COLUMN")


def test_discounts_above_one_are_no_fractions(tmp_path: Path) -> None:
    rows = discounted("0", "10", "20")
    report = report_of(tmp_path, DISCOUNTED, rows, ("customers.discount", "fraction"))
    sentence = said(report, "which a fraction cannot be")
    assert sentence.startswith("40 discounts in discount are above 1 (up to 20)")
    assert not negative(report)
    followed = report_of(tmp_path, DISCOUNTED, rows, setting_in(sentence))
    assert followed.revenue == 20 * (100 + 90 + 80)


def test_fractions_are_said_to_be_none_of_the_percentages(tmp_path: Path) -> None:
    rows = discounted("0", "0.1", "0.25")
    report = report_of(tmp_path, DISCOUNTED, rows, ("customers.discount", "percent"))
    sentence = said(report, "take off next to nothing")
    assert "No discount in discount is above 0.25" in sentence
    followed = report_of(tmp_path, DISCOUNTED, rows, setting_in(sentence))
    assert followed.revenue == 20 * (100 + 90 + 75)
    assert not said(followed, "discount in discount")
    assert not said(followed, "fraction cannot be")


@pytest.mark.parametrize(
    ("written", "discounts"), [("percent", ("0", "0.5", "15")), ("fraction", ("0", "0.5", "1"))]
)
def test_discounts_that_may_be_what_they_are_said_to_be(
    tmp_path: Path, written: str, discounts: tuple[str, ...]
) -> None:
    rows = discounted(*discounts)
    report = report_of(tmp_path, DISCOUNTED, rows, ("customers.discount", written))
    assert not said(report, "iscount", "customers.discount")


def test_refunds_are_told_of_beside_discounts_that_are_fractions(tmp_path: Path) -> None:
    rows = [*discounted("0", "0.1"), "99,K1,2024-03-01,-50.00,0.1"]
    report = report_of(tmp_path, DISCOUNTED, rows, ("customers.discount", "fraction"))
    assert negative(report).startswith("1 row of 1 customer, -45.00, is negative")


# The same order in two files


def test_orders_that_differ_by_how_a_number_is_written_are_said_to_differ(tmp_path: Path) -> None:
    header = "order,customer,date,product,amount"
    rows = [f"{n},K{n % 7},{FIRST + timedelta(days=n)},P{n % 5},9.95" for n in range(40)]
    later = [row.replace("2024-", "2025-") for row in rows]
    other = tmp_path / "later.csv"
    moved = [f"{500 + n},{row.partition(',')[2]}" for n, row in enumerate(later)]
    other.write_text("\n".join((header, *moved, "900,K1,2024-02-09,P1,7.5")) + "\n", encoding="utf-8")
    report = report_of(tmp_path, header, [*rows, "900,K1,2024-02-09,P1,7.50"], more=[other])
    assert report.revenue == pytest.approx(80 * 9.95 + 15)
    sentence = said(report, "1 order id stands in several sheets or files with different rows")
    assert "compared as they are written, so 7.50 and 7.5 differ" in sentence


@pytest.mark.parametrize(("refunds", "advised"), [("gross", True), ("net", False)])
def test_who_was_mostly_refunded_is_told_with_what_they_spent(
    tmp_path: Path, refunds: str, advised: bool
) -> None:
    path = tmp_path / "sales.csv"
    lines = [f"{100 + n},K{n % 5},2024-0{1 + n % 9}-11,1,20.00" for n in range(30)]
    lines += ["900,X,2024-03-03,1,30.00", "C901,X,2024-03-09,-1,28.00"]
    path.write_text("\n".join(["order_id,customer_id,order_date,quantity,price", *lines]))
    with Study(Recipe().with_value("customers.refunds", refunds), [path]) as study:
        (note,) = [note for note in study.report.notes if "refunded" in note]
    assert "X (30.00, net 2.00)" in note
    assert ("customers.refunds=net" in note) is advised
