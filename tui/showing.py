"""Going from screen to screen: each is made when it is first gone to, and stays."""

from __future__ import annotations

import asyncio
from time import monotonic

from core.garbage import look_past_what_is_loaded
from tui.acting import Pane
from tui.engine import Engine
from tui.frugal_screen import FrugalScreen
from tui.keystrokes import Keystrokes
from tui.screens import NOT_YET, is_loaded, view_class
from tui.session import Session
from tui.view import View
from tui.widgets.tabs import Tabs

# How long keys may wait for a screen that is made.
SHOWN_WITHIN_S = 1.0


class Showing(Keystrokes, inherit_bindings=False):
    """The part of the app that has one of its screens in view."""

    def __init__(self, session: Session, engine: Engine, resumable: Session | None) -> None:
        self._views: dict[str, View] = {}
        self._blank = View()
        self.has_begun = False
        """Whether the first screen is there."""
        super().__init__(session, engine, resumable)

    @property
    def view(self) -> View:
        """The screen in view; until the first is made, an empty one."""
        return self._views.get(self.session.screen) or self._blank

    @property
    def is_coming(self) -> object:
        """What names the rows that are on their way to what has the focus, or the first screen; None where nothing is awaited."""
        if not self.has_begun:
            return "the first screen"
        if self.opened is None:
            return None
        view, focused = self._views.get(self.session.screen), self.screen.focused
        is_awaited = (
            view is None
            or not view.is_mounted
            or (isinstance(focused, Pane) and focused.is_coming)
            or (
                focused is None
                and any(
                    worker.node is view and not worker.is_finished and view.awaits(worker)
                    for worker in self.workers
                )
            )
        )
        return (self.session.screen, id(self.opened)) if is_awaited else None

    @property
    def _made_views(self) -> list[View]:
        """The screens that have been made: one that is being made is told everything when it is there."""
        return [view for view in self._views.values() if view.is_mounted]

    def _forget_views(self) -> None:
        """Make the screens anew that show what was open before; the one in view, and Data, see to that themselves."""
        for name in [name for name in self._views if name not in ("data", self.session.screen)]:
            self._views.pop(name).remove()

    def why_no_screen(self, name: str) -> str:
        """Why a screen cannot be gone to; empty where it can."""
        return NOT_YET.get(name, "")

    async def go_to(self, name: str) -> None:
        """Show a screen, made now if it has never been shown."""
        if name in self._views and self._views[name].display:
            return
        self.session.screen = name
        # The tab at once: what it stands for may take a moment.
        self.query_one(Tabs).refresh()
        await self.screen.wait_for_refresh()
        view = self._views.get(name)
        for other in self._views.values():
            if other.display and other is not view:
                other.remember_focus()
                # What is hidden with the focus gives it up a turn later, when something else has it already.
                self.screen.set_focus(None)
                other.display = False
                if other.is_mounted:
                    other.goes_out_of_view()
        is_new = view is None
        if view is None and (view := await self._made(name)) is None:
            return
        # While it was made, another one may have been gone to.
        view.display = self.session.screen == name
        if not view.display:
            return
        if view.is_mounted:  # else who makes it does the same
            view.comes_into_view()
        view.focus_again()
        self.refresh_frame()
        frame = view.screen  # with or without a dialog over it
        if not is_new and isinstance(frame, FrugalScreen):
            frame.draw_once_laid_out()
        self.keep()

    async def _made(self, name: str) -> View | None:
        """A screen that shows what there is; None where the app is being left."""
        body = self.query_one("#body")
        if not body.is_attached:
            return None
        is_new = not is_loaded(name)
        view = self._views[name] = view_class(name)()
        await body.mount(view)
        if self.source_look is not None:
            view.show_look(self.source_look)
        if self.opened is not None:
            view.show_result(self.opened)
        if self.earlier is not None:
            view.show_earlier(self.earlier)
        await self._until_shown(view)
        if is_new and not self.is_headless:  # of what is made again for another source nothing need stay
            look_past_what_is_loaded()
        return view

    async def _until_shown(self, view: View) -> None:
        """Wait until a new screen shows what there is: the keys typed meanwhile are meant for that, but for those that are for no rows."""
        end = monotonic() + SHOWN_WITHIN_S
        while (
            monotonic() < end
            and not self.is_hurried
            and any(
                worker.node is view and not worker.is_finished and view.awaits(worker)
                for worker in self.workers
            )
        ):
            await asyncio.sleep(0.01)

    async def show_customers(self, filter_text: str, reason: str = "", told: str = "") -> None:
        """Go to the customers that fit a filter; `reason` says who they are, `told` what the filter is called where it is no text to read."""
        await self.go_to("customers")
        view = self.view
        if hasattr(view, "filter_by"):
            await view.filter_by(filter_text, told)
        if reason:
            self.say(reason)

    async def show_card(self, customer_id: str) -> None:
        """Go to the card of a customer; leaving it leads back to where it was asked for."""
        asked_from = self.session.screen
        await self.go_to("customers")
        view = self.view
        if hasattr(view, "open_card"):
            view.open_card(customer_id, back_to=asked_from)

    async def predict_from(self, customer_id: str) -> None:
        """Go to the screen Predict with the numbers of a customer."""
        await self.go_to("predict")
        view = self.view
        if hasattr(view, "take_customer"):
            await view.take_customer(customer_id)
