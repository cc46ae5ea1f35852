"""The steps that a user takes: undone and done again, kept as a recipe, and dates that everything follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cli.main import main
from core.recipe import Recipe
from tests.tui.framed import report, shop_in, status_line
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, app_on
from tui.dialogs.as_of import AskDate, moved
from tui.dialogs.ask import Ask
from tui.session import kept_session
from tui.state import recent_sources
from tui.widgets.entry import Entry
from tui.widgets.grid import Grid


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return shop_in(tmp_path)


# Steps


async def test_choices_are_undone_and_done_again(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        first = told.app.opened.report.as_of  # type: ignore[union-attr]
        await told.press("comma")
        await told.has_run()
        earlier = told.app.opened.report  # type: ignore[union-attr]
        day = moved(date.fromisoformat(first), months=-1).isoformat()
        assert earlier == report(shop, ("customers.as_of", day))
        await told.press("u")
        await told.sees(f"Undone: as of {day}.")
        await told.has_run()
        assert told.app.opened.report.as_of == first  # type: ignore[union-attr]
        await told.press("u")
        await told.sees("There is nothing to undo.")
        await told.press("ctrl+r")
        await told.sees(f"Done again: as of {day}.")
        await told.has_run()
        assert told.app.opened.report == earlier  # type: ignore[union-attr]
        await told.press("ctrl+r")
        await told.sees("There is nothing to redo.")


async def test_the_recipe_is_written_and_not_over_another_file_unasked(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    target = tmp_path / "mine.toml"
    async with story(engine, shop) as told:
        await told.until(lambda: "not saved" in status_line(told))
        await told.press("w")
        await told.enter(str(tmp_path / "mine"))
        await told.sees(f"Wrote {target}")
        await told.until(lambda: "saved" in status_line(told))
        await told.until(lambda: "not saved" not in status_line(told))
        assert Recipe.load(target).source.paths == (str(shop),)

        await told.press("comma")
        await told.has_run()
        await told.until(lambda: "not saved" in status_line(told))
        await told.press("w", "enter")
        await told.until(lambda: told.app.session.is_written, "its own file is written without asking")
        assert Recipe.load(target).customers.as_of == told.app.opened.report.as_of  # type: ignore[union-attr]

        other = tmp_path / "other.toml"
        other.write_text("# somebody's")
        await told.press("w")
        await told.enter(str(other))
        await told.sees("Write over other.toml?")
        await told.press("enter")
        await told.sees("Nothing was written.")
        assert other.read_text() == "# somebody's"
        await told.press("w")
        await told.enter(str(other))
        await told.sees("Write over other.toml?")
        await told.enter("yes")
        await told.until(lambda: other.read_text() != "# somebody's")
        assert told.app.session.path == str(other)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "needs a name"),
        ("/", "folder"),
        ("~nobody-at-all/x", "cannot be written"),
        ("no/such/folder/x", "no folder"),
        ("x" * 300, "File name too long"),
    ],
)
async def test_a_recipe_is_not_written_where_it_cannot_be(
    engine: LastingEngine, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.parent.iterdir())
    async with story(engine, shop) as told:
        await told.press("w")
        await told.enter(name)
        await told.sees(words)
        assert isinstance(told.app.screen, Ask), "it stays open, to be corrected"
        assert not told.app.session.path
    assert sorted(tmp_path.parent.iterdir()) == before


async def test_what_was_left_is_gone_on_with(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await told.press("comma", "comma")
        await told.has_run()
        await told.press("4", "comma")
        await told.has_run()
        await told.press("u")
        await told.has_run()
        left = told.app.session.recipe
        shown = told.app.opened.report  # type: ignore[union-attr]
        await told.press("q")
    resumable = kept_session()
    assert resumable is not None
    assert recent_sources() == [str(shop)]
    async with app_on(engine, resumable=resumable) as (app, pilot):
        told = Story(app, pilot)
        await told.sees("Go on")
        await told.press("enter")
        await told.has_run()
        assert app.session.recipe == left
        assert app.session.screen == "segments"
        assert app.opened is not None
        assert app.opened.report == shown
        await told.press("ctrl+r")
        await told.sees("Done again")
        await told.press("u", "u", "u")
        assert app.session.recipe.customers.as_of == ""
        await told.has_run()


async def test_a_recipe_made_here_gives_the_same_bytes_elsewhere(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    async with story(engine, shop) as told:
        await told.press("comma")
        await told.has_run()
        await told.press("2")
        ledger = told.view.query_one(Grid)
        await told.until(lambda: ledger.rows and ledger.has_focus)
        while ledger.value("rule") != "quantity <= 0":
            await told.press("down")
            await told.pilot.pause()
        await told.press("space")
        await told.has_run()
        await told.press("4", "M", "e", "l", "enter")
        await told.has_run()
        as_of = told.app.opened.report.as_of  # type: ignore[union-attr]
        await told.press("w")
        await told.enter(str(tmp_path / "made.toml"))
        await told.until(lambda: told.app.session.is_written)
    settings = ("rules.quantity=false", "segments.map=eleven")
    assert main(["run", str(tmp_path / "made.toml"), "--out", str(tmp_path / "a"), "--quiet"]) == 0
    chosen = [word for setting in settings for word in ("--set", setting)]
    asked = ["run", str(shop), "--as-of", as_of, *chosen, "--out", str(tmp_path / "b"), "--quiet"]
    assert main(asked) == 0
    for name in ("customers.parquet", "segments.csv", "ledger.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


# Dates


async def test_the_as_of_date_is_typed_or_moved_and_everything_follows(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, shop) as told:
        last = date.fromisoformat(told.app.opened.report.as_of)  # type: ignore[union-attr]
        await told.press("a")
        dialog = told.app.screen
        assert isinstance(dialog, AskDate)
        entry = dialog.query_one(Entry)
        assert entry.value == last.isoformat()
        for key, (days, months) in {
            "up": (1, 0),
            "pageup": (0, 1),
            "down": (-1, 0),
            "pagedown": (0, -1),
            "left_square_bracket": (0, -3),
            "right_square_bracket": (0, 3),
            "shift+down": (0, -3),
        }.items():
            last = moved(last, days=days, months=months)
            await told.press(key)
            assert entry.value == last.isoformat(), key
        entry.value = "20240101x"
        await told.press("enter")
        await told.sees("That is no date")
        entry.value = "1999-01-01"
        await told.press("enter")
        await told.sees("nothing was bought before")
        entry.value = "2024-07-01"
        await told.press("enter")
        await told.has_run()
        assert told.app.opened.report == report(shop, ("customers.as_of", "2024-07-01"))  # type: ignore[union-attr]
        await told.until(lambda: "2024-07-01" in status_line(told))
        await told.press("full_stop")
        await told.has_run()
        assert told.app.opened.report.as_of == "2024-08-01"  # type: ignore[union-attr]
        await told.press("a")
        await told.enter("")
        await told.has_run()
        assert told.app.session.recipe.customers.as_of == ""


async def test_months_stop_where_nothing_was_bought(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        told.app.set_values("as of January", customers__as_of="2024-01-20")
        await told.has_run()
        await told.press("comma")
        await told.sees("Nothing was bought before 2024-01-01")
        assert told.app.session.recipe.customers.as_of == "2024-01-20"


async def test_an_earlier_date_is_compared_with_until_no_more(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, shop) as told:
        await told.press("c")
        await told.enter("2024-06-01")
        await told.until(lambda: told.app.earlier is not None)
        assert told.app.earlier is not None
        assert told.app.earlier.report == report(shop, ("customers.as_of", "2024-06-01"))
        await told.until(lambda: "vs 2024-06-01" in status_line(told))
        await told.press("comma")
        await told.has_run()
        assert told.app.earlier.as_of == date(2024, 6, 1), "it is still compared with"
        await told.press("c")
        await told.sees("Nothing is compared any more.")
        await told.until(lambda: told.app.earlier is None)
        await told.until(lambda: "(with" not in status_line(told))
        await told.press("c")
        await told.enter("2030-01-01")
        await told.sees("Give a date before")
        await told.press("escape")
        assert told.app.earlier is None
