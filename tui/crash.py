"""A fault of our own: what happened is written to a file, for whoever mends it; the person reads two lines."""

from __future__ import annotations

import traceback

from core.errors import RegularsError
from core.printable import printable
from core.version import VERSION
from tui.session import state_folder


def write_crash() -> RegularsError:
    """Write the exception that is being handled to a file; what to tell about it."""
    trace = traceback.format_exc()
    last = printable(trace.strip().rpartition("\n")[2], 200)
    folder = state_folder()
    where = "Start it again with REGULARS_DEBUG=1 to see where it happened"
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / "crash.txt"
            path.write_text(f"regulars {VERSION}\n{trace}", encoding="utf-8")
            where = f"{path} says where it happened"
        except OSError:
            pass
    return RegularsError(
        f"Something went wrong that regulars did not expect: {last}",
        f"This is a fault of regulars, not yours. `regulars` offers to go on where you were; {where}, and please report it.",
    )
