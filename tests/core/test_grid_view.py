"""Paging through the customers of a real result: order, filter, places and sums, against pandas."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from core.errors import UsageError
from core.views import grid as grid_module
from core.views.grid import Arrangement, Grid, Sought
from core.views.grid_widths import column_width
from core.views.grids import customers_grid
from core.views.result import ResultData
from tests.support.studied import SAMPLE, looked_at, ready_made, without_amounts, written

EVERYTHING = Arrangement()


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
    assert grid.find(nobody, Sought("1", "1")) is None
    assert grid.find(nobody, Sought("1", "1"), 5, forward=False) is None
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


def test_find_looks_only_into_the_columns_that_are_shown(grid: Grid, frame: pd.DataFrame) -> None:
    first = int(frame.index[frame.country == "Germany"][0])
    assert grid.find(EVERYTHING, Sought("germany")) == first
    assert (
        grid.find(EVERYTHING, Sought("germany", "", (("customer_id", "text"), ("segment", "text")))) is None
    )
    assert grid.find(EVERYTHING, Sought("")) is None
    most = float(frame.monetary.max())
    written = Sought(f"{most:,.2f}", f"{most:.2f}", (("monetary", "money"),))
    assert grid.find(EVERYTHING, written) == int(frame.monetary.idxmax())


def test_choosing_rows(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    by_money = Arrangement((("monetary", True),))
    order = ids(grid, by_money)
    assert grid.select_ids(by_money, [5, (2, 3), 3, (8, 7), 10**9]) == (order[2], order[3], order[5])
    assert grid.select_ids(by_money, [(-5, 10**9)]) == tuple(order)
    monkeypatch.setattr(grid_module, "MANY_ROWS", 1)
    assert grid.select_ids(by_money, [(2, 9)]) == tuple(order[2:10])
    assert grid.select_ids(EVERYTHING, [(0, 3)]) == tuple(sorted(order)[:4])


@pytest.mark.parametrize("module", ["grid", "grid_parts", "filters"])
def test_the_app_imports_the_types_cheaply(module: str) -> None:
    script = f"import core.views.{module}, sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"duckdb", "ibis", "pandas", "pyarrow", "numpy", "openpyxl"}


def test_using_a_grid_loads_no_frames() -> None:
    script = """
import sys, duckdb
from core.views.grid import Arrangement, Sought
from core.views.grids import parquet_grid
connection = duckdb.connect()
connection.execute("COPY (SELECT i AS n, 'x' || i AS t FROM range(100) r(i)) TO '{0}/a.parquet' (FORMAT parquet)")
grid = parquet_grid(connection, "{0}/a.parquet", key="t")
some = Arrangement((("n", True),), "n > 5")
grid.slice(some, 0, 5, ["t"]), grid.find(some, Sought("x9")), grid.select_ids(some, [(0, 50)]), grid.column_widths(["t", "n"])
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
