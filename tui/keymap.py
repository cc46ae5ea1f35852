"""Keys of a person's own, checked against the registry."""

from __future__ import annotations

from core.preferences import Preferences
from core.settings import Problem, SettingsError
from core.suggest import did_you_mean
from tui.actions import all_actions

# What people write, and what Textual calls it.
WRITTEN = {
    "?": "question_mark",
    "/": "slash",
    ":": "colon",
    ",": "comma",
    ".": "full_stop",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
    "+": "plus",
    "-": "minus",
    "=": "equals_sign",
    "*": "asterisk",
    "!": "exclamation_mark",
    "@": "at",
    "^": "circumflex_accent",
    "$": "dollar_sign",
    "esc": "escape",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "del": "delete",
}


def checked_keys(preferences: Preferences) -> dict[str, str]:
    """Keys by action as Textual wants them; SettingsError where an action does not exist, or a key would do two things in one place."""
    actions = {action.name: action for action in all_actions()}
    keymap: dict[str, str] = {}
    problems = []
    for name, keys in preferences.keys:
        if name not in actions:
            near = did_you_mean(name, actions)
            problems.append(
                Problem(
                    f"keys.{name}", f"There is no action `{name}`.{near}", "`regulars config` lists them."
                )
            )
            continue
        keymap[name] = ",".join(_textual_key(key) for key in _parted(keys))
    owners: dict[tuple[str, str], str] = {}
    for action in actions.values():
        for key in keymap.get(action.name, action.keys).split(","):
            other = owners.setdefault((action.scope, key), action.name)
            if other != action.name:
                what = f"The key `{key}` would do both `{other}` and `{action.name}`."
                problems.append(Problem(f"keys.{action.name}", what, "Give one of them another key."))
    if problems:
        raise SettingsError(problems, "config.toml")
    return keymap


def _parted(keys: str) -> list[str]:
    """`Q,ctrl+q` is two keys; a comma by itself is one."""
    return [","] if keys == "," else [key.strip() for key in keys.split(",") if key.strip()]


def _textual_key(key: str) -> str:
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    return "+".join([*(modifier.casefold() for modifier in modifiers), WRITTEN.get(last.casefold(), last)])
