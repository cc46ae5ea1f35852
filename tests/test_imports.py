"""What is loaded when: starting must stay quick, and the engine must stay free of terminals."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tui.screens import SCREENS

HEAVY = {"pandas", "sklearn", "ibis", "duckdb", "pyarrow", "numpy", "scipy", "fastexcel", "rich", "textual"}


def modules_after(statement: str) -> set[str]:
    """The top-level modules that a statement loads in a fresh interpreter."""
    script = (
        f"import sys, contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()):\n    {statement}\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "from cli.main import main; main(['--help'])",
        "from cli.main import main; main(['run', '--help'])",
        "import tui",
        "import core",
    ],
)
def test_starting_loads_nothing_heavy(statement: str) -> None:
    assert not modules_after(statement) & HEAVY


def test_running_loads_no_pandas_and_leaves_ibis_to_another_process() -> None:
    loaded = modules_after(
        "import core.scribe; core.scribe.usable_cores = lambda: 2; core.scribe.PATIENCE_S = 120\n"
        "    from cli.main import main; main(['run', 'sample_data/three_files', '--json'])"
    )
    assert "duckdb" in loaded
    assert not loaded & {"ibis", "sqlglot", "pandas", "sklearn", "scipy", "textual"}


def test_a_result_that_is_kept_is_shown_without_ibis() -> None:
    opened = (
        "from core.study import Study; from core.recipe import Recipe; from core.remote.jobs import run\n"
        "    with Study(Recipe(), ['sample_data/three_files']) as study: assert run(study).report.customers"
    )
    assert "ibis" in modules_after(opened)
    assert not modules_after(opened) & {"ibis", "sqlglot", "pandas", "pyarrow"}


def test_the_engine_never_loads_terminal_code() -> None:
    loaded = modules_after("import core.study, core.output, core.explain, core.inspection")
    assert not loaded & {"rich", "textual", "tui", "cli", "argparse"}


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_loads_the_engine(screen: str) -> None:
    loaded = modules_after(f"import tui.app, tui.screens.{screen}")
    # A picture of the plane is worked out beside what draws it.
    drawn_with = {"rich", "textual", "numpy"} if screen == "predict" else {"rich", "textual"}
    assert loaded & HEAVY == drawn_with
