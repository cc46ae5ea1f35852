"""The plane in which customers differ most, with the groups in it and the place of the customer that is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from textual.app import ComposeResult
from textual.containers import Vertical

from core.clusters.pca import Component
from core.models.kept import KeptGroups
from core.models.places import in_two
from core.models.predicting import Prediction, feature_values
from core.remote.predicting import Basis
from tui.charts import Axis, Cell, Cloud, Look, Titles, scatter, scatter_room
from tui.charts import Line as Cells
from tui.text import per_cent, plain, signed
from tui.widgets.chart import Chart
from tui.widgets.line import Line

if TYPE_CHECKING:
    from core.clusters.model import Labels, Numbers

# A place at the rim is in the picture, however its share is rounded.
A_HAIR = 1e-9
NO_GROUPS = (
    "There are no groups, and so no plane to draw them in. Of what is open the screen Clusters (5) says why."
)
STILL_LEARNING = "Whether there are groups, and a plane to draw them in, is being worked out."
ONLY_MIDDLES = (
    "Where its customers are is not in the file of this model, which an earlier regulars saved: only the middle of each group is drawn. "
    "Save it again to have them all."
)
DEFINITION = (
    "The plane: the two directions in which the customers that the groups were learned from differ most (principal components of the "
    "scaled features). Below stands of each direction how much of all differences lies along it, and how much of each feature is in it. "
    "The cross is the customer that is asked about; at the rim, where it lies beyond all others."
)


class PlanePart(Vertical):
    """The scatter, and what its directions are."""

    DEFAULT_CSS = """
    PlanePart { height: 1fr; }
    PlanePart Line { padding: 0 1; max-height: 5; }
    PlanePart Chart { padding: 0 1; }
    PlanePart .warning { color: $warning; text-style: bold; }
    """

    def __init__(self, id: str | None = None, *, warns: bool = True) -> None:  # noqa: A002
        super().__init__(id=id)
        self._warns = warns
        """Whether to say what lies beyond everything learned from, which others may say beside it."""
        self.here: tuple[float, float] | None = None
        self.is_learning = False
        """Whether groups may come yet."""
        self._picture: tuple[Basis, _Picture] | None = None

    def compose(self) -> ComposeResult:
        yield Chart(empty=NO_GROUPS)
        yield Line("", id="plane-outside", classes="warning")
        yield Line("", id="plane-told")

    def show(self, basis: Basis, found: Prediction) -> None:
        """Show where a customer is among the others."""
        groups = basis.model.groups
        chart, text = self.query_one(Chart), self.query_one("#plane-told", Line)
        self._warn(found)
        if groups is None:
            self.here = None
            chart.show_nothing(STILL_LEARNING if self.is_learning else NO_GROUPS)
            text.show("")
            return
        values = feature_values(
            groups.model.features, {name: np.array([value]) for name, value in found.given.items()}
        )
        across, up = in_two(groups.plane.of(groups.model.scaling.of(values)))[0]
        self.here = float(across), float(up)
        picture = self._picture_of(basis, groups)
        chart.show(partial(_plane, groups, picture, self.here), key=(id(basis), self.here))
        where = _outside(picture, self.here)
        lies = f"The customer lies outside the picture, {where}, and is drawn at its rim. " if where else ""
        shown = "" if groups.places is not None else f" {ONLY_MIDDLES}"
        text.show(
            lies
            + " ".join(map(partial(_direction, groups), groups.plane.components[:2], ("Across", "Up")))
            + shown
        )

    def _picture_of(self, basis: Basis, groups: KeptGroups) -> _Picture:
        """What is drawn, made once for all numbers that are asked about."""
        if self._picture is None or self._picture[0] is not basis:
            self._picture = basis, _Picture.of(groups)
        return self._picture[1]

    def _warn(self, found: Prediction) -> None:
        """Say what of the numbers lies beyond everything learned from."""
        outside = self.query_one("#plane-outside", Line)
        outside.display = self._warns and bool(found.outside)
        outside.show("Beware: " + " ".join(found.outside) if found.outside else "")

    def definition(self) -> str:
        return DEFINITION

    def copied(self) -> str:
        """The plot as it is drawn."""
        return self.query_one(Chart).copied()


def _direction(groups: KeptGroups, component: Component, where: str) -> str:
    named = sorted(zip(groups.model.features, component.loadings, strict=True), key=lambda one: -abs(one[1]))
    told = ", ".join(f"{feature.name} {signed(loading)}" for feature, loading in named)
    return f"{where} lie {per_cent(component.explained)} of all differences: {told}."


def _axis_title(groups: KeptGroups, number: int) -> str:
    components = groups.plane.components
    if number >= len(components):
        return ""
    return f"{('first', 'second')[number]} axis, {per_cent(components[number].explained)}"


@dataclass(frozen=True, slots=True)
class _Picture:
    """The points that are drawn, whose they are, how many there are of each, and from where to where they reach."""

    places: Numbers
    labels: Labels
    customers: Labels
    lows: Numbers
    highs: Numbers

    @classmethod
    def of(cls, groups: KeptGroups) -> _Picture:
        """Customers, where it is known where they are; else the middles of the groups."""
        centres = in_two(groups.plane.of(np.array(groups.model.centres)))
        if groups.places is None:
            every = np.arange(1, len(centres) + 1)
            return cls(centres, every, np.ones_like(every), centres.min(axis=0), centres.max(axis=0))
        places = groups.places.points
        everything = np.vstack([places, centres])
        lows, highs = everything.min(axis=0), everything.max(axis=0)
        return cls(places, groups.places.groups, groups.places.customers, lows, highs)

    @property
    def spans(self) -> Numbers:
        """How far it reaches; 1 where all lie on one line."""
        return np.where(self.highs > self.lows, self.highs - self.lows, 1.0)

    def rooms(self, places: Numbers, grid: Numbers) -> Labels:
        """The column and row of each place; what lies outside at the rim."""
        shares = np.clip((places - self.lows) / self.spans, 0.0, 1.0)
        rooms: Labels = np.minimum((shares * grid).astype(int), grid - 1)
        return rooms


def _outside(picture: _Picture, here: tuple[float, float]) -> str:
    """On which side of the picture a place lies; empty where it is in it."""
    share = (np.array(here) - picture.lows) / picture.spans
    side = "left" if share[0] < -A_HAIR else "right" if share[0] > 1 + A_HAIR else ""
    height = "upper" if share[1] > 1 + A_HAIR else "lower" if share[1] < -A_HAIR else ""
    if not side:
        return {"upper": "above it", "lower": "below it"}.get(height, "")
    return f"to the {height} {side}" if height else f"to the {side}"


def _plane(
    groups: KeptGroups, picture: _Picture, here: tuple[float, float], width: int, height: int, look: Look
) -> Sequence[Cells]:
    cloud = Cloud(
        (),
        (1, 1),
        Axis(float(picture.lows[0]), float(picture.highs[0])),
        Axis(float(picture.lows[1]), float(picture.highs[1])),
        [plain(one.name, 30) for one in groups.names],
        point="customer" if groups.places is not None else "group",
        here=(0, 0),
        here_name="outside" if _outside(picture, here) else "here",
    )
    # The share stands below the picture too.
    x, y = _axis_title(groups, 0), _axis_title(groups, 1)
    titles = Titles(x=x, y=y, x_short=x.partition(",")[0])
    size = scatter_room(cloud, width, height, look, titles)
    grid = np.array(size)
    rooms = picture.rooms(picture.places, grid)
    cells = [
        Cell(column, row, customers, label - 1 if label else None)
        for column, row, label, customers in zip(
            *rooms.T.tolist(), picture.labels.tolist(), picture.customers.tolist(), strict=True
        )
    ]
    at = picture.rooms(np.array([here]), grid)[0]
    return scatter(
        replace(cloud, cells=cells, grid=size, here=(int(at[0]), int(at[1]))),
        width,
        height,
        look,
        titles=titles,
    )
