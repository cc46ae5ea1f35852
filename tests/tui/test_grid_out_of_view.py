"""A grid whose part is not in view stays scrolled as it was, whatever its rows become meanwhile."""

from __future__ import annotations

import pytest

from tests.tui.gridded import COLUMNS, grid_on, people
from tui.widgets.rows import FewRows

SIZE = (60, 20)


@pytest.mark.parametrize("more", [0, 1])
async def test_rows_that_change_while_hidden_begin_where_they_began(more: int) -> None:
    async with grid_on(FewRows(COLUMNS, people(14)), size=SIZE) as (grid, told):
        room = grid.page
        await grid.show(FewRows(COLUMNS, people(room)))
        await told.press(*["down"] * 7)
        grid.display = False
        await told.until(lambda: not grid.size.height, "a grid without room")
        await grid.show(FewRows(COLUMNS, people(room + more)), keep_place=True)
        grid.move_to(8)
        grid.display = True
        await told.until(lambda: grid.size.height, "a grid with room")
        await told.sees("P0000")
        await told.sees("row 9 of")
        await told.sees("P0008")


async def test_a_cursor_that_was_put_far_down_while_hidden_is_in_view_afterwards() -> None:
    async with grid_on(FewRows(COLUMNS, people(300)), size=SIZE) as (grid, told):
        grid.display = False
        await told.until(lambda: not grid.size.height, "a grid without room")
        grid.move_to(200)
        await grid.show(FewRows(COLUMNS, people(250)), keep_place=True)
        grid.display = True
        await told.sees("P0200")
        await told.sees("row 201 of 250")


async def test_a_few_rows_in_place_of_many_are_shown_from_the_first_on() -> None:
    async with grid_on(FewRows(COLUMNS, people(300)), size=SIZE) as (grid, told):
        grid.move_to(200)
        grid.display = False
        await told.until(lambda: not grid.size.height, "a grid without room")
        await grid.show(FewRows(COLUMNS, people(5)), keep_place=True)
        grid.display = True
        await told.sees("P0000")
        await told.sees("row 5 of 5")
