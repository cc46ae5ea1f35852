"""Classifiers where the truth is known: nothing is found where there is nothing, what matters is found, intervals hold what they say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

from core.classifiers.intervals import interval, resampled
from core.classifiers.judging import Exam, Part, ask_all
from core.classifiers.measures import HEADLINES, Judged, Scale, calibration, reached_by
from core.classifiers.models import Lesson, fit
from core.classifiers.naming import BASELINES
from core.classifiers.neighbours import best_neighbours
from core.classifiers.records import Marked, best_baseline, customers_of, marked, record
from core.recipe import ClassifierPart

COLUMNS = ("recency", "frequency", "monetary", "tenure")
PART = ClassifierPart(trees=20, rounds=20)
AUC = HEADLINES.index("auc")


def simulated(seed: int, chance: Any, customers: int = 400, days: int = 3) -> Exam:
    """Rolling cut-offs of customers whose chance to buy is a function of what is known of them."""
    from datetime import date, timedelta

    rng = np.random.default_rng(seed)
    taste = rng.normal(size=customers)

    def rows() -> tuple[np.ndarray, np.ndarray]:
        recency = rng.integers(1, 300, customers).astype(float)
        frequency = 1.0 + rng.poisson(3, customers)
        known = np.column_stack(
            [recency, frequency, rng.lognormal(4, 1, customers), rng.integers(1, 700, customers)]
        )
        buys = rng.random(customers) < chance(known, taste)
        return known, np.where(buys, 0, 1)

    at = [rows() for _ in range(days + 1)]
    ids = np.array([f"c{number}" for number in range(customers)], dtype=object)
    parts = []
    for place in range(days):
        earlier = at[place + 1 :]
        lesson = Lesson(
            np.concatenate([values for values, _ in earlier]),
            COLUMNS,
            np.concatenate([truth for _, truth in earlier]),
            np.tile(np.arange(customers), len(earlier)),
            2,
            seed,
            COLUMNS,
        )
        day = date(2024, 12, 1) - timedelta(days=90 * place)
        learned = tuple(day - timedelta(days=90 * (back + 1)) for back in range(len(earlier)))
        parts.append(Part(lesson, ids, *at[place], day, day + timedelta(days=90), learned, {}))
    return Exam("buys again", ("yes", "no"), tuple(parts), {})


def only_recency(known: np.ndarray, _: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(1.2 * np.log(known[:, 0] / 60)))


def noise(known: np.ndarray, _: np.ndarray) -> np.ndarray:
    return np.full(len(known), 0.3)


def tenure_matters(known: np.ndarray, _: np.ndarray) -> np.ndarray:
    return np.where(known[:, 3] < 350, 0.75, 0.2)


def judged(exam: Exam, models: tuple[str, ...]) -> list[dict[str, Any]]:
    found: dict[str, Marked] = {
        answers.model: marked(exam, answers, 0, draws=150)
        for answers in ask_all(exam, (*BASELINES, *models), PART)
    }
    baseline = found[best_baseline(found)]
    return [record(exam, found[model], baseline, "", 0) for model in models]


@pytest.mark.soak
def test_no_model_beats_the_baseline_where_only_recency_matters() -> None:
    """Each of 20 processes is a chance of its own to be fooled: at most one in twenty, and what luck allows."""
    beaten = {"logistic": 0, "bayes": 0}
    for seed in range(20):
        for one in judged(simulated(seed, only_recency), tuple(beaten)):
            assert one["baseline"] == "recency"
            beaten[one["model"]] += one["standing"] == "better"
    assert max(beaten.values()) <= 2
    assert sum(beaten.values()) <= 3


@pytest.mark.soak
def test_of_pure_noise_it_is_said_that_nothing_is_learned() -> None:
    stands = []
    for seed in range(8):
        for one in judged(simulated(seed, noise), ("logistic", "tree")):
            assert abs(one["auc"] - 0.5) < 0.08
            stands.append(one["standing"])
    assert stands.count("chance") >= 0.85 * len(stands)
    assert "better" not in stands


def test_a_feature_that_matters_is_found() -> None:
    for one in judged(simulated(3, tenure_matters), ("logistic", "tree", "forest", "boosting", "knn")):
        assert one["standing"] == "better"
        assert one["importance"][0]["feature"] == "tenure"
    tree = judged(simulated(3, tenure_matters), ("tree",))[0]
    first = tree["rules"].splitlines()[0]
    assert first.startswith("tenure <= ")
    assert 335 < float(first.removeprefix("tenure <= ").removesuffix(":")) < 365


def known_auc(score: np.ndarray, chance: np.ndarray) -> float:
    """The share of right pairs when everybody buys with their own chance: of all scores and their chances, weighed."""
    truth = np.repeat([1, 0], len(score))
    return float(roc_auc_score(truth, np.tile(score, 2), sample_weight=np.concatenate([chance, 1 - chance])))


@pytest.mark.soak
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Customers at two cut-offs whose tastes stay: rows that hang together, which an interval over rows would take for news."""
    rng = np.random.default_rng(7)

    def drawn(customers: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        score = rng.normal(size=customers)
        taste = rng.normal(size=customers) * 1.5
        return score, 1 / (1 + np.exp(-(score + taste - 0.5))), taste

    score, chance, _ = drawn(400_000)
    truth = known_auc(score, chance)
    held = 0
    rounds = 160
    for seed in range(rounds):
        score, chance, _ = drawn(250)
        bought = [rng.random(250) < chance for _ in range(2)]
        said = np.round(1 / (1 + np.exp(-score)), 6)
        chances = np.tile(np.column_stack([said, 1 - said]), (2, 1))
        labels = np.where(np.concatenate(bought), 0, 1)
        rows = Judged(("yes", "no"), labels, labels, chances, np.repeat([0, 1], 250))
        low, high = interval(resampled(rows, np.tile(np.arange(250), 2), seed, draws=200)[:, AUC]) or (1, 0)
        held += low <= truth <= high
    assert 0.90 <= held / rounds <= 0.985


def test_weighed_figures_are_those_of_rows_that_are_repeated() -> None:
    rng = np.random.default_rng(1)
    for classes in (2, 4):
        chances = np.round(rng.dirichlet(np.ones(classes), 90), 1)
        truth = rng.integers(0, classes, 90)
        day = np.sort(rng.integers(0, 2, 90))
        names = tuple("abcd"[:classes])
        times = rng.integers(0, 4, 90)
        rows = Judged(names, truth, chances.argmax(axis=1), chances, day)
        again = np.repeat(np.arange(90), times)
        more = Judged(names, truth[again], chances.argmax(axis=1)[again], chances[again], day[again])
        assert Scale(rows).figures(times.astype(float)) == pytest.approx(Scale(more).figures())


def test_who_is_asked_first_of_equals_is_an_average() -> None:
    rng = np.random.default_rng(2)
    score = rng.integers(0, 4, 60).astype(float)
    positive = rng.random(60) < 0.4
    for asked in (5, 17, 40):
        found = []
        for _ in range(4000):
            turn = rng.permutation(60)
            found.append(positive[turn][np.argsort(-score[turn], kind="stable")][:asked].sum())
        assert reached_by(score, positive, asked) == pytest.approx(np.mean(found), abs=0.12)


def test_tenths_of_the_calibration_are_scikit_learns() -> None:
    rng = np.random.default_rng(4)
    said = rng.random(500)
    truth = np.where(rng.random(500) < said**2, 0, 1)
    rows = Judged(("yes", "no"), truth, truth, np.column_stack([said, 1 - said]), np.zeros(500, dtype=int))
    came, told = calibration_curve(truth == 0, said, n_bins=10, strategy="quantile")
    assert [one["came"] for one in calibration(rows)] == pytest.approx(came, abs=1e-5)
    assert [one["said"] for one in calibration(rows)] == pytest.approx(told, abs=1e-5)


def test_the_curve_of_neighbours_is_scikit_learns() -> None:
    rng = np.random.default_rng(5)
    values = rng.normal(size=(300, 3))
    truth = (values[:, 0] + rng.normal(size=300) > 0).astype(int)
    lesson = Lesson(values, COLUMNS[:3], truth, np.arange(300), 2, 0, COLUMNS[:3])
    k, tried = best_neighbours(StandardScaler, values, lesson, asked=0)
    turn = np.random.default_rng(0).permutation(300) % 5
    folds = [(np.flatnonzero(turn != fold), np.flatnonzero(turn == fold)) for fold in range(5)]
    rows = StandardScaler().fit_transform(values)
    for one in tried:
        said = cross_val_predict(KNeighborsClassifier(one.k), rows, truth, cv=folds, method="predict_proba")
        assert one.accuracy == pytest.approx((said.argmax(axis=1) == truth).mean(), abs=1e-9)
        assert one.error == pytest.approx(((said - np.eye(2)[truth]) ** 2).sum(axis=1).mean(), abs=1e-9)
    assert k == min(tried, key=lambda one: one.error).k


@pytest.mark.parametrize("model", ["logistic", "forest", "boosting", "tree"])
def test_weights_decide_and_leave_the_chances_as_they_are(model: str) -> None:
    """Of a rare class more are found than without weights, and what is said of chances still adds up to what came."""
    rng = np.random.default_rng(6)
    values = np.column_stack([rng.normal(size=4000), rng.normal(size=4000), np.ones(4000)])
    truth = np.where(rng.random(4000) < 1 / (1 + np.exp(-(values[:, 0] - 2.5))), 0, 1)
    lesson = Lesson(values, COLUMNS[:3], truth, np.arange(4000), 2, 0, COLUMNS[:3])
    fresh = np.column_stack([rng.normal(size=4000), rng.normal(size=4000), np.ones(4000)])
    came = 1 / (1 + np.exp(-(fresh[:, 0] - 2.5)))
    said, decided = {}, {}
    for balanced in (True, False):
        fitted = fit(model, lesson, ClassifierPart(balanced=balanced, trees=50, rounds=30))
        chances = fitted.probabilities(fresh)
        said[balanced], decided[balanced] = chances[:, 0].mean(), (fitted.decided(chances) == 0).sum()
    assert decided[True] > 2 * decided[False]
    assert said[True] == pytest.approx(came.mean(), rel=0.2)


def test_a_customer_is_drawn_with_all_rows_or_not_at_all() -> None:
    exam = simulated(1, only_recency, customers=40)
    whose = customers_of(exam)
    assert len(np.unique(whose)) == 40
    assert all(np.bincount(whose) == len(exam.parts))
