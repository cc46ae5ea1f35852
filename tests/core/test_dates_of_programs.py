"""Dates as DB2 and .NET write them, and dates that a spreadsheet took for numbers, losing the zero in front."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from core.columns.date_order import DateEvidence
from core.columns.dates import date_sql, decide_dates, parse_date

FIRST = datetime(2023, 1, 5, 9, 30, 15)
MOMENTS = [FIRST + timedelta(days=5 * number, minutes=17 * number) for number in range(90)]


def epoch(moment: datetime) -> int:
    return round(moment.replace(tzinfo=UTC).timestamp() * 1000)


def same(moment: datetime) -> datetime:
    return moment


def day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (lambda moment: f"{moment:%Y-%m-%d-%H.%M.%S}.000000", same),
        (lambda moment: f"{moment:%Y-%m-%d-%H.%M.%S}", same),
        (lambda moment: f"/Date({epoch(moment)})/", same),
        (lambda moment: f"/Date({epoch(moment)}+0200)/", same),
        (lambda moment: f"{moment:%d%m%Y}".lstrip("0"), day),
        (lambda moment: f"{moment:%m%d%Y}".lstrip("0"), day),
        (lambda moment: f"{moment:%d%m%Y}", day),
    ],
    ids=["DB2", "DB2 to the second", ".NET", ".NET with a zone", "day first", "month first", "with zeros"],
)
def test_dates_of_programs_are_read_alike_by_both_engines(
    written: Callable[[datetime], str], meant: Callable[[datetime], datetime]
) -> None:
    texts = [written(moment) for moment in MOMENTS]
    found = decide_dates(texts, DateEvidence(), name_says_date=True)
    assert found is not None
    assert found.decided
    expected = [meant(moment) for moment in MOMENTS]
    assert [parse_date(text, found) for text in texts] == expected
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (place INTEGER, said VARCHAR)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(texts)))
        rows = connection.execute(f"SELECT {date_sql('said', found)} FROM t ORDER BY place").fetchall()
    assert [row[0] for row in rows] == expected


@pytest.mark.parametrize("text", ["/Date(1674567057000)", "Date(1674567057000)/", "/Date()/"])
def test_half_a_dotnet_date_is_none(text: str) -> None:
    found = decide_dates([f"/Date({epoch(moment)})/" for moment in MOMENTS], DateEvidence())
    assert found is not None
    assert parse_date(text, found) is None
