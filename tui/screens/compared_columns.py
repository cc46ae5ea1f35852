"""What changed since an earlier date, beside a figure of now: one heading and one way of writing it in all tables."""

from __future__ import annotations

from math import inf

from core.views.compare import Change
from tui.text import cell
from tui.widgets.rows import Column

# By how much it is more or less now, in per cent of then: the one way in which customers, orders and money can be held side by side.
HEADING = "change %"


def change_column(name: str) -> Column:
    """A column for what changed, to stand beside the figure."""
    return Column(name, HEADING, "change", width=len(HEADING) + 1)


def shown_change(change: Change | None) -> float | None:
    """The change as a share of then, without bounds where there was nothing; None where it is not known."""
    if change is None or change.change is not None:
        return None if change is None else change.change
    return inf if change.then == 0 and change.now else None


def change_in_words(change: Change | None) -> str:
    """The change as a sentence has it: `+12.5 %`, `same` or `new`; empty where it is not known."""
    text = cell(shown_change(change), "change")
    return f"{text} %" if text[-1:].isdigit() else text
