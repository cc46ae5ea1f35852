"""Classifiers: how soon the first model is there, all of them, and a million customers; beside a busy core."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from bench.measure import verdict

if TYPE_CHECKING:
    from core.classifiers.judging import Exam
    from core.classifiers.known import Known

CUSTOMERS = 5_878
MANY = 1_000_000
HORIZON = timedelta(days=90)
RULE_COLUMNS = ("recency", "frequency", "monetary")
COLUMNS = (
    *RULE_COLUMNS,
    *("refunded", "average_order", "tenure", "order_gap", "gap_spread"),
    *("quarter_1", "quarter_2", "quarter_3", "quarter_4", "same_season", "products", "country"),
)
# Rows that a model learns from, for the curve that says what more of them would add.
CURVE = (500, 1_000, 2_500, 5_000, 10_000, 20_000)


def models_of_a_shop() -> None:
    """Every model, on as many customers as Online Retail II has."""
    from core.recipe import ClassifierPart

    part = ClassifierPart()
    _judge(fidelity(200), part, models=("knn", "logistic"))  # what is loaded once is not counted
    print(f"\nClassifiers, {CUSTOMERS:,} customers")
    print("  -> " + _within("k-NN's first result", _judge(fidelity(CUSTOMERS), part, models=("knn",)), 1))
    print("  -> " + _within("all models, five folds", _judge(fidelity(CUSTOMERS), part), 20))
    alone = _judge(validity(CUSTOMERS), part)
    print("  -> " + _within("all models, four cut-offs", alone, 40))
    with _a_busy_core():
        beside = _judge(validity(CUSTOMERS), part)
    print("  -> " + verdict("the same with the other core busy", beside / alone, 2.5, at_least=False))


def a_million() -> None:
    """The active model learned from a sample, and all asked about; and what a larger sample would add."""
    from core.classifiers.active import learned, said_of
    from core.classifiers.measures import Judged, headline
    from core.recipe import ClassifierPart

    everyone, days = known(MANY, 9), [known(20_000, seed) for seed in (1, 2, 3)]
    print(f"\nClassifiers, {MANY:,} customers")
    exam = validity(20_000)
    for model in ("logistic", "knn", "forest", "boosting", "svm"):
        began = time.perf_counter()
        fitted = learned(model, exam, days, ClassifierPart())
        said_of(fitted, everyone)
        spent = time.perf_counter() - began
        print("  -> " + _within(f"{model} learned from {fitted.learned_from:,}, all asked about", spent, 30))
    asked = known(20_000, 11)
    truth = (asked.labels["buys again"] == "no").astype(np.int64)
    for rows in CURVE:
        some = [known(rows, 21)]
        fitted = learned("logistic", exam, some, ClassifierPart())
        decided, chances = said_of(fitted, asked)
        auc = headline(Judged(exam.classes, truth, decided, chances, np.zeros_like(truth)))["auc"]
        print(f"  learned from {rows:>6,}: AUC {auc:.4f}")


def known(customers: int, seed: int, day: date = date(2011, 12, 10)) -> Known:
    """Customers on a day who buy again by their recency and orders, and a little by season."""
    from core.classifiers.known import Known

    rng = np.random.default_rng(seed)
    recency = np.clip(rng.gamma(1.2, 150, customers), 1, 730).round()
    frequency = 1.0 + rng.poisson(rng.gamma(0.8, 6, customers))
    average = rng.lognormal(5.6, 0.7, customers)
    quarters = rng.dirichlet(np.ones(4), customers)
    gap = np.where(frequency > 1, rng.gamma(2, 40, customers), np.nan)
    values = np.column_stack(
        [
            *(recency, frequency, frequency * average, -rng.gamma(0.1, 100, customers), average),
            *(recency + rng.gamma(2, 100, customers), gap, gap * rng.random(customers)),
            *(quarters, rng.poisson(frequency / 6), frequency * 3, rng.integers(1, 30, customers)),
        ]
    )
    chance = 1 / (1 + np.exp(0.9 * np.log(recency / 60) - 0.8 * np.log(frequency) + 1.5 * quarters[:, 0]))
    value = np.argsort(np.argsort(-recency)) + np.argsort(np.argsort(frequency * average))
    tier = np.where(value > np.quantile(value, 0.75), "High", "Low").astype(object)
    tier[(value <= np.quantile(value, 0.75)) & (value > np.median(value))] = "Medium"
    return Known(
        day=day,
        ids=np.array([f"c{number:07}" for number in range(customers)], dtype=object),
        columns=COLUMNS,
        values=values,
        facts={"value": value.astype(float), "recency": recency},
        labels={
            "tier": tier,
            "buys again": np.where(rng.random(customers) < chance, "yes", "no").astype(object),
        },
        countries={float(number): f"country {number}" for number in range(30)},
        everyone=customers,
    )


def fidelity(customers: int) -> Exam:
    """Tiers of today in five folds."""
    from core.classifiers.judging import fidelity_exam
    from core.recipe import ClassifierPart

    return fidelity_exam(
        "tier", known(customers, 1), RULE_COLUMNS, ClassifierPart(), ("High", "Medium", "Low")
    )


def validity(customers: int) -> Exam:
    """What happens next at four cut-offs, with three days before them to learn from."""
    from core.classifiers.cut_offs import CutOff
    from core.classifiers.judging import validity_exam
    from core.recipe import ClassifierPart

    days = [date(2011, 9, 11) - HORIZON * back for back in range(7)]
    at = {day: known(customers, seed, day) for seed, day in enumerate(days)}
    cut_offs = [CutOff(day, day + HORIZON, tuple(days[place + 1 :])) for place, day in enumerate(days[:4])]
    return validity_exam("buys again", at, cut_offs, COLUMNS, ClassifierPart(), ("yes", "no"))


def _judge(exam: Exam, part: object, models: tuple[str, ...] = ()) -> float:
    """Seconds to train and judge, intervals included."""
    from core.classifiers.judging import ask_all
    from core.classifiers.naming import BASELINES, MODELS
    from core.classifiers.records import marked, record

    began = time.perf_counter()
    asked = models or (*BASELINES, *MODELS)
    found = {answers.model: marked(exam, answers, 0) for answers in ask_all(exam, asked, part)}  # type: ignore[arg-type]
    for one in found.values():
        if not models:
            record(exam, one, found["frequency"], "", 0)
    return time.perf_counter() - began


@contextmanager
def _a_busy_core() -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
        try:
            yield
        finally:
            busy.kill()


def _within(what: str, seconds: float, wanted: float) -> str:
    return verdict(what, seconds, wanted, at_least=False, unit="s")
