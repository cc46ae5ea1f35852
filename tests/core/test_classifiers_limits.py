"""Classifiers where there is little to go by: sentences that say from when on it is possible, and who repeats a rule."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from core.classifiers.cut_offs import rolling
from core.classifiers.features import columns_of
from core.classifiers.sentinel import OPEN, REPEATS, REPEATS_IN_PART, made_from, repeats
from core.classifiers.targets import TARGETS
from core.errors import RegularsError
from core.maps import segment_map
from core.recipe import Recipe, SegmentsPart
from core.settings import SettingsError
from core.study import Study
from tests.support.buyers import buyers, written

HEADER = "customer_id,order_id,order_date,quantity,price\n"
QUICK = {"on": True, "models": ["tree"], "horizon_days": 30, "cut_offs": 1}


def few(path: Path, rows: list[str]) -> Path:
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return path


def refused(source: Path, target: str, **classifier: Any) -> RegularsError:
    recipe = Recipe.from_tables({"classifier": {**QUICK, "targets": [target], **classifier}})
    with Study(recipe, [source]) as study, pytest.raises(RegularsError) as caught:
        study.classifiers.models  # noqa: B018
    assert caught.value.cure
    return caught.value


def row(number: int, day: date, price: float = 5.0, order: int = 0) -> str:
    return f"c{number:03},{number}-{order},{day},1,{price:.2f}"


START = date(2024, 1, 1)
# Everybody buys in January, and nobody after it but one, so that the sales go on.
ONCE = [row(number, START + timedelta(days=number % 25), 5 + number) for number in range(60)]


def test_too_few_customers(tmp_path: Path) -> None:
    error = refused(few(tmp_path / "few.csv", ONCE[:12]), "tier")
    assert "There are 12 customers" in error.what
    assert "from 30 customers on" in error.cure


def test_one_class(tmp_path: Path) -> None:
    alike = [row(number, START) for number in range(40)]
    error = refused(few(tmp_path / "alike.csv", alike), "tier")
    assert re.search(r"All 40 customers are of one class of 'tier' \(Low\)", error.what)


def test_a_class_of_one_member_is_left_out_and_said(tmp_path: Path) -> None:
    rows = [row(number, START + timedelta(days=number % 25), 5 + number) for number in range(60)]
    # With two customers of one order more, and thresholds in between, one segment has a single member.
    rows += [row(0, START + timedelta(days=26), 5, order) for order in range(1, 4)]
    source = few(tmp_path / "one.csv", rows)
    recipe = Recipe.from_tables(
        {"classifier": {**QUICK, "targets": ["segment"]}, "scores": {"frequency": [2.0, 3.0, 4.0, 5.0]}}
    )
    with Study(recipe, [source]) as study:
        counts = {line.name: line.customers for line in study.report.segments}
        models, notes = study.classifiers.models, study.classifiers.notes
    gone = [name for name, count in counts.items() if 0 < count < 5]
    assert gone
    assert not set(gone) & set(models[0]["classes"])
    assert any("left out of the judging" in note and all(name in note for name in gone) for note in notes)


def test_only_one_class_has_enough_members(tmp_path: Path) -> None:
    rows = [row(number, START) for number in range(40)] + [row(0, START, 5, order) for order in range(1, 4)]
    error = refused(few(tmp_path / "almost.csv", rows), "high value")
    assert "Only one class of 'high value' has the 5 customers that 5 folds take (no 39, yes 1)" in error.what


def test_no_row_after_the_cut_off(tmp_path: Path) -> None:
    error = refused(few(tmp_path / "short.csv", ONCE), "buys again", horizon_days=90)
    assert "no row after any cut-off" in error.what
    assert str(START + timedelta(days=269)) in error.cure
    assert "classifier.horizon_days=8" in error.cure


def test_a_horizon_too_long_for_the_data(tmp_path: Path) -> None:
    rows = [*ONCE, row(1, START + timedelta(days=150), 5, 9)]
    error = refused(few(tmp_path / "long.csv", rows), "buys again", horizon_days=90)
    assert "takes 270 days of sales" in error.what
    assert "there are 151" in error.what
    assert "classifier.horizon_days=50" in error.cure


def test_what_the_sentence_promises_holds() -> None:
    first = date(2024, 1, 1)
    for horizon in (7, 30, 90):
        enough = first + timedelta(days=3 * horizon)
        assert len(rolling(first, enough, horizon, 4)) == 1
        with pytest.raises(RegularsError) as caught:
            rolling(first, enough - timedelta(days=1), horizon, 4)
        promised = re.search(r"up to (\S+?)[;.]", caught.value.cure)
        assert promised
        assert date.fromisoformat(promised[1]) + timedelta(days=1) == enough
        shorter = re.search(r"horizon_days=(\d+)", caught.value.cure)
        assert shorter
        assert rolling(first, enough - timedelta(days=1), int(shorter[1]), 4)


def test_learning_days_have_ended_before_each_cut_off() -> None:
    found = rolling(date(2020, 1, 1), date(2023, 1, 1), 90, 4)
    assert len(found) == 4
    assert found[0].until == date(2023, 1, 1)
    for one in found:
        assert one.learned_at
        assert all(day + timedelta(days=90) <= one.day for day in one.learned_at)
        assert min(one.learned_at) - timedelta(days=90) >= date(2020, 1, 1)


def test_nobody_who_buys_again(tmp_path: Path) -> None:
    rows = [*ONCE, row(900, START + timedelta(days=120))]
    error = refused(few(tmp_path / "gone.csv", rows), "buys again")
    assert "one class of 'buys again' (no)" in error.what


def test_customers_without_their_sales(tmp_path: Path) -> None:
    source = tmp_path / "ready.csv"
    lines = [f"c{n:03},{1 + n % 90},{1 + n % 7},{10 + 3.5 * n:.2f}" for n in range(80)]
    source.write_text("customer_id,recency,frequency,monetary\n" + "\n".join(lines) + "\n")
    error = refused(source, "buys again")
    assert "holds customers, not their purchases" in error.what
    with Study(Recipe.from_tables({"classifier": {**QUICK, "targets": ["tier"]}}), [source]) as study:
        assert {one["target"] for one in study.classifiers.models} == {"tier"}


def test_money_that_is_not_there(tmp_path: Path) -> None:
    source = tmp_path / "no_money.csv"
    lines = [f"c{n % 50:02},{n},{START + timedelta(days=n % 200)}" for n in range(300)]
    source.write_text("customer_id,order_id,order_date\n" + "\n".join(lines) + "\n")
    assert "no money" in refused(source, "top quarter").what
    recipe = Recipe.from_tables({"classifier": {**QUICK, "targets": ["top quarter", "buys again"]}})
    with Study(recipe, [source]) as study:
        assert {one["target"] for one in study.classifiers.models} == {"buys again"}
        assert "monetary" not in study.classifiers.exams.exam("buys again").seen
        assert any(note.startswith("top quarter:") for note in study.classifiers.notes)
        assert repr(study.classifiers).endswith(
            "of buys again; none of top quarter, for the reason in .notes>"
        )


@pytest.mark.parametrize(
    ("classifier", "words"),
    [
        ({"targets": ["tir"]}, "Did you mean `tier`?"),
        ({"models": ["tres"]}, "Did you mean `tree`?"),
        ({"models": []}, "or empty"),
        ({"features": ["recancy"]}, "Did you mean `recency`?"),
        ({"features": ["recency", "recency"]}, "twice"),
        ({"horizon_days": 0}, "from 1 to"),
        ({"folds": 1}, "from 2 to"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(classifier: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Recipe.from_tables({"classifier": classifier})
    assert words in f"{caught.value.what} {caught.value.cure}"


# The sentinel


@pytest.mark.parametrize(
    ("target", "features", "says"),
    [
        ("tier", ["recency", "frequency", "monetary"], REPEATS),
        ("tier", ["recency", "frequency", "average_order"], REPEATS),
        ("tier", ["recency", "tenure", "order_gap", "average_order"], REPEATS),
        ("tier", ["recency", "frequency"], REPEATS_IN_PART),
        ("tier", ["country", "products"], OPEN),
        ("segment", ["recency", "frequency"], REPEATS),
        ("high value", ["monetary"], REPEATS),
        ("high value", ["frequency", "average_order"], REPEATS),
        ("high value", ["recency", "frequency"], OPEN),
        ("cluster", ["recency", "frequency", "monetary"], REPEATS),
        ("buys again", ["recency", "frequency", "monetary"], OPEN),
        ("tier later", ["recency", "frequency", "monetary"], OPEN),
    ],
)
def test_the_sentinel_goes_by_where_columns_come_from(target: str, features: list[str], says: str) -> None:
    source = made_from(TARGETS[target], segment_map(SegmentsPart(), 5), ("recency", "frequency", "monetary"))
    assert repeats(columns_of(features), source) == says


def test_a_map_that_asks_for_money_too_is_made_from_it() -> None:
    eleven = segment_map(SegmentsPart(map="eleven"), 5)
    assert made_from(TARGETS["segment"], eleven, ()) == {"recency", "frequency", "monetary"}


def test_every_record_of_a_repeated_rule_says_so(tmp_path: Path) -> None:
    source = written(tmp_path / "shop.csv", buyers(customers=150))
    classifier = {
        **QUICK,
        "targets": ["segment"],
        "rule_features": ["recency", "frequency"],
        "tree_depth": 15,
    }
    with Study(Recipe.from_tables({"classifier": classifier}), [source]) as study:
        models, in_short = study.classifiers.models, study.classifiers.in_short
    assert {one["repeats"] for one in models} == {REPEATS}
    assert all(one["verdict"].startswith("Repeats a rule") for one in models)
    assert "repeats a rule" in in_short[0]


def test_baselines_are_there_whatever_models_see(tmp_path: Path) -> None:
    source = written(tmp_path / "shop.csv", buyers(customers=150))
    asked = {**QUICK, "targets": ["buys again"], "features": ["monetary", "country"], "active": "recency"}
    with Study(Recipe.from_tables({"classifier": asked}), [source]) as study:
        seen = {one["model"]: one["features"] for one in study.classifiers.models}
        assert "predicted_chance" in study.customers.columns
    assert seen["tree"] == ["monetary", "country"]
    assert (seen["recency"], seen["frequency"]) == (["recency"], ["frequency"])


def test_a_baseline_whose_measure_is_not_there_is_left_out(tmp_path: Path) -> None:
    source = tmp_path / "ready.csv"
    lines = [f"c{n:03},{1 + n * 37 % 90},{10 + 3.5 * n:.2f}" for n in range(80)]
    source.write_text("customer_id,recency,monetary\n" + "\n".join(lines) + "\n")
    with Study(Recipe.from_tables({"classifier": {**QUICK, "targets": ["tier"]}}), [source]) as study:
        assert [one["model"] for one in study.classifiers.models] == ["tree", "majority", "recency"]


def test_what_is_said_can_be_set_can_be() -> None:
    recipe = Recipe().with_values(
        [("classifier.targets", "tier"), ("classifier.features", "recency,frequency")]
    )
    assert recipe.classifier.targets == ("tier",)
    assert recipe.classifier.features == ("recency", "frequency")


def test_the_command_line_prints_and_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = written(tmp_path / "shop.csv", buyers(customers=120))
    settings = ["models=tree", "horizon_days=60", "cut_offs=1"]
    command = ["run", str(source), "--with", "classifiers", "--out", str(tmp_path / "out")]
    assert main([*command, *(f"--set=classifier.{one}" for one in settings), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["classifiers"]
    assert told["models"] == json.loads((tmp_path / "out" / "models.json").read_text())
    assert len(told["in_short"]) == 2
    assert (tmp_path / "out" / "predictions.parquet").stat().st_size > 0
    again = tmp_path / "out" / "recipe.toml"
    assert main(["run", str(again), "--out", str(tmp_path / "out"), "--set=classifier.contacts=20"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "How far to trust them" in printed
    assert "with 20 contacts at the last cut-off" in printed
