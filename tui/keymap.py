"""Keys of a person's own, checked against the registry."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Mapping

from core.preferences import Preferences, config_path
from core.settings import Problem, SettingsError
from core.suggest import did_you_mean
from tui.actions import Action, all_actions, key_text

# What people write, and what Textual calls it.
WRITTEN = {"esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "del": "delete", "return": "enter"}
# Textual calls a character by its name in Unicode, but for these.
CHARACTERS = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
# Keys that have no character: as Textual calls them.
NAMED = (
    *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "backspace"),
    *("enter", "escape", "space", "tab", *(f"f{number}" for number in range(1, 13))),
)
MODIFIERS = ("ctrl", "shift", "alt")


def checked_keys(preferences: Preferences) -> dict[str, str]:
    """Keys by action as Textual wants them.

    SettingsError where an action or a key does not exist, or a key would do two things in one place.
    """
    actions = {action.name: action for action in all_actions()}
    keymap: dict[str, str] = {}
    problems = []
    for name, keys in preferences.keys:
        if name not in actions:
            what = f"There is no action `{name}`.{did_you_mean(name, actions)}"
            problems.append(Problem(f"keys.{name}", what, "`regulars config --init` lists them."))
            continue
        found = [(written, textual_key(written)) for written in _parted(keys)]
        for written in [written for written, key in found if not key]:
            near = did_you_mean(written.rpartition("+")[2], [*NAMED, *WRITTEN])
            problems.append(
                Problem(
                    f"keys.{name}",
                    f"There is no key `{written}`.{near}",
                    "Give one character, or a name as ctrl+r, Enter, PgUp, F5.",
                )
            )
        keymap[name] = ",".join(dict.fromkeys(key for _, key in found if key))
    problems += _clashes(actions, keymap)
    if problems:
        raise SettingsError(problems, str(config_path() or "config.toml"))
    return keymap


def _clashes(actions: Mapping[str, Action], keymap: Mapping[str, str]) -> list[Problem]:
    """The keys that would do two things in one place, as far as somebody chose one of the two."""
    owners: dict[str, list[Action]] = {}
    problems = []
    for action in actions.values():
        for key in filter(None, keymap.get(action.name, action.keys).split(",")):
            for other in owners.setdefault(key, []):
                # The frame is around everything else.
                meet = other.scope == action.scope or "frame" in (other.scope, action.scope)
                chosen = action if action.name in keymap else other
                if meet and chosen.name in keymap:
                    what = f"The key `{key_text(key)}` would do both `{other.name}` and `{action.name}`."
                    problems.append(Problem(f"keys.{chosen.name}", what, "Give one of them another key."))
            owners[key].append(action)
    return problems


def _parted(keys: str) -> list[str]:
    """`Q,ctrl+q` is two keys; a comma by itself is one."""
    return [","] if keys == "," else [key.strip() for key in keys.split(",") if key.strip()]


def textual_key(written: str) -> str:
    """A key as Textual calls it; empty where there is none such."""
    *modifiers, last = ["+"] if written == "+" else written.split("+")
    modifiers = [modifier.casefold() for modifier in modifiers]
    if any(modifier not in MODIFIERS for modifier in modifiers):
        return ""
    if len(last) != 1:
        named = WRITTEN.get(last.casefold(), last.casefold())
        return "+".join([*modifiers, named]) if named in (*NAMED, *PUNCTUATION) else ""
    if "shift" in modifiers and last.isalpha():
        # What a terminal sends for Shift and a letter is the capital.
        modifiers.remove("shift")
        last = last.upper()
    if "ctrl" in modifiers:
        last = last.casefold()
    return "+".join([*modifiers, _character_key(last)]) if last.isprintable() else ""


def _character_key(character: str) -> str:
    """A character as Textual calls its key."""
    if character.isalnum() or not character.isprintable():
        return character
    name = unicodedata.name(character, character).casefold().replace("-", "_").replace(" ", "_")
    return CHARACTERS.get(name, name)


PUNCTUATION = tuple(map(_character_key, string.punctuation))
