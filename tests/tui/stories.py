"""The words that stories of the app are told in: pressing, typing, seeing, waiting."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from core.recipe import Recipe
from tests.tui.support import LastingEngine, app_on, screen_text, type_text, until
from tui.app import RegularsApp

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_data" / "online_retail.xlsx"


class Story:
    """An app under test."""

    def __init__(self, app: RegularsApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def view(self) -> Any:
        """The screen in view."""
        return self.app.view

    async def until(self, condition: Callable[[], object], what: str = "what was waited for") -> None:
        """Wait until something holds."""
        await until(self.pilot, condition, what)

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before has been dealt with."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text into what has the focus."""
        await type_text(self.pilot, text)

    async def enter(self, text: str) -> None:
        """Put a text into the field of the dialog that is open, and take it."""
        await self.until(lambda: self.app.screen.query("Entry"), "a dialog with a field")
        self.app.screen.query_one("Entry").value = text  # type: ignore[attr-defined]
        await self.press("enter")

    async def has_acted(self) -> None:
        """Wait until what keys began is over."""
        await self.until(
            lambda: (
                not any(worker.group == "actions" and not worker.is_finished for worker in self.app.workers)
            ),
            "what a key began is over",
        )

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size, and wait until the screen has it."""
        await self.pilot.resize_terminal(width, height)
        await self.until(lambda: self.app.screen.size == (width, height), f"a screen of {width}x{height}")

    async def sees(self, text: str) -> None:
        """Wait until a text is on the screen, on one line or folded over several."""

        def is_there() -> bool:
            shown = screen_text(self.pilot)
            # A path has no blank to be folded at: it is cut wherever the line ends.
            return text in shown or "".join(text.split()) in "".join(shown.replace("│", " ").split())

        await self.until(is_there, f"{text!r} on the screen")

    async def has_run(self) -> None:
        """Wait until the recipe in force has been run."""
        await self.until(
            lambda: self.app.opened is not None and not self.app.is_stale and self.app.job is None, "a result"
        )

    async def is_drawn(self) -> None:
        """Wait until nothing more is worked out for the screen in view: some charts are drawn once more when their room is known."""
        await self.until(
            lambda: all(worker.is_finished for worker in self.app.workers if worker.node is self.view),
            "all that is drawn",
        )

    async def comes_to(self, screen: str) -> None:
        """Wait until a screen is in view, with all that is on it."""
        await self.until(
            lambda: (
                self.app.session.screen == screen
                and all(widget.is_mounted for widget in self.view.walk_children(with_self=True))
            ),
            f"the screen {screen}",
        )

    async def go_to_part(self, name: str) -> Any:
        """Go on to a part of the screen; its widget."""
        while self.view.parts.present != name:
            await self.press("right_square_bracket")
        await self.until(lambda: self.view.parts.widget is not None, f"the part {name}")
        return self.view.parts.widget


@asynccontextmanager
async def story(
    engine: LastingEngine,
    *paths: Path | str,
    size: tuple[int, int] = (80, 24),
    recipe: Recipe | None = None,
) -> AsyncIterator[Story]:
    """The app on sources that have been run, or on nothing."""
    async with app_on(engine, *paths, recipe=recipe, size=size) as (app, pilot):
        told = Story(app, pilot)
        if paths or recipe:
            await told.has_run()
        yield told
