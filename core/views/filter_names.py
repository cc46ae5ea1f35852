"""The ways to name a column in a filter: by its name or its heading, in any capitals, with blanks or underscores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def spellings(columns: Iterable[str], headings: Mapping[str, str]) -> dict[str, str]:
    """Every way to name a column, in small letters; of two columns that share one, its name wins, then the first column."""
    names = list(columns)[::-1]
    titled = [(headings[name], name) for name in names if name in headings]
    found: dict[str, str] = {}
    for pairs in (titled, [(name, name) for name in names]):
        for spelt in (_with_underscores, _with_blanks, str.casefold):
            found |= {spelt(text): name for text, name in pairs}
    return found


def matching(columns: Iterable[str], headings: Mapping[str, str], begun: str) -> list[str]:
    """The columns whose name or heading begins with a text, then those that hold it."""
    begun = _with_blanks(begun)
    forms = {name: (_with_blanks(name), _with_blanks(headings.get(name, ""))) for name in columns}
    first = [name for name, known in forms.items() if any(form.startswith(begun) for form in known)]
    inside = [
        name
        for name, known in forms.items()
        if begun and name not in first and any(begun in form for form in known)
    ]
    return first + inside


def heading_beside(name: str, headings: Mapping[str, str]) -> str:
    """The heading of a column where it tells more than the name does."""
    heading = headings.get(name, "")
    return "" if _with_blanks(heading) == _with_blanks(name) else heading


def _with_blanks(text: str) -> str:
    return text.casefold().replace("_", " ")


def _with_underscores(text: str) -> str:
    return text.casefold().replace(" ", "_")
