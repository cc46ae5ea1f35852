"""A process of the engine, seen from the app: how it is started, what it is reached by, and how it ended."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.remote.messages import EMPTIED

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class Process:
    """One that is running, or was."""

    def __init__(self, popen: subprocess.Popen[bytes], ours: socket.socket) -> None:
        # Not before the process is on its way: loading it takes as long as starting one does.
        from multiprocessing.connection import Connection

        self.popen = popen
        self.socket = ours
        self.connection: Connection = Connection(os.dup(ours.fileno()))
        self.killed = False

    def hang_up(self) -> None:
        """Let both ends know that nothing follows; closing alone would not wake whoever waits for a message."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


def start(niceness: int, loads: Sequence[str]) -> Process:
    """Start one that first loads these modules; OSError where none can be started."""
    ours, theirs = socket.socketpair()
    with theirs:
        # -P: a folder named `core` where the app was started is not our package.
        command = [
            sys.executable,
            "-P",
            "-m",
            "core.remote.worker",
            str(theirs.fileno()),
            str(niceness),
            *loads,
        ]
        popen = subprocess.Popen(  # noqa: S603
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # ctrl+c and ctrl+z are the app's
        )
    return Process(popen, ours)


def how_it_ended(status: int) -> str:
    """What became of a process, by its exit status, in words that go on after its name."""
    if status == EMPTIED:
        return "ended as what it had made was removed from the cache"
    if status >= 0:
        return f"ended with status {status}"
    with contextlib.suppress(ValueError):
        return f"was stopped by {signal.Signals(-status).name}"
    return f"was stopped by signal {-status}"
