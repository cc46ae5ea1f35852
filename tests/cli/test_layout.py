"""What people see is neither cut nor crooked, at any width, in colour, without it, and in ASCII."""

from __future__ import annotations

import itertools
import os
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.command import Run, spawned

SAMPLE = ROOT / "sample_data" / "online_retail.xlsx"
NAMES = ("Champions", "Potential Loyalist", "Can't Lose Them", "Need Attention")

# What is laid out is the same in all cases: the first one reads it.
pytestmark = pytest.mark.usefixtures("kept_between_cases")


@pytest.mark.parametrize("width", [60, 80, 100, 120, 200])
@pytest.mark.parametrize("command", ["run", "inspect"])
def test_nothing_is_cut(run: Run, monkeypatch: pytest.MonkeyPatch, width: int, command: str) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run(command, SAMPLE).out.splitlines()
    assert "…" not in "".join(lines)
    assert max(map(len, lines)) <= width
    assert [line for line in lines if line != line.rstrip()] == []
    assert not any(one == other == "" for one, other in itertools.pairwise(lines)), "two blank lines"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_columns_stand_below_each_other(run: Run, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("run", SAMPLE).out.splitlines()
    ends = [
        match.end()
        for line in lines
        if line.strip().startswith(("High ", "Medium ", *NAMES))
        and (match := re.search(r"[\d,]+\.\d\d(?!\d)", line))
    ]
    assert len(ends) == 6
    assert len(set(ends)) == 1, "the money of tiers and segments"
    headings = [line for line in lines if line.startswith((" tier ", " segment "))]
    assert headings[0].split()[1:] == headings[1].split()[1:]


def test_sheets_of_one_file_are_named_together(run: Run) -> None:
    assert run("run", SAMPLE).out.splitlines()[0] == "online_retail.xlsx [Year 2023-2024, Year 2024-2025]"


@pytest.mark.parametrize("command", ["run", "inspect"])
def test_ascii(command: str, tmp_path: Path) -> None:
    plain = spawned(
        command,
        SAMPLE,
        LC_ALL="C",
        PYTHONIOENCODING="ascii",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        COLUMNS="80",
    )
    usual = spawned(command, SAMPLE, PYTHONIOENCODING="utf-8", COLUMNS="80")
    assert plain.stdout.isascii()
    drawn = usual.stdout.decode().translate(str.maketrans("─█•–", "-#--"))
    assert plain.stdout.decode() == drawn, "ASCII has a layout of its own"


def test_colour_changes_no_letter() -> None:
    coloured = spawned("run", SAMPLE, FORCE_COLOR="1", TERM="xterm-256color")
    plain = spawned("run", SAMPLE, NO_COLOR="1", FORCE_COLOR="")
    assert b"\x1b[" in coloured.stdout
    assert re.sub(rb"\x1b\[[\d;]*m", b"", coloured.stdout) == plain.stdout
    assert os.linesep.encode() in plain.stdout
