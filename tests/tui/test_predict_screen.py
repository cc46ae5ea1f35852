"""The screen Predict, as an analyst uses it."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA

from cli.main import main
from core.models.kept import Model
from core.recipe import Recipe
from core.study import Study
from tests.core.test_clusters import write_shop
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine, screen_text
from tui.charts import Bar, bar_chart
from tui.screens.customers_card import CardPane
from tui.screens.predict_batch import BatchPart
from tui.screens.predict_live import folded
from tui.screens.predict_models import ModelsPart
from tui.screens.predict_plane import STILL_LEARNING
from tui.text import per_cent
from tui.widgets.chart import Chart
from tui.widgets.grid import Grid

GROUPED = {"clusters": {"on": True}}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("predict") / "shop.csv"
    write_shop(path)
    return path


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop whose customers nobody groups."""
    path = tmp_path_factory.mktemp("predict") / "bare.csv"
    write_shop(path, seed=5)
    return path


@pytest.fixture(scope="module")
def bare_customers(bare: Path) -> pd.DataFrame:
    with Study(Recipe(), [bare]) as study:
        return study.customers.to_pandas().set_index("customer_id")


@pytest.fixture(scope="module")
def customers(shop: Path) -> pd.DataFrame:
    with Study(Recipe.from_tables(GROUPED), [shop]) as study:
        return study.customers.to_pandas().set_index("customer_id")


def recipe(path: Path, **sections: Any) -> Recipe:
    return Recipe.from_tables({"source": {"paths": [str(path)]}, **sections})


def said_by(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    capsys.readouterr()
    assert main(["predict", *map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


async def on_predict(told: Story, *, groups: bool | None = True) -> None:
    """Go to the screen, and wait until all that the source teaches is known, with groups where some have been made."""
    await told.press("7")
    await told.until(lambda: told.view._has_learned and told.app.job is None, "what to predict by")
    if groups is not None:
        assert (told.view.basis.model.groups is not None) == groups


def directions(customers: pd.DataFrame) -> list[tuple[float, list[tuple[str, float]]]]:
    """The share of all differences along the first two principal components, and each feature's part, the largest first and above zero."""
    logged = np.log1p(customers[["frequency", "monetary"]].astype(float)).add_prefix("log ")
    features = customers[["recency"]].astype(float).join(logged)
    fitted = PCA(2).fit((features - features.mean()) / features.std(ddof=0))
    found = []
    for share, direction in zip(fitted.explained_variance_ratio_, fitted.components_, strict=True):
        parts = direction * np.sign(direction[np.abs(direction).argmax()])
        order = np.argsort(-np.abs(parts))
        found.append((float(share), [(str(features.columns[at]), float(parts[at])) for at in order]))
    return found


async def type_number(told: Story, text: str) -> None:
    await told.press("enter")
    await told.enter(text)
    await told.until(lambda: len(told.app.screen_stack) == 1)


async def leave(told: Story) -> None:
    """Leave the dialog that is open; the next key is for the screen."""
    await told.press("escape")
    await told.until(lambda: len(told.app.screen_stack) == 1)


def number(told: Story, name: str) -> float:
    return float(told.view.live.fields.values[name])


async def test_the_panel_says_what_the_command_says(
    engine: LastingEngine, shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "shop.model"
    assert main(["run", str(shop), "--with", "clusters", "--save-model", str(model), "--quiet"]) == 0
    wanted = said_by(capsys, model, "--recency", 45, "--frequency", 5, "--monetary", 140.5)
    async with story(engine, recipe=recipe(shop, **GROUPED), size=(120, 40)) as told:
        await on_predict(told)
        for place, text in enumerate(("45", "5", "140.5")):
            await type_number(told, text)
            await told.press("down")
            assert told.view.live.fields.cursor == min(place + 1, 2)
        await told.until(lambda: told.view.found.placing.monetary == 140.5)
        assert told.view.found.to_dict() == wanted
        await told.sees(f"{wanted['segment']}, tier {wanted['tier']}")
        await told.sees(f"scores {wanted['rfm']}")
        await told.sees(f"Cluster: {wanted['cluster_name']}")
        for one in wanted["clusters"]:
            await told.sees(f"{one['distance']:.2f} away")
        assert wanted["moves"]
        await told.sees(wanted["moves"][0]["text"])
        assert told.view.live.fields.copied() == "--recency 45 --frequency 5 --monetary 140.50"


async def test_each_step_says_anew_where_the_customer_belongs(
    engine: LastingEngine, bare: Path, bare_customers: pd.DataFrame
) -> None:
    async with story(engine, bare) as told:
        await on_predict(told, groups=False)
        start = number(told, "recency")
        assert start == bare_customers.recency.quantile(0.5, interpolation="higher")
        await told.press("right", "right", "shift+right", "left")
        assert number(told, "recency") == start + 11
        longer = (bare_customers.recency > start + 11).mean()
        await told.sees(f"{100 * longer:.1f} % are away longer")
        await told.press("home")
        assert number(told, "recency") == bare_customers.recency.min()
        await told.press("down", "end")
        assert number(told, "frequency") == bare_customers.frequency.max()
        await told.press("down", "end")
        found = told.view.found.placing
        assert (found.r, found.f, found.m, found.tier) == (5, 5, 5, "High")
        await told.sees("There is nothing above Champions")
        assert not told.view.found.outside
        await told.press("up", "right")
        await told.sees(f"Beware: frequency {bare_customers.frequency.max() + 1} lies outside")


async def test_money_goes_by_round_amounts_and_what_is_no_number_is_refused(
    engine: LastingEngine, bare: Path
) -> None:
    async with story(engine, bare) as told:
        await on_predict(told, groups=False)
        await told.press("j", "j")
        await type_number(told, "834.5")
        seen = []
        for key in ("right", "right", "left", "shift+right"):
            await told.press(key)
            seen.append(number(told, "monetary"))
        assert seen == [840, 850, 840, 940]
        await told.press("enter")
        await told.enter("much")
        await told.sees("Monetary cannot be 'much'.")
        await leave(told)
        await told.press("k", "enter")
        await told.enter("2.5")
        await told.sees("Type a whole number from 1 on.")
        await leave(told)
        assert number(told, "monetary") == 940


async def test_a_customer_is_taken_by_id_and_stands_where_the_run_put_them(
    engine: LastingEngine, shop: Path, customers: pd.DataFrame
) -> None:
    async with story(engine, recipe=recipe(shop, **GROUPED), size=(120, 40)) as told:
        await on_predict(told)
        for customer_id in customers.sample(3, random_state=2).index:
            row = customers.loc[customer_id]
            await told.press("p")
            await told.until(lambda: told.app.screen.query("Entry"))
            await told.type(customer_id[:-1])
            await told.sees(min(one for one in customers.index if one.startswith(customer_id[:-1])))
            await told.enter(customer_id)
            await told.sees(f"These are the numbers of {customer_id}")
            await told.until(lambda row=row: number(told, "monetary") == float(row.monetary))
            found = told.view.found
            mine = (found.placing.rfm, found.placing.tier, found.placing.segment, found.cluster_name)
            assert mine == (row.rfm, row.tier, row.segment, row.cluster_name)
            await told.until(
                lambda who=customer_id: [one.customer_id for one in told.view.live.near][:1] == [who]
            )
            assert told.view.live.near[0].distance == pytest.approx(0, abs=1e-9)
        await told.press("p")
        await told.enter("nobody of that name")
        await told.sees("There is no customer nobody of that name.")


async def test_tab_completes_an_id(engine: LastingEngine, bare: Path, bare_customers: pd.DataFrame) -> None:
    first = min(bare_customers.index)
    async with story(engine, bare) as told:
        await on_predict(told, groups=False)
        await told.press("p")
        await told.sees(first)
        await told.type(first[:1])
        await told.until(lambda: told.app.screen._ids and told.app.screen._ids[0] == first)
        await told.press("tab", "enter")
        await told.sees(f"These are the numbers of {first}")


async def test_a_customer_comes_from_the_table_and_from_the_card(
    engine: LastingEngine, shop: Path, customers: pd.DataFrame
) -> None:
    async with story(engine, shop) as told:
        await told.press("3")
        grid = told.view.grid
        await told.until(lambda: grid.row_at(2) is not None)
        await told.press("down", "down", "p")
        second = sorted(customers.index)[2]
        await told.sees(f"These are the numbers of {second}")
        assert told.app.session.screen == "predict"
        assert number(told, "recency") == customers.recency[second]
        await told.press("3", "down", "enter")
        third = sorted(customers.index)[3]
        await told.until(lambda: told.app.view.query_one(CardPane).card is not None)
        await told.press("p")
        await told.sees(f"These are the numbers of {third}")


async def test_the_most_alike_are_those_nearest_in_scaled_features_and_have_cards(
    engine: LastingEngine, shop: Path, customers: pd.DataFrame
) -> None:
    features = pd.DataFrame(
        {
            "r": customers.recency.astype(float),
            "f": customers.frequency.map(math.log1p),
            "m": customers.monetary.astype(float).map(math.log1p),
        }
    )
    widths = features.std(ddof=0)
    async with story(engine, recipe=recipe(shop, **GROUPED), size=(120, 40)) as told:
        await on_predict(told)
        for text in ("30", "4", "120"):
            await type_number(told, text)
            await told.press("down")
        here = pd.Series({"r": 30.0, "f": math.log1p(4), "m": math.log1p(120.0)})
        away = (((features - here) / widths) ** 2).sum(axis=1) ** 0.5
        wanted = sorted(zip(away.round(9), customers.index, strict=True))[:8]
        await told.until(
            lambda: told.view.live.near and abs(told.view.live.near[0].distance - wanted[0][0]) < 1e-6
        )
        assert [round(one.distance, 6) for one in told.view.live.near] == [round(far, 6) for far, _ in wanted]
        first = told.view.live.near[0].customer_id
        told.view.query_one("#near", Grid).focus()
        await told.press("enter")
        await told.comes_to("customers")
        await told.until(
            lambda: (card := told.view.query_one(CardPane).card) is not None and card.customer_id == first
        )


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
        assert told.view.basis.points is None
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
        await on_predict(told, groups=False)
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
        await on_predict(told, groups=False)
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
        await on_predict(told, groups=False)
        await told.press("b")
        await told.enter(str(nothing))
        await told.until(lambda: isinstance(told.view.parts.widget, BatchPart) and told.app.job is None)
        await told.until(lambda: screen_text(told.pilot).count("No file has been scored yet") == 1)
        assert told.view.parts.widget.found is None
        assert told.app.opened.report.customers > 2


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize("symbols", ["braille", "ascii"])
async def test_the_plane_marks_the_customer_at_every_size(
    engine: LastingEngine, shop: Path, customers: pd.DataFrame, size: tuple[int, int], symbols: str
) -> None:
    async with story(engine, recipe=recipe(shop, **GROUPED), size=size) as told:
        told.app.symbols = symbols
        await on_predict(told)
        mark = "X" if symbols == "ascii" else "╳"
        await told.go_to_part("plane")
        await told.sees(f"{mark} here")
        plot = [line for line in screen_text(told.pilot).splitlines() if f"{mark} here" not in line]
        assert sum(line.count(mark) for line in plot) == 1
        first, second = directions(customers)
        for name, where, (share, loadings) in (("first", "Across", first), ("second", "Up", second)):
            await told.sees(f"{name} axis, {per_cent(share)}")
            words = ", ".join(f"{feature} {size:+.2f}" for feature, size in loadings)
            await told.sees(f"{where} lie {per_cent(share)} of all differences: {words}.")
        await told.press("left_square_bracket")
        await told.sees("Cluster: ")


async def test_without_groups_the_plane_says_where_they_are_made(engine: LastingEngine, bare: Path) -> None:
    async with story(engine, bare) as told:
        await on_predict(told, groups=False)
        await told.go_to_part("plane")
        await told.sees("There are no groups")


async def test_while_groups_are_being_made_nobody_is_sent_to_make_them(
    engine: LastingEngine, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def note(chart: Chart, text: str) -> None:
        said.append(text)

    monkeypatch.setattr(Chart, "show_nothing", note)
    # As many as no other story asks for: those would be there already.
    unasked = {"clusters": {"on": True, "k": 7}}
    async with story(engine, recipe=recipe(shop, **unasked), size=(120, 40)) as told:
        await on_predict(told)
    assert said
    assert set(said) == {STILL_LEARNING}


async def test_an_empty_folder_of_models_is_told_once(
    engine: LastingEngine, bare: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "none"))
    async with story(engine, bare) as told:
        await on_predict(told, groups=False)
        await told.go_to_part("models")
        await told.sees("No models are kept yet")
        assert "no rows" not in screen_text(told.pilot).casefold()
        await told.press("m")
        await told.enter("monday")
        await told.sees("monday: learned from")


async def test_what_groups_are_made_by_beside_the_measures_is_asked_too(
    engine: LastingEngine, shop: Path, customers: pd.DataFrame
) -> None:
    sections = {
        "clusters": {"on": True, "method": "mixture", "k": 3, "features": ["recency", "log average_order"]}
    }
    async with story(engine, recipe=recipe(shop, **sections), size=(120, 40)) as told:
        await on_predict(told)
        assert list(told.view.live.fields.values) == ["recency", "frequency", "monetary", "average_order"]
        less = (customers.average_order.astype(float) < number(told, "average_order")).mean()
        await told.sees(f"{100 * less:.1f} % have less")
        likely = [one.probability for one in told.view.found.nearness]
        assert sum(likely) == pytest.approx(1)
        for one in told.view.found.nearness:
            await told.sees(f"{per_cent(one.probability)}, {one.distance:.2f} away")


async def test_customers_who_are_all_alike_score_the_middle(engine: LastingEngine, tmp_path: Path) -> None:
    alike = tmp_path / "alike.csv"
    rows = [f"{name},{name}1,2024-03-05,10" for name in "abcd"]
    alike.write_text("customer,order,date,amount\n" + "\n".join(rows) + "\n")
    async with story(engine, alike, size=(120, 40)) as told:
        await told.press("7")
        await told.until(lambda: told.view._has_learned and told.app.job is None)
        assert told.view.basis.model.groups is None
        placing = told.view.found.placing
        # Everybody is the same in each measure, which says nothing: the middle score.
        assert (placing.r, placing.f, placing.m) == (3, 3, 3)
        await told.sees("no clusters")
        await told.sees("All customers learned from are alike, so nothing can be")
        assert "10.01" not in screen_text(told.pilot)


def test_a_number_stays_with_its_sign_of_per_cent() -> None:
    for width in range(len("Champions,"), 40):
        text = "Champions, tier High, scores 555, value 76.0 %"
        lines = folded(text, width).split("\n")
        assert " ".join(lines) == text
        assert all(len(line) <= width and not line.startswith("%") for line in lines)


def test_names_have_the_room_that_bars_leave() -> None:
    bars = [Bar("Big-Spending Frequent Regulars", 3.0), Bar("Newcomers", 1.0)]
    drawn, *_ = bar_chart(bars, 45, 2, whole_names=True)
    assert "Big-Spending Frequent Regulars" in "".join(segment.text for segment in drawn)
    cut, *_ = bar_chart(bars, 45, 2)
    assert "Big-Spending Frequent Regulars" not in "".join(segment.text for segment in cut)


async def test_without_colours_and_without_a_source_the_screen_says_what_it_lacks(
    engine: LastingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with story(engine) as told:
        await told.press("7")
        await told.sees("No customers yet: open a source with o.")
        await told.press("p")
        await told.press("b")
        await told.sees("open a source with o")
        assert len(told.app.screen_stack) == 1
