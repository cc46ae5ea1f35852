"""Why there is nothing to show: nothing is open, it is still being worked out, or it could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    from tui.running import Running


class Lacking(str):
    """What a widget shows once there is a result: "customers", "sales". Why they are not there is told when it is drawn."""

    __slots__ = ()


def why_nothing(app: Running, empty: str) -> str:
    """What a widget says that has nothing to show: its own sentence, or why what it lacks is not there."""
    if not isinstance(empty, Lacking):
        return empty
    if not app.session.recipe.source.paths:
        return f"No {empty} yet: open a source with o."
    if app.has_failed:
        return f"No {empty}: the recipe was not run. 1 shows what is in the source, o opens another."
    if app.opened is None and app.engine.slow.busy:
        return f"No {empty} yet; the line below says what is being done."
    if app.opened is None:
        return f"No {empty} yet: nothing is being worked out. The next choice, or o, begins."
    return "One moment."


class Lacks(Widget):
    """A widget that says why it has nothing to show."""

    def tell_why_nothing(self) -> None:
        """Say it anew."""
        self.refresh()
