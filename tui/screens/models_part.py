"""What the parts of the screen Models share: the models that they show, and how these are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from textual.containers import Vertical

from core.classifiers.naming import BASELINES, LONG_NAMES
from core.recipe import ClassifierPart
from core.remote.classifying import Models, ModelTold
from tui.lacking import Lacking
from tui.lasting import Lasting
from tui.text import decimal
from tui.widgets.keeping_focus import KeepingFocus
from tui.widgets.rows import FewRows

NO_MODELS = Lacking("models")


@dataclass(slots=True, eq=False)
class Shown:
    """The models of one target as far as they are there, which of them is looked at, and which it is compared with."""

    told: Models
    asked: ClassifierPart
    """What of the recipe they were judged by."""
    models: dict[str, ModelTold] = field(default_factory=dict)
    model: str = ""
    is_chosen: bool = False
    """Whether somebody went to the model in view; before that it is the first."""
    marked: str = ""
    """What is compared with; empty for the best baseline."""

    @property
    def names(self) -> list[str]:
        """The models that are there, in the order of a run."""
        return [name for name in self.told.order if name in self.models]

    @property
    def other(self) -> str:
        """What the model in view is compared with; empty where there is nothing else yet."""
        baseline = str(self.record["baseline"]) if self.record else ""
        return next(
            (name for name in (self.marked, baseline) if name in self.models and name != self.model), ""
        )

    @property
    def record(self) -> dict[str, Any] | None:
        """What is known of the model in view."""
        return self.record_of(self.model)

    @property
    def compared(self) -> list[str]:
        """The model in view and the one beside it."""
        return [name for name in (self.model, self.other) if name in self.models]

    def record_of(self, name: str) -> dict[str, Any] | None:
        """What is known of a model."""
        return self.models[name].record if name in self.models else None

    def take(self, told: Models) -> None:
        """Take in what is new."""
        self.told = told
        self.models |= {str(one.record["model"]): one for one in told.news}
        if not self.is_chosen or self.model not in self.models:
            self.model = next(iter(self.names), "")


class ModelPart(KeepingFocus, Lasting, Vertical):
    """A part that shows models, or says why there are none."""

    usual_name = "models.csv"
    shown: Shown | None = None
    is_stale = True
    """Whether what is drawn is no longer so."""

    async def show(self, shown: Shown) -> None:
        """Show models, as far as they are there."""
        self.shown, self.is_stale = shown, False
        await self.draw(shown)

    async def show_nothing(self, reason: str) -> None:
        """Say why there are none."""
        self.shown, self.is_stale = None, False
        await self.draw_nothing(reason)

    async def draw(self, shown: Shown) -> None:
        """Draw them."""
        raise NotImplementedError

    async def draw_nothing(self, reason: str) -> None:
        """Draw why there is nothing."""
        raise NotImplementedError

    def figures(self) -> FewRows | None:
        """What is written to a file; None where there is nothing."""
        return None


def title_of(name: str) -> str:
    """What a model is called."""
    return LONG_NAMES[name]


def is_baseline(name: str) -> bool:
    """Whether a model is what can be had without one."""
    return name in BASELINES


def marked_title(shown: Shown, text: str) -> str:
    """A title, with the mark of a target that repeats a rule."""
    return f"{text} ({shown.told.repeats})" if shown.told.repeats else text


def between(interval: list[float] | None, places: int = 3) -> str:
    """An interval as it is written."""
    return "" if interval is None else f"{decimal(interval[0], places)} to {decimal(interval[1], places)}"
