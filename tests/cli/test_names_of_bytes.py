"""A file whose name is no UTF-8 text is refused wherever it lies, by the command that gives it another name."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from core.errors import SourceError
from core.source.names import check_name
from tests.support.command import SALES, Run, alone, right

BASH = shutil.which("bash") or ""


def placed(folder: Path, name: bytes) -> Path:
    """A file of sales by this name below the folder."""
    path = folder / os.fsdecode(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SALES, encoding="utf-8")
    except OSError:
        pytest.skip("this disk takes UTF-8 names only")
    return path


@pytest.mark.skipif(not BASH, reason="the command is one for a shell")
@pytest.mark.parametrize("in_folder", [True, False])
@pytest.mark.parametrize(
    ("name", "shown", "new"),
    [
        (b"bad\xff.csv", r"bad\xff.csv", "bad_.csv"),
        (b"verk\xe4ufe 2024.csv", r"verk\xe4ufe 2024.csv", "verk_ufe 2024.csv"),
        (b"it's \\a \xe9\xe8b.csv", r"it's \a \xe9\xe8b.csv", r"it's \a __b.csv"),
        ("\u00fc".encode() + b"\xfc.csv", r"ü\xfc.csv", "ü_.csv"),
        (b"ann\xe9e/sales.csv", r"ann\xe9e/sales.csv", "ann_e/sales.csv"),
    ],
)
def test_the_advice_is_the_command_that_helps(
    name: bytes, shown: str, new: str, in_folder: bool, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "export"
    path = placed(folder, name)
    ran = run("run", folder if in_folder else path, "--json")
    ran.refused(1, "is not UTF-8 text", shown, "mv -n -- ")
    command = ran.err.partition("replaced: ")[2].strip()
    subprocess.run([BASH, "-c", command], check=True)
    assert (folder / new).is_file()
    right(run("run", folder, "--json"))


def test_no_other_file_is_replaced(tmp_path: Path, run: Run) -> None:
    path = placed(tmp_path, b"bad\xff.csv")
    (tmp_path / "bad_.csv").write_text("mine", encoding="utf-8")
    command = run("run", path).err.partition("replaced: ")[2].strip()
    subprocess.run([BASH or "sh", "-c", command], check=False)
    assert (tmp_path / "bad_.csv").read_text(encoding="utf-8") == "mine"


def test_where_a_locale_would_make_it_text_that_is_the_advice(tmp_path: Path) -> None:
    path = placed(tmp_path, "käufe.csv".encode())
    plain: dict[str, str | None] = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ran = alone("run", tmp_path, environment=plain)
    ran.refused(1, "is not UTF-8 text", "LC_ALL=C.UTF-8")
    assert path.is_file()
    assert "mv" not in ran.err


def test_a_name_that_no_disk_gave() -> None:
    with pytest.raises(SourceError, match="Rename") as refused:
        check_name("sales\ud800.csv")
    assert r"sales\ud800.csv" in str(refused.value)
