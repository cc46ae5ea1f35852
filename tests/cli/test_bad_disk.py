"""The disk: full, forbidden, shared. Two lines, and nothing half written."""

from __future__ import annotations

import ctypes
import gzip
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.support.command import (
    SALES,
    Run,
    alone,
    below,
    no_large_files,
    right,
    unfinished,
)


@pytest.mark.parametrize("source", ["csv", "gz", "stdin"])
def test_no_room_in_the_cache(tmp_path: Path, many: Path, own_workspace: Path, source: str) -> None:
    out = tmp_path / "out"
    options: dict[str, Any] = {"preexec_fn": no_large_files(10_000)}
    if source == "stdin":
        with many.open() as stream:
            ran = alone("-", "--out", out, stdin=stream, **options)
    else:
        path = many if source == "csv" else tmp_path / "many.csv.gz"
        if source == "gz":
            path.write_bytes(gzip.compress(many.read_bytes()))
        ran = alone("run", path, "--out", out, **options)
    ran.refused(1, "larger than this system allows", str(own_workspace))
    assert unfinished(own_workspace) == []
    assert not out.exists()


@pytest.mark.parametrize("kind", ["parquet", "csv", "xlsx"])
def test_no_room_for_the_results(run: Run, tmp_path: Path, many: Path, kind: str) -> None:
    right_now = run("run", many, "--json")
    assert right_now.status == 0
    out = tmp_path / "new" / "out"
    source = many
    if kind == "xlsx":  # openpyxl takes its time
        source = tmp_path / "few.csv"
        source.write_text("".join(many.read_text().splitlines(keepends=True)[:501]))
        assert run("run", source, "--json").status == 0
    ran = alone("run", source, "--out", out, "--format", kind, preexec_fn=no_large_files(5_000))
    ran.refused(1, str(out))
    assert not out.exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with next to no room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = (
        os.geteuid() == 0
        and sys.platform == "linux"
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=False, capture_output=True
        ).returncode
        == 0
    )
    if not mounted:
        pytest.skip("only root may mount a small disk; RLIMIT_FSIZE stands in for it in the tests above")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(tmp_path: Path, many: Path, small_disk: Path) -> None:
    ran = alone("run", many, environment={"XDG_CACHE_HOME": str(small_disk)})
    ran.refused(1, "disk is full", str(small_disk))
    assert below(small_disk) == ["regulars"]
    ran = alone("run", many, "--out", small_disk / "out")
    ran.refused(1, "disk is full", str(small_disk / "out"))
    assert below(small_disk) == ["regulars"]


@pytest.mark.parametrize(
    "limits", [{"max_temp_directory_size": "2MB"}, {}], ids=["a full disk", "a limit on the size of files"]
)
def test_no_room_to_spill(tmp_path: Path, limits: dict[str, str]) -> None:
    script = f"""
import resource, signal
from pathlib import Path
from core.engine import connect, told_plainly
from core.errors import RegularsError
spill = Path({str(tmp_path)!r})
if not {limits!r}:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
connection = connect(spill, threads=2, memory_mb=40)
for name, value in {limits!r}.items():
    connection.execute(f"SET {{name}} = '{{value}}'")
try:
    with told_plainly("sorting"):
        connection.execute("CREATE TABLE t AS SELECT hash(i)::varchar || hash(i + 1)::varchar AS s FROM range(2000000) r(i) ORDER BY s")
except RegularsError as error:
    print(error.what)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "sorting could not be finished" in ran.stdout, ran.stdout + ran.stderr
    assert ("The disk is full" if limits else "larger than this system allows") in ran.stdout


def _without_privileges() -> None:
    """Let permissions hold even for root: it keeps no right to pass over them after the next exec."""
    if os.geteuid() == 0:
        drop_from_bounding_set, may_override, may_read_all = 24, 1, 2
        library = ctypes.CDLL(None, use_errno=True)
        for capability in (may_override, may_read_all):
            library.prctl(drop_from_bounding_set, capability, 0, 0, 0)


@pytest.fixture
def strict(tmp_path: Path) -> dict[str, Any]:
    """How to start a process that permissions hold for."""
    probe = tmp_path / "probe"
    probe.mkdir(mode=0)
    options = {"preexec_fn": _without_privileges}
    tried = subprocess.run(
        [sys.executable, "-c", "import os, sys; os.listdir(sys.argv[1])", probe],
        check=False,
        capture_output=True,
        **options,
    )
    probe.chmod(0o700)
    probe.rmdir()
    if tried.returncode == 0:
        pytest.skip("permissions do not hold for whoever runs this, and cannot be made to")
    return options


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Callable[[Path, int], Path]]:
    """Changes permissions until the test is over."""
    changed: list[Path] = []

    def lock(path: Path, mode: int) -> Path:
        changed.append(path)
        path.chmod(mode)
        return path

    yield lock
    for path in changed:
        path.chmod(0o700)


def test_an_unreadable_file_and_folder(
    sales: Path, strict: dict[str, Any], locked: Callable[[Path, int], Path]
) -> None:
    locked(sales, 0)
    alone("run", sales, **strict).refused(1, "sales.csv", "permission denied")
    sales.chmod(0o600)
    inner = sales.parent / "inner"
    inner.mkdir()
    (inner / "more.csv").write_text(SALES)
    locked(inner, 0)
    alone("run", inner, **strict).refused(1, "inner", "permission denied")
    alone("run", inner / "more.csv", **strict).refused(1, "more.csv", "permission")
    # A folder that cannot be looked into is not passed over: its sales would be missing.
    alone("run", sales.parent, **strict).refused(1, "inner", "permission denied")


def test_a_read_only_current_folder(
    sales: Path, strict: dict[str, Any], locked: Callable[[Path, int], Path]
) -> None:
    locked(sales.parent, 0o500)
    right(alone("run", "sales.csv", "--json", cwd=sales.parent, **strict))
    alone("run", "sales.csv", "--out", "out", cwd=sales.parent, **strict).refused(
        1, "'out'", "cannot be written"
    )


def test_a_cache_that_cannot_be_written(
    sales: Path, tmp_path: Path, strict: dict[str, Any], locked: Callable[[Path, int], Path]
) -> None:
    cache, spare = tmp_path / "cache", tmp_path / "spare"
    cache.mkdir()
    spare.mkdir()
    locked(cache, 0o500)
    environment: dict[str, str | None] = {"XDG_CACHE_HOME": str(cache), "TMPDIR": str(spare)}
    right(alone("run", sales, "--json", environment=environment, **strict))
    assert below(spare) == [], "the temporary workspace was left behind"
    locked(spare, 0o500)
    environment["TMP"] = environment["TEMP"] = str(spare)
    ran = alone("run", sales, "--json", environment=environment, cwd=spare, **strict)
    if ran.status:  # where /tmp can be written, it is used in its stead
        ran.refused(1, str(cache), "XDG_CACHE_HOME")


def test_a_home_that_does_not_exist(sales: Path, tmp_path: Path) -> None:
    for home in (None, "/dev/null/home"):
        environment: dict[str, str | None] = {
            "HOME": home,
            "XDG_CACHE_HOME": "/dev/null/cache",
            "TMPDIR": str(tmp_path),
        }
        right(alone("run", sales, "--json", environment=environment))
    assert below(tmp_path) == ["sales.csv"]


def test_out_is_a_file_or_below_one(run: Run, sales: Path) -> None:
    run("run", sales, "--out", sales).refused(1, "is a file", "--out DIR")
    run("run", sales, "--out", sales / "deeper").refused(1, "cannot be written")
    assert sales.read_text() == SALES


def test_out_holds_other_files(run: Run, sales: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.doc").write_text("years of work")
    run("run", sales, "--out", out).refused(1, "thesis.doc", "--force")
    assert below(out) == ["thesis.doc"]
    assert run("run", sales, "--out", out, "--force", "--quiet").status == 0
    assert (out / "thesis.doc").read_text() == "years of work"
