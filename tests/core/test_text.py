"""Text tables as shops write them, each opened unaided: encodings, delimiters, quotes, headers."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.source.text import read_rows, sample_rows, sniff_text
from tests.support.text_tables import SALES, zipped, zstd


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
