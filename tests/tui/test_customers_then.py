"""What customers were at an earlier date, beside what they are, and what of it is in view in the smallest terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.tui.sixty import customers, filter_by, recipe_of, sales
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.customers_card import CardPane
from tui.screens.customers_spread import Histograms

EARLIER = "2025-04-01"
Everyone = Mapping[str, Mapping[str, object]]


@pytest.fixture(scope="module")
def everyone(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Everyone, Everyone]:
    """The customers of now and of then, by their ids, of two runs that know nothing of each other."""

    def run(as_of: str) -> Everyone:
        with Study(
            recipe_of(source, as_of), workspace=Workspace(tmp_path_factory.mktemp("w"), 10**9)
        ) as study:
            return study.customers.to_pandas().set_index("customer_id").to_dict("index")

    return run(""), run(EARLIER)


async def test_tier_and_segment_are_in_view_in_the_smallest_terminal(
    engine: LastingEngine, source: Path, everyone: tuple[Everyone, Everyone]
) -> None:
    now, _ = everyone
    async with customers(engine, source) as (told, grid):
        lines = screen_text(told.pilot).splitlines()
        line = next(line for line in lines if line.startswith(">K000"))
        assert str(now["K000"]["tier"]) in line
        assert str(now["K000"]["segment"]) in line
        assert f"{now['K000']['monetary']:,.2f}" in line
        # The days are in full, wherever they are, and without the time.
        while grid.column.name != "last_purchase":
            await told.press("right")
        last = max(day for _, day, who, _, quantity, _, _ in sales() if who == "K000" and quantity > 0)
        await told.until(lambda: f" {last}" in screen_text(told.pilot))
        assert f"{last} 0" not in screen_text(told.pilot)
        while grid.column.name != "value_share":
            await told.press("right")
        share = float(str(now["K000"]["value"])) / (3 * len(now))
        await told.until(lambda: f"{100 * share:.1f} %" in screen_text(told.pilot))


async def test_beside_an_earlier_date_the_table_has_what_they_were_and_sorts_by_it(
    engine: LastingEngine, source: Path, everyone: tuple[Everyone, Everyone]
) -> None:
    now, then = everyone
    assert 0 < len(then) < len(now)
    async with customers(engine, source) as (told, grid):
        await told.press("down", "space")
        told.app.compare_with(EARLIER)
        await told.until(lambda: any(column.name == "tier_then" for column in grid.shown_columns))
        await told.until(lambda: grid.row is not None)
        assert len(grid.selected) == 1
        await told.sees("Tier then")
        await told.sees("Segment then")
        places = {column.name: place for place, column in enumerate(grid.shown_columns)}
        await told.until(lambda: grid.row_at(len(now) - 1) is not None)
        for place in range(grid.rows):
            row = grid.row_at(place)
            before = then.get(row[places["customer_id"]], {})
            assert row[places["tier_then"]] == before.get("tier")
            assert row[places["segment_then"]] == before.get("segment")
        while grid.column.name != "tier_then":
            await told.press("right")
        await told.press("s")
        await told.until(lambda: grid.order.sort and grid.row_at(0) is not None)
        best = ("High", "Medium", "Low")
        found = [grid.row_at(place)[places["tier_then"]] for place in range(grid.rows)]
        known = [tier for tier in found if tier]
        assert sorted(known, key=best.index) == known == found[: len(known)]
        # Without the other date they go, and all else stays.
        told.app.compare_with("")
        await told.until(lambda: not any(column.name == "tier_then" for column in grid.shown_columns))
        await told.until(lambda: grid.rows == len(now))


async def test_a_table_that_is_made_while_something_is_compared_has_the_focus(
    engine: LastingEngine, source: Path
) -> None:
    async with story(engine, source) as told:
        told.app.compare_with(EARLIER)
        await told.until(lambda: told.app.earlier is not None)
        await told.press("3")
        await told.sees(">K000")
        await told.sees("Tier then")


async def test_a_card_has_what_the_customer_was(
    engine: LastingEngine, source: Path, everyone: tuple[Everyone, Everyone]
) -> None:
    now, then = everyone
    kept = next(name for name in now if name in then and then[name]["segment"] != now[name]["segment"])
    new = next(name for name in now if name not in then)
    async with customers(engine, source, size=(120, 60)) as (told, _):
        told.app.compare_with(EARLIER)
        await told.until(lambda: told.app.earlier is not None)
        for name in (kept, new):
            told.view.open_card(name)
            pane = told.view.query_one(CardPane)
            await told.until(lambda name=name, pane=pane: pane.card and pane.card.customer_id == name)
            await told.sees("At the earlier date")
            if name == new:
                await told.sees(f"No customer yet as of {EARLIER}.")
                continue
            was, lines = then[name], screen_text(told.pilot).splitlines()
            below = lines[
                next(number for number, line in enumerate(lines) if "At the earlier date" in line) :
            ]
            for title, value in {
                "Recency": f"{was['recency']} day",
                "Frequency": f"{was['frequency']}",
                "Monetary": f"{float(str(was['monetary'])):,.2f}",
                "R": f"{was['r']}",
                "F": f"{was['f']}",
                "M": f"{was['m']}",
                "Tier": str(was["tier"]),
                "Segment": str(was["segment"]),
            }.items():
                assert any(f" {title} " in line and f" {value}" in line for line in below), title
            assert f"segment as of {EARLIER}\t{was['segment']}" in pane.copied()


async def test_a_filter_asks_for_what_customers_were_and_the_charts_follow_it(
    engine: LastingEngine, source: Path, everyone: tuple[Everyone, Everyone]
) -> None:
    now, then = everyone
    tier = next(iter(then.values()))["tier"]
    were = [who for who, row in then.items() if row["tier"] == tier and now[who]["frequency"] != 1]
    async with customers(engine, source) as (told, grid):
        told.app.compare_with(EARLIER)
        await told.until(lambda: any(column.name == "tier_then" for column in grid.shown_columns))
        await told.until(lambda: grid.row is not None)
        await told.press("f")
        await told.type("tier then")
        await told.sees("> tier_then")
        await told.press("escape")
        await filter_by(told, f"Tier then = {tier} and frequency > 1")
        await told.until(lambda: grid.rows == len(were))
        assert 0 < len(were) < len(now)
        part = await told.go_to_part("spread")
        shown = part.query_one(Histograms)
        await told.until(lambda: shown.spread and shown.spread[0].customers == len(were))
        # Without the earlier date nobody knows what they were.
        told.app.compare_with("")
        await told.until(lambda: grid.rows == len(now))


@pytest.mark.parametrize(("refunds", "heading"), [("gross", " Revenue "), ("net", " Net revenue ")])
async def test_what_changed_is_headed_by_what_it_is(
    engine: LastingEngine, source: Path, refunds: str, heading: str
) -> None:
    recipe = Recipe.from_tables({"source": {"paths": [str(source)]}, "customers": {"refunds": refunds}})
    async with story(engine, recipe=recipe, size=(120, 40)) as told:
        told.app.compare_with(EARLIER)
        await told.until(lambda: told.app.earlier is not None)
        await told.press("4")
        part = await told.go_to_part("changes")
        await told.until(lambda: part.comparison is not None)
        await told.sees(heading)
        await told.press("3")
        tiers = await told.go_to_part("tiers")
        await told.until(lambda: tiers.comparison is not None)
        await told.sees(f",{heading.lower()}")
