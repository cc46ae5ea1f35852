"""A role and the column that was found to play it."""

from __future__ import annotations

from dataclasses import dataclass

from core.columns.naming import Role


@dataclass(frozen=True, slots=True)
class RoleGuess:
    """The column that plays a role, why, and which other might have."""

    role: Role
    column: str | None
    position: int | None
    reason: str
    runner_up: str | None
    runner_up_reason: str
