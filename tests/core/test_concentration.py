"""The concentration of revenue against textbook formulas in plain Python and numpy."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cache
from typing import Any, cast

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.views.concentration import BEST_PERCENTS, Concentration, concentration
from core.views.result import ResultData
from tests.support.studied import SAMPLE, looked_at, ready_made, without_amounts

Cents = int | None


@cache
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 2})


class Amounts:
    """Customers of whom only the amounts are known."""

    def __init__(self, cents: list[Cents]) -> None:
        database().execute("CREATE OR REPLACE TABLE customers (customer_id VARCHAR, monetary DECIMAL(18, 2))")
        if cents:
            rows = [
                (str(number), None if amount is None else Decimal(amount) / 100)
                for number, amount in enumerate(cents)
            ]
            database().executemany("INSERT INTO customers VALUES (?, ?)", rows)

    def rows(self, select: str, values: list[Any] | tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        return database().execute(select, list(values)).fetchall()


def of(cents: list[Cents], points: int = 200) -> Concentration:
    return concentration(cast("ResultData", Amounts(cents)), points)


def gini_by_pairs(amounts: list[int]) -> float:
    """Half the mean difference between two customers, relative to the mean: the definition, pair by pair."""
    n = len(amounts)
    difference = sum(abs(one - other) for one in amounts for other in amounts) / n**2
    return difference / (2 * sum(amounts) / n)


def gini_by_area(amounts: list[int]) -> float:
    """One less twice the area under the Lorenz curve, by trapezia."""
    curve = np.concatenate([[0.0], np.cumsum(np.sort(np.array(amounts, dtype=float)))]) / sum(amounts)
    return float(1 - 2 * np.sum((curve[1:] + curve[:-1]) / 2) / len(amounts))


few_values = st.lists(st.none() | st.sampled_from([0, 1, 5, 5, 250, 99_999]), max_size=40)
many_values = st.lists(st.integers(0, 10**12), max_size=60)
with_refunds = st.lists(st.none() | st.integers(-5_000, 20_000), max_size=40)


@settings(max_examples=150, deadline=None)
@given(few_values | many_values | with_refunds, st.integers(1, 30))
def test_every_figure_equals_plain_python(cents: list[Cents], points: int) -> None:
    found = of(cents, points)
    known = sorted((amount for amount in cents if amount is not None), reverse=True)
    total, n = sum(known), len(known)
    assert (found.customers, found.unknown) == (n, len(cents) - n)
    assert found.below_zero == sum(amount < 0 for amount in known)
    assert found.revenue == total / 100
    if total <= 0:
        assert found.reason
        assert not found.curve
        assert found.gini is None
        return
    assert not found.reason
    assert found.curve[0].customers == 0
    assert found.curve[-1].customers == n
    assert len(found.curve) == min(n, points) + 1
    for point in found.curve:
        assert point.customer_share == point.customers / n
        assert math.isclose(point.revenue_share, sum(known[: point.customers]) / total, abs_tol=1e-12)
    assert [best.percent for best in found.best] == list(BEST_PERCENTS)
    for best in found.best:
        assert best.customers == math.ceil(n * best.percent / 100 - 1e-9)
        assert best.revenue == sum(known[: best.customers]) / 100
        assert math.isclose(best.revenue_share, sum(known[: best.customers]) / total, abs_tol=1e-12)
    half = next(k for k in range(1, n + 1) if 2 * sum(known[:k]) >= total)
    assert found.half_customers == half
    assert math.isclose(found.half_revenue_share, sum(known[:half]) / total, abs_tol=1e-12)
    assert found.half_customer_share == half / n
    at_least_zero = [max(0, amount) for amount in known]
    assert found.gini is not None
    assert math.isclose(found.gini, gini_by_pairs(at_least_zero), abs_tol=1e-9)
    assert math.isclose(found.gini, gini_by_area(at_least_zero), abs_tol=1e-9)


@pytest.mark.parametrize(
    ("cents", "gini"),
    [
        ([500], 0.0),
        ([700, 700, 700], 0.0),
        ([0, 0, 0, 100], 0.75),  # (n - 1) / n where one has all
        ([100, 200, 300, 400], 0.25),
    ],
)
def test_gini_of_known_cases(cents: list[Cents], gini: float) -> None:
    assert of(cents).gini == pytest.approx(gini, abs=1e-12)


def test_refunds_make_the_curve_rise_above_all_and_come_back() -> None:
    found = of([1000, 500, -500])
    assert [point.revenue_share for point in found.curve] == [0.0, 1.0, 1.5, 1.0]
    assert found.below_zero == 1
    assert found.gini is not None
    assert 0 <= found.gini <= 1


def test_amounts_too_large_for_a_double_are_exact() -> None:
    found = of([10**17 + 1, 10**17 + 1, 2])
    assert found.half_customers == 2
    assert found.best[-1].revenue_share == (2 * 10**17 + 2) / (2 * 10**17 + 4)


def test_the_sample_equals_pandas() -> None:
    import pandas as pd

    with looked_at(SAMPLE) as data:
        found = concentration(data)
        spent = pd.Series([float(row[0]) for row in data.rows("SELECT monetary FROM customers")]).sort_values(
            ascending=False
        )
    shares = (spent.cumsum() / spent.sum()).tolist()
    assert len(found.curve) == 201
    assert [point.revenue_share for point in found.curve[1:]] == pytest.approx(
        [shares[point.customers - 1] for point in found.curve[1:]]
    )
    assert found.gini == pytest.approx(gini_by_area([round(100 * amount) for amount in spent]))


def test_a_source_without_amounts_says_so() -> None:
    with looked_at(without_amounts()) as data:
        found = concentration(data)
    assert "no amounts" in found.reason
    assert found.unknown == 17
    assert found.curve == found.best == ()


def test_a_ready_made_table_has_a_curve() -> None:
    with looked_at(ready_made()) as data:
        found = concentration(data)
    assert not found.reason
    assert found.customers == 60
    assert found.curve[-1].revenue_share == 1.0
