"""Which rows of a grid are selected: runs of positions, so that a million of them take no more room than one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from core.views.grid_parts import Position


class Selection:
    """Positions in the present order of the rows."""

    def __init__(self, positions: Iterable[Position] = ()) -> None:
        self._runs: list[tuple[int, int]] = []
        """The first and the last of each run, in their order, apart from each other."""
        for position in sorted(one if isinstance(one, tuple) else (one, one) for one in positions):
            self._append(*position)

    def _append(self, first: int, last: int) -> None:
        if self._runs and first <= self._runs[-1][1] + 1:
            first, last = self._runs[-1][0], max(last, self._runs.pop()[1])
        self._runs.append((first, last))

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self._runs)

    def __bool__(self) -> bool:
        return bool(self._runs)

    def __contains__(self, place: object) -> bool:
        return isinstance(place, int) and self._run_of(place) is not None

    def __iter__(self) -> Iterator[int]:
        for first, last in self._runs:
            yield from range(first, last + 1)

    def _run_of(self, place: int) -> int | None:
        number = bisect_right(self._runs, (place, place)) - 1
        for near in (number, number + 1):
            if 0 <= near < len(self._runs) and self._runs[near][0] <= place <= self._runs[near][1]:
                return near
        return None

    @property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """The first and the last position of each run."""
        return tuple(self._runs)

    def turn(self, place: int) -> None:
        """Select a position, or take it out of the selection."""
        number = self._run_of(place)
        if number is None:
            self._runs = Selection([*self._runs, place])._runs
            return
        first, last = self._runs[number]
        self._runs[number : number + 1] = [
            (begin, end) for begin, end in ((first, place - 1), (place + 1, last)) if begin <= end
        ]

    def clear(self) -> None:
        """Select nothing."""
        self._runs.clear()
