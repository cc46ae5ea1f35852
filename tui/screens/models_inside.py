"""The part of the screen Models that looks into the model in view: what it goes by, its curve of k, its rules, its settings."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Size

from tui.charts import Bar, Look, Series, Titles, bar_chart, line_chart
from tui.charts import Line as Cells
from tui.fitting import Fitting
from tui.number_style import number_style
from tui.screens.models_part import NO_MODELS, ModelPart, Shown, marked_title, title_of
from tui.text import plain, signed, whole
from tui.widgets.chart import Chart
from tui.widgets.line import Line
from tui.widgets.rows import FewRows, named_rows

# From so many cells on both halves have room.
WIDE = 100
TITLES = {
    "importance": "importance",
    "curve": "the curve of k",
    "rules": "rules and settings",
    "learned": "learning",
}
NOT_WEIGHED = "The importance of features is worked out once all models are there."
NO_FEATURES = "It looks at no feature: it guesses the most frequent class."


class InsidePart(Fitting, ModelPart):
    """Importance of features at the left; at the right what else there is of the model."""

    usual_name = "importance.csv"
    DEFAULT_CSS = """
    InsidePart Horizontal { height: 1fr; }
    InsidePart #inside-more { width: 1fr; }
    InsidePart VerticalScroll { height: 1fr; padding: 0 1; }
    InsidePart Chart { padding: 0 1; }
    InsidePart > Line { padding: 0 1; max-height: 3; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._place = 0

    def compose(self) -> ComposeResult:
        yield Line("", id="inside-told")
        with Horizontal():
            yield Chart("Importance", id="inside-importance", empty=NO_MODELS)
            yield Chart("Neighbours", id="inside-curve", empty="")
            with VerticalScroll(id="inside-rules"):
                yield Line("", id="inside-text")
            yield Chart("AUC by rows learned from", id="inside-learned", empty="")

    def fit(self, size: Size) -> None:
        """Show as much as there is room for."""
        panes = self._panes
        shown = panes if self.has_room else panes[self._place % len(panes) :][:1]
        for name in ("importance", "curve", "rules", "learned"):
            self.query_one(f"#inside-{name}").display = name in shown
        self.hand_on_focus()
        self._tell()

    @property
    def _panes(self) -> list[str]:
        """What there is of the model in view."""
        record = self.shown.record if self.shown is not None else None
        if record is None:
            return ["importance"]
        learned = ["learned"] if record.get("learning_curve") else []
        return ["importance", "curve" if record.get("neighbours") else "rules", *learned]

    @property
    def has_room(self) -> bool:
        """Whether all of it is in view."""
        return self.size.width >= WIDE

    def turn(self) -> None:
        """What else there is."""
        self._place += 1
        self.fit(self.size)

    async def draw(self, shown: Shown) -> None:
        record = shown.record
        if record is None:
            await self.draw_nothing("The first model is on its way.")
            return
        chart = self.query_one("#inside-importance", Chart)
        if record["importance"]:
            title = marked_title(shown, "AUC lost where a feature is dealt out anew")
            chart.show(partial(_importance, record["importance"]), title=title)
        else:
            is_weighed = shown.models[shown.model].stage == 2
            chart.show_nothing(NO_FEATURES if is_weighed else NOT_WEIGHED)
        if record.get("neighbours"):
            title = "Neighbours asked (k), by cross-validation"
            drawer = partial(_curve, record["neighbours"], record["settings"].get("k"))
            self.query_one("#inside-curve", Chart).show(drawer, title=title)
        if record.get("learning_curve"):
            self.query_one("#inside-learned", Chart).show(partial(_learned, record["learning_curve"]))
        self.query_one("#inside-text", Line).show(_text(record))
        self.fit(self.size)

    def _tell(self) -> None:
        """Of which model this is, and what else there is of it."""
        shown, told = self.shown, ""
        if shown is not None and shown.model in shown.models:
            one = shown.models[shown.model]
            learned = whole(one.record["learned_from"])
            told = one.sample or f"{title_of(shown.model)}, as learned from {learned} rows."
            told += "" if self.has_room else f" b: {' or '.join(TITLES[name] for name in self._panes)}."
        self.query_one("#inside-told", Line).show(told)

    async def draw_nothing(self, reason: str) -> None:
        self.query_one("#inside-text", Line).show("")
        for chart in self.query(Chart):
            chart.show_nothing(reason)
        self.fit(self.size)

    def copied(self) -> str:
        """The rules, or the picture."""
        record = self.shown.record if self.shown is not None else None
        if record is not None and record.get("rules"):
            return number_style().sentence(str(record["rules"]))
        return self.query_one("#inside-importance", Chart).copied()

    def definition(self) -> str:
        return (
            "importance: How much the AUC falls when the values of a feature are dealt out anew among customers (3 times, on at most 500"
            " customers). What another feature says as well is not missed, so two that say the same share it.\n"
            "k: How many neighbours k-NN asks. Each k is tried by cross-validation; the one with the least squared error of"
            " probabilities is taken.\n"
            "rules: The questions of the decision tree; what is decided, and the share of the rows there that are of that class."
        )

    def figures(self) -> FewRows | None:
        """Importance of each feature; of k-NN what was tried."""
        record = self.shown.record if self.shown is not None else None
        if record is None:
            return None
        if self._panes[self._place % len(self._panes)] == "curve":
            tried = record["neighbours"]
            return named_rows(tuple(tried[0]), [tuple(one.values()) for one in tried])
        return named_rows(
            ("feature", "auc_lost"), [(one["feature"], one["auc_lost"]) for one in record["importance"]]
        )


def _text(record: dict[str, Any]) -> str:
    if record.get("rules"):
        return number_style().sentence(str(record["rules"]))
    told = [f"It looks at {', '.join(record['features'])}."]
    told += [f"{name}: {value}" for name, value in record["settings"].items()]
    return "\n".join(map(plain, told))


def _importance(found: Sequence[dict[str, Any]], width: int, height: int, look: Look) -> Sequence[Cells]:
    bars = [Bar(one["feature"], one["auc_lost"], text=signed(one["auc_lost"], 3)) for one in found]
    return bar_chart(bars, width, height, look)


def _learned(points: Sequence[dict[str, Any]], width: int, height: int, look: Look) -> Sequence[Cells]:
    """The learning curve."""
    line = Series("AUC", [(point["rows"], point["auc"]) for point in points], group=0)
    return line_chart([line], width, height, look, titles=Titles(x="rows", y="AUC"), from_zero=False)


def _curve(
    tried: Sequence[dict[str, Any]], taken: int | None, width: int, height: int, look: Look
) -> Sequence[Cells]:
    """The squared error by k, and the k that was taken."""
    error = [(one["k"], one["error"]) for one in tried]
    series = [Series("squared error", error, group=0)]
    best = [(k, value) for k, value in error if k == taken]
    if best:
        series.append(Series(f"taken: {taken}", best, group=1))
    return line_chart(series, width, height, look, titles=Titles(x="k", y="error"), from_zero=False)
