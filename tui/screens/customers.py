"""The screen Customers: everyone, with scores and segment."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult

from core.remote.messages import Opened
from tui.exporting import export_grid
from tui.view import View
from tui.widgets.engine_rows import CustomerRows
from tui.widgets.grid import Grid
from tui.widgets.rows import Order


class CustomersView(View):
    """Everyone, with scores and segment."""

    name_of_view = "customers"
    title = "Customers"

    def __init__(self) -> None:
        super().__init__()
        self._wanted: str | None = None

    def compose(self) -> ComposeResult:
        """The grid."""
        yield Grid(id="customers-grid")

    async def filter_by(self, text: str) -> None:
        """Show the customers that fit a filter."""
        self._wanted = text
        grid = self.query_one(Grid)
        if grid.source.columns:
            await grid.put_in_order(Order(grid.order.sort, text))
            self._wanted = None

    def show_result(self, opened: Opened) -> None:
        """Show the customers of another result."""
        self._show(opened)

    @work(exclusive=True)
    async def _show(self, opened: Opened) -> None:
        grid = self.query_one(Grid)
        if self._wanted is not None:
            grid.order = Order(grid.order.sort, self._wanted)
            self._wanted = None
        await grid.show(await CustomerRows.of(self.regulars.engine, opened, {}))

    async def export(self) -> None:
        """Write the customers in view to a file."""
        await export_grid(self.regulars, self.query_one(Grid), "customers.csv")


VIEW = CustomersView
