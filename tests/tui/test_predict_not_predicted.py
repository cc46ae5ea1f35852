"""The app names whom of a scored file it does not predict, before all else that is said of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.four_kinds import write_shop
from tests.tui.stories import story
from tests.tui.support import LastingEngine
from tui.screens.predict_batch import BatchPart
from tui.widgets.line import Line

HEADER = "customer_id,recency,frequency,monetary\n"
GOOD = "a,12,5,830\ne,80,1,20\nh,7,3,10\n"
BAD = "b,soon,3,70\nc,3,4,-500\nd,,3,70\nf,7,,70\n"
SENTENCE = (
    "4 customers of the file are not predicted: b (recency 'soon' cannot be read), c (monetary is below zero),"
    " d (nothing in recency), f (nothing in frequency). Put right what stands there, and ask again."
)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_who_is_not_predicted_is_named_first(
    engine: LastingEngine, tmp_path: Path, size: tuple[int, int]
) -> None:
    shop, asked, good = tmp_path / "shop.csv", tmp_path / "asked.csv", tmp_path / "good.csv"
    write_shop(shop)
    asked.write_text(HEADER + GOOD + BAD)
    good.write_text(HEADER + GOOD)
    async with story(engine, shop, size=size) as told:
        await told.press("7")
        await told.until(lambda: told.view._has_learned and told.app.job is None, "what to predict by")
        await told.press("b")
        await told.enter(str(asked))
        await told.until(
            lambda: (part := told.view.parts.widget) and isinstance(part, BatchPart) and part.found
        )
        await told.sees(SENTENCE)
        await told.sees("3 customers")
        said = told.view.parts.widget.query_one("#drift", Line)
        assert said.content.plain.startswith(SENTENCE)
        await told.press("b")
        await told.enter(str(good))
        await told.until(lambda: not told.view.parts.widget.found.scored.not_predicted.customers)
        await told.until(lambda: "not predicted" not in said.content.plain)
