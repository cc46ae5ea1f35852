"""`regulars`, with a source or without: the terminal app."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.start import start

if TYPE_CHECKING:
    from core.recipe import Recipe


def execute(options: argparse.Namespace) -> int:
    """Open the app on what is named, or on nothing."""
    return start(lambda: _named(options))


def _named(options: argparse.Namespace) -> tuple[Recipe | None, str]:
    """The recipe that the command line describes, and its file; read while the engine starts."""
    if not options.source:
        return None, ""
    from cli.recipes import recipe_from

    recipe = recipe_from(options)
    # The next start, which may be elsewhere, offers to go on with it.
    paths = tuple(str(Path(path).expanduser().absolute()) for path in recipe.source.paths)
    recipe = replace(recipe, source=replace(recipe.source, paths=paths))
    files = [source for source in options.source if source.lower().endswith(".toml")]
    whole = files and len(options.source) == 1 and not (options.map or options.set or options.sheet)
    return recipe, str(Path(files[0]).absolute()) if whole else ""
