"""Twenty things that an analyst wants to know or have, each with the keys that get there and the most it may take.

On the real workbook where it is present, else on the sample; the one that reads its source twice is on the sample always.
What must be on the screen is worked out by pandas from the customers and orders of a study; of the real workbook also what
../shared/data/README.md says is checked.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cli.main import main
from tests.tui import tasks
from tests.tui.stories import SAMPLE
from tests.tui.support import LastingEngine, screen_text
from tests.tui.tasks import IS_REAL, WORKBOOK, Facts, ids, missing_customers, money, task
from tui.screens.customers_card import CardPane

facts, in_a_folder = tasks.facts, tasks.in_a_folder


def test_the_facts_are_those_of_the_readme(engine: LastingEngine, facts: Facts) -> None:
    if not IS_REAL:
        pytest.skip(f"the real workbook is not at {WORKBOOK}: the tasks run on the sample")
    assert facts.ledger == {
        "unreadable": (0, 0.0),
        "overlap": (22_523, 377_488.45),
        "missing customer": (235_287, 2_566_093.08),
        "missing date": (0, 0.0),
        "cancelled": (18_446, -1_087_882.14),
        "quantity <= 0": (0, 0.0),
        "price <= 0": (70, 0.0),
        "kept": (791_045, 17_431_551.18),
    }
    assert len(facts.customers) == 5_878
    assert dict(facts.customers.segment.value_counts()) == {
        "Champions": 800, "Loyal": 1_077, "Potential Loyalist": 703, "New": 71, "Promising": 162, "Need Attention": 288,
        "About to Sleep": 425, "At Risk": 644, "Can't Lose Them": 64, "Hibernating": 1_644,
    }  # fmt: skip


async def test_01_how_much_money_did_cancellations_take(engine: LastingEngine, facts: Facts) -> None:
    async with task(engine, most_keys=1) as doing:
        await doing.press("2")
        rows, amount = facts.ledger["cancelled"]
        await doing.sees("cancelled")
        line = next(line for line in screen_text(doing.pilot).splitlines() if " cancelled" in line)
        assert f"{rows:,} " in line
        assert line.endswith(money(amount))


async def test_02_how_many_rows_have_no_customer(engine: LastingEngine, facts: Facts) -> None:
    async with task(engine, most_keys=2) as doing:
        # In the ledger: those that no rule above took.
        await doing.press("2")
        await doing.sees(f"missing customer {facts.ledger['missing customer'][0]:,}")
        # In the source, before any rule: the first line of the columns.
        await doing.press("left_square_bracket")
        await doing.sees("customer before")
        missing = 243_007 if IS_REAL else missing_customers()
        await doing.until(lambda: f"{missing:,}" in doing.cursor_line().split(), "how many are missing")


async def test_03_the_ten_best_customers_of_germany_as_a_csv(
    engine: LastingEngine, facts: Facts, in_a_folder: Path
) -> None:
    async with task(engine, most_keys=40) as doing:
        await doing.press("3", "f")
        await doing.type("country=Germany")
        await doing.press("enter")
        await doing.sees(f"{len(facts.germans)} of {len(facts.customers):,} customers")
        await doing.press(*["right"] * 5, "s")
        await doing.sees("Monetary▼")
        await doing.until(lambda: doing.cursor_line().startswith(facts.germans.customer_id.iloc[0]))
        await doing.press(*["space"] * 10)
        await doing.sees("10 selected")
        await doing.press("e")
        await doing.sees("Export 10 rows")
        await doing.press("enter")
        await doing.sees("Wrote 10 rows to")
    assert ids(in_a_folder / "customers.csv") == list(facts.germans.customer_id[:10])


async def test_04_who_was_high_a_year_before_the_end_and_is_low_now(
    engine: LastingEngine, facts: Facts
) -> None:
    # In the sample nobody fell so deep.
    to_tier = "Low" if IS_REAL else "Medium"
    wanted = facts.slipped(to_tier)
    async with task(engine, most_keys=16) as doing:
        # Three months before are offered, and each [ is a quarter.
        await doing.press("3", "c", *["left_square_bracket"] * 3)
        await doing.sees(f"{facts.as_of - pd.DateOffset(years=1):%Y-%m-%d}")
        await doing.press("enter")
        await doing.until(lambda: doing.app.earlier is not None, "what it is compared with")
        await doing.press("left_square_bracket")
        await doing.sees("Tier then")
        await doing.press("tab", "tab")
        await doing.down_to(f"{'High':<16}{to_tier}")
        assert doing.cursor_line().split()[-1] == str(len(wanted))
        await doing.press("enter")
        await doing.sees(f"{len(wanted)} customers: High then, {to_tier} now.")
        grid = doing.view.grid
        await doing.until(lambda: grid.rows == len(wanted) and grid.row_at(len(wanted) - 1) is not None)
        assert {grid.row_at(place)[0] for place in range(grid.rows)} == wanted


async def test_05_why_is_12346_cant_lose_them_and_what_do_they_net(
    engine: LastingEngine, facts: Facts
) -> None:
    who = facts.customers[facts.customers.segment == "Can't Lose Them"].iloc[0]
    assert not IS_REAL or (who.customer_id, float(who.net)) == ("12346", -64.68)
    async with task(engine, most_keys=11) as doing:
        await doing.press("3", "slash")
        await doing.type(who.customer_id)
        await doing.press("enter")
        await doing.until(lambda: doing.cursor_line().startswith(who.customer_id), "the customer")
        await doing.press("enter")
        await doing.sees(f"Customer {who.customer_id} Can't Lose Them, tier {who.tier}")
        await doing.sees(f"Net {money(float(who.net))}")
        await doing.press("pagedown", "pagedown")
        await doing.sees(f"Can't Lose Them: r1-2 f5 m any; here r{who.r} f{who.f} m{who.m}.")


async def test_06_a_mailing_list_of_at_risk(engine: LastingEngine, facts: Facts, in_a_folder: Path) -> None:
    async with task(engine, most_keys=11) as doing:
        await doing.press("4")
        await doing.down_to("At Risk")
        await doing.press("m")
        await doing.sees("Mailing list of At Risk")
        await doing.press("enter")
        await doing.sees("customers to")
    wanted = facts.customers[facts.customers.segment == "At Risk"].customer_id
    assert sorted(ids(in_a_folder / "at-risk.csv")) == sorted(wanted)


async def test_07_the_overlap_rule_off_and_back(engine: LastingEngine, facts: Facts) -> None:
    kept = facts.ledger["kept"][0]
    assert facts.without_overlap > kept
    async with task(engine, most_keys=6) as doing:
        await doing.press("2")
        await doing.sees(f"{kept:,} of")
        await doing.down_to("overlap")
        await doing.press("space")
        await doing.has_run()
        await doing.sees(f"{facts.without_overlap:,} of")
        await doing.until(lambda: doing.cursor_line().split()[:2] == ["overlap", "off"])
        await doing.press("u")
        await doing.has_run()
        await doing.sees(f"{kept:,} of")
        await doing.until(lambda: doing.cursor_line().split()[:2] == ["overlap", "on"])


async def test_08_a_segment_of_ones_own_and_whom_it_holds(engine: LastingEngine, facts: Facts) -> None:
    stars = facts.customers[(facts.customers.r == 5) & (facts.customers.f == 5)]
    async with task(engine, most_keys=21) as doing:
        await doing.press("4", "left_square_bracket")
        await doing.sees("Scores that belong to it")
        await doing.press("plus")
        await doing.type("Stars")
        await doing.press("enter")
        # Its scores are asked for; the best corner of the grid below is quicker than typing them.
        await doing.sees("Scores of Stars")
        await doing.press("escape")
        await doing.until(lambda: "Stars" in doing.cursor_line().split(), "the new name")
        await doing.press("tab", "end", "enter")
        await doing.sees("r5 f5 now belongs to Stars")
        await doing.sees("This is a map")
        await doing.press("shift+tab", "p")
        await doing.has_run()
        await doing.press("right_square_bracket")
        await doing.sees_line("Stars")
        await doing.down_to("Stars")
        assert f"{len(stars):,}" in doing.cursor_line().split()
        await doing.press("enter")
        await doing.sees(f"{len(stars):,} of {len(facts.customers):,} customers")
        await doing.until(doing.cursor_line, "the first of them")
        assert doing.cursor_line().split()[0] in set(stars.customer_id)


async def test_09_which_column_is_the_customer_and_why(engine: LastingEngine) -> None:
    async with task(engine, most_keys=8) as doing:
        await doing.sees("customer")
        while doing.view.rows_part is None or doing.view.rows_part.column is None:
            await doing.pilot.pause()
        while "plays customer" not in screen_text(doing.pilot):
            before = doing.view.rows_part.column
            await doing.press("right")
            await doing.until(lambda before=before: doing.view.rows_part.column is not before, "next")
            await doing.until(lambda: doing.view.rows_part.detail is not None, "its profile")
        await doing.press("p")
        await doing.sees('Why customer: its name means "customer id"')
        await doing.sees("Runner-up: none, no other column came near.")


async def test_10_which_month_sold_most(engine: LastingEngine, facts: Facts) -> None:
    by_month = facts.orders.groupby(facts.orders.first_at.dt.strftime("%Y-%m")).amount.sum()
    async with task(engine, most_keys=3) as doing:
        await doing.press("2", "right_square_bracket", "right_square_bracket")
        await doing.sees(f"Most was sold in {by_month.idxmax()} ({money(by_month.max())})")


async def test_11_what_share_of_revenue_the_best_tenth_brings(engine: LastingEngine, facts: Facts) -> None:
    best = facts.customers.monetary.astype(float).sort_values(ascending=False)
    tenth = best[: -(-len(best) // 10)].sum() / best.sum()
    async with task(engine, most_keys=3) as doing:
        await doing.press("4", "right_square_bracket", "right_square_bracket")
        await doing.sees(f"10 %: {100 * tenth:.1f} %")


async def test_12_how_many_have_r_from_4_and_more_than_500(engine: LastingEngine, facts: Facts) -> None:
    wanted = facts.customers[(facts.customers.r >= 4) & (facts.customers.monetary > 500)]
    async with task(engine, most_keys=24) as doing:
        await doing.press("3", "f")
        await doing.type("r>=4 and monetary>500")
        await doing.sees(f"Keeps {len(wanted):,} rows.")
        await doing.press("enter")
        await doing.sees(f"{len(wanted):,} of {len(facts.customers):,} customers")


async def test_13_how_many_customers_a_month_earlier(engine: LastingEngine, facts: Facts) -> None:
    async with task(engine, most_keys=1) as doing:
        await doing.press("comma")
        await doing.has_run()
        await doing.sees(f"{len(facts.month_before):,} customers")
        await doing.sees(f"{facts.as_of - pd.DateOffset(months=1):%Y-%m-%d}")


async def test_14_the_median_recency_of_champions(engine: LastingEngine, facts: Facts) -> None:
    recency = facts.customers[facts.customers.segment == "Champions"].recency.median()
    async with task(engine, most_keys=8) as doing:
        await doing.press("4")
        await doing.sees(f"Champions are {(facts.customers.segment == 'Champions').sum():,} customers")
        await doing.sees(f"half of them last bought at most {recency:.0f} days ago")
        # The column says so of all segments at once.
        await doing.press(*["right"] * 7)
        await doing.sees("R med.")
        header = next(line for line in screen_text(doing.pilot).splitlines() if "R med." in line)
        end = header.index("R med.") + len("R med.")
        line = next(line for line in screen_text(doing.pilot).splitlines() if line.startswith(">Champions"))
        assert line[end - 6 : end].strip() == f"{recency:g}"


async def test_15_the_rows_behind_price_up_to_0(engine: LastingEngine, facts: Facts) -> None:
    rows = facts.ledger["price <= 0"][0]
    async with task(engine, most_keys=10) as doing:
        await doing.press("2")
        await doing.down_to("price <= 0")
        await doing.press("r")
        await doing.sees("price <= 0: a price or amount that is zero, negative or missing.")
        await doing.sees(f"row 1 of {rows}")


async def test_16_the_recipe_run_elsewhere_gives_the_same_bytes(
    engine: LastingEngine, in_a_folder: Path
) -> None:
    # Of the sample: the source is read once more.
    async with task(engine, most_keys=10, source=SAMPLE) as doing:
        await doing.press("2")
        await doing.down_to("overlap")
        await doing.press("space")
        await doing.has_run()
        await doing.press("w")
        await doing.sees("Write the recipe")
        await doing.press("enter")
        await doing.sees(f"Wrote {in_a_folder}")
        await doing.press("3", "e")
        await doing.sees("Export")
        await doing.press("enter")
        await doing.sees("rows to")
    # In a workspace of its own, where nothing is kept yet.
    assert main(["run", f"{SAMPLE.stem}.toml", "--format", "csv", "--out", "again", "--quiet"]) == 0
    assert Path("again/customers.csv").read_bytes() == Path("customers.csv").read_bytes()


async def test_17_copy_the_row_of_a_customer(engine: LastingEngine, facts: Facts, tmp_path: Path) -> None:
    who = facts.customers.iloc[2]
    async with task(engine, most_keys=4) as doing:
        await doing.press("3")
        await doing.down_to(who.customer_id)
        await doing.press("y")
        await doing.sees("Sent 2 lines to the terminal's clipboard")
    header, row = (
        line.split("\t") for line in (tmp_path / "state/regulars/copied.txt").read_text().splitlines()
    )
    copied = dict(zip(header, row, strict=True))
    assert copied["Customer"] == who.customer_id
    assert copied["Segment"] == who.segment
    assert copied["Monetary"].replace(",", "") == f"{who.monetary:.2f}"


async def test_18_find_a_customer_by_searching(engine: LastingEngine, facts: Facts) -> None:
    who = facts.customers[facts.customers.customer_id == "17850"]
    found = who.iloc[0] if IS_REAL else facts.customers.iloc[-5]
    async with task(engine, most_keys=8) as doing:
        await doing.press("3", "slash")
        await doing.type(found.customer_id)
        await doing.press("enter")
        await doing.until(lambda: doing.cursor_line().startswith(found.customer_id), "the customer")
        place = list(facts.customers.customer_id).index(found.customer_id) + 1
        await doing.sees(f"row {place:,} of {len(facts.customers):,}")


async def test_19_what_would_take_a_customer_to_a_better_segment(engine: LastingEngine, facts: Facts) -> None:
    loyal = facts.customers[(facts.customers.segment == "Loyal") & (facts.customers.r == 4)].iloc[0]
    async with task(engine, most_keys=11) as doing:
        await doing.press("3", "slash")
        await doing.type(loyal.customer_id)
        await doing.press("enter")
        await doing.until(lambda: doing.cursor_line().startswith(loyal.customer_id), "the customer")
        await doing.press("enter")
        await doing.until(lambda: doing.view.query_one(CardPane).steps is not None, "the card")
        await doing.press("pagedown", "pagedown")
        await doing.sees("What would take them further")
        # Who is Loyal with r4 lacks nothing but a purchase of today.
        await doing.sees("- One order")
        await doing.sees(": Champions")


async def test_20_which_weekday_and_hour_sells_most(engine: LastingEngine, facts: Facts) -> None:
    begun = facts.orders.sort_values("first_at").groupby("order_id")
    orders = begun.agg(at=("first_at", "min"), amount=("amount", "sum"))
    by_hour = orders.groupby([orders["at"].dt.strftime("%a"), orders["at"].dt.hour]).amount.agg(
        ["sum", "size"]
    )
    (day, hour), best = by_hour["sum"].idxmax(), by_hour.loc[by_hour["sum"].idxmax()]
    async with task(engine, most_keys=4) as doing:
        await doing.press("2", *["right_square_bracket"] * 3)
        await doing.sees(
            f"Most: {day} {hour}:00 to {hour}:59, {int(best['size']):,} orders, {money(best['sum'])}."
        )
