"""Segments of one's own as a recipe writes them, and what is wrong with those that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.settings import Fault, shown
from core.suggest import nearest

KEYS = ("name", "cells")
AS_TABLES = 'Write a [[segments.names]] table for each segment, with name = "..." and cells = ["r4-5 f3-5"].'


@dataclass(frozen=True, slots=True)
class SegmentRule:
    """A segment's name and the scores that belong to it."""

    name: str
    cells: tuple[str, ...]


def segments_fault(value: object) -> Fault | None:
    """The first thing that is wrong with `segments.names`, of which segment, and what to do about it."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return f"`segments.names` is {shown(value)}, which is no list of segments.", AS_TABLES
    return next((fault for fault in _faults(value) if fault), None)


def _faults(segments: Sequence[object]) -> Iterator[Fault | None]:
    for number, segment in enumerate(segments, 1):
        if isinstance(segment, SegmentRule):
            named = {"name": segment.name, "cells": segment.cells}
            yield _table_fault(number, named)
        elif isinstance(segment, Mapping):
            yield _table_fault(number, segment)
        else:
            yield f"Segment {number} of `segments.names` is {shown(segment)}, which is no table.", AS_TABLES
    yield _same_name([str(_name(segment)).strip() for segment in segments])


def _name(segment: object) -> object:
    return segment.get("name") if isinstance(segment, Mapping) else getattr(segment, "name", None)


def _table_fault(number: int, segment: Mapping[str, object]) -> Fault | None:
    name = segment.get("name")
    which = (
        f"The segment {shown(name)}"
        if isinstance(name, str) and name.strip()
        else f"Segment {number} of `segments.names`"
    )
    for key in segment:
        if key not in KEYS:
            close = nearest(key, [known for known in KEYS if known not in segment])
            cure = (
                f"Did you mean `{close}`?" if close else "Leave it out: a segment has a `name` and `cells`."
            )
            return f"{which} has {shown(key)}, which says nothing of a segment.", cure
    if name is None:
        return f"{which} has no name, so nobody could be said to be in it.", 'Give it one: name = "Regulars"'
    if not isinstance(name, str):
        return (
            f"{which} has the name {shown(name)}, which is no text.",
            f'Write it in quotes: name = "{name}"',
        )
    if not name.strip():
        return (
            f"{which} has an empty name, so nobody could be said to be in it.",
            'Give it one: name = "Regulars"',
        )
    return _cells_fault(which, segment.get("cells"))


def _cells_fault(which: str, cells: object) -> Fault | None:
    give = 'Give it the scores that belong to it, as cells = ["r4-5 f3-5"], or leave the segment out.'
    if cells is None:
        return f"{which} has no cells, so nobody could be in it.", give
    if isinstance(cells, str) or not isinstance(cells, Sequence):
        return (
            f"The cells of {_within(which)} are {shown(cells)}, which is no list.",
            f"Write cells = [{shown(str(cells))}]",
        )
    if not cells:
        return f"{which} has an empty list of cells, so nobody could be in it.", give
    for cell in cells:
        if not isinstance(cell, str):
            return (
                f"{which} has the cell {shown(cell)}, which is no text.",
                f'Write it in quotes: cells = ["{cell}"]',
            )
        if not cell.strip():
            return (
                f"{which} has an empty cell, which stands for no scores.",
                'Leave it out, or write the scores that belong to it, as "r4-5 f3-5"; "r any" is all of them.',
            )
    return None


def _within(which: str) -> str:
    return which[:1].lower() + which[1:]


def _same_name(names: Sequence[str]) -> Fault | None:
    for number, name in enumerate(names, 1):
        first = names.index(name) + 1
        if first < number:
            return (
                f"Segments {first} and {number} of `segments.names` are both called {shown(name)}, so nobody could tell who is in which.",
                "Call one of them something else, or give the cells of both to one.",
            )
    return None
