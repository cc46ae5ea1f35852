"""Names of files as they are typed, before anything is looked for."""

from __future__ import annotations

from core.errors import SourceError


def check_name(given: str) -> None:
    """Refuse a name that is not UTF-8 text: the database and the recipe could not say which file is meant."""
    try:
        given.encode("utf-8")
    except UnicodeEncodeError:
        raise SourceError(
            f"The name {given!r} is not UTF-8 text, so the file cannot be named in a recipe or opened.",
            "Rename the file or folder (mv), or set a UTF-8 locale: LC_ALL=C.UTF-8",
        ) from None
