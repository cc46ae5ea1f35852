"""What is drawn of a change is what a whole new picture has there, whatever changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor
from textual.strip import Strip

from tests.tui.sixty import customers, write_sales
from tests.tui.support import LastingEngine
from tui.compositor import FrugalCompositor

WALK = (
    *("down", "down", "pagedown", "end", "right", "s", "space", "down", "space", "enter", "down", "escape"),
    *("right_square_bracket", "down", "right_square_bracket", "left_square_bracket", "f", "a", "escape"),
    *(
        "question_mark",
        "down",
        "escape",
        "4",
        "down",
        "tab",
        "down",
        "1",
        "down",
        "6",
        "down",
        "7",
        "down",
        "9",
    ),
)

Cell = tuple[str, Style | None]


def cells(segments: list[Segment]) -> list[Cell]:
    return [(character, segment.style) for segment in segments for character in segment.text]


async def test_a_changed_line_is_drawn_as_the_whole_screen_has_it(
    engine: LastingEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = FrugalCompositor.render_partial_update
    wrong: list[str] = []
    compared = 0

    def compare(self: FrugalCompositor) -> ChopsUpdate | None:
        nonlocal compared
        update = drawn(self)
        if update is None:
            return None
        whole = Compositor.render_strips(self)
        for y, left, right in update.spans:
            # As the terminal gets it: the chops that reach into the span, each from where it begins.
            chops = zip(update.chops[y].items(), update.chop_ends[y], strict=True)
            reaching = [(x, strip) for (x, strip), end in chops if x < right and end > left]
            assert all(strip is not None for _, strip in reaching), f"a gap in line {y}"
            begin = min((x for x, _ in reaching), default=left)
            line = list(Strip.join(strip for _, strip in reaching))
            compared += 1
            if cells(line) != cells(list(whole[y].crop(begin, begin + len(cells(line))))):
                wrong.append(f"line {y}, {left} to {right}: {''.join(segment.text for segment in line)!r}")
        return update

    monkeypatch.setattr(FrugalCompositor, "render_partial_update", compare)
    source = write_sales(tmp_path / "shop.csv")
    async with customers(engine, source, size=(120, 40)) as (told, _):
        for key in WALK:
            await told.press(key)
    assert wrong == []
    assert compared > 100
