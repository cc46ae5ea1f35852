"""The status line says what the recipe is called and whether it is saved, whatever else has to give way for it."""

from __future__ import annotations

import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from tests.tui.sixty import write_sales
from tests.tui.stories import Story, story
from tests.tui.support import LastingEngine
from tui.jobs import Job
from tui.widgets.status import Status

RECIPE = "spring campaign.toml"


def status_of(told: Story) -> str:
    """The line above the keys."""
    line: str = told.app.query_one(Status).render_line(0).text
    return line.rstrip()


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (120, ["shop.csv", "234 of 236 rows kept", "60 customers", "as of 2025-11-26", RECIPE]),
        # A name that has room is not cut.
        (80, ["shop.csv", "234 of 236", "60 customers", "2025-11-26", RECIPE]),
        (74, ["shop.csv", "234 of 236", "60 customers", "2025-11-26", "spring campai"]),
        (60, ["shop.csv", "60 customers", "2025-11-26"]),
    ],
)
async def test_the_recipe_is_named_and_its_mark_stays(
    engine: LastingEngine, tmp_path: Path, width: int, said: list[str]
) -> None:
    async with story(engine, write_sales(tmp_path / "shop.csv"), size=(width, 24)) as told:
        assert status_of(told).endswith("not saved")
        await told.press("w")
        await told.enter(str(tmp_path / RECIPE))
        await told.until(lambda: told.app.session.is_written, "the recipe in its file")
        line = status_of(told)
        assert line.endswith(" saved")
        assert "not saved" not in line
        assert all(part in line for part in said), line
        told.app.set_values("the rule price off", rules__price="false")
        await told.has_run()
        line = status_of(told)
        assert line.endswith(" not saved")
        assert all(part in line for part in said), line


@pytest.mark.parametrize("width", [80, 60])
async def test_the_mark_stays_beside_two_dates_and_beside_what_is_running(
    engine: LastingEngine, tmp_path: Path, width: int
) -> None:
    shop = write_sales(tmp_path / "a shop with a name of many words, as files have them.csv")
    async with story(engine, shop, size=(width, 24)) as told:
        await told.press("c")
        await told.enter("2025-06-10")
        await told.until(lambda: told.app.earlier is not None and told.app.job is None, "the comparison")
        line = status_of(told)
        assert line.endswith("not saved")
        assert "2025-11-26 vs " in line or width < 80
        waited_for: Future[Any] = Future()
        job = Job("looking up what somebody with a long name bought", waited_for)
        job.started -= 60
        job.tell("reading a shop with a name of many words", 45.0)
        job.step_started = time.monotonic() - 30
        told.app._jobs.append(job)
        line = status_of(told)
        told.app._jobs.remove(job)
        assert "; x cancels" in line
        assert line.endswith("not saved")
