"""Placing against the stages themselves, run again on the population with one customer changed."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recipe import Recipe
from core.views.changed import changed
from core.views.placing import Distribution, Placing, Triple, place, population_of
from tests.support.examples import examples
from tests.support.shown import customers_of, shown_measures

Row = tuple[str, int | None, int | None, float | None]
RECIPES = (
    Recipe(),
    Recipe().with_value("segments.map", "eleven"),
    Recipe().with_values([("scores.recency", "[2, 5, 9, 14]"), ("scores.monetary", "[0, 2.5, 10.01, 30]")]),
    Recipe().with_values([("scores.frequency", "[2, 3, 4, 5]"), ("tiers.high", "0.9"), ("tiers.medium", "0.301")]),
    Recipe.from_tables(
        {
            "scores": {"q": 3},
            "segments": {"map": "custom", "names": [{"name": "A", "cells": ["r3 f2-3", "r2 m3"]}, {"name": "B", "cells": ["r3 f1", "r2 m1-2", "r1"]}]},
        }
    ),
    Recipe.from_tables({"scores": {"q": 10}, "segments": {"map": "custom", "names": [{"name": "All", "cells": ["r any"]}]}}),
)  # fmt: skip
cents = st.integers(-300, 4000).map(lambda amount: amount / 100)
measures = st.tuples(
    st.one_of(st.integers(1, 20), st.none()), st.one_of(st.integers(1, 7), st.none()), st.one_of(cents, st.none())
)  # fmt: skip
whole = st.tuples(st.integers(1, 20), st.integers(1, 7), cents)
alike = st.tuples(st.just(4), st.integers(1, 2), st.sampled_from([5.0, 7.5]))
populations = st.one_of(
    *(st.lists(one, min_size=1, max_size=30) for one in (measures, whole, alike)),
    st.lists(st.tuples(st.integers(1, 20), st.integers(1, 5), st.none()), min_size=1, max_size=20),
)


def named(rows: list[tuple[Any, Any, Any]]) -> list[Row]:
    return [(f"c{number:02d}", *row) for number, row in enumerate(rows)]


def shown(placing: Placing) -> tuple[Any, ...]:
    """What the stages give too."""
    return (
        placing.r,
        placing.f,
        placing.m,
        placing.rfm,
        placing.value,
        placing.value_share,
        placing.tier,
        placing.segment,
    )


def staged(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("r", "f", "m", "rfm", "value", "value_share", "tier", "segment"))


@examples(12)
@given(populations, st.data())
def test_a_changed_customer_is_placed_as_the_stages_would(rows: list[Any], draw: st.DataObject) -> None:
    recipe = draw.draw(st.sampled_from(RECIPES))
    money = any(row[2] is not None for row in rows)
    new = [Triple(*draw.draw(measures if money else st.tuples(st.integers(1, 20), st.integers(1, 7), st.none()))) for _ in range(3)]  # fmt: skip
    who = draw.draw(st.integers(0, len(rows) - 1))
    before = named(rows)
    placed = changed(shown_measures(before, recipe), before[who][0], new)
    assert len(placed) == 3
    for triple, placing in zip(new, placed, strict=True):
        after = [(row[0], *triple) if at == who else row for at, row in enumerate(before)]
        found = customers_of(shown_measures(after, recipe))[before[who][0]]
        assert shown(placing) == staged(found)
        assert (placing.recency, placing.frequency, placing.monetary) == triple
        assert placing.customers == len(rows)


@examples(16)
@given(populations, st.sampled_from(RECIPES))
def test_a_customers_own_measures_get_their_own_scores(rows: list[Any], recipe: Recipe) -> None:
    data = shown_measures(named(rows), recipe)
    population = pickle.loads(pickle.dumps(population_of(data)))
    for row in customers_of(data).values():
        own = Triple(
            row["recency"], row["frequency"], None if row["monetary"] is None else float(row["monetary"])
        )
        placing = place(population, *own)
        assert placing.exact
        assert shown(placing) == staged(row)
        assert shown(changed(data, row["customer_id"], [own])[0]) == staged(row)


@examples(12)
@given(st.lists(whole, min_size=1, max_size=30), measures)
def test_a_newcomer_is_compared_and_not_counted(rows: list[Any], triple: tuple[Any, Any, Any]) -> None:
    placing = place(population_of(shown_measures(named(rows))), *triple)
    recency, frequency, monetary = triple
    worse = (
        sum(recency is not None and row[0] > recency for row in rows),
        sum(frequency is not None and row[1] < frequency for row in rows),
        sum(monetary is not None and row[2] < monetary for row in rows),
    )
    scores = [
        3 if len({row[at] for row in rows}) == 1 else min(5, 1 + 5 * worse[at] // len(rows))
        for at in range(3)
    ]
    values = [
        sum(other[0] > row[0] for other in rows)
        + sum(other[1] < row[1] for other in rows)
        + sum(other[2] < row[2] for other in rows)
        for row in rows
    ]
    below = sum(value < sum(worse) for value in values)
    tier = "High" if 4 * below >= 3 * len(rows) else "Medium" if 2 * below >= len(rows) else "Low"
    assert (placing.worse, [placing.r, placing.f, placing.m], placing.tier) == (worse, scores, tier)


@examples(12)
@given(st.lists(whole, min_size=12, max_size=60), st.sampled_from((2, 3, 5, 10)))
def test_of_many_values_few_are_kept_and_scores_stay_exact(rows: list[Any], q: int) -> None:
    names = [{"name": "All", "cells": ["r any"]}]
    recipe = Recipe.from_tables({"scores": {"q": q}, "segments": {"map": "custom", "names": names}})
    data = shown_measures(named(rows), recipe)
    population = population_of(data, most_points=q + 1)
    for part in population.distributions:
        assert len(part.values) <= q + 1
    for row in customers_of(data).values():
        placing = place(population, row["recency"], row["frequency"], float(row["monetary"]))
        assert (placing.r, placing.f, placing.m) == (row["r"], row["f"], row["m"])
        # Each count is short by less than a step's customers, and never too high.
        assert row["value"] - 3 * (len(rows) // q + 1) <= placing.value <= row["value"]
        assert not placing.exact or placing.value == row["value"]


def test_a_distribution_counts_who_is_strictly_worse() -> None:
    days = Distribution((300, 40, 7), (2, 5, 6), lower_is_better=True, exact=True)
    assert [days.worse(value) for value in (301, 300, 299, 40, 8, 7, 1)] == [0, 0, 2, 2, 5, 5, 6]
    orders = Distribution((1, 3, 9), (4, 6, 7), lower_is_better=False, exact=True)
    assert [orders.worse(value) for value in (0, 1, 2, 3, 9, 10, None)] == [0, 0, 4, 4, 6, 7, 0]


def test_nobody_by_that_id_is_not_placed() -> None:
    assert changed(shown_measures(named([(1, 1, 1.0)])), "nobody", [Triple(1, 1, 1.0)]) == ()


@pytest.mark.parametrize(
    "module", ["placing", "changed", "card", "steps", "measures", "scatter", "correlations", "tiers"]
)
def test_the_app_imports_the_views_types_cheaply(module: str) -> None:
    heavy = "{'duckdb', 'ibis', 'pandas', 'pyarrow', 'numpy', 'sqlglot'}"
    script = f"import sys, core.views.{module}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
