"""What rows are sorted by, and which are kept: what a table is asked for, and what a session remembers of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Order:
    """What rows are sorted by, the first column first, and which are kept."""

    sort: tuple[tuple[str, bool], ...] = ()
    """Names of columns, each with whether it runs down from the highest."""
    filter: str = ""
    told: str = ""
    """What the filter keeps, in words, where it is too long to be read."""

    @property
    def filter_in_words(self) -> str:
        """What is kept, as it is told."""
        return self.told or self.filter

    @classmethod
    def from_json(cls, data: Any) -> Order:
        """The order that was written to a file as plain data; none where there is none."""
        if data is None:
            return cls()
        sort = tuple((str(name), bool(descending)) for name, descending in data["sort"])
        return cls(sort, str(data["filter"]), str(data["told"]))
