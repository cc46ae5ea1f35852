"""`regulars export-model`: a model's groups and classifiers for those who have Python at hand."""

from __future__ import annotations

import argparse
from pathlib import Path


def execute(options: argparse.Namespace) -> int:
    """Write the pipelines, and say where."""
    from core.models.exporting import export_pipeline
    from core.models.kept import Model
    from core.source.find import refuse_source

    kept = Path(options.model)
    model = Model.load(kept)
    refuse_source(Path(options.joblib).expanduser(), [kept.expanduser()])
    print(export_pipeline(model, Path(options.joblib), overwrite=options.force))
    return 0
