"""The app: it holds the session, the last result and the screens together, and lets the engine do the work."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import WorkerFailed

from core.errors import RegularsError
from core.garbage import look_past_what_is_loaded, look_when_idle, tidy
from core.preferences import LookPart
from core.remote.lane import StoppedError, UnexpectedError
from tui.actions import Action, bindings
from tui.crash import write_crash, write_trace
from tui.engine import Engine
from tui.frame_actions import FrameActions
from tui.frugal_screen import FrugalScreen
from tui.lasting import Lasting
from tui.output import ascii_filter, speaks_unicode
from tui.screens import NAMES, SCREENS
from tui.session import Session
from tui.showing import Showing
from tui.sizes import tell_sizes
from tui.themes import SHORT_NAMES, THEMES
from tui.widgets.keys import Keys
from tui.widgets.notice import Notice
from tui.widgets.status import Status
from tui.widgets.tabs import Tabs
from tui.widgets.too_small import TooSmall

# How long a key may hold up those after it.
MOMENT_S = 0.1
# What reads keys and what writes to the terminal are threads of their own: none waits longer than this for its turn while a screen
# is drawn.
TURN_S = 0.0005
# How long after the last change of size everything is drawn once more.
SETTLED_S = 0.25
# Who has not pressed a key for so long does not notice that something else takes a moment.
TIDIED_AFTER_S = 3.0


class Frame(Lasting, FrugalScreen[None], inherit_bindings=False):
    """The screen under all dialogs. Its keys are the app's: Textual's own for Tab would hide those of the registry."""

    # Each screen sees to its focus. Textual would give it to the first widget that takes it, be that on a screen that is hidden.
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__(id="_default")

    def on_mount(self) -> None:
        """Leave nobody unaware of the room that there is."""
        tell_sizes(self)


class RegularsApp(Showing, inherit_bindings=False):
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
        self.fault: RegularsError | None = None
        """What ended the app, if that was no one's wish."""
        self.screen_names = NAMES
        self._frame_actions = FrameActions(self)
        self._settled: Timer | None = None
        super().__init__(session, engine, resumable)
        self.unicode = speaks_unicode()
        if not self.unicode:
            self._filters.append(ascii_filter())
        for known in THEMES:
            self.register_theme(known)
        self.look = look or LookPart()
        self.symbols: object = self.look.symbols
        """What charts are drawn with."""
        # Set before anything is watched: else all styles would be read for Textual's own theme, and then again for this one.
        self.set_reactive(RegularsApp.theme, SHORT_NAMES[self.look.theme])
        self._styled_with = self.get_css_variables()
        self.stylesheet.set_variables(self._styled_with)
        self.set_keymap(keymap or {})

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew where colours are others now. Textual asks for it as an app begins, too, when all was styled just before."""
        variables = self.get_css_variables()
        if variables != self._styled_with:
            self._styled_with = variables
            super().refresh_css(animate)

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
        """Draw the frame; the engine has been at work since before the app was loaded."""
        self.set_class(not self.unicode, "ascii")
        self.engine.listen(self._engine_says)
        if not self.is_headless:
            # Whoever ends the app from outside gets the terminal back as it was, too.
            asyncio.get_running_loop().add_signal_handler(
                signal.SIGTERM, self.exit, 128 + int(signal.SIGTERM)
            )
        # After `fg` the terminal is empty, and Textual draws only what changes.
        self.app_resume_signal.subscribe(self, lambda _: self._frame_actions.action_redraw())
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.query_one(Keys).refresh())
        if self.session.screen not in SCREENS:
            self.session.screen = SCREENS[0]
        # Loading a screen takes as long as drawing the frame: what can be seen by then is seen.
        self.call_after_refresh(self._begin)

    async def _begin(self) -> None:
        """Draw the first screen, and have the source run if there is one."""
        await self.go_to(self.session.screen)
        self.has_begun = True
        if not self.is_headless:  # else others are in the same process, before it and after it
            look_past_what_is_loaded()
            look_when_idle()
            sys.setswitchinterval(TURN_S)
            self.set_interval(TIDIED_AFTER_S, self._tidy)
        if self.session.recipe.source.paths:
            self.run_recipe()
            self.tell_what_was_left()
        self.call_after_refresh(self.engine.stand_by)

    def _tidy(self) -> None:
        """Do what takes a moment while nobody types."""
        if self.is_idle_for(TIDIED_AFTER_S):
            tidy()

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small now."""
        with contextlib.suppress(NoMatches):
            self.query_one(TooSmall).measure(event.size)
            self.query_one(Keys).fit(event.size)
        # A terminal that is still being resized may have folded or dropped what was drawn meanwhile.
        if self._settled is not None:
            self._settled.stop()
        self._settled = self.set_timer(SETTLED_S, self._frame_actions.action_redraw)

    def get_default_screen(self) -> Screen[None]:
        """The screen under all dialogs."""
        return Frame()

    async def on_unmount(self) -> None:
        """Leave nothing running."""
        self.engine.close()

    def refresh_frame(self) -> None:
        """Draw the lines around the screen again."""
        with contextlib.suppress(NoMatches):  # before the first frame there is nothing to draw
            self.query_one(Tabs).refresh()
            self.query_one(Status).job_changed()
            self.query_one(Status).refresh()
            self.query_one(Keys).refresh()

    def keys_may_differ(self) -> None:
        """What can be done may depend on where a cursor is now."""
        for frame in self.screen_stack[:1]:  # also while a dialog lies over it
            with contextlib.suppress(NoMatches):
                frame.query_one(Keys).look_again()

    def _handle_exception(self, error: Exception) -> None:
        """A widget that is gone, or not there yet, is nothing to end for: what was to be drawn on it is drawn when it is there."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, NoMatches):
            self.log.error(str(cause))
            return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End on a fault of our own: what happened goes to a file, and two lines to the person, from whoever started the app."""
        self.fault = write_crash()
        self._close_messages_no_wait()

    # Saying things

    def say(self, sentence: str) -> None:
        """Say something that goes away with the next action."""
        self.query_one(Notice).tell(sentence)

    def tell_refusal(self, sentence: str) -> None:
        """Say why a key was not taken, which may be true only while a source is opened."""
        self.query_one(Notice).tell(sentence, until_result=self.is_opening)

    def result_is_there(self) -> None:
        """What a key was refused for the want of is there now."""
        with contextlib.suppress(NoMatches):
            self.query_one(Notice).result_is_there()

    def fail(self, error: RegularsError) -> None:
        """Tell an error; what somebody stopped is no error, nor is what comes of a cleared cache, which is said where it is made good."""
        if isinstance(error, StoppedError) or self.makes_again():
            return
        from tui.wording import in_app

        cure = in_app(error.cure)
        if isinstance(error, UnexpectedError) and (path := write_trace(error.trace)) is not None:
            cure += f" {path} says where it happened."
        self.query_one(Notice).fail(in_app(error.what), cure)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what was marked in a field, as all that is copied goes."""
        self._clipboard = text
        from tui.copying import send_to_clipboard

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

    def may_take_long(self, action: Action) -> bool:
        """What goes to another screen or part is over before the next key acts on it."""
        return action.method not in (*SCREENS, "part_forth", "part_back")

    def action_stop_key(self) -> None:
        """Ctrl+C neither quits nor cancels by accident, but says what does."""
        self.say("x cancels what is running, q quits.")

    def action_escape(self) -> None:
        """Take a notice away; there is nothing else to leave here."""
        self.quiet()

    # Keys that wait, and dialogs

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

    def ask_for(self, dialog: Any, then: Callable[[str], Any]) -> None:
        """Show a dialog, and hand its answer on unless it was left."""

        async def answered(value: str | None) -> None:
            if value is not None:
                done = then(value)
                if isawaitable(done):
                    await self.see_to(done)

        self.push_screen(dialog, answered)
