"""The screen Clusters where customers are few, alike, or lack something: a sentence, and all else works."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import RegularsError
from core.recipe import Recipe
from core.remote import grouping
from core.study import Study
from tests.core.test_clusters_few import LACKING, SOME_LACK
from tests.tui import support
from tests.tui.groups import ALIKE, COLUMNS, TWO_KINDS, grouped
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.widgets.grid import Grid


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty resamples of nine numbers of groups take a while on a busy machine."""
    monkeypatch.setattr(support, "DEADLINE_S", 60.0)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["a,1,2024-01-02,1,5.00"], "There is one customer, so no groups can be told apart."),
        (ALIKE, "All 6 customers are alike"),
        (TWO_KINDS, "there are only 2 different customers"),
        (
            ["a,1,2024-01-02,1", "b,2,2024-03-02,1", "c,3,2024-03-02,4"],
            "there are only 2 different customers",
        ),
    ],
)
async def test_where_there_are_no_groups_a_sentence_says_why_and_all_else_works(
    engine: LastingEngine, tmp_path: Path, rows: list[str], sentence: str
) -> None:
    path = tmp_path / "few.csv"
    header = COLUMNS if rows[0].count(",") == 4 else COLUMNS.replace(",price", "")
    path.write_text(header + "".join(f"{row}\n" for row in rows))
    async with story(engine, path) as told:
        await told.press("5")
        await told.sees(sentence)
        assert "--" not in screen_text(told.pilot), "an option of the command line"
        for part in ("criteria", "map", "profile", "crossed"):
            await told.go_to_part(part)
            await told.sees(sentence)
        await told.press("R")
        await told.sees("There are no groups.")
        await told.press("4")
        await told.until(lambda: told.view.query_one(Grid).rows)


async def test_what_is_constant_is_said_and_two_groups_are_made_of_two_kinds(
    engine: LastingEngine, tmp_path: Path
) -> None:
    path = tmp_path / "two.csv"
    path.write_text(COLUMNS + "".join(f"{row}\n" for row in TWO_KINDS))
    recipe = Recipe.from_tables({"source": {"paths": [str(path)]}, "clusters": {"k": 2}})
    async with story(engine, recipe=recipe) as told:
        await told.press("5")
        await grouped(told)
        assert sorted(line.customers for line in told.view.grouped.tables.lines) == [4, 5]
        await told.sees("the same for everybody")
        for part, seen in (
            ("criteria", "too few different customers"),
            ("map", "100.0 % of all differences"),
            ("profile", "recency"),
            ("crossed", "Champions"),
        ):
            await told.go_to_part(part)
            await told.sees(seen)


async def test_fewer_groups_are_a_key_away_where_there_are_too_many(
    engine: LastingEngine, tmp_path: Path
) -> None:
    path = tmp_path / "two.csv"
    path.write_text(COLUMNS + "".join(f"{row}\n" for row in TWO_KINDS))
    async with story(engine, path) as told:
        await told.press("5")
        await told.sees("`clusters.k` is 4")
        await told.press("minus")
        await told.sees("`clusters.k` is 3")
        await told.press("minus")
        await grouped(told)
        assert sorted(line.customers for line in told.view.grouped.tables.lines) == [4, 5]


async def test_who_lacks_a_feature_is_in_no_group_on_every_part(
    engine: LastingEngine, tmp_path: Path
) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("customer_id,recency,frequency,monetary\n" + "".join(f"{row}\n" for row in SOME_LACK))
    async with story(engine, path) as told:
        await told.press("5")
        await grouped(told)
        await told.sees(f"In no group                 {len(LACKING)}")
        part = await told.go_to_part("map")
        await told.until(lambda: part.found is not None)
        assert sum(cell.customers for cell in part.found.cells) == len(SOME_LACK) - len(LACKING)
        await told.go_to_part("crossed")
        await told.sees("In no group")
        await told.press("end", *["down"] * 12, "enter")
        await told.comes_to("customers")
        customers = told.view.query_one(Grid)
        await told.until(lambda: customers.rows and customers.order.filter)
        assert customers.order.filter == 'cluster is empty and tier = "Low"'


def test_no_groups_are_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(COLUMNS + "a,1,2024-01-02,1,5.00\n")
    with Study(Recipe(), [path]) as study:
        found = grouping.groups(study)
        assert isinstance(found, grouping.NoGroups)
        assert "There is one customer" in found.what
        with pytest.raises(RegularsError):
            study.clusters.tables  # noqa: B018
