"""The rows of text tables: what is asked of them, samples of large ones, odd bytes, and what any writer wrote."""

from __future__ import annotations

import csv
import io
import os
import random
import re
import time
import tracemalloc
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import UsageError
from core.source.text import read_rows, sample_rows, sniff_text
from tests.support.text_tables import SALES

REAL_DATA = Path(os.environ.get("REGULARS_REAL_DATA", Path(__file__).parents[2] / "../shared/data"))


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


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("x" * 10_000_000, id="bare"),
        pytest.param('word, and ""word""\n' * 500_000, id="quoted", marks=pytest.mark.soak),
    ],
)
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
