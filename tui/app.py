"""The app: it holds the session, the last result and the screens together, and lets the engine do the work."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import replace
from inspect import isawaitable
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from rich.text import Text
from textual import events, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.css.query import NoMatches
from textual.screen import Screen

from core.errors import RegularsError
from core.preferences import LookPart
from core.recipe import Recipe
from core.remote import jobs as engine_jobs
from core.remote import looking
from core.remote.lane import Died, Event, StoppedError, UnexpectedError
from core.remote.messages import Opened, Progress
from tui import session as sessions
from tui.acting import Acting
from tui.actions import Action, bindings
from tui.copying import send_to_clipboard
from tui.crash import write_crash, write_trace
from tui.engine import Engine, answer
from tui.frame_actions import FrameActions
from tui.jobs import Job
from tui.messages import EngineEvent
from tui.output import ascii_filter, speaks_unicode
from tui.screens import NOT_YET, SCREENS, view_class
from tui.session import Session
from tui.themes import SHORT_NAMES, THEMES
from tui.view import View
from tui.widgets.keys import Keys
from tui.widgets.notice import Notice
from tui.widgets.status import Status
from tui.widgets.tabs import Tabs
from tui.widgets.too_small import TooSmall
from tui.wording import in_app

T = TypeVar("T")

# How long a key may hold up those after it.
MOMENT_S = 0.1


class Frame(Screen[None], inherit_bindings=False):
    """The screen under all dialogs. Its keys are the app's: Textual's own for Tab would hide those of the registry."""


class RegularsApp(Acting, App[int], inherit_bindings=False):
    """The terminal app."""

    TITLE = "regulars"
    ENABLE_COMMAND_PALETTE = False
    # What is drawn as a grid or a chart cannot be marked with the mouse; y copies it, and terminals mark text with Shift held.
    ALLOW_SELECT = False
    CSS = """
    Screen { background: $background; color: $foreground; layers: base over; }
    /* What lies below a dialog stays in view, and is not drawn again. */
    Dialog { background: transparent; }
    #body { height: 1fr; }
    .dim { color: $dim; }
    .heading { color: $heading; text-style: bold; }
    * { scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }
    Entry { scrollbar-size-horizontal: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("frame"),
        Binding("escape", "escape", show=False),
        # Also in a dialog, whatever has been typed there.
        Binding("ctrl+q", "perform('frame.quit')", show=False, priority=True),
        Binding("ctrl+c", "stop_key", show=False),
    ]

    def __init__(
        self,
        session: Session,
        engine: Engine,
        *,
        look: LookPart | None = None,
        keymap: dict[str, str] | None = None,
        resumable: Session | None = None,
    ) -> None:
        self.session = session
        self.engine = engine
        self.source_look: looking.FirstLook | None = None
        """What is in the source, also where it cannot be run."""
        self.opened: Opened | None = None
        self.earlier: Opened | None = None
        """The result of an earlier as-of date, while one is compared with."""
        self.is_stale = False
        self._jobs: list[Job] = []
        self.screen_names = (*SCREENS, *NOT_YET)
        self.resumable = resumable
        """The session of the last sitting, where nothing else is opened."""
        self._views: dict[str, View] = {}
        self._frame_actions = FrameActions(self)
        super().__init__()
        self.unicode = speaks_unicode()
        if not self.unicode:
            self._filters.append(ascii_filter())
        for known in THEMES:
            self.register_theme(known)
        self.look = look or LookPart()
        self.theme = SHORT_NAMES[self.look.theme]
        self.set_keymap(keymap or {})

    # The frame

    def compose(self) -> ComposeResult:
        """Tabs, the screen that is gone to, notices, status and keys."""
        yield Tabs()
        yield Container(id="body")
        yield Notice()
        yield Status()
        yield Keys()
        yield TooSmall()

    async def on_mount(self) -> None:
        """Draw the first screen; the engine has been at work since before the app was loaded."""
        self.set_class(not self.unicode, "ascii")
        self.engine.listen(self._engine_says)
        # After `fg` the terminal is empty, and Textual draws only what changes.
        self.app_resume_signal.subscribe(self, lambda _: self._frame_actions.action_redraw())
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.query_one(Keys).refresh())
        await self.go_to(self.session.screen if self.session.screen in SCREENS else SCREENS[0])
        if self.session.recipe.source.paths:
            self._remember_source()
            self.run_recipe()

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small now."""
        with contextlib.suppress(NoMatches):
            self.query_one(TooSmall).measure(event.size)

    def get_default_screen(self) -> Screen[None]:
        """The screen under all dialogs."""
        return Frame(id="_default")

    async def on_unmount(self) -> None:
        """Leave nothing running."""
        self.engine.close()

    @property
    def view(self) -> View:
        """The screen in view."""
        return self._views[self.session.screen]

    @property
    def _made_views(self) -> list[View]:
        """The screens that have been made: one that is being made is told everything when it is there."""
        return [view for view in self._views.values() if view.is_mounted]

    def why_no_screen(self, name: str) -> str:
        """Why a screen cannot be gone to; empty where it can."""
        return NOT_YET.get(name, "")

    async def go_to(self, name: str) -> None:
        """Show a screen, made now if it has never been shown."""
        if name in self._views and self._views[name].display:
            return
        for other in self._views.values():
            if other.display:
                other.remember_focus()
                other.display = False
        self.session.screen = name
        view = self._views.get(name)
        if view is None:
            view = self._views[name] = view_class(name)()
            await self.query_one("#body").mount(view)
            if self.source_look is not None:
                view.show_look(self.source_look)
            if self.opened is not None:
                view.show_result(self.opened)
            if self.earlier is not None:
                view.show_earlier(self.earlier)
        view.display = True
        view.focus_again()
        self.refresh_frame()
        self.keep()

    async def show_customers(self, filter_text: str, reason: str = "") -> None:
        """Go to the customers that fit a filter; `reason` says who they are."""
        await self.go_to("customers")
        view = self.view
        if hasattr(view, "filter_by"):
            await view.filter_by(filter_text)
        if reason:
            self.say(reason)

    def refresh_frame(self) -> None:
        """Draw the lines around the screen again."""
        with contextlib.suppress(NoMatches):  # before the first frame there is nothing to draw
            self.query_one(Tabs).refresh()
            self.query_one(Status).job_changed()
            self.query_one(Status).refresh()
            self.query_one(Keys).refresh()

    def _fatal_error(self) -> None:
        """End on a fault of our own: what happened goes to a file, and two lines to the person."""
        told = write_crash()
        self._exit_renderables.append(Text(f"error: {told.what}\n       {told.cure}"))
        self._close_messages_no_wait()

    # Saying things

    def say(self, sentence: str) -> None:
        """Say something that goes away with the next action."""
        self.query_one(Notice).tell(sentence)

    def fail(self, error: RegularsError) -> None:
        """Tell an error; what somebody stopped is no error."""
        if isinstance(error, StoppedError):
            return
        cure = in_app(error.cure)
        if isinstance(error, UnexpectedError) and (path := write_trace(error.trace)) is not None:
            cure += f" {path} says where it happened."
        self.query_one(Notice).fail(in_app(error.what), cure)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what was marked in a field, as all that is copied goes."""
        self._clipboard = text
        send_to_clipboard(self, text)

    def quiet(self) -> None:
        """Take away what was said."""
        with contextlib.suppress(NoMatches):
            self.query_one(Notice).clear()

    @property
    def actor(self) -> object:
        """What does the actions of the frame."""
        return self._frame_actions

    def why_not(self, action: Action) -> str:
        """Why an action of the frame cannot be done now."""
        return self._frame_actions.why_not_now(action.name)

    def action_stop_key(self) -> None:
        """Ctrl+C neither quits nor cancels by accident, but says what does."""
        self.say("x cancels what is running, q quits.")

    def action_escape(self) -> None:
        """Take a notice away; there is nothing else to leave here."""
        self.quiet()

    # Recipes and runs

    def change(self, recipe: Recipe, reason: str) -> None:
        """Put another recipe in force and run it; `reason` is what was chosen, in a few words."""
        if self.session.change(recipe, reason):
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
        """Keep the session for the next start."""
        # Until something is opened, the last sitting is what the next start offers to go on with.
        unused = not self.session.recipe.source.paths
        sessions.keep_session(self.resumable if unused and self.resumable else self.session)

    def open_source(self, *paths: str, recipe: Recipe | None = None, recipe_path: str = "") -> None:
        """Open a source, or a recipe, in place of what was open."""
        begun = recipe or Recipe()
        if paths:
            begun = replace(begun, source=replace(begun.source, paths=tuple(paths)))
        self.session.begin(begun, recipe_path)
        self._begin_anew()

    async def resume(self) -> None:
        """Go on with the last sitting, on the screen that it was left on."""
        if self.resumable is None:
            return
        session, self.resumable = self.resumable, None
        screen = session.screen if session.screen in SCREENS else SCREENS[0]
        session.screen = self.session.screen  # which is in view until the other is
        self.session = session
        await self.go_to(screen)
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Show nothing of what was open before, and run what is open now."""
        self.source_look = None
        self.opened = self.earlier = None
        self._remember_source()
        self.keep()
        for view in self._made_views:
            view.show_source()
        self.run_recipe()

    def _remember_source(self) -> None:
        """Put what is open before the other recent sources: the recipe's file, or the first source."""
        paths = self.session.recipe.source.paths
        opened = self.session.path or (paths[0] if paths else "")
        if opened not in ("", "-"):
            sessions.remember_source(str(Path(opened).expanduser().absolute()))

    def run_recipe(self) -> None:
        """Run the recipe in force; the last results stay in view, marked as stale, until it is done."""
        self.is_stale = self.opened is not None
        recipe, slow = self.session.recipe, self.engine.slow
        known = self.source_look.recipe if self.source_look is not None else None
        look = None
        # The lane answers in order: what is in the source comes before the run only where it is looked at.
        look_first = self.session.screen == "data"
        run = None if look_first else slow.study(engine_jobs.run, recipe)
        if known is None or (known.source, known.columns) != (recipe.source, recipe.columns):
            look = slow.study(looking.first_look, recipe)
        if run is None:
            run = slow.study(engine_jobs.run, recipe)
        self._await_run(recipe, run, look, look_first=look_first)

    @work(exclusive=True, group="run")
    async def _await_run(
        self,
        recipe: Recipe,
        run: Future[Opened],
        look: Future[looking.FirstLook] | None,
        *,
        look_first: bool,
    ) -> None:
        try:
            told = look is not None and look_first and not await self._take_look(look)
            opened = await self.wait_for("running the recipe", run, tell=not told)
            if opened is not None and recipe == self.session.recipe:
                self._take_result(opened)
            if look is not None and not look_first:
                await self._take_look(look)
        finally:
            for future in (look, run):
                if future is not None and not future.done():
                    self.engine.slow.stop(future)
        if opened is not None and recipe == self.session.recipe:
            await self._compare()

    async def _take_look(self, future: Future[looking.FirstLook]) -> bool:
        """Show what is in the source; False where it cannot be read, which the screen tells."""
        try:
            look = await self._watch("looking at the source", future)
        except RegularsError as error:
            for view in self._made_views:
                view.show_unreadable(error)
            return False
        self.source_look = look
        for view in self._made_views:
            view.show_look(look)
        return True

    def _take_result(self, opened: Opened) -> None:
        self.opened, self.is_stale = opened, False
        for view in self._made_views:
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
        if day:
            dated = recipe.with_value("customers.as_of", day)
            earlier = await self.wait_for(
                f"running it as of {day}", self.engine.slow.study(engine_jobs.run, dated)
            )
            if recipe != self.session.recipe or day != self.session.compared:
                return
            if earlier is None:
                self.session.compared = ""
        if earlier is not self.earlier:
            self.earlier = earlier
            for view in self._made_views:
                view.show_earlier(earlier)
            self.refresh_frame()

    async def wait_for(self, title: str, future: Future[T], *, tell: bool = True) -> T | None:
        """What a call of the slow lane gives, shown as the job that is running; None where it failed, which is told unless somebody else does."""
        try:
            return await self._watch(title, future)
        except RegularsError as error:
            if tell:
                self.fail(error)
            return None

    async def _watch(self, title: str, future: Future[T]) -> T:
        """The same; what fails is raised."""
        job = Job(title, future)
        self._jobs.append(job)
        self.refresh_frame()
        try:
            return await answer(future)
        finally:
            if not future.done():
                self.engine.slow.stop(future)
            self._jobs.remove(job)
            self.refresh_frame()

    async def ask(self, future: Future[T]) -> T | None:
        """What a call of the quick lane gives; None where it failed, which is told."""
        try:
            return await answer(future)
        except RegularsError as error:
            self.fail(error)
            return None

    @property
    def job(self) -> Job | None:
        """What is running: the lane does the first of those that are waited for."""
        return self._jobs[0] if self._jobs else None

    async def see_to(self, doing: Awaitable[object]) -> None:
        """See to what an action began. What is over in a moment is over when the next key is read; the keys wait no longer than that."""
        ended = asyncio.Event()

        async def to_its_end() -> None:
            try:
                await doing
            finally:
                ended.set()

        self.run_worker(to_its_end(), group="actions")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), MOMENT_S)

    # The engine

    def _engine_says(self, event: Event) -> None:
        # Called from the lanes' threads; a message is the way in.
        with contextlib.suppress(Exception):
            self.post_message(EngineEvent(event))

    def on_engine_event(self, message: EngineEvent) -> None:
        """Show how far a job is, or say that the engine died and goes on."""
        event = message.event
        if isinstance(event, Progress):
            if self.job is not None:
                self.job.doing, self.job.share = event.doing, event.share
        elif isinstance(event, Died):
            again = " and is at it again" if event.tried_again else ""
            self.say(
                f"The engine {event.how}. A new one takes its place{again}; your choices and results are kept."
            )

    # Dialogs

    def ask_for(self, dialog: Any, then: Callable[[str], Any]) -> None:
        """Show a dialog, and hand its answer on unless it was left."""

        async def answered(value: str | None) -> None:
            if value is not None:
                done = then(value)
                if isawaitable(done):
                    await self.see_to(done)

        self.push_screen(dialog, answered)
