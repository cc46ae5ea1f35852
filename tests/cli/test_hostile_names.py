"""Names and cells are data: whatever they hold, they drive neither the terminal nor the database nor a spreadsheet."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.support.command import (
    ESCAPE,
    HEADER,
    LINES,
    OVERRIDE,
    SALES,
    Run,
    alone,
    below,
    harmless,
    right,
    sources_to_keep,
)

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
    for source in sources_to_keep(tmp_path, book):
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
