"""What a field, a dialog or a pane says while nothing has been decided yet: it is so, and it is all that is known."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from core.source.find import find_files
from core.workspace import Workspace
from tests.tui.sixty import write_sales
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.dialogs.as_of import AskDate
from tui.dialogs.read import Read
from tui.screens.clean_ledger import LedgerGrid
from tui.screens.data_reading import ask_reading
from tui.sources import completions, meaning, places, typed_paths
from tui.widgets.grid import Grid
from tui.widgets.line import Line


@pytest.fixture
def bracketed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shop [x]"
    folder.mkdir()
    for name in ("sales.csv", "more.csv"):
        (folder / name).write_text("a,b\n1,2\n")
    monkeypatch.chdir(folder)
    return folder


# Paths


def test_a_folder_with_brackets_in_its_name_is_gone_into(bracketed: Path) -> None:
    assert meaning(str(bracketed)).startswith("A folder")
    inside = places(f"{bracketed}/", None)
    assert [place.title for place in inside if place.kind == "file"] == ["more.csv", "sales.csv"]
    assert all(place.path != str(bracketed) for place in inside if place.kind == "file")


def test_a_name_being_typed_in_such_a_folder_is_no_pattern(bracketed: Path) -> None:
    for typed in ("sa", f"{bracketed}/sa"):
        assert completions(typed)
        assert [place.title for place in places(typed, None) if place.kind == "file"] == ["sales.csv"]
    assert [place.title for place in places(str(bracketed.parent / "shop ["), None)][1:] == ["shop [x]/"]


def test_a_pattern_in_such_a_folder_is_one_for_everybody(bracketed: Path, tmp_path: Path) -> None:
    (named,) = typed_paths("s*.csv")
    assert [file.shown for file in find_files([named], Workspace(tmp_path / "cache", 10**9))] == ["sales.csv"]
    assert meaning("*.csv").startswith("Opens 2 files")
    assert places("s*.csv", None)[0].title == "1 file matches"
    assert places("*.csv", None)[0].title == "2 files match"
    assert places("x*.csv", None)[0].title == "0 files match"


# Dates


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("3000-01-01", "That is 974 years after the last purchase."),
        ("2028-06-01", "That is 2 years after the last purchase."),
        ("2027-05-01", "That is 522 days after the last purchase."),
        ("2026-03-01", ""),
        ("2025-11-26", ""),
    ],
)
async def test_a_date_long_after_the_last_purchase_is_remarked_on(
    engine: LastingEngine, tmp_path: Path, typed: str, said: str
) -> None:
    async with story(engine, write_sales(tmp_path / "sales.csv")) as told:
        assert told.app.opened is not None
        assert told.app.opened.report.last.startswith("2025-11-25")
        await told.press("a")
        await told.until(lambda: isinstance(told.app.screen, AskDate), "the dialog")
        told.app.screen.query_one("Entry").value = typed  # type: ignore[attr-defined]
        meaning_line = told.app.screen.query_one("#meaning", Line)
        await told.until(lambda: str(meaning_line.render()) == said, said or "nothing")
        assert not meaning_line.has_class("wrong")


# Rows of a rule


async def test_escape_goes_back_from_the_rows_of_a_rule_to_the_ledger(
    engine: LastingEngine, tmp_path: Path
) -> None:
    async with story(engine, write_sales(tmp_path / "sales.csv")) as told:
        await told.press("2")
        await told.until(lambda: told.view.query(LedgerGrid), "the ledger")
        ledger = told.view.query_one(LedgerGrid)
        await told.until(lambda: ledger.rows and ledger.has_focus, "the rules")
        while not ledger.value("rows") or ledger.rule is None:
            await told.press("down")
        rule = ledger.value("rule")
        await told.press("r")
        await told.until(lambda: told.view.parts.present == "rows", "the rows")
        await told.until(lambda: told.view.parts.widget.query_one(Grid).has_focus, "rows to move in")
        await told.press("escape")
        await told.until(lambda: told.view.parts.present == "ledger" and ledger.has_focus, "the ledger")
        assert ledger.value("rule") == rule


# Reading and profile


async def test_how_a_parquet_file_is_read_is_said_in_whole_sentences(
    engine: LastingEngine, tmp_path: Path
) -> None:
    import duckdb

    source, path = write_sales(tmp_path / "sales.csv"), tmp_path / "sales.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (FROM read_csv('{source}')) TO '{path}' (FORMAT parquet)")
    async with story(engine, path, size=(120, 40)) as told:
        ask_reading(told.app, told.app.source_look.look)  # type: ignore[union-attr]
        await told.sees("Only text files leave it open.")
        assert "found out only" not in " ".join(screen_text(told.pilot).split())


async def test_the_profile_that_is_read_has_all_that_the_pane_has(
    engine: LastingEngine, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    cities = [("York", "Leeds", "Bath")[number % 3] for number in range(30_000)]
    path.write_text(
        "customer,date,amount,city\n"
        + "".join(
            f"C{n % 500},2024-{n % 12 + 1:02d}-01,{n % 9 + 1}.5,{city}\n" for n, city in enumerate(cities)
        )
    )
    async with story(engine, path, size=(120, 40)) as told:
        await told.until(
            lambda: told.view.rows_part is not None and told.view.rows_part.grid.rows, "the rows"
        )
        part = told.view.rows_part
        while part.column is None or part.column.name != "city":
            await told.press("right")
        told.view.details.clear()
        part.detail = None
        await told.press("p")
        await told.until(lambda: isinstance(told.app.screen, Read), "the profile")
        shown = " ".join(screen_text(told.pilot).split())
        assert "Rows 30,000" in shown
        assert "sample" not in told.app.screen._text.plain  # type: ignore[attr-defined]
        for city, count in Counter(cities).items():
            assert f"{city} {count:,}" in shown
