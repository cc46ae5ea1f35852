"""What is said on standard error: two lines, what is wrong with what, and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.printable import printable

if TYPE_CHECKING:
    from core.source.model import LeftOut
    from core.study import Study


# What the reason says of a table that was left out although it holds sales.
LIKE_SALES = "looks like sales"
MOST_NAMED = 5


def say(kind: Literal["error", "warning"], what: str, cure: str) -> None:
    """Two lines on standard error."""
    print(f"{kind}: {printable(what)}", file=sys.stderr)
    print(f"{' ' * len(kind)}  {printable(cure)}", file=sys.stderr)


def warn_of_left_out(study: Study) -> None:
    """Say which of the files and sheets that were named are not in the result, however quiet a run was asked to be."""
    from core.columns.credit_tables import BY_ITS_NAME
    from core.columns.document_tables import BY_ITS_NUMBERS
    from core.columns.same_orders import SAME_ORDERS

    for what in _named_and_left_out(study):
        cure = (
            "Run it by itself to see it."
            if any(reason in what for reason in (BY_ITS_NAME, BY_ITS_NUMBERS, SAME_ORDERS))
            else "Give both the same column names, or run it by itself."
        )
        say("warning", what, f"The figures are those of {_listed(study)} alone. {cure}")


def _named_and_left_out(study: Study) -> Iterator[str]:
    """A sentence for all that is not read although somebody named it. The other files of a folder, and sheets of a workbook, nobody named."""
    columns, asked = study.columns, study.recipe.source
    read = {table.table.file for table in columns.tables}
    folders = [
        path.resolve() for path in (Path(given).expanduser() for given in asked.paths) if path.is_dir()
    ]
    own = {Path(given).expanduser().resolve() for given in asked.paths}
    unread = [
        file.shown
        for file in study.files
        if file.shown not in read
        and (file.path in own or not any(folder in file.path.parents for folder in folders))
    ]
    wholly: dict[str, list[LeftOut]] = {}
    for left in columns.left_out:
        source = next((name for name in unread if left.label in (name, f"{name} [{_sheet(left, name)}]")), "")
        if source:
            wholly.setdefault(source, []).append(left)
        elif any(left.label.endswith(f" [{sheet}]") for sheet in asked.sheets):
            yield _told(left)
    for source, lefts in wholly.items():
        yield _told(lefts[0]) if len(lefts) == 1 else _told_together(source, lefts)


def _told(left: LeftOut) -> str:
    return f"{left.label!r} was left out: {left.reason}."


def _told_together(source: str, lefts: list[LeftOut]) -> str:
    """The sheets or tables of a source of which nothing is read, and why the one that looks most like sales is not."""
    names = [f"[{_sheet(left, source)}]" for left in lefts]
    telling = next((number for number, left in enumerate(lefts) if LIKE_SALES in left.reason), 0)
    named = ", ".join(names[:MOST_NAMED])
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"Nothing of {source!r} was read: {named}{more} were left out, {names[telling]} because {lefts[telling].reason}."


def _sheet(left: LeftOut, source: str) -> str:
    """The sheet or table that a label names after its file."""
    return left.label.removeprefix(f"{source} [").removesuffix("]")


def _listed(study: Study) -> str:
    labels = [table.table.label for table in study.columns.tables]
    return ", ".join(labels[:3]) + (f" and {len(labels) - 3} more" if len(labels) > 3 else "")
