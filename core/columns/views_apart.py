"""Views of a database beside the tables that they show: the same rows, which must not be read twice."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from core.columns.alike import GuessedTable, find_columns
from core.source.model import LeftOut


def without_views(guessed: Sequence[GuessedTable]) -> tuple[list[GuessedTable], list[LeftOut]]:
    """The tables but for the views whose every column is that of a table which they show, and why these are left out."""
    kept, left_out = [], []
    for view in guessed:
        whole = next((table for table in _shown_by(view, guessed) if view.key <= table.key), None)
        if whole is None:
            kept.append(view)
        else:
            left_out.append(LeftOut(view.label, f"it is a view of {whole.label}, so its rows are read there"))
    return kept, left_out


def once_each(
    guessed: Sequence[GuessedTable], main: GuessedTable, essential: Sequence[str]
) -> tuple[list[GuessedTable], list[LeftOut]]:
    """The tables without those that would be read with `main` and are a view of one that is, or shown by `main` as a view."""
    alike = [table for table in guessed if None not in find_columns(essential, table.names)]
    twice = {table.label: _instead(table, main) for table in _shown_by(main, alike)}
    for view in alike:
        shown = [table.label for table in _shown_by(view, alike) if table.label not in twice]
        if shown and view is not main:
            twice[view.label] = f"it is a view of {shown[0]}, so its rows are read there"
    kept = [table for table in guessed if table.label not in twice]
    return kept, [LeftOut(label, reason) for label, reason in twice.items()]


def _instead(table: GuessedTable, view: GuessedTable) -> str:
    sheet = shlex.quote(table.opened.table.sheet)
    return f"{view.label}, which is read, is a view of it (to read the table instead: --sheet {sheet})"


def _shown_by(view: GuessedTable, tables: Sequence[GuessedTable]) -> list[GuessedTable]:
    """Those of the tables whose rows a view shows."""
    own = view.opened.table
    return [
        table
        for table in tables
        if table.opened.table.file == own.file and table.opened.table.sheet in own.view_of
    ]
