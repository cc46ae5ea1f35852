"""The app's side of a process of the engine: calls go in, futures come out, and a process that dies is started again.

Nothing here waits, apart from `close`, which takes no longer than killing a process does.
"""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from core.errors import RegularsError
from core.remote.messages import LATER, Answer, Call, Failure, Interrupt, Progress
from core.remote.process import Process, how_it_ended, start

if TYPE_CHECKING:
    from core.recipe import Recipe
    from core.remote.opened import Opened
    from core.study import Study
    from core.views.result import ResultData

P = ParamSpec("P")
T = TypeVar("T")

# How often a call is tried again on a new process before it is taken for the cause of the deaths.
MOST_DEATHS = 2
# How long an unwanted call may take to notice before its process is killed.
PATIENCE_S = 0.3
# How long a process may take to tidy up and end, once the app goes.
LEAVE_S = 0.1
DISCONNECTED = (EOFError, OSError)


class StoppedError(RegularsError):
    """A call that somebody no longer wanted."""

    def __init__(self) -> None:
        super().__init__("StoppedError.", "Ask again whenever you like.")


class Reply(Future[T]):
    """What a call will give, and the way to have it called once more: unlike a study, it cannot make again what it needs."""

    def __init__(self, ask_again: Callable[[], Future[T]]) -> None:
        super().__init__()
        self.ask_again = ask_again


class UnexpectedError(RegularsError):
    """A fault of our own, with where it happened."""

    def __init__(self, what: str, cure: str, trace: str) -> None:
        super().__init__(what, cure)
        self.trace = trace


class Died(NamedTuple):
    """A process of the engine ended by itself, and another has taken its place."""

    lane: str
    how: str
    tried_again: bool


Event = Died | Progress


@dataclass(slots=True)
class _Asked:
    call: Call
    future: Future[Any]
    replaces: str
    deaths: int = 0
    unwanted: bool = False


class Lane:
    """One process of the engine with the calls that wait for it, answered in their order."""

    def __init__(
        self,
        name: str,
        *,
        niceness: int = 0,
        loads: Sequence[str] = (),
        later: Sequence[str] = (),
        notify: Callable[[Event], None] | None = None,
        begun: Process | None = None,
    ) -> None:
        """`begun` is a process that loads the same already."""
        self.name = name
        self._loads = (*loads, *(f"{LATER}{name}" for name in later))
        self.notify = notify or (lambda _event: None)
        self._niceness = niceness
        self._lock = threading.RLock()
        self._waiting: deque[_Asked] = deque()
        self._under_way: _Asked | None = None
        self._process: Process | None = None
        self._numbers = 0
        self._closed = False
        if begun is not None:
            self._take(begun)

    def start(self) -> None:
        """Start the process before there is anything to ask it; where that cannot be, the first call tells."""
        with self._lock, contextlib.suppress(OSError):
            self._started()

    @property
    def process_id(self) -> int | None:
        """The process, if there is one."""
        process = self._process
        return process.popen.pid if process else None

    @property
    def busy(self) -> bool:
        """Whether a call is under way."""
        return self._under_way is not None

    # Asking

    def study(
        self, function: Callable[Concatenate[Study, P], T], recipe: Recipe, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """`function` of the study of a recipe."""
        return self._ask(function, recipe, args, kwargs)

    def view(
        self,
        function: Callable[Concatenate[ResultData, P], T],
        opened: Opened,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[T]:
        """`function` of the data of a result."""
        return self._ask(function, opened.payload, args, kwargs)

    def plain(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """`function` of its arguments alone."""
        return self._ask(function, None, args, kwargs)

    def latest(self, what: str) -> LatestOnly:
        """The same lane, where a call takes the place of an earlier one for the same purpose that still waits."""
        return LatestOnly(self, what)

    def _ask(
        self,
        function: Callable[..., Any],
        subject: Recipe | bytes | None,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        replaces: str = "",
    ) -> Future[Any]:
        again = partial(self._ask, function, subject, args, kwargs, replaces)
        future: Future[Any] = Reply(again) if subject is None or isinstance(subject, bytes) else Future()
        with self._lock:
            if self._closed:
                _fail(future, StoppedError())
                return future
            self._numbers += 1
            name = f"{function.__module__}:{function.__qualname__}"
            asked = _Asked(Call(self._numbers, name, subject, args, kwargs), future, replaces)
            if replaces:
                for older in [waiting for waiting in self._waiting if waiting.replaces == replaces]:
                    self._waiting.remove(older)
                    _fail(older.future, StoppedError())
            self._waiting.append(asked)
            self._send_next()
        return future

    # Stopping

    def stop(self, future: Future[Any] | None = None) -> None:
        """Give up one call, or the one under way and all that wait."""
        with self._lock:
            for asked in [one for one in self._waiting if future in (None, one.future)]:
                self._waiting.remove(asked)
                _fail(asked.future, StoppedError())
            asked_now = self._under_way
            if asked_now is None or asked_now.unwanted or future not in (None, asked_now.future):
                return
            asked_now.unwanted = True
            process = self._process
            if process is not None:
                with contextlib.suppress(*DISCONNECTED):
                    process.connection.send(Interrupt(asked_now.call.number))
                timer = threading.Timer(PATIENCE_S, self._lose_patience, (process, asked_now))
                timer.daemon = True
                timer.start()
        _fail(asked_now.future, StoppedError())

    def _lose_patience(self, process: Process, asked: _Asked) -> None:
        with self._lock:
            if self._under_way is asked and self._process is process:
                process.killed = True
                process.popen.kill()

    def begin_to_close(self) -> None:
        """Give up everything, and have the process end by itself: it tidies up on its way."""
        with self._lock:
            self._closed = True
            self.stop()
            if self._process is not None:
                self._process.killed = True
                self._process.hang_up()

    def close(self) -> None:
        """End the process and give up everything."""
        self.begin_to_close()
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            try:
                process.popen.wait(LEAVE_S)
            except subprocess.TimeoutExpired:
                process.popen.kill()
                process.popen.wait()
            process.socket.close()

    # The process

    def _started(self) -> Process:
        return self._process or self._take(start(self._niceness, self._loads))

    def _take(self, process: Process) -> Process:
        self._process = process
        threading.Thread(target=self._listen, args=(process,), daemon=True).start()
        return process

    def _send_next(self) -> None:
        """Hand the next call over, if nothing is under way."""
        while self._under_way is None and self._waiting and not self._closed:
            asked = self._waiting.popleft()
            self._under_way = asked
            try:
                process = self._started()
            except OSError as error:
                self._under_way = None
                _fail(asked.future, _cannot_start(error))
                continue
            # A process that is gone already is noticed by whoever listens to it.
            with contextlib.suppress(*DISCONNECTED):
                process.connection.send(asked.call)

    def _listen(self, process: Process) -> None:
        try:
            while True:
                self._heard(process.connection.recv())
        except DISCONNECTED:
            self._gone(process)
        except Exception:  # a message cut short by a kill unpickles to anything
            process.popen.kill()
            self._gone(process)

    def _heard(self, message: object) -> None:
        with self._lock:
            asked = self._under_way
            if isinstance(message, Progress):
                if asked is not None and asked.call.number == message.number and not asked.unwanted:
                    self.notify(message)
                return
            if (
                asked is None
                or not isinstance(message, Answer | Failure)
                or message.number != asked.call.number
            ):
                return
            self._under_way = None
            self._send_next()
        if asked.unwanted:
            return
        if isinstance(message, Answer):
            _settle(asked.future, message.value)
        elif message.unexpected:
            _fail(asked.future, UnexpectedError(message.what, message.cure, message.unexpected))
        else:
            _fail(asked.future, RegularsError(message.what, message.cure))

    def _gone(self, process: Process) -> None:
        """Put another process in the place of one that ended, and ask it again."""
        process.hang_up()
        with contextlib.suppress(OSError):
            process.connection.close()
        status = process.popen.wait()
        with self._lock:
            if self._process is not process:
                return
            self._process = None
            process.socket.close()
            if self._closed:
                return
            asked, self._under_way = self._under_way, None
            failed = None
            if asked is not None and not asked.unwanted:
                asked.deaths += 1
                if asked.deaths < MOST_DEATHS:
                    self._waiting.appendleft(asked)
                else:
                    failed = asked
            # Where a call is given up, its error tells of it.
            if not process.killed and failed is None:
                self.notify(Died(self.name, how_it_ended(status), tried_again=asked is not None))
            self._send_next()
        if failed is not None:
            _fail(
                failed.future,
                RegularsError(
                    f"The engine {how_it_ended(status)} twice while it worked on this.",
                    "There may not be enough memory for it: close other programs, or give it fewer threads (REGULARS_THREADS=1).",
                ),
            )


class LatestOnly(NamedTuple):
    """A lane on which only the latest call for one purpose matters."""

    lane: Lane
    what: str

    def study(
        self, function: Callable[Concatenate[Study, P], T], recipe: Recipe, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """`function` of the study of a recipe."""
        return self.lane._ask(function, recipe, args, kwargs, self.what)

    def view(
        self,
        function: Callable[Concatenate[ResultData, P], T],
        opened: Opened,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[T]:
        """`function` of the data of a result."""
        return self.lane._ask(function, opened.payload, args, kwargs, self.what)

    def plain(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """`function` of its arguments alone."""
        return self.lane._ask(function, None, args, kwargs, self.what)


def _settle(future: Future[Any], value: Any) -> None:
    # Whoever asked may have turned away meanwhile.
    with contextlib.suppress(InvalidStateError):
        future.set_result(value)


def _fail(future: Future[Any], error: RegularsError) -> None:
    with contextlib.suppress(InvalidStateError):
        future.set_exception(error)


def _cannot_start(error: OSError) -> RegularsError:
    return RegularsError(
        f"A process of the engine cannot be started: {error.strerror or error}.",
        "Close other programs, then choose again.",
    )
