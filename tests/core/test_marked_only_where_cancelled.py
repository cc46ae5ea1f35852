"""Columns that are filled only where a row is cancelled, those that answer yes or no, and statuses of payment beside the status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.columns.cancelled import is_called_credit_note, is_cancellation_flag
from core.columns.unpaid import may_be_unpaid, speaks_of_payment
from core.recipe import Recipe
from core.report import LedgerLine
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked, asked

FIRST = date(2024, 1, 2)
ROWS = 80
# The orders that did not stand.
BACK = frozenset(range(3, ROWS, 11))


def worth(number: int) -> Decimal:
    return Decimal(500 + 37 * number) / 100


def written(path: Path, header: str, cells: Callable[[int], str], pieces: int | None = None) -> Path:
    """One row an order, with what `cells` says in the last columns."""
    more = "" if pieces is None else "Qty,"
    lines = [f"Order No,Customer No,Date,{more}Amount,{header}"]
    for number in range(ROWS):
        day = FIRST + timedelta(days=number)
        quantity = "" if pieces is None else f"{pieces},"
        lines.append(f"{7001 + 3 * number},K{number % 9},{day},{quantity}{worth(number)},{cells(number)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def marked(tmp_path: Path, column: str, yes: str, no: str, pieces: int | None = None) -> Path:
    return written(tmp_path / "orders.csv", column, lambda number: yes if number in BACK else no, pieces)


def study_of(path: Path, **settings: str) -> Study:
    recipe = Recipe().with_values([(key.replace("__", "."), value) for key, value in settings.items()])
    return Study(recipe, [path], workspace=Workspace(path.parent, 10**9))


def report_of(path: Path, **settings: str) -> Asked:
    return asked(study_of(path, **settings))


def ledger_of(path: Path, **settings: str) -> Sequence[LedgerLine]:
    """The same of a report, without what is found out about customers for its notes."""
    with study_of(path, **settings) as study:
        return study.ledger_lines


def taken(ledger: Sequence[LedgerLine]) -> tuple[int, Decimal]:
    """How many rows are cancelled, and what the kept ones are worth."""
    lines = {line.rule: line for line in ledger}
    cancelled = lines["cancelled"].rows if "cancelled" in lines else 0
    return cancelled, Decimal(str(round(lines["kept"].amount or 0, 2)))


STANDING = (len(BACK), sum(worth(number) for number in range(ROWS) if number not in BACK))
ALL_OF_IT = (0, sum(worth(number) for number in range(ROWS)))


@pytest.mark.parametrize("yes", ["Yes", "Ja", "X", "1"])
def test_a_column_asked_for_marks_where_there_is_no_status(tmp_path: Path, yes: str) -> None:
    report = report_of(marked(tmp_path, "Remarks", yes, ""), columns__cancelled="Remarks")
    assert taken(report.ledger) == STANDING
    assert f"By Remarks, {yes.lower()!r} {len(BACK)} rows were taken as cancelled" in " ".join(report.notes)


@pytest.mark.parametrize(
    ("column", "yes"),
    [
        ("Storno", "X"),
        ("Storno", "x"),
        ("Storno", "✓"),
        ("Storniert", "Ja"),
        ("Storniert", "J"),
        ("Annulé", "X"),
        ("Anulada", "X"),
        ("Void", "X"),
        ("Cancelled", "Yes"),
        ("Cancelled", "1"),
        ("is_cancelled", "Yes"),
        ("Geannuleerd", "ja"),
        ("Estornada", "Sim"),
        ("Gutschrift", "X"),
        ("Cancelled", "cancelled"),
        ("Cancelled", "true"),
    ],
)
def test_what_is_filled_on_cancelled_rows_only_marks_them(tmp_path: Path, column: str, yes: str) -> None:
    report = report_of(marked(tmp_path, column, yes, ""))
    assert taken(report.ledger) == STANDING
    assert f"By {column}, {yes.lower()!r} {len(BACK)} rows were taken as cancelled" in " ".join(report.notes)


@pytest.mark.parametrize(
    ("column", "yes", "no"),
    [
        ("Anulada", "Sí", "No"),
        ("Anulada", "S", "N"),
        ("Anulada", "Sim", "Não"),
        ("Cancelada", "Sí", "No"),
        ("Annullata", "Sì", "No"),
        ("Annulée", "Oui", "Non"),
        ("Rectificativa", "Sí", "No"),
        ("Gutschrift", "Ja", "Nein"),
        ("Credit note", "Yes", "No"),
        ("is_credit_note", "true", "false"),
        ("Avoir", "Oui", "Non"),
        ("Nota di credito", "Sì", "No"),
        ("Storno", "X", "-"),
    ],
)
def test_a_yes_beside_a_no_marks_in_each_gender_and_for_credit_notes(
    tmp_path: Path, column: str, yes: str, no: str
) -> None:
    assert taken(ledger_of(marked(tmp_path, column, yes, no))) == STANDING


@pytest.mark.parametrize(
    ("column", "yes", "no"),
    [
        ("Free cancellation", "Yes", "No"),
        ("Cancellation insurance", "Yes", "No"),
        ("Refundable", "Yes", "No"),
        ("Stornierbar", "Ja", "Nein"),
        ("Gift", "X", ""),
        ("Return reason", "too small", ""),
        ("Gutschriftsnummer", "GS-1", ""),
    ],
)
def test_terms_and_other_matters_mark_nothing(tmp_path: Path, column: str, yes: str, no: str) -> None:
    assert taken(ledger_of(marked(tmp_path, column, yes, no))) == ALL_OF_IT


def test_a_tick_on_most_rows_marks_nothing(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", "Returned", lambda number: "" if number in BACK else "X")
    assert taken(ledger_of(path)) == ALL_OF_IT


def test_ones_beside_several_pieces_are_pieces_that_came_back(tmp_path: Path) -> None:
    report = report_of(marked(tmp_path, "Returned", "1", "", pieces=3))
    assert taken(report.ledger) == ALL_OF_IT
    assert f"Returned says that {len(BACK)} pieces came back" in " ".join(report.notes)
    assert taken(ledger_of(marked(tmp_path, "Returned", "1", "", pieces=1))) == STANDING
    assert taken(ledger_of(marked(tmp_path, "Storniert", "1", "", pieces=3))) == STANDING


def test_rows_below_zero_that_are_ticked_are_refunds(tmp_path: Path) -> None:
    path = marked(tmp_path, "Storno", "X", "")
    lines = [
        line.replace(f",{worth(number)},X", f",-{worth(number)},X")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), -1)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = report_of(path)
    assert taken(report.ledger) == STANDING
    assert "not marked as cancelled" not in " ".join(report.notes)
    assert Decimal(str(round(report.report.bought - report.report.net, 2))) == sum(map(worth, BACK))


@pytest.mark.parametrize(
    "name", ["Credit notes", "Ist Gutschrift", "Gutschrift (J/N)", "factura rectificativa"]
)
def test_names_of_credit_notes(name: str) -> None:
    assert is_called_credit_note(name)
    assert is_cancellation_flag(name)


@pytest.mark.parametrize(
    "name", ["Credit note no", "Credit note amount", "Credit", "Gutscheine", "Nota", "Memo"]
)
def test_names_of_what_is_only_about_credit_notes(name: str) -> None:
    assert not is_called_credit_note(name)


# Of payment: on every fifth order, whether or not it was cancelled.
UNPAID = frozenset(range(0, ROWS, 5))


def two_statuses(tmp_path: Path, column: str, paid: str, unpaid: str) -> Path:
    def cells(number: int) -> str:
        return f"{'Cancelled' if number in BACK else 'Completed'},{unpaid if number in UNPAID else paid}"

    return written(tmp_path / "orders.csv", f"Order Status,{column}", cells)


@pytest.mark.parametrize(
    ("column", "paid", "unpaid", "flags"),
    [
        (
            "Payment Status",
            "Paid",
            "Unpaid",
            "--map 'cancelled=Payment Status' --set 'rules.cancelled_statuses=auto,unpaid'",
        ),
        (
            "Betaalstatus",
            "Betaald",
            "Open",
            "--map cancelled=Betaalstatus --set 'rules.cancelled_statuses=auto,open'",
        ),
    ],
)
def test_a_status_of_payment_that_is_not_used_tells_what_is_not_paid_for(
    tmp_path: Path, column: str, paid: str, unpaid: str, flags: str
) -> None:
    path = two_statuses(tmp_path, column, paid, unpaid)
    notes = " ".join(report_of(path).notes)
    both = UNPAID - BACK
    assert f"{column} is a status too and says nothing of cancelling" in notes
    assert (
        f"{unpaid.lower()!r} on {len(both)} rows of those looked at, worth {sum(map(worth, both)):,.2f}"
        in notes
    )
    assert flags in notes
    report = report_of(
        path, columns__cancelled=column, rules__cancelled_statuses=f'["auto", "{unpaid.lower()}"]'
    )
    left = sum(worth(number) for number in range(ROWS) if number not in BACK | UNPAID)
    assert taken(report.ledger) == (len(BACK | UNPAID), left)


def test_goods_that_are_waited_for_are_no_payments(tmp_path: Path) -> None:
    path = two_statuses(tmp_path, "Shipping Status", "Shipped", "Pending")
    assert "may not be paid for" not in " ".join(report_of(path).notes)


@pytest.mark.parametrize(
    "word", ["Uncollectible", "oninbaar", "uneinbringlich", "irrécouvrable", "incobrável"]
)
def test_debts_that_nobody_pays_are_not_paid_for(word: str) -> None:
    assert may_be_unpaid(word)


def test_open_is_unpaid_among_payments_only() -> None:
    assert may_be_unpaid("open", of_payment=speaks_of_payment("Status", ["paid", "open", "expired"]))
    assert may_be_unpaid("Open", of_payment=speaks_of_payment("Betaalstatus", ["Open"]))
    assert not may_be_unpaid("open", of_payment=speaks_of_payment("Status", ["open", "closed", "unpaid"]))
