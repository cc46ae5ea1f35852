"""Tables of thousands of columns: what DuckDB would think over for minutes is left out of planning, and the figures are the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.engine import connect, plan_quickly, planned_quickly
from core.recipe import Recipe
from core.source.model import FoundFile, file_identity
from core.source.opening import scanned_sample
from core.source.parquet import open_parquet
from core.study import Study
from core.workspace import Workspace

SLOW = {"projection_placement", "statistics_propagation"}
COLUMNS = 400
ROWS = 40


class Listening:
    """A connection that notes which steps of planning were left out for each statement."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.heard: list[tuple[str, set[str]]] = []

    def execute(self, statement: str) -> Any:
        self.heard.append((statement, left_out(self._connection)))
        return self._connection.execute(statement)


def left_out(connection: Any) -> set[str]:
    found = connection.execute("SELECT current_setting('disabled_optimizers')").fetchone()
    return set(filter(None, found[0].split(",")))


def write_wide(path: Path, first: int = 0, rows: int = ROWS) -> None:
    numbers = range(first + 1, first + rows + 1)
    columns: dict[str, list[Any]] = {
        "customer_id": [f"C{number % 10}" for number in numbers],
        "order_id": list(numbers),
        "order_date": [datetime(2024, 1, 1) + timedelta(days=number) for number in numbers],
        "quantity": [2] * rows,
        "unit_price": [1.5] * rows,
    }
    columns |= {f"more_{place}": [number * place for number in numbers] for place in range(COLUMNS - 5)}
    pq.write_table(pa.table(columns), path)


def test_the_sample_of_a_wide_table_is_planned_quickly(tmp_path: Path) -> None:
    path = tmp_path / "wide.parquet"
    write_wide(path)
    connection = connect(tmp_path)
    found = FoundFile(path, path.name, "parquet", path.stat().st_size, file_identity(path))
    listening = Listening(connection)
    sample = scanned_sample(open_parquet(found, connection), listening)  # type: ignore[arg-type]
    assert sample.columns[0] == tuple(f"C{number % 10}" for number in range(1, ROWS + 1))
    assert sample.columns[-1] == tuple(str(number * (COLUMNS - 6)) for number in range(1, ROWS + 1))
    wide = [
        heard for statement, heard in listening.heard if f"c{COLUMNS - 1}" in statement.partition("FROM")[0]
    ]
    assert len(wide) == 1
    assert wide[0] >= SLOW
    assert left_out(connection) == set()


def test_what_was_left_out_before_stays_so(tmp_path: Path) -> None:
    connection = connect(tmp_path)
    plan_quickly(connection, 10)
    assert left_out(connection) == set()
    plan_quickly(connection, 10_000)
    with planned_quickly(connection, 10_000):
        assert left_out(connection) >= SLOW
    assert left_out(connection) >= SLOW


@pytest.mark.parametrize("files", [1, 2])
def test_rows_that_are_compared_whole_are_planned_quickly(tmp_path: Path, files: int) -> None:
    """Only where rows are compared does a run look at every column: of two files ten orders stand in both."""
    (tmp_path / "kept").mkdir()
    paths = [tmp_path / f"part{number}.parquet" for number in range(files)]
    for number, path in enumerate(paths):
        write_wide(path, first=number * (ROWS - 10))
    kept = Workspace(tmp_path / "kept", quota_bytes=10**9)
    with Study(Recipe(), [str(path) for path in paths], workspace=kept) as study:
        taken = {line.rule: line.rows for line in study.report.ledger}
        assert taken["kept"] == ROWS + (files - 1) * (ROWS - 10)
        assert taken.get("overlap", 0) == (files - 1) * 10
        assert bool(left_out(study.connection) & SLOW) == (files == 2)
