"""What the screen Predict shows first where there is little room, and of a kept model as of the open source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.main import main
from core.classifiers.targets import BUYS_AGAIN
from core.models.asking import LikeThis, Said, Tenth
from core.models.bundle import read_bundle
from core.models.moves import Change
from tests.support.mutants import repacked
from tests.tui import predicting
from tests.tui.predicting import GROUPED, on_predict, recipe
from tests.tui.stories import story
from tests.tui.support import LastingEngine, screen_text
from tui.screens.predict_classes import ClassesPane
from tui.screens.predict_classes import told as told_of
from tui.screens.predict_plane import ONLY_MIDDLES
from tui.text import per_cent
from tui.widgets.line import Line

shop = predicting.shop
SIZES = [(80, 24), (120, 40), (200, 60)]
ALL = {
    "clusters": {"on": True},
    "classifier": {
        "on": True,
        "active": "logistic",
        "active_target": "buys again",
        "targets": ["tier", "buys again"],
        "models": ["logistic"],
        "horizon_days": 60,
    },
}


def said(*, horizon_days: int = 90, repeats: str = "", reservation: str = "") -> Said:
    """What somebody is told who buys again by a chance of a fifth."""
    tenths = Tenth(300, 0.15, 0.12), Tenth(300, 0.25, 0.3)
    return Said(
        target=BUYS_AGAIN.name,
        model="forest",
        repeats=repeats,
        decided="yes",
        chances=(("no", 0.8), ("yes", 0.2)),
        assumed=(("tenure", 12.0),),
        like_this=LikeThis(0.2, tenths),
        horizon_days=horizon_days,
        reservation=reservation,
        doubt="",
    )


@pytest.mark.parametrize("size", SIZES)
async def test_what_matters_most_is_seen_first_at_every_size(
    engine: LastingEngine, shop: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with story(engine, recipe=recipe(shop, **ALL), size=size) as told:
        await on_predict(told)
        await told.until(lambda: told.view.live.query_one(ClassesPane).said, "what classifiers say")
        found = told.view.found
        assert found.moves
        at = found.placing
        await told.sees(f"{at.segment}, tier {at.tier}, scores {at.rfm}, value {per_cent(at.value_share)}")
        own = next(one for one in found.nearness if one.cluster == found.cluster)
        await told.sees(f"Cluster: {found.cluster_name}, {own.distance:.2f} away")
        classes = told.view.live.query_one(ClassesPane).said
        best = [f"{one.target} {one.decided} {per_cent(dict(one.chances)[one.decided])}" for one in classes]
        await told.sees("Classes: " + "; ".join(best))
        # One that takes two lines stands beside the plane, which is between them on the screen.
        short = [move.text for move in found.moves if len(move.text) < 50]
        for text in short[: 4 if size[1] < 40 else None]:
            await told.sees(f"- {text}")
        # Beside it the bars, and customers who are alike.
        for one in classes:
            await told.sees(f">{one.decided}, {one.target[:4]}")
        await told.sees("Most alike")
        assert all(len(line) <= size[0] for line in screen_text(told.pilot).splitlines())


async def test_more_changes_than_there_is_room_for_are_gone_to_by_a_key(
    engine: LastingEngine, shop: Path
) -> None:
    async with story(engine, recipe=recipe(shop, **GROUPED)) as told:
        await on_predict(told)
        first = told.view.live.query_one("#first")
        if not first.max_scroll_y:
            assert not first.focusable
        # Away longest with one order of little: there is much that leads further.
        await told.press("end", "down", "home", "down", "home")
        await told.until(lambda: len(told.view.found.moves) > 6, "many changes")
        await told.until(lambda: first.max_scroll_y > 0 and first.focusable, "more than there is room for")
        await told.sees(f"- {told.view.found.moves[0].text}")


async def test_a_kept_model_shows_its_customers_in_the_plane(
    engine: LastingEngine, shop: Path, tmp_path: Path
) -> None:
    two = tmp_path / "two.model"
    words = ["--with", "clusters", "--set", "clusters.k=2", "--save-model", str(two), "--quiet"]
    assert main(["run", str(shop), *words]) == 0
    older = tmp_path / "older.model"
    told_in_file, arrays = read_bundle(two)
    repacked(older, told_in_file, {n: a for n, a in arrays.items() if not n.startswith("places")})
    async with story(engine, recipe=recipe(shop, clusters={"on": True, "k": 2}), size=(120, 40)) as told:
        await on_predict(told)
        await told.go_to_part("plane")
        await told.sees("in a box")
        plane = told.view.parts.widget
        before = plane.copied()
        await told.view.shelf.load_file(str(two))
        await told.press("escape")  # what is said of it takes a line
        assert told.view.basis is not told.view.own
        await told.until(lambda: plane.copied() == before, "the same picture")
        assert ONLY_MIDDLES not in str(plane.query_one("#plane-told", Line).content)
        await told.view.shelf.load_file(str(older))
        await told.go_to_part("plane")
        await told.sees("only the middle of each group is drawn")
        await told.sees("Save it again")


def test_after_a_full_stop_a_sentence_begins_with_a_capital() -> None:
    for reservation in ("", "As it was judged: No better than counting orders."):
        for repeats in ("", "repeats a rule"):
            text = told_of([said(repeats=repeats, reservation=reservation)]).plain
            assert "At past cut-offs" in text
            assert not re.search(r"\. [a-z]", text), text


@pytest.mark.parametrize(
    ("days", "words"), [(1, "within 1 day"), (2, "within 2 days"), (1000, "within 1,000 days")]
)
def test_days_are_counted(days: int, words: str) -> None:
    one = said(horizon_days=days)
    assert one.what_came == f"bought {words}"
    assert any(f"{words}:" in sentence for sentence in one.sentences)


@pytest.mark.parametrize(("after", "words"), [(1, "to 1 day"), (2, "to 2 days"), (1000, "to 1,000 days")])
def test_days_of_a_change_are_counted(after: int, words: str) -> None:
    assert Change("recency", 2000, after).text == f"recency from 2,000 {words}"
    assert Change("frequency", 1, after).text == f"frequency from 1 to {after:,}"
