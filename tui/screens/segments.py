"""The screen Segments."""

from __future__ import annotations

from textual.app import ComposeResult

from core.remote.messages import Opened
from tui.view import View
from tui.widgets.grid import Grid
from tui.widgets.rows import Column, FewRows


class SegmentsView(View):
    """The screen Segments."""

    name_of_view = "segments"
    title = "Segments"

    def compose(self) -> ComposeResult:
        """A table."""
        yield Grid()

    async def _show(self, opened: Opened) -> None:
        columns = [
            Column("name", "Segment", width=24),
            Column("customers", "Customers", "number", 10),
            Column("revenue", "Revenue", "money", 16),
        ]
        rows = [(line.name, line.customers, line.revenue) for line in opened.report.segments]
        await self.query_one(Grid).show(FewRows(columns, rows))

    def show_result(self, opened: Opened) -> None:
        """Draw another result."""
        self.run_worker(self._show(opened), exclusive=True)


VIEW = SegmentsView
