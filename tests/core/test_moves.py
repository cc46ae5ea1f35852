"""The smallest changes: made and scored again they arrive, and nothing smaller does, by counting among the customers themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pytest

from core.models.moves import MOST_ORDERS, Move, moves
from core.recipe import Recipe
from core.views.placing import Population, place, population_of
from tests.support.shown import shown_measures

TIERS = ["High", "Medium", "Low"]
ORDER = [
    "Champions", "Loyal", "Potential Loyalist", "New", "Promising", "Need Attention", "About to Sleep", "Can't Lose Them",
    "At Risk", "Hibernating",
]  # fmt: skip
# By recency (1 to 5), then frequency (1 to 5).
GRID = [
    ["Hibernating", "Hibernating", "At Risk", "At Risk", "Can't Lose Them"],
    ["Hibernating", "Hibernating", "At Risk", "At Risk", "Can't Lose Them"],
    ["About to Sleep", "About to Sleep", "Need Attention", "Loyal", "Loyal"],
    ["Promising", "Potential Loyalist", "Potential Loyalist", "Loyal", "Loyal"],
    ["New", "Potential Loyalist", "Potential Loyalist", "Champions", "Champions"],
]
Three = tuple[int, int, float]


@dataclass
class Case:
    """How customers are scored and named, in the words of a recipe and again in plain Python."""

    settings: dict[str, Any]
    names: Callable[[int, int, int], str]
    order: list[str]
    q: int = 5
    limits: tuple[list[float], list[float], list[float]] = ((), (), ())  # type: ignore[assignment]
    shares: tuple[float, float] = (0.75, 0.5)


CASES = {
    "as shipped": Case({}, lambda r, f, m: GRID[r - 1][f - 1], ORDER),
    "thresholds": Case(
        {"scores": {"recency": [3.0, 5.0, 9.0, 14.0], "monetary": [0.0, 2.5, 10.01, 30.0]}},
        lambda r, f, m: GRID[r - 1][f - 1],
        ORDER,
        limits=([3.0, 5.0, 9.0, 14.0], [], [0.0, 2.5, 10.01, 30.0]),
    ),
    "money names": Case(
        {
            "scores": {"q": 3},
            "tiers": {"high": 0.9, "medium": 0.3},
            "segments": {"map": "custom", "names": [
                {"name": "A", "cells": ["r3 f2-3 m1-2", "r2 m3"]}, {"name": "B", "cells": ["r3 m3", "r3 f1 m1-2", "r2 m1-2"]},
                {"name": "C", "cells": ["r1"]},
            ]},
        },
        # More money is worse here: what is higher is not always better.
        lambda r, f, m: "C" if r == 1 else "A" if (r == 2 and m == 3) or (r == 3 and f > 1 and m < 3) else "B",
        ["A", "B", "C"],
        q=3,
        shares=(0.9, 0.3),
    ),
}  # fmt: skip


class Counted:
    """Standings by counting: how many customers are worse, and what follows."""

    def __init__(self, case: Case, rows: list[Three]) -> None:
        self.case, self.n = case, len(rows)
        self.sorted = [np.sort(np.array(column, dtype=float)) for column in zip(*rows, strict=True)]
        self.values = np.sort(sum(self.worse(*np.array(rows, dtype=float).T)))
        q = case.q
        self.ranks = np.array(
            [case.order.index(case.names(*cell)) for cell in product(range(1, q + 1), repeat=3)]
        ).reshape(q, q, q)

    def worse(self, r: Any, f: Any, m: Any) -> list[Any]:
        longer = self.n - np.searchsorted(self.sorted[0], r, side="right")
        return [
            longer,
            np.searchsorted(self.sorted[1], f, side="left"),
            np.searchsorted(self.sorted[2], m, side="left"),
        ]

    def standing(self, r: Any, f: Any, m: Any) -> tuple[Any, Any]:
        """The places of segment and tier in their orders, 0 the best."""
        worse, scores = self.worse(r, f, m), []
        for number, (given, mine) in enumerate(zip((r, f, m), worse, strict=True)):
            limits = self.case.limits[number]
            if limits:
                reached = [given <= limit if number == 0 else given >= limit for limit in limits]
                scores.append(1 + np.sum(reached, axis=0))
            else:
                scores.append(np.minimum(self.case.q, 1 + self.case.q * mine // self.n))
        below = np.searchsorted(self.values, sum(worse), side="left")
        high, medium = (below >= share * self.n for share in self.case.shares)
        return self.ranks[tuple(score - 1 for score in scores)], np.where(high, 0, np.where(medium, 1, 2))


def thousand() -> list[Three]:
    dice = np.random.default_rng(7)
    often = dice.geometric(0.25, 1000)
    spent = (dice.lognormal(3.5, 1.0, 1000) * often).round(2)
    return list(
        zip(dice.geometric(0.04, 1000).tolist(), often.tolist(), map(float, spent.tolist()), strict=True)
    )


def few() -> list[Three]:
    dice = np.random.default_rng(11)
    spent = dice.integers(-100, 4000, 60) / 100
    return [
        (int(r), int(f), float(m))
        for r, f, m in zip(dice.integers(1, 21, 60), dice.geometric(0.4, 60), spent, strict=True)
    ]


def population(case: Case, rows: list[Three]) -> Population:
    named = [(f"c{number:04d}", *row) for number, row in enumerate(rows)]
    return population_of(shown_measures(named, Recipe.from_tables(case.settings)))


def after(move: Move, now: Three) -> Three:
    reached = {change.measure: change.after for change in move.changes}
    r, f, m = (
        reached.get(name, value)
        for name, value in zip(("recency", "frequency", "monetary"), now, strict=True)
    )
    return int(r), int(f), float(m)


def between(counted: Counted, measure: int, before: float, reached: float) -> np.ndarray:
    """Every value that is less of a change, and the change itself; of money, where a cent can make a difference."""
    if measure == 0:
        return np.arange(reached, before + 1)
    if measure == 1:
        return np.arange(before, reached + 1)
    cents = [value + step for value in counted.sorted[2] for step in (0.0, 0.01)]
    cents += list(counted.case.limits[2])
    every = np.unique(np.round([before, reached - 0.01, reached, *cents], 2))
    return every[(every >= before) & (every <= reached)]


@pytest.mark.parametrize(("name", "rows"), [("as shipped", thousand()), *((name, few()) for name in CASES)])
def test_every_move_arrives_and_nothing_smaller_does(name: str, rows: list[Three]) -> None:
    case = CASES[name]
    there, counted = population(case, rows), Counted(case, rows)
    told = 0
    for now in rows:
        at = place(there, *now)
        assert [case.order.index(at.segment), TIERS.index(at.tier)] == [
            int(one) for one in counted.standing(*now)
        ]
        for move in moves(there, at):
            told += 1
            end = after(move, now)
            aimed = case.order.index(move.segment), TIERS.index(move.tier)
            assert tuple(int(one) for one in counted.standing(*end)) == aimed, move
            assert aimed != (case.order.index(at.segment), TIERS.index(at.tier))
            if move.orders:
                continue
            lines = [between(counted, number, now[number], end[number]) for number in range(3)]
            smaller = [one.ravel() for one in np.meshgrid(*lines, indexing="ij")]
            whole = np.logical_and.reduce([one == last for one, last in zip(smaller, end, strict=True)])
            assert whole.sum() == 1
            segments, tiers = counted.standing(*(one[~whole] for one in smaller))
            assert not ((segments <= aimed[0]) & (tiers <= aimed[1])).any(), move
    assert told > len(rows)


@pytest.mark.parametrize("name", CASES)
def test_what_one_measure_alone_can_do_is_told(name: str) -> None:
    case, rows = CASES[name], few()
    there, counted = population(case, rows), Counted(case, rows)
    for now in rows:
        at = place(there, *now)
        present = tuple(int(one) for one in counted.standing(*now))
        told = {after(move, now) for move in moves(there, at) if not move.orders}
        ways = [
            [(days, now[1], now[2]) for days in range(now[0] - 1, 0, -1)],
            [(now[0], orders, now[2]) for orders in range(now[1] + 1, 20)],
            [(now[0], now[1], cent / 100) for cent in range(round(now[2] * 100) + 1, 4200)],
        ]
        for way in ways:
            if not way:
                continue
            segments, tiers = counted.standing(*np.array(way, dtype=float).T)
            better = (segments <= present[0]) & (tiers <= present[1])
            better &= (segments < present[0]) | (tiers < present[1])
            if better.any():
                assert way[int(better.argmax())] in told, (now, way[int(better.argmax())])


def test_fewer_orders_do_not_arrive() -> None:
    case, rows = CASES["as shipped"], thousand()
    there, counted = population(case, rows), Counted(case, rows)
    seen = set()
    for now in rows[:300]:
        at = place(there, *now)
        size = round(now[2] / now[1] + 1e-9, 2)
        standings = [tuple(int(one) for one in counted.standing(*now))]
        for orders in range(1, MOST_ORDERS + 1):
            spent = round(now[2] + orders * size, 2)
            standings.append(tuple(int(one) for one in counted.standing(1, now[1] + orders, spent)))
        for move in moves(there, at):
            if move.orders:
                seen.add(move.orders)
                assert move.amount == pytest.approx(size, abs=0.011)
                aimed = case.order.index(move.segment), TIERS.index(move.tier)
                assert all(one[0] > aimed[0] or one[1] > aimed[1] for one in standings[: move.orders]), (
                    now,
                    move,
                )
    assert {1, 2, 3} <= seen


def test_words_say_what_changes() -> None:
    rows = [(day, 1 + day % 7, 10.0 * day) for day in range(1, 101)]
    there = population(CASES["as shipped"], rows)
    told = [move.text for move in moves(there, place(there, 95, 1, 5.0))]
    assert "recency from 95 to 60 days: About to Sleep" in told
    assert any(text.startswith("one order more of 5.00: ") for text in told)
    assert not moves(there, place(there, 1, 7, 10_000.0))
