"""Text that would harm a terminal or be taken for markup, in a file of sales, and how to tell that none of it got through."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from core.recipe import Recipe

ESCAPES = "\x1b]0;TITLED\x07\x1b[31;5mRED\x1b[2J\x9b5m\x1bPq#0\x1b\\"
MARKUP = "[/x][@click=app.quit]QUITTER[/][bold red]"
TURNED = "\u202eDENRUT\u2066\u200f\u2028"
WIDE = "漢字カナ한글\U0001f600e\u0301e\u0301\u0301"
HOSTILE = (ESCAPES, MARKUP, TURNED, WIDE)
LONG = "L" * 100_000
# What begins with any of these is ours alone to send: titles, colours that blink, strings for devices, C1 controls, overrides.
NEVER = (
    b"\x1b]0;",
    b"\x1b]2;",
    b"\x1b[31;5m",
    b"\x1b[2J\xc2",
    b"\xc2\x9b",
    b"\x9b5m",
    b"\x1bPq",
    b"\x07",
    *(character.encode() for character in "\u202e\u2066\u200f\u2028"),
)


def hostile_shop(folder: Path) -> Path:
    """A file of sales, all of whose words are hostile."""
    # No name holds a slash, and DuckDB takes a backslash for one where there are brackets too.
    word = f"{ESCAPES}{MARKUP}{TURNED}".replace("/", "").replace("\\", "")
    path = folder / f"sa{word}les.csv"
    header = ["customer_id", "order_id", "order_date", "quantity", "price", "country", "city"]
    header += [f"a{ESCAPES}", f"b{MARKUP}", f"c{TURNED}{WIDE}"]
    lines = [",".join(_quoted(name) for name in header)]
    for row in range(60):
        word = HOSTILE[row % len(HOSTILE)]
        cells = [
            f"C{row % 9} {word}" if row % 5 else f"C{row % 9} plain",
            str(1000 + row),
            f"2024-{1 + row % 12:02}-{1 + row % 28:02}",
            str(1 + row % 5) if row % 7 else "-1",
            "2.50" if row % 11 else f"2{word}",
            f"Land {word}",
            LONG if row == 3 else word,
            word,
            f"{word}{row}",
            word * 3,
        ]
        lines.append(",".join(_quoted(cell) for cell in cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def hostile_recipe(path: Path) -> Recipe:
    """A recipe with segments of hostile names, and attributes of hostile columns."""
    return Recipe.from_tables(
        {
            "source": {"paths": [str(path)]},
            "columns": {"attributes": ["city", f"b{MARKUP}"]},
            "segments": {
                "map": "custom",
                "names": [
                    {"name": f"Best {MARKUP}", "cells": ["r4-5"]},
                    {"name": f"Rest {WIDE}", "cells": ["r1-3"]},
                ],
            },
        }
    )


def harm_in(text: str) -> str:
    """The characters of a drawn text that a terminal would act upon."""
    kinds = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return "".join(sorted({one for one in text if one != "\n" and unicodedata.category(one) in kinds}))
