"""`regulars recipe`: the reference of the settings, which is a recipe itself."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from core.maps import SHIPPED, segment_map
from core.recipe import Recipe, all_settings
from core.recipe_parts import SegmentsPart
from tests.support.command import Run


def test_it_is_a_recipe_of_all_defaults(run: Run) -> None:
    printed = run("recipe").out
    tables = tomllib.loads(printed)
    given = {
        f"{section}.{name}" for section, table in tables.items() if section != "version" for name in table
    }
    # Segments of one's own are shown as a comment: an empty list would be in their way.
    assert given == {described.key for described in all_settings()} - {"segments.names"}
    assert Recipe.from_toml(printed) == Recipe()
    assert max(map(len, printed.splitlines())) <= 120


def test_every_setting_is_explained(run: Run) -> None:
    words = " ".join(line.removeprefix("#").strip() for line in run("recipe").out.splitlines())
    for described in all_settings():
        assert described.doc in words, described.key
        assert f"May be: {described.allowed_words}." in words, described.key


def test_one_section_and_one_setting(run: Run) -> None:
    assert tomllib.loads(run("recipe", "tiers").out) == {"tiers": {"high": 0.75, "medium": 0.5}}
    both = run("recipe", "scores.q", "rules.overlap").out
    assert tomllib.loads(both) == {"scores": {"q": 5}, "rules": {"overlap": "orders"}}
    assert 'May be: one of "orders", "rows", "off".' in both


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_map_as_one_s_own(run: Run, sales: Path, tmp_path: Path, name: str) -> None:
    recipe = tmp_path / "mine.toml"
    recipe.write_text(run("recipe", name).out)
    mine = segment_map(Recipe.load(recipe).segments, 5)
    assert dict(mine.cells) == dict(segment_map(SegmentsPart(name), 5).cells)  # type: ignore[arg-type]
    assert [line["segment"] for line in run("run", recipe, sales, "--json").json["segments"]] == list(
        mine.order
    )


def test_the_cells_shown_in_the_comments_are_cells(run: Run) -> None:
    printed = run("recipe", "segments").out
    shown = printed[printed.index("#     [[") : printed.index("# Cells")].replace("#     ", "")
    assert tomllib.loads(shown)["segments"]["names"][0]["cells"]


@pytest.mark.parametrize(
    ("word", "near"), [("score", "scores"), ("refunds", "customers.refunds"), ("gird", "grid")]
)
def test_what_there_is_not_names_the_nearest(run: Run, word: str, near: str) -> None:
    run("recipe", word).refused(2, repr(word), f"Did you mean {near}?", "regulars recipe")


def test_errors_point_to_it(run: Run, sales: Path) -> None:
    run("run", sales, "--set", "nonsense.at=all").refused(2, "nonsense.at", "regulars recipe")
