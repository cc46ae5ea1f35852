"""Statements written by a process of their own: the same ones, and none missed where there is no such process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core import scribe as scribes
from core.recipe import Recipe
from core.scribe import TAKEN_BYTES, Scribe
from core.stages import DATED, OF_ROWS, STAGES, Stages
from core.study import Study
from core.views.result import result_of

THREE_FILES = Path(__file__).parents[2] / "sample_data" / "three_files"
ASKED = (*STAGES, "booked", "products", "order_marks", "dated_ledger", "booked_columns", "applied_rules")


@pytest.fixture(scope="module")
def stages() -> Stages:
    with Study(Recipe(), [THREE_FILES]) as study:
        return Stages(study.source_pass.recipe, study.columns, as_of=date(2026, 1, 1))


@pytest.fixture
def scribe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scribe]:
    """One that works, however busy the machine is and however few cores it has."""
    monkeypatch.setattr(scribes, "PATIENCE_S", 120.0)
    monkeypatch.setattr(scribes, "usable_cores", lambda: 2)
    scribe = Scribe()
    scribe.begin()
    assert scribe.process_id is not None
    yield scribe
    scribe.end()


def here(stages: Stages, name: str) -> object:
    """What this process writes."""
    return Scribe().written(stages, name)


def gone(process: int) -> bool:
    """Whether a process has ended, waited for or not."""
    for _ in range(600):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state in "ZX":
            return True
        time.sleep(0.02)
    return False


def test_another_process_writes_the_same(scribe: Scribe, stages: Stages) -> None:
    numbered = Stages(stages.recipe, stages.columns, as_of=stages.as_of, numbered=True)
    net = replace(stages.recipe, customers=replace(stages.recipe.customers, refunds="net"))
    others = (stages, numbered, Stages(net, stages.columns), Stages(stages.recipe, stages.columns))
    for one in others:
        for name in ASKED:
            assert scribe.written(one, name) == here(one, name), name
    assert scribe.process_id is not None  # it was never done here
    assert len({scribe.written(one, "dated_ledger") for one in others}) > 1


def test_what_is_foreseen_is_answered_when_it_is_asked_for_and_not_before(
    scribe: Scribe, stages: Stages
) -> None:
    later = Stages(stages.recipe, stages.columns, as_of=date(2026, 2, 3))
    scribe.foresee((later, DATED))  # it still loads
    assert scribe.written(stages, "ledger") == here(stages, "ledger")
    scribe.foresee((stages, stages.undated), (later, DATED))
    for name in reversed(stages.undated):
        assert scribe.written(stages, name) == here(stages, name)
    assert scribe.written(later, "customers") == here(later, "customers")
    assert scribe.process_id is not None


def test_what_is_foreseen_keeps_nobody_waiting_who_does_not_listen(
    scribe: Scribe, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = scribe.process_id
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    much = Stages(stages.recipe, replace(stages.columns, notes=("x" * TAKEN_BYTES,)))
    for _ in range(9):
        scribe.foresee((much, much.undated))
    assert len(stages.pickled) < TAKEN_BYTES  # which is sent, and taken by the system
    scribe.foresee((stages, stages.undated))
    monkeypatch.setattr(scribes, "PATIENCE_S", 0.0)
    assert scribe.written(stages, "orders") == here(stages, "orders")


def test_stages_are_foreseen_as_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    foreseen: set[tuple[bytes, str]] = set()
    asked: list[tuple[bytes, str]] = []

    class Listening(Scribe):
        def foresee(self, *wanted: tuple[Stages, Sequence[str]]) -> None:
            foreseen.update((stages.pickled, name) for stages, names in wanted for name in names)

        def written(self, stages: Stages, name: str) -> object:
            asked.append((stages.pickled, name))
            return super().written(stages, name)

    listening = Listening()
    for module in ("core.stages", "core.passes"):
        monkeypatch.setattr(f"{module}.scribe", listening)
    with Study(Recipe(), [THREE_FILES]) as study:
        result_of(study)
    assert len(asked) > len(DATED) + len(OF_ROWS)
    assert set(asked) <= foreseen
    assert len(asked) == len(set(asked))


def test_what_the_as_of_date_has_no_say_in_is_the_same_without_it(stages: Stages) -> None:
    undated = Stages(stages.recipe, stages.columns)
    dated = undated.counted_to(date(2026, 1, 1))
    for name in (*undated.undated, *DATED):
        alone = here(Stages(stages.recipe, stages.columns, as_of=dated.as_of), name)
        assert dated.told(name) == alone, name
        numbered = Stages(stages.recipe, stages.columns, as_of=dated.as_of, numbered=True)
        if name in OF_ROWS:
            assert dated.with_row_numbers.told(name) == here(numbered, name)
    assert here(dated.counted_to(date(2025, 1, 1)), "customers") != dated.told("customers")


@pytest.mark.parametrize("asked_before", [False, True])
def test_a_process_that_dies_is_done_without(scribe: Scribe, stages: Stages, asked_before: bool) -> None:
    if asked_before:
        scribe.written(stages, "ledger")
    process = scribe.process_id
    assert process is not None
    os.kill(process, signal.SIGKILL)
    assert scribe.written(stages, "orders") == here(stages, "orders")
    assert scribe.process_id is None


def test_one_that_is_not_ready_is_not_waited_for(
    scribe: Scribe, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = scribe.process_id
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    monkeypatch.setattr(scribes, "PATIENCE_S", 0.0)
    assert scribe.written(stages, "orders") == here(stages, "orders")
    assert gone(process)


def test_errors_are_those_of_this_process(scribe: Scribe, stages: Stages) -> None:
    with pytest.raises(AttributeError, match="no_such_stage"):
        scribe.written(stages, "no_such_stage")


def test_one_core_writes_for_itself(monkeypatch: pytest.MonkeyPatch, stages: Stages) -> None:
    monkeypatch.setattr(scribes, "usable_cores", lambda: 1)
    scribe = Scribe()
    scribe.begin()
    assert scribe.process_id is None
    assert str(scribe.written(stages, "orders")).startswith("SELECT")


def test_it_ends_when_whoever_asks_is_killed() -> None:
    script = (
        "import core.scribe as s; s.usable_cores = lambda: 2; s.scribe.begin()\n"
        "print(s.scribe.process_id, flush=True); input()"
    )
    asking = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert asking.stdout is not None
    process = int(asking.stdout.readline())
    asking.kill()
    asking.communicate()
    assert gone(process)
