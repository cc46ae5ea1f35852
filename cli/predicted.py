"""What a model says, for people to read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from cli.drawing import (
    LEFT,
    RIGHT,
    console,
    counted,
    kept_of,
    let_names_wrap,
    print_list,
    print_sentence,
    share,
    show,
    table_of,
)
from core.classifiers.naming import LONG_NAMES
from core.ledger import KEPT

if TYPE_CHECKING:
    from core.models.asking import Said
    from core.models.kept import Model
    from core.models.predictor import CustomerPrediction
    from core.models.scored import Count, Scored, ScoredClasses


def print_prediction(model: Model, predicted: CustomerPrediction) -> None:
    """One customer."""
    found, said = predicted.placed, predicted.said
    out, at = console(), found.placing
    out.print(Text(f"{at.segment}, tier {at.tier}, scores {at.rfm}", style="bold"))
    worse = ", ".join(
        f"{count:,} {words}"
        for count, words in zip(
            at.worse, ("away longer", "with fewer orders", "with less money"), strict=True
        )
    )
    print_sentence(out, Text(f"Among {_learned_from(model)}: {worse}."))
    if found.nearness:
        likelihoods = any(one.probability is not None for one in found.nearness)
        table = table_of(
            ("cluster", LEFT), ("distance", RIGHT), *([("likely", RIGHT)] if likelihoods else [])
        )
        let_names_wrap(table)
        for one in found.nearness:
            likely = [] if one.probability is None else [f"{100 * one.probability:.1f} %"]
            style = "bold" if one.cluster == found.cluster else ""
            table.add_row(one.name, f"{one.distance:.2f}", *likely, style=style)
        show(out, table)
    for answer in said:
        _print_said(answer)
    print_list(out, "The least that leads further", [move.text for move in found.moves])
    print_list(out, "Beware", [*found.outside, *(answer.doubt for answer in said if answer.doubt)])


def _print_said(said: Said) -> None:
    """The chance of each class, and what that is worth."""
    out = console()
    table = table_of((f"{said.target}, by {said.by}", LEFT), ("probability", RIGHT))
    for name, chance in said.chances:
        table.add_row(name, f"{100 * chance:.1f} %", style="bold" if name == said.decided else "")
    show(out, table)
    for sentence in said.sentences:
        print_sentence(out, Text(sentence))


def print_scored(model: Model, found: Scored, written: Path | None) -> None:
    """The customers of a file, in sums."""
    out = console()
    out.print(Text(f"{counted(found.customers, 'customer')}{_on(found.as_of)}", style="bold"))
    print_sentence(out, Text(f"Scored by what was learned from {_learned_from(model)}. {_kept(found)}"))
    for kind, counts in (("tier", found.tiers), ("segment", found.segments), ("cluster", found.clusters)):
        if counts:
            _print_counts(kind, counts, found.customers, model.origin.customers)
    for classes in found.classifiers:
        _print_classes(classes, found.customers)
    if found.drift:
        table = table_of(
            ("against the model", "left"),
            ("whom", "left"),
            ("customers", "right"),
            ("PSI", "right"),
            ("KS", "right"),
            ("moved", "left"),
        )
        for one in found.drift:
            table.add_row(
                one.measure, one.whom, f"{one.customers:,}", f"{one.psi:.3f}", f"{one.ks:.3f}", one.words
            )
        show(out, table)
    print_list(out, "Beware", found.warnings)
    print_list(out, "A second look", found.notes)
    if written:
        print_list(out, "Written", [str(written)])


def _print_classes(found: ScoredClasses, customers: int) -> None:
    """How many customers are placed in each class of a target."""
    repeats = f", {found.repeats}" if found.repeats else ""
    table = table_of(
        (f"{found.target}, by {LONG_NAMES[found.model]}{repeats}", LEFT),
        ("customers", RIGHT),
        ("share", RIGHT),
        ("learned from", RIGHT),
        ("share", RIGHT),
    )
    rows = sum(one.learned_from for one in found.classes)
    for one in found.classes:
        table.add_row(
            one.name,
            f"{one.customers:,}",
            share(one.customers, customers),
            f"{one.learned_from:,}",
            share(one.learned_from, rows),
        )
    show(console(), table)


def _kept(found: Scored) -> str:
    """How many rows of the file count, and which rules took the others."""
    taken = [f"{line.rule} {line.rows:,}" for line in found.ledger if line.rows and line.rule != KEPT]
    return kept_of(found.kept, found.rows) + (f"; the ledger took: {', '.join(taken)}." if taken else ".")


def _learned_from(model: Model) -> str:
    return f"{counted(model.origin.customers, 'customer')}{_on(model.origin.as_of)}"


def _on(as_of: str) -> str:
    return f" as of {as_of}" if as_of else ""


def _print_counts(kind: str, counts: Sequence[Count], customers: int, learned_from: int) -> None:
    table = table_of(
        (kind, "left"),
        ("customers", "right"),
        ("share", "right"),
        ("in the model", "right"),
        ("share", "right"),
    )
    let_names_wrap(table)
    for one in counts:
        table.add_row(
            one.name,
            f"{one.customers:,}",
            share(one.customers, customers),
            f"{one.in_model:,}",
            share(one.in_model, learned_from),
        )
    show(console(), table)
