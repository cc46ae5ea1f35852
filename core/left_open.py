"""What a settled recipe leaves open, since other data may hold what this data does not: it is kept to be run on next month's sales too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.columns.assign import MARKING, NONE
from core.columns.roles import ROLES
from core.recipe import Recipe
from core.source.find import lasting_names

AUTO = "auto"
# Of the columns those that mark cancelled rows are left open: in a month without any an export has them blank, and a cancelled row that counts is
# money that nobody spent. Every other column is as it was found.


def left_open(settled: Recipe, asked: Recipe, shape: str) -> Recipe:
    """A settled recipe with what was looked for and not found still to be looked for; on the same data it finds nothing again.

    What a person set is as it was set, to nothing too.
    """
    rules = settled.rules
    if AUTO in asked.rules.cancelled_prefixes and not rules.cancelled_prefixes:
        rules = replace(rules, cancelled_prefixes=asked.rules.cancelled_prefixes)
    return replace(
        settled,
        source=replace(settled.source, paths=lasting_names(asked.source.paths)),
        columns=replace(settled.columns, **_roles_left_open(settled, asked, shape)),
        rules=rules,
    )


def _roles_left_open(settled: Recipe, asked: Recipe, shape: str) -> dict[str, Any]:
    """The roles to guess where other data has a column for them, with all others shut that were not found."""
    unfound = [role for role in ROLES if not getattr(settled.columns, role)]
    refused = [role for role in unfound if getattr(asked.columns, role) == NONE]
    looked_for = [role for role in unfound if role in MARKING and role not in refused]
    if not asked.columns.guess or not looked_for or shape != "sales":
        return dict.fromkeys(refused, NONE)
    return {"guess": True, **{role: NONE for role in unfound if role not in looked_for}}
