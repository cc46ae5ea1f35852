"""Completions of a filter being typed, and columns by the headings that the app shows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.views.filter_completions import written_name, written_value
from core.views.filters import FilterError, completions, read_filter
from tests.core.filter_examples import COLUMNS, SOUP

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
