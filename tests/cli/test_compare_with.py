"""`regulars run --compare-with`: what changed since an earlier day, held against two runs compared by hand."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from cli.main import main
from core import open_source

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample_data" / "online_retail.xlsx"
THEN = "2025-09-10"


def run(*arguments: object) -> int:
    return main(["run", *map(str, arguments)])


def customers(folder: Path) -> dict[str, tuple[str, str]]:
    rows = duckdb.connect().execute(
        "SELECT customer_id, tier, segment FROM read_parquet(?)", [str(folder / "customers.parquet")]
    )
    return {str(name): (str(tier), str(segment)) for name, tier, segment in rows.fetchall()}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run compared with an earlier day, and one as of that day."""
    folder = tmp_path_factory.mktemp("compared")
    assert run(SAMPLE, "--compare-with", THEN, "--out", folder / "now", "--quiet") == 0
    assert run(SAMPLE, "--as-of", THEN, "--out", folder / "then", "--quiet") == 0
    return folder / "now", folder / "then"


def test_every_move_is_that_of_two_runs(both: tuple[Path, Path]) -> None:
    now, then = map(customers, both)
    for place, kind in enumerate(("tier", "segment")):
        counted = Counter(
            (then[name][place] if name in then else "", now[name][place] if name in now else "")
            for name in now.keys() | then.keys()
        )
        told = {
            (row["then"], row["now"]): int(row["customers"])
            for row in rows_of(both[0] / "moves.csv")
            if row["of"] == kind
        }
        assert told == counted
        assert len(told) > 5


def test_changes_hold_the_figures_of_both_days(both: tuple[Path, Path]) -> None:
    now, then = ({row["segment"]: row for row in rows_of(one / "segments.csv")} for one in both)
    told = {row["name"]: row for row in rows_of(both[0] / "changes.csv") if row["of"] == "segment"}
    assert told.keys() == now.keys() | then.keys()
    for name, row in told.items():
        for measure in ("customers", "orders", "revenue"):
            assert float(row[measure]) == float(now[name][measure])
            assert float(row[f"{measure}_then"]) == float(then[name][measure])
        assert float(row["customers_change"]) == pytest.approx(
            int(now[name]["customers"]) / int(then[name]["customers"]) - 1
        )
    everybody = next(row for row in rows_of(both[0] / "changes.csv") if row["of"] == "all")
    assert float(everybody["revenue_then"]) == pytest.approx(
        sum(float(row["revenue"]) for row in then.values())
    )


def test_the_json_and_the_summary_say_the_same(
    both: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(SAMPLE, "--compare-with", THEN, "--json") == 0
    found = json.loads(capsys.readouterr().out)["comparison"]
    now, then = map(customers, both)
    assert (found["now"], found["then"]) == ("2025-12-10", THEN)
    assert found["new_customers"] == len(now.keys() - then.keys())
    assert found["figures"]["customers"]["now"] == len(now)
    assert found["figures"]["customers"]["then"] == len(then)
    assert run(SAMPLE, "--compare-with", THEN) == 0
    summary = capsys.readouterr().out
    assert f"{found['new_customers']} customers bought for the first time since then" in " ".join(
        summary.split()
    )
    assert "About to Sleep, now Hibernating" in summary


def test_files_of_a_comparison_go_with_the_next_run(both: tuple[Path, Path], tmp_path: Path) -> None:
    assert run(SAMPLE, "--compare-with", THEN, "--out", tmp_path / "out", "--quiet") == 0
    assert run(SAMPLE, "--out", tmp_path / "out", "--quiet") == 0
    assert not (tmp_path / "out" / "changes.csv").exists()
    assert not (tmp_path / "out" / "moves.csv").exists()


@pytest.mark.parametrize(
    ("day", "code", "told"),
    [
        ("2025-12-10", 1, "is not before it"),
        ("2023-12-01", 1, "Nothing was bought before 2023-12-01"),
        ("yesterday", 2, "names no day"),
        ("", 2, "is given an empty value"),
    ],
)
def test_days_that_cannot_be_compared_with(
    day: str, code: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(SAMPLE, "--compare-with", day, "--out", tmp_path / "out") == code
    assert told in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "out").exists()


def test_a_table_without_dates_is_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "rfm.csv"
    table.write_text(
        "customer_id,recency,frequency,monetary\na,3,4,50\nb,14,5,60\nc,1,1,10\n", encoding="utf-8"
    )
    assert run(table, "--compare-with", "2025-01-01") == 1
    assert "no earlier date to compare with" in " ".join(capsys.readouterr().err.split())


def test_a_notebook_can_compare() -> None:
    with open_source(SAMPLE) as study:
        found = study.compared_with(THEN)
        assert study.report.customers == sum(one.customers for one in found.segment_moves)
