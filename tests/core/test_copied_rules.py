"""Rules that models copy: which columns a target is made of, where a measure is the same for all or is not there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.classifiers.sentinel import OPEN, REPEATS, REPEATS_IN_PART, made_from, repeats
from core.classifiers.targets import TARGETS
from core.maps import segment_map
from core.recipe import SegmentRule, SegmentsPart
from core.study import Study
from tests.support.asked_tree import START, recipe
from tests.support.buyers import buyers, written


@pytest.mark.parametrize(
    ("target", "features", "alike", "says"),
    [
        ("tier", ["recency", "frequency"], [], REPEATS_IN_PART),
        ("tier", ["recency", "frequency"], ["monetary"], REPEATS),
        ("tier", ["recency"], ["monetary"], REPEATS_IN_PART),
        ("tier", ["recency"], ["monetary", "frequency"], REPEATS),
        # What all have alike is no part of a rule that is seen.
        ("tier", ["monetary", "country"], ["monetary"], OPEN),
        ("tier", ["recency", "monetary"], ["average_order"], REPEATS),
        ("segment", ["recency"], ["frequency"], REPEATS),
        ("segment", ["recency"], [], REPEATS_IN_PART),
        ("cluster", ["recency", "frequency"], ["monetary"], REPEATS),
        ("cluster", ["country"], ["monetary"], OPEN),
        ("tier later", ["recency", "frequency"], ["monetary"], OPEN),
    ],
)
def test_what_is_the_same_for_all_makes_no_difference(
    target: str, features: list[str], alike: list[str], says: str
) -> None:
    source = made_from(TARGETS[target], segment_map(SegmentsPart(), 5), ("recency", "frequency", "monetary"))
    assert repeats(features, source, alike) == says


def test_of_a_map_only_scores_that_occur_matter() -> None:
    grid = segment_map(SegmentsPart(), 5)
    every = range(1, 6)
    assert made_from(
        TARGETS["segment"], grid, (), {"recency": {3}, "frequency": every, "monetary": every}
    ) == {"frequency"}
    # Frequency is asked for where recency is 2 only.
    rules = (SegmentRule("A", ("r1 f any",)), SegmentRule("B", ("r2 f1",)), SegmentRule("C", ("r2 f2",)))
    own = segment_map(SegmentsPart("custom", rules), 2)
    both = {"recency": {1, 2}, "frequency": {1, 2}, "monetary": {1, 2}}
    assert made_from(TARGETS["segment"], own, (), both) == {"recency", "frequency"}
    assert made_from(TARGETS["segment"], own, (), {**both, "frequency": {1}}) == {"recency"}


def sales(path: Path, header: str, row: str) -> Path:
    """A shop of 90 customers; `row` is made of who, order, day, and price."""
    rng = np.random.default_rng(8)
    lines = [header]
    for who in range(90):
        for _ in range(int(rng.poisson(3)) + 1):
            day = START + timedelta(days=int(rng.integers(0, 300)))
            lines.append(row.format(who=f"c{who:03}", order=f"o{len(lines)}", day=day, price=5 + who % 17))
    path.write_text("\n".join(lines) + "\n")
    return path


WITH_MONEY = ("customer_id,order_id,order_date,quantity,price", "{who},{order},{day},1,{price}.00")
NO_MONEY = ("customer_id,order_id,order_date", "{who},{order},{day}")
NO_ORDERS = ("customer_id,order_date", "{who},{day}")


@pytest.mark.parametrize(
    ("shape", "tables", "seen", "says"),
    [
        (WITH_MONEY, {}, ["recency", "frequency"], REPEATS_IN_PART),
        (WITH_MONEY, {}, ["recency", "frequency", "monetary"], REPEATS),
        (WITH_MONEY, {"customers": {"refunds": "net"}}, ["recency", "frequency"], REPEATS_IN_PART),
        (WITH_MONEY, {"customers": {"refunds": "net"}}, ["recency", "frequency", "average_order"], REPEATS),
        # Limits make scores, and so segments; a tier goes by places.
        (
            WITH_MONEY,
            {"scores": {"monetary": [1e6, 2e6, 3e6, 4e6]}},
            ["recency", "frequency"],
            REPEATS_IN_PART,
        ),
        (NO_MONEY, {}, ["recency", "frequency", "monetary"], REPEATS),
        (NO_MONEY, {}, ["recency", "frequency"], REPEATS),
        (NO_MONEY, {}, ["recency"], REPEATS_IN_PART),
        (NO_ORDERS, {}, ["recency", "frequency", "monetary"], REPEATS),
    ],
)
def test_a_tier_without_money_is_made_of_what_there_is(
    tmp_path: Path, shape: tuple[str, str], tables: dict[str, Any], seen: list[str], says: str
) -> None:
    with Study(
        recipe(**tables, classifier={"targets": ["tier"], "rule_features": seen}),
        [sales(tmp_path / "shop.csv", *shape)],
    ) as study:
        assert study.classifiers.exams.repeats("tier") == says


def test_a_segment_by_a_score_that_all_have_is_made_of_the_other(tmp_path: Path) -> None:
    limits = {"frequency": [1e3, 2e3, 3e3, 4e3]}
    source = sales(tmp_path / "shop.csv", *WITH_MONEY)
    for scores, says in (({}, REPEATS_IN_PART), (limits, REPEATS)):
        asked = recipe(scores=scores, classifier={"targets": ["segment"], "rule_features": ["recency"]})
        with Study(asked, [source]) as study:
            assert study.classifiers.exams.repeats("segment") == says


def test_customers_that_are_given_without_a_measure(tmp_path: Path) -> None:
    source = tmp_path / "ready.csv"
    lines = [f"c{n:03},{1 + n * 37 % 90},{10 + 3.5 * n:.2f}" for n in range(80)]
    source.write_text("customer_id,recency,monetary\n" + "\n".join(lines) + "\n")
    with Study(recipe(classifier={"targets": ["tier"]}), [source]) as study:
        records = study.classifiers.models
        assert {one["repeats"] for one in records} == {REPEATS}
        assert "tier repeats a rule" in study.classifiers.in_short[0]


def test_a_cluster_by_what_is_left_after_refunds(tmp_path: Path) -> None:
    source = written(tmp_path / "shop.csv", buyers(customers=120))
    for refunds, says in (("net", REPEATS), ("gross", REPEATS_IN_PART)):
        asked = recipe(
            customers={"refunds": refunds},
            clusters={"on": True, "features": ["recency", "net"], "k": 3},
            classifier={"targets": ["cluster"], "rule_features": ["recency", "monetary"]},
        )
        with Study(asked, [source]) as study:
            assert study.classifiers.exams.repeats("cluster") == says
