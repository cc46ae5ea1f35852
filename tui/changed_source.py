"""What a run says that finds the files of the source changed since the run before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text import counted, plain, whole

if TYPE_CHECKING:
    from core.remote.opened import Opened

MOST_NAMED = 3


def what_changed(before: Opened, now: Opened) -> str:
    """Which files changed between two runs of the same source, and how many rows there were and are; empty where none did."""
    if before.recipe.source.paths != now.recipe.source.paths or before.files == now.files:
        return ""
    then, there = dict(before.files), dict(now.files)
    said = [
        *_told([name for name in there if name in then and there[name] != then[name]], "changed"),
        *_told([name for name in there if name not in then], "come"),
        *_told([name for name in then if name not in there], "gone"),
    ]
    rows, new = before.report.rows, now.report.rows
    came_to = (
        f"{counted(rows, 'row')} then, {whole(new)} now"
        if rows != new
        else f"{counted(rows, 'row')} as before"
    )
    return f"Since it was read {', '.join(said)}: {came_to}. All figures are of what is there now."


def _told(names: list[str], what: str) -> list[str]:
    if not names:
        return []
    more = f" and {whole(len(names) - MOST_NAMED)} more" if len(names) > MOST_NAMED else ""
    verb = {
        "changed": ("has changed", "have changed"),
        "come": ("is new", "are new"),
        "gone": ("is gone", "are gone"),
    }
    return [f"{', '.join(plain(name, 60) for name in names[:MOST_NAMED])}{more} {verb[what][len(names) > 1]}"]
