"""`regulars inspect`: what is in a source, and what regulars makes of it."""

from __future__ import annotations

import argparse

from cli.json_output import print_json
from cli.progress import progress_line
from cli.recipes import recipe_from
from core.inspection import inspect
from core.study import Study


def execute(options: argparse.Namespace) -> int:
    """Print the inspection, for people or as JSON."""
    with progress_line(quiet=False) as progress, Study(recipe_from(options), progress=progress.say) as study:
        progress.watch(study)
        inspection = inspect(study)
    if options.json:
        print_json(inspection.to_dict())
    else:
        from cli.inspected import print_inspection

        print_inspection(inspection)
    return 0
