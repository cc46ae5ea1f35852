"""Values of the recipe's settings: how they are read, what cannot be, and the nearest right word."""

from __future__ import annotations

import re

import pytest

from core.errors import UsageError
from core.recipe import SECTIONS, Recipe, ScoresPart, SegmentRule, SourcePart, TiersPart
from core.suggest import nearest


def test_numbers_and_dates_of_toml_become_what_the_setting_holds() -> None:
    recipe = Recipe.from_toml(
        "[rules]\nbefore = 2011-01-31\n[scores]\nq = 3\nrecency = [30, 90.5]\n[tiers]\nhigh=0.8"
    )
    assert recipe.rules.before == "2011-01-31"
    assert recipe.scores.recency == (30.0, 90.5)
    assert isinstance(recipe.scores.recency[0], float)


@pytest.mark.parametrize(
    ("text", "what", "cure"),
    [
        ("[scores]\nqq = 3", "There is no setting `scores.qq`. Did you mean `scores.q`?", "regulars recipe"),
        ("[score]\nq = 3", "There is no setting `score`. Did you mean `scores`?", "regulars recipe"),
        ("q = 3", "There is no setting `q`. Did you mean `scores.q`?", "regulars recipe"),
        ("[tiers]\nrefunds = 'net'", "`tiers.refunds`. Did you mean `customers.refunds`?", "regulars recipe"),
        ("scores = 3", "`scores` is a section", "`scores.q`"),
        ("[[scores]]\nq = 3", "`scores` is a section", "`scores.q`"),
        ("[scores]\nq = 11", "`scores.q` cannot be 11.", "a whole number from 2 to 10"),
        ("[scores]\nq = '5'", '`scores.q` cannot be "5".', "a whole number from 2 to 10"),
        ("[scores]\nq = true", "`scores.q` cannot be true.", "a whole number"),
        ("[scores]\nq = 5.0", "`scores.q` cannot be 5.0.", "a whole number"),
        ("[scores]\nrecency = [1, 2, 2, 3]", "`scores.recency` cannot be [1, 2, 2, 3]", "ascending"),
        ("[scores]\nrecency = [1, 2, 3, nan]", "`scores.recency` cannot be", "ascending"),
        ("[scores]\nrecency = [1, 2]", "`scores.recency` has 2 thresholds", "set `scores.q` to 3"),
        ("[rules]\noverlap = 'order'", "Did you mean `orders`?", '"orders", "rows", "off"'),
        ("[rules]\nduplicate = 'on'", '`rules.duplicate` cannot be "on".', "true or false"),
        ("[rules]\nbefore = '31-12-2011'", '`rules.before` cannot be "31-12-2011".', "2011-12-31"),
        ("[rules]\nbefore = '2011-02-30'", "`rules.before`", "2011-12-31"),
        ("[rules]\nbefore = 2012-01-01\nafter = 2011-01-01", "no row is left", "swap"),
        ("[rules]\nnot_products = ['(']", '`rules.not_products` cannot be ["("]', "regular expressions"),
        ("[rules]\nnot_products = ['(?=a)']", "`rules.not_products`", "look-around"),
        ("[rules]\nnot_products = 'post'", "`rules.not_products`", "a list"),
        ("[source]\ndelimiter = ';;'", "`source.delimiter`", "one character"),
        ("[source]\nencoding = 'klingon'", "`source.encoding`", "utf-8"),
        ("[columns]\ncustomer = 3", "`columns.customer` cannot be 3.", "the name of a column"),
        ("[tiers]\nhigh = 0.4", "`tiers.medium` (0.5) is not below `tiers.high` (0.4)", "below"),
        ("[tiers]\nhigh = 1", "`tiers.high` cannot be 1.", "between 0 and 1"),
        ("[segments]\nmap = 'custom'", "`segments.names` gives no segments", "[[segments.names]]"),
        (
            "[segments]\nnames = [{name='a', cells=['r1-5']}]",
            '`segments.map` is "grid"',
            'Set `segments.map` to "custom"',
        ),
        *(
            (f"[segments]\nmap = 'custom'\nnames = {names}", what, cure)
            for names, what, cure in (
                (
                    "[{name='a', cell=['r1-5']}]",
                    'The segment "a" has "cell", which says',
                    "Did you mean `cells`?",
                ),
                ("[{name='a', cells=['r1'], color='red'}]", '"color", which says nothing', "Leave it out"),
                ("[{name='a'}]", 'The segment "a" has no cells, so nobody', "leave the segment out"),
                (
                    "[{name='a', cells=[]}]",
                    'The segment "a" has an empty list of cells',
                    "leave the segment out",
                ),
                ("[{name='a', cells=['r1', ' ']}]", 'The segment "a" has an empty cell', "Leave it out"),
                (
                    "[{name='a', cells=[555]}]",
                    'The segment "a" has the cell 555, which is no text',
                    'cells = ["555"]',
                ),
                ("[{name='a', cells='r1-5'}]", 'cells of the segment "a" are "r1-5"', 'cells = ["r1-5"]'),
                (
                    "[{name='a', cells=['r1']}, {cells=['r2-5']}]",
                    "Segment 2 of `segments.names` has no name",
                    "name =",
                ),
                ("[{name=' ', cells=['r1']}]", "Segment 1 of `segments.names` has an empty name", "name ="),
                ("[{name=7, cells=['r1']}]", "has the name 7, which is no text", 'name = "7"'),
                ("['r1']", 'Segment 1 of `segments.names` is "r1"', "[[segments.names]]"),
                ("'r1'", '`segments.names` is "r1", which is no list', "[[segments.names]]"),
                (
                    "[{name='a', cells=['r1']}, {name='b', cells=['r2']}, {name='a ', cells=['r3-5']}]",
                    'Segments 1 and 3 of `segments.names` are both called "a", so nobody could tell',
                    "Call one of them something else",
                ),
            )
        ),
    ],
)
def test_what_cannot_be_is_said_with_a_cure(text: str, what: str, cure: str) -> None:
    with pytest.raises(UsageError) as raised:
        Recipe.from_toml(text, name="mine.toml")
    assert what in raised.value.what
    assert cure in raised.value.cure
    assert "mine.toml" in raised.value.what
    assert "\n" not in raised.value.what + raised.value.cure
    assert raised.value.exit_status == 2


def test_everything_that_is_wrong_is_named() -> None:
    with pytest.raises(UsageError) as raised:
        Recipe.from_toml("[scores]\nq = 99\nqq = 1\n[rules]\noverlap = 'x'\n[tiers]\nhigh = 0.1\n")
    for key in ("scores.q", "scores.qq", "rules.overlap", "tiers.medium"):
        assert f"`{key}`" in raised.value.what


def test_parts_made_in_python_are_checked_as_well() -> None:
    with pytest.raises(UsageError, match=r"`scores\.q` cannot be 1"):
        ScoresPart(q=1)
    with pytest.raises(UsageError, match=r"source\.paths"):
        SourcePart(paths=("no\udcffutf8.csv",))


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("scores.q", "4", 4),
        ("rules.duplicate", "on", True),
        ("rules.duplicate", "YES", True),
        ("rules.quantity", "off", False),
        ("rules.overlap", "rows", "rows"),
        ("tiers.high", ".9", 0.9),
        ("scores.recency", "30, 60,90,180", (30.0, 60.0, 90.0, 180.0)),
        ("scores.recency", "[30, 60, 90, 180]", (30.0, 60.0, 90.0, 180.0)),
        ("columns.attributes", "Region, Sales rep", ("Region", "Sales rep")),
        ("columns.attributes", '["Region, old"]', ("Region, old",)),
        ("rules.not_products", "", ()),
        ("columns.customer", "-", "-"),
        ("columns.customer", " Client = no ", " Client = no "),
        ("columns.decimal", ",", ","),
        ("source.delimiter", "tab", "\t"),
        ("source.delimiter", "\\t", "\t"),
        ("customers.as_of", "2011-12-10", "2011-12-10"),
    ],
)
def test_set_reads_a_value_by_its_setting(key: str, text: str, value: object) -> None:
    section, name = key.split(".")
    recipe = Recipe().with_value(key, text)
    assert getattr(getattr(recipe, section), name) == value
    others = {other: getattr(recipe, other) for other in SECTIONS if other != section}
    assert others == {other: getattr(Recipe(), other) for other in others}


@pytest.mark.parametrize(
    ("key", "text", "what"),
    [
        ("scores.qq", "4", "Did you mean `scores.q`?"),
        ("quantiy", "on", "Did you mean `"),
        ("duplicate", "on", "Did you mean `rules.duplicate`?"),
        ("scores", "4", "`scores` is a section"),
        ("nonsense", "4", "There is no setting `nonsense`."),
        ("scores.q", "four", '`scores.q` cannot be "four".'),
        ("scores.q", "4.5", "`scores.q` cannot be 4.5."),
        ("scores.q", "9" * 5000, "`scores.q` cannot be"),
        ("tiers.high", "inf", "`tiers.high` cannot be inf."),
        ("rules.duplicate", "maybe", '`rules.duplicate` cannot be "maybe".'),
        ("customers.refunds", "nett", "Did you mean `net`?"),
        ("segments.names", "Stars", '`segments.names` is "Stars", which is no list'),
        ("scores.recency", "[1, 2", "`scores.recency` cannot be"),
        ("scores.recency", "1,2,3,1" + "0" * 400, "`scores.recency` cannot be"),
    ],
)
def test_set_refuses_with_the_nearest_right_word(key: str, text: str, what: str) -> None:
    with pytest.raises(UsageError) as raised:
        Recipe().with_value(key, text)
    assert what in raised.value.what
    assert len(raised.value.what) < 300


def test_several_settings_are_checked_when_all_are_in_place() -> None:
    values = [
        ("tiers.high", "0.4"),
        ("tiers.medium", "0.3"),
        ("segments.map", "custom"),
        ("segments.names", '[{name = "All", cells = ["r any"]}]'),
    ]
    for order in (values, values[::-1]):
        recipe = Recipe().with_values(order)
        assert recipe.tiers == TiersPart(0.4, 0.3)
        assert recipe.segments.names == (SegmentRule("All", ("r any",)),)
    with pytest.raises(UsageError):
        Recipe().with_values(values[:1])


def test_a_part_key_changes_with_its_parts_only() -> None:
    recipe = Recipe()
    other = recipe.with_value("scores.q", "4")
    assert re.fullmatch(r"[0-9a-f]{16}", recipe.part_key("scores"))
    assert recipe.part_key("scores") != other.part_key("scores")
    assert recipe.part_key("rules", "scores") != other.part_key("rules", "scores")
    assert recipe.part_key("source", "columns", "rules") == other.part_key("source", "columns", "rules")
    assert recipe.part_key("rules") != recipe.part_key("rules", "tiers")
    # The same on any machine, in any process: it names files that outlive both.
    assert TiersPart() == TiersPart(0.75, 0.5)
    assert recipe.part_key("tiers") == "9658aceb83b50161"


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("overlpa", "overlap"),
        ("OVERLAP", "overlap"),
        ("over", "overlap"),
        ("xyz", None),
        ("", None),
        ("prise", "price"),
    ],
)
def test_nearest(word: str, found: str | None) -> None:
    assert nearest(word, ["quantity", "price", "overlap", "overlapping"]) == found
