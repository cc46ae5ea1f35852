"""What the tests of models share: what a run of the sample writes of them, and patience."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from tests.tui import support
from tests.tui.stories import SAMPLE


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models take a while on a busy machine."""
    monkeypatch.setattr(support, "DEADLINE_S", 90.0)


def written(folder: Path, asked: Mapping[str, Any]) -> Path:
    """What `regulars run --with classifiers` writes of the sample, asked so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        run = ["run", str(SAMPLE), "--with", "classifiers", "--quiet", "--out", str(folder / "out")]
        for name, value in asked.items():
            run += ["--set", f"classifier.{name}={value if isinstance(value, str) else json.dumps(value)}"]
        assert main(run) == 0
    return folder / "out"
