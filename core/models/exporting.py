"""A model's groups and classifiers as scikit-learn pipelines, for those who have Python at hand. regulars itself loads no such file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.engine import disk_error
from core.errors import OutputError, RegularsError
from core.models.bundle import check_folder_of

if TYPE_CHECKING:
    from core.models.kept import Model

GROUPS = "clusters"


def export_pipeline(model: Model, path: Path, *, overwrite: bool = False) -> Path:
    """Write what can be used without regulars; its absolute path.

    Of groups a pipeline that takes the features' columns as they are and predicts the number of the group, less one. With
    classifiers a dictionary that has the classifier of each target, and that pipeline at `clusters`.
    """
    import joblib

    path = path.expanduser().absolute()
    check_folder_of(path, "no pipeline can be written there")
    if path.exists() and not overwrite:
        raise OutputError(
            f"{str(path)!r} is there already.", "Name another file, or say --force to write over it."
        )
    exported = _exported(model)
    unfinished = path.with_name(f".{path.name[:200]}.unfinished")
    try:
        joblib.dump(exported, unfinished)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise disk_error(error, f"writing {path}") or OutputError(
            f"{str(path)!r} cannot be written: {error.strerror or error}.", "Name a file that you may write."
        ) from error
    return path


def _exported(model: Model) -> Any:
    if not model.classifiers:
        return _pipeline(model)
    from core.models.asking import taught
    from core.models.exported_classifiers import exported

    groups = {} if model.groups is None else {GROUPS: _pipeline(model)}
    return groups | {one.kept.target: exported(one) for one in taught(model)}


def _pipeline(model: Model) -> Any:
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler

    groups = model.groups
    if groups is None:
        raise RegularsError(
            "The model has neither groups nor classifiers, and scores and segments are no scikit-learn model.",
            "Save one that has: regulars run SOURCE --with clusters,classifiers --save-model FILE",
        )
    negative = [
        feature.name
        for feature in groups.model.features
        if feature.logged and feature.column in ("net", "refunded")
    ]
    if negative:
        raise RegularsError(
            f"The model groups by {' and '.join(negative)}, which can be negative, and scikit-learn has no such logarithm.",
            "Use it with `regulars predict`, or save one with other features.",
        )
    logged = ColumnTransformer(
        [
            (
                feature.name,
                # In numpy's own words, so that whoever loads the file needs no regulars.
                FunctionTransformer(np.log1p, validate=False) if feature.logged else "passthrough",
                [feature.column],
            )
            for feature in groups.model.features
        ]
    )
    width = len(groups.model.features)
    scaler = StandardScaler()
    scaler.mean_, scaler.scale_ = np.array(groups.model.scaling.centre), np.array(groups.model.scaling.width)
    scaler.var_, scaler.n_features_in_, scaler.n_samples_seen_ = (
        scaler.scale_**2,
        width,
        groups.model.fitted_on,
    )
    pipeline = make_pipeline(logged, scaler, _predictor(model))
    logged.fit(_frame(model))
    return pipeline


def _frame(model: Model) -> Any:
    import pandas as pd

    assert model.groups is not None  # noqa: S101  `_pipeline` saw to it
    columns = dict.fromkeys(feature.column for feature in model.groups.model.features)
    return pd.DataFrame({column: [0.0, 1.0] for column in columns})


def _predictor(model: Model) -> Any:
    assert model.groups is not None  # noqa: S101  `_pipeline` saw to it
    groups = model.groups
    centres = np.array(groups.model.centres)
    if groups.fit is not None:
        from sklearn.neighbors import KNeighborsClassifier

        return KNeighborsClassifier(1).fit(groups.fit.scaled, groups.fit.labels - 1)
    if groups.model.clouds:
        from core.clusters.fitting import mixture

        fitted = mixture(len(centres), model.recipe.clusters.seed)
        triangles = np.array([cloud.triangle for cloud in groups.model.clouds])
        levels = np.array([cloud.level for cloud in groups.model.clouds])
        determinants = np.log(np.diagonal(triangles, axis1=1, axis2=2)).sum(axis=1)
        fitted.weights_, fitted.means_ = np.exp(levels - determinants), centres
        fitted.precisions_cholesky_ = triangles
        fitted.precisions_ = triangles @ triangles.transpose(0, 2, 1)
        fitted.covariances_ = np.linalg.inv(fitted.precisions_)
        fitted.n_features_in_, fitted.converged_ = centres.shape[1], True
        return fitted
    from sklearn.cluster import KMeans

    # Fitted on its own centres, each is the only one of its group.
    return KMeans(len(centres), init=centres, n_init=1, max_iter=1).fit(centres)
