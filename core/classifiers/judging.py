"""Predictions to judge models by: of folds that were not learned from, and of what came after a cut-off."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.intervals import numbered
from core.classifiers.models import Fitted, Lesson, fit
from core.classifiers.naming import ALONE, BLIND
from core.classifiers.targets import TARGETS
from core.clusters.fitting import one_thread, short_turns, without_warnings
from core.engine import usable_cores

if TYPE_CHECKING:
    from core.classifiers.cut_offs import CutOff
    from core.classifiers.known import Known, Texts
    from core.clusters.model import Labels, Numbers
    from core.recipe import ClassifierPart

# A class with fewer rows cannot be learned: a curve of chances is fitted in three parts.
FEWEST_TO_LEARN = 5
NO_CLASS = -1


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the judging: rows to learn from, and rows to be judged by, that have nothing in common that would tell."""

    lesson: Lesson
    ids: Texts
    values: Numbers
    truth: Labels
    cut_off: date | None
    """The day that all of it is as of."""
    until: date | None
    """The first day that no longer counts; None for labels of that day itself."""
    learned_at: tuple[date, ...]
    facts: Mapping[str, Numbers]
    stays: Labels | None = None
    """The class that each row has at the cut-off already, `NO_CLASS` where it is none of the exam's; None where the label is none that anybody has."""


@dataclass(frozen=True, slots=True)
class Exam:
    """All parts of one target's judging, the same for every model."""

    target: str
    classes: tuple[str, ...]
    parts: tuple[Part, ...]
    countries: Mapping[float, str]

    @property
    def seen(self) -> tuple[str, ...]:
        """The columns that models see."""
        return self.parts[0].lesson.seen


def customers_of(exam: Exam) -> Labels:
    """A number for each row's customer."""
    return numbered(np.concatenate([part.ids for part in exam.parts]))


@dataclass(frozen=True, slots=True)
class Answer:
    """What one model says of one part."""

    fitted: Fitted
    chances: Numbers
    decided: Labels
    seconds: float
    """How long saying it took."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What one model says of all parts."""

    model: str
    parts: tuple[Answer, ...]


def ask(exam: Exam, model: str, place: int, part: ClassifierPart) -> Answer:
    """Let a model learn for one part, and say what it thinks of it."""
    here = exam.parts[place]
    fitted = fit(model, _lesson(exam, model, place), part)
    places = [here.lesson.columns.index(column) for column in fitted.columns]
    began = time.perf_counter()
    chances = fitted.probabilities(here.values[:, places])
    return Answer(fitted, chances, fitted.decided(chances), time.perf_counter() - began)


def _lesson(exam: Exam, model: str, place: int) -> Lesson:
    """What a model learns from for one part.

    Of folds, one that looks at no feature counts the classes of all customers: counted in each fold's rest anew, the shares
    would differ a little from fold to fold, and put customers in an order that says nothing but the fold they were in.
    """
    here = exam.parts[place]
    if model not in BLIND or here.until is not None:
        return here.lesson
    return replace(
        here.lesson,
        values=np.concatenate([part.values for part in exam.parts]),
        truth=np.concatenate([part.truth for part in exam.parts]),
        whose=customers_of(exam),
    )


def ask_all(
    exam: Exam,
    models: Sequence[str],
    part: ClassifierPart,
    progress: Callable[[int, int, str], None] | None = None,
) -> Generator[Answers, None, None]:
    """Every model as soon as it has answered, in their order as far as that goes; closing the iterator calls the rest off."""
    from joblib import Parallel, delayed

    tasks = [(model, place) for model in models for place in range(len(exam.parts))]
    found: dict[str, dict[int, Answer]] = {model: {} for model in models}
    # Threads, as what takes long runs without the interpreter's lock; each with one of its own, or they would wait for each other.
    parallel = Parallel(
        n_jobs=usable_cores(),
        backend="threading",
        return_as="generator_unordered",
        pre_dispatch="n_jobs",
        batch_size=1,
    )
    with one_thread(), short_turns(), without_warnings():
        work: Any = (delayed(_numbered)(exam, model, place, part) for model, place in tasks)
        for done, (model, place, answer) in enumerate(parallel(work), 1):
            found[model][place] = answer
            if progress is not None:
                progress(done, len(tasks), model)
            if len(found[model]) == len(exam.parts):
                yield Answers(model, tuple(found[model][number] for number in range(len(exam.parts))))


def ask_alone(exam: Exam, model: str, place: int, part: ClassifierPart) -> Answer:
    """What `ask_all` asks of a single model for a single part."""
    with without_warnings():
        return _numbered(exam, model, place, part)[2]


def _numbered(exam: Exam, model: str, place: int, part: ClassifierPart) -> tuple[str, int, Answer]:
    with one_thread():
        return model, place, ask(exam, model, place, part)


def fidelity_exam(
    target: str, known: Known, columns: Sequence[str], part: ClassifierPart, order: Sequence[str]
) -> Exam:
    """Stratified folds: each customer is placed by models that learned from the others.

    Classes with fewer customers than there are folds are left out; `order` is in which classes stand.
    """
    from sklearn.model_selection import StratifiedKFold

    labels = known.labels[target]
    classes = _classes([labels], part.folds, order)
    kept = np.isin(labels, classes)
    truth = _coded(labels[kept], classes)
    held = _held([known], columns)
    values, ids = known.seen(held)[kept], known.ids[kept]
    facts = {name: fact[kept] for name, fact in known.facts.items()}
    parts = []
    folds = StratifiedKFold(part.folds, shuffle=True, random_state=part.seed)
    for learned, judged in folds.split(values, truth):
        lesson = Lesson(
            values[learned], held, truth[learned], learned, len(classes), part.seed, tuple(columns)
        )
        here = {name: fact[judged] for name, fact in facts.items()}
        parts.append(Part(lesson, ids[judged], values[judged], truth[judged], known.day, None, (), here))
    return Exam(target, classes, tuple(parts), known.countries)


def validity_exam(
    target: str,
    at: Mapping[date, Known],
    cut_offs: Sequence[CutOff],
    columns: Sequence[str],
    part: ClassifierPart,
    order: Sequence[str],
) -> Exam:
    """Every cut-off: models learn at earlier ones whose windows had ended by then."""
    classes = _classes([known.labels[target] for known in at.values()], 1, order)
    parts = []
    for cut_off in cut_offs:
        now = at[cut_off.day]
        earlier = [at[day] for day in cut_off.learned_at]
        parts.append(
            Part(
                lesson_of(earlier, target, classes, _held(at.values(), columns), columns, part.seed),
                now.ids,
                now.seen(_held(at.values(), columns)),
                _coded(now.labels[target], classes),
                cut_off.day,
                cut_off.until,
                cut_off.learned_at,
                now.facts,
                _stays(now, target, classes),
            )
        )
    countries: dict[float, str] = {}
    for known in at.values():
        countries |= known.countries
    return Exam(target, classes, tuple(parts), countries)


def _stays(known: Known, target: str, classes: Sequence[str]) -> Labels | None:
    """What a label would be if everybody stayed as they are."""
    now = TARGETS[target].now
    if not now:
        return None
    places = {name: place for place, name in enumerate(classes)}
    return np.array([places.get(name, NO_CLASS) for name in known.labels[now]], dtype=np.int64)


def lesson_of(
    days: Sequence[Known],
    target: str,
    classes: Sequence[str],
    held: tuple[str, ...],
    seen: Sequence[str],
    seed: int,
) -> Lesson:
    """What is to be learned from the customers of these days; classes that are too rare to learn are left out."""
    labels = np.concatenate([known.labels[target] for known in days])
    kept = np.isin(labels, _classes([labels], FEWEST_TO_LEARN, classes))
    whose = np.unique(np.concatenate([known.ids for known in days]).astype(str), return_inverse=True)[1]
    values = np.concatenate([known.seen(held) for known in days])
    truth = _coded(labels[kept], classes)
    return Lesson(values[kept], held, truth, whose[kept], len(classes), seed, tuple(seen))


def _held(everywhere: Iterable[Known], columns: Sequence[str]) -> tuple[str, ...]:
    """The columns that models see, and those of baselines that there are on every day."""
    known = list(everywhere)
    return tuple(
        dict.fromkeys(
            (*columns, *(name for name in sorted(ALONE) if all(name in one.columns for one in known)))
        )
    )


def _classes(labels: Sequence[Texts], fewest: int, order: Sequence[str]) -> tuple[str, ...]:
    """The classes that have so many customers, in their order, and by name where that says nothing."""
    counts = Counter(name for some in labels for name in some if name is not None)
    places = {name: place for place, name in enumerate(order)}
    found = [name for name, count in counts.items() if count >= fewest]
    return tuple(sorted(found, key=lambda name: (places.get(name, len(places)), name)))


def _coded(labels: Texts, classes: Sequence[str]) -> Labels:
    places = {name: place for place, name in enumerate(classes)}
    return np.array([places[name] for name in labels], dtype=np.int64)
