"""The recipe: what comes back from its file, and the page of its reference."""

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
