"""The part of the screen Models that has every model in figures, below them what they are worth in words, and its charts where there is room."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.geometry import Size

from core.classifiers.told import STAYING_KEYS
from core.classifiers.words import in_short
from tui.fitting import Fitting
from tui.screens.models_charts import ChartsPart
from tui.screens.models_part import NO_MODELS, ModelPart, Shown, between, title_of
from tui.text import prose
from tui.widgets.emptied import told_below
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns, named_rows
from tui.wording import note_in_app

ACTIVE, SECOND = "*", "="
# From so many lines on there is room for charts below.
ROOM_FOR_CHARTS = 34
COLUMNS = (
    Column("model", "Model"),
    Column("accuracy", "Accuracy", "percent"),
    Column("auc", "AUC", "figure"),
    Column("auc_interval", "in 95 %"),
    Column("brier", "Brier", "figure"),
    Column("auc_difference", "Beyond", "figure"),
    Column("standing", "Verdict"),
    Column("auc_difference_interval", "Beyond in 95 %"),
    Column("balanced_accuracy", "Balanced", "percent"),
    Column("average_precision", "Precision", "figure"),
    Column("learning", "Learns s", "figure"),
    Column("saying", "Says s", "figure"),
)
# Of each record, what a table has room for.
WRITTEN = (
    "model",
    "target",
    "question",
    "repeats",
    "accuracy",
    "accuracy_interval",
    "balanced_accuracy",
    "balanced_accuracy_interval",
    "auc",
    "auc_interval",
    "brier",
    "brier_interval",
    "average_precision",
    "baseline",
    "auc_difference",
    "auc_difference_interval",
    *STAYING_KEYS,
    "standing",
)
DEFINITIONS = {
    "accuracy": "The share of customers who are placed right. Where one class is frequent, guessing it always is right often.",
    "AUC": "Of a customer of the class looked for and one who is not, how often the first gets the higher probability; .5 is chance. Of more than"
    " two classes the mean of each against the rest; of several cut-offs the mean of theirs.",
    "in 95 %": "Where the figure is in 95 % of 400 draws of customers.",
    "Brier": "The mean squared error of the probabilities: the lower the better.",
    "Beyond": "How much higher the AUC is than that of the best baseline, and where that is in 95 % of draws.",
    "Verdict": "Better, no better or worse than the best baseline, by that interval; chance where the AUC is; or the mark of a target whose"
    " label is made from what models see. Of a label that customers have already, as their tier, a model is no better either where it is not"
    " right more often, beyond the interval, than supposing that everybody stays as they are.",
    "Balanced": "The mean over classes of the share that is placed right.",
    "Precision": "Average precision: precision by recall, as scikit-learn adds it up.",
    "Learns s, Says s": "Seconds for learning and for predicting, in all parts of the judging together, on this machine.",
    f"{ACTIVE} and {SECOND}": "The active model, which says something of every customer and is kept in a model (m on the screen Predict);"
    " and the one that others are compared with.",
}


class JudgedPart(Fitting, ModelPart):
    """A table of models, and what it says in words; on larger terminals also the charts of the one under the cursor."""

    DEFAULT_CSS = """
    JudgedPart Grid { height: auto; }
    JudgedPart VerticalScroll { height: 1fr; padding: 0 1; }
    JudgedPart VerticalScroll Line { max-width: 120; }
    JudgedPart ChartsPart { display: none; height: 1fr; }
    JudgedPart.tall VerticalScroll { height: auto; max-height: 6; margin: 0 0 1 0; }
    JudgedPart.tall ChartsPart { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._told = Line("")

    def compose(self) -> ComposeResult:
        yield Grid(id="models-grid", empty=NO_MODELS)
        with VerticalScroll():
            yield self._told
        yield ChartsPart()

    def fit(self, size: Size) -> None:
        """Show charts where there is room."""
        self.set_class(size.height >= ROOM_FOR_CHARTS, "tall")

    @property
    def charts(self) -> ChartsPart | None:
        """The charts of the model under the cursor, where they are in view."""
        return self.query_one(ChartsPart) if self.has_class("tall") else None

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one(Grid)

    async def draw(self, shown: Shown) -> None:
        rows = [_row(shown, name) for name in shown.names]
        self.grid.styles.height = len(shown.told.order) + 3
        self.grid.empty = "The first model is on its way."
        await self.grid.show(FewRows(fitted_columns(COLUMNS, rows), rows), keep_place=True)
        self.put_cursor(shown.model)
        await self.tell()

    async def draw_nothing(self, reason: str) -> None:
        self._told.show(await told_below(self.grid, reason))
        await self.query_one(ChartsPart).show_nothing("")

    @property
    def names(self) -> list[str]:
        """The models in the order in which they stand here."""
        source = self.grid.source
        if self.shown is None or not isinstance(source, FewRows):
            return []
        by_title = {title_of(name): name for name in self.shown.names}
        return [by_title[title] for row in source.all_rows if (title := _name(row)) in by_title]

    def put_cursor(self, model: str) -> None:
        """Put the cursor on a model, wherever it stands by now."""
        if model in self.names:
            self.grid.move_to(self.names.index(model))

    @property
    def under_cursor(self) -> str:
        """The model under the cursor."""
        if self.shown is None or self.grid.row is None:
            return ""
        here = _name(self.grid.row)
        return next((name for name in self.shown.names if title_of(name) == here), "")

    async def tell(self) -> None:
        """Say, and draw, what the model under the cursor is worth."""
        if self.shown is not None:
            self._told.show(_words(self.shown))
            await self.query_one(ChartsPart).show(self.shown)

    def copied(self) -> str:
        """The words, where the cursor is not in the table."""
        return str(self._told.content)

    def definition(self) -> str:
        told = "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())
        return f"{told}\n{self.charts.definition()}" if self.charts is not None else told

    def figures(self) -> FewRows | None:
        """Every figure of every model, as `models.json` has them."""
        if self.shown is None:
            return None
        records = [self.shown.models[name].record for name in self.shown.names]
        return named_rows(WRITTEN, [tuple(_flat(record[name]) for name in WRITTEN) for record in records])


def _flat(value: object) -> object:
    return " to ".join(map(str, value)) if isinstance(value, list) else value


def _row(shown: Shown, name: str) -> Row:
    told = shown.models[name]
    record = told.record
    asked = shown.asked
    marks = (
        f" {ACTIVE}" if (name, shown.told.target) == (asked.active, asked.active_target) else "",
        f" {SECOND}" if name == shown.marked else "",
    )
    return (
        title_of(name) + "".join(marks),
        record["accuracy"],
        record["auc"],
        between(record["auc_interval"]),
        record["brier"],
        record["auc_difference"],
        record["repeats"] or record["standing"],
        between(record["auc_difference_interval"]),
        record["balanced_accuracy"],
        record["average_precision"],
        told.learning_s,
        told.saying_s,
    )


def _name(row: Row) -> str:
    """The name of a row's model without its marks."""
    return str(row[0]).removesuffix(f" {SECOND}").removesuffix(f" {ACTIVE}")


def _words(shown: Shown) -> Text:
    text = Text()
    record = shown.record
    if record is not None and record["verdict"]:
        text.append(f"{title_of(shown.model)}: ", style="bold")
        text.append(prose(record["verdict"], 600) + "\n")
    if record is not None and (sample := shown.models[shown.model].sample):
        text.append(note_in_app(sample, 600) + "\n")
    if shown.told.is_done and shown.names:
        records = [shown.models[name].record for name in shown.names]
        text.append(prose(in_short(records, shown.asked.horizon_days), 900) + "\n")
    elif not shown.told.is_done:
        text.append(f"{len(shown.names)} of {len(shown.told.order)} models are there.\n")
    for note in shown.told.notes:
        text.append(note_in_app(note, 600) + "\n", style="italic")
    text.append(
        f"Enter makes the model under the cursor the active one ({ACTIVE}), m compares with it, T asks something else."
    )
    return text
