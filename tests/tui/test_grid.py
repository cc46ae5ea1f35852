"""The grid: moving, paging, columns, order, selection, and rows that come late or not at all."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.tui.gridded import COLUMNS, grid_on, lines, people
from tests.tui.support import LastingEngine
from tui.order import Order
from tui.widgets.engine_rows import FileRows
from tui.widgets.grid import MOST_COPIED_ROWS
from tui.widgets.pages import MOST_PAGES, PAGE_ROWS, Pages
from tui.widgets.rows import Column, FewRows
from tui.widgets.selection import Selection

# Moving


async def test_decimal_points_of_numbers_stand_below_each_other() -> None:
    columns = (Column("name", "Name", width=6), Column("price", "Price", "number", 8))
    prices = (3.75, 5.1, 12.5, 1234.0, 0.333, None, 7)
    # Of 1,234 with all of them there is no room for the decimals.
    async with grid_on(FewRows(columns, [(f"P{place}", price) for place, price in enumerate(prices)])) as (
        _,
        told,
    ):
        shown = [line[1:].split() for line in lines(told)[1:8]]
    assert [line[1:] for line in shown] == [
        ["3.750"], ["5.100"], ["12.500"], ["1,234"], ["0.333"], [], ["7"],
    ]  # fmt: skip


async def test_the_cursor_goes_by_row_page_and_to_both_ends() -> None:
    async with grid_on(FewRows(COLUMNS, people(500))) as (grid, told):
        page = grid.page
        for key, place in (
            ("down", 1),
            ("j", 2),
            ("up", 1),
            ("k", 0),
            ("k", 0),
            ("pagedown", page),
            ("pageup", 0),
            ("end", 499),
            ("j", 499),
            ("home", 0),
            ("G", 499),
            ("g", 0),
        ):
            await told.press(key)
            assert grid.cursor == place, key
            await told.sees(f"row {place + 1} of 500")
            await told.sees(f">P{place:04}")


async def test_the_cursor_is_in_view_wherever_it_goes() -> None:
    async with grid_on(FewRows(COLUMNS, people(500))) as (grid, told):
        for place in (3, 250, 249, 251, 499, 0, 17, 18, 480):
            grid.move_to(place)
            await told.sees(f">P{place:04}")


async def test_columns_scroll_and_the_first_one_stays() -> None:
    wide = [Column("id", "Id", width=6), *(Column(f"c{n}", f"Col{n}", width=11) for n in range(9))]
    rows = [(f"r{place}", *(f"v{place}.{n}" for n in range(9))) for place in range(5)]
    async with grid_on(FewRows(wide, rows)) as (grid, told):
        assert lines(told)[0].split() == ["Id", "Col0", "Col1", "Col2", "Col3"]
        assert "5 more columns: Right" in lines(told)[-1]
        for _ in range(20):
            await told.press("right")
        assert grid.column is not None
        assert grid.column.name == "c8"
        assert lines(told)[0].split() == ["Id", "Col5", "Col6", "Col7", "Col8"]
        assert lines(told)[1].split() == [">r0", "v0.5", "v0.6", "v0.7", "v0.8"]
        assert "5 on the left" in lines(told)[-1]
        await told.press("0")
        assert grid.cursor_column == 0
        assert lines(told)[0].split()[:2] == ["Id", "Col0"]
        await told.press("dollar_sign")
        assert grid.cursor_column == 9


async def test_the_line_at_the_foot_is_drawn_whole_when_the_number_grows() -> None:
    wide = [Column(f"c{n}", f"Col{n}", width=11) for n in range(9)]
    async with grid_on(FewRows(wide, [tuple(range(9)) for _ in range(200)])) as (grid, told):
        await told.press("G", "g")
        for place in (8, 9, 98, 99, 100, 9):
            grid.move_to(place)
            await told.pilot.pause()
            drawn = "".join(segment.text for segment in grid.render_line(grid.size.height - 1)).rstrip()
            await told.until(lambda drawn=drawn: lines(told)[-1] == drawn, drawn)  # type: ignore[misc]


async def test_resizing_keeps_the_cursor_in_view_and_fills_the_room() -> None:
    async with grid_on(FewRows(COLUMNS, people(60))) as (grid, told):
        await told.press("end")
        for size in ((60, 40), (60, 16), (100, 60)):
            await told.resize(*size)
            await told.pilot.pause()
            await told.sees(">P0059")
            shown = [line for line in lines(told) if line[1:3] == "P0"]
            assert len(shown) == min(60, grid.page)


# Order


async def test_a_column_is_sorted_either_way_and_the_header_says_so() -> None:
    rows = people(300)
    async with grid_on(FewRows(COLUMNS, rows)) as (grid, told):
        await told.press("right", "s")
        await told.sees("Amount▼")
        assert grid.order.sort == (("amount", True),)
        wanted = sorted(rows, key=lambda row: -row[1])
        await told.until(lambda: grid.row_at(0) is not None)
        assert [grid.row_at(place) for place in range(100)] == wanted[:100]
        await told.press("s")
        await told.sees("Amount▲")
        await told.press("left", "s")
        assert grid.order.sort == (("name", False),), "texts begin at A"


async def test_missing_values_come_last_either_way_and_kinds_may_be_mixed() -> None:
    columns = (Column("v", "V"),)
    source = FewRows(columns, [(None,), ("b",), (2,), (10,), ("A",)])
    for descending, wanted in ((False, [2, 10, "A", "b", None]), (True, ["b", "A", 10, 2, None])):
        order = Order((("v", descending),))
        assert await source.arrange(order) == 5
        assert [row[0] for row in await source.fetch(order, 0, 9, ["v"])] == wanted


async def test_rows_that_cannot_be_sorted_or_filtered_say_so() -> None:
    source = FewRows(COLUMNS, people(3))
    source.sortable = False
    async with grid_on(source) as (grid, told):
        await told.press("s")
        await told.sees("cannot be sorted")
        await told.press("f")
        await told.sees("cannot be filtered")
        assert grid.order == Order()


async def test_search_goes_round_both_ways() -> None:
    async with grid_on(FewRows(COLUMNS, people(400))) as (grid, told):
        await told.press("slash")
        await told.enter("p0150")
        await told.until(lambda: grid.cursor == 150)
        await told.press("slash")
        await told.enter("P025")
        await told.until(lambda: grid.cursor == 250)
        for key, place in (("n", 251), ("N", 250), ("N", 259), ("n", 250)):
            await told.press(key)
            await told.until(lambda place=place: grid.cursor == place, f"{place} after {key}")  # type: ignore[misc]
        await told.press("slash")
        await told.enter("[/x] nobody")
        await told.sees("No row holds [/x] nobody.")
        assert grid.cursor == 250


# Selection


async def test_a_selection_stays_with_its_rows_through_scrolling_and_sorting() -> None:
    async with grid_on(FewRows(COLUMNS, people(300))) as (grid, told):
        await told.press("space", "down", "space")
        assert list(grid.selected) == [0, 2]
        assert grid.cursor == 3, "the next row"
        await told.press("end", "home")
        await told.sees("2 selected")
        await told.press("right", "s")
        copied = await grid.copied()
        assert [line.split("\t")[0] for line in copied.splitlines()] == ["Name", "P0002", "P0000"]


async def test_everything_is_selected_and_nothing_again() -> None:
    async with grid_on(FewRows(COLUMNS, people(300))) as (grid, told):
        await told.press("A")
        assert len(grid.selected) == 300
        assert grid.selected.runs == ((0, 299),)
        await told.press("space")
        assert len(grid.selected) == 299
        await told.press("A")
        assert not grid.selected


async def test_other_rows_have_no_selection() -> None:
    async with grid_on(FewRows(COLUMNS, people(30))) as (grid, told):
        await told.press("space")
        await grid.show(FewRows(COLUMNS, people(20)), keep_place=True)
        assert not grid.selected
        assert grid.cursor == 1


def test_a_selection_is_the_set_of_what_was_turned() -> None:
    selection, wanted = Selection(), set[int]()
    place = 7
    for _ in range(600):
        place = place * 31 % 97
        selection.turn(place)
        wanted ^= {place}
        assert list(selection) == sorted(wanted)
        assert len(selection) == len(wanted)
        assert all((place in selection) == (place in wanted) for place in range(-1, 99))
    runs = selection.runs
    assert all(first <= last for first, last in runs)
    assert all(runs[place][1] + 1 < runs[place + 1][0] for place in range(len(runs) - 1)), "apart"
    assert Selection([(5, 9), (2, 3), 4]).runs == ((2, 9),)


# Columns


async def test_hidden_columns_are_not_shown_nor_copied_and_the_order_is_chosen() -> None:
    async with grid_on(FewRows(COLUMNS, people(30))) as (grid, told):
        await told.press("space", "v", "down", "space", "K", "enter")
        await told.until(lambda: [column.name for column in grid.shown_columns] == ["name", "orders", "city"])
        assert lines(told)[0].split() == ["Name", "Orders", "City"]
        assert list(grid.selected) == [0], "the rows are the same ones"
        assert (await grid.copied()).splitlines() == ["Name\tOrders\tCity", "P0000\t0\tOslo"]
        await told.press("v", "escape")
        assert [column.name for column in grid.shown_columns] == ["name", "orders", "city"]


# Copies


async def test_the_row_under_the_cursor_is_copied_in_harmless_cells() -> None:
    source = FewRows(COLUMNS, [("a\tb\n\x1b[31m", 1234.5, 3, "Os\u202elo")])
    async with grid_on(source) as (grid, _):
        assert (
            await grid.copied()
            == "Name\tAmount\tOrders\tCity\na b \N{REPLACEMENT CHARACTER}[31m\t1,234.50\t3\tOs\N{REPLACEMENT CHARACTER}lo\n"
        )


async def test_selected_rows_that_are_not_here_are_copied_too() -> None:
    async with grid_on(FewRows(COLUMNS, people(5_000))) as (grid, told):
        await told.press("A")
        assert (await grid.copied()).count("\n") == 5_001
        await grid.show(FewRows(COLUMNS, people(MOST_COPIED_ROWS + 1)))
        await told.press("A", "y")
        await told.sees("too many to copy")


# Late and lost rows


async def test_an_empty_table_says_so_and_takes_every_key() -> None:
    async with grid_on(FewRows(COLUMNS, [])) as (grid, told):
        await told.sees("No rows.")
        await told.press("down", "end", "pageup", "right", "space", "A", "enter", "s", "n", "y", "home")
        assert (grid.cursor, grid.rows, len(grid.selected)) == (0, 0, 0)
        assert await grid.copied() == ""
    async with grid_on() as (_, told):
        await told.sees("There is nothing to show yet.")
        await told.press("down", "s", "right", "space")


def test_pages_keep_those_that_are_used() -> None:
    pages = Pages()
    pages.begin()
    assert pages.missing(0, 10) == [0]
    assert pages.missing(0, 10) == [], "it is on its way"
    assert pages.missing(0, 0) == []
    assert pages.put(0, pages.generation, [("first",)])
    assert pages.row(0) == ("first",)
    assert pages.row(1) is None
    for number in range(1, MOST_PAGES + 5):
        pages.missing(0, 1)
        pages.put(number, pages.generation, [(number,)])
    assert pages.holds(0, PAGE_ROWS), "it was in use all the time"
    assert not pages.holds(PAGE_ROWS, PAGE_ROWS + 1), "this one was not"
    old = pages.generation
    pages.begin()
    assert not pages.put(3, old, [("late",)])
    assert pages.row(3 * PAGE_ROWS) is None


# With the engine


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rows = people(2_000)
    names = [column.name for column in COLUMNS]
    path = tmp_path / "people.parquet"
    pq.write_table(pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)}), path)
    return path


async def test_a_file_is_sorted_filtered_searched_and_selected_by_the_engine(
    engine: LastingEngine, table: Path
) -> None:
    rows = people(2_000)
    async with grid_on(await FileRows.of(engine, str(table), {}), engine=engine) as (grid, told):
        assert grid.rows == 2_000
        await told.press("end", "space")
        await told.sees("*P1999")
        await told.press("right", "s")
        await told.until(lambda: grid.row is not None)
        wanted = sorted(rows, key=lambda row: -row[1])
        assert grid.row == wanted[0]
        assert [wanted[place][0] for place in grid.selected] == ["P1999"], "the same row, elsewhere"

        await told.press("f")
        await told.enter("city = Oslo and orders >= 3")
        kept = [row for row in wanted if row[3] == "Oslo" and row[2] >= 3]
        await told.until(lambda: grid.rows == len(kept))
        await told.until(lambda: grid.row == kept[0])
        left = [place for place, row in enumerate(kept) if row[0] == "P1999"]
        assert list(grid.selected) == left
        await told.sees("filter: city = Oslo and orders >= 3")

        await told.press("slash")
        await told.enter("P1896")
        place = next(place for place, row in enumerate(kept) if row[0] == "P1896")
        await told.until(lambda: grid.cursor == place)
        await told.sees(">P1896")


async def test_a_filter_that_cannot_be_read_changes_nothing(engine: LastingEngine, table: Path) -> None:
    async with grid_on(await FileRows.of(engine, str(table), {}), engine=engine) as (grid, told):
        before = grid.order
        assert not await grid.filter_by("ordres >= 3 and (")
        await told.sees("Error:")
        assert (grid.order, grid.rows) == (before, 2_000)
        assert grid.row == people(1)[0]


async def test_a_filter_of_columns_that_are_gone_is_given_up(engine: LastingEngine, table: Path) -> None:
    async with grid_on(await FileRows.of(engine, str(table), {}), engine=engine) as (grid, told):
        assert await grid.filter_by("orders >= 3")
        other = table.with_name("other.parquet")
        pq.write_table(pa.table({"a": ["x", "y"]}), other)
        await grid.show(await FileRows.of(engine, str(other), {}))
        assert (grid.rows, grid.order) == (2, Order())
        await told.until(lambda: grid.row == ("x",))
