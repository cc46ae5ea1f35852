"""The line of keys: what can be used comes first, help is always there, and all of it can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.color import Color

from tests.support.command import SALES
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine
from tests.tui.test_themes import LEAST_CONTRAST, contrast
from tui.actions import action_named, all_actions, key_text
from tui.themes import SHORT_NAMES
from tui.widgets.keys import Keys, Usable, arranged


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.csv"
    path.write_text(SALES)
    return path


def lines_of(told: Story) -> list[str]:
    keys = told.app.query_one(Keys)
    return [keys.render_line(y).text for y in range(keys.size.height)]


def usable(*names: str, unusable: tuple[str, ...] = ()) -> list[Usable]:
    actions = [action_named(name) for name in (*names, *unusable)]
    return [
        Usable(action, (action.keys.split(",")[0],), "Not now." if action.name in unusable else "")
        for action in actions
    ]


def names_of(lines: list[list[Usable]]) -> list[str]:
    return [one.action.name for line in lines for one in line]


def test_as_many_keys_are_chosen_as_have_room_and_help_always() -> None:
    everything = [Usable(action, (action.keys.split(",")[0],), "") for action in all_actions()]
    before = 0
    for width in range(6, 400):
        for lines in (1, 2):
            found = arranged(everything, width, lines)
            assert len(found) <= lines
            for line in found:
                words = [f"{key_text(one.keys[0])} {one.action.label}" for one in line]
                assert len("  ".join(words)) <= width
            assert names_of(found)[-1] == "frame.help"
        assert len(names_of(found)) >= before - 1
        before = len(names_of(found))


def test_what_can_be_used_comes_before_what_cannot_but_stands_in_its_place() -> None:
    given = usable(
        "grid.choose", "grid.sort", "frame.quit", "frame.help", unusable=("grid.filter", "frame.compare")
    )
    # Enter Open, s Sort, f Filter, q Quit and ? Help take 44 characters, those without the filter 34.
    assert names_of(arranged(given, 33, 1)) == ["grid.choose", "frame.quit", "frame.help"]
    assert names_of(arranged(given, 34, 1)) == ["grid.choose", "grid.sort", "frame.quit", "frame.help"]
    first = [given[4], *given[:4], given[5]]
    assert names_of(arranged(first, 43, 1)) == ["grid.choose", "grid.sort", "frame.quit", "frame.help"]
    assert names_of(arranged(first, 44, 1))[0] == "grid.filter"


def test_what_is_rare_has_a_place_once_the_others_have_theirs_and_stands_in_its_order() -> None:
    given = usable("customers.mailing", "grid.choose", "grid.sort", "frame.quit", "frame.help")
    # All of them take 50 characters, those without the mailing list 34.
    for width in (34, 49):
        assert names_of(arranged(given, width, 1)) == ["grid.choose", "grid.sort", "frame.quit", "frame.help"]
    assert names_of(arranged(given, 50, 1))[0] == "customers.mailing"


def test_keys_of_this_place_come_before_those_of_everywhere() -> None:
    ends = ("frame.quit", "frame.help")
    # Each with the two at the end takes 27 characters at most: one of them has room.
    for first, second, wins in (
        ("grid.sort", "frame.compare", "grid.sort"),
        ("frame.explain", "grid.filter", "grid.filter"),
        ("frame.explain", "customers.all", "frame.explain"),
    ):
        found = arranged(usable(first, *ends, unusable=(second,)), 27, 1)
        assert names_of(found) == [wins, *ends]


async def test_the_keys_of_the_customers_at_80x24(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await told.press("3")
        await told.until(lambda: told.view.grid.row is not None)
        wanted = " Enter Open  s Sort  f Filter  Space Select  / Search  v Columns  q Quit  ? Help"
        await told.until(lambda: lines_of(told) == [wanted])
        await told.press("f")
        await told.enter("r >= 1")
        # The way back from a filter is there as soon as there is a filter.
        await told.until(lambda: lines_of(told)[0].startswith(" F All  Enter Open"))


async def test_higher_terminals_show_two_lines_of_keys(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop, size=(120, 40)) as told:
        await told.press("3")
        await told.until(lambda: told.view.grid.row is not None)
        await told.until(lambda: len(lines_of(told)) == 2)
        for shown in ("Space Select", "A Select all", "F All", "c Compare", "Tab Next pane", ": Commands"):
            assert shown in "  ".join(lines_of(told))
        for size in ((120, 24), (200, 60)):
            await told.resize(*size)
            await told.until(lambda: len(lines_of(told)) == 1)


@pytest.mark.parametrize("theme", SHORT_NAMES.values())
async def test_every_key_can_be_read(engine: LastingEngine, shop: Path, theme: str) -> None:
    async with story(engine, shop, size=(120, 40)) as told:
        told.app.theme = theme
        await told.press("3")
        await told.until(lambda: told.view.grid.row is not None)
        keys = told.app.query_one(Keys)
        segments = [
            part for y in range(keys.size.height) for part in keys.render_line(y) if part.text.strip()
        ]
        dim = keys.get_component_rich_style("keys--dim")
        assert any(part.style == dim for part in segments), "some key that cannot be used now"
        for part in segments:
            assert part.style is not None
            assert part.style.color is not None
            assert not part.style.dim
            colours = [Color.from_rich_color(colour) for colour in (part.style.color, part.style.bgcolor)]
            assert contrast(*colours) >= LEAST_CONTRAST, part.text
