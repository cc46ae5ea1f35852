"""Opening a source, and going back to the one before: each is left as it is, and can be gone on with."""

from __future__ import annotations

from dataclasses import replace

from core.errors import RegularsError
from core.recipe import Recipe
from tui.running import Running
from tui.screens import SCREENS
from tui.session import Session


class Openings(Running, inherit_bindings=False):
    """The part of the app that puts one session in place of another."""

    def open_source(self, *paths: str, recipe: Recipe | None = None, recipe_path: str = "") -> None:
        """Open a source, or a recipe, in place of what was open; undo goes back to that."""
        begun = recipe or Recipe()
        if paths:
            begun = replace(begun, source=replace(begun.source, paths=tuple(paths)))
        screen = self.session.screen
        self.session = self.trail.opened(self._leave(), begun, recipe_path)
        self.session.screen = screen
        self.begin_anew()
        self.tell_what_was_left()

    def _leave(self) -> Session | None:
        """The present session, if there is anything in it to go back to, as it was when something else was asked for."""
        if not self.is_worth_keeping:
            return None
        self.session.screen, self.asked_on = self.asked_on or self.session.screen, ""
        self.keep()
        return self.session

    def tell_what_was_left(self) -> None:
        """Say of a source opened anew that choices were made on it before."""
        if self.session.is_begun_again:
            self.say(
                f"Choices that were made on {self.session.name} before are not in force: u goes back to them."
            )

    async def resume(self, place: str = "") -> None:
        """Go on with what was left, on the screen that it was left on: at a place, or what was worked on last."""
        in_view = self.session.screen
        session = self.trail.gone_on_with(self._leave(), place) if place else self.resumable
        if session is not None:
            await self._go_on_with(session, in_view)
        elif place:
            self.session.screen = in_view
            self.fail(
                RegularsError("What was left there cannot be read any more.", "Open its source anew with o.")
            )

    async def undo(self) -> None:
        """Go a step back: to the recipe before, or from a source that was opened to the one before."""
        reason = self.session.undo()
        if reason is not None:
            self._stepped(f"Undone: {reason}.")
            return
        left = self.session
        session = self.trail.back(left)
        if session is not None:
            await self._go_on_with(session, left.screen)
            self.say(f"Undone: opening {left.name}. {session.name} is as it was left.")

    async def redo(self) -> None:
        """Go a step forth again."""
        reason = self.session.redo()
        if reason is not None:
            self._stepped(f"Done again: {reason}.")
            return
        left = self.session
        session = self.trail.forth(left)
        if session is not None:
            await self._go_on_with(session, left.screen)
            self.say(f"Done again: opening {session.name}.")

    def _stepped(self, said: str) -> None:
        self.keep()
        self.run_recipe()
        self.say(said)

    async def _go_on_with(self, session: Session, in_view: str) -> None:
        """Put another session in place of the present one, on the screen that it was left on."""
        self.resumable = None
        screen = session.screen if session.screen in SCREENS else SCREENS[0]
        session.screen = in_view  # until the other is
        self.session = session
        self.forget()
        self.is_going_on = True
        try:
            await self.go_to(screen)
        finally:
            self.is_going_on = False
        self.begin_anew()

    def stays_where_it_was(self, error: RegularsError) -> bool:
        """Go back to what was open before, where what was opened cannot be read; False where nothing was."""
        if not self.trail.before:
            return False
        self.run_worker(self._stay_where_it_was(error), group="opening")
        return True

    async def _stay_where_it_was(self, error: RegularsError) -> None:
        """What was opened cannot be read: what was open before it is open still."""
        session = self.trail.before.pop()
        await self._go_on_with(session, self.session.screen)
        told = RegularsError(error.what, f"{error.cure} {session.name} is open as it was.")
        self.fail(told)
        await self._is_settled.wait()
        if self.session is session and self.has_failed:
            # Nothing could be made of that one either, which was told before.
            self.fail(told)
