"""What the tests of the app share: state of their own, and an engine for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.views.result import ResultData
from tests.support.studied import looked_at
from tests.tui.sixty import write_sales
from tests.tui.support import LastingEngine, engine_of_its_own


@pytest.fixture(autouse=True)
def own_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads what another kept, nor touches what the user keeps, nor writes into the checkout."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LastingEngine]:
    """An engine as one that an analyst works with all day: what it has worked out it still knows."""
    with engine_of_its_own(tmp_path_factory.mktemp("cache")) as engine:
        yield engine


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sales of a shop of sixty customers."""
    return write_sales(tmp_path_factory.mktemp("shop") / "shop.csv")


@pytest.fixture(scope="module")
def data(source: Path) -> Iterator[ResultData]:
    """Its result, looked at without the app."""
    with looked_at(source) as found:
        yield found
