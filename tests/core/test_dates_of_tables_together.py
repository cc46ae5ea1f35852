"""Day and month in files that are read together: what a file of a few days cannot tell, all of them can."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.columns.dates import parse_date
from core.columns.settled import Columns
from core.notes_together import said_once
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

HEADER = "order_id,order_date,customer_id,sku,quantity,unit_price"
Way = Callable[[date], str]


def month_first(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def day_first(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def short_day_first(day: date) -> str:
    return f"{day:%d.%m.%y}"


def sales_of(days: list[date], way: Way, *, start: int = 1) -> list[str]:
    """Two orders of two lines each on every one of the days."""
    rows = []
    for number, day in enumerate(days, start):
        for order in (2 * number, 2 * number + 1):
            customer = 700 + order % 5
            rows += [
                f"{5000 + order},{way(day)},{customer},P{line},{line},{order % 7 + line}.50"
                for line in (1, 2)
            ]
    return rows


def written(folder: Path, files: Mapping[str, list[str]], header: str = HEADER) -> Path:
    folder.mkdir()
    for name, rows in files.items():
        (folder / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder


def study_of(source: Path) -> Study:
    return Study(Recipe(), [source], workspace=Workspace(source.parent, 10**9))


def columns_of(source: Path) -> Columns:
    with study_of(source) as study:
        return study.columns


def days_read(source: Path) -> dict[str, set[date | None]]:
    """The days of each file as they are read."""
    found = {}
    for table in columns_of(source).tables:
        assert table.dates is not None
        lines = (source / Path(table.table.file).name).read_text(encoding="utf-8").splitlines()[1:]
        moments = {parse_date(line.split(",")[1], table.dates) for line in lines}
        found[Path(table.table.file).name] = {moment and moment.date() for moment in moments}
    return found


MARCH = [date(2024, 3, 1) + timedelta(number) for number in range(12)]


def daily(way: Way, days: list[date], name: str = "part{number:02}.csv") -> dict[str, list[str]]:
    return {
        name.format(number=number, day=day): sales_of([day], way, start=10 * number)
        for number, day in enumerate(days)
    }


@pytest.mark.parametrize("way", [month_first, day_first, short_day_first])
def test_the_dates_of_all_files_follow_each_other_one_way_only(way: Way, tmp_path: Path) -> None:
    days = [MARCH[number] for number in (1, 3, 4, 6, 7, 8, 9)]
    source = written(tmp_path / "daily", daily(way, days))
    assert set().union(*days_read(source).values()) == set(days)


@pytest.mark.parametrize("way", [month_first, day_first])
def test_the_day_in_the_name_of_a_file_tells_even_of_one(way: Way, tmp_path: Path) -> None:
    source = written(tmp_path / "one", daily(way, [date(2024, 3, 2)], "sales_{day:%Y%m%d}.csv"))
    assert days_read(source) == {"sales_20240302.csv": {date(2024, 3, 2)}}


def test_files_named_by_the_month_of_one_day_a_month(tmp_path: Path) -> None:
    """What is billed on the fifth of each month would follow from day to day in May."""
    days = [date(2024, month, 5) for month in range(1, 9)]
    source = written(tmp_path / "billing", daily(day_first, days, "bills-{day:%Y-%m}.csv"))
    assert set().union(*days_read(source).values()) == set(days)


def test_the_day_of_an_export_in_the_name_of_a_file_tells_nothing(tmp_path: Path) -> None:
    """The rows of the third of April, read the wrong way, are of the day of the export, and are few."""
    rows = sales_of(MARCH, month_first)
    source = written(tmp_path / "export", {"export_2024-04-03.csv": rows})
    assert days_read(source) == {"export_2024-04-03.csv": set(MARCH)}


def test_a_file_that_shows_its_order_speaks_for_those_written_like_it(tmp_path: Path) -> None:
    """Of the others, which are written with dots, some show the other order."""
    files = {
        "a.csv": sales_of([date(2024, 5, 20), date(2024, 5, 24)], month_first),
        "b.csv": sales_of([date(2024, 6, 3)], month_first, start=10),
        "c.csv": sales_of([date(2024, 7, 21), date(2024, 7, 25)], lambda day: f"{day:%d.%m.%Y}", start=20),
        "d.csv": sales_of([date(2024, 8, 5)], lambda day: f"{day:%d.%m.%Y}", start=30),
    }
    read = days_read(written(tmp_path / "mixed", files))
    assert read["b.csv"] == {date(2024, 6, 3)}
    assert read["d.csv"] == {date(2024, 8, 5)}


def test_a_file_whose_own_rows_show_another_order_keeps_it(tmp_path: Path) -> None:
    """Files may truly differ: of two, either shows its own."""
    files = {
        "east.csv": sales_of(MARCH, day_first),
        "west.csv": sales_of([*MARCH, date(2024, 3, 20)], month_first, start=30),
    }
    assert days_read(written(tmp_path / "differing", files)) == {
        "east.csv": set(MARCH),
        "west.csv": {*MARCH, date(2024, 3, 20)},
    }


def test_files_that_nothing_tells_of_are_read_as_before_and_it_is_said(tmp_path: Path) -> None:
    """A day of every second month: either way they are as far from each other."""
    days = [date(2024, month, month + 1) for month in (2, 4, 6)]
    source = written(tmp_path / "scattered", daily(day_first, days))
    assert set().union(*days_read(source).values()) == set(days)
    assert all(table.dates and not table.dates.decided for table in columns_of(source).tables)


def test_what_is_true_of_all_files_is_said_once(tmp_path: Path) -> None:
    source = written(tmp_path / "daily", daily(month_first, [day for day in MARCH if day.day != 3]))
    with study_of(source) as study:
        said = [note for note in study.report.notes if "more than one way" in note]
    assert len(said) == 1
    assert said[0].startswith("Each of 11 tables (")
    assert "and 8 more): the dates can be read in more than one way" in said[0]
    assert "read month first" in said[0]
    assert said[0].endswith("--set columns.date_order=dmy")


def test_notes_that_differ_in_the_table_only_are_one() -> None:
    labels = ["a.csv", "a.csv [x]", "b.csv", "c.csv", "d.csv"]
    said = said_once(
        [
            "a.csv: it rains.",
            "No table at all.",
            "b.csv: it rains.",
            "a.csv [x]: it rains.",
            "b.csv has no header.",
            "c.csv has no header.",
            "c.csv: it rains.",
            "d.csv: it snows.",
            "d.csv has no header.",
            *(f"{letter}.csv is empty." for letter in "abcd"),
            "a.csv [x] is empty.",
            "No table at all.",
        ],
        labels,
    )
    assert said == [
        "Each of 4 tables (a.csv, b.csv, a.csv [x] and c.csv): it rains.",
        "No table at all.",
        "Each of 3 tables (b.csv, c.csv and d.csv) has no header.",
        "d.csv: it snows.",
        "Each of 5 tables (a.csv, b.csv, c.csv and 2 more) is empty.",
    ]
