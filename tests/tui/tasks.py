"""An analyst at work on the real workbook or the sample: tasks whose keys are counted, and what is so, worked out by pandas."""

from __future__ import annotations

import csv
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.conftest import ROOT
from tests.tui.stories import SAMPLE, Story, story
from tests.tui.support import LastingEngine, screen_text

FOLDER = Path(os.environ.get("REGULARS_REAL_DATA", ROOT.parent / "shared" / "data"))
WORKBOOK = FOLDER / "online_retail_ii" / "online_retail_II.xlsx"
IS_REAL = WORKBOOK.is_file()
SOURCE = WORKBOOK if IS_REAL else SAMPLE


@dataclass(frozen=True)
class Facts:
    """What is so, worked out without the app."""

    customers: pd.DataFrame
    year_before: pd.DataFrame
    month_before: pd.DataFrame
    orders: pd.DataFrame
    """The kept ones."""
    ledger: dict[str, tuple[int, float]]
    without_overlap: int
    """Rows kept with the overlap rule off."""
    as_of: pd.Timestamp

    @property
    def germans(self) -> pd.DataFrame:
        """The customers of Germany, the best first."""
        found = self.customers[self.customers.country == "Germany"]
        return found.sort_values("monetary", ascending=False)

    def slipped(self, to_tier: str) -> set[str]:
        """Who was High a year before and is of another tier now."""
        both = self.year_before.merge(self.customers, on="customer_id", suffixes=("_then", "_now"))
        return set(both[(both.tier_then == "High") & (both.tier_now == to_tier)].customer_id)


@pytest.fixture(scope="module")
def facts(engine: LastingEngine) -> Facts:
    """They come from what the engine keeps, so that the workbook is opened once."""
    assert engine.cache is not None
    folder = engine.cache / "regulars"
    folder.mkdir(exist_ok=True)
    workspace = Workspace(folder, 10**10)

    def study(**settings: str) -> Study:
        recipe = Recipe().with_values([(key.replace("__", "."), value) for key, value in settings.items()])
        return Study(recipe, [SOURCE], workspace=workspace)

    with study() as now:
        as_of = pd.Timestamp(now.report.as_of)
        customers, orders = now.customers.to_pandas(), now.orders.to_pandas()
        ledger = {line.rule: (line.rows, line.amount or 0.0) for line in now.report.ledger}
    with study(customers__as_of=f"{as_of - pd.DateOffset(years=1):%Y-%m-%d}") as then:
        year_before = then.customers.to_pandas()
    with study(customers__as_of=f"{as_of - pd.DateOffset(months=1):%Y-%m-%d}") as then:
        month_before = then.customers.to_pandas()
    with study(rules__overlap="off") as other:
        without_overlap = other.report.kept
    return Facts(
        customers,
        year_before,
        month_before,
        orders[orders.bucket == "kept"],
        ledger,
        without_overlap,
        as_of,
    )


class Task(Story):
    """An analyst at work: every key is counted."""

    keys = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await super().press(*keys)

    async def type(self, text: str) -> None:
        """Type into the dialog that opens."""
        await self.until(lambda: self.app.screen.query("Entry"), "a dialog with a field")
        await self.press(*text)

    async def down_to(self, text: str) -> None:
        """Go down to the line that begins with a text, as an eye does that follows the cursor."""
        for _ in range(40):
            await self.until(self.cursor_line, "a cursor")
            if self.cursor_line().startswith(text):
                return
            await self.press("down")
        raise AssertionError(f"no line begins with {text!r}:\n{screen_text(self.pilot)}")

    async def sees_line(self, text: str) -> None:
        """Wait until a line begins with a text, so that nobody walks down a table that is about to change."""

        def is_there() -> bool:
            return any(
                line.removeprefix(">").strip().startswith(text)
                for line in screen_text(self.pilot).splitlines()
            )

        await self.until(is_there, f"a line that begins with {text!r}")

    def cursor_line(self) -> str:
        """The line that the cursor is on, without its mark; empty while it is on its way."""
        lines = screen_text(self.pilot).splitlines()
        found = next((line[1:].strip() for line in lines if line.startswith(">")), "")
        return "" if found == "…" else found

    async def does_not_see(self, text: str) -> None:
        """Wait until a text is not on the screen any more."""
        await self.until(lambda: text not in screen_text(self.pilot), f"no {text!r}")


@asynccontextmanager
async def task(engine: LastingEngine, most_keys: int, source: Path = SOURCE) -> AsyncIterator[Task]:
    """The app on the source at 80 by 24, for a task that may take so many keys."""
    async with story(engine, source) as told:
        doing = Task(told.app, told.pilot)
        yield doing
        assert doing.keys <= most_keys, f"{doing.keys} keys, where {most_keys} are enough"


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files are written where the app was started."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def money(amount: float) -> str:
    return f"{amount:,.2f}"


def ids(path: Path) -> list[str]:
    with path.open(newline="") as file:
        return [row["customer_id"] for row in csv.DictReader(file)]


def missing_customers() -> int:
    """The rows of the sample without a customer, as a spreadsheet program counts them."""
    sheets = pd.read_excel(SAMPLE, sheet_name=None, dtype=str)
    return sum(int(sheet["Customer ID"].isna().sum()) for sheet in sheets.values())
