"""Days that a shop counts from one of its own: they say no day of a calendar, and how long customers are away all the same."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from core.errors import ColumnsError
from core.recipe import Recipe
from core.study import Study

TAKEN = {"columns": {"date": "DAY", "date_order": "serial"}}


def shop(tmp_path: Path, *, last: int) -> tuple[Path, dict[str, int]]:
    """A file of baskets by day number, and each customer's last day."""
    draw = random.Random(last)
    days = sorted(draw.randint(1, last) for _ in range(400))
    rows = [
        (f"h{draw.randint(1, 30)}", 9000 + n, day, f"{draw.uniform(1, 20):.2f}") for n, day in enumerate(days)
    ]
    path = tmp_path / "baskets.csv"
    path.write_text(
        "household_key,BASKET_ID,DAY,SALES_VALUE\n" + "".join(f"{','.join(map(str, row))}\n" for row in rows)
    )
    latest: dict[str, int] = {}
    for household, _, day, _ in rows:
        latest[household] = max(day, latest.get(household, 0))
    return path, latest


def path_days(path: Path) -> list[int]:
    return [int(line.split(",")[2]) for line in path.read_text().splitlines()[1:]]


def test_they_are_refused_with_what_reads_them(tmp_path: Path) -> None:
    path, _ = shop(tmp_path, last=711)
    with pytest.raises(ColumnsError) as refused, Study(Recipe(), [path]) as study:
        study.report  # noqa: B018
    first, last = min(path_days(path)), max(path_days(path))
    assert f"'DAY' holds whole numbers ({first} to {last} in the sample)" in refused.value.what
    assert "--map date=DAY --set columns.date_order=serial" in refused.value.cure


def test_days_away_are_right(tmp_path: Path) -> None:
    path, latest = shop(tmp_path, last=711)
    with Study(Recipe.from_tables(TAKEN), [path]) as study:
        customers = study.customers.to_pandas().set_index("customer_id")
        notes = " ".join(study.report.notes)
    as_of = max(latest.values()) + 1
    assert dict(customers["recency"]) == {household: as_of - day for household, day in latest.items()}
    assert "DAY holds numbers of days" in notes


def test_days_of_a_month_are_not_taken_for_them(tmp_path: Path) -> None:
    path, _ = shop(tmp_path, last=31)
    with pytest.raises(ColumnsError) as refused, Study(Recipe(), [path]) as study:
        study.report  # noqa: B018
    assert "columns.date_order=serial" not in refused.value.cure


def test_what_a_spreadsheet_counts_is_said_nothing_of(tmp_path: Path) -> None:
    path, latest = shop(tmp_path, last=700)
    lines = path.read_text().splitlines()
    moved = [lines[0]]
    for line in lines[1:]:
        household, basket, day, value = line.split(",")
        moved.append(f"{household},{basket},{45_000 + int(day)},{value}")
    path.write_text("\n".join(moved))
    with Study(Recipe(), [path]) as study:
        customers = study.customers.to_pandas().set_index("customer_id")
        notes = " ".join(study.report.notes)
    assert customers["recency"].min() == 1
    assert len(customers) == len(latest)
    assert "numbers of days" not in notes
