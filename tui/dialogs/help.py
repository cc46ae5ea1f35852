"""The keys of what has the focus, from the registry."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from tui.actions import Action, key_text

SCOPE_TITLES = {"frame": "Everywhere", "grid": "In this table"}


def help_text(usable: Sequence[tuple[Action, str, bool]]) -> Table:
    """What can be done here, by what it belongs to; keys on the left."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    scopes = dict.fromkeys(action.scope for action, _, _ in usable)
    for number, scope in enumerate(scopes):
        if number:
            table.add_row("", "")
        table.add_row(Text(SCOPE_TITLES.get(scope, f"On the screen {scope.capitalize()}"), style="bold"), "")
        for action, key, possible in usable:
            if action.scope == scope:
                keys = [key, *(other for other in action.keys.split(",") if other != key)]
                style = "" if possible else "dim"
                table.add_row(
                    Text("  " + " ".join(map(key_text, keys)), style="bold" if possible else "dim"),
                    Text(action.help, style=style),
                )
    return table
