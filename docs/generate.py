"""Writes the pages of docs/ that are made from the code: recipe.md, the reference of all settings, and keys.md, all keys of the app."""

from __future__ import annotations

import dataclasses
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from core.maps import MAP_PATTERNS, SHIPPED, segment_map, written_patterns
from core.recipe import SECTIONS, Recipe
from core.settings import Setting, as_written, settings_of
from tui.actions import all_actions, key_text, scopes

HERE = Path(__file__).parent
# A default longer than this would make its table unreadable and is printed below it.
LONGEST_DEFAULT = 40

INTRO = """\
# The recipe

A recipe holds every choice that leads from a sales file to its customers: what is read, which column is what, which
rows are taken out, and how customers are scored and named. `regulars run SOURCE --out DIR` writes the recipe of that
run as `DIR/recipe.toml`, and `regulars run recipe.toml` does the same again: the same recipe on the same data gives
the same bytes.

A recipe is a [TOML](https://toml.io) file. Whatever it leaves out is as the defaults below say, so a recipe may be as
short as a line. On the command line, `--set KEY=VALUE` changes any setting:

    regulars run sales.csv --set scores.q=4 --set segments.map=custom --set 'segments.names=[
        {name = "Better", cells = ["r3-4"]}, {name = "Worse", cells = ["r1-2"]}]'

After `--set`, lists may be written with commas (`rules.cancelled_prefixes=C,X`) and `on`, `yes`, `off` and `no` do for
`true` and `false`. A setting that does not exist and a value that cannot be are errors which name the nearest right one.

All of this page that concerns settings is in the program too: `regulars recipe` prints every setting with its default
and what it may be, as a recipe to start from; `regulars recipe rules` prints a section, `regulars recipe scores.q` a
setting, and `regulars recipe grid` a shipped segment map as one of your own.

A recipe begins with `version = 1`; a newer version than the program knows is refused rather than half understood.
"""

EXAMPLE = """\
# regulars recipe
version = 1

[source]
paths = ["sales_2010.csv", "sales_2011.csv"]
encoding = "cp1252"                       # left out, it is found out

[columns]                                 # what is left out is guessed
customer = "Client no"
amount = "-"                              # there is a column that looks like it, but it is not to be used
attributes = ["Region", "Newsletter"]
date_order = "dmy"                        # 03/04/2011 is the third of April

[rules]
cancelled_prefixes = ["C", "CR-"]
not_a_product = true                      # take out postage, fees, tests ...
not_products = ["post", "p&p", "fee .*"]  # ... which are called so here
after = 2011-11-30                        # December is not complete

[customers]
as_of = 2011-12-01
refunds = "net"

[scores]
q = 4
recency = [30, 90, 180]                   # up to 30 days scores 4, up to 90 days 3, up to 180 days 2

[tiers]
high = 0.9
medium = 0.6

[segments]
map = "custom"

[[segments.names]]                        # from best to worst
name = "Stars"
cells = ["r3-4 f3-4 m4"]

[[segments.names]]
name = "Regulars"
cells = ["r3-4 f3-4 m1-3"]

[[segments.names]]
name = "Newcomers"
cells = ["r4 f1-2", "r3 f1"]

[[segments.names]]
name = "Cooling"
cells = ["32*", "r2"]

[[segments.names]]
name = "Gone"
cells = ["r1"]
"""

MAPS = """\
## Segment maps

A map gives every combination of the scores `r` (recency), `f` (frequency) and `m` (monetary) exactly one name. A map
of your own is checked before it is used: combinations that no name has or that several names have are listed, and so
are names that nothing is left for. Cells are written in two ways, which may stand beside each other in one list:

{patterns}

The shipped maps are for `scores.q = 5`. Here they are as a map of your own would write them, from best to worst.
"""


def recipe_page() -> str:
    """The reference of all settings."""
    segment_map(Recipe.from_toml(EXAMPLE, name="the example").segments, Recipe.from_toml(EXAMPLE).scores.q)
    parts = [
        "<!-- Made by docs/generate.py from the code: change it there. -->\n",
        INTRO,
        "## An example\n",
        f"```toml\n{EXAMPLE}```\n",
        *(text for section in SECTIONS for text in _section(section)),
        MAPS.replace("{patterns}", _patterns()),
        *(_map(name) for name in SHIPPED),
    ]
    return "\n".join(parts)


def _section(section: str) -> Iterator[str]:
    part = SECTIONS[section]
    settings = settings_of(part, section)
    yield f"## [{section}]\n\n{textwrap.fill(part.__doc__ or '', 118)}\n"
    rows = ["| setting | type | default | may be | what it does |", "|---|---|---|---|---|"]
    rows += [_row(described) for described in settings]
    yield "\n".join(rows) + "\n"
    for described in settings:
        if _is_long(described):
            items = "\n".join(f"    {as_written(item)}," for item in described.default)
            yield f"The default of `{described.key}`:\n\n```toml\n[\n{items}\n]\n```\n"


def _row(described: Setting) -> str:
    default = "see below" if _is_long(described) else f"`{as_written(described.default)}`"
    allowed = described.allowed_words
    may_be = (
        ", ".join(f"`{as_written(choice)}`" for choice in described.choices) if described.choices else allowed
    )
    if described.type is bool:
        may_be = "`true`, `false`"
    cells = (f"`{described.key}`", described.type_words, default, may_be, described.doc)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _is_long(described: Setting) -> bool:
    return isinstance(described.default, tuple) and len(as_written(described.default)) > LONGEST_DEFAULT


def _map(name: str) -> str:
    rules = [dataclasses.replace(rule, cells=written_patterns(rule)) for rule in SHIPPED[name]]
    width = max(len(as_written(rule.name)) for rule in rules)
    lines = "\n".join(
        f"    {{ name = {as_written(rule.name) + ',':<{width + 1}} cells = [{', '.join(map(as_written, rule.cells))}] }},"
        for rule in rules
    )
    return f'### map = "{name}"\n\n```toml\nnames = [\n{lines}\n]\n```\n'


def _patterns() -> str:
    rows = [f"| `{pattern}` | {meaning} |" for pattern, meaning in MAP_PATTERNS]
    return "\n".join(["| pattern | stands for |", "|---|---|", *rows])


KEYS_INTRO = """\
# Keys

Every key of the app. What can be done where the focus is stands in the last line of the screen, `?` explains all of
it, and `:` finds any of it by name. The mouse works too, but is never needed. Keys of your own go into the config
file, by the names in the last column: `regulars config --init` writes one to start from.
"""
SCOPES = {
    "frame": "Everywhere",
    "grid": "In every table",
    "cells": "In every grid of coloured cells",
    "places": "In the list of files and folders (screen 1)",
    "path": "In the field of the path (screen 1)",
    "files": "In the list of what is read (screen 1)",
    "ledger": "In the ledger (screen 2)",
    "map": "In the map editor (screen 4)",
    "card": "On a customer's card (screen 3)",
    "spread": "In the distributions (screen 3)",
    "scatter": "In the scatter (screen 3)",
    "correlations": "In the correlations (screen 3)",
    "tiers": "In the tiers (screen 3)",
    "fields": "In the fields (screen 7)",
}


def keys_page() -> str:
    """Every action with its keys, from the registry."""
    parts = ["<!-- Made by docs/generate.py from the registry of actions: change it there. -->\n", KEYS_INTRO]
    for scope in scopes():
        rows = ["| keys | what it does | name |", "|---|---|---|"]
        for action in all_actions():
            if action.scope == scope:
                keys = ", ".join(f"`{key_text(key)}`" for key in action.keys.split(","))
                rows.append(f"| {keys} | {action.help} | `{action.name}` |")
        title = SCOPES.get(scope, f"On the screen {scope.capitalize()}")
        parts.append(f"## {title}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


PAGES = {"recipe.md": recipe_page, "keys.md": keys_page}


def main() -> int:
    """Write every page."""
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
