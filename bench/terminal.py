"""A program on a pseudo-terminal as somebody far away has it: when it draws, how soon a key is answered, and how many bytes that takes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# An answer is over when the screen has stood still for so long.
STILL_S = 0.04
ESCAPES = re.compile(
    rb"\x1b(\[[0-9;?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|P[^\x1b]*\x1b\\|[@-Z\\-_()#].?)"
)
KEYS = {
    "Down": b"\x1b[B",
    "Up": b"\x1b[A",
    "Left": b"\x1b[D",
    "Right": b"\x1b[C",
    "PageDown": b"\x1b[6~",
    "PageUp": b"\x1b[5~",
    "Home": b"\x1b[H",
    "End": b"\x1b[F",
    "Enter": b"\r",
    "Escape": b"\x1b",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """How a key was answered."""

    first_ms: float
    done_ms: float
    bytes: int


class Terminal:
    """A program on a pseudo-terminal of its own, 120x40 in truecolor unless told otherwise."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str] | None = None, size: tuple[int, int] = (120, 40)
    ) -> None:
        self.drawn = b""
        self.started = time.perf_counter()
        process, descriptor = pty.fork()
        if process == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})})
            os.execvp(command[0], list(command))
        self.process, self._descriptor = process, descriptor
        self.modes_before = termios.tcgetattr(descriptor)
        self.resize(size)

    def resize(self, size: tuple[int, int]) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def send(self, typed: bytes) -> None:
        """Type, and wait for nothing."""
        with contextlib.suppress(OSError):
            os.write(self._descriptor, typed)

    def has_ended(self) -> bool:
        """Whether the program is over."""
        try:
            return os.waitpid(self.process, os.WNOHANG)[0] != 0
        except ChildProcessError:
            return True

    def read(self, seconds: float) -> bytes:
        """What is drawn within so many seconds; returns with the first of it."""
        ready, _, _ = select.select([self._descriptor], [], [], max(0.0, seconds))
        if not ready:
            return b""
        try:
            found = os.read(self._descriptor, 65536)
        except OSError:
            return b""
        self.drawn += found
        return found

    @property
    def text(self) -> str:
        """Everything drawn so far, less what steers the terminal."""
        return ESCAPES.sub(b"", self.drawn).decode(errors="replace")

    def until(self, text: str | re.Pattern[str], seconds: float = 60) -> float:
        """Seconds from the start until a text, or one that fits a pattern, has been drawn."""
        end = time.perf_counter() + seconds
        wanted = re.compile(re.escape(text)) if isinstance(text, str) else text
        while not wanted.search(self.text):
            if time.perf_counter() > end:
                raise TimeoutError(f"{wanted.pattern!r} was not drawn within {seconds} s")
            self.read(0.05)
        return time.perf_counter() - self.started

    def asked(self, typed: str, text: str | re.Pattern[str]) -> float:
        """The same from what is typed, of what was not there before."""
        self.drawn = self.drawn[:0]
        before = time.perf_counter() - self.started
        self.send(typed.encode())
        return self.until(text) - before

    def settle(self, seconds: float) -> int:
        """Let the screen come to rest; the bytes drawn meanwhile."""
        end = time.perf_counter() + seconds
        count = 0
        while time.perf_counter() < end:
            count += len(self.read(end - time.perf_counter()))
        return count

    def press(self, key: str) -> Answer | None:
        """Press a key and wait for its answer; None where nothing was drawn within a second."""
        sent = time.perf_counter()
        os.write(self._descriptor, KEYS.get(key, key.encode()))
        first = self.read(1.0)
        if not first:
            return None
        first_ms = last_ms = 1000 * (time.perf_counter() - sent)
        count = len(first)
        while more := self.read(STILL_S):
            last_ms = 1000 * (time.perf_counter() - sent)
            count += len(more)
        return Answer(first_ms, last_ms, count)

    def quit(self, key: str = "q") -> float:
        """Seconds until the program has ended after a key."""
        sent = time.perf_counter()
        os.write(self._descriptor, KEYS.get(key, key.encode()))
        while time.perf_counter() - sent < 20:
            with contextlib.suppress(OSError):
                self.read(0.005)
            ended, _ = os.waitpid(self.process, os.WNOHANG)
            if ended:
                return time.perf_counter() - sent
        raise TimeoutError("the program did not end")

    def close(self) -> None:
        """End the program, however it is."""
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        with contextlib.suppress(OSError):
            os.close(self._descriptor)


def answers(terminal: Terminal, keys: Sequence[str], times: int) -> dict[str, list[Answer]]:
    """Each key in turn, so many times."""
    found: dict[str, list[Answer]] = {key: [] for key in keys}
    for _ in range(times):
        for key in keys:
            answer = terminal.press(key)
            if answer is not None:
                found[key].append(answer)
    return found


def median_of(answered: Sequence[Answer], what: str) -> float:
    """The median of one figure of the answers."""
    return float(statistics.median(getattr(answer, what) for answer in answered))


def memory_mb(process: int) -> float:
    """The memory that a process has to itself or shares, in megabytes."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def family(process: int) -> list[int]:
    """A process and all that it started, as long as it has not let go of them."""
    found, parents = [process], {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parts = path.read_text().rpartition(")")[2].split()
            parents[int(path.parent.name)] = int(parts[1])
    for child, parent in sorted(parents.items()):
        if parent in found:
            found.append(child)
    return found


def is_alive(process: int) -> bool:
    """Whether a process has not ended; one that has may wait to be asked how by whoever it was left to."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
