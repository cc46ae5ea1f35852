"""The errors a person may meet: each says what is wrong with what, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

# How many columns an error lists, and how much of the name of each it shows: what is no header may be as long as the file.
MOST_LISTED = 12
MOST_OF_A_NAME = 60


class RegularsError(Exception):
    """Something that the data, the machine or the request will not allow; never shown as a traceback."""

    exit_status = 1

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what, cure)
        self.what = what
        self.cure = cure

    def __str__(self) -> str:
        return f"{self.what}\n{self.cure}"


class ImpossibleError(RegularsError):
    """The customers do not allow one part of what is asked, of which all else works on."""


class UsageError(RegularsError):
    """The command line or the recipe asks for something that does not exist or cannot be."""

    exit_status = 2


class SourceError(RegularsError):
    """A file, folder or database cannot be read as a table of sales."""


class ColumnsError(RegularsError):
    """The columns do not allow what is asked: a role cannot be filled, or fits no column."""


class OutputError(RegularsError):
    """The results cannot be written where they should go."""


def short_name(name: str) -> str:
    """A name from data, short enough for a sentence."""
    return name if len(name) <= MOST_OF_A_NAME else f"{name[: MOST_OF_A_NAME - 1]}…"


def short_names(names: Sequence[str]) -> str:
    """Names from data as a sentence lists them: the first of them, each short."""
    return ", ".join(short_name(name) for name in names[:MOST_LISTED])
