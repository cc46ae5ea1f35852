"""Whole processes, measured: seconds and memory at the peak, medians of several runs taken in turn."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data" / "online_retail.xlsx"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took."""

    seconds: float
    peak_mb: float


def real_or_sample() -> Path:
    """Online Retail II, where it is; else the generated sample."""
    real = (
        Path(os.environ.get("REGULARS_REAL_DATA", "../shared/data"))
        / "online_retail_ii"
        / "online_retail_II.xlsx"
    )
    return real.resolve() if real.exists() else SAMPLE


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> Cost:
    """Run a process to its end, its output thrown away."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{errors.decode(errors='replace')}")
    return Cost(time.perf_counter() - began, usage.ru_maxrss / 1024)


def medians(
    contestants: Mapping[str, tuple[Sequence[str], Mapping[str, str]]], times: int
) -> dict[str, Cost]:
    """Run the contestants in turn, `times` rounds, so that a noisy minute hits them all alike."""
    costs: dict[str, list[Cost]] = {name: [] for name in contestants}
    for _ in range(times):
        for name, (command, env) in contestants.items():
            costs[name].append(run(command, env))
    return {
        name: Cost(statistics.median(cost.seconds for cost in runs), max(cost.peak_mb for cost in runs))
        for name, runs in costs.items()
    }


def show(heading: str, costs: Mapping[str, Cost], notes: Sequence[str]) -> None:
    """A block of results: each contestant, then what they say about each other."""
    print(f"\n{heading}")
    for name, cost in costs.items():
        print(f"  {name:<42}{cost.seconds:>9.2f} s {cost.peak_mb:>8.0f} MB")
    for note in notes:
        print(f"  -> {note}")


def verdict(what: str, reached: float, wanted: float, *, at_least: bool, unit: str = "times") -> str:
    """A figure beside what was wanted of it."""
    met = reached >= wanted if at_least else reached <= wanted
    return f"{what}: {reached:.2f} {unit}, wanted {'at least' if at_least else 'at most'} {wanted:g}: {'met' if met else 'NOT MET'}"


def remove(path: Path) -> None:
    """Remove a file or folder with all in it."""
    import shutil

    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
