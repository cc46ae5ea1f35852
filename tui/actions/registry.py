"""What an action is, and the registry of all of them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import Binding, BindingType

# Where the actions of each part of the app are listed, in the order of help and docs.
LISTS = ("frame", "grid", "data", "clean", "customers", "segments", "clusters", "models", "predict")
# How keys are written for people; any other is written as its name.
KEY_TEXTS = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "comma": ",",
    "full_stop": ".",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "asterisk": "*",
    "exclamation_mark": "!",
    "circumflex_accent": "^",
    "dollar_sign": "$",
    "at": "@",
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "delete": "Del",
    "backspace": "Backspace",
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do.

    `name` is its scope and its own name, as `grid.sort`: what has the scope `grid` has a method `action_sort` for it.
    """

    name: str
    keys: str
    """The keys that do it, as Textual names them, separated by commas; the first one is shown."""
    label: str
    """One or two words for the line of keys."""
    help: str
    """One sentence for the help, the palette and the docs."""
    shown: bool = True
    """Whether the line of keys shows it."""
    in_palette: bool = True
    rare: bool = False
    """Whether the line of keys has room for it only once the others of its place have theirs."""

    @property
    def scope(self) -> str:
        """What it belongs to."""
        return self.name.partition(".")[0]

    @property
    def method(self) -> str:
        """The method that does it, less `action_`."""
        return self.name.partition(".")[2]


@functools.cache
def all_actions() -> tuple[Action, ...]:
    """Every action, in the order of help and docs."""
    return tuple(action for name in LISTS for action in import_module(f"tui.actions.{name}").ACTIONS)


@functools.cache
def _by_name() -> dict[str, Action]:
    return {action.name: action for action in all_actions()}


def action_named(name: str) -> Action:
    """The action of this name."""
    return _by_name()[name]


def scopes() -> tuple[str, ...]:
    """Every scope, in the order of help and docs."""
    return tuple(dict.fromkeys(action.scope for action in all_actions()))


def bindings(scope: str) -> list[BindingType]:
    """The key bindings of a scope, for the widget that has its methods."""
    from textual.binding import Binding

    made: list[Binding] = [
        Binding(
            action.keys,
            f"perform('{action.name}')",
            action.label,
            show=action.shown,
            id=action.name,
            tooltip=action.help,
        )
        for action in all_actions()
        if action.scope == scope
    ]
    return list(made)


def key_text(key: str) -> str:
    """A key as people know it."""
    if key in KEY_TEXTS:
        return KEY_TEXTS[key]
    modifier, plus, rest = key.partition("+")
    if plus and modifier in ("ctrl", "shift", "alt"):
        return f"{modifier.capitalize()}+{key_text(rest)}"
    return key
