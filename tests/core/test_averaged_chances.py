"""The chances of customers of whom little is known: averages over those who are alike, which are high as often as what is known of all is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.models.asking import Taught, ask_one, learn_again
from core.models.averaging import AT_ONCE, possible
from core.models.classes import KeptClassifier, probes_of
from core.recipe import Recipe
from tests.support.by_hand import AS_OF, COLUMNS, kept_by_hand, known_on

MEASURES = ("recency", "frequency", "monetary")
ALIKE = 50


def taught(kept: KeptClassifier) -> Taught:
    return learn_again(kept, Recipe().classifier, AS_OF.isoformat())


@pytest.fixture(scope="module")
def habits() -> Taught:
    return taught(kept_by_hand())


@pytest.fixture(scope="module")
def two_kinds() -> Taught:
    """Customers who are alike in recency, orders and money, but six of ten buy many products, and come again in nine cases of ten."""
    random = np.random.default_rng(5)
    many = random.random(2_000) < 0.6
    values = np.column_stack(
        [
            random.integers(1, 300, len(many)),
            random.integers(1, 9, len(many)),
            random.lognormal(5, 0.5, len(many)),
            np.where(many, 90, 2),
        ]
    ).astype(float)
    truth = (random.random(len(many)) > np.where(many, 0.9, 0.1)).astype(np.int64)
    return taught(
        replace(
            kept_by_hand(),
            columns=(*MEASURES, "products"),
            values=values,
            truth=truth,
            said=np.zeros((len(probes_of(len(truth))), 2)),
        )
    )


def test_the_chance_is_the_average_over_those_most_alike(two_kinds: Taught) -> None:
    rows, asked = two_kinds.kept.values, np.array([40.0, 5, 150])
    sizes = np.log1p(rows[:, :3])
    away = (((sizes - np.log1p(asked)) / sizes.std(axis=0)) ** 2).sum(axis=1)
    alike = np.argsort(away)[:ALIKE]
    by_hand = np.column_stack([np.tile(asked, (ALIKE, 1)), rows[alike, 3]])
    wanted = two_kinds.fitted.probabilities(by_hand).mean(axis=0)
    (said,) = ask_one([two_kinds], dict(zip(MEASURES, asked.tolist(), strict=True)))
    assert [chance for _, chance in said.chances] == pytest.approx(wanted.tolist(), abs=2e-6)
    assert dict(said.assumed) == {"products": 90}
    assert any(
        "over whom the probability is averaged; in their middle: products 90" in one for one in said.sentences
    )


def test_those_of_whom_less_is_known_have_as_high_chances(two_kinds: Taught) -> None:
    columns = dict(zip(two_kinds.kept.columns, two_kinds.kept.values.T, strict=True))
    by_all = two_kinds.say(columns).chances[:, 0]
    by_three = two_kinds.say({name: columns[name] for name in MEASURES}).chances[:, 0]
    # The chance of somebody with the middle of the products is that of the larger kind: nine in ten for everybody.
    assert by_all.mean() == pytest.approx(0.58, abs=0.02)
    assert by_three.mean() == pytest.approx(by_all.mean(), abs=0.01)
    assert by_three.max() < 0.8


def test_what_is_known_is_asked_as_it_is(two_kinds: Taught) -> None:
    columns = dict(zip(two_kinds.kept.columns, two_kinds.kept.values.T, strict=True))
    wanted = two_kinds.fitted.probabilities(two_kinds.kept.values)
    assert np.array_equal(two_kinds.say(columns).chances, wanted)


def test_many_have_the_chances_that_each_alone_has(habits: Taught) -> None:
    rows = habits.kept.values[:: len(habits.kept.values) // (2 * AT_ONCE)]
    assert len(rows) > 2 * AT_ONCE  # asked about in more than one part
    given = {name: rows[:, COLUMNS.index(name)] for name in MEASURES}
    together = habits.say(given).chances
    for row in (0, AT_ONCE - 1, AT_ONCE, len(rows) - 1):
        alone = habits.say({name: column[[row]] for name, column in given.items()})
        assert together[row] == pytest.approx(alone.chances[0], abs=1e-12)


@pytest.mark.parametrize("further", [(), ("tenure",), ("quarter_1", "same_season")])
def test_everybody_averaged_over_can_be(habits: Taught, further: tuple[str, ...]) -> None:
    everybody, _ = known_on(0)
    columns = dict(zip(COLUMNS, everybody.T, strict=True))
    given = {name: columns[name] for name in (*MEASURES, *further)}
    found = possible(habits.alike, given, habits.alike.completed(given))
    assert len(found) == ALIKE * len(everybody)
    one = dict(zip(COLUMNS, found.T, strict=True))
    for name, value in given.items():
        assert np.array_equal(one[name], np.repeat(value, ALIKE))
    often, span = one["frequency"] > 1, one["tenure"] - one["recency"]
    assert (span >= 0).all()
    assert (span[~often] == 0).all()
    assert np.isnan(one["order_gap"][~often]).all()
    assert one["order_gap"][often] == pytest.approx(span[often] / (one["frequency"][often] - 1), abs=1e-5)
    shares = sum(one[f"quarter_{number}"] for number in range(1, 5))
    assert shares == pytest.approx(np.ones(len(found)), abs=1e-5)
    assert (one["same_season"] <= one["frequency"]).all()
