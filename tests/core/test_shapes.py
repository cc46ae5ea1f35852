"""Sales in every usual shape of file, each opened unaided: the roles, the ledger and the customers, against plain Python."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.recipe import Recipe
from core.study import Study
from tests.support.shape_checks import Shape, Writer, check, money, study_of
from tests.support.shapes import (
    Known,
    Layout,
    Line,
    Truth,
    aligned,
    comma,
    day,
    delimited,
    excel_serial,
    grouped,
    in_days_up_to_12,
    named_month,
    order_totals,
    sales,
    truth_of,
    unpadded,
)
from tests.support.workbooks import write_workbook

SALES = sales()
TRUTH = truth_of(SALES)
DESCRIPTIONS = {line.description for line in SALES}
EARLY = in_days_up_to_12(SALES)


def text(
    name: str,
    layout: Layout | None = None,
    *,
    lines: Sequence[Line] = SALES,
    truth: Truth | None = None,
    known: Known | None = None,
    encoding: str = "utf-8",
    header: bool = True,
    above: str = "",
    below: str = "",
    file: str = "sales.csv",
    pack: Callable[[bytes], bytes] = bytes,
    roles: Mapping[str, str] | None = None,
    settings: Mapping[str, Mapping[str, object]] | None = None,
    says: str = "",
    **dialect: Any,
) -> Shape:
    """A delimited text file."""
    layout = layout or Layout()

    def write(folder: Path) -> list[Path]:
        rows = ([layout.header()] if header else []) + layout.rows(lines)
        body = above + delimited(rows, **dialect) + below
        path = folder / file
        path.write_bytes(pack(body.encode(encoding)))
        return [path]

    return Shape(
        name,
        write,
        layout.roles() if roles is None else roles,
        truth or (TRUTH if known is None and lines is SALES else truth_of(lines, known)),
        settings or {},
        says,
    )


def zipped(member: str) -> Callable[[bytes], bytes]:
    def pack(data: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, data)
        return buffer.getvalue()

    return pack


def zip_of_halves(folder: Path) -> list[Path]:
    with zipfile.ZipFile(folder / "sales.zip", "w") as archive:
        for path in write_halves(folder):
            archive.write(path, f"export/{path.name}")
        archive.writestr("__MACOSX/export/._sales", b"\0\1")
    return [folder / "sales.zip"]


def zstandard(data: bytes) -> bytes:
    return bytes(pa.compress(data, codec="zstd", asbytes=True))


# --- delimiters, encodings, line ends, packing ---

NUMBERED = {
    "order": "column 1",
    "product": "column 2",
    "description": "column 3",
    "quantity": "column 4",
    "date": "column 5",
    "price": "column 6",
    "customer": "column 7",
    "country": "column 8",
}


def two_lines(number: int, line: Line) -> str:
    return f"gift\nwrapped, {line.product}" if number % 3 else ""


def write_aligned(folder: Path) -> list[Path]:
    path = folder / "sales.txt"
    path.write_text(aligned([Layout().header(), *Layout().rows(SALES)]), encoding="utf-8")
    return [path]


def pounds(value: Decimal) -> str:
    return f"£{grouped(value)}"


def euros(value: Decimal) -> str:
    return f"{grouped(value, '.', ',')} €"


def in_parentheses(value: Decimal) -> str:
    return f"({grouped(-value)})" if value < 0 else grouped(value)


def trailing_minus(value: Decimal) -> str:
    return f"{comma(-value)}-" if value < 0 else comma(value)


AMOUNTS = ("order", "product", "moment", "amount", "customer", "country")
ONLY_AMOUNT = Known(quantities=False, money="amount")

DIALECTS = [
    text("comma"),
    text("semicolon", delimiter=";"),
    text("tab", delimiter="\t", file="sales.tsv"),
    text("pipe", delimiter="|"),
    text("every cell quoted", always_quoted=True),
    text("CRLF", newline="\r\n"),
    text("CR alone", newline="\r"),
    text("no header", header=False, roles=NUMBERED, says="no header"),
    text("quoted line ends", Layout(extra={"Remark": two_lines})),
    text("quoted line ends in CRLF", Layout(extra={"Remark": two_lines}), newline="\r\n"),
    text("a title and an empty line above", above="Sales report 2023-2024;;;;;;;\n\n", delimiter=";"),
    text("sep= of Excel", above="sep=;\r\n", newline="\r\n", delimiter=";"),
    text("a comment above", above="# exported by the till\n"),
    Shape("aligned columns", write_aligned, Layout().roles(), TRUTH),
    text("gzip", file="sales.csv.gz", pack=gzip.compress),
    text("zstandard", file="sales.csv.zst", pack=zstandard),
    Shape("a zip of two files", zip_of_halves, Layout().roles(), TRUTH),
    text("zip", file="sales.zip", pack=zipped("data/sales 2023 [final].csv")),
]
ENCODINGS = [
    text("UTF-8 with BOM", Layout(money=pounds), encoding="utf-8-sig"),
    text("UTF-16 little end first", Layout(money=pounds), encoding="utf-16-le", above="\ufeff"),
    text("UTF-16 big end first", Layout(money=pounds), encoding="utf-16-be", above="\ufeff"),
    text("UTF-16 without BOM", encoding="utf-16-le", delimiter="\t"),
    text("Latin-1 with pounds", Layout(money=pounds), encoding="latin-1"),
    text("cp1252 with euros", Layout(money=euros), encoding="cp1252", delimiter=";"),
    text("MacRoman with pounds", Layout(money=pounds), encoding="mac-roman", newline="\r"),
    text("MacRoman with euros", Layout(money=euros), encoding="mac-roman", delimiter=";"),
]
NUMBERS = [
    text("decimal comma", Layout(money=comma), delimiter=";"),
    text("decimal comma, quoted, between commas", Layout(money=comma)),
    text("thousands with commas", Layout(money=grouped)),
    text("thousands with points", Layout(money=lambda value: grouped(value, ".", ",")), delimiter=";"),
    text("thousands with blanks", Layout(money=lambda value: grouped(value, "\u00a0", ",")), delimiter=";"),
    text("thousands with apostrophes", Layout(money=lambda value: grouped(value, "'", ".")), delimiter=";"),
    text("dollars", Layout(money=lambda value: f"${grouped(value)}")),
    text("a currency code", Layout(money=lambda value: f"EUR {grouped(value, '.', ',')}"), delimiter=";"),
    text("parentheses", Layout(AMOUNTS, money=in_parentheses), known=ONLY_AMOUNT),
    text("trailing minus", Layout(AMOUNTS, money=trailing_minus), known=ONLY_AMOUNT, delimiter=";"),
    text(
        "a minus of typographers",
        Layout(AMOUNTS, money=lambda value: str(value).replace("-", "\u2212")),
        known=ONLY_AMOUNT,
    ),
    text(
        "quantities with three decimals after a comma",
        Layout(
            names={
                "order": "VBELN",
                "quantity": "KWMENG",
                "moment": "ERDAT",
                "price": "NETPR",
                "customer": "KUNNR",
            },
            quantity=lambda quantity: f"{quantity},000",
            moment=day("%Y%m%d"),
            money=trailing_minus,
        ),
        delimiter="\t",
    ),
    text("quantities with decimals", Layout(quantity=lambda quantity: f"{quantity}.000")),
]

# --- dates ---

DUTCH_MONTHS = "jan feb mrt apr mei jun jul aug sep okt nov dec"
GERMAN_MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
FRENCH_MONTHS = "janv. févr. mars avril mai juin juil. août sept. oct. nov. déc."
SPANISH_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
ITALIAN_MONTHS = "gen feb mar apr mag giu lug ago set ott nov dic"
PORTUGUESE_MONTHS = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
ENGLISH_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
HOUR_AHEAD = timezone(timedelta(hours=2))


def dated(name: str, moment: Callable[[datetime], object], **more: Any) -> Shape:
    return text(f"dates as {name}", Layout(moment=moment), **more)


def zoned(moment: datetime) -> str:
    return moment.replace(tzinfo=HOUR_AHEAD).isoformat()


DATES = [
    dated("2023-12-31", day("%Y-%m-%d")),
    dated("2023/12/31", day("%Y/%m/%d")),
    dated("2023-12-31T23:45:00", day("%Y-%m-%dT%H:%M:%S")),
    dated("2023-12-31T23:45:00Z", day("%Y-%m-%dT%H:%M:%SZ"), says="zone"),
    dated("2023-12-31T23:45:00+02:00", zoned, says="zone"),
    dated("2023-12-31 23:45:00.123 UTC", day("%Y-%m-%d %H:%M:%S.123 UTC")),
    dated("31/12/2023", day("%d/%m/%Y")),
    dated("31/12/2023 23:45", day("%d/%m/%Y %H:%M")),
    dated("12/31/2023 9:45", unpadded("{m}/{d}/{y} {H}:{M}")),
    dated("12/31/2023 11:45 PM", day("%m/%d/%Y %I:%M %p")),
    dated("31.12.2023", day("%d.%m.%Y")),
    dated("31.12.23", day("%d.%m.%y")),
    dated("31-12-2023", day("%d-%m-%Y")),
    dated("12/31/23", unpadded("{m}/{d}/{yy}")),
    dated("31 dec 2023 in Dutch", named_month(DUTCH_MONTHS, "{d} {b} {y}")),
    dated("31. Dezember 2023 in German", named_month(GERMAN_MONTHS, "{d}. {b} {y}")),
    dated("31 déc. 2023 in French", named_month(FRENCH_MONTHS, "{d} {b} {y}")),
    dated("31 de diciembre de 2023 in Spanish", named_month(SPANISH_MONTHS, "{d} de {b} de {y}")),
    dated("31-dic-23 in Italian", named_month(ITALIAN_MONTHS, "{d}-{b}-{yy}")),
    dated("31 de dezembro de 2023 in Portuguese", named_month(PORTUGUESE_MONTHS, "{d} de {b} de {y}")),
    dated("Dec 31, 2023", named_month(ENGLISH_MONTHS, "{b} {d}, {y}")),
    dated("31-Dec-23", named_month(ENGLISH_MONTHS, "{d}-{b}-{yy}")),
    dated("20231231", day("%Y%m%d")),
    dated("Excel's whole days", lambda moment: int(excel_serial(moment))),
    dated("Excel's moments", lambda moment: round(excel_serial(moment), 6)),
    dated("seconds since 1970", lambda moment: int((moment - datetime(1970, 1, 1)).total_seconds())),
]
AMBIGUOUS = [
    text(
        "days up to 12 beside decimal commas",
        Layout(moment=day("%d/%m/%Y"), money=comma),
        lines=EARLY,
        delimiter=";",
        says="day",
    ),
    text(
        "days up to 12 beside dollars",
        Layout(moment=day("%m/%d/%Y"), money=lambda value: f"${value}"),
        lines=EARLY,
    ),
    text(
        "days up to 12, told to be d/m/y against the dollars",
        Layout(moment=day("%d/%m/%Y"), money=lambda value: f"${value}"),
        lines=EARLY,
        settings={"columns": {"date_order": "dmy"}},
    ),
    text(
        "days up to 12, told to be m/d/y against the commas",
        Layout(moment=day("%m/%d/%Y"), money=comma),
        lines=EARLY,
        delimiter=";",
        settings={"columns": {"date_order": "mdy"}},
    ),
]

# --- names of columns ---


def named(name: str, names: str | Sequence[str], layout: Layout | None = None, **more: Any) -> Shape:
    """The usual columns under other names."""
    layout = layout or Layout()
    names = names.split(";") if isinstance(names, str) else names
    return text(name, replace(layout, names=dict(zip(layout.fields, names, strict=True))), **more)


GERMAN = Layout(moment=day("%d.%m.%Y %H:%M"), money=comma)
FRENCH = Layout(moment=day("%d/%m/%Y %H:%M"), money=comma)
NAMES = [
    named(
        "English with blanks",
        "Order No;Item;Product Name;Qty;Order Date;Unit Price;Customer No;Ship Country",
    ),
    named(
        "snake_case",
        "order_id;sku;product_name;quantity;created_at;unit_price;customer_id;country_code",
    ),
    named(
        "camelCase",
        "orderId;productId;productName;orderQty;orderDate;unitPrice;customerId;shipCountry",
    ),
    named("CAPITALS", "INVOICE_NO;ITEM_CODE;ITEM_DESC;QTY;INV_DATE;UNIT_PRICE;CUST_ID;COUNTRY"),
    named(
        "Dutch",
        "Factuurnummer;Artikelnummer;Omschrijving;Aantal;Factuurdatum;Stukprijs;Klantnummer;Land",
        Layout(moment=day("%d-%m-%Y %H:%M"), money=comma),
        delimiter=";",
    ),
    named(
        "German",
        "Rechnungsnummer;Artikelnummer;Bezeichnung;Menge;Rechnungsdatum;Einzelpreis;Kundennummer;Land",
        GERMAN,
        delimiter=";",
        encoding="cp1252",
    ),
    named(
        "French",
        "N° commande;Référence;Désignation;Quantité;Date de commande;Prix unitaire;N° client;Pays",
        FRENCH,
        delimiter=";",
        encoding="cp1252",
    ),
    named(
        "French as an accountant's program has them",
        "Numéro de pièce;Code article;Libellé;Qté;Date;PU HT;Code client;Pays",
        FRENCH,
        delimiter=";",
    ),
    named(
        "a web shop's, with notes in brackets",
        "Order Number;SKU;Item Name;Quantity (- Refund);Order Date (UTC);Item Cost;Email (Billing);Country Code (Billing)",
    ),
    named(
        "Italian",
        "Numero Ordine;Codice Articolo;Descrizione;Quantità;Data Ordine;Prezzo Unitario;Codice Cliente;Paese",
        FRENCH,
        delimiter=";",
    ),
    named(
        "Portuguese",
        "Nº Pedido;Código Produto;Descrição;Quantidade;Data do Pedido;Preço Unitário;Código Cliente;País",
        FRENCH,
        delimiter=";",
    ),
    named(
        "Spanish",
        "Nº Pedido;Código Artículo;Descripción;Cantidad;Fecha;Precio Unitario;ID Cliente;País",
        FRENCH,
        delimiter=";",
    ),
    named(
        "quotes, semicolons, line ends, brackets and SQL in names",
        [
            'Invoice "No"',
            "Stock;Code",
            "Description\nof product",
            "Quantity'; DROP TABLE lines; --",
            "Invoice [Date]",
            'Unit Price") FROM x; --',
            "Customer, ID",
            "Country {c0}",
        ],
        roles={
            "order": 'Invoice "No"',
            "product": "Stock;Code",
            "description": "Description\nof product",
            "quantity": "Quantity'; DROP TABLE lines; --",
            "date": "Invoice [Date]",
            "price": 'Unit Price") FROM x; --',
            "customer": "Customer, ID",
            "country": "Country {c0}",
        },
    ),
    text(
        "columns that are called as ours",
        Layout(
            extra={
                "segment": lambda _, line: "retail" if int(line.customer or 0) % 2 else "trade",
                "value": lambda number, _: number % 7,
                "r": lambda _, line: int(line.customer or 0) % 5 + 1,
                "tier": lambda _, line: ("gold", "silver")[int(line.customer or 0) % 2],
                "row_id": lambda number, _: number + 1,
                "shop_id": lambda number, _: number % 3,
                "line_id": lambda number, _: number % 9,
                "bucket": lambda _, __: "x",
            }
        ),
    ),
    text(
        "names twice, and names that differ by capitals",
        Layout(
            extra={
                "Note": lambda *_: "a",
                "note": lambda *_: "b",
                "NOTE": lambda *_: "c",
                "Note ": lambda *_: "",
            }
        ),
    ),
]

# --- what the columns hold ---

WITH_BOTH = ("order", "product", "quantity", "price", "amount", "moment", "customer", "country")
WITH_TOTAL = ("order", "product", "description", "total", "moment", "customer", "country")


def without(*fields: str) -> Layout:
    return Layout([name for name in Layout().fields if name not in fields])


CONTENT = [
    text("a line total beside a unit price", Layout(WITH_BOTH), known=Known(money="amount")),
    text("only a line total", Layout(AMOUNTS), known=ONLY_AMOUNT),
    text(
        "an order's total on each of its lines",
        Layout(WITH_TOTAL),
        known=Known(quantities=False, money="order total"),
    ),
    text("no order", without("order"), known=Known(orders=False, cancellations=False)),
    text(
        "no order and no time of day",
        replace(without("order"), moment=day("%Y-%m-%d")),
        known=Known(orders=False, cancellations=False, times=False),
    ),
    text("no price", without("price"), known=Known(money="none"), says="money cannot"),
    text("no product", without("product", "description")),
    text(
        "only customer and date",
        Layout(("customer", "moment")),
        known=Known(orders=False, cancellations=False, quantities=False, money="none"),
    ),
    text(
        "columns in another order",
        Layout(("customer", "country", "moment", "price", "quantity", "product", "order")),
    ),
    text("ids with zeros in front", Layout(customer=lambda name: name and name.zfill(8))),
    text(
        "ids with zeros in front, kept from a spreadsheet",
        Layout(customer=lambda name: name and f'="{name.zfill(8)}"'),
    ),
    text(
        "ids with .0, and nan where there is none",
        Layout(customer=lambda name: f"{name}.0" if name else "nan"),
    ),
    text("NULL where there is no id", Layout(customer=lambda name: name or "NULL")),
    text("NA where there is no id", Layout(customer=lambda name: name or "NA")),
    text(
        "credit notes numbered in parts",
        Layout(order=lambda name: f"GS-2023-{name[1:]}" if name[0] == "C" else f"RE-2023-{name}"),
    ),
    text(
        "the shop's own address beside the customer's",
        Layout(
            names={"customer": "From Email Address"},
            customer=lambda name: name,
            extra={"To Email Address": lambda *_: "shop@example.com"},
        ),
    ),
]


# --- ready-made customers ---

READY_MADE = {
    name: (recency, frequency, monetary)
    for name, (recency, frequency, monetary, _) in sorted(TRUTH.customers.items())
}


def write_customers(folder: Path) -> list[Path]:
    path = folder / "rfm.csv"
    rows = [("customer_id", "recency", "frequency", "monetary")]
    path.write_text(delimited([*rows, *((name, *rfm) for name, rfm in READY_MADE.items())]))
    return [path]


# --- workbooks ---

NOTES: list[list[Any]] = [["Notes"], [], ["Prices are without tax."], ["Ask Jörg about the second half."]]
NATIVE = Layout(
    moment=lambda moment: moment,
    money=float,
    quantity=int,
    customer=lambda name: float(name) if name else None,
)


def halves(lines: Sequence[Line] = SALES) -> tuple[list[Line], list[Line]]:
    """The lines before and after a date between two orders."""
    middle = lines[len(lines) // 2].order
    cut = next(place for place, line in enumerate(lines) if line.order == middle)
    return list(lines[:cut]), list(lines[cut:])


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

# --- typed sources ---


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

# --- several files ---


def write_halves(folder: Path, second: Layout | None = None) -> list[Path]:
    paths = []
    for year, half, layout in zip((2023, 2024), halves(), (Layout(), second or Layout()), strict=True):
        path = folder / f"sales of {year} ['x'].csv"
        path.write_text(delimited([layout.header(), *layout.rows(half)]), encoding="utf-8")
        paths.append(path)
    return paths


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

SHAPES = [*DIALECTS, *ENCODINGS, *NUMBERS, *DATES, *AMBIGUOUS, *NAMES, *CONTENT, *WORKBOOKS, *TYPED, *FILES]


def test_there_are_enough_shapes_and_no_two_of_a_name() -> None:
    assert len({shape.name for shape in SHAPES}) == len(SHAPES) >= 60


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_opens_unaided(shape: Shape, tmp_path: Path) -> None:
    with_text = shape in (*DIALECTS, *ENCODINGS, *WORKBOOKS, *TYPED)
    check(study_of(shape.write(tmp_path), shape.settings, with_text=with_text), shape, DESCRIPTIONS)


def test_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shape = DIALECTS[1]
    data = Path(shape.write(tmp_path)[0]).read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    check(study_of(["-"], {}), shape, DESCRIPTIONS)


def test_ready_made_customers(tmp_path: Path) -> None:
    with Study(Recipe(), write_customers(tmp_path)) as study:
        found = {
            row["customer_id"]: (row["recency"], row["frequency"], money(row["monetary"]))
            for row in study.customers.to_dicts()
        }
        assert study.columns.shape == "customers"
    assert found == READY_MADE


def test_a_summary_of_frequency_recency_and_age(tmp_path: Path) -> None:
    """Its recency is the age at the last purchase, in weeks, and its frequency counts repeats."""
    weeks = {"1001": (2, 30, 39), "1002": (1, 2, 37), "1003": (0, 0, 39), "1004": (11, 36, 38)}
    path = tmp_path / "summary.csv"
    path.write_text(
        delimited([("ID", "frequency", "recency", "T"), *((name, *row) for name, row in weeks.items())])
    )
    with Study(Recipe(), [path]) as study:
        found = {row["customer_id"]: (row["frequency"], row["recency"]) for row in study.customers.to_dicts()}
        assert study.columns.shape == "summary"
    assert found == {name: (x + 1, 7 * (age - last) + 1) for name, (x, last, age) in weeks.items()}
