"""What a group is called and the rule beside it are true of its customers, however many groups there are and whatever makes them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clusters.naming import Measured, Name, Profile, names_of
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace

SAMPLE = Path(__file__).parents[2] / "sample_data" / "online_retail.xlsx"
MEASURE = {
    "spending": "monetary",
    "ordering": "frequency",
    "away": "recency",
    "money": "monetary",
    "orders": "frequency",
    "days away": "recency",
}


def write_shop(path: Path, seed: int, *, money: bool = True, steady: bool = False) -> Path:
    """A shop whose customers come and pay as people do: most seldom and little, some often and much; or all about as often."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(240):
        orders = 20 if steady else 1 + rng.poisson(rng.gamma(0.8, 4))
        paid = rng.lognormal(3, 1)
        last = date(2024, 12, 31) - timedelta(days=int(rng.exponential(5 if steady else 150)))
        for order in range(orders):
            day = last - timedelta(days=int(order * 14))
            amount = f",1,{paid * rng.lognormal(0, 0.5):.2f}" if money else ""
            rows.append(f"c{customer},{customer}-{order},{day}{amount}\n")
    path.write_text("customer_id,order_id,date" + (",quantity,price" if money else "") + "\n" + "".join(rows))
    return path


def rank_said(name: str) -> tuple[str, str, int | None, int] | None:
    """The name that groups share, the measure, the rank from the highest (None: the lowest) and among how many."""
    shared, _, told = name.partition(", ")
    if found := re.fullmatch(r"(\d+)(?:st|nd|rd|th) of (\d+) by (.+)", told):
        return shared, MEASURE[found[3]], int(found[1]), int(found[2])
    if told.startswith(("seen later", "seen latest of ")):
        return shared, "recency", None, int(told.rpartition(" ")[2]) if " of " in told else 2
    if found := re.fullmatch(r"(\w+) (more|longer|less|most|longest|least)(?: of (\d+)| on average)?", told):
        rank = None if found[2] in ("less", "least") else 1
        return shared, MEASURE[found[1]], rank, int(found[3] or 2)
    assert not told
    return None


def assert_true(names: list[str], medians: list[dict[str, float]]) -> None:
    assert len(set(names)) == len(names)
    for name, own in zip(names, medians, strict=True):
        said = rank_said(name)
        shared = name.partition(", ")[0]
        alike = [other for one, other in zip(names, medians, strict=True) if one.partition(", ")[0] == shared]
        if said is None:
            assert len(alike) == 1
            continue
        _, measure, rank, among = said
        assert among == len(alike)
        above = sum(other[measure] > own[measure] for other in alike)
        level = sum(other[measure] == own[measure] for other in alike)
        claimed = among if rank is None else rank
        assert above < claimed <= above + level, (name, alike)
        if level > 1:
            assert "on average" in name or " by " in name


@cache
def source(kind: str, folder: Path) -> Path:
    if kind == "sample":
        return SAMPLE
    return write_shop(
        folder / f"{kind}.csv", sum(map(ord, kind)), money=kind != "no money", steady=kind == "steady"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shops")


@pytest.fixture(scope="module")
def kept(folder: Path) -> Workspace:
    """What is kept of the shops: their customers are the same, whatever groups are made of them."""
    return Workspace(folder, 10**9)


KINDS = ("sample", "usual", "another", "no money", "steady")
WAYS = (
    *(("k-means", k) for k in (3, 6, 8, 9, 10, 13, 20)),
    *(("mixture", k) for k in (5, 12)),
    *(("ward", k) for k in (7, 15)),
    ("hdbscan", 4),
)
# Each way for two kinds of shops, and each kind in four ways or more.
TRIED = [
    (kind, *way)
    for number, way in enumerate(WAYS)
    for place, kind in enumerate(KINDS)
    if (place - number) % len(KINDS) in (0, 2)
]


@pytest.mark.parametrize(("kind", "method", "k"), TRIED)
def test_names_say_what_the_medians_beside_them_say(
    folder: Path, kept: Workspace, kind: str, method: str, k: int
) -> None:
    made = Recipe.from_tables({"clusters": {"on": True, "method": method, "k": k}})
    with Study(made, [source(kind, folder)], workspace=kept) as study:
        groups = study.clusters.groups
        customers = pd.read_parquet(study.clusters.path)
    measures = ["recency", "frequency", *([] if kind == "no money" else ["monetary"])]
    found = customers.dropna(subset=["cluster"]).astype(dict.fromkeys(measures, float))
    of_group = found.groupby("cluster")[measures].median().round(2)
    numbers = [number for number in range(1, len(groups.names) + 1) if number in of_group.index]
    if len(numbers) < len(groups.names):
        pytest.skip("A cloud that nobody is likeliest in has no medians.")
    assert_true([one.name for one in groups.names], [dict(of_group.loc[number]) for number in numbers])


figure = st.floats(-3, 3, allow_nan=False)
few = st.integers(1, 3).map(float)


@given(
    st.lists(
        st.builds(
            Profile,
            figure,
            figure,
            figure,
            st.just(True),
            st.builds(Measured, few, few, few),
            st.builds(Measured, few, few, few),
        ),
        min_size=2,
        max_size=20,
    )
)
def test_names_are_true_where_medians_repeat_and_means_lie_otherwise(profiles: list[Profile]) -> None:
    named = [one.name for one in names_of(profiles)]
    told = [(name, one) for name, one in zip(named, profiles, strict=True)]
    bare = [(name, one) for name, one in told if re.search(r", \d+(st|nd|rd|th) of \d+$", name)]
    assert len(set(named)) == len(named)
    shared = {name.partition(", ")[0] for name, _ in bare}
    rest = [(name, one.medians) for name, one in told if name.partition(", ")[0] not in shared]
    assert_true([name for name, _ in rest], [medians._asdict() for _, medians in rest if medians])


def test_three_or_more_are_ranked_among_themselves() -> None:
    """Means of logarithms may lie in another order than medians, which are what is seen."""
    profiles = [
        Profile(1.0, -0.9, -0.5, medians=Measured(300, 1, 117.09)),
        Profile(1.0, -0.9, -0.6, medians=Measured(400, 1, 119.64)),
        Profile(1.0, -0.9, -2.0, medians=Measured(500, 1, 22.18)),
    ]
    assert [one.name for one in names_of(profiles)] == [
        "Dormant Customers, 2nd of 3 by money",
        "Dormant Customers, spending most of 3",
        "Dormant Customers, spending least of 3",
    ]


def test_of_two_with_one_median_the_average_tells_and_is_named() -> None:
    middle = Measured(300, 1, 20.0)
    profiles = [
        Profile(1.0, -0.9, -0.5, medians=middle, averages=Measured(300, 1, 21.0)),
        Profile(1.0, -0.9, -0.6, medians=middle, averages=Measured(300, 1, 25.0)),
    ]
    assert [one.name.partition(", ")[2] for one in names_of(profiles)] == [
        "spending less on average",
        "spending more on average",
    ]


# Rules


WORDS = (
    # In words, above which and up to which standing.
    ("often", "much", 0.6, np.inf),
    ("rather often", "rather much", 0.2, 0.6),
    ("about as often as others", "about as much as others", -0.2, 0.2),
    ("rather seldom", "rather little", -0.4, -0.2),
    ("seldom", "little", -np.inf, -0.4),
)


def words_for(standing: float, which: int) -> set[str]:
    return {line[which] for line in WORDS if line[2] <= standing <= line[3]}


def told_of(one: Name) -> tuple[str, str, str]:
    found = re.match(r"order(?:ed)? (.+?), sp(?:end|ent) (.+?), ((?:away|seen) [a-z ]+) \(", one.rule)
    assert found is not None
    return found[1], found[2], found[3]


@given(figure, figure, figure)
def test_the_words_of_a_rule_fit_its_figures(recency: float, orders: float, money: float) -> None:
    (one,) = names_of([Profile(recency, orders, money)])
    often, much, time = told_of(one)
    assert often in words_for(orders, 0)
    assert much in words_for(money, 1)
    assert (time == "away long") == (recency > 0.4)
    assert (time == "seen lately") == (recency < -0.4)
    assert (time == "away about as long as others") == (-0.2 <= recency <= 0.2)
    assert (time == "away rather long") == (0.2 < recency <= 0.4)
    assert (time == "seen rather lately") == (-0.4 <= recency < -0.2)
    if one.name in ("Occasional Buyers", "Big Spenders of Few Orders"):
        assert orders < -0.2
    if one.name == "Light Spenders":
        assert money < -0.4 <= orders


@pytest.mark.parametrize(
    ("profile", "name", "told"),
    [
        (
            Profile(-0.2, -0.3, -0.1),
            "Potential Loyalists",
            ("rather seldom", "about as much as others", "away about as long as others"),
        ),
        (
            Profile(0.0, 0.0, -0.6),
            "Light Spenders",
            ("about as often as others", "little", "away about as long as others"),
        ),
        (Profile(-0.5, 0.9, 0.59), "Frequent Buyers", ("often", "rather much", "seen lately")),
        (
            Profile(0.0, -0.1, 0.9),
            "Potential Loyalists",
            ("about as often as others", "much", "away about as long as others"),
        ),
        (
            Profile(0.0, -0.3, 0.9),
            "Big Spenders of Few Orders",
            ("rather seldom", "much", "away about as long as others"),
        ),
        (
            Profile(1.0, 0.0, -0.6),
            "Dormant Customers",
            ("about as often as others", "little", "away long"),
        ),
    ],
)
def test_rules_say_where_a_group_stands(profile: Profile, name: str, told: tuple[str, str, str]) -> None:
    (one,) = names_of([profile])
    assert one.name == name
    assert told_of(one) == told


def test_nobody_who_stayed_away_is_called_seen_lately_because_another_came_back(tmp_path: Path) -> None:
    """Sixty bought once in January 2023, and one of them went on until the middle of 2024: that one decides the deviations of all."""
    lines = ["customer,order,date,quantity,price"]
    lines += [f"c{n:02},{n},2023-01-{1 + n % 28:02},1,{5 + n % 7}.00" for n in range(60)]
    lines += [f"c00,{100 + n},{date(2023, 2, 1) + timedelta(days=10 * n)},1,5.00" for n in range(50)]
    path = tmp_path / "one.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with Study(Recipe.from_tables({"clusters": {"on": True}}), [path]) as study:
        found = [line for line in study.clusters.tables.lines if (line.median_recency or 0) > 400]
    assert found
    assert sum(line.customers for line in found) == 59
    for line in found:
        assert "not away" not in line.rule
        assert "seen" not in line.rule
