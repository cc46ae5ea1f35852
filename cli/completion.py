"""Scripts that complete a command in bash, zsh and fish, made by walking its argparse parser.

What an option takes is told by its choices, else by its metavar: SOURCE or FILE are files, DIR is a folder, KEY=VALUE
a setting of the recipe, ROLE=COLUMN a role, RULE a rule of the ledger, EXTRA what --with asks for,
SETTING a part of the recipe. One level of subcommands is walked.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from cli.recipes import EXTRAS
from core.columns.roles import ROLES
from core.ledger import BUCKETS, typed_name
from core.maps import SHIPPED
from core.recipe import SECTIONS, all_settings

Shell = Literal["bash", "zsh", "fish"]
Kind = Literal["choices", "files", "folders", "settings", "roles", "text"]

KIND_OF_METAVAR: dict[str, Kind] = {
    "SOURCE": "files",
    "FILE": "files",
    "PATH": "files",
    "MODEL": "files",
    "RECIPE": "files",
    "DIR": "folders",
    "FOLDER": "folders",
    "KEY=VALUE": "settings",
    "ROLE=COLUMN": "roles",
}
CHOICES_OF_METAVAR = {
    "EXTRA": tuple(EXTRAS),
    "RULE": tuple(map(typed_name, BUCKETS)),
    "SETTING": (*SECTIONS, *SHIPPED, *(described.key for described in all_settings())),
}


@dataclass(frozen=True, slots=True)
class Value:
    """What an option or a position on the command line takes."""

    kind: Kind
    label: str
    choices: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its spellings, and what it takes if it takes anything."""

    flags: tuple[str, ...]
    help: str
    value: Value | None
    repeatable: bool


@dataclass(frozen=True, slots=True)
class Command:
    """A subcommand, or the program itself, whose name is empty."""

    name: str
    help: str
    options: tuple[Option, ...]
    arguments: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Everything about a command line that a shell may complete."""

    program: str
    top: Command
    commands: tuple[Command, ...]
    default: str
    """The command that is meant where the first word names none, or empty."""
    setting_keys: tuple[str, ...]
    setting_values: tuple[str, ...]
    roles: tuple[str, ...]


def script(parser: argparse.ArgumentParser, shell: Shell, *, default_command: str = "") -> str:
    """The script that teaches `shell` to complete the parser's program.

    `default_command` is the subcommand that is meant where the first word names none.
    """
    from cli import completion_scripts

    writers = {
        "bash": completion_scripts.bash,
        "zsh": completion_scripts.zsh,
        "fish": completion_scripts.fish,
    }
    return writers[shell](walked(parser, default_command))


def walked(parser: argparse.ArgumentParser, default_command: str = "") -> CommandLine:
    """What there is to complete of a parser's command line."""
    settings = all_settings()
    return CommandLine(
        program=parser.prog,
        top=_command("", "", parser),
        commands=tuple(_subcommands(parser)),
        default=default_command,
        setting_keys=tuple(f"{described.key}=" for described in settings),
        setting_values=tuple(
            f"{described.key}={choice}" for described in settings for choice in described.choices if choice
        ),
        roles=tuple(f"{role}=" for role in ROLES),
    )


def _subcommands(parser: argparse.ArgumentParser) -> Iterator[Command]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {listed.dest: listed.help or "" for listed in action._choices_actions}
            for name, child in action.choices.items():
                yield _command(name, helps.get(name, ""), child)


def _command(name: str, said: str, parser: argparse.ArgumentParser) -> Command:
    options, arguments = [], []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) or action.help == argparse.SUPPRESS:
            continue
        if action.option_strings:
            options.append(_option(action, parser))
        else:
            arguments.append(_value(action))
    return Command(name, _one_line(said), tuple(options), tuple(arguments))


def _option(action: argparse.Action, parser: argparse.ArgumentParser) -> Option:
    takes_nothing = action.nargs == 0
    said = (action.help or "") % {**vars(action), "prog": parser.prog}
    repeatable = isinstance(action, argparse._AppendAction)
    return Option(
        tuple(action.option_strings), _one_line(said), None if takes_nothing else _value(action), repeatable
    )


def _value(action: argparse.Action) -> Value:
    label = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    many = action.nargs in ("+", "*")
    if action.choices is not None:
        return Value("choices", label, tuple(str(choice) for choice in action.choices), many)
    if label in CHOICES_OF_METAVAR:
        return Value("choices", label, CHOICES_OF_METAVAR[label], many)
    return Value(KIND_OF_METAVAR.get(label, "text"), label, (), many)


def _one_line(text: str) -> str:
    return " ".join(text.split())
