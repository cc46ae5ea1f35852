"""The rows that a grid was given, a page at a time: those used lately stay, and none is asked for twice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from tui.widgets.rows import Row

PAGE_ROWS = 128
MOST_PAGES = 24


class Pages:
    """Pages of the rows in one order. Another order is another generation, and nothing that was asked for before belongs to it."""

    def __init__(self) -> None:
        self.generation = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._asked: set[int] = set()
        self._failed: set[int] = set()

    def begin(self) -> None:
        """Forget every row: they are other ones from now on."""
        self.generation += 1
        for kept in (self._pages, self._asked, self._failed):
            kept.clear()

    @staticmethod
    def numbers(first: int, end: int) -> range:
        """The pages that hold the rows from `first` to before `end`."""
        return range(max(0, first) // PAGE_ROWS, (end - 1) // PAGE_ROWS + 1 if end > max(0, first) else 0)

    def row(self, place: int) -> Row | None:
        """A row, if it has arrived."""
        page = self._pages.get(place // PAGE_ROWS)
        offset = place % PAGE_ROWS
        return page[offset] if page is not None and offset < len(page) else None

    def holds(self, first: int, end: int) -> bool:
        """Whether the rows from `first` to before `end` have arrived."""
        return all(number in self._pages for number in self.numbers(first, end))

    def forgive(self) -> None:
        """Ask again for what could not be had."""
        self._failed.clear()

    def missing(self, first: int, end: int) -> list[int]:
        """The pages to ask for now, so that these rows come."""
        wanted = []
        for number in self.numbers(first, end):
            if number in self._pages:
                self._pages.move_to_end(number)
            elif number not in self._asked and number not in self._failed:
                self._asked.add(number)
                wanted.append(number)
        return wanted

    def put(self, number: int, generation: int, rows: Sequence[Row]) -> bool:
        """Keep a page; False where it is of rows that are no longer shown."""
        if generation != self.generation:
            return False
        self._asked.discard(number)
        self._pages[number] = rows
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        return True

    def fail(self, number: int, generation: int, *, for_good: bool) -> bool:
        """Note that a page could not be had: drawing alone does not ask again for what is lost `for_good`."""
        if generation != self.generation:
            return False
        self._asked.discard(number)
        if for_good:
            self._failed.add(number)
        return True
