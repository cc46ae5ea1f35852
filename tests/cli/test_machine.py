"""The machine around a run: other runs, terminals, folders and pipes."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from cli.main import main
from tests.conftest import ROOT
from tests.support.command import (
    REPLAYED,
    spawned,
)
from tests.support.planted import FIRST, SECOND, write_cells, write_workbook


def test_two_runs_at_once_share_a_workspace(dirty_sales: Path, tmp_path: Path) -> None:
    workbook = write_workbook(tmp_path / "years.xlsx", {"Year 1": FIRST, "Year 2": SECOND})
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "cli.main", "run", str(source), "--json", "--out", str(tmp_path / f"out {number}")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )
        for number, source in enumerate([workbook, workbook, dirty_sales, dirty_sales])
    ]  # fmt: skip
    ended = [(*run.communicate(timeout=120), run.returncode) for run in runs]
    assert [(status, errors) for _, errors, status in ended] == [(0, b"")] * 4
    assert ended[0][0] == ended[1][0] != ended[2][0] == ended[3][0]
    for one, other in (("out 0", "out 1"), ("out 2", "out 3")):
        for name in REPLAYED:
            assert (tmp_path / one / name).read_bytes() == (tmp_path / other / name).read_bytes()


@pytest.mark.parametrize("arguments", [["run"], ["run", "--json"], ["inspect"], ["run", "--explain", "kept"]])
def test_a_terminal_that_knows_only_ascii(arguments: Sequence[str], tmp_path: Path) -> None:
    """Neither names nor our own drawing may stop it, and whatever it cannot show is not printed."""
    rows = [(f"Zoë {n % 5}", str(n), f"2024-05-{n:02}", f"{n}.25", "Größe “M” – 日本") for n in range(1, 25)]
    path = write_cells(tmp_path / "sales.csv", rows, ("Kundenname", "Bestellung", "Datum", "Betrag", "Größe"))
    command, *options = arguments
    run = spawned(
        command, path, "--map", "customer=Kundenname", *options,
        LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0",
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.isascii()
    if "--json" in options:
        assert json.loads(run.stdout)["customers"] == 5


def test_no_colours_where_none_are_wanted(dirty_sales: Path) -> None:
    coloured = spawned("run", dirty_sales, FORCE_COLOR="1", TERM="xterm-256color")
    plain = spawned("run", dirty_sales, FORCE_COLOR="", NO_COLOR="1", TERM="xterm-256color")
    assert coloured.returncode == plain.returncode == 0
    assert b"\x1b" not in plain.stdout + plain.stderr
    assert plain.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_current_folder_that_cannot_be_written(dirty_sales: Path, tmp_path: Path) -> None:
    read_only = tmp_path / "read only"
    read_only.mkdir()
    read_only.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        run = spawned("run", dirty_sales, "--json", cwd=read_only)
    finally:
        read_only.chmod(stat.S_IRWXU)
    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout)["rows"] == len(FIRST)


def test_nothing_is_left_in_the_current_folder(dirty_sales: Path, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    run = spawned("run", dirty_sales, "--json", cwd=here)
    assert run.returncode == 0
    assert list(here.iterdir()) == []
    assert [path.name for path in dirty_sales.parent.iterdir()] == ["sales.csv"]


def test_a_cache_folder_that_cannot_be_used_is_done_without(dirty_sales: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    run = spawned("run", dirty_sales, "--json", XDG_CACHE_HOME=str(tmp_path / "file"), TMPDIR=str(temporary))
    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout)["rows"] == len(FIRST)
    assert list(temporary.iterdir()) == []


def test_a_reader_that_has_seen_enough_is_no_error(dirty_sales: Path) -> None:
    """As in `regulars run sales.csv | head -1`."""
    run = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "run", str(dirty_sales)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )  # fmt: skip
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()
    assert run.stderr.read() == b""
    assert run.wait(timeout=60) == 0
    run.stderr.close()


def test_main_can_be_called_with_output_that_is_no_terminal(
    dirty_sales: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From a notebook, standard output is whatever the notebook put there."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", stream)
    assert main(["run", str(dirty_sales), "--json"]) == 0
    stream.flush()
    assert json.loads(stream.buffer.getvalue())["rows"] == len(FIRST)  # type: ignore[attr-defined]
