"""Runs that are stopped or killed in their middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.command import (
    ROWS,
    Ran,
    Run,
    below,
    start,
    unfinished,
)


@pytest.fixture(autouse=True)
def heeded() -> Iterator[None]:
    """Runs begin with signals as a shell has them, though the tests may have been started by `nohup` or with `&`, which ignore some."""
    before = {number: signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGINT)}
    ignored = [number for number, handler in before.items() if handler == signal.SIG_IGN]
    for number in ignored:
        # What is handled, however, is back to its default in a process that is started.
        signal.signal(number, lambda *_: None)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)


def _in_the_middle(process: subprocess.Popen[str], workspace: Path) -> None:
    """Wait until rows are being kept."""
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        if any(path.stat().st_size for path in workspace.glob(".unfinished-*-rows-*")):
            return
        time.sleep(0.01)
    raise AssertionError("it never came to keeping rows")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_in_the_middle(
    tmp_path: Path, large: Path, own_workspace: Path, number: signal.Signals
) -> None:
    out = tmp_path / "out"
    process = start("run", large, "--out", out)
    _in_the_middle(process, own_workspace)
    process.send_signal(number)
    said, err = process.communicate(timeout=20)
    Ran(process.returncode, said, err).refused(130, "stopped", "nothing half written")
    assert below(own_workspace) == []
    assert not out.exists()


def test_signals_that_were_ignored_stay_ignored() -> None:
    script = "import os, signal\nfrom cli.stopping import Stop\nwith Stop().on_signals():\n    os.kill(os.getpid(), signal.SIGHUP)\nprint('alive')"
    nohup = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    assert nohup.stdout == "alive\n"


def _workers(process: subprocess.Popen[str]) -> list[int]:
    """The processes that a command has begun, by their numbers."""
    return [
        int(number)
        for path in Path(f"/proc/{process.pid}/task").glob("*/children")
        for number in path.read_text().split()
    ]


def _is_alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_killed_in_the_middle(
    run: Run, tmp_path: Path, large: Path, sales: Path, own_workspace: Path
) -> None:
    process = start("run", large)
    _in_the_middle(process, own_workspace)
    # All at once, as where the power fails: nobody is left to tidy.
    (worker,) = _workers(process)
    process.send_signal(signal.SIGSTOP)
    os.kill(worker, signal.SIGKILL)
    process.kill()
    process.communicate(timeout=20)
    assert unfinished(own_workspace), "it was not killed in the middle"
    out = tmp_path / "out"
    out.mkdir()
    # What a run killed while it wrote its results leaves: not in the way of the next, and swept by it.
    left = out / next(path.name for path in own_workspace.glob(".unfinished-*-scratch-*"))
    left.mkdir()
    (left / "customers.parquet").write_bytes(b"half")
    assert run("run", sales, "--out", out, "--quiet").status == 0
    assert unfinished(own_workspace) == []
    assert below(out) == ["customers.parquet", "ledger.csv", "recipe.toml", "segments.csv"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(signal.SIGKILL, ("memory", "SIGKILL")), (signal.SIGSEGV, ("fault", "SIGSEGV", "report"))],
)
def test_a_run_that_the_machine_ends_is_told_of(
    tmp_path: Path, large: Path, own_workspace: Path, number: signal.Signals, words: tuple[str, ...]
) -> None:
    process = start("run", large, "--out", tmp_path / "out", "--json")
    _in_the_middle(process, own_workspace)
    (worker,) = _workers(process)
    os.kill(worker, number)
    said, err = process.communicate(timeout=20)
    Ran(process.returncode, said, err).refused(1, *words, "nothing half written")
    assert below(own_workspace) == []
    assert below(tmp_path / "out") == []


def test_no_work_goes_on_once_its_command_is_killed(large: Path, own_workspace: Path) -> None:
    process = start("run", large)
    _in_the_middle(process, own_workspace)
    (worker,) = _workers(process)
    process.kill()
    process.communicate(timeout=20)
    until = time.monotonic() + 20
    while _is_alive(worker):
        assert time.monotonic() < until
        time.sleep(0.01)
    assert unfinished(own_workspace) == []


def test_what_a_terminal_asks_of_all_is_done_once(large: Path, own_workspace: Path) -> None:
    """Ctrl-C comes to the command and to the process that does its work, and from the one to the other."""
    process = start("run", large, start_new_session=True)
    _in_the_middle(process, own_workspace)
    os.killpg(process.pid, signal.SIGINT)
    said, err = process.communicate(timeout=20)
    Ran(process.returncode, said, err).refused(130, "stopped", "nothing half written")
    assert below(own_workspace) == []


def test_who_starts_it_may_ignore_the_ends_of_children(sales: Path) -> None:
    started = start("run", sales, "--json", preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
    said, err = started.communicate(timeout=60)
    assert Ran(started.returncode, said, err).json["rows"] == ROWS


def test_what_a_living_run_is_writing_is_left_alone(own_workspace: Path) -> None:
    from core.workspace import Workspace

    workspace = Workspace.default()
    with workspace.scratch() as mine:
        Workspace.default()
        assert mine.is_dir()
    assert not mine.exists()


# Python hears of nothing while native code runs: a sheet is parsed, a query planned.


NATIVE = """
import sys, threading, time
from concurrent.futures import ThreadPoolExecutor
import {module} as module

native = module.{name}

def slow(*arguments, **more):
    # A C call that heeds no signal, in the threads that the reader has of its own.
    print("native", file=sys.stderr, flush=True)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(time.sleep, 30).result()
    return native(*arguments, **more)

module.{name} = slow
from cli.main import entry
entry()
"""


@pytest.mark.parametrize(
    "module_and_name", ["core.source.workbook._read_sheet", "core.output._write_customers"]
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_while_native_code_runs(
    tmp_path: Path, book: bytes, own_workspace: Path, number: signal.Signals, module_and_name: str
) -> None:
    module, _, name = module_and_name.rpartition(".")
    (tmp_path / "book.xlsx").write_bytes(book)
    out = tmp_path / "new"
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            NATIVE.format(module=module, name=name),
            "run",
            tmp_path / "book.xlsx",
            "--out",
            out,
        ],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "native\n"
    time.sleep(0.05)
    process.send_signal(number)
    said, err = process.communicate(timeout=20)  # the native call takes longer
    Ran(process.returncode, said, err).refused(130, "stopped", "nothing half written")
    assert unfinished(own_workspace) == []
    assert not out.exists()


def test_stopped_while_native_code_runs_in_a_workspace_of_its_own(tmp_path: Path, book: bytes) -> None:
    """Where the cache cannot be written a temporary folder stands in for it, and goes too."""
    (tmp_path / "book.xlsx").write_bytes(book)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            NATIVE.format(module="core.source.workbook", name="_read_sheet"),
            "run",
            tmp_path / "book.xlsx",
        ],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": "/dev/null/cache", "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == "native\n"
    assert below(temporary)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130
    assert below(temporary) == []


def test_results_get_all_their_names_or_none(
    run: Run, sales: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C while the files of a run are given their names does not leave some of two runs beside each other."""
    out = tmp_path / "out"
    assert run("run", sales, "--out", out, "--format", "csv", "--quiet").status == 0
    rename, asked = Path.replace, []

    def interrupted(self: Path, target: Path) -> Path:
        if target.parent == out and target.name == "segments.csv" and not asked:
            asked.append(target)
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    assert run("run", sales, "--out", out, "--set", "segments.map=eleven", "--quiet").status == 130
    assert asked
    assert below(out) == ["customers.parquet", "ledger.csv", "recipe.toml", "segments.csv"]
    assert "Recent Customers" in (out / "segments.csv").read_text()
    assert 'map = "eleven"' in (out / "recipe.toml").read_text()


def test_no_listener_is_left_behind(run: Run, sales: Path) -> None:
    before = threading.active_count(), _open_descriptors()
    for _ in range(3):
        assert run("run", sales, "--quiet").status == 0
    assert signal.set_wakeup_fd(-1) == -1
    assert threading.active_count() <= before[0]
    assert _open_descriptors() <= before[1] + 1


def _open_descriptors() -> int:
    folder = Path("/proc/self/fd")
    return len([*folder.iterdir()]) if folder.is_dir() else 0


@pytest.mark.parametrize(
    ("raised", "status"),
    [("OSError(5, 'the terminal is gone')", 1), ("SystemExit(2)", 2), ("SystemExit()", 0)],
)
def test_the_process_ends_however_it_failed(raised: str, status: int) -> None:
    """A thread that reads a terminal that is gone would be waited for without end."""
    script = (
        "import threading, cli.main\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "def failing(**_):\n"
        f"    raise {raised}\n"
        "cli.main.main = failing\n"
        "cli.main.entry()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, cwd=ROOT, timeout=60, stderr=subprocess.DEVNULL
    )
    assert done.returncode == status
