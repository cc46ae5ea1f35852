"""Charts: from plain numbers and a size to lines of styled cells, exactly as wide and as many as the size says.

Nothing here computes what it shows, and nothing needs a running app. Data come reduced to about what a chart can show.
"""

from __future__ import annotations

from tui.charts.bars import Bar, Step, bar_chart, stacked_bar, waterfall
from tui.charts.cells import Line, message, plain_text
from tui.charts.columns import Bins, column_chart, histogram
from tui.charts.frame import Titles
from tui.charts.heatmap import Layout, Table, heatmap, heatmap_layout
from tui.charts.legend import Entry
from tui.charts.lines import Reading, Series, concentration_curve, line_chart
from tui.charts.look import DEFAULT, Look
from tui.charts.numbers import short
from tui.charts.palette import PALETTES, Palette, contrast, text_on
from tui.charts.scatter import Axis, Cell, Cloud, scatter, scatter_room
from tui.charts.small import sparkline, tiny_bar
from tui.charts.symbols import ASCII, BLOCK, BRAILLE, SYMBOLS, Symbols

__all__ = [
    "ASCII",
    "BLOCK",
    "BRAILLE",
    "DEFAULT",
    "PALETTES",
    "SYMBOLS",
    "Axis",
    "Bar",
    "Bins",
    "Cell",
    "Cloud",
    "Entry",
    "Layout",
    "Line",
    "Look",
    "Palette",
    "Reading",
    "Series",
    "Step",
    "Symbols",
    "Table",
    "Titles",
    "bar_chart",
    "column_chart",
    "concentration_curve",
    "contrast",
    "heatmap",
    "heatmap_layout",
    "histogram",
    "line_chart",
    "message",
    "plain_text",
    "scatter",
    "scatter_room",
    "short",
    "sparkline",
    "stacked_bar",
    "text_on",
    "tiny_bar",
    "waterfall",
]
