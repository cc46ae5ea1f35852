"""Files that a newcomer broke the reading with: what cannot be read with certainty is said, and no row is lost without a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.errors import ColumnsError
from core.recipe import Recipe
from core.study import Study

NAMES = ("customer", "order", "date", "product", "quantity", "price")
LATE = 40_000
Rows = list[list[str]]


def price_of(row: int) -> str:
    return f"{5 + row % 37}.{row % 100:02d}"


def sales(rows: int, price: Callable[[int], str] = price_of) -> Rows:
    start = datetime(2022, 3, 1)
    return [
        [
            str(1000 + row // 3 % 61),
            str(5000 + row // 3),
            f"{start + timedelta(minutes=90 * (row // 3)):%Y-%m-%d %H:%M}",
            f"P{row % 23:03d}",
            str(1 + row % 7),
            price(row),
        ]
        for row in range(rows)
    ]


def seen(path: Path) -> tuple[dict[str, int], str]:
    """The rows by bucket, and every sentence."""
    with Study(Recipe.from_tables({}), [path]) as study:
        return {line.rule: line.rows for line in study.ledger_lines if line.rows}, "\n".join(
            study.report.notes
        )


def worth(path: Path) -> tuple[float, str]:
    """The money of the kept rows, and every sentence."""
    with Study(Recipe.from_tables({}), [path]) as study:
        kept = next(line for line in study.ledger_lines if line.rule == "kept")
        return round(float(kept.amount), 2), "\n".join(study.report.notes)


def written(
    tmp_path: Path, rows: Sequence[Sequence[str]], mark: str = ",", names: Sequence[str] = NAMES
) -> Path:
    path = tmp_path / "sales.csv"
    path.write_text("".join(mark.join(cells) + "\n" for cells in (names, *rows)))
    return path


@pytest.mark.parametrize("rows", [600, 60_000])
@pytest.mark.parametrize("closed", [0, 1, 2, 90], ids=["never", "next", "second", "far"])
def test_a_quote_that_swallows_rows_is_a_character(rows: int, closed: int, tmp_path: Path) -> None:
    table = sales(rows)
    place = rows * 2 // 3
    table[place][3] = '"12 inch'
    if closed:
        table[place + closed][3] = 'inch"'
    ledger, said = seen(written(tmp_path, table))
    assert ledger == {"kept": rows}
    # In a small file that lacks a quote all marks are seen to be text, before a row is read.
    assert (
        rows == 600 and not closed
    ) or "1 quotation mark opens a cell that would swallow the rows below" in said


@pytest.mark.parametrize("rows", [600, 60_000])
def test_cells_that_hold_lines_stay_whole(rows: int, tmp_path: Path) -> None:
    table = sales(rows)
    for row in table[::7]:
        row[3] = '"first, second, and third\n, fourth, fifth\nand, so, on"'
    ledger, said = seen(written(tmp_path, table))
    assert ledger == {"kept": rows}
    assert "quotation" not in said


@pytest.mark.parametrize("rows", [600, 60_000])
def test_a_row_that_lacks_a_cell_is_unreadable(rows: int, tmp_path: Path) -> None:
    table = sales(rows)
    for row in table[rows * 2 // 3 :: 50]:
        del row[3]
    broken = len(table[rows * 2 // 3 :: 50])
    ledger, said = seen(written(tmp_path, table))
    assert ledger == {"unreadable": broken, "kept": rows - broken}
    assert f"{broken:,} with fewer cells than the header has names, such as '" in said


def test_cells_that_are_often_empty_may_be_left_out_at_the_end(tmp_path: Path) -> None:
    table = [[*row, f"note {place}"] if place % 3 == 0 else row for place, row in enumerate(sales(600))]
    assert seen(written(tmp_path, table, names=(*NAMES, "note")))[0] == {"kept": 600}


def point_thousands(row: int) -> str:
    number = 400 + 37 * (row % 53)
    return f"{number:,}".replace(",", ".")


def total(write: Callable[[int], float], rows: int) -> float:
    return round(sum((1 + row % 7) * write(row) for row in range(rows)), 2)


def thousands(row: int) -> float:
    return 400 + 37 * (row % 53)


@pytest.mark.parametrize(
    ("mark", "names"),
    [
        (",", NAMES),
        (";", NAMES),
        (",", ("klant", "bestelling", "datum", "artikel", "aantal", "prijs")),
    ],
    ids=["as small numbers have none", "by semicolons", "by the names"],
)
def test_points_between_thousands(mark: str, names: Sequence[str], tmp_path: Path) -> None:
    money, said = worth(written(tmp_path, sales(600, point_thousands), mark, names))
    assert money == total(thousands, 600)
    assert "do not say what is their decimal sign" in said


def test_three_decimals_behind_a_point_are_said(tmp_path: Path) -> None:
    table = sales(600, lambda row: f"{1 + row % 90}.{101 + row % 800:03d}")
    money, said = worth(written(tmp_path, table))
    assert money == total(lambda row: 1 + row % 90 + (101 + row % 800) / 1000, 600)
    assert "can be thousands or three decimals" in said


def test_three_decimals_behind_a_comma_where_commas_are_decimal(tmp_path: Path) -> None:
    table = sales(600, lambda row: f"{1 + row % 90},{101 + row % 800:03d}")
    money, said = worth(written(tmp_path, table, ";"))
    assert money == total(lambda row: 1 + row % 90 + (101 + row % 800) / 1000, 600)
    assert "can be thousands or three decimals" in said


def test_points_that_the_sample_did_not_show_are_thousands_too(tmp_path: Path) -> None:
    table = sales(60_000, lambda row: point_thousands(row) if row % 2_000 == 777 else str(100 + row % 800))
    for place in (*range(3000), *range(59_000, 60_000)):
        table[place][5] = str(100 + place % 800)
    expected = sum(int(row[4]) * int(row[5].replace(".", "")) for row in table)
    money, said = worth(written(tmp_path, table, ";"))
    assert money == expected
    assert "do not say what is their decimal sign" in said


def test_quotes_after_a_backslash_in_every_row(tmp_path: Path) -> None:
    table = sales(300)
    for row in table:
        row[3] = '"6\\" pipe, long"'
    with Study(Recipe.from_tables({}), [written(tmp_path, table)]) as study:
        assert {line.rule: line.rows for line in study.ledger_lines if line.rows} == {"kept": 300}
        assert study.columns.roles["price"].column == "price"


def test_a_frame_printed_flush_right_keeps_its_first_rows(tmp_path: Path) -> None:
    rows = [[*row[:3], f"Thing {place % 41}", *row[4:]] for place, row in enumerate(sales(300))]
    widths = [max(map(len, column)) for column in zip(NAMES, *rows, strict=True)]
    path = tmp_path / "frame.txt"
    path.write_text(
        "".join(
            " ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) + "\n"
            for row in (NAMES, *rows)
        )
    )
    with Study(Recipe.from_tables({}), [path]) as study:
        assert study.columns.tables[0].table.names == NAMES
        assert {line.rule: line.rows for line in study.ledger_lines if line.rows} == {"kept": 300}


def test_columns_padded_to_one_width_are_not_parted_within(tmp_path: Path) -> None:
    path = tmp_path / "padded.txt"
    rows = [[*row[:3], f"Thing {place % 41}", *row[4:]] for place, row in enumerate(sales(300))]
    path.write_text("".join(" ".join(cell.ljust(20) for cell in row) + "\n" for row in rows))
    with Study(Recipe.from_tables({}), [path]) as study:
        assert len(study.columns.tables[0].table.names) == len(NAMES)


@pytest.mark.parametrize("zone", ["Europe/Paris", "+02:00"])
def test_parquet_keeps_the_clock_of_its_zone(zone: str, tmp_path: Path) -> None:
    path = tmp_path / "zoned.parquet"
    late = [datetime(2023, 6, 1 + day, 22, 30) for day in range(20)]  # half past midnight there
    moments = (
        pa.array(late, pa.timestamp("us")).cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us", zone))
    )
    columns = {
        "customer": [f"C{day % 7}" for day in range(20)],
        "order": [f"O{day}" for day in range(20)],
        "date": moments,
        "price": [1.5 + day for day in range(20)],
    }
    pq.write_table(pa.table(columns), path)
    with Study(Recipe.from_tables({}), [path]) as study:
        assert min(row["first_purchase"] for row in study.customers.to_dicts()) == datetime(2023, 6, 2, 0, 30)
        assert f"the moments in date carry the zone {zone}; the clock time there is taken" in "\n".join(
            study.report.notes
        )


def test_dates_that_stand_for_none_do_not_hide_the_others(tmp_path: Path) -> None:
    table = sales(300)
    for row in table[::3]:
        row[2] = "0000-00-00"
    ledger, said = seen(written(tmp_path, table))
    assert ledger == {"unreadable": 100, "kept": 200}
    assert "date: 100, such as '0000-00-00'" in said


def test_dates_in_two_orders_are_shown(tmp_path: Path) -> None:
    table = sales(300)
    for place, row in enumerate(table):
        day, month = 13 + place % 15, 1 + place % 12
        row[2] = f"{month:02}/{day:02}/2023" if place % 3 == 0 else f"{day:02}/{month:02}/2023"
    path = written(tmp_path, table)
    with pytest.raises(ColumnsError, match=r"200 such as '14/02/2023', 100 such as '01/13/2023'"):
        seen(path)
