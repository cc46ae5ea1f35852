"""The screen Models where labels are such as customers have already: what its parts say of it, and in which order they list."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from core.classifiers.told import STAYING_KEYS
from tui.screens.models_history import HistoryPart, _rows
from tui.screens.models_table import WRITTEN, JudgedPart
from tui.screens.models_wrong import WrongPart


def test_the_order_of_those_placed_wrongly_is_told() -> None:
    assert "most above the chance of truth" in WrongPart().definition()


def test_staying_is_defined_beside_the_verdict_and_written_with_the_figures() -> None:
    told = next(line for line in JudgedPart().definition().splitlines() if line.startswith("Verdict:"))
    assert "supposing that everybody stays as they are" in told
    assert set(STAYING_KEYS) <= set(WRITTEN)


def test_every_cut_off_has_what_staying_is_worth() -> None:
    day: dict[str, Any] = {
        "cut_off": "2024-01-01",
        "until": "2024-03-31",
        "customers": 90,
        "learned_from": 300,
        "accuracy": 0.5,
        "auc": 0.75,
        "auc_interval": [0.7, 0.8],
        "brier": 0.5,
    }
    for staying in (0.625, None):
        record = {"cut_offs": [{**day, "stays_accuracy": staying}]}
        shown: Any = SimpleNamespace(record=record, other="", record_of=lambda _: None)
        ((*_, accuracy, stays, brier, learned),) = _rows(shown)
        assert (accuracy, stays, brier, learned) == (0.5, staying, 0.5, 300)
    assert "all stay:" in HistoryPart().definition()
