"""The models of one target on their way: each is judged beside whatever else is asked, k-NN first, and told as soon as it is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from core.classifiers.judging import Answers, ask_all, ask_alone
from core.classifiers.learning_curve import of_sample
from core.classifiers.naming import BASELINES, LONG_NAMES
from core.classifiers.records import best_baseline, first_record, marked, record
from core.classifiers.staying import staying_of
from core.classifiers.targets import TARGETS
from core.errors import RegularsError
from core.views.classified_curves import curves_of

if TYPE_CHECKING:
    from core.classifiers.classified import Classified
    from core.classifiers.records import Marked
    from core.classifiers.staying import Staying
    from core.classifiers.told import Curves, Reached
    from core.recipe import ClassifierPart

Told = tuple[dict[str, Any], "tuple[Curves, ...]", int]
# How much is said of a model: its own figures, those beside the best baseline, and how much each feature matters.
ALONE, COMPARED, WHOLE = range(3)
# The model that is looked at first.
FIRST = "knn"


class JudgedModels:
    """One target's models. It holds no connection, so it outlives the study that it was prepared by."""

    def __init__(self, classified: Classified, target: str, part: ClassifierPart) -> None:
        self.exam = classified.exams.exam(target)
        self.question = TARGETS[target].question
        self.repeats = classified.exams.repeats(target)
        self.order = classified.models_for(target)
        self.notes = classified.exams.notes
        self.done, self.of = 0, len(self.order) * len(self.exam.parts)
        self.doing = "judging models"
        self._part = part
        self._there = classified.exams.rows_there(target)
        self._marked: dict[str, Marked] = {}
        self._told: dict[str, Told] = {}
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stops = threading.Event()
        self._failed: Exception | None = None

    @property
    def is_done(self) -> bool:
        """Whether everything is said of every model."""
        return len(self._told) == len(self.order) and all(
            stage == WHOLE for _, _, stage in self._told.values()
        )

    def begin(self) -> Iterator[None]:
        """Judge the first model a part at a time, before anybody has asked for any; nothing else may be worked on meanwhile."""
        if FIRST not in self.order:
            return
        answers = []
        for place in range(len(self.exam.parts)):
            answers.append(ask_alone(self.exam, FIRST, place, self._part))
            self._say(0, place + 1, 0, FIRST)
            yield
        self._mark(Answers(FIRST, tuple(answers)))

    def go_on(self) -> None:
        """Work on what is not there yet."""
        if self.is_done or (
            self._thread is not None and self._thread.is_alive() and not self._stops.is_set()
        ):
            return
        self.call_off()
        if self._thread is not None:
            self._thread.join()
        self._stops.clear()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def call_off(self) -> None:
        """Begin nothing more."""
        self._stops.set()

    def news(self, have: Mapping[str, int], seconds: float) -> list[Told]:
        """What is known beyond `have`, how much is known of each model; where that is nothing, it is waited for so long."""
        with self._news:
            self._news.wait_for(lambda: self._beyond(have) or self._failed is not None, seconds)
            if self._failed is not None:
                failed, self._failed = self._failed, None
                raise failed
            return self._beyond(have)

    def _beyond(self, have: Mapping[str, int]) -> list[Told]:
        return [told for name, told in self._told.items() if told[2] > have.get(name, -1)]

    def marked(self, model: str) -> Marked:
        """The predictions of a model; RegularsError where they are not there yet."""
        found = self._marked.get(model)
        if found is None:
            raise RegularsError(f"{LONG_NAMES[model]} is not there yet.", "It is being judged: wait for it.")
        return found

    def seconds(self, model: str) -> tuple[float, float]:
        """How long a model took to learn and to predict, in all parts together."""
        parts = self._marked[model].answers.parts
        return sum(part.fitted.seconds for part in parts), sum(part.seconds for part in parts)

    def budget(self, model: str, contacts: int) -> list[Reached]:
        """What so many contacts at each cut-off would have reached."""
        from core.classifiers.budget import spent_on

        return spent_on(self.exam, self.marked(model).answers, contacts)

    def _work(self) -> None:
        try:
            self._judge()
            self._weigh()
        except Exception as error:  # it is raised where somebody waits
            with self._news:
                self._failed = error
                self._news.notify_all()

    def _judge(self) -> None:
        """Have every model learn and answer: k-NN, which is looked at first, then what it is compared with, then the others."""
        rest = sorted(self.order, key=lambda name: name not in BASELINES)
        for models in (
            [name for name in self.order if name == FIRST],
            [name for name in rest if name != FIRST],
        ):
            missing = [name for name in models if name not in self._marked]
            before = len(self._marked) * len(self.exam.parts)
            with closing(ask_all(self.exam, missing, self._part, partial(self._say, before))) as coming:
                for answers in coming:
                    self._mark(answers)
                    if self._stops.is_set():
                        return

    def _say(self, before: int, done: int, _: int, model: str) -> None:
        self.done = before + done
        self.doing = f"{LONG_NAMES[model]}, {self.done} of {self.of}"

    def _mark(self, answers: Answers) -> None:
        self._marked[answers.model] = marked(self.exam, answers, self._part.seed)
        self._tell(answers.model)

    def _tell(self, model: str) -> None:
        """Tell of a model; of those before it too, once the last baseline is there."""
        is_compared = all(name in self._marked for name in self.order if name in BASELINES)
        waited = [name for name in self._marked if name not in self._told or self._told[name][2] == ALONE]
        for name in waited if is_compared else [model]:
            mine = self._marked[name]
            told = (
                self._record(mine, weighs_features=False)
                if is_compared
                else first_record(self.exam, mine, self.repeats, self._part.seed)
            )
            self._put(name, (told, curves_of(mine.judged), COMPARED if is_compared else ALONE))

    def _weigh(self) -> None:
        """What takes longest and is looked at last: how much each feature matters to each model."""
        for name in self.order:
            if self._stops.is_set():
                return
            if name in self._told and self._told[name][2] == COMPARED:
                self.doing = f"importance of features to {LONG_NAMES[name]}"
                mine = self._marked[name]
                told = self._record(mine)
                told |= of_sample(self.exam, mine.answers, self._there, self._part)
                self._put(name, (told, self._told[name][1], WHOLE))

    def _record(self, mine: Marked, *, weighs_features: bool = True) -> dict[str, Any]:
        """What is written of a model beside what can be had without one; the last baseline has to be there."""
        baseline = self._marked[best_baseline(self._marked)]
        return record(
            self.exam,
            mine,
            baseline,
            self.repeats,
            self._part.seed,
            weighs_features=weighs_features,
            stays=self._stays,
        )

    @cached_property
    def _stays(self) -> Staying | None:
        return staying_of(self.exam, self._part.seed)

    def _put(self, name: str, told: Told) -> None:
        with self._news:
            self._told[name] = told
            self._news.notify_all()
