"""Where money stands in the files that programs write: a column for each year, prices of tickets, dues, and fees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.columns.words import read_name
from core.recipe import Recipe
from tests.support.asked import Asked
from tests.support.exports import FIRST, WORTH, Row, columns_of, notes_with, study_of


def with_amount(column: str) -> Recipe:
    return replace(Recipe(), columns=replace(Recipe().columns, amount=column))


# A column for each year.

OLD = [round(20.5 + 37.25 * (number * 7 % 11), 2) for number in range(44)]
NEW = [round(10.75 + 21.5 * (number * 5 % 13), 2) for number in range(44)]
COUNTS = [1 + number * 3 % 8 for number in range(44)]
LAST = [FIRST + timedelta(number * 9) for number in range(44)]


@pytest.mark.parametrize(
    ("customer", "older", "newer", "last", "count"),
    [
        ("Debiteurnr", "Omzet 2024", "Omzet 2025", "Laatste factuurdatum", "Aantal facturen"),
        ("Klant", "Omzet vorig jaar", "Omzet dit jaar", "Laatste factuurdatum", "Aantal facturen"),
        ("Kunde", "Umsatz Vorjahr", "Umsatz lfd. Jahr", "Letzte Rechnung", "Anz. Rechnungen"),
        ("Client", "CA N-1", "CA N", "Dernière facture", "Nb factures"),
        ("Customer", "Sales LY", "Sales YTD", "Last order date", "Orders"),
        ("Customer", "salesLastYear", "salesThisYear", "Last order date", "Orders"),
        ("Customer", "Revenue FY23", "Revenue FY24", "Last order date", "Orders"),
        ("Cliente", "Ventas año anterior", "Ventas año actual", "Última compra", "Pedidos"),
    ],
)
@pytest.mark.parametrize("newest_first", [False, True])
def test_of_a_column_for_each_year_the_newest_counts_and_the_other_is_named(
    tmp_path: Path, customer: str, older: str, newer: str, last: str, count: str, newest_first: bool
) -> None:
    years = [(newer, NEW), (older, OLD)] if newest_first else [(older, OLD), (newer, NEW)]
    header = ";".join((customer, *(name for name, _ in years), last, count))
    rows = [
        (f"C{number:03}", *(f"{money[number]:.2f}" for _, money in years), LAST[number], COUNTS[number])
        for number in range(44)
    ]
    with study_of(tmp_path, header, rows) as study:
        guess = study.columns.roles["monetary"]
        assert (guess.column, guess.runner_up) == (newer, older)
        assert study.report.revenue == pytest.approx(sum(NEW))
        (note,) = notes_with(study, "stands in several columns, of a year each")
        assert f"{newer} counts" in note
        assert f"{newer} {sum(NEW):,.2f}, {older} {sum(OLD):,.2f}" in note
        assert f"--map 'monetary={older}'" in note


def test_a_measure_that_says_all_years_counts_without_a_word(tmp_path: Path) -> None:
    rows = [(f"C{n:03}", OLD[n], NEW[n], round(OLD[n] + NEW[n], 2), LAST[n], COUNTS[n]) for n in range(44)]
    header = "Klant;Omzet 2024;Omzet 2025;Omzet totaal;Laatste factuurdatum;Aantal facturen"
    with study_of(tmp_path, header, rows) as study:
        assert columns_of(study)["monetary"] == "Omzet totaal"
        assert not notes_with(study, "of a year each")


def test_a_measure_without_a_year_counts_before_one_with_a_year_and_this_is_said(tmp_path: Path) -> None:
    rows = [(f"C{n:03}", OLD[n], round(OLD[n] + NEW[n], 2), LAST[n], COUNTS[n]) for n in range(44)]
    with study_of(tmp_path, "Klant;Omzet 2024;Omzet;Laatste factuurdatum;Aantal facturen", rows) as study:
        assert columns_of(study)["monetary"] == "Omzet"
        assert len(notes_with(study, "Omzet counts, whose name says no year, and not Omzet 2024")) == 1


def test_orders_counted_by_year_are_taken_of_the_newest_too(tmp_path: Path) -> None:
    rows = [(f"C{n:03}", COUNTS[n], 1 + COUNTS[n], NEW[n], LAST[n]) for n in range(44)]
    with study_of(tmp_path, "Customer;Orders 2023;Orders 2024;Total spent;Last order date", rows) as study:
        assert columns_of(study)["frequency"] == "Orders 2024"
        assert study.report.orders == sum(1 + count for count in COUNTS)
        assert len(notes_with(study, "Frequency stands in several columns")) == 1


# Prices of tickets, and stays of several nights.

KINDS = [("Adult", 25.0), ("Student", 17.5), ("Child", 12.5)]


@pytest.mark.parametrize(
    "price", ["Ticket Price", "Ticketpreis", "Ticketprijs", "Price per ticket", "Seat price", "Item price"]
)
@pytest.mark.parametrize("pieces", [1, 3])
def test_a_ticket_price_is_the_price_of_one_ticket(tmp_path: Path, price: str, pieces: int) -> None:
    rows: list[Row] = []
    worth = 0.0
    for order in range(40):
        kind, each = KINDS[order * 5 % 3]
        for ticket in range(1 + order % 4):
            count = 1 + (order + ticket) % pieces
            rows.append(
                (
                    1000 + order,
                    FIRST + timedelta(order),
                    f"c{order % 13}@x.example",
                    count,
                    kind,
                    f"{each:.2f}",
                )
            )
            worth += count * each
    with study_of(tmp_path, f"Order #;Order Date;Email;Quantity;Ticket Type;{price}", rows) as study:
        assert columns_of(study)["price"] == price
        assert "order_total" not in columns_of(study)
        assert Asked(study).revenue == pytest.approx(worth)


def test_a_ticket_that_numbers_a_sale_is_still_its_order(tmp_path: Path) -> None:
    rows = [
        (f"T{n // 2}", FIRST + timedelta(n // 2), f"C{n // 2 % 7}", f"{4 + n // 2 * 1.25:.2f}")
        for n in range(60)
    ]
    with study_of(tmp_path, "Ticket;Date;Customer;Ticket total", rows) as study:
        columns = columns_of(study)
        assert (columns["order"], columns["order_total"]) == ("Ticket", "Ticket total")
        assert Asked(study).revenue == pytest.approx(sum(4 + order * 1.25 for order in range(30)))


@pytest.mark.parametrize(
    "nights", ["# of nights", "Number of guests", "Aantal nachten", "Anzahl Nächte", "# of adults"]
)
@pytest.mark.parametrize("money", ["What came", "Payout"])
def test_nights_and_guests_are_no_quantity_of_what_a_whole_stay_costs(
    tmp_path: Path, nights: str, money: str
) -> None:
    rows = [(f"HM{n:04}", FIRST + timedelta(n), f"+3161{n % 11:05}", 1 + n % 5, WORTH[n]) for n in range(48)]
    header = f"Confirmation code;Booked;Contact;{nights};{money}"
    with study_of(tmp_path, header, rows) as study:
        assert "quantity" not in study.columns.roles
        notes = notes_with(study, "come nearest")
        assert all(f"'amount={money}'" in note for note in notes)
        recipe = with_amount(money) if notes else Recipe()
    with study_of(tmp_path, header, rows, recipe) as study:
        assert Asked(study).revenue == pytest.approx(sum(WORTH))


def test_nights_are_the_quantity_of_a_price_a_night(tmp_path: Path) -> None:
    rows = [
        (f"HM{n:04}", FIRST + timedelta(n), f"C{n % 11}", 1 + n % 5, 60 + n % 3 * 25.5) for n in range(48)
    ]
    with study_of(tmp_path, "Booking;Date;Customer;Number of nights;Price per night", rows) as study:
        assert columns_of(study)["quantity"] == "Number of nights"
        assert Asked(study).revenue == pytest.approx(sum(pieces * each for *_, pieces, each in rows))


def test_a_number_that_may_be_a_total_is_not_offered_as_a_price(tmp_path: Path) -> None:
    rows = [(f"B{n:04}", FIRST + timedelta(n), f"C{n % 11}", 1 + n % 5, WORTH[n]) for n in range(48)]
    with study_of(tmp_path, "Order;Date;Customer;Quantity;Zorb", rows) as study:
        assert len(notes_with(study, "come nearest; if that is it: --map 'amount=Zorb'")) == 1


# What members, donors and platforms pay.

OF_MEMBERS = [
    "Beitrag", "Mitgliedsbeitrag", "Beitrag (EUR)", "Contributie", "Cotisation", "Cotisation annuelle", "Quota", "Cuota", "Membership fee", "Earnings",
    "Payout", "Donation", "Gift amount", "Spende", "Don",
]  # fmt: skip
DUES = [(15, 60, 120, 35)[number % 4] for number in range(60)]


def of_members(money: Sequence[object], *others: Sequence[object]) -> list[Row]:
    return [
        (1000 + n, f"M{n % 17}", FIRST + timedelta(n), money[n], *(other[n] for other in others))
        for n in range(60)
    ]


@pytest.mark.parametrize("money", [*OF_MEMBERS, "Fee", "Fee (EUR)"])
def test_what_members_donors_and_platforms_pay_is_money(tmp_path: Path, money: str) -> None:
    with study_of(tmp_path, f"Nr;Member;Date;{money}", of_members(DUES)) as study:
        assert columns_of(study)["amount"] == money
        assert study.report.revenue == sum(DUES)
        assert len(notes_with(study, "is the only money here")) == (1 if money.startswith("Fee") else 0)


@pytest.mark.parametrize("money", ["Beitrag", "Cotisation", "Contributie", "Membership fee", "Fee"])
def test_dues_are_money_though_each_member_always_pays_the_same(tmp_path: Path, money: str) -> None:
    rows = [(f"M{n % 17}", f"{FIRST + timedelta(n)}", (60, 30, 120)[n % 17 % 3]) for n in range(85)]
    with study_of(tmp_path, f"Member;Date;{money}", rows) as study:
        assert columns_of(study)["amount"] == money
        assert Asked(study).revenue == sum(row[2] for row in rows)


@pytest.mark.parametrize("other", [*OF_MEMBERS[:-3], "Spende", "Don", "Fee"])
@pytest.mark.parametrize("money", ["Amount", "Total", "Price"])
def test_a_plain_amount_is_taken_before_them(tmp_path: Path, other: str, money: str) -> None:
    paid = [number * 2.5 + 10 for number in range(60)]
    with study_of(tmp_path, f"Nr;Member;Date;{other};{money}", of_members(DUES, paid)) as study:
        assert columns_of(study)["amount"] == money
        assert Asked(study).revenue == pytest.approx(sum(paid))


@pytest.mark.parametrize(
    "name",
    [
        "Date du don",
        "Donation date",
        "Payout ID",
        "Type de don",
        "Beitragsart",
        "Cuota IVA",
        "Sales quota",
        "Spendendatum",
    ],
)
def test_a_date_a_number_or_a_kind_of_them_is_none(name: str) -> None:
    assert "payment" not in read_name(name).concepts


# What is left after fees.

FEES = [round(worth * 0.1, 2) for worth in WORTH]
LEFT = [round(worth - fee, 2) for worth, fee in zip(WORTH, FEES, strict=True)]


@pytest.mark.parametrize(
    ("paid", "fee", "left"),
    [
        ("Item Price ($)", "Fees ($)", "Net Total ($)"),
        ("Total", "Fee", "Net amount"),
        ("Price", "Commission", "Net total"),
        ("Gross", "Fee", "Net"),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("left_first", [True, False])
def test_what_customers_paid_is_taken_and_not_what_is_left_after_fees(
    tmp_path: Path, paid: str, fee: str, left: str, sign: int, left_first: bool
) -> None:
    rows = [
        (
            n,
            f"c{n % 13}@x.example",
            FIRST + timedelta(n),
            *(LEFT[n], sign * FEES[n], WORTH[n])[:: 1 if left_first else -1],
        )
        for n in range(48)
    ]
    names = (left, fee, paid)[:: 1 if left_first else -1]
    with study_of(tmp_path, f"Purchase ID;Email;Date;{';'.join(names)}", rows) as study:
        assert columns_of(study)["amount"] == paid
        assert study.report.revenue == pytest.approx(sum(WORTH))
        assert any(f"--map 'amount={left}'" in note for note in study.report.notes)


def test_an_amount_that_has_nothing_to_do_with_the_fee_stays(tmp_path: Path) -> None:
    rows = [
        (n, f"c{n % 13}@x.example", FIRST + timedelta(n), WORTH[n], FEES[n], WORTH[-n - 1]) for n in range(48)
    ]
    with study_of(tmp_path, "Purchase ID;Email;Date;Net amount;Fee;Old total", rows) as study:
        assert columns_of(study)["amount"] == "Net amount"
        assert not notes_with(study, "after fees")


def test_a_payout_is_said_to_lack_fees(tmp_path: Path) -> None:
    rows = [(n, f"c{n % 13}@x.example", FIRST + timedelta(n), LEFT[n]) for n in range(48)]
    with study_of(tmp_path, "Purchase ID;Email;Date;Earnings", rows) as study:
        assert study.report.revenue == pytest.approx(sum(LEFT))
        assert len(notes_with(study, "Earnings is what was paid out, by its name")) == 1
