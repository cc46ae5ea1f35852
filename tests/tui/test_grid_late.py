"""Rows that come late, never, or after others were asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from unittest.mock import patch

import pytest

from core.errors import RegularsError
from core.views.grid_parts import Sought
from tests.tui.gridded import COLUMNS, grid_on, lines, people
from tui.order import Order
from tui.widgets.grid import Grid
from tui.widgets.rows import Column, FewRows, Row


class FetchedRows(FewRows):
    """Rows that are not at hand."""

    def at_hand(self, order: Order, first: int, count: int, names: Sequence[str]) -> None:
        return None


class LateRows(FetchedRows):
    """Rows that come when they are let."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        super().__init__(columns, rows)
        self.gate = asyncio.Event()
        self.fetched = 0

    async def fetch(self, order: Order, first: int, count: int, names: Sequence[str]) -> Sequence[Row]:
        self.fetched += 1
        await self.gate.wait()
        return await super().fetch(order, first, count, names)


class LateHits(FewRows):
    """Rows in which something is found when it is let."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        super().__init__(columns, rows)
        self.gate, self.is_asked = asyncio.Event(), asyncio.Event()

    async def find(self, order: Order, sought: Sought, start: int, *, forward: bool) -> int | None:
        self.is_asked.set()
        await self.gate.wait()
        return await super().find(order, sought, start, forward=forward)


class LostRows(FetchedRows):
    """Rows that cannot be had."""

    tries = 0

    async def fetch(self, order: Order, first: int, count: int, names: Sequence[str]) -> Sequence[Row]:
        self.tries += 1
        raise RegularsError("The file is gone.", "Bring it back.")


async def test_rows_that_are_at_hand_are_never_drawn_as_if_they_were_on_their_way() -> None:
    async with grid_on(FewRows(COLUMNS, people(300))) as (grid, told):
        await told.press("G")
        for rows in (people(14), people(301)):
            await grid.show(FewRows(COLUMNS, rows), keep_place=True)
            drawn = [grid.render_line(y).text for y in range(grid.size.height)]
            assert rows[grid.cursor][0] in "".join(drawn)
            assert not any("…" in line for line in drawn)


async def test_rows_that_come_late_are_drawn_when_they_come() -> None:
    source = LateRows(COLUMNS, people(1000))
    async with grid_on(source) as (grid, told):
        assert grid.row is None
        await told.sees("…")
        source.gate.set()
        await told.sees(">P0000")
        source.gate.clear()
        await told.press("end")
        assert grid.cursor == 999
        source.gate.set()
        await told.sees(">P0999")
        assert "…" not in "".join(lines(told))


@pytest.mark.parametrize(("keys", "chosen"), [(("down", "enter"), ["P0001"]), (("enter", "down"), [])])
async def test_enter_on_a_row_that_has_not_come_chooses_it_when_it_comes_unless_another_is_gone_to(
    keys: tuple[str, ...], chosen: list[str]
) -> None:
    source = LateRows(COLUMNS, people(1000))
    async with grid_on(source) as (grid, told):
        with patch.object(grid, "post_message", side_effect=grid.post_message) as posted:
            await told.press(*keys)
            source.gate.set()
            await told.until(lambda: grid.row is not None, "the rows")
            heard = [one.args[0].row[0] for one in posted.mock_calls if isinstance(one.args[0], Grid.Chosen)]
        assert heard == chosen


@pytest.mark.parametrize("rows", [[*reversed(people(50))], []], ids=["others", "none"])
async def test_what_is_looked_for_is_found_in_rows_that_came_meanwhile(rows: list[Row]) -> None:
    source = LateHits(COLUMNS, people(1000))
    async with grid_on(source) as (grid, told):
        await told.press("slash")
        await told.enter("P0007")
        await source.is_asked.wait()
        await grid.show(FewRows(COLUMNS, rows))
        source.gate.set()
        if rows:
            await told.until(lambda: grid.cursor == 42, "who was looked for")
            assert grid.row == people(50)[7]
        else:
            await told.sees("No row holds P0007.")


async def test_rows_of_a_source_that_was_replaced_are_never_shown() -> None:
    old = LateRows(COLUMNS, [("OLD", 1.0, 1, "x")] * 300)
    async with grid_on(old) as (grid, told):
        await told.until(lambda: old.fetched, "the question")
        other = (Column("only", "Only", width=9),)
        await grid.show(FewRows(other, [("NEW",)] * 300))
        await told.sees("NEW")
        old.gate.set()
        for _ in range(5):
            await told.pilot.pause()
        assert "OLD" not in "\n".join(lines(told))
        assert grid.row == ("NEW",)


class SlowToArrange(FewRows):
    """Rows that take their time to be sorted."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        super().__init__(columns, rows)
        self.gate = asyncio.Event()

    async def arrange(self, order: Order) -> int:
        await self.gate.wait()
        return await super().arrange(order)


async def test_what_is_shown_stays_until_the_other_rows_are_there_and_the_last_wish_counts() -> None:
    async with grid_on(FewRows(COLUMNS, people(30))) as (grid, told):
        slow = SlowToArrange((Column("only", "Only"),), [("SLOW",)])
        showing = asyncio.ensure_future(grid.show(slow))
        await told.press("down", "right", "down")
        assert ">P0002" in "\n".join(lines(told)), "moving about in the old ones goes on"
        await grid.show(FewRows(COLUMNS, people(10)))
        slow.gate.set()
        await showing
        await told.pilot.pause()
        assert grid.rows == 10
        assert grid.source.columns == COLUMNS


@pytest.mark.parametrize("rows_first", [True, False])
async def test_other_rows_and_another_order_asked_for_at_once_both_come(rows_first: bool) -> None:
    descending = Order((("amount", True),))
    slow, fast = SlowToArrange(COLUMNS, people(30)), FewRows(COLUMNS, people(50))
    async with grid_on(FewRows(COLUMNS, people(20))) as (grid, told):
        if rows_first:
            asked = [
                asyncio.ensure_future(grid.show(slow)),
                asyncio.ensure_future(grid.put_in_order(descending)),
            ]
        else:
            before = asyncio.ensure_future(grid.show(slow))
            await told.pilot.pause()
            asked = [before, asyncio.ensure_future(grid.put_in_order(descending))]
            await told.pilot.pause()
            asked.append(asyncio.ensure_future(grid.show(fast)))
        await told.pilot.pause()
        slow.gate.set()
        await asyncio.gather(*asked)
        assert grid.rows == (30 if rows_first else 50)
        assert grid.order == descending
        best = max(people(grid.rows), key=lambda row: row[1])
        await told.until(lambda: grid.row == best)


async def test_rows_that_cannot_be_had_are_told_once_and_asked_for_again_by_moving() -> None:
    source = LostRows(COLUMNS, people(30))
    async with grid_on(source) as (_, told):
        await told.sees("Error: The file is gone.")
        for _ in range(10):
            await told.pilot.pause()
        tries = source.tries
        assert tries == 1
        await told.press("down")
        await told.until(lambda: source.tries > tries)
