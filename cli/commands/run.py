"""`regulars run`: from a source or a recipe to customers, printed, written, or both."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from cli.progress import progress_line
from cli.recipes import recipe_from
from core.study import Study


def execute(options: argparse.Namespace) -> int:
    """Run the recipe, and print what was asked for."""
    recipe = recipe_from(options)
    folder = Path(options.out).expanduser() if options.out else None
    if folder is not None:
        from core.output import check_folder

        check_folder(folder, force=options.force)  # before the work, not after it
    with progress_line(quiet=options.quiet) as progress, Study(recipe, progress=progress.say) as study:
        progress.watch(study)
        if options.explain:
            return _explain(study, options, progress.stop)
        report = study.report
        written: list[Path] = []
        if folder is not None:
            from core.output import write_results

            progress.say("writing the results")
            written = write_results(study, folder, options.format, force=options.force)
        progress.stop()
        if options.json:
            print(json.dumps(report.contract(), ensure_ascii=sys.stdout.encoding.lower() != "utf-8"))
        elif not options.quiet:
            from cli.summary import print_summary

            print_summary(study, written)
    return 0


def _explain(study: Study, options: argparse.Namespace, stop: object) -> int:
    from core.explain import explain

    explained = explain(study, options.explain)
    stop()  # type: ignore[operator]
    if options.json:
        print(
            json.dumps(explained.to_dict(), default=str, ensure_ascii=sys.stdout.encoding.lower() != "utf-8")
        )
    else:
        from cli.summary import print_explained

        print_explained(explained)
    return 0
