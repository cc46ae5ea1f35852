"""The screen Clean, as an analyst uses it."""

from __future__ import annotations

import csv
from concurrent.futures import Future
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from tests.tui.stories import SAMPLE, story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.clean_columns import ColumnsPart
from tui.screens.clean_ledger import LedgerGrid
from tui.screens.clean_time import TimePart, series_of
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


async def test_what_of_the_cancelled_rows_is_a_refund_is_told_where_they_are(
    engine: LastingEngine, tmp_path: Path
) -> None:
    """Of the two cancelled rows one gives 5.50 back; the other has a positive amount."""
    path = tmp_path / "cancelled.csv"
    path.write_text(DIRTY + "C10,B,2024-05-12 12:00,1,7.00,Spain\n")
    async with story(engine, path) as told:
        await told.press("2")
        grid = told.view.query_one(LedgerGrid)
        await told.until(lambda: grid.rows and grid.has_focus)
        while grid.value("rule") != "cancelled":
            await told.press("down")
        assert grid.value("amount") == 1.5
        await told.sees("Only the negative amounts among them are refunds.")
        await told.press("i")
        await told.sees("A cancelled row with a positive amount gives nothing back")
        await told.press("escape", "4")
        await told.go_to_part("summary")
        await told.sees("Refunds come to 5.50")
        await told.press("i")
        await told.sees("A cancelled row with a positive amount gives nothing back")


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


@pytest.fixture
def every_day(tmp_path: Path) -> Path:
    """A shop that is open every day from 2023-02-10 to 2025-03-09, and sells the same each day."""
    first = date(2023, 2, 10)
    days = [first + timedelta(days=number) for number in range((date(2025, 3, 9) - first).days + 1)]
    rows = [f"o{place},c{place % 40},{day} 10:00,1,10.00" for place, day in enumerate(days)]
    path = tmp_path / "every_day.csv"
    path.write_text("\n".join(["order,customer,date,qty,price", *rows]))
    return path


async def test_a_month_that_is_there_in_part_is_said_to_be(engine: LastingEngine, every_day: Path) -> None:
    async with story(engine, every_day) as told:
        await told.press("2")
        part = await told.go_to_part("time")
        await told.sees("Money by month")
        await told.sees("2023-02 has 19 of 28 days and 2025-03 has 9 of 31 days in the data.")
        await told.sees("No month stands out as a gap or a spike.")
        await told.sees("sold, in part")
        # The line of what was sold ends with the last whole month.
        whole, _, in_part = drawn(part)
        assert ({date(2023, 2, 1), date(2025, 3, 1)} & set(whole), len(whole)) == (set(), 24)
        assert in_part == {date(2023, 2, 1): 190, date(2025, 3, 1): 90}
        await told.press("b")
        await told.sees("2023 Q1 has 50 of 90 days and 2025 Q1 has 68 of 90 days in the data.")
        await told.sees("No quarter stands out as a gap or a spike.")
        await told.press("b")
        await told.sees("the week of 2023-02-06 has 3 of 7 days in the data.")
        await told.sees("No week stands out")
        await told.press("b")
        await told.sees("Money by day")
        await told.sees("No month stands out")
        await told.until(lambda: "in part" not in screen_text(told.pilot))


async def test_a_spike_of_refunds_is_told_in_words(engine: LastingEngine, every_day: Path) -> None:
    lines = [f"C{place},c1,2024-{place % 12 + 1:02d}-05 10:00,-1,10.00" for place in range(12)]
    lines += ["C99,c1,2024-08-06 10:00,-9,10.00"]
    every_day.write_text("\n".join([every_day.read_text(), *lines]))
    async with story(engine, every_day, size=(120, 40)) as told:
        await told.press("2")
        await told.go_to_part("time")
        await told.sees("Refunds in 2024-08 are high: 100, where months around it have 10.")


def drawn(part: TimePart) -> list[dict[date, float]]:
    """What is drawn, less what only parts lines."""
    assert part.sales is not None
    return [
        {at: value for at, value in series.points if isinstance(at, date) and value is not None}
        for series in series_of(part.sales, by_money=True)
    ]


async def test_the_figures_behind_each_chart_can_be_exported(
    engine: LastingEngine, dirty: Path, tmp_path: Path
) -> None:
    async with story(engine, dirty) as told:
        await told.press("2")

        async def exported(part: str, name: str) -> list[dict[str, str]]:
            await told.go_to_part(part)
            await told.until(lambda: told.view.parts.widget.figures().all_rows, "figures")
            await told.press("e")
            await told.sees(name)
            target = tmp_path / f"{part}.csv"
            await told.enter(str(target))
            await told.until(target.exists)
            with target.open(newline="") as file:
                return list(csv.DictReader(file))

        # Kept are 20.00 and 5.50 in Italy, 12.00 in Spain, 9.00 in Italy; 5.50 came back.
        sold = await exported("time", "sales-by-")
        assert round(sum(float(row["amount"]) for row in sold), 2) == 46.5
        assert [row["refunded"] for row in sold if float(row["refunded"])] == ["-5.5"]
        hours = await exported("hours", "sales-by-hour.csv")
        assert {(row["weekday"], row["hour"]): row["amount"] for row in hours if row["orders"] != "0"} == {
            ("Fri", "10"): "20.0",
            ("Tue", "11"): "5.5",
            ("Mon", "9"): "12.0",
            ("Sat", "16"): "9.0",
        }
        countries = await exported("countries", "sales-by-country.csv")
        assert [(row["country"], row["orders"], row["amount"]) for row in countries] == [
            ("Italy", "3", "34.5"),
            ("Spain", "1", "12.0"),
        ]


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
        # A quarter of the quantities are below 1.75, so all have two decimals, and all points stand below each other.
        grid = part.query_one(Grid)
        await told.until(lambda: grid.rows)
        shown = [row for row in map(grid.row_at, range(grid.rows)) if row is not None]
        after = {above[0]: below for above, below in pairwise(shown) if above[1] == "before"}
        names = [column.name for column in grid.shown_columns]
        for name, price, number in (
            ("least", "2.25", "1.00"),
            ("most", "10.00", "4.00"),
            ("mean", "5.44", "2.50"),
        ):
            priced, counted = (after[role][names.index(name)] for role in ("price", "quantity"))
            assert (priced.lstrip(), counted.lstrip()) == (price, number)
            assert len(priced) == len(counted)


@pytest.mark.parametrize("key", ["left_square_bracket", "3"])
async def test_columns_are_looked_at_only_while_somebody_looks(
    engine: LastingEngine, dirty: Path, key: str
) -> None:
    async with story(engine, dirty) as told:
        await told.press("2")
        asked: list[Future[object]] = []

        def never(*_: object) -> Future[object]:
            asked.append(Future())
            return asked[-1]

        view, stopped = told.view, []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(told.app.engine.slow, "view", never)
            patch.setattr(told.app.engine.slow, "stop", stopped.append)
            await view.parts.go_to("columns")
            await told.until(lambda: told.app.job is not None)
            await told.press(key)
            await told.until(lambda: told.app.job is None)
            assert stopped == asked
            assert len(asked) == 1
        await told.press("2", *(["right_square_bracket"] if key == "left_square_bracket" else []))
        await told.until(lambda: view.parts.widget.stats is not None)
        # What was found stays, and is not asked for again.
        await told.press("4", "2")
        assert told.app.job is None


@pytest.mark.parametrize(("symbols", "pieces", "thin"), [("braille", 8, "▏"), ("ascii", 1, "|")])
async def test_bars_are_as_long_as_the_shares_and_thin_for_next_to_nothing(
    engine: LastingEngine, tmp_path: Path, symbols: str, pieces: int, thin: str
) -> None:
    path = tmp_path / "many.csv"
    rows = [
        f"{number},{'' if number < 40 else f'c{number % 30}'},2024-01-{1 + number % 28:02},1,{number + 1}"
        for number in range(3999)
    ]
    path.write_text("\n".join(["order,customer,date,qty,price", *rows, "9999,c1,2024-01-05,0,5"]))
    async with story(engine, path) as told:
        told.app.symbols = symbols
        await told.press("2")
        grid = told.view.query_one(LedgerGrid)
        await told.until(lambda: grid.rows and grid.row_at(0) is not None)
        bars = {row[0]: row[4] for row in map(grid.row_at, range(grid.rows)) if row is not None}
    full = len(bars["rows in the source"])

    def drawn(bar: str) -> int:
        return sum(pieces if letter in "█#" else " ▏▎▍▌▋▊▉".index(letter) for letter in bar)

    assert full >= 18
    assert all(len(bar) <= full for bar in bars.values())
    assert drawn(bars["kept"]) == round(3959 / 4000 * full * pieces)
    # A hundredth is more than nothing, but not a whole character; one of 4,000 is less than any piece.
    assert bars["missing customer"].strip() == (thin if pieces == 1 else " ▏▎▍▌▋▊▉"[round(full * 8 / 100)])
    assert bars["quantity <= 0"].strip() == thin


async def test_the_sample_fits_80_columns(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("2")
        await told.sees("kept")
        assert all(len(line) <= 80 for line in screen_text(told.pilot).splitlines())
