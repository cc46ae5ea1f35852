"""Two dates compared, against plain Python and pandas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.recipe import Recipe
from core.views.compare import compare, movers
from core.views.filter_tree import OneOf
from core.views.filters import read_filter
from core.views.result import ResultData
from tests.support.examples import examples
from tests.support.lines import AS_OF, Line
from tests.support.studied import SAMPLE, Staged, looked_at, ready_made, studied, written

START = datetime(2028, 1, 1)
EARLIER = date(2029, 1, 1)
lines = st.lists(
    st.builds(
        Line,
        customer=st.sampled_from("abcdefghijkl"),
        order_id=st.sampled_from(["1", "2", "3", "C4", "5", "6", "7"]),
        purchased_at=st.integers(0, 700).map(lambda days: START + timedelta(days=days)),
        quantity=st.integers(1, 20).map(float),
        price=st.integers(1, 5000).map(lambda cents: cents / 100),
    ),
    max_size=50,
)


@examples(10)
@given(lines)
def test_moves_equal_plain_python(tmp_path_factory: pytest.TempPathFactory, table: list[Line]) -> None:
    kept = tmp_path_factory.getbasetemp() / "earlier.parquet"
    earlier = Staged(table, Recipe(), EARLIER, kept)
    then = {c["customer_id"]: c for c in earlier.everyone()}
    data = Staged(table, Recipe(), AS_OF)
    now = {c["customer_id"]: c for c in data.everyone()}
    found = compare(data, earlier)
    assert (found.now, found.then, found.reason) == (AS_OF, EARLIER, "")
    assert found.new_customers == len(set(now) - set(then))
    assert found.lost_customers == 0
    assert not found.notes
    for kind, moves in (("tier", found.tier_moves), ("segment", found.segment_moves)):
        wanted = Counter((then.get(name, {}).get(kind), customer[kind]) for name, customer in now.items())
        assert {(move.then, move.now): move.customers for move in moves} == wanted
        for before, after in (*wanted, ("High", "Low"), (None, "Low")):
            who = movers(data, earlier, kind, before, after)  # type: ignore[arg-type]
            same = [n for n, c in now.items() if (then.get(n, {}).get(kind), c[kind]) == (before, after)]
            assert list(who.ids) == sorted(same, key=lambda name: (-now[name]["value"], name))
            assert who.total == len(same)
            assert bool(who.reason) == (not same)
            if same:
                capped = movers(data, earlier, kind, before, after, 1)  # type: ignore[arg-type]
                assert (capped.total, capped.ids) == (len(same), who.ids[:1])
    assert found.stayed_in_tier == sum(then[n]["tier"] == now[n]["tier"] for n in then)
    assert found.stayed_in_segment == sum(then[n]["segment"] == now[n]["segment"] for n in then)
    customers, orders, *_ = found.figures
    assert (customers.now, customers.then, customers.difference) == (
        len(now),
        len(then),
        len(now) - len(then),
    )
    assert orders.difference == sum(c["frequency"] for c in now.values()) - sum(
        c["frequency"] for c in then.values()
    )
    assert customers.change == (pytest.approx(len(now) / len(then) - 1) if then else None)
    for tier in found.tiers:
        assert tier.customers.now == sum(c["tier"] == tier.name for c in now.values())
        assert tier.customers.then == sum(c["tier"] == tier.name for c in then.values())


@pytest.fixture
def two_dates() -> Iterator[tuple[ResultData, ResultData]]:
    with looked_at(SAMPLE) as now, looked_at(SAMPLE, ("customers.as_of", "2025-06-01")) as earlier:
        yield now, earlier


def test_the_sample_equals_pandas(two_dates: tuple[ResultData, ResultData]) -> None:
    import pandas as pd

    now, earlier = two_dates
    found = compare(now, earlier)
    here = pd.read_parquet(now.result.customers_path).set_index("customer_id")
    there = pd.read_parquet(earlier.result.customers_path).set_index("customer_id")
    both = there[["segment", "tier"]].add_suffix("_then").join(here[["segment", "tier"]], how="inner")
    for kind, moves in (("segment", found.segment_moves), ("tier", found.tier_moves)):
        wanted = pd.crosstab(both[f"{kind}_then"], both[kind])
        for move in moves:
            if move.then is not None:
                assert move.customers == wanted.loc[move.then, move.now]
        assert sum(move.customers for move in moves if move.then) == len(both)
    assert found.new_customers == len(here) - len(there)
    assert found.lost_customers == 0
    assert not found.notes
    revenue = next(figure for figure in found.figures if figure.name == "revenue")
    assert revenue.now == pytest.approx(float(here.monetary.sum()), abs=0.01)
    assert revenue.then == pytest.approx(float(there.monetary.sum()), abs=0.01)
    for change in found.segments:
        assert change.revenue.difference == pytest.approx(
            float(
                here.monetary[here.segment == change.name].sum()
                - there.monetary[there.segment == change.name].sum()
            ),
            abs=0.01,
        )


def test_all_customers_are_the_sum_of_the_groups_beside_them() -> None:
    """Three customers spend 0.333 more each: 0.33 each to the cent, where all rows together come to 1.00."""
    rows = [("c1", "o1", "2025-01-10", "1", "1"), ("c2", "o2", "2025-01-10", "1", "2")]
    rows += [(f"c{place}", f"o{place}", "2025-03-10", "1", "0.3334") for place in (3, 4, 5)]
    header = ("customer_id", "order_id", "order_date", "quantity", "unit_price")
    path = written("changed_thirds.csv", header, rows)
    with looked_at(path) as now, looked_at(path, ("customers.as_of", "2025-02-01")) as earlier:
        found = compare(now, earlier)
    figures = {figure.name: figure for figure in found.figures}
    assert (figures["revenue"].then, figures["revenue"].now) == (3.0, 3.99)
    assert (figures["net"].then, figures["net"].now) == (3.0, 3.99)
    assert sum(group.revenue.now for group in found.segments) == pytest.approx(3.99)


def test_the_same_or_a_later_date_is_refused_in_words(two_dates: tuple[ResultData, ResultData]) -> None:
    now, earlier = two_dates
    assert "choose an earlier date" in compare(now, now).reason
    assert "is later than" in compare(earlier, now).reason
    assert not compare(earlier, now).figures
    assert movers(now, now, "tier", "High", "Low").reason
    assert movers(now, earlier, "tier", None, None).reason


def test_other_settings_are_told(two_dates: tuple[ResultData, ResultData]) -> None:
    now, _ = two_dates
    other = (("customers.as_of", "2025-06-01"), ("segments.map", "eleven"), ("rules.price", "false"))
    with looked_at(SAMPLE, *other) as earlier:
        found = compare(now, earlier)
    assert len(found.notes) == 1
    assert (
        '`rules.price` (false then, true now), `segments.map` ("eleven" then, "grid" now)' in found.notes[0]
    )
    lost_customers = {group.name: group.customers for group in found.segments}["Loyal Customers"]
    assert lost_customers.now == 0
    assert lost_customers.then


def test_who_is_not_there_any_more_is_told(two_dates: tuple[ResultData, ResultData]) -> None:
    _, earlier = two_dates
    with looked_at(SAMPLE, ("rules.before", "2025-01-01")) as now:
        found = compare(now, earlier)
        lost = movers(now, earlier, "tier", "Low", None)
    gone = set(ids_of(earlier)) - set(ids_of(now))
    assert found.lost_customers == len(gone) > 0
    assert found.notes[0].startswith(f"{len(gone):,} customers who were there")
    assert lost.total
    assert set(lost.ids) <= gone


def test_movers_are_kept_by_a_filter_whatever_their_ids_look_like() -> None:
    names = ("or", 'a"b', "plain", "with blank", "x,y", "17")
    rows = [(name, f"o{place}", "2025-03-10", "1", "2") for place, name in enumerate(names)]
    header = ("customer_id", "order_id", "order_date", "quantity", "unit_price")
    rows.append(("known", "o9", "2025-01-10", "1", "2"))
    path = written("odd_ids.csv", header, rows)
    with looked_at(path) as now, looked_at(path, ("customers.as_of", "2025-02-01")) as earlier:
        found = [movers(now, earlier, "tier", None, tier) for tier in ("High", "Medium", "Low")]
    kept = [read_filter(one.filter, {"customer_id": "text"}) for one in found if one.ids]
    assert all(isinstance(node, OneOf) for node in kept)
    assert sorted(name for node in kept for name in node.values) == sorted(names)


def ids_of(data: ResultData) -> list[str]:
    import pandas as pd

    return list(pd.read_parquet(Path(data.result.customers_path)).customer_id)


def test_ready_made_tables_have_no_dates() -> None:
    with (
        looked_at(ready_made()) as now,
        looked_at(ready_made(), ("customers.as_of", "2025-01-01")) as earlier,
    ):
        assert "no dates of sales" in compare(now, earlier).reason
    assert studied(ready_made()).as_of is None
