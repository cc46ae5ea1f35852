"""The part of the screen Models that draws the model in view beside another: ROC, precision by recall, calibration, and gain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size

from core.classifiers.told import Curves, Points
from tui.charts import Line as Cells
from tui.charts import Look, Series, Titles, line_chart
from tui.fitting import Fitting
from tui.screens.models_part import NO_MODELS, ModelPart, Shown, marked_title, title_of
from tui.text import decimal, plain
from tui.widgets.chart import Chart
from tui.widgets.line import Line
from tui.widgets.rows import FewRows, named_rows

ROC, PRECISION, CALIBRATION, GAIN = "roc", "precision", "calibration", "gain"
TITLES = {ROC: "ROC", PRECISION: "Precision by recall", CALIBRATION: "Calibration", GAIN: "Gain"}
PAIRS = ((ROC, PRECISION), (CALIBRATION, GAIN))
# From so many lines on both pairs have room.
TALL = 24
ALL = "the mean of all classes"
OF_ONE_CLASS = "Drawn of one class: K chooses it."
DEFINITIONS = {
    "ROC": "Customers in the order of their probability: the share of the class that is reached, by the share of the others that is. The area"
    " below it is the AUC; the straight line is chance.",
    "Precision by recall": "How many of those asked are of the class, by the share of the class that is reached.",
    "Calibration": "Tenths of the customers: what share of them was of the class, by the probability that was said; those who were given the"
    " same are together. On the straight line the probabilities are true.",
    "Gain": "The share of the class that is reached by asking the likeliest first, by the share of all customers asked. Lift is how many times"
    " as many as at random that is.",
}


class ChartsPart(Fitting, ModelPart):
    """Four charts of two models; two at a time where there is no room for more."""

    usual_name = "curves.csv"
    DEFAULT_CSS = """
    ChartsPart Horizontal { height: 1fr; }
    ChartsPart Line { padding: 0 1; max-height: 2; }
    ChartsPart Chart { padding: 0 1 0 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._second = False
        """Whether the second pair is in view, where there is room for one."""
        self.kind = ""
        """The class that is drawn; empty for the mean of all, or for the one that is looked for."""

    def compose(self) -> ComposeResult:
        yield Line("", id="charts-told")
        for place, pair in enumerate(PAIRS):
            with Horizontal(id=f"pair-{place}"):
                for name in pair:
                    yield Chart(TITLES[name], id=f"chart-{name}", empty=NO_MODELS)

    def fit(self, size: Size) -> None:
        """Show as many as there is room for."""
        for place in range(len(PAIRS)):
            self.query_one(f"#pair-{place}").display = self.has_room or place == int(self._second)
        if self.shown is not None and self.shown.model in self.shown.models:
            self._tell(self.shown, self._curves(self.shown, self.shown.model))

    @property
    def has_room(self) -> bool:
        """Whether all four are in view."""
        return self.size.height >= TALL

    def turn(self) -> None:
        """The other two."""
        self._second = not self._second
        self.fit(self.size)

    def kinds(self) -> list[str]:
        """What can be drawn: each class, and before them the mean where there are more than two."""
        if self.shown is None or not self.shown.model:
            return []
        return [one.name for one in self.shown.models[self.shown.model].curves]

    async def next_kind(self) -> None:
        """Draw the next class."""
        kinds = self.kinds()
        if kinds and self.shown is not None:
            here = kinds.index(self.kind) if self.kind in kinds else 0
            self.kind = kinds[(here + 1) % len(kinds)]
            await self.draw(self.shown)

    async def draw(self, shown: Shown) -> None:
        curves = {name: self._curves(shown, name) for name in shown.compared}
        mine = curves.get(shown.model)
        if mine is None:
            await self.draw_nothing("The first model is on its way.")
            return
        titles = {name: title_of(name) for name in curves}
        self._show(ROC, TITLES[ROC], _roc([(titles[name], one.roc) for name, one in curves.items()]), shown)
        base = _share_of_class(mine)
        drawn = _precision([(titles[name], one.precision_recall) for name, one in curves.items()], base)
        self._show(PRECISION, TITLES[PRECISION], drawn, shown)
        if mine.calibration:
            said = [(titles[name], one.calibration) for name, one in curves.items()]
            self._show(CALIBRATION, TITLES[CALIBRATION], _calibration(said), shown)
            gains = [(titles[name], one.gain) for name, one in curves.items()]
            self._show(GAIN, f"{TITLES[GAIN]}{_lift(mine)}", _gain(gains), shown)
        else:
            for name in PAIRS[1]:
                self._chart(name).show_nothing(OF_ONE_CLASS)
        self._tell(shown, mine)

    async def draw_nothing(self, reason: str) -> None:
        self.query_one("#charts-told", Line).show("")
        for chart in self.query(Chart):
            chart.show_nothing(reason)

    def _curves(self, shown: Shown, name: str) -> Curves:
        found = shown.models[name].curves
        return next((one for one in found if one.name == self.kind), found[0])

    def _chart(self, name: str) -> Chart:
        return self.query_one(f"#chart-{name}", Chart)

    def _show(self, name: str, title: str, drawer: partial[Sequence[Cells]], shown: Shown) -> None:
        self._chart(name).show(drawer, title=marked_title(shown, title))

    def _tell(self, shown: Shown, mine: Curves) -> None:
        """Which class is drawn, and the areas of the two."""
        record, other = shown.record, shown.record_of(shown.other)
        if record is None:
            return
        what = f"{plain(mine.name)} against the rest" if mine.name else ALL
        told = [f"{what[0].upper()}{what[1:]}."]
        told.append(
            f"AUC {_figure(_area(record, mine.name))}"
            + (f" beside {_figure(_area(other, mine.name))}." if other else ".")
        )
        if len(record["classes"]) > 2:
            told.append("K: another class.")
        if not self.has_room:
            told.append("b: the other two charts.")
        self.query_one("#charts-told", Line).show(" ".join(told))

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())

    def copied(self) -> str:
        """The charts as they are drawn."""
        return "\n\n".join(
            chart.copied() for chart in self.query(Chart) if chart.parent and chart.parent.display
        )

    def figures(self) -> FewRows | None:
        """Every point of every curve of the two models."""
        if self.shown is None:
            return None
        rows: list[tuple[object, ...]] = []
        for name in self.shown.compared:
            one = self._curves(self.shown, name)
            kind = one.name or ALL
            for curve, points in ((ROC, one.roc), (PRECISION, one.precision_recall), (GAIN, one.gain)):
                rows += [(name, curve, kind, x, y) for x, y in points]
            rows += [(name, CALIBRATION, kind, tenth["said"], tenth["came"]) for tenth in one.calibration]
        return named_rows(("model", "curve", "class", "x", "y"), rows)


def _area(record: Mapping[str, Any], name: str) -> float | None:
    """The AUC of a class against the rest, or of all where there is no name."""
    area: float | None = record["auc_by_class"][name] if name else record["auc"]
    return area


def _figure(value: float | None) -> str:
    return "none" if value is None else decimal(value, 3)


def _share_of_class(curves: Curves) -> float | None:
    """How many customers are of the class: the precision of asking everybody."""
    return curves.precision_recall[-1][1] if curves.precision_recall else None


def _lift(curves: Curves) -> str:
    """What the best fifth holds."""
    gain = next((reached for share, reached in curves.gain if abs(share - 0.2) < 1e-9), None)
    return "" if gain is None else f": best 20 % hold {100 * gain:.0f} %, lift {decimal(gain / 0.2)}"


def _drawn(
    series: Sequence[tuple[str, Points]],
    beside: tuple[str, Points],
    titles: Titles,
    width: int,
    height: int,
    look: Look,
) -> Sequence[Cells]:
    """Lines of models, and what they would be without one."""
    lines = [Series(name, points, group=place) for place, (name, points) in enumerate(series) if points]
    if beside[1]:
        lines.append(Series(beside[0], beside[1], group=len(series), color=look.palette.dim))
    return line_chart(lines, width, height, look, titles=titles)


def _roc(series: Sequence[tuple[str, Points]]) -> partial[Sequence[Cells]]:
    return partial(_drawn, series, ("chance", ((0, 0), (1, 1))), Titles(x="of the others", y="reached"))


def _precision(series: Sequence[tuple[str, Points]], base: float | None) -> partial[Sequence[Cells]]:
    beside: Points = () if base is None else ((0, base), (1, base))
    return partial(_drawn, series, ("everybody", beside), Titles(x="recall", y="precision"))


def _calibration(
    series: Sequence[tuple[str, Sequence[Mapping[str, float]]]],
) -> partial[Sequence[Cells]]:
    points = [(name, tuple((tenth["said"], tenth["came"]) for tenth in tenths)) for name, tenths in series]
    return partial(_drawn, points, ("true", ((0, 0), (1, 1))), Titles(x="said", y="came"))


def _gain(series: Sequence[tuple[str, Points]]) -> partial[Sequence[Cells]]:
    return partial(
        _drawn, series, ("at random", ((0, 0), (1, 1))), Titles(x="of all customers asked", y="reached")
    )
