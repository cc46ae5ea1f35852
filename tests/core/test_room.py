"""What keeping rows will take is said before it is taken, and refused where there is no room for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import RegularsError
from core.passes import SourcePass
from core.recipe import Recipe
from core.source.model import FoundFile
from core.workspace import Workspace


def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, free: int) -> list[str]:
    """What is said before a workbook of `size` bytes is opened on a disk with `free` bytes."""
    said: list[str] = []
    monkeypatch.setattr(Workspace, "free_bytes", lambda _: free)
    file = FoundFile(tmp_path / "sales.xlsx", "sales.xlsx", "workbook", size, "an identity")
    source = SourcePass(
        Recipe(), [file], Workspace(tmp_path, 10**9), lambda: pytest.fail("nothing is opened"), said.append
    )
    said.append(source._opening())
    plain = replace(file, kind="text", path=tmp_path / "sales.csv")
    assert (
        SourcePass(
            Recipe(),
            [plain],
            Workspace(tmp_path, 10**9),
            lambda: pytest.fail("nothing is opened"),
            said.append,
        )._opening()
        == "opening sales.xlsx"
    )
    return said


def test_little_is_kept_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened(tmp_path, monkeypatch, 10**6, 10**12) == ["opening sales.xlsx"]


def test_much_is_announced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened(tmp_path, monkeypatch, 10**9, 10**12) == ["opening sales.xlsx (keeps about 300 MB)"]


def test_what_has_no_room_is_refused_before_it_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RegularsError, match=r"about 3\.0 GB, and .* has room for 1\.0 GB"):
        opened(tmp_path, monkeypatch, 10**10, 10**9)
