"""Tables as they stand in their files, and one column in detail, against csv, openpyxl and pandas."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.recipe import Recipe
from core.study import Study
from core.views import column_profile as column_profile_module
from core.views.column_profile import column_profile
from core.views.raw import BEYOND, RawTable, raw_table, raw_tables
from tests.support.studied import SAMPLE, workspace

SALES = "customer_id,order_id,order_date,amount\n" + "".join(
    f"c{n % 7},o{n},2025-01-{1 + n % 28:02d},{n % 5 + 1}.50\n" for n in range(60)
)


@contextmanager
def opened(path: Path | str, **sections: Any) -> Iterator[Study]:
    with Study(Recipe.from_tables(sections), [path], workspace=workspace()) as study:
        yield study


def cells_of(found: RawTable) -> list[tuple[Any, ...]]:
    """The row's number and its cells."""
    table = pq.read_table(found.path)
    assert tuple(table.column_names) == found.columns
    rows = [tuple(row.values()) for row in table.to_pylist()]
    assert len(rows) == found.shown
    return rows


def test_the_sheets_of_the_sample() -> None:
    book = openpyxl.load_workbook(SAMPLE, read_only=True)
    with opened(SAMPLE) as study:
        assert [table.label for table in raw_tables(study)] == [
            f"online_retail.xlsx [{sheet.title}]" for sheet in book.worksheets
        ]
        for number, sheet in enumerate(book.worksheets):
            found = raw_table(study, number, 2_000)
            rows = list(sheet.iter_rows(min_row=2, max_row=2_001, values_only=True))
            assert (found.sheet, found.shown, found.total) == (sheet.title, 2_000, sheet.max_row - 1)
            assert found.columns[1:] == tuple(next(sheet.iter_rows(max_row=1, values_only=True)))
            for number_in_file, (row, wanted) in enumerate(zip(cells_of(found), rows, strict=True), 2):
                assert row[0] == number_in_file
                assert [row[1], row[2], row[3], row[8]] == [
                    None if cell is None else str(cell)
                    for cell in (wanted[0], wanted[1], wanted[2], wanted[7])
                ]
                if isinstance(wanted[4], datetime):
                    assert row[5] == str(wanted[4])
                if isinstance(wanted[5], (int, float)):
                    assert float(row[6]) == pytest.approx(wanted[5])


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=8),
            st.sampled_from(["00042", " 7", "1,5", "", "x;y", 'say "hi"', "=1+1"]),
        ),
        min_size=8,
        max_size=30,
    )
)
def test_text_stands_as_written(
    tmp_path_factory: pytest.TempPathFactory, extra: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("raw") / "sales.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["customer_id", "order_date", "amount", "note", "code"])
        writer.writerows(
            [f"c{n % 5}", f"2025-01-{1 + n % 28:02d}", "9.50", *pair] for n, pair in enumerate(extra)
        )
    with path.open(encoding="utf-8", newline="") as file:
        wanted = [[cell or None for cell in row] for row in csv.reader(file)]
    with opened(path) as study:
        found = raw_table(study)
        assert [list(row[1:]) for row in cells_of(found)] == wanted[1:]
        assert found.columns[1:] == tuple(wanted[0])  # type: ignore[comparison-overlap]
        assert [row[0] for row in cells_of(found)] == list(range(2, len(wanted) + 1))
        assert found.total == found.shown == len(extra)


def test_a_source_that_cannot_be_run(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("Total,total,TOTAL,,row\n" + "".join(f"{n},{n * 2},3,x,r\n" for n in range(40)))
    with opened(path) as study:
        found = raw_table(study)
        assert found.columns == ("row (2)", "Total", "total (2)", "TOTAL (3)", "column 4", "row")
        assert cells_of(found)[1] == (3, "1", "2", "3", "x", "r")
        detail = column_profile(study, 0, 1)
        assert (detail.name, detail.rows, detail.distinct, detail.spread.most) == ("total (2)", 40, 40, 78)
        assert detail.exact


def test_rows_longer_and_shorter_than_the_header(tmp_path: Path) -> None:
    lines = SALES.splitlines()
    lines[11] += ",too,much"
    lines[21] = "c6,o20"
    path = tmp_path / "ragged.csv"
    path.write_text("\n".join(lines) + "\n")
    with opened(path) as study:
        found = raw_table(study)
        rows = cells_of(found)
        assert found.columns == ("row", "customer_id", "order_id", "order_date", "amount", BEYOND)
        assert (found.total, rows[10][0], rows[10][5], rows[0][5]) == (60, 12, "too\x1fmuch", None)
        assert rows[20] == (22, "c6", "o20", None, None, None)
        few = raw_table(study, 0, 25)
        assert (few.shown, few.total, cells_of(few)) == (25, None, rows[:25])
        assert column_profile(study, 0, 3).rows == 60


def test_packed_text_and_more_rows_than_are_shown(tmp_path: Path) -> None:
    plain, packed = tmp_path / "sales.csv", tmp_path / "packed.csv.gz"
    plain.write_text(SALES)
    packed.write_bytes(gzip.compress(SALES.encode()))
    wanted = list(csv.reader(SALES.splitlines()))
    for path, total in ((plain, None), (packed, 60)):
        with opened(path) as study:
            found = raw_table(study, 0, 20)
            assert (found.shown, found.total) == (20, total)
            assert [list(row[1:]) for row in cells_of(found)] == wanted[1:21]
            made = Path(found.path).stat().st_ino
            assert raw_table(study, 0, 20) == found
            assert Path(found.path).stat().st_ino == made


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    with opened(path) as study:
        before = raw_table(study)
    path.write_text(SALES.replace("c0,", "someone,"))
    with opened(path) as study:
        after = raw_table(study)
        assert (before.path != after.path, cells_of(after)[0][1]) == (True, "someone")


def test_typed_sources_as_text(tmp_path: Path) -> None:
    moment = datetime(2025, 1, 2, 3, 4)
    table = pa.table(
        {
            "customer_id": [f"c{n % 7}" for n in range(40)],
            "when": pa.array([moment] * 40, pa.timestamp("us")),
            "amount": pa.array([1.5] * 39 + [None], pa.float64()),
            "whole": pa.array(range(40), pa.int32()),
        }
    )
    pq.write_table(table, tmp_path / "sales.parquet")
    with opened(tmp_path / "sales.parquet") as study:
        found = raw_table(study)
        rows = cells_of(found)
        assert rows[7] == (8, "c0", "2025-01-02 03:04:00", "1.5", "7")
        assert (rows[39][3], found.total) == (None, 40)
        assert column_profile(study, 0, 1).spread.median == "2025-01-02 03:04:00"
        amount = column_profile(study, 0, 2)
        assert (amount.missing, amount.unread, amount.spread.mean) == (1, 0, 1.5)


def test_hostile_and_long_cells(tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    long = "z" * 3_000_000
    lines = [
        f'c{n % 7},2025-01-{1 + n % 28:02d},9.50,\x1b[2J\u202e,"{long if n == 5 else n}"\n' for n in range(40)
    ]
    path.write_text("customer_id,order_date,amount,\x1b[31mred,long\n" + "".join(lines), encoding="utf-8")
    with opened(path) as study:
        found = raw_table(study)
        rows = cells_of(found)
        assert found.columns[4] == "\x1b[31mred"
        assert {row[4] for row in rows} == {"\x1b[2J\u202e"}
        assert rows[5][5] == "z" * 1000 + "… [3000000 characters]"
        assert rows[6][5] == "6"
        detail = column_profile(study, 0, 4)
        assert max(len(text) for text, _ in detail.common) < 1100
        assert len(str(detail.spread.most)) < 1100


def test_hundreds_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    names = ["customer_id", "order_date", "amount", *(f"extra {n}" for n in range(400))]
    lines = [
        ",".join(
            [
                f"c{n % 7}",
                "2025-01-02",
                "9.50",
                *("y" * 1500 if (n, k) == (3, 123) else f"{n}.{k}" for k in range(400)),
            ]
        )
        for n in range(20)
    ]
    path.write_text("\n".join([",".join(names), *lines]) + "\n")
    with opened(path) as study:
        found = raw_table(study)
        assert found.columns == ("row", *names)
        rows = cells_of(found)
        assert rows[3][4 + 123] == "y" * 1000 + "… [1500 characters]"
        assert rows[19][4 + 399] == "19.399"
        assert study.connection.execute("SELECT current_setting('disabled_optimizers')").fetchone() == ("",)


# One column in detail


@pytest.fixture(scope="module")
def study() -> Iterator[Study]:
    with opened(SAMPLE) as study:
        yield study


@pytest.fixture(scope="module")
def sheet() -> pd.DataFrame:
    return pd.read_excel(SAMPLE, sheet_name=0, dtype=object, keep_default_na=False, na_values=[""])


def test_numbers_of_the_sample(study: Study, sheet: pd.DataFrame) -> None:
    for name in ("Quantity", "Price"):
        found = column_profile(study, 0, list(sheet.columns).index(name))
        filled = sheet[name].dropna()
        values = pd.to_numeric(filled, errors="coerce").dropna().astype(float)
        assert (found.name, found.type, found.exact, found.reason) == (name, "number", True, "")
        assert (found.rows, found.missing, found.unread) == (
            len(sheet),
            len(sheet) - len(filled),
            len(filled) - len(values),
        )
        assert set(found.unread_examples) == {str(cell) for cell in filled if isinstance(cell, str)}
        spread = found.spread
        assert [spread.least, spread.lower, spread.median, spread.upper, spread.most] == pytest.approx(
            list(values.quantile([0, 0.25, 0.5, 0.75, 1])), abs=0.0001
        )
        assert spread.mean == pytest.approx(values.mean(), abs=0.0001)
        top = values.value_counts()
        assert [rows for _, rows in found.common] == list(top.iloc[:20])
        assert all(top[float(text)] == rows for text, rows in found.common)
        assert found.histogram is not None
        edges = found.histogram.edges
        wanted = [int(((values > low) & (values <= high)).sum()) for low, high in pairwise(edges)]
        assert list(found.histogram.counts) == wanted
        assert found.histogram.below + sum(wanted) + found.histogram.above == len(values)
        assert found.written


def test_texts_dates_and_ids_of_the_sample(study: Study, sheet: pd.DataFrame) -> None:
    columns = list(sheet.columns)
    country = column_profile(study, 0, columns.index("Country"))
    top = sheet.Country.value_counts()
    assert (country.type, country.distinct, country.unread) == ("text", len(top), 0)
    assert dict(country.common) == dict(top.iloc[:20])
    assert [role.role for role in country.plays] == ["country"]
    assert "name" in country.plays[0].reason
    invoice = column_profile(study, 0, columns.index("Invoice"))
    assert (invoice.unread, invoice.histogram, invoice.plays[0].role) == (0, None, "order")
    assert invoice.distinct == sheet.Invoice.astype(str).nunique()
    day = column_profile(study, 0, columns.index("InvoiceDate"))
    moments = pd.to_datetime(sheet.InvoiceDate, errors="coerce").dropna()
    assert (day.type, day.unread, day.unread_examples) == ("date", 2, ("31/02/2024",))
    assert (day.spread.least, day.spread.most) == (str(moments.min()), str(moments.max()))
    assert day.histogram is not None
    assert sum(day.histogram.counts) == len(moments)
    assert day.written


def test_who_came_second(tmp_path: Path) -> None:
    path = tmp_path / "two_dates.csv"
    lines = [f"c{n % 7},o{n},2025-01-{1 + n % 28:02d},2025-02-{1 + n % 28:02d},9.50\n" for n in range(60)]
    path.write_text("customer_id,order_id,order_date,ship_date,amount\n" + "".join(lines))
    with opened(path) as study:
        first, second = column_profile(study, 0, 2), column_profile(study, 0, 3)
        assert [(role.role, role.rival) for role in first.plays] == [("date", "ship_date")]
        assert (second.plays, [(role.role, role.rival) for role in second.might_play]) == (
            (),
            [("date", "order_date")],
        )
    with opened(path, columns={"date": "ship_date"}) as study:
        assert [(role.role, role.reason) for role in column_profile(study, 0, 3).plays] == [
            ("date", "as asked")
        ]


def test_a_large_file_is_looked_at_by_its_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column_profile_module, "EXACT_UP_TO_BYTES", 1_000)
    path = tmp_path / "large.csv"
    lines = [f"c{n % 7},o{n},2025-01-{1 + n % 28:02d},{n % 50}.50\n" for n in range(150_000)]
    path.write_text("customer_id,order_id,order_date,amount\n" + "".join(lines))
    with opened(path) as study:
        found = column_profile(study, 0, 3)
        assert not found.exact
        assert found.reason
        assert 1_000 < found.rows < 150_000
        assert (found.spread.least, found.spread.most, found.distinct) == (0.5, 49.5, 50)


def test_a_samples_quartiles_are_near_those_of_all_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(column_profile_module, "EXACT_UP_TO_BYTES", 1_000)
    path = tmp_path / "growing.csv"
    rows = 200_000
    lines = [f"c{n % 7},o{n},2025-01-{1 + n % 28:02d},{n}.50\n" for n in range(rows)]
    path.write_text("customer_id,order_id,order_date,amount\n" + "".join(lines))
    with opened(path) as study:
        spread = column_profile(study, 0, 3).spread
    found = (spread.lower, spread.median, spread.upper, spread.mean)
    for value, share in zip(found, (0.25, 0.5, 0.75, 0.5), strict=True):
        assert isinstance(value, float)
        assert abs(value / rows - share) < 0.07, (value, share)


def test_the_types_of_views_load_nothing_heavy() -> None:
    names = "sales, sales_groups, column_stats, column_profile, rule_rows, raw"
    script = f"import sys\nfrom core.views import {names}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "core" in loaded
    assert not loaded & {"duckdb", "ibis", "pandas", "pyarrow", "numpy", "rich", "textual"}
