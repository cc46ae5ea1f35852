"""Paging through any table and any types that a file may have: order, filter, places and sums, against plain Python."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import RegularsError
from core.views import grid_index, grids
from core.views.grid import Arrangement, Grid, Sought
from core.views.grids import parquet_grid

EVERYTHING = Arrangement()
Rows = list[tuple[Any, ...]]


TEXTS = st.one_of(
    st.none(), st.sampled_from(["", "Ada", "ada", "BEN", "ben 7", "Zoë", "zoË", "12.5", "中文", "a%b", "o'c"])
)
TABLES = st.lists(
    st.tuples(
        TEXTS,
        st.one_of(st.none(), st.integers(-3, 3)),
        st.one_of(st.none(), st.integers(-500, 500).map(lambda cents: Decimal(cents) / 100)),
        st.one_of(st.none(), st.sampled_from([0.5, -0.5, 12.5, math.nan, math.inf])),
        st.one_of(st.none(), st.integers(0, 5).map(lambda days: date(2024, 2, 27) + timedelta(days))),
        st.one_of(st.none(), st.booleans()),
    ),
    max_size=30,
)
NAMES = ("name", "whole", "money", "share", "day", "flag")
ARROW = pa.schema(
    [
        ("name", pa.string()),
        ("whole", pa.int32()),
        ("money", pa.decimal128(9, 2)),
        ("share", pa.float64()),
        ("day", pa.date32()),
        ("flag", pa.bool_()),
    ]
)
SORTS = st.lists(st.tuples(st.sampled_from(NAMES), st.booleans()), max_size=3).map(tuple)
FILTERS = {
    "": lambda row: True,
    "whole > 0": lambda row: row[1] is not None and row[1] > 0,
    "not (money >= 1)": lambda row: not (row[2] is not None and row[2] >= 1),
    "name ~ e or flag": lambda row: "e" in (row[0] or "").lower() or row[5] is True,
    "share > 0 and day >= 2024-02-28": lambda row: (
        None not in (row[3], row[4]) and row[3] > 0 and row[4] >= date(2024, 2, 28)
    ),
    "share is empty": lambda row: row[3] is None,
}


def parquet(rows: Rows, folder: str | Path) -> Path:
    path = Path(folder) / "rows [1].parquet"
    columns = list(zip(*rows, strict=True)) if rows else [[] for _ in NAMES]
    table = pa.table(
        [pa.array(list(column), field.type) for column, field in zip(columns, ARROW, strict=True)],
        schema=ARROW,
    )
    pq.write_table(table, path, row_group_size=7)
    return path


def plainly(rows: Rows) -> Rows:
    """The rows as a grid shows them."""
    return [
        (
            *row[:2],
            None if row[2] is None else float(row[2]),
            row[3] if row[3] is not None and math.isfinite(row[3]) else None,
            *row[4:],
        )
        for row in rows
    ]


def arranged(rows: Rows, sort: tuple[tuple[str, bool], ...], keep: Any) -> list[int]:
    """The numbers of the rows that are kept, in order."""
    numbers = [number for number, row in enumerate(rows) if keep(row)]
    for name, descending in reversed(sort):
        place = NAMES.index(name)

        def key(number: int, place: int = place) -> Any:
            value = rows[number][place]
            return value.lower() if isinstance(value, str) else value

        present = [number for number in numbers if rows[number][place] is not None]
        absent = [number for number in numbers if rows[number][place] is None]
        numbers = sorted(present, key=key, reverse=descending) + absent
    return numbers


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 2, "python_enable_replacements": False}) as connection:
        yield connection


@settings(deadline=None, max_examples=120)
@given(
    TABLES, SORTS, st.sampled_from(sorted(FILTERS)), st.integers(-2, 12), st.integers(0, 12), st.booleans()
)
def test_any_arrangement_of_any_table(
    database: duckdb.DuckDBPyConnection,
    rows: Rows,
    sort: tuple[tuple[str, bool], ...],
    written_filter: str,
    first: int,
    count: int,
    copied: bool,
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(grids, "MOST_COPIED_CELLS", 10**6 if copied else -1)
        grid = parquet_grid(database, parquet(rows, folder))
        shown = plainly(rows)
        numbers = arranged(shown, sort, FILTERS[written_filter])
        arrangement = Arrangement(sort, written_filter)
        assert grid.arrange(arrangement) == len(numbers)
        wanted = [shown[number] for number in numbers]
        assert list(grid.slice(arrangement, 0, 100, NAMES)) == wanted
        cut = wanted[max(0, first) : max(0, first + count)]
        assert list(grid.slice(arrangement, first, count, NAMES)) == cut
        totals = [row[2] for row in wanted if row[2] is not None]
        summary = grid.summary(arrangement)
        assert summary.rows == len(wanted)
        assert dict(summary.totals) == {"money": round(sum(totals), 2) if totals else None}
        check_find(grid, arrangement, wanted)
        grid.close()
        assert not database.execute("SELECT 1 FROM duckdb_tables() WHERE table_name LIKE 'grid_%'").fetchall()


def check_find(grid: Grid, arrangement: Arrangement, wanted: Rows) -> None:
    """The next and the last hit from every place, for a word, a number and a date."""
    for text, places in (
        ("ADA", (0,)),
        ("2.5", (0, 1, 2, 3, 4)),
        ("02-29", (4,)),
        ("%", (0,)),
        ("o'", (0,)),
        ("-", (1, 2, 3, 4)),
    ):
        hits = [
            place
            for place, row in enumerate(wanted)
            if any(text.lower() in as_text(row[at], at).lower() for at in places)
        ]
        for start in (-3, *range(0, len(wanted) + 2, 3)):
            after = [place for place in hits if place >= start]
            before = [place for place in hits if place <= start]
            assert grid.find(arrangement, Sought(text, text), start) == (after[0] if after else None)
            assert grid.find(arrangement, Sought(text, text), start, forward=False) == (
                before[-1] if before else None
            )


def as_text(value: Any, place: int) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if NAMES[place] == "money" else str(value)


def test_only_so_many_arrangements_are_kept(
    database: duckdb.DuckDBPyConnection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: Rows = [(None, number, None, None, None, None) for number in range(50)]
    grid = parquet_grid(database, parquet(rows, tmp_path))
    arrangements = [Arrangement((("whole", True),), f"whole > {least}") for least in range(30)]
    for arrangement in arrangements:
        grid.arrange(arrangement)
    assert len(grid._indexes._arranged) == grid_index.MOST_ARRANGEMENTS
    assert [grid.arrange(arrangement) for arrangement in arrangements] == [49 - least for least in range(30)]
    monkeypatch.setattr(grid_index, "MOST_INDEX_BYTES", 4 * 120)
    grid.arrange(Arrangement((("whole", True),)))
    assert sum(index.nbytes for index in grid._indexes._arranged.values()) <= 4 * 120
    monkeypatch.setattr(grid_index, "MOST_INDEX_BYTES", 1)
    assert grid.slice(Arrangement((("day", True),)), 0, 1, ["whole"]) == ((0,),)
    assert len(grid._indexes._arranged) == 1
    grid.close()


def test_types_that_a_file_may_have(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    zoned = datetime(2024, 2, 29, 12, 30, tzinfo=UTC)
    table = pa.table(
        {
            "file_row_number": pa.array(["x", "y"]),
            "huge": pa.array([Decimal(10**30), None], pa.decimal128(38, 0)),
            "unsigned": pa.array([2**64 - 1, 1], pa.uint64()),
            "zoned": pa.array([zoned, None], pa.timestamp("us", tz="Europe/Berlin")),
            "nanos": pa.array([datetime(2024, 1, 1), datetime(2024, 1, 2)], pa.timestamp("ns")),
            "listed": pa.array([[1, 2], None]),
            "nested": pa.array([{"a": 1}, None]),
            "bytes": pa.array([b"a\x00b", None]),
            "coded": pa.array(["red", "blue"]).dictionary_encode(),
            "clock": pa.array([timedelta(hours=1), None], pa.duration("us")),
            "single": pa.array([1.5, math.nan], pa.float32()),
            "never": pa.nulls(2),
        }
    )
    pq.write_table(table, tmp_path / "odd.parquet")
    grid = parquet_grid(database, tmp_path / "odd.parquet", key="coded", kinds={"single": "money"})
    names = [column.name for column in grid.columns]
    first, second = grid.slice(EVERYTHING, 0, 2, names)
    kept = dict(zip(names, first, strict=True))
    assert kept["huge"] == 1e30
    assert kept["unsigned"] == float(2**64 - 1)
    assert kept["zoned"] == zoned.replace(tzinfo=None)
    assert kept["nanos"] == datetime(2024, 1, 1)
    assert (kept["listed"], kept["coded"], kept["single"]) == ("[1, 2]", "red", 1.5)
    assert dict(zip(names, second, strict=True))["single"] is None
    for column in grid.columns:
        assert grid.arrange(Arrangement(((column.name, True),), f"`{column.name}` is not empty")) in (0, 1, 2)
        assert grid.find(EVERYTHING, Sought("1", "1", ((column.name, column.kind),))) in (0, 1, None)
    for name in ("huge", "unsigned"):
        assert grid.arrange(Arrangement((), f"{name} > 123456789012345678.123456789012345678")) == 1
    assert grid.arrange(Arrangement((), "zoned = 2024-02-29")) == 1
    assert grid.position_of(Arrangement((("coded", False),)), "red") == 1
    assert dict(grid.summary(EVERYTHING).totals)["single"] == 1.5
    grid.close()


def test_a_file_that_is_not_there(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(RegularsError, match="failed"):
        parquet_grid(database, tmp_path / "none.parquet")
