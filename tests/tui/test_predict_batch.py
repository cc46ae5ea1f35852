"""What the screen Predict says of a file that was scored, beside its sums."""

from __future__ import annotations

from pathlib import Path

from core.models.drift import BOUGHT, TOO_FEW, Drift
from tests.support.four_kinds import COLUMNS, write_shop
from tests.tui.stories import story
from tests.tui.support import LastingEngine
from tui.screens.predict_batch import BatchPart, drift_words


def test_what_has_moved_is_said_in_sentences() -> None:
    found = [
        Drift("recency", "all", 400, 0.3, 0.2, beyond_chance=True),
        Drift("recency", BOUGHT, 20, 0.9, 0.2, beyond_chance=False),
        Drift("monetary", "all", 21, 1.49, 0.19, beyond_chance=False),
    ]
    assert list(drift_words(found)) == [
        f"Recency moved much (PSI 0.300, KS 0.200); {TOO_FEW} (PSI 0.900, KS 0.200) of those who bought since.",
        f"Monetary: {TOO_FEW} (PSI 1.490, KS 0.190).",
    ]


async def test_how_a_file_was_read_and_that_it_is_short_is_told(
    engine: LastingEngine, tmp_path: Path
) -> None:
    shop, month = tmp_path / "shop.csv", tmp_path / "month.csv"
    write_shop(shop)
    lines = [line for line in shop.read_text().splitlines(keepends=True) if ",2024-11-" in line]
    bad = [f",{90_000 + number},2024-11-05,1,5.00\n" for number in range(12)]
    bad += [f"busy-1,{91_000 + number},2024-11-45,1,5.00\n" for number in range(3)]
    month.write_text(COLUMNS + "".join([*lines, *bad]))
    async with story(engine, shop, size=(120, 40)) as told:
        await told.press("7")
        await told.until(lambda: told.view._has_learned and told.app.job is None, "what to predict by")
        await told.press("b")
        await told.enter(str(month))
        await told.until(
            lambda: (part := told.view.parts.widget) and isinstance(part, BatchPart) and part.found
        )
        await told.sees(f"{len(lines)} of {len(lines) + 15} rows count")
        await told.sees("unreadable 3, missing customer 12")
        await told.sees("on how it was read")
        await told.sees("The purchases here are of")
