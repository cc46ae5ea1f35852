"""Exports: where to, in which format, and whether to write over what is there already."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from core.errors import OutputError, RegularsError
from core.views.grid_parts import ExportKind
from tui.dialogs.ask import Ask
from tui.text import whole
from tui.widgets.engine_rows import CustomerRows, FileRows
from tui.widgets.grid import Grid

if TYPE_CHECKING:
    from tui.app import RegularsApp

SUFFIXES = (".csv", ".parquet", ".xlsx")


def kind_of(name: str) -> ExportKind:
    """The format that a file's name asks for; OutputError where it is none of ours."""
    suffix = Path(name).suffix.casefold()
    if suffix not in SUFFIXES:
        raise OutputError(
            f"{Path(name).name!r} does not end in .csv, .parquet or .xlsx, so the format is not known.",
            "End it in one of them.",
        )
    return cast("ExportKind", suffix[1:])


def ask_where(app: RegularsApp, title: str, usual_name: str, then: object, hint: str = "") -> None:
    """Ask for a file, and again before one is written over; `then(path, overwrite)` writes it."""

    def check(name: str) -> str:
        kind_of(name)
        path = Path(name).expanduser().absolute()
        return f"{path} is there already; you will be asked." if path.exists() else f"Writes {path}"

    async def named(name: str) -> None:
        path = Path(name).expanduser().absolute()
        if not path.exists():
            await then(str(path), False)  # type: ignore[operator]
            return

        async def said(word: str) -> None:
            if word.casefold() in ("yes", "y"):
                await then(str(path), True)  # type: ignore[operator]
            else:
                app.say("Nothing was written.")

        app.ask_for(Ask(f"Write over {path.name}?", "", hint="Type yes to write over it."), said)

    usual = str(Path.cwd() / usual_name)
    app.ask_for(
        Ask(title, usual, check=check, hint=hint or "CSV, Parquet or xlsx, by the ending of the name."), named
    )


async def export_grid(app: RegularsApp, grid: Grid, usual_name: str) -> None:
    """Write the rows of a grid, or those selected, with the columns shown and in their order."""
    source = grid.source
    if not isinstance(source, CustomerRows | FileRows):
        app.say("These rows cannot be exported from here.")
        return
    positions: Sequence[int] | None = sorted(grid.selected) or None
    count = len(positions) if positions else grid.rows
    names = [column.name for column in grid.shown_columns]

    async def write(path: str, overwrite: bool) -> None:
        try:
            done = await source.export(grid.order, names, path, kind_of(path), positions, overwrite=overwrite)
        except RegularsError as error:
            app.fail(error)
            return
        app.say(f"Wrote {whole(done.rows)} rows to {done.path}")

    ask_where(app, f"Export {whole(count)} rows", usual_name, write)
