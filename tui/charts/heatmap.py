"""Coloured cells with their values in them: the recency x frequency grid, correlations, weekdays by hours."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.cells import cell_len
from rich.style import Style

from tui.charts.cells import Line, Piece, filled_up, ink, label, line_of, width_of
from tui.charts.frame import nothing, too_small
from tui.charts.look import DEFAULT, Look
from tui.charts.numbers import finite, short
from tui.charts.palette import between

LEAST_WIDTH, LEAST_HEIGHT = 10, 2
# Larger ones say no more, but a large terminal is not left empty by them.
WIDEST_CELL, HIGHEST_CELL = 36, 9
# A value and a name of two lines below it.
NAMED_LINES = 3
LEAST_CELL = 2
# A value has a cell of air, or the cursor's side, left and right of it.
SIDES = 2
# Headings so short, as the hours of a day, are left out here and there rather than cut.
SHORT_HEADING = 3
# Of longer ones so much has to be left that they can be told.
TELLING_HEADING = 6
# Correlations that are written as a sign where there is no room for a number.
WEAK, STRONG = 0.2, 0.6

Value = float | None
Scale = Literal["even", "root", "diverging"]


@dataclass(frozen=True, slots=True)
class Table:
    """What a heatmap shows: rows from the top, each of as many values as there are columns."""

    values: Sequence[Sequence[Value]]
    rows: Sequence[str]
    columns: Sequence[str]
    names: Sequence[Sequence[str]] = ()
    """What is written below the values, where there is room."""
    corner: str = ""
    """What rows and columns are, written where their headings meet."""
    marks: Sequence[Sequence[str]] = ()
    """What is wrong with a cell, if anything: it stands before the value, in the colour of a warning."""
    texts: Sequence[Sequence[Sequence[str]]] = ()
    """What is written in the cells where that is not the value, which then only colours them: whole tables of texts, from the
    longest to the shortest, of which the first that has room is taken."""
    short_columns: Sequence[str] = ()
    """What stands above the columns where hardly anything would be left of their headings."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the cells of a heatmap lie, and which are in view."""

    left: int
    cell_width: int
    cell_height: int
    first_row: int
    rows: int
    first_column: int
    columns: int

    def at(self, x: int, y: int) -> tuple[int, int] | None:
        """The row and the column of the cell that covers a place of the chart."""
        row, column = (y - 1) // self.cell_height, (x - self.left) // self.cell_width
        if y < 1 or x < self.left or row >= self.rows or column >= self.columns:
            return None
        return self.first_row + row, self.first_column + column


def heatmap_layout(
    table: Table, width: int, height: int, look: Look = DEFAULT, cursor: tuple[int, int] | None = None
) -> Layout:
    """How a table is laid out in a size; where not all of it has room, the part around the cursor."""
    rows, columns = max(len(table.rows), 1), max(len(table.columns), 1)
    headings = [*table.rows, table.corner]
    left = min(max(width_of(text, look.symbols, width // 3) for text in headings) + 1, max(width // 3, 1))
    cell_width = min(WIDEST_CELL, max(LEAST_CELL, (width - left) // columns))
    cell_height = min(HIGHEST_CELL, max(1, (height - 1) // rows))
    shown_rows = max(1, min(rows, (height - 1) // cell_height))
    shown_columns = max(1, min(columns, (width - left) // cell_width))
    at_row, at_column = cursor or (0, 0)
    return Layout(
        left,
        cell_width,
        cell_height,
        _window(at_row, shown_rows, rows),
        shown_rows,
        _window(at_column, shown_columns, columns),
        shown_columns,
    )


def _window(at: int, shown: int, count: int) -> int:
    """Where a window of `shown` begins that has a place in its middle, as far as there is something on both sides."""
    return max(0, min(at - shown // 2, count - shown))


def heatmap(
    table: Table,
    width: int,
    height: int,
    look: Look = DEFAULT,
    *,
    cursor: tuple[int, int] | None = None,
    scale: Scale = "even",
    text_of: Callable[[Value], str] = short,
) -> list[Line]:
    """A coloured cell a value, which stands in it; where cells are too narrow for that, a shade.

    `diverging` is for -1 to 1; the others reach from zero, or the least value below it, to the greatest. `root` lets small values
    be told apart beside a few large ones. The cell under the cursor has marks at its sides.
    """
    small = too_small(width, height, look, least=(LEAST_WIDTH, LEAST_HEIGHT))
    if small is not None:
        return small
    if not table.rows or not table.columns:
        return nothing(width, height, look)
    layout = heatmap_layout(table, width, height, look, cursor)
    shares = _shares(table.values, scale)
    rows = range(layout.first_row, layout.first_row + layout.rows)
    columns = range(layout.first_column, layout.first_column + layout.columns)
    texts, longest = _texts(table, rows, columns, layout, look, text_of)
    # A table is one of values or one of shades, not a mixture.
    as_text = longest < layout.cell_width
    is_tight = layout.cell_width <= SIDES or (as_text and longest > layout.cell_width - SIDES)
    sides = 1 if is_tight else SIDES
    lines = [_headings(table, layout, columns, sides, width, look)]
    for row in rows:
        for part in range(layout.cell_height):
            pieces: list[Piece] = [_row_heading(table, row, part, layout, look)]
            for column in columns:
                share = shares.get((row, column))
                mark = _at(table.marks, row, column)
                value = texts[row, column] if as_text else mark or _shade(share, layout, look, scale)
                text = _text(
                    table, (row, column), value if mark or share is not None else "", part, layout, look
                )
                style = _marked(look) if mark else _style(share, look, scale)
                chosen = cursor == (row, column)
                cell = _cell(text, style, layout.cell_width, sides, look, chosen=chosen)
                if sides < SIDES and cursor == (row, column - 1) and column > columns[0]:
                    # The cursor has no air of its own at its right: its edge stands in that of the cell beside it.
                    cell = _with_edge(cell, pieces[-1][1], look)
                pieces += cell
            if sides < SIDES and cursor == (row, columns[-1]):
                pieces.append((look.symbols.sides[1], pieces[-1][1]))
            lines.append(line_of(pieces, width))
    return filled_up(lines, width, height)


def _texts(
    table: Table,
    rows: Sequence[int],
    columns: Sequence[int],
    layout: Layout,
    look: Look,
    text_of: Callable[[Value], str],
) -> tuple[dict[tuple[int, int], str], int]:
    """What is written in the cells, and how long the longest of it is."""
    for form in table.texts or [()]:
        texts = {
            (row, column): " ".join(
                filter(
                    None,
                    (
                        _at(table.marks, row, column),
                        _at(form, row, column) if form else text_of(_value(table, row, column)),
                    ),
                )
            )
            for row in rows
            for column in columns
        }
        longest = max(width_of(text, look.symbols, layout.cell_width + 1) for text in texts.values())
        if longest < layout.cell_width:
            break
    return texts, longest


def _value(table: Table, row: int, column: int) -> Value:
    values = table.values[row] if row < len(table.values) else ()
    return finite(values[column]) if column < len(values) else None


def _shares(values: Sequence[Sequence[Value]], scale: Scale) -> dict[tuple[int, int], float]:
    """Where each value lies on the scale of colours, from 0 to 1."""
    known = {
        (row, column): number
        for row, line in enumerate(values)
        for column, value in enumerate(line)
        if (number := finite(value)) is not None
    }
    if scale == "diverging":
        return {place: (max(-1.0, min(1.0, value)) + 1) / 2 for place, value in known.items()}
    low, high = min(0.0, *known.values(), 0.0), max(0.0, *known.values(), 0.0)
    if not high > low:
        return dict.fromkeys(known, 0.0)
    shares = {place: (value - low) / (high - low) for place, value in known.items()}
    return {place: math.sqrt(share) for place, share in shares.items()} if scale == "root" else shares


def _style(share: float | None, look: Look, scale: Scale) -> Style:
    palette = look.palette
    if share is None:
        return ink(palette.dim)
    color = between(palette.diverging if scale == "diverging" else palette.scale, share)
    return ink(look.text_on(color), on=color)


def _marked(look: Look) -> Style:
    color = look.palette.warning
    return ink(look.text_on(color), on=color, bold=True)


def _text(table: Table, place: tuple[int, int], value: str, part: int, layout: Layout, look: Look) -> str:
    """What is written in one of a cell's lines: the value in the first or around the middle, the name below it."""
    below = part - _value_at(table, layout)
    if below == 0:
        return value
    if below > 0 and table.names:
        name = _name_lines(_at(table.names, *place), layout, look)
        return name[below - 1] if below <= len(name) else ""
    return ""


def _value_at(table: Table, layout: Layout) -> int:
    return max(0, (layout.cell_height - (NAMED_LINES if table.names else 1)) // 2)


def _shade(share: float | None, layout: Layout, look: Look, scale: Scale) -> str:
    """What stands for a value that has no room: how dense it is, or its sign, twice where it is strong."""
    shades = look.symbols.shades
    if share is None:
        return ""
    if scale == "diverging":
        value = 2 * share - 1
        sign = "+" if value > 0 else "-"
        return look.symbols.faint if abs(value) < WEAK else sign * (1 + (abs(value) >= STRONG))
    level = min(len(shades) - 1, int(share * len(shades)))
    return shades[level] * (max(1, layout.cell_width - SIDES) if level else 1)


def _at(texts: Sequence[Sequence[str]], row: int, column: int) -> str:
    line = texts[row] if row < len(texts) else ()
    return line[column] if column < len(line) else ""


def _name_lines(name: str, layout: Layout, look: Look) -> tuple[str, str]:
    """A name in one line, or in two if there are two and it takes them."""
    first, _, second = name.rpartition(" ")
    fits = width_of(name, look.symbols, layout.cell_width) <= layout.cell_width - SIDES
    return (name, "") if fits or not first or layout.cell_height < NAMED_LINES else (first, second)


def _cell(text: str, style: Style, width: int, sides: int, look: Look, *, chosen: bool) -> list[Piece]:
    """A cell with air at its sides; where there is only one, at its left. The cursor stands in the air."""
    symbols = look.symbols
    room = width - sides
    inner = label(text, room, symbols, "center" if sides == SIDES else "right")
    if not chosen:
        return [(" " + inner + " " * (sides - 1), style)]
    if sides < SIDES or room < 1:
        return [(symbols.sides[0] + inner + " " * (sides - 1), style + ink(bold=True, reverse=True))]
    return [(symbols.sides[0] + inner + symbols.sides[1], style + ink(bold=True))]


def _with_edge(cell: list[Piece], edge: Style | None, look: Look) -> list[Piece]:
    """A cell in whose air the right edge of the cursor stands, in the cursor's style."""
    (text, style), *others = cell
    return [(look.symbols.sides[1], edge), (text[1:], style), *others]


def _headings(
    table: Table, layout: Layout, columns: Sequence[int], sides: int, width: int, look: Look
) -> Line:
    style = ink(look.palette.dim)
    is_narrow = table.short_columns and layout.cell_width - 1 < TELLING_HEADING
    names = table.short_columns if is_narrow else table.columns
    pieces: list[Piece] = [(label(table.corner, layout.left - 1, look.symbols) + " ", style)]
    longest = max(width_of(names[column], look.symbols, SHORT_HEADING + 1) for column in columns)
    every = math.ceil((longest + 1) / layout.cell_width) if longest <= SHORT_HEADING else 1
    room = every * layout.cell_width
    for column in columns[::every]:
        if sides == SIDES:
            text = label(names[column], room - 1, look.symbols, "center")
        else:
            # Above values at the right of their cells.
            text = label(names[column], min(max(longest, layout.cell_width), room), look.symbols, "right")
        pieces.append((text + " " * (room - cell_len(text)), style))
    return line_of(pieces, width)


def _row_heading(table: Table, row: int, part: int, layout: Layout, look: Look) -> Piece:
    text = table.rows[row] if part == _value_at(table, layout) else ""
    return label(text, layout.left - 1, look.symbols) + " ", ink(look.palette.dim)
