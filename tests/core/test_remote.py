"""The engine's processes: answers, errors, cancelling, dying and leaving."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from core.classifiers.past import Past
from core.errors import RegularsError
from core.recipe import Recipe
from core.remote import classifying, grouping, jobs
from core.remote.judged_models import JudgedModels
from core.remote.lane import Died, Event, Lane, StoppedError
from core.remote.tables import customers_arranged, customers_shape, customers_slice
from core.remote.worker import IDLE_S, Worker
from core.study import Study
from core.views.grid_parts import Arrangement
from tests.support.buyers import buyers, written
from tests.support.four_kinds import write_shop

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = str(ROOT / "sample_data" / "online_retail.xlsx")
LONG_S = 60


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
def lane(events: list[Event]) -> Iterator[Lane]:
    lane = Lane("tested", notify=events.append)
    yield lane
    lane.close()


def recipe_of(path: str) -> Recipe:
    return Recipe.from_tables({"source": {"paths": [path]}})


def gone(process: int) -> bool:
    """Whether a process has ended, waiting for it a while."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def under_way(lane: Lane) -> int:
    """The process of a lane, once it has begun with a call."""
    for _ in range(200):
        if lane.busy and lane.process_id:
            time.sleep(0.3)
            return lane.process_id
        time.sleep(0.02)
    raise AssertionError("the lane never began")


def test_a_call_gives_what_the_function_gives(lane: Lane) -> None:
    assert lane.plain(os.path.basename, "/a/b").result(LONG_S) == "b"


def test_a_run_is_the_run_of_the_command_line(lane: Lane) -> None:
    opened = lane.study(jobs.run, recipe_of(SAMPLE)).result(LONG_S)
    with Study(Recipe(), [SAMPLE]) as study:
        assert opened.report == study.report
        assert opened.resolved == study.resolved


def test_customers_are_paged_through(lane: Lane) -> None:
    opened = lane.study(jobs.run, recipe_of(SAMPLE)).result(LONG_S)
    shape = lane.view(customers_shape, opened).result(LONG_S)
    assert shape.rows == opened.report.customers
    richest = Arrangement((("monetary", True),), "r >= 4")
    left = lane.view(customers_arranged, opened, richest).result(LONG_S).rows
    rows = lane.view(customers_slice, opened, richest, 0, left, ("customer_id", "monetary", "r")).result(
        LONG_S
    )
    with Study(Recipe(), [SAMPLE]) as study:
        frame = study.customers.to_pandas()
    wanted = frame[frame.r >= 4].sort_values(["monetary", "customer_id"], ascending=[False, True])
    assert [row[0] for row in rows] == list(wanted.customer_id)


def test_an_error_arrives_in_its_two_lines(lane: Lane) -> None:
    with pytest.raises(RegularsError) as caught:
        lane.study(jobs.run, recipe_of("/nowhere/at_all.csv")).result(LONG_S)
    assert "/nowhere/at_all.csv" in caught.value.what


def test_a_fault_of_ours_is_told_and_the_process_goes_on(lane: Lane) -> None:
    with pytest.raises(RegularsError, match="did not expect"):
        lane.plain(os.path.basename, 5).result(LONG_S)  # type: ignore[arg-type]
    assert lane.plain(os.path.basename, "/a/b").result(LONG_S) == "b"


def test_a_process_that_is_killed_is_started_again_and_asked_again(lane: Lane, events: list[Event]) -> None:
    future = lane.study(jobs.run, recipe_of(SAMPLE))
    os.kill(under_way(lane), signal.SIGKILL)
    opened = future.result(LONG_S)
    with Study(Recipe(), [SAMPLE]) as study:
        assert opened.report == study.report
    died = [event for event in events if isinstance(event, Died)]
    assert [(event.how, event.tried_again) for event in died] == [("was stopped by SIGKILL", True)]


def test_a_call_that_kills_its_process_is_not_tried_for_ever(lane: Lane, events: list[Event]) -> None:
    with pytest.raises(RegularsError, match="twice"):
        lane.plain(os._exit, 3).result(LONG_S)
    assert lane.plain(os.path.basename, "/a/b").result(LONG_S) == "b"
    assert [event.tried_again for event in events if isinstance(event, Died)] == [True]


def test_what_is_stopped_makes_room_for_what_comes_next(lane: Lane) -> None:
    sleeping = lane.plain(time.sleep, LONG_S)
    process = under_way(lane)
    lane.stop(sleeping)
    with pytest.raises(StoppedError):
        sleeping.result(LONG_S)
    assert lane.plain(os.path.basename, "/a/b").result(LONG_S) == "b"
    assert gone(process)


def test_a_query_that_is_stopped_need_not_cost_the_process(lane: Lane) -> None:
    assert lane.plain(os.path.basename, "/a/b").result(LONG_S) == "b"
    first = lane.process_id
    opened = lane.study(jobs.run, recipe_of(SAMPLE)).result(LONG_S)
    waiting = lane.view(customers_shape, opened)
    lane.stop(waiting)
    assert lane.view(customers_shape, opened).result(LONG_S).rows == opened.report.customers
    assert first is not None


def test_only_the_latest_of_its_kind_is_asked(lane: Lane) -> None:
    lane.plain(time.sleep, 0.5)
    early = lane.latest("page").plain(os.path.basename, "/early")
    other: Future[str] = lane.plain(os.path.basename, "/other")
    late = lane.latest("page").plain(os.path.basename, "/late")
    with pytest.raises(StoppedError):
        early.result(LONG_S)
    assert (other.result(LONG_S), late.result(LONG_S)) == ("other", "late")


def test_closing_leaves_no_process(lane: Lane) -> None:
    future = lane.plain(time.sleep, LONG_S)
    process = under_way(lane)
    lane.close()
    assert gone(process)
    with pytest.raises(StoppedError):
        future.result(LONG_S)
    with pytest.raises(StoppedError):
        lane.plain(os.path.basename, "/a/b").result(LONG_S)


def test_the_engine_ends_when_the_app_is_killed(own_workspace: Path) -> None:
    program = (
        "import time\nfrom core.remote.lane import Lane\nlane = Lane('x')\nlane.start()\n"
        "lane.plain(time.sleep, 60)\nprint(lane.process_id, flush=True)\ntime.sleep(60)\n"
    )
    app = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert app.stdout is not None
    engine = int(app.stdout.readline())
    time.sleep(0.5)
    app.kill()
    app.wait()
    app.stdout.close()
    assert gone(engine)


def test_a_folder_named_like_our_package_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lane: Lane
) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "__init__.py").write_text("raise SystemExit('not ours')")
    monkeypatch.chdir(tmp_path)
    assert lane.plain(os.path.basename, "/a/b").result(LONG_S) == "b"


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="only Linux tells what a process has loaded")
def test_what_is_needed_later_is_loaded_when_nobody_asks_for_anything_more(tmp_path: Path) -> None:
    later = Lane("tested", later=["no_such_module_at_all", "pyarrow"])
    try:
        later.plain(os.path.basename, "/a/b").result(LONG_S)
        time.sleep(IDLE_S + 1)
        assert not has_loaded(later, "pyarrow")  # no source was opened
        path = tmp_path / "sales.csv"
        path.write_text("customer,order,date,amount\nC1,1,2024-01-01,5\n")
        assert later.study(jobs.run, recipe_of(str(path))).result(LONG_S).report.customers == 1
        assert not has_loaded(later, "pyarrow")
        deadline = time.monotonic() + LONG_S
        while not has_loaded(later, "pyarrow"):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert later.plain(os.path.basename, "/a/b").result(LONG_S) == "b"
    finally:
        later.close()


def test_what_models_begin_with_is_worked_out_step_by_step_before_anybody_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = multiprocessing.Pipe()
    worker = Worker(theirs, ["json", "core.remote.classifying:ahead"])
    assert worker._prepare()  # the module
    assert not worker._prepare()  # nothing is open
    path = written(tmp_path / "sales.csv", buyers())
    study = worker._study_of(recipe_of(str(path)))
    jobs.run(study)
    days, exams = [], study.classifiers.exams
    while worker._prepare():
        days.append(list(exams._at))
    looked_at = list(exams._at)
    assert len(looked_at) > 2
    assert days[: len(looked_at)] == [looked_at[: place + 1] for place in range(len(looked_at))]
    assert len(days) == len(looked_at) + len(exams.exam("buys again").parts), "then the first model"

    def nothing(*_: object) -> None:
        raise AssertionError("it was looked at before")

    monkeypatch.setattr(Past, "labelled_on", nothing)
    assert list(exams.at) == looked_at
    told = classifying.models(study, "buys again", {})
    assert isinstance(told, classifying.Models)
    assert told.news[0].record["model"] == "knn"
    with Study(recipe_of(str(path)), workspace=study.workspace) as other:
        monkeypatch.undo()
        asked = JudgedModels(other.classifiers, "buys again", other.recipe.classifier)
        asked.go_on()
        (later, _, _), *_ = asked.news({}, LONG_S)
    asked.call_off()
    assert told.news[0].record == later
    # Of another source nothing is known, and of one without a past nothing can be.
    undated = tmp_path / "undated.csv"
    undated.write_text("customer,recency,frequency,monetary\na,1,2,3\nb,4,5,6\n")
    jobs.run(worker._study_of(recipe_of(str(undated))))
    assert not worker._prepare()
    ours.close()


def test_what_groups_begin_with_is_worked_out_before_anybody_asks_and_makes_none(tmp_path: Path) -> None:
    ours, theirs = multiprocessing.Pipe()
    worker = Worker(theirs, ["core.remote.grouping:ahead"])
    path = tmp_path / "sales.csv"
    write_shop(path, seed=3)
    study = worker._study_of(recipe_of(str(path)))
    jobs.run(study)
    assert worker._prepare(), "who lies near whom"
    assert worker._prepare(), "the first of how many there are"
    assert not worker._prepare()
    assert study.workspace.find("clusters", study.clusters._key, ".parquet") is None
    told = grouping.groups(study)
    assert isinstance(told, grouping.Grouped)
    assert told.tables.recommended
    assert not told.is_done
    # Of too few nothing can be made, and who asks is told so.
    few = tmp_path / "few.csv"
    few.write_text("customer,order,date,amount\na,1,2024-01-01,5\n")
    study = worker._study_of(recipe_of(str(few)))
    jobs.run(study)
    assert not worker._prepare()
    assert isinstance(grouping.groups(study), grouping.NoGroups)
    ours.close()


def has_loaded(lane: Lane, library: str) -> bool:
    """Whether the process of a lane has loaded a library."""
    return f"/{library}/" in Path(f"/proc/{lane.process_id}/maps").read_text()
