"""Recipes and runs: what is in force is run by the engine, and everything that shows a result is told of it."""

from __future__ import annotations

import asyncio
import contextlib
import os
from concurrent.futures import Future
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual import work

from core.errors import OutputError, RegularsError
from core.recipe import Recipe
from core.remote import jobs as engine_jobs
from core.remote import looking
from core.remote.lane import StoppedError
from tui.asking import Asking, failure_of
from tui.engine import Engine, Opening
from tui.session import Session, keep_session
from tui.state import remember_source
from tui.trail import Trail

if TYPE_CHECKING:
    from core.models.shelf import OnShelf
    from core.remote.looks import FirstLook
    from core.remote.opened import Opened
    from tui.view import View

HOW_TO_KEEP = (
    "Write the recipe with w before you leave, or set XDG_STATE_HOME to a folder that can be written."
)


class Running(Asking, inherit_bindings=False):
    """The half of the app that has to do with recipes; what is seen of it is the other half's."""

    def __init__(self, session: Session, engine: Engine, resumable: Session | None) -> None:
        self.session = session
        self.resumable = resumable
        """What was worked on last, where nothing else is opened."""
        self.trail = Trail()
        """What was open before the present source, and after it."""
        self.asked_on = ""
        """The screen in view when somebody asked what to open."""
        self.source_look: FirstLook | None = None
        """What is in the source, also where it cannot be run."""
        self.is_going_on = False
        """Whether a session that was left is being put in place, whose recipe is run next."""
        self.is_stale = False
        """Whether the recipe in force is another one than that of the last finished run."""
        self.has_failed = False
        """Whether the recipe in force could not be run, or was cancelled."""
        self.why_failed: RegularsError | None = None
        """Why it could not be run."""
        self.ledger_alone: Opened | None = None
        """What the rules did to the rows, where they left nobody."""
        self.why_unkept: str | None = None
        """Why the session could not be kept when that was tried last."""
        self.model: OnShelf | None = None
        """The kept model that is predicted by, whatever source is open; None: by the open source."""
        self._run = None
        self._result_came_at = 0.0
        self._is_settled = asyncio.Event()
        super().__init__(engine)

    # What the other half does

    @property
    def _made_views(self) -> list[View]:
        raise NotImplementedError

    def _forget_views(self) -> None:
        raise NotImplementedError

    async def go_to(self, name: str) -> None:
        """Show a screen."""
        raise NotImplementedError

    def result_is_there(self) -> None:
        """A run has finished."""
        raise NotImplementedError

    def stays_where_it_was(self, error: RegularsError) -> bool:
        """Whether something else is open still where what was opened cannot be read."""
        raise NotImplementedError

    # Recipes

    def change(self, recipe: Recipe, reason: str) -> None:
        """Put another recipe in force and run it; `reason` is what was chosen, in a few words."""
        if self.session.change(recipe, reason):
            self.trail.after.clear()
            self.keep()
            self.run_recipe()

    def set_values(self, reason: str, **values: str) -> None:
        """Change settings of the recipe, each as `section__name="text"`; an impossible value is told."""
        named = [(key.replace("__", "."), value) for key, value in values.items()]
        try:
            recipe = self.session.recipe.with_values(named)
        except RegularsError as error:
            self.fail(error)
            return
        self.change(recipe, reason)

    def keep(self) -> None:
        """Keep the session for the next start; that of a source which could not be read only if choices were made."""
        if not self.is_worth_keeping:
            return
        why_not = keep_session(self.session)
        # Once: each key would say it again.
        if why_not and self.why_unkept is None:
            self.fail(OutputError(f"The next start cannot go on with this: {why_not}", HOW_TO_KEEP))
        self.why_unkept = why_not or None

    @property
    def is_worth_keeping(self) -> bool:
        """Whether the source could be read, or choices were made on it."""
        return self.source_look is not None or self.session.has_work

    def begin_anew(self) -> None:
        """Show nothing of what was open before, and run what is open now."""
        self.forget()
        for view in self._made_views:
            view.show_source()
        self.run_recipe()

    def forget(self) -> None:
        """Know nothing of what was open before."""
        self.source_look = None
        self.opened = self.earlier = self.ledger_alone = None
        self._forget_views()

    def _remember_source(self) -> None:
        """Put what is open before the other recent sources: the recipe's file, or the first source."""
        paths = self.session.recipe.source.paths
        opened = self.session.path or (paths[0] if paths else "")
        if opened not in ("", "-"):
            remember_source(os.path.abspath(Path(opened).expanduser()))  # noqa: PTH100  a link stays one

    # Runs

    def run_recipe(self, *, look_again: bool = False) -> None:
        """Run the recipe in force; the last results stay in view, marked as stale, until it is done."""
        self.is_stale, self.has_failed, self.why_failed = self.opened is not None, False, None
        for view in self._made_views:
            view.tell_why_nothing()
        recipe = self.session.recipe
        known = self.source_look.recipe if self.source_look is not None else None
        look = look_again or known is None or (known.source, known.columns) != (recipe.source, recipe.columns)
        look_first = self.session.screen == "data"
        opening = self.engine.opening(recipe, look=look, look_first=look_first)
        self._run = opening.run
        self._is_settled.clear()
        self._await_run(opening, look_first=look_first)

    @work(exclusive=True, group="run")
    async def _await_run(self, opening: Opening, *, look_first: bool) -> None:
        try:
            await self._take_all(opening, look_first=look_first)
        finally:
            if opening.run is self._run:
                self._is_settled.set()

    async def _take_all(self, opening: Opening, *, look_first: bool) -> None:
        recipe, look, run = opening.recipe, opening.look, opening.run
        try:
            told = look is not None and look_first and not await self._take_look(look)
            opened = await self.wait_for("running the recipe", run, tell=not told)
            if recipe == self.session.recipe:
                self.why_failed = None if opened is not None else failure_of(run)
                self._take_result(opened)
            if look is not None and not look_first:
                await self._take_look(look)
            elif opened is not None and (told or self._is_look_old(opened)):
                await self._take_look(self.engine.slow.study(looking.first_look, recipe))
            if self.why_failed is not None and self.source_look is not None:
                await self._look_at_ledger(recipe)
        finally:
            self.engine.give_up(opening)
        if opened is not None and recipe == self.session.recipe:
            await self._compare()

    async def _look_at_ledger(self, recipe: Recipe) -> None:
        """Where the rules leave nobody, show what each of them took all the same."""
        found = None
        with contextlib.suppress(RegularsError):  # why there are no customers has been told
            found = await self._watch(
                "looking at the ledger", self.engine.slow.study(engine_jobs.ledger_alone, recipe)
            )
        if recipe == self.session.recipe and self.has_failed:
            self.ledger_alone = found
            for view in self._made_views:
                view.tell_why_nothing()

    def _is_look_old(self, opened: Opened) -> bool:
        """Whether the files of a run are others than those that were looked at."""
        return self.source_look is not None and self.source_look.look.identities != opened.files

    async def _take_look(self, future: Future[FirstLook]) -> bool:
        """Show what is in the source; False where it cannot be read, which the screen tells."""
        try:
            look = await self._watch("looking at the source", future)
        except StoppedError as error:
            if self.source_look is None:
                for view in self._made_views:
                    view.show_unreadable(error)
            return True
        except RegularsError as error:
            if self.source_look is None and self.stays_where_it_was(error):
                return False
            for view in self._made_views:
                view.show_unreadable(error)
            return False
        is_new = self.source_look is None
        self.source_look = look
        if is_new:
            self._remember_source()
            self.keep()
        for view in self._made_views:
            view.show_look(look)
        return True

    def _take_result(self, opened: Opened | None) -> None:
        """Show what the recipe in force gave; where that is nothing, the result before stays."""
        if opened is None:
            self.has_failed = True
        else:
            before, self.opened, self.is_stale = self.opened, opened, False
            self._result_came_at = monotonic()
            self.ledger_alone = None
            if self.earlier is not None and self.earlier.is_gone:
                # It is run again, too; until then there is nothing to compare with.
                self.earlier = None
            self.result_is_there()
            if before is not None and before.files != opened.files:
                from tui.changed_source import what_changed

                if changed := what_changed(before, opened):
                    self.say(changed)
        for view in self._made_views:
            view.tell_why_nothing()
            if opened is not None:
                view.show_result(opened)
        self.refresh_frame()

    def compare_with(self, day: str) -> None:
        """Compare with an earlier as-of date from now on, or with none."""
        self.session.compared = day
        self.keep()
        self._compare_again()

    @work(exclusive=True, group="compare")
    async def _compare_again(self) -> None:
        await self._compare()

    async def _compare(self) -> None:
        """Run the recipe in force for the earlier date, if one is compared with."""
        earlier, day, recipe = None, self.session.compared, self.session.recipe
        as_of = self.opened.as_of if self.opened is not None else None
        if day and as_of is not None and day >= as_of.isoformat():
            self.session.compared = ""
            self.keep()
            self.say(f"Nothing is compared any more: {day} is not before {as_of}.")
            day = ""
        if day:
            dated = recipe.with_value("customers.as_of", day)
            earlier = await self.wait_for(
                f"running it as of {day}", self.engine.slow.study(engine_jobs.run, dated)
            )
            if recipe != self.session.recipe or day != self.session.compared:
                return
            if earlier is None:
                self.session.compared = ""
        # Where it failed, who waits for what is compared with has to hear of it.
        if earlier is not self.earlier or (day and earlier is None):
            self.earlier = earlier
            for view in self._made_views:
                view.show_earlier(earlier)
            self.refresh_frame()
