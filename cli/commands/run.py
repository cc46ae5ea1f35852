"""`regulars run`: from a source or a recipe to customers, printed, written, or both."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cli.json_output import print_json
from cli.messages import say, warn_of_left_out
from cli.progress import progress_line
from cli.recipes import check_given, recipe_from
from core.errors import UsageError

if TYPE_CHECKING:
    from core.study import Study


def execute(options: argparse.Namespace) -> int:
    """Run the recipe, and print what was asked for."""
    check_given("--explain", options.explain, "--explain RULE")
    if options.explain and options.out:
        raise UsageError(
            "--explain prints rows and writes no files, so --out would be ignored.",
            "Give one of them at a time.",
        )
    check_given("--out", options.out, "--out DIR")
    check_given("--save-model", options.save_model, "--save-model FILE")
    recipe = recipe_from(options)
    folder = Path(options.out).expanduser() if options.out else None
    if folder is not None:
        from core.output import check_folder
        from core.source.find import named_files

        # Before the work, not after it.
        check_folder(folder, force=options.force, sources=named_files(recipe.source.paths))
    from core.study import Study

    with progress_line(quiet=options.quiet) as progress, Study(recipe, progress=progress.say) as study:
        progress.watch(study)
        if options.explain:
            return _explain(study, options, progress.stop)
        report = study.report
        groups = study.clusters.tables if study.is_grouped else None
        judged = study.classified if study.recipe.classifier.on else None
        extra = {
            **({"clusters": groups.to_dict()} if groups else {}),
            **({"classifiers": judged.to_dict()} if judged else {}),
        }
        written: list[Path] = []
        if folder is not None:
            from core.output import reads_its_results, write_results

            progress.say("writing the results")
            written = write_results(study, folder, options.format, force=options.force)
        if options.save_model:
            from core.models.learning import model_of

            progress.say("saving the model")
            written.append(model_of(study).save(Path(options.save_model)))
        progress.stop()
        warn_of_left_out(study)
        if folder is not None and reads_its_results(study, folder):
            say(
                "warning",
                f"The results are in {str(folder)!r}, among what is read, so the recipe there names the files of today: it will not read files"
                " that come later.",
                "To have it read those too, write the results elsewhere: --out DIR",
            )
        for refusal in study.refusals:
            say("warning", refusal.what, refusal.cure)
        if options.json:
            notes = [*report.notes, *(f"{refusal.what} {refusal.cure}" for refusal in study.refusals)]
            print_json({**report.contract(), "notes": notes, **extra})
        elif not options.quiet:
            from cli.summary import print_summary

            print_summary(study, written)
    return 0


def _explain(study: Study, options: argparse.Namespace, stop: object) -> int:
    from core.explain import explain

    explained = explain(study, options.explain)
    stop()  # type: ignore[operator]
    warn_of_left_out(study)
    if options.json:
        print_json(explained.to_dict())
    else:
        from cli.explained import print_explained

        print_explained(explained)
    return 0
