"""Dates as other programs write them: only a month or a week, in parts, of many countries, and days that do not exist."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import ColumnsError
from core.inspection import inspect
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked
from tests.support.one_file import purchased, study_of


def write_dates(folder: Path, dates: list[str]) -> Path:
    path = folder / "sales.csv"
    lines = ["order,customer,date,amount"]
    lines += [f'{number},c{number % 4},"{date}",5' for number, date in enumerate(dates)]
    path.write_text("\n".join(lines) + "\n")
    return path


MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]


@pytest.mark.parametrize("pattern", ["%Y-%m", "%m/%Y", "%b %Y", "%B %Y", "%Y%m"])
def test_months_without_a_day_count_as_their_first_and_it_is_said(tmp_path: Path, pattern: str) -> None:
    moments = [datetime.strptime(month, "%Y-%m") for month in MONTHS]
    with study_of(write_dates(tmp_path, [moment.strftime(pattern) for moment in moments])) as study:
        assert purchased(study) == moments
        assert any(
            "date says the month but not the day, and the first of the month stands for it" in note
            for note in study.columns.notes
        )


@pytest.mark.parametrize("form", ["{0}-W{1:02d}", "{0}W{1:02d}", "{0}-W{1:02d}-{2}"])
def test_weeks_are_read_by_the_calendar_of_weeks(tmp_path: Path, form: str) -> None:
    parts = [
        (year, week, 1 if form.count("{") == 2 else 7) for year in (2015, 2020) for week in range(1, 54, 4)
    ]
    known = [datetime.fromisocalendar(*part) for part in parts]
    with study_of(
        write_dates(tmp_path, [*(form.format(*part) for part in parts), form.format(2021, 53, 1)])
    ) as study:
        assert purchased(study) == [*known, None]  # 2021 has 52 weeks
        said = any("says the week but not the day, and its Monday" in note for note in study.columns.notes)
        assert said == (form.count("{") == 2)
        assert {line.rule: line.rows for line in Asked(study).ledger}["unreadable"] == 1


def test_whole_dates_say_nothing_of_months(tmp_path: Path) -> None:
    with study_of(write_dates(tmp_path, [f"{month}-07" for month in MONTHS])) as study:
        assert not any("the month but not the day" in note for note in study.columns.notes)


@pytest.mark.parametrize(
    ("good", "impossible"),
    [
        ("2024-01-{:02d}", ["2024-02-30", "2023-02-29", "2024-13-01", "0000-00-00"]),
        ("{:02d}.01.2024", ["31.02.2024", "30.02.24", "31.11.2024", "00.00.0000"]),
        ("01/{:02d}/2024", ["02/30/2024", "13/32/2024"]),
    ],
)
def test_days_that_do_not_exist_are_set_aside_and_the_others_count(
    tmp_path: Path, good: str, impossible: list[str]
) -> None:
    dates = [good.format(day) for day in range(15, 25)] + impossible
    with study_of(write_dates(tmp_path, dates)) as study:
        told = {line.rule: line.rows for line in Asked(study).ledger}
        assert (told["unreadable"], told["kept"]) == (len(impossible), 10)
        assert purchased(study)[:10] == [datetime(2024, 1, day) for day in range(15, 25)]


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (
            [f"2023-02-3{number % 2}" for number in range(9)],
            "9 of 9 cells .* a day that does not exist, such as",
        ),
        ([f"1{number}:05:00" for number in range(9)], "times of day without a date, such as '10:05:00'"),
    ],
)
def test_what_is_wrong_with_dates_is_said(tmp_path: Path, dates: list[str], told: str) -> None:
    with study_of(write_dates(tmp_path, dates)) as study, pytest.raises(ColumnsError) as refused:
        study.report  # noqa: B018
    assert re.search(told, str(refused.value))


@pytest.mark.parametrize(
    ("settings", "least", "most"),
    [
        ((), "2024-03-01", "2024-03-28"),
        ((("columns.swapped_dates", "off"),), "2024-01-03", "2024-12-03"),
        ((("columns.swapped_dates", "on"),), "2024-03-01", "2024-03-28"),
    ],
)
def test_inspect_shows_dates_as_the_run_reads_them(
    tmp_path: Path, settings: tuple[tuple[str, str], ...], least: str, most: str
) -> None:
    stored = [
        f"2024-{day:02d}-03" for day in range(1, 13)
    ]  # the first twelve days of March, taken for months
    texts = [f"{day}/03/2024" for day in range(13, 29)]
    with study_of(write_dates(tmp_path, [*stored, *texts]), *settings) as study:
        (shown,) = [column for column in inspect(study).tables[0].columns if column.name == "date"]
        assert (shown.least, shown.most) == (least, most)
        days = sorted(moment.date().isoformat() for moment in purchased(study))
        assert (days[0], days[-1]) == (least, most)


DAYS = [date(2023, 11, 3) + timedelta(days=9 * number) for number in range(40)]


def write_parts(path: Path, names: Sequence[str], parts: Sequence[Sequence[object]]) -> Path:
    """Sales of which each row has these parts of a date between the customer and the amount."""
    lines = [",".join(["order", "customer", *names, "amount"])]
    lines += [
        ",".join(map(str, [number, f"c{number % 6}", *row, f"{number}.50"]))
        for number, row in enumerate(parts)
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize("month", ["%m", "%-m", "%B", "%b"])
@pytest.mark.parametrize("names", [("Year", "Month", "Day"), ("order_year", "order_month", "order_day")])
def test_year_month_and_day_in_three_columns_are_one_date(
    tmp_path: Path, names: tuple[str, ...], month: str
) -> None:
    path = write_parts(
        tmp_path / "parts.csv", names, [(day.year, day.strftime(month), day.day) for day in DAYS]
    )
    with study_of(path) as study:
        assert [moment.date() for moment in purchased(study)] == DAYS
        assert sum("are read together as one date" in note for note in study.columns.notes) == 1
        again = study.resolved
    with Study(again, [path], workspace=Workspace(tmp_path / "kept", 10**9)) as study:
        assert [moment.date() for moment in purchased(study)] == DAYS


def test_year_and_month_in_two_columns_are_months(tmp_path: Path) -> None:
    path = write_parts(tmp_path / "parts.csv", ("Jahr", "Monat"), [(day.year, day.month) for day in DAYS])
    with study_of(path) as study:
        assert [moment.date() for moment in purchased(study)] == [day.replace(day=1) for day in DAYS]
        assert any("the month but not the day" in note for note in study.columns.notes)


def test_parts_of_a_date_beside_a_whole_one_are_left_alone(tmp_path: Path) -> None:
    parts = [(day.isoformat(), day.year, day.month, 1) for day in DAYS]
    with study_of(write_parts(tmp_path / "parts.csv", ("when", "Year", "Month", "Day"), parts)) as study:
        assert [moment.date() for moment in purchased(study)] == DAYS
        assert "date" not in study.columns.tables[0].table.names


def test_what_is_wrong_with_parts_of_a_date_is_counted_and_so_are_uneven_rows(tmp_path: Path) -> None:
    parts: list[tuple[object, ...]] = [(day.year, day.month, day.day) for day in DAYS]
    parts[3], parts[4] = (2024, 2, 31), (2024, 2, "")
    path = write_parts(tmp_path / "parts.csv", ("Year", "Month", "Day"), parts)
    lines = path.read_text().splitlines()
    lines[6] = lines[6].rpartition(",")[0]  # without its amount
    lines[7] += ",1"
    path.write_text("\n".join(lines) + "\n")
    with study_of(path) as study:
        told = {line.rule: line.rows for line in Asked(study).ledger}
        assert told["kept"] == len(DAYS) - 4
        assert told["unreadable"] + told["missing date"] == 4


def test_years_months_and_days_of_a_typed_source_are_one_date(tmp_path: Path) -> None:
    path = tmp_path / "parts.parquet"
    numbers = range(len(DAYS))
    columns = {
        "customer": pa.array([f"C{number % 5}" for number in numbers]),
        "order": pa.array(list(numbers)),
        "year": pa.array([float(day.year) for day in DAYS]),
        "month": pa.array([day.month for day in DAYS], type=pa.int8()),
        "day": pa.array([day.day for day in DAYS], type=pa.int8()),
        "amount": pa.array([5.5] * len(DAYS)),
    }
    pq.write_table(pa.table(columns), path)
    with study_of(path) as study:
        assert [moment.date() for moment in purchased(study)] == DAYS


@pytest.mark.parametrize(
    "text",
    [
        "7 stycznia 2024|7 lutego 2024|17 października 2024",
        "7 sty 2024|7 lut 2024|17 paź 2024",
        "7. ledna 2024|7. února 2024|17. října 2024",
        "2024. január 7.|2024. február 7.|2024. október 17.",
        "7 ianuarie 2024|7 februarie 2024|17 octombrie 2024",
        "7 Ocak 2024|7 Şubat 2024|17 Ekim 2024",
        "7 января 2024|7 февраля 2024|17 октября 2024",
        "2024. 01. 07.|2024. 02. 07.|2024. 10. 17.",
        "07.01.2024.|07.02.2024.|17.10.2024.",
        "2024年1月7日|2024年2月7日|2024年10月17日",
        "2024년 1월 7일|2024년 2월 7일|2024년 10월 17일",
        "Sunday, 07 January 2024|Wed 07 February 2024|Thu, 17 Oct 2024",
        "07-jan-2024|07-feb-2024|17-oct-2024",
    ],
)
def test_dates_of_many_countries(tmp_path: Path, text: str) -> None:
    with study_of(write_dates(tmp_path, text.split("|") * 3)) as study:
        known = [datetime(2024, 1, 7), datetime(2024, 2, 7), datetime(2024, 10, 17)]
        assert purchased(study) == known * 3


@pytest.mark.parametrize(
    "form", ["{:%m/%d/%Y %I:%M} {}.m.", "{:%m/%d/%Y %I:%M} {}M", "{:%Y-%m-%d %I:%M:%S}{}m"]
)
def test_clocks_of_twelve_hours(tmp_path: Path, form: str) -> None:
    moments = [datetime(2024, 1, 20, 0, 30) + timedelta(hours=5 * number) for number in range(30)]
    texts = [form.format(moment, "p" if moment.hour >= 12 else "a") for moment in moments]
    with study_of(write_dates(tmp_path, texts)) as study:
        assert purchased(study) == moments


@pytest.mark.parametrize("sign", [".", ","])
def test_day_numbers_of_a_spreadsheet_with_fractions(tmp_path: Path, sign: str) -> None:
    moments = [datetime(2024, 1, 20, 0, 30) + timedelta(hours=5 * number) for number in range(30)]
    serials = [
        f"{(moment - datetime(1899, 12, 30)) / timedelta(days=1):.8f}".replace(".", sign)
        for moment in moments
    ]
    with study_of(write_dates(tmp_path, serials)) as study:
        assert purchased(study) == moments


def test_periods_that_are_no_days_are_refused_with_one_of_them(tmp_path: Path) -> None:
    quarters = [f"2024-Q{number % 4 + 1}" for number in range(12)]
    with study_of(write_dates(tmp_path, quarters)) as study, pytest.raises(ColumnsError) as refused:
        study.report  # noqa: B018
    assert "such as '2024-Q1', are no days" in str(refused.value)
