"""What can be done on the screen Predict."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS = (
    Action("fields.down", "down,j", "Down", "Move to the number below.", shown=False, in_palette=False),
    Action("fields.up", "up,k", "Up", "Move to the number above.", shown=False, in_palette=False),
    Action("fields.less", "left,h", "Less", "A step less: a day, an order, or a round amount."),
    Action("fields.more", "right,l", "More", "A step more: a day, an order, or a round amount."),
    Action("fields.much_less", "shift+left,H", "Much less", "Ten steps less.", shown=False),
    Action("fields.much_more", "shift+right,L", "Much more", "Ten steps more.", shown=False),
    Action("fields.least", "home,g", "Least", "The least that any customer has.", shown=False),
    Action("fields.most", "end,G", "Most", "The most that any customer has.", shown=False),
    Action("fields.type", "enter", "Type", "Type the number."),
    Action(
        "predict.take",
        "p",
        "Customer",
        "Take the numbers of a customer, by id; on the screen Customers p takes the one under the cursor.",
    ),
    Action(
        "predict.keep",
        "m",
        "Keep model",
        "Keep what the open source has taught as a model, to predict by later or elsewhere.",
    ),
    Action("predict.path", "M", "Model file", "Predict by a model from any file.", shown=False),
    Action("predict.back", "r", "Own", "Predict by the open source again, not by a model.", shown=False),
    Action(
        "predict.score",
        "b",
        "Score a file",
        "Score a file of sales or customers by what is predicted by, and say what has moved.",
    ),
    Action("shelf.delete", "d,delete", "Delete", "Delete the model under the cursor; asked first."),
)
