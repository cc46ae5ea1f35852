"""What a grid keeps of what was asked lately: the rows in an order and by a filter, and which of them hold a text."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from core.views.grid_parts import Arrangement, Position, Sought
from core.views.grid_rows import GridRows
from core.views.grid_search import held

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint32]

# Indexes kept at a time: the newest always, others as far as they fit.
MOST_ARRANGEMENTS = 8
MOST_INDEX_BYTES = 128 * 10**6
MOST_SEARCHES = 4


class Indexes:
    """The row numbers of each arrangement that was asked for lately."""

    def __init__(self, rows: GridRows) -> None:
        self._rows = rows
        self._arranged: OrderedDict[Arrangement, Numbers] = OrderedDict()
        self._found: OrderedDict[Sought, NDArray[np.bool_]] = OrderedDict()

    def forget(self) -> None:
        """Let go of all of them."""
        self._arranged.clear()
        self._found.clear()

    def index(self, arrangement: Arrangement) -> Numbers | None:
        """The row numbers in their order; None where they are 0, 1, 2 ..."""
        written = arrangement.filter.strip()
        order = self._rows.order(arrangement.sort)
        if not written and order == "row_at":
            return None
        # Not before: the first rows of a source are in view without it.
        import numpy as np

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

    def holding(self, sought: Sought) -> NDArray[np.bool_]:
        """For every row by its number, whether one of the columns shows the text."""
        import numpy as np

        if sought in self._found:
            self._found.move_to_end(sought)
            return self._found[sought]
        columns = sought.columns
        if columns is None:
            columns = tuple((column.name, column.kind) for column in self._rows.columns)
        tests = [held(self._rows.sql_of(name), shown_as, sought) for name, shown_as in columns]
        possible = [test for test in tests if test is not None]
        holding = np.zeros(self._rows.count, dtype=np.bool_)
        if possible and sought.text:
            where = " OR ".join(sql for sql, _ in possible)
            found = self._rows.arrays(
                f"SELECT row_at FROM {self._rows.relation} WHERE {where}", [value for _, value in possible]
            )
            holding[found["row_at"]] = True
        self._found[sought] = holding
        keep_newest(self._found, MOST_SEARCHES)
        return holding


def keep_newest(kept: OrderedDict[Any, Any], most: int) -> None:
    """Drop the oldest of what is kept."""
    while len(kept) > most:
        kept.popitem(last=False)
