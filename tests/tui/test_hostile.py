"""Hostile text, wherever it comes from, is drawn as harmless text: looked at on every screen, in every dialog, and in the bytes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from textual.widgets import Input

from bench.terminal import Terminal
from core.errors import RegularsError
from tests.support.command import ROOT
from tests.tui.hostile import (
    ESCAPES,
    HOSTILE,
    LONG,
    MARKUP,
    NEVER,
    TURNED,
    harm_in,
    hostile_recipe,
    hostile_shop,
)
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, app_on, screen_text
from tui.dialogs.ask import Ask
from tui.dialogs.choose import Choice, Choose
from tui.dialogs.columns import ChooseColumns
from tui.dialogs.read import Read
from tui.text import fitted, plain
from tui.widgets.grid import Grid
from tui.widgets.rows import Column, FewRows


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    return hostile_shop(folder)


def looks_harmless(told: Story) -> None:
    """Nothing on the screen, borders and fields included, is anything but text, and every line is as wide as the terminal."""
    width = told.app.size.width
    for strip in told.app.screen._compositor.render_strips():
        text = "".join(segment.text for segment in strip)
        assert not harm_in(text), ascii(text)
        assert strip.cell_length == width, text


async def test_every_screen_draws_it_as_text(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, recipe=hostile_recipe(shop), size=(120, 40)) as told:
        for number in "1234":
            await told.press(number)
            parts = getattr(told.view, "parts", None)
            for part in parts.parts if parts is not None else ():
                await parts.go_to(part.name)
                await told.until(lambda: told.app.job is None)
                await told.pilot.press("down", "right", "right")
                looks_harmless(told)
            for key in ("i", "question_mark", "w", "e", "colon", "P"):
                await told.press(key)
                looks_harmless(told)
                if told.app.screen_stack[1:]:
                    await told.press("escape")
        assert told.app.is_running


async def test_every_dialog_of_a_table_draws_it_as_text(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, recipe=hostile_recipe(shop)) as told:
        await told.press("3")
        grid = told.view.query_one("#customers-grid", Grid)
        await told.until(lambda: grid.has_focus and grid.row is not None)
        ids = [str(row[0]) for row in map(grid.row_at, range(grid.rows)) if row]
        assert all(any(word in one for one in ids) for word in HOSTILE), "it is all there"
        for key in ("v", "f", "slash"):
            await told.press(key)
            if told.app.screen.query(Input):
                await told.type("segment = ")
                told.app.screen.query_one(Input).value += HOSTILE[0]
                await told.pilot.pause()
            looks_harmless(told)
            await told.press("escape")
        await told.press("enter")
        await told.sees("What is known")
        looks_harmless(told)
        await told.press("escape", "f")
        await told.enter(f'country = "Land {MARKUP}"')
        await told.pilot.pause()
        looks_harmless(told)


@pytest.mark.parametrize("word", HOSTILE)
async def test_titles_notices_fields_and_lists_are_never_markup(engine: LastingEngine, word: str) -> None:
    async with app_on(engine) as (app, pilot):
        told = Story(app, pilot)
        app.fail(RegularsError(f"What {word}", f"Cure {word}"))
        await told.sees("Error: What")
        looks_harmless(told)
        app.say(f"Said {word}")
        await told.sees("Said")
        looks_harmless(told)
        for dialog in (
            Ask(f"Ask {word}", word, hint=word, check=lambda text: f"Meaning {text}"),
            Ask(f"Ask {word}", "", suggest=lambda _text, _place: [f"Suggested {word}"]),
            Choose(
                f"Choose {word}", [Choice("a", f"Title {word}", f"aside {word}"), Choice("b", "B", "", word)]
            ),
            Read(f"Read {word}", f"{word}\n{word}"),
            ChooseColumns([word], {word}, {word: word}),
        ):
            app.push_screen(dialog)
            await pilot.pause()
            looks_harmless(told)
            if word == MARKUP and not isinstance(dialog, ChooseColumns):
                title = screen_text(pilot).replace("─", "")
                assert f" {MARKUP} " in title, "the title itself, not what markup would make of it"
            await told.press("escape")
        assert app.is_running


async def test_rows_and_titles_of_a_grid_are_text(engine: LastingEngine) -> None:
    async with app_on(engine) as (app, pilot):
        told = Story(app, pilot)
        grid = Grid(empty=f"Empty {ESCAPES}{MARKUP}")
        for view in app.query("View"):
            view.display = False
        await app.query_one("#body").mount(grid)
        await pilot.pause()
        looks_harmless(told)
        columns = [Column(f"c{place}", word, width=12, aside=word) for place, word in enumerate(HOSTILE)]
        rows = [tuple(word * place for word in HOSTILE) for place in range(1, 5)]
        rows += [(LONG, ESCAPES + LONG, "e" + "\u0301" * 500, "\U0001f600" * 300)]
        grid.focus()
        await grid.show(FewRows(columns, rows))
        await told.until(lambda: grid.row is not None)
        looks_harmless(told)
        await told.press("end", "right", "right", "right", "s", "y")
        looks_harmless(told)


@pytest.mark.parametrize("width", [0, 1, 2, 3, 9, 40])
@pytest.mark.parametrize("word", [*HOSTILE, LONG, "e" + "\u0301" * 500, "漢" * 50, "", "ab"])
def test_a_cell_is_as_wide_as_its_place(word: str, width: int) -> None:
    from rich.cells import cell_len

    assert cell_len(fitted(word, width)) == width
    assert not harm_in(fitted(word, width))
    assert len(plain(word)) <= 400


async def test_a_source_of_a_hostile_name_that_cannot_be_read(engine: LastingEngine, tmp_path: Path) -> None:
    path = tmp_path / f"no{ESCAPES.replace('/', '')}{TURNED}.csv"
    async with app_on(engine, path) as (app, pilot):
        told = Story(app, pilot)
        await told.sees("Error:")
        looks_harmless(told)


def test_the_bytes_of_a_terminal(shop: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "hostile.toml"
    recipe.write_text(hostile_recipe(shop).to_toml(), encoding="utf-8")
    program = (
        "import sys; from tui.start import start; from core.recipe import Recipe;"
        "raise SystemExit(start(lambda: (Recipe.load(sys.argv[1]), sys.argv[1])))"
    )
    terminal = Terminal(
        [sys.executable, "-c", program, str(recipe)], env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    )
    try:
        terminal.until("37 customers")
        for key in (
            "1",
            "]",
            "2",
            "3",
            "Down",
            "Enter",
            "Escape",
            "v",
            "Escape",
            "4",
            "w",
            "Escape",
            "a",
            "Escape",
        ):
            terminal.press(key)
            terminal.settle(0.15)
        terminal.quit()
    finally:
        terminal.close()
    # Textual's own word for the shape of the mouse pointer.
    drawn = terminal.drawn.replace(b"\x1b]22;default\x07", b"")
    for sequence in NEVER:
        assert sequence not in drawn, ascii(sequence)
    assert b"QUITTER" in terminal.drawn
    assert b"TITLED" in terminal.drawn, "it was there to be drawn"
