"""The filter box's language: against plain Python on rows, and against whatever anybody may type."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UsageError
from core.views.filter_completions import written_name, written_value
from core.views.filters import FilterError, Kind, completions, condition, read_filter

COLUMNS: dict[str, Kind] = {
    "customer_id": "text",
    "r": "number",
    "share": "number",
    "monetary": "money",
    "net": "money",
    "country": "text",
    'odd `"name': "text",
    "last_purchase": "moment",
    "born": "date",
    "mostly_refunded": "flag",
}
TYPES = (
    "VARCHAR",
    "BIGINT",
    "DOUBLE",
    "DECIMAL(18,2)",
    "DECIMAL(19,2)",
    "VARCHAR",
    "VARCHAR",
    "TIMESTAMP",
    "DATE",
    "BOOLEAN",
)
PLACES = {name: place for place, name in enumerate(COLUMNS)}
Row = tuple[Any, ...]
Test = Callable[[Row], bool]


def make_rows() -> list[Row]:
    dice = random.Random(7)
    texts = [
        None,
        "",
        "  ",
        "Germany",
        "germany",
        "FRANCE",
        "United Kingdom",
        "Can't",
        "Ñandú",
        "ñANDÚ",
        "a,b",
        "007",
        "7",
        "1e1",
        "中",
    ]
    rows: list[Row] = []
    for number in range(120):
        cents = Decimal(dice.randrange(-3000, 9000)) / 100
        rows.append(
            (
                f"{number:05d}",
                dice.choice([None, 1, 2, 3, 4, 5]),
                dice.choice([None, 0.25, 0.5, 1.0, 2.75]),
                dice.choice([None, cents, Decimal("1000.00")]),
                dice.choice([None, cents, -cents]),
                dice.choice(texts),
                dice.choice(texts),
                dice.choice([None, datetime(2011, 6, 1), datetime(2011, 6, 1, 13, 45, 30)])
                or datetime(2011, 5, 30) + timedelta(hours=dice.randrange(200)),
                dice.choice([None, date(2011, 6, 1), date(2011, 5, 31), date(2012, 1, 1)]),
                dice.choice([None, True, False]),
            )
        )
        if dice.random() < 0.1:
            rows[-1] = (*rows[-1][:7], None, *rows[-1][8:])
    return rows


ROWS = make_rows()


@pytest.fixture(scope="module")
def table() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        defined = ", ".join(f"c{place} {native}" for place, native in enumerate(TYPES))
        connection.execute(f"CREATE TABLE t (n INTEGER, {defined})")
        marks = ", ".join("?" * (len(TYPES) + 1))
        connection.executemany(f"INSERT INTO t VALUES ({marks})", [(n, *row) for n, row in enumerate(ROWS)])
        yield connection


def kept(table: duckdb.DuckDBPyConnection, written: str) -> set[int]:
    node = read_filter(written, COLUMNS)
    if node is None:
        return set(range(len(ROWS)))
    sql, values = condition(node, lambda name: f"c{PLACES[name]}")
    return {row[0] for row in table.execute(f"SELECT n FROM t WHERE {sql}", list(values)).fetchall()}


def expected(test: Test) -> set[int]:
    return {number for number, row in enumerate(ROWS) if test(row)}


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


@settings(deadline=None, max_examples=250)
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


def test_a_blank_filter_keeps_everything() -> None:
    assert read_filter("", COLUMNS) is None
    assert read_filter(" \t\n", COLUMNS) is None


@pytest.mark.parametrize(
    ("written", "at", "words"),
    [
        ("monteary > 5", "monteary", ("monteary", "Did you mean `monetary`?")),
        ("r >= x", "x", ("`r`", "a number", "`x`", "1234.5")),
        ("r = 1,00", "1,00", ("a number",)),
        ("last_purchase < 1.6.2011", "1.6.2011", ("a date", "2011-06-01")),
        ("last_purchase < 2011-02-30", "2011-02-30", ("a date",)),
        ("mostly_refunded > no", "no", ("yes or no", "mostly_refunded = yes")),
        ("mostly_refunded = maybe", "maybe", ("yes or no",)),
        ("(r = 1", "(", ("never closed", "Add `)`")),
        ("r = 1)", ")", ("no opening", "Take it away")),
        ("country = 'Germany", "'Germany", ("never closed", "Close it")),
        ("r = 1 r = 2", "=", ("complete", "`and` or `or`")),
        ("r = 4 and", "", ("ends", "Complete it")),
        ("and r = 4", "and", ("missing before `and`",)),
        ("country = (a)", "(", ("missing",)),
        ("monetary in (1,000, 5)", "1,000", ("one number or two", "Write 1000")),
        ("r between 1 or 2", "or", ("no second value", "between 1 and 5")),
        ("net < country", "country", ("`net` is money", "`country` is text", "one kind")),
        ("net < `country`", "`country`", ("`country` is text", "one kind")),
        ("`country`", "`country`", ("Nothing is said of `country`",)),
        ("r = 12345678901234567890", "12345678901234567890", ("18 digits",)),
        ("r = \ud800", "\ud800", ("half of a character",)),
    ],
)
def test_an_error_says_where_what_and_what_to_do(written: str, at: str, words: tuple[str, ...]) -> None:
    with pytest.raises(FilterError) as refused:
        read_filter(written, COLUMNS)
    assert isinstance(refused.value, UsageError)
    assert refused.value.cure.strip()
    for word in words:
        assert word in str(refused.value)
    marked = written[refused.value.start : refused.value.end]
    assert marked == at
    assert refused.value.start == (written.rindex(at) if at else len(written))


SIGNS = [
    "(",
    ")",
    "=",
    "<",
    ">",
    "~",
    ",",
    "`",
    "'",
    '"',
    "!",
    "&",
    ";",
    "<=",
    ">=",
    "!=",
    "--",
    "/*",
    " ",
    "?",
    "$1",
    "\x00",
]
WORDS = ["and", "or", "not", "in", "is", "between", "contains", "empty", "null", "germany", "中"]
NAMES_AND_VALUES = [
    "r",
    "country",
    "monetary",
    "last_purchase",
    "mostly_refunded",
    "5",
    "1,000",
    "2011-06-01",
    "9999",
]
PIECES = st.sampled_from([*SIGNS, *WORDS, *NAMES_AND_VALUES])
SOUP = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=30).map(" ".join),
    st.lists(PIECES, max_size=30).map("".join),
)


@settings(deadline=None, max_examples=600)
@given(SOUP)
def test_anything_typed_is_a_filter_that_runs_or_a_usage_error(
    table: duckdb.DuckDBPyConnection, written: str
) -> None:
    refused: FilterError | None = None
    try:
        found = kept(table, written)
    except FilterError as error:
        refused = error
    if refused is None:
        assert found <= set(range(len(ROWS)))
    else:
        assert refused.what
        assert refused.cure
        assert 0 <= refused.start <= refused.end <= len(written)


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="x;'\"`()-*/?$ \\", max_size=30))
def test_no_text_that_was_typed_is_part_of_the_statement(table: duckdb.DuckDBPyConnection, odd: str) -> None:
    mark = "zqj" + odd
    for written in (
        f"country = {written_value(mark)}",
        f"country in ({written_value(mark)}, b)",
        f"country ~ {written_value(mark)}",
        "'" + mark.replace("'", "''") + "'",
    ):
        node = read_filter(written, COLUMNS)
        assert node is not None
        sql, values = condition(node)
        assert "zqj" not in sql
        assert mark.strip() in [str(value).strip() for value in values] or values == ([mark, "b"],)
        assert kept(table, written) == set()
    name = mark.replace("\x00", "")
    node = read_filter(f"{written_name(name)} = 1", {name: "number"})
    assert node is not None
    sql, _ = condition(node)
    table.execute(f"SELECT * FROM (SELECT 1 AS {_identifier(name)}) WHERE {sql}", [1]).fetchall()


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@pytest.mark.parametrize(
    "written",
    [
        "(" * 150_000,
        "((" * 20 + "r=1" + "))" * 20,
        "not " * 40_000 + "r = 1",
        "between " * 20_000,
        "r between " * 10_000,
        "in (" * 40_000,
        "a " * 90_000,
        "r=1 or " * 25_000 + "r=1",
        "'" * 199_999,
        "`" * 199_999,
        ",".join("1" * 50_000),
        "1," * 90_000,
        "r" * 199_000 + " = 1",
        "country in (" + ", ".join(str(number) for number in range(20_000)) + ")",
        "country = " + "x!" * 90_000,
        "r = " + "1,111" * 30_000,
        "r = " + "1_1" * 60_000,
        "x" * 200_001,
    ],
    ids=lambda written: written[:12],
)
def test_long_filters_are_read_or_refused_and_never_hang(
    table: duckdb.DuckDBPyConnection, written: str
) -> None:
    said = ""
    try:
        kept(table, written)
    except FilterError as error:
        said = str(error)
    assert len(said) < 1000


def test_the_deepest_and_longest_filters_that_are_read_also_run(table: duckdb.DuckDBPyConnection) -> None:
    deep = "not (" * 40 + "r = 1" + ")" * 40
    assert kept(table, deep) == kept(table, "r = 1") == expected(lambda row: row[1] == 1)
    assert kept(table, " or ".join(["r = 1"] * 300)) == kept(table, "r = 1")
    assert kept(table, " and ".join(["not (r = 1)"] * 300)) == kept(table, "r != 1")
    with pytest.raises(FilterError, match="nested"):
        kept(table, "(" * 41 + "r = 1" + ")" * 41)
    with pytest.raises(FilterError, match="more than 300"):
        kept(table, " or ".join(["r = 1"] * 301))


# Completions.

VALUES = {
    "country": ("Germany", "United Kingdom", "United Arab Emirates", "or", 'say "so"'),
    "customer_id": ("00001",),
    "r": ("1", "2"),
    "share": ("0.5",),
    "monetary": ("10",),
    "net": ("10",),
    'odd `"name': ("a,b",),
    "last_purchase": ("2011-06-01",),
    "born": ("2011-06",),
}


def values_of(column: str, begun: str) -> list[str]:
    return [value for value in VALUES[column] if value.casefold().startswith(begun.casefold())]


def offered(text: str) -> tuple[str, list[str]]:
    """What would be replaced, and what is offered instead."""
    found = completions(text, len(text), COLUMNS, values_of)
    return text[found.start : found.end], [option.text for option in found.options]


@pytest.mark.parametrize(
    ("typed", "replaced", "first"),
    [
        ("", "", ["customer_id", "r", "share"]),
        ("mo", "mo", ["monetary", "mostly_refunded"]),
        ("r > 1 and net", "net", ["net", "monetary"]),
        ("(last", "last", ["last_purchase"]),
        ("`od", "`od", ['`odd ``"name`']),
        ("country ", "", ["=", "!=", "~"]),
        ("country !", "!", ["!=", "!~"]),
        ("country is ", "", ["empty", "not empty"]),
        ("country not ", "", ["in (", "between"]),
        ("country = ", "", ["Germany", '"United Kingdom"']),
        ("country = ger", "ger", ["Germany"]),
        ("country = United ", "United ", ['"United Kingdom"', '"United Arab Emirates"']),
        ("country = united k", "united k", ['"United Kingdom"']),
        ('country = "United', '"United', ['"United Kingdom"', '"United Arab Emirates"']),
        ("country in (Germany, uni", "uni", ['"United Kingdom"', '"United Arab Emirates"']),
        ("country = Germany ", "", ["and", "or"]),
        ("country = Germany a", "Germany a", []),
        ("country in (Germany) ", "", ["and", "or"]),
        ("r between 1 ", "", ["and"]),
        ("r between 1 and ", "", ["1", "2"]),
        ("r between 1 and 2 ", "", ["and", "or"]),
        ("mostly_refunded ", "", ["= yes", "= no"]),
        ("mostly_refunded = ", "", ["yes", "no"]),
        ("germany ", "", ["and", "or"]),
    ],
)
def test_completions_at_the_end(typed: str, replaced: str, first: list[str]) -> None:
    found, options = offered(typed)
    assert found == replaced
    assert options[: len(first)] == first
    assert first or not options


def test_completions_within_a_filter_look_only_at_what_is_before() -> None:
    typed = "country = ger and r > 1"
    found = completions(typed, 13, COLUMNS, values_of)
    assert (found.start, found.end) == (10, 13)
    assert [option.text for option in found.options] == ["Germany"]


HEADED = {
    "last_purchase": "Last bought",
    "customer_id": "Customer",
    "monetary": "Avg. order",
    "mostly_refunded": "Mostly refunded",
    # A heading that is another column's name means that column.
    "r": "Net",
}


@pytest.mark.parametrize(
    ("by_heading", "by_name"),
    [
        ("Last bought < 2011-06", "last_purchase < 2011-06"),
        ("last_bought < 2011-06", "last_purchase < 2011-06"),
        ("LAST BOUGHT between 2011-01 and 2011-06", "last_purchase between 2011-01 and 2011-06"),
        ("`last bought` is empty and customer ~ 1", "last_purchase is empty and customer_id ~ 1"),
        ("not 2010 < last bought <= 2011", "not 2010 < last_purchase <= 2011"),
        ("avg. order > 10 or avg._order < 1", "monetary > 10 or monetary < 1"),
        ("last bought > `last_bought`", "last_purchase > last_purchase"),
        ("mostly refunded", "mostly_refunded"),
        ("net > 10", "net > 10"),
    ],
)
def test_columns_may_be_named_by_their_headings(by_heading: str, by_name: str) -> None:
    assert read_filter(by_heading, COLUMNS, HEADED) == read_filter(by_name, COLUMNS)


def test_a_heading_that_is_mistyped_is_suggested() -> None:
    with pytest.raises(FilterError) as raised:
        read_filter("last bouht < 2011", COLUMNS, HEADED)
    assert raised.value.cure == "Did you mean `Last bought`?"


@pytest.mark.parametrize(
    ("typed", "replaced", "first"),
    [
        ("last", "last", ["last_purchase"]),
        ("last ", "last ", ["last_purchase"]),
        ("r > 1 and Last b", "Last b", ["last_purchase"]),
        ("last_b", "last_b", ["last_purchase"]),
        ("bought", "bought", ["last_purchase"]),
        ("avg", "avg", ["monetary"]),
        ("last bought ", "", [">=", "<="]),
        ("last bought = ", "", ["2011-06-01"]),
        ("last_bought = 2011", "2011", ["2011-06-01"]),
        ("customer ", "", ["="]),
        ("customer i", "i", ["in (", "is empty"]),
        ("customer id", "customer id", ["customer_id"]),
        ("last a", "a", ["and"]),
        ("last germany ", "", ["and", "or"]),
        ("mostly r", "mostly r", ["mostly_refunded"]),
    ],
)
def test_headings_are_completed(typed: str, replaced: str, first: list[str]) -> None:
    found = completions(typed, len(typed), COLUMNS, values_of, HEADED)
    assert typed[found.start : found.end] == replaced
    assert [option.text for option in found.options][: len(first)] == first


def test_a_completion_tells_the_heading_where_that_says_more() -> None:
    found = completions("", 0, COLUMNS, values_of, HEADED).options
    told = {option.text: option.heading for option in found if option.kind == "column"}
    assert (told["last_purchase"], told["mostly_refunded"], told["country"]) == ("Last bought", "", "")


@settings(deadline=None, max_examples=300)
@given(SOUP, st.integers(-5, 80))
def test_completions_take_anything(written: str, cursor: int) -> None:
    found = completions(written, cursor, COLUMNS, values_of, HEADED)
    assert 0 <= found.start <= found.end <= len(written)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.integers(0, 30), min_size=1, max_size=24))
def test_going_where_completions_lead_makes_a_filter(steps: list[int]) -> None:
    typed = ""
    for step in steps:
        found = completions(typed, len(typed), COLUMNS, values_of)
        options = [option.text for option in found.options]
        assert options, typed
        if options == ["and", "or"]:
            read_filter(typed, COLUMNS)
        typed = typed[: found.start] + options[step % len(options)] + " "
        if typed.rstrip().endswith("(") and "in (" in typed:
            column = next(
                name
                for name in COLUMNS
                if typed.rstrip(" (").removesuffix(" in").removesuffix(" not").endswith(written_name(name))
            )
            typed += written_value(VALUES.get(column, ("yes",))[0]) + ") "
