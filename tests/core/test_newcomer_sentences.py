"""Sentences of the second look that have to be true to the row, and whose advice has to leave something."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from core import findings
from core.columns.cancelled import says_cancelled
from core.columns.unpaid import may_be_unpaid
from core.recipe import Recipe
from core.report import Report
from core.study import Study
from core.typed_list import cancelled_too, typed_list
from core.workspace import Workspace

FIRST = date(2024, 1, 1)


def report_of(
    tmp_path: Path, header: str, rows: Sequence[str], *settings: tuple[str, str], more: Sequence[Path] = ()
) -> Report:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    recipe = Recipe().with_values(settings)
    with Study(recipe, [path, *more], workspace=Workspace(tmp_path, 10**9)) as study:
        return study.report


def said(report: Report, *words: str) -> str:
    """The one sentence with these words; "" where there is none."""
    found = [note for note in report.notes if all(word in note for word in words)]
    assert len(found) <= 1
    return found[0] if found else ""


def bucket(report: Report, rule: str) -> tuple[int, float | None]:
    return next(((line.rows, line.amount) for line in report.ledger if line.rule == rule), (0, 0.0))


def setting_in(sentence: str) -> tuple[str, str]:
    """The setting that a sentence says to type, as a shell would hand it on."""
    _, typed = shlex.split(sentence[sentence.rindex("--set ") :])
    key, _, value = typed.partition("=")
    return key, value


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
