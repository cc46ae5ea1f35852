"""Patterns that are compiled when they are first asked: what one source is asked about takes a third of all there are."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class Later:
    """A pattern that is not compiled yet, and answers like one that is."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._made_of = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(*self._made_of)  # type: ignore[type-var]
        # From now on they are found without coming here.
        for method in (
            "fullmatch",
            "match",
            "search",
            "findall",
            "finditer",
            "split",
            "sub",
            "subn",
            "pattern",
        ):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def later(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A pattern for a module to have, whether or not it is asked."""
    return cast("re.Pattern[AnyStr]", Later(pattern, flags))
