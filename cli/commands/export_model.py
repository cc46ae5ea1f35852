"""`regulars export-model`: a model's groups and classifiers for those who have Python at hand."""

from __future__ import annotations

import argparse

from cli.recipes import check_given
from core.named_paths import path_in


def execute(options: argparse.Namespace) -> int:
    """Write the pipelines, and say where."""
    check_given("--joblib", options.joblib, "--joblib FILE")
    from core.models.exporting import export_pipeline
    from core.models.kept import Model
    from core.source.find import refuse_source

    kept, place = path_in(options.model), path_in(options.joblib)
    model = Model.load(kept)
    refuse_source(place, [kept])
    print(export_pipeline(model, place, overwrite=options.force))
    return 0
