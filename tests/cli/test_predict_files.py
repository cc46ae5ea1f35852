"""What `regulars predict` says of customers beyond those that it was learned from, of counts that are none, and of files that were changed."""

from __future__ import annotations

import io
import shlex
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from core.models.bundle import ModelError
from core.models.kept import Model
from tests.support.by_hand import kept_by_hand
from tests.support.command import Run

ROWS = [(f"C{number:02}", 3 + 7 * number, 1 + number % 6, 20 + 15 * number) for number in range(40)]
NAMES = ("customer_id", "recency", "frequency", "monetary")
RANGES = {"recency": "3 to 276", "frequency": "1 to 6", "monetary": "20 to 605"}


def table(path: Path, *rows: tuple[object, ...], names: tuple[str, ...] = NAMES) -> Path:
    path.write_text("\n".join(",".join(map(str, row)) for row in (names, *rows)) + "\n")
    return path


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of forty customers, with a classifier that knows two countries."""
    from core.models.learning import model_of
    from core.recipe import Recipe
    from core.study import Study

    folder = tmp_path_factory.mktemp("beyond")
    with Study(Recipe(), [table(folder / "customers.csv", *ROWS)]) as study:
        found = model_of(study)
    return replace(found, classifiers=(kept_by_hand(with_country=True),)).save(folder / "forty.model")


def test_how_many_of_a_file_lie_outside_is_said_as_of_one(run: Run, model: Path, tmp_path: Path) -> None:
    odd = [("X1", 12, 500, 8_300_000), ("X2", 5000, 2, 30), ("X3", 1, 2, 30), ("X4", 30, 2, 90)]
    asked = table(tmp_path / "out_of.csv", *odd)
    found = run("predict", model, asked, "--json").json
    assert {one["column"]: one["customers"] for one in found["outside"]} == {
        "recency": 2,
        "frequency": 1,
        "monetary": 1,
    }
    printed = flat(run("predict", model, asked).out)
    for one in found["outside"]:
        verb = "customers lie" if one["customers"] == 2 else "customer lies"
        rest = f"outside what the model was learned from ({RANGES[one['column']]})."
        assert one["words"] == f"{one['column']} of {one['customers']} {verb} {rest}"
        assert one["words"] in found["beware"]
        assert one["words"] in printed
    (_, recency, frequency, monetary), *_ = odd
    single = ["--recency", str(recency), "--frequency", str(frequency), "--monetary", str(monetary)]
    assert run("predict", model, *single, "--json").json["outside"] == [
        f"frequency 500 lies outside what the model was learned from ({RANGES['frequency']}).",
        f"monetary 8,300,000 lies outside what the model was learned from ({RANGES['monetary']}).",
    ]
    assert run("predict", model, table(tmp_path / "in.csv", *ROWS[:9]), "--json").json["outside"] == []


def test_a_country_that_was_never_seen_is_said(run: Run, model: Path, tmp_path: Path) -> None:
    numbers = ["--recency", "30", "--frequency", "4", "--monetary", "160"]
    (said,) = run("predict", model, *numbers, "--feature", "country=Atlantis", "--json").json["outside"]
    rest = "lies outside what the classifier of buys again was learned from (2 countries): it counts as a rare one."
    assert said == f"country 'Atlantis' {rest}"
    assert said in flat(run("predict", model, *numbers, "--feature", "country=Atlantis").out)
    assert run("predict", model, *numbers, "--feature", "country=Malta", "--json").json["outside"] == []
    rows = [(*row, ("Malta", "Atlantis", "Mu", "")[at % 4]) for at, row in enumerate(ROWS)]
    asked = table(tmp_path / "lands.csv", *rows, names=(*NAMES, "country"))
    (many,) = run("predict", model, asked, "--json").json["outside"]
    assert (many["column"], many["customers"]) == ("country", 20)
    assert many["words"] == f"country of 20 customers {rest.replace('lies', 'lie', 1)}"


def test_a_part_of_an_order_is_none(run: Run, model: Path, tmp_path: Path) -> None:
    bad = [("P1", 12, 0.4, 20), ("P2", 3, 2.5, 20)]
    good = [("W1", 12.4, "2.0", 20), ("W2", 9, 3, 40), *ROWS]
    path = table(tmp_path / "parts.csv", *bad, *good)
    out = tmp_path / "scored.csv"
    told = run("predict", model, path, "--out", out, "--json").json
    assert {line["rule"]: line["rows"] for line in told["ledger"] if line["rows"]} == {
        "unreadable": 2,
        "kept": len(good),
    }
    (note,) = [note for note in told["notes"] if "cannot be read" in note]
    assert "frequency: 2 that are no whole number, such as '0.4' and '2.5'" in note
    scored = pd.read_csv(out).set_index("customer_id")
    assert set(scored.index) == {row[0] for row in good}
    assert scored.frequency[["W1", "W2"]].tolist() == [2, 3]
    assert scored.recency["W1"] == 12
    # A table whose numbers are stored as such is read as one that spells them.
    stored = tmp_path / "parts.parquet"
    kinds = {"recency": float, "frequency": float, "monetary": float}
    pd.DataFrame([*bad, *good], columns=list(NAMES)).astype(kinds).to_parquet(stored)
    ledger = run("run", stored, "--json").json["ledger"]
    assert {line["rule"]: line["rows"] for line in ledger if line["rows"]} == {
        "unreadable": 2,
        "kept": len(good),
    }


def test_what_is_advised_is_what_can_be_typed(run: Run, model: Path, tmp_path: Path) -> None:
    path = table(tmp_path / "two words.csv", *ROWS, ("P1", 12, 0.4, 20))
    advised = f"regulars run {shlex.quote(str(path))} --explain unreadable"
    (note,) = [note for note in run("predict", model, path, "--json").json["notes"] if "--explain" in note]
    assert note.count("--explain") == 1
    assert advised in note
    rows = run(*shlex.split(advised)[1:])
    assert (rows.status, "P1" in rows.out) == (0, True)
    assert "To see them: --explain unreadable" in flat(run("run", path).out)
    none = run("predict", model, table(tmp_path / "none.csv", ("P1", 12, 0.4, 20), ("P2", 9, 1.5, 20)))
    assert none.status == 1
    assert "none.csv --explain 'unreadable'" in flat(none.err)


def test_a_model_with_anything_beside_it_is_refused(model: Path, tmp_path: Path) -> None:
    content = model.read_bytes()
    assert Model.load(model).classifiers
    spliced = io.BytesIO(content)
    with zipfile.ZipFile(spliced, "a") as archive:
        archive.comment = b"a word"
    changed = {
        "before": b"#!/bin/sh\n" + content,
        "after": content + b"\n",
        "twice": content + content,
        "comment": spliced.getvalue(),
    }
    for name, other in changed.items():
        path = tmp_path / f"{name}.model"
        path.write_bytes(other)
        with pytest.raises(ModelError, match="was changed after it was saved"):
            Model.load(path)
