"""The most common values of a column, before cleaning and after it, as a table with bars."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.tui.sixty import sales
from tests.tui.stories import story
from tests.tui.support import LastingEngine
from tui.screens.clean_columns import ColumnsPart
from tui.widgets.chart import Chart
from tui.widgets.grid import Grid


async def test_common_values_stand_below_each_other_with_counts_and_bars(
    engine: LastingEngine, source: Path
) -> None:
    countries = Counter(line[6] for line in sales()).most_common()
    async with story(engine, source) as told:
        await told.press("2")
        part = await told.go_to_part("columns")
        assert isinstance(part, ColumnsPart)
        await told.until(lambda: part.stats is not None)
        grid = part.query_one(Grid)
        await told.until(lambda: grid.row is not None)
        while not str(grid.value("column")).startswith("country"):
            await told.press("down")
        chart = part.query_one("#before", Chart)
        await told.until(lambda: "Country before" in chart.copied())
        lines = [line for line in chart.copied().splitlines() if "%" in line]
        longest = 0
        for line, (country, rows) in zip(lines, countries, strict=True):
            assert line.split()[0] == country
            assert line.split()[-3:] == [str(rows), f"{100 * rows / len(sales()):.1f}", "%"]
            longest = max(longest, line.count("█"))
        assert longest > 3
        assert lines[0].count("█") == longest
