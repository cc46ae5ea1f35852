"""The screen Customers: everyone, with scores and segment."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult

from core.remote.messages import Opened
from tui.exporting import export_grid
from tui.view import View
from tui.widgets.engine_rows import CustomerRows
from tui.widgets.grid import Grid


class CustomersView(View):
    """Everyone, with scores and segment."""

    name_of_view = "customers"
    title = "Customers"

    def compose(self) -> ComposeResult:
        """The grid."""
        yield Grid(id="customers-grid")

    def show_result(self, opened: Opened) -> None:
        """Show the customers of another result."""
        self._show(opened)

    @work(exclusive=True)
    async def _show(self, opened: Opened) -> None:
        source = await CustomerRows.of(self.regulars.engine, opened, {})
        await self.query_one(Grid).show(source)

    async def export(self) -> None:
        """Write the customers in view to a file."""
        await export_grid(self.regulars, self.query_one(Grid), "customers.csv")


VIEW = CustomersView
