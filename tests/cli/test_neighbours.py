"""`regulars sql`, `cache` and `inspect`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlglot

from tests.support.command import (
    customers_in,
    refused,
    result,
    told,
)
from tests.support.planted import FIRST, SECOND, write_cells, write_csv
from tests.support.planted import HEADER as PLANTED_HEADER


@pytest.mark.parametrize(
    ("dialect", "parsed_as"), [("duckdb", "duckdb"), ("postgres", "postgres"), ("pyspark", "spark")]
)
def test_sql(
    dialect: str, parsed_as: str, dirty_sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = write_csv(tmp_path / "second.csv", SECOND)
    order = ["overlap_orders", "ledger", "orders", "products", "customers", "scores", "segments"]
    script = told(capsys, "sql", dirty_sales, second, "--dialect", dialect)
    places = [script.index(f"CREATE VIEW {name} AS") for name in ("lines", *order)]
    assert places == sorted(places)
    for stage in order:
        text = told(capsys, "sql", dirty_sales, second, "--dialect", dialect, "--stage", stage)
        assert text.startswith(f"-- {stage}: ")
        assert isinstance(sqlglot.parse_one(text, dialect=parsed_as), sqlglot.expressions.Query)


def test_the_sql_printed_gives_the_customers_written(
    dirty_sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole script, run by a plain DuckDB that knows nothing of regulars."""
    import duckdb

    told(capsys, "run", dirty_sales, "--out", tmp_path / "out", "--quiet")
    script = told(capsys, "sql", dirty_sales)
    with duckdb.connect() as plain:
        plain.execute(script)
        found = plain.execute(
            "SELECT customer_id, recency, frequency, monetary, rfm, tier, segment FROM segments"
        ).fetchall()
    expected = customers_in(tmp_path / "out")
    names = ("recency", "frequency", "monetary", "rfm", "tier", "segment")
    assert {row[0]: (*row[1:3], float(row[3]), *row[4:]) for row in found} == {
        customer: tuple(row[name] for name in names) for customer, row in expected.items()
    }


def test_cache(dirty_sales: Path, capsys: pytest.CaptureFixture[str], own_workspace: Path) -> None:
    told(capsys, "run", dirty_sales, "--quiet")
    kept = [path for path in own_workspace.iterdir() if not path.name.startswith(".")]
    assert kept
    printed = told(capsys, "cache")
    assert str(own_workspace) in printed
    assert "orders" in printed
    assert str(own_workspace) in told(capsys, "cache", "--clear")
    assert [path for path in own_workspace.iterdir() if path.suffix in (".parquet", ".json")] == []
    assert result(capsys, dirty_sales)["rows"] == len(FIRST)


def test_inspect(dirty_sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "inspect", dirty_sales, "--json"))
    assert list(found) == ["files", "tables", "shape", "roles", "attributes", "left_out", "notes", "problem"]
    assert (found["shape"], found["problem"]) == ("sales", "")
    assert {role["role"]: role["column"] for role in found["roles"]} == {
        "customer": "Customer ID",
        "order": "Invoice",
        "date": "InvoiceDate",
        "quantity": "Quantity",
        "price": "Price",
        "product": "StockCode",
        "description": "Description",
        "country": "Country",
    }
    assert all(role["reason"] for role in found["roles"])
    table = found["tables"][0]
    assert table["rows"] == len(FIRST)
    assert [column["name"] for column in table["columns"]] == list(PLANTED_HEADER)
    order = table["columns"][0]
    blank = sum(not planted.cells[0].strip() for planted in FIRST)
    assert (order["missing"], order["distinct"]) == (
        blank,
        len({planted.cells[0].strip() for planted in FIRST} - {""}),
    )
    printed = told(capsys, "inspect", dirty_sales)
    assert "Customer ID" in printed
    assert "InvoiceDate" in printed


def test_inspect_shows_what_cannot_be_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_cells(tmp_path / "x.csv", [("2024-01-01", "1.50", "blue")] * 3, ("date", "amount", "colour"))
    found = json.loads(told(capsys, "inspect", path, "--json"))
    assert "customer" in found["problem"]
    assert [column["name"] for column in found["tables"][0]["columns"]] == ["date", "amount", "colour"]


def test_sql_of_a_stage_that_a_source_has_not(
    dirty_sales: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, complaint = refused(capsys, "sql", dirty_sales, "--stage", "overlap_orders")
    assert status == 1
    assert "it is one table" in complaint
    second = write_csv(tmp_path / "second.csv", SECOND)
    off = ("--set", "rules.overlap=off")
    assert (
        '`rules.overlap` is "off"'
        in refused(capsys, "sql", dirty_sales, second, "--stage", "overlap_orders", *off)[1]
    )
    bare = write_cells(
        tmp_path / "bare.csv", [("a", "2024-01-01", "5.00")] * 3, ("customer", "date", "amount")
    )
    status, complaint = refused(capsys, "sql", bare, "--stage", "products")
    assert status == 1
    assert "--map product=COLUMN" in complaint


def test_sql_of_products_that_a_run_would_not_count(
    dirty_sales: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    off = ("--set", "customers.products=off")
    assert "CREATE VIEW products" not in told(capsys, "sql", dirty_sales, *off)
    text = told(capsys, "sql", dirty_sales, "--stage", "products", *off)
    assert isinstance(sqlglot.parse_one(text, dialect="duckdb"), sqlglot.expressions.Query)


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_inspect_shows_values_as_they_are_written(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [(n, 1000 + n, date(2024, 1, 1 + n % 28), n % 9 + 0.5) for n in range(1, 61)]
    names = ("customer_id", "order_id", "order_date", "amount")
    path = tmp_path / f"sales.{kind}"
    if kind == "csv":
        write_cells(
            path, [(n, order, day.isoformat(), f"{amount:.2f}") for n, order, day, amount in rows], names
        )
    elif kind == "xlsx":
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in (names, *rows):
            book.active.append(row)
        book.save(path)
    else:
        # As pandas writes a column of ids in which one was missing.
        columns = [
            pa.array([float(n) for n, *_ in rows]),
            *(pa.array(column) for column in list(zip(*rows, strict=True))[1:]),
        ]
        pq.write_table(pa.table(columns, names=list(names)), path)
    found = json.loads(told(capsys, "inspect", path, "--json"))
    shown = {column["name"]: (column["least"], column["most"]) for column in found["tables"][0]["columns"]}
    assert shown["customer_id"] == ("1", "60")
    assert shown["order_id"] == ("1001", "1060")
    assert shown["order_date"][0][:10] == "2024-01-01"
    assert shown["amount"] == {"csv": ("0.50", "8.50")}.get(kind, ("0.5", "8.5"))
    assert all("." not in text for text in found["tables"][0]["columns"][0]["examples"])


def test_inspect_keeps_zeros_and_shows_days_without_a_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [(f"{n:05}", f"{n}.0", f"2024-01-{n:02}", "1,5") for n in range(1, 29)]
    path = tmp_path / "sales.csv"
    path.write_text("customer;order;date;amount\n" + "".join(";".join(row) + "\n" for row in rows))
    columns = json.loads(told(capsys, "inspect", path, "--json"))["tables"][0]["columns"]
    assert [(column["least"], column["most"]) for column in columns] == [
        ("00001", "00028"), ("1.0", "28.0"), ("2024-01-01", "2024-01-28"), ("1,5", "1,5"),
    ]  # fmt: skip


def test_inspect_says_what_names_mean(dirty_sales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reasons = {
        role["role"]: role["reason"]
        for role in json.loads(told(capsys, "inspect", dirty_sales, "--json"))["roles"]
    }
    assert reasons["date"].startswith('its name means "order date", and it holds dates')
    assert reasons["customer"].startswith('its name means "customer id"')
