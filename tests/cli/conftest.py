"""What the tests of the command line start from."""

from __future__ import annotations

import gzip
import io
import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cli.main import main
from tests.support.command import (
    HEADER,
    SALES,
    Ran,
    Run,
)
from tests.support.cores import on_all
from tests.support.planted import FIRST, write_csv


@pytest.fixture(scope="module", autouse=True)
def every_core() -> Iterator[None]:
    """The command line has the cores that a user's has."""
    with on_all():
        yield


@pytest.fixture(scope="module")
def cache_of_module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what all cases of a file keep."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def kept_between_cases(
    own_workspace: Path,  # to be set first
    cache_of_module: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """For files of tests that look at how something is told: it is worked out by the first of them that asks for it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_of_module))


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """The command, in this process."""

    def run_here(*arguments: object) -> Ran:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return Ran(status, said.out, said.err)

    return run_here


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    return path


@pytest.fixture(scope="module")
def book() -> bytes:
    """`SALES` as a workbook."""
    from openpyxl import Workbook

    made = Workbook()
    assert made.active is not None
    for line in SALES.splitlines():
        made.active.append(line.split(","))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def parquet() -> bytes:
    """`SALES` as Parquet."""
    import pyarrow.csv as pc

    stream = io.BytesIO()
    pq.write_table(pc.read_csv(io.BytesIO(SALES.encode())), stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file whose reading takes long enough to be interrupted in its middle."""
    path = tmp_path_factory.mktemp("large") / "large.csv.gz"
    dice = random.Random(1)
    block = "".join(
        f"C{dice.randrange(200_000):06d},{dice.randrange(10**7)},2024-{1 + row % 12:02d}-{1 + row % 28:02d},{1 + row % 5},{2 + row % 7}.50\n"
        for row in range(60_000)
    )
    with gzip.open(path, "wb", 1) as file:
        file.write(HEADER.encode())
        for _ in range(40):
            file.write(block.encode())
    return path


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough customers that their tables do not fit where little fits."""
    path = tmp_path_factory.mktemp("many") / "many.csv"
    path.write_text(
        HEADER + "".join(f"C{row:06d},{row},2024-01-{1 + row % 28:02d},1,{row}.50\n" for row in range(20_000))
    )
    return path


@pytest.fixture
def dirty_sales(tmp_path: Path) -> Path:
    """A small sales file with all kinds of dirt."""
    folder = tmp_path / "source"
    folder.mkdir()
    return write_csv(folder / "sales.csv", FIRST)
