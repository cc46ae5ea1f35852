"""The tutorial is true: everything that it says to press is pressed, and everything that it shows is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tui import support
from tests.tui.stories import ROOT
from tests.tui.support import LastingEngine
from tests.tui.tutorial import KEY_NAMES, Block, Reader, blocks_of, missing_line, words_of

PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = blocks_of(PAGE)


@pytest.fixture(autouse=True)
def beside_the_sample(tmp_path: Path) -> Path:
    """The folder that the test is in, with the sample data where a checkout has it."""
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data", target_is_directory=True)
    return tmp_path


async def test_the_tutorial_is_true(
    engine: LastingEngine, beside_the_sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The criteria of how many groups there are take a while on a busy machine.
    monkeypatch.setattr(support, "DEADLINE_S", 60.0)
    await Reader(engine).follow(BLOCKS)
    files = {path.name for path in beside_the_sample.iterdir()}
    assert {"can-t-lose-them.csv", "online_retail.toml", "results"} <= files
    listed = (beside_the_sample / "can-t-lose-them.csv").read_text(encoding="utf-8").splitlines()
    assert len(listed) == 1 + 19


async def test_a_page_that_drifts_is_noticed(engine: LastingEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = "```sh\nmake run\n```\n\n```screen\n913 customers\n```\n\n"
    await Reader(engine).follow(blocks_of(opened))
    monkeypatch.setattr(support, "DEADLINE_S", 1.0)
    with pytest.raises(AssertionError, match="from line 10 on never came"):
        await Reader(engine).follow(blocks_of(f"{opened}```screen\n914 customers\n```\n"))
    with pytest.raises(AssertionError, match="from line 14 on never came"):
        await Reader(engine).follow(blocks_of(f"{opened}```keys\n3\n```\n\n```screen\n[4 Segments]\n```\n"))


def test_nothing_of_the_tutorial_is_passed_over() -> None:
    assert PAGE.count("\n```") == 2 * len(BLOCKS)
    assert {block.language for block in BLOCKS} == {"sh", "keys", "screen"}
    steps = [block for block in BLOCKS if block.language == "keys"]
    assert len(steps) > 30
    after = [*BLOCKS[1:], Block("sh", "", 0)]
    for block, then in zip(BLOCKS, after, strict=True):
        if block.language != "screen":
            leaves = block.text.split()[-1] == "q"
            assert then.language == ("sh" if leaves else "screen"), f"line {block.line}"
        else:
            assert block.text.strip(), f"line {block.line}"


def test_the_tutorial_goes_to_every_screen_and_back_again() -> None:
    pressed = [word for block in BLOCKS if block.language == "keys" for word, _ in words_of(block.text)]
    shown = "\n".join(block.text for block in BLOCKS if block.language == "screen")
    assert {"2", "3", "4", "5"} <= set(pressed)
    assert "[1 Data]" in shown
    commands = [block.text.strip() for block in BLOCKS if block.language == "sh"]
    assert commands[0] == "make run"
    assert any(command.startswith("regulars run ") for command in commands)
    assert commands[-1] == "regulars"


def test_every_key_of_the_tutorial_is_written_as_the_page_of_keys_writes_it() -> None:
    keys = {
        word
        for block in BLOCKS
        if block.language == "keys"
        for word, is_text in words_of(block.text)
        if not is_text
    }
    assert all(key in KEY_NAMES or re.fullmatch(r"\w|Ctrl\+\w", key) for key in keys), keys


def test_keys_are_read_as_they_are_written() -> None:
    assert words_of('Right x3 s\n"a b" Enter') == [
        *[("Right", False)] * 3,
        ("s", False),
        ("a b", True),
        ("Enter", False),
    ]
    # An x of its own is the key that cancels.
    assert words_of("x x2") == [("x", False), ("x", False)]


def test_lines_are_looked_for_in_their_order() -> None:
    shown = " one   two │\n three\n four"
    assert missing_line("one two\nfour", shown) is None
    assert missing_line("four\none two", shown) == "one two"
    assert missing_line("three\nthree", shown) == "three"
