"""Charts: exact sizes whatever the data and labels are, and no library loaded for them."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.charts import (
    PALETTES,
    SYMBOLS,
    Axis,
    Bar,
    Bins,
    Cell,
    Cloud,
    Line,
    Look,
    Reading,
    Series,
    Step,
    Table,
    Titles,
    bar_chart,
    column_chart,
    concentration_curve,
    heatmap,
    histogram,
    line_chart,
    plain_text,
    scatter,
    sparkline,
    stacked_bar,
    tiny_bar,
    waterfall,
)
from tui.charts.cells import label
from tui.charts.numbers import short

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


@pytest.mark.parametrize("width", range(40, 140, 7))
def test_edges_that_are_written_stand_evenly(width: int) -> None:
    edges = [head * 10.0**power for power in range(6) for head in (1, 2, 5)]
    lines = histogram(Bins(edges, [9] * (len(edges) - 1), "log"), width, 20)
    written = re.findall(r"\S+", "".join(segment.text for segment in lines[-1]))
    texts = [short(edge) for edge in edges]
    places = [texts.index(text) for text in written]
    steps = {after - before for before, after in pairwise(places)}
    # All of them or powers of ten, each, every second ... one.
    assert len(steps) == 1
    assert steps <= {1, 3, 6, 12}
