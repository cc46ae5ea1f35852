"""Patterns that are compiled when they are first asked."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import core.columns
import core.source
from core.patterns import Later, later

MODULES = [
    module.name
    for package in (core.columns, core.source)
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
]


def test_it_answers_like_the_pattern() -> None:
    words, own = later(r"(\w)(\w*)", re.IGNORECASE), re.compile(r"(\w)(\w*)", re.IGNORECASE)
    for _ in range(2):
        assert words.sub(r"\2\1", "an ox") == own.sub(r"\2\1", "an ox")
        assert words.findall("an ox") == own.findall("an ox")
        assert [found.span() for found in words.finditer("an ox")] == [(0, 2), (3, 5)]
        assert (words.groups, words.flags, words.pattern) == (own.groups, own.flags, own.pattern)
    assert words.fullmatch("an ox") is None
    assert words.match("an ox").end() == 2  # type: ignore[union-attr]
    assert later(rb"\d").search(b"a1").start() == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("module", MODULES)
def test_every_one_can_be_compiled(module: str) -> None:
    """A mistake in one would else show only where a source is asked about it."""
    for name, value in vars(importlib.import_module(module)).items():
        if isinstance(value, Later):
            assert isinstance(value.groups, int), name
