"""What the screen Predict asks of kept classifiers: they learn again beside whatever else is asked, and answer at once from then on."""

from __future__ import annotations

import hashlib
import pickle
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from core.classifiers.features import COUNTRY
from core.classifiers.targets import TIER
from core.clusters.fitting import one_thread
from core.errors import RegularsError
from core.models.asking import ask_one, learn_again

if TYPE_CHECKING:
    from core.models.asking import Said, Taught
    from core.models.classes import KeptClassifier
    from core.recipe import ClassifierPart
    from core.study import Study

# How long an answer waits for the models to have learned: other calls come in between.
PATIENCE_S = 0.05
# The models of the open source, and those that were loaded.
MOST_AT_HAND = 3


@dataclass(frozen=True, slots=True)
class Heard:
    """What classifiers say; nothing yet while they learn."""

    said: tuple[Said, ...]
    is_learning: bool = False
    is_unknown: bool = False
    """They have to be taught first."""


@dataclass(frozen=True, slots=True)
class Own:
    """What is known of a customer beside what the screen asks about."""

    numbers: Mapping[str, float | None]
    country: str | None


@dataclass(slots=True)
class _Class:
    """Classifiers that learn again in a thread."""

    models: list[Taught] = field(default_factory=list)
    failed: Exception | None = None
    is_done: threading.Event = field(default_factory=threading.Event)

    def learn(self, kept: Sequence[KeptClassifier], part: ClassifierPart, as_of: str) -> None:
        try:
            self.models = [learn_again(one, part, as_of) for one in kept]
        except Exception as error:  # it is raised where somebody waits
            self.failed = error
        self.is_done.set()


_at_hand: OrderedDict[str, _Class] = OrderedDict()


def teach(kept: Sequence[KeptClassifier], part: ClassifierPart, as_of: str) -> str:
    """Have classifiers learn again, to be asked about customers as of a day; the key to ask them by."""
    key = hashlib.blake2b(pickle.dumps((tuple(kept), part, as_of)), digest_size=12).hexdigest()
    if key not in _at_hand:
        _at_hand[key] = _Class()
        threading.Thread(target=_at_hand[key].learn, args=(tuple(kept), part, as_of), daemon=True).start()
    while len(_at_hand) > MOST_AT_HAND:
        _at_hand.popitem(last=False)
    return key


def heard(key: str, given: Mapping[str, float | None], country: str | None) -> Heard:
    """What classifiers say of a customer, as soon as they can."""
    learning = _at_hand.get(key)
    if learning is None:
        return Heard((), is_unknown=True)
    _at_hand.move_to_end(key)
    if not learning.is_done.wait(PATIENCE_S):
        return Heard((), is_learning=True)
    if learning.failed is not None:
        raise learning.failed
    # For one customer threads would wait for each other longer than they work.
    with one_thread():
        return Heard(ask_one(learning.models, given, country))


def own_numbers(study: Study, customer_id: str) -> Own:
    """All that classifiers may look at of a customer of the source; RegularsError where there is none of that id."""
    everyone = study.classifiers.exams.everyone(TIER.name)
    rows = np.flatnonzero(everyone.ids == customer_id)
    if not len(rows):
        raise RegularsError(f"There is no customer {customer_id}.", "Choose one of the table.")
    numbers: dict[str, float | None] = {}
    country = None
    for name, value in zip(everyone.columns, everyone.values[rows[0]].tolist(), strict=True):
        if name == COUNTRY:
            country = everyone.countries.get(value)
        else:
            numbers[name] = None if np.isnan(value) else value
    return Own(numbers, country)
