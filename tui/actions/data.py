"""What can be done on the screen Data, and where a source is chosen."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS = (
    Action(
        "places.choose",
        "enter",
        "Open",
        "Open the file under the cursor, or go into the folder.",
        in_palette=False,
    ),
    Action("places.down", "down,j", "Down", "Move down.", shown=False, in_palette=False),
    Action("places.up", "up,k", "Up", "Move up.", shown=False, in_palette=False),
    Action("places.page_down", "pagedown,ctrl+d", "Page down", "A page down.", shown=False, in_palette=False),
    Action("places.page_up", "pageup,ctrl+u", "Page up", "A page up.", shown=False, in_palette=False),
    Action("places.first", "home,g", "First", "Move to the first line.", shown=False, in_palette=False),
    Action("places.last", "end,G", "Last", "Move to the last line.", shown=False, in_palette=False),
    Action(
        "places.into",
        "right,l",
        "Into folder",
        "Go into the folder under the cursor.",
        shown=False,
        in_palette=False,
    ),
    Action("places.above", "left,h,backspace", "Folder above", "Go to the folder above.", in_palette=False),
    Action(
        "places.whole",
        "A",
        "Open all",
        "Open everything in the folder under the cursor and below it.",
        in_palette=False,
    ),
    Action(
        "places.path",
        "slash",
        "Path",
        "Type a path; Tab completes it, and patterns are allowed.",
        in_palette=False,
    ),
    Action(
        "path.leave",
        "escape",
        "To the list",
        "Leave the field of the path for the list below it.",
        in_palette=False,
    ),
    Action("files.turn", "space", "On/off", "Read the sheet or file under the cursor, or leave it out."),
    Action("files.rows", "enter", "Its rows", "Show the rows of the sheet or file under the cursor."),
    Action("data.role", "r", "Role", "Change the role that the column under the cursor plays."),
    Action("data.profile", "p", "Profile", "Read all that is known of the column under the cursor."),
    Action("data.table", "b", "Next table", "Show the rows of the next sheet or file of the source."),
    Action(
        "data.reading",
        "d",
        "Reading",
        "Overrule how the source is read: encoding, delimiter, header, date order, decimal sign.",
    ),
)
