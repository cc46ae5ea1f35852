"""The part of the screen Models that shows how the figures changed from cut-off to cut-off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual.app import ComposeResult

from core.classifiers.naming import BASELINES
from tui.charts import Line as Cells
from tui.charts import Look, Series, Titles, line_chart
from tui.screens.models_part import NO_MODELS, ModelPart, Shown, between, title_of
from tui.widgets.chart import Chart
from tui.widgets.emptied import told_below
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns, named_rows

NO_HISTORY = (
    "A label of today has no history: the model was judged by customers of one day, each placed by a model that had not seen them. T asks"
    " for what happens next instead."
)
# As many lines in one chart as can be told apart.
MOST_LINES = 4
# Columns that are left out where there is nothing in them: no second model, or no label that anybody has already.
WHERE_THERE = frozenset(("other_auc", "stays_accuracy"))


class HistoryPart(ModelPart):
    """Each past cut-off with its own figures, as a table and as a chart beside what can be had without a model."""

    usual_name = "history.csv"
    DEFAULT_CSS = """
    HistoryPart Grid { height: auto; }
    HistoryPart Chart { padding: 0 1; }
    HistoryPart Line { padding: 0 1; }
    """

    def compose(self) -> ComposeResult:
        yield Grid(id="history-grid", empty=NO_MODELS)
        yield Chart("AUC at each cut-off", empty="")
        yield Line("")

    async def draw(self, shown: Shown) -> None:
        record = shown.record
        if record is None or not record["cut_offs"]:
            await self.draw_nothing(NO_HISTORY if record is not None else "The first model is on its way.")
            return
        rows, grid = _rows(shown), self.query_one(Grid)
        other = title_of(shown.other) if shown.other else ""
        columns: tuple[Column, ...] = (
            Column("cut_off", "Cut-off"),
            Column("until", "Until before"),
            Column("customers", "Customers", "number"),
            Column("auc", "AUC", "figure"),
            Column("auc_interval", "in 95 %"),
            Column("other_auc", other, "figure"),
            Column("accuracy", "Accuracy", "percent"),
            Column("stays_accuracy", "All stay", "percent"),
            Column("brier", "Brier", "figure"),
            Column("learned_from", "Learned from", "number"),
        )
        there = [
            place
            for place, column in enumerate(columns)
            if column.name not in WHERE_THERE or any(row[place] is not None for row in rows)
        ]
        columns = tuple(columns[place] for place in there)
        rows = [tuple(row[place] for place in there) for row in rows]
        grid.styles.height = min(len(rows), 8) + 3
        await grid.show(FewRows(fitted_columns(columns, rows), rows), keep_place=True)
        lines = [name for name in (shown.model, shown.other, *BASELINES[1:]) if name in shown.models]
        series = [
            Series(title_of(name), _points(shown, name), group=place)
            for place, name in enumerate(list(dict.fromkeys(lines))[:MOST_LINES])
        ]
        self.query_one(Chart).display = True
        self.query_one(Chart).show(partial(_drawn, series))
        self.query_one(Line).show("")

    async def draw_nothing(self, reason: str) -> None:
        self.query_one(Chart).display = False
        self.query_one(Line).show(await told_below(self.query_one(Grid), reason))

    def definition(self) -> str:
        return (
            "cut-off: A day gone by. Models learned at earlier days whose windows had ended by it, and were asked with nothing but the rows"
            " before it; what came until the next one says who was right.\n"
            "all stay: How often it is right to suppose that everybody stays as they are, of a label that customers have already.\n"
            "learned from: Rows, a customer at each earlier day is one; at most so many as the model takes."
        )

    def copied(self) -> str:
        """The chart."""
        return self.query_one(Chart).copied()

    def figures(self) -> FewRows | None:
        """The figures of each cut-off of every model that is there."""
        if self.shown is None:
            return None
        names = (
            "cut_off",
            "until",
            "customers",
            "learned_from",
            "accuracy",
            "stays_accuracy",
            "balanced_accuracy",
            "auc",
            "brier",
        )
        rows = [
            (model, *(one[name] for name in names))
            for model in self.shown.names
            for one in self.shown.models[model].record["cut_offs"]
        ]
        return named_rows(("model", *names), rows)


def _rows(shown: Shown) -> list[Row]:
    record, other = shown.record, shown.record_of(shown.other)
    if record is None:
        return []
    beside = other["cut_offs"] if other is not None else [{}] * len(record["cut_offs"])
    return [
        (
            one["cut_off"],
            one["until"],
            one["customers"],
            one["auc"],
            between(one["auc_interval"]),
            theirs.get("auc"),
            one["accuracy"],
            one["stays_accuracy"],
            one["brier"],
            one["learned_from"],
        )
        for one, theirs in zip(record["cut_offs"], beside, strict=True)
    ]


def _points(shown: Shown, name: str) -> list[tuple[date, float | None]]:
    return [(date.fromisoformat(one["cut_off"]), one["auc"]) for one in shown.models[name].record["cut_offs"]]


def _drawn(series: Sequence[Series], width: int, height: int, look: Look) -> Sequence[Cells]:
    return line_chart(series, width, height, look, titles=Titles(y="AUC"), from_zero=False)
