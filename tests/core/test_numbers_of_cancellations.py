"""Numbers and texts in columns called after cancelling, returning and credit notes, sides of a bank's money, and credit notes that are void."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from core.recipe import ColumnsPart, Recipe, RulesPart
from core.study import Study
from core.workspace import Workspace

WORTH = ["10.00", "12.50", "12.50", "30.00", "20.00", "7.95"]  # 92.95
ALL, REST = 92.95, 80.45
BANK = """Datum;Naam;Tegenrekening;Af Bij;Bedrag (EUR)
20240105;Jan;NL01A1;Bij;10,00
20240119;Piet;NL01A2;Bij;12,50
20240202;Jan;NL01A1;Bij;12,50
20240203;Jan;NL01A1;Af;12,50
20240217;An;NL01A3;Bij;30,00
20240301;Piet;NL01A2;Bij;20,00
"""


def study_of(tmp_path: Path, text: str, recipe: Recipe | None = None) -> Study:
    path = tmp_path / "sales.csv"
    path.write_text(text, encoding="utf-8")
    return Study(recipe or Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


def with_column(name: str, cells: Sequence[str]) -> str:
    rows = [
        f"o{number},2024-0{1 + number}-05,C{number % 3},{worth},{cell}"
        for number, (worth, cell) in enumerate(zip(WORTH, cells, strict=True))
    ]
    return "\n".join((f"Order,Date,Customer,Amount,{name}", *rows)) + "\n"


@pytest.mark.parametrize("blank", ["", "0"])
@pytest.mark.parametrize("number", ["4711", "12.50"])
@pytest.mark.parametrize(
    "name",
    [
        "Storno",
        "Gutschrift",
        "Avoir",
        "Credit note",
        "Refunded",
        "Terugbetaald",
        "Remboursé",
        "Erstattet",
        "Rimborsato",
    ],
)
def test_a_number_in_a_column_called_after_cancelling_marks_its_row(
    tmp_path: Path, name: str, number: str, blank: str
) -> None:
    with study_of(tmp_path, with_column(name, [blank, blank, number, blank, blank, blank])) as study:
        assert float(study.report.revenue or 0) == pytest.approx(REST)
        assert any(f"By {name}, 1 row with a number there was taken" in note for note in study.report.notes)


def test_money_of_which_only_a_part_went_back_is_said_and_marks_nothing(tmp_path: Path) -> None:
    with study_of(tmp_path, with_column("Refunded", ["", "", "5.00", "", "", "2.50"])) as study:
        assert float(study.report.revenue or 0) == pytest.approx(ALL)
        assert any(
            note.startswith("Refunded says that 7.50 was given back on 2 rows") for note in study.report.notes
        )


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Credit note no", "CN-12"),
        ("Creditnota", "CN-12"),
        ("Avoir n°", "4711"),
        ("RMA", "R77"),
        ("Return Reason", "Too small"),
        ("Retourgrund", "zu klein"),
        ("Motif retour", "trop petit"),
        ("Motivo devolución", "pequeño"),
    ],
)
def test_what_may_have_come_back_is_said_with_a_line_that_takes_it_out(
    tmp_path: Path, name: str, cell: str
) -> None:
    text = with_column(name, ["", "", cell, "", "", ""])
    with study_of(tmp_path, text) as study:
        assert float(study.report.revenue or 0) == pytest.approx(ALL)
        (said,) = [note for note in study.report.notes if note.startswith(f"{name} is filled on 1 row")]
        assert f"such as {cell!r}, worth 12.50 in all: it counts as a sale" in said
        assert f"cancelled={name}" in said
        named = "rules.cancelled_statuses=" in said
    rules = RulesPart(cancelled_statuses=("auto", cell)) if named else RulesPart()
    recipe = Recipe(columns=ColumnsPart(cancelled=name), rules=rules)
    with study_of(tmp_path, text, recipe) as study:
        assert float(study.report.revenue or 0) == pytest.approx(REST)


@pytest.mark.parametrize("name", ["Returns policy", "Free cancellation", "Return shipping"])
def test_terms_and_services_are_no_returns(tmp_path: Path, name: str) -> None:
    with study_of(tmp_path, with_column(name, ["", "", "30 days", "", "", ""])) as study:
        assert not any(note.startswith(f"{name} is filled") for note in study.report.notes)


def test_money_that_a_bank_says_went_out_is_said(tmp_path: Path) -> None:
    with study_of(tmp_path, BANK) as study:
        assert float(study.report.revenue or 0) == pytest.approx(97.5)
        (said,) = [note for note in study.report.notes if note.startswith("Af Bij holds")]
        assert "'Af' is money that went out" in said
        assert said.endswith("--map 'status=Af Bij' --set rules.cancelled_statuses=Af")
    recipe = Recipe(columns=ColumnsPart(status="Af Bij"), rules=RulesPart(cancelled_statuses=("Af",)))
    with study_of(tmp_path, BANK, recipe) as study:
        assert float(study.report.revenue or 0) == pytest.approx(85)


@pytest.mark.parametrize(
    ("name", "sale", "back", "said"), [("Dare/Avere", "D", "A", True), ("Klasse", "D", "A", False)]
)
def test_letters_of_accounts_are_such_where_the_name_says_so(
    tmp_path: Path, name: str, sale: str, back: str, said: bool
) -> None:
    with study_of(tmp_path, with_column(name, [sale, sale, back, sale, sale, sale])) as study:
        assert any("as accounts mark debit and credit" in note for note in study.report.notes) == said


def test_a_credit_note_that_is_void_gives_nothing_back(tmp_path: Path) -> None:
    rows = [
        ("I1", "10.00", "Invoice", "Paid"),
        ("I2", "12.50", "Invoice", "Paid"),
        ("I3", "40.00", "Invoice", "Voided"),
        ("I4", "12.50", "Invoice", "Paid"),
        ("N1", "-4.00", "Credit note", "Paid"),
        ("N2", "-7.00", "Credit note", "Voided"),
        ("I5", "30.00", "Invoice", "Paid"),
        ("I6", "20.00", "Invoice", "Paid"),
    ]
    lines = [
        f"{order},2024-02-{1 + number:02},C{number % 2},{worth},{kind},{status}"
        for number, (order, worth, kind, status) in enumerate(rows)
    ]
    with study_of(tmp_path, "\n".join(("Order,Date,Customer,Amount,Type,Status", *lines)) + "\n") as study:
        assert float(study.report.revenue or 0) == pytest.approx(85)
        assert float(study.report.net or 0) == pytest.approx(81)
        (said,) = [note for note in study.report.notes if "The cancelled rows above zero" in note]
        assert (
            "are worth 40.00 and are taken out only; those below zero, -4.00, are booked as refunds." in said
        )
