"""`regulars completion`: a script that completes the command in a shell."""

from __future__ import annotations

import argparse

from cli.completion import script
from cli.parser import parser


def execute(options: argparse.Namespace) -> int:
    """Print the script; `eval "$(regulars completion bash)"` uses it at once."""
    print(script(parser(), options.shell, default_command="run"), end="")
    return 0
