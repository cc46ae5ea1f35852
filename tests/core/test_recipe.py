"""The recipe: what may be in it, what comes back from its file, and what its errors say."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.amounts import TOO_MUCH
from core.errors import UsageError
from core.recipe import (
    SECTIONS,
    ColumnsPart,
    CustomersPart,
    Recipe,
    RulesPart,
    ScoresPart,
    SegmentRule,
    SegmentsPart,
    SourcePart,
    TiersPart,
    all_settings,
)
from core.recipe_parts import NOT_PRODUCTS
from core.suggest import nearest

ROOT = Path(__file__).parents[2]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
lists = st.lists(texts, max_size=3).map(tuple)
dates = st.just("") | st.dates().map(str)


@st.composite
def score_parts(draw) -> ScoresPart:
    q = draw(st.integers(2, 10))
    numbers = st.floats(-TOO_MUCH, TOO_MUCH, exclude_min=True, exclude_max=True)
    lines = st.just(()) | st.lists(numbers, min_size=q - 1, max_size=q - 1, unique=True).map(sorted).map(
        tuple
    )
    return ScoresPart(q, draw(lines), draw(lines), draw(lines))


@st.composite
def segment_parts(draw) -> SegmentsPart:
    name = draw(st.sampled_from(["grid", "eleven", "custom"]))
    if name != "custom":
        return SegmentsPart(name)
    names = draw(st.lists(texts.filter(str.strip), min_size=1, max_size=4, unique_by=str.strip))
    cells = st.lists(texts.filter(str.strip), min_size=1, max_size=3).map(tuple)
    return SegmentsPart(name, tuple(SegmentRule(each, draw(cells)) for each in names))


recipes = st.builds(
    Recipe,
    source=st.builds(SourcePart, paths=lists, sheets=lists, delimiter=st.sampled_from(["", "\t", ";", " "])),
    columns=st.builds(ColumnsPart, customer=texts, amount=texts, attributes=lists),
    rules=st.builds(
        RulesPart,
        cancelled_prefixes=lists,
        before=dates,
        after=st.just(""),
        not_products=st.just(NOT_PRODUCTS),
    ),
    customers=st.builds(CustomersPart, as_of=dates),
    scores=score_parts(),
    tiers=st.sampled_from([TiersPart(), TiersPart(0.9, 0.1), TiersPart(0.3, 0.2)]),
    segments=segment_parts(),
)


@settings(max_examples=60, deadline=None)
@given(recipes)
def test_a_written_recipe_reads_back_the_same(recipe: Recipe) -> None:
    text = recipe.to_toml()
    again = Recipe.from_toml(text)
    assert again == recipe
    assert hash(again) == hash(recipe)
    assert again.to_toml() == text
    assert text.startswith("# regulars recipe\nversion = 1\n")
    # The file has every setting, at the place its key says.
    tables = tomllib.loads(text)
    assert [f"{section}.{name}" for section in SECTIONS for name in tables[section]] == [
        described.key for described in all_settings()
    ]


def test_what_is_left_out_is_as_the_default_says() -> None:
    assert Recipe.from_toml("") == Recipe()
    assert Recipe.from_toml("[scores]\nq = 3\n") == dataclasses.replace(Recipe(), scores=ScoresPart(q=3))


def test_the_parts_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Recipe().scores.q = 4  # type: ignore[misc]
    assert not hasattr(Recipe().scores, "__dict__")


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


def test_a_recipe_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "räcipe.toml"
    path.write_bytes(b"\xef\xbb\xbf" + Recipe().with_value("columns.customer", "Käufer").to_toml().encode())
    assert Recipe.load(path).columns.customer == "Käufer"


def test_files_that_are_no_recipe_are_refused(tmp_path: Path) -> None:
    (tmp_path / "zip.toml").write_bytes(b"PK\x03\x04\xff\xfe")
    for name in ("missing.toml", "", "zip.toml"):
        with pytest.raises(UsageError) as raised:
            Recipe.load(tmp_path / name)
        assert str(tmp_path / name) in raised.value.what


@pytest.mark.parametrize(
    "text",
    [
        "POST",
        "DOT",
        "M",
        "D",
        "C2",
        "S",
        "B",
        "CRUK",
        "AMAZONFEE",
        "BANK CHARGES",
        "PADS",
        "TEST001",
        "TEST",
        "ADJUST",
        "ADJUST2",
        "gift_0001_20",
        "DOTCOM POSTAGE",
        "Next Day Carriage",
        "CRUK Commission",
        "Adjustment by john on 26/01/2010 16",
        "This is a test product.",
        "Manual",
        "Discount",
        "Dotcomgiftshop Gift Voucher £20.00",
        "AMAZON FEE",
        "Delivery charge",
        "Versand",
        "DHL Versandkosten",
        "Porto",
        "Verzendkosten",
        "Frais de port",
        "Spese di spedizione",
        "Frete",
        "Gastos de envío",
        "Envio",
        "SAMPLES",
    ],
)
def test_what_is_no_product_is_known(text: str) -> None:
    assert any(re.fullmatch(pattern, text.lower()) for pattern in NOT_PRODUCTS)


@pytest.mark.parametrize(
    "text",
    [
        "85123A",
        "22423",
        "DCGS0058",
        "WHITE HANGING HEART T-LIGHT HOLDER",
        "GIFT BAG",
        "POST BOX RED",
        "TEST TUBE RACK",
        "Vinho do Porto",
        "MANUAL COFFEE GRINDER",
        "BIRTHDAY CARD",
        "CARD HOLDER",
        "SHIPPING CRATE",
        "SAMPLE BOX",
        "DISCOUNT BOOK",
        "POSTAGE STAMP MUG",
    ],
)
def test_products_are_not_taken_for_something_else(text: str) -> None:
    assert not any(re.fullmatch(pattern, text.lower()) for pattern in NOT_PRODUCTS)


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


def _generator():
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_page_is_what_its_generator_writes() -> None:
    page = (ROOT / "docs" / "recipe.md").read_text(encoding="utf-8")
    assert page == _generator().recipe_page(), "run `make docs`"
    rows = re.findall(r"^\| `(\w+\.\w+)` \|", page, re.MULTILINE)
    in_parts = [
        f"{section}.{field.name}" for section, part in SECTIONS.items() for field in dataclasses.fields(part)
    ]
    assert rows == in_parts


def test_the_examples_of_the_reference_page_work() -> None:
    page = (ROOT / "docs" / "recipe.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert Recipe.from_toml(blocks[0]).segments.names[0].name == "Stars"
    names = re.search(r"'segments\.names=(.*?)'", page, re.DOTALL)
    assert names is not None
    values = [("scores.q", "4"), ("segments.map", "custom"), ("segments.names", names[1])]
    assert [rule.name for rule in Recipe().with_values(values).segments.names] == ["Better", "Worse"]
