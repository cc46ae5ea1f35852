"""What is chosen on the screen Models: what is predicted, which model is looked at or active, and how far ahead."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from core.classifiers.targets import FIDELITY, TARGETS
from core.errors import UsageError
from core.recipe import ClassifierPart
from core.recipe_classifier import LEAST_HORIZON, MOST_HORIZON
from core.remote import classifying
from tui.dialogs.ask import Ask
from tui.dialogs.choose import Choice, Choose
from tui.screens.models_part import title_of
from tui.text import counted, whole

if TYPE_CHECKING:
    from core.remote.opened import Opened
    from tui.screens.models import ModelsView
    from tui.screens.models_part import Shown

NEED_A_MODEL = ("next", "previous", "mark")
TODAY, LATER = "now", "next"
# From so many days on looking back to them is worth a word of warning.
MANY_DAYS = 40
QUESTIONS = (
    "now: a label of today, made from the same numbers; a model can only copy the rule (rule fidelity)."
    " next: what happens, judged at past days by what came (predictive validity)."
)


class Choices:
    """The keys of the screen that choose something."""

    def __init__(self, view: ModelsView) -> None:
        self._view = view

    @property
    def _part(self) -> ClassifierPart:
        """What the recipe in force says of models."""
        return self._view.regulars.session.recipe.classifier

    @property
    def _shown(self) -> Shown | None:
        return self._view.shown

    def why_not(self, method: str) -> str:
        """Why something cannot be chosen now; empty where it can."""
        shown = self._shown
        if method in NEED_A_MODEL and (shown is None or not shown.model):
            return "There is no model yet."
        if method == "again" and self._view.is_judging:
            return "The models are being judged."
        if method == "again" and shown is not None and shown.told.is_done and not self._view.is_before:
            return "All models are judged."
        return ""

    # What is predicted

    def ask_target(self) -> None:
        """Ask what is predicted, with the question that it is judged by."""
        choices = [
            Choice(name, name, f"{TODAY if target.question == FIDELITY else LATER}: {target.told}")
            for name, target in TARGETS.items()
        ]
        dialog = Choose("What is predicted", choices, present=self._view.target, hint=QUESTIONS)
        self._view.regulars.ask_for(dialog, self._view.ask)

    def ask_horizon(self) -> None:
        """Ask how many days ahead are predicted."""
        app = self._view.regulars

        def check(text: str) -> str:
            _check_whole(text, f"from {LEAST_HORIZON} to {MOST_HORIZON:,}")
            recipe = app.session.recipe.with_value("classifier.horizon_days", text)
            days = recipe.classifier.horizon_days
            told = f"What happens within {counted(days, 'day')}, judged at days so far apart."
            back = _days_back(self._view.opened, days)
            return told + (
                f" It is looked back to {counted(back, 'day')} for it, one by one: that takes long."
                if back > MANY_DAYS
                else ""
            )

        hint = f"Whole days, from {LEAST_HORIZON} to {whole(MOST_HORIZON)}."
        dialog = Ask("How many days ahead", str(self._part.horizon_days), hint=hint, check=check)
        app.ask_for(dialog, lambda text: app.set_values(_ahead(text), classifier__horizon_days=text))

    def ask_contacts(self) -> None:
        """Ask how many customers can be contacted."""
        app = self._view.regulars

        def check(text: str) -> str:
            _check_whole(text, "0 for a fifth of the customers")
            contacts = app.session.recipe.with_value("classifier.contacts", text).classifier.contacts
            return (
                f"{counted(contacts, 'contact')} at each cut-off."
                if contacts
                else "A fifth of the customers."
            )

        dialog = Ask("How many customers can be contacted", str(self._part.contacts), check=check)
        app.ask_for(dialog, lambda text: app.set_values(f"{text} contacts", classifier__contacts=text))

    # Which model

    async def step(self, by: int) -> None:
        """Look at the next model, or the one before."""
        shown = self._shown
        if shown is None:
            return
        names = self._view.names_in_order
        place = names.index(shown.model) + by
        await self._view.look_at(names[place % len(names)])

    async def mark(self) -> None:
        """Compare others with the model in view; with the best baseline again where that is it already."""
        shown = self._shown
        if shown is None:
            return
        shown.marked = "" if shown.marked == shown.model else shown.model
        await self._view.redraw()
        what = title_of(shown.marked) if shown.marked else "the best baseline"
        self._view.regulars.say(f"Models are compared with {what} now.")

    def take_active(self) -> None:
        """Make the model under the cursor the active one, for the target in view."""
        shown, app = self._shown, self._view.regulars
        if shown is None or not shown.model:
            return
        part, target = self._part, shown.told.target
        if (part.active, part.active_target) == (shown.model, target):
            app.say(f"{title_of(shown.model)} is the active model for {target!r} already.")
            return
        targets = part.targets if target in part.targets else (*part.targets, target)
        app.set_values(
            f"{title_of(shown.model)} for {target}",
            classifier__active=shown.model,
            classifier__active_target=target,
            classifier__targets=json.dumps(list(targets)),
        )
        then = "It is in Customers" if part.on else "C puts what it says into Customers"
        app.say(f"{title_of(shown.model)} is the active model, for {target!r}. {then}; u takes it back.")

    def turn_columns(self) -> None:
        """Put what the active model says into the customers, or take it out."""
        app, part = self._view.regulars, self._part
        if part.on:
            app.set_values("no predictions in the customers", classifier__on="off")
            app.say("The customers have no columns of predictions any more; u puts them back.")
            return
        app.set_values("predictions in the customers", classifier__on="on")
        if not part.active:
            app.say("There is no active model: Enter on one in the table makes it so.")
            return
        told = f"The customers get the columns predicted and predicted_chance, by {title_of(part.active)} for {part.active_target!r}."
        shown = self._shown
        if shown is not None and (shown.model, shown.told.target) != (part.active, part.active_target):
            told += f" In view is {title_of(shown.model)} for {shown.told.target!r}: Enter on it in the table makes it the active one."
        app.say(told)


def _days_back(opened: Opened | None, horizon_days: int) -> int:
    """To how many past days it is looked back for models of so many days ahead."""
    if opened is None:
        return 0
    return classifying.days_looked_back(opened.report.first, opened.report.as_of, horizon_days)


def _ahead(days: str) -> str:
    return f"{counted(int(days), 'day')} ahead"


def _check_whole(text: str, which: str) -> None:
    if not text.isdecimal():
        raise UsageError(
            f"{text!r} is not a whole number." if text else "Nothing is typed.", f"Type one: {which}."
        )
