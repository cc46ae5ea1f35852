"""Sales by period, hour and country, against plain Python and pandas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.recipe import Recipe
from core.views.periods import GRAINS, Grain
from core.views.result import ResultData
from core.views.sales import NO_SALES, NOTHING_KEPT, sales_over_time
from core.views.sales_groups import NO_COUNTRY, NO_TIMES, sales_by_country, sales_by_hour
from tests.core.test_oracle import amount_of, bucket_of
from tests.support.lines import AS_OF, Line, booked_statement
from tests.support.studied import SAMPLE, Staged, looked_at, ready_made, without_amounts, written

START = datetime(2028, 1, 1)
COUNTRIES = [None, "", "  ", "France", "FRANCE", " france", "Spain", "Chile", "EIRE", "Eire"]
lines = st.lists(
    st.builds(
        Line,
        customer=st.sampled_from([None, "a", "b", "c", "d"]),
        order_id=st.sampled_from([None, "1", "2", "3", "C4", "c5", "6", "C7"]),
        # Few days, so that orders have several rows on one and spread over others.
        purchased_at=st.tuples(
            st.sampled_from([0, 1, 2, 9, 40, 41, 500]), st.sampled_from([0, 0, 9, 17])
        ).map(lambda moment: START + timedelta(days=moment[0], hours=moment[1])),
        quantity=st.integers(-3, 20).map(float),
        price=st.integers(-50, 5000).map(lambda cents: cents / 100),
        country=st.sampled_from(COUNTRIES),
    ),
    max_size=50,
)


class Booked(Staged):
    """Rows put straight into the stages, with the orders by bucket."""

    def __init__(self, table: list[Line]) -> None:
        super().__init__(table, Recipe(), AS_OF)
        asked = Recipe().with_value("customers.as_of", AS_OF.isoformat())
        self._database.execute(f"CREATE OR REPLACE VIEW booked AS {booked_statement(asked, AS_OF)}")


def bought(table: list[Line]) -> list[Line]:
    return [line for line in table if bucket_of(line, AS_OF) == "kept"]


def given_back(table: list[Line]) -> list[Line]:
    """The cancelled rows of orders and days on which something was given back."""
    cancelled = [line for line in table if bucket_of(line, AS_OF) == "cancelled"]
    days = {key_of_day(line) for line in cancelled if amount_of(line) < 0}
    return [line for line in cancelled if key_of_day(line) in days]


def key_of_day(line: Line) -> tuple[Any, ...]:
    return (*order_of(line), line.purchased_at.date())  # type: ignore[union-attr]


def order_of(line: Line) -> tuple[Any, ...]:
    return line.customer, line.order_id or line.purchased_at


def figures(rows: list[Line], worth: Callable[[Line], Decimal]) -> tuple[int, int, int, float]:
    total = sum(map(worth, rows), Decimal(0))
    return len(rows), len(set(map(order_of, rows))), len({line.customer for line in rows}), float(total)


@settings(max_examples=25, deadline=None)
@given(lines, st.sampled_from(GRAINS))
def test_periods_equal_plain_python(table: list[Line], grain: Grain) -> None:
    found = sales_over_time(Booked(table), grain)
    if not bought(table):
        assert (found.sold, found.refunded, found.reason) == ((), (), NOTHING_KEPT)
        return
    days = [line.purchased_at.date() for line in bought(table)]  # type: ignore[union-attr]
    sides = (
        (found.sold, bought(table), amount_of),
        (found.refunded, given_back(table), lambda line: min(amount_of(line), Decimal(0))),
    )
    assert (found.grain, found.exact, found.reason) == (grain, True, "")
    for periods, rows, worth in sides:
        for period in periods:
            inside = [line for line in rows if period.start <= line.purchased_at.date() <= period.end]  # type: ignore[union-attr]
            counted = (period.rows, period.orders, period.customers, period.amount)
            assert counted == pytest.approx(figures(inside, worth), abs=0.005)
            assert period.partial == (period.start < min(days) or period.end > max(days))
            spanned = range(min(days).toordinal(), max(days).toordinal() + 1)
            of_it = range(period.start.toordinal(), period.end.toordinal() + 1)
            assert period.days_held == len(set(spanned) & set(of_it))
        assert sum(period.rows for period in periods) == len(rows)
        assert all(after.start == before.end + timedelta(days=1) for before, after in pairwise(periods))


@settings(max_examples=25, deadline=None)
@given(lines)
def test_hours_equal_plain_python(table: list[Line]) -> None:
    found = sales_by_hour(Booked(table))
    orders: dict[tuple[Any, ...], list[Line]] = {}
    for line in bought(table):
        orders.setdefault(order_of(line), []).append(line)
    if not orders:
        assert (found.orders, found.weekday_orders, found.reason) == ((), (), NOTHING_KEPT)
        return
    begun = {name: min(line.purchased_at for line in rows) for name, rows in orders.items()}  # type: ignore[type-var]
    by_weekday = [sum(moment.weekday() == weekday for moment in begun.values()) for weekday in range(7)]  # type: ignore[union-attr]
    assert list(found.weekday_orders) == by_weekday
    worth = [
        sum(
            float(amount_of(line))
            for name, rows in orders.items()
            for line in rows
            if begun[name].weekday() == weekday  # type: ignore[union-attr]
        )
        for weekday in range(7)
    ]
    assert found.weekday_amounts == pytest.approx(worth, abs=0.05)
    if all(moment.hour == 0 for moment in begun.values()):  # type: ignore[union-attr]
        assert (found.orders, found.amounts, found.reason) == ((), (), NO_TIMES)
        return
    for weekday in range(7):
        for hour in range(24):
            here = [
                name
                for name, moment in begun.items()
                if (moment.weekday(), moment.hour) == (weekday, hour)  # type: ignore[union-attr]
            ]
            assert found.orders[weekday][hour] == len(here)
            spent = sum(float(amount_of(line)) for name in here for line in orders[name])
            assert found.amounts[weekday][hour] == pytest.approx(spent, abs=0.005)


@settings(max_examples=25, deadline=None)
@given(lines, st.integers(1, 4))
def test_countries_equal_plain_python(table: list[Line], most: int) -> None:
    found = sales_by_country(Booked(table), most)
    # Rows of one order and day have one country: the last by alphabet, as the orders stage takes it.
    of_day: dict[tuple[Any, ...], str] = {}
    for line in bought(table):
        if line.country is not None:
            of_day[key_of_day(line)] = max(of_day.get(key_of_day(line), ""), line.country)
    groups: dict[str, list[Line]] = {}
    spellings: dict[str, dict[str, set[Any]]] = {}
    for line in bought(table):
        name = of_day.get(key_of_day(line), "").strip()
        groups.setdefault(name.lower(), []).append(line)
        spellings.setdefault(name.lower(), {}).setdefault(name, set()).add(key_of_day(line))
    total = sum(float(amount_of(line)) for line in bought(table))
    ranked = sorted(
        (name for name in groups if name),
        key=lambda name: (-sum(map(amount_of, groups[name])), -len(groups[name]), name),
    )
    wanted: list[tuple[str, str, list[Line]]] = []
    for name in ranked[:most]:
        usual = min(spellings[name], key=lambda one: (-len(spellings[name][one]), one))
        wanted.append(("country", usual, groups[name]))
    if ranked[most:]:
        wanted.append(("rest", "", [line for name in ranked[most:] for line in groups[name]]))
    if "" in groups:
        wanted.append(("unknown", "", groups[""]))
    assert [(line.kind, line.name) for line in found.lines] == [(kind, name) for kind, name, _ in wanted]
    assert found.countries == len(ranked)
    of_customer: dict[Any, set[str]] = {}
    for name in ranked:
        for line in groups[name]:
            of_customer.setdefault(line.customer, set()).add(name)
    assert found.in_several == sum(len(names) > 1 for names in of_customer.values())
    for line, (_, _, rows) in zip(found.lines, wanted, strict=True):
        counted = (line.rows, line.orders, line.customers, line.amount)
        assert counted == pytest.approx(figures(rows, amount_of), abs=0.005)
        assert line.share == pytest.approx(sum(float(amount_of(row)) for row in rows) / total)


# The sample


@pytest.fixture(scope="module")
def data() -> Iterator[ResultData]:
    with looked_at(SAMPLE) as data:
        yield data


@pytest.fixture(scope="module")
def kept(data: ResultData) -> pd.DataFrame:
    data.view_ledger()
    frame = data.connection.execute("SELECT * FROM ledger WHERE bucket = 'kept'").df()
    return frame.assign(amount=frame.amount.astype(float))


def test_months_of_the_sample_equal_pandas(data: ResultData, kept: pd.DataFrame) -> None:
    found = sales_over_time(data)
    wanted = kept.groupby(kept.purchased_at.dt.to_period("M")).agg(
        rows=("order_id", "size"),
        orders=("order_id", "nunique"),
        customers=("customer", "nunique"),
        amount=("amount", "sum"),
    )
    assert found.grain == "month"
    assert [period.start for period in found.sold] == [month.start_time.date() for month in wanted.index]
    for period, row in zip(found.sold, wanted.itertuples(), strict=True):
        assert (period.rows, period.orders, period.customers) == (row.rows, row.orders, row.customers)
        assert period.amount == pytest.approx(row.amount, abs=0.005)
    assert [period.partial for period in found.sold] == [False] * 24 + [True]
    assert (found.sold[-1].days_held, found.sold[0].days_held) == (9, 31)
    assert sum(period.amount or 0 for period in found.sold) == pytest.approx(data.result.report.revenue)
    assert sum(period.rows for period in found.refunded) <= 746
    refunded = data.rows("SELECT sum(refunded) FROM booked")[0][0]
    assert sum(period.amount or 0 for period in found.refunded) == pytest.approx(float(refunded))


def test_without_counting_customers(data: ResultData, kept: pd.DataFrame) -> None:
    days = kept.drop_duplicates(
        ["customer", "order_id", "day"] if "day" in kept else ["customer", "order_id"]
    )
    quick = sales_over_time(data, exact=False)
    assert not quick.exact
    assert quick.reason
    assert {period.customers for period in quick.sold} == {None}
    assert sum(period.orders for period in quick.sold) == len(days)
    assert [p.amount for p in quick.sold] == [p.amount for p in sales_over_time(data).sold]
    hours = sales_by_hour(data, exact=False)
    assert (hours.exact, bool(hours.reason)) == (False, True)
    assert sum(hours.weekday_orders) == len(days)
    countries = sales_by_country(data, exact=False)
    assert {line.customers for line in countries.lines} == {None}
    assert sum(line.rows for line in countries.lines) == len(kept)


def test_hours_and_countries_of_the_sample_equal_pandas(data: ResultData, kept: pd.DataFrame) -> None:
    begun = kept.groupby(["customer", "order_id"]).purchased_at.min()
    wanted = begun.groupby([begun.dt.day_of_week, begun.dt.hour]).size().to_dict()
    found = sales_by_hour(data)
    assert {
        (day, hour): count
        for day, hours in enumerate(found.orders)
        for hour, count in enumerate(hours)
        if count
    } == wanted
    spent = kept.groupby("country").amount.sum().sort_values(ascending=False)
    top = sales_by_country(data, 5)
    assert [line.name for line in top.lines] == [*spent.index[:5], ""]
    assert [line.amount for line in top.lines] == pytest.approx(
        [*spent.iloc[:5], spent.iloc[5:].sum()], abs=0.01
    )
    assert top.countries == len(spent)
    assert sum(line.share for line in top.lines) == pytest.approx(1)


# Sources that lack something


def test_a_ready_made_table_has_no_sales() -> None:
    with looked_at(ready_made()) as data:
        assert sales_over_time(data).reason == NO_SALES
        assert sales_by_hour(data).reason == NO_SALES
        assert sales_by_country(data).reason == NO_SALES


def test_sales_without_money_times_and_countries() -> None:
    with looked_at(without_amounts()) as data:
        found = sales_over_time(data)
        assert {(period.amount, period.rows > 0) for period in found.sold} >= {(None, True)}
        assert sum(period.rows for period in found.sold) == 60
        assert {period.amount for period in (*found.sold, *found.refunded)} == {None}
        hours = sales_by_hour(data)
        assert (hours.orders, hours.amounts, hours.weekday_amounts) == ((), (), ())
        assert (sum(hours.weekday_orders), hours.reason) == (60, NO_TIMES)
        assert sales_by_country(data).reason == NO_COUNTRY


def test_countries_without_money_are_ranked_by_rows() -> None:
    rows = [
        (f"c{n % 17}", f"o{n}", f"2025-01-{1 + n % 28:02d}", "France" if n % 3 else "Spain")
        for n in range(90)
    ]
    path = written("no_money_countries.csv", ("customer_id", "order_id", "order_date", "country"), rows)
    with looked_at(path) as data:
        lines = sales_by_country(data).lines
        assert [(line.name, line.rows, line.amount) for line in lines] == [
            ("France", 60, None),
            ("Spain", 30, None),
        ]
        assert [line.share for line in lines] == pytest.approx([2 / 3, 1 / 3])


def test_only_what_was_given_back_is_refunded() -> None:
    def line(order: str, day: int, quantity: float) -> Line:
        return Line("a", order, START + timedelta(days=day), quantity, 10.0)

    table = [line("1", 0, 3), line("C2", 1, -1), line("C2", 1, 2), line("C2", 2, 5), line("1", 3, 1)]
    found = sales_over_time(Booked(table), "month")
    # The order's second day gave nothing back; of its first, only the row below zero is money back.
    assert [(period.rows, period.orders, period.amount) for period in found.refunded] == [(2, 1, -10.0)]
    assert [(period.rows, period.orders, period.amount) for period in found.sold] == [(2, 1, 40.0)]


def test_the_spelling_of_most_orders_is_shown() -> None:
    spelled = ["Eire", "EIRE", "EIRE", "eire"]
    table = [
        Line("a", f"{n}", START + timedelta(days=n), 1.0, 5.0, country=name) for n, name in enumerate(spelled)
    ]
    assert [line.name for line in sales_by_country(Booked(table)).lines] == ["EIRE"]
