"""A setting that was given and matches nothing is said, with what was probably meant; one that matches, or is the default, is not."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest

from core import findings
from core.recipe import Recipe
from core.report import Report
from core.study import Study
from core.workspace import Workspace

HEADER = "Customer,Invoice,Date,Product,Amount,Status"
ROWS = (
    "Ada,A1001,2025-01-05,POST,120.50,done",
    "Ada,A1002,2025-03-05,P1,80.25,done",
    "guest,A1004,2025-02-01,P2,40.00,done",
    "00417,1006,2025-02-11,P1,99.99,storniert",
    "00417,1010,2025-02-12,P1,19.99,done",
    "Dov,1007,2025-01-20,P3,10.01,done",
    ",1008,2025-02-20,P1,20.02,done",
    "Eva,1009,2025-03-01,FEE X,300.00,back-order",
)


def report_of(
    tmp_path: Path, *settings: tuple[str, str], header: str = HEADER, rows: Sequence[str] = ROWS
) -> Report:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    with Study(Recipe().with_values(settings), [path], workspace=Workspace(tmp_path, 10**9)) as study:
        return study.report


def said(report: Report, key: str) -> str:
    """The one sentence that begins with a setting; "" where there is none."""
    found = [note for note in report.notes if note.startswith(key)]
    assert len(found) <= 1
    return found[0] if found else ""


def test_without_settings_nothing_is_said(tmp_path: Path) -> None:
    assert not any(note.startswith(("rules.", "customers.")) for note in report_of(tmp_path).notes)


@pytest.mark.parametrize(
    ("key", "value", "matching"),
    [
        ("rules.not_customers", "Nemo", "guest"),
        ("rules.cancelled_prefixes", "ZZ", "A"),
        ("rules.cancelled_statuses", "verschollen", "storniert"),
    ],
)
def test_what_matches_nothing_is_said_and_what_matches_is_not(
    tmp_path: Path, key: str, value: str, matching: str
) -> None:
    assert f"names {value!r}" in said(report_of(tmp_path, (key, value)), key)
    assert not said(report_of(tmp_path, (key, matching)), key)
    of_both = said(report_of(tmp_path, (key, f"{matching},{value}")), key)
    assert f"{value!r}" in of_both
    assert f"names {matching!r}" not in of_both


def test_an_id_that_is_written_otherwise_is_offered(tmp_path: Path) -> None:
    sentence = said(report_of(tmp_path, ("rules.not_customers", "Nemo,Guest,417.0")), "rules.not_customers")
    assert "Did you mean '00417', 'guest'?" in sentence
    _, typed = shlex.split(sentence[sentence.rindex("--set ") :])
    key, _, value = typed.partition("=")
    assert (key, value) == ("rules.not_customers", "Nemo,guest,00417")
    followed = report_of(tmp_path, (key, value))
    assert {line.rule: line.rows for line in followed.ledger}["missing customer"] == 1 + 1 + 2
    assert "names 'Nemo', and" in said(followed, "rules.not_customers")


def test_a_status_that_is_written_otherwise_is_offered(tmp_path: Path) -> None:
    key = "rules.cancelled_statuses"
    sentence = said(report_of(tmp_path, (key, "auto,Back order")), key)
    assert "Did you mean 'back-order'?" in sentence
    assert sentence.endswith("--set rules.cancelled_statuses=auto,back-order")
    followed = report_of(tmp_path, (key, "auto,back-order"))
    assert {line.rule: line.rows for line in followed.ledger}["cancelled"] == 2
    assert not said(followed, key)


def test_marks_beside_auto_are_not_looked_for(tmp_path: Path) -> None:
    key = "rules.cancelled_prefixes"
    sentence = said(report_of(tmp_path, (key, "auto,A")), key)
    assert "'A' is not looked for" in sentence
    assert sentence.endswith(f"--set {key}=A")


def test_what_order_ids_begin_with_is_told(tmp_path: Path) -> None:
    assert "order ids have 'A' (3 orders)" in said(
        report_of(tmp_path, ("rules.cancelled_prefixes", "ZZ")), "rules.cancelled_prefixes"
    )


@pytest.mark.parametrize(("key", "role"), [("cancelled_prefixes", "order"), ("cancelled_statuses", "status")])
def test_without_the_column_it_would_look_at(tmp_path: Path, key: str, role: str) -> None:
    settings = ((f"rules.{key}", "Q"), (f"columns.{role}", "-"))
    sentence = said(report_of(tmp_path, *settings), f"rules.{key}")
    assert "no column is known to hold" in sentence
    assert sentence.endswith(f"--map {role}=COLUMN")


def test_marks_of_a_rule_that_is_off(tmp_path: Path) -> None:
    settings = (("rules.cancelled", "false"), ("rules.cancelled_prefixes", "A"))
    sentence = said(report_of(tmp_path, *settings), "rules.cancelled_prefixes")
    assert sentence.endswith("--set rules.cancelled=true")


def test_patterns_of_products(tmp_path: Path) -> None:
    key, on = "rules.not_products", ("rules.not_a_product", "true")
    assert said(report_of(tmp_path, (key, "POST")), key).endswith("--set rules.not_a_product=true")
    assert not said(report_of(tmp_path, (key, "post|FEE.*"), on), key)
    assert "names 'FEE', and no row" in said(report_of(tmp_path, (key, "FEE"), on), key)
    of_both = said(report_of(tmp_path, (key, "FEE,post"), on), key)
    assert "names 'FEE', and no row" in of_both
    without = said(report_of(tmp_path, (key, "FEE"), on, ("columns.product", "-")), key)
    assert "no column is known to hold products" in without
    assert not said(report_of(tmp_path, on), key), "the patterns are the default's"


def test_words_without_effect(tmp_path: Path) -> None:
    settings = (("customers.refunds", "net"), ("customers.products", "on"), ("columns.product", "-"))
    report = report_of(tmp_path, *settings)
    assert "no customer has a refund" in said(report, "customers.refunds")
    assert "--map product=COLUMN" in next(note for note in report.notes if "products were to be" in note)
    # A model decides how its customers are scored.
    assert said(report, "customers.refunds") in report.notes_on_scoring
    refunded = [*ROWS, "Ada,A1011,2025-03-06,P1,-80.25,returned"]
    assert not said(report_of(tmp_path, settings[0], rows=refunded), "customers.refunds")


def test_a_large_source_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the source was read once more")

    monkeypatch.setattr(findings, "MOST_READ_AGAIN", 1)
    monkeypatch.setattr("core.reporting._of_rows", refuse)
    settings = (
        ("rules.not_customers", "Nemo"),
        ("rules.cancelled_prefixes", "ZZ"),
        ("rules.not_a_product", "true"),
        ("rules.not_products", "FEE"),
    )
    header = "Customer,Invoice,Date,Product,Amount"
    rows = [row.rpartition(",")[0] for row in ROWS]
    report = report_of(tmp_path, *settings, header=header, rows=rows)
    # A row without an id stands among nobody's too, so nothing can be said of Nemo.
    assert not said(report, "rules.not_customers")
    assert "'ZZ'" in said(report, "rules.cancelled_prefixes")
    assert "'FEE'" in said(report, "rules.not_products")
    named = [row for row in rows if not row.startswith(",")]
    assert "'Nemo'" in said(report_of(tmp_path, *settings, header=header, rows=named), "rules.not_customers")


def test_ids_of_a_ready_made_table(tmp_path: Path) -> None:
    given = {"header": "customer_id,recency,frequency,monetary", "rows": ("A,3,4,5", "B,4,5,6", "C,9,1,2")}
    report = report_of(tmp_path, ("rules.not_customers", "b"), **given)  # type: ignore[arg-type]
    assert "Did you mean 'B'?" in said(report, "rules.not_customers")
    assert not said(report_of(tmp_path, ("rules.not_customers", "B"), **given), "rules.not_customers")  # type: ignore[arg-type]
