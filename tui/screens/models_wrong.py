"""The part of the screen Models that lists whom the model in view places wrongly, and says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message

from core.classifiers.told import Reason
from core.clusters.features import MONEY
from core.remote.classifying import Wrong
from tui.engine import Engine
from tui.screens.models_part import NO_MODELS, ModelPart, Shown, title_of
from tui.text import counted, decimal, decimals_of, per_cent, plain, prose, whole
from tui.widgets.emptied import told_below
from tui.widgets.engine_rows import FileRows
from tui.widgets.grid import Grid
from tui.widgets.line import Line

TITLES = {
    "customer_id": "Customer",
    "cut_off": "Cut-off",
    "truth": "Is",
    "prediction": "Model says",
    "chance_of_truth": "Chance of truth",
    "chance_of_prediction": "Of what it says",
}
MOST_DECIMALS = 2
# Of many classes those that count.
MOST_CHANCES = 3
GAP = 2


class WrongPart(ModelPart):
    """A table of customers, the furthest from the truth first, and below it why the one under the cursor is among them."""

    usual_name = "wrong.csv"
    DEFAULT_CSS = """
    WrongPart Grid { height: 1fr; }
    WrongPart VerticalScroll { height: 11; padding: 0 1; }
    WrongPart > Line { padding: 0 1; max-height: 2; }
    """

    class Wanted(Message):
        """Whom a model places wrongly is wanted."""

        def __init__(self, part: WrongPart, model: str) -> None:
            self.part, self.model = part, model
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._asked: tuple[Shown, str] | None = None
        self._narrowed = ""
        """A filter that waits for the customers."""

    def compose(self) -> ComposeResult:
        yield Line("", id="wrong-told")
        yield Grid(id="wrong-grid", empty=NO_MODELS)
        with VerticalScroll(can_focus=False):
            yield Line("", id="wrong-why")
            yield Line("", id="wrong-alike")

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one(Grid)

    async def draw(self, shown: Shown) -> None:
        if self._asked != (shown, shown.model):
            self._asked = shown, shown.model
            self.post_message(self.Wanted(self, shown.model))

    async def draw_nothing(self, reason: str) -> None:
        self.forget()
        self.query_one("#wrong-told", Line).show("")
        self.query_one("#wrong-alike", Line).show("")
        self.query_one("#wrong-why", Line).show(await told_below(self.grid, reason))

    def forget(self) -> None:
        """What was asked for did not come: ask again when this is next come to."""
        self._asked, self.is_stale = None, True

    async def narrow(self, truth: str, decided: str) -> None:
        """Show only those of a class who were taken for another, now or as soon as they are there."""
        self._narrowed = f"truth = {_quoted(truth)} and prediction = {_quoted(decided)}"
        if isinstance(self.grid.source, FileRows) and self.shown is not None and not self.is_stale:
            await self._narrow()

    async def _narrow(self) -> None:
        if self._narrowed:
            wanted, self._narrowed = self._narrowed, ""
            await self.grid.filter_by(wanted)

    async def show_wrong(self, engine: Engine, model: str, found: Wrong) -> None:
        """Show these customers."""
        self.grid.styles.height = "1fr"
        rows = await FileRows.of(engine, found.path, TITLES)
        # As wide as the rounded ones are, so that the same stands there for whatever is predicted.
        rows.columns = tuple(
            replace(column, kind="figure") if column.name.startswith("chance") else column
            for column in rows.columns
        )
        await self.grid.show(rows)
        await self._narrow()
        mark = (
            f" {self.shown.told.repeats.capitalize()}."
            if self.shown is not None and self.shown.told.repeats
            else ""
        )
        self.query_one("#wrong-told", Line).show(
            f"Wrong: {whole(found.rows)} of {counted(found.of, 'prediction')} ({per_cent(found.rows / found.of)}),"
            f" the furthest from the truth first.{mark} Enter: the card."
        )

    @property
    def under_cursor(self) -> tuple[str, str]:
        """The customer under the cursor, and the cut-off; empty where there is none."""
        row = self.grid.row
        names = [column.name for column in self.grid.shown_columns]
        if not row or "customer_id" not in names:
            return "", ""
        told = dict(zip(names, row, strict=False))
        return str(told["customer_id"]), str(told.get("cut_off") or "")

    def show_why(self, model: str, customer_id: str, found: Reason) -> None:
        """Say why a customer was placed there."""
        self.query_one("#wrong-why", Line).show(_words(model, customer_id, found))
        record = self.shown.record_of(model) if self.shown is not None else None
        first = [one["feature"] for one in record["importance"]] if record is not None else []
        alike = _alike(found, first, self.size.width - 2) if found.alike else ""
        self.query_one("#wrong-alike", Line).show(alike)

    def definition(self) -> str:
        return (
            "chance: What the model said of the class that is so, and of the one it decided for. It may decide for one that is less likely: rare"
            " classes weigh as much as frequent ones (classifier.balanced). The furthest from the truth is the one"
            " of whom the chance of what it says is most above the chance of truth.\n"
            "why: The questions of the decision tree; of every model the customers most like this one among those that it learned from, by the"
            " features that it looks at. k-NN asks nobody else."
        )


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _told_chances(found: Reason) -> list[tuple[str, float]]:
    """The chances that are told, the likeliest first: of what is so and of what was decided always, whatever is likelier."""
    both = {found.truth, found.decided}
    others = [one for one in found.chances if one[0] not in both][: MOST_CHANCES - len(both)]
    return [one for one in found.chances if one[0] in both or one in others]


def _words(model: str, customer_id: str, found: Reason) -> Text:
    text = Text()
    chances = ", ".join(f"{plain(name)} {per_cent(chance)}" for name, chance in _told_chances(found))
    text.append(f"{plain(customer_id)} ", style="bold")
    text.append(f"is {plain(found.truth)}, {title_of(model)} says {plain(found.decided)} ({chances}).")
    if found.path:
        text.append(f"\nBecause {', '.join(map(prose, found.path[:-1]))}: {prose(found.path[-1])}.")
    if found.alike:
        same = sum(one.name == found.decided for one in found.alike)
        text.append(
            f"\nOf the {len(found.alike)} most like this one among those it learned from, {same} were {plain(found.decided)}:"
        )
    return text


def _alike(found: Reason, first: Sequence[str], width: int) -> Table:
    """This customer and those most like it, a line each, with as many features as there is room for, those in `first` first."""
    places = sorted(
        range(len(found.features)),
        key=lambda place: (
            first.index(found.features[place]) if found.features[place] in first else len(first)
        ),
    )
    lines = [("this one", found.values), *((plain(one.name), one.values) for one in found.alike)]
    table = Table.grid(padding=(0, GAP, 0, 0))
    table.add_column(no_wrap=True)
    left = width - max(cell_len(name) for name, _ in lines)
    shown = []
    for place in places:
        texts = [
            found.features[place],
            *_written(found.features[place], [values[place] for _, values in lines]),
        ]
        left -= GAP + max(map(cell_len, texts))
        if left < 0:
            break
        shown.append(texts)
        table.add_column(justify="right", no_wrap=True)
    for number, name in enumerate(("", *(name for name, _ in lines))):
        table.add_row(name, *(Text(texts[number]) for texts in shown), style="dim" if not number else None)
    return table


def _written(feature: str, values: Sequence[float | str | None]) -> list[str]:
    """The values of a feature, all with the same decimals; money to the cent."""
    numbers = [value for value in values if isinstance(value, float)]
    places = (
        2 if feature in MONEY else max((min(MOST_DECIMALS, decimals_of(one)) for one in numbers), default=0)
    )
    return [
        decimal(value, places) if isinstance(value, float) else "" if value is None else plain(value)
        for value in values
    ]
