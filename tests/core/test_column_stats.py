"""Columns before and after cleaning against pandas, and the bins of their histograms against plain Python."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.views.bins import LEVELS, MOST_BINS, Bins, Histogram, bins_literal, date_bins, filled, number_bins
from core.views.column_stats import ColumnStats, Side, column_stats
from core.views.result import ResultData
from tests.support.studied import SAMPLE, looked_at, ready_made, without_amounts, written

NAMES = {"order": "order_id", "date": "purchased_at"}


@pytest.fixture(scope="module")
def data() -> Iterator[ResultData]:
    with looked_at(SAMPLE) as data:
        yield data


@pytest.fixture(scope="module")
def ledger(data: ResultData) -> pd.DataFrame:
    data.view_ledger()
    frame = data.connection.execute("SELECT * FROM ledger").df()
    frame["description"] = frame.description.where(frame.description != "Unknown")
    return frame.assign(amount=frame.amount.astype(float))


def sides(stats: ColumnStats, ledger: pd.DataFrame) -> list[tuple[Side, pd.Series]]:
    column = ledger[NAMES.get(stats.role, stats.role)]
    return [(stats.before, column), (stats.after, column[ledger.bucket == "kept"])]


def in_bins(values: pd.Series, histogram: Histogram) -> tuple[int, list[int], int]:
    """How many values lie below the bins, in each and above, counted one by one."""
    places = Counter(bisect_left(histogram.edges, value) for value in values)  # type: ignore[type-var]
    inside = [places[place] for place in range(1, len(histogram.edges))]
    return places[0], inside, places[len(histogram.edges)]


def test_the_sample_equals_pandas(data: ResultData, ledger: pd.DataFrame) -> None:
    found = column_stats(data)
    assert (found.exact, found.reason) == (True, "")
    kinds = {stats.role: stats.kind for stats in found.columns}
    assert kinds == {
        "customer": "text", "order": "text", "date": "date", "quantity": "number", "price": "number",
        "product": "text", "description": "text", "country": "text", "amount": "number",
    }  # fmt: skip
    assert [stats.title for stats in found.columns][:3] == ["Customer ID", "Invoice", "InvoiceDate"]
    for stats in found.columns:
        for side, column in sides(stats, ledger):
            values = column.dropna()
            assert side.rows == len(column)
            assert side.missing + side.unreadable == column.isna().sum()
            assert side.distinct == values.nunique()
            if stats.kind == "text":
                top = sorted(Counter(values).items(), key=lambda one: (-one[1], one[0]))
                assert list(side.common) == top[:10]
                assert side.histogram is None
                assert (side.spread.least, side.spread.most) == (min(values), max(values))
            else:
                check_spread(side, values)


def check_spread(side: Side, values: pd.Series) -> None:
    spread, levels = side.spread, values.quantile([0, 0.25, 0.5, 0.75, 1])
    shown = [spread.least, spread.lower, spread.median, spread.upper, spread.most]
    if isinstance(spread.least, str):
        assert shown == [str(level)[:19] for level in levels]
        assert str(spread.mean) == str(values.mean())[:19]
        days = values.dt.date
    else:
        assert shown == pytest.approx(list(levels), abs=0.0001)
        assert spread.mean == pytest.approx(values.mean(), abs=0.0001)
        days = values
    assert side.histogram is not None
    below, inside, above = in_bins(days, side.histogram)
    assert (side.histogram.below, list(side.histogram.counts), side.histogram.above) == (below, inside, above)


def test_unreadable_cells_are_told_from_missing_ones(data: ResultData) -> None:
    found = {stats.role: stats for stats in column_stats(data).columns}
    assert {role: stats.before.unreadable for role, stats in found.items() if stats.before.unreadable} == {
        "date": 2,
        "quantity": 2,
        "price": 2,
    }
    assert all(stats.after.unreadable == 0 for stats in found.values())
    assert found["customer"].before.missing > 9_000
    assert found["customer"].after.missing == 0
    assert found["description"].before.missing > 0


def test_estimates_are_near(data: ResultData, ledger: pd.DataFrame) -> None:
    found, exact = column_stats(data, exact=False), column_stats(data)
    assert not found.exact
    assert found.reason
    for stats, wanted in zip(found.columns, exact.columns, strict=True):
        for side, column in sides(stats, ledger):
            other = wanted.before if side is stats.before else wanted.after
            assert (side.rows, side.missing, side.unreadable) == (other.rows, other.missing, other.unreadable)
            assert (side.spread.least, side.spread.most) == (other.spread.least, other.spread.most)
            assert side.distinct == pytest.approx(other.distinct, rel=0.25)
            values = column.dropna()
            if stats.kind == "text":
                counts = Counter(values)
                assert all(counts[text] == rows for text, rows in side.common)
                if stats.role in ("customer", "product", "country"):  # some stand out
                    assert side.common == other.common
            if stats.kind == "number":
                for share, level in ((0.25, side.spread.lower), (0.5, side.spread.median)):
                    # Where many values are the same, any share between those below and those up to them is right.
                    assert (values < level).mean() - 0.02 <= share <= (values <= level * 1.02).mean() + 0.02
            if side.histogram is not None:
                days = values.dt.date if stats.kind == "date" else values
                below, inside, above = in_bins(days, side.histogram)
                assert (side.histogram.below, list(side.histogram.counts)) == (below, inside)
                assert side.histogram.above == above


def test_attributes_and_orders_without_an_id() -> None:
    rows = [
        (
            f"c{n % 20}",
            "" if n % 4 == 0 else f"o{n}",
            f"2025-01-{1 + n % 28:02d}",
            f"{n % 9 + 1}.50",
            " gold " if n % 20 < 5 else "",
        )
        for n in range(200)
    ]
    header = ("customer_id", "order_id", "order_date", "amount", "tier")
    with looked_at(written("attributes.csv", header, rows), ("columns.attributes", '["tier"]')) as data:
        found = {stats.title: stats for stats in column_stats(data).columns}
    assert found["order_id"].before.missing == 50
    assert (found["tier"].role, found["tier"].before.common) == ("attribute", (("gold", 50),))
    assert found["tier"].after.missing == 150


def test_long_cells_are_cut() -> None:
    rows = [(f"c{n % 9}", f"o{n}", f"2025-01-{1 + n % 28:02d}", "9.50", "x" * 5000) for n in range(60)]
    header = ("customer_id", "order_id", "order_date", "amount", "description")
    with looked_at(written("long.csv", header, rows)) as data:
        for exact in (True, False):
            found = {stats.role: stats for stats in column_stats(data, exact=exact).columns}
            text = "x" * 1000 + "… [5000 characters]"
            assert found["description"].before.common == ((text, 60),)
            assert found["description"].before.spread.least == text


def test_other_shapes() -> None:
    with looked_at(ready_made()) as data:
        found = {stats.role: stats for stats in column_stats(data).columns}
        assert set(found) == {"customer", "recency", "frequency", "monetary"}
        assert found["recency"].after.rows == 60
        assert found["frequency"].before.spread.most == 9
    with looked_at(without_amounts()) as data:
        assert [stats.role for stats in column_stats(data).columns] == ["customer", "order", "date"]


# The bins

# Nothing is smaller than any money or measure.
numbers = (
    st.floats(-1e12, 1e12).map(lambda number: round(number, 30))
    | st.integers(-50, 50).map(float)
    | st.floats(1e-6, 1e3)
)


def levels_of(values: list[float]) -> list[float]:
    ranked = sorted(values)
    return [ranked[round(level * (len(ranked) - 1))] for level in LEVELS]


@settings(max_examples=200, deadline=None)
@given(st.lists(numbers, min_size=1, max_size=80))
def test_bins_of_numbers(values: list[float]) -> None:
    levels = levels_of(values)
    positive = min((value for value in values if value > 0), default=None)
    whole = all(value.is_integer() for value in values)
    bins = number_bins(min(values), max(values), levels, whole=whole, positive=positive)
    edges: list[Any] = list(bins.edges)
    assert len(edges) >= 2
    assert edges == sorted(set(edges))
    assert len(edges) <= 2 * MOST_BINS
    # What the bins leave out is little: at most what lies beyond the 98 in the middle, but for those at or below zero on a log scale.
    reached = [value for value in values if edges[0] < value <= edges[-1]]
    outside = [value for value in values if value not in reached and (bins.scale == "even" or value > 0)]
    assert all(value < levels[0] or value > levels[-1] or value < levels[1] / 99 for value in outside)


def test_edges_are_round() -> None:
    assert number_bins(1, 12, (1, 1, 3, 12), whole=True).edges == tuple(range(13))
    assert number_bins(0, 99.5, (1, 5, 50, 99), whole=False).edges == tuple(range(-5, 105, 5))
    spread = number_bins(-9000, 38000, (-4, 0.8, 10, 165), whole=False, positive=0.4)
    assert (spread.scale, spread.edges[:6], spread.edges[-1]) == ("log", (0.2, 0.5, 1, 2, 5, 10), 50000)
    outlier = number_bins(-9000, 38000, (10, 12, 20, 50), whole=False, positive=10)
    assert (outlier.scale, outlier.edges[0], outlier.edges[-1]) == ("even", 8, 50)
    assert number_bins(3, 3, (3, 3, 3, 3), whole=True).edges == (2, 3)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.dates(date(2, 1, 1), date(9990, 1, 1)) | st.dates(date(2024, 1, 1), date(2025, 1, 1)), min_size=1
    )
)
def test_bins_of_dates(days: list[date]) -> None:
    ranked = sorted(days)
    low, high = (ranked[round(level * (len(days) - 1))] for level in (LEVELS[0], LEVELS[-1]))
    bins = date_bins(ranked[0], ranked[-1], low, high)
    assert bins is not None
    edges: list[Any] = list(bins.edges)
    assert edges == sorted(set(edges))
    assert len(edges) <= MOST_BINS + 2
    assert edges[0] < low <= high <= edges[-1]


def test_dates_end_with_months() -> None:
    bins = date_bins(date(1900, 1, 1), date(2041, 1, 1), date(2024, 1, 3), date(2025, 11, 20))
    assert bins is not None
    assert (bins.edges[0], bins.edges[1], bins.edges[-1]) == (
        date(2023, 12, 31),
        date(2024, 1, 31),
        date(2025, 11, 30),
    )
    assert date_bins(date.min, date.max, date.min, date.max) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-5, 50) | st.sampled_from([0.0, 1.0, 2.0, 10.0])))
def test_counting_equals_plain_python(values: list[float]) -> None:
    bins = Bins((0.0, 1.0, 2.5, 10.0, 40.0), "even")
    select = f"SELECT map_values(histogram(v, {bins_literal(bins)})) FROM (SELECT unnest(CAST(? AS DOUBLE[])) AS v)"
    counted = duckdb.execute(select, [values]).fetchall()[0][0]
    found = filled(bins, counted)
    assert (found.below, list(found.counts), found.above) == in_bins(pd.Series(values, dtype=float), found)


def test_an_outlier_does_not_flatten_a_histogram() -> None:
    rows = [
        (f"c{n % 9}", f"o{n}", str(date(2025, 1, 1) + timedelta(days=n % 300)), f"{10 + n % 40}.50")
        for n in range(600)
    ]
    rows += [("c1", "o999", "1951-01-01", "9000000.00")]
    header = ("customer_id", "order_id", "order_date", "amount")
    with looked_at(written("outlier.csv", header, rows)) as data:
        found = {stats.role: stats.before.histogram for stats in column_stats(data).columns}
    for role in ("amount", "date"):
        histogram = found[role]
        assert histogram is not None
        assert sum(histogram.counts) == 600
        assert histogram.above + histogram.below == 1
        assert sum(count > 0 for count in histogram.counts) >= 8
