"""The parts of the screen Segments that draw what they are given: the grid of two scores, the curve, the summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from core.views.change_sentences import describe_changes, describe_then
from core.views.compare import Comparison
from core.views.concentration import DEFINITIONS as CONCENTRATION
from core.views.concentration import Concentration
from core.views.segments import DEFINITIONS as SEGMENTS
from core.views.segments import GridCell, ScoreGrid
from core.views.sentences import DEFINITIONS as SENTENCES
from core.views.sentences import Sentence, Sentences
from tui.charts import Line as Cells
from tui.charts import Look, Table, concentration_curve
from tui.charts.heatmap import Value
from tui.lacking import Lacking
from tui.text import counted, decimal, money, per_cent, plain, prose, whole
from tui.widgets.chart import Chart, HeatGrid
from tui.widgets.line import Line
from tui.widgets.rows import FewRows, named_rows

Measure = Literal["customers", "revenue", "average order"]
MEASURES: tuple[Measure, ...] = ("customers", "revenue", "average order")
SCORE_NAMES = {"r": "recency", "f": "frequency", "m": "monetary"}


class ScoreGridPart(Vertical):
    """Recency against frequency: a cell for each pair of scores, coloured by what is chosen."""

    usual_name = "scores.csv"
    DEFAULT_CSS = "ScoreGridPart #cell-text { height: auto; max-height: 4; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.measure: Measure = "customers"
        self.grid: ScoreGrid | None = None

    def compose(self) -> ComposeResult:
        yield HeatGrid(empty=Lacking("scores"))
        yield Line("", id="cell-text")

    def show(self, grid: ScoreGrid) -> None:
        """Show the scores of a result."""
        self.grid = grid
        self._draw()

    def next_measure(self) -> None:
        """Colour by the next measure."""
        self.measure = MEASURES[(MEASURES.index(self.measure) + 1) % len(MEASURES)]
        self._draw()

    def _draw(self) -> None:
        grid = self.grid
        if grid is None:
            return
        text_of: Callable[[Value], str] = _count if self.measure == "customers" else _amount
        # Down the side stands frequency, best on top; along the foot recency, best on the right, as the grid is usually drawn.
        table = Table(
            values=[[_value(cell, self.measure) for cell in row] for row in grid.cells],
            rows=[f"{grid.rows}{grid.q - place}" for place in range(grid.q)],
            columns=[f"{grid.columns}{place + 1}" for place in range(grid.q)],
            names=[[_name(cell) for cell in row] for row in grid.cells],
        )
        title = f"{SCORE_NAMES[grid.rows].capitalize()} (down) by {SCORE_NAMES[grid.columns]} (across): {self.measure}; b: another"
        self.query_one(HeatGrid).show(table, text_of=text_of, title=title)
        self._tell_cell()

    @property
    def cell(self) -> GridCell | None:
        """The cell under the cursor."""
        if self.grid is None:
            return None
        row, column = self.query_one(HeatGrid).cursor
        return self.grid.cells[row][column]

    def filter_of_cell(self) -> str:
        """The filter that shows the customers of the cell under the cursor."""
        cell, grid = self.cell, self.grid
        return f"{grid.rows} = {cell.row} and {grid.columns} = {cell.column}" if cell and grid else ""

    @on(HeatGrid.CellHighlighted)
    def _moved(self) -> None:
        self._tell_cell()

    def _tell_cell(self) -> None:
        cell, grid = self.cell, self.grid
        if cell is None or grid is None:
            return
        names = ", ".join(f"{name} {whole(count)}" for name, count in cell.names) or plain(cell.segment)
        parts = [
            f"{grid.rows}{cell.row} {grid.columns}{cell.column}: {counted(cell.customers, 'customer')} ({per_cent(cell.customer_share)})"
        ]
        if cell.revenue is not None:
            parts.append(f"revenue {money(cell.revenue)} ({per_cent(cell.revenue_share)})")
        if cell.average_order is not None:
            parts.append(f"average order {money(cell.average_order)}")
        parts.append(names)
        self.query_one("#cell-text", Line).show(plain(", ".join(parts) + ". Enter shows them."))

    def definition(self) -> str:
        return SEGMENTS["grid"]

    def figures(self) -> FewRows:
        """Every cell with all its figures, the names in it after each other."""
        grid = self.grid
        if grid is None:
            return named_rows((), ())
        names = ("customers", "customer_share", "orders", "revenue", "revenue_share", "average_order")
        return named_rows(
            (grid.rows, grid.columns, *names, "segments"),
            [
                (
                    cell.row,
                    cell.column,
                    *(getattr(cell, name) for name in names),
                    ", ".join(name for name, _ in cell.names),
                )
                for row in grid.cells
                for cell in row
            ],
        )


class CurvePart(Vertical):
    """The concentration of revenue."""

    usual_name = "concentration.csv"
    DEFAULT_CSS = "CurvePart #curve-text { height: auto; padding: 0 1; } CurvePart { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.curve: Concentration | None = None

    def compose(self) -> ComposeResult:
        yield Chart("Share of revenue that the best customers bring", empty=Lacking("revenue"))
        yield Line("", id="curve-text")

    def show(self, curve: Concentration, comparison: Comparison | None = None) -> None:
        """Show the curve of a result; it is of now alone."""
        self.curve = curve
        chart, text = self.query_one(Chart), self.query_one("#curve-text", Line)
        if curve.reason:
            chart.show_nothing(curve.reason)
            text.show("")
            return
        points = [(point.customer_share, point.revenue_share) for point in curve.curve]
        chart.show(partial(_curve, points))
        best = ", ".join(f"{line.percent} %: {per_cent(line.revenue_share)}" for line in curve.best)
        gini = f" Gini {decimal(curve.gini, 2)}." if curve.gini is not None else ""
        text.show(
            f"The best customers bring, by share: {best}. {whole(curve.half_customers)} customers"
            f" ({per_cent(curve.half_customer_share)}) bring half.{gini}{elsewhere(comparison)}"
        )

    def copied(self) -> str:
        """The sentence below the curve, which has its figures."""
        return (
            "" if self.curve is None or self.curve.reason else _text_of(self.query_one("#curve-text", Line))
        )

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in CONCENTRATION.items())

    def figures(self) -> FewRows:
        """The points of the curve."""
        points = self.curve.curve if self.curve is not None else ()
        return named_rows(
            ("customers", "customer_share", "revenue_share"),
            [(point.customers, point.customer_share, point.revenue_share) for point in points],
        )


class SummaryPart(VerticalScroll):
    """Everything in words."""

    usual_name = "in-words.csv"
    # Longer lines are hard to read.
    DEFAULT_CSS = "SummaryPart { padding: 0 1; } SummaryPart Line { height: auto; max-width: 120; }"

    def __init__(self) -> None:
        super().__init__()
        self.sentences: Sentences | None = None
        self.comparison: Comparison | None = None

    def compose(self) -> ComposeResult:
        yield Line("There is nothing to tell yet.")

    def show(self, sentences: Sentences, comparison: Comparison | None = None) -> None:
        """Tell of a result, and of what was otherwise at the date that is compared with."""
        self.sentences, self.comparison = sentences, comparison
        then = describe_then(comparison) if comparison is not None else {}
        text = Text()
        for sentence in sentences.whole:
            text.append(_written(sentence) + " ")
        if comparison is not None:
            text.append(_written(describe_changes(comparison)))
        for told in sentences.segments:
            if not told.summary.text:
                continue
            text.append("\n\n" + plain(told.name) + "\n", style="bold")
            text.append(_written(told.summary) + " ")
            if told.name in then:
                text.append(_written(then[told.name]) + " ")
            if told.action:
                text.append(f"{plain(told.action)} {_written(told.reason)}", style="italic")
        self.query_one(Line).show(text)

    def figures(self) -> FewRows:
        """What is told, segment by segment; first of all customers."""
        told = self.sentences
        if told is None:
            return named_rows((), ())
        return named_rows(
            ("segment", "summary", "what_to_do", "why"),
            [
                ("", " ".join(sentence.text for sentence in told.whole), "", ""),
                *((one.name, one.summary.text, one.action, one.reason.text) for one in told.segments),
            ],
        )

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in SENTENCES.items())

    def copied(self) -> str:
        """The text as it stands."""
        return _text_of(self.query_one(Line))


def _written(sentence: Sentence) -> str:
    return prose(sentence.text, 600, sentence.amounts)


def elsewhere(comparison: Comparison | None) -> str:
    """Where what changed stands, for a part that is of now alone."""
    return f" What changed since {comparison.then}: the part Changes." if comparison is not None else ""


def _text_of(line: Line) -> str:
    return str(line.content)


def _curve(points: Sequence[tuple[float, float]], width: int, height: int, look: Look) -> Sequence[Cells]:
    return concentration_curve(points, width, height, look)


def _value(cell: GridCell, measure: Measure) -> float | None:
    if not cell.customers:
        return None
    if measure == "customers":
        return cell.customers
    return cell.revenue if measure == "revenue" else cell.average_order


def _name(cell: GridCell) -> str:
    return plain(cell.segment) + (f" +{cell.others}" if cell.others else "")


def _count(value: Value) -> str:
    return whole(value) if value is not None else ""


def _amount(value: Value) -> str:
    return whole(value) if value is not None else ""
