"""What can be done on the screen Segments. Where the map is edited, its own keys come first."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS = (
    Action(
        "map.patterns",
        "enter",
        "Scores",
        "Type the scores that belong to the segment, as r4-5 f1 or 54*; several are parted by semicolons.",
    ),
    Action("map.add", "plus", "Add", "Add a segment below this one, and type the scores that belong to it."),
    Action(
        "map.take", "p", "Put in force", "Put the draft in force, if it is a map: every cell has one name."
    ),
    Action("map.rename", "R", "Rename", "Give the segment another name."),
    Action("map.remove", "minus,delete", "Remove", "Remove the segment; its cells are then nobody's."),
    Action(
        "map.lower",
        "J,shift+down",
        "Lower",
        "Move the segment down in the order from best to worst.",
        shown=False,
    ),
    Action(
        "map.higher",
        "K,shift+up",
        "Higher",
        "Move the segment up in the order from best to worst.",
        shown=False,
    ),
    Action(
        "segments.mailing",
        "m",
        "Mailing list",
        "Write the members of the segment or tier under the cursor to a file.",
    ),
    Action(
        "segments.measure",
        "b",
        "Measure",
        "In the grid: customers, revenue or average order in the cells; in the changes: moves between segments or tiers.",
    ),
    Action(
        "segments.map",
        "M",
        "Map",
        "Choose the segment map: the grid of 10 names, the one of 11, or your own.",
    ),
)
