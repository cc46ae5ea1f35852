"""Text files in every usual dialect open unaided: what is found out about them, and their rows."""

from __future__ import annotations

import csv
import gzip
import io
import os
import random
import re
import time
import tracemalloc
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import SourceError, UsageError
from core.source.text import open_bytes, read_rows, sample_rows, sniff_text

REAL_DATA = Path(os.environ.get("REGULARS_REAL_DATA", Path(__file__).parents[2] / "../shared/data"))


@dataclass(frozen=True)
class Case:
    """A file's bytes and what must be found in it."""

    data: bytes
    names: list[str]
    first: list[str]
    rows: int
    encoding: str = "utf-8"
    delimiter: str = ","
    newline: str = "\n"
    header: bool = True
    skip: int = 0
    quote: str = '"'
    escape: str = '"'
    file: str = "sales.csv"


SALES = (
    "invoice,customer,date,qty,price\n"
    "A1,17850,2010-12-01 08:26:00,6,2.55\n"
    "A2,13047,2010-12-01 08:34:00,2,3.39\n"
)
SALES_NAMES = ["invoice", "customer", "date", "qty", "price"]
SALES_FIRST = ["A1", "17850", "2010-12-01 08:26:00", "6", "2.55"]
DUTCH = "klant;omschrijving;bedrag\n1;Café au lait;€ 2,50\n2;Crème brûlée;€ 4,75\n3;Müsli;€ 3,10\n"
DUTCH_NAMES = ["klant", "omschrijving", "bedrag"]
DUTCH_FIRST = ["1", "Café au lait", "€ 2,50"]


def sales(**changes: object) -> Case:
    """The plain sales table, written in another way."""
    base: dict[str, object] = {"names": SALES_NAMES, "first": SALES_FIRST, "rows": 2}
    return Case(**{**base, **changes})  # type: ignore[arg-type]


def dutch(**changes: object) -> Case:
    base: dict[str, object] = {"names": DUTCH_NAMES, "first": DUTCH_FIRST, "rows": 3, "delimiter": ";"}
    return Case(**{**base, **changes})  # type: ignore[arg-type]


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def zstd(data: bytes) -> bytes:
    packed: bytes = pyarrow.compress(data, codec="zstd", asbytes=True)
    return packed


COMMAS_IN_TEXT = "order\titem\tqty\n" + "".join(
    f"{n}\tlamp, red, small, {n} pcs, boxed\t{n % 7}\n" for n in range(1, 30)
)
SEMICOLON_NO_HEADER = "1001;17,50;2;01.02.2011\n1002;3,25;1;02.02.2011\n1003;99,00;5;03.02.2011\n"
ALIGNED = (
    " 00004 0001 19970101  2   29.33\r\n 00004 0001 19970118  2   29.73\r\n"
    " 00021 0002 19970101 13 1063.34\r\n 00050 0003 19970101  1    6.79\r\n"
)
ALIGNED_TEXT = (
    "Invoice  Description              Qty   Price\n"
    "536365   WHITE HANGING HEART        6    2.55\n"
    "536366   LAMP                      12   10.00\n"
    "536367                              1    0.85\n"
    "536368   SET OF 3 CAKE TINS       100    3.39\n"
)
ALIGNED_WIDE_HEADER = (
    "Customer Number  Order Date           Quantity\n"
    "1                2011-01-05 10:00            6\n"
    "22               2011-01-06 11:30           12\n"
    "333              2011-01-07 09:15            1\n"
)
RUNS = (
    "id  date       total\n1 2011-01-05    2.5\n22  2011-01-06 13.75\n"
    "333   2011-01-07 1\n4 2011-01-09      77\n"
)

CASES: dict[str, Case] = {
    "plain": sales(data=SALES.encode()),
    "no line end at the end": sales(data=SALES.rstrip().encode()),
    "semicolons": sales(data=SALES.replace(",", ";").encode(), delimiter=";"),
    "tabs": sales(data=SALES.replace(",", "\t").encode(), delimiter="\t"),
    "bars": sales(data=SALES.replace(",", "|").encode(), delimiter="|"),
    "carets": sales(data=SALES.replace(",", "^").encode(), delimiter="^"),
    "tildes": sales(data=SALES.replace(",", "~").encode(), delimiter="~"),
    "CRLF": sales(data=SALES.replace("\n", "\r\n").encode(), newline="\r\n"),
    "CR": sales(data=SALES.replace("\n", "\r").encode(), newline="\r"),
    "CR CR LF": sales(data=SALES.replace("\n", "\r\r\n").encode(), newline="\r\n"),
    "blank lines between": sales(data=SALES.replace("\n", "\n\n").encode()),
    "end mark of DOS": sales(data=SALES.encode() + b"\x1a"),
    "UTF-8 with BOM": sales(data=SALES.encode("utf-8-sig")),
    "BOM before a quote": sales(
        data=('"' + SALES.replace(",", '","', 1)).replace("omer,", 'omer",').encode("utf-8-sig")
    ),
    "UTF-16 LE with BOM": dutch(data=b"\xff\xfe" + DUTCH.encode("utf-16-le"), encoding="utf-16-le"),
    "UTF-16 BE with BOM": dutch(data=b"\xfe\xff" + DUTCH.encode("utf-16-be"), encoding="utf-16-be"),
    "UTF-16 LE without BOM": dutch(data=DUTCH.encode("utf-16-le"), encoding="utf-16-le"),
    "UTF-16 BE without BOM": dutch(data=DUTCH.encode("utf-16-be"), encoding="utf-16-be"),
    "UTF-16 of Excel": dutch(
        data=b"\xff\xfe" + DUTCH.replace(";", "\t").replace("\n", "\r\n").encode("utf-16-le"),
        encoding="utf-16-le",
        delimiter="\t",
        newline="\r\n",
    ),
    "UTF-32": dutch(data=b"\xff\xfe\x00\x00" + DUTCH.encode("utf-32-le"), encoding="utf-32-le"),
    "UTF-8 accents": dutch(data=DUTCH.encode()),
    "cp1252": dutch(data=DUTCH.encode("cp1252"), encoding="cp1252"),
    "Mac Roman": dutch(
        data=DUTCH.replace("\n", "\r").encode("mac-roman"), encoding="mac-roman", newline="\r"
    ),
    "Latin-1": Case(
        data="Kunde;Stadt;Menge\n1;München;3\n2;Köln;4\n3;Gießen;5\n".encode("latin-1"),
        names=["Kunde", "Stadt", "Menge"],
        first=["1", "München", "3"],
        rows=3,
        encoding="cp1252",
        delimiter=";",
    ),
    "pounds and quotes of cp1252": Case(
        data="item,price\nMum’s “best” mug,£4.95\nTea – strong,£3.20\n".encode("cp1252"),
        names=["item", "price"],
        first=["Mum’s “best” mug", "£4.95"],
        rows=2,
        encoding="cp1252",
    ),
    "DOS code page": dutch(
        data=DUTCH.replace("€ ", "").encode("cp850"), encoding="cp850", first=["1", "Café au lait", "2,50"]
    ),
    "the only accent is late": Case(
        data=b"id,name,qty\n" + b"1,plain,2\n" * 200_000 + "2,Café,3\n".encode("cp1252"),
        names=["id", "name", "qty"],
        first=["1", "plain", "2"],
        rows=200_001,
        encoding="cp1252",
    ),
    "decimal commas, no header": Case(
        data=SEMICOLON_NO_HEADER.encode(),
        names=["column 1", "column 2", "column 3", "column 4"],
        first=["1001", "17,50", "2", "01.02.2011"],
        rows=3,
        delimiter=";",
        header=False,
    ),
    "commas in a tab file": Case(
        data=COMMAS_IN_TEXT.encode(),
        names=["order", "item", "qty"],
        first=["1", "lamp, red, small, 1 pcs, boxed", "1"],
        rows=29,
        delimiter="\t",
    ),
    "commas inside quotes": Case(
        data=b'id,item,price\n1,"lamp, red","1,234.50"\n2,"mug, blue","2.00"\n3,"a;b;c",3\n',
        names=["id", "item", "price"],
        first=["1", "lamp, red", "1,234.50"],
        rows=3,
    ),
    "a name with a comma on every line": Case(
        data=b"1;Smith, John;12,50\n2;Jones, Ann;3,25\n3;Brown, Sue;7,00\n",
        names=["column 1", "column 2", "column 3"],
        first=["1", "Smith, John", "12,50"],
        rows=3,
        delimiter=";",
        header=False,
    ),
    "a path of bars in each row": Case(
        data=b"id,category,qty\n1,Home|Lamps,2\n2,Home|Mugs,3\n3,Toys|Bears,1\n",
        names=["id", "category", "qty"],
        first=["1", "Home|Lamps", "2"],
        rows=3,
    ),
    "times": Case(
        data=b"08:26:00,12:30,5\n09:15:30,13:45,6\n10:01:00,14:00,7\n",
        names=["column 1", "column 2", "column 3"],
        first=["08:26:00", "12:30", "5"],
        rows=3,
        header=False,
    ),
    "quoted newlines": Case(
        data=b'id,address,total\n1,"Main St 1\nTown",5\n2,"Side St 2\r\nCity",6\n3,plain,7\n',
        names=["id", "address", "total"],
        first=["1", "Main St 1\nTown", "5"],
        rows=3,
    ),
    "quoted newlines outnumber the CRLF": Case(
        data=b'id,note,total\r\n1,"a\nb\nc\nd",5\r\n2,"e\nf\ng",6\r\n',
        names=["id", "note", "total"],
        first=["1", "a\nb\nc\nd", "5"],
        rows=2,
        newline="\r\n",
    ),
    "a stray CR inside a cell": Case(
        data=b"id,note,total\n1,two\rlines,5\n2,one,6\n3,one,7\n",
        names=["id", "note", "total"],
        first=["1", "two\rlines", "5"],
        rows=3,
    ),
    "doubled quotes": Case(
        data=b'id,item,qty\n1,"12"" plate, white",3\n2,"the ""big"" one",4\n',
        names=["id", "item", "qty"],
        first=["1", '12" plate, white', "3"],
        rows=2,
    ),
    "backslash quotes": Case(
        data=b'id,item,qty\n1,"12\\" plate, white",3\n2,"the \\"big\\" one",4\n3,"plain",5\n',
        names=["id", "item", "qty"],
        first=["1", '12" plate, white', "3"],
        rows=3,
        escape="\\",
    ),
    "single quotes": Case(
        data=b"id,item,qty\n1,'lamp, red',3\n2,'mug, blue',4\n",
        names=["id", "item", "qty"],
        first=["1", "lamp, red", "3"],
        rows=2,
        quote="'",
    ),
    "apostrophes are no quotes": Case(
        data=b"id,item,qty\n1,Mum's mug,3\n2,'t Hooft,4\n3,it's red,5\n",
        names=["id", "item", "qty"],
        first=["1", "Mum's mug", "3"],
        rows=3,
    ),
    "inches at the start of a cell": Case(
        data=b'id\titem\tqty\n1\t"big" lamp\t3\n2\t"unclosed lamp\t4\n3\tplain\t5\n4\tplain\t6\n',
        names=["id", "item", "qty"],
        first=["1", '"big" lamp', "3"],
        rows=4,
        delimiter="\t",
        quote="",
    ),
    "blank before quotes": Case(
        data=b'id, item, qty\n1, "lamp, red", 3\n2, "mug, blue", 4\n',
        names=["id", "item", "qty"],
        first=["1", "lamp, red", "3"],
        rows=2,
    ),
    "sep line of Excel": sales(
        data=b"sep=;\r\n" + SALES.replace(",", ";").replace("\n", "\r\n").encode(),
        delimiter=";",
        newline="\r\n",
        skip=1,
    ),
    "sep line that surprises": sales(
        data=b"sep=:\n" + SALES.replace(" 08:26:00", "").replace(" 08:34:00", "").replace(",", ":").encode(),
        delimiter=":",
        skip=1,
        first=["A1", "17850", "2010-12-01", "6", "2.55"],
    ),
    "title and blank line": sales(data=b"Sales report, 2010\n\n" + SALES.encode(), skip=2),
    "title filled up by Excel": sales(
        data=b"Sales report;;;;\n;;;;\n" + SALES.replace(",", ";").encode(), skip=2, delimiter=";"
    ),
    "comments": sales(data=b"# exported by the shop\n# 2010-12-09, by Ann\n" + SALES.encode(), skip=2),
    "header after a hash": sales(data=b"#" + SALES.encode(), names=["#invoice", *SALES_NAMES[1:]]),
    "leading blank lines": sales(data=b"\n\n \n" + SALES.encode(), skip=3),
    "no header": sales(
        data=SALES.split("\n", 1)[1].encode(), header=False, names=[f"column {n}" for n in range(1, 6)]
    ),
    "no header, text first": Case(
        data=b"Anna,Berlin,C-100\nBob,Paris,C-101\nAnna,Paris,C-102\nCem,Berlin,C-103\n",
        names=["column 1", "column 2", "column 3"],
        first=["Anna", "Berlin", "C-100"],
        rows=4,
        header=False,
    ),
    "header of words over words": Case(
        data=b"customer,city\nAnna,Berlin\nBob,Paris\nAnna,Paris\n",
        names=["customer", "city"],
        first=["Anna", "Berlin"],
        rows=3,
    ),
    "a nameless column": Case(
        data=b",customer,total\n0,Anna,3.5\n1,Bob,4.5\n2,Cem,1.0\n",
        names=["column 1", "customer", "total"],
        first=["0", "Anna", "3.5"],
        rows=3,
    ),
    "delimiter after the last cell of data": Case(
        data=b"id,qty,price\n1,2,3.5,\n2,3,4.5,\n3,4,5.5,\n",
        names=["id", "qty", "price", "column 4"],
        first=["1", "2", "3.5", ""],
        rows=3,
    ),
    "row names of R": Case(
        data=b'"name","total"\n"1","Anna",3.5\n"2","Bob",4.5\n"3","Cem",1\n',
        names=["column 1", "name", "total"],
        first=["1", "Anna", "3.5"],
        rows=3,
    ),
    "footer": Case(
        data=b"id;item;total\n1;lamp;3\n2;mug;4\n3;cup;5\nTotal;;12\n",
        names=["id", "item", "total"],
        first=["1", "lamp", "3"],
        rows=4,
        delimiter=";",
    ),
    "one column": Case(data=b"customer\n17850\n13047\n12583\n", names=["customer"], first=["17850"], rows=3),
    "a header and no rows": Case(
        data=b"id,customer,total\n", names=["id", "customer", "total"], first=[], rows=0
    ),
    "NUL in a cell": Case(
        data=b"id,item,qty\n1,la\x00mp,3\n2,mug,4\n",
        names=["id", "item", "qty"],
        first=["1", "la\x00mp", "3"],
        rows=2,
    ),
    "aligned, no header": Case(
        data=ALIGNED.encode(),
        names=[f"column {n}" for n in range(1, 6)],
        first=["00004", "0001", "19970101", "2", "29.33"],
        rows=4,
        delimiter="",
        newline="\r\n",
        header=False,
        quote="",
    ),
    "aligned, words and gaps": Case(
        data=ALIGNED_TEXT.encode(),
        names=["Invoice", "Description", "Qty", "Price"],
        first=["536365", "WHITE HANGING HEART", "6", "2.55"],
        rows=4,
        delimiter="",
        quote="",
    ),
    "aligned under wide names": Case(
        data=ALIGNED_WIDE_HEADER.encode(),
        names=["Customer Number", "Order Date", "Quantity"],
        first=["1", "2011-01-05 10:00", "6"],
        rows=3,
        delimiter="",
        quote="",
    ),
    "a title over aligned columns": Case(
        data=b"SALES REPORT SHOP NINE\n\n"
        b"Invoice   Customer   Total\n1001      Ann Lee     12.50\n"
        b"1002      Bob          3.25\n1003      Cem Oz     103.00\n",
        names=["Invoice", "Customer", "Total"],
        first=["1001", "Ann Lee", "12.50"],
        rows=3,
        delimiter="",
        quote="",
        skip=2,
    ),
    "zeros that fill up the last block": sales(data=SALES.encode() + bytes(40)),
    "runs of blanks": Case(
        data=RUNS.encode(),
        names=["id", "date", "total"],
        first=["1", "2011-01-05", "2.5"],
        rows=4,
        delimiter="",
        quote="",
    ),
    "single spaces": Case(
        data=b"id date total\n1 2011-01-05 2.5\n22 2011-01-06 13.75\n333 2011-01-07 1\n",
        names=["id", "date", "total"],
        first=["1", "2011-01-05", "2.5"],
        rows=3,
        delimiter=" ",
    ),
    "gzip": sales(data=gzip.compress(SALES.encode()), file="sales.csv.gz"),
    "gzip by another name": sales(data=gzip.compress(SALES.encode()), file="sales.csv"),
    "zstd": sales(data=zstd(SALES.encode()), file="sales.csv.zst"),
    "zip": sales(data=zipped(("sales.csv", SALES.encode())), file="sales.zip"),
    "zip with company": sales(
        data=zipped(
            ("__MACOSX/._sales.csv", b"\x00\x05" * 4000),
            (".DS_Store", b"x" * 9000),
            ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(9000)),
            ("readme.txt", b"Read me"),
            ("data/sales.csv", SALES.encode()),
        ),
        file="sales.zip",
    ),
    "names that look like code": Case(
        data=b'"id"";drop","na\nme","[x]"\n1,a,2\n2,b,3\n',
        names=['id";drop', "na\nme", "[x]"],
        first=["1", "a", "2"],
        rows=2,
    ),
    "years as names among words": Case(
        data=b"customer,2009,2010\nAnna,1.5,2.5\nBob,3.5,4.5\nCem,5,6\n",
        names=["customer", "2009", "2010"],
        first=["Anna", "1.5", "2.5"],
        rows=3,
    ),
    "missing words in the first row": Case(
        data=b"1,NA,3.5\n2,5,4.5\n3,6,NA\n",
        names=["column 1", "column 2", "column 3"],
        first=["1", "NA", "3.5"],
        rows=3,
        header=False,
    ),
}


IRREGULAR = {
    "CR CR LF",
    "a stray CR inside a cell",
    "end mark of DOS",
    "zeros that fill up the last block",
}


@pytest.mark.parametrize(("name", "case"), CASES.items(), ids=CASES.keys())
def test_opens_unaided(name: str, case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.file
    path.write_bytes(case.data)
    found = sniff_text(path)
    told = "\n".join(found.reasons)
    assert (found.encoding, found.delimiter, found.newline) == (
        case.encoding,
        case.delimiter,
        case.newline,
    ), told
    assert (found.header, list(found.names)) == (case.header, case.names), told
    assert (found.skip, found.quote, found.escape) == (case.skip, case.quote, case.escape), told
    rows = list(read_rows(path, found))
    assert len(rows) == case.rows
    assert (rows[0] if rows else []) == case.first
    width = len(case.names)
    assert sample_rows(path, found) == [(row + [""] * width)[:width] for row in rows]
    assert found.irregular == (name in IRREGULAR)
    assert len(found.reasons) >= 3
    assert all(reason.strip() for reason in found.reasons)


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "no bytes": ("sales.csv", b"", "empty"),
    "blank lines": ("sales.csv", b"\n\n  \n\r\n", "blank"),
    "a mark and nothing": ("sales.csv", b"\xef\xbb\xbf", "blank"),
    "PDF": ("sales.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "a PDF document"),
    "PNG": ("sales.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a PNG picture"),
    "ELF": ("sales.csv", b"\x7fELF\x02\x01\x01" + bytes(300), "a program for Linux"),
    "Parquet": ("sales.csv", b"PAR1" + bytes(100) + b"PAR1", "a Parquet file"),
    "noise": ("sales.csv", random.Random(5).randbytes(5000), "binary"),
    "zeros": ("sales.csv", bytes(5000), "binary"),
    "web page": ("sales.xls", b"\r\n<!DOCTYPE html><html><body><table>", "a web page"),
    "web page in UTF-16": (
        "sales.xls",
        "\ufeff<html><table><tr><td>1</td></tr></table>".encode("utf-16-le"),
        "a web page",
    ),
    "XML": ("sales.csv", b'<?xml version="1.0"?>\n<Workbook/>', "an XML document"),
    "JSON": ("sales.csv", b'{"id": 1, "total": 2}\n{"id": 2, "total": 3}\n', "JSON"),
    "cut gzip": ("sales.csv.gz", gzip.compress(SALES.encode() * 50)[:-30], "ends early"),
    "cut zip": ("sales.zip", zipped(("sales.csv", SALES.encode() * 50))[:-40], "ends early"),
    "cut zstd": (
        "sales.csv.zst",
        zstd(random.Random(5).randbytes(9000).hex().encode())[:-2000],
        "ends early",
    ),
    "spoilt gzip": ("sales.csv.gz", gzip.compress(SALES.encode())[:-8] + b"\x01" * 8, "damaged"),
    "empty gzip": ("sales.csv.gz", gzip.compress(b""), "empty"),
    "zip of pictures": ("sales.zip", zipped(("photo.png", b"\x89PNG")), "without a text table"),
    "workbook": (
        "sales.csv",
        zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")),
        "an Office file",
    ),
    "PDF in a gzip": ("sales.csv.gz", gzip.compress(b"%PDF-1.7\n%\xe2\xe3"), "a PDF document"),
}


@pytest.mark.parametrize(("name", "data", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses_what_is_no_table(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError) as caught:
        sniff_text(path)
    assert told in caught.value.what
    assert name in caught.value.what
    assert caught.value.cure.endswith((".", "?"))
    assert caught.value.exit_status == 1


def test_refuses_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        sniff_text(tmp_path / "none.csv")
    with pytest.raises(SourceError, match="a folder"):
        sniff_text(tmp_path)


def test_a_gzip_that_ends_late_is_refused_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.csv.gz"
    filler = b",a description that makes the row longer, and its cells more".ljust(80, b".")
    whole = b"id,qty,item,more\n" + b"".join(
        b"%d,%d%s\n" % (n, n * 7919 % 1000, filler) for n in range(400_000)
    )
    assert len(whole) > 34 * 1024 * 1024
    path.write_bytes(gzip.compress(whole, 1)[:-1000])
    found = sniff_text(path)
    assert len(sample_rows(path, found)) == 6000
    with pytest.raises(SourceError, match=r"big\.csv\.gz ends early"):
        for _ in read_rows(path, found):
            pass


def test_a_zip_behind_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.zip"
    data = bytearray(zipped(("sales.csv", SALES.encode())))
    # The flag of an encrypted member, in its own header and in the list at the end.
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(SourceError, match="password"):
        sniff_text(path)


def test_a_zip_tells_what_it_leaves_and_takes_the_member_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    path.write_bytes(zipped(("old.csv", SALES.encode()), ("new.csv", SALES.encode() * 9)))
    found = sniff_text(path)
    assert (found.compression, found.member) == ("zip", "new.csv")
    assert any("old.csv" in reason for reason in found.reasons)
    asked = sniff_text(path, member="old.csv")
    assert asked.member == "old.csv"
    assert len(list(read_rows(path, asked))) == 2
    with pytest.raises(SourceError, match=r"no file called other\.csv"):
        sniff_text(path, member="other.csv")
    with open_bytes(path, found) as stream:
        assert stream.read() == SALES.encode() * 9
    with open_bytes(path, "zip", "old.csv") as stream:
        assert stream.read() == SALES.encode()


def test_what_is_asked_is_done(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(b"a,b;c\n1,2;3\n4,5;6\n")
    assert sniff_text(path, delimiter=";").names == ("a,b", "c")
    assert sniff_text(path, delimiter=",").names == ("a", "b;c")
    without = sniff_text(path, delimiter=";", header="no")
    assert next(read_rows(path, without)) == ["a,b", "c"]
    path.write_bytes("1,naïve,3\n2,café,4\n".encode())
    assert sniff_text(path, header="yes").names == ("1", "naïve", "3")
    assert next(read_rows(path, sniff_text(path, encoding="latin1")))[1] == "naÃ¯ve"
    with pytest.raises(UsageError, match="klingon"):
        sniff_text(path, encoding="klingon")


def test_a_few_bad_bytes_do_not_make_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_bytes(b"id,name,qty\n" + "1,Zoë,2\n".encode() * 500 + b"2,Zo\xeb,3\n")
    found = sniff_text(path)
    assert (found.encoding, found.damaged) == ("utf-8", True)
    rows = list(read_rows(path, found))
    assert rows[0][1] == "Zoë"
    assert rows[-1][1] == "Zo\ufffd"


def test_utf8_characters_may_lie_across_blocks(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    line = "7,€€€ȩ̃語語€,1\n".encode()
    path.write_bytes(b"id,name,qty\n" + line * (5 * 1024 * 1024 // len(line)))
    found = sniff_text(path)
    assert (found.encoding, found.damaged) == ("utf-8", False)
    assert {row[1] for row in read_rows(path, found)} == {"€€€ȩ̃語語€"}
    assert {row[1] for row in sample_rows(path, found)} == {"€€€ȩ̃語語€"}


def test_ten_thousand_columns(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    names = [f"measure {n}" for n in range(10_000)]
    lines = [",".join(names)] + [",".join(str(row * n) for n in range(10_000)) for row in range(60)]
    path.write_text("\n".join(lines))
    started = time.perf_counter()
    found = sniff_text(path)
    rows = sample_rows(path, found)
    assert time.perf_counter() - started < 5
    assert list(found.names) == names
    assert len(rows) == 60
    assert rows[3][9999] == str(3 * 9999)


@pytest.mark.parametrize("cell", ["x" * 10_000_000, 'word, and ""word""\n' * 500_000], ids=["bare", "quoted"])
def test_a_cell_of_ten_megabytes(cell: str, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f'id,note,qty\n1,"{cell}",3\n2,short,4\n3,short,5\n', newline="")
    found = sniff_text(path)
    rows = sample_rows(path, found)
    assert found.names == ("id", "note", "qty")
    assert [row[2] for row in rows] == ["3", "4", "5"]
    assert len(rows[0][1]) == len(cell.replace('""', '"'))


def big_rows(count: int) -> list[list[str]]:
    chance = random.Random(11)
    notes = ["plain", "with, comma", 'with "quotes"', "two\nlines", ""]
    return [
        [
            str(n),
            f"C{chance.randrange(5000)}",
            chance.choice(notes),
            f"{chance.random() * 99:.2f}",
            "2011-12-09 08:26:00",
        ]
        for n in range(count)
    ]


def test_the_sample_of_a_large_file_is_spread_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    rows = big_rows(150_000)
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([["n", "customer", "note", "price", "date"], *rows])
    found = sniff_text(path)
    sniffed = time.perf_counter()
    sample = sample_rows(path, found, 6000)
    assert time.perf_counter() - sniffed < 1
    assert 5000 <= len(sample) <= 6000
    places = [int(row[0]) for row in sample]
    assert places == sorted(set(places))
    assert all(row == rows[place] for row, place in zip(sample, places, strict=True))
    assert places[:2000] == list(range(2000))
    assert places[-1] == 149_999
    for tenth in range(1, 10):
        assert any(abs(place - tenth * 15_000) < 12_000 for place in places[2000:-1000])
    assert list(read_rows(path, found)) == rows


def test_the_sample_skips_places_that_cannot_be_read_as_rows(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    middle = "no, row, at, all, here, or, there\n" * 40_000
    lines = "".join(f"{n},C{n},{n}.5\n" for n in range(60_000))
    path.write_text("n,customer,price\n" + lines + f'1,"{middle}",2\n' + lines)
    sample = sample_rows(path, sniff_text(path))
    assert all(row[1] == f"C{row[0]}" for row in sample)
    assert len(sample) > 4000


def test_ragged_rows_keep_their_length_when_read_and_are_evened_in_the_sample(tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text("a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n")
    found = sniff_text(path)
    assert [len(row) for row in read_rows(path, found)] == [3, 2, 4, 3]
    assert sample_rows(path, found) == [["1", "2", "3"], ["4", "5", ""], ["6", "7", "8"], ["10", "11", "12"]]


def test_reasons_are_sentences_about_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(SALES.replace(",", ";"))
    reasons = sniff_text(path).reasons
    assert "semicolons: every one of the first 3 rows splits into 5 fields" in reasons
    assert any(reason.startswith("the first line is a header:") for reason in reasons)


def test_a_quote_that_is_never_closed_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "open.csv"
    path.write_text("id,note,qty\n" + '1,"fine",2\n' * 9 + '1,"never closed,2\n' + "1,plain,2\n" * 400_000)
    found = replace(sniff_text(path), quote='"')
    monkeypatch.setattr("core.source.dialect.LONGEST_CELL", 1_000_000)
    # The lines below divide as rows do: they are rows, and the mark is part of the text.
    assert sum(1 for _ in read_rows(path, found)) == 400_010
    path.write_text("id,note,qty\n" + '1,"fine",2\n' * 9 + '1,"never closed,2\n' + "only words\n" * 400_000)
    with pytest.raises(SourceError, match="never closed"):
        list(read_rows(path, found))


def test_reading_a_large_file_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    line = "1234567,customer,2011-12-09 08:26:00,12.50," + "x" * 80 + "\n"
    path.write_text("n,name,date,price,note\n" + line * 300_000)
    assert path.stat().st_size > 36_000_000
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_rows(path, sniff_text(path))) == 300_000
        assert tracemalloc.get_traced_memory()[1] < 25_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(not REAL_DATA.is_dir(), reason="the real data is not there")
def test_the_cdnow_transactions() -> None:
    path = REAL_DATA / "cdnow" / "CDNOW_sample.txt"
    found = sniff_text(path)
    expected = [line.split() for line in path.read_text().splitlines() if line.strip()]
    assert (found.delimiter, found.header, len(found.names)) == ("", False, 5)
    assert list(read_rows(path, found)) == expected


WORDS = ["customer", "invoice", "note", "price", "quantity", "country", "date", "status"]
WORDS_OF_CELLS = [
    *"abc XY,;|\t\"'\n\r.-/:0123456789",
    "café",
    "Müsli",
    "Straße",
    "12,50",
    "a, b",
    '""',
    "\r\n",
]
CELLS = st.lists(st.sampled_from(WORDS_OF_CELLS), max_size=8).map("".join)
NUMBERS = st.decimals(min_value=-9999, max_value=99999, places=2).map(str)


@st.composite
def written_tables(draw: st.DrawFn) -> tuple[list[list[str]], bytes]:
    """A table under a header of words, and its bytes in some dialect, encoding and newline."""
    columns = draw(st.integers(2, 7))
    numeric = draw(st.integers(1, columns))
    quoting: Literal[0, 1, 2] = draw(
        st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
    )
    # The minimal writer leaves a line end bare where it is not its own.
    cells = CELLS.map(lambda cell: re.sub("[\r\n]", " ", cell)) if quoting == csv.QUOTE_MINIMAL else CELLS
    row = st.tuples(*[NUMBERS if n < numeric else cells for n in range(columns)]).map(list)
    rows = draw(st.lists(row, min_size=3, max_size=25))
    names = draw(st.permutations(WORDS))[:columns]
    buffer = io.StringIO(newline="")
    writer = csv.writer(
        buffer,
        delimiter=draw(st.sampled_from(",;\t|")),
        lineterminator=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        quoting=quoting,
    )
    writer.writerows([names, *rows])
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    return [list(names), *rows], buffer.getvalue().encode(encoding)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=written_tables())
def test_what_a_writer_wrote_reads_back(written: tuple[list[list[str]], bytes], tmp_path: Path) -> None:
    (names, *rows), data = written
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    found = sniff_text(path)
    assert found.header, found.reasons
    assert list(found.names) == names, found.reasons
    assert list(read_rows(path, found)) == rows, found
    assert sample_rows(path, found) == rows
