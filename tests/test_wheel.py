"""The wheel, as somebody gets it: built, installed into a clean environment, and run on the sample."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("regulars-*.whl"))


def test_the_wheel_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert {"core", "cli", "tui"} == {top for top in tops if not top.endswith(".dist-info")}


def test_the_wheel_has_the_sample_and_runs_it_in_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    # Our pip installs there as well as one of its own would, which would have to be installed first.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "env")], check=True)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(tmp_path / "env" / "bin" / "python"),
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-compile",  # most of it is never loaded
    ]
    subprocess.run(
        [*pip, "-c", str(ROOT / "requirements.lock"), str(wheel)],
        check=True,
        capture_output=True,
        cwd=tmp_path,
    )
    command = [
        str(tmp_path / "env" / "bin" / "regulars"),
        "run",
        str(ROOT / "sample_data" / "online_retail.xlsx"),
        "--json",
    ]
    done = subprocess.run(
        [*command, "--out", "out"], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    sample = subprocess.run(
        [
            str(tmp_path / "env" / "bin" / "python"),
            "-c",
            "from tui.sources import sample_path; print(sample_path())",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    ).stdout.strip()
    assert Path(sample).is_relative_to(tmp_path / "env")
    assert Path(sample).read_bytes() == (ROOT / "sample_data" / "online_retail.xlsx").read_bytes()
    found = json.loads(done.stdout)
    assert found["customers"] == sum(segment["customers"] for segment in found["segments"]) > 500
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "customers.parquet",
        "segments.csv",
        "ledger.csv",
        "recipe.toml",
    }
