"""The parts of the screen Models that say which classes a model mistakes for which: confusion matrix, and report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size
from textual.message import Message

from tui.charts import Table
from tui.fitting import Fitting
from tui.screens.models_part import NO_MODELS, ModelPart, Shown, marked_title, title_of
from tui.text import per_cent, plain, prose, whole
from tui.widgets.chart import HeatGrid
from tui.widgets.emptied import told_below
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, fitted_columns, named_rows

# From so many cells on there is room for the matrix of the second model.
WIDE = 110
FORMS: tuple[Callable[[int, float], str], ...] = (
    lambda customers, share: f"{whole(customers)} ({per_cent(share)})",
    lambda customers, share: f"{whole(customers)} {100 * share:.0f}%",
    lambda customers, share: whole(customers),
)
REPORT = (
    Column("class", "Class"),
    Column("precision", "Precision", "figure"),
    Column("recall", "Recall", "figure"),
    Column("f1-score", "F1", "figure"),
    Column("support", "Support", "number"),
    Column("other_precision", "Beside it: Precision", "figure"),
    Column("other_recall", "Recall", "figure"),
    Column("other_f1-score", "F1", "figure"),
)
MEANS = {"macro avg": "mean of classes", "weighted avg": "mean of customers"}
FIGURES = ("precision", "recall", "f1-score")


class ConfusionPart(Fitting, ModelPart):
    """What is so (down) by what was decided (across), of the model in view and, where there is room, the second."""

    usual_name = "confusion.csv"
    DEFAULT_CSS = """
    ConfusionPart Horizontal { height: 1fr; }
    ConfusionPart HeatGrid { width: 1fr; padding: 0 1 0 0; }
    ConfusionPart Line { padding: 0 1; max-height: 3; }
    """

    class WrongOnes(Message):
        """Those of a class who were taken for another are wanted."""

        def __init__(self, truth: str, decided: str) -> None:
            self.truth, self.decided = truth, decided
            super().__init__()

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield HeatGrid(empty=NO_MODELS, id="confusion-mine")
            yield HeatGrid(empty="", id="confusion-other")
        yield Line("")

    def fit(self, size: Size) -> None:
        """Show the second where there is room."""
        other = self.query_one("#confusion-other")
        other.display = size.width >= WIDE and self.shown is not None and bool(self.shown.other)

    async def draw(self, shown: Shown) -> None:
        for name, place in ((shown.model, "mine"), (shown.other, "other")):
            record = shown.record_of(name)
            if record is not None:
                title = f"{marked_title(shown, title_of(name))}: truth down, prediction across"
                self.query_one(f"#confusion-{place}", HeatGrid).show(_table(record), title=title)
        self.fit(self.size)
        self._tell()

    async def draw_nothing(self, reason: str) -> None:
        for grid in self.query(HeatGrid):
            grid.show_nothing(reason)
        self.query_one("#confusion-other").display = False
        self.query_one(Line).show("")

    @property
    def _grid(self) -> HeatGrid:
        return next(
            (grid for grid in self.query(HeatGrid) if grid.has_focus),
            self.query_one("#confusion-mine", HeatGrid),
        )

    @on(HeatGrid.CellHighlighted)
    def _tell(self) -> None:
        grid, shown = self._grid, self.shown
        name = "" if shown is None else shown.other if grid.id == "confusion-other" else shown.model
        record = shown.record_of(name) if shown is not None else None
        if record is None:
            return
        row, column = grid.cursor
        truth, decided = record["classes"][row], record["classes"][column]
        count, of = record["confusion"][row][column], sum(record["confusion"][row])
        share = f" ({per_cent(count / of)})" if of else ""
        then = "" if row == column else " Enter lists them."
        self.query_one(Line).show(
            f"Of {whole(of)} who are {plain(truth)}, {title_of(name)} says {plain(decided)} of {whole(count)}{share}.{then}"
        )

    @on(HeatGrid.CellChosen, "#confusion-mine")
    def _chosen(self, event: HeatGrid.CellChosen) -> None:
        record = self.shown.record if self.shown is not None else None
        if record is not None and event.row != event.column:
            classes = record["classes"]
            self.post_message(self.WrongOnes(classes[event.row], classes[event.column]))

    def definition(self) -> str:
        return (
            "cell: Customers of the class at the left whom the model puts into the class above, and their share of the class at the left.\n"
            "Over several cut-offs a customer is counted at each of them."
        )

    def figures(self) -> FewRows | None:
        """The matrix, a row for each cell."""
        record = self.shown.record if self.shown is not None else None
        if record is None:
            return None
        classes = record["classes"]
        rows = [
            (record["model"], truth, decided, record["confusion"][row][column])
            for row, truth in enumerate(classes)
            for column, decided in enumerate(classes)
        ]
        return named_rows(("model", "truth", "prediction", "customers"), rows)


def _table(record: dict[str, Any]) -> Table:
    """Shares of each row colour it."""
    counts = record["confusion"]
    shares = [[cell / max(sum(row), 1) for cell in row] for row in counts]
    names = [plain(name) for name in record["classes"]]
    texts = [
        [
            [form(count, share) for count, share in zip(row, line, strict=True)]
            for row, line in zip(counts, shares, strict=True)
        ]
        for form in FORMS
    ]
    return Table(values=shares, rows=names, columns=names, texts=texts)


class ReportPart(ModelPart):
    """Precision, recall, F1 and support of each class."""

    usual_name = "report.csv"
    DEFAULT_CSS = """
    ReportPart Grid { height: auto; }
    ReportPart Line { padding: 0 1; max-width: 120; }
    """

    def compose(self) -> ComposeResult:
        yield Grid(id="report-grid", empty=NO_MODELS)
        yield Line("")

    async def draw(self, shown: Shown) -> None:
        rows, grid = self._rows(shown), self.query_one(Grid)
        grid.styles.height = min(len(rows), 12) + 3
        columns = REPORT if shown.other else REPORT[:5]
        await grid.show(FewRows(fitted_columns(columns, rows), rows), keep_place=True)
        record = shown.record
        if record is not None:
            # The sentence on a rule that is copied says it already; that a part of one is, too.
            mark = (
                f" {shown.told.repeats.capitalize()}." if shown.told.repeats and not record["verdict"] else ""
            )
            self.query_one(Line).show(
                f"{title_of(shown.model)} on {whole(record['rows'])} predictions of {whole(record['customers'])} customers.{mark}"
                f" {prose(record['verdict'], 400)}"
            )

    async def draw_nothing(self, reason: str) -> None:
        self.query_one(Line).show(await told_below(self.query_one(Grid), reason))

    @staticmethod
    def _rows(shown: Shown) -> list[tuple[object, ...]]:
        record, other = shown.record, shown.record_of(shown.other)
        if record is None:
            return []
        rows = []
        for name, line in record["report"].items():
            beside = other["report"].get(name) if other is not None else None
            rows.append(
                (
                    MEANS.get(name, plain(name)),
                    *(line[figure] for figure in FIGURES),
                    int(line["support"]),
                    *((beside[figure] if beside else None) for figure in FIGURES),
                )
            )
        return rows

    def definition(self) -> str:
        return (
            "precision: Of those whom the model puts into the class, the share that is of it.\n"
            "recall: Of those who are of the class, the share that the model puts into it.\n"
            "F1: Their harmonic mean.\n"
            "support: How many are of the class; over several cut-offs, at all of them together."
        )

    def figures(self) -> FewRows | None:
        """The report of the model in view."""
        if self.shown is None:
            return None
        return named_rows(("class", *FIGURES, "support"), [row[:5] for row in self._rows(self.shown)])
