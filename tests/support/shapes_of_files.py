"""Shapes of sources that are no single text: workbooks, typed files, and several files."""

from __future__ import annotations

import gzip
import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.support.shape_checks import Shape, Writer
from tests.support.shaped_text import SALES, TRUTH, halves, write_halves
from tests.support.shapes import Layout, Truth, comma, order_totals
from tests.support.workbooks import write_workbook

NOTES: list[list[Any]] = [["Notes"], [], ["Prices are without tax."], ["Ask Jörg about the second half."]]
NATIVE = Layout(
    moment=lambda moment: moment,
    money=float,
    quantity=int,
    customer=lambda name: float(name) if name else None,
)


def in_sheets(suffix: str) -> Writer:
    def write(folder: Path) -> list[Path]:
        first, second = ([NATIVE.header(), *NATIVE.rows(half)] for half in halves())
        titled: list[list[Any]] = [
            ["Sales of the shop, 2023 to 2024"],
            [],
            *first[:40],
            [None] * 8,
            *first[40:],
        ]
        sheets: dict[str, list[list[Any]]] = {
            'Year \'23 "a" (1)': titled,
            "Year 2024; --": second,
            "Notes": NOTES,
        }
        return [write_workbook(folder / f'sales, "all" [v2].{suffix}', sheets)]

    return write


def continued(folder: Path) -> list[Path]:
    first, second = halves()
    sheets: dict[str, list[list[Any]]] = {
        "Sheet1": [NATIVE.header(), *NATIVE.rows(first)],
        "Sheet2": NATIVE.rows(second),
    }
    return [write_workbook(folder / "sales.xlsx", sheets)]


WORKBOOKS = [
    Shape("a second sheet that goes on without a header", continued, NATIVE.roles(), TRUTH, says="no header"),
    *(
        Shape(
            f"{suffix} with titles, empty rows and two sheets",
            in_sheets(suffix),
            NATIVE.roles(),
            TRUTH,
            says="Notes",
        )
        for suffix in ("xlsx", "xls", "xlsb", "ods")
    ),
]


def parquet(folder: Path, **types: Any) -> list[Path]:
    columns = list(zip(*NATIVE.rows(SALES), strict=True))
    arrays = {
        name: pa.array(column, types.get(name)) for name, column in zip(NATIVE.header(), columns, strict=True)
    }
    pq.write_table(pa.table(arrays), folder / "sales.parquet")
    return [folder / "sales.parquet"]


def parquet_of_decimals(folder: Path) -> list[Path]:
    layout = replace(
        NATIVE,
        money=lambda value: value,
        moment=lambda moment: moment.date(),
        customer=lambda name: name or None,
    )
    columns = list(zip(*layout.rows(SALES), strict=True))
    pq.write_table(
        pa.table(
            {name: pa.array(list(column)) for name, column in zip(layout.header(), columns, strict=True)}
        ),
        folder / "sales.pq",
    )
    return [folder / "sales.pq"]


def records() -> list[dict[str, Any]]:
    layout = replace(
        NATIVE, moment=lambda moment: moment.isoformat(), customer=lambda name: int(name) if name else None
    )
    return [dict(zip(layout.header(), row, strict=True)) for row in layout.rows(SALES)]


def json_lines(folder: Path) -> list[Path]:
    path = folder / "sales.jsonl"
    path.write_text(
        "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records()), encoding="utf-8"
    )
    return [path]


def json_array(folder: Path) -> list[Path]:
    path = folder / "sales.json"
    path.write_text(json.dumps(records(), indent=2), encoding="utf-8")
    return [path]


def json_packed(folder: Path) -> list[Path]:
    path = folder / "sales.jsonl.gz"
    path.write_bytes(gzip.compress(json_lines(folder)[0].read_bytes()))
    return [path]


def json_of_objects(folder: Path) -> list[Path]:
    path = folder / "sales.json"
    rows = [{**row, "customer": {"id": row["Customer ID"], "orders/count": 1}} for row in records()]
    path.write_text(
        "\n".join(json.dumps({k: v for k, v in row.items() if k != "Customer ID"}) for row in rows),
        encoding="utf-8",
    )
    return [path]


def sqlite(folder: Path) -> list[Path]:
    path = folder / "shop.db"
    layout = replace(NATIVE, moment=lambda moment: moment.isoformat(sep=" "))
    with sqlite3.connect(path) as database:
        names = ", ".join(f'"{name}"' for name in layout.header())
        database.execute(f'CREATE TABLE "sales ""all"" [x]" ({names})')
        marks = ", ".join("?" * len(layout.fields))
        database.executemany(f'INSERT INTO "sales ""all"" [x]" VALUES ({marks})', layout.rows(SALES))
        database.execute("CREATE TABLE products (code TEXT PRIMARY KEY, name TEXT)")
        database.executemany(
            "INSERT INTO products VALUES (?, ?)", {(line.product, line.description) for line in SALES}
        )
    database.close()
    return [path]


TYPED = [
    Shape("Parquet with ids as doubles", parquet, NATIVE.roles(), TRUTH),
    Shape(
        "Parquet with moments in a zone",
        lambda folder: parquet(folder, InvoiceDate=pa.timestamp("us", tz="UTC")),
        NATIVE.roles(),
        TRUTH,
        says="UTC",
    ),
    Shape(
        "Parquet with prices in four bytes",
        lambda folder: parquet(folder, Price=pa.float32()),
        NATIVE.roles(),
        TRUTH,
    ),
    Shape("JSON lines in gzip", json_packed, NATIVE.roles(), TRUTH),
    Shape(
        "JSON with the customer an object",
        json_of_objects,
        {**NATIVE.roles(), "customer": "customer.id"},
        TRUTH,
    ),
    Shape("Parquet with decimals and days", parquet_of_decimals, NATIVE.roles(), TRUTH),
    Shape("JSON lines", json_lines, NATIVE.roles(), TRUTH),
    Shape("a JSON array", json_array, NATIVE.roles(), TRUTH),
    Shape("SQLite with a table of products beside it", sqlite, NATIVE.roles(), TRUTH, says="products"),
]


def in_folder(folder: Path) -> list[Path]:
    (folder / "a shop's sales").mkdir()
    write_halves(folder / "a shop's sales")
    return [folder / "a shop's sales"]


def half_copied(folder: Path) -> list[Path]:
    paths = write_halves(folder)
    first = paths[0].read_text(encoding="utf-8").splitlines(keepends=True)
    again = [line for line in first[1:] if line.split(",")[0] == SALES[0].order]
    with paths[1].open("a", encoding="utf-8") as file:
        file.writelines(again)
    return paths


def overlap() -> Truth:
    again = [line for line in SALES if line.order == SALES[0].order]
    return Truth(
        {**TRUTH.ledger, "overlap": (len(again), order_totals(again)[SALES[0].order])}, TRUTH.customers
    )


SHOUTED = Layout(names={name: title.upper().replace(" ", "_") for name, title in Layout().titles().items()})
REVERSED = Layout(tuple(reversed(Layout().fields)), money=comma)
FILES = [
    Shape("two files", write_halves, Layout().roles(), TRUTH),
    Shape("a folder", in_folder, Layout().roles(), TRUTH),
    Shape(
        "a glob", lambda folder: write_halves(folder) and [f"{folder}/sales of*.csv"], Layout().roles(), TRUTH
    ),
    Shape(
        "another order of columns and other decimals in the second",
        lambda folder: write_halves(folder, REVERSED),
        Layout().roles(),
        TRUTH,
    ),
    Shape(
        "other spellings of the names in the second",
        lambda folder: write_halves(folder, SHOUTED),
        SHOUTED.roles(),
        TRUTH,
    ),
    Shape("an order that stands in both files", half_copied, Layout().roles(), overlap()),
]
