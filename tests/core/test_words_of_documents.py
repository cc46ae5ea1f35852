"""What shops call credit notes and returns, in words and in codes, and what only looks like them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.cancelled import credits_beside_sales, marks_cancelled, says_cancelled
from core.recipe import Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace

FIRST = date(2024, 1, 1)
WORTH = 10


def report_of(tmp_path: Path, column: str, kinds: Sequence[str], *settings: tuple[str, str]) -> Report:
    """The report on rows of one kind each, all worth 10, above zero."""
    rows = [
        f"{kind},K{1000 + number},{FIRST + timedelta(number)},C{number % 7},Mug,1,{WORTH}"
        for number, kind in enumerate(kinds)
    ]
    path = tmp_path / "sales.csv"
    path.write_text(
        "\n".join((f"{column},order,date,customer,item,quantity,amount", *rows)) + "\n", encoding="utf-8"
    )
    with Study(Recipe().with_values(settings), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        return study.report


def rows_of(report: Report) -> dict[str, int]:
    return {line.rule: line.rows for line in report.ledger if line.rows}


@pytest.mark.parametrize(
    "word",
    [
        "Factura rectificativa",
        "Rectificativa",
        "Factura de abono",
        "Nota de abono",
        "FACTURA ABONO",
        "Devolución",
        "DEVOLUCION",
        "Devuelto",
        "Anulación",
        "Anulado",
        "Nota de crédito",
        "Reembolso",
        "Devolução",
        "Devolucao",
        "Nota de devolução",
        "Anulação",
        "Nota de crédito de cliente",
        "Estorno",
        "Nota di accredito",
        "Nota accredito",
        "Nota credito",
        "Nota di credito",
        "Reso",
        "Rimborso",
        "Restituzione",
        "Storno",
        "TD04",
        "TD08",
        "Gutschrift",
        "Gutschriften",
        "Retoure",
        "Retouren",
        "Rücksendung",
        "Rueckgabe",
        "Erstattung",
        "Rückerstattung",
        "Korrekturrechnung",
        "Stornorechnung",
        "Widerrufen",
        "Retour",
        "Retours",
        "Retourfactuur",
        "Retourbon",
        "Creditering",
        "Gecrediteerd",
        "Credit nota",
        "Creditfactuur",
        "Terugbetaling",
        "Geannuleerd",
        "Facture d'avoir",
        "Avoir",
        "Remboursement",
        "Note de crédit",
        "Bon de retour",
        "Annulation",
        "Credit note",
        "CreditMemo",
        "ARCreditMemo",
        "SalesCreditMemo",
        "Credit invoice",
        "Refund",
        "Return",
        "Sales return",
        "Return order",
        "Reversal",
        "Cancellation",
    ],
)
def test_nouns_and_participles_say_cancelled_alike(word: str) -> None:
    assert says_cancelled(word)
    assert says_cancelled(word.lower())
    assert says_cancelled(word.upper())


@pytest.mark.parametrize(
    "word",
    [
        "Abono",
        "Abono mensual",
        "Abonado",
        "Abonnement",
        "Credit",
        "Credit card",
        "Store credit",
        "Crédito",
        "Crediteur",
        "Accredito",
        "Accreditato",
        "Tarjeta de crédito",
        "NC",
        "CN",
        "AV",
        "GU",
        "TD01",
        "TD24",
        "Factura",
        "Factura simplificada",
        "Fatura-recibo",
        "Rechnung",
        "Reservado",
        "Resolved",
        "Sin devolución",
        "Sem devolução",
        "Ohne Retoure",
        "Sans retour",
        "Senza reso",
        "Devolución parcial",
        "Plazo de devolución vencido",
        "Devolución rechazada",
        "Rückerstattung abgelehnt",
        "Retourfrist abgelaufen",
        "Retourtermijn verlopen",
        "Rückgabefrist abgelaufen",
        "Return window closed",
        "Rectified",
        "Certificate",
        "Terug op voorraad",
    ],
)
def test_words_that_only_look_like_it_do_not(word: str) -> None:
    assert not says_cancelled(word)


@pytest.mark.parametrize(
    "word",
    [
        "refund rejected",
        "Refund denied",
        "refund failed",
        "refund_failed",
        "Refund: declined",
        "cancellation declined",
        "Cancel request denied",
        "Stornierung abgelehnt",
        "Remboursement refusé",
        "Retour refusé",
        "Rimborso rifiutato",
        "Reembolso rechazado",
        "Reembolso denegado",
        "Terugbetaling geweigerd",
        "Retour afgewezen",
        "Partly refunded",
        "Part refunded",
        "Deels geretourneerd",
        "deels geannuleerd",
        "Remboursé en partie",
        "Rimborsato in parte",
        "zum Teil erstattet",
        "teilstorniert",
        "partially_refunded",
    ],
)
def test_what_was_refused_or_given_back_in_part_stands(word: str) -> None:
    assert not says_cancelled(word)


@pytest.mark.parametrize(
    "word",
    [
        "Returned - refused",
        "returned, refused by customer",
        "Retour, Annahme verweigert",
        "Cancelled (payment failed)",
        "payment failed, cancelled",
        "Cancelled: card declined",
        "refund completed",
        "Returned to partner",
    ],
)
def test_what_came_back_or_was_never_paid_does_not(word: str) -> None:
    assert says_cancelled(word)


@pytest.mark.parametrize(
    ("column", "sale", "credited"),
    [
        ("Tipo", "Factura", "Factura rectificativa"),
        ("Tipo", "Factura", "Abono"),
        ("Tipo", "Fatura", "Devolução"),
        ("Tipo Doc.", "FT", "NC"),
        ("Tipo documento", "TD01", "TD04"),
        ("Type pièce", "FA", "AV"),
        ("Type de pièce", "Facture", "Avoir"),
        ("Doc Type", "INV", "CN"),
        ("Doc Type", "INV", "CR"),
        ("Document Type", "Invoice", "CRN"),
        ("Type", "Invoice", "Credit"),
        ("Belegart", "RE", "GU"),
        ("Belegart", "Rechnung", "Retoure"),
        ("Document Type", "ARInvoice", "ARCreditMemo"),
        ("Soort", "Factuur", "Creditering"),
    ],
)
def test_credit_notes_above_zero_are_no_purchases(
    tmp_path: Path, column: str, sale: str, credited: str
) -> None:
    report = report_of(tmp_path, column, [credited if n % 10 == 3 else sale for n in range(60)])
    assert rows_of(report) == {"cancelled": 6, "kept": 54}
    assert report.revenue == 54 * WORTH


def test_words_and_codes_of_one_column_mark_alike(tmp_path: Path) -> None:
    kinds = ["Factura"] * 40 + ["Abono"] * 5 + ["Devolución"] * 3
    assert rows_of(report_of(tmp_path, "Tipo", kinds)) == {"cancelled": 8, "kept": 40}


def test_a_payment_beside_invoices_and_credits_is_still_told(tmp_path: Path) -> None:
    report = report_of(tmp_path, "Type", ["Invoice"] * 40 + ["Credit"] * 5 + ["Payment"] * 9)
    assert rows_of(report) == {"cancelled": 5, "kept": 49}
    assert any("Counted as sales" in note and "'payment' 9 rows" in note for note in report.notes)


@pytest.mark.parametrize(
    ("column", "kinds"),
    [
        ("Payment type", ["Cash"] * 40 + ["Credit"] * 20),
        ("Tipo", ["Entrada"] * 40 + ["Abono"] * 20),
        ("Tipo", ["Compra"] * 40 + ["Abono"] * 20),
        ("Estado", ["TX"] * 40 + ["NC"] * 10 + ["FL"] * 10),
        ("Estado", ["FR"] * 40 + ["NC"] * 10),
        ("Type", ["Invoice"] * 20 + ["Credit"] * 30),
        ("Country", ["FR"] * 30 + ["CN"] * 20),
        ("Status", ["Paid"] * 40 + ["Credit"] * 10),
    ],
)
def test_the_same_words_beside_others_mark_nothing(tmp_path: Path, column: str, kinds: list[str]) -> None:
    assert rows_of(report_of(tmp_path, column, kinds)) == {"kept": len(kinds)}


def test_codes_count_only_beside_their_own_sales() -> None:
    assert credits_beside_sales(["FT", "NC", "FR"]) == ("NC",)
    assert credits_beside_sales(["inv", "Cn"]) == ("Cn",)
    assert credits_beside_sales(["TX", "NC"]) == ()
    assert credits_beside_sales(["Cash", "Credit"]) == ()
    assert credits_beside_sales(["RE", "CN"]) == ()


def test_a_column_named_by_hand_marks_by_its_codes(tmp_path: Path) -> None:
    assert marks_cancelled("nc")
    report = report_of(tmp_path, "Verso", ["XX"] * 40 + ["NC"] * 5, ("columns.cancelled", "Verso"))
    assert rows_of(report) == {"cancelled": 5, "kept": 40}


def test_kinds_that_nobody_knows_are_listed_with_what_to_do(tmp_path: Path) -> None:
    report = report_of(tmp_path, "Doc Type", ["A"] * 45 + ["B"] * 15)
    assert rows_of(report) == {"kept": 60}
    found = [note for note in report.notes if note.startswith("Doc Type marks no row as cancelled")]
    assert len(found) == 1
    assert "'A' on 45 rows, 'B' on 15 rows" in found[0]
    assert "--map 'cancelled=Doc Type'" in found[0]
    advised = report_of(
        tmp_path,
        "Doc Type",
        ["A"] * 45 + ["B"] * 15,
        ("columns.cancelled", "Doc Type"),
        ("rules.cancelled_statuses", "auto,B"),
    )
    assert rows_of(advised) == {"cancelled": 15, "kept": 45}


@pytest.mark.parametrize(
    ("column", "kinds"),
    [
        ("Order Type", ["Online"] * 30 + ["Store"] * 30),
        ("Customer Type", ["Business"] * 30 + ["Private"] * 30),
        ("Doc Type", ["A"] * 60),
        ("Doc Type", ["Invoice"] * 40 + ["Receipt"] * 20),
    ],
)
def test_kinds_of_other_things_are_not_listed(tmp_path: Path, column: str, kinds: list[str]) -> None:
    report = report_of(tmp_path, column, kinds)
    assert not any("marks no row as cancelled" in note for note in report.notes)
