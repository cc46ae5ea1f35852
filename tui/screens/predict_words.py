"""The sentences of the screen Predict: what a kept model holds, and what to do about a file that cannot be scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.classifiers.naming import LONG_NAMES
from core.errors import RegularsError
from core.recipe import ClassifierPart
from tui.text import counted, decimal, plain, whole
from tui.wording import in_app

if TYPE_CHECKING:
    from core.models.classes import KeptClassifier
    from core.models.kept import KeptGroups, Model
    from core.models.shelf import OnShelf

UNJUDGED = "how well is not in the file"


def will_hold(groups: KeptGroups | None, part: ClassifierPart | None) -> str:
    """What a model that is kept now will hold; `part` is what the recipe says of classifiers, where they are kept."""
    told = f"It will hold how customers are scored; {grouped(groups) or 'no clusters (screen 5 says why)'}; "
    if part is None:
        return told + "no classifiers (on screen 6 Enter chooses one). No customer is in it."
    return (
        f"{told}{_by(part.active, _targets(part))}, which learns first, as far as that can be judged. No customer is in it,"
        " but the numbers that classifiers learn from are, without ids."
    )


def holds(model: Model) -> str:
    """What a model that was kept holds, in short."""
    by_model: dict[str, list[str]] = {}
    for one in model.classifiers:
        by_model.setdefault(one.model, []).append(one.target)
    classifiers = [_by(name, targets) for name, targets in by_model.items()]
    return ", ".join([grouped(model.groups) or "no clusters", *(classifiers or ["no classifiers"])])


def grouped(groups: KeptGroups | None) -> str:
    """How many groups there are, and how they were made; empty without any."""
    return f"{counted(len(groups.names), 'cluster')} ({groups.model.method})" if groups is not None else ""


def _by(model: str, targets: Sequence[str]) -> str:
    return f"{LONG_NAMES[model]} for {', '.join(targets)}"


def _targets(part: ClassifierPart) -> Sequence[str]:
    return list(dict.fromkeys((*part.targets, part.active_target)))


def told(one: OnShelf) -> str:
    """A kept file in words, a line for where it comes from, its clusters and each classifier."""
    if one.model is None:
        return plain(one.problem, 400)
    return "\n".join(plain(line, 500) for line in _lines(one.name, one.model))


def _lines(name: str, model: Model) -> Iterator[str]:
    origin, groups = model.origin, model.groups
    learned = (
        f"{name}: learned from {counted(origin.customers, 'customer')} in {counted(origin.rows, 'row')} of"
        f" {', '.join(origin.files) or 'a source without a name'}"
    )
    day = f", as of {origin.as_of}" if origin.as_of else ""
    span = f", bought from {origin.first[:10]} to {origin.last[:10]}" if origin.first and origin.last else ""
    yield f"{learned}{day}{span}. Enter predicts by it."
    yield _groups(groups) if groups is not None else "No clusters."
    if not model.classifiers:
        yield "No classifiers."
    for classifier in model.classifiers:
        yield _classifier(classifier)


def _groups(groups: KeptGroups) -> str:
    criteria = groups.evaluation.get("criteria")
    silhouette = criteria.get("silhouette") if isinstance(criteria, dict) else None
    worth = f"silhouette {decimal(silhouette, 2)}" if isinstance(silhouette, float) else UNJUDGED
    by = ", ".join(feature.name for feature in groups.model.features)
    names = ", ".join(
        f"{name.name} {whole(size)}" for name, size in zip(groups.names, groups.customers, strict=True)
    )
    return f"{grouped(groups)} by {by}, {worth}: {names}."


def _classifier(kept: KeptClassifier) -> str:
    """What a classifier predicts and by what, which question it was judged by, and how it did beside the best baseline."""
    auc, said = kept.evaluation.get("auc"), kept.evaluation
    question = str(said.get("question", ""))
    figure = f"AUC {decimal(auc, 3)}. " if isinstance(auc, float) else ""
    worth = figure + str(said.get("verdict", "")) or f"{UNJUDGED}."
    asked = f" ({question})" if question else ""
    return f"{kept.target} by {LONG_NAMES[kept.model]}{asked}: {worth}"


def about_file(error: RegularsError, name: str, *, is_kept: bool) -> RegularsError:
    """An error of a file that is scored: what the screens could do about it, they would do about what is open."""
    if in_app(error.cure) == error.cure and "screen Data" not in error.cure:
        return error
    keeping = "" if is_kept else "keep the model with m and take it in the part Models, "
    return RegularsError(
        error.what,
        f"To choose how {plain(name, 60)} is read, {keeping}open the file with o, choose on the screen Data, then score it here:"
        " it is read as chosen there. `regulars predict` takes the same choices with --map and --set.",
    )
