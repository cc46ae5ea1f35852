"""What models and groups add to the screens: how their columns and criteria are called, where a point lies, and what is written of them."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest

from core.clusters.tables import CRITERIA as RECOMMENDING
from core.clusters.words import CRITERION_NAMES
from core.recipe import Recipe
from core.remote.tables import export_few
from core.study import Study
from core.views.filter_words import UnreadableError, share_of
from core.views.filters import FilterError, read_filter
from core.views.headings import HEADINGS
from tests.support import four_kinds
from tests.support.buyers import buyers, written
from tests.tui.groups import grouped
from tests.tui.sixty import filter_by, recipe_of, write_sales
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.clean_ledger import LedgerGrid
from tui.screens.clusters_criteria import CRITERIA
from tui.screens.customers_table import CustomersGrid

JUDGED = {
    "on": True,
    "targets": ["buys again"],
    "horizon_days": 60,
    "cut_offs": 1,
    "features": ["recency", "frequency"],
}
shop = four_kinds.shop


# Predicted columns


async def test_what_a_model_says_has_headings_and_is_a_share_on_the_screen_and_in_filters(
    engine: LastingEngine, tmp_path: Path
) -> None:
    source = written(tmp_path / "buyers.csv", buyers())
    recipe = Recipe.from_tables({"source": {"paths": [str(source)]}, "classifier": JUDGED})
    with Study(recipe) as study:
        customers = study.customers.to_pandas()
    async with story(engine, recipe=recipe, size=(200, 40)) as told:
        await told.press("3")
        grid = told.view.query_one(CustomersGrid)
        await told.until(lambda: grid.rows == len(customers))
        titles = {column.name: column for column in grid.source.columns}
        assert titles["predicted"].title == "Predicted"
        assert (titles["predicted_chance"].title, titles["predicted_chance"].kind) == ("Chance", "percent")
        assert titles["value_share"].kind == "percent"
        chances = customers.predicted_chance.astype(float)
        middle = round(float(chances.median()), 3)
        many = int((chances > middle).sum())
        assert 0 < many < len(customers)
        await filter_by(told, f"chance > {100 * middle:.1f} %")
        await told.until(lambda: grid.rows == many)
        await filter_by(told, f"predicted_chance <= {100 * middle:.1f}% and predicted = no")
        some = int(((chances <= middle) & (customers.predicted == "no")).sum())
        await told.until(lambda: grid.rows == some)
        await filter_by(told, "value share > 90 %")
        best = int((customers.value_share.astype(float) > 0.9).sum())
        await told.until(lambda: grid.rows == best)
        assert best


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("95 %", "0.95"),
        ("95%", "0.95"),
        ("0.95", "0.95"),
        ("0.5 %", "0.005"),
        ("-5 %", "-0.05"),
        ("100 %", "1"),
    ],
)
def test_a_share_is_written_in_per_cent_or_as_a_part_of_one(text: str, share: str) -> None:
    assert share_of(text) == Decimal(share)


@pytest.mark.parametrize("text", ["%", "much", "95 %%", "9 5 %", "95 per cent"])
def test_what_is_no_share_is_told_with_how_one_is_written(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        share_of(text)
    assert "95 %" in refused.value.cure


def test_only_shares_are_written_in_per_cent() -> None:
    kinds: dict[str, Any] = {"recency": "number", "value_share": "number"}
    assert read_filter("value_share between 5 % and 10 %", kinds, HEADINGS) is not None
    with pytest.raises(FilterError, match="a number"):
        read_filter("recency > 5 %", kinds, HEADINGS)


# Criteria


async def test_criteria_have_one_name_in_the_table_and_in_sentences(
    engine: LastingEngine, shop: Path
) -> None:
    assert tuple(CRITERION_NAMES) == RECOMMENDING
    titles = {one.name: one.title for one in CRITERIA}
    for name, called in CRITERION_NAMES.items():
        assert called.casefold().startswith(titles[name].casefold().removesuffix("."))
    recipe = Recipe.from_tables({"source": {"paths": [str(shop)]}, "clusters": {"on": True}})
    async with story(engine, recipe=recipe, size=(120, 40)) as told:
        await told.press("5")
        await grouped(told)
        part = await told.go_to_part("criteria")
        best = part.tables.recommended
        await told.sees("Calinski-Harabasz")
        sentence = part.copied()
        for name in best:
            assert CRITERION_NAMES[name] in sentence
        assert "davies-bouldin" not in sentence
        await told.press("K")
        await told.sees("says ")
        k = best["bic"]
        named = [CRITERION_NAMES[name] for name in RECOMMENDING if best.get(name) == k]
        await told.sees(f"says {', '.join(named)}"[:30])
        assert "davies-bouldin" not in screen_text(told.pilot)


# The plane


async def type_recency(told: Story, text: str) -> None:
    await told.press("enter")
    await told.enter(text)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_point_beyond_the_picture_is_said_to_lie_outside(
    engine: LastingEngine, shop: Path, size: tuple[int, int]
) -> None:
    recipe = Recipe.from_tables({"source": {"paths": [str(shop)]}, "clusters": {"on": True}})
    async with story(engine, recipe=recipe, size=size) as told:
        await told.press("7")
        await told.until(lambda: told.view._has_learned and told.app.job is None)
        await type_recency(told, "1000000000")
        part = await told.go_to_part("plane")
        groups = told.view.basis.model.groups
        # Recency alone moves the point along each direction, by what there is of it in that direction.
        across, up = (
            component.loadings[[one.name for one in groups.model.features].index("recency")]
            for component in groups.plane.components[:2]
        )
        side, height = "right" if across > 0 else "left", "upper" if up > 0 else "lower"
        await told.sees(
            f"The customer lies outside the picture, to the {height} {side}, and is drawn at its rim."
        )
        await told.sees("╳ outside")
        await told.sees("Beware: recency 1,000,000,000 lies outside")
        await told.press("left_square_bracket")
        await type_recency(told, "40")
        await told.go_to_part("plane")
        await told.until(lambda: part.here is not None and abs(part.here[0]) < 100)
        await told.until(lambda: "outside" not in screen_text(told.pilot))


# Exports


async def exported(told: Story, target: Path) -> pd.DataFrame:
    await told.press("e")
    await told.sees("CSV, Parquet or xlsx")
    await told.enter(str(target))
    await told.sees("Wrote ")
    await told.until(target.exists)
    reads = {".csv": pd.read_csv, ".parquet": pd.read_parquet, ".xlsx": pd.read_excel}
    # An empty text is nothing in a CSV and in a sheet.
    return reads[target.suffix](target).astype(object).replace("", None).fillna("")


async def test_a_small_table_is_written_in_every_format_with_the_same_figures(
    engine: LastingEngine, tmp_path: Path
) -> None:
    async with story(engine, recipe=recipe_of(write_sales(tmp_path / "sales.csv"))) as told:
        await told.press("2")
        await told.until(lambda: told.view.query_one(LedgerGrid).rows)
        found = [await exported(told, tmp_path / f"ledger.{kind}") for kind in ("csv", "parquet", "xlsx")]
        ledger = {line.rule: line.rows for line in told.app.opened.report.ledger}
        for table in found:
            assert list(table.columns) == list(found[0].columns)
            counts = dict(zip(table.iloc[:, 0], table["rows"], strict=True))
            assert {rule: counts[rule] for rule in ledger} == ledger
            pd.testing.assert_frame_equal(table, found[0], check_dtype=False)
        # A chart's figures go the same way.
        await told.go_to_part("countries")
        await told.sees("3 countries.")
        countries = [await exported(told, tmp_path / f"by.{kind}") for kind in ("csv", "xlsx")]
        pd.testing.assert_frame_equal(*countries, check_dtype=False)


def test_a_small_table_keeps_its_kinds(tmp_path: Path) -> None:
    names = ("name", "count", "share", "mixed", "day", "sure", "nothing")
    rows = [
        ('x, "y"', 1, 1, 7, date(2025, 1, 2), True, None),
        ("é", None, 2.5, "seven", date(2025, 2, 3), False, None),
    ]
    for kind in ("csv", "parquet", "xlsx"):
        path = tmp_path / f"few.{kind}"
        assert export_few(names, rows, str(path), kind, False).rows == 2  # type: ignore[arg-type]
        with pytest.raises(Exception, match="already"):
            export_few(names, rows, str(path), kind, False)  # type: ignore[arg-type]
    with (tmp_path / "few.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [
            list(names),
            ['x, "y"', "1", "1", "7", "2025-01-02", "True", ""],
            ["é", "", "2.5", "seven", "2025-02-03", "False", ""],
        ]
    described = duckdb.connect().sql(f"DESCRIBE FROM '{tmp_path / 'few.parquet'}'").fetchall()
    kinds = ["VARCHAR", "BIGINT", "DOUBLE", "VARCHAR", "DATE", "BOOLEAN", "VARCHAR"]
    assert [(row[0], row[1]) for row in described] == list(zip(names, kinds, strict=True))
    sheet = openpyxl.load_workbook(tmp_path / "few.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[3]][:4] == ["é", None, 2.5, "seven"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["few.csv", "few.parquet", "few.xlsx"]
