"""What classifiers know on a day, by plain Python: nothing too soon, and of everybody what the active model says."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from core.classifiers.known import Known
from core.recipe import Recipe
from core.study import Study
from core.workspace import Workspace
from tests.support import judged_buyers
from tests.support.buyers import BEGAN, Sale, buyers, written
from tests.support.judged_buyers import HORIZON, recipe

shop = judged_buyers.shop


def in_plain_python(sales: list[Sale], day: date) -> dict[str, dict[str, Any]]:
    """Features of everybody who had bought before a day, from the rows before it."""
    orders: dict[str, dict[str, date]] = defaultdict(dict)
    money: dict[str, float] = defaultdict(float)
    back: dict[str, float] = defaultdict(float)
    products: dict[str, set[str]] = defaultdict(set)
    country = {}
    for sale in sales:
        if sale.at.date() >= day:
            continue
        if sale.order.startswith("C"):
            back[sale.customer] += sale.quantity * sale.price
            continue
        orders[sale.customer][sale.order] = sale.at.date()
        money[sale.customer] += sale.quantity * sale.price
        products[sale.customer].add(sale.sku)
        country[sale.customer] = sale.country
    found = {}
    for customer, days_of in orders.items():
        days = sorted(days_of.values())
        gaps = [(after - before).days for before, after in pairwise(days)]
        opens = day - timedelta(days=365)
        found[customer] = {
            "recency": (day - days[-1]).days,
            "frequency": len(days),
            "monetary": round(money[customer], 2),
            "refunded": round(back[customer], 2),
            "average_order": money[customer] / len(days),
            "tenure": (day - days[0]).days,
            "order_gap": np.mean(gaps) if gaps else math.nan,
            "gap_spread": np.std(gaps) if gaps else math.nan,
            "same_season": sum(opens <= one < opens + timedelta(days=HORIZON) for one in days),
            "products": len(products[customer]),
            "country": country[customer],
            **{f"quarter_{q}": np.mean([(one.month + 2) // 3 == q for one in days]) for q in (1, 2, 3, 4)},
        }
    return found


@pytest.fixture(scope="module")
def at(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[date, Known]:
    """The customers on every day that models learn at or are judged at."""
    with (
        closing(Workspace(tmp_path_factory.mktemp("cache"), 10**9)) as workspace,
        Study(recipe(), [shop], workspace=workspace) as study,
    ):
        return study.classifiers.exams.at


def test_features_at_a_cut_off_are_those_of_a_file_that_ends_there(at: Mapping[date, Known]) -> None:
    sales = buyers()
    assert len(at) >= 4
    for day, known in at.items():
        expected = in_plain_python(sales, day)
        assert set(known.ids) == set(expected)
        for name, values in zip(known.ids, known.values, strict=True):
            mine = dict(zip(known.columns, values, strict=True))
            mine["country"] = known.countries[mine["country"]]
            theirs = expected[name]
            assert mine.keys() == theirs.keys()
            assert mine.pop("country") == theirs.pop("country")
            assert mine == pytest.approx(theirs, abs=0.0051, nan_ok=True)


def test_labels_are_what_came_after(at: Mapping[date, Known]) -> None:
    sales = buyers()
    for day, known in at.items():
        until = day + timedelta(days=HORIZON)
        spent: dict[str, float] = defaultdict(float)
        for sale in sales:
            if day <= sale.at.date() < until and not sale.order.startswith("C"):
                spent[sale.customer] += sale.quantity * sale.price
        all_spent = np.array([round(spent.get(name, 0.0), 2) for name in known.ids])
        assert [one == "yes" for one in known.labels["buys again"]] == [name in spent for name in known.ids]
        top = [4 * (all_spent < mine).sum() >= 3 * len(all_spent) and mine > 0 for mine in all_spent]
        assert [one == "yes" for one in known.labels["top quarter"]] == top


def test_tiers_later_are_those_of_a_run_that_ends_then(shop: Path, at: Mapping[date, Known]) -> None:
    day, known = next(iter(at.items()))
    until = (day + timedelta(days=HORIZON)).isoformat()
    with Study(Recipe.from_tables({"customers": {"as_of": until}}), [shop]) as study:
        then = {row["customer_id"]: (row["tier"], row["segment"]) for row in study.customers.to_dicts()}
    assert list(zip(known.labels["tier later"], known.labels["segment later"], strict=True)) == [
        then[name] for name in known.ids
    ]


def test_nothing_after_a_cut_off_changes_what_is_known_there(tmp_path: Path) -> None:
    """A mutation: every row on or after a day is another customer's, dearer, elsewhere; what is known on that day stays."""
    sales = buyers()
    day = BEGAN + timedelta(days=360)
    changed = [
        sale
        if sale.at.date() < day
        else replace(
            sale, customer=f"B{number % 160:04}", sku=f"Z{number}", price=sale.price * 9 + 1, country="Peru"
        )
        for number, sale in enumerate(sales)
    ]
    assert changed != sales
    found = []
    for name, rows in (("one", sales), ("other", changed)):
        with Study(recipe(), [written(tmp_path / f"{name}.csv", rows)]) as study:
            past = study.classifiers.exams.past
            found.append([past.known_on(day - timedelta(days=back)) for back in (0, 45, 90)])
    for one, other in zip(*found, strict=True):
        assert list(one.ids) == list(other.ids)
        assert one.columns == other.columns
        assert np.array_equal(one.values, other.values, equal_nan=True)


def test_a_column_planted_after_the_cut_off_changes_no_prediction(tmp_path: Path) -> None:
    """The answer written into every row's country after the last cut-off: no model may know it."""
    sales = buyers()
    with Study(recipe(cut_offs=1), [written(tmp_path / "plain.csv", sales)]) as study:
        last = study.classifiers.exams.cut_offs[0].day
    told = [
        sale if sale.at.date() < last else replace(sale, country="Atlantis", sku="LEAK") for sale in sales
    ]
    chances = []
    for name, rows in (("one", sales), ("other", told)):
        with Study(recipe(cut_offs=1), [written(tmp_path / f"{name}.csv", rows)]) as study:
            models = ("knn", "logistic", "tree")
            marked = {one.model: one for one in study.classifiers.marked("buys again", models)}
            chances.append([marked[model].judged.chances for model in models])
    for one, other in zip(*chances, strict=True):
        assert np.array_equal(one, other)


# The active model


def test_the_active_model_says_something_of_every_customer(shop: Path, at: Mapping[date, Known]) -> None:
    """As a logistic regression that learned from every day whose horizon has ended."""
    with Study(recipe(), [shop]) as study:
        today = study.as_of
        customers = study.customers.to_pandas().set_index("customer_id")
    assert list(customers.columns[-2:]) == ["predicted", "predicted_chance"]
    assert not customers.predicted.isna().any()
    assert today is not None
    known = in_plain_python(buyers(), today)

    def frame(rows: Mapping[str, dict[str, Any]] | Known) -> pd.DataFrame:
        if isinstance(rows, dict):
            return pd.DataFrame.from_dict(rows, orient="index")
        table = pd.DataFrame(rows.values, columns=list(rows.columns), index=rows.ids)
        return table.assign(country=[rows.countries[code] for code in table.country])

    learned = pd.concat([frame(day) for day in at.values()])
    truth = np.concatenate([day.labels["buys again"] for day in at.values()])
    now = frame(known).loc[customers.index, learned.columns]
    numbers = [name for name in learned.columns if name != "country"]
    middle = learned[numbers].median()
    size = learned[numbers].fillna(middle).map(lambda x: math.copysign(math.log1p(abs(x)), x))
    mean, width = size.mean(), size.std(ddof=0)

    def prepared(table: pd.DataFrame) -> np.ndarray:
        told = table[numbers].fillna(middle).map(lambda x: math.copysign(math.log1p(abs(x)), x))
        places = pd.get_dummies(table.country)[sorted(set(learned.country))]
        return np.hstack([((told - mean) / width).to_numpy(), places.to_numpy().astype(float)])

    weights = {name: len(truth) / (2 * (truth == name).sum()) for name in ("yes", "no")}
    model = LogisticRegression(max_iter=2000, class_weight="balanced").fit(prepared(learned), truth)
    weighed = model.predict_proba(prepared(now))[:, list(model.classes_).index("yes")]
    yes, no = weighed / weights["yes"], (1 - weighed) / weights["no"]
    assert customers.predicted_chance.to_numpy() == pytest.approx(yes / (yes + no), abs=0.01)
    clear = np.abs(weighed - 0.5) > 0.02
    assert ((customers.predicted == "yes").to_numpy() == (weighed > 0.5))[clear].all()
