"""What became of orders and deals under the names that programs give to it, and which of several dates is that of the sale."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.columns.cancelled import says_cancelled
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

FIRST = date(2024, 2, 1)
ORDERS = 96
RNG = random.Random(17)
WORTH = [Decimal(RNG.randint(400, 30_000)) / 100 for _ in range(ORDERS)]
WHO = [f"K{RNG.randint(1, 19):03}" for _ in range(ORDERS)]
APART = [timedelta(RNG.randint(3, 40)) for _ in range(ORDERS)]
NAMES = "Order No,Date,Customer No,Amount"


def each(*words: str) -> list[str]:
    """These words in turn, one an order."""
    return [words[number % len(words)] for number in range(ORDERS)]


def day(number: int) -> date:
    return FIRST + timedelta(2 * number)


def worth(*numbers: int | range) -> Decimal:
    flat = [one for some in numbers for one in (some if isinstance(some, range) else (some,))]
    return sum((WORTH[number] for number in flat), Decimal(0))


def with_word(words: Sequence[str], *which: str) -> list[int]:
    return [number for number, word in enumerate(words) if word in which]


def looked_at(tmp_path: Path, header: str, rows: Sequence[Sequence[object]], separator: str = ",") -> Study:
    path = tmp_path / "sales.csv"
    path.write_text(
        "\n".join((header, *(separator.join(map(str, row)) for row in rows))) + "\n", encoding="utf-8"
    )
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


def with_column(tmp_path: Path, name: str, words: Sequence[str]) -> Study:
    """Orders with one column more, of a word each."""
    rows = [(f"N{1000 + n}", day(n), WHO[n], WORTH[n], words[n]) for n in range(ORDERS)]
    return looked_at(tmp_path, f"{NAMES},{name}", rows)


def kept(study: Study) -> tuple[int, Decimal]:
    line = next(line for line in study.ledger_lines if line.rule == "kept")
    return line.rows, Decimal(str(round(line.amount or 0, 2)))


def said(study: Study) -> str:
    return " ".join(study.report.notes)


@pytest.mark.parametrize(
    "name",
    [
        "Status Reason", "State", "Stage", "current_state", "payment_state", "status_name", "state_name", "statuscode", "StatusDescription",
        "Order status description", "Status omschrijving", "Bestelstatus naam", "Statusgrund", "Statusbezeichnung", "Fase", "Verkaufsphase", "dealstage",
    ],
)  # fmt: skip
def test_a_status_is_one_with_another_word_in_its_name(tmp_path: Path, name: str) -> None:
    words = each("Paid", "Paid", "Paid", "Paid", "Canceled", "Paid")
    with with_column(tmp_path, name, words) as study:
        paid = with_word(words, "Paid")
        assert kept(study) == (len(paid), worth(*paid))
        assert study.columns.roles["status"].column == name


@pytest.mark.parametrize(
    "places", [("CA", "NY", "OR"), ("Bayern", "Hessen"), ("Utrecht", "Drenthe", "Zeeland")]
)
def test_a_state_may_be_a_place(tmp_path: Path, places: Sequence[str]) -> None:
    with with_column(tmp_path, "State", each(*places)) as study:
        assert kept(study)[0] == ORDERS
        assert "status" not in study.columns.roles


def test_what_an_order_was_cancelled_for_is_no_status(tmp_path: Path) -> None:
    reasons = [f"not cancelled but reminder {n} about returned parcel {7 * n}" for n in range(ORDERS)]
    with with_column(tmp_path, "Status note", reasons) as study:
        assert kept(study) == (ORDERS, worth(range(ORDERS)))
        assert not study.columns.roles.keys() & {"status", "cancelled"}


@pytest.mark.parametrize("name", ["Payment", "Fulfillment", "Opmerking", "Customer status"])
def test_words_of_cancelling_never_pass_in_silence(tmp_path: Path, name: str) -> None:
    words = each("ok", "ok", "Canceled", "ok", "ok", "ok", "ok", "ok")
    with with_column(tmp_path, name, words) as study:
        cancelled = with_word(words, "Canceled")
        assert kept(study)[0] == ORDERS
        expected = f"{name} is not gone by, and says 'Canceled' on {len(cancelled)} rows of those looked at, worth {worth(*cancelled):,.2f} in all"
        assert expected in said(study)
        assert "--map " in said(study).partition(expected)[2]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Product", ("Mug", "Return label", "Void fill")),
        ("Betaalwijze", ("iDEAL", "Rembours")),
        ("Type", ("Pro", "Perso")),
        ("Loyalty", ("gold", "silver", "none")),
    ],
)
def test_goods_and_ways_to_pay_are_nothing_cancelled(tmp_path: Path, name: str, words: Sequence[str]) -> None:
    with with_column(tmp_path, name, each(*words)) as study:
        assert kept(study)[0] == ORDERS
        assert "is not gone by" not in said(study)


@pytest.mark.parametrize(
    ("name", "won", "lost", "undecided"),
    [
        ("Stage", "Closed Won", "Closed Lost", "Negotiation/Review"),
        ("Deal Stage", "Closed won (Sales Pipeline)", "Closed lost (Sales Pipeline)", "Contract sent (Sales Pipeline)"),
        ("Status", "won", "lost", "open"),
        ("Status", "Gewonnen", "Verloren", "In Prüfung"),
        ("Fase", "Gewonnen", "Verloren", "Voorstel"),
        ("Étape", "Gagné", "Perdu", "Proposition"),
    ],
)  # fmt: skip
def test_deals_that_were_lost_or_are_open_are_told(
    tmp_path: Path, name: str, won: str, lost: str, undecided: str
) -> None:
    words = each(won, undecided, won, lost, won)
    with with_column(tmp_path, name, words) as study:
        counting, waiting = with_word(words, won, undecided), with_word(words, undecided)
        assert kept(study) == (len(counting), worth(*counting))
        word = undecided.lower()
        assert f"not decided yet by its word: {word!r} {len(waiting)} rows ({worth(*waiting):,.2f})" in said(
            study
        )
        assert f"rules.cancelled_statuses=auto,{word}" in said(study)


def test_quotes_that_nobody_accepted_are_told(tmp_path: Path) -> None:
    words = each("Accepted", "Accepted", "Accepted", "Sent", "Declined")
    rows = [(f"Q{n}", day(n), WHO[n], WORTH[n], words[n]) for n in range(ORDERS)]
    with looked_at(tmp_path, "Quote No,Quote Date,Customer No,Amount,Status", rows) as study:
        sent = with_word(words, "Sent")
        assert f"'sent' {len(sent)} rows ({worth(*sent):,.2f})" in said(study)
        assert "rules.cancelled_statuses=auto,sent,declined" in said(study)


def test_an_order_that_was_sent_is_decided(tmp_path: Path) -> None:
    with with_column(tmp_path, "Status", each("Paid", "Sent", "New")) as study:
        assert "not decided yet" not in said(study)


@pytest.mark.parametrize(
    "word",
    ["Lost", "closedlost", "Lost - price", "6 - Lost", "Angebot verloren", "Fermée / perdue", "Chiuso perso"],
)
def test_lost_deals(word: str) -> None:
    assert says_cancelled(word)


@pytest.mark.parametrize("word", ["Lost in transit", "Paket verloren", "Colis perdu", "Closed Won", "Perso"])
def test_lost_parcels_are_sales(word: str) -> None:
    assert not says_cancelled(word)


def dated(tmp_path: Path, *columns: tuple[str, Callable[[int], date]]) -> Study:
    rows = [(f"N{1000 + n}", WHO[n], WORTH[n], *(when(n) for _, when in columns)) for n in range(ORDERS)]
    return looked_at(
        tmp_path, ",".join(("Order No,Customer No,Amount", *(name for name, _ in columns))), rows
    )


def before(number: int) -> date:
    return day(number) - APART[number]


def after(number: int) -> date:
    return day(number) + APART[number]


@pytest.mark.parametrize(
    ("created", "of_the_sale"),
    [
        ("Created Date", "Close Date"),
        ("Create Date", "Visit Date"),
        ("Created On", "Actual Close Date"),
        ("Aangemaakt", "Bezoekdatum"),
        ("Created", "Invoice Date"),
    ],
)
def test_when_a_row_was_made_is_the_last_resort(tmp_path: Path, created: str, of_the_sale: str) -> None:
    with dated(tmp_path, (created, before), (of_the_sale, day)) as study:
        assert study.columns.roles["date"].column == of_the_sale
        assert study.report.last[:10] == str(day(ORDERS - 1))
        assert "could say when a sale was made" not in said(study)


def test_guests_buy_when_they_book(tmp_path: Path) -> None:
    with dated(tmp_path, ("Check-in", after), ("Booked on", day)) as study:
        assert study.columns.roles["date"].column == "Booked on"
        days = [max(when(n) for n in range(ORDERS)) + timedelta(1) for when in (day, after)]
        assert (
            f"Booked on was taken (as of {days[0]}, by the rows looked at), and not Check-in (as of {days[1]})"
            in said(study)
        )
        assert "--map date=Check-in" in said(study)


@pytest.mark.parametrize(
    "other",
    ["Due Date", "Ship Date", "Date of Birth", "Created at", "Leverdatum", "Payment Date", "Completed Date"],
)
def test_other_days_of_an_order_are_no_second_date(tmp_path: Path, other: str) -> None:
    with dated(tmp_path, ("Invoice Date", day), (other, after)) as study:
        assert study.columns.roles["date"].column == "Invoice Date"
        assert "could say when a sale was made" not in said(study)


def test_a_term_after_the_bill_is_no_second_date(tmp_path: Path) -> None:
    with dated(tmp_path, ("Invoice Date", day), ("Fec. vto.", lambda n: day(n) + timedelta(30))) as study:
        assert "could say when a sale was made" not in said(study)


@pytest.mark.parametrize(
    "name",
    [
        "Fakturaart",
        "FKART",
        "Auftragsart",
        "Verkaufsbelegart",
        "Billing Type",
        "Sales Document Type",
        "Belegart",
    ],
)
def test_kinds_of_documents_of_sap(tmp_path: Path, name: str) -> None:
    words = each("F2", "F2", "G2", "F2", "F2", "RE", "F2", "L2")
    with with_column(tmp_path, name, words) as study:
        sold, back = with_word(words, "F2", "L2", "RE"), with_word(words, "RE")
        assert kept(study) == (len(sold), worth(*sold))
        assert f"nothing is sold: 're' {len(back)} rows ({worth(*back):,.2f})" in said(study)


@pytest.mark.parametrize(("name", "words"), [("Seat type", ("F2", "G2")), ("Belegart", ("RE", "RE", "X1"))])
def test_the_same_codes_of_something_else(tmp_path: Path, name: str, words: Sequence[str]) -> None:
    with with_column(tmp_path, name, each(*words)) as study:
        assert kept(study)[0] == ORDERS


@pytest.mark.parametrize(
    ("name", "number"),
    [("Stornobeleg", "9000{:04}"), ("Storno-Nr.", "ST-{:04}"), ("Reversal document", "9000{:04}")],
)
@pytest.mark.parametrize("empty", ["", "0000000000"])
def test_the_number_of_the_document_that_cancelled_a_row(
    tmp_path: Path, name: str, number: str, empty: str
) -> None:
    words = [number.format(n + 1) if n % 9 == 4 else empty for n in range(ORDERS)]
    with with_column(tmp_path, name, words) as study:
        sold = with_word(words, empty)
        assert kept(study) == (len(sold), worth(*sold))
        assert f"By {name}, {ORDERS - len(sold)} rows with a number there were taken as cancelled" in said(
            study
        )


def test_italian_returns(tmp_path: Path) -> None:
    words = each("", "", "", "X", "")
    with with_column(tmp_path, "Resi", words) as study:
        assert kept(study) == (len(with_word(words, "")), worth(*with_word(words, "")))


def test_what_was_charged_back_is_cancelled(tmp_path: Path) -> None:
    words = each("paid_out", "paid_out", "charged_back", "paid_out")
    with with_column(tmp_path, "status", words) as study:
        paid = with_word(words, "paid_out")
        assert kept(study) == (len(paid), worth(*paid))


def test_refunds_of_whole_orders_that_take_nothing_off_are_told(tmp_path: Path) -> None:
    rows = []
    for n in range(ORDERS):
        kinds = ("Settled", "Sent", "Refunded") if n % 8 == 2 else ("Settled", "Sent")
        rows += [(f"P{70_000 + n}", day(n), WHO[n], WORTH[n], kind) for kind in kinds]
    with looked_at(tmp_path, "Order ID,Order Date,Customer No,Order Total,Record Type", rows) as study:
        refunded = [n for n in range(ORDERS) if n % 8 == 2]
        assert "order_total" in study.columns.roles
        assert kept(study)[1] == worth(range(ORDERS))
        assert f"{len(refunded)} orders with cancelled rows have other rows too" in said(study)
        assert f"they count in full ({worth(*refunded):,.2f}), and nothing is booked as a refund" in said(
            study
        )


def test_what_is_below_zero_is_booked_back_already(tmp_path: Path) -> None:
    words = each("ok", "ok", "ok", "ok", "ok", "Storno")
    rows = [
        (f"N{1000 + n}", day(n), WHO[n], -WORTH[n] if words[n] == "Storno" else WORTH[n], words[n])
        for n in range(ORDERS)
    ]
    with looked_at(tmp_path, f"{NAMES},Opmerking", rows) as study:
        assert "is not gone by" not in said(study)
