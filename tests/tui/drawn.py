"""What tests of pictures share: the script that takes them, and the text in a drawing."""

from __future__ import annotations

import html
import importlib.util
import re
import sys
from types import ModuleType

from tests.tui.stories import ROOT

SCRIPT = ROOT / "docs" / "pictures.py"
FOLDER = ROOT / "docs" / "pictures"


def pictures_module() -> ModuleType:
    """The script that takes the pictures, as a module."""
    spec = importlib.util.spec_from_file_location("docs_pictures", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


def text_in(svg: str) -> str:
    """The text of a drawing, a line for each piece of it."""
    pieces = re.findall(r"<text[^>]*>(.*?)</text>", svg, re.DOTALL)
    return "\n".join(html.unescape(piece).replace("\N{NO-BREAK SPACE}", " ").rstrip() for piece in pieces)
