"""What `/` finds stands on the screen as it was typed, and what stands there is found: in rows of the engine and in those of the app."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from core.figures import PLAIN, NumberStyle
from tests.tui.gridded import grid_on
from tests.tui.sixty import customers, sales
from tests.tui.stories import Story
from tests.tui.support import LastingEngine
from tui.number_style import use_numbers
from tui.text import cell
from tui.widgets.engine_rows import FileRows
from tui.widgets.grid import Grid
from tui.widgets.rows import Column, FewRows, Kind, Row, RowSource, sought_in

COLUMNS = (
    Column("name", "Name"),
    Column("pieces", "Pieces", "number"),
    Column("amount", "Amount", "money"),
    Column("ratio", "Ratio", "number"),
    Column("on", "On", "date"),
    Column("at", "At", "moment", 16),
    Column("is_new", "New", "flag"),
)
ROWS: list[Row] = [
    ("Ada", 1234567, Decimal("12.50"), 0.1 + 0.2, date(2024, 2, 29), datetime(2024, 2, 29, 0, 0), True),
    ("Ben", 20, Decimal("1141.64"), 2.0, date(2023, 7, 1), datetime(2023, 7, 1, 18, 5, 59), False),
    ("Zoë 7", None, None, 141.6403, None, None, None),
]
# What is typed, and the rows that it is found in.
FOUND = {
    "ada": [0],
    "yes": [0],
    "1234567": [0],
    "1,234,567": [0],
    "12.5": [0],
    "12.50": [0],
    "1,141.64": [1],
    "141.64": [1, 2],
    # A mark between thousands is found where it stands, and nowhere else.
    "34,5": [0],
    ",567": [0],
    "4,": [0],
    "1,1": [1],
    "2,5": [],
    "12,": [],
    "1,2,3": [],
    "2,024": [],
    "2,0": [],
    "1,141.6403": [],
    "0.3": [0],
    "0.30000000000000004": [],
    ".0": [],
    "141.6403": [2],
    "2023-07": [1],
    "18:05": [1],
    "18:05:59": [],
    "00:00": [],
    "7": [0, 1, 2],
    "nobody": [],
}
DUTCH = {
    "1.234.567": [0],
    "12,50": [0],
    "1.141,64": [1],
    "1.14": [1],
    "1.16": [],
    "12.5": [],
    "1141,64": [1],
    "0,3": [0],
    "2023-07-01": [1],
    "nobody": [],
}
SPACED = {
    "1 234 567": [0],
    "34 5": [0],
    "2 5": [],
    "1 141,6": [1],
    "EUR 12": [0],
    "EUR 1 141": [1],
    "1141,6": [1],
}


@pytest.fixture
def dutch() -> Iterator[None]:
    use_numbers(NumberStyle.of("1.234,56", "EUR", currency_after=True))
    yield
    use_numbers(PLAIN)


@pytest.fixture
def spaced() -> Iterator[None]:
    use_numbers(NumberStyle.of("1 234,56", "EUR"))
    yield
    use_numbers(PLAIN)


async def rows_of_the_engine(engine: LastingEngine, folder: Path) -> RowSource:
    types = {"pieces": pa.int64(), "amount": pa.decimal128(18, 2), "ratio": pa.float64()}
    path = folder / "rows.parquet"
    cells = {
        column.name: pa.array([row[place] for row in ROWS], types.get(column.name))
        for place, column in enumerate(COLUMNS)
    }
    pq.write_table(pa.table(cells), path)
    return await FileRows.of(engine, str(path), {})


async def found(told: Story, grid: Grid, typed: str) -> list[int]:
    """The rows that a search comes by, going on until it comes round."""
    await told.press("home", "slash")
    await told.enter(typed)
    await told.until(lambda: grid._searched == typed, "the search")
    await told.has_acted()
    places: list[int] = []
    for _ in range(len(ROWS)):
        if grid.cursor in places or "No row holds" in told.app.query_one("Notice").render_line(0).text:
            break
        places.append(grid.cursor)
        await told.press("n")
        await told.has_acted()
    return sorted(places)


@pytest.mark.parametrize("is_of_engine", [True, pytest.param(False, marks=pytest.mark.soak)])
async def test_it_finds_what_is_shown(engine: LastingEngine, tmp_path: Path, is_of_engine: bool) -> None:
    source = await rows_of_the_engine(engine, tmp_path) if is_of_engine else FewRows(COLUMNS, ROWS)
    async with grid_on(source, engine=engine) as (grid, told):
        assert {typed: await found(told, grid, typed) for typed in FOUND} == FOUND


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize("is_of_engine", [True, pytest.param(False, marks=pytest.mark.soak)])
async def test_numbers_are_typed_as_the_preferences_write_them(
    engine: LastingEngine, tmp_path: Path, is_of_engine: bool
) -> None:
    source = await rows_of_the_engine(engine, tmp_path) if is_of_engine else FewRows(COLUMNS, ROWS)
    async with grid_on(source, engine=engine) as (grid, told):
        assert {typed: await found(told, grid, typed) for typed in DUTCH} == DUTCH


@pytest.mark.usefixtures("spaced")
@pytest.mark.parametrize("is_of_engine", [True, pytest.param(False, marks=pytest.mark.soak)])
async def test_a_blank_between_thousands_is_found_where_it_stands(
    engine: LastingEngine, tmp_path: Path, is_of_engine: bool
) -> None:
    source = await rows_of_the_engine(engine, tmp_path) if is_of_engine else FewRows(COLUMNS, ROWS)
    async with grid_on(source, engine=engine) as (grid, told):
        assert {typed: await found(told, grid, typed) for typed in SPACED} == SPACED


async def test_each_cell_of_the_customers_is_found_as_it_is_shown(
    engine: LastingEngine, source: Path
) -> None:
    async with customers(engine, source, size=(200, 60)) as (_, grid):
        shown = grid.shown_columns
        names = [column.name for column in shown]
        row = (await grid.source.fetch(grid.order, 41, 1, names))[0]
        for column, value in zip(shown, row, strict=True):
            if typed := cell(value, column.kind):
                assert await holds(grid, typed, column.name, column.kind) >= 1, column.name
        # A share is shown in per cent, whatever is behind it.
        shares = await grid.source.fetch(grid.order, 0, 60, ["value_share"])
        for typed in ("1.", "0.0", "3 %"):
            showing = sum(typed in f"{100 * share:.1f} %" for (share,) in shares)
            assert await holds(grid, typed, "value_share", "percent") == showing
        assert await holds(grid, " %", "value_share", "percent") == 60


async def holds(grid: Grid, typed: str, name: str, kind: Kind) -> int:
    """How many customers a search in one column comes by."""
    sought, places = sought_in([Column(name, name, kind)], typed), set[int]()
    place = await grid.source.find(grid.order, sought, 0, forward=True)
    while place is not None and place not in places:
        places.add(place)
        place = await grid.source.find(grid.order, sought, (place + 1) % grid.rows, forward=True)
    return len(places)


async def test_the_cursor_goes_to_the_column_that_shows_it(engine: LastingEngine, source: Path) -> None:
    async with customers(engine, source) as (told, grid):
        assert "Germany" not in "".join(
            str(value) for value in (grid.value("customer_id"), grid.value("tier"))
        )
        await told.press("slash")
        await told.enter("Norway")
        await told.until(lambda: grid.column is not None and grid.column.name == "country", "its column")
        assert grid.value("country") == "Norway"
        # A column that is hidden is not looked at.
        grid.hidden = frozenset({*grid.hidden, "country"})
        grid._choose_columns()
        await told.press("slash")
        await told.enter("Norway")
        await told.sees("No row holds Norway.")
        assert any(line[6] == "Norway" for line in sales())
