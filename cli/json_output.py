"""JSON on standard output."""

from __future__ import annotations

import json
from typing import Any


def print_json(value: Any) -> None:
    """One line of JSON in ASCII: the same in every locale, and with nothing in it that a terminal would act upon."""
    print(json.dumps(value, default=str))
