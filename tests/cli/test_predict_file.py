"""`regulars predict` on a file: what it says of how the file was read, what it refuses, and silence where it is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import CUSTOMERS, LINES, ROWS, SALES, Run

TAKEN = {"unreadable": 2, "missing customer": 3}


@pytest.fixture
def model(run: Run, sales: Path, tmp_path: Path) -> Path:
    path = tmp_path / "shop.model"
    assert run("run", sales, "--quiet", "--save-model", path).status == 0
    return path


@pytest.fixture
def dirty(tmp_path: Path) -> Path:
    path = tmp_path / "dirty.csv"
    bad = [f",{9000 + n},2024-05-05,1,2.50\n" for n in range(3)]
    bad += [f"C001,{9100 + n},2024-13-05,1,2.50\n" for n in range(2)]
    path.write_text(SALES + "".join(bad))
    return path


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_summary_says_which_rows_of_the_file_count(run: Run, model: Path, dirty: Path) -> None:
    said = run("predict", model, dirty)
    assert said.status == 0
    told = flat(said.out)
    assert f"{ROWS} of {ROWS + 5} rows count; the ledger took: unreadable 2, missing customer 3." in told, (
        said.out
    )
    assert "A second look" in told
    assert "'2024-13-05'" in told
    assert f"{CUSTOMERS} customers" in told


def test_a_clean_file_is_told_in_as_few_words(run: Run, model: Path, sales: Path) -> None:
    told = flat(run("predict", model, sales).out)
    assert f"{ROWS} of {ROWS} rows count." in told
    assert "ledger took" not in told


def test_json_has_rows_ledger_and_notes_as_a_run_has_them(run: Run, model: Path, dirty: Path) -> None:
    wanted, found = run("run", dirty, "--json").json, run("predict", model, dirty, "--json").json
    for key in ("rows", "kept", "ledger"):
        assert found[key] == wanted[key]
    assert {line["rule"]: line["rows"] for line in found["ledger"] if line["rows"]} == {**TAKEN, "kept": ROWS}
    assert found["notes"]
    as_a_run = {note.replace(f"regulars run {dirty} --explain", "--explain") for note in found["notes"]}
    assert as_a_run <= set(wanted["notes"])
    assert not found["beware"]


def test_dates_that_can_be_read_in_two_ways_are_told(run: Run, model: Path, tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    lines = [f"C{n % 9:03d},{n},0{1 + n % 9}/0{1 + n % 7}/2024,1,{2 + n % 5}.50\n" for n in range(60)]
    path.write_text(SALES.splitlines()[0] + "\n" + "".join(lines))
    said = flat(run("predict", model, path).out)
    assert "can be read in more than one way" in said
    other = said.split("columns.date_order=")[1].split()[0].rstrip(".")
    changed = run("predict", model, path, "--set", f"columns.date_order={other}", "--json").json
    assert changed["as_of"] != run("predict", model, path, "--json").json["as_of"]


def test_a_much_shorter_file_is_told_beside_its_sums(run: Run, model: Path, tmp_path: Path) -> None:
    january = tmp_path / "january.csv"
    january.write_text(SALES.splitlines()[0] + "\n" + "".join(line for line in LINES if "2024-01-" in line))
    told = flat(run("predict", model, january).out)
    assert "Beware" in told
    assert "The purchases here are of" in told
    assert run("predict", model, january, "--json").json["beware"][0] in told


@pytest.mark.parametrize(
    "setting",
    ["segments.map=eleven", "scores.q=4", "tiers.high=0.9", "clusters.k=3", "classifier.horizon_days=30",
     "customers.refunds=net", "customers.discount=percent", "customers.products=off"],
)  # fmt: skip
def test_what_the_model_decides_is_refused(run: Run, model: Path, sales: Path, setting: str) -> None:
    run("predict", model, sales, "--set", setting).refused(
        2, setting, "the model to decide", "would be ignored", "--save-model FILE --set"
    )


def test_what_a_setting_may_be_is_still_said_first(run: Run, model: Path, sales: Path) -> None:
    run("predict", model, sales, "--set", "segments.mapp=grid").refused(2, "no setting `segments.mapp`")


@pytest.mark.parametrize(
    ("setting", "kept", "as_of"),
    [("rules.before=2024-07-01", sum(line.split("-")[1] >= "07" for line in LINES), None),
     ("rules.price=false", ROWS, None),
     ("customers.as_of=2025-06-01", ROWS, "2025-06-01"),
     ("source.encoding=utf-8", ROWS, None),
     ("columns.decimal=.", ROWS, None)],
)  # fmt: skip
def test_how_the_file_is_read_can_be_set(
    run: Run, model: Path, sales: Path, setting: str, kept: int, as_of: str | None
) -> None:
    found = run("predict", model, sales, "--set", setting, "--json").json
    assert found["kept"] == kept
    assert as_of is None or found["as_of"] == as_of


def test_one_customer_has_no_file_to_be_read(run: Run, model: Path) -> None:
    known = ("--recency", "3", "--frequency", "2", "--monetary", "40")
    assert run("predict", model, *known).status == 0
    run("predict", model, *known, "--set", "rules.price=false").refused(2, "how a file is read", "ignored")
    run("predict", model, *known, "--as-of", "2025-01-01").refused(2, "--as-of says how a file is read")


def test_quiet_is_as_quiet_as_a_run(run: Run, model: Path, dirty: Path, tmp_path: Path) -> None:
    out = tmp_path / "scored.csv"
    said = run("predict", model, dirty, "--quiet", "--out", out)
    assert (said.status, said.out, said.err) == (0, "", "")
    assert len(out.read_text().splitlines()) == CUSTOMERS + 1
    assert run("predict", model, dirty, "--quiet", "--json").json["customers"] == CUSTOMERS
    known = ("--recency", "3", "--frequency", "2", "--monetary", "40")
    assert run("predict", model, *known, "--quiet").out == ""


def test_an_option_of_a_run_is_said_to_be_one(run: Run, model: Path, dirty: Path) -> None:
    run("predict", model, dirty, "--explain", "unreadable").refused(
        2, "does not know '--explain'", "regulars run SOURCE --explain"
    )
