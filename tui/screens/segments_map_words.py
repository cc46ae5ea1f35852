"""What the map editor says of a draft: its names, its cells with marks on what is wrong, and the prover's word."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from core.views.map_draft import CellClaim, Complaint, Examined
from tui.charts import Table
from tui.dialogs.ask import Ask
from tui.dialogs.dialog import give_title
from tui.text import as_fits, counted, plain, whole
from tui.widgets.entry import Entry
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns

COLUMNS = (
    Column("place", "", "number"),
    Column("mark", " "),
    Column("name", "Segment"),
    Column("cells", "Cells", "number"),
    Column("customers", "Customers", "number"),
    Column("patterns", "Scores that belong to it"),
)
NOBODYS, SEVERAL, USELESS = "?", "!", "x"
LEGEND = f"{NOBODYS} nobody's, {SEVERAL} of several names, {USELESS} of a name that nothing is left for"
HOW = "Recency down, frequency across: Tab, and Enter gives the cell to the name"
# What the box of a dialog has room for.
MEANING_COLUMNS, MEANING_LINES = 76, 2


class AskScores(Ask):
    """Asks for the scores of a name, in so few lines that the list and the grid stay in view."""

    DEFAULT_CSS = f"AskScores #meaning {{ height: {MEANING_LINES}; }}"

    def compose(self) -> ComposeResult:
        """The box."""
        box = Vertical(classes="box")
        give_title(box, self._title, "Enter takes it, Esc leaves it")
        with box:
            yield Entry(self._value)
            yield Line("", id="meaning", classes="hint")


def rows_of(examined: Examined) -> FewRows:
    """The names in their order, what is wrong with each marked, and their scores as wide as they are."""
    rows: list[Row] = [
        (place + 1, _mark_of(examined, place), row.name, row.cells, row.customers, "; ".join(row.patterns))
        for place, row in enumerate(examined.rows)
    ]
    return FewRows(fitted_columns(COLUMNS, rows), rows)


def _mark_of(examined: Examined, place: int) -> str:
    if place in examined.unreachable:
        return USELESS
    return SEVERAL if any(place in claim.places for claim in examined.claims if claim.doubled) else ""


def cells_of_draft(examined: Examined) -> Table:
    """Recency against frequency: the customers of each square, and the names that claim it."""
    scores = range(1, examined.draft.q + 1)
    squares = [[examined.square(r, f) for f in scores] for r in reversed(scores)]
    return Table(
        values=[[sum(claim.customers for claim in square) for square in row] for row in squares],
        rows=[f"r{r}" for r in reversed(scores)],
        columns=[f"f{f}" for f in scores],
        names=[[_names(square) for square in row] for row in squares],
        marks=[[_marks(square, examined.unreachable) for square in row] for row in squares],
    )


def cells_title(examined: Examined) -> str:
    """What the cells are; what their marks mean, while there are any."""
    marked = any(claim.uncovered or claim.doubled for claim in examined.claims)
    return f"Cells: {LEGEND}" if marked else HOW


def _marks(square: Sequence[CellClaim], useless: frozenset[int]) -> str:
    found = NOBODYS if any(claim.uncovered for claim in square) else ""
    if any(useless.intersection(claim.places) for claim in square):
        return found + USELESS
    return found + (SEVERAL if any(claim.doubled for claim in square) else "")


def _names(square: Sequence[CellClaim]) -> str:
    names = list(dict.fromkeys(name for claim in square for name in claim.names))
    first = plain(names[0], 20) if names else "nobody's"
    return first + (f" +{len(names) - 1}" if len(names) > 1 else "")


def proof_of(examined: Examined, width: int, lines: int, *, is_changed: bool) -> str:
    """The prover's word in so many lines, and what can be done now."""
    if examined.holds:
        then = " p puts it in force." if is_changed else ""
        return (
            f"This is a map: every one of the {whole(examined.draft.q**3)} cells has exactly one name.{then}"
        )
    first, *others = examined.complaints
    said = [f"Not a map yet: {plain(first.text)}.", plain(first.cure), *map(_sentence, others)]
    for told in range(len(others), 0, -1):
        left = len(others) - told
        text = " ".join(filter(None, [*said[: 2 + told], f"And {whole(left)} more." if left else ""]))
        if len(textwrap.wrap(text, max(1, width))) <= lines:
            return text
    return as_fits([*said[:2], f"And {whole(len(others))} more." if others else ""], width, lines)


def meaning_of(examined: Examined, place: int) -> str:
    """What the scores of one name come to, while they are typed: whole sentences, as many as the dialog has room for."""
    row = examined.rows[place]
    counts = f"{counted(row.cells, 'cell')}, {counted(row.customers, 'customer')}."
    if examined.holds:
        return f"{counts} A map."
    # The title of the dialog has the name.
    first, *others = (
        _sentence(found).replace(f' of the segment "{plain(row.name)}"', "", 1)
        for found in examined.complaints
    )
    return as_fits([first, counts, *others], MEANING_COLUMNS, MEANING_LINES)


def _sentence(complaint: Complaint) -> str:
    text = plain(complaint.text)
    return f"{text[:1].upper()}{text[1:]}."
