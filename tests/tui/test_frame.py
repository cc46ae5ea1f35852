"""The frame: screens, the lines around them, help, the palette, keys; told as a user has it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events

from tests.support.command import CUSTOMERS, ROOT, ROWS, SALES
from tests.tui.framed import customers, folded, keys_line, report, shop_in, status_line
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import LastingEngine, app_on, screen_text
from tui.actions import all_actions, key_text
from tui.dialogs.choose import ChoiceList, Choose
from tui.dialogs.read import Read
from tui.screens import NAMES, NOT_YET, SCREENS
from tui.screens.clean_ledger import LedgerGrid
from tui.widgets.entry import Entry
from tui.widgets.grid import Grid
from tui.widgets.keys import usable_actions
from tui.widgets.line import Line
from tui.widgets.notice import Notice


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return shop_in(tmp_path)


# Screens


async def test_every_screen_is_walked_by_number_and_keeps_its_focus(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        focused: dict[str, Any] = {}
        for number, name in ((NAMES.index(name) + 1, name) for name in SCREENS):
            await told.press(str(number))
            await told.comes_to(name)
            await told.until(lambda: told.app.focused is not None)
            await told.sees(f"[{number} {name.capitalize()}]")
            focused[name] = told.app.focused
        await told.press("3", "down", "down")
        for number, name in ((NAMES.index(name) + 1, name) for name in SCREENS):
            await told.press(str(number))
            assert told.app.focused is focused[name]


async def test_a_screen_that_is_not_there_yet_says_why(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        for name in NOT_YET:
            await told.press(str(NAMES.index(name) + 1))
            await told.sees(NOT_YET[name])
            assert told.app.session.screen == "data"
        await told.press("escape")
        assert NOT_YET["value"] not in screen_text(told.pilot)


async def test_tabs_are_clicked(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        place = screen_text(told.pilot).splitlines()[0].index("Clean")
        await told.pilot.click("#tabs", offset=(place, 0))
        await told.comes_to("clean")


async def test_keys_are_clicked(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop, size=(120, 40)) as told:

        async def click(label: str) -> None:
            shown = screen_text(told.pilot).splitlines()
            y = next(place for place, line in enumerate(shown) if place >= 37 and label in line)
            await told.pilot.click(offset=(shown[y].index(label), y))

        await click("? Help")
        await told.until(lambda: len(told.app.screen_stack) == 2, "the help")
        await told.press("escape")
        await told.press("3")
        await told.until(lambda: told.view.grid.row is not None, "the customers")
        await click("s Sort")
        await told.until(lambda: told.view.grid.order.sort, "the order")
        # A dialog has keys of its own, on the same line.
        await told.press("o")
        await told.until(lambda: len(told.app.screen_stack) == 2, "the dialog")
        await told.press("tab")
        await told.sees("/ Path")
        await click("/ Path")
        await told.until(lambda: type(told.app.focused).__name__ == "PathEntry", "the path has the focus")
        await told.press("escape", "escape")
        await told.until(lambda: len(told.app.screen_stack) == 1, "no dialog any more")
        # Beside the keys nothing is pressed.
        await told.pilot.click(offset=(0, 38))
        assert len(told.app.screen_stack) == 1


# The lines around


@pytest.mark.parametrize(("size", "kept"), [((80, 24), "60 of 60"), ((120, 40), "60 of 60 rows kept")])
async def test_the_status_line_says_what_is_open(
    engine: LastingEngine, shop: Path, size: tuple[int, int], kept: str
) -> None:
    async with story(engine, shop, size=size) as told:
        found = report(shop)
        line = status_line(told)
        for part in ("shop.csv", kept, f"{CUSTOMERS} customers", found.as_of, "not saved"):
            assert part in line
        assert len(line) <= size[0]
        assert found.rows == ROWS


async def test_no_line_is_cut_within_a_word(engine: LastingEngine, tmp_path: Path) -> None:
    path = tmp_path / "a rather long name of a file of sales of our little shop.csv"
    path.write_text(SALES)
    async with story(engine, path) as told:
        found = report(path)
        labels = {f"{key_text(action.keys.split(',')[0])} {action.label}" for action in all_actions()}
        for width in (80, 70, 60, 100, 120, 200):
            await told.resize(width, 24)
            for number in "1234":
                await told.press(number)
                parts = [part for part in keys_line(told).split("  ") if part.strip()]
                assert {part.strip() for part in parts} <= labels
                assert [part.strip() for part in parts[-2:]] == ["q Quit", "? Help"]
                line = status_line(told)
                for figure in ("60 of 60", f"{CUSTOMERS} customers", found.as_of):
                    assert figure in line, width
                assert line.rstrip().endswith("saved")


async def test_the_sources_name_stays_while_something_is_compared(
    engine: LastingEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "online_retail_of_the_year.csv"
    path.write_text(SALES)
    async with story(engine, path) as told:
        assert told.app.opened is not None
        # As many rows and customers as a large shop has.
        large = replace(told.app.opened.report, rows=1_067_371, kept=791_045, customers=95_878)
        monkeypatch.setattr(told.app, "opened", replace(told.app.opened, report=large))
        told.app.session.compared = "2023-11-01"
        for width in (80, 81, 90, 100, 120, 140):
            await told.resize(width, 24)
            told.app.refresh_frame()
            await told.pilot.pause()
            line = status_line(told)
            assert line.startswith(" online_"), line
            for figure in ("791,045", "95,878 customers", report(path).as_of, "2023-11-01", "not saved"):
                assert figure in line


async def test_nothing_open_says_what_to_do(engine: LastingEngine) -> None:
    async with app_on(engine) as (app, pilot):
        told = Story(app, pilot)
        await told.until(lambda: "nothing open: press o" in status_line(told))
        for key, words in (("w", "press o"), ("a", "No customers"), ("c", "No customers"), ("u", "undo")):
            await told.press(key)
            await told.sees(words)
        assert not app.screen_stack[1:]


async def test_a_dialog_is_covered_while_the_terminal_is_too_small(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await customers(told)
        await told.press("f")
        await told.type("recency >")
        await told.sees("recency >")
        for size in ((59, 24), (40, 10), (59, 15)):
            await told.resize(*size)
            await told.until(lambda size=size: f"{size[0]}x{size[1]} is too small" in folded(told))
            shown = folded(told)
            assert (
                shown
                == f"{size[0]}x{size[1]} is too small: regulars needs 60x16, and is made for 80x24 or more."
            )
        await told.resize(80, 24)
        await told.sees("recency >")
        assert "too small" not in screen_text(told.pilot)
        # It is as it was, also where the next letter goes.
        await told.type(" 1")
        assert told.app.screen.query_one(Entry).value == "recency > 1"


async def test_a_terminal_that_is_too_small_is_told_so_and_comes_back(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, shop) as told:
        await told.resize(59, 16)
        await told.sees("59x16 is too small: regulars needs 60x16")
        await told.resize(60, 16)
        await told.sees("[1 Data]")
        assert "too small" not in screen_text(told.pilot)


# Help, the palette, definitions


async def test_help_lists_exactly_the_keys_of_what_has_the_focus(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop, size=(120, 180)) as told:
        for number in "1234":
            await told.press(number)
            await told.until(lambda: told.app.focused is not None)
            bound: dict[str, set[str]] = {}
            for key, active in told.app.screen.active_bindings.items():
                name = active.binding.action.partition("perform('")[2].removesuffix("')")
                if name:
                    bound.setdefault(name, set()).add(key)
            usable = usable_actions(told.app.query_one(Notice))
            assert {one.action.name: set(one.keys) for one in usable} == bound
            assert {"frame.next", "frame.quit", "frame.help"} <= set(bound)
            await told.press("question_mark")
            assert isinstance(told.app.screen, Read)
            shown = " ".join(screen_text(told.pilot).replace("│", " ").split())
            for one in usable:
                assert " ".join(map(key_text, one.keys)) + " " + one.action.help[:20] in shown, (
                    one.action.name
                )
            await told.press("escape")


async def test_every_action_of_the_focused_part_is_found_and_done_from_the_palette(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, shop) as told:
        grid = await customers(told)
        wanted = {
            one.action.name for one in usable_actions(told.app.query_one(Notice)) if one.action.in_palette
        }
        await told.press("colon")
        palette = told.app.screen.query_one(ChoiceList)
        assert {choice.value for choice in palette._all} == wanted
        await told.type("sort by")
        await told.press("enter")
        await told.until(lambda: bool(grid.order.sort))
        assert told.app.focused is grid
        await told.press("colon")
        await told.type("other way")
        await told.press("escape")
        assert told.app.focused is grid
        await told.press("colon")
        await told.type("undo")
        await told.sees("There is nothing to undo.")
        await told.press("enter")
        assert isinstance(told.app.screen, Choose), "what cannot be done now stays, with its reason"
        await told.press("escape", "ctrl+p")
        await told.type("theme")
        await told.press("enter")
        assert told.app.theme == "regulars-light"


async def test_the_definition_of_what_has_the_focus_is_shown(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await customers(told)
        await told.press("i")
        assert isinstance(told.app.screen, Read)
        await told.sees("How this is defined")
        await told.press("i")
        assert not told.app.screen_stack[1:]


async def test_themes_are_gone_through(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        for name in ("light", "contrast", "dark"):
            await told.press("t")
            await told.sees(f"Theme {name}.")
            assert told.app.theme == f"regulars-{name}"


async def test_control_c_says_how_to_leave_and_leaves_nothing_behind(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, shop) as told:
        await told.press("ctrl+c")
        await told.sees("x cancels what is running, q quits.")
        await told.press("a", "ctrl+q")
        await told.until(lambda: not told.app.is_running, "also in a dialog")
        assert told.app.return_value == 0


# Starting


@pytest.mark.parametrize("module", ["tui.app", "tui.start"])
def test_starting_the_app_loads_nothing_heavy(module: str) -> None:
    script = f"import sys, {module}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not set(loaded.stdout.split()) & {"duckdb", "pandas", "sklearn", "ibis", "numpy", "pyarrow"}
    if module == "tui.start":
        assert "textual" not in loaded.stdout.split(), "the engine starts before it is loaded"


async def test_numbers_are_written_as_preferred(engine: LastingEngine, shop: Path) -> None:
    from core.figures import PLAIN, NumberStyle
    from tui.number_style import use_numbers

    use_numbers(NumberStyle.of("1.234,56", "EUR", currency_after=True))
    try:
        async with story(engine, shop) as told:
            await told.press("2")
            await told.sees("973,00 EUR")
    finally:
        use_numbers(PLAIN)


def test_lines_are_never_markup() -> None:
    assert str(Line("[/x] [@click=app.quit]a[/]").visual) == "[/x] [@click=app.quit]a[/]"


async def test_keys_typed_after_a_screens_number_go_to_that_screen(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await told.press("2")
        ledger = told.app.query_one(LedgerGrid)
        await told.until(lambda: ledger.rows and ledger.has_focus, "the ledger")
        await told.press("1")
        before = told.app.focused
        for key in ("2", "down", "down"):  # all at once, as a fast typist's keys come over a slow line
            told.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await told.until(lambda: ledger.cursor == 2, "the cursor of the ledger two rows down")
        assert before is not ledger
        assert getattr(before, "cursor", 0) == 0


async def test_letters_typed_after_the_number_of_a_new_screen_are_for_its_rows(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, shop) as told:
        assert "customers" not in told.app._views
        for key in ("3", "j", "l", "l"):
            told.app.post_message(events.Key(key, key))
        await told.comes_to("customers")
        grid = told.view.query_one("#customers-grid", Grid)
        await told.until(lambda: grid.row is not None, "the customers")
        assert (grid.cursor, grid.cursor_column) == (1, 2)
        assert not told.app.query_one(Notice).display
        assert len(told.app.screen_stack) == 1
