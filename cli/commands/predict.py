"""`regulars predict`: what a kept model says of one customer, or of all in a file."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cli.json_output import print_json
from cli.parser import given_twice
from cli.recipes import check_given, recipe_from
from core.errors import OutputError, UsageError
from core.named_paths import path_in
from core.scores import MEASURES
from core.suggest import nearest

if TYPE_CHECKING:
    from core.models.predictor import Predictor

# What says how a file is read.
READING = ("set", "map", "sheet", "as_of")


def execute(options: argparse.Namespace) -> int:
    """Ask the model, and print what it says."""
    check_given("--out", options.out, "--out FILE")
    given = _given(options)
    if bool(given) == bool(options.source):
        raise UsageError(
            "A model is asked about one customer or about a file, and here it is both."
            if given
            else "Nobody is named to ask the model about.",
            "Give --recency, --frequency and --monetary, or a file: regulars predict MODEL sales.csv",
        )
    if options.out and given:
        raise UsageError(
            "--out takes the customers of a file, and one customer is printed.",
            "Leave it out, or name a file to score in place of the customer's numbers.",
        )
    if options.out:
        from core.models.scoring import check_ending

        check_ending(options.out)
    reading = [name for name in READING if getattr(options, name)]
    if given and reading:
        raise UsageError(
            f"--{reading[0].replace('_', '-')} says how a file is read, and one customer is asked about, so it would be ignored.",
            "Leave it out, or name a file in place of the customer's numbers.",
        )
    from core.models.predictor import Predictor

    predictor = Predictor.open(options.model)
    return _one(predictor, given, options) if given else _file(predictor, options)


def _given(options: argparse.Namespace) -> dict[str, str]:
    """What the command line says of the customer, as it is typed: numbers, and the country."""
    from core.models.given import NAMED

    texts = {name: getattr(options, name) for name in MEASURES if getattr(options, name) is not None}
    for text in options.feature:
        name, equals, value = text.partition("=")
        if not equals or name.strip() not in NAMED:
            close = nearest(name.strip(), NAMED)
            raise UsageError(
                f"--feature {text!r} names no number of a customer: it is NAME=NUMBER.",
                f"Did you mean {close}={value or 'NUMBER'}?"
                if close
                else f"The names are: {', '.join(NAMED)}.",
            )
        _refuse_twice(name.strip(), value, texts)
        texts[name.strip()] = value
    return texts


def _refuse_twice(name: str, value: str, texts: Mapping[str, str]) -> None:
    """One of two numbers would be ignored, and nobody knows which of them is meant."""
    if name in texts:
        other = f"--{name} {texts[name]}" if name in MEASURES else f"--feature {name}={texts[name]}"
        raise given_twice(name, other, f"--feature {name}={value}")


def _one(predictor: Predictor, texts: dict[str, str], options: argparse.Namespace) -> int:
    found = predictor.predict(**texts)
    if options.json:
        print_json(found.to_dict())
    elif not options.quiet:
        from cli.predicted import print_prediction

        print_prediction(predictor.model, found)
    return 0


def _file(predictor: Predictor, options: argparse.Namespace) -> int:
    from cli.messages import warn_of_left_out
    from cli.progress import progress_line
    from core.models.predictor import refuse_decided
    from core.source.find import named_files, refuse_source

    asked = recipe_from(options)
    for text in options.set:
        key, _, value = text.partition("=")
        refuse_decided(key.strip(), value, f"--set {text!r}")
    out = path_in(options.out) if options.out else None
    if out is not None:
        # Before the work, not after it; the model would be lost as a source would.
        refuse_source(out, [path_in(options.model), *named_files(asked.source.paths)])
        if out.is_file() and not options.force:
            raise OutputError(
                f"There is a file {str(out)!r} already, and nothing was written.",
                "Name another one, or have it replaced with --force.",
            )
    with (
        progress_line(quiet=options.json or options.quiet) as progress,
        predictor.study(asked, progress=progress.say, watch=progress.watch) as study,
    ):
        found = predictor.predict_study(study)
        written = found.write(out, overwrite=options.force) if out is not None else None
        progress.stop()
        warn_of_left_out(study)
    if options.json:
        print_json({**found.to_dict(), "written": str(written) if written else None})
    elif not options.quiet:
        from cli.predicted import print_scored

        print_scored(predictor.model, found.sums, written)
    return 0
