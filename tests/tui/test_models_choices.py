"""The screen Models: charts that compare two models, what is chosen, what is judged when, and what is said where nothing can be."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from core.remote import classifying
from tests.test_imports import HEAVY, modules_after
from tests.tui.judged import ask, judged, patience, recipe  # noqa: F401
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.widgets.chart import Chart
from tui.widgets.grid import Grid

COLUMNS = "customer_id,order_id,order_date,quantity,price\n"


async def test_charts_compare_two_models_and_show_a_class(engine: LastingEngine) -> None:
    async with story(engine, recipe=recipe(), size=(120, 40)) as told:
        await told.press("6")
        await ask(told, "tier")
        await told.press("down", "m", "up")
        assert told.view.shown.marked == "logistic"
        assert (told.view.shown.model, told.view.shown.other) == ("knn", "logistic")
        part = await told.go_to_part("charts")
        await told.sees("k-NN beside logistic regression")
        await told.sees("The mean of all classes.")
        await told.sees("ROC (repeats a rule)")
        await told.sees("Drawn of one class: K chooses it.")
        await told.press("K")
        mine, other = (
            told.view.shown.models[name].record["auc_by_class"]["High"] for name in told.view.shown.compared
        )
        await told.sees(f"High against the rest. AUC {mine:.3f} beside {other:.3f}.")
        await told.sees("Calibration (repeats a rule)")
        assert all(chart.copied().strip() for chart in part.query(Chart))
        await told.press("left_square_bracket", "down", "m")
        assert told.view.shown.marked == ""


async def test_charts_stand_below_the_table_where_there_is_room(engine: LastingEngine) -> None:
    async with story(engine, recipe=recipe(), size=(120, 40)) as told:
        await told.press("6")
        await ask(told, "tier")
        await told.sees("The mean of all classes. AUC")
        await told.sees("ROC (repeats a rule)")
        before = told.view.parts.widget.charts.copied()
        await told.press("down")
        await told.until(
            lambda: told.view.parts.widget.charts.copied() != before, "the charts of the next model"
        )
        await told.press("K", "b")
        await told.sees("High against the rest.")
        await told.sees("Gain: best 20 % hold")
        await told.resize(80, 24)
        await told.until(lambda: "High against the rest." not in screen_text(told.pilot))
        await told.press("b")
        await told.sees("That is for the parts Charts and Inside")


async def test_two_charts_at_a_time_where_there_is_room_for_no_more(engine: LastingEngine) -> None:
    async with story(engine, recipe=recipe()) as told:
        await told.press("6")
        await judged(told, "buys again")
        await told.go_to_part("charts")
        await told.sees("Precision by recall")
        assert "Calibration" not in screen_text(told.pilot)
        await told.press("b")
        await told.sees("Calibration")
        assert "Precision by recall" not in screen_text(told.pilot)
        await told.go_to_part("inside")
        await told.press("b")
        await told.sees("Neighbours asked (k)")
        await told.press("plus", "plus")
        await told.sees("by weight")


async def test_the_active_model_is_a_choice_of_the_recipe(engine: LastingEngine) -> None:
    async with story(engine, recipe=recipe()) as told:
        await told.press("6")
        await ask(told, "tier")
        calls = told.view.shown
        await told.press("enter")
        await judged(told, "tier")
        chosen = told.app.session.recipe.classifier
        assert (chosen.active, chosen.active_target) == ("knn", "tier")
        await told.sees("k-NN *")
        assert told.view.shown is not calls
        await told.press("C")
        await judged(told)
        assert told.app.opened is not None
        assert {"predicted", "predicted_chance"} <= set(told.app.opened.customer_columns)
        assert "on = true" in told.app.session.recipe.to_toml()
        await told.press("u", "u")
        await told.until(lambda: told.app.session.recipe.classifier.active == "logistic")
        await judged(told)
        assert told.app.session.recipe.classifier.active_target == "buys again"


async def test_models_come_one_by_one_and_the_rest_can_be_cancelled(engine: LastingEngine) -> None:
    many = recipe(models=["knn", "svm", "mlp", "forest"], seed=17, cut_offs=4, trees=900)
    async with story(engine, recipe=many) as told:
        await told.press("6")
        await told.until(lambda: told.view.shown is not None and told.view.shown.models, "the first model")
        assert "knn" in told.view.shown.models, "k-NN comes first"
        assert len(told.view.shown.models) < 7
        assert told.app.job is not None
        assert told.app.job.title == "judging models of 'buys again'"
        await told.press("x")
        await told.until(lambda: not told.view.is_judging and told.app.job is None, "the end")
        shown = len(told.view.shown.models)
        assert shown < 7
        await told.sees("Cancelled: judging models")
        await told.press("down", "r")
        await told.until(lambda: told.view.is_judging, "going on")
        # Another question leaves this one where it is.
        await told.press("T")
        await told.enter("tier")
        await told.until(
            lambda: told.view.shown is not None and told.view.shown.told.target == "tier", "the other target"
        )
        await told.press("x")
        # Looking at models leaves the table of the customers as it is.
        await told.press("3")
        await told.until(lambda: told.view.query_one(Grid).row is not None, "customers")
        assert told.view.query_one(Grid).size.height > 10


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([f"c{n},{n},2024-03-0{1 + n},1,5.00" for n in range(9)], "span 9 days"),
        (
            [
                f"c{n % 20},{n},{date(2023, 1, 1) + timedelta(days=4 * n)},1,{n % 7 + 1}.00"
                for n in range(120)
            ],
            "20 customers",
        ),
    ],
    ids=["horizon", "few"],
)
async def test_what_cannot_be_judged_is_said_in_place_of_the_table(
    engine: LastingEngine, tmp_path: Path, rows: list[str], said: str
) -> None:
    path = tmp_path / "shop.csv"
    path.write_text(COLUMNS + "\n".join(rows) + "\n")
    async with story(engine, path) as told:
        await told.press("6")
        await told.sees(said)
        shown = screen_text(told.pilot)
        assert "--set" not in shown
        assert "classifier." not in shown
        for name in ("charts", "confusion", "report", "inside", "history", "budget", "wrong"):
            await told.go_to_part(name)
            assert "Traceback" not in screen_text(told.pilot)
        await told.press("plus")
        await told.sees("There is no model yet.")


async def test_the_horizon_is_chosen_and_another_source_forgets_the_models(
    engine: LastingEngine, tmp_path: Path
) -> None:
    async with story(engine, recipe=recipe()) as told:
        await told.press("6")
        await judged(told, "buys again")
        await told.press("H")
        await told.enter("60")
        await told.until(lambda: told.app.session.recipe.classifier.horizon_days == 60)
        await judged(told)
        await told.sees("buys again, 60 days ahead")
        assert told.view.shown.models["knn"].record["cut_offs"][0]["cut_off"] == "2025-10-11"
        path = tmp_path / "other.csv"
        path.write_text(COLUMNS + "a,1,2024-01-01,1,5.00\n")
        told.app.open_source(str(path))
        await told.has_run()
        await told.sees("cannot be judged")
        assert told.view.shown is None


@pytest.mark.parametrize(
    "size",
    [(80, 24), pytest.param((200, 60), marks=pytest.mark.soak)],
    ids=lambda size: f"{size[0]}x{size[1]}",
)
async def test_every_part_has_room_and_no_colour_says_it_all(
    engine: LastingEngine, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with story(engine, recipe=recipe(), size=size) as told:
        await told.press("6")
        await ask(told, "tier")
        await told.sees("repeats a rule")
        for name in ("charts", "confusion", "report", "inside", "history", "budget", "wrong"):
            await told.go_to_part(name)
            await told.pilot.pause(0.2)
            shown = screen_text(told.pilot)
            assert "tier repeats a rule." in shown, name
            assert "needs" not in shown, name


async def test_nothing_is_asked_of_models_before_somebody_looks(
    engine: LastingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(classifying, "models", lambda *told: asked.append(told))
    async with story(engine, recipe=recipe()) as told:
        await told.press("2", "3")
        assert not asked


def test_the_screen_loads_none_of_the_libraries_of_the_engine() -> None:
    assert not modules_after("import tui.screens.models") & (HEAVY - {"rich", "textual"})
