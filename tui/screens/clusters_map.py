"""The part of the screen Clusters that draws everybody on the plane in which customers differ most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.message import Message

from core.views.clusters_map import DEFINITIONS, ClusterMap
from tui.charts import Axis, Cell, Cloud, Look, Titles, scatter, scatter_room
from tui.charts import Line as Cells
from tui.screens.clusters_part import NO_GROUPS, GroupPart, group_name
from tui.text import per_cent, plain, signed
from tui.widgets.chart import Chart, look_of
from tui.widgets.line import Line
from tui.widgets.rows import FewRows, named_rows

PLACES = 2


class GroupsMapPart(GroupPart):
    """Everybody's place by the mark of their group, and what the two directions are."""

    usual_name = "pca.csv"
    DEFAULT_CSS = "GroupsMapPart Line { padding: 0 1; height: auto; max-height: 4; }"

    class RoomChanged(Message):
        """There is room for more or fewer places than customers were counted by."""

    def __init__(self) -> None:
        super().__init__()
        self.found: ClusterMap | None = None

    def compose(self) -> ComposeResult:
        yield Chart("Where customers stand, by group", empty=NO_GROUPS)
        yield Line("")

    def on_resize(self) -> None:
        """Have everybody counted again, by the places there are now."""
        self.post_message(self.RoomChanged())

    @property
    def room(self) -> tuple[int, int]:
        """How many places the plot has, across and up; (0, 0) while it has none."""
        width, height = self.query_one(Chart).content_size
        if not width or not height:
            return 0, 0
        return scatter_room(
            self._cloud(self.found or ClusterMap((1, 1), (-1, 1), (-1, 1), ())),
            width,
            height - 1,
            look_of(self.app),
            self._titles,
        )

    async def draw(self) -> None:
        parts = [
            f"{where} lie {per_cent(row['explained'])} of all differences: {_loadings(row)}."
            for where, row in zip(("Across", "Up"), self._directions, strict=False)
        ]
        self.query_one(Line).show(plain(" ".join(parts), 600))

    def draw_map(self, found: ClusterMap) -> None:
        """Show where everybody stands."""
        self.found = found
        self.query_one(Chart).show(partial(_drawn, self._cloud(found), self._titles))

    async def draw_nothing(self, reason: str) -> None:
        self.found = None
        self.query_one(Chart).show_nothing(reason)
        self.query_one(Line).show("")

    @property
    def _directions(self) -> tuple[dict[str, Any], ...]:
        return self.tables.pca[:PLACES] if self.tables is not None else ()

    @property
    def _titles(self) -> Titles:
        shares = [per_cent(row["explained"]) for row in self._directions]
        names = [f"component {place} ({share})" for place, share in enumerate(shares, 1)]
        return Titles(x=names[0] if names else "", y=names[1] if len(names) > 1 else "")

    def _cloud(self, found: ClusterMap) -> Cloud:
        """Groups in their order; who is in none comes after them."""
        lines = self.lines
        places = {line.cluster or 0: place for place, line in enumerate(lines)}
        cells = [Cell(cell.column, cell.row, cell.customers, places.get(cell.group)) for cell in found.cells]
        names = [group_name(line) for line in lines]
        return Cloud(cells, found.size, Axis(*found.x), Axis(*found.y), names, point="customer")

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())

    def copied(self) -> str:
        """The map as it is drawn."""
        return self.query_one(Chart).copied()

    def figures(self) -> FewRows:
        """What `pca.csv` has."""
        rows = self.tables.pca if self.tables is not None else ()
        return named_rows(tuple(rows[0]) if rows else (), [tuple(row.values()) for row in rows])


def _loadings(row: Mapping[str, Any]) -> str:
    """How much of each feature is in a direction, the most first."""
    found = [(name, value) for name, value in row.items() if name not in ("component", "explained")]
    return ", ".join(f"{name} {signed(value)}" for name, value in sorted(found, key=lambda one: -abs(one[1])))


def _drawn(cloud: Cloud, titles: Titles, width: int, height: int, look: Look) -> Sequence[Cells]:
    return scatter(cloud, width, height, look, titles=titles)
