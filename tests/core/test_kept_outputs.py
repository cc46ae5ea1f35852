"""Outputs in the workspace that two runs make at the same time."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import duckdb
import pytest

from core.workspace import Workspace


def a_file_of(path: Path, rows: int) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT range AS i FROM range({rows})) TO '{path}' (FORMAT parquet)")


def rows_of(path: Path | None) -> int:
    assert path is not None
    with duckdb.connect() as connection:
        return len(connection.execute(f"FROM read_parquet('{path}')").fetchall())


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, 10**9)


def test_a_whole_output_stays_while_it_may_be_read(workspace: Workspace) -> None:
    with workspace.writing("rows", "key", ".parquet") as slow:
        with workspace.writing("rows", "key", ".parquet") as quick:
            a_file_of(quick, 10)
        first = workspace.path("rows", "key", ".parquet").stat()
        a_file_of(slow, 20)
    assert workspace.path("rows", "key", ".parquet").stat().st_ino == first.st_ino
    assert rows_of(workspace.find("rows", "key", ".parquet")) == 10
    assert [path.name for path in workspace.folder.iterdir()] == ["rows-key.parquet"]


def test_a_damaged_output_gives_way(workspace: Workspace) -> None:
    with workspace.writing("rows", "key", ".parquet") as path:
        a_file_of(path, 10)
        workspace.path("rows", "key", ".parquet").write_bytes(b"PAR1 half")
    assert rows_of(workspace.find("rows", "key", ".parquet")) == 10


def test_what_is_read_in_one_go_gets_its_newest_form(workspace: Workspace) -> None:
    for value in (1, 2):
        workspace.keep_json("report", "key", {"value": value})
    assert workspace.find_json("report", "key") == {"value": 2}


def test_a_file_system_without_second_names_keeps_outputs_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_names: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    for rows in (10, 20):
        with workspace.writing("rows", "key", ".parquet") as path:
            a_file_of(path, rows)
    assert rows_of(workspace.find("rows", "key", ".parquet")) == 10
    assert [path.name for path in workspace.folder.iterdir()] == ["rows-key.parquet"]
