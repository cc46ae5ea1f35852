"""The files and sheets of the source: which are read, how they are written, and turning one off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message

from core.recipe import Recipe
from core.remote.looks import FileLook, Look, TableLook
from tui.actions import Action, bindings
from tui.lacking import Lacking, why_nothing
from tui.order import Order
from tui.sources import size_text
from tui.text import plain
from tui.widgets.grid import Grid
from tui.widgets.line import Line
from tui.widgets.rows import Column, FewRows, Row

TURNED_OFF = "turned off"
KINDS = {"text": "text", "workbook": "workbook", "parquet": "Parquet", "json": "JSON", "sqlite": "SQLite"}
COLUMNS = (
    Column("state", "Read", width=4),
    Column("file", "File", width=20),
    Column("sheet", "Sheet", width=14),
    Column("rows", "Rows", "number", 10),
    Column("columns", "Columns", "number", 7),
    Column("kind", "Kind", width=8),
    Column("size", "Size", width=9),
    Column("written", "How it is written, or why not", width=60),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A sheet or file: read, known but not read, or turned off."""

    file: str
    sheet: str
    path: str
    kind: str
    size: int | None
    table: TableLook | None
    reason: str
    """Why it is not read; empty where it is."""

    @property
    def is_read(self) -> bool:
        """Whether its rows count."""
        return not self.reason


def items_of(look: Look, known: Mapping[str, FileLook]) -> list[Item]:
    """Every sheet and file of a source, with those that were turned off: `known` are the files seen since it was opened."""
    files = {file.name: file for file in look.files}
    reasons = dict(look.left_out)
    items, told = [], set()
    for table in look.tables:
        file = files.get(table.file)
        told.add(table.label)
        reason = reasons.get(table.label, "")
        if not table.used and not reason and look.problem is None:
            reason = "not used"
        items.append(_item(table.file, table.sheet, file, table, reason))
    for label, reason in look.left_out:
        if label not in told:
            name, _, rest = label.rpartition(" [")
            sheet = rest.removesuffix("]") if name else ""
            items.append(_item(name or label, sheet, files.get(name or label), None, reason))
    paths = {file.path for file in look.files}
    items += [
        _item(file.name, "", file, None, TURNED_OFF) for path, file in known.items() if path not in paths
    ]
    return items


def _item(name: str, sheet: str, file: FileLook | None, table: TableLook | None, reason: str) -> Item:
    return Item(
        name,
        sheet,
        file.path if file else "",
        file.kind if file else "",
        file.size if file else None,
        table,
        reason,
    )


def turned(recipe: Recipe, look: Look, items: Sequence[Item], item: Item) -> Recipe:
    """The recipe in which a sheet or file is read, if it was not, or left out, if it was."""
    siblings = [one for one in items if one.path == item.path and one.sheet]
    if item.sheet and len(siblings) > 1:
        known = dict.fromkeys(one.sheet for one in items if one.sheet)
        read = {one.sheet for one in items if one.is_read} ^ {item.sheet}
        sheets = () if read >= set(known) else tuple(name for name in known if name in read)
        return replace(recipe, source=replace(recipe.source, sheets=sheets))
    read_now = {file.path for file in look.files} ^ {item.path}
    paths = dict.fromkeys(one.path for one in items if one.path in read_now)
    return replace(recipe, source=replace(recipe.source, paths=tuple(paths)))


class ItemRows(FewRows):
    """Rows that know which item each of them shows."""

    def number(self, order: Order, place: int) -> int | None:
        """The number of the item at a place."""
        places = self._places(order)
        return places[place] if place < len(places) else None


class FilesGrid(Grid):
    """The sheets and files, one a line."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("files")

    class RowsWanted(Message):
        """The rows of a table are to be shown."""

        def __init__(self, number: int) -> None:
            self.number = number
            super().__init__()

    def __init__(self, *, id: str | None = None, empty: str = "") -> None:  # noqa: A002
        super().__init__(id=id, empty=empty)
        self.look: Look | None = None
        self.items: list[Item] = []
        self._seen: dict[tuple[str, str], int] = {}

    async def show_files(
        self, look: Look, known: Mapping[str, FileLook], counts: Sequence[int | None]
    ) -> None:
        """Show the files of a source; `counts` are the rows of its tables, where they were counted."""
        self.look, self.items = look, items_of(look, known)
        for item in self.items:
            self._seen.setdefault((item.file, item.sheet), len(self._seen))
        # One that was turned off stays where it was.
        self.items.sort(key=lambda item: self._seen[item.file, item.sheet])
        rows: list[Row] = []
        for item in self.items:
            table = item.table
            count = table.rows if table else None
            if table and count is None and table.number < len(counts):
                count = counts[table.number]
            rows.append(
                (
                    "yes" if item.is_read else "no",
                    item.file,
                    item.sheet,
                    count,
                    len(table.columns) if table else None,
                    KINDS.get(item.kind, item.kind),
                    "" if item.size is None else size_text(item.size),
                    item.reason or (_described(table) if table else ""),
                )
            )
        await self.show(ItemRows(COLUMNS, rows), keep_place=True)

    @property
    def item(self) -> Item | None:
        """What is under the cursor."""
        number = self.source.number(self.order, self.cursor) if isinstance(self.source, ItemRows) else None
        return self.items[number] if number is not None and number < len(self.items) else None

    def why_not(self, action: Action) -> str:
        if action.scope != "files":
            return super().why_not(action)
        item = self.item
        if item is None:
            return why_nothing(self.regulars, Lacking("files"))
        if action.method == "rows" and item.table is None:
            return "Its rows are not read: Space turns it on."
        if action.method == "turn":
            if item.is_read and sum(one.is_read for one in self.items) == 1:
                return "It is the only one that is read: turn another on first."
            if not item.is_read and item.table is not None:
                return f"It is left out because {item.reason}."
            if not item.path or (item.table is None and not _is_by_choice(item.reason)):
                return f"It cannot be read: {item.reason}."
        return ""

    def action_turn(self) -> None:
        item, look, app = self.item, self.look, self.regulars
        if item is not None and look is not None:
            name = item.sheet or item.file
            word = "without" if item.is_read else "with"
            app.change(turned(app.session.recipe, look, self.items, item), f"{word} {plain(name, 60)}")

    def action_rows(self) -> None:
        item = self.item
        if item is not None and item.table is not None:
            self.post_message(self.RowsWanted(item.table.number))


class FilesPart(Vertical):
    """The files, and the one under the cursor in words."""

    DEFAULT_CSS = "FilesPart Line { padding: 0 1; min-height: 3; max-height: 8; }"

    def compose(self) -> ComposeResult:
        yield FilesGrid(empty=Lacking("files"))
        yield Line("")

    @property
    def grid(self) -> FilesGrid:
        """The files."""
        return self.query_one(FilesGrid)

    @on(Grid.Moved)
    def _moved(self) -> None:
        item = self.grid.item
        if item is None:
            return
        where = plain(item.path or item.file, 300) + (
            f", sheet {plain(item.sheet, 80)}" if item.sheet else ""
        )
        parts = [where]
        if item.reason:
            parts.append(f"Not read: {plain(item.reason, 300)}.")
        if item.table is not None and item.table.described:
            parts.append(f"{_described(item.table)}.")
        parts.append("Space turns it on or off, Enter shows its rows, d overrules how it is read.")
        self.query_one(Line).show("\n".join(parts))


def _is_by_choice(reason: str) -> bool:
    """Whether somebody left it out, rather than that it cannot be read."""
    return reason == TURNED_OFF or "asked for" in reason


def _described(table: TableLook) -> str:
    return plain("; ".join(table.described), 600)
