"""Ctrl-C, a termination and a lost terminal all stop a run the same way, at once, and so that it cleans up after itself.

Python hears of a signal only between two of its own steps. While native code runs (a workbook is parsed, say), that
can take seconds, so a thread listens beside it: where the run has not ended by itself after a moment, it removes what
is unfinished and ends the process.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from cli import STOPPED, STOPPED_WORDS

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# How long a run may take to end by itself.
PATIENCE_S = 0.25
# One ctrl+c may come twice: from the terminal, and handed on by the process that waits for this one.
SAME_S = 0.2


class Stop:
    """Whether somebody asked for the run to stop."""

    def __init__(self) -> None:
        self.asked = False
        self._asked_at = 0.0
        self._ended = threading.Event()

    @contextmanager
    def on_signals(self) -> Iterator[None]:
        """Stop at the signals that would end the process; those that it was started to ignore (nohup, &) stay ignored."""
        with contextlib.ExitStack() as restored:
            with contextlib.suppress(ValueError):  # only the main thread may
                changed = []
                for number in SIGNALS:
                    if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                        restored.callback(self._restore, number, signal.signal(number, self._stop))
                        changed.append(number)
                self._listen(changed, restored)
            yield

    def _restore(self, number: signal.Signals, handler: Any) -> None:
        """What a signal did before; once it was asked to stop, the process ends, and no second signal shall end it otherwise."""
        signal.signal(number, signal.SIG_IGN if self.asked else handler)

    def _listen(self, numbers: list[signal.Signals], restored: contextlib.ExitStack) -> None:
        """Start the thread that hears of signals whatever the main thread is at."""
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        listener = threading.Thread(target=self._watch, args=(reader, bytes(numbers)), daemon=True)

        def end() -> None:
            self._ended.set()
            os.close(writer)
            listener.join()
            os.close(reader)

        restored.callback(end)
        listener.start()
        restored.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(writer, warn_on_full_buffer=False))

    def _watch(self, reader: int, numbers: bytes) -> None:
        while heard := os.read(reader, 1):
            if heard in numbers and not self._ended.wait(PATIENCE_S):
                leave_at_once()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if not self.asked:
            self.asked, self._asked_at = True, time.monotonic()
            raise KeyboardInterrupt
        if time.monotonic() - self._asked_at > SAME_S:  # whoever asks twice does not want to wait
            leave_at_once()


def leave_at_once() -> None:
    """End the process, whatever it is at, with nothing unfinished left behind."""
    with contextlib.suppress(Exception):
        _clean_up()
    os._exit(STOPPED)


def _clean_up() -> None:
    from cli.messages import say
    from cli.progress import wipe
    from core.workspace import remove_unfinished

    remove_unfinished()
    wipe()
    say("error", *STOPPED_WORDS)
    sys.stderr.flush()
