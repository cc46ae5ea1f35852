"""What is in a source, before anything is computed from it: for the app to show while the recipe still runs, or where it cannot run.

Figures of columns are of a sample; `profile` has those of all rows. The app names these functions before it draws anything, and so
what they work with is loaded where they are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.columns.alike import GuessedTable
    from core.remote.looks import FirstLook
    from core.study import Study
    from core.views.profile_parts import ColumnDetail
    from core.views.raw import RawTable

# Counting the rows of larger text files takes longer than anybody wants to wait for a number.
COUNTED_UP_TO_BYTES = 400 * 10**6


def first_look(study: Study) -> FirstLook:
    """Look at a source. One that cannot be run is looked at all the same."""
    from core.remote.looks import looked_at

    return looked_at(study)


def first_rows(study: Study, number: int) -> RawTable:
    """The first rows of another table."""
    from core.views.raw import raw_table

    return raw_table(study, number)


def profile(study: Study, number: int, position: int) -> ColumnDetail:
    """One column of one table in detail."""
    from core.views.column_profile import column_profile

    return column_profile(study, number, position)


def row_counts(study: Study) -> tuple[int | None, ...]:
    """How many rows each table has; None where that takes long or cannot be counted."""
    return tuple(_counted(study, guessed) for guessed in study.source_pass.guessed)


def _counted(study: Study, guessed: GuessedTable) -> int | None:
    import duckdb

    from core.views.raw import file_of

    table, sample = guessed.opened.table, guessed.opened.sample
    if table.rows is not None or sample.whole:
        return table.rows if table.rows is not None else sample.rows
    if table.kind != "parquet" and file_of(study, table).size > COUNTED_UP_TO_BYTES:
        return None
    try:
        found = study.connection.execute(f"SELECT count(*) FROM {table.scan}").fetchone()
    except duckdb.Error:  # too uneven for a plain scan
        return None
    return int(found[0]) if found else None
