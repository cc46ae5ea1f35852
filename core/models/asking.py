"""Kept classifiers learn again what they knew, and are asked about customers, some of whose numbers may have to be assumed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.active import learned_from
from core.classifiers.counting import counted
from core.classifiers.features import COUNTRY
from core.classifiers.known import code_of
from core.classifiers.models import Lesson
from core.classifiers.naming import LONG_NAMES
from core.classifiers.targets import BUYS_AGAIN, TARGETS, VALIDITY
from core.models.assuming import MOST_ALIKE, Alike, day_of
from core.models.averaging import averaged_chances
from core.models.bundle import BROKEN, ModelError

if TYPE_CHECKING:
    from core.classifiers.models import Fitted
    from core.clusters.model import Labels, Numbers
    from core.models.assuming import Completed
    from core.models.classes import KeptClassifier
    from core.models.kept import Model
    from core.recipe import ClassifierPart

FAR = "Even these are not much alike (further away than the most alike of 99 in 100 of those learned from)"
AT_CUT_OFFS, AMONG_TODAYS = "At past cut-offs", "Among today's customers"
# Chances are written with six decimals.
SAME = 1.5e-6


@dataclass(frozen=True, slots=True)
class Taught:
    """A kept classifier that has learned again."""

    kept: KeptClassifier
    fitted: Fitted
    alike: Alike
    doubt: str
    """That it no longer says what it said when it was kept; empty where it does."""

    def say(self, columns: Mapping[str, Numbers]) -> Answers:
        """What it says of customers, from the columns that are known of them; what is not is assumed, and averaged over."""
        completed = self.alike.completed(columns)
        chances = averaged_chances(self.fitted, self.alike, columns, completed)
        return Answers(self.kept, self.fitted.decided(chances), chances, completed, self.doubt)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a classifier says of customers."""

    kept: KeptClassifier
    decided: Labels
    """The place of each customer's class."""
    chances: Numbers
    completed: Completed
    """What it looked at, and what of that had to be assumed."""
    doubt: str

    @property
    def assumed(self) -> tuple[str, ...]:
        """The columns that nobody gave."""
        return self.completed.assumed

    def of_one(self, row: int = 0) -> Said:
        """What it says of one customer."""
        kept = self.kept
        chances = tuple(
            (name, float(chance)) for name, chance in zip(kept.classes, self.chances[row], strict=True)
        )
        return Said(
            target=kept.target,
            model=kept.model,
            repeats=kept.repeats,
            decided=kept.classes[int(self.decided[row])],
            chances=chances,
            assumed=tuple(
                (column, self._shown(row, column)) for column in kept.columns if column in self.assumed
            ),
            like_this=like_this(kept, self.chances[row]),
            horizon_days=kept.horizon_days,
            reservation=self.kept.reservation,
            doubt=self.doubt,
            is_far=bool(self.completed.is_far[row]),
        )

    def _shown(self, row: int, column: str) -> float | str | None:
        value = float(self.completed.values[row, self.kept.columns.index(column)])
        if np.isnan(value):
            return None
        if column != COUNTRY:
            return value
        return next((name for name in self.kept.countries if code_of(name) == value), None)


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of those who were judged at the cut-offs: how many, what was said of them on average, and what came."""

    customers: int
    said: float
    came: float


@dataclass(frozen=True, slots=True)
class LikeThis:
    """What came of those who were given such a chance at the cut-offs, read between the tenths on both sides of it."""

    chance: float
    tenths: tuple[Tenth, ...]
    """The one below the chance and the one above; beyond all of them, the outermost alone."""

    @property
    def customers(self) -> int:
        """How many there were."""
        return sum(tenth.customers for tenth in self.tenths)

    @property
    def came(self) -> float:
        """The share of such a chance that came."""
        below, above = self.tenths[0], self.tenths[-1]
        if above.said == below.said:
            return below.came
        way = (self.chance - below.said) / (above.said - below.said)
        return below.came + way * (above.came - below.came)

    def words(
        self,
        what: str,
        whole: Callable[[int], str],
        per_cent: Callable[[float], str],
        among: str = AT_CUT_OFFS,
    ) -> str:
        """What came of them, in a sentence; the numbers are written as they are elsewhere."""
        parts = [
            f"of {whole(tenth.customers)} given {per_cent(tenth.said)} on average {per_cent(tenth.came)}"
            for tenth in self.tenths
        ]
        told = f"{among}, {' and '.join(parts)} {what}"
        return told + (
            f": about {per_cent(self.came)} of such a chance."
            if len(parts) > 1
            else ", the nearest there are."
        )


@dataclass(frozen=True, slots=True)
class Said:
    """What a classifier says of one customer."""

    target: str
    model: str
    repeats: str
    decided: str
    chances: tuple[tuple[str, float], ...]
    assumed: tuple[tuple[str, float | str | None], ...]
    like_this: LikeThis | None
    horizon_days: int
    reservation: str
    doubt: str
    is_far: bool = False
    """Whether what is assumed is of those who are not much alike."""

    @property
    def by(self) -> str:
        """What the model is called."""
        return LONG_NAMES[self.model]

    @property
    def is_likeliest(self) -> bool:
        """Whether no class has a higher chance than the one decided for."""
        return dict(self.chances)[self.decided] == max(chance for _, chance in self.chances)

    @property
    def why_decided(self) -> str:
        """Which class it is, in a sentence; and why, where another is likelier."""
        return f"Decided for {self.decided}" + (
            "." if self.is_likeliest else " as it is rarer, and weighs more."
        )

    @property
    def assumed_words(self) -> str:
        """What had to be assumed, with its values."""
        return ", ".join(f"{name} {valued(value)}" for name, value in self.assumed)

    @property
    def what_came(self) -> str:
        """What those did who came to be what is looked for."""
        later = self.target == BUYS_AGAIN.name
        if later:
            return f"bought within {counted(self.horizon_days, 'day')}"
        return "came to be it" if self.is_ahead else "are it"

    @property
    def is_ahead(self) -> bool:
        """Whether it is about what comes, which past cut-offs tell; labels of today have none."""
        return TARGETS[self.target].question == VALIDITY

    @property
    def judged_among(self) -> str:
        """Whose probabilities are beside this one."""
        return AT_CUT_OFFS if self.is_ahead else AMONG_TODAYS

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the figures are worth, and what had to be assumed."""
        told = [self.why_decided]
        if self.repeats:
            told.append(f"It {self.repeats}: it says how well that is copied, nothing of what will come.")
        if self.reservation:
            told.append(self.reservation)
        if self.like_this is not None:
            words = self.like_this.words(self.what_came, "{:,}".format, "{:.1%}".format, self.judged_among)
            told.append(words.replace("%", " %"))
        if self.assumed:
            told.append(
                f"Assumed, as of the {MOST_ALIKE} most alike of those learned from, over whom the probability is averaged; in their middle:"
                f" {self.assumed_words}."
            )
        if self.is_far:
            told.append(f"{FAR}, so what is assumed, and what it leads to, may be far off.")
        return tuple(told)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for scripts."""
        near = self.like_this
        return {
            "target": self.target,
            "model": self.model,
            "repeats": self.repeats,
            "class": self.decided,
            "class_is_likeliest": self.is_likeliest,
            "probabilities": dict(self.chances),
            "calibration": None
            if near is None
            else {"customers": near.customers, "came": near.came, "tenths": list(map(asdict, near.tenths))},
            "assumed": dict(self.assumed),
            "assumed_from_afar": self.is_far,
            "reservation": self.reservation,
            "doubt": self.doubt,
        }


def valued(value: float | str | None) -> str:
    """A number or name that was assumed, as it is told."""
    if value is None:
        return "none"
    return value if isinstance(value, str) else f"{round(value, 2):,g}"


def taught(model: Model) -> tuple[Taught, ...]:
    """The classifiers of a model, each after it has learned again."""
    return tuple(learn_again(one, model.recipe.classifier, model.origin.as_of) for one in model.classifiers)


def learn_again(kept: KeptClassifier, part: ClassifierPart, as_of: str) -> Taught:
    """A kept classifier after it has learned again, to be asked about customers as of a day; ModelError where it cannot."""
    lesson = Lesson(
        kept.values,
        kept.columns,
        kept.truth,
        np.arange(len(kept.truth)),
        len(kept.classes),
        part.seed,
        kept.columns,
    )
    try:
        fitted = learned_from(lesson, kept.model, part, k=kept.k)
        said = fitted.probabilities(kept.values[kept.probes])
    except BROKEN as error:
        raise ModelError(
            f"The classifier of {kept.target!r} in the model learns nothing from what it holds.",
            "Save the model again: regulars run --with classifiers --save-model FILE",
        ) from error
    alike = Alike(kept.values, kept.columns, day_of(as_of), kept.horizon_days)
    return Taught(kept, fitted, alike, _doubt(kept, said))


def _doubt(kept: KeptClassifier, said: Numbers) -> str:
    import sklearn

    apart = np.abs(said - kept.said).max(axis=1)
    others = int((apart > SAME).sum())
    if not others:
        return ""
    by = "" if kept.learned_by == sklearn.__version__ else f" (then with scikit-learn {kept.learned_by})"
    return (
        f"Learned again with scikit-learn {sklearn.__version__}, the model of {kept.target!r} says something else than when"
        f" it was saved{by} of {others} of {len(said)} customers, by up to {apart.max():.3f}: save it again."
    )


def like_this(kept: KeptClassifier, chances: Numbers) -> LikeThis | None:
    """The tenths of the judged customers on both sides of a chance."""
    if not kept.calibration or kept.positive not in kept.classes:
        return None
    chance = float(chances[kept.classes.index(kept.positive)])
    tenths = sorted(
        (Tenth(int(one["customers"]), one["said"], one["came"]) for one in kept.calibration),
        key=lambda tenth: tenth.said,
    )
    above = bisect_left([tenth.said for tenth in tenths], chance)
    return LikeThis(chance, tuple(tenths[max(0, above - 1) : above + 1]))


def ask_one(
    models: Sequence[Taught], given: Mapping[str, float | None], country: str | None = None
) -> tuple[Said, ...]:
    """What classifiers say of one customer; a number that is None is one that the customer does not have."""
    columns = {
        name: np.array([np.nan if value is None else value], dtype=float) for name, value in given.items()
    }
    if country is not None:
        columns[COUNTRY] = np.array([code_of(country)])
    return tuple(one.say(columns).of_one() for one in models)
