"""What is said in words: every number in a sentence stands in a table, and another table gives another sentence."""

from __future__ import annotations

import dataclasses
import itertools
import re
import statistics
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.maps import ELEVEN, GRID
from core.recipe import Recipe
from core.report import GroupLine, Report
from core.views import advice
from core.views.concentration import Concentration, concentration
from core.views.segments import SegmentRow, SegmentsTable, segments, table_of, tiers
from core.views.sentences import (
    Sentence,
    describe_segment,
    describe_whole,
    reason_of,
    sentences,
    standings,
)
from tests.support.lines import AS_OF, Line
from tests.support.studied import SAMPLE, Staged, looked_at, ready_made, without_amounts, written

NUMBER = re.compile(r"\d{4}-\d{2}-\d{2}|-?\d[\d,]*(?:\.\d+)?")
# The figures of a row that its sentence shows, by their labels.
SHOWN = {
    "customers": "customers",
    "share of customers": "customer_share",
    "share of revenue": "revenue_share",
    "revenue": "revenue",
    "median recency": "median_recency",
    "median frequency": "median_frequency",
    "average order": "average_order",
}


def numbers_of(value: object) -> Iterator[float | str]:
    """Every number and text in a table."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from numbers_of(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from numbers_of(item)
    elif isinstance(value, (int, float, str)):
        yield value


def check(sentence: Sentence, known: set[float | str], name: str = "") -> None:
    """Each number in the text is a figure's, in order, as it is written; and each figure stands in a table."""
    text = sentence.text.replace(name, "", 1) if name else sentence.text
    parsed = NUMBER.findall(text)
    written = [number for figure in sentence.figures for number in NUMBER.findall(figure.written)]
    assert parsed == written
    for label, value, how in sentence.figures:
        assert value in known, (label, value)
        if isinstance(value, str):
            assert how == value
            continue
        number = float(NUMBER.findall(how)[0].replace(",", ""))
        if "less than" in how:
            assert 0 < 100 * value < 0.1
        elif "more than" in how:
            assert 99.9 < 100 * value < 100
        else:
            # A percentage is written to one place, money to two, and days and orders to one.
            shown, places = (100 * value, 1) if how.endswith("%") else (value, 2 if "." in how else 0)
            assert abs(number - shown) <= 0.5 * 10 ** -(1 if label.startswith("median r") else places) + 1e-9
    assert not re.search(r"nan|inf|None", text)


amounts = st.none() | st.integers(-50_000, 5_000_000).map(lambda cents: cents / 100)
halves = st.integers(2, 900).map(lambda number: number / 2)


@st.composite
def group_lines(draw: st.DrawFn, name: str) -> GroupLine:
    customers = draw(st.integers(0, 3) | st.integers(0, 5_000))
    if not customers:
        return GroupLine(name, 0, 0, 0.0, 0.0, None, None, None)
    revenue = draw(amounts)
    return GroupLine(
        name,
        customers,
        draw(st.integers(customers, 9 * customers)),
        revenue,
        revenue,
        draw(st.none() | halves),
        draw(st.none() | halves),
        None if revenue is None else draw(st.integers(-100, 90_000)) / 100,
    )


@st.composite
def tables(draw: st.DrawFn) -> SegmentsTable:
    lines = [draw(group_lines(name)) for name in ("Here", "There", "Gone")]
    paid = [line.revenue for line in lines if line.revenue is not None and line.customers]
    everyone = GroupLine(
        "all",
        sum(line.customers for line in lines),
        sum(line.orders for line in lines),
        round(sum(paid), 2) if paid else None,
        round(sum(paid), 2) if paid else None,
        draw(st.none() | halves),
        draw(st.none() | halves),
        draw(st.integers(0, 9000)) / 100 if paid else None,
    )
    return table_of("segment", lines, everyone, revenue_is_net=draw(st.booleans()))


@settings(max_examples=200, deadline=None)
@given(tables())
def test_every_number_in_a_sentence_stands_in_the_table(table: SegmentsTable) -> None:
    known = set(numbers_of(table))
    for row in table.rows:
        said, reason = describe_segment(row, table), reason_of(row, table)
        check(said, known)
        check(reason, known)
        for label, value, _ in said.figures:
            assert value == getattr(row, SHOWN[label])
        for label, value, _ in reason.figures:
            whose = table.everyone if label.endswith(" of all") else row
            assert value == getattr(whose, label.removesuffix(" of all").replace(" ", "_"))


@settings(max_examples=200, deadline=None)
@given(tables(), st.data())
def test_another_table_gives_another_sentence(table: SegmentsTable, data: st.DataObject) -> None:
    rows = [row for row in table.rows if row.customers]
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    said = describe_segment(row, table)
    for label, value, _ in said.figures:
        assert not isinstance(value, str)
        other = value / 2 if "share" in label and abs(value) > 0.01 else value + 1
        changed = replace(row, **{SHOWN[label]: other})
        assert describe_segment(changed, table).text != said.text, label


def row_of(**figures: object) -> SegmentRow:
    usual = {
        "name": "Champions",
        "customers": 78,
        "customer_share": 0.0854,
        "orders": 800,
        "revenue": 249_920.0,
        "revenue_share": 0.412,
        "net": 240_000.0,
        "median_recency": 9.0,
        "median_frequency": 7.0,
        "median_monetary": 1000.0,
        "average_order": 312.4,
    }
    return SegmentRow(**{**usual, **figures})  # type: ignore[arg-type]


ALL = row_of(name="all", customers=913, customer_share=1.0, median_recency=95.0, median_frequency=3.0)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (
            row_of(),
            "Champions are 78 customers (8.5 %) who bring 41.2 % of revenue; half of them last bought at most 9 days ago,"
            " half placed 7 orders or more and their average order is 312.40.",
        ),
        (
            row_of(customers=1, customer_share=0.0004, median_recency=1.0, median_frequency=1.0),
            "Champions is 1 customer (less than 0.1 %) who brings 41.2 % of revenue; the last purchase was 1 day ago,"
            " there was 1 order and the average order is 312.40.",
        ),
        (
            row_of(revenue=None, revenue_share=None, average_order=None, median_recency=400.0, median_frequency=1.0),
            "Champions are 78 customers (8.5 %); half of them have been away for 400 days or more and half placed 1 order.",
        ),
        (
            row_of(revenue=-12.5, revenue_share=-0.01, average_order=-1.5, median_frequency=2.0),
            "Champions are 78 customers (8.5 %) with revenue of -12.50; half of them last bought at most 9 days ago,"
            " half placed 2 orders or fewer and their average order is -1.50.",
        ),
        (
            row_of(revenue=0.0, revenue_share=0.0, average_order=0.0, median_recency=None, median_frequency=None),
            "Champions are 78 customers (8.5 %) who bring no revenue; their average order is 0.00.",
        ),
        (row_of(customers=0), "Nobody is in Champions."),
        (
            row_of(revenue_share=0.9996, median_recency=None, median_frequency=None, average_order=1234.5),
            "Champions are 78 customers (8.5 %) who bring more than 99.9 % of revenue; their average order is 1,234.50.",
        ),
    ],
)  # fmt: skip
def test_how_it_reads(row: SegmentRow, text: str) -> None:
    assert describe_segment(row, SegmentsTable("segment", (row,), ALL, False, ())).text == text


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (
            row_of(),
            "By the median, and beside all customers, they last bought more recently (9 days, all 95),"
            " ordered more often (7 orders, all 3) and spent as much (1,000.00, all 1,000.00).",
        ),
        (
            row_of(median_recency=95.0, median_frequency=3.0, median_monetary=999.99),
            "By the median, and beside all customers, they last bought as recently (95 days, all 95),"
            " ordered as often (3 orders, all 3) and spent less (999.99, all 1,000.00).",
        ),
        (
            row_of(median_recency=95.5, median_frequency=1.0, median_monetary=1000.01),
            "By the median, and beside all customers, they last bought longer ago (95.5 days, all 95),"
            " ordered less often (1 order, all 3) and spent more (1,000.01, all 1,000.00).",
        ),
        (
            row_of(median_recency=None, median_monetary=None, median_frequency=1.0),
            "By the median, and beside all customers, they ordered less often (1 order, all 3).",
        ),
        (
            row_of(median_recency=None, median_monetary=None, median_frequency=None),
            "No figure tells this segment from the others.",
        ),
        (row_of(customers=0), ""),
    ],
)
def test_how_a_reason_reads(row: SegmentRow, text: str) -> None:
    assert reason_of(row, SegmentsTable("segment", (row,), ALL, False, ())).text == text


def test_revenue_after_refunds_is_called_so() -> None:
    said = describe_segment(row_of(), SegmentsTable("segment", (row_of(),), ALL, True, ()))
    assert "41.2 % of revenue after refunds;" in said.text


def test_a_name_with_numbers_is_no_figure() -> None:
    row = row_of(name="Tier 2 of 1,000")
    table = SegmentsTable("segment", (row,), ALL, False, ())
    check(describe_segment(row, table), set(numbers_of(table)), row.name)


@pytest.mark.parametrize("settings_", [(), (("segments.map", "eleven"),), (("customers.refunds", "net"),)])
def test_the_sample_says_what_its_tables_show(settings_: tuple[tuple[str, str], ...]) -> None:
    with looked_at(SAMPLE, *settings_) as data:
        said, table, by_tier, curve = sentences(data), segments(data), tiers(data), concentration(data)
    report = data.result.report
    assert report.bought is not None
    assert report.net is not None
    refunded = round(report.bought - report.net, 2)
    known = {*numbers_of(table), *numbers_of(by_tier), *numbers_of(curve), *numbers_of(report)}
    known |= {refunded, refunded / report.bought, report.first[:10], report.last[:10]}
    for sentence in said.whole:
        check(sentence, known)
    assert len(said.whole) == 4
    assert [segment.name for segment in said.segments] == [row.name for row in table.rows]
    for segment in said.segments:
        check(segment.summary, known, segment.name)
        check(segment.reason, known)
        assert segment.action
    shown = {figure.label: figure.value for sentence in said.whole for figure in sentence.figures}
    for row in by_tier.rows:
        assert shown[f"{row.name}: customers"] == row.customers
        assert shown[f"{row.name}: share of customers"] == row.customer_share
        assert shown[f"{row.name}: share of revenue"] == row.revenue_share
    best = next(best for best in curve.best if best.percent == 10)
    assert (shown["best customers"], shown["their share of revenue"]) == (best.customers, best.revenue_share)
    assert shown["customers who bring half"] == curve.half_customers
    assert shown["their share of customers"] == curve.half_customer_share
    assert shown["Gini coefficient"] == curve.gini
    assert said.whole[3].text == (
        "Refunds come to 28,329.68 (3.1 % of what was bought), which leaves 872,049.07."
    )
    assert (
        said.whole[0].text
        == "913 customers placed 5,882 orders worth 900,378.75 from 2023-12-01 to 2025-12-09."
    )


def test_a_source_without_amounts_is_not_said_to_have_any() -> None:
    with looked_at(without_amounts()) as data:
        said = sentences(data)
    texts = [sentence.text for sentence in said.whole]
    texts += [text.text for segment in said.segments for text in (segment.summary, segment.reason)]
    assert said.whole[0].text.startswith("17 customers placed 60 orders from 2025-01-1")
    assert not any(
        word in text for text in texts for word in ("revenue", "worth", "average", "spent", "Refund")
    )


def test_a_ready_made_table_is_told_without_dates_and_refunds() -> None:
    with looked_at(ready_made()) as data:
        said, everyone = sentences(data), segments(data).everyone
    assert (
        said.whole[0].text == f"60 customers placed {everyone.orders:,} orders worth {everyone.revenue:,.2f}."
    )
    assert not any("efund" in sentence.text for sentence in said.whole)


@pytest.mark.parametrize(
    ("refunds", "rounding"),
    [
        ("gross", "All rows come to 1.00, and the customers, each rounded to the cent, to 0.99."),
        ("net", "All rows come to 0.80, and the customers, each rounded to the cent, to 0.79."),
    ],
)
def test_customers_are_added_up_and_what_rounding_does_is_told(refunds: str, rounding: str) -> None:
    # Three customers spend a third of a unit each: 1.00 together, and 3 times 0.33.
    rows = [
        (f"c{place}", f"o{place}", "2025-01-10", "1", price)
        for place, price in enumerate(("0.333", "0.333", "0.334"))
    ]
    header = ("customer_id", "order_id", "order_date", "quantity", "unit_price")
    rows.append(("c0", "C9", "2025-01-11", "-1", "0.20"))
    with looked_at(written("thirds.csv", header, rows), ("customers.refunds", refunds)) as data:
        told = [sentence.text for sentence in sentences(data).whole]
    assert "worth 0.99 on 2025-01-10" in told[0]
    assert told[1] == rounding
    assert told[-1] == "Refunds come to 0.20 (20.2 % of what was bought), which leaves 0.79."
    with looked_at(SAMPLE) as data:
        assert not any("rounded" in sentence.text for sentence in sentences(data).whole)


def test_one_customer() -> None:
    one = replace(ALL, customers=1, orders=1, revenue=5.0, net=5.0)
    day = {"first": "2025-01-01 10:00:00", "last": "2025-01-01 11:00:00"}
    report = cast("Report", SimpleNamespace(revenue=5.0, net=5.0, **day))
    table = SegmentsTable(
        "tier", (row_of(name="Low", customers=1, customer_share=1.0, revenue_share=1.0),), one, False, ()
    )
    curve = Concentration(1, 5.0, (), (), 0, 0.0, 0.0, None, 0, 0, "no curve")
    assert [sentence.text for sentence in describe_whole(report, table, curve, 5.0)] == [
        "1 customer placed 1 order worth 5.00 on 2025-01-01.",
        "Low is 1 customer (100.0 %) with 100.0 % of revenue.",
        "No refunds are recorded.",
    ]


# What to do


def test_every_shipped_name_has_an_action() -> None:
    assert [advice.action_for(rule.name, "grid", ()) for rule in GRID] == list(advice.GRID.values())
    actions = [advice.action_for(rule.name, "eleven", ()) for rule in ELEVEN]
    assert len(set(actions)) == len(ELEVEN)


def test_every_standing_has_an_action_that_fits() -> None:
    for standing in itertools.product((1, 0, -1, None), repeat=3):
        action = advice.action_for("Champions", "custom", standing)
        recency, frequency, monetary = standing
        assert action
        if action in (advice.KEEP, advice.RAISE, advice.SECOND, advice.WELCOME):
            assert recency in (1, None)
        if action in (advice.CALL, advice.REMIND, advice.ONE_OFFER, advice.SPARE):
            assert recency == -1
        if action in (advice.KEEP, advice.CALL):
            assert -1 not in (frequency, monetary)
        if action in (advice.WELCOME, advice.SPARE):
            assert not {frequency, monetary} & {0, 1}
    assert advice.action_for("x", "custom", (None, None, None)) == advice.NOTHING_KNOWN


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefghij"), st.integers(0, 700), st.integers(1, 900)),
        min_size=1,
        max_size=30,
    )
)
def test_standings_are_of_the_median_scores(sales: list[tuple[str, int, int]]) -> None:
    names = [{"name": "Here", "cells": ["r3-5"]}, {"name": "Gone", "cells": ["r1-2"]}]
    recipe = Recipe.from_tables({"segments": {"map": "custom", "names": names}})
    start = datetime(2028, 1, 1)
    lines = [
        Line(who, str(number), start + timedelta(days=day), 1.0, cents / 100)
        for number, (who, day, cents) in enumerate(sales)
    ]
    data = Staged(lines, recipe, AS_OF)
    everyone, found = data.everyone(), standings(data)
    assert set(found) == {customer["segment"] for customer in everyone}
    for name, standing in found.items():
        for letter, measure, level in zip("rfm", ("recency", "frequency", "monetary"), standing, strict=True):
            if len({customer[measure] for customer in everyone}) == 1:
                assert level is None
                continue
            median = statistics.median(c[letter] for c in everyone if c["segment"] == name)
            assert level == (median > 3) - (median < 3)
