"""Why there is nothing to show: nothing is open, it is still being worked out, or it could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.text import plain

if TYPE_CHECKING:
    from tui.running import Running

REASON_LETTERS = 300
INSTEAD = "1 shows what is in the source, o opens another."


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
        said = (f"No {empty}: the recipe was not run.", _why_not_run(app), INSTEAD)
        return " ".join(filter(None, said))
    if app.opened is None and (app.is_going_on or app.engine.slow.busy):
        return f"No {empty} yet; the line below says what is being done."
    if app.opened is None:
        return f"No {empty} yet: nothing is being worked out. The next choice, or o, begins."
    return "One moment."


def _why_not_run(app: Running) -> str:
    """What keeps the source from being run, as far as looking at it has shown, else what the run came upon."""
    # A widget that says why it is empty stands in it.
    from tui.widgets.open_panel import OpenPanel
    from tui.wording import in_app

    panel = next((panel for panel in app.query(OpenPanel) if panel.problem is not None), None)
    if panel is not None and panel.problem is not None:
        return plain(in_app(panel.problem.what), REASON_LETTERS)
    look = app.source_look.look if app.source_look is not None else None
    if look is not None and look.problem is not None:
        return plain(in_app(look.problem[0]), REASON_LETTERS)
    if look is not None and look.tables and all(table.rows == 0 for table in look.tables):
        return "The source has no rows."
    return plain(in_app(app.why_failed.what), REASON_LETTERS) if app.why_failed is not None else ""


class Lacks(Widget):
    """A widget that says why it has nothing to show."""

    def tell_why_nothing(self) -> None:
        """Say it anew."""
        self.refresh()
