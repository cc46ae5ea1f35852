"""A command in a process of its own: where the machine ends it (no memory left) or native code fails, someone is there to tell."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from cli.stopping import SIGNALS, leave_at_once
from core.errors import RegularsError

OUT_OF_MEMORY = "Close other programs, or give it fewer threads (REGULARS_THREADS=1) or a machine with more memory, and run it again."
FAULT = "Run it again; if it ends so once more, try it with REGULARS_THREADS=1, and please report it."

Guard = Callable[[Callable[[], int]], int]
"""Does some work somewhere; its exit status."""


class EndedError(RegularsError):
    """The process that did the work was ended by a signal before it could tell why."""


def here(work: Callable[[], int]) -> int:
    """The exit status of `work`, done by this process."""
    return work()


def guarded(work: Callable[[], int]) -> int:
    """The exit status of `work`, done by another process, or by this one where there can be no other."""
    if not hasattr(os, "fork"):  # pragma: no cover  no such system is tested on
        return work()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    reader, writer = os.pipe()
    # Where whoever started us ignores the ends of children, so would we, and could not ask how ours has ended.
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # What comes meanwhile waits until there is somebody to hand it on.
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        child = os.fork()
    except OSError:
        os.close(reader)
        os.close(writer)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        return work()
    if child == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        os.close(writer)
        threading.Thread(target=_end_with_parent, args=(reader,), daemon=True).start()
        return work()
    os.close(reader)
    return _status_of(child)


def _end_with_parent(reader: int) -> None:
    """Nobody waits for the result any more once the other end is gone: work that goes on would surprise whoever killed it."""
    with contextlib.suppress(OSError):
        os.read(reader, 1)
    leave_at_once()


def _status_of(child: int) -> int:
    """Wait for the work to end, handing on what this process is asked meanwhile."""

    def hand_on(number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    for asked in SIGNALS:
        if signal.getsignal(asked) != signal.SIG_IGN:
            signal.signal(asked, hand_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        return os.WEXITSTATUS(status)
    number = os.WTERMSIG(status)
    if number in SIGNALS:
        raise KeyboardInterrupt
    named = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
    if number == signal.SIGKILL:
        raise EndedError(
            f"The run was ended from outside ({named}), as a machine does that has no memory left; nothing half written was left behind.",
            OUT_OF_MEMORY,
        )
    from core.engine import allowed_mb

    if limit := allowed_mb():
        raise EndedError(
            f"The run was ended ({named}) where a process may have {limit:,} MB of memory, which may be too few; nothing half written was"
            " left behind.",
            "Raise the limit (ulimit -v), and run it again.",
        )
    raise EndedError(
        f"The run was ended by a fault outside of regulars' own code ({named}); nothing half written was left behind.",
        FAULT,
    )
