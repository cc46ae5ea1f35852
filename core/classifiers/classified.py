"""The classifiers of a study: each question prepared when it is asked, each model judged when it is wanted, and all of it kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.classifiers.exams import Exams
from core.classifiers.naming import ALONE, BASELINES, MODELS
from core.classifiers.targets import TARGETS
from core.errors import ImpossibleError, RegularsError
from core.sql import file_literal, parquet_copy
from core.table import Table

if TYPE_CHECKING:
    import pandas as pd

    from core.classifiers.active import Learned
    from core.classifiers.records import Marked
    from core.study import Study

Progress = Callable[[int, int, str], None]
# Raised when what is kept changes its meaning.
KEPT_AS = 5


class Classified:
    """What models make of one study's customers.

    >>> study.classifiers.to_pandas(), study.classifiers.predictions.to_pandas()
    """

    def __init__(self, study: Study) -> None:
        self._study = study
        self._part = study.recipe.classifier
        self.exams = Exams(study)
        self._marked: dict[str, dict[str, Marked]] = {}
        self._learned: dict[tuple[str, str], Learned] = {}

    def __repr__(self) -> str:
        """What is asked for, and how many models were judged where that is known already; nothing is worked out for it."""
        targets = ", ".join(self._part.targets)
        if "_told" not in self.__dict__:
            return f"<Classifiers of {targets}, not judged yet>"
        if not self.has_models:
            return f"<No classifiers, as none can be judged of {targets}, for the reason in .notes>"
        others = [target for target in self._part.targets if target not in self.by_target]
        lacking = f"; none of {', '.join(others)}, for the reason in .notes" if others else ""
        return f"<{len(self._records)} judged classifiers, baselines among them, of {', '.join(self.by_target)}{lacking}>"

    def marked(
        self, target: str, models: Sequence[str], progress: Progress | None = None
    ) -> Iterator[Marked]:
        """Each model's predictions as soon as they are there; closing the iterator calls the rest off."""
        from core.classifiers.judging import ask_all
        from core.classifiers.records import marked

        exam = self.exams.exam(target)
        known = self._marked.setdefault(target, {})
        yield from (known[model] for model in models if model in known)
        missing = [model for model in models if model not in known]
        for answers in ask_all(exam, missing, self._part, progress):
            known[answers.model] = marked(exam, answers, self._part.seed)
            yield known[answers.model]

    def records(self, target: str, progress: Progress | None = None) -> list[dict[str, Any]]:
        """What is written of every model for one target, baselines last."""
        from core.classifiers.learning_curve import of_sample
        from core.classifiers.records import best_baseline, record
        from core.classifiers.staying import staying_of

        order = self.models_for(target)
        baselines = [model for model in order if model in BASELINES]
        for _ in self.marked(target, [*baselines, *self._part.models], progress):
            pass
        known, exam = self._marked[target], self.exams.exam(target)
        baseline = known[best_baseline(known)]
        said, there = self.exams.repeats(target), self.exams.rows_there(target)
        stays = staying_of(exam, self._part.seed)
        return [
            record(exam, known[model], baseline, said, self._part.seed, self._part.contacts, stays=stays)
            | of_sample(exam, known[model].answers, there, self._part)
            for model in order
        ]

    def models_for(self, target: str) -> tuple[str, ...]:
        """The models that a target is judged by, and the baselines whose measure there is."""
        known = self.exams.exam(target).parts[0].lesson.columns
        there = (model for model in BASELINES if model not in ALONE or model in known)
        return (*self._part.models, *there)

    # All of it, kept

    @cached_property
    def _key(self) -> str:
        parts = self._study.recipe.part_key(
            "classifier", "clusters", "customers", "scores", "tiers", "segments"
        )
        said = f"{KEPT_AS}|{self._study.customers_key}|{parts}"
        return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()

    @cached_property
    def path(self) -> Path:
        """Every prediction, kept as Parquet."""
        self.models  # noqa: B018  makes both
        found = self._study.workspace.find("classified", self._key, ".parquet")
        return found or self._make()[0]

    @cached_property
    def models(self) -> list[dict[str, Any]]:
        """What is written of every target and model, as in `models.json`; ImpossibleError where no target can be judged."""
        if not self.has_models:
            raise self.refusals[0]
        return self._records

    def to_pandas(self) -> pd.DataFrame:
        """`models`, one row for each target and model, as a pandas DataFrame; what is a list there is one in its cell."""
        import pandas as pd

        return pd.DataFrame(self.models)

    @property
    def predictions(self) -> Table:
        """What every model said of whom, at which cut-off, and what was true: the rows of `predictions.parquet`."""
        return Table(f"SELECT * FROM read_parquet({file_literal(self.path)})", lambda: self._study.connection)

    @property
    def has_models(self) -> bool:
        """Whether any target can be judged."""
        return bool(self._records)

    @property
    def _records(self) -> list[dict[str, Any]]:
        return list(self._told["models"])

    @cached_property
    def refusals(self) -> tuple[ImpossibleError, ...]:
        """Why targets cannot be judged, of each of them."""
        return tuple(ImpossibleError(what, cure) for what, cure in self._told["refused"])

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What deserves a second look: the targets that cannot be judged, and what the customers' columns are worth."""
        return (*self._told["notes"], *self._of_columns)

    @property
    def _of_columns(self) -> Iterator[str]:
        """Which model the customers' columns are by, where they have any, and how it was judged."""
        from core.classifiers.words import of_columns, of_columns_unjudged

        part = self._part
        model, target = part.active, part.active_target
        if not self._says(model, target):
            return
        judged = next((one for one in self.by_target.get(target, ()) if one["model"] == model), None)
        if judged is not None:
            yield of_columns(model, target, judged)
        else:
            yield of_columns_unjudged(model, target, part.models, part.targets)

    @property
    def by_target(self) -> dict[str, list[dict[str, Any]]]:
        """What is written of every model, by target."""
        found: dict[str, list[dict[str, Any]]] = {}
        for model in self._records:
            found.setdefault(model["target"], []).append(model)
        return found

    @property
    def in_short(self) -> tuple[str, ...]:
        """What the models of each target are good for, in words."""
        from core.classifiers.words import budget_line, in_short

        told = []
        for records in self.by_target.values():
            told += [in_short(records, self._part.horizon_days), budget_line(records)]
        return tuple(filter(None, (*told, *self._of_samples)))

    @property
    def _of_samples(self) -> Iterator[str]:
        """Of each target the model with the highest AUC that learned from a sample: what more rows would add."""
        from core.classifiers.learning_curve import in_words

        for records in self.by_target.values():
            told = [one for one in records if one.get("learning_curve") and one["auc"] is not None]
            if told:
                best = max(told, key=lambda one: float(one["auc"]))
                yield in_words(best)

    def to_dict(self) -> dict[str, Any]:
        """Plain data: what is written of every model, what it comes to, and the notes."""
        return {
            "in_short": list(self.in_short),
            "notes": list(self.notes),
            "models": self._records,
        }

    @cached_property
    def _told(self) -> dict[str, Any]:
        workspace = self._study.workspace
        if workspace.find("classified", self._key, ".parquet") is not None:
            known = workspace.find_json("classified", self._key)
            if known is not None and {"models", "notes", "refused"} <= set(known):
                return known
        return self._make()[1]

    def _make(self) -> tuple[Path, dict[str, Any]]:
        from core.classifiers.predictions import write_predictions

        told: dict[str, Any] = {"models": [], "notes": [], "refused": []}
        judged = []
        for target in self._part.targets:
            try:
                told["models"] += self.records(target, self._saying(target))
                judged.append(target)
            except ImpossibleError as error:
                told["refused"].append([error.what, error.cure])
                told["notes"].append(f"{target}: {error.what} {error.cure}")
        told["notes"] += self.exams.notes
        workspace = self._study.workspace
        with workspace.writing("classified", self._key, ".parquet") as path:
            write_predictions(
                path,
                [
                    (self.exams.exam(target), self._marked[target][model])
                    for target in judged
                    for model in self.models_for(target)
                ],
            )
        workspace.keep_json("classified", self._key, told)
        return workspace.path("classified", self._key, ".parquet"), told

    # What is said of every customer of today

    def learned(self, target: str, model: str) -> Learned:
        """A model that has learned from everything that has happened; RegularsError where the target cannot be judged."""
        from core.classifiers.active import Learned, learned_from, lesson_for

        if (target, model) not in self._learned:
            exam = self.exams.exam(target)
            lesson = lesson_for(model, exam, self.exams.learned_from(target), self._part)
            self._learned[target, model] = Learned(exam, lesson, learned_from(lesson, model, self._part))
        return self._learned[target, model]

    def record_of(self, target: str, model: str) -> dict[str, Any]:
        """What is written of one model for one target, beside the best baseline."""
        from core.classifiers.records import best_baseline, record
        from core.classifiers.staying import staying_of

        for one in self._judged_before:
            if (one["target"], one["model"]) == (target, model):
                return one
        baselines = [one for one in self.models_for(target) if one in BASELINES]
        for _ in self.marked(target, list(dict.fromkeys((*baselines, model)))):
            pass
        known, exam = self._marked[target], self.exams.exam(target)
        baseline = known[best_baseline(known)]
        said, stays = self.exams.repeats(target), staying_of(exam, self._part.seed)
        return record(exam, known[model], baseline, said, self._part.seed, stays=stays)

    @property
    def are_judged(self) -> bool:
        """Whether all that the recipe asks for was judged before, here or in another run."""
        return self._study.workspace.find("classified", self._key, ".parquet") is not None

    @property
    def _judged_before(self) -> list[dict[str, Any]]:
        """What is written of every model, where that needs no judging now."""
        return self._records if self.are_judged else []

    @cached_property
    def customers_path(self) -> Path:
        """The customers with what the active model says of each, kept as Parquet; as they are where it can say nothing."""
        plain = self._study.grouped_path
        target, model = self._part.active_target, self._part.active
        workspace = self._study.workspace
        found = workspace.find("predicted", self._key, ".parquet") if model else None
        if found is not None or not self._says(model, target):
            return found or plain
        from core.classifiers.active import write_said

        self._study.say(f"asking {model} about every customer")
        learned = self.learned(target, model)
        exam, everyone = learned.exam, self.exams.everyone(target)
        with workspace.scratch() as scratch, workspace.writing("predicted", self._key, ".parquet") as path:
            write_said(
                scratch / "said.parquet", everyone, learned.fitted, exam.classes, TARGETS[target].positive
            )
            select = (
                f"SELECT c.*, s.* EXCLUDE (customer_id) FROM read_parquet({file_literal(plain)}) AS c"
                f" LEFT JOIN read_parquet({file_literal(scratch / 'said.parquet')}) AS s USING (customer_id) ORDER BY c.customer_id"
            )
            self._study.connection.execute(parquet_copy(select, path))
        return workspace.path("predicted", self._key, ".parquet")

    def _says(self, model: str, target: str) -> bool:
        """Whether a model can say something of every customer."""
        if not model:
            return False
        if any((one["target"], one["model"]) == (target, model) for one in self._judged_before):
            return True
        return self._can_be_judged(target) and model in (*MODELS, *self.models_for(target))

    def _can_be_judged(self, target: str) -> bool:
        try:
            self.exams.exam(target)
        except RegularsError:
            return False
        return True

    def _saying(self, target: str) -> Progress:
        def say(done: int, of: int, _: str) -> None:
            self._study.say(f"judging models: {target}, {done} of {of}")

        return say
