"""`regulars recipe`: every setting with its default, what it may be and what it does, as a recipe to start from."""

from __future__ import annotations

import argparse

from core.recipe_reference import reference


def execute(options: argparse.Namespace) -> int:
    """Print the whole recipe, or what was asked of it."""
    print(reference(options.name), end="")
    return 0
