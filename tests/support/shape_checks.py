"""Files whose meaning is known, and the comparison of what a study finds in them with that."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from core.recipe import Recipe
from core.study import Study
from tests.support.shapes import CENT, Truth

Writer = Callable[[Path], Sequence[str | Path]]


@dataclass(frozen=True)
class Shape:
    """A file or files, and what must come of them."""

    name: str
    write: Writer
    roles: Mapping[str, str]
    truth: Truth
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    says: str = ""
    """A pattern for something that must be said of the file or its columns."""


@dataclass(frozen=True)
class Found:
    """What a study of a shape came to."""

    roles: Mapping[str, str | None]
    ledger: Mapping[str, tuple[int, Decimal]]
    customers: Mapping[str, tuple[int, int, Decimal | None, Decimal | None]]
    descriptions: set[str] | None
    said: str


def study_of(
    paths: Sequence[str | Path], settings: Mapping[str, Mapping[str, object]], *, with_text: bool = False
) -> Found:
    with Study(Recipe.from_tables(settings), paths) as study:
        return found_in(study, with_text=with_text)


def found_in(study: Study, *, with_text: bool = False) -> Found:
    customers = study.customers.to_dicts()
    columns = study.columns
    lines = study.lines.to_dicts() if with_text and "description" in columns.roles else None
    said = [*columns.notes, *(f"{left.label} {left.reason}" for left in columns.left_out)]
    said += [words for table in columns.tables for words in table.table.described]
    said += [table.dates.reason for table in columns.tables if table.dates]
    return Found(
        roles={role: guess.column for role, guess in columns.roles.items()},
        ledger={line.rule: (line.rows, cents(line.amount)) for line in study.ledger_lines if line.rows},
        customers={
            row["customer_id"]: (
                row["recency"],
                row["frequency"],
                money(row["monetary"]),
                money(row["refunded"]),
            )
            for row in customers
        },
        descriptions={str(line["description"]) for line in lines} if lines else None,
        said="\n".join(said),
    )


def cents(amount: float | None) -> Decimal:
    return Decimal(str(amount or 0)).quantize(CENT)


def money(amount: float | None) -> Decimal | None:
    return None if amount is None else cents(amount)


def check(found: Found, shape: Shape, descriptions: set[str]) -> None:
    assert dict(found.roles) == dict(shape.roles)
    assert found.ledger == {
        rule: (rows, amount.quantize(CENT)) for rule, (rows, amount) in shape.truth.ledger.items()
    }
    zeros = len(next(iter(found.customers))) - len(next(iter(shape.truth.customers)))
    assert found.customers == {
        name.zfill(len(name) + zeros): row for name, row in shape.truth.customers.items()
    }
    if found.descriptions is not None:
        assert found.descriptions == descriptions
    assert re.search(shape.says, found.said, re.IGNORECASE), found.said
