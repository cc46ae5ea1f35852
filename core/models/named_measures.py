"""The roles of a table of customers by the names of its columns alone, for a file whose cells leave its kind open.

Cells decide what a table is. Of three customers one whose recency is a word leaves no column of days, and the table looks like
sales without a date. Who asks a model about it says what it is for: where a column is clearly called what the model scores by, it is
that, and a cell that is none is told of by its customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.columns.naming import name_roles
from core.columns.roles import ROLES

if TYPE_CHECKING:
    from core.recipe import Recipe

# How well a name has to fit; a single letter may as well be a score.
CLEARLY = 0.8
# Roles that say nothing of whether rows are customers or sales.
OF_ANY_TABLE = ("customer", "country")


def with_named_measures(recipe: Recipe, measures: Sequence[str], names: Sequence[str]) -> Recipe | None:
    """The recipe with the columns that are called what a model scores by, its measures; None where one is lacking, or roles are given already."""
    part = recipe.columns
    if not part.guess or any(getattr(part, role) for role in ROLES if role not in OF_ANY_TABLE):
        return None
    found: dict[str, str] = {}
    for measure in measures:
        best = max(names, key=lambda name, role=measure: _fits(name, role))  # type: ignore[misc]
        if _fits(best, measure) < CLEARLY or best in found.values():
            return None
        found[measure] = best
    return recipe.with_values((f"columns.{measure}", name) for measure, name in found.items())


def _fits(name: str, role: str) -> float:
    """How well a column's name fits a role; 0 where it says something else."""
    return {str(said): fit.fits for said, fit in name_roles(name).roles.items()}.get(role, 0.0)
