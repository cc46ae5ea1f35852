"""What the tests of charts draw, and how they read it."""

from __future__ import annotations

from datetime import date

from tui.charts import Line, Table, plain_text

MONTHS = [date(2009 + (11 + at) // 12, (11 + at) % 12 + 1, 1) for at in range(25)]
GRID = Table(
    [[5 * row + column for column in range(5)] for row in range(5)],
    ["r5", "r4", "r3", "r2", "r1"],
    ["f1", "f2", "f3", "f4", "f5"],
    [["Potential Loyalist"] * 5] * 5,
    "customers",
)


def drawn(lines: list[Line]) -> str:
    """The text of a chart, without what only fills its lines."""
    return "\n".join(text.rstrip() for text in plain_text(lines))
