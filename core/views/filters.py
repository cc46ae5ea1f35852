"""The language of the filter box: `r >= 4 and monetary > 500`, `country in (Germany, France)`, or just `germany`.

    filter      conditions joined by `and`, `or`, `not` and parentheses; `and` binds more closely than `or`
    condition   COLUMN = != < <= > >= VALUE          1 < COLUMN <= 3          COLUMN [not] between VALUE and VALUE
                COLUMN [not] in (VALUE, VALUE)       COLUMN ~ TEXT (holds), !~ (does not), also `contains`
                COLUMN is [not] empty                FLAG (a column of yes and no, alone: it is yes)
                TEXT without any operator: any text column holds it
    names       a column's name or its heading, in any capitals, with blanks or underscores; in backticks or double quotes
                where they hold odd characters
    values      texts of several words need no quotes unless they hold `and`, `or`, `(`, `)`, `,` or an operator

`read_filter` makes a tree of it, `condition` SQL of the tree, `completions` what could come next.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.views.filter_completions import Completion, Completions, completions
from core.views.filter_reader import FilterReader
from core.views.filter_sql import condition
from core.views.filter_tree import FilterError, Kind, Node
from core.views.filter_words import MOST_CHARACTERS, tokens_of

__all__ = [
    "DEFINITION",
    "Completion",
    "Completions",
    "FilterError",
    "Kind",
    "Node",
    "completions",
    "condition",
    "read_filter",
]

DEFINITION = (
    "A filter keeps the rows that its conditions are true of. Texts are compared without regard to capitals. "
    "A day means all of it, so `<= 2011-06-01` includes that day; 2011-06 is the month, 2011 the year. "
    "A row without a value meets no comparison, but does meet `!=`, `not in` and `not`, which keep exactly what `=` and `in` leave out; "
    "`is empty` finds it. With < and > a text column is compared by alphabet, or by number where the value is a number. "
    "Words without an operator are looked for in every text column."
)


def read_filter(
    text: str, columns: Mapping[str, Kind], headings: Mapping[str, str] | None = None
) -> Node | None:
    """The tree of a filter on these columns, None where it is blank; FilterError where it cannot be read."""
    if len(text) > MOST_CHARACTERS:
        raise FilterError(
            f"The filter is {len(text):,} characters long, and {MOST_CHARACTERS:,} is the most.",
            "Shorten it.",
            MOST_CHARACTERS,
            len(text),
        )
    strange = next((place for place, character in enumerate(text) if "\ud800" <= character <= "\udfff"), None)
    if strange is not None:
        raise FilterError(
            f"Character {strange + 1} of the filter is half of a character.",
            "Type it again.",
            strange,
            strange + 1,
        )
    tokens = tokens_of(text)
    return FilterReader(text, tokens, columns, headings or {}).read() if tokens else None
