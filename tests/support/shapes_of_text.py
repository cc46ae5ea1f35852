"""Shapes of text files: delimiters, encodings, line ends, packing, and how numbers and dates are written."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.support.shape_checks import Shape
from tests.support.shaped_text import AMOUNTS, EARLY, ONLY_AMOUNT, SALES, TRUTH, text, write_halves
from tests.support.shapes import (
    Layout,
    Line,
    aligned,
    comma,
    day,
    excel_serial,
    grouped,
    named_month,
    unpadded,
)
from tests.support.text_tables import zstd


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
    text("zstandard", file="sales.csv.zst", pack=zstd),
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
