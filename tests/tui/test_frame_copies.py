"""What leaves the frame: copies to the clipboard, the screen as text, and exports."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.support.command import CUSTOMERS
from tests.tui.framed import customers, shop_in
from tests.tui.stories import story
from tests.tui.support import LastingEngine, app_on, screen_text
from tui.copying import MOST_CLIPBOARD_BYTES, clipboard_sequence, copy_out
from tui.dialogs.ask import Ask
from tui.state import state_folder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return shop_in(tmp_path)


async def test_y_sends_and_writes_what_is_selected_and_claims_no_more(
    engine: LastingEngine, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with story(engine, shop, size=(200, 40)) as told:
        grid = await customers(told)
        sent: list[str] = []
        monkeypatch.setattr(told.app._driver, "write", sent.append)
        await told.press("space", "space", "y")
        await told.sees("Sent 3 lines to the terminal's clipboard")
        folder = state_folder()
        assert folder is not None
        copied = (folder / "copied.txt").read_text()
        assert copied == await grid.copied()
        encoded = copied.encode()
        assert any(f"\x1b]52;c;{base64.b64encode(encoded).decode()}\x07" in text for text in sent)
        await told.sees(str(folder / "copied.txt"))


async def test_more_than_a_clipboard_takes_goes_to_the_file_only(
    engine: LastingEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app_on(engine) as (app, _):
        sent: list[str] = []
        assert app._driver is not None
        monkeypatch.setattr(app._driver, "write", sent.append)
        told = copy_out(app, "x" * (MOST_CLIPBOARD_BYTES + 1))
        assert "too much" in told
        assert "Sent" not in told
        assert not sent
        monkeypatch.setenv("XDG_STATE_HOME", "/proc/nowhere")
        assert "wrote" not in copy_out(app, "x").casefold()


def test_the_clipboard_is_reached_through_tmux_and_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = "\x1b]52;c;eA==\x07"
    monkeypatch.delenv("TMUX", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert clipboard_sequence(b"x") == plain
    monkeypatch.setenv("TERM", "screen")
    assert clipboard_sequence(b"x") == f"\x1bP{plain}\x1b\\"
    monkeypatch.setenv("TMUX", "/tmp/t")
    assert clipboard_sequence(b"x") == plain + "\x1bPtmux;\x1b" + plain + "\x1b\\"


async def test_the_screen_is_dumped_as_text_each_time_anew(
    engine: LastingEngine, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    async with story(engine, shop) as told:
        await customers(told)
        shown = screen_text(told.pilot)
        await told.press("P")
        await told.sees("Wrote ")
        (first,) = folder.iterdir()
        await told.press("P")
        await told.until(lambda: len(list(folder.iterdir())) == 2)
        assert first.name.startswith("regulars-customers-")
        assert shown.rstrip() in first.read_text()
        folder_gone = tmp_path / "gone"
        folder_gone.mkdir()
        monkeypatch.chdir(folder_gone)
        folder_gone.rmdir()
        await told.press("P")
        await told.sees("Wrote ")
        await told.press("w")
        assert isinstance(told.app.screen, Ask)


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
async def test_what_is_in_view_is_exported_and_nothing_is_written_over_unasked(
    engine: LastingEngine, shop: Path, tmp_path: Path, ending: str
) -> None:
    target = tmp_path / f"out.{ending}"
    async with story(engine, shop) as told:
        await customers(told)
        await told.press("e")
        await told.enter(str(target))
        await told.sees(f"Wrote {CUSTOMERS} rows to {target}"[:60])
        before = target.read_bytes()
        assert before
        await told.press("e")
        await told.enter(str(target))
        await told.sees(f"Write over {target.name}?")
        await told.enter("no")
        await told.sees("Nothing was written.")
        await told.press("space", "e")
        await told.sees("Export 1 row")
        await told.enter(str(tmp_path / "one.txt"))
        await told.sees("does not end in .csv")
        await told.enter(str(target))
        await told.sees(f"Write over {target.name}?")
        await told.enter("yes")
        await told.until(lambda: target.read_bytes() != before)
