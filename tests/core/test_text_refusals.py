"""What is no text table, or a damaged one, is refused with what is wrong with it; archives, of which one member is read."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import SourceError
from core.source.text import open_bytes, read_rows, sample_rows, sniff_text
from tests.support.text_tables import SALES, zipped, zstd

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
