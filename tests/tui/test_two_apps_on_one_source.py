"""Two apps open the same source before either has kept anything of it: each keeps its own, whichever is left last."""

from __future__ import annotations

import json
import os
from pathlib import Path

from core.recipe import Recipe
from tui.session import keep_session, opened_session, session_at, sessions_left


def on(path: Path, **rules: object) -> Recipe:
    return Recipe.from_tables({"source": {"paths": [str(path)]}, "rules": rules})


def test_neither_writes_over_what_the_other_chose(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    first, second = opened_session(on(path)), opened_session(on(path))
    first.change(on(path, price=False), "the rule price off")
    keep_session(first)
    (file,) = (tmp_path / "state" / "regulars" / "sessions").glob("*.json")
    # As though another app kept it: whatever started the tests runs as long as they do.
    file.write_text(json.dumps({**json.loads(file.read_text()), "process": os.getppid()}))
    second.change(on(path, quantity=False), "the rule quantity off")
    keep_session(second)
    assert second.place != first.place
    for session in (first, second):
        kept = session_at(session.place)
        assert kept is not None
        assert kept.recipe == session.recipe
    assert [left.choices for left in sessions_left()] == [1, 1]
    # From then on each stays where it is.
    second.change(on(path, quantity=False, price=False), "the rule price off")
    keep_session(second)
    assert len(sessions_left()) == 2
