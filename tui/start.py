"""How the app starts: the engine first, which is at work on the source while the app is loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from core.errors import UsageError
from core.figures import NumberStyle
from core.preferences import Preferences
from core.recipe import Recipe
from tui.engine import Engine
from tui.keymap import checked_keys
from tui.session import Session, kept_session, opened_session

# Terminals that cannot move their cursor, and what is said where nobody knows which it is.
TOO_PLAIN = ("", "dumb", "unknown")


def start(named: Callable[[], tuple[Recipe | None, str]]) -> int:
    """Run the app on a recipe and its file, or on nothing; its exit status. `named` is asked while the engine starts."""
    check_terminal()
    preferences = Preferences.load()
    keymap = checked_keys(preferences)
    preferences.put_in_force()
    # Until Escape is told from the beginning of a longer key, Textual waits; over a slow line a twentieth of a second is enough.
    os.environ.setdefault("ESCDELAY", "50")
    # The terminal knows its size; what a shell or a container exported of it is as old as they are.
    for name in ("LINES", "COLUMNS"):
        os.environ.pop(name, None)
    engine = Engine()
    # The other process, which nobody asks before there is something to see, would keep a core from these two.
    engine.slow.start()
    try:
        recipe, recipe_path = named()
        session, resumable = Session(), None
        if recipe is not None:
            engine.open_ahead(recipe, look_first=session.screen == "data")
            session = opened_session(recipe, recipe_path)
        else:
            resumable = kept_session()
        from tui.app import RegularsApp
        from tui.number_style import use_numbers

        style = preferences.format
        use_numbers(NumberStyle.of(style.numbers, style.currency, currency_after=style.currency_after))
        app = RegularsApp(session, engine, look=preferences.look, keymap=keymap, resumable=resumable)
        status = app.run() or app.return_code or 0
        if app.fault is not None:
            raise app.fault
        if app.why_unkept:
            # What the app said of it is gone from the screen.
            sys.stderr.write(f"The next start cannot go on where this one was left: {app.why_unkept}\n")
        return status
    finally:
        engine.close()


def check_terminal() -> None:
    """UsageError where there is no terminal that an app can be drawn on."""
    streams = (sys.__stdin__, sys.__stdout__)
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise UsageError(
            "The app needs a terminal, and this is none.",
            "Without one, `regulars run SOURCE` prints a summary, and `--out DIR` writes files.",
        )
    if os.environ.get("TERM", "") in TOO_PLAIN:
        raise UsageError(
            f"The app cannot be drawn on a terminal of the kind {os.environ.get('TERM', '')!r}.",
            "Set TERM to what your terminal is, as TERM=xterm-256color; `regulars run SOURCE` prints a summary on any.",
        )


def recipe_of(paths: Sequence[str]) -> Recipe:
    """The recipe that opens these sources."""
    return Recipe.from_tables({"source": {"paths": list(paths)}})
