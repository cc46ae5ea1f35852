"""Where models, pipelines and scored customers can be written: a place that cannot be is refused before the work, in two lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.main import main
from core import RegularsError, open_source
from core.models import learning

HEADER = "customer_id,recency,frequency,monetary"
LONG = "a" * 300


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lines = [f"K{number:02},{90 - number},{number},{number * 25.5}" for number in range(1, 31)]
    path = tmp_path / "known.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return path


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("no such/x.model", "There is no folder"),
        ("known.csv/x.model", "There is no folder"),
        (".", "is a folder, so no model can be written there"),
        ("known.csv", "is no model, so it is not written over"),
        ("~nobody of that name/x", "begins with the home of a user whom this machine does not know"),
        (LONG, "cannot be looked for: File name too long"),
        ("", "--save-model is given an empty value"),
    ],
)
def test_a_model_is_not_learned_for_nothing(
    place: str,
    told: str,
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was learned")

    monkeypatch.setattr(learning, "model_of", never)
    before = source.read_bytes()
    assert main(["run", str(source), "--quiet", "--save-model", place]) in (1, 2)
    error = capsys.readouterr().err
    assert told in error
    assert len(error.splitlines()) == 2
    assert source.read_bytes() == before
    with open_source(source) as study, pytest.raises(RegularsError):
        study.save_model(place)


@pytest.mark.parametrize("place", ["~nobody of that name/x", LONG, ""])
def test_no_other_place_ends_in_a_fault_of_ours(
    place: str, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_source(source) as study:
        study.save_model("known.model")
    commands = (
        ["export-model", "known.model", "--joblib", place],
        ["predict", "known.model", str(source), "--out", f"{place}.csv" if place else ""],
        ["predict", place, str(source)],
        ["run", str(source), "--out", place],
    )
    for command in commands:
        assert main(command) == 2, command
        error = capsys.readouterr().err
        assert "did not expect" not in error, command
        assert len(error.splitlines()) == 2, command


def test_a_pipeline_is_not_made_for_a_folder_that_is_not_there(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_source(source, clusters={"on": True, "k": 2}) as study:
        study.save_model("known.model")
    for place, told in (("no such/x.joblib", "There is no folder"), (".", "is a folder")):
        assert main(["export-model", "known.model", "--joblib", place]) == 1
        assert told in capsys.readouterr().err


def test_what_is_not_given_is_listed(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_source(source) as study:
        study.save_model("known.model")
    assert main(["predict", "known.model", "--feature", "tenure=3"]) == 2
    assert "recency, frequency and monetary are not given" in capsys.readouterr().err
    numbers = ["--recency", "1", "--frequency", "2", "--monetary", "3"]
    assert main(["predict", "known.model", *numbers, "--feature", "country="]) == 2
    assert "country cannot be ''" in capsys.readouterr().err
    assert main(["predict", "known.model", *numbers[2:], "--recency", "9" * 400]) == 2
    assert len(capsys.readouterr().err) < 200
