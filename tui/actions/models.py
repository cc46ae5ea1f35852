"""What can be done on the screen Models."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS = (
    Action("models.target", "T", "Target", "Choose what is predicted, and so the question that is asked."),
    Action("models.next", "plus", "Next model", "The next model, in every part of the screen."),
    Action(
        "models.previous",
        "minus",
        "Model before",
        "The model before, in every part of the screen.",
        shown=False,
    ),
    Action(
        "models.mark",
        "m",
        "Beside",
        "Compare the others with the model under the cursor; on that one again, with the best baseline.",
    ),
    Action(
        "models.other",
        "b",
        "Other figures",
        "In Charts, the other two; in Inside, what else there is of the model.",
    ),
    Action("models.kind", "K", "Class", "In Charts, one class against the rest, or the mean of all."),
    Action("models.contacts", "B", "Contacts", "Type how many customers can be contacted, for Budget."),
    Action("models.horizon", "H", "Horizon", "Type how many days ahead are predicted.", shown=False),
    Action(
        "models.columns",
        "C",
        "In customers",
        "Put what the active model says into the customers, or take it out again.",
    ),
    Action(
        "models.again",
        "r",
        "Go on",
        "Judge the models that were not judged when the rest was cancelled.",
        shown=False,
    ),
)
