"""The part of the screen Clusters that says how many groups there may be: every criterion for every k, and where they disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.geometry import Size

from core.clusters.tables import FIRM
from core.clusters.words import CRITERION_NAMES
from tui.charts import Entry, Look, Series, Titles, line_chart, short
from tui.charts import Line as Cells
from tui.fitting import Fitting
from tui.screens.clusters_part import FINDS_ITS_NUMBER, HDBSCAN, KMEANS, METHOD_NAMES, NO_GROUPS, GroupPart
from tui.text import decimal, plain, prose
from tui.widgets.chart import Chart
from tui.widgets.emptied import told_below
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns, named_rows

# Smaller figures have as many decimals as each other, so that they can be compared along a row.
DECIMALS_BELOW = 10
# Short where 80 columns have no room for all of a name beside nine k; and what else is told of every k.
NAMES = {
    **CRITERION_NAMES,
    "davies_bouldin": "Davies-B.",
    "calinski_harabasz": "Calinski-H.",
    "least_jaccard": "least firm",
    "smallest": "smallest",
}


class Criterion(NamedTuple):
    """A criterion as it is shown."""

    name: str
    about: str
    spread: str = ""
    """The column that says how sure it is."""

    @property
    def title(self) -> str:
        """What it is called at the head of a line."""
        called = NAMES[self.name]
        return called[:1].upper() + called[1:]


CRITERIA = (
    Criterion(
        "inertia",
        "The sum of squared distances to the centres. It always falls; it recommends the k where the curve bends most, its elbow.",
    ),
    Criterion(
        "silhouette",
        "How much nearer customers are to their own group than to the next, from -1 to 1, of stratified samples, with their spread. "
        "It recommends the highest.",
        "silhouette_spread",
    ),
    Criterion(
        "davies_bouldin",
        "Davies-Bouldin: how wide groups are beside the distances between them. It recommends the lowest.",
    ),
    Criterion(
        "calinski_harabasz",
        "Calinski-Harabasz: differences between groups beside those within. It recommends the highest.",
    ),
    Criterion(
        "gap",
        "The logarithm of inertia beside that of customers without groups (10 draws), with its error. It recommends the first k whose "
        "gap the next does not beat by more than its error.",
        "gap_error",
    ),
    Criterion(
        "bic",
        "Of a mixture with k clouds: how badly it fits, with a price for every number in it. It recommends the lowest.",
    ),
    Criterion(
        "stability",
        "The mean adjusted Rand index between the groups and those of 30 resamples. It recommends the highest.",
    ),
    Criterion(
        "least_jaccard",
        f"The share of the least firm group that is found again in resamples; below {FIRM} it is not firm. It recommends nothing.",
    ),
    Criterion("smallest", "How many customers the smallest group has. It recommends nothing."),
)
# From here on there is room for the charts below the table; in less they take its place.
TALL = 32
CHARTS_A_LINE = 4


class CriteriaPart(Fitting, GroupPart):
    """A table of the criteria by k, what they recommend in words, and charts."""

    usual_name = "criteria.csv"
    DEFAULT_CSS = """
    CriteriaPart #criteria-text { padding: 0 1; max-height: 5; }
    CriteriaPart Horizontal { height: 1fr; }
    CriteriaPart Chart { padding: 0 1 0 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._wants_charts = False

    def compose(self) -> ComposeResult:
        yield Grid(id="criteria-grid", empty=NO_GROUPS)
        yield Line("", id="criteria-text")
        drawn = [one for one in CRITERIA if one.name != "least_jaccard"]
        for start in range(0, len(drawn), CHARTS_A_LINE):
            with Horizontal():
                for one in drawn[start : start + CHARTS_A_LINE]:
                    yield Chart(one.title, id=f"chart-{one.name}", empty="Still being worked out.")

    def fit(self, size: Size) -> None:
        """Use the room that there is."""
        for line in self.query(Horizontal):
            line.display = self.has_room or self._wants_charts
        for widget in (self.grid, self.query_one("#criteria-text")):
            widget.display = self.has_room or not self._wants_charts
        self.hand_on_focus()

    @property
    def has_room(self) -> bool:
        """Whether figures and charts are both in view."""
        return self.size.height >= TALL

    def turn(self) -> None:
        """Charts in place of the figures, or back."""
        self._wants_charts = not self._wants_charts
        self.fit(self.size)

    @property
    def grid(self) -> Grid:
        """The table."""
        return self.query_one(Grid)

    async def draw(self) -> None:
        tables = self.tables
        if tables is None:
            return
        if not tables.criteria:
            await self.draw_nothing(
                "There are too few different customers to ask how many groups they form."
                if self.grouped is not None and self.grouped.is_done
                else "The criteria are being worked out; the quick ones come first."
            )
            return
        ks = [row["k"] for row in tables.criteria]
        rows = [_row(one, tables.criteria, tables.recommended) for one in CRITERIA]
        columns = (
            Column("criterion", "k ="),
            Column("recommends", "says"),
            *(Column(f"k{k}", f"[{k}]" if k == tables.k else f" {k}", "number") for k in ks),
        )
        self.grid.styles.height = len(rows) + 3
        await self.grid.show(FewRows(fitted_columns(columns, rows), rows), keep_place=True)
        for one in CRITERIA:
            for chart in self.query(f"#chart-{one.name}").results(Chart):
                self._show(chart, one)
        self._tell()

    async def draw_nothing(self, reason: str) -> None:
        self.query_one("#criteria-text", Line).show(await told_below(self.grid, reason))
        for chart in self.query(Chart):
            chart.show_nothing("")

    @on(Grid.Moved)
    def _tell(self) -> None:
        """Say where the criteria disagree."""
        tables = self.tables
        if tables is None or not tables.criteria or self.grouped is None:
            return
        # With one number of groups to judge it is said that there is nothing to choose.
        is_said = tables.recommended or len(tables.criteria) == 1
        notes = [prose(note, 900) for note in tables.notes[:1] if is_said]
        if spread := self._spread():
            notes.append(spread)
        if not self.grouped.is_done:
            notes.append(
                "The rest is being worked out."
                if self.is_asking
                else "The rest was cancelled: go to another screen and back to have it worked out."
            )
        if self.asked.reason:
            notes.append(f"Your note: “{self.asked.reason}”.")
        if self.asked.method != KMEANS:
            notes.append(
                f"All but BIC are those of k-means; the groups are made by {METHOD_NAMES[self.asked.method]}."
            )
        notes.append(
            FINDS_ITS_NUMBER
            if self.asked.method == HDBSCAN
            else "Enter takes what a criterion says, + and - go by one, W notes why."
        )
        if not self.has_room:
            notes.append("b: charts.")
        self.query_one("#criteria-text", Line).show(plain(" ".join(notes), 900))

    @property
    def criterion(self) -> Criterion:
        """The criterion under the cursor."""
        row = self.grid.row
        return next((one for one in CRITERIA if row and one.title == row[0]), CRITERIA[0])

    def _spread(self) -> str:
        """How sure the criterion under the cursor is."""
        one, rows = self.criterion, self.tables.criteria if self.tables is not None else ()
        errors = [row[one.spread] for row in rows if one.spread and row[one.spread] is not None]
        if not any(errors):
            return ""
        what = "error" if one.spread == "gap_error" else "spread"
        return f"The {what} of {one.title} is {short(min(errors))} to {short(max(errors))}."

    @property
    def recommended(self) -> int | None:
        """The k that the criterion under the cursor recommends."""
        return self.tables.recommended.get(self.criterion.name) if self.tables is not None else None

    def _show(self, chart: Chart, one: Criterion) -> None:
        tables = self.tables
        if tables is None:
            return
        points = [(row["k"], row[one.name]) for row in tables.criteria]
        if all(value is None for _, value in points):
            chart.show_nothing("Still being worked out." if self.is_asking else "Not worked out.")
            return
        spread = [(row["k"], row[one.name], row[one.spread]) for row in tables.criteria] if one.spread else []
        best = tables.recommended.get(one.name)
        title = one.title + (f": says {best}" if best else "")
        chart.show(partial(_curve, one.title, points, spread, best, tables.k), title=title)

    def copied(self) -> str:
        """What the criteria say in words."""
        return str(self.query_one("#criteria-text", Line).content)

    def definition(self) -> str:
        return "\n".join(f"{one.title}: {one.about}" for one in CRITERIA)

    def figures(self) -> FewRows:
        """What `criteria.csv` has."""
        rows = self.tables.criteria if self.tables is not None else ()
        return named_rows(tuple(rows[0]) if rows else (), [tuple(row.values()) for row in rows])


def _row(one: Criterion, criteria: Sequence[Mapping[str, Any]], best: Mapping[str, int]) -> Row:
    says = best.get(one.name)
    return (
        one.title,
        "" if says is None else str(says),
        *(_figure(row[one.name], is_best=row["k"] == says) for row in criteria),
    )


def _figure(value: float | None, *, is_best: bool) -> str:
    """A figure as it has room; what is recommended has a mark that needs no colour."""
    if value is None:
        return ""
    has_decimals = isinstance(value, float) and abs(value) < DECIMALS_BELOW
    return ("*" if is_best else "") + (decimal(value, 3) if has_decimals else short(value))


def _curve(
    name: str,
    points: Sequence[tuple[int, float | None]],
    spread: Sequence[tuple[int, float | None, float | None]],
    best: int | None,
    present: int,
    width: int,
    height: int,
    look: Look,
) -> Sequence[Cells]:
    """The curve with what it recommends and the present k; with its spread, where that is wide enough to be seen."""
    at, series, legend = dict(points), [], []
    known = [value for value in at.values() if value is not None]
    widest = max((error or 0.0 for _, _, error in spread), default=0.0)
    if widest * height > max(known) - min(known):
        legend.append(Entry(look.mark(3), "spread", look.group_color(3)))
        series += [Series("", [_off(one, sign) for one in spread], group=3) for sign in (1, -1)]
    series.append(Series(name, points, group=0))
    for group, k, title in ((1, best, "says"), (2, None if present == best else present, "now")):
        if k is not None and at.get(k) is not None:
            legend.append(Entry(look.mark(group), f"{title} {k}", look.group_color(group)))
            series.append(Series("", [(k, at[k])], group=group))
    titles = Titles(x="groups", legend=legend or (Entry(look.mark(0), name, look.group_color(0)),))
    return line_chart(series, width, height, look, titles=titles, from_zero=False)


def _off(point: tuple[int, float | None, float | None], sign: int) -> tuple[int, float | None]:
    k, value, error = point
    return k, None if value is None or error is None else value + sign * error
