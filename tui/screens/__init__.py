"""One screen a module: each draws what the engine answers, and turns keys into recipes."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.view import View

NOT_YET = {
    "value": "Value, what customers will be worth, is not in this version.",
}
# In the order of their keys.
NAMES = ("data", "clean", "customers", "segments", "clusters", "models", "predict", "value")
SCREENS = tuple(name for name in NAMES if name not in NOT_YET)


def is_loaded(name: str) -> bool:
    """Whether a screen has been gone to before."""
    return f"{__name__}.{name}" in sys.modules


def view_class(name: str) -> type[View]:
    """The class of a screen, loaded when it is first gone to."""
    module = import_module(f"{__name__}.{name}")
    return module.VIEW  # type: ignore[no-any-return]
