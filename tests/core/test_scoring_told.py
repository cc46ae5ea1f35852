"""What is told of a file that a model scores: how it was read, what has moved beyond chance, and how long it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from core.models.drift import TOO_FEW, Drift, drift
from core.models.kept import Model
from core.models.learning import model_of
from core.models.reading import as_learned
from core.models.scored import Scored
from core.models.scoring import score
from core.models.spans import span_words
from core.recipe import Recipe
from core.study import Study
from core.views.placing import Distribution

HEADER = "customer,order,date,quantity,amount\n"


def shop_of(path: Path, first: date, days: int, customers: int = 40, seed: int = 1) -> Path:
    """Each customer buys about once in three weeks."""
    rng = np.random.default_rng(seed)
    lines = []
    for day in range(days):
        who = np.flatnonzero(rng.random(customers) < 1 / 21)
        lines += [
            f"K{one:03d},{day * 1000 + one},{first + timedelta(days=day)},1,{rng.lognormal(3, 0.5):.2f}"
            for one in who
        ]
    path.write_text(HEADER + "\n".join(lines) + "\n")
    return path


def learned_from(path: Path) -> Model:
    with Study(Recipe(), [path]) as study:
        return model_of(study)


def scored_by(model: Model, path: Path) -> Scored:
    with Study(as_learned(model, Recipe()), [path]) as study:
        return score(model, study)


# How the file was read


def test_what_was_taken_out_of_the_file_is_told_as_a_run_tells_it(tmp_path: Path) -> None:
    model = learned_from(shop_of(tmp_path / "year.csv", date(2023, 1, 1), 365))
    dirty = shop_of(tmp_path / "dirty.csv", date(2024, 1, 1), 365)
    good = len(dirty.read_text().splitlines()) - 1
    with dirty.open("a") as file:
        file.write("".join(f",9{n},2024-05-05,1,5.00\n" for n in range(7)))
        file.write("".join(f"K001,8{n},2024-05-05,-1,5.00\n" for n in range(3)))
        file.write("K002,77,2024-05-45,1,5.00\n")
    found = scored_by(model, dirty)
    assert (found.rows, found.kept) == (good + 11, good)
    taken = {line.rule: line.rows for line in found.ledger if line.rows}
    assert taken == {"unreadable": 1, "missing customer": 7, "quantity <= 0": 3, "kept": good}
    with Study(Recipe(), [dirty]) as study:
        report = study.report
        assert (found.ledger, found.rows, found.kept) == (report.ledger, report.rows, report.kept)
        assert any("2024-05-45" in note for note in found.notes)
        # What `predict` does not have itself, `run` has.
        told = {note.replace(f"regulars run {dirty} --explain", "--explain") for note in found.notes}
        assert told <= set(report.notes)


def test_what_a_run_says_of_its_own_scores_is_not_said_of_those_of_a_model(tmp_path: Path) -> None:
    """Here each customer ordered once; by the model's scores that is the least, not the middle."""
    model = learned_from(shop_of(tmp_path / "year.csv", date(2023, 1, 1), 365))
    once = tmp_path / "once.csv"
    once.write_text(
        HEADER + "".join(f"K{n:03d},{n},2024-03-{1 + n % 28:02d},1,{5 + n}.00\n" for n in range(40))
    )
    found = scored_by(model, once)
    with Study(Recipe(), [once]) as study:
        own = study.report.notes
        assert any("is 3 for everyone" in note for note in own)
        assert any(note.startswith("Nobody here") for note in own)
    assert not [note for note in found.notes if "for everyone" in note or note.startswith("Nobody here")]


def test_a_table_of_customers_has_a_ledger_too(tmp_path: Path) -> None:
    model = learned_from(shop_of(tmp_path / "year.csv", date(2023, 1, 1), 365))
    table = tmp_path / "customers.csv"
    lines = [f"K{n:03d},{n % 50},{1 + n % 7},{10 + n}.50" for n in range(60)]
    lines += [",3,2,9.00", "K900,soon,2,9.00"]
    table.write_text("customer_id,recency,frequency,monetary\n" + "\n".join(lines) + "\n")
    found = scored_by(model, table)
    assert (found.rows, found.kept, found.customers) == (62, 60, 60)
    assert {line.rule: line.rows for line in found.ledger if line.rows} == {
        "unreadable": 1,
        "missing customer": 1,
        "kept": 60,
    }
    assert any("soon" in note for note in found.notes)
    assert not found.beware


# How long it is


def test_a_month_is_not_scored_by_a_year_without_a_word(tmp_path: Path) -> None:
    model = learned_from(shop_of(tmp_path / "year.csv", date(2023, 1, 1), 365))
    path = shop_of(tmp_path / "month.csv", date(2024, 1, 1), 31, seed=2)
    month = scored_by(model, path)
    days = [date.fromisoformat(line.split(",")[2]) for line in path.read_text().splitlines()[1:]]
    (told,) = month.beware
    assert f"{(max(days) - min(days)).days + 1} days ({min(days)} to {max(days)})" in told
    assert "about 365 days in all" in told
    assert {one.name for one in month.tiers if one.customers} <= {"Medium", "Low"}
    assert not scored_by(model, shop_of(tmp_path / "next.csv", date(2024, 1, 1), 365, seed=2)).beware


@pytest.mark.parametrize(("days", "told"), [(1, True), (49, True), (50, False), (100, False), (700, False)])
def test_half_as_long_is_long_enough(days: int, told: bool) -> None:
    last = (date(2024, 1, 1) + timedelta(days=days - 1)).isoformat()
    words = span_words("2024-01-01 08:00:00", last, "2023-01-01", "2023-04-10 23:59:59")
    assert bool(words) == told
    assert not told or f"are of {days} day{'' if days == 1 else 's'} (2024-01-01 to {last})" in words


def test_without_dates_nothing_is_said_of_days() -> None:
    assert not span_words("", "", "2023-01-01", "2023-12-31")
    assert not span_words("2024-01-01", "2024-01-02", "", "")


# What has moved


def distribution(values: np.ndarray, *, lower_is_better: bool = False) -> Distribution:
    found, counts = np.unique(values, return_counts=True)
    if lower_is_better:
        found, counts = found[::-1], counts[::-1]
    return Distribution(
        tuple(map(float, found)), tuple(map(int, np.cumsum(counts))), lower_is_better, exact=True
    )


def customers_of(rng: np.random.Generator, count: int, *, richer: float = 1.0) -> dict[str, np.ndarray]:
    """A shop as most are: many who bought once, few who spend much."""
    orders = rng.geometric(0.45, count)
    money = richer * orders * rng.lognormal(3, 0.8, count)
    return {"recency": rng.integers(1, 366, count), "frequency": orders, "monetary": np.round(money, 2)}


def compared(theirs: dict[str, np.ndarray], mine: dict[str, np.ndarray]) -> Sequence[Drift]:
    parts = [distribution(values, lower_is_better=name == "recency") for name, values in theirs.items()]
    model: Any = SimpleNamespace(population=SimpleNamespace(distributions=parts), groups=None)
    return drift(model, mine, None)


@pytest.mark.parametrize(
    ("there", "here"), [(20, 20), (21, 23), (20, 1_000), (1_000, 20), (60, 60), (200, 150), (1_000, 400), (10_000, 10_000)]
)  # fmt: skip
def test_two_samples_of_the_same_customers_are_seldom_called_changed(there: int, here: int) -> None:
    rng = np.random.default_rng(there + here)
    files = 30 if there == 10_000 else 200
    changed, large = 0, 0
    for _ in range(files):
        found = compared(customers_of(rng, there), customers_of(rng, here))
        changed += any(one.words in ("some", "much") for one in found)
        large += any(one.psi >= 0.25 for one in found)
    assert changed <= 0.05 * files
    # By the index alone, nearly every small shop would be told to learn its model anew.
    assert large > 0.8 * files or min(there, here) > 60


@pytest.mark.parametrize(
    ("customers", "richer", "least"), [(50, 4.0, 0.9), (300, 2.0, 0.9), (5_000, 1.6, 1.0)]
)
def test_customers_that_have_changed_are_found(customers: int, richer: float, least: float) -> None:
    rng = np.random.default_rng(customers)
    found = [
        compared(customers_of(rng, customers), customers_of(rng, customers, richer=richer)) for _ in range(60)
    ]
    words = [{one.measure: one.words for one in file}["monetary"] for file in found]
    assert sum(word in ("some", "much") for word in words) >= least * len(words)


def test_too_few_customers_to_tell_is_said() -> None:
    rng = np.random.default_rng(5)
    found = [one for _ in range(50) for one in compared(customers_of(rng, 21), customers_of(rng, 23))]
    assert {one.words for one in found if one.psi >= 0.25} == {TOO_FEW}
    assert all(one.words == "little" for one in found if one.psi < 0.1)
