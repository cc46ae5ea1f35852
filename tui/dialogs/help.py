"""The keys of what has the focus, from the registry."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from tui.actions import key_text
from tui.widgets.keys import Usable

SCOPE_TITLES = {
    "frame": "Everywhere",
    "grid": "In this table",
    "cells": "In these cells",
    "card": "On this card",
    "spread": "In the distributions",
    "scatter": "In the scatter",
    "correlations": "In the correlations",
    "tiers": "In the tiers",
    "places": "In the list of files and folders",
    "path": "In the field of the path",
    "files": "In the list of what is read",
    "ledger": "In the ledger",
    "map": "In the map editor",
    "fields": "In the fields",
    "shelf": "In the list of kept models",
}


def help_text(usable: Sequence[Usable]) -> Table:
    """What can be done here, by what it belongs to; keys on the left, and why not where it cannot be done now."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    # What is done everywhere comes last, be it done here in a way of its own.
    scopes = sorted(dict.fromkeys(one.action.scope for one in usable), key=lambda scope: scope == "frame")
    for number, scope in enumerate(scopes):
        if number:
            table.add_row("", "")
        table.add_row(Text(SCOPE_TITLES.get(scope, f"On the screen {scope.capitalize()}"), style="bold"), "")
        for one in usable:
            if one.action.scope == scope:
                keys = Text("  " + " ".join(map(key_text, one.keys)), style="" if one.reason else "bold")
                said = f"{one.action.help} (Not now: {one.reason})" if one.reason else one.action.help
                table.add_row(keys, Text(said))
    return table
