"""What was guessed of the source, and what deserves a second look, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from core.remote.looks import Look
from tui.widgets.line import Line
from tui.wording import note_in_app


class NotesPart(VerticalScroll, can_focus=True):
    """Sentences under headings."""

    DEFAULT_CSS = "NotesPart { padding: 0 1; } NotesPart Line { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._said = ""

    def compose(self) -> ComposeResult:
        yield Line("There is nothing to tell yet.")

    def show(self, look: Look, found: Sequence[str]) -> None:
        """Tell of a source; `found` is what the run has found."""
        text = Text()
        if look.problem is not None:
            _section(text, "What keeps it from being run", [" ".join(look.problem)])
        _section(text, "A second look", tuple(dict.fromkeys((*found, *look.notes))))
        roles = [
            f"{role.role}: {role.column}, because {role.reason}."
            + (f" Runner-up: {role.runner_up}, {role.runner_up_reason}." if role.runner_up else "")
            for role in look.roles
        ]
        roles = [said.replace("because as asked", "as you chose") for said in roles]
        roles += [f"attribute: {name}, which says something about the customer." for name in look.attributes]
        _section(text, "Which column plays which role", roles)
        _section(text, "Left out", [f"{label}: {reason}." for label, reason in look.left_out])
        described = [f"{table.label}: {said}." for table in look.tables for said in table.described]
        _section(text, "How the files are written", described)
        self._said = text.plain
        self.query_one(Line).show(text)

    def copied(self) -> str:
        """The text as it stands."""
        return self._said


def _section(text: Text, heading: str, sentences: Sequence[str]) -> None:
    if not sentences:
        return
    if text.plain:
        text.append("\n\n")
    text.append(heading, style="bold")
    for sentence in sentences:
        text.append("\n- " + note_in_app(sentence, 1_500))
