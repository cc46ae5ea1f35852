"""The card against the rows of the sample, read by pandas, and against what a person would count by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.figures import share_text
from core.recipe import Recipe
from core.report import cents
from core.scores import TIERS
from core.views.card import NOT_THERE, READY_MADE, Card, card, top_products
from core.views.placing import population_of
from core.views.result import ResultData
from core.views.score_words import score_words, tier_words
from core.views.steps import next_steps
from tests.support.examples import examples
from tests.support.lines import AS_OF, Line
from tests.support.shown import customers_of, shown_lines, shown_measures
from tests.support.studied import SAMPLE, looked_at, ready_made, without_amounts, written


@pytest.fixture(scope="module")
def data() -> Iterator[ResultData]:
    with looked_at(SAMPLE) as data:
        yield data


@pytest.fixture(scope="module")
def ledger(data: ResultData) -> pd.DataFrame:
    data.load_customers()
    data.view_ledger()
    table = data.connection.execute("SELECT * FROM ledger").df()
    table["amount"] = table["amount"].astype(float)
    return table


def cards(data: ResultData) -> Iterator[tuple[str, Card]]:
    """Some cards of very different customers."""
    ids = [
        row[0] for row in data.rows("SELECT customer_id FROM customers ORDER BY hash(customer_id) LIMIT 8")
    ]
    ids += [row[0] for row in data.rows("SELECT customer_id FROM customers WHERE mostly_refunded LIMIT 2")]
    ids += [row[0] for row in data.rows("SELECT customer_id FROM customers ORDER BY frequency DESC LIMIT 1")]
    for customer_id in ids:
        yield customer_id, card(data, customer_id)


def test_facts_and_orders_are_those_of_the_rows(data: ResultData, ledger: pd.DataFrame) -> None:
    columns = [row[0] for row in data.rows("DESCRIBE customers")]
    for customer_id, found in cards(data):
        facts = dict(found.facts)
        assert list(facts) == columns
        mine = ledger[(ledger["customer"] == customer_id) & (ledger["bucket"] == "kept")]
        by_order = mine.groupby("order_id")
        assert {order.order_id: order.rows for order in found.orders} == dict(by_order.size())
        for order in found.orders:
            rows = by_order.get_group(order.order_id)
            assert order.amount == pytest.approx(rows["amount"].sum(), abs=0.006)
            assert order.day == rows["purchased_at"].min().date()
        assert len(found.orders) == facts["frequency"]
        taken = ledger[(ledger["customer"] == customer_id) & (ledger["bucket"] == "cancelled")]
        assert {order.order_id for order in found.cancelled} == set(taken["order_id"])
        back = sum(order.refunded or 0 for order in found.cancelled)
        assert back == pytest.approx(taken["amount"].clip(upper=0).sum(), abs=0.05)
        assert found.usual_order == pytest.approx(by_order["amount"].sum().median(), abs=0.006)


def test_months_hold_every_order_and_leave_none_out(data: ResultData) -> None:
    for _, found in cards(data):
        months = [month.first_day for month in found.months]
        assert months[-1] == date(2025, 12, 1)
        expected = pd.date_range(months[0], months[-1], freq="MS")
        assert months == [moment.date() for moment in expected]
        for month in found.months:
            mine = [
                order for order in found.orders if order.day and order.day.replace(day=1) == month.first_day
            ]
            assert month.orders == len(mine)
            assert month.amount == pytest.approx(sum(order.amount or 0 for order in mine), abs=0.005)
        assert sum(month.refunded for month in found.months) == pytest.approx(
            sum(order.refunded or 0 for order in found.cancelled), abs=0.05
        )


def test_the_rhythm_is_that_of_the_days(data: ResultData, ledger: pd.DataFrame) -> None:
    kept = ledger[ledger["bucket"] == "kept"]
    for customer_id, found in cards(data):
        days = sorted(set(kept[kept["customer"] == customer_id]["purchased_at"].dt.date))
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        assert found.rhythm is not None
        present = (date(2025, 12, 10) - days[-1]).days
        assert (found.rhythm.gaps, found.rhythm.present_days) == (len(gaps), present)
        assert found.rhythm.usual_days == (median(gaps) if gaps else None)
        assert found.rhythm.shorter == sum(gap < present for gap in gaps)


def test_top_products_are_those_of_the_rows(data: ResultData, ledger: pd.DataFrame) -> None:
    for customer_id, _ in list(cards(data))[:4]:
        found = top_products(data, customer_id, 5)
        mine = ledger[(ledger["customer"] == customer_id) & (ledger["bucket"] == "kept")].copy()
        mine["folded"] = mine["product"].str.upper()
        spent = mine.groupby("folded")["amount"].sum().sort_values(ascending=False)
        assert found.different == len(spent)
        assert [line.amount for line in found.products] == pytest.approx(list(spent[:5]), abs=0.006)
        for line in found.products:
            rows = mine[mine["folded"] == line.product.upper()]
            assert line.quantity == rows["quantity"].sum()
            assert line.orders == rows["order_id"].nunique()
            assert line.description in set(rows["description"])


def test_refunds_of_more_than_half_are_told(data: ResultData) -> None:
    for row in data.rows(
        "SELECT customer_id, net, refunded, mostly_refunded FROM customers WHERE refunded < 0"
    ):
        customer_id, net, refunded, mostly = row
        if mostly:
            warning = card(data, customer_id).warning
            found = warning.text
            assert warning.amounts == (float(net - refunded), float(-refunded), float(net))
            assert f"Of the {net - refunded:,.2f} bought, {-refunded:,.2f} was refunded" in found
            assert f"({net:,.2f})" in found
    calm = data.rows("SELECT customer_id FROM customers WHERE NOT mostly_refunded LIMIT 1")[0][0]
    assert card(data, calm).warning.text == ""


def test_next_steps_of_the_sample_come_with_a_segment(data: ResultData) -> None:
    for customer_id, found in cards(data):
        steps = next_steps(data, customer_id)
        assert found.segment is not None
        assert found.tier is not None
        assert (steps.segment, steps.tier) == (found.segment.segment, found.tier.tier)
        assert steps.usual_order == found.usual_order
        assert steps.steps or steps.note


# Words


purchases = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 12), st.integers(1, 9).map(float)),
    min_size=1,
    max_size=24,
)


@examples(16)
@given(purchases, st.data())
def test_scores_are_told_with_exact_figures(drawn: list[Any], draw: st.DataObject) -> None:
    eve = datetime.combine(AS_OF, datetime.min.time()) - timedelta(hours=9)
    data = shown_lines(
        [
            Line(who, str(at), eve - timedelta(days=days), 1.0, price)
            for at, (who, days, price) in enumerate(drawn)
        ]
    )
    customers = customers_of(data)
    who = draw.draw(st.sampled_from(sorted(customers)))
    me = customers.pop(who)
    words = score_words(data, who)
    assert [line.score for line in words] == [me["r"], me["f"], me["m"]]
    assert sum(line.worse for line in words) == me["value"]
    for line in words:
        others = [row[line.measure] for row in customers.values()]
        sign = -1 if line.measure == "recency" else 1
        assert line.worse == sum(sign * other < sign * me[line.measure] for other in others)
        assert line.as_good == others.count(me[line.measure])
        assert line.customers == len(customers) + 1
        assert f"{line.letter} = {line.score}" in line.text
        silent = all(other == me[line.measure] for other in others)
        assert ("says nothing" in line.text) == silent
        if line.worse:
            share = Decimal(100 * line.worse) / line.customers
            told = re.search(rf"{line.worse} of {line.customers} customers \((.+?) %\)", line.text)
            assert told is not None
            assert abs(Decimal(told[1]) - share) <= Decimal("0.05")


def test_a_share_is_rounded_but_never_to_nothing_or_all() -> None:
    assert share_text(967 / 1000) == "96.7 %"
    assert share_text(5 / 6) == "83.3 %"
    assert share_text(1 / 5_878) == "less than 0.1 %"
    assert share_text(5_877 / 5_878) == "more than 99.9 %"
    assert (share_text(0.0), share_text(1.0)) == ("0.0 %", "100.0 %")


@examples(16)
@given(purchases, st.data())
def test_the_points_missing_are_the_fewest_that_would_do(drawn: list[Any], draw: st.DataObject) -> None:
    eve = datetime.combine(AS_OF, datetime.min.time()) - timedelta(hours=9)
    data = shown_lines(
        [
            Line(who, str(at), eve - timedelta(days=days), 1.0, price)
            for at, (who, days, price) in enumerate(drawn)
        ]
    )
    customers = customers_of(data)
    who = draw.draw(st.sampled_from(sorted(customers)))
    me = customers.pop(who)
    found = tier_words(data, who, population_of(data))
    assert found is not None
    assert found == tier_words(data, who)
    assert (found.tier, found.value, found.most) == (me["tier"], me["value"], 3 * (len(customers) + 1))
    assume(me["tier"] != "High")
    wanted = TIERS[TIERS.index(me["tier"]) - 1]
    share = {"High": 0.75, "Medium": 0.5}[wanted]

    def reached(value: int) -> bool:
        below = sum(row["value"] < value for row in customers.values())
        return below >= share * (len(customers) + 1)

    if found.missing is None:
        assert not reached(10**6)
    else:
        assert found.next_tier == wanted
        assert reached(me["value"] + found.missing)
        assert not reached(me["value"] + found.missing - 1)


def test_words_of_odd_measures() -> None:
    rows = [("a", 5, 2, None), ("b", 5, 3, 7.0), ("c", 5, 3, 9.0)]
    recipe = Recipe().with_value("scores.frequency", "[2, 3, 5, 9]")
    r, f, m = score_words(shown_measures(rows, recipe), "a")
    assert r.text == "Last bought 5 days ago, the same for all customers, so it says nothing: r = 3."
    assert f.text == "2 orders, by the fixed thresholds 2, 3, 5, 9: f = 2."
    assert m.text == "What they spent is not known, the least there is: m = 1."
    _, _, m = score_words(shown_measures([("a", 1, 1, None)]), "a")
    assert m.text == "What they spent is not known, nor is it of anybody, so it says nothing: m = 3."


def test_a_segment_is_told_by_its_rule(data: ResultData) -> None:
    customer_id, rfm = data.rows("SELECT customer_id, rfm FROM customers WHERE segment = 'At Risk' LIMIT 1")[
        0
    ]
    found = card(data, customer_id).segment
    assert found is not None
    assert found.text == f"At Risk: r1-2 f3-4 m any; here r{rfm[0]} f{rfm[1]} m{rfm[2]}."


# Sources that lack something


def test_a_ready_made_table_has_a_card_without_orders() -> None:
    with looked_at(ready_made()) as data:
        found = card(data, "C007")
        assert (found.orders, found.months, found.rhythm, found.orders_reason) == ((), (), None, READY_MADE)
        assert dict(found.facts)["first_purchase"] is None
        assert found.usual_order == dict(found.facts)["average_order"]
        assert top_products(data, "C007").reason == "The source does not say which products were bought."
        assert len(next_steps(data, "C007").steps) > 0


def test_without_amounts_there_is_no_money_on_the_card() -> None:
    with looked_at(without_amounts()) as data:
        found = card(data, "c3")
        assert {order.amount for order in found.orders} == {None}
        assert {month.amount for month in found.months} == {None}
        assert found.usual_order is None
        assert all(step.amount is None for step in next_steps(data, "c3").steps)


def test_nobody_has_no_card(data: ResultData) -> None:
    assert card(data, "nobody").reason == NOT_THERE
    assert top_products(data, "nobody").reason == NOT_THERE


def test_orders_and_products_that_the_source_does_not_name() -> None:
    rows = [
        ("a", "2025-03-01 10:00", "tea", 2, 3.5),
        ("a", "2025-03-01 10:00", "", 1, 1.0),
        ("a", "2025-03-04 11:00", "TEA", 1, 3.5),
        ("b", "2025-03-02 09:00", "cup", 1, 9.0),
    ]
    path = written("no_orders.csv", ("customer_id", "date", "product", "quantity", "price"), rows)
    with looked_at(path) as data:
        found = card(data, "a")
        assert [(order.day, order.order_id, order.amount) for order in found.orders] == [
            (date(2025, 3, 1), "", 8.0),
            (date(2025, 3, 4), "", 3.5),
        ]
        products = top_products(data, "a")
        assert (products.different, products.unknown_rows, products.unknown_amount) == (1, 1, 1.0)
        assert [(line.quantity, line.amount, line.orders) for line in products.products] == [(3.0, 10.5, 2)]
        assert cents(sum(order.amount or 0 for order in found.orders)) == dict(found.facts)["monetary"]


def test_several_orders_on_one_day_are_one_visit() -> None:
    rows = [("a", number, f"2025-03-{day:02d}", 5) for number, day in enumerate((1, 1, 11, 11, 31))]
    rows.append(("b", 9, "2025-04-09", 5))
    path = written("visits.csv", ("customer_id", "order_id", "date", "amount"), rows)
    with looked_at(path) as data:
        rhythm = card(data, "a").rhythm
        assert rhythm is not None
        assert (rhythm.gaps, rhythm.usual_days, rhythm.longest_days, rhythm.present_days) == (2, 15.0, 20, 10)
        assert rhythm.shorter == 0
        assert rhythm.text == (
            "10 days since the last purchase, 0.7 times the usual gap of 15: no gap before was shorter."
        )
        once = card(data, "b").rhythm
        assert once is not None
        assert once.text.endswith("all purchases were on one day, so there is no usual gap.")
