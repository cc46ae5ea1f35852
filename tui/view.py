"""What the screens share: a number, a title, and the result they show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.widget import Widget

from tui.acting import Acting, app_of, focus_on
from tui.lacking import Lacks

if TYPE_CHECKING:
    from textual.worker import Worker

    from core.errors import RegularsError
    from core.remote.looks import FirstLook
    from core.remote.opened import Opened
    from tui.app import RegularsApp


class View(Acting, Vertical):
    """One of the screens. It is made when it is first gone to, and stays."""

    name_of_view: ClassVar[str] = ""
    title: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self._last_focus: Widget | None = None

    @property
    def regulars(self) -> RegularsApp:
        """The app, as its own class."""
        return app_of(self)

    @property
    def opened(self) -> Opened | None:
        """The last finished run; stale while `regulars.is_stale`."""
        return self.regulars.opened

    def show_result(self, opened: Opened) -> None:
        """Draw another result. Called when the view is made and whenever a run has finished."""

    def show_earlier(self, earlier: Opened | None) -> None:
        """Show beside each figure what it was at an earlier as-of date; None: nothing is compared any more."""

    def show_source(self) -> None:
        """Another source was opened: what is on the screen is of the one before."""

    def show_look(self, look: FirstLook) -> None:
        """What is in the source is known, and which column plays which role; also where nothing can be computed from it."""

    def show_unreadable(self, error: RegularsError) -> None:
        """The source cannot be looked at; the app tells why."""

    def comes_into_view(self) -> None:
        """It has been gone to. Textual's own Show is not sent where a widget was looked for before it was laid out."""

    def goes_out_of_view(self) -> None:
        """Another screen is gone to."""

    def tell_why_nothing(self) -> None:
        """A run began, or came to nothing: what shows nothing has another reason for it now."""
        for widget in self.query(Lacks):
            widget.tell_why_nothing()

    def awaits(self, worker: Worker[Any]) -> bool:
        """Whether keys for a new screen wait until this worker of its own is done: not for one that goes on behind what is shown."""
        return True

    def first_focus(self) -> Widget | None:
        """What has the focus when the screen is first gone to: of a part that is in view, whichever a session was left at."""
        # The first frame needs neither.
        from tui.widgets.keeping_focus import is_shown
        from tui.widgets.parts import Parts

        found = next((one for one in self.query("*") if one.focusable and is_shown(one, self)), None)
        parts = self.query(Parts)
        return found if found is not None or not parts else parts.first().to_focus()

    def remember_focus(self) -> None:
        """Keep what has the focus for when the screen is come back to."""
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            self._last_focus = focused

    def focus_again(self) -> None:
        """Give the focus to what had it when the screen was left."""
        from tui.widgets.keeping_focus import is_shown

        wanted = (
            self._last_focus
            if self._last_focus is not None
            and self._last_focus.is_attached
            and is_shown(self._last_focus, self)
            else self.first_focus()
        )
        if wanted is not None:
            focus_on(wanted)
        else:
            self.screen.set_focus(None)

    def definition(self) -> str:
        """How what this screen shows is defined, where what has the focus has nothing to say."""
        return ""

    def copied(self) -> str:
        """What `y` copies, where what has the focus has nothing."""
        return ""

    async def export(self) -> None:
        """Write what is in view to a file."""
        self.regulars.say("There is nothing here to export.")

    def dumped(self) -> str:
        """Anything that a text dump of the screen should hold beyond what is drawn."""
        return ""
