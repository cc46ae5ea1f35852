"""The spans that sales are told by: the grain that suits, every day in one of them, and those that stand out."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.views.periods import GRAINS, Grain, end_of, periods_between, start_of
from core.views.sales import MOST_POINTS_ASKED, sales_over_time
from core.views.unusual import Span, unusual_spans
from tests.support.studied import looked_at, written


def test_the_grain_suits_the_span() -> None:
    def grain_of(name: str, days: list[date]) -> tuple[Grain, int]:
        rows = [(f"c{n % 5}", f"o{n}", day.isoformat(), "9.50") for n, day in enumerate(days * 8)]
        path = written(name, ("customer_id", "order_id", "order_date", "amount"), rows)
        with looked_at(path) as data:
            found = sales_over_time(data)
            asked = sales_over_time(data, "day")
            assert len(asked.sold) <= MOST_POINTS_ASKED + 1
            return found.grain, len(found.sold)

    day = date(2024, 1, 1)
    assert grain_of("a_month.csv", [day, day + timedelta(days=29)]) == ("day", 30)
    assert grain_of("a_term.csv", [day, day + timedelta(days=150)]) == ("week", 22)
    assert grain_of("two_years.csv", [day, date(2025, 12, 1)]) == ("month", 24)
    assert grain_of("a_century.csv", [date(1921, 1, 1), day]) == ("year", 104)


@pytest.mark.parametrize("grain", GRAINS)
@given(first=st.dates(date(1990, 1, 1), date(2030, 1, 1)), length=st.integers(0, 900))
def test_periods_hold_every_day_once(grain: Grain, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    periods = periods_between(first, last, grain)
    days = [start + timedelta(days=n) for start, end in periods for n in range((end - start).days + 1)]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert periods[0][0] <= first <= periods[0][1]
    assert periods[-1][0] <= last <= periods[-1][1]
    for start, end in periods:
        assert {start_of(day, grain) for day in (start, end)} == {start}
    named = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
    wanted = pd.period_range(first, last, freq=named[grain])
    assert [start for start, _ in periods] == [period.start_time.date() for period in wanted]


def test_the_calendar_ends() -> None:
    assert [end_of(start_of(date.max, grain), grain) for grain in GRAINS] == [date.max] * 5
    assert periods_between(date(9999, 11, 5), date.max, "month")[-1] == (date(9999, 12, 1), date.max)


def months(*values: float, partial: tuple[int, ...] = ()) -> list[Span]:
    found = []
    for place, value in enumerate(values):
        start = date(2020 + place // 12, place % 12 + 1, 1)
        found.append(Span(start, end_of(start, "month"), int(value > 0), value, place in partial))
    return found


def stands_out(table: list[Span]) -> list[tuple[str, int, int]]:
    return [(month.kind, month.start.month, month.periods) for month in unusual_spans(table)]


def test_gaps_lows_and_spikes() -> None:
    assert stands_out(months(9, 11, 10, 0, 0, 9, 40, 10, 3, 11)) == [
        ("gap", 4, 2),
        ("spike", 7, 1),
        ("low", 9, 1),
    ]
    spike = unusual_spans(months(9, 11, 10, 9, 40, 10, 11))[0]
    assert (spike.value, spike.usual, spike.start, spike.end) == (40, 10, date(2020, 5, 1), date(2020, 5, 31))


def test_what_does_not_stand_out() -> None:
    assert stands_out(months(10, 9, 11, 10, 25, 30, 10, 9, 12)) == []  # a season
    assert stands_out(months(*(1.25**n for n in range(20)))) == []  # growth
    assert stands_out(months(10, 90, 11, 9)) == []  # too few to say
    assert stands_out(months(1, 10, 9, 11, 10, 1, partial=(0, 5))) == []
    assert stands_out(months(10, 9, 11, 10, 9, 40, partial=(5,))) == [("spike", 6, 1)]


def test_a_gap_and_a_spike_in_a_file() -> None:
    days = [f"2024-{month:02d}-{day:02d}" for month in range(1, 13) if month != 5 for day in range(1, 29)]
    days += ["2024-09-15"] * 100
    rows = [(f"c{n % 9}", f"o{n}", day, "9.50") for n, day in enumerate(days)]
    path = written("a_gap.csv", ("customer_id", "order_id", "order_date", "amount"), rows)
    with looked_at(path) as data:
        found = sales_over_time(data)
        assert [(one.kind, one.start) for one in found.unusual] == [
            ("gap", date(2024, 5, 1)),
            ("spike", date(2024, 9, 1)),
        ]
        assert [(one.value, one.usual) for one in found.unusual] == [(0.0, None), (128 * 9.5, 28 * 9.5)]
        assert [period.rows for period in found.sold if period.start.month == 5] == [0]


def test_a_spike_of_refunds_is_told_beside_what_was_sold() -> None:
    # Ten sales of 9.50 a month, of which one is given back; in July five are.
    sold = [
        (f"c{n}", f"o{month}-{n}", f"2024-{month:02d}-{n + 1:02d}", "9.50")
        for month in range(1, 13)
        for n in range(10)
    ]
    back = [
        (f"c{n}", f"C{month}{n}", f"2024-{month:02d}-{n + 11}", "-9.50")
        for month in range(1, 13)
        for n in range(5 if month == 7 else 1)
    ]
    path = written("refund_spike.csv", ("customer_id", "order_id", "order_date", "amount"), [*sold, *back])
    with looked_at(path) as data:
        for grain in ("month", "day"):
            found = sales_over_time(data, grain).unusual
            assert [(one.kind, one.start, one.value, one.usual) for one in found] == [
                ("refunds", date(2024, 7, 1), 47.5, 9.5)
            ]


def test_what_stands_out_does_so_in_the_grain_that_is_shown() -> None:
    # Ten rows a month for four years, without the second quarter of 2022, and with sixty more in August 2023.
    days = [
        date(year, month, 1 + n) for year in range(2021, 2025) for month in range(1, 13) for n in range(10)
    ]
    days = [day for day in days if not date(2022, 4, 1) <= day <= date(2022, 6, 30)]
    days += [date(2023, 8, 15)] * 60
    days += [date(2024, 12, 31)]
    rows = [(f"c{n % 9}", f"o{n}", day.isoformat(), "1.00") for n, day in enumerate(days)]
    path = written("quarters.csv", ("customer_id", "order_id", "order_date", "amount"), rows)
    with looked_at(path) as data:
        by_quarter, by_month, by_day = (sales_over_time(data, grain) for grain in ("quarter", "month", "day"))
    # 90 rows in the third quarter of 2023 are three times the usual 30, and not more.
    assert [(one.kind, one.start, one.end, one.periods) for one in by_quarter.unusual] == [
        ("gap", date(2022, 4, 1), date(2022, 6, 30), 1)
    ]
    assert [(one.kind, one.start, one.end, one.periods) for one in by_month.unusual] == [
        ("gap", date(2022, 4, 1), date(2022, 6, 30), 3),
        ("spike", date(2023, 8, 1), date(2023, 8, 31), 1),
    ]
    assert (by_quarter.unusual_grain, by_day.unusual_grain) == ("quarter", "month")
    assert by_day.unusual == by_month.unusual
