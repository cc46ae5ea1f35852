"""Where customers do not allow groups or models, a run says why, and everything else is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import warnings
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from cli.main import main
from core.clusters.fitting import without_warnings
from core.models.kept import Model
from core.recipe import Recipe
from core.study import Study

HEADER = "customer,order,date,amount\n"
START = date(2024, 1, 1)
ALWAYS = {"customers.parquet", "segments.csv", "ledger.csv", "recipe.toml"}
GROUPED = {"clusters.csv", "criteria.csv", "centroids.csv", "pca.csv", "crossed.csv"}
JUDGED = {"models.json", "predictions.parquet"}
QUICK = ["--set=classifier.models=tree", "--set=classifier.horizon_days=60", "--set=classifier.cut_offs=1"]

ONE = ["anna,1,2024-01-05,10.00", "anna,2,2024-03-05,20.00"]
TEN = [f"c{n % 10},{n},{START + timedelta(days=n * n * 7 % 170)},{10 + n * 37 % 90}.50" for n in range(23)]
ALIKE = [f"c{n},{n},2024-05-05,10.00" for n in range(40)]
THREE = [row for row in TEN if row[1] in "012"]
MANY = [
    f"c{n % 60},{n},{START + timedelta(days=n * n * 7 % 400)},{5 + n * 13 % 70}.00"
    for n in range(300)
    if n % 60 <= n % 7 * 10
]


def written(path: Path, rows: list[str], header: str = HEADER) -> Path:
    path.write_text(header + "".join(f"{row}\n" for row in rows))
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("rows", "says", "there"),
    [
        (
            ONE,
            ["There is one customer, so no groups", "one customer, too few to judge a model of 'tier'"],
            ALWAYS,
        ),
        (TEN, ["There are 10 customers, too few to judge a model of 'tier'"], ALWAYS | GROUPED),
        (THREE, ["there are only 3 different customers", "There are 3 customers, too few"], ALWAYS),
        (ALIKE, ["All 40 customers are alike", "All 40 customers are of one class of 'tier'"], ALWAYS),
        (MANY, [], ALWAYS | GROUPED | JUDGED),
    ],
)
def test_what_cannot_be_is_said_and_the_rest_is_written(
    tmp_path: Path, rows: list[str], says: list[str], there: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    source, out, kept = written(tmp_path / "shop.csv", rows), tmp_path / "out", tmp_path / "shop.model"
    command = ["run", str(source), "--with", "clusters,classifiers", *QUICK, "--out", str(out)]
    command += ["--save-model", str(kept)]
    assert main([*command, "--json"]) == 0
    first = capsys.readouterr()
    told = json.loads(first.out)
    lines = first.err.splitlines()
    warned = lines[::2]
    assert all(line.startswith("warning: ") for line in warned)
    assert all(line.startswith(" ") for line in lines[1::2])
    customers = {row.partition(",")[0] for row in rows}
    for sentence in says:
        assert sum(sentence in line for line in warned) == 1
        assert sum(sentence in note for note in told["notes"]) == 1
    assert len(warned) == sum(any(line[9:] in note for line in warned) for note in told["notes"])
    assert names(out) == there
    assert told["customers"] == len(customers)
    table = pq.read_table(out / "customers.parquet")
    assert set(table["customer_id"].to_pylist()) == customers
    assert ("cluster" in table.column_names) == ("clusters" in told) == (there >= GROUPED)
    assert bool(told["classifiers"]["models"]) == (there >= JUDGED)
    model = Model.load(kept)
    assert (model.groups is not None) == (there >= GROUPED)
    assert bool(model.classifiers) == (there >= JUDGED)
    # A second run finds all of it kept, and says the same; so does the recipe that was written, on paper.
    assert main([*command, "--json"]) == 0
    assert capsys.readouterr() == first
    assert main(["run", str(out / "recipe.toml"), "--out", str(out)]) == 0
    printed = capsys.readouterr()
    assert printed.err == first.err
    for sentence in says:
        assert sentence in " ".join(printed.out.split())


def test_files_of_an_earlier_run_go_where_a_later_one_has_none(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for rows, there in ((MANY, ALWAYS | GROUPED | JUDGED), (ONE, ALWAYS)):
        source = written(tmp_path / "shop.csv", rows)
        assert main(["run", str(source), "--with", "clusters,classifiers", *QUICK, "--out", str(out)]) == 0
        assert names(out) == there


def test_of_two_targets_the_one_that_can_be_judged_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = [
        f"c{n * n % 61},{n},{START + timedelta(days=n * 7 % 100)},{5 + n * 13 % 70}.00" for n in range(200)
    ]
    source = written(tmp_path / "short.csv", short)
    assert main(["run", str(source), "--with", "classifiers", *QUICK, "--json"]) == 0
    found = capsys.readouterr()
    assert {one["target"] for one in json.loads(found.out)["classifiers"]["models"]} == {"tier"}
    assert found.err.startswith("warning: What happens within 60 days cannot be judged")
    assert len(found.err.splitlines()) == 2


@pytest.mark.parametrize("asked", ["clusters.k=7", 'clusters.features=["products"]'])
def test_what_somebody_chose_and_cannot_be_is_refused(
    tmp_path: Path, asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = written(tmp_path / "three.csv", THREE), tmp_path / "out"
    assert main(["run", str(source), "--with", "clusters", "--set", asked, "--out", str(out)]) == 1
    assert capsys.readouterr().err.startswith("error: ")
    assert not out.exists()


def test_a_shop_without_money_is_grouped_by_what_it_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The usual features without money are what somebody would choose by hand."""
    rows = [row.rpartition(",")[0] for row in MANY]
    source = written(tmp_path / "shop.csv", rows, "customer,order,date\n")
    by_hand = ["--set", 'clusters.features=["recency", "log frequency"]']
    found: list[Any] = []
    for more in ([], by_hand):
        out = tmp_path / f"out{len(more)}"
        assert main(["run", str(source), "--with", "clusters", "--json", "--out", str(out), *more]) == 0
        told = capsys.readouterr()
        assert not told.err
        notes = json.loads(told.out)["clusters"]["notes"]
        assert any("not by log monetary: the source has no money" in note for note in notes) == (not more)
        found.append(pq.read_table(out / "customers.parquet").select(["customer_id", "cluster"]).to_pylist())
    assert found[0] == found[1]


def test_a_study_says_what_it_lacks(tmp_path: Path) -> None:
    source = written(tmp_path / "ten.csv", TEN)
    asked = {"clusters": {"on": True}, "classifier": {"on": True, "models": ["tree"]}}
    with Study(Recipe.from_tables(asked), [source]) as study:
        assert study.is_grouped
        assert not study.is_judged
        assert ["too few" in study.refusals[0].what, len(study.refusals)] == [True, 2]
        assert "cluster_name" in study.customers.columns


@pytest.mark.soak
def test_threads_that_learn_warn_of_nothing(tmp_path: Path) -> None:
    """Forests in several threads at once: scikit-learn sets the filters of warnings, which all of them share."""
    source = written(tmp_path / "shop.csv", MANY)
    command = ["run", str(source), "--with", "clusters,classifiers", "--quiet", *QUICK[1:]]
    command += [
        "--set=classifier.targets=tier",
        "--set=classifier.models=forest",
        "--set=classifier.trees=8",
        "--set=classifier.folds=14",
    ]
    for kind in ("error", "always"):
        done = subprocess.run(
            [sys.executable, "-W", f"{kind}::UserWarning", "-m", "cli.main", *command],
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / kind)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_no_thread_warns_while_another_changes_the_filters() -> None:
    """As scikit-learn does in each of its threads: what another warns of meanwhile is not shown, and the filters come back."""
    before, shown = list(warnings.filters), []
    changed, warned = threading.Event(), threading.Event()

    def changes() -> None:
        with warnings.catch_warnings():
            warnings.resetwarnings()
            changed.set()
            warned.wait()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(warnings, "showwarning", lambda *told: shown.append(told))
        with without_warnings():
            thread = threading.Thread(target=changes)
            thread.start()
            changed.wait()
            warnings.warn("filters are gone", stacklevel=1)
            warned.set()
            thread.join()
    assert not shown
    assert list(warnings.filters) == before
