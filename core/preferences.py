"""Preferences: how a person likes regulars to look and to work, apart from any recipe; TOML in the user's config folder.

They change no number, only how numbers are shown and what the machine may spend on them.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

from core.errors import UsageError
from core.settings import Problem, SettingsError, checked, setting, settings_of, shown
from core.suggest import did_you_mean, nearest

WHERE_LISTED = "`regulars config --init` writes a file with every key and what it may be."


@dataclass(frozen=True, slots=True)
class LookPart:
    """How the app looks."""

    theme: Literal["dark", "light", "contrast"] = setting("dark", "Colours of the app.")
    symbols: Literal["auto", "braille", "block", "ascii"] = setting(
        "auto", "What charts are drawn with; auto: braille where the terminal speaks Unicode, else ASCII."
    )


@dataclass(frozen=True, slots=True)
class FormatPart:
    """How numbers are written in the app. Files, and what the command line prints, always have plain numbers."""

    numbers: Literal["1,234.56", "1.234,56", "1 234.56", "1 234,56", "1'234.56"] = setting(
        "1,234.56", "What parts thousands and decimals."
    )
    currency: str = setting(
        "",
        "A sign or code shown with money, as $ or EUR; it converts nothing.",
        allowed="up to 5 characters",
        ok=lambda text: len(text) <= 5 and text.isprintable(),
    )
    currency_after: bool = setting(False, "Whether the currency stands after the number.")


@dataclass(frozen=True, slots=True)
class EnginePart:
    """What the engine may use. The environment variables of the same purpose come first."""

    cache_mb: int = setting(
        0,
        "Most megabytes kept between runs (REGULARS_CACHE_MB); 0: 10,000.",
        allowed="a whole number from 0 on",
        ok=lambda number: number >= 0,
    )
    memory_mb: int = setting(
        0,
        "Megabytes of memory before data is spilled to disk (REGULARS_MEMORY_MB); 0: most of the machine's.",
        allowed="0, or a whole number from 100 on",
        ok=lambda number: number == 0 or number >= 100,
    )
    threads: int = setting(
        0,
        "Threads to work with (REGULARS_THREADS); 0: as many as there are cores.",
        allowed="a whole number from 0 to 256",
        ok=lambda number: 0 <= number <= 256,
    )


PARTS: dict[str, type[Any]] = {"look": LookPart, "format": FormatPart, "engine": EnginePart}
VARIABLES = {
    "cache_mb": "REGULARS_CACHE_MB",
    "memory_mb": "REGULARS_MEMORY_MB",
    "threads": "REGULARS_THREADS",
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """Everything that the config file says."""

    look: LookPart = field(default_factory=LookPart)
    format: FormatPart = field(default_factory=FormatPart)
    engine: EnginePart = field(default_factory=EnginePart)
    keys: tuple[tuple[str, str], ...] = ()
    """Keys by action, as they stand in the file: `frame.quit` and `Q,ctrl+q`."""

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The preferences in the config file; the usual ones where there is none."""
        path = path or config_path()
        if path is None or not path.exists():
            return cls()
        import tomllib  # few have such a file

        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            cure = _unquoted(path, error) or "Correct it, or move it away to go without."
            raise UsageError(f"The config file {path} is not TOML: {error}.", cure) from error
        except OSError as error:
            raise UsageError(
                f"The config file {path} cannot be read: {error.strerror or error}.",
                "Let it be read, or move it away to go without.",
            ) from error
        return cls.from_tables(tables, str(path))

    @classmethod
    def from_tables(cls, tables: Mapping[str, Any], name: str = "") -> Self:
        """The preferences that these tables describe; SettingsError where a key does not exist or cannot be."""
        problems: list[Problem] = []
        parts: dict[str, Any] = {}
        for section, table in tables.items():
            if section == "keys" and isinstance(table, Mapping):
                parts["keys"], wrong = _keys(table)
                problems += wrong
            elif section in PARTS and isinstance(table, Mapping):
                parts[section], wrong = _part(section, table)
                problems += wrong
            else:
                near = did_you_mean(section, [*PARTS, "keys"]) or _as_key(section)
                cure = WHERE_LISTED if near else _among_keys(section, table) or WHERE_LISTED
                problems.append(Problem(section, f"There is no section `{section}`.{near}", cure))
        if problems:
            raise SettingsError(problems, name)
        return cls(**parts)

    def put_in_force(self) -> None:
        """Set what the engine goes by, in this process and in those it starts; what the environment says comes first."""
        for key, variable in VARIABLES.items():
            value = getattr(self.engine, key)
            if value and not os.environ.get(variable, "").strip():
                os.environ[variable] = str(value)


def engine_environment() -> dict[str, str]:
    """What the engine goes by of this process's environment."""
    return {name: os.environ[name] for name in VARIABLES.values() if name in os.environ}


def _as_key(word: str) -> str:
    """A sentence with a leading space that says which section has a key of this name, or one like it."""
    sections = {one.name: section for section, part in PARTS.items() for one in dataclasses.fields(part)}
    near = nearest(word, sections)
    return f" Did you mean `{near}` in the section [{sections[near]}]?" if near else ""


def _among_keys(name: str, value: object) -> str:
    """What to type for the keys of an action that do not stand in their section; empty where it is something else.

    TOML takes the points of a name without quotation marks for tables within each other.
    """
    while isinstance(value, Mapping) and value:
        inner, value = next(iter(value.items()))
        name = f"{name}.{inner}"
    if "." not in name or not isinstance(value, str):
        return ""
    return f"For keys of an action write {shown(name)} = {shown(value)} below the line [keys]."


# A name and a text, of which the text at least stands without quotation marks; but no number, list or yes and no.
UNQUOTED = re.compile(
    r"""\s*(?P<name>"[^"]*"|'[^']*'|[\w.-]+)\s*=\s*(?!true\b|false\b)(?P<text>[^\s"'\[{#\d-][^"'#]*)"""
)


def _unquoted(path: Path, error: Exception) -> str:
    """What to type on the line that an error names, if all it lacks are quotation marks; else empty."""
    at = re.search(r"at line (\d+)", str(error))
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    found = UNQUOTED.match(lines[int(at[1]) - 1]) if at and int(at[1]) <= len(lines) else None
    if found is None:
        return ""
    name, text = found["name"], found["text"].strip()
    name = shown(name) if "." in name and name[0] not in "\"'" else name
    return f"A text stands between quotation marks: write {name} = {shown(text)} on line {at[1]}."  # type: ignore[index]


def _part(section: str, table: Mapping[str, Any]) -> tuple[Any, list[Problem]]:
    part = PARTS[section]
    known = [described.key.partition(".")[2] for described in settings_of(part, section)]
    problems = []
    for key in table:
        if key not in known:
            near = did_you_mean(key, known)
            cure = WHERE_LISTED if near else _among_keys(key, table[key]) or WHERE_LISTED
            problems.append(Problem(f"{section}.{key}", f"There is no key `{section}.{key}`.{near}", cure))
    values, wrong = checked(part, section, {key: value for key, value in table.items() if key in known})
    return part(**values), problems + wrong


def _keys(table: Mapping[str, Any], prefix: str = "") -> tuple[tuple[tuple[str, str], ...], list[Problem]]:
    """Actions with their keys; `[keys.grid]` with `sort` is the same as `"grid.sort"` in `[keys]`."""
    found: list[tuple[str, str]] = []
    problems = []
    for name, value in table.items():
        full = f"{prefix}{name}"
        if isinstance(value, Mapping) and not prefix:
            inner, wrong = _keys(value, f"{name}.")
            found += inner
            problems += wrong
        elif isinstance(value, str) and value.strip():
            found.append((full, value.strip()))
        else:
            what = f"`keys.{full}` cannot be {shown(value)}."
            problems.append(Problem(f"keys.{full}", what, 'Give keys as a text, as "Q" or "Q,ctrl+q".'))
    return tuple(found), problems


def config_path() -> Path | None:
    """Where the config file is, or would be; None for a user without a home."""
    base = os.environ.get("XDG_CONFIG_HOME", "")
    if base and Path(base).is_absolute():
        return Path(base) / "regulars" / "config.toml"
    try:
        return Path.home() / ".config" / "regulars" / "config.toml"
    except RuntimeError:
        return None


def template(actions: Mapping[str, tuple[str, str]]) -> str:
    """A config file with every key commented out; `actions` are each action's keys and what it does."""
    lines = [
        "# regulars: how it looks and works. Every line is as it is without this file; take the # away to change one.",
        "",
    ]
    for section, part in PARTS.items():
        lines += [f"# {part.__doc__}", f"[{section}]"]
        for described in settings_of(part, section):
            lines.append(f"# {described.doc} May be {described.allowed_words}.")
            lines.append(f"# {described.key.partition('.')[2]} = {shown(described.default)}")
        lines.append("")
    lines += ["# Keys by action; several are parted by commas.", "[keys]"]
    for name, (keys, doc) in actions.items():
        lines.append(f"# {shown(name)} = {shown(keys)}  # {doc}")
    return "\n".join(lines) + "\n"


def as_tables(preferences: Preferences) -> dict[str, Any]:
    """The preferences as they would stand in a file."""
    tables = {section: dataclasses.asdict(getattr(preferences, section)) for section in PARTS}
    return {**tables, "keys": dict(preferences.keys)}
