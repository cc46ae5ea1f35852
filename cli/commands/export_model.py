"""`regulars export-model`: a model's groups and classifiers for those who have Python at hand."""

from __future__ import annotations

import argparse
from pathlib import Path


def execute(options: argparse.Namespace) -> int:
    """Write the pipelines, and say where."""
    from core.models.exporting import export_pipeline
    from core.models.kept import Model

    model = Model.load(Path(options.model))
    print(export_pipeline(model, Path(options.joblib), overwrite=options.force))
    return 0
