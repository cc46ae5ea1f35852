"""Errors that a person's own choices brought about: tried without them, the source can be read, and the error says so."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Callable, Iterator
from dataclasses import replace

from core.columns.alike import find_column
from core.columns.assign import NONE
from core.columns.indispensable import check_roles
from core.columns.roles import ROLES
from core.columns.settled import Columns
from core.errors import ColumnsError, RegularsError, SourceError, short_names
from core.recipe import ColumnsPart, Recipe
from core.settings import as_written

# What nothing can be computed without, and what it says.
ESSENTIAL = {"customer": "who the customer is", "date": "when a customer bought"}
READING = ("encoding", "delimiter")

Trial = Callable[[Recipe], Columns]


@contextlib.contextmanager
def told_of_own_choices(recipe: Recipe, columns_by: Trial) -> Iterator[None]:
    """Have an error that is not there without what the recipe sets say what of it that is; `columns_by` settles columns by another recipe."""
    try:
        yield
    except (ColumnsError, SourceError) as error:
        own_doing = _by_reading(recipe, columns_by) or _by_roles(recipe, columns_by)
        if own_doing is None:
            raise
        raise own_doing from error


def _settled(recipe: Recipe, columns_by: Trial) -> Columns | None:
    """The columns by a recipe; None where the source cannot be opened by it."""
    with contextlib.suppress(RegularsError):
        return columns_by(recipe)
    return None


def _will_do(columns: Columns) -> bool:
    """Whether something can be computed from these columns."""
    try:
        check_roles(columns)
    except RegularsError:
        return False
    return True


def _comes_apart(columns: Columns | None) -> bool:
    return columns is not None and len(columns.tables[0].table.names) > 1


def _by_reading(recipe: Recipe, columns_by: Trial) -> RegularsError | None:
    """The error where the source is read by an encoding or a delimiter that it is not in."""
    keys = [f"source.{name}" for name in READING if getattr(recipe.source, name)]
    if not keys:
        return None
    found_out = replace(recipe.source, encoding="", delimiter="")
    columns = _settled(replace(recipe, source=found_out), columns_by)
    if columns is None:
        return None
    comes_apart_only_so = _comes_apart(columns) and not _comes_apart(_settled(recipe, columns_by))
    if not comes_apart_only_so and not _will_do(columns):
        return None
    table = columns.tables[0].table
    set_so = " and ".join(
        f"`{key}` set to {as_written(getattr(recipe.source, key.partition('.')[2]))}" for key in keys
    )
    return ColumnsError(
        f"With {set_so}, {table.label} does not come apart into columns of sales. Where it is found out, they are:"
        f" {short_names(table.names)}.",
        f"Leave out {' and '.join(f'--set {key}' for key in keys)} (in a recipe: that line), so that it is found out.",
    )


def _by_roles(recipe: Recipe, columns_by: Trial) -> RegularsError | None:
    """The error where a column that would be the customer or the date is kept from being it."""
    part = recipe.columns
    asked: dict[str, str] = {role: getattr(part, role) for role in ROLES if getattr(part, role)}
    if part.guess and not asked:
        return None
    columns = _settled(replace(recipe, columns=ColumnsPart()), columns_by)
    if columns is None or not _will_do(columns):
        return None
    label, names = columns.tables[0].table.label, columns.tables[0].table.names
    for role, what in ESSENTIAL.items():
        found = columns.roles.get(role)
        if found is None or not found.column or asked.get(role, NONE) != NONE:
            continue
        named = shlex.quote(f"{role}={found.column}")
        if role in asked:
            return ColumnsError(
                f"{found.column} of {label} says {what}, and `columns.{role}` is {as_written(NONE)}, which takes it away, so nothing can be said"
                " of customers.",
                f"Leave out --map {role}={NONE}, or name a column: --map {named}",
            )
        other = next(
            (one for one, column in asked.items() if find_column(column, names) == found.position), ""
        )
        if other:
            return ColumnsError(
                f"{found.column} of {label} says {what}, and `columns.{other}` takes it for something else, so no column is left that does.",
                f"Leave out --map {shlex.quote(f'{other}={asked[other]}')}, or name another column: --map {role}=COLUMN",
            )
        if not part.guess:
            return ColumnsError(
                f"`columns.guess` is false and `columns.{role}` names no column, so nobody says {what}; {found.column} of {label} looks like it.",
                f"Name it: --map {named}",
            )
    return None
