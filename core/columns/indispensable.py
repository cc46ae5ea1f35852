"""What a source has to say, since nothing can be computed without it: who bought, and when."""

from __future__ import annotations

import shlex

from core.columns.nobody import nobody_told
from core.columns.readymade import LOOKS_LIKE_CUSTOMERS
from core.columns.settled import Columns
from core.columns.split_names import split_name, split_name_told
from core.enumerated import enumerated
from core.errors import MOST_LISTED, ColumnsError, short_name, short_names

MOST_NAMED = 5


def check_roles(columns: Columns) -> None:
    """Refuse what nothing can be computed from: no customers, or no dates."""
    names = short_names(columns.tables[0].table.names)
    label = columns.tables[0].table.label
    if "customer" not in columns.roles:
        if split := split_name(columns.tables[0].table.names):
            raise ColumnsError(*split_name_told(label, split))
        listed_names = [short_name(name) for name in columns.tables[0].table.names[:MOST_LISTED]]
        raise ColumnsError(*nobody_told(label, listed_names, columns.notes))
    perhaps = next((note for note in columns.notes if note.startswith(LOOKS_LIKE_CUSTOMERS)), "")
    if columns.shape == "sales" and "date" not in columns.roles and perhaps:
        raise ColumnsError(
            f"{label} has no column that says when a sale was, so nobody can say when a customer last bought.",
            perhaps,
        )
    if columns.shape == "sales" and "date" not in columns.roles and columns.dated:
        named = columns.dated[:MOST_NAMED]
        listed, verb = enumerated(named), "holds" if len(named) == 1 else "hold"
        raise ColumnsError(
            f"No column of {label} says by its name when a customer bought, so nobody can say when one last did; {listed} {verb} dates.",
            f"If one of them says it, name it: --map {shlex.quote(f'date={columns.dated[0]}')}",
        )
    if columns.shape == "sales" and "date" not in columns.roles:
        raise ColumnsError(
            f"{label} has no column of dates, so nobody can say when a customer last bought; its columns are: {names}.",
            "If one of them does, name it: --map date=COLUMN",
        )
