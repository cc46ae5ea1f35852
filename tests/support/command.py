"""The command as tests run it, in this process or in one of its own, and a small sales file whose figures are known."""

from __future__ import annotations

import csv
import gzip
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from cli.main import main
from tests.conftest import ROOT

HEADER = "customer_id,order_id,order_date,quantity,price\n"
ROWS, CUSTOMERS, REVENUE = 60, 17, 973.0
LINES = [
    f"C{row % CUSTOMERS:03d},{1000 + row},2024-{1 + row % 12:02d}-{1 + row % 28:02d},{1 + row % 5},{2 + row % 7}.50\n"
    for row in range(ROWS)
]
SALES = HEADER + "".join(LINES)
ESCAPE, OVERRIDE = "\x1b", "\u202e"


@dataclass(frozen=True)
class Ran:
    """What a run said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        assert self.status == 0, self.err
        found: dict[str, Any] = json.loads(self.out)
        return found

    def refused(self, status: int, *words: str) -> None:
        """It ended with two lines that hold all of these words, and printed nothing else."""
        assert self.status == status, self.err
        lines = self.err.splitlines()
        assert len(lines) == 2, self.err
        assert lines[0].startswith("error: ")
        assert lines[1].startswith("       ")
        assert len(lines[1].strip()) > 10, "nothing says what to do"
        assert "Traceback" not in self.err
        assert "did not expect" not in self.err
        for word in words:
            assert word.lower() in self.err.lower(), self.err
        assert self.out == ""


Run = Callable[..., Ran]


def start(
    *arguments: object, environment: dict[str, str | None] | None = None, **more: Any
) -> subprocess.Popen[str]:
    """The command, as a process of its own."""
    merged = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
    kept = {name: value for name, value in merged.items() if value is not None}
    return subprocess.Popen(
        [sys.executable, "-m", "cli.main", *map(str, arguments)],
        env=kept,
        **{
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
            **more,
        },
    )


def alone(*arguments: object, environment: dict[str, str | None] | None = None, **more: Any) -> Ran:
    """The command in a process of its own, to its end."""
    process = start(*arguments, environment=environment, **more)
    out, err = process.communicate(timeout=40)
    return Ran(process.returncode, out or "", err or "")


def right(ran: Ran) -> None:
    """The figures of `SALES`."""
    found = ran.json
    assert (found["rows"], found["kept"], found["customers"]) == (ROWS, ROWS, CUSTOMERS)
    assert found["revenue"] == REVENUE


def below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def unfinished(folder: Path) -> list[str]:
    return [
        name for name in below(folder) if ".unfinished" in name or name.endswith(".part") or "tmp" in name
    ]


OURS = [
    "customer_id",
    "first_purchase",
    "last_purchase",
    "recency",
    "frequency",
    "monetary",
    "refunded",
    "net",
    "average_order",
    "r",
    "f",
    "m",
    "rfm",
    "value",
    "tier",
    "segment",
]
SEGMENTS = [
    "Champions",
    "Loyal",
    "Potential Loyalist",
    "New",
    "Promising",
    "Need Attention",
    "About to Sleep",
    "Can't Lose Them",
    "At Risk",
    "Hibernating",
]
REPLAYED = ("customers.parquet", "segments.csv", "ledger.csv", "recipe.toml")


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What a command that succeeds prints, with nothing on standard error."""
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert (status, printed.err) == (0, "")
    return printed.out


def result(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    """The object that `run --json` prints."""
    found: dict[str, Any] = json.loads(told(capsys, "run", *arguments, "--json"))
    return found


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Status and complaint of a command that fails: two lines on standard error, nothing printed."""
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert printed.out == ""
    lines = printed.err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("error: ")
    return status, printed.err


def spawned(
    *arguments: object, stdin: bytes = b"", cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        timeout=120,
    )


def customers_in(folder: Path) -> dict[str, dict[str, Any]]:
    return {row["customer_id"]: row for row in pq.read_table(folder / "customers.parquet").to_pylist()}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def no_large_files(most_bytes: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return limit


def sources_to_keep(tmp_path: Path, book: bytes) -> list[Path]:
    (tmp_path / "book.xlsx").write_bytes(book)
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(SALES.encode()))
    return [tmp_path / "book.xlsx", tmp_path / "packed.csv.gz"]


def harmless(ran: Ran) -> None:
    """Nothing that a terminal acts upon but colours that are ours (of which there are none without a terminal)."""
    for text in (ran.out, ran.err):
        for mark in (ESCAPE, "\x9b", "\x07", OVERRIDE, "\r"):
            assert mark not in text
