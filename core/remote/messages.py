"""What crosses between the app and the engine's processes: plain values, never frames.

The app needs most of them before it draws anything, where a class that is a tuple is made three times as fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from core.recipe import Recipe

# The mark, among what a process is started with, of what is done only when nobody waits: a module is loaded, and a function of
# the study (`module:function`) is gone through step by step, for each study anew.
LATER = "later:"
# How a process ends that cannot go on because its workspace was emptied: another takes its place and its call.
EMPTIED = 75


class Call(NamedTuple):
    """A function of the engine to be called with a subject and arguments.

    The subject is a Recipe, and the function is given its study; the payload of an Opened, and the function is given the result's
    data; or None, and the function is given the arguments alone.
    """

    number: int
    function: str
    subject: Recipe | bytes | None
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]


class Interrupt(NamedTuple):
    """A call is no longer wanted, if it is still under way."""

    number: int


class Answer(NamedTuple):
    """What a call gave."""

    number: int
    value: Any


class Failure(NamedTuple):
    """Why a call gave nothing, in the two lines of every error."""

    number: int
    what: str
    cure: str
    unexpected: str = ""
    """Where it happened, of what should never happen."""


class Progress(NamedTuple):
    """What the call under way is doing, and the per cent done where that can be known."""

    number: int
    doing: str
    share: float | None
