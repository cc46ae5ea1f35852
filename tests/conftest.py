"""What all tests share: a workspace of their own, and the real data where it is present."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from core.garbage import look_less_often
from tests.support.cores import keep_to_one
from tests.support.crossed import leave_most_pairs_to_soak
from tests.support.statements import remember_statements

ROOT = Path(__file__).resolve().parent.parent
keep_to_one()
look_less_often()
remember_statements()
# A commit passes or fails, whoever runs it and when; `make soak` looks for what no example has shown yet.
settings.register_profile("same", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("search", max_examples=2_000, deadline=None, print_blob=True)
settings.load_profile("same")
# They take longest: begun last, they would be waited for alone.
BEGUN_FIRST = (
    "test_wheel.py",
    "test_tutorial.py",
    "test_classifiers.py",
    "test_classifiers_past.py",
    "test_kept_classifiers.py",
    "test_asked_classifiers.py",
    "test_models_screen.py",
    "test_models_choices.py",
    "test_tasks_models.py",
    "test_tasks.py",
    "test_tasks_clusters.py",
    "test_models.py",
    "test_models_used.py",
    "test_newcomer_models.py",
    "test_predict_classes.py",
    "test_predict_screen.py",
    "test_clusters_screen.py",
    "test_customers_screen.py",
    "test_customers_charts.py",
    "test_customers_card.py",
    "test_segments_screen.py",
    "test_segments_map.py",
    "test_data_screen.py",
    "test_data_opening.py",
    "test_frame.py",
    "test_frame_steps.py",
    "test_frame_engine.py",
    "test_hostile.py",
    "test_snapshots.py",
    "test_themes.py",
    "test_tmux.py",
    "test_criteria.py",
    "test_steps.py",
    "test_layout.py",
    "test_oracle.py",
    "test_rest_works_on.py",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; `make test` has each in one process, and what its tests share is made once."""
    leave_most_pairs_to_soak(items)
    items.sort(key=lambda item: item.path.name not in BEGUN_FIRST)


@pytest.fixture(autouse=True)
def own_workspace(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads what another kept, nor touches the user's cache."""
    # Not numbered: for a number, pytest looks through all folders of the tests before.
    cache = Path(tempfile.mkdtemp(prefix="cache-", dir=tmp_path_factory.getbasetemp()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(cache / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(cache / "state"))
    for name in (
        "REGULARS_THREADS",
        "REGULARS_MEMORY_MB",
        "REGULARS_CACHE_MB",
        "REGULARS_DEBUG",
        "NO_COLOR",
        "COLUMNS",
    ):
        monkeypatch.delenv(name, raising=False)
    # It stays after the test: an engine that outlives its test goes on using it.
    return cache / "regulars"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data, named by REGULARS_REAL_DATA."""
    folder = Path(os.environ.get("REGULARS_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the real data is not at {folder}: set REGULARS_REAL_DATA to where Online Retail II is")
    return folder
