"""Which rows, and what is booked on them: statuses, amounts, order totals and discounts, with the bucket and the money written beside them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.support.buckets import buckets_of, lines_of, study_of
from tests.support.planted import CENT, write_cells

STATUS_HEADER = ("order_id", "customer_id", "order_date", "amount", "status")
BY_STATUS = [
    ("9001", "1001", "2024-03-01", "10.00", "Completed", "kept"),
    ("9002", "1001", "2024-03-02", "11.00", "Cancelled", "cancelled"),
    ("9003", "1001", "2024-03-03", "-12.50", "canceled", "cancelled"),
    ("9004", "1002", "2024-03-04", "13.00", "  CANCELLED ", "cancelled"),
    ("9005", "1002", "2024-03-05", "-14.25", "Refunded", "cancelled"),
    ("9006", "1002", "2024-03-06", "15.00", "partially refunded", "kept"),
    ("9007", "1002", "2024-03-07", "16.00", "Partially Returned", "kept"),
    ("9008", "1003", "2024-03-08", "17.00", "Returned", "cancelled"),
    ("9009", "1003", "2024-03-09", "18.00", "Shipped", "kept"),
    ("9010", "1003", "2024-03-10", "19.00", "delivered, not returned", "kept"),
    ("9011", "1003", "2024-03-11", "20.00", "Voided", "cancelled"),
    ("9012", "1003", "2024-03-12", "21.00", "charge-back", "cancelled"),
    ("9013", "1004", "2024-03-13", "22.00", "", "kept"),
    ("9014", "1004", "2024-03-14", "0", "Refunded", "cancelled"),
    ("9015", "1004", "2024-03-15", "0", "Completed", "price <= 0"),
    ("9016", "1004", "2024-03-16", "-5.00", "Completed", "price <= 0"),
    ("9017", "", "2024-03-17", "24.00", "Cancelled", "missing customer"),
    ("9018", "1004", "", "25.00", "Cancelled", "missing date"),
    ("9019", "1004", "2024-03-19", "lots", "Cancelled", "unreadable"),
    ("9020", "1004", "2024-03-20", "", "Cancelled", "cancelled"),
    ("9021", "1005", "2024-03-21", "26.00", "Storniert", "cancelled"),
    ("9022", "1005", "2024-03-22", "27.00", "Geannuleerd", "cancelled"),
    ("9023", "1005", "2024-03-23", "28.00", "Annulée", "cancelled"),
    ("9024", "1005", "2024-03-24", "29.00", "Annullato", "cancelled"),
    ("9025", "1005", "2024-03-25", "30.00", "Cancelado", "cancelled"),
    ("9026", "1005", "2024-03-26", "31.00", "Teilweise erstattet", "kept"),
    ("9027", "1005", "2024-03-27", "32.00", "Terugbetaald", "cancelled"),
    ("9028", "1005", "2024-03-28", "33.00", "Remboursé", "cancelled"),
    ("9029", "1005", "2024-03-29", "34.00", "Retourniert", "cancelled"),
    ("9030", "1005", "2024-03-30", "35.00", "Devuelto", "cancelled"),
    ("9031", "1006", "2024-03-30", "36.00", "In transit", "kept"),
    ("9032", "1006", "2024-03-30", "37.00", "Presold", "kept"),
    ("9033", "1006", "2024-03-30", "38.00", "Resolved", "kept"),
    ("9034", "1006", "2024-03-30", "39.00", "Reso", "cancelled"),
    ("9035", "1006", "2024-03-30", "39.50", "Reso parziale", "kept"),
    *((str(9100 + n), str(1001 + n % 7), f"2024-04-{1 + n:02}", f"{40 + n}.10", "Completed", "kept") for n in range(28)),
]  # fmt: skip


def test_a_status_marks_what_is_cancelled(tmp_path: Path) -> None:
    path = write_cells(tmp_path / "orders.csv", [row[:-1] for row in BY_STATUS], STATUS_HEADER)
    found = buckets_of([path])[0]
    wrong = [(row, bucket) for row, bucket in zip(BY_STATUS, found, strict=True) if row[-1] != bucket]
    assert not wrong
    with study_of([path]) as study:
        customers = {row["customer_id"]: row for row in study.customers.to_dicts()}
        ledger = {line.rule: line.amount for line in study.report.ledger}
    # What was refunded is what is negative among the cancelled: an order cancelled before it was paid gives nothing back.
    assert customers["1001"]["refunded"] == -12.50
    assert customers["1002"]["refunded"] == -14.25
    assert customers["1003"]["refunded"] == 0.0
    bought = sum(Decimal(row[3]) for row in BY_STATUS if row[-1] == "kept" and row[1] == "1001")
    assert customers["1001"]["monetary"] == float(bought)
    assert customers["1001"]["net"] == float(bought - Decimal("12.50"))
    cancelled = sum(Decimal(row[3] or "0") for row in BY_STATUS if row[-1] == "cancelled")
    assert ledger["cancelled"] == float(cancelled)


def test_statuses_that_are_given_are_the_only_ones_that_cancel(tmp_path: Path) -> None:
    path = write_cells(tmp_path / "orders.csv", [row[:-1] for row in BY_STATUS], STATUS_HEADER)
    found = lines_of([path], [("rules.cancelled_statuses", '["shipped", "IN TRANSIT"]')])[0]
    assert {line["order_id"] for line in found if line["bucket"] == "cancelled"} == {"9009", "9031"}


def test_amounts_without_quantity_and_price(tmp_path: Path) -> None:
    rows = [
        ("1", "501", "2024-05-01", "10.00", "kept"),
        ("2", "501", "2024-05-02", "0.00", "price <= 0"),
        ("3", "502", "2024-05-03", "-3.10", "price <= 0"),
        ("4", "502", "2024-05-04", "", "price <= 0"),
        ("5", "502", "2024-05-05", "?", "unreadable"),
        ("6", "", "2024-05-06", "8.00", "missing customer"),
        ("C7", "502", "2024-05-07", "-4.00", "cancelled"),
        ("8", "503", "never", "4.00", "unreadable"),
        *((str(n), str(500 + n % 9), f"2024-06-{n:02}", f"{n}.05", "kept") for n in range(9, 30)),
    ]
    header = ("invoice", "customer", "date", "amount")
    path = write_cells(tmp_path / "amounts.csv", [row[:-1] for row in rows], header)
    assert buckets_of([path])[0] == [row[-1] for row in rows]
    with study_of([path], [("rules.negative_is_cancelled", "true")]) as study:
        counted = {line.rule: (line.rows, line.amount) for line in study.report.ledger}
        assert counted["cancelled"] == (2, -7.10)
        assert counted["price <= 0"] == (2, 0.0)
        customers = {row["customer_id"]: row["refunded"] for row in study.customers.to_dicts()}
        assert customers["502"] == -7.10


def test_an_order_total_is_booked_once_an_order(tmp_path: Path) -> None:
    rows = [
        # customer, order, date, product, quantity, order_total: bucket, and what is booked on the row
        ("501", "1", "2024-05-01", "pen", "2", "30.00", "kept", "30.00"),
        ("501", "1", "2024-05-01", "ink", "1", "30.00", "kept", "0"),
        ("501", "1", "2024-05-01", "cap", "4", "30.00", "kept", "0"),
        # The first row of the order is taken out, so the next one carries the money.
        ("502", "2", "2024-05-02", "pen", "0", "12.50", "quantity <= 0", "0"),
        ("502", "2", "2024-05-02", "ink", "1", "12.50", "kept", "12.50"),
        ("502", "2", "2024-05-02", "cap", "1", "12.50", "kept", "0"),
        # The same order id of another customer is another order.
        ("503", "1", "2024-05-03", "pen", "1", "7.25", "kept", "7.25"),
        ("503", "1", "2024-05-03", "ink", "1", "7.25", "kept", "0"),
        ("504", "C4", "2024-05-04", "pen", "-1", "-7.25", "cancelled", "-7.25"),
        ("504", "C4", "2024-05-04", "ink", "-1", "-7.25", "cancelled", "0"),
        *(
            (str(505 + n % 5), str(10 + n), f"2024-06-{1 + n:02}", thing, "1", f"{20 + n}.50", "kept", booked)
            for n in range(15)
            for thing, booked in (("pen", f"{20 + n}.50"), ("ink", "0"))
        ),
        ("504", "60", "2024-07-01", "pen", "1", "", "price <= 0", "0"),
        ("504", "61", "2024-07-02", "pen", "1", "thirty", "unreadable", "0"),
        ("504", "62", "2024-07-03", "pen", "1", "5.00", "kept", "5.00"),
    ]  # fmt: skip
    header = ("customer_id", "order_id", "order_date", "product", "quantity", "order_total")
    path = write_cells(tmp_path / "totals.csv", [row[:6] for row in rows], header)
    asked = [("columns.order_total", "order_total")]
    with study_of([path], asked) as study:
        revenue = study.report.revenue
        ledger = {line.rule: line.amount for line in study.report.ledger}
    lines = lines_of([path], asked)[0]
    assert [line["bucket"] for line in lines] == [row[6] for row in rows]
    assert [Decimal(str(line["amount"] or 0)) for line in lines] == [Decimal(row[7]) for row in rows]
    assert revenue == float(sum(Decimal(row[7]) for row in rows if row[6] == "kept"))
    assert ledger["cancelled"] == -7.25


@pytest.mark.parametrize(
    ("how", "amounts"),
    [
        ("ignore", ["20.00", "20.00", "9.99", "20.00", "20.00"]),
        ("percent", ["19.00", "20.00", "9.8901", "0", "20.00"]),
        ("fraction", ["-80.00", "20.00", "0.00", "-1980.00", "20.00"]),
        ("money", ["15.00", "20.00", "8.99", "-80.00", "20.00"]),
    ],
)
def test_a_discount_is_taken_off_as_asked(tmp_path: Path, how: str, amounts: list[str]) -> None:
    rows = [
        ("501", "1", "2024-05-01", "4", "5.00", "5"),
        ("501", "2", "2024-05-02", "2", "10.00", ""),
        ("502", "3", "2024-05-03", "1", "9.99", "1"),
        ("503", "4", "2024-05-04", "1", "20.00", "100"),
        ("503", "5", "2024-05-05", "1", "20.00", "0"),
    ]
    header = ("customer_id", "order_id", "order_date", "quantity", "unit_price", "discount")
    path = write_cells(tmp_path / "discounts.csv", rows, header)
    lines = lines_of([path], [("customers.discount", how), ("columns.discount", "discount")])[0]
    assert [Decimal(str(line["amount"])) for line in lines] == [Decimal(amount) for amount in amounts]
    low = ["price <= 0" if Decimal(amount) <= 0 else "kept" for amount in amounts]
    assert [line["bucket"] for line in lines] == low


def test_rows_with_cells_too_many_or_too_few(tmp_path: Path) -> None:
    """A row that has more cells than the header, or fewer, cannot be told apart cell by cell."""
    text = "invoice,customer,date,quantity,price\n"
    rows = [
        ("1,501,2024-05-01,2,1.50", "kept"),
        ("2,502,2024-05-02,2,1,50", "unreadable"),
        ("3,503,2024-05-03,2", "unreadable"),
        ("4,504,2024-05-04,1,2.50", "kept"),
        ("5,505", "unreadable"),
        *((f"{n},{500 + n % 4},2024-06-{n:02},1,3.10", "kept") for n in range(6, 29)),
    ]
    path = tmp_path / "ragged.csv"
    path.write_text(text + "\n".join(line for line, _ in rows) + "\n", encoding="utf-8")
    assert buckets_of([path])[0] == [bucket for _, bucket in rows]


def test_money_is_exact_however_many_rows_make_it(tmp_path: Path) -> None:
    """Doubles would drift: a tenth and a third of a cent, thousands of times."""
    rows = [
        (str(n), str(500 + n % 3), f"2024-05-{1 + n % 28:02}", str(1 + n % 7), f"{(n % 97) / 1000:.3f}")
        for n in range(1, 9001)
    ]
    path = write_cells(tmp_path / "many.csv", rows, ("invoice", "customer", "date", "quantity", "price"))
    total = sum(Decimal(row[3]) * Decimal(row[4]) for row in rows)
    with study_of([path]) as study:
        found = {row["customer_id"]: row["monetary"] for row in study.customers.to_dicts()}
        assert study.report.revenue == float(total.quantize(CENT, ROUND_HALF_UP))
    for customer in ("500", "501", "502"):
        own = sum(Decimal(row[3]) * Decimal(row[4]) for row in rows if row[1] == customer)
        assert found[customer] == float(own.quantize(CENT, ROUND_HALF_UP))


def test_a_list_of_nothing_but_cancellations_is_one(tmp_path: Path) -> None:
    header = ("invoice", "customer", "date", "quantity", "price")
    rows = [(f"C{100 + n}", str(500 + n % 4), f"2024-05-{1 + n % 28:02}", "-2", "3.50") for n in range(40)]
    with study_of([write_cells(tmp_path / "refunds.csv", rows, header)]) as study:
        assert {line.rule: line.rows for line in study.ledger_lines if line.rows} == {"cancelled": 40}
    sold = [(order, customer, date, "2", price) for order, customer, date, _, price in rows]
    with study_of([write_cells(tmp_path / "sold.csv", sold, header)]) as study:
        assert {line.rule: line.rows for line in study.ledger_lines if line.rows} == {"kept": 40}
