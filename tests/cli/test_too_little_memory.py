"""Where the machine, a shell's limit or a setting leaves too little memory, that is said, and no fault of regulars or of the file."""

from __future__ import annotations

import os
import subprocess
import sys

import duckdb
import pytest

from cli.main import main
from core.engine import memory_error
from tests.tui.stories import SAMPLE

# Done by a process that says what it may have, and is ended in the middle of its work.
ENDED = """
import os, resource, signal, sys
from cli.guard import EndedError, guarded
if sys.argv[2] == "limited":
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
try:
    guarded(lambda: os.kill(os.getpid(), int(sys.argv[1])))
except EndedError as error:
    print(error.what, error.cure)
"""


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        duckdb.OutOfMemoryException("could not allocate block of size 256.0 KiB (1.9 MiB/1.9 MiB used)"),
        RuntimeError("can't start new thread"),
        ImportError("libarrow.so: failed to map segment from shared object"),
        OSError(12, os.strerror(12)),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_memory_lacks_for_is_told_as_that(error: Exception) -> None:
    told = memory_error(error, "the run")
    assert told is not None
    assert told.what == "There is not enough memory for the run."


def test_what_is_no_lack_of_memory_is_not() -> None:
    assert memory_error(RuntimeError("no such column"), "the run") is None


@pytest.mark.parametrize("signal", [6, 11])
@pytest.mark.parametrize(
    ("limit", "says"),
    [("limited", "where a process may have 8,192 MB of memory"), ("free", "outside of regulars' own code")],
)
def test_an_end_by_native_code_names_the_limit_that_may_be_why(signal: int, limit: str, says: str) -> None:
    script = [sys.executable, "-c", ENDED, str(signal), limit]
    told = subprocess.run(script, capture_output=True, text=True, check=True, timeout=60).stdout
    assert says in told
    assert "nothing half written" in told


def test_a_megabyte_is_too_little_and_said_to_be(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGULARS_MEMORY_MB", "1")
    assert main(["run", str(SAMPLE), "--json"]) != 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "not enough memory" in said.err
    assert "report" not in said.err
