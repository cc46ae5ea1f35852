"""Copies and dumps: out to the terminal's clipboard as far as it will take them, and always to a file as well."""

from __future__ import annotations

import base64
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import OutputError
from tui.session import state_folder

if TYPE_CHECKING:
    from tui.app import RegularsApp

# What terminals are known to take at most: more is cut off or dropped by some, so none of it is sent.
MOST_CLIPBOARD_BYTES = 74_000
COPIES = "copied.txt"


def copy_out(app: RegularsApp, text: str) -> str:
    """Send a text to the clipboard and to a file; a sentence about what was done, claiming no more than that."""
    path = _write(COPIES, text)
    lines = text.count("\n") or 1
    what = f"{lines:,} lines" if lines > 1 else "1 line"
    where = f"to {path}" if path else "nowhere else: there is no folder to write to"
    encoded = text.encode()
    if len(encoded) > MOST_CLIPBOARD_BYTES:
        return f"{what} are too much for a terminal's clipboard; copied {where}"
    driver = app._driver
    if driver is not None:
        driver.write(clipboard_sequence(encoded))
    return f"Sent {what} to the terminal's clipboard, and {where}"


def clipboard_sequence(encoded: bytes) -> str:
    """The OSC 52 sequence for a text, wrapped so that tmux and screen hand it on."""
    sequence = f"\x1b]52;c;{base64.b64encode(encoded).decode()}\x07"
    if os.environ.get("TMUX"):
        return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if os.environ.get("TERM", "").startswith("screen"):
        # screen takes no more than 768 bytes at once.
        pieces = [sequence[start : start + 700] for start in range(0, len(sequence), 700)]
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return sequence


def write_dump(app: RegularsApp) -> Path:
    """Write the text of the screen to a file in the current folder, or where the app keeps its state; its path."""
    lines = ["".join(segment.text for segment in strip).rstrip() for strip in screen_lines(app)]
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    text = "\n".join(lines) + "\n"
    extra = app.view.dumped()
    if extra:
        text += "\n" + extra
    name = f"regulars-{app.session.screen}-{stamp}.txt"
    for folder in (Path.cwd(), state_folder()):
        if folder is None:
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            path.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return path.absolute()
    raise OutputError(
        "The screen could not be written: neither the current folder nor your state folder allows it.",
        "Start regulars in a folder that you may write to.",
    )


def screen_lines(app: RegularsApp) -> list[list]:  # type: ignore[type-arg]
    """What is on the screen, line by line."""
    return [list(strip) for strip in app.screen._compositor.render_strips()]


def _write(name: str, text: str) -> Path | None:
    folder = state_folder()
    if folder is None:
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / name
        path.write_text(text, encoding="utf-8")
    except OSError:
        return None
    return path
