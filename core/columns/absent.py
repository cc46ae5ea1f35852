"""A column that is asked for and is not there: who asks for it, and what it may be called now."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from core.columns.alike import GuessedTable
from core.columns.naming import Role
from core.errors import UsageError, short_name, short_names
from core.suggest import nearest

INDISPENSABLE = ("customer", "date")


def absent_column(
    name: str, role: Role | None, asked: Sequence[str], guessed: Sequence[GuessedTable]
) -> UsageError:
    """The error for `name`, which `role` is to be (none: it is an attribute) and no table has; `asked` are all columns asked for."""
    label = guessed[0].opened.table.label
    known = list(dict.fromkeys(known for table in guessed for known in table.opened.table.names))
    key = role or "attributes"
    what = f"There is no column {short_name(name)!r} in {label}, and `columns.{key}` asks for it; there are: {short_names(known)}."
    # The column that would be guessed for the role most likely has another name now, unless it is asked for as something else.
    now = next(
        (found for table in guessed if role and (found := _guessed(table, role)) and found not in asked), ""
    )
    close = nearest(name, known)
    others = f", or --map {role}=- to go without" if role and role not in INDISPENSABLE else ""
    if close:
        return UsageError(what, f"Did you mean {close!r}? Then: {_mapping(key, close)}")
    if now:
        return UsageError(
            what, f"If {short_name(now)!r} is what it is called now: {_mapping(key, now)}{others}"
        )
    return UsageError(
        what, f"Name one of them: --map {key}=COLUMN{others}. `regulars inspect` shows them all."
    )


def _guessed(table: GuessedTable, role: Role) -> str:
    found = table.guess.roles.get(role)
    return (found.column or "") if found else ""


def _mapping(key: str, column: str) -> str:
    return f"--map {shlex.quote(f'{key}={column}')}"
