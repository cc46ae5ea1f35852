"""What models cannot be judged by: horizons that are too long, and classes of too few."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.errors import RegularsError
from core.study import Study
from tests.support.asked_tree import START, recipe


def at(path: Path, bought: dict[str, list[int]]) -> Path:
    """Customers with the days on which they buy, from a Monday on."""
    lines = ["customer_id,order_id,order_date,quantity,price"]
    lines += [
        f"{who},{who}-{day},{START + timedelta(days=day)},1,{5 + number % 9}.00"
        for number, (who, days) in enumerate(bought.items())
        for day in days
    ]
    path.write_text("\n".join(lines) + "\n")
    return path


def refused(source: Path, **classifier: Any) -> RegularsError:
    asked = {"targets": ["buys again"], "cut_offs": 1, **classifier}
    with Study(recipe(classifier=asked), [source]) as study, pytest.raises(RegularsError) as caught:
        study.classifiers.models  # noqa: B018
    return caught.value


def test_a_shorter_horizon_is_advised_only_where_it_would_do(tmp_path: Path) -> None:
    alike = at(tmp_path / "alike.csv", {f"c{n:02}": [14, 45, 73] for n in range(60)})
    error = refused(alike, horizon_days=90)
    assert "classifier.horizon_days=20 there are days enough, but that is refused as well" in error.cure
    then = refused(alike, horizon_days=20)
    assert then.what in error.cure
    # Every second of them comes on the last days too, and did so before.
    mixed = at(tmp_path / "mixed.csv", {f"c{n:02}": [1, 2] if n % 2 else [1, 25, 45, 59] for n in range(60)})
    cure = refused(mixed, horizon_days=90).cure
    assert cure.endswith("; now with --set classifier.horizon_days=19.")
    with Study(recipe(classifier={"targets": ["buys again"], "horizon_days": 19}), [mixed]) as study:
        assert study.classifiers.has_models


@pytest.mark.parametrize("buyers_again", [0, 1, 4, 5])
def test_fewer_than_five_of_a_class_are_too_few_to_judge_by(tmp_path: Path, buyers_again: int) -> None:
    bought = {f"c{n:02}": [n % 20, *([50 + n % 20] if n % 3 else [])] for n in range(60)}
    for n in range(buyers_again):
        bought[f"c{n:02}"].append(95 + n)
    bought["new"] = [100]
    source = at(tmp_path / "few.csv", bought)
    asked = {"targets": ["buys again"], "horizon_days": 30, "cut_offs": 1}
    if buyers_again == 5:
        with Study(recipe(classifier=asked), [source]) as study:
            assert study.classifiers.has_models
        return
    error = refused(source, horizon_days=30)
    says = (
        "one class of 'buys again' (no)"
        if not buyers_again
        else f"(no {60 - buyers_again}, yes {buyers_again})"
    )
    assert says in error.what
    assert "two classes have" in error.cure
    assert "1 customers" not in str(error)
