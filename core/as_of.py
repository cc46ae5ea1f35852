"""The day that recency counts to."""

from __future__ import annotations

from datetime import date, timedelta

from core.columns.settled import Columns
from core.errors import RegularsError
from core.recipe import Recipe


def as_of_day(recipe: Recipe, columns: Columns, last: date | None) -> date | None:
    """The day recency counts to: as asked, else the day after the `last` kept purchase; None for a ready-made table without dates."""
    asked = recipe.customers.as_of
    if asked:
        return date.fromisoformat(asked)
    if last is None or "date" not in columns.roles:
        return None
    if last == date.max:
        raise RegularsError(
            "The last purchase is on 9999-12-31, which is how some programs write “no date”, so no as-of date can follow it.",
            "Give the as-of date, and later rows are taken out: --as-of YYYY-MM-DD",
        )
    return last + timedelta(days=1)
