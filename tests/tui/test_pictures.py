"""The pictures of the documents are of the app as it is, and need nothing from anywhere."""

from __future__ import annotations

import difflib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.drawn import FOLDER, SCRIPT, pictures_module, text_in
from tests.tui.stories import ROOT

MOST_BYTES = 150_000
STORED = sorted(FOLDER.glob("*.svg"))


def test_the_pictures_are_of_the_app_as_it_is(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SCRIPT, tmp_path], check=True, cwd=ROOT, timeout=300)
    assert {path.name for path in STORED} == {path.name for path in tmp_path.iterdir()}
    for stored in STORED:
        taken = text_in((tmp_path / stored.name).read_text(encoding="utf-8")).splitlines()
        before = text_in(stored.read_text(encoding="utf-8")).splitlines()
        different = "\n".join(difflib.unified_diff(before, taken, "stored", "now", lineterm="", n=0))
        assert not different, f"{stored.name}: make pictures\n{different}"


@pytest.mark.parametrize("stored", STORED, ids=lambda path: path.name)
def test_a_picture_is_small_and_needs_nothing_from_elsewhere(stored: Path) -> None:
    svg = stored.read_text(encoding="utf-8")
    assert len(svg.encode()) < MOST_BYTES
    assert re.findall(r"https?://[^\"' ]+", svg) == ["http://www.w3.org/2000/svg"]
    assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", svg)
    assert "online_retail.xlsx" in text_in(svg)
    assert not re.search(r"/(home|root|tmp|Users|work)\b", svg)


def test_what_is_random_or_remote_is_taken_out_of_a_drawing() -> None:
    drawing = (
        "<svg><!-- made by -->\n<style>\n@font-face {\n src: url('https://fonts.example/a.woff');\n}\n"
        ".terminal-123-matrix { font-family: Fira Code, monospace; }\n</style>"
        '<g clip-path="url(#terminal-123-line-1)"><text>a&#160;b&amp;c</text></g></svg>'
    )
    found = pictures_module().cleaned(drawing, "data")
    assert "http" not in found
    assert "made by" not in found
    assert "123" not in found
    assert "url(#data-line-1)" in found
    assert text_in(found) == "a b&c"
