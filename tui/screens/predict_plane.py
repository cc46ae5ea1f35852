"""The plane in which customers differ most, with the groups in it and the place of the customer that is asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from textual.app import ComposeResult
from textual.containers import Vertical

from core.clusters.pca import Component
from core.models.kept import KeptGroups
from core.models.predicting import Prediction, feature_values
from core.remote.predicting import Basis
from tui.charts import Axis, Cell, Cloud, Look, Titles, scatter, scatter_room
from tui.charts import Line as Cells
from tui.screens.clusters_part import signed
from tui.text import per_cent, plain
from tui.widgets.chart import Chart
from tui.widgets.line import Line

NO_GROUPS = "There are no groups, and so no plane to draw them in: the screen Clusters (5) makes them."
STILL_LEARNING = "Whether there are groups, and a plane to draw them in, is being worked out."
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
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.here: tuple[float, float] | None = None
        self.is_learning = False
        """Whether groups may come yet."""

    def compose(self) -> ComposeResult:
        yield Chart(empty=NO_GROUPS)
        yield Line("")

    def show(self, basis: Basis, found: Prediction) -> None:
        """Show where a customer is among the others."""
        groups = basis.model.groups
        chart, text = self.query_one(Chart), self.query_one(Line)
        if groups is None:
            self.here = None
            chart.show_nothing(STILL_LEARNING if self.is_learning else NO_GROUPS)
            text.show("")
            return
        values = feature_values(
            groups.model.features, {name: np.array([value]) for name, value in found.given.items()}
        )
        self.here = _two(groups, groups.model.scaling.of(values))[0]
        chart.show(partial(_plane, basis, self.here), key=(id(basis), self.here))
        shown = "" if basis.points is not None else " Only the middle of each group is known of this model."
        text.show(
            " ".join(map(partial(_direction, groups), groups.plane.components[:2], ("Across", "Up"))) + shown
        )

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


def _two(groups: KeptGroups, scaled: np.ndarray) -> list[tuple[float, float]]:
    """Places in the plane; of one direction, all at the same height."""
    places = groups.plane.of(scaled)
    return [(float(place[0]), float(place[1]) if len(place) > 1 else 0.0) for place in places]


def _plane(basis: Basis, here: tuple[float, float], width: int, height: int, look: Look) -> Sequence[Cells]:
    groups = basis.model.groups
    assert groups is not None  # noqa: S101  `show` saw to it
    centres = _two(groups, np.array(groups.model.centres))
    if basis.points is not None:
        places = np.asarray(basis.points.places)
        places = places if places.shape[1] > 1 else np.column_stack([places[:, 0], np.zeros(len(places))])
        labels = basis.points.labels
    else:
        places, labels = np.array(centres), np.arange(1, len(centres) + 1)
    lows, highs = np.vstack([places, centres]).min(axis=0), np.vstack([places, centres]).max(axis=0)
    cloud = Cloud(
        (),
        (1, 1),
        Axis(float(lows[0]), float(highs[0])),
        Axis(float(lows[1]), float(highs[1])),
        [plain(one.name, 30) for one in groups.names],
        point="customer" if basis.points is not None else "group",
        here=(0, 0),
        here_name="here",
    )
    titles = Titles(x=_axis_title(groups, 0), y=_axis_title(groups, 1))
    size = scatter_room(cloud, width, height, look, titles)
    spans = np.where(highs > lows, highs - lows, 1.0)
    grid = np.array(size)
    rooms = np.clip(((places - lows) / spans * grid).astype(int), 0, grid - 1)
    counted = Counter(zip(*rooms.T.tolist(), labels.tolist(), strict=True))
    cells = [
        Cell(column, row, number, label - 1 if label else None)
        for (column, row, label), number in counted.items()
    ]
    at = np.clip(((np.array(here) - lows) / spans * grid).astype(int), 0, grid - 1)
    return scatter(
        replace(cloud, cells=cells, grid=size, here=(int(at[0]), int(at[1]))),
        width,
        height,
        look,
        titles=titles,
    )
