"""Which measures of the customers of the filter rise and fall together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.geometry import Size

from core.views.correlations import DEFINITIONS, Correlations
from tui.actions import Action, bindings
from tui.charts import Table
from tui.charts.heatmap import Value
from tui.fitting import Fitting
from tui.lacking import Lacking
from tui.screens.customers_columns import brief_title, definition_of, title_of
from tui.screens.customers_part import CustomersPart
from tui.text import decimal, prose, whole
from tui.widgets.chart import HeatGrid
from tui.widgets.line import Line

Method = Literal["Pearson", "Spearman"]
# From so many columns on both methods are shown, side by side.
ROOM_FOR_BOTH = 150
WEAK, STRONG = 0.2, 0.6


class CorrelationGrid(HeatGrid):
    """The cells of one method."""

    def copied(self) -> str:
        """Nothing of its own: the part gives the figures as text."""
        return ""


class CorrelationsPart(Fitting, CustomersPart):
    """The heatmap, and the cell under the cursor in words."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("correlations")

    DEFAULT_CSS = """
    CorrelationsPart HeatGrid { padding: 0 1; }
    CorrelationsPart Line { padding: 0 1; height: auto; max-height: 6; }
    CorrelationsPart #other-method { display: none; }
    CorrelationsPart.both #other-method { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        # Ranks are not swayed by a few who buy very much, as there are in every shop.
        self.method: Method = "Spearman"
        self.found: Correlations | None = None
        self.whom = ""

    def compose(self) -> ComposeResult:
        with Horizontal():
            for name in ("method", "other-method"):
                grid = CorrelationGrid(empty=Lacking("customers"), id=name)
                # Not on a measure with itself.
                grid.cursor = (1, 0)
                yield grid
        yield Line("")

    def fit(self, size: Size) -> None:
        """Show both methods where there is room."""
        self.set_class(size.width >= ROOM_FOR_BOTH, "both")
        self.query_one("#other-method", HeatGrid).can_focus = self.has_class("both")

    def why_not(self, action: Action) -> str:
        """Why something cannot be done with the correlations that there are."""
        reason = self.found.reason if action.scope == "correlations" and self.found is not None else ""
        return reason or super().why_not(action)

    def show(self, found: Correlations, whom: str) -> None:
        """Show how the measures of the customers of a filter go together."""
        self.found, self.whom = found, whom
        self._draw()

    def next_method(self) -> None:
        """Show the other method."""
        self.method = other(self.method)
        self._draw()

    def _draw(self) -> None:
        found = self.found
        if found is None:
            return
        for name, method in (("method", self.method), ("other-method", other(self.method))):
            grid = self.query_one(f"#{name}", HeatGrid)
            if not found.measures or found.reason:
                grid.show_nothing(found.reason)
                continue
            names = [title_of(measure) for measure in found.measures]
            values = found.pearson if method == "Pearson" else found.spearman
            hint = f"; m: {other(method)}" if name == "method" and not self.has_class("both") else ""
            title = f"{method}'s correlation{hint}"
            brief = [brief_title(measure) for measure in found.measures]
            grid.show(Table(values, names, brief), scale="diverging", text_of=_text, title=title)
        self._tell()

    @on(HeatGrid.CellHighlighted)
    def _moved(self, event: HeatGrid.CellHighlighted) -> None:
        for name in ("method", "other-method"):
            grid = self.query_one(f"#{name}", HeatGrid)
            if grid is not event.grid:
                grid.move_to(event.row, event.column)
        self._tell()

    @property
    def pair(self) -> tuple[str, str] | None:
        """The two measures of the cell under the cursor."""
        found = self.found
        if found is None or not found.measures or found.reason:
            return None
        row, column = self.query_one("#method", HeatGrid).cursor
        return found.measures[row], found.measures[column]

    def _tell(self) -> None:
        found, pair = self.found, self.pair
        said = [self.whom]
        if found is not None and pair is not None:
            row, column = (found.measures.index(name) for name in pair)
            said.insert(0, in_words(pair, found.pearson[row][column], found.spearman[row][column]))
            if found.left_out:
                said.append(f"{whole(found.left_out)} customers without one of the measures are left out.")
        if found is not None:
            said += [prose(note, 300) for note in found.notes]
        self.query_one(Line).show(" ".join(filter(None, said)))

    def copied(self) -> str:
        """The table as tab-separated text."""
        found = self.found
        if found is None or not found.measures:
            return ""
        values = found.pearson if self.method == "Pearson" else found.spearman
        lines = ["\t".join((self.method, *found.measures))]
        for name, row in zip(found.measures, values, strict=True):
            lines.append("\t".join((name, *("" if value is None else str(value) for value in row))))
        return "\n".join(lines) + "\n"

    def definition(self) -> str:
        names: Sequence[str] = dict.fromkeys(self.pair or ())  # type: ignore[assignment]
        measures = "\n".join(f"{title_of(name)}: {definition_of(name)}" for name in names)
        return f"{measures}\n\n" + "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())


def other(method: Method) -> Method:
    """The other of the two."""
    return "Pearson" if method == "Spearman" else "Spearman"


def in_words(pair: tuple[str, str], pearson: float | None, spearman: float | None) -> str:
    """How two measures go together, and where to see it."""
    one, another = (title_of(name) for name in pair)
    if pair[0] == pair[1]:
        return f"{one} with itself."
    if pearson is None or spearman is None:
        return f"{one} and {another}: one of them is the same for everybody."
    size = abs(spearman)
    if size < WEAK:
        how = "they hardly go together"
    else:
        word = "clearly" if size >= STRONG else "somewhat"
        how = f"they {word} rise together" if spearman > 0 else f"one {word} falls as the other rises"
    return (
        f"{one} and {another}: {how} (Spearman {decimal(spearman, 2)}, Pearson {decimal(pearson, 2)}). "
        "Enter plots them."
    )


def _text(value: Value) -> str:
    return "" if value is None else decimal(value, 2)
