"""The progress line: a bar where it is known how much there is, and what there is so far elsewhere."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from cli.progress import BAR, ProgressLine, share_read
from core.recipe import Recipe
from core.study import Study


class FakeConnection:
    def __init__(self, share: float) -> None:
        self.share = share

    def query_progress(self) -> float:
        return self.share


def watching(**made: Any) -> ProgressLine:
    line = ProgressLine(shown=False)
    line.say("reading")
    line.watch(SimpleNamespace(**made))  # type: ignore[arg-type]
    return line


@pytest.mark.parametrize(("share", "full"), [(50.0, BAR // 2), (100.0, BAR), (1.0, 0)])
def test_the_database_tells_how_far_it_is(share: float, full: int) -> None:
    shown = watching(connection=FakeConnection(share)).line()
    assert f"{share:.0f} %" in shown
    assert sum(shown.count(mark) for mark in "█#") == full
    assert sum(shown.count(mark) for mark in "░.") == BAR - full


def test_nothing_known_is_no_bar() -> None:
    line = watching(connection=FakeConnection(-1.0))
    first, second = line.line(), line.line()
    assert "%" not in first
    assert first.partition(" ")[2].startswith("reading  0:0")
    assert first[0] != second[0], "nothing shows that it is alive"


def test_what_is_written_so_far_is_told(tmp_path: Path) -> None:
    from core.workspace import unfinished_prefix

    (tmp_path / f"{unfinished_prefix()}rows-x.part").write_bytes(b"x" * 2_500_000)
    assert "reading, 2.5 MB so far" in watching(workspace=SimpleNamespace(folder=tmp_path)).line()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells where in a file a process is")
def test_the_place_in_a_compressed_file_is_a_share(tmp_path: Path) -> None:
    first, second = tmp_path / "first.gz", tmp_path / "second.gz"
    dice = __import__("random").Random(1)
    for path in (first, second):
        path.write_bytes(gzip.compress(dice.randbytes(3_000_000), 1))
    files = [(str(path.resolve()), path.stat().st_size) for path in (first, second)]
    assert share_read(files) is None
    with gzip.open(second) as stream:
        stream.read(1_500_000)
        share = share_read(files)
        assert share is not None
        assert 70 < share < 80  # all of the first, and half of the second
    assert share_read(files) is None


def test_a_real_query_tells_its_share(tmp_path: Path) -> None:
    """Without being asked to, the database says nothing of how far it is, and the bar only pulsed."""
    (tmp_path / "sales.csv").write_text("a,b\n1,2\n")
    with Study(Recipe(), [tmp_path / "sales.csv"], progress=lambda _: None) as study:
        settings = study.connection.execute(
            "SELECT current_setting('enable_progress_bar'), current_setting('enable_progress_bar_print')"
        ).fetchone()
    assert settings == (True, False)


def test_of_a_workbook_the_sheets_read_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ("North", "South", "West"):
        sheet = book.create_sheet(name)
        sheet.append(["Order", "Date", "Customer", "Price"])
        sheet.append([f"{name}1", "2025-01-02", "A", 9.5])
    book.save(tmp_path / "book.xlsx")
    told: list[str] = []
    with Study(Recipe(), [tmp_path / "book.xlsx"], progress=told.append) as study:
        assert study.report.rows == 3
    assert [one for one in told if "sheets" in one] == [
        f"opening book.xlsx: {read} of 3 sheets read" for read in (1, 2, 3)
    ]
