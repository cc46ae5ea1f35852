"""Who paid: the payer and not the shop that is paid, and what is said where all rows are of one customer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sold_to import BUYERS, CENTS, DAYS, MONEY, ROWS, WHO, name_of, read_table

# Payments: from whom, and to whom

PAYMENTS = [
    ("From Email Address", "To Email Address"),
    ("Absender E-Mail-Adresse", "Empfänger E-Mail-Adresse"),
    ("De l'adresse email", "À l'adresse email"),
    ("Van e-mailadres", "Naar e-mailadres"),
    ("Correo electrónico del remitente", "Correo electrónico del destinatario"),
    ("Indirizzo email mittente", "Indirizzo email destinatario"),
    ("Dall'indirizzo email", "All'indirizzo email"),
]
REST = ("Date", "Name", "Type", "Gross", "Transaction ID")
REFUNDED, PAID_OUT = 12, 3


def mail_of(who: int) -> str:
    return f"{name_of(who).replace(' ', '.').lower()}{who}@post.example"


def payments() -> list[list[object]]:
    rows: list[list[object]] = []
    for row, who in enumerate(WHO):
        mail = mail_of(who)
        rows.append([mail, "till@shop.example", DAYS[row], name_of(who), "Payment", MONEY[row], f"P{row:09}"])
        if row % (ROWS // REFUNDED) == 5:
            back = f"-{MONEY[row]}"
            rows.append(
                ["till@shop.example", mail, DAYS[row], name_of(who), "Payment Refund", back, f"R{row:09}"]
            )
        if row in (40, 80, 120):
            rows.append(
                ["", "bank@shop.example", DAYS[row], "", "General Withdrawal", "-900.00", f"W{row:09}"]
            )
    return rows


@pytest.mark.parametrize("sides", PAYMENTS, ids=lambda sides: sides[0])
@pytest.mark.parametrize("turned", [False, True], ids=["as they come", "the other first"])
def test_who_paid_is_the_customer(tmp_path: Path, sides: tuple[str, str], turned: bool) -> None:
    sender, receiver = sides
    rows = [[row[1], row[0], *row[2:]] if turned else row for row in payments()]
    found = read_table(tmp_path, ((receiver, sender) if turned else sides) + REST, rows)
    assert found.roles.get("customer") == sender
    assert (found.customers, found.orders) == (BUYERS, ROWS)
    assert found.revenue == pytest.approx(sum(CENTS) / 100)


def test_the_other_side_is_none_either_on_few_rows(tmp_path: Path) -> None:
    found = read_table(tmp_path, ("From Email Address", "To Email Address", *REST), payments()[:30])
    assert found.roles.get("customer") == "From Email Address"


def test_nobody_else_to_be_the_customer_leaves_the_one_there_is(tmp_path: Path) -> None:
    """A shop may sell to one customer nearly always, and then that is the customer."""
    rows = [
        [f"F{row}", "big@buyer.example" if row % 20 else mail_of(row), DAYS[row], MONEY[row]]
        for row in range(ROWS)
    ]
    found = read_table(tmp_path, ("Invoice", "Email", "Date", "Amount"), rows)
    assert (found.roles.get("customer"), found.customers) == ("Email", 1 + -(-ROWS // 20))


def test_a_customer_plainly_called_so_stays_one(tmp_path: Path) -> None:
    rows = [
        [f"F{row}", "C1" if row % 20 else f"C{row + 2}", name_of(row), DAYS[row], MONEY[row]]
        for row in range(ROWS)
    ]
    found = read_table(tmp_path, ("Invoice", "Customer", "Name", "Date", "Amount"), rows)
    assert found.roles.get("customer") == "Customer"


# All rows of one customer

ONE = f"All {ROWS} rows that count are of one customer, 'till@shop.example', so nobody can be compared with anybody."


def test_it_is_said_that_all_rows_are_of_one(tmp_path: Path) -> None:
    header = ("From Email Address", "To Email Address", *REST)
    found = read_table(tmp_path, header, payments(), customer="To Email Address")
    assert found.customers == 1
    assert (
        f"{ONE} If To Email Address does not say who bought, name the column that does: --map customer=COLUMN"
        in found.said
    )
    assert "of one customer" not in read_table(tmp_path, header, payments()).said


def test_and_which_column_may_say_who_it_is(tmp_path: Path) -> None:
    rows = [[f"F{row}", "C1", name_of(WHO[row]), DAYS[row], MONEY[row]] for row in range(ROWS)]
    found = read_table(tmp_path, ("Invoice", "Customer", "Name", "Date", "Amount"), rows)
    assert "If Customer does not say who bought, Name may say it: --map customer=Name" in found.said
