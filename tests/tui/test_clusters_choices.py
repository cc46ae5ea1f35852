"""The screen Clusters keeps to the groups that are there: notes and names go with those they were given to, and rules stand whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.clusters.naming import Profile, names_of, words_and_figures
from tests.support import four_kinds
from tests.tui import support
from tests.tui.groups import grouped
from tests.tui.predicting import recipe
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, screen_text
from tui.widgets.grid import Grid

shop = four_kinds.shop


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resampling many numbers of groups takes a while on a busy machine."""
    monkeypatch.setattr(support, "DEADLINE_S", 60.0)


def names(told: Story) -> list[str]:
    return [line.name for line in told.view.grouped.tables.lines]


async def test_a_note_and_names_go_with_the_number_of_groups_they_were_for(
    engine: LastingEngine, shop: Path
) -> None:
    given = {"k": 3, "reason": "as the shop has three shelves", "names": ["VIP", "Others", "Gone"]}
    async with story(engine, recipe=recipe(shop, clusters=given), size=(120, 40)) as told:
        await told.press("5")
        await grouped(told)
        assert names(told) == ["VIP", "Others", "Gone"]
        await told.press("+")
        await told.sees("4 groups, without your note and names for 3; W notes why, u takes it back.")
        await grouped(told)
        part = told.app.session.recipe.clusters
        assert (part.k, part.reason, part.names) == (4, "", ())
        await told.go_to_part("criteria")
        await told.until(lambda: "Enter takes what a criterion says" in screen_text(told.pilot))
        assert "Your note" not in screen_text(told.pilot)
        await told.press("u")
        await told.until(lambda: told.app.session.recipe.clusters.k == 3)
        part = told.app.session.recipe.clusters
        assert part.reason == given["reason"]
        assert list(part.names) == given["names"]
        await told.sees("Your note: “as the shop has three shelves”.")


async def test_where_nothing_was_given_nothing_is_gone(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, recipe=recipe(shop, clusters={"k": 3})) as told:
        await told.press("5")
        await grouped(told)
        await told.press("+")
        await told.sees("4 groups, by your choice; W notes why, u takes it back.")


async def test_names_of_groups_that_are_made_otherwise_are_said_to_be_gone(
    engine: LastingEngine, shop: Path
) -> None:
    given = {"k": 3, "names": ["VIP", "Others", "Gone"]}
    async with story(engine, recipe=recipe(shop, clusters=given), size=(120, 40)) as told:
        await told.press("5")
        await grouped(told)
        told.view.choices._group_by("robust scaling", clusters__scaling="robust")
        await told.sees("the names that you gave are gone; u brings them back")
        assert told.app.session.recipe.clusters.names == ()


async def test_a_rule_stands_whole_where_there_is_room(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, recipe=recipe(shop, clusters={"k": 4}), size=(210, 45)) as told:
        await told.press("5")
        await grouped(told)
        shown = screen_text(told.pilot)
        grid = told.view.query_one(Grid)
        for line in told.view.grouped.tables.lines:
            words, figures = words_and_figures(line.rule)
            assert len(figures) == 3
            assert f"{' '.join(figures)} {words}" in shown
        assert max(column.width for column in grid.source.columns) < 100


@pytest.mark.parametrize("money", [None, -0.1])
def test_a_rule_is_its_words_and_its_figures(money: float | None) -> None:
    (one,) = names_of([Profile(-0.2, -0.3, money)])
    words, figures = words_and_figures(one.rule)
    assert words.startswith("order rather seldom")
    assert figures == (("-0.2", "-0.3") if money is None else ("-0.2", "-0.3", "-0.1"))
    assert words_and_figures("without a value for a feature") == ("without a value for a feature", ())
