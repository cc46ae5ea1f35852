"""What a grid keeps of what was asked lately: the rows in an order and by a filter, and which of them hold a text."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from core.views.grid_parts import Arrangement, Position
from core.views.grid_rows import GridRows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint32]

# Indexes kept at a time: the newest always, others as far as they fit.
MOST_ARRANGEMENTS = 8
MOST_INDEX_BYTES = 128 * 10**6
MOST_SEARCHES = 4
NUMBER_CHARACTERS = re.compile(r"[-+0-9.,:T ]+")


class Indexes:
    """The row numbers of each arrangement that was asked for lately."""

    def __init__(self, rows: GridRows) -> None:
        self._rows = rows
        self._arranged: OrderedDict[Arrangement, Numbers] = OrderedDict()
        self._found: OrderedDict[tuple[str, tuple[str, ...]], NDArray[np.bool_]] = OrderedDict()

    def forget(self) -> None:
        """Let go of all of them."""
        self._arranged.clear()
        self._found.clear()

    def index(self, arrangement: Arrangement) -> Numbers | None:
        """The row numbers in their order; None where they are 0, 1, 2 ..."""
        import numpy as np

        written = arrangement.filter.strip()
        order = self._rows.order(arrangement.sort)
        if not written and order == "row_at":
            return None
        same = Arrangement(arrangement.sort, written)
        if same in self._arranged:
            self._arranged.move_to_end(same)
            return self._arranged[same]
        where, values = self._rows.where(written)
        found = self._rows.arrays(
            f"SELECT row_at FROM {self._rows.relation}{where} ORDER BY {order}", values
        )["row_at"]
        index: Numbers = found.astype(np.uint32 if self._rows.count < 2**32 else np.int64)
        self._arranged[same] = index
        most = MOST_ARRANGEMENTS
        while (
            most > 1 and sum(kept.nbytes for kept in list(self._arranged.values())[-most:]) > MOST_INDEX_BYTES
        ):
            most -= 1
        keep_newest(self._arranged, most)
        return index

    def rows_at(self, arrangement: Arrangement, positions: Iterable[Position]) -> Numbers:
        """The numbers of the rows at these positions, each once, in the order of the arrangement."""
        import numpy as np

        index = self.index(arrangement)
        chosen = np.zeros(self._rows.count if index is None else len(index), dtype=np.bool_)
        for position in positions:
            first, last = position if isinstance(position, tuple) else (position, position)
            chosen[max(0, first) : max(0, last + 1)] = True
        places: Numbers = chosen.nonzero()[0].astype(np.int64)
        return places if index is None else index[places]

    def holding(self, text: str, names: tuple[str, ...]) -> NDArray[np.bool_]:
        """For every row by its number, whether one of the columns holds the text."""
        import numpy as np

        wanted = (text, names)
        if wanted in self._found:
            self._found.move_to_end(wanted)
            return self._found[wanted]
        tests, values = [], []
        for name in names:
            column, kind = self._rows.sql_of(name), self._rows.column(name).kind
            # A word is not looked for in numbers and dates: turning them all into text takes half a second.
            if kind == "text":
                tests.append(f"contains(lower({column}), lower(?))")
                values.append(text)
            elif kind != "flag" and NUMBER_CHARACTERS.fullmatch(text):
                tests.append(f"contains(CAST({column} AS VARCHAR), ?)")
                values.append(text.replace(",", "") if kind in ("number", "money") else text)
        held = np.zeros(self._rows.count, dtype=np.bool_)
        if tests and text:
            found = self._rows.arrays(
                f"SELECT row_at FROM {self._rows.relation} WHERE {' OR '.join(tests)}", values
            )
            held[found["row_at"]] = True
        self._found[wanted] = held
        keep_newest(self._found, MOST_SEARCHES)
        return held


def keep_newest(kept: OrderedDict[Any, Any], most: int) -> None:
    """Drop the oldest of what is kept."""
    while len(kept) > most:
        kept.popitem(last=False)
