"""`make soak`: the app on a pseudo-terminal, under random keys, sizes and killed engines, for as long as one likes.

It fails where the app ends by itself, writes a trace, or shows nothing that moves any more. The seed that it prints repeats the keys.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from bench.measure import ROOT, SAMPLE
from bench.terminal import KEYS, Terminal, family

SIZES = ((80, 24), (120, 40), (200, 60), (60, 20), (10, 3), (81, 25), (300, 80))
# Ctrl+Q would quit whatever is open, q asks for it in the registry's way; Ctrl+Z needs a shell.
LETTERS = "abcdefghijklmnoprstuvwxyzABCDFGHIJKLMNOPRSTUVWXYZ0123456789[]/:?.,+-*=<> "
MOVES = {
    **KEYS,
    "Tab": b"\t",
    "BackTab": b"\x1b[Z",
    "Backspace": b"\x7f",
}
SESSION_S = 60.0
QUIET_S = 20.0


def main() -> None:
    """Keep at it until the time is up; the exit status is 1 where something broke."""
    arguments = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    arguments.add_argument("--minutes", type=float, default=10, help="how long (default: 10)")
    arguments.add_argument("--seed", type=int, default=None, help="repeat the keys of an earlier run")
    arguments.add_argument("--source", type=Path, default=SAMPLE, help="what is opened (default: the sample)")
    options = arguments.parse_args()
    end = time.monotonic() + 60 * options.minutes
    seed = options.seed if options.seed is not None else random.randrange(10**6)
    while time.monotonic() < end:
        print(f"seed {seed}", end=" ", flush=True)
        with tempfile.TemporaryDirectory(prefix="regulars-soak-") as home:
            broken = _one_session(options.source, Path(home), random.Random(seed), end)
        print(broken or "well", flush=True)
        if broken:
            raise SystemExit(1)
        seed += 1


def _one_session(source: Path, home: Path, rng: random.Random, end: float) -> str:
    """What broke; empty where nothing did."""
    os.chdir(home)
    env = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CACHE", "STATE", "CONFIG")}
    app = Terminal(
        [sys.executable, "-m", "cli.main", str(source)], {**env, "PYTHONPATH": str(ROOT)}, (80, 24)
    )
    pressed: list[str] = []
    try:
        app.until("1 Data")
        until = min(end, time.monotonic() + SESSION_S)
        while time.monotonic() < until:
            broken = _one_step(app, rng, pressed)
            if broken:
                return f"{broken}; the last keys: {' '.join(pressed[-40:])}\n{app.text[-2000:]}"
        return _ended_well(app, home)
    finally:
        app.close()


def _one_step(app: Terminal, rng: random.Random, pressed: list[str]) -> str:
    chance = rng.random()
    if chance < 0.02:
        size = rng.choice(SIZES)
        pressed.append(f"({size[0]}x{size[1]})")
        app.resize(size)
    elif chance < 0.024:
        engines = family(app.process)[1:]
        if engines:
            pressed.append("(kill)")
            os.kill(rng.choice(engines), signal.SIGKILL)
    elif chance < 0.55:
        pressed.append(name := rng.choice(list(MOVES)))
        app.send(MOVES[name])
    else:
        pressed.append(letter := rng.choice(LETTERS))
        app.send(letter.encode())
    app.read(rng.choice((0.0, 0.0, 0.01, 0.05, 0.3)))
    app.drawn = app.drawn[-100_000:]
    if app.has_ended():
        return "the app has ended by itself"
    return ""


def _ended_well(app: Terminal, home: Path) -> str:
    """Whether it still answers, ends when asked, and has written no trace."""
    app.resize((80, 24))
    app.settle(1)
    drawn = 0
    began = time.monotonic()
    while not drawn and time.monotonic() - began < QUIET_S:
        app.send(b"\x1b")
        app.settle(0.2)
        app.send(b"?")
        drawn = app.settle(0.5)
    if not drawn:
        return f"nothing is drawn any more:\n{app.text[-2000:]}"
    crash = home / "state" / "regulars" / "crash.txt"
    if crash.exists():
        return f"a trace was written:\n{crash.read_text()}"
    app.send(b"\x11")
    began = time.monotonic()
    while time.monotonic() - began < QUIET_S:
        app.read(0.05)
        if app.has_ended():
            return ""
    return "it does not end"


if __name__ == "__main__":
    main()
