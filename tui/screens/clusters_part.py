"""What the parts of the screen Clusters share: the groups that they show, and how these are written."""

from __future__ import annotations

from collections.abc import Sequence

from textual.containers import Vertical

from core.clusters.tables import ClusterLine, ClusterTables
from core.recipe import ClustersPart
from core.remote.grouping import Grouped
from core.told_apart import told_apart
from tui.lacking import Lacking
from tui.lasting import Lasting
from tui.text import plain
from tui.widgets.keeping_focus import KeepingFocus
from tui.widgets.rows import WIDEST_FIRST

NO_GROUPS = Lacking("groups")
KMEANS, HDBSCAN = "k-means", "hdbscan"
METHOD_NAMES = {KMEANS: "k-means", "mixture": "a mixture", "ward": "Ward", HDBSCAN: "HDBSCAN"}
FINDS_ITS_NUMBER = "HDBSCAN finds the number of groups itself: M takes another method."


class GroupPart(KeepingFocus, Lasting, Vertical):
    """A part that draws groups, or says why there are none."""

    usual_name = "clusters.csv"

    def __init__(self) -> None:
        super().__init__()
        self.grouped: Grouped | None = None
        self.asked = ClustersPart()
        """What of the recipe these groups were made by."""
        self.is_asking = False
        """Whether the criteria are still being worked out."""

    @property
    def tables(self) -> ClusterTables | None:
        """The tables of the groups."""
        return self.grouped.tables if self.grouped is not None else None

    @property
    def lines(self) -> tuple[ClusterLine, ...]:
        """The groups, best first; who is in none comes last."""
        return self.tables.lines if self.tables is not None else ()

    async def show(self, grouped: Grouped, asked: ClustersPart, *, is_asking: bool) -> None:
        """Show groups, as far as they are worked out."""
        self.grouped, self.asked, self.is_asking = grouped, asked, is_asking
        await self.draw()

    async def show_nothing(self, reason: str) -> None:
        """Say why there are no groups."""
        self.grouped = None
        await self.draw_nothing(reason)

    async def draw(self) -> None:
        """Draw what `grouped` has."""
        raise NotImplementedError

    async def draw_nothing(self, reason: str) -> None:
        """Draw why there is nothing."""
        raise NotImplementedError

    @property
    def under_cursor(self) -> tuple[ClusterLine | None, tuple[str, str]]:
        """The group under the cursor; and the column with its value that narrow its customers down, if any do."""
        return None, ("", "")


def group_name(line: ClusterLine) -> str:
    """The number and the name."""
    return plain(line.name) if line.cluster is None else f"{line.cluster} {plain(line.name)}"


def short_names(lines: Sequence[ClusterLine]) -> list[str]:
    """The number and the name of each group, as they have room at the left of a table: the name alone tells one from another."""
    names = [plain(line.name) for line in lines]
    numbers = ["" if line.cluster is None else f"{line.cluster} " for line in lines]
    room = WIDEST_FIRST - max(map(len, numbers), default=0)
    return [number + name for number, name in zip(numbers, told_apart(names, room), strict=True)]
