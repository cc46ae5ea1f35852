"""The tables of segments and tiers and the grid of scores, against plain Python and pandas."""

from __future__ import annotations

import dataclasses
import statistics
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.recipe import Recipe
from core.views import compare, concentration, segments, sentences
from core.views.segments import ScoreGrid, SegmentRow, SegmentsTable, score_grid, tiers
from tests.support.lines import AS_OF, Line
from tests.support.studied import SAMPLE, Staged, looked_at, ready_made, without_amounts

START = datetime(2028, 1, 1)
lines = st.lists(
    st.builds(
        Line,
        customer=st.sampled_from("abcdefgh"),
        order_id=st.sampled_from(["1", "2", "3", "C4", "5", "6", "7"]),
        purchased_at=st.integers(0, 700).map(lambda days: START + timedelta(days=days)),
        quantity=st.integers(1, 20).map(float),
        price=st.integers(1, 5000).map(lambda cents: cents / 100),
    ),
    max_size=40,
)
MODELS = {
    "grid": Recipe(),
    "eleven": Recipe().with_value("segments.map", "eleven"),
    "net": Recipe().with_value("customers.refunds", "net"),
}


def money(amount: Decimal | float) -> float:
    return float(Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def check_row(row: SegmentRow, own: list[dict[str, Any]], everyone: list[dict[str, Any]]) -> None:
    """One row against its customers, in plain Python."""
    spent, all_spent = sum(c["monetary"] for c in own), sum(c["monetary"] for c in everyone)
    orders = sum(c["frequency"] for c in own)
    assert row.customers == len(own)
    assert row.orders == orders
    assert row.revenue == money(Decimal(spent))
    assert row.net == money(Decimal(sum(c["net"] for c in own)))
    assert row.customer_share == pytest.approx(len(own) / len(everyone))
    if all_spent > 0:
        assert row.revenue_share == pytest.approx(float(spent) / float(all_spent))
    else:
        assert row.revenue_share is None
    if not own:
        assert row.average_order is None
        assert row.median_recency is row.median_monetary is None
        return
    assert row.average_order == pytest.approx(float(spent) / orders, abs=0.0051)
    for measure in ("recency", "frequency", "monetary"):
        median = statistics.median(float(c[measure]) for c in own)
        assert getattr(row, f"median_{measure}") == pytest.approx(median, abs=0.0051)


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=15, deadline=None)
@given(table=lines)
def test_the_tables_equal_plain_python(model: str, table: list[Line]) -> None:
    data = Staged(table, MODELS[model], AS_OF)
    everyone = data.everyone()
    if not everyone:
        assert segments.segments(data).everyone.customers == 0
        return
    for kind, found in (("segment", segments.segments(data)), ("tier", tiers(data))):
        assert found.revenue_is_net == (model == "net")
        for row in found.rows:
            check_row(row, [c for c in everyone if c[kind] == row.name], everyone)
        check_row(found.everyone, everyone, everyone)
        assert sum(row.customers for row in found.rows) == len(everyone)


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=10, deadline=None)
@given(table=lines)
def test_every_grid_equals_plain_python(model: str, table: list[Line]) -> None:
    data = Staged(table, MODELS[model], AS_OF)
    everyone = data.everyone()
    for rows, columns in permutations("rfm", 2):
        grid = score_grid(data, rows, columns)  # type: ignore[arg-type]
        assert [cell.row for cell in (line[0] for line in grid.cells)] == [5, 4, 3, 2, 1]
        for line in grid.cells:
            for cell in line:
                own = [c for c in everyone if (c[rows], c[columns]) == (cell.row, cell.column)]
                assert grid.at(cell.row, cell.column) is cell
                assert cell.customers == len(own)
                if own:
                    assert cell.revenue == money(Decimal(sum(c["monetary"] for c in own)))
                    assert cell.orders == sum(c["frequency"] for c in own)
                    names = Counter(c["segment"] for c in own)
                    assert dict(cell.names) == names
                    assert names[cell.segment] == max(names.values())
                    assert cell.others == len(names) - 1
                else:
                    assert cell.revenue is cell.average_order is None


def test_a_cell_of_nobody_has_the_names_that_the_map_gives() -> None:
    one = [Line("a", "1", START, 1.0, 5.0)]
    grid = score_grid(Staged(one, MODELS["grid"], AS_OF))
    assert (grid.at(5, 5).segment, grid.at(5, 5).others) == ("Champions", 0)
    assert (grid.at(1, 1).segment, grid.at(3, 3).segment) == ("Hibernating", "Need Attention")
    assert len(grid.notes) == 2
    eleven = score_grid(Staged(one, MODELS["eleven"], AS_OF)).at(5, 1)
    # 511 512 are Recent Customers, 513 514 515 Promising.
    assert eleven.names == (("Promising", 0), ("Recent Customers", 0))
    assert eleven.others == 1


def test_the_grid_follows_the_highest_score() -> None:
    recipe = Recipe.from_tables(
        {
            "scores": {"q": 3},
            "segments": {
                "map": "custom",
                "names": [{"name": "Here", "cells": ["r2-3"]}, {"name": "Gone", "cells": ["r1"]}],
            },
        }
    )
    people = [
        Line(name, "1", START + timedelta(days=days), 1.0, 5.0)
        for name, days in zip("abc", (1, 9, 99), strict=True)
    ]
    grid = score_grid(Staged(people, recipe, AS_OF), "r", "m")
    assert [len(line) for line in grid.cells] == [3, 3, 3]
    assert [grid.at(row, 2).customers for row in (3, 2, 1)] == [1, 1, 1]
    assert [grid.at(row, 2).segment for row in (3, 2, 1)] == ["Here", "Here", "Gone"]


def test_the_sample_equals_pandas() -> None:
    with looked_at(SAMPLE) as data:
        found, grid = segments.segments(data), score_grid(data)
        frame = data.connection.execute("SELECT * FROM customers").df()
    frame["monetary"] = frame["monetary"].astype(float)
    grouped = frame.groupby("segment").agg(
        customers=("customer_id", "count"),
        revenue=("monetary", "sum"),
        orders=("frequency", "sum"),
        recency=("recency", "median"),
        money=("monetary", "median"),
    )
    assert [row.name for row in found.rows][:3] == ["Champions", "Loyal", "Potential Loyalist"]
    for row in found.rows:
        wanted = grouped.loc[row.name]
        assert (row.customers, row.orders) == (wanted.customers, wanted.orders)
        assert row.revenue == pytest.approx(wanted.revenue, abs=0.005)
        assert row.revenue_share == pytest.approx(wanted.revenue / frame.monetary.sum())
        assert row.average_order == pytest.approx(wanted.revenue / wanted.orders, abs=0.0051)
        assert (row.median_recency, row.median_monetary) == (
            wanted.recency,
            pytest.approx(wanted.money, abs=0.0051),
        )
    cells = frame.groupby(["r", "f"]).monetary.agg(["count", "sum"])
    for (r, f), wanted in cells.iterrows():
        assert grid.at(r, f).customers == wanted["count"]
        assert grid.at(r, f).revenue == pytest.approx(wanted["sum"], abs=0.005)


def test_a_source_without_amounts_has_none() -> None:
    with looked_at(without_amounts()) as data:
        found, grid = segments.segments(data), score_grid(data, "f", "m")
    assert segments.NO_MONEY in found.notes
    assert found.everyone.orders
    for row in (*found.rows, found.everyone):
        assert row.revenue is row.revenue_share is row.net is row.average_order is None
    assert any("monetary is missing" in note for note in grid.notes)
    assert all(cell.revenue is None for line in grid.cells for cell in line)


def test_a_ready_made_table_has_segments() -> None:
    with looked_at(ready_made()) as data:
        found = segments.segments(data)
    assert found.everyone.customers == 60
    assert found.everyone.revenue == money(sum(Decimal(f"{20 + number * 13.7:.2f}") for number in range(60)))
    assert not found.notes


def plain(value: object) -> bool:
    if dataclasses.is_dataclass(value):
        return all(plain(getattr(value, field.name)) for field in dataclasses.fields(value))
    if isinstance(value, tuple):
        return all(map(plain, value))
    return value is None or type(value) in (str, int, float, bool, date)


def test_views_are_plain_values() -> None:
    with looked_at(SAMPLE) as data, looked_at(SAMPLE, ("customers.as_of", "2025-06-01")) as earlier:
        shown: list[SegmentsTable | ScoreGrid | object] = [
            segments.segments(data),
            tiers(data),
            score_grid(data),
            concentration.concentration(data),
            sentences.sentences(data),
            compare.compare(data, earlier),
            compare.movers(data, earlier, "tier", "High", "Medium"),
        ]
    assert all(map(plain, shown))


@pytest.mark.parametrize(
    "module",
    ["segments", "concentration", "sentences", "advice", "compare", "mailing", "map_draft", "map_editing"],
)
def test_the_app_imports_the_types_cheaply(module: str) -> None:
    script = f"import core.views.{module}, sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {
        "duckdb",
        "ibis",
        "pandas",
        "pyarrow",
        "numpy",
        "openpyxl",
        "sqlglot",
    }


def test_a_cell_with_several_names_shows_the_commonest() -> None:
    with looked_at(SAMPLE, ("segments.map", "eleven")) as data:
        grid = score_grid(data)
        rows = data.rows("SELECT r, f, segment FROM customers")
    uneven = 0
    for line in grid.cells:
        for cell in line:
            names = Counter(name for r, f, name in rows if (r, f) == (cell.row, cell.column))
            uneven += len(set(names.values())) > 1
            if names:
                assert [count for _, count in cell.names] == sorted(names.values(), reverse=True)
                assert dict(cell.names) == names
                assert (names[cell.segment], cell.others) == (max(names.values()), len(names) - 1)
    assert uneven > 3
