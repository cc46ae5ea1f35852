"""A process of the engine: answers one call after the other, says how far it is, and ends when the other side does."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import pickle
import queue
import shutil
import sys
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from core.errors import RegularsError
from core.garbage import look_less_often, look_past_what_is_loaded
from core.recipe import Recipe
from core.remote.messages import EMPTIED, LATER, Answer, Call, Failure, Interrupt, Progress
from core.workspace import Workspace, unfinished_prefix

if TYPE_CHECKING:
    from pathlib import Path

    from core.study import Study
    from core.views.result import ResultData

PROGRESS_EVERY_S = 0.5
# How long nobody has to ask for anything until what may be asked for is prepared.
IDLE_S = 1.5
# And how long between the pieces of it.
MOMENT_S = 0.01
# The result in view, and the earlier one it may be compared with.
MOST_RESULTS = 2
DISCONNECTED = (EOFError, OSError)


class Worker:
    """One process's side of the connection."""

    def __init__(self, connection: Connection, later: Sequence[str] = ()) -> None:
        self._connection = connection
        self._loads_later = [name for name in later if ":" not in name]
        self._works_ahead = [name for name in later if ":" in name]
        self._ahead: Iterator[object] = iter(())
        """What is done for the present study while nobody asks for anything."""
        self._sending = threading.Lock()
        self._calls: queue.SimpleQueue[Call] = queue.SimpleQueue()
        self._workspace: Workspace | None = None
        self._resources = ExitStack()
        self._mark: Path | None = None
        """A folder of the workspace that is there for as long as nobody removes all of it."""
        self._study: tuple[Recipe, Study] | None = None
        self._results: OrderedDict[str, ResultData] = OrderedDict()
        self._doing = ""
        self._under_way: int | None = None
        self._looked_at: Study | ResultData | None = None

    def serve(self) -> None:
        """Answer until the other side is gone."""
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self._tell_progress, daemon=True).start()
        while True:
            self._answer(self._next_call())

    def _next_call(self) -> Call:
        """The next call. While nobody asks for anything more of a study, what may be asked for is prepared, in small pieces."""
        patience = IDLE_S
        while self._study is not None:
            with contextlib.suppress(queue.Empty):
                return self._calls.get(timeout=patience)
            patience = MOMENT_S
            if not self._prepare():
                break
        return self._calls.get()

    def _prepare(self) -> bool:
        """Do one piece of what may be asked for later; whether there was one."""
        if self._loads_later:
            _load([self._loads_later.pop(0)])
            return True
        with contextlib.suppress(Exception):  # whoever asks for it is told why it cannot be
            for _ in self._ahead:
                return True
        self._ahead = iter(())
        return False

    def _all_ahead(self, study: Study) -> Iterator[object]:
        for name in self._works_ahead:
            yield from _function(name)(study)

    def _listen(self) -> None:
        """Take calls in, also while one is answered; leave at once when there is nobody to answer."""
        try:
            while True:
                message = self._connection.recv()
                if isinstance(message, Call):
                    self._calls.put(message)
                elif isinstance(message, Interrupt) and message.number == self._under_way:
                    self._interrupt()
        except DISCONNECTED:
            self._leave()

    def _leave(self, status: int = 0) -> None:
        # Without waiting for a query to end: what it leaves unfinished is removed here, or by the next run.
        from core.scribe import scribe

        scribe.end()  # it would end by itself, but a moment after us
        if self._workspace is not None:
            for path in self._workspace.folder.glob(f"{unfinished_prefix()}*"):
                with contextlib.suppress(OSError):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            if self._workspace.temporary:
                shutil.rmtree(self._workspace.folder, ignore_errors=True)
        os._exit(status)

    def _interrupt(self) -> None:
        connection = _connection_of(self._looked_at)
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.interrupt()

    def _answer(self, call: Call) -> None:
        self._doing, self._under_way = "", call.number
        # A study takes what it found or made for granted.
        if isinstance(call.subject, Recipe) and self._is_emptied():
            self._leave(EMPTIED)
        message: Answer | Failure
        try:
            message = Answer(call.number, self._value(call))
        except RegularsError as error:
            message = self._what_is_gone(call, error) or Failure(call.number, error.what, error.cure)
        except MemoryError:
            message = Failure(
                call.number,
                "There was not enough memory.",
                "Close other programs, or run on a machine with more.",
            )
        except Exception as error:  # whatever it is, the process goes on and the person is told
            message = self._what_is_gone(call, error) or _unexpected(call.number, error)
        # What is open spills to folders that are gone, too: rather than make each of them again, all is begun anew.
        if isinstance(message, Failure) and self._is_emptied():
            self._leave(EMPTIED)
        self._under_way, self._looked_at = None, None
        self._send(message)

    def _value(self, call: Call) -> Any:
        function = _function(call.function)
        if isinstance(call.subject, Recipe):
            study = self._looked_at = self._study_of(call.subject)
            return function(study, *call.arguments, **call.keywords)
        if isinstance(call.subject, bytes):
            data = self._looked_at = self._data_of(call.subject)
            return function(data, *call.arguments, **call.keywords)
        return function(*call.arguments, **call.keywords)

    def _study_of(self, recipe: Recipe) -> Study:
        """The study of a recipe, the same one for as long as nothing else is asked about."""
        from core.scribe import scribe
        from core.study import Study

        if self._study is not None and self._study[0] != recipe:
            self._study[1].close()
            self._study, self._ahead = None, iter(())
        if self._study is None:
            self._study = recipe, Study(recipe, workspace=self.workspace, progress=self._say)
            self._ahead = self._all_ahead(self._study[1])
            if not self._study[1].source_pass.is_made:
                scribe.begin()
        return self._study[1]

    def _data_of(self, payload: bytes) -> ResultData:
        from core.views.result import ResultData

        key = hashlib.blake2b(payload, digest_size=16).hexdigest()
        data = self._results.pop(key, None)
        if data is None:
            data = ResultData(pickle.loads(payload), self.workspace)  # noqa: S301  of our own other process
        self._results[key] = data
        while len(self._results) > MOST_RESULTS:
            self._results.popitem(last=False)[1].close()
        return data

    @property
    def workspace(self) -> Workspace:
        """The workspace, shared with every other process."""
        if self._workspace is None:
            self._workspace = Workspace.default()
            with contextlib.suppress(OSError):
                self._mark = self._resources.enter_context(self._workspace.scratch())
        return self._workspace

    def _is_emptied(self) -> bool:
        """Whether somebody removed from the workspace what this process relies on: `regulars cache --clear`, or `rm -r`."""
        if self._workspace is None:
            return False
        relied_on = (*self._workspace.in_use.copy(), *([self._mark] if self._mark is not None else []))
        return not all(map(os.path.exists, relied_on))

    def _what_is_gone(self, call: Call, error: Exception) -> Failure | None:
        """Why a call failed where that is a file that somebody removed; None where it is not."""
        from core.remote.gone import missing_files, told_of

        missing = missing_files(error)
        if not missing:
            return None
        with contextlib.suppress(RegularsError):  # no workspace can be made: what failed is told as it is
            told = told_of(missing, self.workspace, _sources_of(call.subject))
            return None if told is None else Failure(call.number, told.what, told.cure)
        return None

    def _say(self, doing: str) -> None:
        self._doing = doing

    def _tell_progress(self) -> None:
        told: Progress | None = None
        wait = threading.Event()
        while True:
            wait.wait(PROGRESS_EVERY_S)
            number = self._under_way
            if number is None:
                continue
            progress = Progress(number, self._doing, _share_done(self._looked_at))
            if progress != told:
                told = progress
                self._send(progress)

    def _send(self, message: object) -> None:
        try:
            with self._sending:
                self._connection.send(message)
        except DISCONNECTED:
            self._leave()


def _function(name: str) -> Callable[..., Any]:
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)  # type: ignore[no-any-return]


def _sources_of(subject: Recipe | bytes | None) -> tuple[str, ...]:
    """The paths that name the source of what a call is about."""
    if isinstance(subject, bytes):
        subject = pickle.loads(subject).recipe  # noqa: S301  of our own other process
    return () if not isinstance(subject, Recipe) else tuple(subject.source.paths)


def _connection_of(subject: Study | ResultData | None) -> Any:
    """The database that a subject works in, if it has come to that."""
    return None if subject is None else subject.database


def _share_done(subject: Study | ResultData | None) -> float | None:
    connection = _connection_of(subject)
    with contextlib.suppress(Exception):
        share = float(connection.query_progress())
        return round(share, 1) if 0 <= share <= 100 else None
    return None


def _unexpected(number: int, error: Exception) -> Failure:
    said = str(error).strip().partition("\n")[0][:200]
    return Failure(
        number,
        f"Something went wrong that regulars did not expect: {type(error).__name__}: {said}",
        "This is a fault of regulars, not yours. Your choices are kept; please report it.",
        "".join(traceback.format_exception(error)),
    )


def _load(modules: Sequence[str]) -> None:
    for module in modules:
        with contextlib.suppress(ImportError):  # which is told where it is needed
            importlib.import_module(module)


def main() -> None:
    """Serve the connection whose descriptor the command line names, once the modules that it names too are loaded; others later."""
    descriptor, niceness, *modules = sys.argv[1:]
    look_less_often()
    _load([module for module in modules if not module.startswith(LATER)])
    look_past_what_is_loaded()
    # Loading is not work that keys have to come before: the sooner it is done, the sooner there is something to see.
    with contextlib.suppress(OSError):
        os.nice(int(niceness))
    later = [module.removeprefix(LATER) for module in modules if module.startswith(LATER)]
    Worker(Connection(int(descriptor)), later).serve()


if __name__ == "__main__":
    main()
