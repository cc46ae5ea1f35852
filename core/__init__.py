"""The engine of regulars: from a sales file to named customers.

>>> from core import open_source
>>> with open_source("sales.csv", customers={"as_of": "2025-12-31"}) as study:
...     study.ledger.to_pandas(), study.segments.to_pandas(), study.customers.to_pandas()
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from core.errors import RegularsError, UsageError

if TYPE_CHECKING:
    from core.recipe import Recipe
    from core.study import Study

Named = str | os.PathLike[str]

__all__ = ["Recipe", "RegularsError", "Study", "open_source"]


def open_source(*paths: Named | Iterable[Named], **sections: Mapping[str, object]) -> Study:
    """A study of files, folders or globs; each section of the recipe may be given as a dictionary of settings.

    Nothing is read before something is asked of it.
    """
    from core.recipe import Recipe
    from core.study import Study

    return Study(Recipe.from_tables(sections), [name for given in paths for name in _names_in(given)])


def _names_in(given: object) -> list[Named]:
    """The paths in one argument: itself, or those of a list."""
    if isinstance(given, str | os.PathLike):
        return [given]
    if isinstance(given, list | tuple | set | frozenset | Iterator):
        return [name for one in given for name in _names_in(one)]
    raise UsageError(
        f"A source is named by a path, and {type(given).__name__!r} is none.",
        "Give the name of a file, a folder or a glob, or a list of these; write a table to a file first, as"
        " table.to_parquet('sales.parquet').",
    )


def __getattr__(name: str) -> Any:
    # The engine takes a while to load, and `regulars --help` passes through here without needing it.
    if name == "Recipe":
        from core.recipe import Recipe

        return Recipe
    if name == "Study":
        from core.study import Study

        return Study
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
