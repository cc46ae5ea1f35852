"""What a kept model says of a file's customers, in sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from core.classifiers.counting import counted
from core.models.asking import FAR
from core.models.assuming import MOST_ALIKE

if TYPE_CHECKING:
    from core.models.beyond import Beyond
    from core.models.drift import Drift
    from core.models.not_predicted import NotPredicted
    from core.report import LedgerLine


@dataclass(frozen=True, slots=True)
class Count:
    """How many customers have a name, beside how many of the model's had it."""

    name: str
    customers: int
    in_model: int


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many customers were placed in a class, beside how many of those learned from were of it."""

    name: str
    customers: int
    learned_from: int


@dataclass(frozen=True, slots=True)
class ScoredClasses:
    """What one classifier says of a file's customers, in sums."""

    target: str
    model: str
    repeats: str
    classes: tuple[ClassCount, ...]
    assumed: tuple[str, ...]
    """The columns that the file does not say, for which what those most alike have is taken."""
    far: int
    """For how many customers even those are not much alike."""
    reservation: str
    doubt: str

    @property
    def notes(self) -> tuple[str, ...]:
        """What should be known before it is gone by."""
        told = self.reservation
        reservation = f"{self.target}, {told[:1].lower()}{told[1:]}" if told else ""
        return tuple(
            filter(None, (reservation, assumed_words(self.target, self.assumed, self.far), self.doubt))
        )


@dataclass(frozen=True, slots=True)
class Scored:
    """What a model says of a file's customers, in sums."""

    customers: int
    as_of: str
    rows: int
    kept: int
    ledger: tuple[LedgerLine, ...]
    tiers: tuple[Count, ...]
    segments: tuple[Count, ...]
    clusters: tuple[Count, ...]
    drift: tuple[Drift, ...]
    notes: tuple[str, ...]
    """What deserves a second look in how the file was read."""
    beware: tuple[str, ...]
    """What of that file should be known before the sums are gone by."""
    outside: tuple[Beyond, ...]
    """What lies beyond everything that the model was learned from."""
    not_predicted: NotPredicted
    """Who of a table of customers is not among them, and why."""
    classifiers: tuple[ScoredClasses, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """All that should be known before the sums are gone by."""
        return (
            *filter(None, (self.not_predicted.words,)),
            *self.beware,
            *(one.words for one in self.outside),
            *(note for classes in self.classifiers for note in classes.notes),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data for scripts."""
        drift = [{**asdict(one), "words": one.words} for one in self.drift]
        outside = [one.to_dict() for one in self.outside]
        told = {**asdict(self), "drift": drift, "outside": outside, "beware": list(self.warnings)}
        if not self.classifiers:
            del told["classifiers"]
        return told


def assumed_words(target: str, assumed: Sequence[str], far: int) -> str:
    """That numbers had to be assumed, in sentences."""
    if not assumed:
        return ""
    told = (
        f"{target}: {', '.join(assumed)} {'is' if len(assumed) == 1 else 'are'} not known, and the probability is the average over what"
        f" the {MOST_ALIKE} most alike of the customers learned from have."
    )
    return f"{told} Of {counted(far, 'customer')}: {FAR[:1].lower()}{FAR[1:]}." if far else told
