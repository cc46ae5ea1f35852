"""Models and files on the screen Predict: kept, listed, refused, and scored as the command line does it."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from cli.main import main
from core.models.kept import Model
from tests.tui import predicting
from tests.tui.predicting import GROUPED, leave, on_predict, recipe, said_by
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.predict_batch import BatchPart
from tui.screens.predict_models import ModelsPart
from tui.widgets.grid import Grid

shop, bare = predicting.shop, predicting.bare


async def test_a_model_kept_in_the_app_is_scored_by_the_command_line_and_deleted(
    engine: LastingEngine, shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "data" / "regulars" / "models" / "monday.model"
    async with story(engine, recipe=recipe(shop, **GROUPED), size=(120, 40)) as told:
        await on_predict(told)
        await told.press("m")
        await told.enter("mon/day")
        await told.sees("A model cannot be called 'mon/day'.")
        await leave(told)
        await told.press("m")
        await told.enter("monday")
        await told.until(lambda: kept.exists() and told.app.job is None)
        await told.sees(f"Kept in {kept}")
        found = told.view.found.to_dict()
        at = told.view.live.fields.values
        words = [f"--{name}={value:g}" for name, value in at.items()]
        taken = tmp_path / "taken.model"
        taken.write_bytes(kept.read_bytes())

        part = await told.go_to_part("models")
        await told.until(lambda: part.under_cursor is not None)
        await told.sees("monday: learned from")
        await told.press("enter")
        await told.sees("Predicts by monday now")
        assert told.view.basis is not told.view.own
        await told.go_to_part("plane")
        await told.sees("in a box")
        assert "only the middle" not in screen_text(told.pilot)
        await told.go_to_part("models")
        assert told.view.found.to_dict() == found
        await told.press("r")
        await told.until(lambda: told.view.basis is told.view.own)
        await told.press("d")
        await told.enter("no")
        await told.sees("Nothing was deleted.")
        await told.press("d")
        await told.enter("yes")
        await told.sees("Deleted monday.")
        assert not kept.exists()
    assert said_by(capsys, taken, *words) == found
    same = tmp_path / "same.model"
    assert main(["run", str(shop), "--with", "clusters", "--save-model", str(same), "--quiet"]) == 0
    assert same.read_bytes() == taken.read_bytes()


async def test_a_model_stays_when_another_source_is_opened(
    engine: LastingEngine, bare: Path, tmp_path: Path
) -> None:
    model = tmp_path / "shop.model"
    assert main(["run", str(bare), "--save-model", str(model), "--quiet"]) == 0
    other = tmp_path / "other.csv"
    other.write_text("customer,order,date,amount\na,1,2024-01-05,10\nb,2,2024-03-05,20\n")
    async with story(engine, bare) as told:
        await on_predict(told)
        await told.press("M")
        await told.enter(str(model))
        await told.sees("Predicts by shop now")
        learned_from = told.view.basis.model.origin.customers
        told.app.open_source(str(other))
        await told.until(lambda: told.app.opened is not None and told.app.opened.report.customers == 2)
        await told.press("1", "7")
        await told.sees(f"By the model shop: {learned_from} customers")
        await told.until(lambda: {one.customer_id for one in told.view.live.near} == {"a", "b"})


async def test_files_that_are_no_models_are_listed_with_the_reason_and_refused(
    engine: LastingEngine, bare: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "regulars" / "models"
    folder.mkdir(parents=True)
    (folder / "broken.model").write_bytes(b"PK\x03\x04 nothing")
    async with story(engine, bare, size=(120, 40)) as told:
        await on_predict(told)
        part = await told.go_to_part("models")
        assert isinstance(part, ModelsPart)
        await told.sees("cannot be read")
        await told.sees("is no model of regulars, or it is damaged")
        await told.press("enter")
        assert told.app.model is None
        await told.press("M")
        await told.enter(str(bare))
        await told.sees("is no model of regulars, or it is damaged")
        await told.press("M")
        await told.enter(str(tmp_path / "nowhere.model"))
        await told.sees("cannot be read: No such file")
        assert told.app.model is None


async def test_a_file_is_scored_as_the_command_line_does_it(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    model, scored = tmp_path / "shop.model", tmp_path / "scored.csv"
    assert main(["run", str(shop), "--with", "clusters", "--save-model", str(model), "--quiet"]) == 0
    tuesday = tmp_path / "tuesday.csv"
    lines = shop.read_text().splitlines()
    tuesday.write_text("\n".join([lines[0], *lines[1 : len(lines) * 2 // 3]]) + "\n")
    assert main(["predict", str(model), str(tuesday), "--out", str(scored), "--json"]) == 0
    wanted = pd.read_csv(scored, dtype=str)
    learned = Model.load(model)
    async with story(engine, shop, size=(120, 40)) as told:
        await on_predict(told, groups=None)
        await told.press("M")
        await told.enter(str(model))
        await told.sees("Predicts by shop now")
        await told.press("b")
        await told.enter(str(tuesday))
        await told.until(
            lambda: (part := told.view.parts.widget) and isinstance(part, BatchPart) and part.found
        )
        await told.sees(f"Scored {len(wanted)} customers; e writes them to a file.")
        part = told.view.parts.widget
        sums = {(row[0], row[1]): row[2:] for row in part.query_one("#sums", Grid).source.all_rows}
        for kind, column in (("tier", "tier"), ("segment", "segment"), ("cluster", "cluster_name")):
            counts = wanted[column].value_counts()
            for name in counts.index:
                here, share, *_ = sums[kind, name]
                assert (here, share) == (counts[name], counts[name] / len(wanted))
        for name, count in learned.standing["tier"].items():
            assert sums["tier", name][2] == count
        assert learned.groups is not None
        for one, size in zip(learned.groups.names, learned.groups.customers, strict=True):
            assert sums["cluster", one.name][2] == size
        await told.sees("Recency moved")
        target = tmp_path / "mine.csv"
        part.query_one("#scored", Grid).focus()
        await told.press("e")
        await told.enter(str(target))
        await told.until(target.exists)
        with target.open(newline="") as file:
            mine = list(csv.DictReader(file))
        assert [row["customer_id"] for row in mine] == list(wanted.customer_id)
        assert [row["segment"] for row in mine] == list(wanted.segment)
        assert [row["cluster_name"] for row in mine] == list(wanted.cluster_name)


async def test_a_file_that_cannot_be_scored_says_why(
    engine: LastingEngine, bare: Path, tmp_path: Path
) -> None:
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("colour,size\nred,1\nblue,2\n")
    async with story(engine, bare) as told:
        await on_predict(told)
        await told.press("b")
        await told.enter(str(nothing))
        await told.until(lambda: isinstance(told.view.parts.widget, BatchPart) and told.app.job is None)
        await told.until(lambda: screen_text(told.pilot).count("No file has been scored yet") == 1)
        assert told.view.parts.widget.found is None
        assert told.app.opened.report.customers > 2


async def test_an_empty_folder_of_models_is_told_once(
    engine: LastingEngine, bare: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "none"))
    async with story(engine, bare) as told:
        await on_predict(told)
        await told.go_to_part("models")
        await told.sees("No models are kept yet")
        assert "no rows" not in screen_text(told.pilot).casefold()
        await told.press("m")
        await told.enter("monday")
        await told.sees("monday: learned from")
