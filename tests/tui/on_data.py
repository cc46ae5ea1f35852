"""A shop to look into, and the words of the stories of the screen Data."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from textual.pilot import Pilot

from tests.tui.support import type_text
from tui.app import RegularsApp
from tui.screens.data import DataView
from tui.screens.data_rows import RowsPart
from tui.widgets.open_panel import PathEntry

LONG = "a_very_long_product_name " * 8
T = TypeVar("T")
Sale = tuple[str, str, str, str, str]


def sales(count: int = 240, seed: int = 1) -> list[Sale]:
    """Orders of two lines each: order, date, customer, price, note."""
    chance = random.Random(seed)
    rows = []
    for number in range(count):
        day = date(2024, 1, 1) + timedelta(days=number // 3)
        customer = f"C{chance.randint(1, 40):03}"
        price = f"{chance.randint(100, 9_999) / 100:.2f}"
        rows.append(
            (f"{seed}{number // 2:05}", day.isoformat(), customer, price, LONG if number == 0 else "ok")
        )
    return rows


def write_sales(path: Path, rows: list[Sale], header: str = "Order,Date,Customer,Price,Note") -> Path:
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n")
    return path


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write_sales(tmp_path / "shop.csv", sales())


def data_view(app: RegularsApp) -> DataView:
    view = app.query_one("DataView")
    assert isinstance(view, DataView)
    return view


def rows_part(app: RegularsApp) -> RowsPart:
    part = data_view(app).rows_part
    assert part is not None
    return part


def has_run(app: RegularsApp) -> bool:
    return app.opened is not None and not app.is_stale and app.job is None


def has_rows(app: RegularsApp) -> bool:
    part = data_view(app).rows_part
    return part is not None and part.raw is not None and part.grid.row is not None


def held(value: T | None) -> T:
    """What has come by now."""
    assert value is not None
    return value


async def type_path(pilot: Pilot[int], path: Path) -> None:
    """Type a path into the field that has the focus; its folder at once, since some are long."""
    entry = pilot.app.screen.query_one(PathEntry)
    entry.value = f"{path.parent}/"
    entry.cursor_position = len(entry.value)
    await type_text(pilot, path.name)


async def go_to_column(pilot: Pilot[int], app: RegularsApp, name: str) -> None:
    grid = rows_part(app).grid
    names = [column.name for column in grid.shown_columns]
    while grid.cursor_column != names.index(name):
        await pilot.press("right" if grid.cursor_column < names.index(name) else "left")
