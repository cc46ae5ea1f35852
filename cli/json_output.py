"""JSON on standard output."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from core.errors import OutputError


def print_json(value: Any) -> None:
    """One line of JSON in ASCII: the same in every locale, and with nothing in it that a terminal would act upon."""
    if getattr(sys.stdout, "name", "") == os.devnull:  # what stands in for one that was closed
        raise OutputError(
            "Standard output is closed, so the result could not be printed.",
            "Leave it open, or send it to a file: > result.json",
        )
    print(json.dumps(value, default=str))
