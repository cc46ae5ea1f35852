"""`regulars run`: from a source or a recipe to customers, printed, written, or both."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.json_output import print_json
from cli.messages import say, warn_of_left_out
from cli.progress import progress_line
from cli.recipes import check_given, recipe_from
from core.errors import UsageError
from core.named_paths import path_in

if TYPE_CHECKING:
    from core.study import Study
    from core.views.compare import Comparison


def execute(options: argparse.Namespace) -> int:
    """Run the recipe, and print what was asked for."""
    check_given("--explain", options.explain, "--explain RULE")
    earlier_day = _earlier_day(options)
    if options.explain and options.out:
        raise UsageError(
            "--explain prints rows and writes no files, so --out would be ignored.",
            "Give one of them at a time.",
        )
    check_given("--out", options.out, "--out DIR")
    check_given("--save-model", options.save_model, "--save-model FILE")
    recipe = recipe_from(options)
    folder = path_in(options.out) if options.out else None
    if folder is not None:
        from core.output import check_folder
        from core.source.find import named_files

        # Before the work, not after it.
        check_folder(
            folder, force=options.force, sources=named_files(recipe.source.paths), model=_model_file(options)
        )
    if (model := _model_file(options)) is not None:
        from core.models.bundle import check_place

        check_place(model, to_be_made=folder)
    from core.study import Study

    with progress_line(quiet=options.quiet) as progress, Study(recipe, progress=progress.say) as study:
        progress.watch(study)
        if options.explain:
            return _explain(study, options, progress.stop)
        comparison = study.compared_with(earlier_day) if earlier_day is not None else None
        found = _found(study, comparison)
        written = _written(study, options, folder, comparison, progress.say)
        progress.stop()
        _warn(study, folder)
        if options.json:
            print_json(found)
        elif not options.quiet:
            from cli.summary import print_summary

            print_summary(study, written, comparison)
    return 0


def _found(study: Study, comparison: Comparison | None) -> dict[str, Any]:
    """All that was asked for, worked out, as one JSON object."""
    found = study.report.contract()
    if study.is_grouped:
        found["clusters"] = study.clusters.tables.to_dict()
    if study.recipe.classifier.on:
        found["classifiers"] = study.classifiers.to_dict()
    if comparison is not None:
        from core.views.since import comparison_dict

        found["comparison"] = comparison_dict(comparison)
    found["notes"] += [f"{refusal.what} {refusal.cure}" for refusal in study.refusals]
    return found


def _written(
    study: Study,
    options: argparse.Namespace,
    folder: Path | None,
    comparison: Comparison | None,
    say_doing: Callable[[str], None],
) -> list[Path]:
    """The files that were asked for, written."""
    written: list[Path] = []
    if folder is not None:
        from core.output import write_results

        say_doing("writing the results")
        written = write_results(
            study, folder, options.format, comparison, force=options.force, model=_model_file(options)
        )
    if (model := _model_file(options)) is not None:
        say_doing("saving the model")
        written.append(study.save_model(model))
    return written


def _model_file(options: argparse.Namespace) -> Path | None:
    """Where a model is to be kept, if one is."""
    return path_in(options.save_model) if options.save_model else None


def _warn(study: Study, folder: Path | None) -> None:
    """Say what was left out, and what of the recipe could not be."""
    warn_of_left_out(study)
    if folder is not None:
        from core.output import reads_its_results

        if reads_its_results(study, folder):
            say(
                "warning",
                f"The results are in {str(folder)!r}, among what is read, so the recipe there names the files of today: it will not read files"
                " that come later.",
                "To have it read those too, write the results elsewhere: --out DIR",
            )
    for refusal in study.refusals:
        say("warning", refusal.what, refusal.cure)


def _earlier_day(options: argparse.Namespace) -> date | None:
    """The day to compare with, if one is asked for."""
    text = options.compare_with
    check_given("--compare-with", text, "--compare-with YYYY-MM-DD")
    if text is None:
        return None
    if options.explain:
        raise UsageError(
            "--explain prints rows and compares nothing, so --compare-with would be ignored.",
            "Give one of them at a time.",
        )
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--compare-with {text!r} names no day, so nothing was done.",
            "Write it as --compare-with YYYY-MM-DD, for example --compare-with 2011-09-30",
        ) from None


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
