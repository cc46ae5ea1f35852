"""The completion scripts, asked for completions by the shells themselves."""

from __future__ import annotations

import argparse
import os
import pty
import re
import select
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from cli.completion import script, walked
from cli.parser import parser
from core.explain import rule_named
from core.ledger import BUCKETS
from core.recipe import all_settings

PROMPT = "READY%"
# A shell that has not answered by then never will.
PATIENCE_S = 20
SHELLS = ("bash", "zsh", "fish")


def small_parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="shopper")
    top.add_argument("--version", action="store_true", help="show the version: [now]")
    commands = top.add_subparsers(dest="command")
    run = commands.add_parser("run", help="the customer's names: all of them")
    run.add_argument("source", nargs="+", metavar="SOURCE")
    run.add_argument(
        "-f", "--format", choices=("parquet", "csv", "x y"), default="csv", help="(default: %(default)s)"
    )
    run.add_argument("--out", metavar="DIR")
    run.add_argument("--force", action="store_true")
    run.add_argument("--set", action="append", metavar="KEY=VALUE")
    run.add_argument("--map", action="append", metavar="ROLE=COLUMN")
    run.add_argument("--as-of", metavar="DATE")
    run.add_argument("--secret", help=argparse.SUPPRESS)
    shell = commands.add_parser("completion", help="a script")
    shell.add_argument("shell", choices=SHELLS)
    return top


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sales of may.csv").write_text("a\n")
    (tmp_path / "zebra.csv").write_text("a\n")
    (tmp_path / "zoo").mkdir()
    for shell in SHELLS:
        (tmp_path / f".script.{shell}").write_text(script(small_parser(), shell, default_command="run"))
    return tmp_path


def needs(shell: str) -> str:
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    return path


class Terminal:
    """A shell on a terminal of its own, in which `shopper` prints the words it was given."""

    def __init__(self, command: list[str], setup: str, folder: Path) -> None:
        environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        self.process_id, self.descriptor = pty.fork()
        if self.process_id == 0:
            os.chdir(folder)
            os.execve(command[0], command, environment)
        self.send(setup + "\n")
        self.read_until(PROMPT)

    def send(self, text: str) -> None:
        os.write(self.descriptor, text.encode())

    def read_until(self, wanted: str) -> str:
        seen, end = "", time.monotonic() + PATIENCE_S
        while not re.search(wanted, seen, re.DOTALL):
            if not select.select([self.descriptor], [], [], max(0.0, end - time.monotonic()))[0]:
                raise AssertionError(f"no {wanted!r} in {seen!r}")
            seen += os.read(self.descriptor, 65536).decode(errors="replace")
        return seen

    def words_after(self, typed: str) -> list[str]:
        """The words that the program is given when this is typed, tabs and all, and then Enter."""
        self.send(typed + "\n")
        seen = self.read_until(f"<END>.*{PROMPT}")
        words = re.findall(r"<WORD (.*?)>", seen)
        # Zsh writes `--format=csv` where bash writes `--format csv`, and takes the slash of a folder back.
        parts = [part for word in words for part in (word.split("=", 1) if word.startswith("--") else [word])]
        return [part.rstrip("/") for part in parts]

    def close(self) -> None:
        os.close(self.descriptor)
        os.waitpid(self.process_id, 0)


# The answer and the prompt are put together by the shell: the echo of what is typed does not look like them.
PROGRAM = (
    """shopper() { for word in "$@"; do printf '<%s %s>\\n' WORD "$word"; done; printf '<%s>\\n' END; }"""
)


def bash_terminal(folder: Path) -> Terminal:
    setup = (
        "bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; . ./.script.bash; "
        f"{PROGRAM}; PS1=READY; PS1+='% '"
    )
    return Terminal([needs("bash"), "--norc", "--noprofile", "-i"], setup, folder)


def zsh_terminal(folder: Path) -> Terminal:
    setup = (
        "unsetopt zle_bracketed_paste prompt_sp 2>/dev/null; unset zle_bracketed_paste; setopt no_beep; "
        "autoload -Uz compinit; compinit -u -D; . ./.script.zsh; "
        f"{PROGRAM}; PS1=READY; PS1+='%% '"
    )
    return Terminal([needs("zsh"), "-f", "-i"], setup, folder)


TYPED = [
    ("shopper comp\tz\t", ["completion", "zsh"]),
    ("shopper run --form\tpar\tze\t", ["run", "--format", "parquet", "zebra.csv"]),
    ("shopper run -f cs\tze\t", ["run", "-f", "csv", "zebra.csv"]),
    ("shopper run sales\t --forc\t", ["run", "sales of may.csv", "--force"]),
    ("shopper run --format x\t--forc\t", ["run", "--format", "x y", "--force"]),
    (
        "shopper run --set scores.q\t5 --se\tsegments.m\tel\t",
        ["run", "--set", "scores.q=5", "--set", "segments.map=eleven"],
    ),
    ("shopper run --map cus\tClient ze\t", ["run", "--map", "customer=Client", "zebra.csv"]),
    ("shopper run --out z\t", ["run", "--out", "zoo"]),
    ("shopper run --as-of 2011-12-10 ze\t", ["run", "--as-of", "2011-12-10", "zebra.csv"]),
    ("shopper run --secr\t ze\t", ["run", "--secr", "zebra.csv"]),
    ("shopper ze\t--forc\t", ["zebra.csv", "--force"]),
    ("shopper --ver\t", ["--version"]),
]


@pytest.mark.parametrize("start", [bash_terminal, zsh_terminal])
def test_tabs_complete_in_a_real_shell(start, folder):
    terminal = start(folder)
    try:
        assert [(typed, terminal.words_after(typed)) for typed, _ in TYPED] == TYPED
    finally:
        terminal.close()


def fish_offers(folder: Path, typed: str) -> list[str]:
    asked = f"source .script.fish; complete -C '{typed}'"
    command = [needs("fish"), "--no-config", "-c", asked]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    answer = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    assert answer.stderr == ""
    return sorted(line.partition("\t")[0] for line in answer.stdout.splitlines())


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("shopper comp", ["completion"]),
        ("shopper z", ["zebra.csv", "zoo/"]),
        ("shopper completion ", ["bash", "fish", "zsh"]),
        ("shopper run --f", ["--force", "--format"]),
        ("shopper run --s", ["--set"]),
        ("shopper run --format ", ["csv", "parquet", "x y"]),
        ("shopper run -f p", ["parquet"]),
        ("shopper run z", ["zebra.csv", "zoo/"]),
        ("shopper run --out z", ["zoo/"]),
        ("shopper run --as-of z", []),
        ("shopper run --set segments.", ["segments.map=", "segments.names="]),
        (
            "shopper run --set segments.map=",
            ["segments.map=custom", "segments.map=eleven", "segments.map=grid"],
        ),
        ("shopper run --map c", ["cancelled=", "country=", "customer="]),
        ("shopper zebra.csv --forc", ["--force"]),
        ("shopper --v", ["--version"]),
    ],
)
def test_what_fish_offers(folder, typed, offered):
    # Whether a blank is told as `\ ` depends on the version of fish.
    assert [word.replace("\\", "") for word in fish_offers(folder, typed)] == offered


def bash_offers(
    folder: Path, words: list[str], *, default_command: str = "run", script_at: Path | None = None
) -> list[str]:
    """What the script's function answers when readline hands it these words, already split at `=`."""
    source = script_at or folder / "script.bash"
    if script_at is None:
        source.write_text(script(small_parser(), "bash", default_command=default_command))
    line = " ".join(words).replace(" = ", "=")
    asked = (
        '. "$1"; shift; COMP_LINE=$1; shift; COMP_POINT=${#COMP_LINE}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        f"_{words[0]}; ((${{#COMPREPLY[@]}})) && printf '%s\\n' \"${{COMPREPLY[@]}}\"; true"
    )
    command = [needs("bash"), "-c", asked, "bash", str(source), line, *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_bash_offers_every_setting_and_the_values_of_those_that_have_some(folder):
    keys = bash_offers(folder, ["shopper", "run", "--set", ""])
    assert keys == [f"{described.key}=" for described in all_settings()]
    assert len(keys) > 40
    assert bash_offers(folder, ["shopper", "run", "--set", "rules.overlap", "="]) == ["orders", "rows", "off"]
    assert bash_offers(folder, ["shopper", "run", "--set", "rules.overlap", "=", "o"]) == ["orders", "off"]
    # A setting that is complete is not taken for a part of what follows it.
    assert bash_offers(folder, ["shopper", "run", "--set", "scores.q", "=", "4", "--fo"]) == [
        "--format",
        "--force",
    ]
    assert bash_offers(folder, ["shopper", "run", "--format", "=", "pa"]) == ["parquet"]


def test_rules_and_parts_of_the_recipe_are_offered_where_they_are_wanted(folder):
    real = folder / "real.bash"
    real.write_text(script(parser(), "bash", default_command="run"))
    offered = bash_offers(folder, ["regulars", "run", "--explain", ""], script_at=real)
    # Whatever is offered is a word of its own, and understood: together they are all the buckets.
    assert [rule_named(word) for word in offered] == list(BUCKETS)
    assert bash_offers(folder, ["regulars", "sales.csv", "--explain", "mis"], script_at=real) == [
        "missing-customer",
        "missing-date",
    ]
    assert bash_offers(folder, ["regulars", "recipe", "scores."], script_at=real) == [
        "scores.q",
        "scores.recency",
        "scores.frequency",
        "scores.monetary",
    ]


def test_options_belong_to_their_command(folder):
    assert bash_offers(folder, ["shopper", ""]) == ["run", "completion"]
    assert bash_offers(folder, ["shopper", "-"]) == ["-h", "--help", "--version"]
    assert bash_offers(folder, ["shopper", "completion", "--"]) == ["--help"]
    assert bash_offers(folder, ["shopper", "sales.csv", "--fo"]) == ["--format", "--force"]
    assert bash_offers(folder, ["shopper", "sales.csv", "--fo"], default_command="") == []
    assert bash_offers(folder, ["shopper", "run", "--se"]) == ["--set"]


def test_the_walk_sees_what_each_option_takes():
    line = walked(small_parser())
    run = next(command for command in line.commands if command.name == "run")
    assert run.help == "the customer's names: all of them"
    taken = {option.flags[-1]: option.value.kind if option.value else None for option in run.options}
    assert taken == {
        "--help": None,
        "--format": "choices",
        "--out": "folders",
        "--force": None,
        "--set": "settings",
        "--map": "roles",
        "--as-of": "text",
    }
    assert [option.help for option in run.options if "--format" in option.flags] == ["(default: csv)"]
    assert [(value.kind, value.many) for value in run.arguments] == [("files", True)]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_scripts_of_the_real_command_line_are_read_without_a_complaint(shell, tmp_path):
    path = tmp_path / "script"
    path.write_text(script(parser(), shell, default_command="run"))
    answer = subprocess.run([needs(shell), "-n", str(path)], capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    assert "inspect" in path.read_text()
