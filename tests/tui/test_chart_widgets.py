"""Charts as widgets: drawn once for each size and look, with a cursor that is moved and tells."""

from __future__ import annotations

import asyncio

import pytest
from rich.color import Color, ColorSystem
from textual.app import App, ComposeResult

from tests.tui.chart_examples import GRID
from tests.tui.support import until
from tui.charts import (
    ASCII,
    BRAILLE,
    PALETTES,
    Bar,
    Line,
    Look,
    Table,
    bar_chart,
)
from tui.charts.palette import between, contrast
from tui.widgets.chart import Chart, HeatGrid, look_of


class Gallery(App[None]):
    """A chart and a grid."""

    unicode = True

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, int, int]] = []
        self.keys_told = 0

    def compose(self) -> ComposeResult:
        yield Chart("Sales", empty="No sales yet.")
        yield HeatGrid("Grid")

    def quiet(self) -> None:
        """There is nothing said that could be taken away."""

    def keys_may_differ(self) -> None:
        self.keys_told += 1

    def refuse(self, sentence: str) -> None:
        self.said = sentence

    def on_heat_grid_cell_highlighted(self, message: HeatGrid.CellHighlighted) -> None:
        self.heard.append(("at", message.row, message.column))

    def on_heat_grid_cell_chosen(self, message: HeatGrid.CellChosen) -> None:
        self.heard.append(("chosen", message.row, message.column))


def shown(widget: Chart | HeatGrid) -> str:
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.content_size.height))


def test_a_chart_draws_once_for_each_size_and_look() -> None:
    calls: list[tuple[int, int, str]] = []

    def draw(width: int, height: int, look: Look) -> list[Line]:
        calls.append((width, height, look.palette.name))
        return bar_chart([Bar("Loyal", 3)], width, height, look)

    async def story() -> None:
        app = Gallery()
        async with app.run_test(size=(60, 20)) as pilot:
            chart = app.query_one(Chart)
            assert shown(chart) == "Sales\nNo sales yet." + "\n" * 8
            chart.show(draw, key="first")
            await until(pilot, lambda: "Loyal" in shown(chart))
            assert len(calls) == 1
            chart.show(draw, key="first")
            chart.refresh()
            await pilot.pause()
            assert len(calls) == 1
            await pilot.resize_terminal(50, 20)
            await until(pilot, lambda: calls[-1][:2] == (50, 9))
            app.theme = "textual-light"
            await until(pilot, lambda: calls[-1][2] == "light")
            assert chart.copied().splitlines()[0] == "Sales"
            before = len(calls)
            chart.show_nothing("Nothing was sold.")
            await until(pilot, lambda: "Nothing was sold." in shown(chart))
            assert len(calls) == before

    asyncio.run(story())


def test_the_cursor_of_a_grid_is_moved_and_tells() -> None:
    async def story() -> None:
        app = Gallery()
        async with app.run_test(size=(80, 24)) as pilot:
            grid = app.query_one(HeatGrid)
            grid.show(GRID)
            assert app.keys_told == 1  # Enter means something from now on
            grid.focus()
            await pilot.press("down", "right", "l", "j", "k")
            assert grid.cursor == (1, 2)
            await until(pilot, lambda: ("at", 1, 2) in app.heard)
            await pilot.press("enter")
            await until(pilot, lambda: app.heard[-1] == ("chosen", 1, 2))
            await pilot.press("home", "h", "up", "up")
            assert grid.cursor == (0, 0)
            heard = len(app.heard)
            await pilot.press("up")
            assert len(app.heard) == heard
            await pilot.press("end")
            assert grid.cursor == (0, 4)
            grid.opens = False
            await pilot.press("enter")
            assert "nothing is behind them" in app.said
            assert app.heard[-1][0] == "at"
            await pilot.click(HeatGrid, offset=(14, 3))
            assert grid.cursor[1] == 0
            grid.show(Table([[1]], ["r"], ["f"]))
            assert grid.cursor == (0, 0)
            grid.show_nothing("Not yet.")
            await until(pilot, lambda: "Not yet." in shown(grid))

    asyncio.run(story())


def test_the_look_is_the_apps() -> None:
    app = Gallery()
    assert look_of(app).symbols is BRAILLE
    app.unicode = False
    assert look_of(app).symbols is ASCII
    app.symbols = "block"  # type: ignore[attr-defined]
    assert look_of(app).symbols.name == "block"
    app.palette = PALETTES["contrast"]  # type: ignore[attr-defined]
    assert look_of(app).palette.name == "contrast"


# What terminals show for the sixteen colours: those of xterm, of the Linux console, and of Windows' console.
SIXTEEN = {
    "xterm": "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    "linux": "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    "windows": "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2",
}


@pytest.mark.parametrize("terminal", SIXTEEN)
@pytest.mark.parametrize("palette", PALETTES)
def test_cells_can_be_read_in_sixteen_colours(terminal: str, palette: str) -> None:
    shown = [f"#{color}" for color in SIXTEEN[terminal].split()]
    look = Look(palette=PALETTES[palette], few_colors=True)
    for scale in (look.palette.scale, look.palette.diverging):
        for step in range(21):
            color = between(scale, step / 20)
            number = Color.parse(color).downgrade(ColorSystem.STANDARD).number
            assert number is not None
            assert contrast(look.text_on(color), shown[number]) >= 3, (color, number)


def test_a_terminal_with_sixteen_colours_is_known() -> None:
    app = Gallery()
    app.console._color_system = ColorSystem.TRUECOLOR
    assert not look_of(app).few_colors
    app.console._color_system = ColorSystem.STANDARD
    assert look_of(app).few_colors
