"""What is assumed of a customer of whom three numbers are known is a history that somebody can have, and leads to what such customers do."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import mean, pstdev

import duckdb
import ibis
import numpy as np
import pytest

from core.classifiers.habits import habits
from core.ledger import KEPT
from core.models.asking import Taught, ask_one, learn_again
from core.models.days_of_orders import MOST_LAID_OUT, DaysOfOrders
from core.models.scored import assumed_words
from core.recipe import Recipe
from core.sql import compiled
from tests.support.by_hand import AS_OF, COLUMNS, HORIZON, features, kept_by_hand, known_on

GIVEN = ("recency", "frequency", "monetary")
# Recency, orders, days from the first to the last, and the standard deviation of the days between by their average.
ORDERS = [
    (5, 1, 80, 0.4),
    (30, 2, 61, 0.7),
    (124, 3, 130, 0.5),
    (550, 3, 97, 0.0),
    (300, 6, 250, 1.1),
    (12, 9, 0, 0.6),
    (1, 40, 700, 9.0),
]


def spaced(rows: list[tuple[float, ...]]) -> DaysOfOrders:
    return DaysOfOrders.spaced(*(np.array(part, dtype=float) for part in zip(*rows, strict=True)))


@pytest.fixture(scope="module")
def later() -> Taught:
    return learn_again(kept_by_hand(), Recipe().classifier, AS_OF.isoformat())


def test_days_are_spaced_as_they_are_asked_for() -> None:
    found = spaced(ORDERS)
    for place, (recency, orders, span, unevenness) in enumerate(ORDERS):
        days = sorted(found.away[found.customer == place])
        gaps = np.diff(days).tolist()
        assert (len(days), days[0]) == (orders, recency)
        assert all(day == int(day) for day in days)
        if not gaps:
            assert np.isnan(found.gap[place])
            assert np.isnan(found.spread[place])
            continue
        assert days[-1] == recency + span
        assert found.gap[place] == pytest.approx(mean(gaps), abs=1e-6)
        assert found.spread[place] == pytest.approx(pstdev(gaps), abs=1e-6)
        most = (len(gaps) - 1) ** 0.5  # where all days between but one are none
        assert pstdev(gaps) == pytest.approx(min(unevenness, most) * mean(gaps), abs=0.75)


def test_the_habits_of_days_are_those_that_are_learned_from() -> None:
    found, rows = spaced(ORDERS), []
    for number, (place, away) in enumerate(zip(found.customer, found.away, strict=True)):
        rows.append((f"c{place}", f"o{number}", AS_OF - timedelta(days=int(away)), KEPT))
    connection = duckdb.connect()
    connection.execute("CREATE TABLE orders (customer VARCHAR, order_id VARCHAR, day DATE, bucket VARCHAR)")
    connection.executemany("INSERT INTO orders VALUES (?, ?, ?, ?)", rows)
    table = ibis.table(
        {"customer": "string", "order_id": "string", "day": "date", "bucket": "string"}, name="orders"
    )
    told = connection.sql(compiled(habits(table, AS_OF, HORIZON))).df().set_index("customer")
    told = told.loc[[f"c{place}" for place in range(len(ORDERS))]]
    assert told.order_gap.to_numpy() == pytest.approx(found.gap, nan_ok=True)
    assert told.gap_spread.to_numpy() == pytest.approx(found.spread, nan_ok=True)
    assert told.same_season.tolist() == found.in_season(HORIZON).tolist()
    for number in range(1, 5):
        assert told[f"quarter_{number}"].to_numpy() == pytest.approx(found.in_quarter(number, AS_OF))


def test_very_many_orders_are_as_their_like() -> None:
    many = 1e12
    found = spaced([(100, many, 900, 0.0), (1e9, MOST_LAID_OUT, 900, 0.0)])
    assert found.gap[0] == pytest.approx(900 / (many - 1), abs=1e-6)
    shares = [found.in_quarter(number, AS_OF)[0] for number in range(1, 5)]
    assert sum(shares) == pytest.approx(1, abs=1e-5)
    assert found.in_season(HORIZON)[0] == pytest.approx(many * HORIZON / 900, rel=0.05)


@pytest.mark.parametrize("recency", [5, 124, 300, 450, 550, 650, 737])
def test_what_is_assumed_is_of_a_history_that_can_be(later: Taught, recency: int) -> None:
    (said,) = ask_one([later], {"recency": recency, "frequency": 3, "monetary": 255.72})
    assumed = dict(said.assumed)
    span = float(assumed["tenure"]) - recency  # type: ignore[arg-type]
    assert span > 0
    middles = {
        # The one in between, from which all that is assumed follows.
        middle
        for middle in range(int(span) + 1)
        if features([recency + int(span), recency + middle, recency], AS_OF, 0)[4:]
        == pytest.approx([float(assumed[name]) for name in COLUMNS[4:]], abs=1e-5)  # type: ignore[arg-type]
    }
    assert middles


def test_three_numbers_lead_to_what_all_of_them_do(later: Taught) -> None:
    everybody, _ = known_on(0)
    columns = dict(zip(COLUMNS, everybody.T, strict=True))
    by_all = later.say(columns).chances[:, 0]
    by_three = later.say({name: columns[name] for name in GIVEN}).chances[:, 0]
    often, away = columns["frequency"] > 1, columns["recency"]
    for low, high in ((0, 60), (60, 200), (200, 450), (450, 740)):
        band = often & (away >= low) & (away < high)
        assert band.sum() > 20
        assert by_three[band].mean() == pytest.approx(by_all[band].mean(), abs=0.04)
    assert np.abs(by_three - by_all)[often].mean() < 0.036


def test_it_is_said_where_nobody_is_much_alike(later: Taught) -> None:
    (usual,) = ask_one([later], {"recency": 30, "frequency": 4, "monetary": 160})
    (odd,) = ask_one([later], {"recency": 5000, "frequency": 500, "monetary": 8e6})
    assert not usual.to_dict()["assumed_from_afar"]
    assert odd.to_dict()["assumed_from_afar"]
    words = "not much alike"
    assert not any(words in sentence for sentence in usual.sentences)
    assert any(words in sentence for sentence in odd.sentences)
    given = {"recency": np.array([30.0, 5000]), "frequency": np.array([4.0, 500])}
    answers = later.say({**given, "monetary": np.array([160.0, 8e6])})
    assert answers.completed.is_far.tolist() == [False, True]
    assert "Of 1 customer: even these are not much alike" in assumed_words("buys again", answers.assumed, 1)


def test_what_is_given_of_the_days_decides_the_rest(later: Taught) -> None:
    given = {"recency": 20, "frequency": 5, "monetary": 200}
    (by_gap,) = ask_one([later], {**given, "order_gap": 30})
    assert dict(by_gap.assumed)["tenure"] == 20 + 4 * 30
    (by_tenure,) = ask_one([later], {**given, "tenure": 100})
    assert dict(by_tenure.assumed)["order_gap"] == 20
    (once,) = ask_one([later], {"recency": 300, "frequency": 1, "monetary": 40})
    bought = AS_OF - timedelta(days=300)
    assert bought == date(2025, 2, 13)
    wanted = {"tenure": 300, "order_gap": None, "gap_spread": None, "quarter_1": 1, "same_season": 1}
    assert {name: dict(once.assumed)[name] for name in wanted} == wanted
