"""What can be done on the screen Customers, and on a customer's card."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS = (
    Action("card.down", "down,j", "Down", "Scroll down.", shown=False, in_palette=False),
    Action("card.up", "up,k", "Up", "Scroll up.", shown=False, in_palette=False),
    Action("card.page_down", "pagedown,ctrl+d", "Page down", "A page down.", shown=False, in_palette=False),
    Action("card.page_up", "pageup,ctrl+u", "Page up", "A page up.", shown=False, in_palette=False),
    Action("card.top", "home,g", "Top", "To the top.", shown=False, in_palette=False),
    Action("card.bottom", "end,G", "Bottom", "To the bottom.", shown=False, in_palette=False),
    Action("card.leave", "escape", "Back", "Leave the card, back to where it was opened."),
    Action("card.next", "right,n,l", "Next", "The card of the next customer of the table."),
    Action("card.previous", "left,N,h", "Before", "The card of the customer before in the table."),
    Action(
        "card.predict",
        "p",
        "Predict",
        "Take the customer's numbers to the screen Predict, and change them there.",
        rare=True,
    ),
    Action(
        "card.products",
        "r",
        "Products",
        "Look up again what the customer spent most on; it reads the source, and x cancels it.",
        shown=False,
    ),
    Action(
        "spread.scale",
        "L",
        "Scale",
        "Logarithmic where it helps, always linear, or always logarithmic.",
    ),
    Action("scatter.x_axis", "X", "Across", "Choose the measure that runs across."),
    Action("scatter.y_axis", "Y", "Up", "Choose the measure that runs up."),
    Action("scatter.colour", "b", "Colour", "Colour by tier or by segment."),
    Action(
        "scatter.scale",
        "L",
        "Scale",
        "Logarithmic where it helps, always linear, or always logarithmic.",
    ),
    Action("correlations.method", "m", "Method", "Pearson's correlation, or Spearman's of the ranks."),
    Action(
        "tiers.big_spenders",
        "B",
        "Not High",
        "Show who is in the top quarter by money and not High.",
    ),
    Action(
        "customers.filter",
        "f",
        "Filter",
        "Keep the customers that fit an expression, as r>=4 and monetary>500; the charts follow.",
    ),
    Action(
        "customers.mailing",
        "m",
        "Mailing list",
        "Write the customers selected, else those of the filter, as a mailing list.",
        rare=True,
    ),
    Action(
        "customers.predict",
        "p",
        "Predict",
        "Take the numbers of the customer under the cursor to the screen Predict, and change them there.",
        rare=True,
    ),
    Action("customers.all", "F", "All", "Take the filter away: show all customers again."),
)
