"""`regulars recipe`: every setting with its default, what it may be and what it does, as a recipe to start from."""

from __future__ import annotations

import argparse
import io
import sys

from core.recipe_reference import reference


def execute(options: argparse.Namespace) -> int:
    """Print the whole recipe, or what was asked of it."""
    if not sys.stdout.isatty() and isinstance(sys.stdout, io.TextIOWrapper):
        # A recipe is UTF-8 wherever it is read, so it is in a file too, whatever the terminals here speak.
        sys.stdout.reconfigure(encoding="utf-8")
    print(reference(options.name), end="")
    return 0
