"""Returns that a column tells by the number of the earlier sale, by letters that its name spells out, or by what is not valid."""

from __future__ import annotations

import random
import re
import shlex
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import asked

_DICE = random.Random(29)
RECEIPTS = 160
BACK = frozenset(range(20, RECEIPTS, 12))
WORTH = [Decimal(_DICE.randint(400, 18_000)) / 100 for _ in range(RECEIPTS)]
BACK_WORTH = sum(WORTH[number] for number in BACK)
WHO = [f"K{_DICE.randrange(15):02}" for _ in range(RECEIPTS)]


def study_of(tmp_path: Path, name: str, sale: str, back: str = "", *, quantity: bool = False) -> Study:
    """Receipts with one column more: what stands there on sales, and on returns, where {} is the number of the receipt nine before."""
    pieces = ",Qty" if quantity else ""
    lines = [f'Receipt,Date,Customer No{pieces},Amount,"{name}"']
    for number, worth in enumerate(WORTH):
        cell = back.format(30_001 + number - 9) if number in BACK else sale
        some = f",{number % 4 + 1}" if quantity else ""
        lines.append(
            f"{30_001 + number},{date(2024, 1, 2) + timedelta(days=number * 2)},{WHO[number]}{some},{worth},{cell}"
        )
    path = tmp_path / "till.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))


@pytest.mark.parametrize(
    "name",
    ["Original Receipt", "Originalbeleg", "Facture d'origine", "Factura rectificada", "Corrected invoice", "Refund of order", "Bezugsbeleg", "Related order"],
)  # fmt: skip
def test_rows_that_refer_to_an_earlier_sale_are_said(tmp_path: Path, name: str) -> None:
    notes = study_of(tmp_path, name, "", "{}", quantity=True).columns.notes
    told = [
        note
        for note in notes
        if note.startswith(f"{name} holds the number of a document on {len(BACK)} rows")
    ]
    assert len(told) == 1
    assert "which stand in Receipt too" in told[0]
    assert f"They come to {BACK_WORTH:,.2f}" in told[0]
    assert f"cancelled={name}" in told[0].replace("'\"'\"'", "'")
    assert not any("pieces came back" in note for note in notes)


@pytest.mark.parametrize(
    ("name", "sale", "back"),
    [
        ("Customer reference", "", "77{}"),
        ("Related items", "", "2"),
        ("Loyalty card", "", "{}"),
        ("Original price", "", "{}"),
        ("Original Receipt", "{}", "{}"),
    ],
)
def test_other_numbers_on_a_few_rows_are_none(tmp_path: Path, name: str, sale: str, back: str) -> None:
    notes = study_of(tmp_path, name, sale, back).columns.notes
    assert not any("refer to an earlier sale" in note for note in notes)


def test_pieces_that_came_back_are_counted_still(tmp_path: Path) -> None:
    notes = study_of(tmp_path, "Returned Quantity", "0", "1", quantity=True).columns.notes
    assert any(f"says that {len(BACK)} pieces came back on {len(BACK)} rows" in note for note in notes)


def kept(study: Study) -> tuple[int, float | None]:
    line = next(line for line in asked(study).ledger if line.rule == "kept")
    return line.rows, line.amount


@pytest.mark.parametrize("role", ["", "status", "cancelled"])
@pytest.mark.parametrize(
    ("name", "sale", "back"),
    [
        ("Sale/Return", "S", "R"),
        ("Verkauf/Retoure", "V", "R"),
        ("Vente / Retour", "V", "R"),
        ("Venta/Devolución", "v", "d"),
        ("Return or Sale", "SA", "RE"),
        ("Verkauf/Storno", "V", "S"),
    ],
)
def test_letters_that_a_name_spells_out_take_rows_back(
    tmp_path: Path, name: str, sale: str, back: str, role: str
) -> None:
    """`S` is a Spanish yes too, which marks rows in a column that is called after returns alone."""
    study = study_of(tmp_path, name, sale, back)
    if role:
        recipe = Recipe().with_values([(f"columns.{role}", name)])
        study = Study(recipe, [tmp_path / "till.csv"], workspace=Workspace(tmp_path, 10**9))
    else:
        assert study.columns.roles["cancelled"].column == name
        assert "stands for" in study.columns.roles["cancelled"].reason
    assert kept(study) == (RECEIPTS - len(BACK), pytest.approx(float(sum(WORTH) - BACK_WORTH)))


def test_a_third_letter_stands_beside_those_that_a_name_spells_out(tmp_path: Path) -> None:
    study_of(tmp_path, "Sale/Return", "S", "R")
    path = tmp_path / "till.csv"
    lines = path.read_text("utf-8").splitlines()
    assert lines[5].endswith(",S")
    path.write_text("\n".join((*lines[:5], lines[5][:-1] + "E", *lines[6:])) + "\n", "utf-8")
    study = Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))
    assert kept(study) == (RECEIPTS - len(BACK), pytest.approx(float(sum(WORTH) - BACK_WORTH)))


def test_letters_that_a_name_spells_out_take_rows_back_beside_a_status(tmp_path: Path) -> None:
    study_of(tmp_path, "Sale/Return", "S", "R")
    path = tmp_path / "till.csv"
    header, *lines = path.read_text("utf-8").splitlines()
    states = [f"{line},{'Cancelled' if row % 9 == 4 else 'Paid'}" for row, line in enumerate(lines)]
    path.write_text("\n".join((f"{header},Status", *states)) + "\n", "utf-8")
    standing = [row for row in range(RECEIPTS) if row not in BACK and row % 9 != 4]
    study = Study(Recipe(), [path], workspace=Workspace(tmp_path, 10**9))
    assert kept(study) == (len(standing), pytest.approx(float(sum(WORTH[row] for row in standing))))


def test_letters_that_a_name_does_not_spell_out_are_not_said_so(tmp_path: Path) -> None:
    study = study_of(tmp_path, "Cash/Card", "C", "K")
    assert "cancelled" not in study.columns.roles
    assert not any("Cash/Card" in note for note in study.columns.notes)


@pytest.mark.parametrize(
    ("name", "yes", "no"), [("valid", "1", "0"), ("Gültig", "ja", "nein"), ("Is valid", "true", "false")]
)
def test_orders_that_are_not_valid_are_said(tmp_path: Path, name: str, yes: str, no: str) -> None:
    study = study_of(tmp_path, name, yes, no)
    told = [note for note in study.columns.notes if f"the orders with {no!r} are not valid" in note]
    assert len(told) == 1
    assert f"--set 'rules.cancelled_statuses=auto,{no}'" in told[0]


@pytest.mark.parametrize(
    ("name", "sale", "back"),
    [
        ("Original Receipt", "", "{}"),
        ("Facture d'origine", "", "{}"),
        ("valid", "1", "0"),
    ],
)
def test_the_option_that_is_said_takes_these_rows_out_and_no_other(
    tmp_path: Path, name: str, sale: str, back: str
) -> None:
    study = study_of(tmp_path, name, sale, back)
    (note,) = [note for note in study.columns.notes if note.startswith(f"{name} holds ")]
    flags = re.search("--map .*", note)
    assert flags is not None
    given = shlex.split(flags[0])
    values = [
        (f"columns.{text}" if flag == "--map" else text).split("=", 1)
        for flag, text in zip(given[::2], given[1::2], strict=True)
    ]
    recipe = Recipe().with_values([(key, value) for key, value in values])
    mended = Study(recipe, [tmp_path / "till.csv"], workspace=Workspace(tmp_path, 10**9))
    assert kept(mended) == (RECEIPTS - len(BACK), pytest.approx(float(sum(WORTH) - BACK_WORTH)))
