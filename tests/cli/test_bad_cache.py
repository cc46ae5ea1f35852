"""What is kept between runs: damaged, too large, shared, or of a source that has changed since."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import (
    REVENUE,
    SALES,
    Run,
    below,
    right,
    sources_to_keep,
    start,
    unfinished,
)


@pytest.mark.parametrize("damage", ["cut", "removed", "replaced"])
def test_a_damaged_cache_is_made_again(
    run: Run, tmp_path: Path, book: bytes, own_workspace: Path, damage: str
) -> None:
    for source in sources_to_keep(tmp_path, book):
        first = run("run", source, "--json")
        right(first)
        for name in below(own_workspace):
            path = own_workspace / name
            whole = path.read_bytes()
            if damage == "removed":
                path.unlink()
            else:
                path.write_bytes({"cut": whole[: len(whole) // 2], "replaced": b"[1, 2]"}[damage])
            explained = ["--json", "--explain", "kept"]  # goes back to the rows
            for arguments in (explained, ["--json"]) if name.startswith("rows") else (["--json"],):
                again = run("run", source, *arguments)
                assert (again.status, again.err) == (0, ""), name
                if arguments == ["--json"]:
                    assert again.out == first.out, name
        run("cache", "--clear")


def test_a_quota_smaller_than_what_is_kept(
    run: Run, many: Path, tmp_path: Path, own_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "many.csv.gz"
    packed.write_bytes(gzip.compress(many.read_bytes()))
    generous = run("run", packed, "--json", "--set", "customers.products=on")
    for quota_mb in ("0", "1"):
        monkeypatch.setenv("REGULARS_CACHE_MB", quota_mb)
        for _ in range(2):
            again = run("run", packed, "--json", "--set", "customers.products=on")
            assert (again.status, again.out) == (0, generous.out)
            kept = sum((own_workspace / name).stat().st_size for name in below(own_workspace))
            assert kept <= int(quota_mb) * 10**6


def test_two_runs_at_once(tmp_path: Path, many: Path, own_workspace: Path) -> None:
    packed = tmp_path / "many.csv.gz"
    packed.write_bytes(gzip.compress(many.read_bytes()))
    tight: dict[str, str | None] = {"REGULARS_CACHE_MB": "0"}
    both = [start("run", packed, "--json", environment=tight if number else None) for number in range(2)]
    said = [process.communicate(timeout=40) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert said[0][0] == said[1][0]
    assert unfinished(own_workspace) == []


def test_a_source_that_changes_between_runs(run: Run, sales: Path) -> None:
    right(run("run", sales, "--json"))
    status = sales.stat()
    changed = SALES.replace(",2.50\n", ",3.50\n", 1)
    assert len(changed) == len(SALES)
    sales.write_text(changed)
    os.utime(
        sales, ns=(status.st_atime_ns, status.st_mtime_ns)
    )  # the same size and time: only the content tells
    assert run("run", sales, "--json").json["revenue"] == REVENUE + 1


def test_a_source_that_changes_while_it_is_read(
    run: Run, sales: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.passes import SourcePass

    reading = SourcePass._try_pass

    def growing(self: SourcePass, stages: Any) -> Any:
        with sales.open("a") as file:
            file.write("Z,1,2024-01-01,1,1.00\n")
        return reading(self, stages)

    monkeypatch.setattr(SourcePass, "_try_pass", growing)
    run("run", sales).refused(1, "sales.csv", "changed while it was being read")
