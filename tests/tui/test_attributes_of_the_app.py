"""The app is made of several classes: no two of them keep different things under one name."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections import defaultdict

from tui.app import RegularsApp


def kept_by(kind: type) -> set[str]:
    """The private names that a class gives values to, by itself or for each app."""
    found = set()
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(kind)))):
        if isinstance(node, ast.Assign):
            targets = list(node.targets)
        elif isinstance(node, ast.AnnAssign | ast.AugAssign):
            targets = [node.target]
        else:
            continue
        for target in targets:
            for one in ast.walk(target):
                if (
                    isinstance(one, ast.Attribute)
                    and isinstance(one.value, ast.Name)
                    and one.value.id == "self"
                ):
                    found.add(one.attr)
    return {name for name in found if name.startswith("_")}


def test_no_two_parts_keep_something_under_one_name() -> None:
    parts = [kind for kind in RegularsApp.__mro__ if kind.__module__.startswith("tui.")]
    assert len(parts) > 3
    keepers: dict[str, list[str]] = defaultdict(list)
    for kind in parts:
        for name in kept_by(kind):
            keepers[name].append(kind.__name__)
    assert {name: kinds for name, kinds in keepers.items() if len(kinds) > 1} == {}


def test_none_takes_the_place_of_an_attribute_of_textual() -> None:
    from textual.app import App

    own = {
        name for kind in RegularsApp.__mro__ if kind.__module__.startswith("tui.") for name in kept_by(kind)
    }
    theirs = {name for kind in App.__mro__ if kind is not object for name in kept_by(kind)}
    # What was copied last is kept where Textual's own way of copying keeps it.
    assert own & theirs == {"_clipboard"}
