"""What kept classifiers say of the customer that is asked about: each class as a bar, and what the chances are worth."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical

from core.errors import RegularsError
from core.models.asking import FAR, valued
from core.remote import asking
from core.remote.asking import Own
from core.remote.lane import StoppedError
from tui.charts import Bar, Look, bar_chart
from tui.charts import Line as Cells
from tui.engine import answer
from tui.text import counted, per_cent, plain, prose, whole
from tui.widgets.chart import Chart

if TYPE_CHECKING:
    from core.models.asking import Said
    from core.models.predicting import Prediction
    from core.remote.predicting import Basis
    from tui.screens.predict import PredictView

# Of more classes the likeliest are shown.
MOST_CLASSES = 4
DEFINITIONS: Mapping[str, str] = {
    "classes": "What each kept classifier decides for has the mark >; the bars are its probabilities. A rare class weighs as much as a "
    "frequent one in what is decided, where the recipe says so, and need not be the likeliest.",
    "past cut-offs": "Of two classes with one that is looked for: the tenths of the customers of the past cut-offs whose probabilities "
    "were on average just below and just above this one, how many of them came to be it, and what lies between.",
    "assumed": "A number that nothing on the screen asks about is that of the customer whose numbers were taken (p). Else the probability "
    "is the average over the 50 customers learned from who are most alike in the others, and their middle is shown.",
}
LEARN_AGAIN = "The classifiers learn again what they were kept with..."
ASK_AGAIN_S = 0.2
# What follows from the numbers that are asked about, and what hangs on a horizon that may be another.
FOLLOWS, SEASON = "average_order", "same_season"


class ClassesPane(Vertical):
    """A bar for each class of each classifier."""

    DEFAULT_CSS = """
    ClassesPane { height: auto; display: none; }
    ClassesPane Chart { height: 2; }
    """

    def __init__(self) -> None:
        super().__init__(id="classes")
        self.said: tuple[Said, ...] = ()
        self.taken = ""
        """Whose numbers were taken, and which were assumed."""

    def compose(self) -> ComposeResult:
        yield Chart(id="classes-chart", empty="")

    def show_nothing(self) -> None:
        """There is nothing to show, and no room is taken."""
        self.said = ()
        self.taken = ""
        self.display = False

    def show(self, said: Sequence[Said], own: str) -> None:
        """Show what is said; `own` is whose numbers were taken where there is no field for them."""
        self.said = tuple(said)
        self.taken = taken(self.said, own)
        bars = bars_of(self.said)
        chart = self.query_one(Chart)
        self.display = True
        chart.styles.height = len(bars)
        chart.show(partial(_drawn, bars), key=tuple(bars))


def bars_of(said: Sequence[Said]) -> list[Bar]:
    """Each class of each model, in an order that stays while numbers change."""
    bars = []
    for number, one in enumerate(said):
        likeliest = sorted(one.chances, key=lambda told: -told[1])[:MOST_CLASSES]
        for name, chance in one.chances:
            if (name, chance) in likeliest or name == one.decided:
                mark = ">" if name == one.decided else " "
                bars.append(
                    Bar(f"{mark}{plain(name, 30)}, {one.target}", chance, text=per_cent(chance), group=number)
                )
    return bars


def _drawn(bars: Sequence[Bar], width: int, height: int, look: Look) -> Sequence[Cells]:
    return bar_chart(bars, width, height, look, whole_names=True)


def decided(said: Sequence[Said]) -> Text:
    """The class that each model decides for, with its chance."""
    text = Text()
    for one in said:
        text.append("; " if text else "Classes: ", style="not bold")
        text.append(f"{one.target} ", style="not bold")
        text.append(plain(one.decided, 30), style="bold")
        text.append(f" {per_cent(dict(one.chances)[one.decided])}", style="not bold")
    return text


def told(said: Sequence[Said]) -> Text:
    """What each model is, and what its chances are worth."""
    text = Text()
    for one in said:
        text.append("\n" if text else "")
        text.append(f"{one.target} by {one.by}: ", style="bold")
        text.append(" ".join(filter(None, (*_worth(one), prose(one.doubt)))))
    return text


def _worth(one: Said) -> Iterator[str]:
    if one.repeats:
        yield f"{one.repeats}, so it says nothing of what will come."
    if one.reservation:
        yield prose(one.reservation)
    if one.like_this is not None:
        yield one.like_this.words(one.what_came, whole, per_cent, one.judged_among)
    if not one.is_likeliest:
        yield prose(one.why_decided)
    if one.assumed:
        yield f"{counted(len(one.assumed), 'number')} assumed, told below."
    if one.is_far:
        yield f"{FAR}."


def taken(said: Sequence[Said], own: str) -> str:
    """Whose numbers were taken where there is no field for them, and what is assumed, which may be for several models."""
    assumed = dict(pair for one in said for pair in one.assumed)
    if not assumed:
        return own
    words = ", ".join(f"{name} {valued(value)}" for name, value in assumed.items())
    return f"{own} Assumed, as of those most alike: {words}.".strip()


class Classes:
    """Asks the classifiers of what is predicted by, with each change anew."""

    def __init__(self, view: PredictView) -> None:
        self._view = view
        self._taught: tuple[Basis, str] | None = None
        self._own: tuple[str, Own] | None = None

    def forget_customer(self) -> None:
        """The numbers are no longer those of a customer."""
        self._own = None

    def ask(self, basis: Basis, found: Prediction) -> None:
        """Ask what is said of a customer now; what was asked before no longer matters."""
        if not basis.model.classifiers:
            self._view.live.show_no_classes()
            return
        self._view.run_worker(self._ask(basis, found), exclusive=True, group="classes")

    async def take(self, customer_id: str) -> None:
        """Go by all that is known of a customer."""
        view = self._view
        basis, opened = view.basis, view.opened
        self.forget_customer()
        if basis is None or opened is None or not basis.model.classifiers:
            return
        future = view.regulars.engine.slow.study(asking.own_numbers, opened.recipe, customer_id)
        own = await view.regulars.wait_for(f"looking up {plain(customer_id, 40)}", future)
        if own is not None and view.basis is basis:
            self._own = customer_id, own
            if view.found is not None:
                self.ask(basis, view.found)

    async def _ask(self, basis: Basis, found: Prediction) -> None:
        given, country = self._given(basis, found.given)
        quick = self._view.regulars.engine.quick
        while self._view.basis is basis:
            try:
                if self._taught is None or self._taught[0] is not basis:
                    model = basis.model
                    part, as_of = model.recipe.classifier, model.origin.as_of
                    key = await answer(quick.plain(asking.teach, model.classifiers, part, as_of))
                    self._taught = basis, key
                heard = await answer(
                    quick.latest("classes").plain(asking.heard, self._taught[1], given, country)
                )
            except StoppedError:
                return
            except RegularsError as error:
                self._view.live.show_no_classes(f"{error.what} {error.cure}")
                return
            if heard.is_unknown:
                self._taught = None
            elif heard.is_learning:
                self._view.live.show_no_classes(LEARN_AGAIN)
                await asyncio.sleep(ASK_AGAIN_S)
            else:
                self._view.live.show_classes(heard.said, self._whose(basis))
                return

    def _given(
        self, basis: Basis, asked: Mapping[str, float | None]
    ) -> tuple[dict[str, float | None], str | None]:
        """The numbers on the screen, and beside them those of the customer whose numbers were taken."""
        if self._own is None:
            return dict(asked), None
        _, own = self._own
        horizon = basis.model.classifiers[0].horizon_days
        opened = self._view.opened
        is_same = opened is not None and opened.recipe.classifier.horizon_days == horizon
        rest = {
            name: value
            for name, value in own.numbers.items()
            if name != FOLLOWS and (name != SEASON or is_same)
        }
        return {**rest, **asked}, own.country

    def _whose(self, basis: Basis) -> str:
        if self._own is None:
            return ""
        customer_id, own = self._own
        fields = self._view.live.fields.values
        known = [name for name in own.numbers if name not in (*fields, FOLLOWS)]
        known += ["country"] if own.country is not None else []
        seen = {column for one in basis.model.classifiers for column in one.columns}
        named = [name for name in known if name in seen]
        return f"{plain(customer_id, 40)}'s own: {', '.join(named)}." if named else ""
