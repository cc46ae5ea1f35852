"""A shop of sixty customers, whom plain Python can tell apart, and the words of the stories about them."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

from core.recipe import Recipe
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine
from tui.screens.customers_table import CustomersGrid

COUNTRIES = ("Germany", "France", "Norway")
Line = tuple[str, str, str, str, int, str, str]


def sales() -> list[Line]:
    """Orders of 60 customers: id, day, customer, product, quantity, price, country."""
    lines: list[Line] = []
    for number in range(60):
        customer, country = f"K{number:03}", COUNTRIES[number % 3]
        for order in range(1 + number % 7):
            day = date(2025, 1, 1) + timedelta(days=(number * 11 + order * 37) % 330)
            lines.append(
                (f"{1000 + number * 10 + order}", f"{day}", customer, f"P{(number + order) % 9}", 1 + number % 4,
                 f"{3 + number * 1.5:.2f}", country)
            )  # fmt: skip
    # The first order of K005 comes back, nearly all of what K012 bought too.
    lines.append(("C1050", "2025-11-20", "K005", "P5", -2, "10.50", "Germany"))
    lines.append(("C1120", "2025-11-21", "K012", "P3", -5, "19.00", "Germany"))
    return lines


def write_sales(path: Path) -> Path:
    """The sales as a file."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["Invoice", "InvoiceDate", "Customer ID", "StockCode", "Quantity", "Price", "Country"]
        )
        writer.writerows(sales())
    return path


def recipe_of(path: Path, as_of: str = "") -> Recipe:
    return Recipe.from_tables(
        {"source": {"paths": [str(path)]}, "customers": {"as_of": as_of} if as_of else {}}
    )


@asynccontextmanager
async def customers(
    engine: LastingEngine, source: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Story, CustomersGrid]]:
    """The app at the table of customers."""
    async with story(engine, source, size=size) as told:
        await told.press("3")
        grid = told.view.grid
        await told.until(lambda: grid.row is not None, "the customers")
        yield told, grid


async def filter_by(told: Story, text: str) -> None:
    """Type a filter into its dialog."""
    await told.press("f")
    await told.enter(text)
    await told.until(lambda: told.view.grid.order.filter == text, "the filter")
