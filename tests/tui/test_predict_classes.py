"""Kept classifiers on the screen Predict: they say what the command line says, with every key anew."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cli.main import main
from core.models import shelf
from core.models.bundle import read_bundle
from core.models.kept import Model
from core.recipe import Recipe
from core.remote import asking
from core.study import Study
from tests.support.buyers import buyers, written
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.predict_classes import ClassesPane
from tui.text import per_cent
from tui.widgets.grid import Grid

JUDGED: dict[str, Any] = {
    "on": True,
    "targets": ["tier", "buys again"],
    "active": "forest",
    "horizon_days": 60,
    "trees": 12,
    "cut_offs": 1,
    "folds": 2,
    "models": ["tree"],
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("classes") / "shop.csv", buyers())


@pytest.fixture(scope="module")
def model(shop: Path) -> Path:
    from core.models.learning import model_of

    with Study(Recipe.from_tables({"classifier": JUDGED}), [shop]) as study:
        return model_of(study).save(shop.parent / "classes.model")


def recipe(path: Path) -> Recipe:
    return Recipe.from_tables({"source": {"paths": [str(path)]}, "classifier": JUDGED})


def pane(told: Story) -> ClassesPane:
    found: ClassesPane = told.view.live.query_one(ClassesPane)
    return found


async def on_predict(told: Story) -> None:
    await told.press("7")
    await told.until(lambda: told.view._has_learned and told.app.job is None, "what to predict by")
    await told.until(lambda: pane(told).said, "what classifiers say")


async def type_numbers(told: Story, *texts: str) -> None:
    for text in texts:
        await told.press("enter")
        await told.enter(text)
        await told.until(lambda: len(told.app.screen_stack) == 1)
        await told.press("down")


def said_by(capsys: pytest.CaptureFixture[str], *words: object) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(["predict", *map(str, words), "--json"]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["classifiers"]
    return found


def as_told(told: Story) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(json.dumps([one.to_dict() for one in pane(told).said]))
    return found


async def test_the_panel_says_what_the_command_says(
    engine: LastingEngine, shop: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = said_by(capsys, model, "--recency", 20, "--frequency", 4, "--monetary", 130)
    async with story(engine, recipe=recipe(shop), size=(120, 60)) as told:
        await on_predict(told)
        before = as_told(told)
        await type_numbers(told, "20", "4", "130")
        await told.until(lambda: as_told(told) == wanted, "what the command says")
        assert wanted != before
        tier, later = wanted
        for one in wanted:
            for name, chance in one["probabilities"].items():
                mark = ">" if name == one["class"] else " "
                await told.sees(f"{mark}{name}, {one['target']}")
                await told.sees(per_cent(chance))
        await told.sees("tier by random forest: repeats a rule")
        near, said = later["calibration"], " ".join(told.view.live.copied().split())
        for tenth in near["tenths"]:
            given = f"of {tenth['customers']} given {per_cent(tenth['said'])} on average {per_cent(tenth['came'])}"
            assert given in said
        assert "bought within 60 days" in said
        await told.sees(f"{len(later['assumed'])} numbers assumed, told below.")
        assert "Assumed, as of those most alike: " in pane(told).taken
        assert all(name in pane(told).taken for name in later["assumed"])
        assert set(later["assumed"]) >= {"tenure", "country"}
        assert not tier["assumed"]
        assert "country Norway" in told.view.live.copied()
        await told.sees("2 classifiers")


async def test_a_customer_who_is_taken_is_placed_as_the_run_placed_them(
    engine: LastingEngine, shop: Path
) -> None:
    with Study(Recipe.from_tables({"classifier": JUDGED}), [shop]) as study:
        customers = study.customers.to_pandas().set_index("customer_id")
    async with story(engine, recipe=recipe(shop), size=(120, 40)) as told:
        await on_predict(told)
        for customer_id in (
            str(customers.predicted_chance.idxmax()),
            str(customers.predicted_chance.idxmin()),
        ):
            await told.view.take_customer(customer_id)
            row: Any = customers.loc[customer_id]

            def is_said(row: Any = row) -> bool:
                later = as_told(told)[-1]
                chance = later["probabilities"]["yes"]
                return abs(chance - row.predicted_chance) < 1e-5 and later["class"] == row.predicted

            def is_own(whose: str = f"{customer_id}'s own: ") -> bool:
                return pane(told).taken.startswith(whose)

            await told.until(is_said, "what the run said")
            await told.until(is_own, "whose numbers these are")
        later = as_told(told)[-1]
        assert not later["assumed"]
        # What has a field is changed by it, and the rest stays theirs.
        start = later["probabilities"]["yes"]
        await told.press("home")
        await told.until(lambda: as_told(told)[-1]["probabilities"]["yes"] != start, "another chance")
        assert not as_told(told)[-1]["assumed"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_every_size_shows_the_bars(engine: LastingEngine, shop: Path, size: tuple[int, int]) -> None:
    async with story(engine, recipe=recipe(shop), size=size) as told:
        await on_predict(told)
        for one in as_told(told):
            await told.sees(f">{one['class']}, {one['target'][:4]}")
            await told.sees(per_cent(one["probabilities"][one["class"]]))
        assert all(len(line) <= size[0] for line in screen_text(told.pilot).splitlines())


async def test_in_ascii_a_mark_says_what_is_decided(
    engine: LastingEngine, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with story(engine, recipe=recipe(shop), size=(80, 24)) as told:
        told.app.symbols = "ascii"
        await on_predict(told)
        for one in as_told(told):
            await told.sees(f">{one['class']}, {one['target'][:4]}")
        chart = pane(told).query_one("#classes-chart")
        assert chart.copied().isascii()  # type: ignore[attr-defined]


async def test_a_model_that_is_loaded_needs_no_source(
    engine: LastingEngine, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = said_by(capsys, model, "--recency", 20, "--frequency", 4, "--monetary", 130)
    async with story(engine) as told:
        await told.press("7")
        await told.view.shelf.load_file(str(model))
        await told.until(lambda: pane(told).said, "what classifiers say")
        await type_numbers(told, "20", "4", "130")
        await told.until(lambda: as_told(told) == wanted, "what the command says")


async def test_a_file_is_scored_with_the_classes_in_its_sums(
    engine: LastingEngine, shop: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = said_by(capsys, model, shop)
    async with story(engine, recipe=recipe(shop), size=(120, 60)) as told:
        await on_predict(told)
        await told.press("b")
        await told.enter(str(shop))
        await told.until(lambda: told.app.job is None and told.view.parts.present == "batch")
        await told.until(lambda: told.view.parts.widget.found is not None, "the scored file")
        found = told.view.parts.widget.found.scored
        assert json.loads(json.dumps(found.to_dict()))["classifiers"] == wanted


def test_an_answer_takes_less_than_a_key(engine: LastingEngine, model: Path) -> None:
    """Of all eleven models an analyst keeps a few; the forest is among the slowest to ask."""
    kept = Model.load(model)
    key = engine.quick.plain(
        asking.teach, kept.classifiers, kept.recipe.classifier, kept.origin.as_of
    ).result(30)
    given = {"recency": 20.0, "frequency": 4.0, "monetary": 130.0}
    while engine.quick.plain(asking.heard, key, given, None).result(30).is_learning:
        pass
    took = []
    for recency in range(1, 30):
        began = time.perf_counter()
        engine.quick.plain(asking.heard, key, {**given, "recency": float(recency)}, None).result(30)
        took.append(time.perf_counter() - began)
    assert sorted(took)[len(took) // 2] < 0.05
    assert pd.Series(took).min() > 0


async def test_the_model_that_was_chosen_is_in_what_is_kept(
    engine: LastingEngine, shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody asked for columns in the customers (C), only for another active model and for a model in a file."""
    asked = {**JUDGED, "on": False, "models": ["tree", "bayes"], "active": "logistic"}
    unasked = Recipe.from_tables({"source": {"paths": [str(shop)]}, "classifier": asked})
    folder = tmp_path / "data" / "regulars" / "models"
    async with story(engine, recipe=unasked) as told:
        await told.press("7")
        await told.until(lambda: told.view._has_learned and told.app.job is None, "what to predict by")
        await told.press("m")
        await told.sees("no classifiers (on screen 6 Enter chooses one)")
        await told.enter("before")
        await told.until(lambda: (folder / "before.model").exists() and told.app.job is None)
        await told.press("6")
        await told.until(lambda: told.view.shown is not None and told.view.shown.told.is_done)
        await told.press("down", "enter")
        await told.has_run()
        await told.press("7")
        await told.until(lambda: told.view._has_learned and told.app.job is None, "what to predict by")
        await told.press("m")
        await told.sees("naive Bayes for tier, buys again")
        await told.enter("chosen")
        await told.until(lambda: (folder / "chosen.model").exists() and told.app.job is None)
        await told.sees("4 clusters (k-means), naive Bayes for tier, buys again.")
        assert told.app.opened is not None
        assert "predicted" not in told.app.opened.customer_columns
    assert not Model.load(folder / "before.model").classifiers
    wanted = tmp_path / "wanted.model"
    sets = [
        f"--set=classifier.{name}={json.dumps(value)}"
        for name, value in asked.items()
        if name not in ("on", "active")
    ]
    sets.append("--set=classifier.active=bayes")
    run = ["run", str(shop), "--with", "classifiers", *sets, "--save-model", str(wanted), "--quiet"]
    assert main(run) == 0
    customer = ("--recency", 20, "--frequency", 4, "--monetary", 130)
    said = said_by(capsys, folder / "chosen.model", *customer)
    assert [one["target"] for one in said] == ["tier", "buys again"]
    assert said == said_by(capsys, wanted, *customer)


async def test_the_list_says_of_each_model_what_it_holds_and_how_it_did(
    engine: LastingEngine, shop: Path, model: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "regulars" / "models"
    folder.mkdir(parents=True)
    (folder / "first.model").write_bytes(model.read_bytes())
    with Study(Recipe.from_tables({"clusters": {"k": 3}}), [shop]) as study:
        shelf.keep(study, str(folder / "second.model"), grouped=True, classified=False, overwrite=False)
    written, _ = read_bundle(model)
    async with story(engine, recipe=recipe(shop)) as told:
        await on_predict(told)
        part = await told.go_to_part("models")
        await told.until(lambda: part.under_cursor is not None)
        for one in ("first", "second"):
            at = next(number for number, shown in enumerate(part.shelf) if shown.name == one)
            part.query_one(Grid).move_to(at)
            await told.sees(f"{one}: learned from")
            await told.press("enter")
            await told.sees("in force")
            saved = part.shelf[at].saved
            await told.sees(f"{saved:%Y-%m-%d %H:%M}")
            if one == "second":
                await told.sees("No classifiers.")
                await told.sees("3 clusters (k-means) by recency, log frequency, log monetary, silhouette 0.")
                continue
            await told.sees("No clusters.")
            for kept in written["classifiers"]:
                said = kept["evaluation"]
                head = f"{kept['target']} by random forest ({said['question']}): AUC {said['auc']:.3f}. "
                await told.sees(head + said["verdict"])
