"""What somebody new meets in the frame: empty screens that say why, sources without money, what a comparison shows, and going on."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.views.change_sentences import describe_changes, describe_then
from core.views.compare import compare
from tests.core.test_compare_view import EARLIER
from tests.support.lines import AS_OF, Line
from tests.support.studied import Staged
from tests.tui.sixty import customers, sales, write_sales
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import LastingEngine, app_on, screen_text
from tui.actions import action_named
from tui.screens.customers_scatter import ScatterPart
from tui.session import Session, kept_session

COMPARED = date(2025, 8, 1)


def lines_of(told: Story) -> list[str]:
    return screen_text(told.pilot).splitlines()


def without_money(path: Path, customers: int = 30) -> Path:
    """Orders of customers whose order dates and counts differ, without amounts of any kind."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["customer", "order", "date"])
        for number in range(customers):
            for order in range(1 + number % 4):
                day = date(2025, 1, 1) + timedelta(days=(number * 11 + order * 37) % 330)
                writer.writerow([f"K{number:03}", number * 10 + order, day])
    return path


# Why there is nothing


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        (
            "nosales.csv",
            "name,colour\nanna,red\nbert,blue\n",
            "nosales.csv has no column of dates, so nobody",
        ),
        ("empty.csv", "", "'empty.csv' is empty: it holds 0 bytes."),
        ("header.csv", "customer,date,order,amount\n", "The source has no rows."),
        ("missing.csv", None, "There is no file"),
    ],
)
async def test_an_empty_screen_says_in_full_why_nothing_was_computed(
    engine: LastingEngine, tmp_path: Path, name: str, text: str | None, reason: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    async with app_on(engine, tmp_path / name) as (app, pilot):
        told = Story(app, pilot)
        await told.until(lambda: app.has_failed and app.job is None, "a run that failed")
        for screen, lacking in (("3", "customers"), ("4", "segments"), ("5", "groups")):
            await told.press(screen)
            await told.sees(f"No {lacking}: the recipe was not run. {reason}")
            await told.sees("1 shows what is in the source, o opens another.")


# Without money


async def test_what_a_source_without_money_cannot_have_takes_no_room(
    engine: LastingEngine, tmp_path: Path
) -> None:
    async with customers(engine, without_money(tmp_path / "visits.csv")) as (told, grid):
        assert "monetary" not in [column.name for column in grid.shown_columns]
        assert "frequency" in [column.name for column in grid.shown_columns]
        # A file holds every column all the same, and the next source may have it.
        assert "monetary" in grid.exported_names
        await told.press("v")
        await told.sees("x  Monetary, which nobody has")
        await told.press("enter")
        assert "monetary" not in grid.hidden

        await told.go_to_part("spread")
        await told.sees("Frequency: 1 to 4 orders")
        assert "Monetary" not in screen_text(told.pilot)

        part = await told.go_to_part("scatter")
        await told.until(lambda: part.found is not None and part.found.cells, "points")
        assert (part.found.x.measure, part.found.y.measure) == ("frequency", "recency")
        assert sum(cell.customers for cell in part.found.cells) == 30
        await told.press("Y")
        await told.sees("Monetary      The source does not say.")
        await told.press("escape")

        await told.go_to_part("correlations")
        await told.sees("Nobody has monetary, refunded, net or avg. order.")

        await told.press("4")
        await told.sees("All customers             30 100.0")
        assert "Revenue" not in screen_text(told.pilot)


async def test_a_source_with_money_is_plotted_by_money(engine: LastingEngine, tmp_path: Path) -> None:
    async with customers(engine, write_sales(tmp_path / "sales.csv")) as (told, grid):
        assert "monetary" in [column.name for column in grid.shown_columns]
        part = await told.go_to_part("scatter")
        await told.until(lambda: part.found is not None and part.found.cells, "points")
        assert (part.found.x.measure, part.found.y.measure) == ("frequency", "monetary")
        # Who chooses one of the two keeps the other.
        told.view.charts.plot(x="recency")
        assert told.view.charts.axes == ("recency", "monetary")
        told.view.charts.plot(y="recency", x="monetary")
        assert told.view.charts.axes == ("monetary", "recency")


# The palette


async def test_the_palette_says_all_of_the_command_under_the_cursor(
    engine: LastingEngine, tmp_path: Path
) -> None:
    async with story(engine, write_sales(tmp_path / "sales.csv")) as told:
        await told.press("colon")
        await told.type("reading")
        reading = f"Reading  d  {action_named('data.reading').help}"
        # Too long for the line that it has in the list.
        assert len(reading) > 76
        await told.sees(reading)
        await told.press(*["backspace"] * len("reading"))
        await told.type("xyzzy")
        await told.sees("Nothing fits.")
        await told.press("escape")
        # What is never cut is not said twice.
        await told.press("4", "M")
        await told.sees("11 names by all three scores")
        assert not told.app.screen.query("#choice-about")


# What changed


def totals_before(day: date) -> tuple[int, int, float]:
    """Customers, orders and what was bought before a day, from the written lines."""
    bought = [line for line in sales() if line[4] > 0 and line[1] < f"{day}"]
    worth = sum(line[4] * float(line[5]) for line in bought)
    return len({line[2] for line in bought}), len({line[0] for line in bought}), round(worth, 2)


async def test_a_comparison_is_seen_in_every_part(engine: LastingEngine, tmp_path: Path) -> None:
    assert not any(line[1] == f"{COMPARED}" for line in sales())
    now, then = totals_before(date(2026, 1, 1)), totals_before(COMPARED)
    changes = [f"{100 * (after / before - 1):+.1f} %" for after, before in zip(now, then, strict=True)]
    async with story(engine, write_sales(tmp_path / "sales.csv")) as told:
        await told.press("4")
        await told.sees("All customers")
        assert "change" not in screen_text(told.pilot)
        await told.press("c")
        await told.enter(f"{COMPARED}")
        # The heading says per cent.
        customers, _, revenue = (re.escape(change.removesuffix(" %")) for change in changes)
        everybody = rf"All customers +{now[0]} +{customers} .* {now[2]:,.2f} +{revenue}"
        await told.until(
            lambda: re.search(everybody, screen_text(told.pilot)), "the changes of all customers in view"
        )
        await told.go_to_part("curve")
        await told.sees(f"What changed since {COMPARED}: the part Changes.")
        await told.go_to_part("summary")
        await told.sees(
            f"Since {COMPARED}, customers went from {then[0]} to {now[0]} ({changes[0]}), orders went from {then[1]}"
            f" to {now[1]} ({changes[1]}) and revenue went from {then[2]:,.2f} to {now[2]:,.2f} ({changes[2]});"
        )
        await told.press("3")
        await told.go_to_part("spread")
        await told.sees(f"What changed since {COMPARED}: 4, the part Changes.")
        await told.press("c", "4")
        await told.until(lambda: "Since" not in screen_text(told.pilot), "nothing compared any more")
        await told.go_to_part("table")
        await told.until(lambda: "change" not in screen_text(told.pilot), "no changes")


def test_every_number_of_the_changes_in_words_is_one_of_the_comparison(tmp_path: Path) -> None:
    day = timedelta(days=1)
    orders = [(EARLIER - 40 * day, "a", 10.0), (EARLIER - 3 * day, "b", 5.5), (EARLIER + 9 * day, "b", 4.5)]
    orders += [(EARLIER + 20 * day, "c", 7.25), (EARLIER + 30 * day, "a", 2.75)]
    bought = [
        Line(customer=who, order_id=str(number), purchased_at=when, quantity=1.0, price=price)
        for number, (when, who, price) in enumerate(orders)
    ]
    earlier = Staged(bought, Recipe(), EARLIER, tmp_path / "earlier.parquet")
    comparison = compare(Staged(bought, Recipe(), AS_OF), earlier)
    told = describe_changes(comparison)
    assert told.text.startswith(
        f"Since {EARLIER}, customers went from 2 to 3 (+50.0 %), orders went from 2 to 5 (+150.0 %)"
        " and revenue went from 15.50 to 30.00 (+93.5 %); 1 customer is new, and "
    )
    assert all(figure.written in told.text for figure in told.figures)
    then = describe_then(comparison)
    assert set(then) == {group.name for group in comparison.segments}
    assert (
        sum(
            figure.value
            for one in then.values()
            for figure in one.figures
            if figure.label == "customers then"
        )
        == 2
    )


# Going on


async def test_going_on_returns_to_the_part_that_was_left(engine: LastingEngine, tmp_path: Path) -> None:
    async with customers(engine, write_sales(tmp_path / "sales.csv")) as (told, _):
        await told.press("4")
        await told.until(lambda: told.view.parts.widget is not None, "the segments")
        await told.go_to_part("curve")
        await told.press("3")
        await told.go_to_part("scatter")
        told.app.keep()
    left = kept_session()
    assert left is not None
    assert (left.screen, left.parts) == ("customers", {"customers": "scatter", "segments": "curve"})
    async with app_on(engine, resumable=left) as (app, pilot):
        again = Story(app, pilot)
        await again.sees("Go on")
        await again.press("enter")
        await again.has_run()
        await again.until(lambda: app.view.name_of_view == "customers", "the customers")
        await again.until(
            lambda: isinstance(again.view.parts.widget, ScatterPart) and again.view.parts.widget.found,
            "the scatter",
        )
        await again.press("4")
        await again.until(lambda: again.view.parts.present == "curve", "the curve")
        await again.sees("The best customers bring")


def test_a_session_of_before_and_one_that_knows_another_part_can_be_gone_on_with() -> None:
    kept = Session(parts={"customers": "scatter"}).to_json()
    assert Session.from_json(kept).parts == {"customers": "scatter"}
    del kept["parts"]
    assert Session.from_json(kept).parts == {}


# Words


async def test_one_is_counted_as_one(engine: LastingEngine, tmp_path: Path) -> None:
    one = tmp_path / "one.csv"
    one.write_text("customer,order,date,amount\nA,1,2024-01-03,5.20\n")
    async with story(engine, one, size=(120, 40)) as told:
        await told.sees("The one row of one.csv")
        await told.sees("1 of 1 row kept")


async def test_one_cell_is_a_cell_in_the_map_editor(engine: LastingEngine, tmp_path: Path) -> None:
    async with story(engine, write_sales(tmp_path / "sales.csv")) as told:
        await told.press("4")
        await told.until(lambda: told.view.parts.widget is not None, "the segments")
        part = await told.go_to_part("map")
        await told.until(lambda: part.examined is not None, "the map")
        await told.press("plus")
        await told.enter("Stars")
        await told.until(lambda: told.app.screen.query("#meaning"), "the scores asked for")
        await told.type("555")
        await told.sees("1 cell, ")


async def test_the_figures_of_the_curve_can_be_copied(engine: LastingEngine, tmp_path: Path) -> None:
    async with story(engine, write_sales(tmp_path / "sales.csv")) as told:
        await told.press("4")
        await told.until(lambda: told.view.parts.widget is not None, "the segments")
        await told.go_to_part("curve")
        await told.sees("The best customers bring, by share:")
        await told.press("y")
        copied = tmp_path / "state" / "regulars" / "copied.txt"
        await told.until(copied.exists, "a copy")
        assert copied.read_text().startswith("The best customers bring, by share: 1 %: ")


# The status line


async def test_the_status_line_keeps_the_source_s_name_beside_two_dates(engine: LastingEngine) -> None:
    async with story(engine, SAMPLE) as told:
        await told.press("c")
        await told.enter("2025-09-10")
        await told.until(lambda: told.app.earlier is not None and told.app.job is None, "the comparison")
        line = lines_of(told)[-2]
        assert line == " online_retail.xlsx  32,274 rows  913 customers  2025-12-10 vs 09-10  not saved"
