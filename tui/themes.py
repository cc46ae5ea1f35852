"""The themes: dark, light and high contrast. The tests hold the contrast of each."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="regulars-dark",
    primary="#7aa2f7",
    secondary="#9ece6a",
    accent="#e0af68",
    warning="#e0af68",
    error="#ff7a93",
    success="#9ece6a",
    foreground="#d5d9e4",
    background="#16181d",
    surface="#16181d",
    panel="#22262e",
    dark=True,
    variables={
        "dim": "#9aa1b1",
        "cursor": "#2f4a78",
        "cursor-text": "#ffffff",
        "selection": "#3a3320",
        "heading": "#7aa2f7",
    },
)
LIGHT = Theme(
    name="regulars-light",
    primary="#1f4fa3",
    secondary="#2f6b1e",
    accent="#7a4a30",
    warning="#7a4a30",
    error="#a8123a",
    success="#2f6b1e",
    foreground="#1d2129",
    background="#fbfbf8",
    surface="#fbfbf8",
    panel="#ebebe4",
    dark=False,
    variables={
        "dim": "#5a606b",
        "cursor": "#bcd3f7",
        "cursor-text": "#000000",
        "selection": "#f3e3bd",
        "heading": "#1f4fa3",
    },
)
CONTRAST = Theme(
    name="regulars-contrast",
    primary="#66d9ff",
    secondary="#7dff7d",
    accent="#ffe14d",
    warning="#ffe14d",
    error="#ff8080",
    success="#7dff7d",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
    variables={
        "dim": "#d0d0d0",
        "cursor": "#ffe14d",
        "cursor-text": "#000000",
        "selection": "#004d66",
        "heading": "#66d9ff",
    },
)
THEMES = (DARK, LIGHT, CONTRAST)
SHORT_NAMES = {"dark": DARK.name, "light": LIGHT.name, "contrast": CONTRAST.name}
