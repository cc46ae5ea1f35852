"""What the app looks like where colours, characters or room are few: themes with contrast, fewer colours, ASCII, and no terminal at all."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from bench.terminal import ESCAPES, Terminal
from tests.support.command import ROOT, SALES
from tui.output import STAND_INS, in_ascii, speaks_unicode
from tui.themes import SHORT_NAMES, THEMES

LEAST_CONTRAST = 4.5
PROGRAM = (
    "import sys; from tui.start import start, recipe_of;"
    "raise SystemExit(start(lambda: (recipe_of(sys.argv[1:]) if sys.argv[1:] else None, '')))"
)
# Which text is drawn on which ground, by the styles of the frame and the grid.
PAIRS = [
    (text, ground)
    for text in (
        "foreground",
        "dim",
        "heading",
        "primary",
        "accent",
        "error",
        "warning",
        "success",
        "secondary",
    )
    for ground in ("background", "panel")
] + [("cursor-text", "cursor"), ("foreground", "selection"), ("dim", "selection"), ("background", "primary")]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.csv"
    path.write_text(SALES)
    return path


def drawn(shop: Path, env: Mapping[str, str], *keys: str, size: tuple[int, int] = (80, 24)) -> bytes:
    """What the app draws while keys are pressed, and that it leaves when it is asked to."""
    terminal = Terminal(
        [
            "env",
            "-u",
            "COLORTERM",
            *(f"{name}={value}" for name, value in env.items()),
            sys.executable,
            "-c",
            PROGRAM,
            str(shop),
        ],
        env={"PYTHONPATH": str(ROOT)},
        size=size,
    )
    try:
        terminal.until(" customers ")
        for key in keys:
            terminal.press(key)
            if key == "Escape":
                # What follows it at once would be taken for Alt and a key.
                terminal.settle(0.15)
        terminal.settle(0.2)
        terminal.quit()
    finally:
        terminal.close()
    return terminal.drawn


def luminance(colour: Color) -> float:
    """As the Web Content Accessibility Guidelines (2.1) define it."""
    parts = [part / 255 for part in colour.rgb]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_its_ground(theme) -> None:  # type: ignore[no-untyped-def]
    colours = {
        name: getattr(theme, name)
        for name in (
            "foreground",
            "background",
            "panel",
            "primary",
            "secondary",
            "accent",
            "error",
            "warning",
            "success",
        )
    } | theme.variables
    for text, ground in PAIRS:
        found = contrast(Color.parse(colours[text]), Color.parse(colours[ground]))
        assert found >= LEAST_CONTRAST, f"{text} on {ground}: {found:.2f}"


def test_every_preference_is_a_theme() -> None:
    assert {theme.name for theme in THEMES} == set(SHORT_NAMES.values())


# Characters


def test_what_stands_for_a_character_is_as_wide() -> None:
    assert all(len(stand_in) == 1 and stand_in.isascii() for stand_in in STAND_INS.values())
    for character, shown in {
        "é": "e",
        "漢": "??",
        "\u0301": "",
        "😀": "??",
        "─": "-",
        "…": "~",
        "x": "x",
    }.items():
        assert in_ascii(character) == shown


@pytest.mark.parametrize(
    ("env", "speaks"),
    [
        ({"LC_ALL": "C"}, False),
        ({"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "de_DE.UTF-8"}, True),
        ({"LC_CTYPE": "en_GB.utf8", "LANG": "C"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
    ],
)
def test_the_locale_says_whether_it_speaks_unicode(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], speaks: bool
) -> None:
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert speaks_unicode() is speaks


def test_a_terminal_without_unicode_gets_ascii_only(shop: Path) -> None:
    keys = ("2", "3", "i", "Escape", "4", "]", "]", "a", "Escape", "?", "Escape", ":", "Escape")
    found = drawn(shop, {"LC_ALL": "C", "TERM": "xterm"}, *keys)
    assert not [byte for byte in set(found) if byte > 126]
    assert b"[4 Segments]" in ESCAPES.sub(b"", found)


# Colours


def colours_of(found: bytes) -> list[str]:
    """The parameters of every sequence that sets a style."""
    return [match.decode() for match in re.findall(rb"\x1b\[([0-9;]*)m", found)]


def test_sixteen_colours(shop: Path) -> None:
    found = colours_of(drawn(shop, {"TERM": "xterm", "LC_ALL": "C.UTF-8"}, "3", "4"))
    assert any(re.search(r"(^|;)(3|4|9|10)[0-7](;|$)", one) for one in found)
    assert not [one for one in found if "38;" in one or "48;" in one]


def test_two_hundred_and_fifty_six_colours(shop: Path) -> None:
    found = colours_of(drawn(shop, {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}, "3", "4"))
    assert any("38;5;" in one for one in found)
    assert not [one for one in found if "38;2;" in one or "48;2;" in one]


def test_no_colours(shop: Path) -> None:
    found = drawn(shop, {"TERM": "xterm-256color", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}, "3", "4")
    # Textual takes the colour out and leaves how light it is: of the 256, the greys.
    greys = {0, 7, 8, 15, 16, 59, 102, 145, 188, 231, *range(232, 256)}
    used = {int(index) for one in colours_of(found) for index in re.findall(r"[34]8;5;(\d+)", one)}
    assert used
    assert used <= greys
    assert not [one for one in colours_of(found) if "8;2;" in one or re.search(r"(^|;)[34]([1-6])(;|$)", one)]
    text = ESCAPES.sub(b"", found)
    assert b"[4 Segments]" in text, "which screen it is does not hang on colour"


# No terminal


def test_without_a_terminal_the_app_says_what_to_do() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from tui.start import check_terminal; check_terminal()"],
        capture_output=True,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
    )
    assert "The app needs a terminal" in ran.stderr
    assert "regulars run" in ran.stderr


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_a_terminal_that_is_too_plain_gets_the_summary(shop: Path, kind: str) -> None:
    terminal = Terminal(
        [sys.executable, "-m", "cli.main", str(shop)],
        env={"TERM": kind, "PYTHONPATH": str(ROOT), "COLORTERM": ""},
    )
    try:
        terminal.until("17 customers")
        terminal.settle(0.5)
    finally:
        terminal.close()
    assert b"\x1b[?1049h" not in terminal.drawn, "nothing but lines"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_sixteen_colours_leave_text_readable(theme: Theme) -> None:
    # Whatever a terminal shows for them: yellow, cyan, green and the greys are light, and black, the reds and blues dark enough beside white.
    light = {2, 3, 6, 7, 10, 11, 14, 15}
    names = {"background": theme.background, "panel": theme.panel, "foreground": theme.foreground} | {
        name: getattr(theme, name)
        for name in ("primary", "secondary", "accent", "warning", "error", "success")
    }
    colours = {**names, **theme.variables}
    numbers = {
        name: RichColor.parse(str(colour)).downgrade(ColorSystem.STANDARD).number
        for name, colour in colours.items()
    }
    for text, ground in PAIRS:
        assert (numbers[text] in light) != (numbers[ground] in light) or (
            # On black, strong red is what terminals have for errors.
            (text, numbers[ground]) == ("error", 0)
        ), f"{text} ({numbers[text]}) on {ground} ({numbers[ground]})"
