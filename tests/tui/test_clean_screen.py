"""The screen Clean, as an analyst uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from tests.tui.stories import SAMPLE, story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.clean_columns import ColumnsPart
from tui.screens.clean_ledger import LedgerGrid
from tui.widgets.grid import Grid

DIRTY = """order,customer,date,qty,price,country
1,A,2024-01-05 10:00,2,10.00,Italy
2,A,2024-02-06 11:00,1,5.50,Italy
C3,B,2024-02-07 12:00,-1,5.50,Spain
4,B,2024-04-08 09:00,3,4.00,Spain
5,,2024-04-08 09:00,3,4.00,Spain
6,B,2024-04-09 15:00,0,4.00,Spain
7,C,2024-04-10 15:00,4,0.00,Spain
8,C,not a day,4,1.00,Spain
9,C,2024-05-11 16:00,4,2.25,Italy
"""


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    path = tmp_path / "dirty.csv"
    path.write_text(DIRTY)
    return path


def ledger(source: Path, *settings: tuple[str, str]) -> dict[str, tuple[int, float | None]]:
    with Study(Recipe().with_values(settings), [source]) as study:
        return {line.rule: (line.rows, line.amount) for line in study.report.ledger}


async def test_the_ledger_has_every_rule_with_its_rows_and_money(engine: LastingEngine, dirty: Path) -> None:
    async with story(engine, dirty) as told:
        await told.press("2")
        grid = told.view.query_one(LedgerGrid)
        await told.until(lambda: grid.rows)
        shown = {}
        for place in range(grid.rows):
            await told.until(lambda place=place: grid.row_at(place) is not None)
            row = grid.row_at(place)
            assert row is not None
            shown[row[0]] = (row[2], row[5])
        wanted = ledger(dirty)
        assert {rule: figures for rule, figures in shown.items() if rule in wanted} == wanted
        assert shown["rows in the source"] == (9, round(sum(amount or 0 for _, amount in wanted.values()), 2))
        # The lines between the total and what is kept add up to the total.
        assert sum(rows or 0 for rule, (rows, _) in shown.items() if rule != "rows in the source") == 9
        await told.sees("In: 9 rows")


async def test_space_turns_a_rule_off_and_u_takes_it_back(engine: LastingEngine, dirty: Path) -> None:
    async with story(engine, dirty) as told:
        await told.press("2")
        grid = told.view.query_one(LedgerGrid)
        await told.until(lambda: grid.rows and grid.has_focus)
        while grid.value("rule") != "price <= 0":
            await told.press("down")
        await told.press("space")
        assert told.app.session.recipe.rules.price is False
        await told.has_run()
        assert told.app.opened is not None
        assert told.app.opened.report.kept == ledger(dirty, ("rules.price", "false"))["kept"][0]
        await told.press("u")
        assert told.app.session.recipe.rules.price is True
        await told.has_run()
        assert told.app.opened.report.kept == ledger(dirty)["kept"][0]


async def test_a_rule_that_is_always_on_says_so(engine: LastingEngine, dirty: Path) -> None:
    async with story(engine, dirty) as told:
        await told.press("2")
        grid = told.view.query_one(LedgerGrid)
        await told.until(lambda: grid.rows and grid.has_focus)
        while grid.value("rule") != "missing customer":
            await told.press("down")
        before = told.app.session.recipe
        await told.press("space")
        await told.sees("always on")
        assert told.app.session.recipe == before


async def test_a_rule_by_date_asks_for_the_date(engine: LastingEngine, dirty: Path) -> None:
    async with story(engine, dirty) as told:
        await told.press("2")
        grid = told.view.query_one(LedgerGrid)
        await told.until(lambda: grid.rows and grid.has_focus)
        while grid.value("rule") != "before":
            await told.press("down")
        await told.press("space")
        await told.type("2024-02-01")
        await told.press("enter")
        await told.has_run()
        assert told.app.session.recipe.rules.before == "2024-02-01"
        assert told.app.opened is not None
        wanted = ledger(dirty, ("rules.before", "2024-02-01"))
        assert (
            {line.rule: line.rows for line in told.app.opened.report.ledger}["before"]
            == wanted["before"][0]
            == 1
        )


async def test_r_shows_the_rows_behind_a_rule(engine: LastingEngine, dirty: Path) -> None:
    async with story(engine, dirty) as told:
        await told.press("2")
        grid = told.view.query_one(LedgerGrid)
        await told.until(lambda: grid.rows and grid.has_focus)
        while grid.value("rule") != "cancelled":
            await told.press("down")
        await told.press("r")
        await told.sees("C3")
        await told.sees("1 row worth")
        rows = told.view.parts.widget.query_one(Grid)
        assert rows.rows == 1
        assert rows.has_focus


async def test_charts_follow_the_measure_and_the_grain(engine: LastingEngine, dirty: Path) -> None:
    async with story(engine, dirty) as told:
        await told.press("2", "right_square_bracket", "right_square_bracket")
        await told.sees("Money by")
        await told.press("m")
        await told.sees("Orders by")
        await told.press("b")
        await told.until(lambda: told.view.grain is not None)
        await told.press("right_square_bracket", "right_square_bracket")
        await told.sees("Italy")
        await told.sees("2 countries")


async def test_columns_stand_before_and_after(engine: LastingEngine, dirty: Path) -> None:
    async with story(engine, dirty, size=(160, 40)) as told:
        await told.press("2", "left_square_bracket")
        part = None

        def shown() -> bool:
            nonlocal part
            part = told.view.parts.widget
            return isinstance(part, ColumnsPart) and part.stats is not None

        await told.until(shown)
        assert isinstance(part, ColumnsPart)
        assert part.stats is not None
        quantity = next(column for column in part.stats.columns if column.role == "quantity")
        assert (quantity.before.rows, quantity.after.rows) == (9, 4)
        # Kept are the quantities 2, 1, 3 and 4.
        assert (quantity.after.spread.least, quantity.after.spread.most, quantity.after.spread.mean) == (
            1,
            4,
            2.5,
        )


async def test_the_sample_fits_80_columns(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("2")
        await told.sees("kept")
        assert all(len(line) <= 80 for line in screen_text(told.pilot).splitlines())
