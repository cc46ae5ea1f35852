"""The live part of the screen Predict: a customer in numbers, and with each change what is said of them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import partial

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Size

from core.models.moves import DEFINITIONS as MOVES
from core.models.predicting import Prediction
from core.remote.predicting import Basis, Near
from core.scores import TIERS
from core.views.placing import DEFINITIONS as PLACING
from tui.charts import Bar, Look, bar_chart
from tui.charts import Line as Cells
from tui.fitting import Fitting
from tui.screens.predict_classes import DEFINITIONS as CLASSES
from tui.screens.predict_classes import ClassesPane
from tui.screens.predict_fields import FieldsPane
from tui.screens.predict_plane import PlanePart
from tui.text import counted, decimal, per_cent, plain, whole
from tui.widgets.chart import Chart
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns

# From so many columns on the plane stands beside the rest.
WIDE = 118
MOST_BARS = 8
# Stands for a blank at which no line ends; it is never drawn.
TIE = "\x00"
ALL_ALIKE = "All customers learned from are alike, so nothing can be told apart, nor what would lead further."
NEAR_COLUMNS = (
    Column("customer_id", "Most alike"),
    Column("distance", "Away", "money"),
    Column("segment", "Segment"),
    Column("recency", "R", "number"),
    Column("frequency", "F", "number"),
    Column("monetary", "M", "money"),
    Column("tier", "Tier"),
)
DEFINED = {
    **PLACING,
    **CLASSES,
    **MOVES,
    "distance": "To the middle of each group, in scaled features: the group is the nearest (of a mixture, the likeliest).",
    "most alike": "The customers of the open source nearest in the features that the groups are made by; without groups, in recency, "
    "log frequency and log monetary, each divided by its standard deviation.",
}


class LivePart(Fitting, Vertical):
    """The numbers, what they come to, and who is like that."""

    DEFAULT_CSS = """
    LivePart { height: 1fr; }
    LivePart > Line { padding: 0 1; max-height: 2; }
    LivePart #live-body { height: 1fr; }
    LivePart #live-left { width: 1fr; height: 1fr; }
    LivePart #said { height: 1fr; padding: 0 1; }
    LivePart #groups-chart { height: 4; }
    LivePart .warning { color: $warning; text-style: bold; }
    LivePart #near { width: 34; }
    LivePart PlanePart { display: none; width: 1fr; }
    LivePart.wide PlanePart { display: block; }
    LivePart.wide #live-body { layout: horizontal; }
    LivePart.wide #live-texts { layout: vertical; }
    LivePart.wide #near { width: 1fr; height: 40%; }
    LivePart #live-texts { width: 1fr; height: 1fr; layout: horizontal; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: Prediction | None = None
        self.near: tuple[Near, ...] = ()
        self._said: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        yield Line("", id="by-what")
        yield FieldsPane()
        with Horizontal(id="live-body"):
            with Vertical(id="live-texts"):
                with VerticalScroll(id="said"):
                    yield Line("", id="verdict")
                    yield Line("", id="outside", classes="warning")
                    yield ClassesPane()
                    yield Chart(id="groups-chart", empty="")
                    yield Line("", id="further")
                    yield Line("", id="taken")
                yield Grid(id="near", empty="")
            yield PlanePart(warns=False)

    def fit(self, size: Size) -> None:
        """Use the room that there is."""
        self.set_class(size.width >= WIDE, "wide")

    @property
    def fields(self) -> FieldsPane:
        """The numbers."""
        return self.query_one(FieldsPane)

    def forget(self, why: str) -> None:
        """There is nothing to predict by, and why."""
        self.found = None
        self.tell_by_what(why)
        self.fields.show(())
        for name in ("verdict", "outside", "further", "taken"):
            self._say(name, Text(""))
        self.query_one("#groups-chart").display = False
        self.query_one(ClassesPane).show_nothing()

    def tell_by_what(self, text: str) -> None:
        """Say what is predicted by."""
        self.query_one("#by-what", Line).show(text)

    def show(self, basis: Basis, found: Prediction) -> None:
        """Show what is said of the numbers."""
        self.found = found
        self._say("verdict", verdict(found, self.query_one("#verdict", Line).content_size.width))
        self.query_one("#outside", Line).display = bool(found.outside)
        self._say("outside", Text("Beware: " + " ".join(found.outside)))
        chart = self.query_one("#groups-chart", Chart)
        chart.display = bool(found.nearness)
        chart.styles.height = min(MOST_BARS, len(found.nearness))
        if found.nearness:
            chart.show(partial(_bars, found), key=found.nearness)
        self._say("further", further(basis, found))
        if self.has_class("wide"):
            self.query_one(PlanePart).show(basis, found)

    def show_taken(self, words: str) -> None:
        """Say what is gone by beside the numbers above."""
        self._say("taken", Text(plain(words, 800), style="dim"))

    def _say(self, where: str, text: Text) -> None:
        """Show a text, unless it is there already: each that is new is laid out anew."""
        if self._said.get(where) != text.plain:
            self._said[where] = text.plain
            self.query_one(f"#{where}", Line).show(text)

    async def show_near(self, near: Sequence[Near]) -> None:
        """Show the customers who are most alike."""
        if self.near == tuple(near):
            return
        self.near = tuple(near)
        rows: list[Row] = [
            (one.customer_id, one.distance, one.segment, one.recency, one.frequency, one.monetary, one.tier)
            for one in near
        ]
        await self.query_one("#near", Grid).show(FewRows(fitted_columns(NEAR_COLUMNS, rows), rows))

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in DEFINED.items())

    def copied(self) -> str:
        """What is said, as text."""
        if self.found is None:
            return ""
        lines = [
            self.fields.copied(),
            *(
                str(self.query_one(f"#{name}", Line).content)
                for name in ("verdict", "classes-told", "further", "taken")
            ),
        ]
        return "\n".join(filter(None, lines))


def verdict(found: Prediction, width: int = 0) -> Text:
    """Segment, tier, scores, value and group, in lines of a width, if that is known."""
    at = found.placing
    head = f"{plain(at.segment)}, tier {at.tier}"
    told = folded(f"{head}, scores {at.rfm}, value {per_cent(at.value_share)}", width)
    # A fold takes the place of a blank, so the letters stay where they are.
    text = Text(told[: len(head)], style="bold")
    text.append(told[len(head) :], style="not bold")
    if found.nearness:
        text.append("\nCluster: ", style="not bold")
        text.append(plain(found.cluster_name))
    return text


def folded(text: str, width: int) -> str:
    """A text in lines of a width, in which a number and its sign of per cent stay together."""
    if not width:
        return text
    tied = text.replace(" %", f"{TIE}%")
    return "\n".join(textwrap.wrap(tied, width, break_on_hyphens=False)).replace(TIE, " ")


def further(basis: Basis, found: Prediction) -> Text:
    """What would take the customer further."""
    at, rules = found.placing, basis.model.population.rules
    if all(part.silent for part in basis.model.population.distributions):
        return Text(ALL_ALIKE, style="dim")
    if at.segment == rules.order[0] and at.tier == TIERS[0]:
        return Text(f"There is nothing above {plain(at.segment)} and tier {at.tier}.", style="dim")
    if not found.moves:
        return Text(
            "Nothing by one measure alone leads to a better tier, nor anything to a better segment.",
            style="dim",
        )
    text = Text("The least that leads further:", style="bold")
    for move in found.moves:
        text.append(f"\n- {plain(move.text)}", style="not bold")
    return text


def _bars(found: Prediction, width: int, height: int, look: Look) -> Sequence[Cells]:
    """How far each group is, in the order of their numbers, which stays while numbers change; of a mixture, how likely each is."""
    bars = [
        Bar(
            f"{'>' if one.cluster == found.cluster else ' '}{plain(one.name)}",
            one.distance if one.probability is None else one.probability,
            text=f"{decimal(one.distance, 2)} away"
            if one.probability is None
            else f"{per_cent(one.probability)}, {decimal(one.distance, 2)} away",
            group=one.cluster - 1,
        )
        for one in sorted(found.nearness, key=lambda one: one.cluster)
    ]
    return bar_chart(bars, width, height, look, whole_names=True)


def by_what(basis: Basis, name: str, *, is_loaded: bool, is_learning: bool) -> str:
    """What is predicted by, in a sentence; groups may come as long as it `is_learning`."""
    origin, groups = basis.model.origin, basis.model.groups
    day = f" as of {origin.as_of}" if origin.as_of else ""
    told = f"By {plain(name, 60)}: {counted(origin.customers, 'customer')}{day}"
    if groups is not None:
        told += f", {whole(len(groups.names))} clusters ({groups.model.method})"
    else:
        coming = "on their way" if basis.model.recipe.clusters.on else "looked for"
        told += f", clusters are {coming}" if is_learning else ", no clusters"
    if basis.model.classifiers:
        told += f", {counted(len(basis.model.classifiers), 'classifier')}"
    told += "; r predicts by the open source again." if is_loaded else "."
    return told
