"""The command `regulars`: reads the command line, and loads only what the command asked for needs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from core.errors import RegularsError

DISTRIBUTION = "regulars"
COMMANDS = ("inspect", "run", "sql", "cache", "completion")
STOPPED = 130


def parser() -> argparse.ArgumentParser:
    """The whole command line, from which help and shell completion are made."""
    top = Parser(
        prog="regulars",
        description="From any sales file to named customers: who the regulars are, who is slipping away, and what they are worth.",
        epilog="`regulars SOURCE...` is short for `regulars run SOURCE...`. Start with: regulars inspect sales.csv",
    )
    top.add_argument("--version", action=Version, nargs=0, help="show the version and leave")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    inspect = commands.add_parser(
        "inspect", help="what is in a source: files, sheets, columns, and the roles guessed, with reasons"
    )
    _add_source(inspect)
    inspect.add_argument("--json", action="store_true", help="one JSON object on standard output")

    run = commands.add_parser("run", help="customers, scores, tiers and segments of a source")
    _add_source(run)
    run.add_argument(
        "--out",
        metavar="DIR",
        help="write customers, segments.csv, ledger.csv and recipe.toml into this folder",
    )
    run.add_argument(
        "--format",
        choices=("parquet", "csv", "xlsx"),
        default="parquet",
        help="how customers are written (default: parquet)",
    )
    run.add_argument("--force", action="store_true", help="write into --out even if it holds other files")
    run.add_argument(
        "--json", action="store_true", help="print the result as one JSON object, and nothing else"
    )
    run.add_argument(
        "--as-of",
        metavar="DATE",
        help="the day recency counts to, as 2011-12-10 (default: the day after the last purchase)",
    )
    run.add_argument(
        "--explain", metavar="RULE", help="print rows that a rule of the ledger took, with their row numbers"
    )
    run.add_argument("--quiet", action="store_true", help="print nothing but errors")

    sql = commands.add_parser("sql", help="the SQL that the stages run, to take to a warehouse")
    _add_source(sql)
    sql.add_argument(
        "--stage",
        choices=("lines", "ledger", "orders", "customers", "scores", "segments"),
        help="one stage (default: all of them)",
    )
    sql.add_argument(
        "--dialect",
        choices=("duckdb", "postgres", "pyspark"),
        default="duckdb",
        help="whose SQL (default: duckdb)",
    )

    cache = commands.add_parser("cache", help="what is kept between runs, and how much room it takes")
    cache.add_argument("--clear", action="store_true", help="remove all of it")

    completion = commands.add_parser("completion", help="a script that completes this command in a shell")
    completion.add_argument(
        "shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="bash, zsh or fish"
    )
    return top


def _add_source(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "source",
        nargs="+",
        metavar="SOURCE",
        help="files, folders, globs, or - for standard input; a recipe (.toml) before them, or alone",
    )
    command.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="ROLE=COLUMN",
        help="say which column plays a role; - for none",
    )
    command.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="set any key of the recipe, as scores.q=4",
    )
    command.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="NAME",
        help="read only this sheet or table (may be repeated)",
    )


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are two lines, like every other error."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Leave with status 2."""
        fail(
            RegularsError(
                f"{message[:1].upper()}{message[1:]}.", f"See what there is with: {self.prog} --help"
            )
        )
        raise SystemExit(2)


class Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, *_: object) -> None:
        """Print it and leave."""
        from importlib.metadata import version

        print(f"regulars {version(DISTRIBUTION)}")
        raise SystemExit(0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _speak_any_encoding()
    if (given and given[0] not in COMMANDS and not given[0].startswith("-")) or given[:1] == ["-"]:
        given.insert(0, "run")
    try:
        options = parser().parse_args(given)
        if options.command is None:
            parser().print_help()
            return 0
        return int(import_module(f"cli.commands.{options.command}").execute(options))
    except RegularsError as error:
        fail(error)
        return error.exit_status
    except KeyboardInterrupt:
        fail(
            RegularsError(
                "Stopped before the end; nothing half written was left behind.",
                "Run it again whenever you like.",
            )
        )
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    except MemoryError:
        fail(
            RegularsError(
                "There was not enough memory.", "Close other programs, or run on a machine with more."
            )
        )
        return 1
    except Exception as error:
        if os.environ.get("REGULARS_DEBUG"):
            raise
        fail(
            RegularsError(
                f"Something went wrong that regulars did not expect: {type(error).__name__}: {str(error).splitlines()[0][:200] if str(error) else ''}",
                "This is a fault of regulars, not yours. Set REGULARS_DEBUG=1 to see where it happened, and please report it.",
            )
        )
        return 1


def fail(error: RegularsError) -> None:
    """Two lines on standard error: what is wrong, and what to do about it."""
    from core.printable import printable

    for line in (error.what, error.cure):
        print(("error: " if line is error.what else "       ") + printable(line), file=sys.stderr)


def _speak_any_encoding() -> None:
    """Let a terminal that cannot show a character show a question mark, rather than stop."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    raise SystemExit(main())
