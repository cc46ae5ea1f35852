"""The grid under the mouse: whatever it does, a key does too."""

from __future__ import annotations

from unittest.mock import patch

from textual.events import MouseScrollDown, MouseScrollUp

from tests.tui.gridded import COLUMNS, grid_on, lines, people
from tui.widgets.grid import Grid
from tui.widgets.rows import FewRows


async def test_a_click_puts_the_cursor_there_and_a_second_one_opens_the_row() -> None:
    async with grid_on(FewRows(COLUMNS, people(300))) as (grid, told):
        row, column = "P0004", str(int(people(300)[4][1]))
        y = next(place for place, line in enumerate(lines(told)) if row in line)
        x = lines(told)[y].index(column)
        await told.pilot.click(Grid, offset=(x, y))
        assert grid.row == people(300)[4]
        assert grid.column is COLUMNS[1]
        with patch.object(grid, "post_message", side_effect=grid.post_message) as posted:
            await told.pilot.click(Grid, offset=(x, y), times=2)
        opened = [one.args[0].row for one in posted.mock_calls if isinstance(one.args[0], Grid.Chosen)]
        assert opened == [people(300)[4]]


async def test_a_click_on_a_header_sorts_by_it_and_one_between_two_by_none() -> None:
    async with grid_on(FewRows(COLUMNS, people(300))) as (grid, told):
        for title, sort in (
            ("Orders", ("orders", True)),
            ("Orders", ("orders", False)),
            ("City", ("city", False)),
        ):
            await told.pilot.click(Grid, offset=(lines(told)[0].index(title), 0))
            await told.has_acted()
            assert grid.order.sort == (sort,)
        beyond = lines(told)[0].index("City") + 11
        for nothing in (0, 9, beyond, beyond + 10):
            await told.pilot.click(Grid, offset=(nothing, 0))
            await told.has_acted()
            assert grid.order.sort == (("city", False),), nothing
            assert grid.column is COLUMNS[3]


async def test_the_wheel_moves_the_rows() -> None:
    async with grid_on(FewRows(COLUMNS, people(300))) as (grid, told):
        cursors = []
        for event in (MouseScrollDown, MouseScrollDown, MouseScrollUp):
            await told.pilot._post_mouse_events([event], Grid, (5, 5))
            await told.pilot.pause()
            cursors.append(grid.cursor)
        assert cursors == [3, 6, 3]
