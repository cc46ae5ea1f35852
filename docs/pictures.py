"""Takes the pictures of docs/pictures/ from the app itself, on the sample data: `make pictures`.

The same code gives the same bytes: the sample ends on a fixed day, nothing of the user's is read, and what the drawing
numbers at random is named after the picture.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tui.app import RegularsApp

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "pictures"
SAMPLE = HERE.parent / "sample_data" / "online_retail.xlsx"
COLUMNS, LINES = 100, 30
MOST_BYTES = 150_000
PATIENCE_S = 60.0
# Good customers who stay away, key by key.
FILTER = (
    *"recency",
    "greater_than_sign",
    *"90",
    "space",
    *"and",
    "space",
    *"monetary",
    "greater_than_sign",
    *"500",
)
FONTS = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


@dataclass(frozen=True)
class Step:
    """Keys, and what is on the screen once they have been dealt with."""

    keys: tuple[str, ...]
    sees: str


@dataclass(frozen=True)
class Picture:
    """What is done after the picture before, and what the picture is called then."""

    name: str
    steps: tuple[Step, ...]


PICTURES = (
    Picture(
        "data",
        (
            Step((), "913 customers"),
            Step(("right",) * 6, "Customer ID  number, plays customer"),
        ),
    ),
    Picture("clean", (Step(("2",), "rows in the source"), Step(("down",) * 6, ">cancelled"))),
    Picture(
        "customers",
        (
            Step(("3",), "All 913 customers"),
            Step((*("right",) * 5, "s"), ">14434"),
            Step(("f", *FILTER, "enter"), "row 1 of 103"),
        ),
    ),
    Picture(
        "card",
        (
            Step(("enter",), "Customer 17066"),
            # A page at a time: another key before the first has moved anything would count for nothing.
            Step(("pagedown",), "How the scores, tier and segment came about"),
            Step(("pagedown",), "46 different products"),
        ),
    ),
    Picture("segments", (Step(("4",), "Champions are 107 customers"),)),
    Picture(
        "grid",
        (
            Step(("right_square_bracket",), "r5 f1: 31 customers"),
            Step(("right",) * 4, "r5 f5: 71 customers"),
        ),
    ),
)


def main(target: Path) -> int:
    """Take all pictures, and put them into a folder."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("CACHE", "STATE", "CONFIG"):
            os.environ[f"XDG_{name}_HOME"] = f"{folder}/{name.lower()}"
        os.environ["LC_ALL"] = "C.UTF-8"
        for name in ("NO_COLOR", "REGULARS_DEBUG"):
            os.environ.pop(name, None)
        taken = asyncio.run(_take())
    target.mkdir(parents=True, exist_ok=True)
    for name, picture in taken.items():
        if len(picture.encode()) > MOST_BYTES:
            sys.stderr.write(
                f"error: {name}.svg has {len(picture.encode()):,} bytes, more than {MOST_BYTES:,}.\n"
            )
            return 1
        (target / f"{name}.svg").write_text(picture, encoding="utf-8")
    return 0


async def _take() -> dict[str, str]:
    from tui.app import RegularsApp
    from tui.engine import Engine
    from tui.session import Session
    from tui.start import recipe_of

    engine = Engine()
    engine.start()
    session = Session()
    session.begin(recipe_of([str(SAMPLE)]))
    app = RegularsApp(session, engine)
    taken = {}
    async with app.run_test(size=(COLUMNS, LINES)) as pilot:
        for picture in PICTURES:
            for step in picture.steps:
                for key in step.keys:
                    await pilot.press(key)
                    await pilot.pause()
                await _until(app, pilot, step.sees)
            taken[picture.name] = cleaned(
                app.export_screenshot(title="regulars", simplify=True), picture.name
            )
    return taken


async def _until(app: RegularsApp, pilot: Pilot[int], wanted: str) -> None:
    """Wait until a text is on the screen, nothing is running, and two looks show the same."""
    deadline, before = time.monotonic() + PATIENCE_S, ""
    while True:
        await pilot.pause(0.2)
        shown = screen_text(app)
        if wanted in shown and app.job is None and shown == before:
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"{wanted!r} never came:\n{shown}")
        before = shown


def screen_text(app: RegularsApp) -> str:
    """What is on the screen, line by line."""
    from tui.copying import screen_lines

    return "\n".join("".join(segment.text for segment in line) for line in screen_lines(app))


def cleaned(svg: str, name: str) -> str:
    """The drawing without anything random in it, and without fonts from elsewhere."""
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family: [^;]+;", f"font-family: {FONTS};", svg)
    svg = re.sub(r"terminal-\d+", name, svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
