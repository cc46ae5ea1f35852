"""Dates with an apostrophe for the century, and years with the number of their day: Python and DuckDB read them alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import duckdb
import pytest

from core.columns.dates import DateEvidence, DateFormat, date_sql, decide_dates, parse_date


def by_duckdb(text: str, fmt: DateFormat) -> datetime | None:
    row = duckdb.execute(f"SELECT {date_sql('x', fmt)} FROM (SELECT ? AS x)", [text]).fetchone()
    assert row is not None
    moment: datetime | None = row[0]
    return moment


@pytest.mark.parametrize(
    ("texts", "moments"),
    [
        (["04.03.'25", "25.03.'25", "01.12.'98"], [(2025, 3, 4), (2025, 3, 25), (1998, 12, 1)]),
        (["03/04/'25", "03/25/'25"], [(2025, 3, 4), (2025, 3, 25)]),
        (["4.3.’25", "14.3.’25"], [(2025, 3, 4), (2025, 3, 14)]),
        (["4-3-'25 08:26", "14-3-'25 18:26"], [(2025, 3, 4, 8, 26), (2025, 3, 14, 18, 26)]),
        # The number behind the apostrophe is the year, though as a day it would make the dates lie closer.
        ([f"25.03.'{day}" for day in range(10, 22)], [(2000 + day, 3, 25) for day in range(10, 22)]),
    ],
)
def test_an_apostrophe_stands_for_the_century(
    texts: Sequence[str], moments: Sequence[tuple[int, ...]]
) -> None:
    found = decide_dates(texts, DateEvidence())
    assert found is not None
    assert [parse_date(text, found) for text in texts] == [datetime(*moment) for moment in moments]  # type: ignore[arg-type]
    assert [by_duckdb(text, found) for text in texts] == [datetime(*moment) for moment in moments]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["'25.03.04", "2025-'03-04", "04.03.'2025", "04.'03.25"])
def test_an_apostrophe_elsewhere_is_no_date(text: str) -> None:
    assert decide_dates([text] * 5, DateEvidence()) is None


@pytest.mark.parametrize("way", ["%Y-%j", "%Y%j"])
def test_the_number_of_a_day_in_its_year(way: str) -> None:
    days = [date(2024, 1, 1) + timedelta(19 * number) for number in range(30)] + [date(2024, 12, 31)]
    texts = [format(day, way) for day in days]
    found = decide_dates(texts, DateEvidence(), name_says_date=True)
    assert found is not None
    assert not found.without_day
    assert [parse_date(text, found) for text in texts] == [datetime(d.year, d.month, d.day) for d in days]
    assert [by_duckdb(text, found) for text in texts] == [datetime(d.year, d.month, d.day) for d in days]
    beyond = texts[0].replace("2024", "2025").replace("001", "366")
    assert parse_date(beyond, found) is None
    assert by_duckdb(beyond, found) is None


@pytest.mark.parametrize("way", ["{year}-{number:03}", "{year}{number:03}"])
def test_numbers_counted_anew_each_year_are_no_dates_unless_the_name_says_so(way: str) -> None:
    numbers = [way.format(year=year, number=number) for year in (2023, 2024) for number in range(1, 60)]
    assert decide_dates(numbers, DateEvidence()) is None


def test_days_of_one_digit_are_no_years_with_the_number_of_a_day() -> None:
    """2012024 is the second of January where its neighbours are days of it too."""
    days = [date(2024, 1, number) for number in range(1, 29)]
    texts = [f"{day.day}{day:%m%Y}" for day in days]
    found = decide_dates(texts, DateEvidence(), name_says_date=True)
    assert found is not None
    assert [parse_date(text, found) for text in texts] == [datetime(d.year, d.month, d.day) for d in days]
    found = decide_dates(["2012024"] * 4, DateEvidence(), name_says_date=True)
    assert found is not None
    assert parse_date("2012024", found) == datetime(2024, 1, 2)
