"""Statements that one process of tests has had written: writing them again and again was a fifth of its time.

Stages are the same expressions wherever two sources differ only in their files and headers. One in forty is written all the same,
and has to come out as it is remembered.
"""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

from core.line_columns import line_types
from core.recipe import Recipe
from core.scribe import Scribe, scribe
from core.stages import Stages

ONE_IN = 40


class Remembered:
    """What stands in for `scribe.written`."""

    def __init__(self) -> None:
        self._written = (
            Scribe().written
        )  # here, by no other process: which one a test has begun is its own affair
        self._statements: dict[tuple[bytes, str], Any] = {}
        self._asked = 0

    def __call__(self, stages: Stages, name: str) -> Any:
        key = self._made_of(stages), name
        self._asked += 1
        if key not in self._statements:
            self._statements[key] = self._written(stages, name)
        elif self._asked % ONE_IN == 0:
            assert self._written(stages, name) == self._statements[key], name
        return self._statements[key]

    def _made_of(self, stages: Stages) -> bytes:
        known = stages.__dict__.get("remembered_by")
        if known is None:
            known = stages.__dict__["remembered_by"] = _made_of(stages)
        return bytes(known)


def _made_of(stages: Stages) -> bytes:
    """All that the expressions depend on: the recipe but for its source, and what `lines` holds."""
    columns = stages.columns
    return pickle.dumps(
        (
            replace(stages.recipe, source=Recipe().source),
            stages.plan,
            stages.needs,
            stages.as_of,
            stages.numbered,
            columns.shape,
            columns.used_roles,
            columns.attributes,
            line_types(columns, stages.needs),
        )
    )


def remember_statements() -> None:
    """Have each statement written once in this process."""
    setattr(scribe, "written", Remembered())  # noqa: B010  a method, for this object alone
