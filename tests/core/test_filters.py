"""The filter box's language: against plain Python on rows, and against whatever anybody may type."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.views.filter_completions import written_name
from tests.core.filter_examples import PLACES, Row, Test, expected, kept, table_of_rows
from tests.support.examples import examples


@pytest.fixture(scope="module")
def table() -> Iterator[duckdb.DuckDBPyConnection]:
    with table_of_rows() as connection:
        yield connection


# What a filter says, written as one and done in Python.


def quoted(text: str, dice: random.Random) -> str:
    mark = dice.choice("'\"")
    return mark + text.replace(mark, mark * 2) + mark


@st.composite
def numeric(draw: st.DrawFn) -> tuple[str, Test]:
    name = draw(st.sampled_from(["r", "share", "monetary", "net"]))
    value = draw(
        st.sampled_from([0, 1, 2, 3, 4, 5, -10, 25, 1000, Decimal("0.25"), Decimal("2.75"), Decimal("12.34")])
    )
    other = draw(st.sampled_from([3, 5, 60, 1000]))
    text = f"{value:,}" if draw(st.booleans()) else str(value)
    place = PLACES[name]

    def has(row: Row, test: Callable[[Any], bool]) -> bool:
        return row[place] is not None and test(row[place])

    forms: list[tuple[str, Test]] = [
        (f"{name}={text}", lambda row: has(row, lambda x: x == value)),
        (f"{name} != {text}", lambda row: not has(row, lambda x: x == value)),
        (f"{name} <> {text}", lambda row: not has(row, lambda x: x == value)),
        (f"{name.upper()}<{text}", lambda row: has(row, lambda x: x < value)),
        (f"{text} < {name}", lambda row: has(row, lambda x: x > value)),
        (f"{name} ≥ {text}", lambda row: has(row, lambda x: x >= value)),
        (f"{text} < {name} <= {other}", lambda row: has(row, lambda x: value < x <= other)),
        (f"{name} between {text} and {other}", lambda row: has(row, lambda x: value <= x <= other)),
        (f"{name} not between {text} AND {other}", lambda row: not has(row, lambda x: value <= x <= other)),
        (f"{name} in ({value}, {other})", lambda row: has(row, lambda x: x in (value, other))),
        (f"{name} is empty", lambda row: row[place] is None),
        (f"{name} is not empty", lambda row: row[place] is not None),
        (
            "net < monetary",
            lambda row: (
                None not in (row[PLACES["net"]], row[PLACES["monetary"]])
                and row[PLACES["net"]] < row[PLACES["monetary"]]
            ),
        ),
    ]
    return draw(st.sampled_from(forms))


@st.composite
def textual(draw: st.DrawFn) -> tuple[str, Test]:
    name = draw(st.sampled_from(["customer_id", "country", 'odd `"name']))
    value = draw(
        st.sampled_from(
            [
                "Germany",
                "GERMANY",
                "france",
                "united kingdom",
                "can't",
                "ÑANDÚ",
                "a,b",
                "007",
                "00012",
                "中",
                "or",
            ]
        )
    )
    piece = draw(st.sampled_from(["ER", "an", " k", "0", "ú", "'", ",", "%", "_"]))
    dice = draw(st.randoms(use_true_random=False))
    place = PLACES[name]
    called = written_name(name)

    def low(row: Row) -> str | None:
        return None if row[place] is None else str(row[place]).lower()

    def number(row: Row) -> float | None:
        try:
            return float(row[place])
        except (TypeError, ValueError):
            return None

    forms: list[tuple[str, Test]] = [
        (f"{called} = {quoted(value, dice)}", lambda row: low(row) == value.lower()),
        (f"{called} != {quoted(value, dice)}", lambda row: low(row) != value.lower()),
        (f"{called} in ({quoted(value, dice)}, france)", lambda row: low(row) in (value.lower(), "france")),
        (f"{called} not in ({quoted(value, dice)})", lambda row: low(row) != value.lower()),
        (f"{called} ~ {quoted(piece, dice)}", lambda row: piece.lower() in (low(row) or "")),
        (f"{called} contains {quoted(piece, dice)}", lambda row: piece.lower() in (low(row) or "")),
        (f"{called} !~ {quoted(piece, dice)}", lambda row: piece.lower() not in (low(row) or "")),
        (f"{called} is empty", lambda row: not (row[place] or "").strip(" ")),
        (f"{called} = ''", lambda row: not (row[place] or "").strip(" ")),
        (f"{called} > 7", lambda row: (number(row) or 0) > 7),
        (f"{called} <= m", lambda row: low(row) is not None and str(low(row)) <= "m"),
        ("united kingdom", lambda row: any("united kingdom" in (row[at] or "").lower() for at in (0, 5, 6))),
        ("'Can''t'", lambda row: any("can't" in (row[at] or "").lower() for at in (0, 5, 6))),
        ("00011", lambda row: any("00011" in (row[at] or "").lower() for at in (0, 5, 6))),
    ]
    return draw(st.sampled_from(forms))


SPANS = {
    "2011": (datetime(2011, 1, 1), datetime(2012, 1, 1)),
    "2011-06": (datetime(2011, 6, 1), datetime(2011, 7, 1)),
    "2011-12": (datetime(2011, 12, 1), datetime(2012, 1, 1)),
    "2011-06-01": (datetime(2011, 6, 1), datetime(2011, 6, 2)),
    "2011-6-1": (datetime(2011, 6, 1), datetime(2011, 6, 2)),
    "2011-06-01 13:45": (datetime(2011, 6, 1, 13, 45), datetime(2011, 6, 1, 13, 46)),
    "'2011-06-01T13:45:30'": (datetime(2011, 6, 1, 13, 45, 30), datetime(2011, 6, 1, 13, 45, 31)),
}


@st.composite
def dated(draw: st.DrawFn) -> tuple[str, Test]:
    name = draw(st.sampled_from(["last_purchase", "last purchase", "born"]))
    text, (start, end) = draw(st.sampled_from(sorted(SPANS.items())))
    place = PLACES[name.replace(" ", "_")]

    def has(row: Row, test: Callable[[datetime], bool]) -> bool:
        value = row[place]
        if value is None:
            return False
        return test(value if isinstance(value, datetime) else datetime(value.year, value.month, value.day))

    forms: list[tuple[str, Test]] = [
        (f"{name} = {text}", lambda row: has(row, lambda x: start <= x < end)),
        (f"{name} != {text}", lambda row: not has(row, lambda x: start <= x < end)),
        (f"{name} < {text}", lambda row: has(row, lambda x: x < start)),
        (f"{name} <= {text}", lambda row: has(row, lambda x: x < end)),
        (f"{name} > {text}", lambda row: has(row, lambda x: x >= end)),
        (f"{name} >= {text}", lambda row: has(row, lambda x: x >= start)),
        (f"{text} <= {name}", lambda row: has(row, lambda x: x >= start)),
        (
            f"{name} between {text} and 2011-06-03",
            lambda row: has(row, lambda x: start <= x < datetime(2011, 6, 4)),
        ),
        (f"{name} in ({text}, 2012)", lambda row: has(row, lambda x: start <= x < end or x.year == 2012)),
        (f"{name} is missing", lambda row: row[place] is None),
    ]
    return draw(st.sampled_from(forms))


FLAGS: list[tuple[str, Test]] = [
    ("mostly_refunded", lambda row: row[-1] is True),
    ("mostly_refunded = no", lambda row: row[-1] is False),
    ("mostly_refunded != TRUE", lambda row: row[-1] is not True),
    ("mostly_refunded is empty", lambda row: row[-1] is None),
]
LEAVES = st.one_of(numeric(), textual(), dated(), st.sampled_from(FLAGS))


def negated(one: tuple[str, Test]) -> tuple[str, Test]:
    return f"not ({one[0]})", lambda row: not one[1](row)


def joined(word: str, several: list[tuple[str, Test]]) -> tuple[str, Test]:
    gather = all if word == "and" else any
    return "(" + f" {word} ".join(text for text, _ in several) + ")", lambda row: gather(
        test(row) for _, test in several
    )


FILTERS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(negated),
        st.lists(inner, min_size=2, max_size=4).map(lambda several: joined("and", several)),
        st.lists(inner, min_size=2, max_size=4).map(lambda several: joined("or", several)),
    ),
    max_leaves=8,
)


@examples(100)
@given(FILTERS)
def test_a_filter_keeps_what_the_same_in_python_keeps(
    table: duckdb.DuckDBPyConnection, one: tuple[str, Test]
) -> None:
    written, test = one
    assert kept(table, written) == expected(test), written


def test_and_binds_more_closely_than_or_and_not_most(table: duckdb.DuckDBPyConnection) -> None:
    loose = kept(table, "r = 1 or r = 2 and not country = germany or r = 5 and share = 1")
    assert loose == expected(
        lambda row: (
            row[1] == 1
            or (row[1] == 2 and (row[5] or "").lower() != "germany")
            or (row[1] == 5 and row[2] == 1)
        )
    )
    assert loose != kept(table, "(r = 1 or r = 2) and not country = germany or r = 5 and share = 1")


def test_values_of_several_words_need_no_quotes(table: duckdb.DuckDBPyConnection) -> None:
    named = kept(table, "country = United Kingdom and r > 1")
    assert named == kept(table, "country = 'united kingdom' and r > 1")
    assert named
    assert kept(table, "country = Can't or country = Germany") == kept(table, "country in (Can't, Germany)")
