"""Follows a page as a reader would: runs its commands, presses its keys, and looks for what it shows.

A page holds three kinds of blocks. `sh` has one command. `keys` has keys as docs/keys.md writes them, parted by blanks;
`x5` presses the key before it five times in all, and "text" in quotation marks is typed. `screen` has lines that are on the
screen then, or in what the command printed: in this order, with any others between them, and with any number of blanks.
"""

from __future__ import annotations

import io
import re
import shlex
from collections.abc import Sequence
from contextlib import AsyncExitStack, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from textual.pilot import Pilot

from cli.main import main
from cli.parser import COMMANDS
from tests.tui.stories import ROOT
from tests.tui.support import LastingEngine, app_on, screen_text, type_text, until
from tui.actions.registry import KEY_TEXTS
from tui.session import kept_session

KEY_NAMES = {text: name for name, text in KEY_TEXTS.items()}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, and the line of the page on which its content begins."""

    language: str
    text: str
    line: int


def blocks_of(page: str) -> list[Block]:
    """The fenced blocks of a page, in their order."""
    fences = re.finditer(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [Block(found[1], found[2], page.count("\n", 0, found.start(2)) + 1) for found in fences]


def words_of(keys: str) -> list[tuple[str, bool]]:
    """Each key to press or text to type, and whether it is a text; what is repeated stands here as often as it is pressed."""
    words: list[tuple[str, bool]] = []
    for text, key in re.findall(r'"([^"\n]*)"|(\S+)', keys):
        if repeated := re.fullmatch(r"x([2-9]|[1-9]\d)", key):
            words += words[-1:] * (int(repeated[1]) - 1)
        else:
            words.append((text, True) if text else (key, False))
    return words


def missing_line(wanted: str, shown: str) -> str | None:
    """The first line wanted that is not among those shown, after the one before it."""
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    for line in filter(None, (" ".join(line.split()) for line in wanted.splitlines())):
        place = next((number for number, one in enumerate(lines) if line in one), None)
        if place is None:
            return line
        lines = lines[place + 1 :]
    return None


class Reader:
    """Somebody who does what a page says, in the folder they are in."""

    def __init__(self, engine: LastingEngine) -> None:
        self.engine = engine
        self.pilot: Pilot[int] | None = None
        self.printed = ""
        self._use = AsyncExitStack()

    async def follow(self, blocks: Sequence[Block]) -> None:
        """Do everything, to the end of the page."""
        async with self._use:
            for block in blocks:
                if block.language == "sh":
                    await self._run(shlex.split(block.text))
                elif block.language == "keys":
                    await self._press(block)
                elif block.language == "screen":
                    await self._see(block)

    async def _run(self, command: list[str]) -> None:
        await self._leave()
        if command == ["make", "run"]:
            run = re.search(
                r"^run:.*\n\t@\$\(BIN\)/(regulars .+)$", (ROOT / "Makefile").read_text(), re.MULTILINE
            )
            assert run is not None
            command = shlex.split(run[1])
        name, *arguments = command
        assert name == "regulars", command
        if arguments and arguments[0] in COMMANDS:
            self.printed = _printed(arguments)
            return
        paths = [Path(argument).absolute() for argument in arguments]
        resumable = None if paths else kept_session()
        use = app_on(self.engine, *paths, resumable=resumable)
        _, self.pilot = await self._use.enter_async_context(use)

    async def _leave(self) -> None:
        """Come to the end of the app, which the page has told how to leave."""
        if self.pilot is not None:
            app = self.pilot.app
            await until(self.pilot, lambda: not app.is_running or app._exit, "the end of the app")
            await self._use.aclose()
            self.pilot = None

    async def _press(self, block: Block) -> None:
        assert self.pilot is not None, f"line {block.line}: there is no app to press keys in"
        for word, is_text in words_of(block.text):
            if is_text:
                await type_text(self.pilot, word)
            else:
                await self.pilot.press(KEY_NAMES.get(word, word.lower() if "+" in word[1:] else word))
                await self.pilot.pause()

    async def _see(self, block: Block) -> None:
        if self.pilot is None:
            missing = missing_line(block.text, self.printed)
            assert missing is None, f"line {block.line}: {missing!r} was not printed:\n{self.printed}"
            return
        pilot = self.pilot
        await until(
            pilot,
            lambda: missing_line(block.text, screen_text(pilot)) is None,
            f"what the page shows from line {block.line} on",
        )


def _printed(arguments: Sequence[str]) -> str:
    output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(output):
        status = main(arguments)
    output.seek(0)
    assert status == 0, arguments
    return output.read()
