"""The errors a person may meet: each says what is wrong with what, and what to do about it."""

from __future__ import annotations


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
