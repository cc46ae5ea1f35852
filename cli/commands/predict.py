"""`regulars predict`: what a kept model says of one customer, or of all in a file."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cli.json_output import print_json
from cli.parser import given_twice
from core.classifiers.features import COLUMNS_OF, COUNTRY
from core.clusters.features import FEATURES
from core.errors import OutputError, RegularsError, UsageError
from core.scores import MEASURES
from core.suggest import nearest

if TYPE_CHECKING:
    from core.models.kept import Model

# What can be said of a customer beside the three measures.
NAMED = tuple(dict.fromkeys((*FEATURES, *(column for named in COLUMNS_OF.values() for column in named))))
# What a file can be written as.
ENDINGS = (".csv", ".parquet", ".xlsx")
# What says how a file is read.
READING = ("set", "map", "sheet", "as_of")


def execute(options: argparse.Namespace) -> int:
    """Ask the model, and print what it says."""
    from core.models.kept import Model

    given = _given(options)
    if bool(given) == bool(options.source):
        raise UsageError(
            "A model is asked about one customer or about a file, and here it is both."
            if given
            else "Nobody is named to ask the model about.",
            "Give --recency, --frequency and --monetary, or a file: regulars predict MODEL sales.csv",
        )
    if options.out and (given or Path(options.out).suffix.casefold() not in ENDINGS):
        raise UsageError(
            "--out takes the customers of a file, and one customer is printed."
            if given
            else f"{options.out!r} does not say what to write.",
            f"Name a file that ends in {', '.join(ENDINGS)}, beside a file to score.",
        )
    reading = [name for name in READING if getattr(options, name)]
    if given and reading:
        raise UsageError(
            f"--{reading[0].replace('_', '-')} says how a file is read, and one customer is asked about, so it would be ignored.",
            "Leave it out, or name a file in place of the customer's numbers.",
        )
    model = Model.load(Path(options.model))
    return _one(model, given, options) if given else _file(model, options)


def _given(options: argparse.Namespace) -> dict[str, str]:
    """What the command line says of the customer, as it is typed: numbers, and the country."""
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


def _one(model: Model, texts: dict[str, str], options: argparse.Namespace) -> int:
    from core.models.asking import ask_one, taught
    from core.models.given import given_number, least_of
    from core.models.predicting import predict_one

    country = texts.pop(COUNTRY, None)
    given: dict[str, float | None] = {
        name: given_number(text, name, least=least_of(model, name)) for name, text in texts.items()
    }
    lacking = [
        name for name in MEASURES if given.get(name) is None and getattr(model.population, name).values
    ]
    if lacking:
        raise UsageError(
            f"The model scores by {', '.join(MEASURES)}, and {' and '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} not given.",
            f"Give {'it' if len(lacking) == 1 else 'them'}: "
            + " ".join(f"--{name} NUMBER" for name in lacking),
        )
    found = predict_one(model, given, country)
    said = ask_one(taught(model), given, country)
    if options.json:
        classifiers = {"classifiers": [one.to_dict() for one in said]} if said else {}
        print_json({**found.to_dict(), **classifiers})
    elif not options.quiet:
        from cli.predicted import print_prediction

        print_prediction(model, found, said)
    return 0


def _refuse_decided(options: argparse.Namespace) -> None:
    """Settings that make no difference to what a model says of a file."""
    from core.models.scoring import decided_by_model

    for text in options.set:
        if decided_by_model(text.partition("=")[0].strip()):
            raise UsageError(
                f"--set {text!r} is for the model to decide, which was learned with a setting of its own, so it would be ignored.",
                "Leave it out, or learn another model with it: regulars run SOURCE --save-model FILE"
                f" --set {shlex.quote(text)}",
            )


def _file(model: Model, options: argparse.Namespace) -> int:
    from cli.messages import warn_of_left_out
    from cli.progress import progress_line
    from cli.recipes import recipe_from
    from core.models.scoring import as_learned, score, told_beside_a_model, write_scored
    from core.source.find import named_files, refuse_source
    from core.study import Study

    asked = recipe_from(options)
    _refuse_decided(options)
    out = Path(options.out).expanduser() if options.out else None
    if out is not None:
        # Before the work, not after it; the model would be lost as a source would.
        refuse_source(out, [Path(options.model).expanduser(), *named_files(asked.source.paths)])
        if out.is_file() and not options.force:
            raise OutputError(
                f"There is a file {str(out)!r} already, and nothing was written.",
                "Name another one, or have it replaced with --force.",
            )
    recipe = as_learned(model, asked)
    with (
        progress_line(quiet=options.json or options.quiet) as progress,
        Study(recipe, progress=progress.say) as study,
    ):
        progress.watch(study)
        try:
            found = score(model, study)
        except RegularsError as error:
            error.cure = told_beside_a_model(error.cure, asked.source.paths)
            raise
        written = write_scored(study, out, overwrite=options.force) if out is not None else None
        progress.stop()
        warn_of_left_out(study)
    if options.json:
        print_json({**found.to_dict(), "written": str(written) if written else None})
    elif not options.quiet:
        from cli.predicted import print_scored

        print_scored(model, found, written)
    return 0
