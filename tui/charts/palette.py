"""Colours for charts on a dark, a light and a high-contrast background, for eyes that tell all colours apart and for others.

The groups were searched for: the eleven colours are as far from each other as they can be (in Oklab, also as people see them who
lack one of the three kinds of cones), readable on their background, and the first few are the farthest apart. The tests hold that.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rich.color import Color, ColorSystem

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as `#rrggbb`."""

    name: str
    background: str
    """What the others are read on; charts do not paint it."""
    foreground: str
    dim: str
    """Axes, ticks and notes."""
    accent: str
    """A chart's one series."""
    warning: str
    """What is taken away, or needs a second look."""
    groups: tuple[str, ...]
    tiers: tuple[str, str, str]
    """High, Medium, Low."""
    scale: tuple[str, ...]
    """Cells from little to much."""
    diverging: tuple[str, ...]
    """Cells from -1 by 0, in the middle, to 1."""


DARK = Palette(
    name="dark",
    background="#16181d",
    foreground="#d5d9e4",
    dim="#9aa1b1",
    accent="#7aa2f7",
    warning="#e0af68",
    groups=(
        "#ffc32d",
        "#0087a5",
        "#ffd2ff",
        "#876900",
        "#00c3ff",
        "#5ab478",
        "#c34b78",
        "#a5ffb4",
        "#9678e1",
        "#ff87c3",
        "#e1780f",
    ),
    tiers=("#00ffe1", "#1e87e1", "#ff874b"),
    scale=("#22262e", "#24405f", "#2a6f97", "#3fa7b5", "#a8dba8", "#fdf3a7"),
    diverging=("#f4a35d", "#a05a2c", "#2a2e37", "#2c5fa0", "#7ab8f5"),
)
LIGHT = Palette(
    name="light",
    background="#fbfbf8",
    foreground="#1d2129",
    dim="#5a606b",
    accent="#1f4fa3",
    warning="#8a4b00",
    groups=(
        "#3c5ad2",
        "#b48700",
        "#4b003c",
        "#3c96a5",
        "#0f4b5a",
        "#962d96",
        "#a578f0",
        "#5a6900",
        "#000f78",
        "#d23c5a",
        "#870000",
    ),
    tiers=("#008700", "#964bc3", "#691e00"),
    scale=("#f0f0ea", "#cfe3ea", "#9ccbd9", "#5aa5c4", "#2b6ea6", "#173f75"),
    diverging=("#a04a06", "#e3a873", "#f0f0ea", "#86b3de", "#1f4fa3"),
)
CONTRAST = Palette(
    name="contrast",
    background="#000000",
    foreground="#ffffff",
    dim="#d0d0d0",
    accent="#66d9ff",
    warning="#ffe14d",
    groups=(
        "#e11e78",
        "#f0ff00",
        "#0078ff",
        "#f0b4ff",
        "#78a500",
        "#c3fff0",
        "#1ef096",
        "#9669b4",
        "#3cb4c3",
        "#e18787",
        "#ffb400",
    ),
    tiers=("#87ff78", "#0096ff", "#ff4b00"),
    scale=("#000000", "#003a66", "#0072b2", "#3fb6e8", "#b8ecff", "#ffffff"),
    diverging=("#ffb000", "#7a4a00", "#000000", "#004a8f", "#66d9ff"),
)
PALETTES = {known.name: known for known in (DARK, LIGHT, CONTRAST)}


@lru_cache(512)
def rgb(color: str) -> Rgb:
    """The three parts of `#rrggbb`."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


@lru_cache(512)
def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 has it, from 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in rgb(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 has it, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(512)
def text_on(color: str) -> str:
    """Black or white, whichever is read better on a colour; the worse case is 4.58."""
    return "#000000" if contrast("#000000", color) >= contrast("#ffffff", color) else "#ffffff"


# Of the sixteen colours of a plain terminal those on which black is read better, whatever shades it has.
_LIGHT_OF_SIXTEEN = frozenset((2, 3, 6, 7, 9, 10, 11, 13, 14, 15))


@lru_cache(512)
def text_on_nearest(color: str) -> str:
    """The same where the terminal has sixteen colours and takes the nearest of them."""
    nearest = Color.parse(color).downgrade(ColorSystem.STANDARD)
    return "#000000" if nearest.number in _LIGHT_OF_SIXTEEN else "#ffffff"


@lru_cache(4096)
def between(colors: tuple[str, ...], share: float) -> str:
    """The colour at a share, from 0 to 1, of a scale."""
    place = min(max(share, 0.0), 1.0) * (len(colors) - 1)
    first = min(int(place), len(colors) - 2)
    part = place - first
    mixed = (
        round(one + (other - one) * part)
        for one, other in zip(rgb(colors[first]), rgb(colors[first + 1]), strict=True)
    )
    return "#{:02x}{:02x}{:02x}".format(*mixed)
