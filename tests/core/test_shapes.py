"""Sales in every usual shape of file, each opened unaided: the roles, the ledger and the customers, against plain Python."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from core.recipe import Recipe
from core.study import Study
from tests.support.shape_checks import Shape, check, money, study_of
from tests.support.shaped_text import DESCRIPTIONS, TRUTH
from tests.support.shapes import delimited
from tests.support.shapes_of_columns import CONTENT, NAMES
from tests.support.shapes_of_files import FILES, TYPED, WORKBOOKS
from tests.support.shapes_of_text import AMBIGUOUS, DATES, DIALECTS, ENCODINGS, NUMBERS

READY_MADE = {
    name: (recency, frequency, monetary)
    for name, (recency, frequency, monetary, _) in sorted(TRUTH.customers.items())
}


def write_customers(folder: Path) -> list[Path]:
    path = folder / "rfm.csv"
    rows = [("customer_id", "recency", "frequency", "monetary")]
    path.write_text(delimited([*rows, *((name, *rfm) for name, rfm in READY_MADE.items())]))
    return [path]


SHAPES = [*DIALECTS, *ENCODINGS, *NUMBERS, *DATES, *AMBIGUOUS, *NAMES, *CONTENT, *WORKBOOKS, *TYPED, *FILES]


def test_there_are_enough_shapes_and_no_two_of_a_name() -> None:
    assert len({shape.name for shape in SHAPES}) == len(SHAPES) >= 60


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_opens_unaided(shape: Shape, tmp_path: Path) -> None:
    with_text = shape in (*DIALECTS, *ENCODINGS, *WORKBOOKS, *TYPED)
    check(study_of(shape.write(tmp_path), shape.settings, with_text=with_text), shape, DESCRIPTIONS)


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = DIALECTS[1]
    data = Path(shape.write(tmp_path)[0]).read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    check(study_of(["-"], {}), shape, DESCRIPTIONS)


def test_ready_made_customers(tmp_path: Path) -> None:
    with Study(Recipe(), write_customers(tmp_path)) as study:
        found = {
            row["customer_id"]: (row["recency"], row["frequency"], money(row["monetary"]))
            for row in study.customers.to_dicts()
        }
        assert study.columns.shape == "customers"
    assert found == READY_MADE


def test_a_summary_of_frequency_recency_and_age(tmp_path: Path) -> None:
    """Its recency is the age at the last purchase, in weeks, and its frequency counts repeats."""
    weeks = {"1001": (2, 30, 39), "1002": (1, 2, 37), "1003": (0, 0, 39), "1004": (11, 36, 38)}
    path = tmp_path / "summary.csv"
    path.write_text(
        delimited([("ID", "frequency", "recency", "T"), *((name, *row) for name, row in weeks.items())])
    )
    with Study(Recipe(), [path]) as study:
        found = {row["customer_id"]: (row["frequency"], row["recency"]) for row in study.customers.to_dicts()}
        assert study.columns.shape == "summary"
    assert found == {name: (x + 1, 7 * (age - last) + 1) for name, (x, last, age) in weeks.items()}
