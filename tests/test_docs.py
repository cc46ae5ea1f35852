"""The documents are true: what they show runs, what they name exists, what they define is what the code does."""

from __future__ import annotations

import ast
import importlib.util
import io
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import pytest

import core
from cli.main import main
from cli.parser import COMMANDS, parser
from core.ledger import RULES
from core.maps import segment_map
from core.recipe import Recipe, SegmentsPart, all_settings
from core.segments import ALSO_OURS, GROUPED, OURS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "sample_data").glob("*.md")])
DEFINITIONS = ROOT / "docs" / "definitions.md"
README = ROOT / "README.md"
# Names that look like settings and are files.
FILE_ENDINGS = ("parquet", "csv", "xlsx", "toml", "py", "md")


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def blocks(document: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(document), re.MULTILINE | re.DOTALL)


def commands_in(document: Path) -> Iterator[list[str]]:
    """The arguments of every `regulars ...` that the document shows, in blocks and in running text."""
    lines = [line for block in blocks(document, "sh") for line in block.splitlines()]
    lines += re.findall(r"^    (regulars [^\[|\n]+)$", text_of(document), re.MULTILINE)
    lines += re.findall(r"`(regulars [^`\n]+)`", text_of(document))
    for line in lines:
        # A setting may go on in the next line of the page; a title names options in its brackets.
        found = re.search(r"(?:^|[|(] *)regulars (?P<arguments>.*)", line)
        if not found or found["arguments"].count("'") % 2:
            continue
        arguments = re.split(r" [|>] |\)\"| > ", found["arguments"])[0]
        yield shlex.split(arguments, comments=True)


def meant(arguments: list[str]) -> list[str]:
    return arguments if arguments[0] in COMMANDS or arguments[0].startswith("--") else ["run", *arguments]


def table(document: Path, first_heading: str) -> list[dict[str, str]]:
    """The rows of the table whose first column has this heading, as the page shows them."""
    rows: list[dict[str, str]] = []
    headings: list[str] = []
    for line in text_of(document).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            if rows:
                break
            headings = []
        elif headings and not re.fullmatch(r"[|:\- ]+", line):
            rows.append(dict(zip(headings, cells, strict=True)))
        elif not headings and cells[0] == first_heading:
            headings = cells
    assert rows, f"{document.name} has no table that begins with {first_heading!r}"
    return rows


@pytest.fixture
def beside_the_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the sample data where the documents say it is."""
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(*arguments: str) -> str:
    output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with redirect_stdout(output):
        status = main(arguments)
    output.seek(0)
    assert status == 0, arguments
    return output.read()


# What is shown runs


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_are_understood(document: Path) -> None:
    for arguments in commands_in(document):
        if len(arguments) == 1 or "--help" in arguments:
            # A command's name alone, as in this sentence's `regulars inspect`.
            assert arguments[0] in (*COMMANDS, "SOURCE", "--help") or Path(arguments[0]).suffix, arguments
        else:
            options = vars(parser().parse_args(meant(arguments)))
            settings = [text.partition("=") for text in options.get("set", [])]
            known = {setting.key for setting in all_settings()}
            assert all(key in known for key, _, _ in settings if key != "KEY"), arguments


@pytest.mark.parametrize("document", [README, ROOT / "docs" / "reading.md"], ids=lambda path: path.name)
def test_commands_on_the_sample_data_run(document: Path, beside_the_sample: Path) -> None:
    ran = 0
    for block in blocks(document, "sh"):
        for line in block.splitlines():
            found = re.fullmatch(r"regulars (.*(?:sample_data|results)/\S+.*)", line)
            if found:
                assert printed(*meant(shlex.split(found[1]))), line
                ran += 1
    assert ran
    if document == README:
        written = {path.name for path in (beside_the_sample / "results").iterdir()}
        assert written == {"customers.parquet", "segments.csv", "ledger.csv", "recipe.toml"}


def test_the_run_shown_is_a_real_one(beside_the_sample: Path) -> None:
    shown = next(
        block
        for block in blocks(README, "console")
        if "$ regulars run sample_data/online_retail.xlsx" in block
    )
    real = [line.rstrip() for line in printed("run", "sample_data/online_retail.xlsx").splitlines()]
    place = 0
    for line in shown.splitlines()[1:]:
        if line.strip() not in ("", "..."):
            assert line in real[place:], f"not in the output, or not in this order: {line}"
            place += real[place:].index(line) + 1


def test_the_notebook_runs(beside_the_sample: Path) -> None:
    notebook, _ = blocks(README, "python")
    assert len(ast.parse(notebook).body) == 5
    names: dict[str, object] = {}
    exec(compile(notebook, "README.md", "exec"), names)  # our own page
    study, customers, segments = names["study"], names["customers"], names["segments"]
    assert isinstance(study, core.Study)
    assert len(customers) == segments["customers"].sum() == 913  # type: ignore[arg-type,index]
    assert list(names["big_and_slipping"]["segment"].unique()) == ["Can't Lose Them"]  # type: ignore[index]
    for stage in re.findall(r"`study\.(\w+)`", text_of(README)):
        assert hasattr(type(study), stage), stage
    study.close()


def test_make_has_what_the_documents_say() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    for document in (README, ROOT / "CONTRIBUTING.md", ROOT / "docs" / "design.md"):
        named = re.findall(r"(?:^|`|\$ )make ([a-z]+)", text_of(document), re.MULTILINE)
        assert named, document.name
        assert set(named) <= targets, document.name


# What is named exists


@pytest.mark.parametrize(
    "document", [page for page in DOCUMENTS if page.name != "keys.md"], ids=lambda path: path.name
)
def test_settings_exist(document: Path) -> None:
    known = {setting.key for setting in all_settings()}
    sections = "|".join({key.partition(".")[0] for key in known})
    for section, name in re.findall(
        rf"(?<![\w./]){'(' + sections + ')'}\.([a-z_]+)\b(?!\()", text_of(document)
    ):
        if name not in FILE_ENDINGS and not re.search(rf"customers\[customers\.{name}", text_of(document)):
            assert f"{section}.{name}" in known, f"{document.name}: {section}.{name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(document).replace("\n", " ")):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        page = (document.parent / path).resolve() if path else document
        assert page.exists(), f"{document.name} links to {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", text_of(page), re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in anchors, f"{document.name} links to {target}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_paths_exist(document: Path) -> None:
    for path in re.findall(
        r"`((?:core|cli|tui|tests|bench|docs|sample_data|\.ci)/[\w./]*)`", text_of(document)
    ):
        assert (ROOT / path).exists(), f"{document.name} names {path}"


def test_every_environment_variable_is_described() -> None:
    code = [text_of(path) for folder in ("core", "cli", "tui") for path in (ROOT / folder).rglob("*.py")]
    used = {
        name for text in code for name in re.findall(r"\b(REGULARS_[A-Z_]+|XDG_[A-Z_]+|NO_COLOR)\b", text)
    }
    described = {row["variable"].strip("`") for row in table(README, "variable")}
    assert described == used | {"NO_COLOR"}  # rich heeds NO_COLOR by itself


# What is defined is what the code does


def test_every_rule_is_defined_in_its_order() -> None:
    rows = table(DEFINITIONS, "rule")
    assert [row["rule"] for row in rows] == [rule.name for rule in RULES]
    assert [row["setting"].strip("`") for row in rows] == [rule.setting for rule in RULES]
    told = text_of(DEFINITIONS)
    for rule in RULES:
        assert (
            re.search(rf"^\*\*(?:[^*]+, )?{re.escape(rule.name)}[.,]", told, re.MULTILINE) or not rule.setting
        )


def test_the_grid_is_the_one_shown() -> None:
    shown = {
        (int(row[""][1]), int(column[1])): name
        for row in table(DEFINITIONS, "")
        for column, name in row.items()
        if column
    }
    grid = segment_map(SegmentsPart(map="grid"), 5)
    assert len(grid.cells) == 125
    assert {(r, f) for r, f, _ in grid.cells} == shown.keys()
    assert all(shown[r, f] == name for (r, f, _), name in grid.cells.items())
    order = re.search(r"From best to worst: (.*?)\.\n", text_of(DEFINITIONS), re.DOTALL)
    assert order is not None
    assert tuple(" ".join(order[1].split()).split(", ")) == grid.order


def test_the_map_of_eleven_is_the_one_shown() -> None:
    rows = table(DEFINITIONS, "segment")
    eleven = segment_map(SegmentsPart(map="eleven"), 5)
    assert tuple(row["segment"] for row in rows) == eleven.order
    shown = [(code, row["segment"]) for row in rows for code in row["scores"].split()]
    assert len(shown) == 125
    assert dict(shown) == {f"{r}{f}{m}": name for (r, f, m), name in eleven.cells.items()}


def test_recipes_shown_are_recipes() -> None:
    shown = blocks(DEFINITIONS, "toml")
    assert shown
    for block in shown:
        recipe = Recipe.from_toml(block)
        assert segment_map(recipe.segments, recipe.scores.q).cells


def test_the_worked_example_is_what_comes_out(tmp_path: Path) -> None:
    rows = table(DEFINITIONS, "customer")
    given = ["customer", "recency", "frequency", "monetary"]
    lines = [",".join(given), *(",".join(row[name] for name in given) for row in rows)]
    source = tmp_path / "ten.csv"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with core.open_source(source) as study:
        found = {row["customer_id"]: row for row in study.customers.to_dicts()}
    assert found.keys() == {row["customer"] for row in rows}
    for row in rows:
        for name in ("r", "f", "m", "value", "tier", "segment"):
            assert str(found[row["customer"]][name]) == row[name], (row["customer"], name)


def test_columns_and_keys_are_described(beside_the_sample: Path) -> None:
    assert [row["column"] for row in table(DEFINITIONS, "column")] == [*OURS, *ALSO_OURS, *GROUPED]
    answer = json.loads(printed("run", "sample_data/online_retail.xlsx", "--json", "--with", "clusters"))
    described = {row["key"]: row["what it is"] for row in table(DEFINITIONS, "key")}
    assert list(described) == list(answer)
    for part in ("ledger", "scores"):
        assert described[part].partition(": ")[2].split(", ") == list(answer[part][0])
    told = " ".join(text_of(DEFINITIONS).split())
    for part, first in (("segments", "segment"), ("tiers", "tier")):
        others = ", ".join(list(answer[part][0])[1:-1]) + " and median_monetary"
        assert next(iter(answer[part][0])) == first
        assert others in told
    with core.open_source("sample_data/online_retail.xlsx", clusters={"on": True}) as study:
        columns = study.customers.columns
    assert columns == [*OURS, *ALSO_OURS, *GROUPED]
    for keys, *arguments in (
        ("rule, takes, rows, amount, off, idle and sample", "run", "--explain", "cancelled"),
        ("files, tables, shape, roles, attributes, left_out, notes and problem", "inspect"),
    ):
        found = json.loads(printed(*arguments, "sample_data/online_retail.xlsx", "--json"))
        assert re.split(", | and ", keys) == list(found)
        assert keys in told


def test_importing_the_engine_stays_light() -> None:
    heavy = "[name for name in ('pandas', 'ibis', 'duckdb', 'pyarrow', 'rich') if name in sys.modules]"
    told = subprocess.run(
        [sys.executable, "-c", f"import core, sys; print({heavy}, sorted(core.__all__))"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert told.stdout.strip() == "[] ['Recipe', 'RegularsError', 'Study', 'open_model', 'open_source']"


def test_the_keys_page_is_made_from_the_registry() -> None:
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    page = text_of(ROOT / "docs" / "keys.md")
    assert page == generate.keys_page(), "run `make docs`"
    assert all(f"`{action.name}`" in page for action in generate.all_actions())
