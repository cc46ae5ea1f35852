"""The one door for text that comes from data, on its way to a terminal."""

from __future__ import annotations

import unicodedata

# Unassigned, private and surrogate code points draw nothing useful; format characters (right-to-left overrides among them) can
# rearrange a line; control characters drive the terminal.
HARMFUL = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def printable(text: object, most: int | None = None) -> str:
    """`text` on one line, with whatever a terminal would act upon made visible, cut to `most` characters."""
    shown = str(text)
    cut = most is not None and len(shown) > most
    if cut:
        shown = shown[: most - 1]  # type: ignore[operator]
    if not shown.isascii() or not shown.isprintable():
        shown = "".join(_shown(character) for character in shown)
    return shown + "…" if cut else shown


def _shown(character: str) -> str:
    if character in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    return REPLACEMENT if unicodedata.category(character) in HARMFUL else character
