"""What is said of a column of discounts: whether they were taken off, and how to have it otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.columns.discount_notes import is_of_discounts, said_of_discounts

if TYPE_CHECKING:
    from core.findings import Findings

# A discount that is none is written in noughts, or not at all.
OTHER_THAN_NONE = "CAST(regexp_matches(CAST(attribute_1 AS VARCHAR), '[1-9]') AS VARCHAR)"


def discounts(about: Findings) -> Iterator[str]:
    """What was done about discounts; nothing where none was given."""
    written = about.recipe.customers.discount
    column = about.columns.roles.get("discount")
    if column is None:
        if written != "ignore":
            yield (
                f"Discounts were to be taken off ({written}), but no column is known to hold them, so nothing was. To name it: --map discount=COLUMN"
            )
        return
    if (
        written == "ignore"
        and about.is_small
        and not _is_told(about)
        and not _any_given(about, column.column)
    ):
        return
    said = said_of_discounts(
        {role: guess.column or "" for role, guess in about.columns.roles.items()},
        written,
        about.columns.notes,
    )
    yield from said
    if written == "percent" and about.is_small and not any("--set" in sentence for sentence in said):
        most = about.of_rows("max(discount)", "discount <> 0")[0][0]
        if most is not None and 0 < most < 1:
            yield (
                f"No discount in {column.column} is above {float(most):g}, so as percentages they take off next to nothing. If 0.15 is 15 % there:"
                " --set customers.discount=fraction"
            )


def _is_told(about: Findings) -> bool:
    """Whether the sample says something of discounts, which it does only where there are some."""
    return any(map(is_of_discounts, about.columns.notes))


def _any_given(about: Findings, column: str | None) -> bool:
    return any(given == "true" for given, *_ in about.by_cell(column, OTHER_THAN_NONE))
