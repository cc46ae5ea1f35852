"""Bad input and a bad machine: a two-line error or a right answer, an exit status that says which, and nothing left behind."""

from __future__ import annotations

import ctypes
import gzip
import io
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from tests.conftest import ROOT
from tests.support.workbooks import write_locked_xlsx

HEADER = "customer_id,order_id,order_date,quantity,price\n"
ROWS, CUSTOMERS, REVENUE = 60, 17, 973.0
LINES = [
    f"C{row % CUSTOMERS:03d},{1000 + row},2024-{1 + row % 12:02d}-{1 + row % 28:02d},{1 + row % 5},{2 + row % 7}.50\n"
    for row in range(ROWS)
]
SALES = HEADER + "".join(LINES)
ESCAPE, OVERRIDE = "\x1b", "\u202e"


@dataclass(frozen=True)
class Ran:
    """What a run said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        assert self.status == 0, self.err
        found: dict[str, Any] = json.loads(self.out)
        return found

    def refused(self, status: int, *words: str) -> None:
        """It ended with two lines that hold all of these words, and printed nothing else."""
        assert self.status == status, self.err
        lines = self.err.splitlines()
        assert len(lines) == 2, self.err
        assert lines[0].startswith("error: ")
        assert lines[1].startswith("       ")
        assert len(lines[1].strip()) > 10, "nothing says what to do"
        assert "Traceback" not in self.err
        assert "did not expect" not in self.err
        for word in words:
            assert word.lower() in self.err.lower(), self.err
        assert self.out == ""


Run = Callable[..., Ran]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """The command, in this process."""

    def run_here(*arguments: object) -> Ran:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return Ran(status, said.out, said.err)

    return run_here


def start(
    *arguments: object, environment: dict[str, str | None] | None = None, **more: Any
) -> subprocess.Popen[str]:
    """The command, as a process of its own."""
    merged = {**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})}
    kept = {name: value for name, value in merged.items() if value is not None}
    return subprocess.Popen(
        [sys.executable, "-m", "cli.main", *map(str, arguments)],
        env=kept,
        **{
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
            **more,
        },
    )


def alone(*arguments: object, environment: dict[str, str | None] | None = None, **more: Any) -> Ran:
    """The command in a process of its own, to its end."""
    process = start(*arguments, environment=environment, **more)
    out, err = process.communicate(timeout=40)
    return Ran(process.returncode, out or "", err or "")


def right(ran: Ran) -> None:
    """The figures of `SALES`."""
    found = ran.json
    assert (found["rows"], found["kept"], found["customers"]) == (ROWS, ROWS, CUSTOMERS)
    assert found["revenue"] == REVENUE


def below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def unfinished(folder: Path) -> list[str]:
    return [
        name for name in below(folder) if ".unfinished" in name or name.endswith(".part") or "tmp" in name
    ]


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
    import pyarrow.parquet as pq

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


# Files and folders


def test_a_missing_file_names_the_nearest(run: Run, sales: Path) -> None:
    run("run", sales.with_name("sale.csv")).refused(1, "sale.csv", "did you mean", "'sales.csv'")


def test_one_of_several_files_is_missing(run: Run, sales: Path, tmp_path: Path) -> None:
    run("run", sales, tmp_path / "absent.csv").refused(1, "absent.csv")


def test_an_empty_name_is_not_the_current_folder(
    run: Run, sales: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sales.parent)
    run("run", "").refused(1, "empty name")


def test_a_folder_with_nothing_in_it(run: Run, tmp_path: Path) -> None:
    run("run", tmp_path).refused(1, str(tmp_path), "is empty")


def test_a_folder_of_nothing_that_is_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("hello")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    run("run", tmp_path).refused(1, "2 files", "xlsx")


def test_no_file_matches_a_pattern(run: Run, tmp_path: Path) -> None:
    run("run", tmp_path / "*.csv").refused(1, "*.csv")


@pytest.mark.parametrize("name", ["pipe", "/dev/null"])
def test_what_is_no_file(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if not path.exists():
        os.mkfifo(path)
    run("run", path).refused(1, str(path), "neither a file nor a folder", "`-`")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
@pytest.mark.parametrize("named", [True, False])
def test_a_name_that_is_no_text(run: Run, tmp_path: Path, named: bool) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv")
    Path(path).write_text(SALES)
    run("run", path if named else tmp_path).refused(1, "UTF-8", "rename")


# Tables with nothing to tell


@pytest.mark.parametrize(("text", "word"), [("", "0 bytes"), ("\n\n \n", "blank"), (HEADER, "no rows")])
def test_a_file_without_rows(run: Run, tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "bare.csv"
    path.write_text(text)
    run("run", path).refused(1, "bare.csv", word)


def test_one_row(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(HEADER + "A,1,2024-01-01,3,2.00\n")
    found = run("run", path, "--json").json
    assert (found["customers"], found["orders"], found["revenue"], found["as_of"]) == (
        1,
        1,
        6.0,
        "2024-01-02",
    )


def test_one_customer_scores_the_middle(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(HEADER + "".join(f"A,{day},2024-01-{day:02d},1,2.00\n" for day in range(1, 11)))
    found = run("run", path, "--json").json
    assert (found["customers"], found["orders"]) == (1, 10)
    assert {line["score"] for line in found["scores"]} == {3}
    assert sum("is the same for every customer" in note for note in found["notes"]) == 3


def test_all_dates_the_same(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "day.csv"
    path.write_text(HEADER + "".join(f"A{row % 7},{row},2024-01-01,1,{row}.00\n" for row in range(1, 40)))
    found = run("run", path, "--json").json
    assert found["customers"] == 7
    assert any(note.startswith("Recency is the same") for note in found["notes"])


def test_all_rows_cancelled(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "cancelled.csv"
    text = "customer_id,order_id,order_date,amount,status\n"
    path.write_text(
        text + "".join(f"A{row % 4},{row},2024-01-{row:02d},{row}.50,cancelled\n" for row in range(1, 21))
    )
    run("run", path).refused(1, "none of the 20 rows", "cancelled 20", "--explain")


def test_no_customer_column(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("a,b\n" + "".join(f"{row}.5,{row * 2}.25\n" for row in range(50)))
    run("run", path).refused(1, "customer", "a, b", "--map customer=COLUMN")


# Damaged files and files of another kind


def _password_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("sales.csv", SALES)
    data = bytearray(stream.getvalue())
    data[data.find(b"PK\x03\x04") + 6] |= (
        1  # the flag for "encrypted", in the member and in the list of members
    )
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _zip_of(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, b"...")
    return stream.getvalue()


def _cut_gzip() -> bytes:
    packed = gzip.compress(random.Random(2).randbytes(10_000).hex().encode() + SALES.encode() * 50)
    return packed[: len(packed) // 2]


FOREIGN: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "a PDF": ("sales.csv", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(range(256)) * 9, ("PDF",)),
    "an image": ("sales.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, ("PNG",)),
    "a web page": ("sales.csv", b"<!DOCTYPE html><html><body>Log in</body></html>", ("web page",)),
    "gzip that ends early": ("sales.csv.gz", _cut_gzip(), ("ends early",)),
    "zip with a password": ("sales.zip", _password_zip(), ("password",)),
    "zip without a table": ("sales.zip", _zip_of("picture.png"), ("picture.png",)),
    "empty zip": ("sales.zip", b"PK\x05\x06" + bytes(18), ("holds nothing",)),
    "broken JSON": ("sales.jsonl", b'{"customer_id": 1}\n{"customer_id": \n', ("JSON",)),
    "cut SQLite": ("sales.sqlite", b"SQLite format 3\x00" + bytes(84), ("SQLite", "damaged")),
    "binary": ("sales.csv", bytes(range(256)) * 40, ("sales.csv",)),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_of_another_kind(run: Run, tmp_path: Path, kind: str) -> None:
    name, data, words = FOREIGN[kind]
    (tmp_path / name).write_bytes(data)
    run("run", tmp_path / name).refused(1, name, *words)


def test_a_truncated_workbook(run: Run, tmp_path: Path, book: bytes) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(book[: len(book) // 2])
    run("run", path).refused(1, "book.xlsx", "cut short or damaged")


def test_a_workbook_behind_a_password(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write_locked_xlsx(path)
    run("run", path).refused(1, "book.xlsx", "protected by a password", "remove the password")


def test_a_workbook_with_nothing_in_it(run: Run, tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "book.xlsx")
    run("run", tmp_path / "book.xlsx").refused(1, "book.xlsx", "holds no table")


def test_a_workbook_called_csv_is_read(run: Run, tmp_path: Path, book: bytes) -> None:
    (tmp_path / "sales.csv").write_bytes(book)
    right(run("run", tmp_path / "sales.csv", "--json"))


@pytest.mark.parametrize("how", ["cut", "scrambled"])
def test_a_damaged_parquet_file(run: Run, tmp_path: Path, parquet: bytes, how: str) -> None:
    half = len(parquet) // 2
    scrambled = parquet[:4] + bytes(byte ^ 0x5A for byte in parquet[4:half]) + parquet[half:]
    path = tmp_path / "sales.parquet"
    path.write_bytes(parquet[:half] if how == "cut" else scrambled)
    run("run", path).refused(1, "sales.parquet", "damaged")


def test_a_damaged_sqlite_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sales.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TABLE sales ({HEADER.strip()})")
    connection.executemany(
        "INSERT INTO sales VALUES (?, ?, ?, ?, ?)", [line.split(",") for line in LINES * 50]
    )
    connection.commit()
    connection.close()
    data = path.read_bytes()
    path.write_bytes(data[:8192] + bytes(byte ^ 0x5A for byte in data[8192:]))
    run("run", path).refused(1, "sales.sqlite", "damaged")


# Extreme values


def test_ten_thousand_columns(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    names = ",".join(f"c{number}" for number in range(9_995))
    path.write_text(
        HEADER.strip() + "," + names + "\n" + "".join(line.strip() + ",x" * 9_995 + "\n" for line in LINES)
    )
    began = time.monotonic()
    right(run("run", path, "--json"))
    assert time.monotonic() - began < 25, "something grows with the square of the columns"


def test_a_cell_of_ten_megabytes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    lines = [line.strip() + "," + ("z" * 10_000_000 if row == 30 else "n") for row, line in enumerate(LINES)]
    path.write_text(HEADER.strip() + ",note\n" + "\n".join(lines))
    right(run("run", path, "--json"))


def test_amounts_that_are_no_money(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "amounts.csv"
    bad = ["NaN", "inf", "-inf", "1e308", "-1e308", "Infinity", "1e400"]
    amounts = ["2.50"] * 100 + bad
    path.write_text(
        "customer_id,order_id,order_date,amount\n"
        + "".join(
            f"C{row % 9},{row},2024-01-{row % 28 + 1:02d},{amount}\n" for row, amount in enumerate(amounts)
        )
    )
    found = run("run", path, "--json").json
    taken = {line["rule"]: line["rows"] for line in found["ledger"]}
    assert (found["rows"], found["kept"], found["revenue"]) == (107, 100, 250.0)
    assert taken["unreadable"] == len(bad)
    assert any("1e308" in note or "NaN" in note or "inf" in note for note in found["notes"])


def test_products_that_overflow_are_set_aside(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "overflow.csv"
    path.write_text(
        SALES + "".join(f"C001,{row},2024-01-05,9000000000000,9000000000000\n" for row in range(2000, 2050))
    )
    found = run("run", path, "--json").json
    assert (found["kept"], found["revenue"]) == (ROWS, REVENUE)
    assert any("too large to add up" in note for note in found["notes"])


def test_the_largest_amounts_add_up_to_the_cent(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text(
        "customer_id,order_id,order_date,amount\n"
        + "".join(f"C{row % 9},{row},2024-01-{row % 28 + 1:02d},9999999999.99\n" for row in range(100))
    )
    assert run("run", path, "--json").json["revenue"] == 999999999999.00


def test_dates_at_both_ends_of_the_calendar(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text(SALES + "X,9001,0001-01-01,1,1.00\nY,9002,9999-12-30,1,2.00\n")
    found = run("run", path, "--json").json
    assert (found["kept"], found["as_of"]) == (ROWS + 2, "9999-12-31")
    assert found["first"].startswith("0001-01-01")
    assert any("--as-of 2024-12-25" in note for note in found["notes"])


def test_the_last_day_there_is(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text(SALES + "Y,9003,9999-12-31,1,2.00\n")
    run("run", path).refused(1, "9999-12-31", "--as-of")
    found = run("run", path, "--as-of", "2024-12-25", "--json").json
    assert (found["kept"], found["revenue"]) == (ROWS, REVENUE)


def test_a_last_date_far_away_is_reported(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text(SALES + "Y,9003,2041-03-01,1,2.00\n")
    found = run("run", path, "--json").json
    assert found["as_of"] == "2041-03-02"
    assert any("2041-03-01" in note and "--as-of 2024-12-25" in note for note in found["notes"])


# The command line and the recipe


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--bogus"], ("--bogus", "--help")),
        (["SALES", "--jsn"], ("--jsn", "--json")),
        (["inspct", "SALES"], ("neither a command nor a file", "regulars inspect")),
        (["run"], ("SOURCE",)),
        (["SALES", "--format", "pdf"], ("pdf", "parquet")),
        (["SALES", "--map", "customer=custmer_id"], ("custmer_id", "'customer_id'")),
        (["SALES", "--map", "custmer=customer_id"], ("names no role", "customer=customer_id")),
        (["SALES", "--map", "customer"], ("names no role",)),
        (["SALES", "--sheet", "Sheet1"], ("Sheet1", "no sheets", "--sheet")),
        (["SALES", "--explain", "cancled"], ("cancled", "'cancelled'")),
        (["SALES", "--as-of", "yesterday"], ("yesterday", "2011-12-31")),
        (["SALES", "--as-of", "2024-02-30"], ("2024-02-30",)),
        (["SALES", "--set", "scores.qq=3"], ("scores.qq", "`scores.q`")),
        (["SALES", "--set", "scores.q"], ("no value",)),
        (["SALES", "--set", "scores.q=99"], ("99", "from 2 to 10")),
    ],
)
def test_a_wrong_command_line(run: Run, sales: Path, arguments: list[str], words: tuple[str, ...]) -> None:
    run(*(str(sales) if argument == "SALES" else argument for argument in arguments)).refused(2, *words)


def test_an_unknown_sheet_names_the_nearest(run: Run, tmp_path: Path, book: bytes) -> None:
    (tmp_path / "book.xlsx").write_bytes(book)
    run("run", tmp_path / "book.xlsx", "--sheet", "Shet").refused(2, "Shet", "--sheet 'Sheet'")


def test_an_as_of_date_before_all_purchases(run: Run, sales: Path) -> None:
    run("run", sales, "--as-of", "2000-01-01").refused(1, "2000-01-01", f"{ROWS} of the {ROWS} rows")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[source\npaths = 1", ("not TOML", "line 1", "[source")),
        ("[rules]\ncancled = true\n", ("rules.cancled", "`rules.cancelled`")),
        ("[rulez]\n", ("rulez", "rules")),
        ("[scores]\nq = 99\n", ("scores.q", "99", "from 2 to 10")),
        ('[rules]\ncancelled = "maybe"\n', ("rules.cancelled", "true or false")),
        ("version = 99\n", ("version 99", "newer")),
    ],
)
def test_a_wrong_recipe(run: Run, tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(text)
    run("run", path).refused(2, "recipe.toml", *words)


def test_a_recipe_that_is_no_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_bytes(b"\xff\xfe\x00\x81")
    run("run", tmp_path / "recipe.toml").refused(2, "recipe.toml", "not UTF-8")


def test_a_recipe_that_is_missing(run: Run, tmp_path: Path) -> None:
    run("run", tmp_path / "recipe.toml").refused(2, "recipe.toml", "No such file")


def test_a_recipe_whose_source_is_missing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text('[source]\npaths = ["absent.csv"]\n')
    run("run", tmp_path / "recipe.toml").refused(1, "absent.csv")


def test_a_recipe_without_a_source(run: Run, tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text("[scores]\nq = 5\n")
    run("run", tmp_path / "recipe.toml").refused(1, "No source")


@pytest.mark.parametrize("name", ["REGULARS_THREADS", "REGULARS_MEMORY_MB", "REGULARS_CACHE_MB"])
@pytest.mark.parametrize("value", ["abc", "-1", "1.5", "\u00b2", "9" * 5000])
def test_environment_variables_that_are_nonsense(
    run: Run, sales: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    run("run", sales).refused(1, name, value[:40], "unset it")


def test_more_threads_than_any_machine_has(run: Run, sales: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGULARS_THREADS", "99999999999")
    right(run("run", sales, "--json"))


# Standard streams


def test_standard_input_empty(sales: Path) -> None:
    alone("-").refused(1, "standard input is empty")


def test_standard_input_closed() -> None:
    alone("-", stdin=None, preexec_fn=lambda: os.close(0)).refused(1, "standard input is closed")


def test_standard_input_is_read(sales: Path) -> None:
    with sales.open() as stream:
        right(alone("-", "--json", stdin=stream))


@pytest.mark.parametrize("arguments", [["run", "SALES"], ["inspect", "SALES", "--json"], ["--help"]])
def test_output_closed_early(sales: Path, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)  # whoever reads has gone before the first line
    with os.fdopen(writer, "w") as stream:
        ran = alone(*(str(sales) if word == "SALES" else word for word in arguments), stdout=stream)
    assert (ran.status, ran.err) == (0, "")


def test_standard_output_closed(sales: Path) -> None:
    ran = alone("run", sales, stdout=None, preexec_fn=lambda: os.close(1))
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_standard_output_full(sales: Path) -> None:
    with Path("/dev/full").open("w") as stream:
        ran = alone("run", sales, "--json", stdout=stream)
    ran.refused(1, "disk is full")


# The disk: full, forbidden, shared


def _no_large_files(most_bytes: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return limit


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough customers that their tables do not fit where little fits."""
    path = tmp_path_factory.mktemp("many") / "many.csv"
    path.write_text(
        HEADER + "".join(f"C{row:06d},{row},2024-01-{1 + row % 28:02d},1,{row}.50\n" for row in range(20_000))
    )
    return path


@pytest.mark.parametrize("source", ["csv", "gz", "stdin"])
def test_no_room_in_the_cache(tmp_path: Path, many: Path, own_workspace: Path, source: str) -> None:
    out = tmp_path / "out"
    options: dict[str, Any] = {"preexec_fn": _no_large_files(10_000)}
    if source == "stdin":
        with many.open() as stream:
            ran = alone("-", "--out", out, stdin=stream, **options)
    else:
        path = many if source == "csv" else tmp_path / "many.csv.gz"
        if source == "gz":
            path.write_bytes(gzip.compress(many.read_bytes()))
        ran = alone("run", path, "--out", out, **options)
    ran.refused(1, "larger than this system allows", str(own_workspace))
    assert unfinished(own_workspace) == []
    assert not out.exists()


@pytest.mark.parametrize("kind", ["parquet", "csv", "xlsx"])
def test_no_room_for_the_results(run: Run, tmp_path: Path, many: Path, kind: str) -> None:
    right_now = run("run", many, "--json")
    assert right_now.status == 0
    out = tmp_path / "new" / "out"
    source = many
    if kind == "xlsx":  # openpyxl takes its time
        source = tmp_path / "few.csv"
        source.write_text("".join(many.read_text().splitlines(keepends=True)[:501]))
        assert run("run", source, "--json").status == 0
    ran = alone("run", source, "--out", out, "--format", kind, preexec_fn=_no_large_files(5_000))
    ran.refused(1, str(out))
    assert not out.exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with next to no room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = (
        os.geteuid() == 0
        and sys.platform == "linux"
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=False, capture_output=True
        ).returncode
        == 0
    )
    if not mounted:
        pytest.skip("only root may mount a small disk; RLIMIT_FSIZE stands in for it in the tests above")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(tmp_path: Path, many: Path, small_disk: Path) -> None:
    ran = alone("run", many, environment={"XDG_CACHE_HOME": str(small_disk)})
    ran.refused(1, "disk is full", str(small_disk))
    assert below(small_disk) == ["regulars"]
    ran = alone("run", many, "--out", small_disk / "out")
    ran.refused(1, "disk is full", str(small_disk / "out"))
    assert below(small_disk) == ["regulars"]


@pytest.mark.parametrize(
    "limits", [{"max_temp_directory_size": "2MB"}, {}], ids=["a full disk", "a limit on the size of files"]
)
def test_no_room_to_spill(tmp_path: Path, limits: dict[str, str]) -> None:
    script = f"""
import resource, signal
from pathlib import Path
from core.engine import connect, told_plainly
from core.errors import RegularsError
spill = Path({str(tmp_path)!r})
if not {limits!r}:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
connection = connect(spill, threads=2, memory_mb=40)
for name, value in {limits!r}.items():
    connection.execute(f"SET {{name}} = '{{value}}'")
try:
    with told_plainly("sorting"):
        connection.execute("CREATE TABLE t AS SELECT hash(i)::varchar || hash(i + 1)::varchar AS s FROM range(2000000) r(i) ORDER BY s")
except RegularsError as error:
    print(error.what)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "sorting could not be finished" in ran.stdout, ran.stdout + ran.stderr
    assert ("The disk is full" if limits else "larger than this system allows") in ran.stdout


def _without_privileges() -> None:
    """Let permissions hold even for root: it keeps no right to pass over them after the next exec."""
    if os.geteuid() == 0:
        drop_from_bounding_set, may_override, may_read_all = 24, 1, 2
        library = ctypes.CDLL(None, use_errno=True)
        for capability in (may_override, may_read_all):
            library.prctl(drop_from_bounding_set, capability, 0, 0, 0)


@pytest.fixture
def strict(tmp_path: Path) -> dict[str, Any]:
    """How to start a process that permissions hold for."""
    probe = tmp_path / "probe"
    probe.mkdir(mode=0)
    options = {"preexec_fn": _without_privileges}
    tried = subprocess.run(
        [sys.executable, "-c", "import os, sys; os.listdir(sys.argv[1])", probe],
        check=False,
        capture_output=True,
        **options,
    )
    probe.chmod(0o700)
    probe.rmdir()
    if tried.returncode == 0:
        pytest.skip("permissions do not hold for whoever runs this, and cannot be made to")
    return options


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Callable[[Path, int], Path]]:
    """Changes permissions until the test is over."""
    changed: list[Path] = []

    def lock(path: Path, mode: int) -> Path:
        changed.append(path)
        path.chmod(mode)
        return path

    yield lock
    for path in changed:
        path.chmod(0o700)


def test_an_unreadable_file_and_folder(
    sales: Path, strict: dict[str, Any], locked: Callable[[Path, int], Path]
) -> None:
    locked(sales, 0)
    alone("run", sales, **strict).refused(1, "sales.csv", "permission denied")
    sales.chmod(0o600)
    inner = sales.parent / "inner"
    inner.mkdir()
    (inner / "more.csv").write_text(SALES)
    locked(inner, 0)
    alone("run", inner, **strict).refused(1, "inner", "permission denied")
    alone("run", inner / "more.csv", **strict).refused(1, "more.csv", "permission")
    # A folder that cannot be looked into is not passed over: its sales would be missing.
    alone("run", sales.parent, **strict).refused(1, "inner", "permission denied")


def test_a_read_only_current_folder(
    sales: Path, strict: dict[str, Any], locked: Callable[[Path, int], Path]
) -> None:
    locked(sales.parent, 0o500)
    right(alone("run", "sales.csv", "--json", cwd=sales.parent, **strict))
    alone("run", "sales.csv", "--out", "out", cwd=sales.parent, **strict).refused(
        1, "'out'", "cannot be written"
    )


def test_a_cache_that_cannot_be_written(
    sales: Path, tmp_path: Path, strict: dict[str, Any], locked: Callable[[Path, int], Path]
) -> None:
    cache, spare = tmp_path / "cache", tmp_path / "spare"
    cache.mkdir()
    spare.mkdir()
    locked(cache, 0o500)
    environment: dict[str, str | None] = {"XDG_CACHE_HOME": str(cache), "TMPDIR": str(spare)}
    right(alone("run", sales, "--json", environment=environment, **strict))
    assert below(spare) == [], "the temporary workspace was left behind"
    locked(spare, 0o500)
    environment["TMP"] = environment["TEMP"] = str(spare)
    ran = alone("run", sales, "--json", environment=environment, cwd=spare, **strict)
    if ran.status:  # where /tmp can be written, it is used in its stead
        ran.refused(1, str(cache), "XDG_CACHE_HOME")


def test_a_home_that_does_not_exist(sales: Path, tmp_path: Path) -> None:
    for home in (None, "/dev/null/home"):
        environment: dict[str, str | None] = {
            "HOME": home,
            "XDG_CACHE_HOME": "/dev/null/cache",
            "TMPDIR": str(tmp_path),
        }
        right(alone("run", sales, "--json", environment=environment))
    assert below(tmp_path) == ["sales.csv"]


def test_out_is_a_file_or_below_one(run: Run, sales: Path) -> None:
    run("run", sales, "--out", sales).refused(1, "is a file", "--out DIR")
    run("run", sales, "--out", sales / "deeper").refused(1, "cannot be written")
    assert sales.read_text() == SALES


def test_out_holds_other_files(run: Run, sales: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.doc").write_text("years of work")
    run("run", sales, "--out", out).refused(1, "thesis.doc", "--force")
    assert below(out) == ["thesis.doc"]
    assert run("run", sales, "--out", out, "--force", "--quiet").status == 0
    assert (out / "thesis.doc").read_text() == "years of work"


# Stopped and killed


def _in_the_middle(process: subprocess.Popen[str], workspace: Path) -> None:
    """Wait until rows are being kept."""
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        if any(path.stat().st_size for path in workspace.glob(".unfinished-*-rows-*")):
            return
        time.sleep(0.01)
    raise AssertionError("it never came to keeping rows")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_in_the_middle(
    tmp_path: Path, large: Path, own_workspace: Path, number: signal.Signals
) -> None:
    out = tmp_path / "out"
    process = start("run", large, "--out", out)
    _in_the_middle(process, own_workspace)
    process.send_signal(number)
    said, err = process.communicate(timeout=20)
    Ran(process.returncode, said, err).refused(130, "stopped", "nothing half written")
    assert below(own_workspace) == []
    assert not out.exists()


def test_signals_that_were_ignored_stay_ignored() -> None:
    script = "import os, signal\nfrom cli.stopping import Stop\nwith Stop().on_signals():\n    os.kill(os.getpid(), signal.SIGHUP)\nprint('alive')"
    nohup = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    assert nohup.stdout == "alive\n"


def test_killed_in_the_middle(
    run: Run, tmp_path: Path, large: Path, sales: Path, own_workspace: Path
) -> None:
    process = start("run", large)
    _in_the_middle(process, own_workspace)
    process.kill()
    process.communicate(timeout=20)
    assert unfinished(own_workspace), "it was not killed in the middle"
    out = tmp_path / "out"
    out.mkdir()
    # What a run killed while it wrote its results leaves: not in the way of the next, and swept by it.
    left = out / next(path.name for path in own_workspace.glob(".unfinished-*-scratch-*"))
    left.mkdir()
    (left / "customers.parquet").write_bytes(b"half")
    assert run("run", sales, "--out", out, "--quiet").status == 0
    assert unfinished(own_workspace) == []
    assert below(out) == ["customers.parquet", "ledger.csv", "recipe.toml", "segments.csv"]


def test_what_a_living_run_is_writing_is_left_alone(own_workspace: Path) -> None:
    from core.workspace import Workspace

    workspace = Workspace.default()
    with workspace.scratch() as mine:
        Workspace.default()
        assert mine.is_dir()
    assert not mine.exists()


# The cache


def _sources(tmp_path: Path, book: bytes) -> list[Path]:
    (tmp_path / "book.xlsx").write_bytes(book)
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(SALES.encode()))
    return [tmp_path / "book.xlsx", tmp_path / "packed.csv.gz"]


@pytest.mark.parametrize("damage", ["cut", "removed", "replaced"])
def test_a_damaged_cache_is_made_again(
    run: Run, tmp_path: Path, book: bytes, own_workspace: Path, damage: str
) -> None:
    for source in _sources(tmp_path, book):
        first = run("run", source, "--json")
        right(first)
        for name in below(own_workspace):
            path = own_workspace / name
            whole = path.read_bytes()
            if damage == "removed":
                path.unlink()
            else:
                path.write_bytes({"cut": whole[: len(whole) // 2], "replaced": b"[1, 2]"}[damage])
            explained = ["--json", "--explain", "kept"]  # goes back to the rows
            for arguments in (explained, ["--json"]) if name.startswith("rows") else (["--json"],):
                again = run("run", source, *arguments)
                assert (again.status, again.err) == (0, ""), name
                if arguments == ["--json"]:
                    assert again.out == first.out, name
        run("cache", "--clear")


def test_a_quota_smaller_than_what_is_kept(
    run: Run, many: Path, tmp_path: Path, own_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / "many.csv.gz"
    packed.write_bytes(gzip.compress(many.read_bytes()))
    generous = run("run", packed, "--json")
    for quota_mb in ("0", "1"):
        monkeypatch.setenv("REGULARS_CACHE_MB", quota_mb)
        for _ in range(2):
            again = run("run", packed, "--json", "--set", "customers.products=on")
            assert (again.status, again.out) == (0, generous.out)
            kept = sum((own_workspace / name).stat().st_size for name in below(own_workspace))
            assert kept <= int(quota_mb) * 10**6


def test_two_runs_at_once(tmp_path: Path, many: Path, own_workspace: Path) -> None:
    packed = tmp_path / "many.csv.gz"
    packed.write_bytes(gzip.compress(many.read_bytes()))
    tight: dict[str, str | None] = {"REGULARS_CACHE_MB": "0"}
    both = [start("run", packed, "--json", environment=tight if number else None) for number in range(2)]
    said = [process.communicate(timeout=40) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert said[0][0] == said[1][0]
    assert unfinished(own_workspace) == []


def test_a_source_that_changes_between_runs(run: Run, sales: Path) -> None:
    right(run("run", sales, "--json"))
    status = sales.stat()
    changed = SALES.replace(",2.50\n", ",3.50\n", 1)
    assert len(changed) == len(SALES)
    sales.write_text(changed)
    os.utime(
        sales, ns=(status.st_atime_ns, status.st_mtime_ns)
    )  # the same size and time: only the content tells
    assert run("run", sales, "--json").json["revenue"] == REVENUE + 1


def test_a_source_that_changes_while_it_is_read(
    run: Run, sales: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.passes import SourcePass

    reading = SourcePass._try_pass

    def growing(self: SourcePass, stages: Any) -> Any:
        with sales.open("a") as file:
            file.write("Z,1,2024-01-01,1,1.00\n")
        return reading(self, stages)

    monkeypatch.setattr(SourcePass, "_try_pass", growing)
    run("run", sales).refused(1, "sales.csv", "changed while it was being read")


# Names and cells are data

EVIL = f"""sa'l"es; DROP TABLE orders; --[red]m {ESCAPE}[31m{OVERRIDE}(1)[x]*?
{{0}} %s $HOME"""
EVIL_NAMES = [
    "cust'omer_id",
    "order;id",
    'order"date',
    f"quantity\n[bold]{ESCAPE}[2J",
    f"price{ESCAPE}]0;pwned\x07",
    f"[/]{OVERRIDE}c\x9b2J",
]


def _evil_rows() -> list[list[str]]:
    cell = f"[red]v{ESCAPE}[2J{OVERRIDE}\x9b';--[/]"
    return [EVIL_NAMES, *([*line.strip().split(","), cell] for line in LINES)]


def _evil_file(folder: Path, kind: str) -> Path:
    path = folder / f"{EVIL}.{kind}"
    if kind == "csv":
        quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in _evil_rows()]
        path.write_text("\n".join(quoted) + "\n")
    elif kind == "jsonl":
        path.write_text(
            "".join(json.dumps(dict(zip(EVIL_NAMES, row, strict=True))) + "\n" for row in _evil_rows()[1:])
        )
    elif kind == "sqlite":
        connection = sqlite3.connect(path)
        table = "s\"ale's; [x]" + ESCAPE
        names = ", ".join('"' + name.replace('"', '""') + '"' for name in EVIL_NAMES)
        connection.execute(f'CREATE TABLE "{table.replace(chr(34), chr(34) * 2)}" ({names})')
        connection.executemany(
            f'INSERT INTO "{table.replace(chr(34), chr(34) * 2)}" VALUES (?, ?, ?, ?, ?, ?)', _evil_rows()[1:]
        )
        connection.commit()
        connection.close()
    elif kind == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = list(zip(*_evil_rows()[1:], strict=True))
        pq.write_table(pa.table([pa.array(column) for column in columns], names=EVIL_NAMES), path)
    return path


def harmless(ran: Ran) -> None:
    """Nothing that a terminal acts upon but colours that are ours (of which there are none without a terminal)."""
    for text in (ran.out, ran.err):
        for mark in (ESCAPE, "\x9b", "\x07", OVERRIDE, "\r"):
            assert mark not in text


@pytest.mark.parametrize("kind", ["csv", "jsonl", "sqlite", "parquet"])
def test_names_with_quotes_brackets_and_escapes(run: Run, tmp_path: Path, kind: str) -> None:
    path = _evil_file(tmp_path, kind)
    roles = ["customer=#1", "order=#2", "date=#3", "quantity=#4", "price=#5", "attributes=#6"]
    mapped = [word for role in roles for word in ("--map", role)]
    ran = run("run", path, "--json", *mapped)
    right(ran)
    harmless(ran)
    for arguments in (
        ["run", path, *mapped],
        ["run", path, "--explain", "kept", *mapped],
        ["inspect", path],
        ["inspect", path, "--json"],
    ):
        ran = run(*arguments)
        assert ran.status == 0, ran.err
        harmless(ran)
    for kept in ("parquet", "csv", "xlsx") if kind == "csv" else ("parquet",):
        out = tmp_path / f"o'u;t[1]* {kept}"
        ran = run("run", path, "--out", out, "--format", kept, *mapped)
        assert ran.status == 0, ran.err
        harmless(ran)
        assert f"customers.{kept}" in below(out)
        right(run("run", out / "recipe.toml", "--json"))


def test_errors_do_not_drive_the_terminal(run: Run, sales: Path) -> None:
    for arguments in (
        ["run", f"{ESCAPE}[31m{OVERRIDE}.csv"],
        ["run", sales, "--map", f"customer={ESCAPE}[2J"],
        ["run", sales, "--map", f"{ESCAPE}[2J=x"],
        ["run", sales, f"--{ESCAPE}[2J"],
        ["run", sales, "--set", f"{ESCAPE}.q=\x9b2J"],
        ["run", sales, "--sheet", f"{OVERRIDE}x"],
        ["run", sales, "--explain", f"{ESCAPE}x"],
    ):
        ran = run(*arguments)
        assert ran.status in (1, 2)
        assert len(ran.err.splitlines()) == 2
        harmless(ran)


def test_a_name_that_is_a_pattern_means_that_file(run: Run, tmp_path: Path, parquet: bytes) -> None:
    """To DuckDB `a[1].csv` means a1.csv, and `b?.csv` every file that fits."""
    other = HEADER + "Z,1,2024-01-01,1,1.00\n"
    for name, neighbour in (("a[1].csv", "a1.csv"), ("b?.csv", "bx.csv"), ("c*.csv", "cyz.csv")):
        (tmp_path / name).write_text(SALES)
        (tmp_path / neighbour).write_text(other)
        right(run("run", tmp_path / name, "--json"))
    (tmp_path / "d[1].parquet").write_bytes(parquet)
    (tmp_path / "d1.parquet").write_bytes(b"PAR1")
    right(run("run", tmp_path / "d[1].parquet", "--json"))


def test_a_workspace_whose_name_is_a_pattern(
    run: Run, tmp_path: Path, book: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "ca[c]he's*"))
    for source in _sources(tmp_path, book):
        right(run("run", source, "--json"))


@pytest.mark.parametrize("arguments", [["run"], ["inspect", "--json"]])
def test_a_locale_without_letters(tmp_path: Path, arguments: list[str]) -> None:
    path = tmp_path / "Verkäufe ☕.csv"
    path.write_text(SALES.replace("customer_id", "Kundennummer ü"))
    plain: dict[str, str | None] = {"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii"}
    ran = alone(*arguments, path, environment=plain)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.isascii()
    if arguments == ["run"]:
        alone("run", path.with_name("Verkäufe.csv"), environment=plain).refused(1, "Verk?ufe.csv")


def test_a_workbook_s_formulas_stay_text(run: Run, tmp_path: Path) -> None:
    """A customer called `=cmd()` must not become a formula in the workbook that a person opens."""
    from openpyxl import load_workbook

    path, out = tmp_path / "sales.csv", tmp_path / "out"
    path.write_text(SALES.replace("C001", "=1+1"))
    assert run("run", path, "--out", out, "--format", "xlsx", "--quiet").status == 0
    cells = [row[0] for row in load_workbook(out / "customers.xlsx").active.iter_rows(min_row=2)]  # type: ignore[union-attr]
    assert next(cell.data_type for cell in cells if cell.value == "=1+1") == "s"
