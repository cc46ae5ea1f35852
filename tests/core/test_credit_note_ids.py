"""Credit notes that only their numbers or codes tell, with amounts above zero as programs list them beside sales."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from core.columns.cancelled import cancellation_prefixes, order_ids
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

ROWS = 240


def write(path: Path, sale: str, back: str, *, kinds: tuple[str, str] | None = None) -> tuple[int, float]:
    """A list of documents; the rows and the money of what was taken back."""
    rng = random.Random(5)
    lines = ["InvoiceNo,DocType,Customer,Date,Amount" if kinds else "InvoiceNo,Customer,Date,Amount"]
    rows, cents = 0, 0
    for number in range(ROWS):
        is_back, amount = rng.random() < 0.1, rng.randint(100, 9000)
        rows, cents = rows + is_back, cents + amount * is_back
        fields = [(back if is_back else sale).format(1000 + number)]
        fields += [kinds[is_back]] if kinds else []
        fields += [f"C{rng.randint(1, 40)}", f"2024-{1 + number % 12:02}-{1 + number % 28:02}"]
        lines.append(",".join((*fields, f"{amount / 100:.2f}")))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return rows, cents / 100


def looked_at(path: Path, **settings: str) -> tuple[int, float, str]:
    recipe = Recipe().with_values([(key.replace("__", "."), value) for key, value in settings.items()])
    with Study(recipe, [path], workspace=Workspace(path.parent, 10**9)) as study:
        taken = {line.rule: (line.rows, round(line.amount or 0.0, 2)) for line in study.report.ledger}
        return *taken.get("cancelled", (0, 0.0)), " ".join(study.report.notes)


@pytest.mark.parametrize(
    ("sale", "back", "mark"),
    [
        ("FT A/{}", "NC A/{}", "NC"),
        ("FT 1/{}", "NC 1/{}", "NC"),
        ("FA-{}", "AV-{}", "AV"),
        ("RE2024-{}", "GS2024-{}", "GS"),
        ("INV-{}", "CN-{}", "CN"),
        ("F{}", "NC{}", "NC"),
    ],
)
def test_a_number_of_a_credit_note_beside_those_of_invoices_is_one(
    tmp_path: Path, sale: str, back: str, mark: str
) -> None:
    truth = write(tmp_path / "list.csv", sale, back)
    rows, amount, said = looked_at(tmp_path / "list.csv")
    assert (rows, amount) == truth
    assert f"begin with {mark} are taken as cancelled" in said


@pytest.mark.parametrize(("sale", "back", "mark"), [("{}", "NC-{}", "NC"), ("WEB-{}", "RMA-{}", "RMA")])
def test_where_nothing_beside_it_says_so_a_person_is_asked(
    tmp_path: Path, sale: str, back: str, mark: str
) -> None:
    truth = write(tmp_path / "list.csv", sale, back)
    rows, _, said = looked_at(tmp_path / "list.csv")
    assert rows == 0
    assert f"{truth[0]} rows of orders whose ids begin with {mark} count as sales ({truth[1]:,.2f})" in said
    assert f"--set rules.cancelled_prefixes={mark}" in said
    rows, amount, said = looked_at(tmp_path / "list.csv", rules__cancelled_prefixes=mark)
    assert (rows, amount) == truth
    assert "count as sales" not in said


@pytest.mark.parametrize(
    ("sale", "back"), [("SHOP-{}", "WEB-{}"), ("A{}", "B{}"), ("ST-{}", "RE-{}"), ("{}", "X-{}")]
)
def test_other_letters_are_how_a_shop_numbers(tmp_path: Path, sale: str, back: str) -> None:
    write(tmp_path / "list.csv", sale, back)
    rows, _, said = looked_at(tmp_path / "list.csv")
    assert rows == 0
    assert "begin with" not in said


def test_most_of_the_orders_are_no_credit_notes() -> None:
    ids = [(f"NC-{number}", False) for number in range(60)] + [
        (f"FT-{number}", False) for number in range(40)
    ]
    assert cancellation_prefixes(order_ids(ids)) == ()


def test_codes_of_documents_are_asked_about_until_somebody_has_said(tmp_path: Path) -> None:
    truth = write(tmp_path / "list.csv", "{}", "{}", kinds=("380", "381"))
    rows, _, said = looked_at(tmp_path / "list.csv")
    assert rows == 0
    assert "--map status=DocType --set 'rules.cancelled_statuses=381'" in said
    asked = {"columns__status": "DocType", "rules__cancelled_statuses": "381"}
    rows, amount, said = looked_at(tmp_path / "list.csv", **asked)
    assert (rows, amount) == truth
    assert "marks no row" not in said


@pytest.mark.parametrize("role", ["status", "cancelled"])
def test_a_column_that_was_mapped_is_not_asked_about(tmp_path: Path, role: str) -> None:
    truth = write(tmp_path / "list.csv", "{}", "{}", kinds=("VKF", "KRX"))
    assert "DocType marks no row as cancelled" in looked_at(tmp_path / "list.csv")[2]
    asked = {f"columns__{role}": "DocType", "rules__cancelled_statuses": "krx"}
    rows, amount, said = looked_at(tmp_path / "list.csv", **asked)
    assert (rows, amount) == truth
    assert "marks no row" not in said
