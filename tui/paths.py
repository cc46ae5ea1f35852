"""Where to write: names as a person types them, as absolute paths, or in two lines why they cannot be one."""

from __future__ import annotations

import contextlib
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import OutputError
from core.printable import printable

if TYPE_CHECKING:
    from tui.app import RegularsApp


def here() -> Path:
    """The current folder, or the home folder where that has been removed meanwhile."""
    try:
        return Path.cwd()
    except OSError:
        with contextlib.suppress(RuntimeError):
            return Path.home()
        return Path("/")


def file_path(name: str) -> Path:
    """The absolute path of a file that may be written; OutputError where it cannot be one."""
    if not name.strip():
        raise OutputError("A file needs a name.", "Type one.")
    try:
        written = Path(name.strip()).expanduser()
        path = written if written.is_absolute() else here() / written
        mode = path.stat().st_mode if path.exists() else 0
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(
            f"{printable(name, 200)} cannot be written: {reason}.", "Name another file."
        ) from error
    if stat.S_ISDIR(mode) or name.strip().endswith("/"):
        raise OutputError(f"{path} is a folder.", "Name a file in it.")
    if not path.parent.is_dir():
        raise OutputError(f"There is no folder {path.parent} to write into.", "Make it, or name another one.")
    return path


def ask_before(app: RegularsApp, path: Path, then: Callable[[], Awaitable[None] | None]) -> None:
    """Ask whether a file may be written over; `then` writes it."""
    from tui.dialogs.ask import Ask

    async def said(word: str) -> None:
        if word.casefold() not in ("yes", "y"):
            app.say("Nothing was written.")
            return
        done = then()
        if done is not None:
            await done

    app.ask_for(Ask(f"Write over {path.name}?", hint="It is there already. Type yes to write over it."), said)
