"""What can be done everywhere."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS = (
    Action(
        "frame.data",
        "1",
        "Data",
        "Go to the screen Data: what is in the file, and which column plays which role.",
        shown=False,
    ),
    Action(
        "frame.clean",
        "2",
        "Clean",
        "Go to the screen Clean: what cleaning did to the rows, rule by rule.",
        shown=False,
    ),
    Action(
        "frame.customers",
        "3",
        "Customers",
        "Go to the screen Customers: everyone, with scores and segment.",
        shown=False,
    ),
    Action(
        "frame.segments",
        "4",
        "Segments",
        "Go to the screen Segments: who they are and what they are worth.",
        shown=False,
    ),
    Action(
        "frame.clusters",
        "5",
        "Clusters",
        "Go to the screen Clusters: groups that the data forms by itself.",
        shown=False,
    ),
    Action(
        "frame.models",
        "6",
        "Models",
        "Go to the screen Models: what can be predicted of customers, and how far to trust it.",
        shown=False,
    ),
    Action(
        "frame.predict",
        "7",
        "Predict",
        "Go to the screen Predict: a customer in numbers, and where they belong.",
        shown=False,
    ),
    Action("frame.value", "8", "Value", "Go to the screen Value.", shown=False),
    Action("frame.help", "question_mark", "Help", "Show the keys of what has the focus."),
    Action("frame.palette", "colon,ctrl+p", "Commands", "Find any action by its name.", in_palette=False),
    Action("frame.open", "o", "Open", "Open another source, a recent one, or the sample.", shown=False),
    Action(
        "frame.as_of",
        "a",
        "As of",
        "Set the day that recency counts back from; everything follows.",
    ),
    Action("frame.month_back", "comma", "Month back", "Move the as-of date a month back.", shown=False),
    Action(
        "frame.month_forth", "full_stop", "Month forth", "Move the as-of date a month forth.", shown=False
    ),
    Action("frame.compare", "c", "Compare", "Compare with an earlier as-of date, or stop comparing."),
    Action("frame.explain", "i", "Define", "Say how what has the focus is defined."),
    Action("frame.undo", "u", "Undo", "Undo the last choice."),
    Action("frame.redo", "ctrl+r", "Redo", "Do the choice again that was undone.", shown=False),
    Action(
        "frame.settings",
        "S",
        "Settings",
        "Change any setting of the recipe, as refunds net of gross, the number of scores, or the tiers.",
        shown=False,
    ),
    Action(
        "frame.write",
        "w",
        "Write",
        "Write the recipe, so that `regulars run` repeats all of it.",
        shown=False,
    ),
    Action("frame.copy", "y", "Copy", "Copy what is under the cursor, or what is selected.", shown=False),
    Action("frame.export", "e", "Export", "Write what is in view to a file."),
    Action("frame.cancel", "x", "Cancel job", "Cancel what is running; the last results stay.", shown=False),
    Action(
        "frame.theme", "t", "Theme", "Change between the dark, light and high-contrast themes.", shown=False
    ),
    Action("frame.dump", "P", "Print screen", "Write the text of this screen to a file.", shown=False),
    Action("frame.redraw", "ctrl+l", "Redraw", "Draw the whole screen again.", shown=False),
    Action(
        "frame.suspend", "ctrl+z", "Suspend", "Go back to the shell for a while; `fg` returns.", shown=False
    ),
    Action(
        "frame.part_forth",
        "right_square_bracket",
        "Next part",
        "Go to the next part of this screen.",
        shown=False,
        in_palette=False,
    ),
    Action(
        "frame.part_back",
        "left_square_bracket",
        "Part before",
        "Go to the part of this screen before.",
        shown=False,
        in_palette=False,
    ),
    Action("frame.next", "tab", "Next pane", "Move the focus to the next pane.", in_palette=False),
    Action(
        "frame.previous",
        "shift+tab",
        "Previous pane",
        "Move the focus to the pane before.",
        shown=False,
        in_palette=False,
    ),
    Action(
        "frame.quit", "q,ctrl+q", "Quit", "Leave; everything is kept, and the next start offers to go on."
    ),
)
