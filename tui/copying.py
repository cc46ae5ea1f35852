"""Copies and dumps: out to the terminal's clipboard as far as it will take them, and always to a file as well."""

from __future__ import annotations

import base64
import contextlib
import itertools
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import OutputError
from tui.paths import here
from tui.state import state_folder
from tui.text import whole

if TYPE_CHECKING:
    from tui.app import RegularsApp

# What terminals are known to take at most: more is cut off or dropped by some, so none of it is sent.
MOST_CLIPBOARD_BYTES = 74_000
COPIES = "copied.txt"


def copy_out(app: RegularsApp, text: str) -> str:
    """Send a text to the clipboard and to a file; a sentence about what was done, claiming no more than that."""
    path = _write(COPIES, text)
    lines = text.rstrip("\n").count("\n") + 1
    what = f"{whole(lines)} lines" if lines > 1 else "1 line"
    if not send_to_clipboard(app, text):
        said = (
            f"{what[:1].upper()}{what[1:]} {'are' if lines > 1 else 'is'} too much for a terminal's clipboard"
        )
        return f"{said}; wrote {path}" if path else f"{said}, and there is no folder to write to."
    # Whether it took them, a terminal does not say.
    return f"Sent {what} to the terminal's clipboard" + (f", and wrote {path}" if path else ".")


def send_to_clipboard(app: RegularsApp, text: str) -> bool:
    """Send a text to the terminal's clipboard; False where it is more than terminals take."""
    encoded = text.encode(errors="replace")
    driver = app._driver
    if len(encoded) > MOST_CLIPBOARD_BYTES or driver is None:
        return False
    driver.write(clipboard_sequence(encoded))
    return True


def clipboard_sequence(encoded: bytes) -> str:
    """The OSC 52 sequence for a text, wrapped so that tmux and screen hand it on."""
    sequence = f"\x1b]52;c;{base64.b64encode(encoded).decode()}\x07"
    if os.environ.get("TMUX"):
        # Some tmux take it for themselves (set-clipboard), others hand it on (allow-passthrough): either will do.
        return sequence + "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
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
    name = f"regulars-{app.session.screen}-{stamp}"
    for folder in (here(), state_folder()):
        if folder is None:
            continue
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            return _written_anew(folder, name, text)
    raise OutputError(
        "The screen could not be written: neither the current folder nor your state folder allows it.",
        "Start regulars in a folder that you may write to.",
    )


def _written_anew(folder: Path, name: str, text: str) -> Path:
    """A file that was not there before."""
    for number in itertools.count(1):
        path = folder / (f"{name}.txt" if number == 1 else f"{name}-{number}.txt")
        with contextlib.suppress(FileExistsError), path.open("x", encoding="utf-8", errors="replace") as file:
            file.write(text)
            return path.absolute()
    raise AssertionError("numbers do not end")


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
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError:
        return None
    return path
