"""What is asked about very many customers in a quick way is what scikit-learn says."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.calibration import CalibratedClassifierCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from core.classifiers.margins import calibrated
from core.classifiers.voting import MANY, Voters, is_worth_it, voted

COLUMNS = 18


def rows(count: int, seed: int, kind: str) -> np.ndarray:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(count, COLUMNS)) * rng.gamma(1.0, 1.0, COLUMNS)
    if kind == "whole numbers":
        values = np.round(values * 2)
    if kind == "few different":
        values = values[rng.integers(0, 40, count)]
    if kind == "far from zero":
        values += 1_000.0
    if kind == "some far away":
        values[:: count // 7] *= 1_000.0
    return values


@pytest.mark.parametrize(
    ("kind", "k", "classes"),
    [
        *(("plain", k, classes) for k, classes in ((1, 2), (7, 3), (60, 5))),
        *(("whole numbers", k, classes) for k, classes in ((7, 3), (60, 5))),
        *(("few different", k, classes) for k, classes in ((1, 2), (60, 5))),
        *(("far from zero", k, classes) for k, classes in ((1, 2), (7, 3))),
        *(("some far away", k, classes) for k, classes in ((7, 3), (60, 5))),
    ],
)
def test_votes_are_those_of_scikit_learn(kind: str, k: int, classes: int) -> None:
    learned, asked = rows(2_501, 1, kind), rows(MANY, 2, kind)
    asked[:200] = learned[:200]  # who stands where somebody stands
    truth = np.random.default_rng(3).integers(0, classes, len(learned))
    pipeline = make_pipeline(StandardScaler(), KNeighborsClassifier(k)).fit(learned, truth)
    assert is_worth_it(pipeline, len(asked))
    votes, theirs = np.rint(voted(pipeline, asked) * k), np.rint(pipeline.predict_proba(asked) * k)
    away = cdist(pipeline[0].transform(asked), pipeline[0].transform(learned))
    last = np.partition(away, k - 1, axis=1)[:, k - 1 : k]
    off = 1e-6 * (1 + last)
    of_class = np.eye(classes)[truth]
    certain, possible = (away < last - off) @ of_class, (away <= last + off) @ of_class
    # Which of those who are equally far away have a vote is open; scikit-learn's own choice hangs on who is asked with whom.
    assert (votes.sum(axis=1) == k).all()
    assert ((certain <= votes) & (votes <= possible)).all()
    is_clear = (possible.sum(axis=1) == k) | (certain == possible).all(axis=1)
    assert np.array_equal(votes[is_clear], theirs[is_clear])
    if kind == "plain":
        assert is_clear.mean() > 0.9


def test_most_customers_need_no_second_look() -> None:
    learned, asked = rows(2_501, 1, "plain"), rows(1_000, 2, "plain")
    truth = np.random.default_rng(3).integers(0, 2, len(learned))
    voters = Voters(KNeighborsClassifier(30).fit(learned, truth))
    assert voters._votes(asked)[1].mean() > 0.9


def test_a_few_customers_or_columns_are_left_to_scikit_learn() -> None:
    learned = rows(2_501, 1, "plain")
    truth = np.random.default_rng(3).integers(0, 2, len(learned))
    assert not is_worth_it(
        make_pipeline(StandardScaler(), KNeighborsClassifier(7)).fit(learned, truth), MANY - 1
    )
    assert not is_worth_it(
        make_pipeline(StandardScaler(), KNeighborsClassifier(99)).fit(learned, truth), MANY
    )
    narrow = make_pipeline(StandardScaler(), KNeighborsClassifier(7)).fit(learned[:, :3], truth)
    assert not is_worth_it(narrow, MANY)


@pytest.mark.parametrize("classes", [2, 3, 6])
def test_margins_are_those_of_scikit_learn(classes: int) -> None:
    learned, asked = rows(900, 1, "plain"), rows(700, 2, "some far away")
    truth = np.random.default_rng(4).integers(0, classes, len(learned))
    learned[:, 0] += truth
    machine = CalibratedClassifierCV(SVC(C=2.0, class_weight="balanced"), cv=3, ensemble=False)
    pipeline = make_pipeline(StandardScaler(), machine).fit(learned, truth)
    wanted = pipeline.predict_proba(asked)
    assert np.abs(calibrated(pipeline, asked) - wanted).max() < 1e-9
    assert len(np.unique(wanted.round(3))) > 100
