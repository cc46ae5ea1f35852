"""What every widget with keys shares: its actions come from the registry, and one that cannot be done says why."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Iterator
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, cast

from textual.dom import DOMNode, NoScreen
from textual.widget import Widget

from tui.actions import Action, action_named
from tui.lasting import Lasting

if TYPE_CHECKING:
    from tui.app import RegularsApp


class Acting(Lasting):
    """A widget or app whose keys are bound by `bindings(scope)`."""

    def why_not(self, action: Action) -> str:
        """Why an action cannot be done now, as a sentence; empty where it can."""
        return ""

    @property
    def actor(self) -> object:
        """What has the methods."""
        return self

    def can_do(self, action: Action) -> bool:
        """Whether an action is one of this widget's."""
        return hasattr(self.actor, f"action_{action.method}")

    def may_take_long(self, action: Action) -> bool:
        """Whether an action may have to wait for the engine: the next key then does not wait for its end."""
        return True

    async def action_perform(self, name: str) -> None:
        """Do what the registry calls `name`, or say why it cannot be done."""
        action = action_named(name)
        reason = self.why_not(action)
        if reason:
            app_of(self).refuse(reason)
            return
        app_of(self).quiet()
        done = getattr(self.actor, f"action_{action.method}")()
        if isawaitable(done):
            await (app_of(self).see_to(done) if self.may_take_long(action) else done)


def app_of(node: object) -> RegularsApp:
    """The app that something is part of."""
    return cast("RegularsApp", cast("DOMNode", node).app)


def focus_on(widget: Widget) -> None:
    """Give the focus to a widget before the next key is read: Textual's own `focus` comes to it only after that."""
    with contextlib.suppress(NoScreen):  # it is gone already
        widget.screen.set_focus(widget, scroll_visible=False)


class Pane(Acting, Widget, can_focus=True):
    """A focusable part of a screen with keys of its own."""

    @property
    def regulars(self) -> RegularsApp:
        """The app, as its own class."""
        return app_of(self)

    def definition(self) -> str:
        """How what this shows is defined, for `i`."""
        return ""

    @property
    def is_coming(self) -> bool:
        """Whether it shows nothing, but will in a moment."""
        return False

    def copied(self) -> str | Awaitable[str]:
        """What `y` copies from here; empty where there is nothing."""
        return ""


def nodes_up(node: DOMNode | None) -> Iterator[Any]:
    """A node and everything it is in."""
    while node is not None:
        yield node
        node = node.parent
