"""What the screen Models asks of the engine beyond the models themselves: what contacts would reach, who is placed wrongly, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import RegularsError
from core.remote import classifying
from core.remote.lane import StoppedError
from tui.engine import answer
from tui.screens.models_budget import BudgetPart
from tui.screens.models_wrong import WrongPart

if TYPE_CHECKING:
    from tui.screens.models import ModelsView


class Asking:
    """The questions of single parts."""

    def __init__(self, view: ModelsView) -> None:
        self._view = view

    async def spend(self, event: BudgetPart.Wanted) -> None:
        """What so many contacts would have reached, by each of some models."""
        view, opened, found = self._view, self._view.of, []
        if opened is None:
            return
        slow = view.regulars.engine.slow
        try:
            for model in event.models:
                asked = slow.study(classifying.budget, opened.recipe, view.target, model, event.contacts)
                found.append(await answer(asked))
        except RegularsError as error:
            event.part.forget()
            view.regulars.fail(error)
            return
        await event.part.show_reached(event.models, found)

    async def list_wrong(self, event: WrongPart.Wanted) -> None:
        """Whom a model places wrongly."""
        view, opened = self._view, self._view.of
        if opened is None:
            return
        engine = view.regulars.engine
        try:
            asked = engine.slow.study(classifying.wrong, opened.recipe, view.target, event.model)
            await event.part.show_wrong(engine, event.model, await answer(asked))
        except RegularsError as error:
            event.part.forget()
            view.regulars.fail(error)

    async def ask_why(self, part: WrongPart) -> None:
        """Why the customer under the cursor was placed there; who goes on to the next no longer waits for it."""
        view, opened, shown = self._view, self._view.of, self._view.shown
        customer_id, cut_off = part.under_cursor
        if opened is None or shown is None or not customer_id:
            return
        model, slow = shown.model, view.regulars.engine.slow.latest("why")
        try:
            asked = slow.study(classifying.why, opened.recipe, view.target, model, customer_id, cut_off)
            found = await answer(asked)
        except RegularsError as error:
            if not isinstance(error, StoppedError):
                view.regulars.fail(error)
            return
        if (customer_id, cut_off) == part.under_cursor:
            part.show_why(model, customer_id, found)
