"""A table with nothing in it, above the words that say why."""

from __future__ import annotations

from tui.lacking import Lacking
from tui.widgets.grid import Grid
from tui.widgets.rows import FewRows


async def told_below(grid: Grid, reason: str) -> str:
    """Empty a table that has the focus; what is left to be said below it, where there is room for whole sentences."""
    is_lacking = isinstance(reason, Lacking)
    grid.empty = reason if is_lacking else ""
    # What keeps it from being there takes as many lines as it needs.
    grid.styles.height = "1fr" if is_lacking else 1
    await grid.show(FewRows((), ()))
    return "" if is_lacking else reason
