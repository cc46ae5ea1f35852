"""The app on a pseudo-terminal, beside the smallest Textual app: first frame, keys, bytes, memory, quitting."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import ROOT, SAMPLE, verdict
from bench.terminal import KEYS, Answer, Terminal, answers, family, is_alive, median_of, memory_mb

FOUND = "913 customers"
MINIMAL = [sys.executable, str(ROOT / "bench" / "peers" / "minimal_app.py")]
CUSTOMERS = 1_000_000
# In turn, each from where the one before left the cursor: a Down at the end would move nothing.
MOVES = (("Down",), ("PageDown",), ("End", "Home"))
IDLE_S = 5
READING_S = 2
# What stands above the sources to choose from, and how long somebody looks at them.
CHOICE = "Begin with"
REST_S = 1.5


@contextmanager
def opened(source: Path | None, home: Path) -> Iterator[Terminal]:
    """The app on a source, or where one is chosen, with folders of its own."""
    env = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CACHE", "STATE", "CONFIG")}
    sources = [str(source)] if source else []
    terminal = Terminal([sys.executable, "-m", "cli.main", *sources], env)
    try:
        yield terminal
    finally:
        terminal.close()


def first_frames(folder: Path, times: int) -> None:
    """How soon something is drawn, and how soon the sample is there: from the shell, and chosen in the app."""
    minimal: list[float] = []
    mine: list[float] = []
    cold: list[float] = []
    warm: list[float] = []
    chosen_cold, chosen_warm = [], []
    for number in range(times):
        home = folder / f"home-{number}"
        for found in (cold, warm):
            # In turn: the machine is not as quick at all times.
            minimal.append(_smallest())
            with opened(SAMPLE, home) as app:
                mine.append(app.until("2 Clean"))
                found.append(app.until(FOUND))
        fresh = folder / f"chosen-{number}"
        chosen_cold.append(_chosen(fresh))
        chosen_warm.append(_chosen(fresh))
    mine_s, minimal_s = statistics.median(mine), statistics.median(minimal)
    print("\nThe app's start")
    print(f"  first frame {mine_s:.2f} s, the smallest Textual app {minimal_s:.2f} s")
    print("  -> " + verdict("first frame beside it", mine_s / minimal_s, 1.5, at_least=False))
    for name, seconds, wanted in (
        ("the sample from the shell, nothing kept", cold, 2),
        ("the sample from the shell again", warm, 0.7),
        ("the sample from Enter in the app, nothing kept", chosen_cold, 2),
        ("the sample from Enter in the app again", chosen_warm, 0.7),
    ):
        print("  -> " + verdict(name, statistics.median(seconds), wanted, at_least=False, unit="s"))


def _smallest() -> float:
    """Seconds until the smallest Textual app has drawn something."""
    terminal = Terminal(MINIMAL)
    try:
        return terminal.until("minimal")
    finally:
        terminal.close()


def _chosen(home: Path) -> float:
    """Seconds from Enter on the first of what can be opened, which is the sample, until its customers are there."""
    with opened(None, home) as app:
        app.until(CHOICE)
        app.settle(REST_S)
        before = time.perf_counter() - app.started
        app.send(KEYS["Enter"])
        return app.until(FOUND) - before


def million(folder: Path, times: int) -> None:
    """The keys of a grid of a million customers."""
    source = folder / "million.csv"
    _write_customers(source)
    with opened(source, folder / "home-million") as app:
        app.until("1,000,000 customers", 180)
        app.press("3")
        app.settle(3)
        found: dict[str, list[Answer]] = {}
        for keys in MOVES:
            found |= answers(app, keys, times)
        sort = answers(app, ["s"], 5)["s"]
        idle = app.settle(IDLE_S)
        memory = memory_mb(app.process)
        quitting = app.quit()
    source.unlink()
    print(f"\nA grid of {CUSTOMERS:,} customers, 120x40")
    for key, answered in found.items():
        print(
            f"  {key:<10}{median_of(answered, 'done_ms'):7.1f} ms {median_of(answered, 'bytes'):8,.0f} bytes"
        )
    down, page = found["Down"], [answer for key in ("PageDown", "Home", "End") for answer in found[key]]
    print("  -> " + verdict("Down", median_of(down, "done_ms"), 5, at_least=False, unit="ms"))
    print("  -> " + verdict("Down", median_of(down, "bytes"), 600, at_least=False, unit="bytes"))
    print("  -> " + verdict("PageDown, Home, End", median_of(page, "done_ms"), 20, at_least=False, unit="ms"))
    print(
        "  -> "
        + verdict("PageDown, Home, End", median_of(page, "bytes"), 12_000, at_least=False, unit="bytes")
    )
    print("  -> " + verdict("sort", median_of(sort, "done_ms"), 500, at_least=False, unit="ms"))
    print("  -> " + verdict("the app's own process", memory, 100, at_least=False, unit="MB"))
    print("  -> " + verdict("idle", idle / IDLE_S, 0, at_least=False, unit="bytes/s"))
    print("  -> " + verdict("quitting", quitting, 0.4, at_least=False, unit="s"))


def at_work(source: Path, folder: Path) -> None:
    """Keys while the engine reads many rows, and quitting in the middle of it."""
    with opened(source, folder / "home-work") as app:
        app.until("2 Clean")
        for key in ("2", "1"):  # the first time a screen is loaded, and made
            app.settle(0.5)
            app.press(key)
        app.settle(0.5)
        progress = app.settle(READING_S)  # before the keys, lest the reading ends in it
        moves = answers(app, ("Down", "Up"), 25)
        screens = answers(app, ("2", "1"), 25)
        processes = family(app.process)
        quitting = app.quit()
    left = [process for process in processes if is_alive(process)]
    print("\nWhile the engine reads")
    for name, answered in (("a move in the rows", moves), ("a change of screen", screens)):
        firsts = sorted(answer.first_ms for each in answered.values() for answer in each)
        slowest = firsts[int(len(firsts) * 0.99) - 1]
        print(f"  first byte after {name}: {statistics.median(firsts):.0f} ms as a rule")
        print("  -> " + verdict(f"after {name} (99 %)", slowest, 20, at_least=False, unit="ms"))
    print("  -> " + verdict("progress", progress / READING_S, 1000, at_least=False, unit="bytes/s"))
    print("  -> " + verdict("quitting meanwhile", quitting, 0.4, at_least=False, unit="s"))
    print("  -> " + verdict("processes left", len(left), 0, at_least=False, unit=""))


def _write_customers(path: Path) -> None:
    rng = random.Random(1)
    countries = ("Germany", "France", "Italy", "Spain")
    with path.open("w") as file:
        file.write("customer_id,order_id,order_date,amount,country\n")
        for number in range(CUSTOMERS):
            day = f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
            amount = rng.lognormvariate(4, 1)
            file.write(f"{100_000 + number},{number},{day},{amount:.2f},{rng.choice(countries)}\n")
