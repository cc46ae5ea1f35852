"""The command line: its commands and options, from which help and shell completion are made too."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn

from core.errors import UsageError
from core.version import VERSION

COMMANDS = (
    "inspect",
    "run",
    "predict",
    "sql",
    "recipe",
    "cache",
    "config",
    "export-model",
    "completion",
)
# What only `regulars run` understands: with one of these, a source by itself is run rather than opened.
ONLY_RUN = (
    "--out",
    "--format",
    "--force",
    "--json",
    "--as-of",
    "--explain",
    "--quiet",
    "--with",
    "--save-model",
)
# What --set is for, in a word, where all settings matter.
SETTINGS = "set any key of the recipe, as customers.refunds=net (`regulars recipe` shows them all)"


def parser() -> argparse.ArgumentParser:
    """The whole command line, from which help and shell completion are made."""
    top = Parser(
        prog="regulars",
        description="From any sales file to named customers: who the regulars are, who is slipping away, and what they are worth.",
        epilog="`regulars SOURCE...` opens the app on a source, and `regulars` alone offers recent ones; without a terminal they print"
        " what `regulars run SOURCE...` and `regulars --help` print.",
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
    run.add_argument(
        "--force",
        action="store_true",
        help="write into --out even if it holds other files; a source is never replaced",
    )
    run.add_argument(
        "--json",
        action="store_true",
        help="print the result as one JSON object, and nothing else on standard output",
    )
    run.add_argument(
        "--as-of",
        metavar="DATE",
        help="the day recency counts to, as 2011-12-10 (default: the day after the last purchase)",
    )
    run.add_argument(
        "--compare-with",
        metavar="DATE",
        help="an earlier day: what changed since, in figures, tiers and segments, and who went from which to which",
    )
    run.add_argument(
        "--with",
        dest="extra",
        action="append",
        default=[],
        metavar="EXTRA",
        help="what else to work out: clusters, groups that the data forms by itself; classifiers, models that place customers, judged",
    )
    run.add_argument(
        "--save-model",
        metavar="FILE",
        help="keep how customers were scored and grouped, and the active classifiers, for `regulars predict`",
    )
    run.add_argument(
        "--explain",
        metavar="RULE",
        help="print rows that a rule of the ledger took (cancelled, missing-customer, quantity ...), with their row numbers",
    )
    run.add_argument(
        "--quiet",
        action="store_true",
        help="print nothing but errors and warnings (on standard error), and what --json or --explain asks for",
    )

    _add_predict(commands)

    sql = commands.add_parser("sql", help="the SQL that the stages run, to take to a warehouse")
    _add_source(sql)
    sql.add_argument(
        "--stage",
        choices=(
            "lines",
            "overlap_orders",
            "ledger",
            "orders",
            "products",
            "customers",
            "scores",
            "segments",
            "clusters",
        ),
        help="one stage (default: all of them)",
    )
    sql.add_argument(
        "--dialect",
        choices=("duckdb", "postgres", "pyspark"),
        default="duckdb",
        help="whose SQL (default: duckdb)",
    )

    recipe = commands.add_parser(
        "recipe", help="every setting with its default and what it may be, as a recipe to start from"
    )
    recipe.add_argument(
        "name",
        nargs="*",
        metavar="SETTING",
        help="only these: sections (rules), settings (scores.q), or a shipped segment map (grid, eleven)",
    )

    cache = commands.add_parser("cache", help="what is kept between runs, and how much room it takes")
    cache.add_argument("--clear", action="store_true", help="remove all of it")

    config = commands.add_parser("config", help="how the app looks, writes numbers and is keyed")
    config.add_argument("--init", action="store_true", help="write a commented config file to start from")

    export = commands.add_parser(
        "export-model", help="the groups and classifiers of a model as scikit-learn pipelines"
    )
    export.add_argument("model", metavar="MODEL", help="a file that `regulars run --save-model` wrote")
    export.add_argument("--joblib", metavar="FILE", required=True, help="where they go")
    export.add_argument("--force", action="store_true", help="write over a file that is there")

    completion = commands.add_parser("completion", help="a script that completes this command in a shell")
    completion.add_argument(
        "shell", choices=("bash", "zsh", "fish"), metavar="SHELL", help="bash, zsh or fish"
    )
    return top


def _add_predict(commands: Any) -> None:
    predict = commands.add_parser("predict", help="what a model says of one customer, or of all in a file")
    predict.add_argument("model", metavar="MODEL", help="a file that `regulars run --save-model` wrote")
    predict.add_argument(
        "source", nargs="*", metavar="FILE", help="sales or customers to score: files, folders, globs, or -"
    )
    for name, metavar, told in (
        ("recency", "DAYS", "days since the customer's last purchase"),
        ("frequency", "N", "the customer's orders"),
        ("monetary", "X", "the customer's money"),
    ):
        predict.add_argument(f"--{name}", metavar=metavar, help=told)
    predict.add_argument(
        "--feature",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="another number of the customer that the model goes by; also country=NAME",
    )
    predict.add_argument(
        "--out",
        metavar="FILE",
        help="write the customers of FILE here, as its ending says (csv, parquet, xlsx)",
    )
    predict.add_argument(
        "--force", action="store_true", help="write over a file that is there; a source is never replaced"
    )
    predict.add_argument("--as-of", metavar="DATE", help="the day recency counts to in FILE")
    predict.add_argument("--json", action="store_true", help="print one JSON object")
    predict.add_argument(
        "--quiet",
        action="store_true",
        help="print nothing but errors and warnings (on standard error), and what --json asks for",
    )
    _add_source_options(
        predict,
        settings="set how FILE is read, as rules.overlap=off; how customers are scored the model decides",
    )


def _add_source(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "source",
        nargs="+",
        metavar="SOURCE",
        help="files, folders, globs, or - for standard input; a recipe (.toml) before them, or alone",
    )
    _add_source_options(command)


def _add_source_options(command: argparse.ArgumentParser, settings: str = SETTINGS) -> None:
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
        help=settings,
    )
    command.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="NAME",
        help="read only this sheet or table (may be repeated)",
    )


class Kept(argparse.Action):
    """Keeps the value of an option; another beside it is refused, as one of them would be ignored."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, *_: object
    ) -> None:
        """Keep it."""
        given = vars(namespace).setdefault("given_once", set())
        earlier = getattr(namespace, self.dest)
        if self.option_strings and self.dest in given and earlier != values:
            raise given_twice(
                self.option_strings[0],
                f"{self.option_strings[0]} {earlier}",
                f"{self.option_strings[0]} {values}",
            )
        given.add(self.dest)
        setattr(namespace, self.dest, values)


def given_twice(what: str, one: str, other: str, cure: str = "Leave one of them out.") -> UsageError:
    """The error for two values where there can be one: nobody knows which of them is meant."""
    return UsageError(
        f"{what} is given twice, by {one} and by {other}, so one of them would be ignored.", cure
    )


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are two lines, like every other error."""

    def __init__(self, **described: Any) -> None:
        super().__init__(**described)
        for named in (None, "store"):  # what argparse calls the action of an option that says nothing of it
            self.register("action", named, Kept)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What is known; an option that is not names the nearest."""
        from core.suggest import nearest

        options, unknown = super().parse_known_args(args, namespace)
        if isinstance(getattr(options, "source", None), list):
            # argparse takes no more sources once an option has stood between them.
            options.source += [word for word in unknown if not word.startswith("-")]
            unknown = [word for word in unknown if word.startswith("-")]
        if unknown:
            option = unknown[0].partition("=")[0]
            close = nearest(option, self._option_string_actions)
            cure = f"Did you mean {close}? " if close else ""
            if option in ONLY_RUN:
                cure = f"It is an option of another command: regulars run SOURCE {option}. "
            raise UsageError(
                f"{self.prog} does not know {unknown[0]!r}.",
                f"{cure}See what there is with: {self.prog} --help",
            )
        return options, unknown

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        # argparse takes `--` behind an option's `=` for the end of all options too, and leaves that option an empty list.
        if action.option_strings and action.nargs is None and arg_strings == ["--"]:
            value = self._get_value(action, "--")
            self._check_value(action, value)
            return value
        return super()._get_values(action, arg_strings)

    def _print_message(self, message: str, file: Any = None) -> None:
        # argparse would take no notice of a help text that could not be written.
        if message:
            (file or sys.stderr).write(message)

    def error(self, message: str) -> NoReturn:
        """Leave with status 2."""
        raise UsageError(
            f"{message[:1].upper()}{message[1:]}.", f"See what there is with: {self.prog} --help"
        )


class Version(argparse.Action):
    """Says the version and leaves."""

    def __call__(self, *_: object) -> None:
        """Print it."""
        print(f"regulars {VERSION}")
        raise SystemExit(0)
