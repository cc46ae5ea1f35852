"""From the command line to a recipe: files, --map, --set and the options that are short for them."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cli.parser import given_twice
from core.errors import UsageError
from core.recipe import Recipe, all_settings
from core.settings import from_text
from core.source.names import check_name
from core.suggest import nearest

# What --with can ask for: sections of the recipe that are off by themselves.
EXTRAS = {"clusters": "clusters", "classifiers": "classifier"}


def recipe_from(options: argparse.Namespace) -> Recipe:
    """The recipe that the options describe: a recipe file if one is named, then what is said beside it."""
    check_given("--as-of", getattr(options, "as_of", None), "--as-of YYYY-MM-DD")
    for sheet in options.sheet:
        check_given("--sheet", sheet, "--sheet NAME")
    files = [source for source in options.source if source.lower().endswith(".toml")]
    sources = tuple(source for source in options.source if source not in files)
    if len(files) > 1:
        raise UsageError(
            f"Two recipes are named: {files[0]} and {files[1]}.",
            "Name one; change single settings of it with: --set KEY=VALUE",
        )
    recipe = _loaded(Path(files[0])) if files else Recipe()
    if sources:
        recipe = _with_paths(recipe, sources)
    elif not recipe.source.paths and not any(text.startswith("source.paths=") for text in options.set):
        raise UsageError(
            f"The recipe {files[0]} names no source (`source.paths` is empty), and none is named beside it, so there is nothing to read.",
            f"Name one beside it: regulars {options.command} {files[0]} sales.csv",
        )
    said = list(_said(options))
    _refuse_contradictions(said, sources, options.sheet)
    if said:
        recipe = recipe.with_values((one.key, one.text) for one in said)
    if options.sheet:
        recipe = replace(recipe, source=replace(recipe.source, sheets=tuple(options.sheet)))
    return recipe


@dataclass(frozen=True, slots=True)
class Said:
    """One setting as the command line gives it, and the words that it does so with."""

    key: str
    text: str
    words: str


def _said(options: argparse.Namespace) -> Iterator[Said]:
    """Every setting that an option gives as a text."""
    for option, meant, given in (("--map", _mapped, options.map), ("--set", _set, options.set)):
        for text in given:
            yield Said(*meant(text), f"{option} {shlex.quote(text)}")
    as_of = getattr(options, "as_of", None)
    if as_of:
        yield Said("customers.as_of", as_of, f"--as-of {as_of}")
    for what in _extras(getattr(options, "extra", [])):
        yield Said(f"{EXTRAS[what]}.on", "true", f"--with {what}")


def _refuse_contradictions(said: Sequence[Said], sources: Sequence[str], sheets: Sequence[str]) -> None:
    """Refuse two values for one setting, whichever options give them."""
    known = {described.key: described for described in all_settings()}
    first: dict[str, tuple[object, str]] = {}
    if sources:
        first["source.paths"] = list(sources), f"naming {shlex.join(sources)}"
    if sheets:
        first["source.sheets"] = list(sheets), " ".join(f"--sheet {shlex.quote(sheet)}" for sheet in sheets)
    for one in said:
        described = known.get(one.key)
        value = from_text(described, one.text) if described else one.text
        earlier, words = first.setdefault(one.key, (value, one.words))
        if earlier is not value and earlier != value:  # what is no number is not even like itself
            raise given_twice(
                f"`{one.key}`",
                words,
                one.words,
                f"Leave one of them out, or give all of the list in one: --set {one.key}=ONE,OTHER"
                if described and described.type_words == "list of texts"
                else "Leave one of them out.",
            )


def check_given(option: str, value: str | None, form: str) -> None:
    """Refuse an option that is there with nothing after it, most often a shell variable that was never set."""
    if value is not None and not value.strip():
        raise UsageError(
            f"{option} is given an empty value, so nothing was done.",
            f"Leave it out, or give it one ({form}); if a shell variable should have, it is not set.",
        )


def _extras(given: Sequence[str]) -> list[str]:
    """What --with asks for: one thing, or several with commas between them."""
    asked = [word.strip() for text in given for word in text.split(",")]
    for word in asked:
        if word not in EXTRAS:
            close = nearest(word, EXTRAS)
            raise UsageError(
                f"--with {word!r} is nothing that can be worked out.",
                f"Did you mean --with {close}?" if close else f"There is: {', '.join(EXTRAS)}.",
            )
    return asked


def _mapped(text: str) -> tuple[str, str]:
    """What --map says, as a setting."""
    # Only here: the words that columns are guessed by come with it, which takes a tenth of a second.
    from core.columns.roles import ROLES

    role, _, column = text.partition("=")
    roles = (*ROLES, "attributes")
    if role in roles and column:
        return f"columns.{role}", column
    if role not in roles and f"columns.{role}" in {one.key for one in all_settings()}:
        raise UsageError(
            f"--map {text!r} names no role: {role} says how columns are read.",
            f"Set it: --set columns.{role}={column or 'VALUE'}",
        )
    close = nearest(role, roles)
    raise UsageError(
        f"--map {text!r} names no role: a mapping is ROLE=COLUMN.",
        f"Did you mean {close}={column or 'COLUMN'}?"
        if close and close != role
        else f"The roles are: {', '.join(roles)}.",
    )


def _set(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise UsageError(
            f"--set {text!r} has no value.",
            "Write it as --set KEY=VALUE, for example --set customers.refunds=net",
        )
    return key.strip(), value


def _loaded(path: Path) -> Recipe:
    """A recipe file, its relative paths seen from where it is."""
    from core.source.find import seen_from  # without a recipe's file there is nothing to see

    recipe = Recipe.load(path)
    if not recipe.source.paths:
        return recipe
    return _with_paths(recipe, seen_from(path.parent, recipe.source.paths))


def _with_paths(recipe: Recipe, paths: tuple[str, ...]) -> Recipe:
    for path in paths:
        check_name(path)
    return replace(recipe, source=replace(recipe.source, paths=paths))
