"""Waiting for groups on the screen Clusters, and customers who are hard to group."""

from __future__ import annotations

from tests.tui.stories import Story

COLUMNS = "customer_id,order_id,order_date,quantity,price\n"
ALIKE = [f"c{n},{n},2024-03-01,1,5.00" for n in range(6)]
TWO_KINDS = [f"c{n},{n},2024-0{1 + 4 * (n % 2)}-01,1,5.00" for n in range(9)]


async def grouped(told: Story) -> None:
    """Wait until the groups of the recipe in force are there, with all that is asked of them."""
    await told.has_run()

    def is_there() -> bool:
        view = told.view
        of = view.grouped is not None and view.grouped.is_done and view._of is told.app.opened
        return bool(of) and told.app.job is None

    await told.until(is_there, "groups")
