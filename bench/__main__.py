"""`make bench`: speed and memory, each beside a peer in the same run. Ratios and medians count; seconds depend on the machine."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.app import at_work, first_frames, million
from bench.charts import charts
from bench.classifiers import a_million as a_million_judged
from bench.classifiers import models_of_a_shop
from bench.clusters import a_million, criteria_of_a_shop
from bench.generate import generate
from bench.measure import ROOT, Cost, medians, real_or_sample, remove, run, show, verdict
from bench.panels import panels

PEERS = ROOT / "bench" / "peers"
REGULARS = [sys.executable, "-m", "cli.main"]
Contestant = tuple[Sequence[str], Mapping[str, str]]


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    arguments.add_argument(
        "--only",
        choices=("start", "workbook", "rows", "growth", "app", "clusters", "classifiers", "panels"),
        help="one of the measurements",
    )
    arguments.add_argument("--times", type=int, default=3, help="rounds of each (default: 3)")
    arguments.add_argument(
        "--rows", type=int, default=10_000_000, help="rows of the generated CSV (default: 10,000,000)"
    )
    arguments.add_argument("--data", type=Path, help="where generated files go (default: a temporary folder)")
    options = arguments.parse_args()
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory(prefix="regulars-bench-", dir=options.data) as folder:
        for name, measurement in (
            ("start", start),
            ("workbook", workbook),
            ("rows", rows),
            ("growth", growth),
            ("app", app),
            ("clusters", clusters),
            ("classifiers", classifiers),
            ("panels", lambda folder, options: panels(folder, options.times)),
        ):
            if options.only in (None, name):
                measurement(Path(folder), options)


def regulars(source: Path, cache: Path) -> Contestant:
    """A run of regulars whose workspace is `cache`."""
    return [*REGULARS, "run", str(source), "--json"], {"XDG_CACHE_HOME": str(cache)}


def clusters(folder: Path, _: argparse.Namespace) -> None:
    """Groups and how many there are."""
    criteria_of_a_shop()
    a_million(folder)


def classifiers(_: Path, __: argparse.Namespace) -> None:
    """Models, trained and judged."""
    models_of_a_shop()
    a_million_judged()


def start(_: Path, options: argparse.Namespace) -> None:
    """How soon the command line answers."""
    costs = medians(
        {
            "regulars --help": ([*REGULARS, "--help"], {}),
            "python -c 'import textual'": ([sys.executable, "-c", "import textual"], {}),
        },
        max(9, options.times),
    )
    mine, peer = costs.values()
    show(
        "Starting",
        costs,
        [verdict("regulars --help beside importing textual", mine.seconds / peer.seconds, 2, at_least=False)],
    )


def workbook(folder: Path, options: argparse.Namespace) -> None:
    """A workbook to customers and segments, nothing kept, and again."""
    source = real_or_sample()
    cold: list[Cost] = []
    warm: list[Cost] = []
    peers: list[Cost] = []
    for number in range(options.times):
        cache = folder / f"cache-{number}"
        command, env = regulars(source, cache)
        cold.append(run(command, env))
        warm += [run(command, env), run(command, env)]
        peers.append(run([sys.executable, str(PEERS / "pandas_rfm.py"), str(source)]))
        remove(cache)
    costs = {
        "regulars, nothing kept": _median(cold),
        "regulars, opened again": _median(warm),
        "pandas.read_excel and pandas": _median(peers),
    }
    first, again, peer = costs.values()
    show(
        f"Workbook: {source.name}",
        costs,
        [
            verdict("faster than pandas, nothing kept", peer.seconds / first.seconds, 10, at_least=True),
            verdict("faster than pandas, opened again", peer.seconds / again.seconds, 40, at_least=True),
        ],
    )


def rows(folder: Path, options: argparse.Namespace) -> None:
    """A large CSV, beside pandas and beside the bare query."""
    source = folder / "rows.csv"
    generate(source, options.rows)
    costs = medians(
        {
            "regulars": _fresh(source, folder),
            "bare DuckDB query": ([sys.executable, str(PEERS / "bare_duckdb.py"), str(source)], {}),
            "pandas": ([sys.executable, str(PEERS / "pandas_rfm.py"), str(source)], {}),
        },
        options.times,
    )
    mine, bare, pandas = costs.values()
    show(
        f"{options.rows:,} rows of CSV ({source.stat().st_size / 1e6:,.0f} MB)",
        costs,
        [
            verdict("faster than pandas", pandas.seconds / mine.seconds, 3.5, at_least=True),
            verdict("time of the bare query", mine.seconds / bare.seconds, 2, at_least=False),
            verdict("memory at the peak", mine.peak_mb, 1000, at_least=False, unit="MB"),
        ],
    )
    remove(source)


def growth(folder: Path, options: argparse.Namespace) -> None:
    """Three times the rows: three times the time, and no more memory."""
    costs: dict[str, Cost] = {}
    for times in (1, 2, 3):
        source = folder / f"rows-{times}.csv"
        generate(source, options.rows * times)
        costs |= medians({f"{options.rows * times:,} rows": _fresh(source, folder)}, options.times)
        remove(source)
    least, _, most = costs.values()
    show(
        "Growth",
        costs,
        [
            verdict("time for three times the rows", most.seconds / least.seconds, 3.3, at_least=False),
            verdict("memory for three times the rows", most.peak_mb / least.peak_mb, 1.3, at_least=False),
        ],
    )


def app(folder: Path, options: argparse.Namespace) -> None:
    """The app on a pseudo-terminal, and the charts it draws."""
    charts()
    first_frames(folder, max(5, options.times))
    million(folder, max(20, options.times))
    source = folder / "rows.csv"
    generate(source, options.rows)
    at_work(source, folder)
    remove(source)


def _fresh(source: Path, folder: Path) -> Contestant:
    """A run of regulars that finds nothing kept."""
    command, _ = regulars(source, folder)
    script = 'd=$(mktemp -d) && XDG_CACHE_HOME="$d" "$@"; s=$?; rm -rf "$d"; exit $s'
    return ["sh", "-c", script, "sh", *command], {}


def _median(costs: Sequence[Cost]) -> Cost:
    ordered = sorted(costs, key=lambda cost: cost.seconds)
    return Cost(ordered[len(ordered) // 2].seconds, max(cost.peak_mb for cost in costs))


if __name__ == "__main__":
    main()
