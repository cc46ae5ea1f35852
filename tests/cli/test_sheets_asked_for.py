"""A sheet that is asked for where there are none: what is said names each way to ask for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.main import main
from tui.wording import in_app


@pytest.mark.parametrize("asked", [["--sheet", "Foo"], ["--set", "source.sheets=Foo"]])
def test_what_asked_for_a_sheet_is_named(
    sales: Path, capsys: pytest.CaptureFixture[str], asked: list[str]
) -> None:
    assert main(["run", str(sales), *asked]) == 2
    wrong, cure = capsys.readouterr().err.strip().splitlines()
    assert "There is no sheet 'Foo'" in wrong
    assert "--sheet" in cure
    assert "source.sheets" in cure
    assert in_app(cure.strip()) == "Press u to undo the choice of sheets."
