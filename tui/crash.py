"""A fault of our own: what happened is written to a file, for whoever mends it; the person reads two lines."""

from __future__ import annotations

import traceback
from pathlib import Path

from core.errors import RegularsError
from core.printable import printable
from core.version import VERSION
from tui.state import state_folder


def write_crash() -> RegularsError:
    """Write the exception that is being handled to a file; what to tell about it."""
    trace = traceback.format_exc()
    last = printable(trace.strip().rpartition("\n")[2], 200)
    path = write_trace(trace)
    where = f"Please report it; {path} says where it happened." if path is not None else "Please report it."
    return RegularsError(
        f"Something went wrong that regulars did not expect: {last}",
        f"This is a fault of regulars, not yours: `regulars` offers to go on where you were. {where}",
    )


def write_trace(trace: str) -> Path | None:
    """Write where something went wrong to a file; its path, or None where it cannot be written."""
    folder = state_folder()
    if folder is None:
        return None
    path = folder / "crash.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(f"regulars {VERSION}\n{trace}", encoding="utf-8", errors="replace")
    except OSError:
        return None
    return path
