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


def say(kind: Literal["error", "warning"], what: str, cure: str) -> None:
    """Two lines on standard error."""
    print(f"{kind}: {printable(what)}", file=sys.stderr)
    print(f"{' ' * len(kind)}  {printable(cure)}", file=sys.stderr)


def warn_of_left_out(study: Study) -> None:
    """Say which of the files and sheets that were named are not in the result, however quiet a run was asked to be."""
    for left in _named_and_left_out(study):
        say(
            "warning",
            f"{left.label!r} was left out: {left.reason}.",
            f"The figures are those of {_listed(study)} alone. Give both the same column names, or run it by itself.",
        )


def _named_and_left_out(study: Study) -> Iterator[LeftOut]:
    """What is not read although somebody named it. The other files of a folder, and sheets of a workbook, nobody named."""
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
    told: set[str] = set()
    for left in columns.left_out:
        file, _, sheet = left.label.rpartition(" [")
        source = left.label if left.label in unread else file
        if sheet.removesuffix("]") in asked.sheets or (source in unread and source not in told):
            told.add(source)
            yield left


def _listed(study: Study) -> str:
    labels = [table.table.label for table in study.columns.tables]
    return ", ".join(labels[:3]) + (f" and {len(labels) - 3} more" if len(labels) > 3 else "")
