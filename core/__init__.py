"""The engine of regulars: from a sales file to named customers.

>>> from core import open_source
>>> with open_source("sales.csv", customers={"as_of": "2025-12-31"}) as study:
...     study.ledger.to_pandas(), study.segments.to_pandas(), study.customers.to_pandas()
...     study.clusters.to_pandas(), study.save_model("shop.model", clusters=True)
>>> from core import open_model
>>> open_model("shop.model").predict(recency=12, frequency=5, monetary=830).to_dict()
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from core.errors import RegularsError

if TYPE_CHECKING:
    from core.models.predictor import Predictor
    from core.recipe import Recipe
    from core.study import Study

Named = str | os.PathLike[str]

__all__ = ["Recipe", "RegularsError", "Study", "open_model", "open_source"]


def open_source(*paths: Named | Iterable[Named], **sections: Mapping[str, object]) -> Study:
    """A study of files, folders or globs; each section of the recipe may be given as a dictionary of settings.

    Nothing is read before something is asked of it.
    """
    from core.named_paths import paths_in
    from core.recipe import Recipe
    from core.study import Study

    return Study(Recipe.from_tables(sections), paths_in(paths))


def open_model(path: Named) -> Predictor:
    """A model that a study kept (`study.save_model`, `regulars run --save-model`), to be asked about customers."""
    from core.models.predictor import Predictor

    return Predictor.open(path)


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
