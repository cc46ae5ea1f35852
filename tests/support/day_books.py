"""Lists of sales as people keep them, a line for each in the order of their days, and what plain Python makes of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from core.recipe import Recipe
from core.study import Study

NAMES = [f"Customer {number}" for number in range(40)]
Sale = tuple[date, str, str, float]
"""The day, the number of the bill, the customer, the money."""


def sales(number: int = 240, *, seed: int = 3, most_a_day: int = 3) -> list[Sale]:
    """Sales in the order of their days, several on some and none on others."""
    chance = random.Random(seed)
    day, found = date(2024, 1, 2), list[Sale]()
    while len(found) < number:
        found += [
            (day, str(len(found) + 1 + turn), chance.choice(NAMES), chance.randrange(500, 9000) / 100)
            for turn in range(chance.randint(1, most_a_day))
        ]
        day += timedelta(days=chance.choice((1, 1, 2)))
    return found[:number]


def once_a_day(rows: Sequence[Sale], instead: str = "") -> list[str]:
    """What stands in the column of dates: each day on its first row, and something else below it."""
    days = [row[0] for row in rows]
    return [
        instead if place and days[place - 1] == day else f"{day:%d-%m-%Y}" for place, day in enumerate(days)
    ]


def in_commas(money: float) -> str:
    return f"{money:.2f}".replace(".", ",")


def written(
    path: Path, rows: Sequence[Sale], cells: Sequence[str], called: str = "Datum", tail: str = ""
) -> Path:
    lines = [f"{called};Bonnr;Klant;Bedrag"]
    for cell, (_, order, customer, money) in zip(cells, rows, strict=True):
        quoted = '""""' if cell == '"' else cell
        lines.append(f"{quoted};{order};{customer};{in_commas(money)}")
    path.write_text("\n".join(lines) + f"\n{tail}", encoding="utf-8")
    return path


def lasts(rows: Sequence[Sale]) -> dict[str, tuple[date, float]]:
    """Each customer's last day and money, as plain Python adds them up."""
    found: dict[str, tuple[date, float]] = {}
    for day, _, customer, money in rows:
        last, spent = found.get(customer, (day, 0.0))
        found[customer] = max(last, day), round(spent + money, 2)
    return found


def run(path: Path, **columns: str) -> tuple[dict[str, tuple[date, float]], dict[str, int], str]:
    """Each customer's last day and money, the rows of each rule, and the second look."""
    with Study(Recipe.from_tables({"columns": columns}), [str(path)]) as study:
        customers = {
            row["customer_id"]: (row["last_purchase"].date(), round(float(row["monetary"]), 2))
            for row in study.customers.to_dicts()
        }
        rows = {line.rule: line.rows for line in study.ledger_lines if line.rows}
        return customers, rows, "\n".join(study.report.notes)
