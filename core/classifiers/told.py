"""What is told of models beyond their records, as plain values: this loads nothing, since the app's process knows it too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

MODEL, VALUE, RECENCY, RANDOM = "model", "value", "recency", "at random"
POLICIES = (MODEL, VALUE, RECENCY, RANDOM)
# Behind numbers of contacts that are not the same at every cut-off, as they are only where more were asked for than there are customers.
EVERYBODY = "all customers where there were no more"
# What a record says of supposing that everybody stays as they are; None where a label is none that customers have already.
STAYING_KEYS = ("stays_accuracy", "stays_balanced_accuracy", "stays_difference", "stays_difference_interval")


@dataclass(frozen=True, slots=True)
class Reached:
    """What one way of choosing would have reached at one cut-off."""

    policy: str
    cut_off: date
    contacts: int
    """As many as were asked for, or all customers where there were fewer."""
    reached: float
    """How many of those looked for; of equal customers as many as on average."""
    looked_for: int


Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """What is drawn of one class against the rest, or of the mean over all classes."""

    name: str
    """The class; empty for the mean."""
    roc: Points
    """The shares of the others and of the class that are reached on the way down."""
    precision_recall: Points
    """Recall and precision."""
    calibration: tuple[Mapping[str, float], ...] = ()
    """Tenths of the customers, those who were given one probability together: what was said, and what came; a mean has none."""
    gain: Points = ()
    """The share of customers asked, and of the class reached; a mean has none."""


@dataclass(frozen=True, slots=True)
class Like:
    """A customer of those learned from: what came of them, and their features in the order of the reason's."""

    name: str
    values: tuple[float | str | None, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a model placed a customer where it did."""

    truth: str
    decided: str
    chances: tuple[tuple[str, float], ...]
    """Of each class, the likeliest first; of equal ones what was decided, and then what is so."""
    features: tuple[str, ...]
    values: tuple[float | str | None, ...]
    path: tuple[str, ...]
    """The questions of a tree with what is so, and what is decided at their end; empty for other models."""
    alike: tuple[Like, ...]
    """The nearest of those learned from; these are whom k-NN asks."""
