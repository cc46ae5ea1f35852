"""The table of all customers: the grid, what its rows come to, and, where there is room, how they are spread."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.geometry import Size
from textual.message import Message

from core.views.grid_parts import GridSummary
from core.views.measures import Histogram
from tui.fitting import Fitting
from tui.lacking import Lacking
from tui.screens.customers_columns import DEFINITIONS, FIRST, definition_of, title_of
from tui.screens.customers_spread import Histograms
from tui.state import keep_columns, kept_columns
from tui.text import money, per_cent, whole
from tui.widgets.grid import Grid
from tui.widgets.line import Line

# From so many lines, or columns, on there is room for the histograms beside the table.
ROOM_BELOW, ROOM_BESIDE = 32, 170
HOW_ORDERED = (
    "Rows are ordered by the column chosen with s, tiers and segments from best to worst; customers without a value come last. "
    "The sums below are of the customers that the filter keeps. Money is rounded to the cent for each customer before it is added up, so "
    "what many customers come to can be some cents off what all rows come to, which the ledger of the screen Clean shows."
)


class CustomersGrid(Grid):
    """The customers, with the columns that were chosen last time."""

    comes_soon = True

    def __init__(self) -> None:
        super().__init__(id="customers-grid", empty=Lacking("customers"))
        kept, self.hidden = kept_columns("customers")
        self.order_of_columns = kept or FIRST

    def keep_choice(self) -> None:
        """Keep which columns are shown, for the next time too."""
        keep_columns("customers", self.order_of_columns, self.hidden)

    @property
    def exported_names(self) -> list[str]:
        """As shown; in the order of `customers.csv` for as long as nobody chose another."""
        shown = super().exported_names
        if self.order_of_columns != FIRST:
            return shown
        return [column.name for column in self.source.columns if column.name in shown]

    @property
    def _no_rows(self) -> str:
        return "No customer fits the filter: f changes it, F shows all again."

    def definition(self) -> str:
        column = self.column
        here = f"{column.title} ({column.name}): {definition_of(column.name)}\n\n" if column else ""
        others = [
            f"{title_of(one.name)}: {definition_of(one.name)}"
            for one in self.source.columns
            if one.name in DEFINITIONS
        ]
        return here + HOW_ORDERED + "\n\n" + "\n".join(others)


class TablePart(Fitting, Container):
    """The grid with its sums; histograms below or beside it on larger terminals."""

    DEFAULT_CSS = """
    TablePart { layout: vertical; }
    TablePart.beside { layout: horizontal; }
    TablePart #customers-table { height: 1fr; width: 1fr; }
    TablePart #customers-sums { padding: 0 1; height: auto; max-height: 2; }
    TablePart Histograms { display: none; height: 12; width: 1fr; }
    TablePart.below Histograms { display: block; }
    TablePart.beside Histograms { display: block; width: 35; height: 1fr; padding: 0 0 0 1; }
    """

    def compose(self) -> ComposeResult:
        with Vertical(id="customers-table"):
            yield CustomersGrid()
            yield Line("", id="customers-sums")
        yield Histograms()

    class RoomChanged(Message):
        """There is room for the histograms now, or no longer."""

    def fit(self, size: Size) -> None:
        """Show the histograms where there is room."""
        had_histograms, beside = self.has_histograms, size.width >= ROOM_BESIDE
        self.set_class(beside, "beside")
        self.set_class(not beside and size.height >= ROOM_BELOW, "below")
        if self.has_histograms != had_histograms:
            self.post_message(self.RoomChanged())

    @property
    def has_histograms(self) -> bool:
        """Whether there is room for them."""
        return self.has_class("beside") or self.has_class("below")

    def show_sums(self, summary: GridSummary | None, customers: int) -> None:
        """Say what the rows that the filter keeps come to."""
        line = self.query_one("#customers-sums", Line)
        line.show("" if summary is None else sums(summary, customers))

    def show_spread(self, spread: tuple[Histogram, ...]) -> None:
        """Show how the customers of the filter are spread."""
        self.query_one(Histograms).show(spread)


def everyone(customers: int) -> str:
    """All customers, as a sentence begins with them."""
    return f"All {whole(customers)} customers" if customers != 1 else "1 customer"


def sums(summary: GridSummary, customers: int) -> str:
    """How many customers of all, and their sums."""
    if summary.rows == customers:
        text = everyone(customers)
    else:
        share = per_cent(summary.rows / customers) if customers else ""
        text = f"{whole(summary.rows)} of {whole(customers)} customers ({share})"
    parts = [
        f"orders {whole(total)}" if name == "frequency" else f"{name} {money(total)}"
        for name, total in summary.totals
        if total is not None
    ]
    known = ", ".join(parts)
    return f"{text}: {known}" if known else text
