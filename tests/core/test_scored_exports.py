"""Customers that a run wrote, scored by the model of that run: all that their table says counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cli.main import main
from core.models.kept import Model
from core.models.learning import model_of
from core.models.reading import as_learned
from core.models.scored import Scored
from core.models.scoring import score, write_scored
from core.recipe import Recipe
from core.study import Study

FEATURES = (
    "recency",
    "frequency",
    "monetary",
    "refunded",
    "average_order",
    "tenure",
    "products",
    "country",
)
RECIPE = Recipe.from_tables(
    {
        "customers": {"products": "on"},
        "clusters": {"on": True, "k": 3, "features": ["recency", "tenure", "refunded", "log products"]},
        "classifier": {
            "on": True,
            "targets": ["buys again"],
            "features": list(FEATURES),
            "horizon_days": 60,
            "cut_offs": 1,
        },
    }
)
MEASURED = ("recency", "frequency", "monetary", "refunded", "net", "r", "f", "m", "value", "value_share")
NAMED = ("tier", "segment", "cluster_name")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of sales with products, countries and cancelled orders."""
    rng = np.random.default_rng(11)
    end = pd.Timestamp("2024-12-31 15:30")
    lines = ["Customer ID,Invoice,InvoiceDate,StockCode,Quantity,Price,Country\n"]
    for customer in range(160):
        country = ("France", "Spain", "Italy")[customer % 3]
        for order in range(int(rng.integers(1, 12))):
            day = end - pd.Timedelta(days=int(rng.integers(0, 700)))
            number = 100_000 + 20 * customer + order
            for product in rng.choice(40, size=int(rng.integers(1, 4)), replace=False):
                price = float(rng.lognormal(2, 0.5))
                lines.append(
                    f"{20_000 + customer},{number},{day},S{product:02},{rng.integers(1, 5)},{price:.2f},{country}\n"
                )
            if rng.random() < 0.15:
                lines.append(f"{20_000 + customer},C{number},{day},S01,-1,5.25,{country}\n")
    path = tmp_path_factory.mktemp("exports") / "sales.csv"
    path.write_text("".join(lines))
    return path


@pytest.fixture(scope="module")
def run(shop: Path) -> tuple[pd.DataFrame, Path]:
    """The customers of a run, and its model."""
    path = shop.parent / "m.model"
    with Study(RECIPE, [shop]) as study:
        customers = study.customers.to_pandas()
        model_of(study).save(path)
    assert (customers.refunded < 0).any()
    return customers, path


def scored(model: Path, table: Path) -> tuple[Scored, pd.DataFrame]:
    kept = Model.load(model)
    with Study(as_learned(kept, Recipe()), [table]) as study:
        told = score(kept, study)
        written = write_scored(study, table.parent / "scored.parquet", overwrite=True)
    return told, pd.read_parquet(written).set_index("customer_id")


def parquet(customers: pd.DataFrame, path: Path) -> Path:
    customers.to_parquet(path.with_suffix(".parquet"))
    return path.with_suffix(".parquet")


def plain(customers: pd.DataFrame, path: Path) -> Path:
    customers.to_csv(path.with_suffix(".csv"), index=False)
    return path.with_suffix(".csv")


def with_commas(customers: pd.DataFrame, path: Path) -> Path:
    customers.to_csv(path.with_suffix(".csv"), index=False, sep=";", decimal=",")
    return path.with_suffix(".csv")


def workbook(customers: pd.DataFrame, path: Path) -> Path:
    customers.to_excel(path.with_suffix(".xlsx"), index=False)
    return path.with_suffix(".xlsx")


@pytest.mark.parametrize("written", [parquet, plain, with_commas, workbook])
def test_the_customers_of_a_run_are_scored_as_the_run_scored_them(
    run: tuple[pd.DataFrame, Path], tmp_path: Path, written: Callable[[pd.DataFrame, Path], Path]
) -> None:
    customers, model = run
    told, found = scored(model, written(customers, tmp_path / "customers"))
    mine = customers.set_index("customer_id")
    found = found.loc[mine.index]
    for name in MEASURED:
        assert found[name].astype(float).to_numpy() == pytest.approx(mine[name].astype(float).to_numpy()), (
            name
        )
    for name in NAMED:
        assert list(found[name]) == list(mine[name]), name
    for name in ("first_purchase", "last_purchase"):
        assert list(pd.to_datetime(found[name])) == list(pd.to_datetime(mine[name]))
    assert list(found.predicted_buys_again) == list(mine.predicted)
    chances = mine.predicted_chance.astype(float).to_numpy()
    assert found.chance_buys_again_yes.to_numpy() == pytest.approx(chances, abs=1e-6)
    assert [one.assumed for one in told.classifiers] == [()]


def test_orders_are_whole_numbers_as_the_run_has_them(
    run: tuple[pd.DataFrame, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    customers, model = run
    table, out = plain(customers, tmp_path / "customers"), tmp_path / "scored.csv"
    assert main(["predict", str(model), str(table), "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["classifiers"][0]["assumed"] == []
    frequency = pd.read_csv(out, dtype=str).frequency
    assert list(frequency) == list(customers.sort_values("customer_id").frequency.astype(str))


def test_columns_that_were_left_out_of_an_export_are_assumed(
    run: tuple[pd.DataFrame, Path], tmp_path: Path
) -> None:
    customers, model = run
    some = customers.loc[:19, ["customer_id", "recency", "frequency", "monetary", "tenure", "refunded"]]
    some = some.assign(products=customers.products)
    told, found = scored(model, plain(some, tmp_path / "some"))
    assert told.classifiers[0].assumed == ("country",)
    assert found.first_purchase.isna().all()


@pytest.mark.parametrize("renamed", [{"customer_id": "client"}, {"monetary": "revenue"}])
def test_the_columns_of_a_table_that_no_run_wrote_are_not_taken_for_a_runs(
    run: tuple[pd.DataFrame, Path], tmp_path: Path, renamed: dict[str, Any]
) -> None:
    customers, model = run
    kept = Model.load(model)
    bare = Recipe.from_tables({"clusters": {"on": False}})
    table = customers[["customer_id", "recency", "frequency", "monetary", "tenure"]].rename(columns=renamed)
    with Study(bare, [plain(table, tmp_path / "theirs")]) as study:
        told = score(
            Model(kept.origin, kept.recipe, kept.population, None, kept.standing, kept.classifiers), study
        )
    assert "tenure" in told.classifiers[0].assumed
