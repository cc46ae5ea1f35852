"""Steps as promised, against the stages run again on the rows with the step taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from core.maps import segment_map
from core.recipe import Recipe
from core.scores import TIERS
from core.views.changed import changed
from core.views.placing import Triple
from core.views.steps import NextSteps, next_steps
from tests.support.examples import examples
from tests.support.lines import AS_OF, Line, run_stages
from tests.support.shown import customers_of, shown_lines, shown_measures

RECIPES = (
    Recipe(),
    Recipe().with_value("segments.map", "eleven"),
    Recipe().with_value("customers.refunds", "net"),
    Recipe().with_values([("scores.recency", "[3, 6.5, 12, 20]"), ("scores.monetary", "[5, 10.01, 30, 60]")]),
    Recipe().with_values([("tiers.high", "0.9"), ("tiers.medium", "0.3")]),
)
EVE = datetime.combine(AS_OF, datetime.min.time()) - timedelta(hours=10)
purchases = st.lists(
    st.tuples(
        st.sampled_from("abcdefghij"),
        st.integers(0, 24),
        st.integers(1, 60).map(lambda tenths: tenths * 1.5),
        st.sampled_from([False] * 7 + [True]),
    ),
    min_size=1,
    max_size=36,
)


def lines_of(drawn: list[Any]) -> list[Line]:
    return [
        Line(who, f"C{at}" if refund else f"{at}", EVE - timedelta(days=days), -1.0 if refund else 1.0, price)
        for at, (who, days, price, refund) in enumerate(drawn)
    ]


def told(table: list[Line], recipe: Recipe, who: str, as_of: date = AS_OF) -> tuple[str, str]:
    """Segment and tier by the stages."""
    row = next(row for row in run_stages(table, recipe, as_of)["segments"] if row["customer_id"] == who)
    return row["segment"], row["tier"]


def with_orders(table: list[Line], who: str, orders: int, amount: float | None) -> list[Line]:
    return [*table, *(Line(who, f"9{at}", EVE, 1.0, amount) for at in range(orders))]


def later(table: list[Line], who: str, days: int) -> list[Line]:
    """All others' rows so many days later."""
    return [
        line if line.customer == who else replace(line, purchased_at=line.purchased_at + timedelta(days=days))
        for line in table
        if line.purchased_at
    ]


@examples(12)
@given(purchases, st.sampled_from(RECIPES), st.data())
def test_every_step_comes_true(drawn: list[Any], recipe: Recipe, draw: st.DataObject) -> None:
    table = lines_of(drawn)
    customers = customers_of(shown_lines(table, recipe))
    assume(customers)
    who = draw.draw(st.sampled_from(sorted(customers)))
    found = next_steps(shown_lines(table, recipe), who)
    assert (found.segment, found.tier) == (customers[who]["segment"], customers[who]["tier"])
    before = (found.segment, found.tier)
    for step in found.steps:
        if step.orders:
            assert told(with_orders(table, who, step.orders, step.amount), recipe, who) == (step.segment, step.tier)  # fmt: skip
            assert step.segment in step.text or f"tier {step.tier}" in step.text
        else:
            assert step.by is not None
            seen_on = step.by + timedelta(days=1)
            moved = later(table, who, (seen_on - AS_OF).days)
            assert told(moved, recipe, who, seen_on) == (step.segment, step.tier) != before
            assert step.by.isoformat() in step.text
            # The day before, it has not come to that.
            assert seen_on > AS_OF
            if step.by > AS_OF:
                assert told(later(table, who, (step.by - AS_OF).days), recipe, who, step.by) == before
            before = (step.segment, step.tier)


@examples(12)
@given(purchases, st.sampled_from(RECIPES), st.data())
def test_no_slip_is_left_out(drawn: list[Any], recipe: Recipe, draw: st.DataObject) -> None:
    table = lines_of(drawn)
    customers = customers_of(shown_lines(table, recipe))
    assume(customers)
    who = draw.draw(st.sampled_from(sorted(customers)))
    data = shown_lines(table, recipe)
    now = Triple(customers[who]["recency"], customers[who]["frequency"], float(customers[who]["monetary"]))
    days = range(now.recency or 0, 40)
    standings = [
        (placing.segment, placing.tier)
        for placing in changed(data, who, [now._replace(recency=day) for day in days])
    ]
    expected = [
        (day - 1, after)
        for day, before, after in zip(list(days)[1:], standings, standings[1:], strict=False)
        if before != after
    ]
    last = customers[who]["last_purchase"].date()
    slips = [
        ((step.by - last).days, (step.segment, step.tier))
        for step in next_steps(data, who).steps
        if not step.orders and step.by
    ]
    assert slips == expected


def reaches(recipe: Recipe, was: tuple[str, str], new: tuple[str, str]) -> bool:
    """Whether the new standing is better in one of segment and tier, and in neither worse."""
    order = segment_map(recipe.segments, recipe.scores.q).order
    places = [(order.index(segment), TIERS.index(tier)) for segment, tier in (was, new)]
    return places[0] != places[1] and all(new <= old for old, new in zip(*places, strict=True))


@examples(12)
@given(purchases, st.sampled_from(RECIPES), st.data())
def test_the_promised_orders_are_the_fewest_and_the_least(
    drawn: list[Any], recipe: Recipe, draw: st.DataObject
) -> None:
    table = lines_of(drawn)
    customers = customers_of(shown_lines(table, recipe))
    assume(customers)
    who = draw.draw(st.sampled_from(sorted(customers)))
    data = shown_lines(table, recipe)
    found = next_steps(data, who)
    was = (found.segment, found.tier)
    now = Triple(customers[who]["recency"], customers[who]["frequency"], float(customers[who]["monetary"]))

    def after(orders: int, amount: float) -> tuple[str, str]:
        triple = Triple(1, (now.frequency or 0) + orders, round((now.monetary or 0) + orders * amount, 2))
        placing = changed(data, who, [triple])[0]
        return placing.segment, placing.tier

    gains = [step for step in found.steps if step.orders]
    usual = found.usual_order or 0.0
    better = [orders for orders in range(1, 7) if reaches(recipe, was, after(orders, usual))]
    if better:
        assert any(step.orders <= better[0] for step in gains)
    for step in gains:
        if step.orders > 1:
            assert not any(
                after(fewer, usual) == (step.segment, step.tier) for fewer in range(1, step.orders)
            )
        elif step.amount is not None and step.amount > usual:
            a_cent_less = round(step.amount - 0.01, 2)
            for less in {usual, a_cent_less, min(a_cent_less, round((usual + step.amount) / 2, 2))}:
                assert after(1, less) != (step.segment, step.tier)
        if step.lasts_days is not None:
            lasting = [
                Triple(day, (now.frequency or 0) + step.orders, round((now.monetary or 0) + step.orders * (step.amount or 0), 2))
                for day in (step.lasts_days, step.lasts_days + 1)
            ]  # fmt: skip
            kept, lost = changed(data, who, lasting)
            assert kept.segment == step.segment != lost.segment


def test_a_ready_made_table_has_steps_in_days() -> None:
    rows = [(f"c{at}", 10 * at + 5, 1 + at % 4, 25.0 * (at % 5) + 10) for at in range(12)]
    found = next_steps(shown_measures(rows), "c6")
    assert found.usual_order == 11.67
    assert all(step.by is None for step in found.steps)
    assert any(step.text.startswith("without an order within ") for step in found.steps)


def test_without_money_steps_are_orders_only() -> None:
    rows = [(f"c{at}", 10 * at + 5, 1 + at % 4, None) for at in range(12)]
    found = next_steps(shown_measures(rows), "c6")
    assert found.usual_order is None
    assert [step.amount for step in found.steps if step.orders] == [None] * len([step for step in found.steps if step.orders])  # fmt: skip
    assert found.steps[0].text.startswith("one order: ")


def test_nobody_has_no_steps() -> None:
    found = next_steps(shown_measures([("a", 1, 1, 1.0)]), "nobody")
    assert found == NextSteps("nobody", "", "", None, (), reason="There is no such customer.")
    assert next_steps(shown_measures([("a", 1, 1, 1.0)]), "a").note
