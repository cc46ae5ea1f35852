"""What a chart with axes stands in: titles, legend, ticks, notes, and the area between the axes to draw in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.style import Style

from tui.charts.cells import Line, Piece, Sheet, clean, ink, label, message, width_of
from tui.charts.legend import LEAST_NAME, Entry, legend_lines
from tui.charts.look import Look
from tui.charts.numbers import Tick, nice_ticks, tick_texts
from tui.charts.plot import Plot, Stroke, plot

LEAST_WIDTH, LEAST_HEIGHT = 18, 5
# A title, legend and notes are shown from this height on.
TITLES_FROM_HEIGHT = 7
CELLS_PER_Y_TICK = 3
# A legend takes another line only of charts that are so much higher.
HEIGHT_PER_LEGEND_LINE = 9
MOST_LEGEND_LINES = 3


@dataclass(frozen=True, slots=True)
class Titles:
    """What is written around a chart."""

    x: str = ""
    y: str = ""
    note: str = ""
    x_short: str = ""
    """What stands in place of the title of the level axis where that has no room."""
    legend: Sequence[Entry] = field(default_factory=tuple)


@dataclass(slots=True)
class Frame:
    """A chart with its axes drawn; places in the area are counted in cells from its lower left corner."""

    sheet: Sheet
    look: Look
    top: int
    left: int
    columns: int
    rows: int

    def put(self, column: int, row: int, character: str, style: Style | None = None) -> None:
        """Draw a cell of the area; what lies outside is left out."""
        if 0 <= column < self.columns and 0 <= row < self.rows:
            self.sheet.put(self.top + self.rows - 1 - row, self.left + column, character, style)

    def put_below(self, column: int, row: int, character: str, style: Style | None = None) -> None:
        """Draw a cell of the area where there is nothing yet."""
        inside = 0 <= column < self.columns and 0 <= row < self.rows
        if inside and self.sheet.is_blank(self.top + self.rows - 1 - row, self.left + column):
            self.put(column, row, character, style)

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """The cell that a line goes through at a place between 0 and 1."""
        across, up = self.look.symbols.dots
        column, row = x * (across * self.columns - 1), y * (up * self.rows - 1)
        return int(column + 0.5) // across, int(row + 0.5) // up

    def lines(self) -> list[Line]:
        """What was drawn."""
        return self.sheet.lines()


@dataclass(frozen=True, slots=True)
class Room:
    """How a chart of one size is shared out, before its ticks are known."""

    width: int
    height: int
    y_texts: Sequence[str]
    legend: Sequence[Sequence[Piece]]
    """The lines of the legend, the first of which stands beside the upright axis' title."""
    header_rows: int
    footer_rows: int

    @property
    def left(self) -> int:
        """The cells left of the area: the ticks' texts and the axis."""
        return max(map(len, self.y_texts), default=0) + 1

    @property
    def columns(self) -> int:
        """How wide the area is."""
        return self.width - self.left

    @property
    def rows(self) -> int:
        """How high the area is."""
        return self.height - 2 - self.header_rows - self.footer_rows


def too_small(
    width: int, height: int, look: Look, *, least: tuple[int, int] = (LEAST_WIDTH, LEAST_HEIGHT)
) -> list[Line] | None:
    """A line that says what a chart needs, where it has less."""
    if width >= least[0] and height >= least[1]:
        return None
    return message(f"needs {least[0]}x{least[1]}", width, height, look.symbols, ink(look.palette.dim))


def nothing(width: int, height: int, look: Look, reason: str = "") -> list[Line]:
    """A line that says why there is no chart."""
    return message(reason or "Nothing to draw.", width, height, look.symbols, ink(look.palette.dim))


def room_for(width: int, height: int, titles: Titles, y_texts: Sequence[str], look: Look) -> Room:
    """How much of a size is left for the area between the axes."""
    if height < TITLES_FROM_HEIGHT:
        return Room(width, height, y_texts, (), 0, 0)
    beside_title = width_of(titles.y, look.symbols, width // 4) + 2 if titles.y else 0
    most_lines = max(1, min(MOST_LEGEND_LINES, height // HEIGHT_PER_LEGEND_LINE))
    widths = [width - beside_title] + [width] * (most_lines - 1)
    legend = legend_lines(titles.legend, look, widths)
    header = max(len(legend), int(bool(titles.y)))
    return Room(width, height, y_texts, legend, header, int(bool(titles.x or titles.note)))


def y_scale(low: float, high: float, height: int, *, whole: bool = False) -> list[float]:
    """Ticks for an upright axis in a chart so high."""
    return nice_ticks(low, high, max(2, (height - 2) // CELLS_PER_Y_TICK + 1), whole=whole)


def share_of(value: float, low: float, high: float) -> float:
    """Where a value lies between two others, as a number between 0 and 1."""
    span = high - low
    return 0.0 if span <= 0 else min(1.0, max(0.0, (value - low) / span))


def framed(
    room: Room,
    look: Look,
    titles: Titles,
    x_ticks: Sequence[Tick],
    y_ticks: Sequence[Tick],
    strokes: Sequence[Stroke] = (),
    colors: Sequence[str] = (),
) -> Frame:
    """Axes with ticks at places between 0 and 1, strokes in their colours, and what is written around."""
    palette = look.palette
    below = clear_of_each_other(x_ticks, room, look)
    marked = [tick.at for _, tick in below]
    picture = plot(room.width, room.rows + 2, marked, y_ticks, strokes, look.symbols)
    sheet = Sheet(room.width, room.height)
    top = room.header_rows
    frame = Frame(sheet, look, top, picture.left, picture.columns, picture.rows)
    _take_over(picture, sheet, top, ink(palette.dim), [ink(color) for color in colors])
    for column, tick in below:
        sheet.write(top + picture.rows + 1, column, tick.text, ink(palette.dim))
    if room.header_rows:
        _header(sheet, look, titles, room.legend)
    if room.footer_rows:
        _footer(sheet, look, titles, picture)
    return frame


def _take_over(picture: Plot, sheet: Sheet, top: int, axis: Style, inks: Sequence[Style]) -> None:
    """Copy a picture; what is no stroke is axes and ticks."""
    for row, (characters, owners) in enumerate(zip(picture.characters, picture.strokes, strict=True), top):
        sheet.take(row, characters, [inks[owner - 1] if owner else axis for owner in owners])


def clear_of_each_other(ticks: Sequence[Tick], room: Room, look: Look) -> list[tuple[int, Tick]]:
    """The ticks whose texts fit beside each other, the first ones before the later ones, with where each text begins."""
    kept: list[tuple[int, int, Tick]] = []
    for tick in ticks:
        text = clean(tick.text, room.width, look.symbols)
        size = cell_len(text)
        middle = room.left + round(tick.at * (room.columns - 1))
        start = min(max(0, middle - size // 2), room.width - size)
        end = start + size
        if start >= 0 and all(end + 2 <= other or start >= other_end + 2 for other, other_end, _ in kept):
            kept.append((start, end, Tick(tick.at, text)))
    return [(start, tick) for start, _, tick in sorted(kept, key=lambda each: each[0])]


def _header(sheet: Sheet, look: Look, titles: Titles, legend: Sequence[Sequence[Piece]]) -> None:
    """The title of the upright axis at the left, the legend at the right."""
    symbols = look.symbols
    sizes = [sum(cell_len(text) for text, _ in pieces) for pieces in legend]
    space = sheet.width - (sizes[0] + 2 if sizes else 0)
    sheet.write(0, 0, label(titles.y, width_of(titles.y, symbols, space), symbols), ink(look.palette.dim))
    for row, pieces in enumerate(legend):
        column = sheet.width - max(sizes) if row else sheet.width - sizes[0]
        for text, style in pieces:
            sheet.write(row, column, text, style)
            column += cell_len(text)


def _footer(sheet: Sheet, look: Look, titles: Titles, picture: Plot) -> None:
    """The note at the left, the axis' title in the middle of the axis or, where that is taken, at the right."""
    symbols, style = look.symbols, ink(look.palette.dim)
    note_width = width_of(titles.note, symbols, sheet.width)
    sheet.write(sheet.height - 1, 0, label(titles.note, note_width, symbols), style)
    taken = note_width + 2 if note_width else 0
    space = sheet.width - taken
    title = titles.x
    if titles.x_short and width_of(title, symbols, sheet.width) > space:
        title = titles.x_short
    title_width = width_of(title, symbols, space)
    if title_width < min(LEAST_NAME, width_of(title, symbols, LEAST_NAME)):
        return
    middle = picture.left + (picture.columns - title_width) // 2
    column = middle if middle >= taken else sheet.width - title_width
    sheet.write(sheet.height - 1, column, label(title, title_width, symbols), style)


def ticks_of(values: Sequence[float]) -> list[Tick]:
    """Ticks of an even axis that begins and ends with a tick."""
    return [
        Tick(share_of(value, values[0], values[-1]), text)
        for value, text in zip(values, tick_texts(values), strict=True)
    ]
