"""The part of the screen Models that spends a number of contacts: whom to ask by which way of choosing, and what that would have reached."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.app import ComposeResult
from textual.message import Message

from core.classifiers.targets import TARGETS, VALIDITY
from core.classifiers.told import EVERYBODY, MODEL, POLICIES, RANDOM, Reached
from tui.charts import Bar, Look, bar_chart
from tui.charts import Line as Cells
from tui.screens.models_part import NO_MODELS, ModelPart, Shown, title_of
from tui.text import counted, per_cent, whole
from tui.widgets.chart import Chart
from tui.widgets.emptied import told_below
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row, fitted_columns, named_rows

# As many of the customers of the latest cut-off are contacted where nobody said how many can be.
USUAL_SHARE = 0.2
NO_BUDGET = "Contacts are spent on what happens next, and this target has no one class that is looked for: T asks for buys again or top quarter."


class BudgetPart(ModelPart):
    """A line for each past cut-off, a column for each way of choosing."""

    usual_name = "budget.csv"
    DEFAULT_CSS = """
    BudgetPart Grid { height: auto; }
    BudgetPart Chart { padding: 0 1; }
    BudgetPart Line { padding: 0 1; max-width: 120; }
    """

    class Wanted(Message):
        """What these contacts would have reached is wanted."""

        def __init__(self, part: BudgetPart, models: Sequence[str], contacts: int) -> None:
            self.part, self.models, self.contacts = part, models, contacts
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._found: list[list[Reached]] = []
        self._models: Sequence[str] = ()
        self._asked: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        yield Grid(id="budget-grid", empty=NO_MODELS)
        yield Line("")
        yield Chart("Reached at all cut-offs together", empty="")

    async def draw(self, shown: Shown) -> None:
        contacts = contacts_of(shown)
        if not contacts:
            self._asked = ()
            await self.draw_nothing(NO_BUDGET)
            return
        asked = (shown.told.target, shown.asked.horizon_days, tuple(shown.compared), contacts)
        if asked != self._asked:
            self._asked = asked
            self.post_message(self.Wanted(self, shown.compared, contacts))

    async def draw_nothing(self, reason: str) -> None:
        self._found = []
        self.query_one(Chart).display = False
        self.query_one(Line).show(await told_below(self.query_one(Grid), reason))

    def forget(self) -> None:
        """What was asked for did not come: ask again when this is next come to."""
        self._asked, self.is_stale = (), True

    async def show_reached(self, models: Sequence[str], found: list[list[Reached]]) -> None:
        """Show what each way of choosing would have reached, for each of these models."""
        self._models, self._found = models, found
        columns, rows = self._columns(), self._rows()
        grid = self.query_one(Grid)
        grid.styles.height = min(len(rows), 10) + 3
        await grid.show(FewRows(fitted_columns(columns, rows), rows), keep_place=True)
        total = rows[-1]
        bars = [
            Bar(
                column.title,
                total[place],
                share=total[place] / total[2] if total[2] else None,
                text=whole(round(total[place])),
                group=number,
            )
            for number, (place, column) in enumerate(list(enumerate(columns))[3:])
        ]
        self.query_one(Chart).display = True
        self.query_one(Chart).show(partial(_bars, bars))
        self.query_one(Line).show(_words(columns, rows))

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("cut_off", "Cut-off"),
            Column("contacts", "Contacts", "number"),
            Column("looked_for", "Looked for", "number"),
            *(Column(name, title_of(name), "number") for name in self._models),
            *(
                # Not as the policies are called: a baseline has the name of one of them.
                Column(named.replace(" ", "_"), named, "number")
                for named in (f"by {policy}" if policy != RANDOM else policy for policy in POLICIES[1:])
            ),
        )

    def _rows(self) -> list[Row]:
        """A row for each cut-off, and one of all together."""
        days = sorted({one.cut_off for one in self._found[0]}, reverse=True)
        rows: list[Row] = []
        for here in days:
            one = next(one for one in self._found[0] if one.cut_off == here)
            reached = [_reached(found, here, MODEL) for found in self._found]
            reached += [_reached(self._found[0], here, policy) for policy in POLICIES[1:]]
            rows.append((str(here), one.contacts, one.looked_for, *(round(value, 1) for value in reached)))
        sums = [round(sum(row[place] for row in rows), 1) for place in range(1, len(rows[0]))]
        return [*rows, ("all", *sums)]

    def definition(self) -> str:
        return (
            "reached: How many of those looked for are among so many contacted at the cut-off, the first by the model's probability, by value"
            " (recency, frequency and monetary together), by the latest purchase, or anybody. Of customers who stand equal, as many as on average."
        )

    def figures(self) -> FewRows | None:
        """The table."""
        if not self._found:
            return None
        return named_rows([column.name for column in self._columns()], self._rows())


def contacts_of(shown: Shown) -> int:
    """How many are contacted: as the recipe says, else a fifth of the customers of the latest cut-off; 0 where nobody can be."""
    record, target = shown.record, TARGETS[shown.told.target]
    if record is None or target.question != VALIDITY or target.positive not in record["classes"][:1]:
        return 0
    return shown.asked.contacts or max(1, round(USUAL_SHARE * record["cut_offs"][0]["customers"]))


def _reached(found: Sequence[Reached], cut_off: object, policy: str) -> float:
    return next(one.reached for one in found if (one.cut_off, one.policy) == (cut_off, policy))


def _bars(bars: Sequence[Bar], width: int, height: int, look: Look) -> Sequence[Cells]:
    return bar_chart(bars, width, height, look)


def _words(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    total, contacts = rows[-1], [row[1] for row in rows[:-1]]
    best = max(range(4, len(columns)), key=lambda place: total[place])
    mine, other = total[3], total[best]
    fewest, told = min(contacts), counted(max(contacts), "contact")
    those = told if fewest == max(contacts) else f"{whole(fewest)} to {told}, {EVERYBODY},"
    days = "the last cut-off" if len(rows) == 2 else f"each of {len(rows) - 1} cut-offs"
    # Of the figures as they are shown, so that they add up.
    more = round(mine) - round(other)
    beside = f"{whole(abs(more))} {'more' if more >= 0 else 'fewer'} than {columns[best].title} ({whole(round(other))})"
    share = f" ({per_cent(mine / total[2])})" if total[2] else ""
    return (
        f"With {those} at {days}, {columns[3].title} would have reached {whole(round(mine))} of {whole(total[2])} looked"
        f" for{share}: {beside}. B: other contacts."
    )
