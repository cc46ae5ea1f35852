"""The state of the app: recipes, one after the other, so that undo is going back a step; kept on disk, so that quitting loses nothing."""

from __future__ import annotations

import contextlib
import glob
import json
import os
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import RegularsError
from core.recipe import Recipe

if TYPE_CHECKING:
    from core.views.map_steps import DraftSteps

MOST_STEPS = 200
# Steps that are kept for the next start.
MOST_KEPT = 30
MOST_RECENT = 20


@dataclass(slots=True)
class Session:
    """The recipes of one use of the app, the one in force, and the file it was written to."""

    recipes: list[Recipe] = field(default_factory=lambda: [Recipe()])
    reasons: list[str] = field(default_factory=lambda: [""])
    """What led to each recipe, in a few words: `overlap off`."""
    position: int = 0
    written: Recipe | None = None
    """The recipe as it was last written to a file."""
    path: str = ""
    """That file."""
    screen: str = "data"
    compared: str = ""
    """The earlier as-of date that results are compared with; empty while none is."""
    draft: DraftSteps | None = None
    """The segment map that is being edited, if one is."""
    parts: dict[str, str] = field(default_factory=dict)
    """The part in view of the screens that have several, by the screen's name."""

    @property
    def recipe(self) -> Recipe:
        """The recipe in force."""
        return self.recipes[self.position]

    @property
    def is_written(self) -> bool:
        """Whether the recipe in force is the one in the file."""
        return self.written == self.recipe

    def change(self, recipe: Recipe, reason: str) -> bool:
        """Put another recipe in force; False where it is the same."""
        if recipe == self.recipe:
            return False
        del self.recipes[self.position + 1 :], self.reasons[self.position + 1 :]
        self.recipes.append(recipe)
        self.reasons.append(reason)
        excess = max(0, len(self.recipes) - MOST_STEPS)
        del self.recipes[:excess], self.reasons[:excess]
        self.position = len(self.recipes) - 1
        return True

    def undo(self) -> str | None:
        """Go a step back; what was undone, or None at the beginning."""
        if self.position == 0:
            return None
        self.position -= 1
        return self.reasons[self.position + 1]

    def redo(self) -> str | None:
        """Go a step forth again; what was done again, or None at the end."""
        if self.position + 1 >= len(self.recipes):
            return None
        self.position += 1
        return self.reasons[self.position]

    def begin(self, recipe: Recipe, path: str = "") -> None:
        """Begin with another source or recipe file; nothing before it can be undone."""
        self.recipes, self.reasons, self.position = [recipe], [""], 0
        self.written, self.path = (recipe, path) if path else (None, "")
        self.compared = ""
        self.draft = None

    # On disk

    def to_json(self) -> dict[str, Any]:
        """Plain data for a file."""
        first = max(0, min(self.position, len(self.recipes) - MOST_KEPT))
        kept = slice(first, first + MOST_KEPT)
        return {
            "recipes": [recipe.to_toml() for recipe in self.recipes[kept]],
            "reasons": self.reasons[kept],
            "position": self.position - first,
            "written": self.written.to_toml() if self.written else "",
            "path": self.path,
            "screen": self.screen,
            "compared": self.compared,
            "parts": self.parts,
            "draft": self.draft.to_json() if self.draft and self.draft.is_under_way else None,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Session:
        """The session that `to_json` made this data of; RegularsError or a plain error where it is not whole."""
        recipes = [Recipe.from_toml(text) for text in data["recipes"]]
        reasons = [str(reason) for reason in data["reasons"]]
        position = int(data["position"])
        if not (0 <= position < len(recipes) == len(reasons)):
            raise ValueError("a session whose steps do not fit each other")
        return cls(
            recipes,
            reasons,
            position,
            Recipe.from_toml(data["written"]) if data["written"] else None,
            str(data["path"]),
            str(data["screen"]),
            str(data["compared"]),
            _draft_of(data.get("draft")),
            {str(screen): str(part) for screen, part in data.get("parts", {}).items()},
        )


def _draft_of(data: Any) -> DraftSteps | None:
    if data is None:
        return None
    # Only where there is one: at the start of the app every module counts.
    from core.views.map_steps import DraftSteps

    return DraftSteps.from_json(data)


def state_folder() -> Path | None:
    """Where the app keeps what a person would not want to lose; None for a user without a home."""
    base = os.environ.get("XDG_STATE_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base) / "regulars"
    try:
        return Path.home() / ".local" / "state" / "regulars"
    except RuntimeError:
        return None


def keep_session(session: Session) -> None:
    """Keep the session for the next start, where that is possible."""
    _keep("session.json", session.to_json())


def kept_session() -> Session | None:
    """What was worked on last, if it worked on anything and can still be read."""
    data = _kept("session.json")
    if not isinstance(data, dict):
        return None
    with contextlib.suppress(RegularsError, ValueError, KeyError, TypeError, AttributeError):
        session = Session.from_json(data)
        return session if session.recipe.source.paths else None
    return None


def recent_sources() -> list[str]:
    """The sources and recipes opened lately, the last one first, as far as they are still there."""
    data = _kept("recent.json")
    known = [path for path in data if isinstance(path, str)] if isinstance(data, list) else []
    return [path for path in known if _is_there(path)]


def remember_source(path: str) -> None:
    """Put a source before the others that were opened lately."""
    data = _kept("recent.json")
    others = (
        [known for known in data if isinstance(known, str) and known != path]
        if isinstance(data, list)
        else []
    )
    _keep("recent.json", [path, *others][:MOST_RECENT])


def keep_columns(table: str, order: Sequence[str], hidden: Collection[str]) -> None:
    """Keep which columns a table shows, and in which order."""
    data = _kept("columns.json")
    others = data if isinstance(data, dict) else {}
    _keep("columns.json", {**others, table: {"order": list(order), "hidden": sorted(hidden)}})


def kept_columns(table: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The order of the columns of a table and those hidden, as they were kept."""
    data = _kept("columns.json")
    with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
        kept = data[table]  # type: ignore[index]
        order, hidden = (tuple(str(name) for name in kept[part]) for part in ("order", "hidden"))
        return order, frozenset(hidden)
    return (), frozenset()


def _is_there(path: str) -> bool:
    with contextlib.suppress(OSError, ValueError):
        is_pattern = any(character in path for character in "*?[")
        return Path(path).exists() or (is_pattern and any(glob.iglob(path)))  # noqa: PTH207  absolute
    return False


def _keep(name: str, value: object) -> None:
    """Write a file of the state folder whole or not at all; a folder that cannot be written is no failure."""
    folder = state_folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, unfinished = tempfile.mkstemp(dir=folder, prefix=".unfinished-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(value, file)
            Path(unfinished).replace(folder / name)
        finally:
            Path(unfinished).unlink(missing_ok=True)


def _kept(name: str) -> object:
    folder = state_folder()
    if folder is None:
        return None
    with contextlib.suppress(OSError, ValueError):
        known: object = json.loads((folder / name).read_text(encoding="utf-8"))
        return known
    return None
