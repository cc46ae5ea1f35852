"""Customers as they were known on a day, as numbers that models take."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from core.classifiers.features import COUNTRY

if TYPE_CHECKING:
    import numpy.typing as npt

    from core.clusters.model import Numbers

    Texts = npt.NDArray[np.object_]

# The most customers of a day that models learn from and are judged on; drawn by a digest of their ids, so they are the same on every day.
MOST_KNOWN = 20_000
# As many bits of a digest as a double holds exactly.
DIGEST_BYTES = 6


@dataclass(frozen=True, slots=True)
class Known:
    """Customers on one day, in the order of their ids."""

    day: date | None
    ids: Texts
    columns: tuple[str, ...]
    values: Numbers
    """One column a feature; the country as a number of its own, which means nothing by its size."""
    facts: Mapping[str, Numbers]
    """What policies go by, and what was spent in the window: `value`, `recency`, `spent_ahead`."""
    labels: Mapping[str, Texts]
    """By the target's name; None for a customer of whom it is not known."""
    countries: Mapping[float, str]
    everyone: int
    """How many customers there were, of whom these are a sample."""

    @property
    def alike(self) -> frozenset[str]:
        """The features in which all of these customers are the same."""
        return frozenset(
            name for name, values in zip(self.columns, self.values.T, strict=True) if _is_one(values)
        )

    def seen(self, columns: Sequence[str]) -> Numbers:
        """Some of the features."""
        places = [self.columns.index(column) for column in columns]
        return self.values[:, places]


def _is_one(values: Numbers) -> bool:
    """Whether there is one value only; that there is none is another."""
    return len(np.unique(values)) < 2


def known_from(
    table: Any,
    day: date | None,
    columns: Sequence[str],
    facts: Sequence[str],
    labels: Mapping[str, str],
    everyone: int,
) -> Known:
    """The customers of an Arrow table; `labels` has the column of each target."""
    countries: dict[float, str] = {}
    picked = [
        _coded(table[column].to_pylist(), countries) if column == COUNTRY else _numbers(table[column])
        for column in columns
    ]
    return Known(
        day=day,
        ids=np.array(table["customer_id"].to_pylist(), dtype=object),
        columns=tuple(columns),
        values=np.column_stack(picked) if picked else np.empty((len(table), 0)),
        facts={name: _numbers(table[name]) for name in facts},
        labels={name: np.array(table[column].to_pylist(), dtype=object) for name, column in labels.items()},
        countries=countries,
        everyone=everyone,
    )


def _numbers(column: Any) -> Numbers:
    import pyarrow as pa

    numbers: Numbers = np.asarray(column.cast(pa.float64()).to_numpy(), dtype=float)
    return numbers


def _coded(names: Sequence[str | None], countries: dict[float, str]) -> Numbers:
    """A number for each name that depends on nothing but the name, so that no later row can change it."""
    codes = {name: code_of(name) for name in set(names) if name is not None}
    countries |= {code: name for name, code in codes.items()}
    return np.array([np.nan if name is None else codes[name] for name in names], dtype=float)


def code_of(name: str) -> float:
    """The number that stands for a country: the same wherever the name stands; what is typed may hold bytes that are no letters."""
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES)
    return float(int.from_bytes(digest.digest()))
