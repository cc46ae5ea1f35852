"""The state of the app: recipes, one after the other, so that undo is going back a step; kept on disk, so that quitting loses nothing."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import RegularsError
from core.recipe import Recipe
from tui.order import Order
from tui.state import keep, kept, state_folder

if TYPE_CHECKING:
    from core.views.map_steps import DraftSteps

MOST_STEPS = 200
# Steps that are kept for the next start.
MOST_KEPT = 30
# Sources whose sessions are kept.
MOST_SESSIONS = 20
SESSIONS = "sessions"
OPENED_ANEW = "opened anew"
# Where there was one session for all sources.
ONLY_SESSION = "session.json"


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
    customers: Order = field(default_factory=Order)
    """What the table of customers is sorted by, and whom its filter keeps."""
    place: str = ""
    """What its file on disk is called; empty until it has one."""
    is_kept: bool = False
    """Whether that file is this session's already."""

    @property
    def recipe(self) -> Recipe:
        """The recipe in force."""
        return self.recipes[self.position]

    @property
    def is_written(self) -> bool:
        """Whether the recipe in force is the one in the file."""
        return self.written == self.recipe

    @property
    def is_begun_again(self) -> bool:
        """Whether the last step was to open the source anew, before which other choices were in force."""
        return self.reasons[self.position] == f"{self.name} {OPENED_ANEW}"

    @property
    def name(self) -> str:
        """What is open, as people call it: the recipe's file, or the first source."""
        paths = self.recipe.source.paths
        return Path(self.path or (paths[0] if paths else "")).name

    @property
    def has_work(self) -> bool:
        """Whether anything was chosen that opening the source anew would not bring."""
        is_drafting = self.draft is not None and self.draft.is_under_way
        return len(self.recipes) > 1 or is_drafting or self.customers != Order()

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
        self.compared, self.customers = "", Order()
        self.draft = None
        self.place, self.is_kept = "", False

    def begin_again(self, recipe: Recipe, path: str = "") -> bool:
        """Open the same source or recipe file anew, as a step: undo brings back what was chosen; False where that was nothing."""
        is_other = self.change(recipe, f"{Path(path or recipe.source.paths[0]).name} {OPENED_ANEW}")
        self.written, self.path = (recipe, path) if path else (None, "")
        self.screen, self.compared, self.customers = "data", "", Order()
        return is_other

    # On disk

    def to_json(self) -> dict[str, Any]:
        """Plain data for a file."""
        first = max(0, min(self.position, len(self.recipes) - MOST_KEPT))
        newest = slice(first, first + MOST_KEPT)
        return {
            "recipes": [recipe.to_toml() for recipe in self.recipes[newest]],
            "reasons": self.reasons[newest],
            "position": self.position - first,
            "written": self.written.to_toml() if self.written else "",
            "path": self.path,
            "screen": self.screen,
            "compared": self.compared,
            "parts": self.parts,
            "customers": asdict(self.customers),
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
            Order.from_json(data.get("customers")),
        )


def _draft_of(data: Any) -> DraftSteps | None:
    if data is None:
        return None
    # Only where there is one: at the start of the app every module counts.
    from core.views.map_steps import DraftSteps

    return DraftSteps.from_json(data)


@dataclass(frozen=True, slots=True)
class Left:
    """A session that was left, as far as it is told before anybody goes on with it."""

    place: str
    name: str
    paths: tuple[str, ...]
    choices: int
    screen: str
    has_work: bool

    @classmethod
    def of(cls, session: Session) -> Left:
        """What there is to tell of a session."""
        return cls(
            session.place,
            session.name,
            session.recipe.source.paths,
            session.position,
            session.screen,
            session.has_work,
        )


def keep_session(session: Session) -> str:
    """Keep the session for the next start: each source has a file of its own. Why that cannot be, else nothing."""
    if not session.recipe.source.paths:
        return ""
    if not session.is_kept:
        place = session.place or place_of(session.recipe, session.path)
        # Another app may have opened the same source since this one did.
        session.place, session.is_kept = _own_place(place, kept(_file_of(place))), True
    told = asdict(Left.of(session))
    why_not = keep(_file_of(session.place), {**session.to_json(), "left": told, "process": os.getpid()})
    _drop_oldest()
    return why_not


def kept_session() -> Session | None:
    """What was worked on last, if it worked on anything and can still be read."""
    _adopt_only_session()
    return next(filter(None, map(session_at, _places())), None)


def sessions_left() -> list[Left]:
    """What was worked on, the last first. Recipes are not read for it."""
    found = []
    for place in _places():
        data = kept(_file_of(place))
        with contextlib.suppress(KeyError, TypeError):
            told = data["left"]  # type: ignore[index]
            found.append(Left(**{**told, "place": place, "paths": tuple(told["paths"])}))
    return found


def session_at(place: str) -> Session | None:
    """The session that was kept at a place, if it worked on anything and can still be read."""
    data = kept(_file_of(place))
    if not isinstance(data, dict):
        return None
    with contextlib.suppress(RegularsError, ValueError, KeyError, TypeError, AttributeError):
        session = Session.from_json(data)
        session.place = _own_place(place, data)
        return session if session.recipe.source.paths else None
    return None


def opened_session(recipe: Recipe, path: str = "") -> Session:
    """The session of a source, or a recipe file, that is opened: what was chosen there before is a step back."""
    _adopt_only_session()
    place = place_of(recipe, path)
    session = session_at(place)
    if session is None:
        session = Session()
        session.begin(recipe, path)
        session.place = place
    else:
        session.begin_again(recipe, path)
    return session


def place_of(recipe: Recipe, path: str) -> str:
    """Where the session of a source is kept: under its paths, wherever they are named from; that of a recipe file under that as well."""
    named = [os.path.realpath(Path(one).expanduser()) if one else "" for one in (path, *recipe.source.paths)]
    return hashlib.blake2b("\0".join(named).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _own_place(place: str, data: object) -> str:
    """Where to keep a session: elsewhere, where another app that still runs keeps its own there, as the data says."""
    holder = data.get("process") if isinstance(data, dict) else None
    if not isinstance(holder, int) or holder in (0, os.getpid()):
        return place
    try:
        os.kill(holder, 0)
    except PermissionError:
        pass  # it runs, for another user
    except (OSError, OverflowError):
        return place
    beside = f"{source_of(place)}-{os.getpid()}"
    folder, number = state_folder(), 1
    while folder is not None and (folder / _file_of(f"{beside}-{number}")).exists():
        number += 1
    return f"{beside}-{number}"


def source_of(place: str) -> str:
    """What names the source of a session, wherever its file is: two apps may be at work on it."""
    return place.partition("-")[0]


def _file_of(place: str) -> str:
    return f"{SESSIONS}/{place}.json"


def _places() -> list[str]:
    """Where sessions are kept, the newest first."""
    folder = state_folder()
    if folder is None:
        return []
    with contextlib.suppress(OSError):
        return [path.stem for path in sorted(_session_files(folder), key=_kept_at, reverse=True)]
    return []


def _session_files(folder: Path) -> Iterator[Path]:
    return (folder / SESSIONS).glob("[!.]*.json")


def _kept_at(path: Path) -> int:
    with contextlib.suppress(OSError):  # it may be gone by now
        return path.stat().st_mtime_ns
    return 0


def _drop_oldest() -> None:
    """Keep the newest sessions."""
    folder = state_folder()
    if folder is None:
        return
    with contextlib.suppress(OSError):
        files = list(_session_files(folder))
        if len(files) > MOST_SESSIONS:
            for path in sorted(files, key=_kept_at)[: len(files) - MOST_SESSIONS]:
                path.unlink(missing_ok=True)


def _adopt_only_session() -> None:
    """Give the session of a version that kept one for all sources the file of its source, or drop what cannot be read."""
    folder = state_folder()
    if folder is None or not (folder / ONLY_SESSION).is_file():
        return
    data = kept(ONLY_SESSION)
    with contextlib.suppress(RegularsError, ValueError, KeyError, TypeError, AttributeError):
        session = Session.from_json(data)  # type: ignore[arg-type]
        session.place = place_of(session.recipe, session.path)
        if not (folder / _file_of(session.place)).exists():
            keep_session(session)
    with contextlib.suppress(OSError):
        (folder / ONLY_SESSION).unlink()
