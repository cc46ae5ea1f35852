"""Dates of any text, damaged ones too: what Python reads, DuckDB reads alike, and what was written is read back."""

from __future__ import annotations

import itertools
import random
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.columns.dates import date_sql, parse_date
from tests.support.dates import assert_agreement, assert_reads, format_of
from tests.support.examples import examples

WRITTEN = [
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%SZ", "%Y/%m/%d %H:%M",
    "%d/%m/%Y", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %I:%M %p", "%m/%d/%y", "%d-%m-%Y", "%d.%m.%Y %H:%M", "%d %b %Y", "%B %d, %Y",
    "%d-%b-%y", "%a, %d %b %Y %H:%M:%S GMT", "%A %d %B %Y", "%Y%m%d", "%Y%m%d%H%M%S", "%m/%d/%Y, %I:%M:%S %p", "%d%b%Y",
]  # fmt: skip


@pytest.mark.parametrize("pattern", WRITTEN)
def test_what_strftime_writes_is_read_back(pattern: str) -> None:
    dice = random.Random(pattern)
    moments = [datetime(2005, 1, 1) + timedelta(seconds=dice.randrange(6 * 365 * 86400)) for _ in range(300)]
    values = [moment.strftime(pattern) for moment in moments]
    fmt = format_of(*values)
    assert fmt.decided
    # The standard library reads its own pattern: what the pattern drops (seconds, the time) is dropped there too.
    assert_reads(fmt, values, [datetime.strptime(value, pattern) for value in values])


FORMATS = [
    format_of("2010-01-01"),
    format_of("2010-01-01 10:00:00"),
    format_of("2010-01-01T10:00:00", "2010-01-01 10:00", "2010-01-01T10:00"),
    format_of("13/05/2020", "13/05/2020 10:00", "13/05/20"),
    format_of("13-05-20 10:00:00", "13-05-2020"),
    format_of("5/13/2020 10:00 PM", "5/13/2020 10:00:00PM", "5/13/2020"),
    format_of("13.05.2020 10:00:00.5", "13.05.2020 10.30", "13. 5. 2020"),
    format_of("13/05/2020 10:00Z", "13/05/2020", "Mon 13/05/2020 10:00"),
    format_of(
        "3 mars 2021",
        "1-Dec-10 10:00",
        "Dec 1, 2010",
        "Mon, 3 May 2021 10:00 PM",
        "2010 Dec 1",
        "Mar 2011",
        "Mar-11",
    ),
    format_of("3 May 2021 10:00:00 GMT", "3 May 2021 10:00:00.5+02:00"),
    format_of("2020-05", "05/2020", "2020/05/13", "20200513T1011", "20200513 10:11"),
    format_of("20100101", named=True),
    format_of("20210304101559", named=True),
    format_of("201112", named=True),
    format_of("40148.5", named=True),
    format_of("1262304000", named=True),
]
MOMENTS = st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31, 23, 59, 59))
RECENT = st.datetimes(min_value=datetime(1969, 1, 1), max_value=datetime(2068, 12, 31))
TEXTS = st.builds(
    lambda moment, pattern, head, tail: f"{head}{moment.strftime(pattern)}{tail}",
    st.one_of(MOMENTS, RECENT),
    st.sampled_from(
        [
            *WRITTEN,
            "%d/%m/%y %H:%M",
            "%d %B %Y %I:%M %p",
            "%b %y",
            "%m/%Y",
            "%d.%m.%Y %H.%M",
            "%y-%m-%d %H:%M",
        ]
    ),
    st.sampled_from(["", "", "", " ", "\t", "Mon ", "Mon, ", "lundi ", "x", "\u00a0", "0"]),
    st.sampled_from(
        [
            "",
            "",
            "",
            " ",
            "\n",
            "Z",
            " UTC",
            "+02:00",
            "-0530",
            ".5",
            ".1234567",
            " PM",
            "p.m.",
            " am",
            " x",
            "0",
        ]
    ),
)
PIECES = st.sampled_from(
    [
        "2020",
        "0000",
        "1",
        "01",
        "12",
        "13",
        "31",
        "00",
        "99",
        "-",
        "/",
        ".",
        " ",
        "  ",
        ":",
        "T",
        "Z",
        "+02",
        "PM",
        "am",
        ",",
        "Mar",
        "mars",
        "Déc",
        "may",
        "de ",
        "st",
        "24:00",
        "10:00",
        "10:00:00",
        "\t",
        "x",
        "UTC",
        "(BC)",
        "40148",
        "'",
        "é",
    ]
)


@examples(25)
@given(
    st.lists(st.one_of(TEXTS, st.lists(PIECES, max_size=9).map("".join), st.text(max_size=12)), max_size=100)
)
def test_python_and_duckdb_agree_on_any_text(values: list[str]) -> None:
    assert_agreement(values, FORMATS)


def test_python_and_duckdb_agree_on_every_slightly_damaged_iso_date() -> None:
    damaged = set()
    for whole in ("2010-01-01 10:00:00", "2010-01-01T10:00", "2010-01-01"):
        for places in itertools.combinations(range(len(whole)), 2):
            for letters in itertools.product(" 0129-+:.TZUP\t", repeat=2):
                text = list(whole)
                for place, letter in zip(places, letters, strict=True):
                    text[place] = letter
                damaged.add("".join(text))
    assert_agreement(sorted(damaged), FORMATS[:3])


def test_a_bad_cell_of_a_file_does_not_stop_the_query(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("a,b\n" + "2010-01-01,x\n" * 3000 + "2010-02-30,x\n" + "yesterday,x\n", encoding="utf-8")
    for fmt in FORMATS:
        scan = f"read_csv('{path}', header=true, columns={{'a':'VARCHAR','b':'VARCHAR'}}, auto_detect=false)"
        found = duckdb.execute(f"select count(*), count({date_sql('a', fmt)}) from {scan}").fetchone()
        assert found == (3002, 3000 if parse_date("2010-01-01", fmt) else 0)
