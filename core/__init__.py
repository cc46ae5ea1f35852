"""The engine of regulars: from a sales file to named customers.

>>> from core import open_source
>>> with open_source("sales.csv", customers={"as_of": "2025-12-31"}) as study:
...     study.ledger.to_pandas(), study.segments.to_pandas(), study.customers.to_pandas()
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.errors import RegularsError

if TYPE_CHECKING:
    from core.recipe import Recipe
    from core.study import Study

__all__ = ["Recipe", "RegularsError", "Study", "open_source"]


def open_source(*paths: str | os.PathLike[str], **sections: Mapping[str, object]) -> Study:
    """A study of files, folders or globs; each section of the recipe may be given as a dictionary of settings.

    Nothing is read before something is asked of it.
    """
    from core.recipe import Recipe
    from core.study import Study

    return Study(Recipe.from_tables(sections), paths)


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
