"""Books of appointments: who did not come, or called it off, is offered to be taken out, and counts until a person says so."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from core.columns.unpaid import may_be_unpaid
from tests.support.sold_to import CENTS, DAYS, MONEY, ROWS, WHO, name_of, read_table

NOT_COME = [
    "no-show", "No show", "NoShow", "Did not attend", "Didn't come", "Missed", "niet verschenen", "afgezegd", "non présenté", "nicht erschienen", "abgesagt",
    "non presentato", "no asistió", "não compareceu",
]  # fmt: skip


@pytest.mark.parametrize("word", NOT_COME)
def test_who_did_not_come_counts_and_is_offered_to_be_taken_out(tmp_path: Path, word: str) -> None:
    rows = [
        [f"V{row}", DAYS[row], name_of(who), word if row % 13 == 6 else "Completed", MONEY[row]]
        for row, who in enumerate(WHO)
    ]
    found = read_table(tmp_path, ("Appointment No", "Date", "Patient", "Status", "Fee"), rows)
    assert found.revenue == pytest.approx(sum(CENTS) / 100)
    assert f"To take out {word.casefold()!r} too: --set" in found.said
    way = next(line for line in found.said.splitlines() if "To take out" in line).rpartition("--set ")[2]
    assert shlex.split(way)[0] == f"rules.cancelled_statuses=auto,{word.casefold()}"
    assert found.figures.kept == ROWS


@pytest.mark.parametrize(
    "word", ["shown", "show", "arrived", "attended", "erschienen", "present", "dismissed"]
)
def test_who_came_is_not(word: str) -> None:
    assert not may_be_unpaid(word)
