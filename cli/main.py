"""The command `regulars`: reads the command line, and loads only what the command asked for needs."""

from __future__ import annotations

import sys

from cli import STOPPED, STOPPED_WORDS

try:
    import argparse
    import codecs
    import contextlib
    import os
    from collections.abc import Sequence
    from importlib import import_module
    from pathlib import Path
    from typing import NoReturn

    from cli.guard import EndedError, Guard, guarded, here
    from cli.parser import COMMANDS, ONLY_RUN, parser
    from cli.stopping import Stop
    from core.errors import RegularsError, UsageError
    from core.garbage import look_less_often
except KeyboardInterrupt:
    # Nothing is there yet that could tell it in a better way.
    sys.stderr.write("error: {}\n       {}\n".format(*STOPPED_WORDS))
    raise SystemExit(STOPPED) from None

# What our own sentences hold beyond ASCII.
PLAINER = {"…": "...", "–": "-", "—": "-", "“": '"', "”": '"', "’": "'", "×": "x", "≤": "<=", "•": "-"}
# What reads sources, and so goes by the preferences for the engine.
READERS = ("app", "inspect", "run", "predict", "sql")
# What writes statements for a large source: another process loads what that takes, from the first moment on.
WRITERS = ("run",)
# What loads native code and much data, and may be ended by either. The app has processes for that itself.
LONG = ("inspect", "run", "predict", "sql", "export-model")


def main(arguments: Sequence[str] | None = None, *, guard: Guard = here) -> int:
    """Run the command line; the exit status. What may take long is done by `guard`."""
    _open_streams()
    options = argparse.Namespace(command=None)
    try:
        try:
            options = _options(list(sys.argv[1:] if arguments is None else arguments))
        finally:
            sys.stdout.flush()
        return guard(lambda: _done(options)) if options.command in LONG else _done(options)
    except BaseException as error:
        if isinstance(error, EndedError):
            _sweep_after(options)
        return _ended(error, stopped=False)


def _done(options: argparse.Namespace) -> int:
    """Do what was asked for; the exit status."""
    stop = Stop()
    try:
        with stop.on_signals():
            try:
                return _execute(options)
            finally:
                sys.stdout.flush()
    except BaseException as error:
        return _ended(error, stopped=stop.asked)


def _options(given: list[str]) -> argparse.Namespace:
    """What the command line asks for."""
    first = given[0] if given else ""
    if not given and _has_terminal():
        return argparse.Namespace(command="app", source=[])
    if first and first not in COMMANDS and (first == "-" or not first.startswith("-")):
        _check_no_command(first)
        only_run = any(word.partition("=")[0] in ONLY_RUN for word in given)
        options = parser().parse_args(["run", *given])
        if not only_run and _has_terminal():
            options.command = "app"
        return options
    return parser().parse_args(given)


def _execute(options: argparse.Namespace) -> int:
    if options.command is None:
        parser().print_help()
        return 0
    if options.command == "app":
        return _opened_app(options)
    if options.command in WRITERS:
        from core.scribe import scribe

        scribe.begin()
    return _executed(options)


def _opened_app(options: argparse.Namespace) -> int:
    """The engine loads while the app does, and has the longer way: it is begun before anything else is."""
    from core.remote import beginning

    with contextlib.suppress(OSError):  # the app tells why it cannot be started
        beginning.begin()
    try:
        return _executed(options)
    finally:
        beginning.give_up()


def _executed(options: argparse.Namespace) -> int:
    if options.command in READERS:
        from core.engine import check_environment
        from core.preferences import Preferences

        check_environment()
        Preferences.load().put_in_force()
    return int(import_module(f"cli.commands.{options.command.replace('-', '_')}").execute(options))


def _sweep_after(options: argparse.Namespace) -> None:
    """Remove what a process that was ended left unfinished."""
    from core.workspace import Workspace, sweep

    with contextlib.suppress(OSError, RegularsError):
        Workspace.default().close()  # it sweeps as it is opened
        for named in (getattr(options, "out", None), getattr(options, "save_model", None)):
            if named:
                path = Path(named).expanduser()
                sweep(path if path.is_dir() else path.parent)


def _has_terminal() -> bool:
    """Whether there is a terminal that an app can be drawn on."""
    streams = (sys.__stdin__, sys.__stdout__)
    return all(stream is not None and stream.isatty() for stream in streams) and os.environ.get(
        "TERM", ""
    ) not in ("", "dumb")


def _check_no_command(word: str) -> None:
    """Refuse a mistyped command, which would be taken for a file."""
    from core.suggest import nearest

    close = nearest(word, COMMANDS) if word.isalpha() else None
    if close and not Path(word).exists():
        raise UsageError(
            f"There is neither a command nor a file {word!r}.", f"Did you mean the command: regulars {close}"
        )


def _ended(error: BaseException, *, stopped: bool) -> int:
    """The exit status of a run that an error has ended, with the two lines that tell it."""
    if os.environ.get("REGULARS_DEBUG") and not isinstance(error, SystemExit):
        raise error
    # What fails once more while it is let go of (a file on a full disk) is no news.
    sys.unraisablehook = lambda _: None
    if stopped or isinstance(error, KeyboardInterrupt):
        fail(RegularsError(*STOPPED_WORDS))
        return STOPPED
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 2
    if isinstance(error, BrokenPipeError):
        # Whoever read our output has seen enough (`| head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    known = error if isinstance(error, RegularsError) else _machine_error(error) or _unexpected(error)
    fail(known)
    return known.exit_status


def _machine_error(error: BaseException) -> RegularsError | None:
    from core.engine import disk_error, memory_error

    return disk_error(error, "the run") or memory_error(error, "the run")


def _unexpected(error: BaseException) -> RegularsError:
    said = str(error).strip().partition("\n")[0][:200]
    return RegularsError(
        f"Something went wrong that regulars did not expect: {type(error).__name__}: {said}",
        "This is a fault of regulars, not yours. Set REGULARS_DEBUG=1 to see where it happened, and please report it.",
    )


def fail(error: RegularsError) -> None:
    """Two lines on standard error: what is wrong, and what to do about it."""
    from cli.messages import say

    say("error", error.what, error.cure)


def _open_streams() -> None:
    """Let a closed stream swallow what is written, and one that cannot show a character show what stands for it."""
    codecs.register_error("plainer", _plainer)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  for as long as the process lives
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="plainer")


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an encoding lacks: ASCII that reads alike, else a question mark for each."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(PLAINER.get(character, "?") for character in lacking), error.end


def entry() -> NoReturn:
    """The command itself. The process ends here: taking everything apart piece by piece is time that nobody gets anything for."""
    status = 1
    try:
        look_less_often()
        status = main(guard=guarded)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt as asked:
        status = _ended(asked, stopped=True)
    except BaseException:
        with contextlib.suppress(OSError, ValueError):  # whoever would read it may be gone
            sys.excepthook(*sys.exc_info())
    finally:
        # Whatever happened: Python's own end waits for threads, one of which may be reading a terminal that is gone for ever.
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)


if __name__ == "__main__":
    entry()
