"""What the parts of a recipe share: each is a section of its own, and checks itself when it is made."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar

from core.settings import Problem, SettingsError, checked


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the recipe."""

    section: ClassVar[str] = ""

    def __post_init__(self) -> None:
        # What was left as it is by itself is possible.
        given = {
            field.name: value
            for field in dataclasses.fields(self)
            if (value := getattr(self, field.name)) is not field.default
        }
        values, problems = checked(type(self), self.section, given)
        for name, value in values.items():
            object.__setattr__(self, name, value)
        problems = problems or self.contradictions()
        if problems:
            raise SettingsError(problems)

    def contradictions(self) -> list[Problem]:
        """What is wrong with settings that are each possible, but not together."""
        return []
