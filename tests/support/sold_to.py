"""Rows of customers who all come back, and whom a run takes for the customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from core.recipe import ColumnsPart, Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support.asked import Asked, asked

ROWS = 130
# Whom each row is of: everybody comes back, nobody in turn.
WHO = [(number * number + 5 * number) % 89 % 37 for number in range(ROWS)]
BUYERS = len(set(WHO))
DAYS = [date(2024, 2, 1) + timedelta(days=3 * number) for number in range(ROWS)]
CENTS = [700 + number * 53 % 9_000 for number in range(ROWS)]
MONEY = [f"{cents // 100}.{cents % 100:02}" for cents in CENTS]
FAMILY = ("Ahlers", "Brandt", "Claes", "Dujardin", "Esposito", "Ferreira")
Rows = Sequence[Sequence[object]]


def name_of(who: int) -> str:
    return f"{('Anna', 'Bela', 'Cleo', 'Dirk', 'Elsa')[who % 5]} {FAMILY[who % 6]}"


def number_of(who: int) -> str:
    return str(20_000 + 31 * who)


def billed(who: int) -> str:
    """A head office pays for every third of its shops."""
    return number_of(1) if who % 3 == 0 else number_of(who)


class Read(NamedTuple):
    """What was read of a source."""

    roles: dict[str, str | None]
    figures: Asked

    @property
    def customers(self) -> int:
        return self.figures.customers

    @property
    def orders(self) -> int:
        return self.figures.orders

    @property
    def revenue(self) -> float | None:
        return self.figures.revenue

    @property
    def said(self) -> str:
        return "\n".join(self.figures.notes)


def read(source: Path, workspace: Path, **mapped: str) -> Read:
    recipe = Recipe(columns=ColumnsPart(**mapped))  # type: ignore[arg-type]
    study = Study(recipe, [source], workspace=Workspace(workspace, 10**9))
    figures = asked(study)
    return Read({role: guess.column for role, guess in study.columns.roles.items()}, figures)


def read_table(folder: Path, header: Sequence[str], rows: Rows, **mapped: str) -> Read:
    path = folder / "sales.csv"
    lines = [";".join(header), *(";".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read(path, folder, **mapped)
