"""The steps of editing a map: undo, redo, another map in force, and coming back from a file."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.recipe import SegmentRule
from core.views.map_draft import Draft
from core.views.map_steps import MOST_STEPS, DraftSteps

BASE = Draft(5, (SegmentRule("All", ("r any",)),))


def named(name: str) -> Draft:
    return replace(BASE, rules=(SegmentRule(name, ("r any",)),))


def test_edits_are_undone_and_redone_one_by_one() -> None:
    steps = DraftSteps(BASE)
    assert not steps.is_under_way
    assert steps.edit(named("one"))
    assert steps.edit(named("two"))
    assert not steps.edit(named("two")), "the same is no edit"
    steps.undo()
    assert steps.draft == named("one")
    steps.undo()
    steps.undo()
    assert (steps.draft, steps.has_before, steps.has_after) == (BASE, False, True)
    steps.redo()
    assert steps.draft == named("one")
    # An edit after undo ends what could be redone.
    steps.edit(named("three"))
    assert not steps.has_after
    steps.undo()
    assert steps.draft == named("one")


def test_the_oldest_steps_go_first() -> None:
    steps = DraftSteps(BASE)
    for number in range(MOST_STEPS + 10):
        steps.edit(named(str(number)))
    assert len(steps.drafts) == MOST_STEPS
    assert steps.draft == named(str(MOST_STEPS + 9))


def test_a_draft_put_in_force_has_no_steps_any_more() -> None:
    steps = DraftSteps(BASE)
    steps.edit(named("one"))
    steps.begin_with(named("one"))
    assert (steps.draft, steps.is_changed, steps.is_under_way) == (named("one"), False, False)


def test_another_map_in_force_does_not_lose_a_draft_under_way() -> None:
    steps = DraftSteps(BASE)
    steps.edit(named("one"))
    steps.begin_with(named("other"))
    assert (steps.draft, steps.is_changed) == (named("other"), False)
    steps.undo()
    assert (steps.draft, steps.is_changed) == (named("one"), True)


def test_a_draft_for_other_scores_ends_with_them() -> None:
    steps = DraftSteps(BASE)
    steps.edit(named("one"))
    fewer = replace(BASE, q=3)
    steps.begin_with(fewer)
    assert (steps.draft, steps.is_under_way) == (fewer, False)


def test_steps_come_back_from_a_file_as_they_were() -> None:
    steps = DraftSteps(BASE)
    steps.edit(replace(BASE, rules=(SegmentRule("Größte", ("r5 f4-5", "54*")), SegmentRule("", ()))))
    steps.edit(named("two"))
    steps.undo()
    assert DraftSteps.from_json(json.loads(json.dumps(steps.to_json()))) == steps
    with pytest.raises(ValueError, match="not among its steps"):
        DraftSteps.from_json({**steps.to_json(), "position": 7})
