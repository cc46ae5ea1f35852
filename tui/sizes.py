"""Telling widgets their size where Textual forgets to."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from textual import events
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from tui.frugal_screen import FrugalScreen


def tell_sizes(screen: FrugalScreen[Any]) -> None:
    """See to it that every widget of a screen that acts on its size hears of it.

    Textual sends `Resize` to what its last layout did not hold. Where a place was asked for between a change and its layout, the change
    counts as laid out already and nobody is told.
    """
    told: WeakKeyDictionary[Widget, Size] = WeakKeyDictionary()
    acting: WeakSet[Widget] = WeakSet()
    nodes = 0

    def tell(_screen: Screen[Any]) -> None:
        nonlocal nodes
        # This follows every layout, and so many a key: all widgets are gone through only where there are others than before.
        if nodes != (nodes := len(screen.app._registry)):
            acting.update(widget for widget in screen.walk_children(Widget) if hasattr(widget, "on_resize"))
        by_textual = screen.told_their_size
        for widget in acting:
            if not widget.size:
                told.pop(widget, None)  # out of view it stays as it is
            elif widget.size != told.get(widget):
                told[widget] = widget.size
                if widget not in by_textual:
                    widget.post_message(
                        events.Resize(widget.size, widget.virtual_size, widget.container_size)
                    )

    screen.screen_layout_refresh_signal.subscribe(screen, tell, immediate=True)
