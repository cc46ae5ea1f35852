"""What the screen Models asks of a study: its models for one target as they come, whom they place wrongly, and why."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, Any

from core.classifiers.targets import FIDELITY, TARGETS
from core.errors import RegularsError

if TYPE_CHECKING:
    from core.classifiers.told import Curves, Reached, Reason
    from core.recipe import Recipe
    from core.remote.judged_models import JudgedModels
    from core.study import Study

# How long an answer waits for the next model: other calls, and who cancels, come in between.
PATIENCE_S = 0.3
# Looking back to a day takes a moment with so many orders; with more it would keep waiting who asks for something else.
MOST_ORDERS_AHEAD = 300_000
# Targets whose models are kept at hand, each with its customers.
MOST_AT_HAND = 4


@dataclass(frozen=True, slots=True)
class ModelTold:
    """One model: its record as a run writes it, and what is drawn of it."""

    record: dict[str, Any]
    curves: tuple[Curves, ...]
    learning_s: float
    """How long learning took, in all parts of the judging together."""
    saying_s: float
    """How long predicting took, in all parts together."""
    sample: str
    """What more rows would have taught it, in words; empty where it learned from all."""
    stage: int
    """How much is said: 0 its own figures, 1 those beside the best baseline, 2 how much each feature matters."""


@dataclass(frozen=True, slots=True)
class Models:
    """The models of one target as far as they are there."""

    target: str
    question: str
    repeats: str
    """The mark of a target whose label is a function of the features; empty for others."""
    classes: tuple[str, ...]
    order: tuple[str, ...]
    """Every model that there will be, baselines last; empty while it is looked back to the days that they learn at."""
    news: tuple[ModelTold, ...]
    """What was not known to who asked."""
    notes: tuple[str, ...]
    done: int
    of: int
    doing: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class NoModels:
    """Why a target cannot be judged, and what to do about it: no failure of the run, which goes on without it."""

    what: str
    cure: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """Whom a model places wrongly: a file of them, how many, and of how many."""

    path: str
    rows: int
    of: int


# What was judged outlives the study of one recipe: another active model changes nothing of it.
_at_hand: OrderedDict[str, JudgedModels] = OrderedDict()


def models(study: Study, target: str, have: Mapping[str, int]) -> Models | NoModels:
    """What is known by now of a target's models, beyond `have`, the stage of each that is known; the rest is worked on meanwhile."""
    try:
        if (looking := _looking_back(study, target)) is not None:
            return looking
        found = _judged(study, target)
    except RegularsError as error:
        return NoModels(error.what, error.cure)
    found.go_on()
    study.say(found.doing)
    news = found.news(have, PATIENCE_S)
    study.say(found.doing)
    return Models(
        target=target,
        question=found.question,
        repeats=found.repeats,
        classes=found.exam.classes,
        order=found.order,
        news=tuple(_told(found, *one) for one in news),
        notes=found.notes,
        done=found.done,
        of=found.of,
        doing=found.doing,
        is_done=found.is_done,
    )


def _looking_back(study: Study, target: str) -> Models | None:
    """How far it is looked back to the days that models of what happens next learn at, a few days at a time; None once it is done."""
    exams, question = study.classifiers.exams, TARGETS[target].question
    if question == FIDELITY or not exams.has_past or _key(study, target) in _at_hand:
        return None
    exams.check_long_enough(target)
    began, end = monotonic(), study.as_of
    for day in exams.look_back():
        if monotonic() - began >= PATIENCE_S:
            assert end is not None  # noqa: S101  a study with a past has it
            earliest = exams.cut_offs[0].learned_at[-1]
            done, of = ((end - one).days // study.recipe.classifier.horizon_days for one in (day, earliest))
            doing = f"looking back to {day} ({done} of {of})"
            return Models(target, question, "", (), (), (), (), done, of, doing, is_done=False)
    return None


def days_looked_back(first: str, as_of: str, horizon_days: int) -> int:
    """To how many days it is looked back where purchases begin on `first`; 0 where that is not known."""
    if not first or not as_of:
        return 0
    # Before each of them there is at least one horizon of sales, and one after.
    horizons = (date.fromisoformat(as_of) - date.fromisoformat(first[:10])).days // horizon_days
    return max(0, horizons - 1)


def ahead(study: Study) -> Iterator[object]:
    """What the models of the active target begin with, step by step, before anybody asks for them: past days, and the first model."""
    exams, target = study.classifiers.exams, study.recipe.classifier.active_target
    if not exams.has_past or study.report.orders > MOST_ORDERS_AHEAD:
        return
    yield from exams.look_back()
    from core.remote.judged_models import JudgedModels

    key = _key(study, target)
    if key in _at_hand:
        return
    found = JudgedModels(study.classifiers, target, study.recipe.classifier)
    for step in found.begin():
        yield step
        if key in _at_hand:  # somebody has asked
            return
    _keep_at_hand(key, found)


def _told(found: JudgedModels, record: dict[str, Any], curves: tuple[Curves, ...], stage: int) -> ModelTold:
    from core.classifiers.learning_curve import in_words

    return ModelTold(record, curves, *found.seconds(record["model"]), in_words(record), stage)


def call_off(study: Study, target: str) -> None:
    """Work on no more models of a target until they are asked for again."""
    found = _at_hand.get(_key(study, target))
    if found is not None:
        found.call_off()


def budget(study: Study, target: str, model: str, contacts: int) -> list[Reached]:
    """What each way of choosing so many customers would have reached at each past cut-off."""
    return _judged(study, target).budget(model, contacts)


def wrong(study: Study, target: str, model: str) -> Wrong:
    """Whom a model places wrongly, the furthest from the truth first, as a file in the workspace."""
    from core.classifiers.mistakes import write_mistakes

    found = _judged(study, target)
    marked = found.marked(model)
    key = hashlib.blake2b(f"{_key(study, target)}|{model}".encode(), digest_size=12).hexdigest()
    workspace = study.workspace
    with workspace.writing("wrong", key, ".parquet") as path:
        rows = write_mistakes(path, found.exam, marked)
    return Wrong(str(workspace.path("wrong", key, ".parquet")), rows, len(marked.judged.truth))


def why(study: Study, target: str, model: str, customer_id: str, cut_off: str) -> Reason:
    """Why a model places a customer where it does."""
    from core.classifiers.mistakes import reason

    found = _judged(study, target)
    return reason(found.exam, found.marked(model), customer_id, cut_off)


def _judged(study: Study, target: str) -> JudgedModels:
    """The models of a target, made or being made; those of any other target wait."""
    from core.remote.judged_models import JudgedModels

    key = _key(study, target)
    found = _at_hand.pop(key, None)
    if found is None:
        found = JudgedModels(study.classifiers, target, study.recipe.classifier)
        found.go_on()
    for other in _at_hand.values():
        other.call_off()
    _keep_at_hand(key, found)
    return found


def _keep_at_hand(key: str, found: JudgedModels) -> None:
    _at_hand[key] = found
    while len(_at_hand) > MOST_AT_HAND:
        _at_hand.popitem(last=False)


def question_of(recipe: Recipe, target: str) -> Recipe:
    """What of a recipe the judging of a target depends on."""
    asked = recipe.classifier
    judged_by = replace(asked, on=False, targets=(target,), active="", contacts=0)
    judged_by = replace(judged_by, active_target="buys again")
    if TARGETS[target].question == FIDELITY:
        # Nothing that comes later is asked of it.
        judged_by = replace(judged_by, horizon_days=type(asked)().horizon_days)
    return replace(recipe, classifier=judged_by)


def _key(study: Study, target: str) -> str:
    """What tells the judging of a target from any other."""
    parts = question_of(study.recipe, target).part_key("classifier", "clusters", "segments")
    return f"{study.customers_key}|{parts}"
