"""Numbers at axes, and colours that can be told apart and read."""

from __future__ import annotations

import itertools
import math
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.charts import (
    PALETTES,
    Palette,
    contrast,
    short,
)
from tui.charts.numbers import date_ticks, log_ticks, nice_ticks, tick_texts
from tui.charts.palette import between, luminance, rgb


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
