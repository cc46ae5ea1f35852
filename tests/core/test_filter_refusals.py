"""Anything typed is a filter that runs, or is refused with where, what and what to do."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UsageError
from core.views.filter_completions import written_name, written_value
from core.views.filters import FilterError, Kind, condition, read_filter
from core.views.headings import HEADINGS
from tests.core.filter_examples import COLUMNS, ROWS, SOUP, expected, kept, table_of_rows
from tests.support.examples import examples


@pytest.fixture(scope="module")
def table() -> Iterator[duckdb.DuckDBPyConnection]:
    with table_of_rows() as connection:
        yield connection


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


@examples(200)
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


@examples(100)
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


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Last bought > soon", "`Last bought` is compared with"),
        ("last_purchase > soon", "`last_purchase` is compared with"),
        ("mostly refunded > 1", "`mostly refunded` is yes or no"),
        ("avg. order between 1", "`between` has no second value"),
        ("last bought > `recency`", "`last bought` is a date with its time and `recency` is a number"),
    ],
)
def test_a_column_is_called_what_the_filter_calls_it(text: str, what: str) -> None:
    columns: dict[str, Kind] = {
        "last_purchase": "moment",
        "mostly_refunded": "flag",
        "average_order": "money",
        "recency": "number",
    }
    with pytest.raises(FilterError) as refused:
        read_filter(text, columns, HEADINGS)
    assert refused.value.what.startswith(what)
    hidden = {name for name in columns if "_" in name} - {text.split(maxsplit=1)[0]}
    assert not any(name in f"{refused.value.what} {refused.value.cure}" for name in hidden)


def test_columns_that_there_are_are_told_by_their_headings() -> None:
    with pytest.raises(FilterError) as refused:
        read_filter("xyzzy > 1", {"last_purchase": "moment", "shop": "text"}, HEADINGS)
    assert refused.value.cure == "The columns are Last bought, shop."
