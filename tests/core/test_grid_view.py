"""Paging through a table: order, filter, places and files, against plain Python and pandas."""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import OutputError, RegularsError, UsageError
from core.views import grid as grid_module
from core.views import grid_index, grids
from core.views.grid import Arrangement, Grid
from core.views.grid_widths import column_width
from core.views.grids import customers_grid, parquet_grid
from core.views.result import ResultData
from tests.support.studied import SAMPLE, looked_at, ready_made, without_amounts, written

EVERYTHING = Arrangement()
Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def data() -> Iterator[ResultData]:
    with looked_at(SAMPLE) as data:
        yield data


@pytest.fixture(scope="module")
def grid(data: ResultData) -> Grid:
    return customers_grid(data)


@pytest.fixture(scope="module")
def frame(data: ResultData) -> pd.DataFrame:
    """The customers as their file has them."""
    table = pq.read_table(data.result.customers_path).to_pandas()
    for name in ("monetary", "refunded", "net", "average_order"):
        table[name] = table[name].astype(float)
    return table.sort_values("customer_id").reset_index(drop=True)


def ids(grid: Grid, arrangement: Arrangement) -> list[str]:
    return [row[0] for row in grid.slice(arrangement, 0, 10_000, ["customer_id"])]


# The customers of a real result.


def test_the_columns_of_the_customers(grid: Grid, frame: pd.DataFrame) -> None:
    assert [column.name for column in grid.columns] == list(frame.columns)
    kinds = {column.name: column.kind for column in grid.columns}
    assert {
        name: kinds[name] for name in ("customer_id", "last_purchase", "r", "monetary", "mostly_refunded")
    } == {
        "customer_id": "text",
        "last_purchase": "moment",
        "r": "number",
        "monetary": "money",
        "mostly_refunded": "flag",
    }
    assert [column.name for column in grid.columns if column.summed] == [
        "frequency",
        "monetary",
        "refunded",
        "net",
    ]


def test_slices_of_all_customers_are_the_file_by_id(grid: Grid, frame: pd.DataFrame) -> None:
    names = [column.name for column in grid.columns]
    shown = grid.slice(EVERYTHING, 0, 10_000, names)
    assert grid.arrange(EVERYTHING) == len(shown) == len(frame)
    for number, name in enumerate(names):
        column = [row[number] for row in shown]
        assert column == [None if pd.isna(value) else value for value in frame[name]]
    assert {type(value) for row in shown for value in row} == {
        str,
        int,
        float,
        bool,
        datetime,
        type(None),
    } - ({type(None)} if not frame.isna().any(axis=None) else set())


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "name", ["monetary", "last_purchase", "r", "value_share", "country", "rfm", "mostly_refunded"]
)
def test_sorting_by_a_column(grid: Grid, frame: pd.DataFrame, name: str, descending: bool) -> None:
    low = frame.assign(key=frame[name].str.lower() if frame[name].dtype.kind not in "ifbM" else frame[name])
    wanted = low.sort_values("key", ascending=not descending, kind="stable", na_position="last").customer_id
    assert ids(grid, Arrangement(((name, descending),))) == list(wanted)


def test_sorting_by_several_columns_and_by_id_backwards(grid: Grid, frame: pd.DataFrame) -> None:
    wanted = frame.sort_values(
        ["r", "f", "monetary"], ascending=[False, True, False], kind="stable"
    ).customer_id
    assert ids(grid, Arrangement((("r", True), ("f", False), ("monetary", True)))) == list(wanted)
    assert ids(grid, Arrangement((("customer_id", True),))) == list(frame.customer_id[::-1])
    wanted = frame.sort_values(["r", "customer_id"], ascending=[True, False], kind="stable").customer_id
    assert ids(grid, Arrangement((("r", False), ("customer_id", True), ("f", False)))) == list(wanted)


def test_tiers_and_segments_are_in_order_from_best_to_worst(grid: Grid, data: ResultData) -> None:
    tiers = [row[0] for row in grid.slice(Arrangement((("tier", False),)), 0, 10_000, ["tier"])]
    assert list(dict.fromkeys(tiers)) == ["High", "Medium", "Low"]
    named = [row[0] for row in grid.slice(Arrangement((("segment", True),)), 0, 10_000, ["segment"])]
    reached = [line.name for line in data.result.report.segments if line.customers]
    assert list(dict.fromkeys(named)) == reached[::-1]


def test_filter_and_sums(grid: Grid, frame: pd.DataFrame) -> None:
    arrangement = Arrangement(
        (("monetary", True),), "r >= 4 and country = 'united kingdom' or segment = At Risk"
    )
    chosen = frame[((frame.r >= 4) & (frame.country == "United Kingdom")) | (frame.segment == "At Risk")]
    assert 0 < len(chosen) < len(frame)
    assert grid.arrange(arrangement) == len(chosen)
    assert ids(grid, arrangement) == list(
        chosen.sort_values("monetary", ascending=False, kind="stable").customer_id
    )
    summary = grid.summary(arrangement)
    assert summary.rows == len(chosen)
    assert dict(summary.totals) == {
        "frequency": chosen.frequency.sum(),
        **{name: round(chosen[name].sum(), 2) for name in ("monetary", "refunded", "net")},
    }
    assert dict(grid.summary(EVERYTHING).totals)["monetary"] == 900_378.75


def test_a_filter_that_nobody_meets(grid: Grid) -> None:
    nobody = Arrangement((("r", True),), "country = Atlantis")
    assert grid.arrange(nobody) == 0
    assert grid.slice(nobody, 0, 10, ["customer_id"]) == ()
    assert grid.find(nobody, "1") is None
    assert grid.find(nobody, "1", 5, forward=False) is None
    assert grid.select_ids(nobody, [0, (0, 10)]) == ()
    assert grid.summary(nobody).totals == (
        ("frequency", None),
        ("monetary", None),
        ("refunded", None),
        ("net", None),
    )
    assert grid.position_of(nobody, "12364") is None


def test_a_customer_is_found_again_wherever_it_moved(grid: Grid) -> None:
    for arrangement in (
        EVERYTHING,
        Arrangement((("monetary", True),)),
        Arrangement((("r", False),), "f > 1"),
    ):
        order = ids(grid, arrangement)
        for place in (0, 1, len(order) // 2, len(order) - 1):
            assert grid.position_of(arrangement, order[place]) == place
    assert grid.position_of(EVERYTHING, "nobody") is None
    best = ids(grid, Arrangement((), "r = 5"))[0]
    assert grid.position_of(Arrangement((), "r < 5"), best) is None


def test_values_and_widths(grid: Grid, frame: pd.DataFrame) -> None:
    usual = frame.country.value_counts()
    assert grid.values("country")[0] == usual.index[0]
    assert set(grid.values("country", "GER")) == {
        name for name in usual.index if name.lower().startswith("ger")
    }
    assert grid.values("segment", "c") == ("Champions", "Can't Lose Them")
    assert grid.values("monetary") == ()
    most = max(len(f"{value:,.2f}") for value in frame.monetary)
    assert grid.column_widths(
        ["customer_id", "monetary", "last_purchase", "r", "segment", "mostly_refunded"]
    ) == (
        len("customer_id"),
        max(most, len("monetary")),
        16,
        1,
        max(map(len, frame.segment)),
        len("mostly_refunded"),
    )


def test_what_does_not_exist_is_named(grid: Grid) -> None:
    with pytest.raises(UsageError, match="monetary"):
        grid.slice(EVERYTHING, 0, 1, ["monetery"])
    with pytest.raises(UsageError, match="no column"):
        grid.arrange(Arrangement((("nothing", True),)))
    with pytest.raises(UsageError, match="character 1"):
        grid.arrange(Arrangement((), "nothing = 1"))
    with pytest.raises(UsageError):
        grid.summary(Arrangement((), "r >"))


def test_sources_without_money_or_dates() -> None:
    with looked_at(without_amounts()) as data:
        grid = customers_grid(data)
        by_money = Arrangement((("monetary", True),), "monetary is empty")
        assert grid.arrange(by_money) == grid.summary(by_money).rows == 17
        assert dict(grid.summary(by_money).totals)["monetary"] is None
        assert grid.slice(by_money, 0, 1, ["customer_id", "monetary"]) == (("c0", None),)
        assert grid.column_widths(["monetary"]) == (len("monetary"),)
    with looked_at(ready_made()) as data:
        grid = customers_grid(data)
        assert grid.arrange(Arrangement((("last_purchase", True),), "last_purchase is empty")) == 60
        assert grid.arrange(Arrangement((), "last_purchase > 2000")) == 0


def test_an_attribute_may_be_called_like_the_engines_own_numbers(tmp_path: Path) -> None:
    rows = [
        (f"c{n % 9}", f"o{n}", f"2025-01-{1 + n % 28:02d}", "5.00", f"kind {n % 9 % 3}") for n in range(90)
    ]
    source = written("rowid.csv", ("customer_id", "order_id", "order_date", "amount", "RowID"), rows)
    with looked_at(source, ("columns.attributes", '["RowID"]')) as data:
        grid = customers_grid(data)
        assert "RowID" in [column.name for column in grid.columns]
        by_kind = Arrangement((("RowID", True),), "rowid != kind 1")
        assert grid.slice(by_kind, 0, 9, ["customer_id", "RowID"]) == tuple(
            (f"c{n}", f"kind {n % 3}") for n in (2, 5, 8, 0, 3, 6)
        )
        grid.close()


# Any table, against Python.

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
            assert grid.find(arrangement, text, start) == (after[0] if after else None)
            assert grid.find(arrangement, text, start, forward=False) == (before[-1] if before else None)


def as_text(value: Any, place: int) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if NAMES[place] == "money" else str(value)


def test_find_looks_only_into_the_columns_that_are_shown(grid: Grid, frame: pd.DataFrame) -> None:
    first = int(frame.index[frame.country == "Germany"][0])
    assert grid.find(EVERYTHING, "germany") == first
    assert grid.find(EVERYTHING, "germany", columns=["customer_id", "segment"]) is None
    assert grid.find(EVERYTHING, "") is None
    most = float(frame.monetary.max())
    assert grid.find(EVERYTHING, f"{most:,.2f}", columns=["monetary"]) == int(frame.monetary.idxmax())


def test_choosing_rows(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    by_money = Arrangement((("monetary", True),))
    order = ids(grid, by_money)
    assert grid.select_ids(by_money, [5, (2, 3), 3, (8, 7), 10**9]) == (order[2], order[3], order[5])
    assert grid.select_ids(by_money, [(-5, 10**9)]) == tuple(order)
    monkeypatch.setattr(grid_module, "MANY_ROWS", 1)
    assert grid.select_ids(by_money, [(2, 9)]) == tuple(order[2:10])
    assert grid.select_ids(EVERYTHING, [(0, 3)]) == tuple(sorted(order)[:4])


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
        assert grid.find(EVERYTHING, "1", columns=[column.name]) in (0, 1, None)
    for name in ("huge", "unsigned"):
        assert grid.arrange(Arrangement((), f"{name} > 123456789012345678.123456789012345678")) == 1
    assert grid.arrange(Arrangement((), "zoned = 2024-02-29")) == 1
    assert grid.position_of(Arrangement((("coded", False),)), "red") == 1
    assert dict(grid.summary(EVERYTHING).totals)["single"] == 1.5
    grid.close()


def test_a_file_that_is_not_there(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    with pytest.raises(RegularsError, match="failed"):
        parquet_grid(database, tmp_path / "none.parquet")


# Files.


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_an_export_has_the_rows_as_they_are_arranged(
    grid: Grid, tmp_path: Path, kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    columns = ["customer_id", "country", "monetary", "last_purchase", "r"]
    arrangement = Arrangement((("monetary", True),), "r >= 4")
    done = grid.export(arrangement, columns, f"best.{kind}", kind)
    assert done.path == str(tmp_path / f"best.{kind}")
    assert done.rows == grid.arrange(arrangement)
    wanted = list(grid.slice(arrangement, 0, 10_000, columns))
    assert read_back(Path(done.path), kind) == (columns, wanted)
    again = grid.export(arrangement, columns, tmp_path / f"again.{kind}", kind)
    assert Path(again.path).read_bytes() == Path(done.path).read_bytes()
    some = grid.export(arrangement, columns[:2], tmp_path / f"some.{kind}", kind, [(4, 6), 1])
    assert some.rows == 4
    picked = [wanted[place][:2] for place in (1, 4, 5, 6)]
    assert read_back(Path(some.path), kind) == (columns[:2], picked)
    every = grid.export(EVERYTHING, columns[:1], tmp_path / f"every.{kind}", kind)
    assert read_back(Path(every.path), kind) == (
        columns[:1],
        list(grid.slice(EVERYTHING, 0, 10_000, columns[:1])),
    )
    assert names_in(tmp_path) == sorted(f"{name}.{kind}" for name in ("best", "again", "some", "every"))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read_back(path: Path, kind: str) -> tuple[list[str], Rows]:
    if kind == "xlsx":
        header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        # A sheet counts days in floating numbers: the time comes back to the second.
        near = [tuple(_to_seconds(value) for value in row) for row in rows]
        return list(header), near
    if kind == "csv":
        table = pd.read_csv(
            path,
            dtype={"customer_id": str, "country": str},
            parse_dates=["last_purchase"][: "last_purchase" in path.read_text().splitlines()[0]],
        )
    else:
        table = pq.read_table(path).to_pandas()
    rows = [
        tuple(None if pd.isna(value) else value for value in row) for row in table.itertuples(index=False)
    ]
    return list(table.columns), rows


def _to_seconds(value: Any) -> Any:
    return (
        (value + timedelta(milliseconds=500)).replace(microsecond=0) if isinstance(value, datetime) else value
    )


def test_an_export_never_takes_the_place_of_a_file_unasked(grid: Grid, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("mine")
    with pytest.raises(OutputError, match="already"):
        grid.export(EVERYTHING, ["customer_id"], path, "csv")
    assert path.read_text() == "mine"
    assert grid.export(EVERYTHING, ["customer_id"], path, "csv", overwrite=True).rows == 913
    assert len(path.read_text().splitlines()) == 914
    with pytest.raises(OutputError, match="folder"):
        grid.export(EVERYTHING, ["customer_id"], tmp_path, "csv", overwrite=True)
    with pytest.raises(OutputError, match="no folder"):
        grid.export(EVERYTHING, ["customer_id"], tmp_path / "none" / "a.csv", "csv")
    with pytest.raises(UsageError):
        grid.export(EVERYTHING, ["nothing"], tmp_path / "a.csv", "csv")
    assert names_in(tmp_path) == ["mine.csv"]


def test_an_export_that_fails_leaves_nothing(
    grid: Grid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.workbook_file.write_workbook", full)
    (tmp_path / "a.xlsx").write_text("mine")
    with pytest.raises(RegularsError, match="full"):
        grid.export(EVERYTHING, ["customer_id"], tmp_path / "a.xlsx", "xlsx", overwrite=True)
    assert (tmp_path / "a.xlsx").read_text() == "mine"
    assert names_in(tmp_path) == ["a.xlsx"]


def test_more_rows_than_a_sheet_holds_are_refused(
    grid: Grid, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.views.grid_files.SHEET_ROWS", 100)
    with pytest.raises(OutputError, match="99 rows, and there are 913"):
        grid.export(EVERYTHING, ["customer_id"], tmp_path / "a.xlsx", "xlsx")
    assert grid.export(EVERYTHING, ["customer_id"], tmp_path / "a.xlsx", "xlsx", [(0, 98)]).rows == 99


def test_an_odd_name_of_a_column_stays(database: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    odd = 'a"; DROP TABLE x; --'
    pq.write_table(pa.table({odd: ["=1+1", None, "b,c"]}), tmp_path / "odd.parquet")
    grid = parquet_grid(database, tmp_path / "odd.parquet")
    done = grid.export(Arrangement(((odd, True),)), [odd], tmp_path / "it's.csv", "csv")
    assert pd.read_csv(done.path)[odd].tolist()[:2] == ["b,c", "=1+1"]
    grid.close()


@pytest.mark.parametrize("module", ["grid", "grid_parts", "filters"])
def test_the_app_imports_the_types_cheaply(module: str) -> None:
    script = f"import core.views.{module}, sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"duckdb", "ibis", "pandas", "pyarrow", "numpy", "openpyxl"}


def test_using_a_grid_loads_no_frames() -> None:
    script = """
import sys, duckdb
from core.views.grid import Arrangement
from core.views.grids import parquet_grid
connection = duckdb.connect()
connection.execute("COPY (SELECT i AS n, 'x' || i AS t FROM range(100) r(i)) TO '{0}/a.parquet' (FORMAT parquet)")
grid = parquet_grid(connection, "{0}/a.parquet", key="t")
some = Arrangement((("n", True),), "n > 5")
grid.slice(some, 0, 5, ["t"]), grid.find(some, "x9"), grid.select_ids(some, [(0, 50)]), grid.column_widths(["t", "n"])
grid.summary(some)
for kind in ("csv", "parquet", "xlsx"):
    grid.export(some, ["n"], "{0}/b." + kind, kind, [1, 2])
print(*(name for name in ("pandas", "pyarrow", "ibis", "openpyxl") if name in sys.modules))
"""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", script.replace("{0}", folder)], capture_output=True, text=True, check=False
        )
    assert (done.stdout.strip(), done.stderr) == ("", "")


@pytest.mark.parametrize(
    ("name", "kind", "values", "width"),
    [
        ("name", "text", ["Ada", None, "中文中文"], 8),
        ("name", "text", ["e\u0301" * 5], 5),
        ("name", "text", ["x" * 99], 40),
        ("a name of more than " + "x" * 40, "number", [1], 60),
        ("n", "number", [-1_000_000, 5], 10),
        ("n", "number", [0.123456], 4),
        ("n", "money", [Decimal("1234567.891"), None], 12),
        ("d", "date", [], 10),
        ("n", "text", [], 1),
    ],
)
def test_the_width_of_a_column(name: str, kind: Any, values: list[Any], width: int) -> None:
    assert column_width(name, kind, values) == width
