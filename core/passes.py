"""Reading the source: columns are settled on a sample, orders made in one pass, and what the pass contradicts is settled again."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.as_of import as_of_day
from core.columns.alike import GuessedTable
from core.columns.assign import Chosen, choose_tables, guess_tables
from core.columns.date_parts import with_joined_date
from core.columns.heading_rows import refuse_headings
from core.columns.indispensable import check_roles
from core.columns.profile import MISSING_WORDS
from core.columns.roles import ROLES
from core.columns.settled import Columns
from core.columns.unread_dates import unread_dates
from core.engine import execute_frugally, first_line, plan_quickly, told_plainly
from core.errors import RegularsError, SourceError
from core.ledger import KEPT
from core.lines import MACROS, lines_sql
from core.notes_together import said_once
from core.recipe import Recipe
from core.scribe import scribe
from core.second_look import Reading, SecondLook
from core.source.kept import dropped_rows
from core.source.model import FoundFile, LeftOut, SourceTable, file_identity, kept_size
from core.source.opening import open_tables
from core.source.textfile import Care
from core.sql import file_literal, ident, parquet_copy
from core.stages import DATED, OF_ROWS, Stages
from core.workspace import Workspace, is_whole

if TYPE_CHECKING:
    import duckdb

# Counting products takes a pass of its own, which above this many bytes of text, or rows, costs as much as everything else.
PRODUCTS_UP_TO_BYTES = 200 * 10**6
PRODUCTS_UP_TO_ROWS = 2_500_000
# Keeping less than this needs no announcement.
MUCH_BYTES = 200 * 10**6
MOST_ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Overlap:
    """What stands in more than one table: orders that are the same in both, and orders whose rows differ, which are left alone."""

    copied_orders: int = 0
    differing_orders: int = 0


class SourcePass:
    """The stages of a study up to the orders."""

    def __init__(
        self,
        recipe: Recipe,
        files: Sequence[FoundFile],
        workspace: Workspace,
        connect: Callable[[], duckdb.DuckDBPyConnection],
        progress: Callable[[str], None],
    ) -> None:
        self._recipe = recipe
        self._files = files
        self._workspace = workspace
        self._connect = connect
        self._progress = progress
        self._reading = Reading()
        self._guessed: tuple[list[GuessedTable], tuple[LeftOut, ...]] | None = None
        self._chosen: Chosen | None = None
        self._columns: Columns | None = None
        self._stages: Stages | None = None
        self._orders: Path | None = None
        self._overlap = Overlap()
        self._overlap_of: Columns | None = None
        self._ledger_of: Columns | None = None
        self._has_macros = False
        self._last_day: date | None = None
        parts = recipe.part_key("source", "columns", "rules")
        text = "|".join((*(file.identity for file in files), parts, recipe.customers.discount))
        self.orders_key = hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
        self._recall()

    # What it gives

    @property
    def columns(self) -> Columns:
        """The columns: as an earlier pass over the whole source left them, else as the sample has them so far."""
        if self._columns is None:
            self._columns = self._settle()
            scribe.foresee((self.stages, self.stages.undated))
        return self._columns

    @property
    def stages(self) -> Stages:
        """The expressions of every stage as far as the as-of date has no say in them."""
        columns = self.columns
        if self._stages is None or self._stages.columns is not columns:
            self._stages = Stages(self._decided(columns), columns)
        return self._stages

    @property
    def is_made(self) -> bool:
        """Whether the orders are there already."""
        return self._orders is not None

    @property
    def orders_path(self) -> Path:
        """The orders, kept as Parquet; made in one pass over the source where they are not there yet."""
        if self._orders is None or not is_whole(self._orders):
            with told_plainly(f"reading {self._files[0].shown} into {self._workspace.folder}"):
                self._orders = self._read()
        return self._orders

    @property
    def overlap(self) -> Overlap:
        """What was found in more than one table."""
        return self._overlap if self.orders_path else Overlap()

    @property
    def last_day(self) -> date | None:
        """The day of the last kept purchase, whatever the as-of date."""
        return self._last_day if self.orders_path else None

    @property
    def guessed(self) -> list[GuessedTable]:
        """Every table with its profile, as `inspect` shows it."""
        return self._open()[0]

    @property
    def recipe(self) -> Recipe:
        """The recipe with `products = "auto"` decided by the size of the source."""
        return self._recipe if self._recipe.customers.products != "auto" else self.stages.recipe

    def _decided(self, columns: Columns) -> Recipe:
        if self._recipe.customers.products != "auto":
            return self._recipe
        text_bytes = sum(file.size for file in self._files if file.kind in ("text", "json"))
        rows = sum(table.table.rows or 0 for table in columns.tables)
        small = text_bytes <= PRODUCTS_UP_TO_BYTES and rows <= PRODUCTS_UP_TO_ROWS
        counted = "on" if small and "product" in columns.roles else "off"
        return replace(self._recipe, customers=replace(self._recipe.customers, products=counted))  # type: ignore[arg-type]

    def resolved(self) -> Recipe:
        """The recipe with all that was found out written into it, so that running it again guesses nothing."""
        columns, recipe = self.columns, self.recipe
        orders = {table.dates.order for table in columns.tables if table.dates}
        swapped = {table.dates.swapped for table in columns.tables if table.dates}
        decimals = {table.numbers[role].decimal for table in columns.tables for role in table.numbers}
        settled: dict[str, Any] = {
            **{role: columns.roles[role].column if role in columns.roles else "" for role in ROLES},
            "guess": False,
            "attributes": columns.attributes,
            "date_order": next(iter(orders)) if len(orders) == 1 else recipe.columns.date_order,
            "swapped_dates": "on" if swapped == {True} else recipe.columns.swapped_dates,
            "decimal": next(iter(decimals)) if len(decimals) == 1 else recipe.columns.decimal,
        }
        paths = (
            recipe.source.paths
            if "-" in recipe.source.paths
            else tuple(str(file.path) for file in self._files)
        )
        prefixes = recipe.rules.cancelled_prefixes
        if "auto" in prefixes:
            prefixes = columns.cancelled_prefixes
        return replace(
            recipe,
            source=replace(recipe.source, paths=paths),
            columns=replace(recipe.columns, **settled),
            rules=replace(recipe.rules, cancelled_prefixes=prefixes),
        )

    def view_lines(self, stages: Stages) -> None:
        """Make `lines`, and `overlap_orders` where the ledger wants it, for expressions of `stages`."""
        self.restore_rows([table.table for table in self.columns.tables])
        connection = self._connect()
        if stages.needs.row_hash:  # it takes every column
            plan_quickly(connection, max(len(table.shared) for table in self.columns.tables))
        if not self._has_macros:
            connection.execute(MACROS)
            self._has_macros = True
        connection.execute(f"CREATE OR REPLACE TEMP VIEW lines AS {lines_sql(self.columns, stages.needs)}")
        if stages.plan.overlap_orders and self._overlap_of != stages.columns:
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE overlap_orders AS {stages.sql('overlap_orders')}"
            )
            self._overlap_of = stages.columns

    def restore_rows(self, tables: Sequence[SourceTable]) -> None:
        """Have the kept rows of `tables` made again where the workspace dropped them for room."""
        dropped = dropped_rows(tables)
        if not dropped:
            return
        if any(table.kind == "text" for table in dropped):
            # What an earlier pass could not read in place is kept only where that is asked for.
            self._reading = replace(self._reading, care=Care.KEPT)
        self._guessed = None
        self._open()
        for table in dropped_rows(dropped):
            raise SourceError(
                f"{table.label} is not what it was when it was opened, and the rows that were kept of it are gone.",
                "Open it again.",
            )

    def view_ledger(self, stages: Stages) -> None:
        """Make `ledger`: once for all where more than one stage looks at it, else as the one pass comes by."""
        if self._ledger_of == stages.columns:
            return
        self.view_lines(stages)
        picked = ", ".join(ident(name) for name in stages.told("booked_columns"))
        ledger = f"SELECT {picked} FROM ({stages.sql('ledger')}) AS rows_booked"
        connection = self._connect()
        if stages.with_products:
            connection.execute(f"CREATE OR REPLACE TEMP TABLE ledger_rows AS {ledger}")
            ledger = "SELECT * FROM ledger_rows"
        connection.execute(f"CREATE OR REPLACE TEMP VIEW ledger AS {ledger}")
        self._ledger_of = stages.columns

    def check_cells(self) -> None:
        """Refuse customers that stand above their rows, and a column that is called a date and is none, with what stands there."""
        columns = self.columns
        lacks_dates = columns.shape == "sales" and "date" not in columns.roles
        if "customer" in columns.roles and not lacks_dates:
            return
        for table in self._first_tables():
            refuse_headings(table, columns)
            if "customer" in columns.roles and (unread := unread_dates(table)):
                raise unread

    def _first_tables(self) -> list[GuessedTable]:
        """The first of the tables that are read, with its sample."""
        first = self.columns.tables[0].table.scan
        return [table for table in self._open()[0] if table.opened.table.scan == first]

    # How it is made

    def _recall(self) -> None:
        """What an earlier pass over the same source by the same recipe left."""
        known = self._workspace.find_json("pass", self.orders_key)
        if known is None:
            return
        orders = self._workspace.find("orders", str(known.get("reading")), ".parquet")
        if orders is None:
            return
        with contextlib.suppress(AttributeError, KeyError, TypeError, ValueError):
            columns = Columns.from_dict(known["columns"])
            self._overlap = Overlap(**known["overlap"])
            self._last_day = date.fromisoformat(known["last_day"]) if known["last_day"] else None
            self._columns, self._orders = columns, orders

    def _open(self) -> tuple[list[GuessedTable], tuple[LeftOut, ...]]:
        if self._guessed is None:
            self._progress(self._opening())
            opened = open_tables(
                self._files,
                self._recipe.source,
                self._workspace,
                self._connect(),
                self._reading.care,
                self._progress,
            )
            tables = [with_joined_date(table) for table in opened.tables]
            self._guessed = guess_tables(tables), opened.left_out
        return self._guessed

    def _opening(self) -> str:
        """What is about to be opened, and what keeping its rows will take; refused where the disk has no room for that."""
        first = self._files[0].shown
        opening = f"opening {first}" + (f" and {len(self._files) - 1} more" if len(self._files) > 1 else "")
        size = sum(kept_size(file) for file in self._files)
        if size < MUCH_BYTES:
            return opening
        free = self._workspace.free_bytes()
        if size > free:
            raise RegularsError(
                f"Rows of {first} have to be kept while they are read, about {size / 1e9:,.1f} GB, and {self._workspace.folder} has room for"
                f" {free / 1e9:,.1f} GB.",
                "Free some space, or point XDG_CACHE_HOME at a larger disk; plain CSV in UTF-8 and Parquet need no such room.",
            )
        return f"{opening} (keeps about {size / 1e6:,.0f} MB)"

    def _choice(self) -> Chosen:
        """Which tables are read and what their columns play, chosen once for as long as what was opened is the same."""
        guessed = self._open()[0]
        if self._chosen is None or self._chosen.guessed is not guessed:
            self._chosen = choose_tables(guessed, self._recipe.columns, self._recipe.source.sheets)
        return self._chosen

    def _settle(self) -> Columns:
        reading = self._reading
        guessed, left_out = self._open()
        columns = self._choice().settled(left_out, reading.contradictions)
        if reading.keeps_point_zero:
            columns = replace(columns, tables=tuple(replace(table, stripped=()) for table in columns.tables))
        if reading.prefixes is not None:
            columns = replace(columns, cancelled_prefixes=reading.prefixes)
        careful = (
            reading.careful_ids
            or columns.shape != "sales"
            or all(table.whole_sample for table in columns.tables)
            or not _sampled_ids_are_clean(guessed, columns)
        )
        said = tuple(sentence for table in columns.tables for sentence in table.table.found)
        notes = said_once((*said, *columns.notes), columns.labels)
        return replace(columns, careful_ids=careful, notes=tuple(notes))

    def _read(self) -> Path:
        """Make the orders, again with a better reading for as long as the pass itself shows how."""
        for _ in range(MOST_ATTEMPTS):
            self.check_cells()
            check_roles(self.columns)
            for table in self._first_tables():
                refuse_headings(table, self.columns)
            better = self._try_pass(self.stages)
            if better is None or better == self._reading:
                break
            if better.care != self._reading.care:
                self._guessed = None
            self._reading, self._columns = better, None
        self._check_unchanged()
        known = {
            "columns": self.columns.to_dict(),
            "overlap": asdict(self._overlap),
            "last_day": self._last_day.isoformat() if self._last_day else "",
            "reading": self._reading_key,
        }
        self._workspace.keep_json("pass", self.orders_key, known)
        return self._workspace.path("orders", self._reading_key, ".parquet")

    @property
    def _reading_key(self) -> str:
        """What orders are kept under: those of another reading are others, and an output that is there already stays."""
        return hashlib.blake2b(f"{self.orders_key}|{self._reading}".encode(), digest_size=12).hexdigest()

    def _check_unchanged(self) -> None:
        """Refuse a file that was written to while it was read: what came of it mixes two states of it."""
        for file in self._files:
            if file_identity(file.path) != file.identity:
                self._workspace.forget(self._workspace.path("orders", self._reading_key, ".parquet"))
                raise SourceError(
                    f"{file.shown!r} was changed while it was being read, so its figures would mix old and new rows.",
                    "Wait until nothing writes to it any more, and run again.",
                )

    def _try_pass(self, stages: Stages) -> Reading | None:
        """One pass; a better reading where this one failed or its result contradicts it."""
        import duckdb

        self._progress("reading")
        second = SecondLook(self._recipe, self._files, self.columns, self._reading, self._connect)
        second.begin()
        try:
            self.view_ledger(stages)
            with self._workspace.writing("orders", self._reading_key, ".parquet") as path:
                statement = parquet_copy(stages.sql("orders"), path)
                if stages.with_products:  # few rows, and they are in memory already
                    self._connect().execute(statement)
                else:
                    execute_frugally(self._connect(), statement)
        except BaseException as error:
            second.call_off()
            if not isinstance(error, duckdb.InvalidInputException | duckdb.ConversionException):
                raise
            if self._reading.care == Care.KEPT:
                raise RegularsError(
                    f"{self._files[0].shown!r} could not be read: {first_line(str(error))}",
                    "Export it again, as plain CSV in UTF-8.",
                ) from error
            return replace(self._reading, care=Care(self._reading.care + 1))
        if stages.plan.overlap_orders:
            self._overlap = self._count_overlap()
        path = self._workspace.path("orders", self._reading_key, ".parquet")
        self._connect().execute(
            f"CREATE OR REPLACE TEMP VIEW orders AS FROM read_parquet({file_literal(path)})"
        )
        self._foresee()
        try:
            return second.better_reading(
                stages,
                lambda: self._open()[0],
                lambda better: self._choice().formats(better.contradictions),
            )
        finally:
            second.call_off()

    def _foresee(self) -> None:
        """Find the last day, and have the statements that depend on it written while the orders are looked at once more."""
        self._last_day = None
        if "date" in self.columns.roles:
            self._last_day = self._scalar(f"SELECT max(day) FROM orders WHERE bucket = '{KEPT}'")
        with contextlib.suppress(RegularsError):  # whoever asks for the day is told
            as_of = as_of_day(self._recipe, self.columns, self._last_day)
            stages = self.stages
            scribe.foresee(
                (stages, stages.undated),
                (stages.counted_to(as_of), DATED),
                (stages.with_row_numbers, OF_ROWS),
            )

    def _count_overlap(self) -> Overlap:
        found = (
            self._connect()
            .execute(
                "SELECT count(*) FILTER (WHERE is_copy), count(*) FILTER (WHERE NOT is_copy) FROM overlap_orders"
            )
            .fetchone()
        )
        return Overlap(int(found[0]), int(found[1])) if found else Overlap()

    def _scalar(self, select: str) -> Any:
        found = self._connect().execute(select).fetchone()
        return found[0] if found else None


def _sampled_ids_are_clean(guessed: Sequence[GuessedTable], columns: Columns) -> bool:
    samples = {table.opened.table.scan: table.opened.sample for table in guessed}
    cells = {
        cell
        for table in columns.tables
        for role in ("customer", "order")
        if role in table.positions
        for cell in samples[table.table.scan].columns[table.positions[role]]
        if cell
    }
    return not any(
        cell != cell.strip() or cell.startswith('="') or cell.lower() in MISSING_WORDS for cell in cells
    )
