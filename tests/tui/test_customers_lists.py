"""Mailing lists of customers: those selected, else those that the filter keeps."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from tests.tui.sixty import customers, filter_by, sales
from tests.tui.stories import Story
from tests.tui.support import LastingEngine


async def mailed(told: Story, target: Path, title: str) -> list[dict[str, str]]:
    """Write a mailing list, which the dialog calls this; its lines."""
    await told.press("m")
    await told.sees(title)
    await told.enter(str(target))
    await told.sees(f"to {target}")
    with target.open(newline="") as file:
        return list(csv.DictReader(file))


def spent(customer: str) -> Decimal:
    return sum(
        (quantity * Decimal(price) for _, _, who, _, quantity, price, _ in sales() if (who, quantity > 0) == (customer, True)),
        Decimal(),
    )  # fmt: skip


async def test_a_list_is_of_the_customers_that_the_filter_keeps(
    engine: LastingEngine, source: Path, tmp_path: Path
) -> None:
    norwegians = {line[2] for line in sales() if line[6] == "Norway"}
    async with customers(engine, source) as (told, _):
        await filter_by(told, "country = Norway")
        written = await mailed(told, tmp_path / "norway.csv", "Mailing list of 20 customers")
    assert sorted(row["customer_id"] for row in written) == sorted(norwegians)
    assert {row["customer_id"]: Decimal(row["monetary"]) for row in written} == {
        customer: spent(customer) for customer in norwegians
    }


async def test_a_list_is_of_the_customers_selected_in_whatever_order_they_stand(
    engine: LastingEngine, source: Path, tmp_path: Path
) -> None:
    by_money = sorted({line[2] for line in sales()}, key=lambda one: (-spent(one), one))
    async with customers(engine, source) as (told, grid):
        await filter_by(told, "country = Germany")
        # By money, the most first: the first and the third of the Germans.
        while grid.column.name != "monetary":
            await told.press("right")
        await told.press("s")
        await told.until(lambda: grid.order.sort == (("monetary", True),) and grid.row is not None)
        await told.press("space", "down", "space")
        written = await mailed(told, tmp_path / "two.csv", "Mailing list of 2 customers selected")
    germans = {line[2] for line in sales() if line[6] == "Germany"}
    best = [customer for customer in by_money if customer in germans]
    assert {row["customer_id"] for row in written} == {best[0], best[2]}


async def test_who_stays_selected_when_the_filter_goes_is_told(
    engine: LastingEngine, source: Path, tmp_path: Path
) -> None:
    async with customers(engine, source) as (told, grid):
        await filter_by(told, "country = Norway")
        await told.until(lambda: grid.row is not None)
        await told.press("end", "space", "F")
        await told.sees("1 customer is still selected; A selects nobody.")
        last = max(line[2] for line in sales() if line[6] == "Norway")
        written = await mailed(told, tmp_path / "one.csv", "Mailing list of 1 customer selected")
        assert [row["customer_id"] for row in written] == [last]
        await told.press("A")
        assert not grid.selected


async def test_without_a_choice_a_list_is_of_everybody(
    engine: LastingEngine, source: Path, tmp_path: Path
) -> None:
    async with customers(engine, source) as (told, _):
        written = await mailed(told, tmp_path / "all.csv", "Mailing list of 60 customers")
    assert sorted(row["customer_id"] for row in written) == sorted({line[2] for line in sales()})
