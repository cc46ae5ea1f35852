"""The sessions that were left in one use of the app: opening a source is a step that can be undone."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.recipe import Recipe
from tui.session import Session, opened_session, place_of, session_at, source_of


@dataclass(slots=True)
class Trail:
    """The sessions before the present one, the last one last, and those that were gone back from."""

    before: list[Session] = field(default_factory=list)
    after: list[Session] = field(default_factory=list)

    @property
    def places(self) -> frozenset[str]:
        """Where these sessions are kept."""
        return frozenset(session.place for session in (*self.before, *self.after))

    def opened(self, present: Session | None, recipe: Recipe, path: str) -> Session:
        """The session of a source that is opened: the one that was left, if it was open before, begun again."""
        source = place_of(recipe, path)
        if present is not None and source_of(present.place) == source:
            present.begin_again(recipe, path)
            return present
        known = next((one for one in (*self.before, *self.after) if source_of(one.place) == source), None)
        if known is not None:
            known.begin_again(recipe, path)
        return self._leave(present, known or opened_session(recipe, path))

    def gone_on_with(self, present: Session | None, place: str) -> Session | None:
        """The session that was kept at a place; None where it cannot be read any more."""
        known = next((one for one in (*self.before, *self.after) if one.place == place), None)
        session = known or session_at(place)
        return None if session is None else self._leave(present, session)

    def _leave(self, present: Session | None, session: Session) -> Session:
        """Go to a session: each has one place in the order."""
        self.before = [one for one in self.before if one is not session]
        if present is not None:
            self.before.append(present)
        self.after.clear()
        return session

    def back(self, present: Session) -> Session | None:
        """The session before, if there is one; the present one can be gone forth to again."""
        if not self.before:
            return None
        self.after.append(present)
        return self.before.pop()

    def forth(self, present: Session) -> Session | None:
        """The session that was gone back from last."""
        if not self.after:
            return None
        self.before.append(present)
        return self.after.pop()
