"""The statements of the stages, written by a process of their own: on another core it loads ibis while the source is looked at.

Where there is no such process (a notebook, one core, no room for it) they are written where they are asked for, and are the same.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import queue
import socket
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from core.engine import usable_cores
from core.garbage import look_less_often

if TYPE_CHECKING:
    from core.stages import Stages

# Loading takes half a second in which the source is looked at; what is not ready soon after that has no core to run on.
PATIENCE_S = 0.4
# The recipe in view and the one before it, each with its rows numbered and with its as-of date too.
MOST_STAGES = 6
READY = "ready"
# What a process that still loads is sent: so much is taken whether or not it listens yet.
TAKEN_BYTES = 48 << 10
DISCONNECTED = (EOFError, OSError)
# Stages, and the statement of them that is asked for; or several of each, which will be.
Asked = tuple[bytes, str]
Request = Asked | list[tuple[bytes, tuple[str, ...]]]


class Scribe:
    """The side that asks."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._ready = False

    def begin(self) -> None:
        """Have statements written by another process from now on, if it has a core to run on."""
        if self._process is not None or usable_cores() < 2:
            return
        ours, theirs = socket.socketpair()
        # -P: a folder named `core` where regulars was started is not our package.
        command = [sys.executable, "-P", "-m", "core.scribe", str(theirs.fileno())]
        with ours, theirs, contextlib.suppress(OSError):
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2 * TAKEN_BYTES)
            self._process = subprocess.Popen(  # noqa: S603
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # ctrl+c is for whoever asks
            )
            self._connection = Connection(ours.detach())
            self._ready = False

    @property
    def process_id(self) -> int | None:
        """The process, if there is one."""
        return self._process.pid if self._process else None

    def end(self) -> None:
        """Write statements in this process from now on."""
        process, self._process = self._process, None
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()
            process.wait()

    def written(self, stages: Stages, name: str) -> Any:
        """A stage by its name as SQL, or whatever else `stages` has by that name."""
        with self._asking:
            if self._connection is None:
                return _write(stages, name)
            try:
                answer = self._answer(self._connection, (stages.pickled, name))
            except DISCONNECTED:
                answer = None
            except BaseException:  # an answer that nobody waited for would be taken for the next
                self.end()
                raise
            if answer is None:
                self.end()
            return answer[0] if answer else _write(stages, name)

    def foresee(self, *wanted: tuple[Stages, Sequence[str]]) -> None:
        """Have statements thought of that will be asked for, in this order, where there is a process for it; nobody waits for that."""
        with self._asking:
            if self._connection is None:
                return
            request = [(stages.pickled, tuple(names)) for stages, names in wanted]
            if self._ready or sum(len(pickled) for pickled, _ in request) <= TAKEN_BYTES:
                with contextlib.suppress(*DISCONNECTED):  # whoever asks next comes upon it
                    self._connection.send(request)

    def _answer(self, connection: Connection, request: Asked) -> tuple[Any, ...] | None:
        """None where there will be none soon, or writing failed: why is then found here."""
        if not self._ready:
            if not connection.poll(PATIENCE_S):
                return None
            self._ready = connection.recv() == READY
        connection.send(request)
        answer: tuple[Any, ...] | None = connection.recv()
        return answer


scribe = Scribe()


# The process


def main() -> None:
    """Answer on the connection whose descriptor the command line names, and end when nobody can ask any more."""
    look_less_often()
    connection = Connection(int(sys.argv[1]))
    asked: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, asked), daemon=True).start()
    for module in ("core.stages", "ibis", "ibis.backends.sql.compilers"):
        importlib.import_module(module)
    connection.send(READY)
    known = _Known()
    ahead: list[tuple[Stages, str]] = []
    while True:
        while ahead and asked.empty():  # what will be asked next is thought over while the source is read
            with contextlib.suppress(Exception):
                _write(*ahead.pop(0))
        request = asked.get()
        if isinstance(request, list):
            ahead = [(known.stages(pickled), name) for pickled, names in request for name in names]
            continue
        pickled, name = request
        try:
            answer = (_write(known.stages(pickled), name),)
        except Exception:  # whoever asked comes upon it too, and can tell it
            answer = None
        connection.send(answer)


class _Known:
    """The stages that were asked about lately, with what was thought of them already."""

    def __init__(self) -> None:
        self._stages: OrderedDict[bytes, Stages] = OrderedDict()

    def stages(self, pickled: bytes) -> Stages:
        stages = self._stages.pop(pickled, None) or pickle.loads(pickled)  # noqa: S301  of our own other process
        self._stages[pickled] = stages
        while len(self._stages) > MOST_STAGES:
            self._stages.popitem(last=False)
        return stages


def _listen(connection: Connection, asked: queue.SimpleQueue[Request]) -> None:
    # Beside the loading: a process that nobody waits for is gone at once.
    try:
        while True:
            asked.put(connection.recv())
    except DISCONNECTED:
        os._exit(0)


def _write(stages: Stages, name: str) -> Any:
    from core.sql import compiled

    found = getattr(stages, name)
    return compiled(found) if hasattr(found, "op") else found


if __name__ == "__main__":
    main()
