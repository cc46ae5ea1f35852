"""Ctrl-C, a termination and a lost terminal all stop a run the same way, so that it cleans up after itself."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPED = 130
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop:
    """Whether somebody asked for the run to stop."""

    def __init__(self) -> None:
        self.asked = False

    @contextmanager
    def on_signals(self) -> Iterator[None]:
        """Stop at the signals that would end the process; those that it was started to ignore (nohup, &) stay ignored."""
        changed = {}
        try:
            for number in SIGNALS:
                if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                    changed[number] = signal.signal(number, self._stop)
        except ValueError:  # only the main thread may
            pass
        try:
            yield
        finally:
            for number, handler in changed.items():
                signal.signal(number, handler)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            # Whoever asks twice does not want to wait; the next run sweeps up.
            os._exit(STOPPED)
        self.asked = True
        raise KeyboardInterrupt
