"""The parts of the screen Clusters that are coloured cells: the profile of each group, and groups crossed with segments and tiers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from textual import on
from textual.app import ComposeResult

from core.clusters.features import LOG
from core.clusters.tables import ClusterLine
from tui.charts import Table, short
from tui.screens.clusters_part import NO_GROUPS, GroupPart, group_name, short_names
from tui.text import decimal, per_cent, plain, signed, whole
from tui.widgets.chart import HeatGrid
from tui.widgets.line import Line
from tui.widgets.rows import FewRows, named_rows

# Where a centre stands so many standard deviations away, its cell has the full colour.
FULL = 2.0
MEDIAN_DIGITS = 7
# How a count and its share are written, from the longest to the shortest.
FORMS: tuple[Callable[[int, float | None], str], ...] = (
    lambda customers, share: f"{whole(customers)} ({per_cent(share)})" if customers else "",
    lambda customers, share: f"{whole(customers)} {_brief(share or 0)}" if customers else "",
    lambda customers, share: whole(customers) if customers else "",
)
CSS = "{name} Line {{ padding: 0 1; max-height: 3; }}"


def _brief(share: float) -> str:
    """A share without decimals; neither quite nothing nor quite all reads as if it were."""
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else f"{decimal(100 * share, 0)}%"


class ProfilePart(GroupPart):
    """Each group by each feature: coloured by where it stands, with the median of its customers."""

    usual_name = "profile.csv"
    DEFAULT_CSS = CSS.format(name="ProfilePart")

    def compose(self) -> ComposeResult:
        yield HeatGrid(empty=NO_GROUPS)
        yield Line("")

    @property
    def _features(self) -> list[str]:
        return list(dict.fromkeys(row["feature"] for row in self.tables.profile)) if self.tables else []

    @property
    def _known(self) -> dict[tuple[int, str], Mapping[str, Any]]:
        rows = self.tables.profile if self.tables else ()
        return {(row["cluster"], row["feature"]): row for row in rows}

    @property
    def _groups(self) -> list[ClusterLine]:
        return [line for line in self.lines if line.cluster is not None]

    async def draw(self) -> None:
        known, features = self._known, self._features
        cells = [
            [known[line.cluster, feature] for feature in features]
            for line in self._groups
            if line.cluster is not None
        ]
        table = Table(
            values=[[max(-1.0, min(1.0, cell["scaled"] / FULL)) for cell in row] for row in cells],
            rows=short_names(self._groups),
            columns=[feature.removeprefix(LOG) for feature in features],
            texts=[[[short(cell["median"], MEDIAN_DIGITS) for cell in row] for row in cells]],
            names=[[signed(cell["scaled"]) for cell in row] for row in cells],
        )
        title = "Medians of each group; coloured by its centre in units of the scaling"
        self.query_one(HeatGrid).show(table, scale="diverging", title=title)
        self._tell()

    async def draw_nothing(self, reason: str) -> None:
        self.query_one(HeatGrid).show_nothing(reason)
        self.query_one(Line).show("")

    @on(HeatGrid.CellHighlighted)
    def _tell(self) -> None:
        line, features = self.under_cursor[0], self._features
        if line is None or line.cluster is None:
            return
        feature = features[self.query_one(HeatGrid).cursor[1]]
        cell = self._known[line.cluster, feature]
        column = feature.removeprefix(LOG)
        median = "" if cell["median"] is None else f" median of {column} {decimal(cell['median'], 2)};"
        self.query_one(Line).show(
            f"{group_name(line)}:{median} its centre stands {signed(cell['scaled'])} from that of all customers by {feature}"
            f" ({self.asked.scaling}). Enter shows its customers."
        )

    @property
    def under_cursor(self) -> tuple[ClusterLine | None, tuple[str, str]]:
        """The group whose row the cursor is in."""
        row = self.query_one(HeatGrid).cursor[0]
        return (self._groups[row] if row < len(self._groups) else None), ("", "")

    def definition(self) -> str:
        return (
            "cell: The median of the group's customers, in days, orders or money, also where groups are made by"
            " its logarithm.\n"
            "colour: Where the group's centre stands on the scaled feature: standard deviations from the mean of all customers,"
            " or, with robust scaling, widths of the quartiles from the median. It is written below the median where there is room."
        )

    def figures(self) -> FewRows:
        """Every cell."""
        rows = self.tables.profile if self.tables is not None else ()
        return named_rows(tuple(rows[0]) if rows else (), [tuple(row.values()) for row in rows])


class CrossedPart(GroupPart):
    """Groups across, segments and tiers down: how many customers have both."""

    usual_name = "crossed.csv"
    DEFAULT_CSS = CSS.format(name="CrossedPart")

    def __init__(self) -> None:
        super().__init__()
        self.share: Literal["cluster_share", "value_share"] = "cluster_share"

    def compose(self) -> ComposeResult:
        yield HeatGrid(empty=NO_GROUPS)
        yield Line("")

    def next_share(self) -> None:
        """Shares of the group, or of the segment or tier."""
        self.share = "value_share" if self.share == "cluster_share" else "cluster_share"
        self._draw()

    @property
    def _values(self) -> list[tuple[str, str]]:
        """Segments, then tiers, each from best to worst."""
        rows = self.tables.crossed if self.tables is not None else ()
        return list(dict.fromkeys((row["by"], row["value"]) for row in rows))

    @property
    def _known(self) -> dict[tuple[int | None, str, str], Mapping[str, Any]]:
        rows = self.tables.crossed if self.tables is not None else ()
        return {(row["cluster"], row["by"], row["value"]): row for row in rows}

    async def draw(self) -> None:
        self._draw()

    def _draw(self) -> None:
        known = self._known
        cells = [[known[line.cluster, by, value] for line in self.lines] for by, value in self._values]
        table = Table(
            values=[[cell[self.share] if cell["customers"] else None for cell in row] for row in cells],
            rows=[plain(value) for _, value in self._values],
            columns=[group_name(line) for line in self.lines],
            texts=[
                [[form(cell["customers"], cell[self.share]) for cell in row] for row in cells]
                for form in FORMS
            ],
        )
        of = "group" if self.share == "cluster_share" else "segment or tier"
        title = f"Segments and tiers by group, with shares of the {of}; b: another"
        self.query_one(HeatGrid).show(table, title=title)
        self._tell()

    async def draw_nothing(self, reason: str) -> None:
        self.query_one(HeatGrid).show_nothing(reason)
        self.query_one(Line).show("")

    @on(HeatGrid.CellHighlighted)
    def _tell(self) -> None:
        line, (by, value) = self.under_cursor
        if line is None:
            return
        cell = self._known[line.cluster, by, value]
        count = cell["customers"]
        have = "customer has" if count == 1 else "customers have"
        shares = (
            f": {per_cent(cell['cluster_share'])} of the group, {per_cent(cell['value_share'])} of the {by}. Enter shows them."
            if count
            else "."
        )
        self.query_one(Line).show(
            f"In {group_name(line)} {whole(count) if count else 'no'} {have} the {by} {plain(value)}{shares}"
        )

    @property
    def under_cursor(self) -> tuple[ClusterLine | None, tuple[str, str]]:
        """The group of the column, with the segment or tier of the row."""
        values = self._values
        row, column = self.query_one(HeatGrid).cursor
        if row >= len(values) or column >= len(self.lines):
            return None, ("", "")
        return self.lines[column], values[row]

    def definition(self) -> str:
        return (
            "cell: The customers who are in the group and have the segment, or the tier, with their share of the group or of the segment.\n"
            "segments: They follow a map that somebody drew; groups are what the data forms. Where one group has one segment, both say the same."
        )

    def figures(self) -> FewRows:
        """What `crossed.csv` has."""
        rows = self.tables.crossed if self.tables is not None else ()
        return named_rows(tuple(rows[0]) if rows else (), [tuple(row.values()) for row in rows])
