"""Charts: exact sizes whatever the data and labels are, what they say, and colours that can be told apart and read."""

from __future__ import annotations

import asyncio
import itertools
import math
import subprocess
import sys
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from core.views.bins import Histogram
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
    Line,
    Look,
    Palette,
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
    short,
    sparkline,
    stacked_bar,
    text_on,
    tiny_bar,
    waterfall,
)
from tui.charts.cells import label
from tui.charts.numbers import date_ticks, log_ticks, nice_ticks, tick_texts
from tui.charts.palette import between, luminance, rgb
from tui.widgets.chart import Chart, HeatGrid, look_of

HOSTILE = (
    "\x1b[31mred\x1b[0m",
    "[/x][@click=app.quit]",
    "客户名称很长很长很长很长",
    "e\u0301\u0301\u0301te\u0301",
    "\u0301begins with a mark",
    "\u202egnirts\u202c",
    "שלום עולם",
    "👨‍👩‍👧‍👦 family ❤️",
    "line\nbreak\ttab",
    "x" * 100_000,
    "",
)
labels = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30))
numbers = st.one_of(
    st.none(),
    st.sampled_from((0.0, 1.0, -1.0, 1e12, -1e12, 1e-12, 1e308, -1e308, 5e-324, math.inf, math.nan)),
    st.floats(),
    st.integers(-(10**12), 10**12).map(float),
)
dates = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
sizes = st.tuples(st.integers(0, 130), st.integers(0, 42)) | st.tuples(
    st.integers(10, 30), st.integers(3, 12)
)
looks = st.builds(
    Look, symbols=st.sampled_from(list(SYMBOLS.values())), palette=st.sampled_from(list(PALETTES.values()))
)
titles = st.none() | st.builds(Titles, x=labels, y=labels, note=labels)
thorough = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MONTHS = [date(2009 + (11 + at) // 12, (11 + at) % 12 + 1, 1) for at in range(25)]


def check(lines: list[Line], size: tuple[int, int], look: Look) -> None:
    width, height = size
    if width <= 0 or height <= 0:
        assert not any(plain_text(lines))
        return
    assert len(lines) == height
    for text in plain_text(lines):
        assert cell_len(text) == width, repr(text)
        assert "\x1b" not in text
        assert "\n" not in text
        assert not look.symbols.is_ascii or text.isascii(), repr(text)


def drawn(lines: list[Line]) -> str:
    return "\n".join(text.rstrip() for text in plain_text(lines))


# Sizes


@thorough
@given(
    st.lists(
        st.builds(
            Series,
            name=labels,
            points=st.lists(st.tuples(numbers.filter(lambda n: n is not None), numbers), max_size=12)
            | st.lists(st.tuples(dates, numbers), max_size=12),
            group=st.none() | st.integers(0, 12),
        ),
        max_size=6,
    ),
    sizes,
    looks,
    titles,
    st.booleans(),
)
def test_lines_fill_their_size(
    series: list[Series], size: tuple[int, int], look: Look, titles: Titles | None, from_zero: bool
) -> None:
    check(line_chart(series, *size, look, titles=titles, from_zero=from_zero), size, look)


@thorough
@given(
    st.lists(numbers.map(lambda n: n or 0.0), max_size=40) | st.lists(dates, max_size=40),
    st.lists(st.integers(-5, 10**12), max_size=40),
    st.sampled_from(("even", "log", "calendar")),
    st.integers(0, 10**9),
    sizes,
    looks,
    titles,
)
def test_histograms_fill_their_size(edges, counts, scale, outside, size, look, titles) -> None:  # type: ignore[no-untyped-def]
    bins = Bins(edges, counts[: max(len(edges) - 1, 0)], scale, outside, outside // 3)
    check(histogram(bins, *size, look, titles=titles), size, look)


@thorough
@given(st.lists(st.tuples(labels, numbers), max_size=60), sizes, looks, titles, st.lists(st.integers(-3, 70)))
def test_columns_fill_their_size(columns, size, look, titles, marked) -> None:  # type: ignore[no-untyped-def]
    check(column_chart(columns, *size, look, titles=titles, marked=marked), size, look)


@thorough
@given(
    st.lists(st.builds(Bar, labels, numbers, numbers, labels, st.none() | st.integers(0, 12)), max_size=20),
    sizes,
    looks,
)
def test_bars_fill_their_size(bars: list[Bar], size: tuple[int, int], look: Look) -> None:
    check(bar_chart(bars, *size, look), size, look)


@thorough
@given(st.lists(st.builds(Step, labels, numbers, st.booleans(), numbers), max_size=15), sizes, looks)
def test_waterfalls_fill_their_size(steps: list[Step], size: tuple[int, int], look: Look) -> None:
    check(waterfall(steps, *size, look), size, look)


@thorough
@given(st.lists(st.tuples(labels, numbers), max_size=12), sizes, looks)
def test_stacked_bars_fill_their_size(
    parts: list[tuple[str, float | None]], size: tuple[int, int], look: Look
) -> None:
    check(stacked_bar(parts, *size, look), size, look)


axes = st.builds(Axis, numbers.map(lambda n: n or 0.0), numbers.map(lambda n: n or 0.0), st.booleans())


@thorough
@given(
    st.lists(
        st.builds(
            Cell,
            st.integers(-1, 60),
            st.integers(-1, 30),
            st.integers(-1, 10**9),
            st.none() | st.integers(0, 12),
        ),
        max_size=80,
    ),
    st.tuples(st.integers(0, 60), st.integers(0, 30)),
    axes,
    axes,
    st.lists(labels, max_size=12),
    sizes,
    looks,
    titles,
)
def test_scatters_fill_their_size(cells, grid, x, y, groups, size, look, titles) -> None:  # type: ignore[no-untyped-def]
    check(scatter(Cloud(cells, grid, x, y, groups), *size, look, titles=titles), size, look)


@thorough
@given(
    st.lists(st.tuples(numbers, numbers), max_size=30),
    st.lists(st.builds(Reading, numbers, numbers, labels)),
    sizes,
    looks,
    titles,
)
def test_curves_fill_their_size(points, readings, size, look, titles) -> None:  # type: ignore[no-untyped-def]
    check(concentration_curve(points, *size, look, titles=titles, readings=readings), size, look)


@thorough
@given(
    st.lists(st.lists(numbers, max_size=9), max_size=9),
    st.lists(labels, max_size=9),
    st.lists(labels, max_size=30),
    st.lists(st.lists(labels, max_size=9), max_size=9),
    labels,
    st.none() | st.tuples(st.integers(-2, 12), st.integers(-2, 12)),
    st.sampled_from(("even", "root", "diverging")),
    sizes,
    looks,
)
def test_heatmaps_fill_their_size(values, rows, columns, names, corner, cursor, scale, size, look) -> None:  # type: ignore[no-untyped-def]
    table = Table(values, rows, columns, names, corner)
    check(heatmap(table, *size, look, cursor=cursor, scale=scale), size, look)


@thorough
@given(st.lists(numbers, max_size=40), st.integers(-2, 30), st.sampled_from(list(SYMBOLS.values())))
def test_small_charts_fill_their_width(values, width, symbols) -> None:  # type: ignore[no-untyped-def]
    for text in (sparkline(values, width, symbols), *(tiny_bar(value, width, symbols) for value in values)):
        assert cell_len(text) == max(width, 0)
        assert text.isascii() or not symbols.is_ascii


@thorough
@given(labels, st.integers(0, 40), st.sampled_from(("left", "right", "center")))
def test_labels_have_their_width(text, width, align) -> None:  # type: ignore[no-untyped-def]
    for symbols in SYMBOLS.values():
        assert cell_len(label(text, width, symbols, align)) == width


def test_what_is_too_small_says_what_it_needs() -> None:
    series = [Series("sales", [(1, 1.0), (2, 3.0)])]
    assert plain_text(line_chart(series, 10, 3)) == ["needs 18x5", " " * 10, " " * 10]
    assert plain_text(bar_chart([], 30, 1)) == ["Nothing to draw.".ljust(30)]


# What they say


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
    assert "1,000" in text
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


GRID = Table(
    [[5 * row + column for column in range(5)] for row in range(5)],
    ["r5", "r4", "r3", "r2", "r1"],
    ["f1", "f2", "f3", "f4", "f5"],
    [["Potential Loyalist"] * 5] * 5,
    "customers",
)


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


# Numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (1, "1"), (0.05, "0.05"), (1234, "1,234"), (-1234, "-1,234"), (12_300, "12.3k"), (999_999, "1M"),
        (1_234_567, "1.23M"), (1e12, "1T"), (3.4e-7, "3.4e-7"), (1e18, "1e18"), (None, ""), (math.nan, ""),
    ],
)  # fmt: skip
def test_short_numbers(value: float | None, text: str) -> None:
    assert short(value) == text


def test_ticks_of_one_axis_have_one_unit() -> None:
    assert tick_texts([0, 2500, 5000, 7500, 10_000]) == ["0", "2.5k", "5k", "7.5k", "10k"]
    assert tick_texts([0, 500, 1000]) == ["0", "500", "1,000"]


@given(st.floats(-1e15, 1e15), st.floats(0, 1e15), st.integers(2, 12))
def test_ticks_are_in_order_and_reach_around(low: float, span: float, most: int) -> None:
    ticks = nice_ticks(low, low + span, most)
    assert len(ticks) >= 2
    assert all(one < other for one, other in pairwise(ticks)) or low + span == low
    # As near as neighbouring numbers of this size can be told apart.
    near = 1e-6 * span + 4 * math.ulp(abs(low) + span)
    assert ticks[0] <= low + near
    assert ticks[-1] >= low + span - near
    assert len(ticks) <= 2 * most + 2


def test_log_ticks_and_date_ticks() -> None:
    assert log_ticks(1, 1000, 4) == [1, 10, 100, 1000]
    assert log_ticks(1, 100, 8) == [1, 2, 5, 10, 20, 50, 100]
    assert [text for _, text in date_ticks(date(2009, 12, 1), date(2011, 12, 9), 6)] == [
        "Jan 2010", "Jul 2010", "Jan 2011", "Jul 2011",
    ]  # fmt: skip
    assert date_ticks(date(1990, 5, 1), date(2011, 12, 9), 6)[0][1] == "1995"
    assert [text for _, text in date_ticks(date(2009, 12, 1), date(2011, 12, 9), 2)] == ["2010", "2011"]
    assert date_ticks(date(2011, 1, 3), date(2011, 1, 3), 5) == [(date(2011, 1, 3), "2011-01-03")]


# Colours

# Machado, Oliveira and Fernandes 2009, severity 1.0: how people without one kind of cones see linear RGB.
CONES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}  # fmt: skip
Vector = tuple[float, ...]


def times(matrix: tuple[Vector, ...], vector: Vector) -> Vector:
    return tuple(sum(one * other for one, other in zip(row, vector, strict=True)) for row in matrix)


def oklab(color: str, eyes: str) -> Vector:
    """Ottosson 2020: distances are about as large as people see them; 0.02 is just noticeable."""
    parts = [value / 255 for value in rgb(color)]
    linear = tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    seen = tuple(min(max(part, 0.0), 1.0) for part in times(CONES[eyes], linear))
    to_cones = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
                (0.0883024619, 0.2817188376, 0.6299787005))  # fmt: skip
    to_lab = ((0.2104542553, 0.793617785, -0.0040720468), (1.9779984951, -2.428592205, 0.4505937099),
              (0.0259040371, 0.7827717662, -0.808675766))  # fmt: skip
    return times(to_lab, tuple(part ** (1 / 3) for part in times(to_cones, seen)))


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_colours_can_be_read(palette: Palette) -> None:
    assert len(palette.groups) == len(set(palette.groups)) == 11
    for color in (palette.foreground, palette.dim, palette.accent, palette.warning):
        assert contrast(color, palette.background) >= 4.5
    for color in (*palette.groups, *palette.tiers):
        assert contrast(color, palette.background) >= 3


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("eyes", CONES)
def test_groups_can_be_told_apart(palette: Palette, eyes: str) -> None:
    for colors, least in ((palette.groups, 0.075), (palette.groups[:4], 0.095), (palette.tiers, 0.12)):
        seen = [oklab(color, eyes) for color in colors]
        assert min(math.dist(one, other) for one, other in itertools.combinations(seen, 2)) >= least


def test_palettes_are_those_of_the_themes() -> None:
    from tui.themes import SHORT_NAMES, THEMES

    themes = {theme.name: theme for theme in THEMES}
    assert set(SHORT_NAMES) == set(PALETTES)
    for name, palette in PALETTES.items():
        assert themes[SHORT_NAMES[name]].background == palette.background


def test_a_scale_gets_steadily_darker_or_lighter() -> None:
    for palette in PALETTES.values():
        steps = [luminance(between(palette.scale, share / 20)) for share in range(21)]
        assert steps == sorted(steps, reverse=palette.name == "light")


# Loading


def test_charts_load_neither_plotext_nor_textual() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, tui.charts; print(*{name.partition('.')[0] for name in sys.modules})",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"plotext", "textual", "numpy", "pandas", "ibis", "duckdb"} & set(done.stdout.split())


# Widgets


class Gallery(App[None]):
    """A chart and a grid."""

    unicode = True

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, int, int]] = []

    def compose(self) -> ComposeResult:
        yield Chart("Sales", empty="No sales yet.")
        yield HeatGrid("Grid")

    def quiet(self) -> None:
        """There is nothing said that could be taken away."""

    def say(self, sentence: str) -> None:
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
            await pilot.pause()
            assert "Loyal" in shown(chart)
            assert len(calls) == 1
            chart.show(draw, key="first")
            chart.refresh()
            await pilot.pause()
            assert len(calls) == 1
            await pilot.resize_terminal(50, 20)
            await pilot.pause()
            assert calls[-1][:2] == (50, 9)
            app.theme = "textual-light"
            await pilot.pause()
            assert calls[-1][2] == "light"
            assert chart.copied().splitlines()[0] == "Sales"
            before = len(calls)
            chart.show_nothing("Nothing was sold.")
            await pilot.pause()
            assert "Nothing was sold." in shown(chart)
            assert len(calls) == before

    asyncio.run(story())


def test_the_cursor_of_a_grid_is_moved_and_tells() -> None:
    async def story() -> None:
        app = Gallery()
        async with app.run_test(size=(80, 24)) as pilot:
            grid = app.query_one(HeatGrid)
            grid.show(GRID)
            grid.focus()
            await pilot.press("down", "right", "l", "j", "k")
            assert grid.cursor == (1, 2)
            assert ("at", 1, 2) in app.heard
            await pilot.press("enter")
            assert app.heard[-1] == ("chosen", 1, 2)
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
            await pilot.pause()
            assert "Not yet." in shown(grid)

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
