"""Histograms, scatters and correlations against pandas and plain Python."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.views import correlations as correlations_view
from core.views.correlations import correlations
from core.views.edges import calendar_edges, linear_edges, log_edges
from core.views.measures import NOBODY, histogram, measures_of
from core.views.result import ResultData
from core.views.scatter import scatter
from tests.support.shown import customers_of, shown_measures
from tests.support.studied import SAMPLE, looked_at, ready_made, without_amounts


@pytest.fixture(scope="module")
def data() -> Iterator[ResultData]:
    with looked_at(SAMPLE) as data:
        yield data


@pytest.fixture(scope="module")
def frame(data: ResultData) -> pd.DataFrame:
    table = pd.DataFrame(customers_of_result(data))
    for name in ("monetary", "refunded", "net", "average_order"):
        table[name] = table[name].astype(float)
    return table


def customers_of_result(data: ResultData) -> list[dict[str, Any]]:
    data.load_customers()
    return list(customers_of(data).values())


money = st.one_of(st.none(), st.integers(-2000, 500_000).map(lambda cents: cents / 100))
rows = st.lists(
    st.tuples(st.integers(1, 400), st.one_of(st.none(), st.integers(1, 50)), money), min_size=0, max_size=40
)


def shown(drawn: list[Any]) -> ResultData:
    return shown_measures([(f"c{at:02d}", *row) for at, row in enumerate(drawn)])


# Histograms


@settings(max_examples=80, deadline=None)
@given(
    rows, st.sampled_from(["auto", "linear", "log"]), st.integers(1, 30), st.sampled_from([None, 3.5, 120])
)
def test_every_customer_is_in_one_bar_or_told_apart(
    drawn: list[Any], scale: Any, bins: int, low: float | None
) -> None:
    found = histogram(shown(drawn), "monetary", scale=scale, bins=bins, within=(low, None))
    amounts = [row[2] for row in drawn]
    known = [amount for amount in amounts if amount is not None]
    assert found.customers == len(drawn)
    assert found.missing == amounts.count(None)
    if found.reason:
        assert not known or (found.scale == "log" and max(known) <= 0)
        assert found.bins == ()
        return
    assert 1 <= len(found.bins) <= max(bins, 2)
    counted = [amount for amount in known if amount > 0] if found.scale == "log" else known
    assert found.not_positive == len(known) - len(counted)
    for one in found.bins:
        assert one.customers == sum(one.low <= amount < one.high for amount in counted)
    assert found.below == sum(amount < found.bins[0].low for amount in counted)
    assert found.above == sum(amount >= found.bins[-1].high for amount in counted) == 0
    assert low is not None or found.below == 0
    assert all(one.high == other.low for one, other in zip(found.bins, found.bins[1:], strict=False))


def test_the_sample_as_pandas_counts_it(data: ResultData, frame: pd.DataFrame) -> None:
    for name in ("recency", "frequency", "monetary", "refunded", "value_share", "products"):
        for scale in ("auto", "linear"):
            found = histogram(data, name, scale=scale)  # type: ignore[arg-type]
            edges = [one.low for one in found.bins] + [found.bins[-1].high]
            cut = pd.cut(frame[name], edges, right=False).value_counts(sort=False)
            assert [one.customers for one in found.bins] == list(cut)
            assert sum(cut) == len(frame)
        assert found.skewness == pytest.approx(frame[name].skew(), abs=0.01)


def test_the_scale_is_chosen_by_skew_and_says_so(data: ResultData) -> None:
    assert histogram(data, "monetary").scale == "log"
    assert histogram(data, "monetary").why.startswith("the skewness is ")
    assert histogram(data, "recency").scale == "linear"
    assert histogram(data, "recency").why.endswith("not above 2")


def test_dates_are_counted_by_the_calendar(data: ResultData, frame: pd.DataFrame) -> None:
    found = histogram(data, "last_purchase", bins=30)
    assert found.unit == "month"
    months = Counter((moment.year, moment.month) for moment in frame["last_purchase"])
    assert {(one.low.year, one.low.month): one.customers for one in found.bins if one.customers} == months  # type: ignore[union-attr]
    assert found.least == frame["last_purchase"].min().date()


def test_a_filter_is_followed(data: ResultData, frame: pd.DataFrame) -> None:
    where = ("segment = ? AND monetary >= ?", ["Loyal", 100])
    chosen = frame[(frame["segment"] == "Loyal") & (frame["monetary"] >= 100)]
    found = histogram(data, "frequency", where)
    assert sum(one.customers for one in found.bins) == found.customers == len(chosen) > 0
    assert histogram(data, "frequency", ("recency < ?", [0])).reason == NOBODY


def test_what_nobody_has_is_said() -> None:
    with looked_at(ready_made()) as data:
        assert (
            histogram(data, "first_purchase").reason == "Nobody has first_purchase: the source does not say."
        )
    with looked_at(without_amounts()) as data:
        assert histogram(data, "monetary").reason == "Nobody has monetary: the source does not say."
        assert histogram(data, "country").reason == "The customers have no measure called country."
        assert {one.name for one in measures_of(data)} >= {
            "recency",
            "frequency",
            "monetary",
            "last_purchase",
        }


# Edges


@given(
    st.floats(-1e7, 1e7, allow_nan=False).map(lambda x: round(x, 2)),
    st.floats(0, 1e7).map(lambda x: round(x, 2)),
    st.integers(1, 60),
    st.booleans(),
)
def test_linear_edges_are_round_and_few(least: float, span: float, bins: int, whole: bool) -> None:
    if whole:
        least, span = float(int(least)), float(int(span))
    most = round(least + span, 2)
    edges = linear_edges(least, most, bins, whole=whole)
    assert edges[0] <= least
    assert most < edges[-1]
    assert len(edges) == 2 or (least < edges[1] and edges[-2] <= most)
    # Around a power of ten that lies within, one bar is one too few: then there are two.
    assert len(edges) - 1 <= max(bins, 2)
    step = edges[1] - edges[0]
    assert any(
        math.isclose(step, mantissa * 10.0**power, rel_tol=1e-4)
        for mantissa in (1, 2, 5)
        for power in range(-9, 10)
    )
    assert not whole or all(edge == int(edge) for edge in edges)


@given(
    st.floats(0.01, 1e6).map(lambda x: round(x, 2)),
    st.floats(1, 1e5),
    st.integers(1, 60),
)
def test_log_edges_are_round_and_few(least: float, factor: float, bins: int) -> None:
    most = round(least * factor, 2)
    edges = log_edges(least, most, bins, whole=False)
    assert edges[0] <= least < edges[1]
    assert edges[-2] <= most < edges[-1]
    assert len(edges) - 1 <= max(bins, 2)
    for edge in edges:
        mantissa = float(f"{edge:e}".partition("e")[0])
        assert mantissa in (1, 1.5, 2, 3, 5, 7)


@given(st.dates(date(1, 1, 1), date(9990, 1, 1)), st.integers(0, 40_000), st.integers(1, 60))
def test_calendar_edges_hold_the_days(first: date, days: int, bins: int) -> None:
    last = first + timedelta(days=min(days, (date(9990, 1, 1) - first).days))
    assume(first <= last)
    _, edges = calendar_edges(first, last, bins)
    assert edges[0] <= first
    assert last < edges[-1]
    assert edges == sorted(set(edges))
    assert len(edges) - 1 <= max(bins, 2)


# Scatters


def cell_of(value: float, low: float, high: float, cells: int, scale: str) -> int:
    if low == high:
        return cells // 2
    if scale == "log":
        value, low, high = math.log10(value), math.log10(low), math.log10(high)
    return max(0, min(cells - 1, math.floor((value - low) / (high - low) * cells)))


@pytest.mark.parametrize(("scale", "colour"), [("linear", "tier"), ("log", "segment"), ("auto", "tier")])
def test_a_scatter_counts_by_cells(data: ResultData, frame: pd.DataFrame, scale: Any, colour: Any) -> None:
    found = scatter(data, "recency", "monetary", size=(37, 11), scales=(scale, scale), colour=colour)
    groups = [name for name, _ in found.groups]
    cells: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for row in frame.to_dict("records"):
        place = (
            cell_of(row["recency"], frame["recency"].min(), frame["recency"].max(), 37, found.x.scale),
            cell_of(row["monetary"], frame["monetary"].min(), frame["monetary"].max(), 11, found.y.scale),
        )
        cells[place][groups.index(row[colour])] += 1
    assert [(cell.column, cell.row) for cell in found.cells] == sorted(cells)
    for cell in found.cells:
        mine = cells[cell.column, cell.row]
        assert cell.customers == sum(mine.values())
        assert cell.group == min(mine, key=lambda group: (-mine[group], group))
    assert dict(found.groups) == {name: int((frame[colour] == name).sum()) for name in groups}
    assert (found.customers, found.missing, found.not_positive) == (len(frame), 0, 0)


def test_what_a_scatter_leaves_out_is_counted() -> None:
    drawn = [(1, 2, None), (5, None, 3.0), (9, 1, -4.0), (9, 2, 10.0), (200, 1, 0.0), (30, 3, 1000.0)]
    found = scatter(shown(drawn), "frequency", "monetary", size=(10, 10), scales=("linear", "log"))
    assert (found.customers, found.missing, found.not_positive) == (6, 2, 2)
    assert sum(cell.customers for cell in found.cells) == 2
    assert (found.y.low, found.y.high) == (10.0, 1000.0)
    assert [(cell.column, cell.row) for cell in found.cells] == [(0, 0), (9, 9)]


def test_an_empty_scatter_says_why(data: ResultData) -> None:
    assert scatter(data, "recency", "monetary", ("FALSE", ()), size=(5, 5)).reason == NOBODY
    assert (
        scatter(data, "recency", "colour", size=(5, 5)).reason
        == "The customers have no measure called colour."
    )
    with looked_at(without_amounts()) as other:
        empty = scatter(other, "recency", "monetary", size=(5, 5))
        assert (empty.reason, empty.cells) == ("Nobody has both recency and monetary to plot.", ())


# Correlations


def test_correlations_are_those_of_pandas(data: ResultData, frame: pd.DataFrame) -> None:
    names = ["recency", "frequency", "monetary", "refunded", "tenure", "products"]
    found = correlations(data, names)
    assert (found.customers, found.ranked, found.left_out) == (len(frame), len(frame), 0)
    for method, table in (("pearson", found.pearson), ("spearman", found.spearman)):
        expected = frame[names].rank() if method == "spearman" else frame[names]
        for row, others in zip(table, expected.corr().to_numpy(), strict=True):
            assert row == pytest.approx(others, abs=0.0001)


@settings(max_examples=40, deadline=None)
@given(rows)
def test_correlations_of_customers_who_have_all(drawn: list[Any]) -> None:
    found = correlations(shown(drawn), ["recency", "frequency", "monetary"])
    table = pd.DataFrame(drawn, columns=["recency", "frequency", "monetary"]).astype(float)
    there = [name for name in table.columns if table[name].notna().any()]
    assert found.missing == (
        tuple(name for name in table.columns if name not in there) if drawn and there else found.missing
    )
    if found.reason:
        assert len(table[there].dropna()) < 3 or not there
        return
    both = table[there].dropna()
    assert found.measures == tuple(there)
    assert (found.customers, found.left_out) == (len(both), len(table) - len(both))
    assert found.constant == tuple(name for name in there if both[name].nunique() == 1)
    for measured, told in ((both, found.pearson), (both.rank(), found.spearman)):
        for at, one in enumerate(there):
            for beside, other in enumerate(there):
                value = told[at][beside]
                if one in found.constant or other in found.constant:
                    assert value is None
                else:
                    expected = measured[one].corr(measured[other]) if one != other else 1.0
                    assert value == pytest.approx(expected, abs=0.0002)


@pytest.mark.parametrize(
    ("customers", "reason"),
    [
        (
            [(3, 1, 5.0)],
            "There is only 1 customer: one alone shows nothing that rises or falls. It takes 3 customers or more.",
        ),
        (
            [(3, 1, 5.0), (9, 2, 7.0)],
            "There are only 2 customers: two always lie on one line, so every correlation would be 1 or -1 "
            "whatever they bought. It takes 3 customers or more.",
        ),
        (
            [(3, 1, 5.0), (9, 2, 7.0), (11, None, 3.0), (12, 4, None)],
            "Only 2 of the 4 customers have all of the measures: two always lie on one line, so every correlation "
            "would be 1 or -1 whatever they bought. It takes 3 customers or more.",
        ),
        (
            [(3, 1, None), (9, None, 7.0), (11, None, 3.0)],
            "No customer has all of these measures.",
        ),
    ],
)
def test_too_few_customers_have_no_correlations(customers: list[Any], reason: str) -> None:
    found = correlations(shown(customers), ["recency", "frequency", "monetary"])
    assert (found.reason, found.measures) == (reason, ())


def test_what_is_the_same_for_everybody_is_said_once() -> None:
    found = correlations(shown([(7, 1, 5.0), (7, 1, 8.0), (7, 1, 2.0)]), ["recency", "frequency", "monetary"])
    assert found.notes == (
        "recency and frequency are the same for everybody, so nothing can rise or fall with them.",
    )


def test_ranks_of_very_many_are_those_of_a_sample(data: ResultData, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = correlations(data, ["recency", "monetary"])
    monkeypatch.setattr(correlations_view, "MOST_RANKED", 400)
    found = correlations(data, ["recency", "monetary"])
    assert 200 < found.ranked < 400
    assert found.customers == 913
    assert found.pearson == whole.pearson
    assert found.notes == (f"Ranks are those of {found.ranked} of the 913 customers, drawn by their ids.",)
    assert found.spearman[0][1] == pytest.approx(whole.spearman[0][1], abs=0.15)
