"""Text that changes: what stands below it moves where it takes more lines, and only there."""

from __future__ import annotations

import pytest
from rich.text import Text
from textual.app import App, ComposeResult

from tui.widgets.line import Line

WIDTH = 20


class TwoLines(App[None]):
    """A line of text with another below it."""

    laid_out = 0

    def compose(self) -> ComposeResult:
        yield Line("one", id="above")
        yield Line("below", id="below")

    @property
    def above(self) -> Line:
        return self.query_one("#above", Line)

    @property
    def place_below(self) -> int:
        return self.query_one("#below").region.y

    def drawn(self, row: int) -> str:
        return "".join(segment.text for segment in self.screen._compositor.render_strips()[row]).rstrip()


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One for each time that texts had anything around them laid out again."""
    asked: list[bool] = []
    refresh = Line.refresh

    def counted(self: Line, *regions: object, layout: bool = False, **rest: object) -> Line:
        if layout:
            asked.append(True)
        return refresh(self, *regions, layout=layout, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Line, "refresh", counted)
    return asked


async def test_what_stands_below_moves_only_where_a_text_takes_more_lines(layouts: list[bool]) -> None:
    app = TwoLines()
    async with app.run_test(size=(WIDTH, 10)) as pilot:
        await pilot.pause()
        layouts.clear()
        for text, lines in (
            ("two", 1),
            ("x" * WIDTH, 1),
            ("x" * (WIDTH + 1), 2),
            ("first\nsecond\nthird", 3),
            (Text("a b c"), 1),
        ):
            before = app.place_below
            app.above.show(text)
            await pilot.pause()
            assert app.place_below == lines, text
            assert bool(layouts) == (before != lines), text
            assert app.drawn(0) == str(text)[:WIDTH].partition("\n")[0]
            assert app.drawn(lines) == "below"
            layouts.clear()


async def test_a_text_that_is_changed_in_place_is_drawn_again(layouts: list[bool]) -> None:
    app = TwoLines()
    async with app.run_test(size=(WIDTH, 10)) as pilot:
        text = Text("so far")
        app.above.show(text)
        await pilot.pause()
        text.append(", and on")
        app.above.show(text)
        await pilot.pause()
        assert app.drawn(0) == "so far, and on"


async def test_a_text_that_was_hidden_has_room_when_it_is_shown() -> None:
    app = TwoLines()
    async with app.run_test(size=(WIDTH, 10)) as pilot:
        app.above.display = False
        await pilot.pause()
        assert app.place_below == 0
        app.above.show("first\nsecond")
        app.above.display = True
        await pilot.pause()
        assert app.place_below == 2


async def test_the_same_text_in_another_colour_is_another() -> None:
    app = TwoLines()
    async with app.run_test(size=(WIDTH, 10)) as pilot:
        app.above.show(Text("one", style="red"))
        await pilot.pause()
        red = app.screen._compositor.render_strips()[0]
        app.above.show(Text("one", style="green"))
        await pilot.pause()
        assert app.screen._compositor.render_strips()[0] != red
