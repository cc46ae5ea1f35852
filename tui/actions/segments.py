"""What can be done on the screen Segments."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS = (
    Action(
        "segments.mailing",
        "m",
        "Mailing list",
        "Write the members of the segment or tier under the cursor to a file.",
    ),
    Action(
        "segments.measure", "b", "Measure", "In the grid: customers, revenue or average order in the cells."
    ),
    Action(
        "segments.map",
        "M",
        "Map",
        "Choose the segment map: the grid of 10 names, the one of 11, or your own.",
    ),
)
