"""The questions of a study: for each target the customers of today or of past days, what models see of them, and what is true."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from core.classifiers.checks import FEWEST_TO_JUDGE, check_classes, check_learnable, left_out_of_sample
from core.classifiers.cut_offs import CutOff, rolling
from core.classifiers.features import FEATURES, columns_of
from core.classifiers.known import MOST_KNOWN
from core.classifiers.sentinel import OPEN, made_from, repeats
from core.classifiers.targets import (
    CLUSTER,
    FIDELITY,
    NO,
    SEGMENT,
    SEGMENT_LATER,
    TARGETS,
    TIER,
    TIER_LATER,
    YES,
)
from core.clusters.features import MONEY, Feature
from core.errors import ImpossibleError
from core.scores import LETTER, MEASURES, TIERS
from core.sql import compiled, parquet_copy

if TYPE_CHECKING:
    from core.classifiers.judging import Exam
    from core.classifiers.known import Known
    from core.classifiers.past import Past
    from core.study import Study


class Exams:
    """The questions of one study, each prepared when it is asked for."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._part = study.recipe.classifier
        self._exams: dict[str, Exam] = {}
        self._at: dict[date, Known] = {}
        self._there: dict[str, int] = {}
        self._repeats: dict[str, str] = {}
        self._notes: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out of the questions that were prepared."""
        return tuple(self._notes)

    def exam(self, target: str) -> Exam:
        """Everything that models are asked for one target; RegularsError where it cannot be judged."""
        if target not in self._exams:
            question = TARGETS[target].question
            self._exams[target] = (
                self._of_today(target) if question == FIDELITY else self._of_the_future(target)
            )
        return self._exams[target]

    def rows_there(self, target: str) -> int:
        """From how many rows the models of the first part could learn, were there no sample; 0 before the target's exam."""
        return self._there.get(target, 0)

    def repeats(self, target: str) -> str:
        """What the leakage sentinel says of one target."""
        self.exam(target)
        return self._repeats.get(target, OPEN)

    def learned_from(self, target: str) -> list[Known]:
        """All customers of whom the answer is known by today: what an active model learns from."""
        return list(self.at.values()) if TARGETS[target].question != FIDELITY else [self._known_today(target)]

    def countries(self, target: str) -> dict[float, str]:
        """What the numbers that stand for countries mean to an active model."""
        return {code: name for known in self.learned_from(target) for code, name in known.countries.items()}

    def everyone(self, target: str) -> Known:
        """Every customer of today."""
        if TARGETS[target].question == FIDELITY:
            return self._known_today(target, most=None)
        assert self._study.as_of is not None  # noqa: S101  what happens next is not asked of undated customers
        return self.past.known_on(self._study.as_of, most=None)

    def _of_today(self, target: str) -> Exam:
        from core.classifiers.judging import fidelity_exam

        known = self._known_today(target)
        check_classes([known], TARGETS[target], self._part.folds, self._without())
        columns = self._available(self._part.rule_features, [known])
        exam = fidelity_exam(target, known, columns, self._part, self._order(target))
        learned = len(exam.parts[0].lesson.truth)
        self._there[target] = learned * known.everyone // max(1, len(known.ids))
        self._repeats[target] = self._marked(target, known, columns)
        self._note(left_out_of_sample(known), *check_learnable(exam, known))
        return exam

    def _marked(self, target: str, known: Known, columns: Sequence[str]) -> str:
        """What the leakage sentinel says of a label of today that is predicted from these columns."""
        study = self._study
        clustered = {feature.column for feature in map(Feature.of, study.clusters.part.features)}
        if study.recipe.customers.refunds == "net" or study.columns.shape != "sales":
            clustered = {"monetary" if column == "net" else column for column in clustered}
        scores = {measure: set(known.facts[LETTER[measure]].tolist()) for measure in MEASURES}
        source = made_from(TARGETS[target], study.stages.segment_map, clustered, scores)
        # What nobody has is the same for all, as is a score that all have.
        lacking = (source | set(MEASURES)) & set(columns_of(FEATURES)) - set(known.columns)
        scored_alike = {LETTER[measure] for measure, told in scores.items() if len(told) < 2}
        return repeats(columns, source, known.alike | lacking | scored_alike)

    def _of_the_future(self, target: str) -> Exam:
        self.check_long_enough(target)
        at = self.at
        exam = self._at_cut_offs(target, self.cut_offs, at)
        days = [at[day] for day in self.cut_offs[0].learned_at]
        learned = len(exam.parts[0].lesson.truth)
        self._there[target] = (
            learned * sum(day.everyone for day in days) // max(1, sum(len(day.ids) for day in days))
        )
        self._note(left_out_of_sample(at[self.cut_offs[0].day]))
        return exam

    def _at_cut_offs(self, target: str, cut_offs: Sequence[CutOff], at: Mapping[date, Known]) -> Exam:
        """What is asked at these cut-offs; ImpossibleError where customers could not be told apart."""
        from core.classifiers.judging import validity_exam

        columns = self._available(self._part.features, list(at.values()))
        judged = [at[one.day] for one in cut_offs]
        check_classes(judged, TARGETS[target], FEWEST_TO_JUDGE, self._without())
        exam = validity_exam(target, at, cut_offs, columns, self._part, self._order(target))
        check_learnable(exam)
        return exam

    def check_long_enough(self, target: str) -> None:
        """Refuse what happens next where the purchases are too few days for it, and say what another horizon would do."""
        self._check_dated(target)
        try:
            self.cut_offs  # noqa: B018  works them out
        except ImpossibleError:
            self._rolling(self._part.horizon_days, lambda days: self._hindered(target, days))

    def _hindered(self, target: str, horizon_days: int) -> str:
        """What keeps a target from being judged with another horizon, where the recipe's own has no cut-offs; "" for nothing."""
        cut_offs = self._rolling(horizon_days)
        step = timedelta(days=horizon_days)
        try:
            at = {day: self.past.labelled_on(day, day + step) for day in _days(cut_offs)}
            self._at_cut_offs(target, cut_offs, at)
        except ImpossibleError as error:
            return error.what
        return ""

    def _note(self, *notes: str) -> None:
        self._notes |= dict.fromkeys(filter(None, notes))

    def _order(self, target: str) -> Sequence[str]:
        if target in (TIER.name, TIER_LATER.name):
            return TIERS
        if target in (SEGMENT.name, SEGMENT_LATER.name):
            return self._study.stages.segment_map.order
        return (YES, NO)

    def _without(self) -> frozenset[str]:
        return frozenset() if self._study.has_money else MONEY

    def _available(self, features: Sequence[str], everywhere: Sequence[Known]) -> tuple[str, ...]:
        """The columns of these features that say something on every day."""
        columns = tuple(
            column for column in columns_of(features) if all(column in known.columns for known in everywhere)
        )
        if columns:
            return columns
        raise ImpossibleError(
            f"Customers cannot be told apart by {' and '.join(features)}: the source does not say it.",
            "Name other features: --set classifier.features=recency,frequency",
        )

    def _check_dated(self, target: str) -> None:
        if self.has_past:
            return
        raise ImpossibleError(
            f"What happens next ({target}) cannot be judged: the source holds customers, not their purchases by date.",
            "Give the sales themselves, or predict labels of today: --set classifier.targets=tier",
        )

    @property
    def has_past(self) -> bool:
        """Whether the source tells who bought when."""
        return self._study.columns.shape == "sales" and self._study.as_of is not None

    @cached_property
    def cut_offs(self) -> tuple[CutOff, ...]:
        """The days that models are judged at, the latest first."""
        return self._rolling(self._part.horizon_days)

    def _rolling(self, horizon_days: int, *hindered: Callable[[int], str]) -> tuple[CutOff, ...]:
        first, end = self.past.first_day, self._study.as_of
        assert first is not None  # noqa: S101  a study without purchases has no customers
        assert end is not None  # noqa: S101  `_check_dated` saw to it
        return rolling(first, end, horizon_days, self._part.cut_offs, *hindered)

    @property
    def at(self) -> Mapping[date, Known]:
        """The customers on every day that is learned at or judged at, with what they did after it."""
        for _ in self.look_back():
            pass
        return self._at

    def look_back(self) -> Iterator[date]:
        """Look back to each of these days, one after the other."""
        step = timedelta(days=self._part.horizon_days)
        days = _days(self.cut_offs)
        for number, day in enumerate(days, 1):
            if day not in self._at:
                self._study.say(f"looking back to {day} ({number} of {len(days)})")
                self._at[day] = self.past.labelled_on(day, day + step)
                yield day

    @cached_property
    def past(self) -> Past:
        """The customers of any day."""
        from core.classifiers.past import Past

        study = self._study
        orders = study.orders_path
        return Past(
            study.own_connection(), orders, study.source_pass.recipe, study.columns, self._first_bought()
        )

    def _first_bought(self) -> Path | None:
        """On which day each customer first bought each product; None where products are not counted."""
        from core.customers import first_bought

        study = self._study
        if not study.stages.with_products or "products" not in self._part.features:
            return None
        key = study.source_pass.orders_key
        found = study.workspace.find("bought", key, ".parquet")
        if found is not None:
            return found
        study.say("counting products")
        study.source_pass.view_ledger(study.stages)
        select = f"{compiled(first_bought(study.stages.booked_lines))} ORDER BY ALL"
        with study.workspace.writing("bought", key, ".parquet") as path:
            study.connection.execute(parquet_copy(select, path))
        return study.workspace.path("bought", key, ".parquet")

    def _known_today(self, target: str, most: int | None = MOST_KNOWN) -> Known:
        import ibis

        from core.classifiers.today import known_today

        study, grouped = self._study, target == CLUSTER.name
        kinds = dict(study.stages.segments.schema().items())
        path = study.clusters.path if grouped else study.segmented_path
        if grouped:
            kinds |= {"cluster": "int64", "cluster_name": "string"}
        dated = study.columns.shape == "sales" and study.as_of is not None
        if dated:
            assert study.as_of is not None  # noqa: S101  just asked
            self.past.make_habits(study.as_of)
        connection = self.past.connection if dated else study.own_connection()
        return known_today(
            connection, path, ibis.schema(kinds), study.as_of, habits=dated, seed=self._part.seed, most=most
        )


def _days(cut_offs: Sequence[CutOff]) -> list[date]:
    """The days that are judged at or learned at, the latest first."""
    return sorted({day for one in cut_offs for day in (one.day, *one.learned_at)}, reverse=True)
