"""Environment variables that are numbers, checked where they are read."""

from __future__ import annotations

import os

from core.errors import RegularsError

# More than any machine has of anything that is counted here; what has more digits was never meant as a number.
MOST_DIGITS = 12


def whole_number(name: str, *, least: int, example: int) -> int | None:
    """The variable as a whole number of at least `least`; None where it is not set."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    if value.isascii() and value.isdecimal() and len(value) <= MOST_DIGITS and int(value) >= least:
        return int(value)
    at_least = f" of at least {least}" if least else ""
    raise RegularsError(
        f"The environment variable {name} is {value[:40]!r}, which is not a whole number{at_least}.",
        f"Unset it, or set it to a number, as {name}={example}",
    )
