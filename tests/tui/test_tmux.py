"""One story on a real terminal inside tmux: start, walk every screen, resize, suspend and come back, quit; and the terminal after it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.command import ROOT
from tests.tui.stories import SAMPLE
from tui.screens import NAMES, SCREENS

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
DEADLINE_S = 40.0
# What tmux knows of the modes that a program may leave behind.
MODES = "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{keypad_flag} #{keypad_cursor_flag}"


class Tmux:
    """A shell in a tmux of its own."""

    def __init__(self, folder: Path) -> None:
        self._command = ["tmux", "-S", str(folder / "tmux.sock"), "-f", "/dev/null"]
        self._env = {name: value for name, value in os.environ.items() if name not in ("TMUX", "TMUX_PANE")}
        self._env |= {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
        # As containers export them, and true until the first resize only.
        self._env |= {"LINES": "24", "COLUMNS": "80"}
        self.do("new-session", "-d", "-x", "80", "-y", "24", "bash --norc --noprofile")

    def do(self, *arguments: str) -> str:
        done = subprocess.run(
            [*self._command, *arguments], env=self._env, capture_output=True, text=True, check=True
        )
        return done.stdout

    def keys(self, *keys: str) -> None:
        self.do("send-keys", *keys)

    def line(self, text: str) -> None:
        """A line typed into the shell."""
        self.do("send-keys", "-l", text)
        self.keys("Enter")

    @property
    def screen(self) -> str:
        return self.do("capture-pane", "-p")

    @property
    def modes(self) -> str:
        return self.do("display-message", "-p", MODES).strip()

    def until(self, condition: Callable[[str], object], what: str) -> None:
        end = time.monotonic() + DEADLINE_S
        while not condition(self.screen):
            assert time.monotonic() < end, f"{what} never came:\n{self.screen}"
            time.sleep(0.05)

    def end(self) -> None:
        self.do("kill-server")


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    tmux = Tmux(tmp_path)
    tmux.until(lambda screen: screen.strip().endswith(("$", "#")), "the shell")
    yield tmux
    tmux.end()


def test_a_session_in_tmux(tmux: Tmux, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    tmux.line(f"stty -a > {before}; clear")
    tmux.until(lambda _: before.exists() and before.read_text(), "stty")
    modes = tmux.modes
    command = shlex.join([sys.executable, "-m", "cli.main", str(SAMPLE)])
    # By way of a script, as `make run` does: Ctrl+Z has to stop that too.
    (tmp_path / "app.sh").write_text(f"{command}\necho left with $?\n")
    tmux.line(f"bash {tmp_path / 'app.sh'}")
    tmux.until(lambda screen: "913 customers" in screen, "the sample")
    assert tmux.modes.startswith("1 "), "the alternate screen"

    for name in (*SCREENS, "segments"):
        number = NAMES.index(name) + 1
        tmux.keys(str(number))
        tab = f"[{number} {name.capitalize()}]"
        tmux.until(lambda screen, tab=tab: tab in screen, name)  # type: ignore[misc]
    tmux.do("resize-window", "-x", "120", "-y", "40")
    tmux.until(lambda screen: "32,274 of 43,166 rows kept" in screen, "the room used")
    tmux.do("resize-window", "-x", "50", "-y", "12")
    tmux.until(lambda screen: "50x12 is too small" in screen, "what size it needs")
    tmux.do("resize-window", "-x", "80", "-y", "24")
    tmux.until(lambda screen: "[4 Segments]" in screen, "the screen again")

    tmux.keys("C-z")
    tmux.until(lambda screen: "Stopped" in screen, "the shell")
    assert tmux.modes == modes
    tmux.line("echo still here")
    tmux.until(lambda screen: "\nstill here" in screen, "the shell's answer")
    tmux.line("fg")
    tmux.until(lambda screen: "[4 Segments]" in screen, "the app again")
    tmux.keys("3")
    tmux.until(lambda screen: "[3 Customers]" in screen, "keys work again")

    tmux.keys("q")
    tmux.until(lambda screen: "left with 0" in screen, "the shell")
    assert tmux.modes == modes, "the terminal as it was"
    tmux.line(f"stty -a > {after}")
    tmux.until(lambda _: after.exists() and after.read_text(), "stty")
    assert after.read_text() == before.read_text()


def test_a_fault_of_ours_leaves_the_terminal_as_it_was(tmux: Tmux, tmp_path: Path) -> None:
    modes = tmux.modes
    broken = tmp_path / "broken.py"
    broken.write_text(
        "import os, sys\n"
        f"os.environ['XDG_STATE_HOME'] = {str(tmp_path / 'state')!r}\n"
        "from tui.frame_actions import FrameActions\n"
        "def fail(self):\n    raise ValueError('an [/x] fault')\n"
        "FrameActions.action_theme = fail\n"
        "from cli.main import main\n"
        "raise SystemExit(main([]))\n"
    )
    tmux.line(f"{shlex.quote(sys.executable)} {broken}; echo left with $?")
    tmux.until(lambda screen: "[1 Data]" in screen, "the app")
    tmux.keys("Escape")
    time.sleep(0.2)
    tmux.keys("t")
    tmux.until(lambda screen: "left with 1" in screen, "the shell")
    # The shell's screen, with the lines put together again that it has folded.
    told = "".join(tmux.screen.splitlines())
    crash = tmp_path / "state" / "regulars" / "crash.txt"
    assert "error: Something went wrong that regulars did not expect: ValueError: an [/x] fault" in told
    assert f"{crash} says where it happened." in told
    assert "Traceback" not in told
    assert "raise ValueError('an [/x] fault')" in crash.read_text()
    assert tmux.modes == modes
