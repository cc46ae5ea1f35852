"""The live part of the screen Predict: a customer in numbers, and with each change what is said of them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import partial

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Size

from core.models.asking import Said
from core.models.moves import DEFINITIONS as MOVES
from core.models.predicting import Nearness, Prediction
from core.remote.predicting import Basis, Near
from core.scores import TIERS
from core.views.placing import DEFINITIONS as PLACING
from tui.charts import Bar, Look, bar_chart
from tui.charts import Line as Cells
from tui.fitting import Fitting
from tui.screens.predict_classes import DEFINITIONS as CLASSES
from tui.screens.predict_classes import ClassesPane, decided, told
from tui.screens.predict_fields import FieldsPane
from tui.screens.predict_plane import PlanePart
from tui.text import counted, decimal, per_cent, plain, prose, whole
from tui.widgets.chart import Chart
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns

# From so many columns on the plane stands beside the rest.
WIDE = 118
MOST_BARS = 20
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


class Overflowing(VerticalScroll):
    """Lines that keys go to only where there are more than there is room for."""

    def allow_focus(self) -> bool:
        # And not `focusable`, which Textual asks only once it has come here: the Tab key would stay where it is.
        return super().allow_focus() and self.max_scroll_y > 0


class LivePart(Fitting, Vertical):
    """The numbers, what they come to, and who is like that."""

    DEFAULT_CSS = """
    LivePart { height: 1fr; }
    LivePart > Line { padding: 0 1; max-height: 2; }
    LivePart #live-body { height: 1fr; }
    LivePart #live-left { width: 1fr; height: 1fr; }
    LivePart #first { height: auto; max-height: 60%; padding: 0 1; }
    LivePart #live-texts { width: 1fr; height: 1fr; layout: horizontal; }
    LivePart #said { height: 1fr; padding: 0 1; }
    LivePart #groups-chart { height: 4; }
    LivePart .warning { color: $warning; text-style: bold; }
    LivePart #near { width: 34; }
    LivePart PlanePart { display: none; width: 1fr; }
    LivePart.wide PlanePart { display: block; }
    LivePart.wide #live-texts { layout: vertical; }
    LivePart.wide #near { width: 1fr; height: 10; max-height: 50%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: Prediction | None = None
        self._basis: Basis | None = None
        """What that was predicted by."""
        self.near: tuple[Near, ...] = ()
        self._said: dict[str, str] = {}
        self._by_what = "", ""

    def compose(self) -> ComposeResult:
        yield Line("", id="by-what")
        yield FieldsPane()
        with Horizontal(id="live-body"):
            with Vertical(id="live-left"):
                # What is asked for first is seen first, whatever there is room for beside it.
                with Overflowing(id="first"):
                    yield Line("", id="verdict")
                    yield Line("", id="decided")
                    yield Line("", id="outside", classes="warning")
                    yield Line("", id="further")
                with Vertical(id="live-texts"):
                    with VerticalScroll(id="said"):
                        yield ClassesPane()
                        yield Chart(id="groups-chart", empty="")
                        yield Line("", id="classes-told")
                        yield Line("", id="taken")
                    yield Grid(id="near", empty="")
            yield PlanePart(warns=False)

    def fit(self, size: Size) -> None:
        """Use the room that there is."""
        self.set_class(size.width >= WIDE, "wide")
        self._show_plane()
        self._tell_by_what(size.width)

    @property
    def fields(self) -> FieldsPane:
        """The numbers."""
        return self.query_one(FieldsPane)

    def forget(self, why: str) -> None:
        """There is nothing to predict by, and why."""
        self.found = self._basis = None
        self.tell_by_what(why)
        self.fields.show(())
        for name in ("verdict", "outside", "further"):
            self._say(name, Text(""))
        self.query_one("#groups-chart").display = False
        self.show_no_classes()

    def tell_by_what(self, text: str, short: str = "") -> None:
        """Say what is predicted by: in short where all of it is more than a line."""
        self._by_what = text, short or text
        self._tell_by_what(self.size.width)

    def _tell_by_what(self, width: int) -> None:
        text, short = self._by_what
        self.query_one("#by-what", Line).show(text if cell_len(text) <= width - 2 else short)

    def show(self, basis: Basis, found: Prediction) -> None:
        """Show what is said of the numbers."""
        self.found, self._basis = found, basis
        self._say("verdict", verdict(found, self.query_one("#verdict", Line).content_size.width))
        self._say("outside", Text("Beware: " + " ".join(found.outside) if found.outside else ""))
        chart = self.query_one("#groups-chart", Chart)
        chart.display = bool(found.nearness)
        chart.styles.height = min(MOST_BARS, max(1, len(found.nearness)))
        if found.nearness:
            chart.show(partial(_bars, found), key=found.nearness)
        self._say("further", further(basis, found))
        self._show_plane()

    def _show_plane(self) -> None:
        """Show the customer among the others, where there is room for that."""
        if self._basis is not None and self.found is not None and self.has_class("wide"):
            self.query_one(PlanePart).show(self._basis, self.found)

    def show_classes(self, said: Sequence[Said], own: str) -> None:
        """Show what classifiers say, and what they go by beside the numbers above; `own` is whose numbers were taken."""
        pane = self.query_one(ClassesPane)
        pane.show(said, own)
        self._say("decided", decided(said))
        self._say("classes-told", told(said))
        self._say("taken", Text(plain(pane.taken, 800), style="dim"))

    def show_no_classes(self, why: str = "") -> None:
        """No classifier says anything, and why, if there are any."""
        self.query_one(ClassesPane).show_nothing()
        self._say("decided", Text(plain(why, 400), style="dim"))
        self._say("classes-told", Text(""))
        self._say("taken", Text(""))

    def _say(self, where: str, text: Text) -> None:
        """Show a text, unless it is there already: each that is new is laid out anew."""
        if self._said.get(where) != text.plain:
            self._said[where] = text.plain
            line = self.query_one(f"#{where}", Line)
            line.display = bool(text.plain)
            line.show(text)

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
                for name in ("verdict", "decided", "further", "classes-told", "taken")
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
        text.append(_how_near(found), style="not bold")
    return text


def _how_near(found: Prediction) -> str:
    """How near the customer's own group is; nothing for those in none."""
    return next((f", {_away(one)}" for one in found.nearness if one.cluster == found.cluster), "")


def _away(one: Nearness) -> str:
    away = f"{decimal(one.distance, 2)} away"
    return away if one.probability is None else f"{per_cent(one.probability)}, {away}"


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
        text.append(f"\n- {prose(move.text, amounts=move.amounts)}", style="not bold")
    return text


def _bars(found: Prediction, width: int, height: int, look: Look) -> Sequence[Cells]:
    """How far each group is, in the order of their numbers, which stays while numbers change; of a mixture, how likely each is.

    Of more groups than there is room for the customer's own and those that are nearest.
    """
    own_first = sorted(found.nearness, key=lambda one: one.cluster != found.cluster)
    bars = [
        Bar(
            f"{'>' if one.cluster == found.cluster else ' '}{plain(one.name)}",
            one.distance if one.probability is None else one.probability,
            text=_away(one),
            group=one.cluster - 1,
        )
        for one in sorted(own_first[:height], key=lambda one: one.cluster)
    ]
    return bar_chart(bars, width, height, look, whole_names=True)


def by_what(basis: Basis, name: str, *, is_loaded: bool, is_learning: bool) -> tuple[str, str]:
    """What is predicted by, in a sentence, and in short; groups may come as long as it `is_learning`."""
    origin, groups = basis.model.origin, basis.model.groups
    day = f" as of {origin.as_of}" if origin.as_of else ""
    back = "; r: the open source again." if is_loaded else "."
    begun = told = f"By {plain(name, 60)}: {counted(origin.customers, 'customer')}{day}"
    if groups is not None:
        told += f", {whole(len(groups.names))} clusters ({groups.model.method})"
    else:
        told += ", clusters are on their way" if is_learning else ", no clusters"
    if basis.model.classifiers:
        told += f", {counted(len(basis.model.classifiers), 'classifier')}"
    return told + back, (told if is_learning else begun) + back
