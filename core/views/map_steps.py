"""The steps of editing a segment map: drafts one after the other, so that undo is going back one; they outlast the app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.recipe import SegmentRule
from core.views.map_draft import Draft

MOST_STEPS = 50


@dataclass(slots=True)
class DraftSteps:
    """Drafts of a segment map, and which of them is worked on."""

    base: Draft
    """The map in force, which a draft begins with."""
    drafts: list[Draft] = field(default_factory=list)
    position: int = 0

    def __post_init__(self) -> None:
        self.drafts = self.drafts or [self.base]

    @property
    def draft(self) -> Draft:
        """The draft worked on."""
        return self.drafts[self.position]

    @property
    def is_changed(self) -> bool:
        """Whether the draft is another map than the one in force."""
        return self.draft != self.base

    @property
    def is_under_way(self) -> bool:
        """Whether there is any edit to undo or to redo."""
        return len(self.drafts) > 1

    @property
    def has_before(self) -> bool:
        """Whether there is an edit to undo."""
        return self.position > 0

    @property
    def has_after(self) -> bool:
        """Whether there is an edit to redo."""
        return self.position + 1 < len(self.drafts)

    def edit(self, draft: Draft) -> bool:
        """Go on with another draft; False where it is the same."""
        if draft == self.draft:
            return False
        del self.drafts[self.position + 1 :]
        self.drafts.append(draft)
        del self.drafts[: max(0, len(self.drafts) - MOST_STEPS)]
        self.position = len(self.drafts) - 1
        return True

    def undo(self) -> None:
        """Go back to the draft before."""
        self.position = max(0, self.position - 1)

    def redo(self) -> None:
        """Go forth again to the draft after."""
        self.position = min(len(self.drafts) - 1, self.position + 1)

    def begin_with(self, base: Draft) -> None:
        """Another map is in force: begin with it, after the edits of a draft that would be lost otherwise."""
        if base == self.base:
            return
        is_unfinished = self.is_changed and self.draft != base and self.draft.q == base.q
        self.base = base
        if is_unfinished:
            self.edit(base)
        else:
            self.drafts, self.position = [base], 0

    def to_json(self) -> dict[str, Any]:
        """Plain data for a file."""
        return {
            "base": _to_json(self.base),
            "drafts": [_to_json(draft) for draft in self.drafts],
            "position": self.position,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DraftSteps:
        """The steps that `to_json` made this data of; a plain error where it is not whole."""
        steps = cls(
            _from_json(data["base"]), [_from_json(one) for one in data["drafts"]], int(data["position"])
        )
        if not 0 <= steps.position < len(steps.drafts):
            raise ValueError("a draft that is not among its steps")
        return steps


def _to_json(draft: Draft) -> dict[str, Any]:
    return {"q": draft.q, "rules": [[rule.name, list(rule.cells)] for rule in draft.rules]}


def _from_json(data: Mapping[str, Any]) -> Draft:
    rules = (SegmentRule(str(name), tuple(map(str, cells))) for name, cells in data["rules"])
    return Draft(int(data["q"]), tuple(rules))
