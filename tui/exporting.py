"""Exports: where to, in which format, and whether to write over what is there already."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from core.errors import OutputError
from core.remote import tables
from core.source.find import named_files, refuse_source
from core.views.grid_parts import ExportKind
from tui.dialogs.ask import Ask
from tui.paths import ask_before, file_path, here
from tui.text import counted
from tui.widgets.engine_rows import CustomerRows, FileRows
from tui.widgets.grid import Grid
from tui.widgets.rows import FewRows, RowSource

if TYPE_CHECKING:
    from tui.app import RegularsApp

SUFFIXES = (".csv", ".parquet", ".xlsx")
# Writes to a path, over what is there or not.
Writer = Callable[[str, bool], Awaitable[None]]


def kind_of(name: str) -> ExportKind:
    """The format that a file's name asks for; OutputError where it is none of ours."""
    suffix = Path(name).suffix.casefold()
    if suffix not in SUFFIXES:
        raise OutputError(
            f"{Path(name).name!r} does not end in .csv, .parquet or .xlsx, so the format is not known.",
            "End it in one of them.",
        )
    return cast("ExportKind", suffix[1:])


def ask_where(app: RegularsApp, title: str, usual_name: str, then: Writer) -> None:
    """Ask for a file, and again before one is written over; `then(path, overwrite)` writes it."""
    sources = named_files(app.session.recipe.source.paths)

    def check(name: str) -> str:
        path = file_path(name)
        kind_of(name.strip())
        refuse_source(path, sources)
        return f"{path} is there already; you will be asked." if path.exists() else f"Writes {path}"

    async def named(name: str) -> None:
        path = file_path(name)
        if path.exists():
            ask_before(app, path, lambda: then(str(path), True))
        else:
            await then(str(path), False)

    usual = str(here() / usual_name)
    app.ask_for(
        Ask(title, usual, check=check, hint="CSV, Parquet or xlsx, by the ending of the name."), named
    )


async def export_grid(app: RegularsApp, grid: Grid, usual_name: str) -> None:
    """Write the rows of a grid, or those selected, with the columns shown and in their order."""
    source = grid.source
    if not isinstance(source, CustomerRows | FileRows):
        app.say("These rows cannot be exported from here.")
        return
    positions = grid.selected.runs or None
    count = len(grid.selected) if positions else grid.rows
    order, names = grid.order, grid.exported_names

    async def write_now(path: str, overwrite: bool) -> None:
        future = source.export(order, names, path, kind_of(path), positions, overwrite=overwrite)
        done = await app.wait_for(f"writing {Path(path).name}", future)
        if done is not None:
            app.say(f"Wrote {counted(done.rows, 'row')} to {done.path}")

    async def write(path: str, overwrite: bool) -> None:
        # A worker: a million rows take a while, and the keys go on meanwhile.
        app.run_worker(write_now(path, overwrite))

    ask_where(app, f"Export {counted(count, 'row')}", usual_name, write)


def mail_rows(app: RegularsApp, grid: Grid) -> None:
    """Write the customers of a grid, or those selected, as a mailing list."""
    source = grid.source
    if not isinstance(source, CustomerRows):
        return
    positions = grid.selected.runs or None
    count, order = len(grid.selected) if positions else grid.rows, grid.order

    async def write_now(path: str, overwrite: bool) -> None:
        done = await app.wait_for(
            f"writing {Path(path).name}", source.mail(order, path, positions, overwrite=overwrite)
        )
        if done is not None:
            app.say(f"Wrote {counted(done.customers, 'customer')} to {done.path}")

    async def write(path: str, overwrite: bool) -> None:
        app.run_worker(write_now(path, overwrite))

    which = " selected" if positions else ""
    ask_where(app, f"Mailing list of {counted(count, 'customer')}{which}", "mailing-list.csv", write)


def export_few(app: RegularsApp, grid: Grid, usual_name: str) -> None:
    """Write a table that is here whole: every column but those that only draw bars."""
    export_rows(app, grid.source, usual_name)


def export_rows(app: RegularsApp, source: RowSource, usual_name: str) -> None:
    """The same of rows that no grid shows, as those behind a chart."""
    if not isinstance(source, FewRows) or not source.all_rows:
        app.say("There is nothing to export yet.")
        return
    places = [place for place, column in enumerate(source.columns) if not column.name.endswith("bar")]
    names = [source.columns[place].name for place in places]
    rows = [tuple(_plain_value(row[place]) for place in places) for row in source.all_rows]
    _export_values(app, names, rows, usual_name)


def export_lines(app: RegularsApp, lines: Sequence[Mapping[str, Any]], usual_name: str) -> None:
    """The same of a table that a run writes too, or of one like it: with the figures as there."""
    if not lines:
        app.say("There is nothing to export yet.")
        return
    rows = [tuple(map(_plain_value, line.values())) for line in lines]
    _export_values(app, list(lines[0]), rows, usual_name, exact=False)


def _export_values(
    app: RegularsApp,
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    usual_name: str,
    *,
    exact: bool = True,
) -> None:
    async def write(path: str, overwrite: bool) -> None:
        # The engine writes them: what knows the formats is not loaded here.
        done = await app.ask(
            app.engine.quick.plain(tables.export_few, names, rows, path, kind_of(path), overwrite, exact)
        )
        if done is not None:
            app.say(f"Wrote {counted(done.rows, 'row')} to {done.path}")

    ask_where(app, f"Export {counted(len(rows), 'row')}", usual_name, write)


def _plain_value(value: Any) -> str | int | float | bool | date | None:
    """A cell as it goes to the engine and into a file."""
    return value if value is None or isinstance(value, str | int | float | date) else str(value)
