"""What says how many groups there are: as scikit-learn has it, true of planted groups, and calm about few customers."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_score,
)
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_info

from core.clusters import criteria as asking
from core.clusters.criteria import Choice, criteria, stratified
from core.clusters.naming import RULES, TELLING, Profile, names_of
from core.clusters.tables import CRITERIA

Points = np.ndarray


def blobs(groups: int, each: int, seed: int, apart: float = 12.0) -> Points:
    rng = np.random.default_rng(seed)
    # On a circle, so that none is nearer to another than its neighbours.
    middles = apart * np.array(
        [[np.cos(2 * np.pi * n / groups), np.sin(2 * np.pi * n / groups), 0.0] for n in range(groups)]
    )
    return np.concatenate([rng.normal(middle, 1.0, (each, 3)) for middle in middles])


def all_criteria(points: Points, seed: int = 0) -> Choice:
    *_, (last, choice) = criteria(points, seed)
    assert last == CRITERIA[-1]
    return choice


@pytest.fixture(scope="module")
def planted() -> tuple[Points, Choice]:
    points = blobs(5, 160, seed=3)
    return points, all_criteria(points)


def test_planted_groups_are_counted_by_all(planted: tuple[Points, Choice]) -> None:
    _, choice = planted
    assert set(choice.recommended()) == set(CRITERIA)
    voices = choice.recommended()
    assert {name: voices[name] for name in ("silhouette", "davies_bouldin", "calinski_harabasz", "bic", "gap")} == {
        "silhouette": 5, "davies_bouldin": 5, "calinski_harabasz": 5, "bic": 5, "gap": 5,
    }  # fmt: skip
    assert choice.by_k[5].stability is not None
    assert choice.by_k[5].stability > 0.99
    assert min(choice.by_k[5].jaccard) > 0.99
    assert choice.by_k[5].smallest == 160


def test_the_figures_are_scikit_learns(planted: tuple[Points, Choice]) -> None:
    points, choice = planted
    for k in (2, 5, 9):
        fitted = KMeans(k, n_init=10, random_state=0).fit(points)
        mine = choice.by_k[k]
        assert mine.inertia == pytest.approx(fitted.inertia_, rel=1e-6)
        assert mine.davies_bouldin == pytest.approx(davies_bouldin_score(points, fitted.labels_), rel=1e-6)
        assert mine.calinski_harabasz == pytest.approx(
            calinski_harabasz_score(points, fitted.labels_), rel=1e-6
        )
        assert mine.silhouette == pytest.approx(silhouette_score(points, fitted.labels_), rel=1e-6)
        mixture = GaussianMixture(k, n_init=3, random_state=0, reg_covar=0.05).fit(points)
        assert mine.bic == pytest.approx(mixture.bic(points), rel=1e-6)


@pytest.mark.soak
def test_bic_is_no_accident_of_its_start() -> None:
    """Most customers have one order: a cloud that shrinks onto them would say anything of how many there are."""
    rng = np.random.default_rng(7)
    orders = np.log1p(rng.geometric(0.6, 700))
    points = np.column_stack([rng.exponential(1.0, 700), orders, orders + rng.normal(0, 0.5, 700)])
    points = (points - points.mean(axis=0)) / points.std(axis=0)
    found = [[asking._bic(points, k, seed) for k in range(2, 6)] for seed in range(5)]
    spread = np.ptp(np.array(found), axis=0)
    assert (spread < 0.06 * np.abs(found).min()).all()


@pytest.mark.soak
def test_the_silhouette_of_a_sample_is_near_that_of_all() -> None:
    points = blobs(3, 900, seed=8, apart=4.0)
    choice = all_criteria(points)
    labels = KMeans(3, n_init=10, random_state=0).fit_predict(points)
    mine = choice.by_k[3]
    assert mine.silhouette is not None
    assert mine.silhouette_spread is not None
    assert 0 < mine.silhouette_spread < 0.05
    assert abs(mine.silhouette - silhouette_score(points, labels)) < 4 * mine.silhouette_spread + 0.005


def test_noise_is_not_firm() -> None:
    noise = np.random.default_rng(11).normal(0, 1, (700, 3))
    choice = all_criteria(noise)
    firm = [choice.by_k[k].stability or 0.0 for k in range(5, 11)]
    assert max(firm) < 0.75


def test_what_is_quick_comes_first_and_stays() -> None:
    seen = []
    for name, choice in criteria(blobs(3, 40, seed=2)):
        seen.append(name)
        assert choice.by_k[3].inertia > 0
        assert choice.by_k[10].stability is None or name == "stability"
        assert name in choice.recommended() or choice.by_k[10].stability is None
    assert seen[0] == "inertia"
    assert seen[-1] == "stability"


def test_the_same_seed_says_the_same() -> None:
    points = blobs(4, 60, seed=5, apart=3.0)
    assert all_criteria(points, 7).by_k == all_criteria(points, 7).by_k


def test_each_number_of_groups_is_worked_on_by_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that start threads of their own wait for each other: all criteria then take several times as long."""
    KMeans(2, n_init=1).fit(blobs(2, 20, seed=1))  # its library is loaded
    monkeypatch.setattr(asking, "usable_cores", lambda: 2)
    for libraries in asking._each(lambda _: threadpool_info(), [2, 3, 4]):
        assert {"openmp", "blas"} <= {one["user_api"] for one in libraries}
        assert {one["num_threads"] for one in libraries} == {1}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=200))
def test_how_alike_two_groupings_are_is_what_scikit_learn_says(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array(pairs).T
    both = asking._shared(one, other, 4)
    assert asking.adjusted_rand(both) == pytest.approx(adjusted_rand_score(one, other), abs=1e-12)
    for group, share in enumerate(asking._jaccard(both)):
        mine = set(np.flatnonzero(one == group))
        theirs = [set(np.flatnonzero(other == found)) for found in range(4)]
        assert share == pytest.approx(max(len(mine & some) / max(len(mine | some), 1) for some in theirs))


@pytest.mark.parametrize(("different", "most"), [(1, 0), (2, 0), (3, 2), (4, 3)])
def test_few_different_customers_are_asked_about_few_groups(different: int, most: int) -> None:
    points = np.repeat(np.arange(different, dtype=float)[:, None], 6, axis=0)
    found = list(criteria(points))
    assert (max(found[-1][1].by_k) if found else 0) == most


@given(st.lists(st.integers(0, 4), min_size=30, max_size=300), st.integers(10, 60))
def test_a_stratified_sample_has_every_group(labels: list[int], size: int) -> None:
    given_labels = np.array(labels)
    places = stratified(given_labels, size, np.random.default_rng(0))
    assert len(set(places)) == len(places)
    for group in set(labels):
        members = int((given_labels[places] == group).sum())
        share = size * labels.count(group) / len(labels)
        assert members >= min(2, labels.count(group))
        assert members <= max(2, share + 1)


# Names


axis = st.floats(-3, 3, allow_nan=False)
profiles = st.builds(Profile, axis, axis, st.one_of(st.none(), axis), st.booleans())


@settings(max_examples=300)
@given(st.lists(st.tuples(axis, axis, axis), min_size=2, max_size=20), st.booleans())
def test_no_two_groups_have_one_name(places: list[tuple[float, float, float]], has_money: bool) -> None:
    given_profiles = [Profile(r, f, m if has_money else None) for r, f, m in places]
    named = names_of(given_profiles)
    assert len({one.name for one in named}) == len(named)
    # Whatever the number of a group, it keeps its name, as long as no two stand in one place.
    if len(set(given_profiles)) == len(given_profiles):
        turned = names_of(given_profiles[::-1])[::-1]
        same_axis = all(
            len({getattr(one, known[0]) for one in given_profiles}) == len(given_profiles)
            for known in TELLING
        )
        if same_axis:
            assert [one.name for one in named] == [one.name for one in turned]


@given(profiles)
def test_a_name_is_true(profile: Profile) -> None:
    (one,) = names_of([profile])
    away = profile.timed and profile.recency > 0.4
    recent = profile.timed and profile.recency < -0.4
    money = profile.frequency if profile.monetary is None else profile.monetary
    if one.name == "Loyal High-Spenders":
        assert profile.frequency > 0.6
        assert money > 0.6
        assert not away
    if one.name == "New or Light":
        assert recent
        assert profile.frequency < -0.4
        assert money < -0.4
    if one.name in ("Dormant Customers", "Lapsed Customers", "Lapsed High-Spenders"):
        assert away
    if one.name in (
        "Potential Loyalists",
        "Frequent Buyers",
        "Occasional Buyers",
        "Big Spenders of Few Orders",
        "Frequent Light Spenders",
    ):
        assert not away
    if one.name == "Occasional Buyers":
        assert profile.frequency < -0.4 or money < -0.4
    if one.name == "Frequent Light Spenders":
        assert profile.frequency > 0.6
        assert money < -0.4
    if one.name == "Frequent Buyers":
        assert profile.frequency > 0.6
        assert -0.4 <= money <= 0.6
    if one.name == "Big Spenders of Few Orders":
        assert money > 0.6
        assert profile.frequency < 0
    if not profile.timed:
        assert not re.search("dormant|lapsed|new|away|seen|ago", f"{one.name} {one.rule}", re.IGNORECASE)
    # Nothing is below the mean by nothing.
    recency = f"{profile.recency:+.1f}".replace("-0.0", "+0.0")
    assert f"recency {recency}" in one.rule


def test_every_rule_names_somebody() -> None:
    grid = [Profile(r, f, m) for r in (-1, 0, 1) for f in (-1, 0, 1) for m in (-1, 0, 1)]
    assert {names_of([one])[0].name for one in grid} == {rule.name for rule in RULES}


@given(st.builds(Profile, axis, axis, st.none()))
def test_without_money_no_name_and_no_rule_speaks_of_it(profile: Profile) -> None:
    (one,) = names_of([profile])
    assert not re.search("spen[dt]|money", f"{one.name} {one.rule}", re.IGNORECASE)
    assert ("Regulars" in one.name) == (profile.frequency > 0.6)


def test_a_few_days_tell_apart_only_whom_nothing_else_does() -> None:
    near = [Profile(-0.9, 0.1, 0.2, timed=False), Profile(1.1, 0.2, 0.4, timed=False)]
    assert [one.name.partition(", ")[2] for one in names_of(near)] == ["spending less", "spending more"]
    same = [Profile(-0.9, 0.1, 0.2, timed=False), Profile(1.1, 0.1, 0.2, timed=False)]
    assert [one.name.partition(", ")[2] for one in names_of(same)] == ["seen later", "away longer"]


def test_groups_of_one_rule_are_told_apart_by_what_differs_most() -> None:
    named = names_of([Profile(-0.5, 1.0, 1.0), Profile(-0.6, 1.2, 2.5), Profile(1.5, -1.0, -1.0)])
    assert [one.name for one in named] == [
        "Loyal High-Spenders, spending less",
        "Loyal High-Spenders, spending more",
        "Dormant Customers",
    ]
