"""The screen Predict, as an analyst uses it."""

from __future__ import annotations

import asyncio
import math
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA

from cli.main import main
from tests.tui import predicting
from tests.tui.predicting import GROUPED, leave, number, on_predict, recipe, said_by, type_number
from tests.tui.stories import story
from tests.tui.support import DEADLINE_S, LastingEngine, screen_text
from tui.app import RegularsApp
from tui.charts import Bar, bar_chart
from tui.screens.customers_card import CardPane
from tui.screens.predict_live import folded
from tui.screens.predict_plane import STILL_LEARNING
from tui.text import per_cent
from tui.widgets.chart import Chart
from tui.widgets.grid import Grid

shop, bare, bare_customers, customers = (
    predicting.shop,
    predicting.bare,
    predicting.bare_customers,
    predicting.customers,
)


LEARNING = "learning what to predict by"


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
        await on_predict(told)
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
        await on_predict(told)
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
        await on_predict(told)
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


async def test_without_groups_the_plane_says_so(engine: LastingEngine, tmp_path: Path) -> None:
    alike = tmp_path / "alike.csv"
    rows = [f"{name},{name}1,2024-03-05,10" for name in "abcd"]
    alike.write_text("customer,order,date,amount\n" + "\n".join(rows) + "\n")
    async with story(engine, alike) as told:
        await on_predict(told, groups=False)
        await told.go_to_part("plane")
        await told.sees("There are no groups")


async def test_while_groups_are_being_made_nobody_is_sent_to_make_them(
    engine: LastingEngine, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    has_said, wait_for = asyncio.Event(), RegularsApp.wait_for

    def note(chart: Chart, text: str) -> None:
        said.append(text)
        has_said.set()

    async def late(app: RegularsApp, title: str, future: Future[object], *, tell: bool = True) -> object:
        """What is learned, once the screen has been drawn without it: it may come sooner."""
        learned = await wait_for(app, title, future, tell=tell)
        if title == LEARNING:
            await asyncio.wait_for(has_said.wait(), DEADLINE_S)
        return learned

    monkeypatch.setattr(Chart, "show_nothing", note)
    monkeypatch.setattr(RegularsApp, "wait_for", late)
    # As many as no other story asks for: those would be there already.
    unasked = {"clusters": {"on": True, "k": 7}}
    async with story(engine, recipe=recipe(shop, **unasked), size=(120, 40)) as told:
        await on_predict(told)
    assert said
    assert set(said) == {STILL_LEARNING}


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
        # Nobody's average order is another than that of the money and the orders.
        assert "Beware" not in screen_text(told.pilot)
        asked = told.view.live.fields.values
        assert asked["average_order"] == asked["monetary"] / asked["frequency"]
        await told.press("down")
        await type_number(told, "4")
        await told.until(lambda: number(told, "average_order") == asked["monetary"] / 4)
        await told.press("down", "down")
        await type_number(told, "25.5")
        await told.until(lambda: (number(told, "average_order"), number(told, "monetary")) == (25.5, 102))


async def test_more_groups_than_a_few_are_all_told(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, recipe=recipe(shop, clusters={"on": True, "k": 12}), size=(120, 40)) as told:
        await on_predict(told)
        assert len(told.view.found.nearness) == 12
        drawn = told.view.live.query_one("#groups-chart", Chart)
        await told.until(lambda: len(drawn.copied().splitlines()) == 12, "a bar for each, to scroll through")
        for one in told.view.found.nearness:
            assert f"{one.distance:.2f} away" in drawn.copied()


async def test_the_plane_is_there_where_there_comes_to_be_room(engine: LastingEngine, shop: Path) -> None:
    async with story(engine, recipe=recipe(shop, **GROUPED), size=(80, 24)) as told:
        await on_predict(told)
        await told.resize(120, 40)
        await told.sees("Across lie")
        assert "There are no groups" not in screen_text(told.pilot)


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
