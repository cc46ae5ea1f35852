"""`regulars config`: where the config file is and what it says, or a commented one to start from."""

from __future__ import annotations

import argparse

from core.errors import OutputError, UsageError
from core.preferences import PARTS, Preferences, as_tables, config_path, template
from core.settings import shown


def execute(options: argparse.Namespace) -> int:
    """Print what is in force, or write the commented file."""
    path = config_path()
    if path is None:
        raise UsageError(
            "This user has no home folder, so there is no place for a config file.",
            "Set XDG_CONFIG_HOME to a folder of yours.",
        )
    if not options.init:
        from tui.keymap import checked_keys

        preferences = Preferences.load(path)
        checked_keys(preferences)
        print(f"# {path}" + ("" if path.exists() else " (not there: write a commented one with --init)"))
        tables = as_tables(preferences)
        for section in (*PARTS, "keys"):
            print(f"[{section}]")
            for key, value in tables[section].items():
                print(f"{shown(key) if section == 'keys' else key} = {shown(value)}")
        return 0
    from tui.actions import all_actions

    text = template({action.name: (action.keys, action.help) for action in all_actions()})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise OutputError(
            f"There is a config file already: {path}", "Change that one, or move it away first."
        ) from error
    except OSError as error:
        raise OutputError(
            f"The config file {path} cannot be written: {error.strerror or error}.",
            "Set XDG_CONFIG_HOME to a folder that you may write to.",
        ) from error
    print(f"Wrote {path.absolute()}")
    return 0
