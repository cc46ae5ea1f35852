"""The part of the screen Clusters that has the groups in figures, and below them in words."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from core.clusters.naming import words_and_figures
from core.clusters.tables import FIRM, ClusterLine
from tui.screens.clusters_cells import ProfilePart
from tui.screens.clusters_part import KMEANS, METHOD_NAMES, NO_GROUPS, GroupPart, short_names
from tui.text import decimal, prose, whole
from tui.widgets.emptied import told_below
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns

COLUMNS = (
    Column("group", "Group"),
    Column("customers", "Customers", "number"),
    Column("customer_share", "%", "share"),
    Column("revenue", "Revenue", "money"),
    Column("revenue_share", "%", "share"),
    Column("firm", "Firm"),
    Column("q1_recency", "R q1", "number"),
    Column("median_recency", "med.", "number"),
    Column("q3_recency", "q3", "number"),
    Column("q1_frequency", "F q1", "number"),
    Column("median_frequency", "med.", "number"),
    Column("q3_frequency", "q3", "number"),
    Column("q1_monetary", "M q1", "money"),
    Column("median_monetary", "median", "money"),
    Column("q3_monetary", "q3", "money"),
    Column("net", "Net", "money"),
    Column("standing", "R, F, M in SD"),
    Column("rule", "Named so because its customers"),
)
# A long list of groups leaves some lines for the words below it.
MOST_ROWS = 10
# From so many lines on there is room for the profile below the words.
TALL = 36
DEFINITIONS = {
    "group": "The number, 1 the best by recency, frequency and monetary together, and the name, by the rule in the last column.",
    "q1, med., q3": "A quarter of the group's customers have the first figure or less, half the second or less, three quarters the third or less; "
    "of days away, orders and money spent.",
    "R, F, M in SD": "How many standard deviations the group's mean recency and mean logarithms of orders and money lie from those of all customers.",
    "revenue": "What these customers spent, and its share of what all spent.",
    "firm": f"The share of the group that is found again when customers are drawn anew, 30 times (the mean Jaccard index). Below {FIRM} it is not firm. "
    "It is asked of k-means only.",
}


class GroupsPart(GroupPart):
    """A table of the groups, and what it says in words."""

    DEFAULT_CSS = """
    GroupsPart Grid { height: auto; }
    GroupsPart VerticalScroll { height: 1fr; padding: 0 1; }
    GroupsPart VerticalScroll Line { max-width: 120; }
    GroupsPart ProfilePart { display: none; height: 1fr; }
    GroupsPart.tall VerticalScroll { height: auto; max-height: 40%; }
    GroupsPart.tall ProfilePart { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._told = Line("")

    def compose(self) -> ComposeResult:
        yield Grid(id="clusters-grid", empty=NO_GROUPS)
        with VerticalScroll():
            yield self._told
        yield ProfilePart()

    def on_resize(self) -> None:
        """Show the profile below the words where there is room."""
        self.set_class(self.size.height >= TALL, "tall")

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one(Grid)

    async def draw(self) -> None:
        rows = [_row(line, name) for line, name in zip(self.lines, self._names, strict=True)]
        self.grid.styles.height = min(len(rows), MOST_ROWS) + 3
        await self.grid.show(FewRows(fitted_columns(COLUMNS, rows), rows), keep_place=True)
        self._told.show(self._words())
        if self.grouped is not None:
            await self._profile.show(self.grouped, self.asked, is_asking=self.is_asking)

    async def draw_nothing(self, reason: str) -> None:
        self._told.show(await told_below(self.grid, reason))
        await self._profile.show_nothing("")

    def _words(self) -> Text:
        text = Text()
        if self.tables is None:
            return text
        amounts = [amount for line in self.tables.lines for amount in (line.revenue, line.median_monetary)]
        for place, sentence in enumerate((*self._why_not_firm(), *self.tables.summary)):
            text.append(("\n" if place else "") + prose(sentence, 600, amounts))
        for note in self.tables.notes:
            text.append("\n" + prose(note, 600), style="italic")
        return text

    def _why_not_firm(self) -> Iterator[str]:
        """Why nothing is said of how firm the groups are, where that is so."""
        asked = {row["k"] for row in self.tables.criteria} if self.tables is not None else set()
        if self.tables is None or any(line.jaccard is not None for line in self.lines):
            return
        if self.asked.method != KMEANS:
            yield f"Firm is empty: it is asked of k-means only, and these groups are made by {METHOD_NAMES[self.asked.method]}."
        elif not self.is_asking and asked and self.tables.k not in asked:
            fewest, most = min(asked), max(asked)
            few = (
                f"{fewest} to {most} groups"
                if fewest < most
                else f"{whole(most)} {'group' if most == 1 else 'groups'} only"
            )
            yield f"Firm is empty: it is asked of {few}, and these are {whole(self.tables.k)}."

    @property
    def _names(self) -> list[str]:
        """What the groups are called in the table."""
        return short_names(self.lines)

    @property
    def _profile(self) -> ProfilePart:
        return self.query_one(ProfilePart)

    @property
    def under_cursor(self) -> tuple[ClusterLine | None, tuple[str, str]]:
        """The group under the cursor of the table, or of the cells below it."""
        if self._profile.has_focus_within:
            return self._profile.under_cursor
        row = self.grid.row
        name = str(row[0]) if row else ""
        return dict(zip(self._names, self.lines, strict=True)).get(name), ("", "")

    def copied(self) -> str:
        """The words, where the cursor is not in the table."""
        return str(self._words())

    def definition(self) -> str:
        return "\n".join(f"{name}: {text}" for name, text in DEFINITIONS.items())


def _row(line: ClusterLine, name: str) -> Row:
    words, figures = words_and_figures(line.rule)
    return (
        name,
        line.customers,
        line.customer_share,
        line.revenue,
        line.revenue_share,
        _firmness(line),
        *map(
            _short,
            (
                line.q1_recency,
                line.median_recency,
                line.q3_recency,
                line.q1_frequency,
                line.median_frequency,
                line.q3_frequency,
            ),
        ),
        line.q1_monetary,
        line.median_monetary,
        line.q3_monetary,
        line.net,
        " ".join(figures),
        words,
    )


def _firmness(line: ClusterLine) -> str:
    """How firm a group is; with the word where it is not, which a number alone would not say."""
    if line.jaccard is None:
        return ""
    return decimal(line.jaccard, 2) + ("" if line.is_firm else " no")


def _short(value: float | None) -> float | int | None:
    """Without decimals where there are none."""
    return value if value is None or value != int(value) else int(value)
