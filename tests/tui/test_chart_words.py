"""What charts say: ticks, names, gaps, marks, and what did not fit."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.views.bins import Histogram
from tests.tui.chart_examples import GRID, MONTHS, drawn
from tui.charts import (
    ASCII,
    BRAILLE,
    PALETTES,
    SYMBOLS,
    Axis,
    Bar,
    Bins,
    Cell,
    Cloud,
    Look,
    Reading,
    Series,
    Step,
    Table,
    Titles,
    bar_chart,
    column_chart,
    concentration_curve,
    contrast,
    heatmap,
    heatmap_layout,
    histogram,
    line_chart,
    plain_text,
    scatter,
    scatter_room,
    sparkline,
    text_on,
    tiny_bar,
    waterfall,
)
from tui.charts.palette import between


def test_a_line_has_dates_and_round_numbers_below_and_beside_it() -> None:
    text = drawn(
        line_chart([Series("sales", [(month, 1000.0 * at) for at, month in enumerate(MONTHS)])], 80, 20)
    )
    assert "Jan 2010" in text
    assert "Jul 2011" in text
    assert "20k┤" in text
    assert text.splitlines()[0].startswith("25k┤") or "30k┤" in text


def test_a_gap_in_a_line_is_a_gap() -> None:
    points: list[tuple[float, float | None]] = [(at, None if 40 <= at < 60 else 5.0) for at in range(100)]
    row = max(
        drawn(line_chart([Series("", points)], 104, 12)).splitlines(),
        key=lambda line: line.count("⠉") + line.count("⣀") + line.count("⠤") + line.count("⠒"),
    )
    assert row[45:60].strip() == ""
    assert row[10:40].strip() != ""


def test_several_lines_differ_without_colour() -> None:
    series = [Series(name, [(at, at * (group + 1)) for at in range(50)]) for group, name in enumerate("PQR")]
    text = drawn(line_chart(series, 80, 24))
    assert all(mark in text for mark in "●▲■")
    assert "● P  ▲ Q  ■ R" in text
    in_ascii = drawn(line_chart(series, 80, 24, Look(ASCII)))
    assert all(in_ascii.count(mark) > 10 for mark in "ABC")


def test_a_point_that_stands_alone_is_seen() -> None:
    assert "•" in drawn(line_chart([Series("", [(datetime(2011, 3, 1, 12, 30), 4.0)])], 40, 10))


def test_a_histogram_names_powers_of_ten_first_and_says_what_is_outside() -> None:
    edges = [float(f"{step}e{power}") for power in range(5) for step in (1, 2, 5)] + [1e5]
    bins = Bins(edges, [7] * 15, "log", below=17, above=4)
    text = drawn(histogram(bins, 60, 14, titles=Titles("monetary", "customers")))
    axis = text.splitlines()[-2]
    assert all(name in axis.split() for name in ("1", "10", "100", "1,000", "10k", "100k"))
    assert "17 at or below 1, 4 above 100k" in text


def test_a_histogram_takes_what_the_engine_gives() -> None:
    bins = Histogram((date(2010, 1, 1), date(2011, 1, 1), date(2012, 1, 1)), "calendar", (3, 1), 0, 0)
    assert "2010" in drawn(histogram(bins, 40, 10))


def test_more_bins_than_cells_are_drawn_together() -> None:
    bins = Bins([float(at) for at in range(1001)], [1] * 1000)
    text = drawn(histogram(bins, 40, 10))
    edges = [int(edge) for edge in text.splitlines()[-1].split()]
    assert edges[0] == 0
    assert len({after - before for before, after in pairwise(edges)}) == 1, "evenly written"
    assert len(edges) >= 4
    assert "█" in text


def test_columns_keep_the_last_and_say_so() -> None:
    text = drawn(column_chart([(str(at), at) for at in range(200)], 60, 12))
    assert "of 200." in text


def test_the_smallest_value_shows() -> None:
    for symbols in SYMBOLS.values():
        rows = plain_text(bar_chart([Bar("all", 1e12), Bar("one", 1), Bar("none", 0)], 60, 3, Look(symbols)))
        bars = [row[6:50].strip() for row in rows]
        assert len(bars[0]) > 30
        assert len(bars[1]) == 1
        assert bars[2] == ""


def test_bars_below_zero_grow_to_the_left() -> None:
    rows = plain_text(bar_chart([Bar("gain", 50), Bar("loss", -50)], 60, 2))
    assert rows[1].index("█") < rows[0].index("█")


def test_a_waterfall_steps_down_to_what_is_kept() -> None:
    steps = [
        Step("all", 100, is_total=True),
        Step("first", 25),
        Step("second", 25),
        Step("kept", 50, is_total=True),
    ]
    rows = plain_text(waterfall(steps, 60, 4, Look(ASCII)))
    spans = [(row.index("#"), row.rindex("#") + 1) for row in rows]
    assert spans[0][0] == spans[3][0]
    assert spans[0][1] == spans[1][1]
    assert spans[1][0] == spans[2][1]
    assert spans[2][0] == spans[3][1]


def test_a_waterfall_without_room_keeps_what_is_kept() -> None:
    steps = [
        Step("all", 100, is_total=True),
        *(Step(f"rule {at}", 5) for at in range(9)),
        Step("kept", 55, is_total=True),
    ]
    text = drawn(waterfall(steps, 60, 5))
    assert "kept" in text
    assert "+ 7 more" in text


@given(st.integers(0, 800), st.integers(0, 800))
def test_bars_are_exact_to_an_eighth(start: int, end: int) -> None:
    """The cells of a bar hold as many eighths as its length has."""
    from tui.charts.bars import span_pieces

    pieces = span_pieces(start, end, 0, 800, 100, "#ffffff", BRAILLE)
    eighths = 0
    for text, style in pieces:
        for character in text:
            size = BRAILLE.across.index(character)
            eighths += 8 - size if style is not None and style.reverse else size
    assert eighths == abs(end - start)


def test_a_scatter_shows_groups_by_mark_and_crowds_by_weight() -> None:
    cells = [Cell(2, 2, 1, 0), Cell(10, 2, 5, 0), Cell(20, 5, 50, 1), Cell(20, 5, 3, 0)]
    axis = Axis(0, 100)
    empty = Cloud((), (1, 1), axis, axis, ("High", "Low"))
    room = scatter_room(empty, 60, 16, Look())
    lines = scatter(Cloud(cells, room, axis, axis, ("High", "Low")), 60, 16)
    text = drawn(lines)
    assert "○ 1 point, ● 2 to 9, ● in a box 10 to 53" in text
    # The box that the note speaks of is shown in it.
    assert [part.text for part in lines[-1] if part.style and part.style.reverse] == ["●"]
    inside = "\n".join(text.splitlines()[1:-3])
    assert inside.count("○") == 1
    assert inside.count("●") == 1
    crowd = [part for line in lines[1:-2] for part in line if part.text == "▲"]
    assert [part.style.reverse for part in crowd if part.style] == [True]


def test_a_scatter_of_another_size_loses_nobody() -> None:
    cells = [Cell(at, at, 1) for at in range(90)]
    text = drawn(scatter(Cloud(cells, (90, 90), Axis(1, 1e6, log=True), Axis(0, 1)), 40, 12))
    assert "10" in text
    assert "· 1 point .. █" in text


@pytest.mark.parametrize("width", range(40, 48))
@pytest.mark.parametrize("height", range(12, 18))
@pytest.mark.parametrize("is_log", [False, True])
def test_a_single_value_lies_at_its_tick(width: int, height: int, is_log: bool) -> None:
    x, y = Axis(700, 700, log=is_log), Axis(1234, 1234, log=is_log)
    columns, rows = scatter_room(Cloud((), (1, 1), x, y), width, height, Look())
    # The cell in the middle, as whoever counts the customers takes it.
    cloud = Cloud([Cell(columns // 2, rows // 2, 1)], (columns, rows), x, y)
    lines = drawn(scatter(cloud, width, height)).splitlines()
    at = next(number for number, line in enumerate(lines) if "·" in line)
    assert lines[at].startswith("1,234┤")
    axis, texts = lines[-3:-1]
    assert lines[at].index("·") == axis.index("┬") == texts.index("700") + 1
    assert "each mark is 1 point" in lines[-1]


def test_the_curve_has_its_diagonal_and_readings() -> None:
    curve = [(at / 100, 1 - (1 - at / 100) ** 4) for at in range(101)]
    text = drawn(concentration_curve(curve, 80, 20, readings=[Reading(0.2, 0.59, "20 % bring 59 %")]))
    assert "20 % bring 59 %" in text
    assert "100 %" in text
    assert text.count("·") > 30


def test_the_curve_may_rise_above_everything() -> None:
    assert "120 %" in drawn(concentration_curve([(0, 0), (0.5, 1.15), (1, 1)], 80, 20))


def test_a_heatmap_has_values_names_headings_and_a_cursor() -> None:
    text = drawn(heatmap(GRID, 80, 22, Look(ASCII), cursor=(1, 2)))
    assert "customers" in text
    assert "f5" in text
    assert "[     7      ]" in text
    assert "Potential" in text
    assert "Loyalist" in text


def test_a_heatmap_too_large_shows_what_is_around_the_cursor() -> None:
    table = Table([[row] for row in range(100)], [f"row {row}" for row in range(100)], ["n"])
    text = drawn(heatmap(table, 30, 10, cursor=(50, 0)))
    assert "row 50" in text
    assert "row 0" not in text
    assert heatmap_layout(table, 30, 10, cursor=(99, 0)).first_row == 91


def test_cells_without_room_for_values_have_shades() -> None:
    table = Table([[1000, 1, 0, None]], ["a"], list("wxyz"))
    text = drawn(heatmap(table, 14, 2, Look(ASCII)))
    assert text.splitlines()[1].split() == ["a", "#", ".", "."]


def test_narrow_correlations_keep_their_sign() -> None:
    table = Table([[1.0, -0.8, 0.3, 0.0]], ["a"], list("wxyz"))
    text = drawn(heatmap(table, 20, 2, Look(ASCII), scale="diverging", text_of=lambda value: f"{value:.4f}"))
    assert text.splitlines()[1].split() == ["a", "++", "--", "+", "."]


def test_short_headings_are_left_out_rather_than_cut() -> None:
    hours = Table([list(range(24))], ["Mon"], [str(hour) for hour in range(24)])
    assert drawn(heatmap(hours, 53, 2)).splitlines()[0].split() == [str(hour) for hour in range(0, 24, 2)]


def test_text_in_cells_is_read_on_any_of_their_colours() -> None:
    for palette in PALETTES.values():
        for scale in (palette.scale, palette.diverging):
            for share in range(101):
                color = between(scale, share / 100)
                assert contrast(text_on(color), color) >= 4.5


def test_sparklines_and_tiny_bars() -> None:
    assert sparkline([0, 1, None, 2, 4], 6) == "▁▂ ▄█ "
    assert sparkline([1, 2, 3], 2) == "▅█"
    assert tiny_bar(0.5, 4) == "██  "
    assert tiny_bar(0.001, 4) == "▏   "
    assert tiny_bar(2, 4, ASCII) == "####"
