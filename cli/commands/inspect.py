"""`regulars inspect`: what is in a source, and what regulars makes of it."""

from __future__ import annotations

import argparse
import json
import sys

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
        print(json.dumps(inspection.to_dict(), ensure_ascii=sys.stdout.encoding.lower() != "utf-8"))
    else:
        from cli.summary import print_inspection

        print_inspection(inspection)
    return 0
