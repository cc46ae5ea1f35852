"""What the screen Data says before the first row of a source can be shown."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from tui.sources import size_text
from tui.text import plain
from tui.widgets.line import Line

# What is smaller is there before anybody could read about it.
LARGE_BYTES = 5 * 10**6
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def waiting_for(paths: Sequence[str]) -> Line:
    """What is being opened, and, where that takes a while, why and what can be done meanwhile."""
    first = Path(paths[0]).expanduser()
    size = 0
    with contextlib.suppress(OSError):
        size = first.stat().st_size if first.is_file() else 0
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    lines = [f"Looking at {plain(paths[0], 200)}{more}" + (f", {size_text(size)}." if size else ".")]
    if size >= LARGE_BYTES:
        is_workbook = first.suffix.casefold() in WORKBOOKS
        whole = "The sheets of a workbook are read whole before their first row can be shown: a second or two for each 10 MB."
        lines += [
            "",
            *([whole] if is_workbook else []),
            "What has been read once is kept: the next time it is there at once.",
            "The line below says what is being done; x cancels. The keys (?) and the theme (t) are there meanwhile.",
        ]
    line = Line("\n".join(lines), id="data-waiting")
    line.styles.padding = (0, 1)
    return line
