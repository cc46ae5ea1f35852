"""What can be done in any table, and in any grid of coloured cells."""

from __future__ import annotations

from tui.actions.registry import Action

ACTIONS = (
    Action("grid.down", "down,j", "Down", "Move to the row below.", shown=False, in_palette=False),
    Action("grid.up", "up,k", "Up", "Move to the row above.", shown=False, in_palette=False),
    Action("grid.left", "left,h", "Left", "Move to the column on the left.", shown=False, in_palette=False),
    Action(
        "grid.right", "right,l", "Right", "Move to the column on the right.", shown=False, in_palette=False
    ),
    Action(
        "grid.page_down", "pagedown,ctrl+d", "Page down", "Move a page down.", shown=False, in_palette=False
    ),
    Action("grid.page_up", "pageup,ctrl+u", "Page up", "Move a page up.", shown=False, in_palette=False),
    Action("grid.first", "home,g", "First row", "Move to the first row.", shown=False, in_palette=False),
    Action("grid.last", "end,G", "Last row", "Move to the last row.", shown=False, in_palette=False),
    Action(
        "grid.first_column",
        "0,circumflex_accent",
        "First column",
        "Move to the first column.",
        shown=False,
        in_palette=False,
    ),
    Action(
        "grid.last_column",
        "dollar_sign",
        "Last column",
        "Move to the last column.",
        shown=False,
        in_palette=False,
    ),
    Action("grid.choose", "enter", "Open", "Open what is under the cursor."),
    Action("grid.sort", "s", "Sort", "Sort by the column under the cursor; again, the other way round."),
    Action(
        "grid.filter",
        "f",
        "Filter",
        "Keep the rows that fit an expression, as r>=4 and monetary>500, or whose columns of words hold a text.",
    ),
    Action(
        "grid.select",
        "space",
        "Select",
        "Select the row, or take it out of the selection, and go on to the next.",
    ),
    Action(
        "grid.search",
        "slash",
        "Search",
        "Find a text in the columns shown: words, and numbers and dates as they are written there.",
    ),
    Action("grid.columns", "v", "Columns", "Choose which columns are shown, and in which order."),
    Action(
        "grid.select_all",
        "A",
        "Select all",
        "Select every row that is in view by the filter, or none.",
    ),
    Action(
        "grid.search_next",
        "n",
        "Next hit",
        "Move to the next row that holds the text searched for.",
        shown=False,
    ),
    Action(
        "grid.search_previous",
        "N",
        "Previous hit",
        "Move to the row before that holds the text searched for.",
        shown=False,
    ),
    Action("cells.down", "down,j", "Down", "Move to the cell below.", shown=False, in_palette=False),
    Action("cells.up", "up,k", "Up", "Move to the cell above.", shown=False, in_palette=False),
    Action("cells.left", "left,h", "Left", "Move to the cell on the left.", shown=False, in_palette=False),
    Action(
        "cells.right", "right,l", "Right", "Move to the cell on the right.", shown=False, in_palette=False
    ),
    Action("cells.first", "home", "First", "Move to the first column.", shown=False, in_palette=False),
    Action("cells.last", "end", "Last", "Move to the last column.", shown=False, in_palette=False),
    Action(
        "cells.choose",
        "enter",
        "Open",
        "Open what the cell under the cursor stands for; in the map editor, give the cell to the segment.",
        in_palette=False,
    ),
)
