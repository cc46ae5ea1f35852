"""Statements run with little memory first; ids of long files stay as given only where that is what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.engine import connect, execute_frugally
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked

ROWS = 40_000


def test_the_limit_is_as_it_was_afterwards_and_too_little_memory_is_no_failure(tmp_path: Path) -> None:
    connection = connect(tmp_path, threads=1, memory_mb=1500)
    limit = connection.execute("SELECT current_setting('memory_limit')").fetchone()
    # A list is held whole: this one takes more than a thread's least, and less than there is.
    execute_frugally(connection, "CREATE TEMP TABLE t AS SELECT len(list(range)) AS n FROM range(20_000_000)")
    assert connection.execute("SELECT n FROM t").fetchone() == (20_000_000,)
    assert connection.execute("SELECT current_setting('memory_limit')").fetchone() == limit


@pytest.mark.parametrize("odd", [" 17 ", "17\u00a0", '="17"', "17\t"])
@pytest.mark.parametrize("where", [10, ROWS - 10_000])
def test_an_id_that_is_not_clean_is_cleaned_wherever_it_stands(tmp_path: Path, odd: str, where: int) -> None:
    source = tmp_path / "sales.csv"
    kept = tmp_path / "kept"
    kept.mkdir()
    rows = [
        f"{1000 + number // 4},{number % 50},2024-01-{1 + number % 28:02},1,2.50" for number in range(ROWS)
    ]
    quoted = '"' + odd.replace('"', '""') + '"'
    rows[where] = f"9999999,{quoted},2024-01-05,1,2.50"
    rows[where + 1] = "9999998,   ,2024-01-05,1,2.50"
    source.write_text("\n".join(["Invoice,Customer ID,InvoiceDate,Quantity,Price", *rows]), encoding="utf-8")
    with Study(Recipe(), [str(source)], workspace=Workspace(kept, quota_bytes=10**9)) as study:
        assert Asked(study).customers == 50
        assert {line.rule: line.rows for line in Asked(study).ledger}["missing customer"] == 1
