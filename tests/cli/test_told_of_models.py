"""What is told of the model behind the customers' columns, and of numbers that nobody can have beside each other."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cli.main import main
from core.classifiers.words import BASELINE, BETTER, CHANCE, NO_BETTER, WORSE, reservation
from core.models.classes import KeptClassifier
from core.models.given import contradictions

SAMPLE = Path(__file__).parents[2] / "sample_data" / "online_retail.xlsx"
QUICK = ("classifier.models=logistic", "classifier.targets=buys again")

Notes = Callable[..., list[str]]

# Whatever the models are, they are of the customers of the sample.
pytestmark = pytest.mark.usefixtures("kept_between_cases")


@pytest.fixture
def of_columns(capsys: pytest.CaptureFixture[str]) -> Notes:
    """The sentences on the columns `predicted` and `predicted_chance` of a run on the sample with these settings."""

    def sentences(*settings: str, saved: Path | None = None) -> list[str]:
        command = ["run", str(SAMPLE), "--with", "classifiers", "--json"]
        command += ["--save-model", str(saved)] if saved else []
        assert main([*command, *(f"--set={one}" for one in settings)]) == 0
        notes = json.loads(capsys.readouterr().out)["classifiers"]["notes"]
        return [note for note in notes if "predicted_chance" in note]

    return sentences


def typed_in(sentence: str) -> list[str]:
    """The settings that a sentence says to type."""
    words = shlex.split(sentence[sentence.index("--set") :])
    assert words[::2] == ["--set"] * (len(words) // 2)
    return words[1::2]


def test_a_run_says_which_model_fills_the_columns_as_predict_says_what_it_is_worth(
    of_columns: Notes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "kept.model"
    (said,) = of_columns(*QUICK, saved=saved)
    assert said.startswith(
        "The customers' columns predicted and predicted_chance are what logistic regression says of 'buys again'. "
    )
    one = ["--recency", "30", "--frequency", "4", "--monetary", "100"]
    assert main(["predict", str(saved), *one, "--json"]) == 0
    (asked,) = json.loads(capsys.readouterr().out)["classifiers"]
    assert asked["reservation"].startswith(
        "As it was judged: Worse than looking at the last purchase (AUC -0.0"
    )
    assert asked["reservation"] in said
    # What the sentence advises has the columns made by what was better.
    assert typed_in(said) == ["classifier.active=recency"]
    (better,) = of_columns(*QUICK, *typed_in(said))
    assert "are what recency alone says of 'buys again'. As it was judged: What can be had without" in better
    assert "--set" not in better


def test_the_summary_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(SAMPLE), "--with", "classifiers", *(f"--set={one}" for one in QUICK)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "are what logistic regression says of 'buys again'. As it was judged: Worse than" in printed


def test_a_model_that_was_not_judged_is_said_to_be_so(of_columns: Notes) -> None:
    quick = ("classifier.models=tree", "classifier.targets=tier")
    (said,) = of_columns(*quick)
    assert "are what logistic regression says of 'buys again', which was not judged" in said
    assert typed_in(said) == ["classifier.models=tree,logistic", "classifier.targets=tier,buys again"]
    # Beside the settings that it takes the place of it would be refused.
    (judged,) = of_columns(*typed_in(said))
    assert "As it was judged: Worse than" in judged


@pytest.mark.parametrize(
    "settings",
    [
        ("classifier.active=",),
        # Three horizons take longer than the sample is.
        ("classifier.horizon_days=700",),
    ],
)
def test_where_there_are_no_such_columns_nothing_is_said_of_them(
    of_columns: Notes, settings: tuple[str, ...]
) -> None:
    assert not of_columns("classifier.models=logistic", "classifier.targets=tier", *settings)


@pytest.mark.parametrize("repeats", ["", "repeats a rule"])
@pytest.mark.parametrize("standing", [BETTER, NO_BETTER, WORSE, CHANCE, BASELINE])
def test_a_kept_model_has_the_reservation_of_the_run_that_judged_it(standing: str, repeats: str) -> None:
    record: dict[str, Any] = {"standing": standing, "repeats": repeats, "verdict": "Worse than a guess."}
    kept = KeptClassifier(
        target="buys again",
        model="logistic",
        classes=("yes", "no"),
        columns=("recency",),
        countries=(),
        k=0,
        horizon_days=90,
        learned_by="",
        evaluation=record,
        values=np.zeros((2, 1)),
        truth=np.array([0, 1]),
        said=np.zeros((2, 2)),
    )
    is_told = not repeats and standing in ("no better", "worse", "chance")
    assert reservation(record) == ("As it was judged: Worse than a guess." if is_told else "")
    assert kept.reservation == reservation(record)


# Numbers of one customer


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    saved = tmp_path_factory.mktemp("told") / "plain.model"
    assert main(["run", str(SAMPLE), "--quiet", "--save-model", str(saved)]) == 0
    return saved


@pytest.mark.parametrize(
    ("twice", "named"),
    [
        (["--feature", "monetary=200"], ("--monetary 100", "--feature monetary=200")),
        (["--feature", "recency=30"], ("--recency 30",)),
        (["--feature", "tenure=60", "--feature", " tenure =70"], ("--feature tenure=60", "tenure=70")),
        (["--feature", "country=Malta", "--feature", "country=Spain"], ("country=Malta", "country=Spain")),
    ],
)
def test_what_is_given_twice_is_refused(
    model: Path, capsys: pytest.CaptureFixture[str], twice: list[str], named: tuple[str, ...]
) -> None:
    one = ["--recency", "30", "--frequency", "4", "--monetary", "100"]
    assert main(["predict", str(model), *one, *twice]) == 2
    complaint = capsys.readouterr().err
    assert "is given twice" in complaint
    assert "Leave one of them out." in complaint
    assert all(name in complaint for name in named)


@pytest.mark.parametrize(
    ("further", "said"),
    [
        ({"tenure": 2}, "tenure 2 cannot be with recency 20"),
        ({"tenure": 19}, "so it is 20 or more"),
        ({"average_order": 50}, "here 33.33."),
        ({"refunded": 5}, "refunded 5 cannot be"),
        ({"frequency": 1, "order_gap": 12}, "order_gap 12 cannot be with frequency 1"),
        ({"frequency": 1, "gap_spread": 0}, "gap_spread 0 cannot be with frequency 1"),
    ],
)
def test_what_nobody_can_be_is_said(further: dict[str, float], said: str) -> None:
    (sentence,) = contradictions({"recency": 20, "frequency": 3, "monetary": 100, **further})
    assert said in sentence


@pytest.mark.parametrize(
    "further",
    [
        {},
        {"tenure": 20},
        {"tenure": 400},
        # Typed as it is shown.
        {"average_order": 33.33},
        {"average_order": 33.3},
        {"refunded": 0},
        {"refunded": -5},
        {"order_gap": 12, "gap_spread": 0},
        {"frequency": 1, "order_gap": None},
        {"monetary": None, "average_order": 5},
        {"frequency": None, "order_gap": 5},
        {"recency": None, "tenure": 5},
        {"monetary": -9, "average_order": -3},
    ],
)
def test_what_somebody_can_be_is_not(further: dict[str, float | None]) -> None:
    assert not list(contradictions({"recency": 20, "frequency": 3, "monetary": 100, **further}))


def test_predict_tells_it_beside_its_answer(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = ["--recency", "20", "--frequency", "4", "--monetary", "100", "--feature", "tenure=2"]
    assert main(["predict", str(model), *one]) == 0
    assert "tenure 2 cannot be with recency 20" in " ".join(capsys.readouterr().out.split())
    assert main(["predict", str(model), *one, "--json"]) == 0
    assert "cannot be with recency" in json.loads(capsys.readouterr().out)["outside"][0]
