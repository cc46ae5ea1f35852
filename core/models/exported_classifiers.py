"""A classifier as scikit-learn alone can use it: nothing in the file needs regulars."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.features import COUNTRY
from core.classifiers.known import code_of

if TYPE_CHECKING:
    from core.models.asking import Taught
    from core.models.classes import KeptClassifier


def exported(taught: Taught) -> dict[str, Any]:
    """What scikit-learn needs to say what regulars says.

    `pipeline` takes a table with `columns`, the country by its name. The chances are `predict_proba`, divided by `divided_by`
    where there is one and made to add up to 1 again; the class is that of `classes` at which the chance, times `weighed_by`
    where there is one, is the highest.
    """
    fitted, kept = taught.fitted, taught.kept
    weights = None if fitted.weights is None else fitted.weights.tolist()
    return {
        "model": kept.model,
        "columns": list(kept.columns),
        "classes": [kept.classes[place] for place in fitted.present],
        "divided_by": weights if fitted.divide else None,
        "weighed_by": weights,
        "pipeline": _in_plain_words(fitted.pipeline, kept),
    }


def _in_plain_words(pipeline: Any, kept: KeptClassifier) -> Any:
    """A copy that names its columns and countries, and has no function of ours in it."""
    pipeline = deepcopy(pipeline)
    prepared = pipeline[0]
    prepared.feature_names_in_ = np.array(kept.columns, dtype=object)
    for name, transformer, places in (*prepared.transformers, *prepared.transformers_):
        named = prepared.feature_names_in_[list(places)]
        if name == COUNTRY:
            transformer.feature_names_in_ = named
            if hasattr(transformer, "categories_"):
                transformer.categories_ = [_named(transformer.categories_[0], kept)]
        elif hasattr(transformer, "steps"):
            transformer.steps[0][1].feature_names_in_ = named
            transformer.steps[1] = (transformer.steps[1][0], _signed_log(len(places)))
        else:
            transformer.feature_names_in_ = named
    return pipeline


def _named(codes: Any, kept: KeptClassifier) -> Any:
    names = {code_of(name): name for name in kept.countries}
    return np.array([np.nan if np.isnan(code) else names[code] for code in codes], dtype=object)


def _signed_log(width: int) -> Any:
    """The logarithm of one more with the sign kept, in numpy's words: that of what is above zero less that of what is below."""
    from sklearn.pipeline import FeatureUnion, make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    above = FunctionTransformer(np.clip, kw_args={"a_min": 0, "a_max": None})
    below = FunctionTransformer(np.clip, kw_args={"a_min": None, "a_max": 0})
    sides = FeatureUnion(
        [
            ("above", make_pipeline(above, FunctionTransformer(np.log1p))),
            (
                "below",
                make_pipeline(below, FunctionTransformer(np.negative), FunctionTransformer(np.log1p)),
            ),
        ]
    )
    both = np.vstack([np.eye(width), -np.eye(width)])
    return make_pipeline(sides, FunctionTransformer(np.dot, kw_args={"b": both}))
