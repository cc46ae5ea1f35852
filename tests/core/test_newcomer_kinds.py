"""Sentences of the second look on kinds of documents and words of what is not paid: they can be typed, and take out just what they name."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.columns.cancelled import says_cancelled
from core.columns.unpaid import may_be_unpaid
from core.recipe import Recipe
from core.typed_list import cancelled_too, typed_list
from tests.support.second_look import FIRST, bucket, report_of, said, setting_in

# Kinds of documents


TYPED = "customer,order,date,amount,Event Type"


def kinds(**counts: int) -> list[str]:
    """Rows of TYPED, each with its own order and worth 10, or -10 where it is a refund."""
    words = [kind for kind, count in counts.items() for _ in range(count)]
    return [
        f"C{n % 7},{100 + n},{FIRST + timedelta(days=n)},{'-' if word == 'Refund' else ''}10.00,{word}"
        for n, word in enumerate(words)
    ]


@pytest.mark.parametrize("counts", [{"Payment": 40}, {"Payment": 40, "Refund": 4}])
def test_the_kind_that_nearly_all_rows_have_is_a_sale(tmp_path: Path, counts: dict[str, int]) -> None:
    report = report_of(tmp_path, TYPED, kinds(**counts))
    assert bucket(report, "kept") == (40, 400.0)
    assert not said(report, "nothing is sold")
    assert not said(report, "rules.cancelled_statuses")


def test_beside_it_another_kind_is_taken_out_alone(tmp_path: Path) -> None:
    rows = kinds(Payment=57, Quote=3)
    sentence = said(report_of(tmp_path, TYPED, rows), "nothing is sold")
    assert "by its kind nothing is sold: 'quote' 3 rows (30.00)." in sentence
    followed = report_of(tmp_path, TYPED, rows, setting_in(sentence))
    assert bucket(followed, "kept") == (57, 570.0)


def test_what_is_most_of_the_money_is_not_advised_away(tmp_path: Path) -> None:
    sentence = said(report_of(tmp_path, TYPED, kinds(Payment=30, Invoice=20)), "nothing is sold")
    assert "'payment' 30 rows (300.00). They are most of what counts." in sentence
    assert "--set" not in sentence
    sentence = said(report_of(tmp_path, TYPED, kinds(Payment=20, Invoice=30)), "nothing is sold")
    assert "'payment' 20 rows (200.00). To take it out: --set" in sentence


def test_most_of_the_money_may_be_on_few_rows(tmp_path: Path) -> None:
    rows = [row.replace(",10.00,Payment", ",500.00,Payment") for row in kinds(Payment=5, Invoice=30)]
    assert "--set" not in said(report_of(tmp_path, TYPED, rows), "'payment' 5 rows (2,500.00)")


def test_a_kind_of_another_column_that_no_role_is_left_for(tmp_path: Path) -> None:
    def sentence(**counts: int) -> str:
        rows = [f"{row},{('paid', 'cancelled')[n % 9 == 0]}" for n, row in enumerate(kinds(**counts))]
        header = TYPED.replace("Event Type", "doc type") + ",status"
        return said(report_of(tmp_path, header, rows), "doc type", "'Payment'")

    assert "cancelled_statuses" not in sentence(Payment=40)
    assert "cancelled_statuses=auto,Payment" in sentence(Payment=10, Invoice=30)


def test_credits_are_not_advised_away_where_they_are_most(tmp_path: Path) -> None:
    header = TYPED.replace("Event Type", "D/C")
    rows = kinds(D=10, C=30)
    sentence = said(report_of(tmp_path, header, rows), "debit and credit")
    assert "rules.cancelled_statuses=" not in sentence
    assert "in those of sales 'D' is what was taken back" in sentence
    sentence = said(report_of(tmp_path, header, kinds(D=20, C=20)), "debit and credit")
    assert "--set rules.cancelled_statuses=C" in sentence


# Words of what is not paid


UNPAID = """
    pending; failed; on-hold; On hold; expired; unpaid; Not paid; Awaiting payment; payment_pending; declined; draft; payment error; overdue
    Onbetaald; Niet betaald; In afwachting van betaling; Wacht op betaling; Mislukt; Betaling mislukt; Verlopen; In de wacht; Openstaand; Geweigerd
    Erreur de paiement; En attente de paiement par chèque; Impayé; Non payé; Échec du paiement; Paiement échoué; Refusé; Expiré; Abandonné; En attente
    En attente de réapprovisionnement (non payé)
    Zahlung fehlgeschlagen; Nicht bezahlt; Unbezahlt; Offen; Zahlung ausstehend; Wartet auf Zahlung; Abgelaufen; Abgelehnt; Zahlungsfehler; Wartend
    In attesa di pagamento; Non pagato; Fallito; Scaduto; Rifiutato; In sospeso; Errore di pagamento; Da pagare
    Pendente; Aguardando pagamento; Não pago; Falhou; Expirado; Recusado; Em espera; Erro no pagamento
    Pendiente de pago; Pendiente; Fallido; Rechazado; No pagado; Impagado; Caducado; En espera; Esperando pago; Error en pago
"""
PAID = """
    completed; paid; processing; shipped; authorized; awaiting shipment; pending fulfillment; ready for pickup; invoice; spending; confirmed
    Betaald; Voltooid; In behandeling; In afwachting van levering; Verzonden
    Livré; Paiement accepté; En cours de préparation; En attente de livraison; En attente de réapprovisionnement (payé); Terminé; Expédié
    Bezahlt; Versendet; Eingetroffen; Betroffen; Wartet auf Versand; Abgeschlossen; Zahlung erhalten
    Pagato; In attesa di spedizione; Spedito; Completato; In lavorazione
    Pago; Aguardando envio; Concluído; Enviado
    Pagado; Pendiente de envío; Entregado; Completado
"""


def words_of(text: str) -> list[str]:
    return [word.strip() for line in text.strip().splitlines() for word in line.split(";")]


@pytest.mark.parametrize("word", words_of(UNPAID))
def test_words_of_what_is_not_paid_for_are_known(word: str) -> None:
    assert may_be_unpaid(word.lower())


@pytest.mark.parametrize("word", words_of(PAID))
def test_words_of_what_is_paid_for_are_not_taken_for_them(word: str) -> None:
    assert not may_be_unpaid(word.lower())


STATED = "customer,order,date,amount,status"


def stated(*words: str, rows: int = 60) -> list[str]:
    return [
        f'C{n % 7},{100 + n},{FIRST + timedelta(days=n)},10.00,"{words[n % len(words)]}"' for n in range(rows)
    ]


@pytest.mark.parametrize(
    ("paid", "unpaid"),
    [
        ("Paiement accepté", "Erreur de paiement"),
        ("Bezahlt", "Zahlung fehlgeschlagen, bitte prüfen"),
        ("Betaald", "Betaling 's nachts mislukt"),
        ("Pagato", "In attesa di pagamento"),
    ],
)
def test_what_a_hint_says_can_be_typed_and_takes_out_just_that(
    tmp_path: Path, paid: str, unpaid: str
) -> None:
    rows = stated(paid, paid, unpaid)
    sentence = said(report_of(tmp_path, STATED, rows), "To take out")
    followed = report_of(tmp_path, STATED, rows, setting_in(sentence))
    assert (bucket(followed, "kept"), bucket(followed, "cancelled")) == ((40, 400.0), (20, 200.0))


def test_a_hint_keeps_what_was_set_before(tmp_path: Path) -> None:
    rows = stated("paid", "paid", "mine", "failed")
    sentence = said(
        report_of(tmp_path, STATED, rows, ("rules.cancelled_statuses", "auto,mine")), "To take out"
    )
    assert setting_in(sentence) == ("rules.cancelled_statuses", "auto,mine,failed")


def test_a_hint_does_not_take_out_everything(tmp_path: Path) -> None:
    assert not said(report_of(tmp_path, STATED, stated("pending")), "To take out")
    assert not said(report_of(tmp_path, STATED, [*stated("pending"), *stated("done", rows=3)]), "To take out")


def test_lists_are_typed_so_that_they_are_read_back() -> None:
    for texts in (["a", "b c"], ["a, b", "c"], ["[x]"], ["l'avoir"]):
        typed = typed_list("rules.cancelled_statuses", texts)
        assert Recipe().with_value(*typed.split("=", 1)).rules.cancelled_statuses == tuple(texts)
    assert cancelled_too(("auto", "Failed"), ["failed", "draft"]) == (
        "--set 'rules.cancelled_statuses=auto,Failed,draft'"
    )


@pytest.mark.parametrize(
    ("word", "cancelled"),
    [
        ("Paiement par contre-remboursement", False),
        ("En espera de validación por contra reembolso.", False),
        ("Onder rembours", False),
        ("Remboursé", True),
        ("Remboursement", True),
        ("Reembolsado", True),
    ],
)
def test_to_pay_on_delivery_is_no_refund(tmp_path: Path, word: str, cancelled: bool) -> None:
    assert says_cancelled(word) is cancelled
    report = report_of(tmp_path, STATED, stated("Cancelled", "Paid", word))
    assert bucket(report, "cancelled")[0] == (40 if cancelled else 20)
