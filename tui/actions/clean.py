"""What can be done on the screen Clean."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS = (
    Action(
        "ledger.turn",
        "space",
        "On/off",
        "Turn the rule under the cursor on or off; the result follows at once.",
    ),
    Action("ledger.setting", "enter", "Setting", "Change the setting of the rule under the cursor."),
    Action("ledger.rows", "r", "Its rows", "Show the rows that the rule under the cursor took."),
    Action("clean.grain", "b", "Grain", "In the sales over time: months, quarters, weeks or days."),
    Action("clean.measure", "m", "Measure", "In the charts: money or orders."),
)
