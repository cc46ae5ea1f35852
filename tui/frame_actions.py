"""What the keys of the frame do. What only a key needs is loaded with it: nothing of that is in the first picture."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import replace
from datetime import date
from inspect import isawaitable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.css.query import NoMatches

from core.errors import OutputError, RegularsError
from tui.acting import Acting, nodes_up
from tui.actions import action_named, key_text
from tui.lacking import Lacking, why_nothing
from tui.paths import ask_before, file_path, here
from tui.screens import NOT_YET
from tui.themes import THEMES
from tui.widgets.keys import usable_actions
from tui.widgets.notice import Notice

if TYPE_CHECKING:
    from tui.app import RegularsApp

NEEDS_DATES = ("as_of", "month_back", "month_forth", "compare")


class FrameActions:
    """The methods behind the actions whose scope is `frame`."""

    def __init__(self, app: RegularsApp) -> None:
        self.app = app

    def why_not_now(self, name: str) -> str:
        """Why an action of the frame cannot be done now."""
        own = name.partition(".")[2]
        if own in NOT_YET:
            return NOT_YET[own]
        if nothing := self._nothing_to(own):
            return nothing
        if own in ("write", "settings") and not self.app.session.recipe.source.paths:
            return "There is no recipe before a source is open: press o."
        if own == "suspend" and not self._has_shell():
            return "There is no shell to go back to."
        if own in NEEDS_DATES and self.app.opened is None:
            return why_nothing(self.app, Lacking("customers"))
        if own in NEEDS_DATES and self.app.opened is not None and not self.app.opened.as_of:
            return "This table of customers has no dates."
        return ""

    def _nothing_to(self, own: str) -> str:
        """What there is nothing of to cancel, undo, redo or go to."""
        session = self.app.session
        if own == "cancel" and self.app.job is None:
            return "Nothing is running."
        if own == "undo" and session.position == 0 and not self.app.trail.before:
            return "There is nothing to undo."
        # Its keys are drawn again and again, and a query for them would take longer than the rest.
        if own in ("part_forth", "part_back") and not self._has_parts():
            return (
                why_nothing(self.app, Lacking("rows"))
                if self.app.opened is None
                else "There is one part here."
            )
        if own == "redo" and session.position + 1 >= len(session.recipes) and not self.app.trail.after:
            return "There is nothing to redo."
        if own in ("next", "previous") and len(self.app.screen.focus_chain) < 2:
            return "There is only one pane here."
        return ""

    def _has_shell(self) -> bool:
        """Whether somebody could bring the app back: without a shell that gave it a job of its own, it would stand still for ever."""
        return not self.app.is_headless and os.getpgrp() != os.getsid(0)

    # Screens

    async def action_data(self) -> None:
        await self.app.go_to("data")

    async def action_clean(self) -> None:
        await self.app.go_to("clean")

    async def action_customers(self) -> None:
        await self.app.go_to("customers")

    async def action_segments(self) -> None:
        await self.app.go_to("segments")

    async def action_clusters(self) -> None:
        await self.app.go_to("clusters")

    async def action_models(self) -> None:
        await self.app.go_to("models")

    async def action_predict(self) -> None:
        await self.app.go_to("predict")

    # Steps

    async def action_undo(self) -> None:
        await self.app.undo()

    async def action_redo(self) -> None:
        await self.app.redo()

    def action_cancel(self) -> None:
        if self.app.job is not None:
            title = self.app.job.title
            # All of it: what waits behind it was asked for together with it.
            self.app.engine.slow.stop()
            then = (
                "The last results stay; the next choice, or u, runs again."
                if self.app.opened is not None
                else "u goes back to what was open before."
                if self.app.trail.before and self.app.session.position == 0
                else "o opens a source."
            )
            self.app.say(f"Cancelled: {title}. {then}")

    def action_write(self) -> None:
        from tui.dialogs.ask import Ask

        first = self.app.session.recipe.source.paths[0]
        usual = self.app.session.path or str(here() / f"{Path(first).stem}.toml")
        self.app.ask_for(
            Ask(
                "Write the recipe",
                usual,
                hint="`regulars run` with this file repeats everything chosen here.",
                check=self._where_it_goes,
            ),
            self._write_recipe,
        )

    def _where_it_goes(self, name: str) -> str:
        path = _recipe_path(name)
        if path.exists() and str(path) != self.app.session.path:
            return f"{path} is there already; you will be asked."
        return f"Writes {path}"

    def _write_recipe(self, name: str) -> None:
        path = _recipe_path(name)
        if path.exists() and str(path) != self.app.session.path:
            ask_before(self.app, path, lambda: self._write_now(path))
        else:
            self._write_now(path)

    def _write_now(self, path: Path) -> None:
        recipe = self.app.session.recipe
        unfinished = path.with_name(f".{path.name[:200]}.{os.getpid()}.unfinished")
        try:
            paths = tuple(
                one if one == "-" else str(Path(one).expanduser().absolute()) for one in recipe.source.paths
            )
            text = replace(recipe, source=replace(recipe.source, paths=paths)).to_toml()
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            self.app.fail(
                OutputError(f"{path} cannot be written: {error.strerror or error}.", "Give another place.")
            )
            return
        self.app.session.written, self.app.session.path = recipe, str(path)
        self.app.keep()
        self.app.refresh_frame()
        self.app.say(f"Wrote {path}")

    def action_settings(self) -> None:
        from tui.dialogs.setting import choose_setting

        choose_setting(self.app)

    # Dates

    def action_as_of(self) -> None:
        from tui.dialogs.as_of import AskDate

        assert self.app.opened is not None  # noqa: S101  `why_not_now` saw to it
        report = self.app.opened.report
        dialog = AskDate(
            "As of",
            self.app.opened.as_of,
            first=report.first,
            last=self.app.opened.last_purchase or report.last,
            empty="the day after the last purchase",
        )
        self.app.ask_for(dialog, self._set_as_of)

    def action_month_back(self) -> None:
        self._move_as_of(-1)

    def action_month_forth(self) -> None:
        self._move_as_of(1)

    def _move_as_of(self, months: int) -> None:
        from tui.dialogs.as_of import moved

        asked = self.app.session.recipe.customers.as_of
        opened = self.app.opened
        base = date.fromisoformat(asked) if asked else opened.as_of if opened else None
        if base is None or opened is None:
            return
        day = moved(base, months=months).isoformat()
        if opened.report.first and day <= opened.report.first[:10]:
            self.app.say(f"Nothing was bought before {opened.report.first[:10]}: {base} stays.")
            return
        self._set_as_of(day)

    def _set_as_of(self, text: str) -> None:
        self.app.set_values(f"as of {text or 'the last purchase'}", customers__as_of=text)

    def action_compare(self) -> None:
        if self.app.session.compared:
            self.app.compare_with("")
            self.app.say("Nothing is compared any more.")
            return
        from tui.dialogs.as_of import AskDate, moved

        assert self.app.opened is not None  # noqa: S101  `why_not_now` saw to it
        report, as_of = self.app.opened.report, self.app.opened.as_of
        earlier = moved(as_of, months=-3) if as_of else None
        dialog = AskDate(
            "Compare with an earlier as-of date",
            earlier,
            first=report.first,
            last=self.app.opened.last_purchase or report.last,
            empty="nothing is compared",
            before=as_of,
        )
        self.app.ask_for(dialog, self.app.compare_with)

    # Reading and leaving

    def action_help(self) -> None:
        from tui.dialogs.help import help_text
        from tui.dialogs.read import Read

        self.app.push_screen(Read("Keys", help_text(usable_actions(self.app.query_one(Notice)))))

    def action_palette(self) -> None:
        from tui.dialogs.choose import Choice, Choose

        choices = [
            Choice(
                one.action.name, one.action.label, f"{key_text(one.keys[0])}  {one.action.help}", one.reason
            )
            for one in usable_actions(self.app.query_one(Notice))
            if one.action.in_palette
        ]
        focused = self.app.focused
        self.app.ask_for(Choose("Commands", choices), lambda name: self._perform(name, focused))

    def _chain(self) -> list[Any]:
        start = self.app.focused if self.app.focused is not None else self.app.view
        return [*nodes_up(start)]

    async def _perform(self, name: str, focused: Any) -> None:
        action = action_named(name)
        if focused is not None:
            self.app.set_focus(focused)
        for node in self._chain():
            if isinstance(node, Acting) and node.can_do(action):
                await node.action_perform(name)
                return

    def action_explain(self) -> None:
        from tui.dialogs.read import Read

        for node in self._chain():
            text = node.definition() if hasattr(node, "definition") else ""
            if text:
                self.app.push_screen(Read("How this is defined", text))
                return
        self.app.say("There is nothing here that needs a definition.")

    async def action_copy(self) -> None:
        from tui.copying import copy_out

        for node in self._chain():
            try:
                text = node.copied() if hasattr(node, "copied") else ""
                text = await text if isawaitable(text) else text
            except RegularsError as error:
                self.app.fail(error)
                return
            if text:
                self.app.say(copy_out(self.app, text))
                return
        self.app.say("There is nothing here to copy.")

    async def action_export(self) -> None:
        try:
            await self.app.view.export()
        except NoMatches:
            self.app.say("This screen is still being made: try again in a moment.")

    def action_dump(self) -> None:
        from tui.copying import write_dump

        try:
            self.app.say(f"Wrote {write_dump(self.app)}")
        except RegularsError as error:
            self.app.fail(error)

    async def action_open(self) -> None:
        self.app.asked_on = self.app.session.screen
        await self.app.go_to("data")
        view = self.app.view
        if hasattr(view, "ask_source"):
            view.ask_source()

    def action_theme(self) -> None:
        names = [theme.name for theme in THEMES]
        place = names.index(self.app.theme) if self.app.theme in names else -1
        self.app.theme = names[(place + 1) % len(names)]
        self.app.say(f"Theme {self.app.theme.removeprefix('regulars-')}.")

    def action_redraw(self) -> None:
        self.app.refresh(repaint=True, layout=True)
        # A timer may ask for it while the app ends, when no screen is left.
        for screen in self.app.screen_stack[-1:]:
            screen.refresh(repaint=True, layout=True)

    def action_suspend(self) -> None:
        driver: Any = self.app._driver
        driver.suspend_application_mode()
        # So that the app hears of it when it goes on, and draws everything again.
        driver._must_signal_resume = True
        # All of the job, as a terminal's own Ctrl+Z would: the shell waits for what started the app (make, a script), not for the app.
        os.killpg(os.getpgrp(), signal.SIGSTOP)

    async def action_part_forth(self) -> None:
        await self._step_part(1)

    async def action_part_back(self) -> None:
        await self._step_part(-1)

    def _has_parts(self) -> bool:
        children = self.app.view.children
        if not children:
            return False
        from tui.widgets.parts import Parts

        return any(isinstance(child, Parts) for child in children)

    async def _step_part(self, by: int) -> None:
        from tui.widgets.parts import Parts

        await self.app.view.query(Parts).first().step(by)

    def action_next(self) -> None:
        self.app.screen.focus_next()

    def action_previous(self) -> None:
        self.app.screen.focus_previous()

    async def action_quit(self) -> None:
        self.app.keep()
        self.app.exit(0)


def _recipe_path(name: str) -> Path:
    """The file of a recipe, with its ending; OutputError where it cannot be one."""
    written = name.strip()
    is_whole = not Path(written).name or written.endswith((".toml", "/"))
    return file_path(written if is_whole else f"{written}.toml")
