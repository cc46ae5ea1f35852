"""What a pass over the whole source says against the sample's reading of it: where that was wrong, the source is read again with a better one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.columns.alike import GuessedTable
from core.columns.cancelled import OrderIds, cancellation_prefixes
from core.columns.dates import parse_date
from core.columns.formats import Contradictions
from core.columns.notes import MONEY_ROLES
from core.columns.numbers import parse_number
from core.columns.settled import COUNT_ROLES, Columns, TableColumns
from core.recipe import Recipe
from core.source.model import FoundFile
from core.source.stray_quotes import QuotedLines, swallowing_sql
from core.source.textfile import Care
from core.stages import Stages

if TYPE_CHECKING:
    import duckdb

MOST_CONTRADICTIONS = 2000
# Above this share of unreadable rows it is worth another scan to see them all.
MUCH_UNREADABLE = 0.005

Contradicted = tuple[tuple[int, str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an attempt at the source goes by; where the pass finds it wrong, another is made with the next."""

    care: Care = Care.STRICT
    contradicted: Contradicted = ()
    keeps_point_zero: bool = False
    prefixes: tuple[str, ...] | None = None
    careful_ids: bool = False

    @property
    def contradictions(self) -> Contradictions:
        """What contradicted how a column was read, by table and role."""
        return {(number, role): values for number, role, values in self.contradicted}


class SecondLook:
    """What the orders, and the source behind them, hold against the reading that they were made by."""

    def __init__(
        self,
        recipe: Recipe,
        files: Sequence[FoundFile],
        columns: Columns,
        reading: Reading,
        connect: Callable[[], duckdb.DuckDBPyConnection],
    ) -> None:
        self._recipe = recipe
        self._columns = columns
        self._reading = reading
        self._connect = connect
        self._paths = {file.shown: file.path for file in files}
        self._direct = [
            table for table in columns.tables if table.table.kind == "text" and not table.table.kept_rows
        ]
        self._lines = QuotedLines(self._paths[table.table.file] for table in self._direct)

    def begin(self) -> None:
        """Count the lines of text files while the pass reads them."""
        if self._reading.care < Care.KEPT:
            self._lines.start()

    def call_off(self) -> None:
        """Leave it: the pass came to nothing."""
        self._lines.call_off()

    def better_reading(
        self,
        stages: Stages,
        guessed: Callable[[], Sequence[GuessedTable]],
        settled: Callable[[Reading], Sequence[TableColumns]],
    ) -> Reading | None:
        """A better reading where the orders contradict this one; `settled` gives the tables as another reading would have them."""
        reading = self._reading
        if reading.care < Care.KEPT and self._swallows():
            return replace(reading, care=Care.KEPT)
        if any(table.stripped for table in self._columns.tables) and self._scalar(
            "SELECT bool_or(keeps_point_zero) FROM orders"
        ):
            return replace(reading, keeps_point_zero=True)
        if all(table.whole_sample for table in self._columns.tables):
            return None
        if not self._columns.careful_ids and self._scalar(
            "SELECT bool_or(customer IS DISTINCT FROM id(customer) OR order_id IS DISTINCT FROM id(order_id)) FROM orders"
        ):
            return replace(reading, careful_ids=True)
        prefixes = self._prefixes_of_all(stages)
        if prefixes is not None and prefixes != self._columns.cancelled_prefixes and reading.prefixes is None:
            return replace(reading, prefixes=prefixes)
        return None if reading.contradicted else self._decided_again(guessed(), settled)

    def _swallows(self) -> bool:
        """Whether a cell of a text file holds rows, as where a quote is closed too late or never; looked for only where lines are missing."""
        direct = self._direct
        if not direct:
            return False
        lines = sum(
            max(0, self._lines.of(self._paths[table.table.file]) - table.table.first_row + 1)
            for table in direct
        )
        if not lines:
            return False
        if len(direct) == len(self._columns.tables) and lines <= int(
            self._scalar('SELECT coalesce(sum("rows"), 0) FROM orders')
        ):
            return False
        return any(self._is_lost(table) for table in direct) or any(
            self._scalar(
                "SELECT bool_or("
                + swallowing_sql(
                    [f"c{place}" for place in range(len(table.table.names))], table.table.delimiter
                )
                + f") FROM {table.table.scan}"
            )
            for table in direct
        )

    def _is_lost(self, table: TableColumns) -> bool:
        """Whether not one row came of a file that has lines below its header."""
        has_lines = self._lines.of(self._paths[table.table.file]) >= table.table.first_row
        return has_lines and self._scalar(f"SELECT 1 FROM {table.table.scan} LIMIT 1") is None

    def _decided_again(
        self, guessed: Sequence[GuessedTable], settled: Callable[[Reading], Sequence[TableColumns]]
    ) -> Reading | None:
        """A reading with the values that could not be read taken into account, where that changes how a column is written."""
        unreadable, pointed = self._unreadable_texts(), self._late_points(guessed)
        if not unreadable and not pointed:
            return None
        better = replace(self._reading, contradicted=(*unreadable, *pointed))
        tables = settled(better)
        # A stray cell is no reason to read a column another way; one that another way reads is.
        reads = any(_reads_some(tables[number], role, texts) for number, role, texts in unreadable)
        open_now = any(not tables[number].numbers[role].decided for number, role, _ in pointed)
        return better if reads or open_now else None

    def _late_points(self, guessed: Sequence[GuessedTable]) -> Contradicted:
        """Numbers with a point in columns that showed none in the sample: there `1.234` may be a thousand, though it reads as it is."""
        found: list[tuple[int, str, tuple[str, ...]]] = []
        # Whole numbers add up to whole numbers, which is quicker to see than every cell.
        if self._columns.shape != "sales" or not self._scalar(
            "SELECT 1 FROM orders WHERE amount <> round(amount) LIMIT 1"
        ):
            return ()
        seen = {table.opened.table.scan: table.opened.sample.columns for table in guessed}
        for number, table in enumerate(self._columns.tables):
            columns = seen.get(table.table.scan, ())
            for role, fmt in table.numbers.items():
                if role not in MONEY_ROLES:
                    continue
                place = table.positions[role]
                if table.whole_sample or fmt.decimal != "." or table.table.natives[place] or not columns:
                    continue
                if any("." in cell for cell in columns[place] if cell):
                    continue
                rows = self._connect().execute(
                    f"SELECT DISTINCT trim(c{place}) AS cell FROM {table.table.scan} WHERE contains(c{place}, '.') ORDER BY cell"
                    f" LIMIT {MOST_CONTRADICTIONS}"
                )
                if texts := tuple(str(text) for (text,) in rows.fetchall()):
                    found.append((number, role, texts))
        return tuple(found)

    def _unreadable_texts(self) -> Contradicted:
        """What could not be read, by table and role: the examples that the orders hold, or all of it where it is much."""
        several = len(self._columns.tables) > 1
        execute = self._connect().execute
        bad = "unreadable IS NOT NULL AND unreadable NOT IN ('row', 'short')"
        counted = execute(
            f"SELECT coalesce(sum(rows) FILTER (WHERE {bad}), 0), sum(rows) FROM orders"
        ).fetchone() or (0, 0)
        if not counted[0]:
            return ()
        if several or counted[0] > MUCH_UNREADABLE * counted[1]:
            table = "source_table" if several else "0"
            select = f"SELECT DISTINCT {table} AS t, unreadable, unreadable_text FROM lines WHERE {bad}"
        else:
            select = f"SELECT DISTINCT 0 AS t, unreadable, unnest([example, another_example]) AS text FROM orders WHERE {bad}"
        texts: dict[tuple[int, str], list[str]] = {}
        for number, role, text in execute(f"{select} ORDER BY ALL LIMIT {MOST_CONTRADICTIONS}").fetchall():
            texts.setdefault((int(number), str(role)), []).append(str(text))
        return tuple((number, role, tuple(values)) for (number, role), values in sorted(texts.items()))

    def _prefixes_of_all(self, stages: Stages) -> tuple[str, ...] | None:
        if (
            "order" not in self._columns.roles
            or "auto" not in self._recipe.rules.cancelled_prefixes
            or self._columns.shape != "sales"
        ):
            return None
        rows = self._connect().execute(stages.sql("order_marks")).fetchall()
        return cancellation_prefixes(
            OrderIds(str(prefix), bool(digit), bool(negative), int(count))
            for prefix, digit, negative, count in rows
        )

    def _scalar(self, select: str) -> Any:
        found = self._connect().execute(select).fetchone()
        return found[0] if found else None


def _reads_some(table: TableColumns, role: str, texts: Sequence[str]) -> bool:
    if role == "date":
        return table.dates is not None and any(parse_date(text, table.dates) for text in texts)
    if role not in table.numbers:
        return False
    found = [parse_number(text, table.numbers[role]) for text in texts]
    return any(number is not None and (role not in COUNT_ROLES or number.is_integer()) for number in found)
