"""Dates whose digits run together: the whole column tells which of them are the year, and what is said of it is in plain words."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from core.columns.dates import DateEvidence, DateFormat, decide_dates, parse_date
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

WRITTEN = {"ymd": "%y%m%d", "dmy": "%d%m%y", "mdy": "%m%d%y"}
AMERICAN = DateEvidence(currency="$")


def days_between(first: date, last: date, number: int, seed: int = 7) -> list[date]:
    chance = random.Random(seed)
    return [first + timedelta(days=chance.randrange((last - first).days + 1)) for _ in range(number)]


def decided(days: list[date], order: str, evidence: DateEvidence | None = None) -> DateFormat:
    texts = [day.strftime(WRITTEN[order]) for day in days]
    found = decide_dates(texts, evidence or DateEvidence(), name_says_date=True)
    assert found is not None
    return found


@pytest.mark.parametrize("order", WRITTEN)
@pytest.mark.parametrize("sort", [True, False])
@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2023, 1, 1), date(2023, 12, 31)),
        (date(2009, 12, 1), date(2011, 12, 9)),
        (date(2013, 1, 1), date(2020, 12, 31)),
        (date(2024, 2, 1), date(2024, 4, 30)),
    ],
)
def test_days_of_a_few_years_are_read_as_they_were_written(
    first: date, last: date, order: str, sort: bool
) -> None:
    days = days_between(first, last, 400)
    days = sorted(days) if sort else days
    found = decided(days, order)
    assert found.order == order
    assert found.decided
    assert [parse_date(day.strftime(WRITTEN[order]), found) for day in days] == [
        datetime(day.year, day.month, day.day) for day in days
    ]


def test_rows_sorted_by_date_tell_the_year_where_many_years_do_not() -> None:
    days = sorted(days_between(date(2001, 1, 1), date(2026, 12, 31), 300))
    found = decided(days, "ymd")
    assert (found.order, found.decided) == ("ymd", True)
    assert "sorted by date" in found.reason


def test_two_dates_are_read_the_likelier_way_and_that_is_said() -> None:
    found = decided([date(2023, 1, 15), date(2023, 12, 31)], "ymd")
    assert (found.order, found.decided, found.alternative) == ("ymd", False, "dmy")
    assert "cannot tell" in found.reason


def test_one_date_that_can_be_read_three_ways_is_undecided() -> None:
    found = decided([date(2011, 12, 10)] * 8, "ymd")
    assert not found.decided
    assert found.alternative


def test_months_are_no_days() -> None:
    texts = [f"{year}{month:02}" for year in (2010, 2011, 2012) for month in range(1, 13)]
    found = decide_dates(texts, DateEvidence(), name_says_date=True)
    assert found is not None
    assert parse_date("201107", found) == datetime(2011, 7, 1)


def test_eight_digits_with_the_year_last() -> None:
    days = [date(2024, month, day) for month in range(1, 13) for day in (1, 5, 12)]
    american = decide_dates([day.strftime("%m%d%Y") for day in days], AMERICAN, name_says_date=True)
    assert american is not None
    assert american.order == "mdy"


@pytest.mark.parametrize("order", WRITTEN)
@pytest.mark.parametrize("evidence", [DateEvidence(), AMERICAN])
@pytest.mark.parametrize("number", [1, 2, 3, 6, 40])
def test_no_sentence_speaks_in_codes(order: str, evidence: DateEvidence, number: int) -> None:
    for seed in range(20):
        reason = decided(
            days_between(date(2020, 1, 1), date(2024, 12, 31), number, seed), order, evidence
        ).reason
        assert "%" not in reason, reason


def test_the_recipe_overrules_it(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    source = tmp_path / "sales.csv"
    rows = [
        f"C{number % 7},{number},{2301 + number // 12 % 3}{1 + number % 12:02},5.00" for number in range(60)
    ]
    source.write_text("\n".join(["customer_id,order_id,order_date,amount", *rows]), encoding="utf-8")

    def first_day(**columns: str) -> str:
        workspace = Workspace(tmp_path / "kept", quota_bytes=10**9)
        with Study(Recipe.from_tables({"columns": columns}), [str(source)], workspace=workspace) as study:
            return study.report.first[:10]

    assert first_day(date_order="ymd") == "2023-01-01"
    assert first_day(date_order="dmy") == "2001-01-23"
