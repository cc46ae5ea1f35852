"""The styles of a widget go by the name of its class, wherever that is defined."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter

from textual.widget import Widget

import tui


def test_no_two_widgets_share_a_name() -> None:
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        importlib.import_module(module.name)

    def below(widget: type[Widget]) -> set[type[Widget]]:
        return {one for sub in widget.__subclasses__() for one in (sub, *below(sub))}

    ours = Counter(one.__name__ for one in below(Widget) if one.__module__.startswith("tui."))
    assert len(ours) > 50
    assert [name for name, times in ours.items() if times > 1] == []
