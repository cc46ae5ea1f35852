"""What lies beyond everything that a model was learned from: of one customer, or of how many in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.counting import counted
from core.classifiers.features import COUNTRY
from core.classifiers.known import code_of
from core.scores import MEASURES

if TYPE_CHECKING:
    from core.clusters.model import Numbers
    from core.models.kept import Model


@dataclass(frozen=True, slots=True)
class Beyond:
    """How many customers have something in a column that nobody had whom the model was learned from."""

    column: str
    customers: int
    learner: str
    """What was learned: the model, or its classifiers of some targets."""
    learned_from: str
    """What there was, in words: from the least to the most, or how many names."""
    then: str
    """What such customers are taken for, where that does not go without saying."""

    def said_of(self, value: str) -> str:
        """The sentence on one customer, who has this value."""
        return f"{self.column} {value} lies outside what {self._what_was_there}"

    @property
    def words(self) -> str:
        """The sentence on all of them."""
        verb = "lies" if self.customers == 1 else "lie"
        return f"{self.column} of {counted(self.customers, 'customer')} {verb} outside what {self._what_was_there}"

    @property
    def _what_was_there(self) -> str:
        then = f": {self.then}." if self.then else "."
        return f"{self.learner} was learned from ({self.learned_from}){then}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data for scripts."""
        return {**asdict(self), "words": self.words}


def beyond(model: Model, columns: Mapping[str, Numbers]) -> tuple[Beyond, ...]:
    """What of some customers lies beyond what a model was learned from, by column; a country is the number that stands for it."""
    found = []
    for name, part in zip(MEASURES, model.population.distributions, strict=True):
        if name in columns and part.values:
            values, low, high = columns[name], min(part.values), max(part.values)
            customers = int(((values < low) | (values > high)).sum())
            found.append(Beyond(name, customers, "the model", f"{low:,.15g} to {high:,.15g}", ""))
    if COUNTRY in columns:
        found.append(_unknown_countries(model, columns[COUNTRY]))
    return tuple(one for one in found if one.customers)


def _unknown_countries(model: Model, codes: Numbers) -> Beyond:
    """Customers of countries that a classifier which looks at countries has never seen."""
    looking = [one for one in model.classifiers if COUNTRY in one.columns]
    known = {one.target: np.array([code_of(name) for name in one.countries]) for one in looking}
    unknown = {target: ~np.isnan(codes) & ~np.isin(codes, seen) for target, seen in known.items()}
    surprised = [target for target, who in unknown.items() if who.any()]
    who = np.logical_or.reduce([unknown[target] for target in surprised]) if surprised else np.zeros(0)
    names = sorted({name for one in looking if one.target in surprised for name in one.countries})
    return Beyond(
        COUNTRY,
        int(who.sum()),
        f"the classifier of {' and of '.join(surprised)}",
        "1 country" if len(names) == 1 else f"{len(names):,} countries",
        "it counts as a rare one",
    )


def beyond_one(model: Model, given: Mapping[str, float | None], country: str | None) -> Sequence[str]:
    """Sentences on what of one customer lies beyond what a model was learned from."""
    columns = {name: np.array([value], dtype=float) for name, value in given.items() if value is not None}
    if country is not None:
        columns[COUNTRY] = np.array([code_of(country)])
    return [
        one.said_of(repr(country) if one.column == COUNTRY else f"{given[one.column]:,.15g}")
        for one in beyond(model, columns)
    ]
