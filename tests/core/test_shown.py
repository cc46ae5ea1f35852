"""What a notebook shows of a study and its tables."""

from __future__ import annotations

from pathlib import Path

import core
from tests.support.command import CUSTOMERS, ROWS, SALES


def test_a_study_says_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    with core.open_source(path) as study:
        assert repr(study) == f"<Study of {path}>"
        assert "source_pass" not in study.__dict__, "showing it read the source"
        assert study.report
        assert repr(study) == (
            f"<Study of {path}: {ROWS} of {ROWS} rows count, {CUSTOMERS} customers as of {study.report.as_of}>"
        )
    assert repr(core.open_source()) == "<Study of no source>"
    assert repr(core.open_source("a", "b", "c", "d", "e")) == "<Study of a, b, c and 2 more>"


def test_a_table_says_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    with core.open_source(path) as study:
        customers = study.customers
        assert repr(customers) == (
            f"<Table of {CUSTOMERS} rows: customer_id, first_purchase, last_purchase, recency, frequency, monetary, ...>"
        )
        assert repr(study.tiers).startswith("<Table of 3 rows: tier, customers, ")
    assert repr(customers) == "<Table of a study that is closed>"
