"""The recipe: every choice from a source to its customers, as one frozen value that is TOML on disk."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from core.recipe_classifier import ClassifierPart
from core.recipe_clusters import ClustersPart
from core.recipe_file import VERSION, parse_recipe, read_recipe_text, recipe_text
from core.recipe_parts import (
    SECTIONS,
    ColumnsPart,
    CustomersPart,
    RulesPart,
    ScoresPart,
    SegmentsPart,
    SourcePart,
    TiersPart,
)
from core.recipe_segments import SegmentRule
from core.settings import (
    WHERE_SETTINGS_ARE_LISTED,
    Problem,
    Setting,
    SettingsError,
    from_text,
    settings_of,
)
from core.suggest import nearest

__all__ = [
    "SECTIONS",
    "ClassifierPart",
    "ClustersPart",
    "ColumnsPart",
    "CustomersPart",
    "Recipe",
    "RulesPart",
    "ScoresPart",
    "SegmentRule",
    "SegmentsPart",
    "SourcePart",
    "TiersPart",
    "all_settings",
]

KEY_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Recipe:
    """Every choice that leads from a source to its customers."""

    source: SourcePart = dataclasses.field(default_factory=SourcePart)
    columns: ColumnsPart = dataclasses.field(default_factory=ColumnsPart)
    rules: RulesPart = dataclasses.field(default_factory=RulesPart)
    customers: CustomersPart = dataclasses.field(default_factory=CustomersPart)
    scores: ScoresPart = dataclasses.field(default_factory=ScoresPart)
    tiers: TiersPart = dataclasses.field(default_factory=TiersPart)
    segments: SegmentsPart = dataclasses.field(default_factory=SegmentsPart)
    clusters: ClustersPart = dataclasses.field(default_factory=ClustersPart)
    classifier: ClassifierPart = dataclasses.field(default_factory=ClassifierPart)

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """The recipe in a file."""
        return cls.from_toml(read_recipe_text(Path(path)), name=str(path))

    @classmethod
    def from_toml(cls, text: str, *, name: str = "recipe") -> Self:
        """The recipe that a TOML text describes; `name` is what errors call it."""
        return cls.from_tables(parse_recipe(text, name), name=name)

    @classmethod
    def from_tables(cls, tables: Mapping[str, object], *, name: str = "") -> Self:
        """The recipe with these settings, by section; everything else is as the defaults have it."""
        problems: list[Problem] = []
        parts: dict[str, Any] = {}
        for section, table in tables.items():
            if section not in SECTIONS or not isinstance(table, Mapping):
                problems.append(_no_such_setting(section))
                continue
            strange = [key for key in table if not _is_setting(f"{section}.{key}")]
            problems += [_no_such_setting(f"{section}.{key}") for key in strange]
            try:
                parts[section] = SECTIONS[section](**{key: table[key] for key in table if key not in strange})
            except SettingsError as error:
                problems += error.problems
        if problems:
            raise SettingsError(problems, name)
        return cls(**parts)

    def to_tables(self) -> dict[str, dict[str, Any]]:
        """Every setting, by section, in plain lists, texts, numbers and dicts."""
        return {section: _plain(getattr(self, section)) for section in SECTIONS}

    def to_toml(self) -> str:
        """The recipe as TOML: every setting, so that it means the same when defaults change."""
        return recipe_text(self.to_tables())

    def with_value(self, key: str, text: str) -> Self:
        """The recipe with one setting, `section.name`, as somebody types it."""
        return self.with_values([(key, text)])

    def with_values(self, values: Iterable[tuple[str, str]]) -> Self:
        """The recipe with several settings as somebody types them, checked when all are in place."""
        tables = self.to_tables()
        known = {described.key: described for described in all_settings()}
        for key, text in values:
            if key not in known:
                raise SettingsError([_no_such_setting(key)])
            section, _, name = key.partition(".")
            tables[section][name] = from_text(known[key], text)
        return self.from_tables(tables)

    def part_key(self, *parts: str) -> str:
        """A short digest of the named parts, the same for the same settings on any machine."""
        tables = {section: _plain(getattr(self, section)) for section in parts}
        canonical = json.dumps(tables, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        import hashlib

        return hashlib.sha256(canonical.encode()).hexdigest()[:KEY_DIGITS]


@functools.cache
def all_settings() -> tuple[Setting, ...]:
    """Every setting of the recipe, in its order."""
    return tuple(described for section, part in SECTIONS.items() for described in settings_of(part, section))


def _is_setting(key: str) -> bool:
    return any(described.key == key for described in all_settings())


def _no_such_setting(key: str) -> Problem:
    keys = [described.key for described in all_settings()]
    if key == "version":
        what = f"`version` is no setting: it says for which regulars a recipe's file was written, and this one writes {VERSION}."
        return Problem(
            key,
            what,
            "Leave it out here; in a recipe's file it stands on a line of its own, before all sections.",
        )
    if "." not in key and key in SECTIONS:
        first = next(known for known in keys if known.startswith(f"{key}."))
        what = f"`{key}` is a section, not a setting."
        return Problem(key, what, f"Name one of its settings, as `{first}`.")
    last = key.rpartition(".")[2]
    same_end = [known for known in keys if known.rpartition(".")[2] == last]
    near = same_end[0] if same_end else nearest(key, keys if "." in key else [*SECTIONS, *keys])
    hint = f" Did you mean `{near}`?" if near else ""
    return Problem(key, f"There is no setting `{key}`.{hint}", WHERE_SETTINGS_ARE_LISTED)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
