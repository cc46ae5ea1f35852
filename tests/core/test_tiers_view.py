"""Tiers and big spenders against plain Python over the customers."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.recipe import Recipe
from core.report import cents
from core.views.tiers import ALL_HIGH, NO_MONEY, NOBODY_BIG, tiers_view
from tests.support.shown import customers_of, shown_measures
from tests.support.studied import SAMPLE, looked_at, without_amounts

rows = st.lists(
    st.tuples(st.integers(1, 30), st.integers(1, 6), st.integers(-500, 9000).map(lambda cents: cents / 100)),
    min_size=1,
    max_size=40,
)
RECIPES = (Recipe(), Recipe().with_values([("tiers.high", "0.8"), ("tiers.medium", "0.35")]))


def expected(
    customers: dict[str, dict[str, Any]], share: float
) -> tuple[int, Counter[str], dict[str, float]]:
    """Big spenders; those not High by reason; and the money of these."""
    n = len(customers)
    everybody = list(customers.values())

    def worse(row: dict[str, Any]) -> tuple[int, int, int]:
        return (
            sum(other["recency"] > row["recency"] for other in everybody),
            sum(other["frequency"] < row["frequency"] for other in everybody),
            sum(other["monetary"] < row["monetary"] for other in everybody),
        )

    values = {name: sum(worse(row)) for name, row in customers.items()}

    def high(value: int) -> bool:
        return sum(other < value for other in values.values()) >= share * n

    big = [row for row in everybody if 4 * worse(row)[2] >= 3 * n]
    quarter = next(count for count in range(n + 1) if 4 * count >= 3 * n)
    why: Counter[str] = Counter()
    money: dict[str, float] = {}
    for row in big:
        if row["tier"] == "High":
            continue
        away, few, _ = worse(row)
        value = values[row["customer_id"]]
        recent = high(value + max(0, quarter - away))
        often = high(value + max(0, quarter - few))
        both = high(value + max(0, quarter - away) + max(0, quarter - few))
        reason = (
            "either would do" if recent and often
            else "away too long" if recent
            else "too few orders" if often
            else "away too long and too few orders" if both
            else "a little short in all three"
        )  # fmt: skip
        why[reason] += 1
        money[reason] = money.get(reason, 0.0) + float(row["monetary"])
    return len(big), why, money


@settings(max_examples=60, deadline=None)
@given(rows, st.sampled_from(RECIPES))
def test_big_spenders_are_found_with_their_reason(drawn: list[Any], recipe: Recipe) -> None:
    data = shown_measures([(f"c{at:02d}", *row) for at, row in enumerate(drawn)], recipe)
    customers = customers_of(data)
    found = tiers_view(data).big_spenders
    big, why, money = expected(customers, recipe.tiers.high)
    assert (found.customers, found.not_high) == (big, sum(why.values()))
    assert {reason.why: reason.customers for reason in found.reasons} == why
    for reason in found.reasons:
        assert reason.revenue == pytest.approx(money[reason.why], abs=0.005)
    assert found.revenue == pytest.approx(sum(money.values()), abs=0.005)
    if why:
        assert found.filter == f"tier != High and monetary >= {found.from_amount:.2f}"
        shown = data.rows(
            "SELECT count(*) FROM customers WHERE tier != 'High' AND monetary >= ?", [found.from_amount]
        )
        assert shown == [(found.not_high,)]
    else:
        assert (found.filter, found.reason) == ("", ALL_HIGH if big else NOBODY_BIG)


@settings(max_examples=40, deadline=None)
@given(rows, st.sampled_from(RECIPES))
def test_tiers_add_up_and_begin_at_their_value(drawn: list[Any], recipe: Recipe) -> None:
    data = shown_measures([(f"c{at:02d}", *row) for at, row in enumerate(drawn)], recipe)
    customers = list(customers_of(data).values())
    view = tiers_view(data)
    assert [tier.name for tier in view.tiers] == ["High", "Medium", "Low"]
    total = sum(float(row["monetary"]) for row in customers)
    for tier in view.tiers:
        mine = [row for row in customers if row["tier"] == tier.name]
        assert (tier.customers, tier.orders) == (len(mine), sum(row["frequency"] for row in mine))
        revenue = sum(float(row["monetary"]) for row in mine)
        assert tier.revenue == pytest.approx(revenue, abs=0.005)
        assert tier.customer_share == len(mine) / len(customers)
        assert tier.spend_per_order == (cents(tier.revenue / tier.orders) if tier.orders else None)
        if total > 0.01:
            assert tier.revenue_share == pytest.approx(revenue / total, abs=1e-6)
        if tier.from_value is not None:
            higher = [
                row for row in customers if ["High", "Medium", "Low"].index(row["tier"]) <= ["High", "Medium"].index(tier.name)
            ]  # fmt: skip
            assert {row["customer_id"] for row in customers if row["value"] >= tier.from_value} == {
                row["customer_id"] for row in higher
            }


def test_the_sample() -> None:
    with looked_at(SAMPLE) as data:
        view = tiers_view(data)
        assert sum(tier.customers for tier in view.tiers) == 913
        assert sum(tier.revenue or 0 for tier in view.tiers) == pytest.approx(900_378.75)
        big, why, _ = expected(customers_of(data), 0.75)
        assert (view.big_spenders.customers, view.big_spenders.not_high) == (big, sum(why.values()))
        assert view.big_spenders.not_high > 20


def test_without_money_there_are_no_big_spenders() -> None:
    with looked_at(without_amounts()) as data:
        view = tiers_view(data)
        assert view.big_spenders.reason == NO_MONEY
        assert {(tier.revenue, tier.revenue_share, tier.spend_per_order) for tier in view.tiers} == {
            (None, None, None)
        }
        assert sum(tier.orders or 0 for tier in view.tiers) == 60
