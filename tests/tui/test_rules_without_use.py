"""Rules that find nothing to look at, rules that leave nobody, and rules whose choice has not been run yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.recipe import Recipe
from tests.tui.sixty import write_sales
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.clean_ledger import LedgerGrid
from tui.widgets.grid import Grid


@pytest.fixture
def plain_sales(tmp_path: Path) -> Path:
    """Sales without marks of cancellation, without products, in one file."""
    lines = ["date,customer,amount"]
    lines += [f"2024-{n % 12 + 1:02d}-{n % 27 + 1:02d},C{n % 30},{n % 7 + 1}.25" for n in range(200)]
    path = tmp_path / "plain.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def only_refunds(tmp_path: Path) -> Path:
    """A source of which no rule but `quantity <= 0` leaves anything out, and that leaves nothing."""
    path = tmp_path / "refunds.csv"
    path.write_text(
        "Invoice,InvoiceDate,Customer ID,StockCode,Quantity,Price\n"
        + "".join(f"51000{n},2024-01-0{n},1200{n},2100{n},-2,3.50\n" for n in range(1, 6))
    )
    return path


async def ledger_of(told: Story) -> LedgerGrid:
    await told.press("2")
    await told.until(lambda: told.view.query(LedgerGrid), "the ledger")
    ledger: LedgerGrid = told.view.query_one(LedgerGrid)
    await told.until(lambda: ledger.rows and ledger.has_focus, "the rules")
    return ledger


async def go_to_rule(told: Story, ledger: LedgerGrid, name: str) -> None:
    await told.press("home")
    while ledger.value("rule") != name:
        await told.press("down")


def row_of(ledger: Grid, name: str) -> dict[str, Any]:
    names = [column.name for column in ledger.source.columns]
    rows = [dict(zip(names, ledger.row_at(place), strict=True)) for place in range(ledger.rows)]
    return next(row for row in rows if row["rule"] == name)


# Nothing to look at


@pytest.mark.parametrize(
    ("rule", "setting", "reason"),
    [
        ("cancelled", "rules.cancelled", "no column of statuses"),
        ("overlap", "rules.overlap", "no second sheet or file"),
        ("not a product", "rules.not_a_product", "no column of products"),
    ],
)
async def test_a_rule_with_nothing_to_look_at_is_on_until_it_is_turned_off(
    engine: LastingEngine, plain_sales: Path, rule: str, setting: str, reason: str
) -> None:
    async with story(engine, plain_sales, size=(200, 50)) as told:
        ledger = await ledger_of(told)
        before = told.app.session.recipe
        await go_to_rule(told, ledger, rule)
        section, _, name = setting.partition(".")
        if getattr(getattr(before, section), name) in (False, "off"):
            assert row_of(ledger, rule)["state"] == "off"
            await told.press("space")
            await told.has_run()
            await told.until(lambda: row_of(ledger, rule)["state"] == "on", "on")
        row = row_of(ledger, rule)
        assert row["state"] == "on"
        assert row["rows"] is None
        assert reason in row["takes"]
        await told.sees(f"The rule {rule} is on and takes nothing")
        if rule != "overlap":
            await told.sees("name it: 1, then r on the column.")
        chosen = told.app.session.recipe
        await told.press("space")
        await told.has_run()
        await told.until(lambda: row_of(ledger, rule)["state"] == "off", "off")
        assert reason not in row_of(ledger, rule)["takes"]
        await told.press("space")
        await told.has_run()
        await told.until(lambda: row_of(ledger, rule)["state"] == "on", "on")
        assert told.app.session.recipe == chosen


async def test_a_rule_that_has_something_to_look_at_says_what_it_takes(
    engine: LastingEngine, tmp_path: Path
) -> None:
    async with story(engine, write_sales(tmp_path / "sales.csv"), size=(200, 50)) as told:
        ledger = await ledger_of(told)
        for name, state in (("cancelled", "on"), ("price <= 0", "on"), ("before", "off"), ("after", "off")):
            row = row_of(ledger, name)
            assert row["state"] == state
            assert not row["takes"].startswith("nothing")


# Nobody left


async def test_the_ledger_stands_where_the_rules_leave_nobody(
    engine: LastingEngine, only_refunds: Path
) -> None:
    async with story(engine, size=(120, 40)) as told:
        told.app.open_source(str(only_refunds))
        await told.sees("None of the 5 rows is left as a purchase")
        ledger = await ledger_of(told)
        taken = {row: row_of(ledger, row)["rows"] for row in ("rows in the source", "quantity <= 0", "kept")}
        assert taken == {"rows in the source": 5, "quantity <= 0": 5, "kept": 0}
        await go_to_rule(told, ledger, "quantity <= 0")
        await told.press("r")
        await told.sees("quantity <= 0: a quantity that is zero, negative or missing. 5 rows")
        await told.sees("510005")
        for screen in ("3", "4"):
            await told.press(screen)
            await told.sees("None of the 5 rows is left as a purchase")


async def test_a_rule_that_leaves_nobody_can_be_turned_off_there(
    engine: LastingEngine, only_refunds: Path
) -> None:
    async with story(engine, size=(120, 40)) as told:
        told.app.open_source(str(only_refunds))
        await told.sees("None of the 5 rows is left as a purchase")
        ledger = await ledger_of(told)
        await go_to_rule(told, ledger, "quantity <= 0")
        await told.press("space")
        await told.until(lambda: row_of(ledger, "quantity <= 0")["state"] == "off", "off")
        await told.press("space")
        await told.until(lambda: row_of(ledger, "quantity <= 0")["state"] == "on", "on again")
        assert told.app.session.recipe.rules.quantity is not False


async def test_a_choice_that_leaves_nobody_shows_what_it_took(engine: LastingEngine, tmp_path: Path) -> None:
    shop = write_sales(tmp_path / "sales.csv")
    async with story(engine, shop, size=(120, 40)) as told:
        rows = told.app.opened.report.rows  # type: ignore[union-attr]
        ledger = await ledger_of(told)
        told.app.set_values("after all", rules__before="2999-01-01")
        await told.sees("is left as a purchase")
        await told.until(lambda: row_of(ledger, "kept")["rows"] == 0, "the ledger of nobody")
        assert row_of(ledger, "before")["rows"] > 0
        await told.press("u")
        await told.has_run()
        await told.until(lambda: row_of(ledger, "kept")["rows"], "the ledger of before")
        assert row_of(ledger, "rows in the source")["rows"] == rows


# Not run yet


async def test_what_was_chosen_is_shown_at_once_as_not_run(
    engine: LastingEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with story(engine, write_sales(tmp_path / "sales.csv"), size=(120, 40)) as told:
        ledger = await ledger_of(told)
        await go_to_rule(told, ledger, "price <= 0")
        # A run that takes its time.
        with monkeypatch.context() as patch:
            patch.setattr(
                told.app, "run_recipe", lambda: [v.tell_why_nothing() for v in told.app._made_views]
            )
            await told.press("space")
            await told.until(lambda: row_of(ledger, "price <= 0")["state"] == "off ...", "what was chosen")
            await told.press("space")
            await told.until(lambda: row_of(ledger, "price <= 0")["state"] == "on", "what was chosen again")
            await told.press("space")
        told.app.run_recipe()
        await told.has_run()
        await told.until(lambda: row_of(ledger, "price <= 0")["state"] == "off", "what has been run")
        assert "off ..." not in screen_text(told.pilot)


async def test_a_choice_that_could_not_be_run_says_so(engine: LastingEngine, tmp_path: Path) -> None:
    recipe = Recipe.from_tables({"source": {"paths": [str(write_sales(tmp_path / "sales.csv"))]}})
    async with story(engine, recipe=recipe, size=(120, 40)) as told:
        ledger = await ledger_of(told)
        told.app.has_failed = True
        told.app.session.change(recipe.with_value("rules.price", "false"), "the rule price off")
        ledger.tell_what_is_chosen()
        await told.until(
            lambda: row_of(ledger, "price <= 0")["state"] == "off, not run", "that it was not run"
        )
