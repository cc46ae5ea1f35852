"""Results as files: written beside their place, whole, and only then given their names."""

from __future__ import annotations

import contextlib
import csv
import itertools
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from core.engine import disk_error, told_plainly
from core.errors import OutputError, RegularsError
from core.recipe import Recipe
from core.recipe_file import FIRST_LINE
from core.result_tables import change_lines, ledger_lines, move_lines, segment_lines, written_rows
from core.source.find import STANDARD_INPUT, is_among, named_files, would_read
from core.sql import csv_copy, file_literal, parquet_copy
from core.study import Study
from core.workbook_file import LONGEST_TEXT, write_workbook
from core.workspace import SETTLING, UNFINISHED, at_work_in, sweep, unfinished_prefix

if TYPE_CHECKING:
    from core.views.compare import Comparison

Format = Literal["parquet", "csv", "xlsx"]
FORMATS: tuple[str, ...] = get_args(Format)
# Everything that a run may have written: a folder with nothing else in it may be written over.
# What stands in each of them, so that a file of that name which is somebody's own is told from a result.
RESULT_MARKS = {
    "customers.csv": b"customer_id,first_purchase,last_purchase,recency,",
    "customers.parquet": b"first_purchase",
    "customers.xlsx": b"first_purchase",
    "segments.csv": b"segment,customers,",
    "clusters.csv": b"cluster,name,rule,customers,",
    "criteria.csv": b"k,inertia,",
    "centroids.csv": b"cluster,name,",
    "pca.csv": b"component,explained,",
    "crossed.csv": b"cluster,name,by,value,customers,",
    "models.json": b'[\n{"target": ',
    "predictions.parquet": b"probabilities",
    "changes.csv": b"of,name,customers,customers_then,",
    "moves.csv": b"of,then,now,customers",
    "ledger.csv": b"rule,rows,amount",
    "recipe.toml": f"{FIRST_LINE}\nversion = ".encode(),
}
RUN_FILES = frozenset(RESULT_MARKS)
HEADING_BYTES = 65_536
FIRST_SHEET = "xl/worksheets/sheet1.xml"
SHEET_ROWS = 1_048_576
ROWS_AT_ONCE = 10_000
PURCHASE_DATES = ("first_purchase", "last_purchase")


def write_results(
    study: Study,
    folder: Path,
    kind: Format = "parquet",
    comparison: Comparison | None = None,
    *,
    force: bool = False,
    model: Path | None = None,
) -> list[Path]:
    """Write customers, segments, ledger and recipe into `folder`, and what a comparison found; their absolute paths."""
    check_folder(folder, force=force, sources=[file.path for file in study.files], model=model)
    created = not folder.exists()
    # What an earlier run wrote goes with it; the same names in any other folder are somebody's own files.
    stale = [name for name in RUN_FILES if earlier_run(folder) and _from_a_run(folder / name)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sweep(folder)
        at_work_in(folder, made=created)
        unfinished = Path(tempfile.mkdtemp(prefix=unfinished_prefix(), dir=folder))
    except OSError as error:
        raise OutputError(
            f"The folder {str(folder)!r} cannot be written: {error.strerror or error}.",
            "Name one that you may write to: --out DIR",
        ) from error
    try:
        names = _write_all(study, unfinished, kind, _recipe_beside(study, folder))
        names += _write_comparison(comparison, unfinished) if comparison is not None else []
        _settle(unfinished, folder, names, stale)
        return [(folder / name).resolve() for name in names]
    except OSError as error:
        raise disk_error(error, f"writing the results into {folder}") or OutputError(
            f"The results could not be written into {str(folder)!r}: {error.strerror or error}.",
            "Name another folder: --out DIR",
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        if created:
            with contextlib.suppress(OSError):  # not empty: the results are in it
                folder.rmdir()


def _settle(unfinished: Path, folder: Path, names: Sequence[str], stale: Sequence[str]) -> None:
    """Give the results their names and remove those of an earlier run: all of it, even where somebody says stop meanwhile."""
    with SETTLING:
        try:
            _give_names(unfinished, folder, names, stale)
        except KeyboardInterrupt:
            _give_names(unfinished, folder, names, stale)
            raise


def _give_names(unfinished: Path, folder: Path, names: Sequence[str], stale: Sequence[str]) -> None:
    for name in set(stale) - set(names):
        (folder / name).unlink(missing_ok=True)
    # The recipe first: by it the others are known as a run's, should this be the last that the machine does.
    for name in sorted(names, key=lambda name: name != "recipe.toml"):
        if (unfinished / name).exists():
            (unfinished / name).replace(folder / name)


def check_folder(
    folder: Path, *, force: bool, sources: Iterable[Path] = (), model: Path | None = None
) -> None:
    """Refuse a folder that holds anything that no earlier run wrote, and any in which a result would replace one of `sources`.

    `model` is where a model is to be kept too: the one that an earlier run put there is its own.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise OutputError(
                f"{str(folder)!r} is a file, so no results can be put into it.", "Name a folder: --out DIR"
            )
        _refuse_sources(folder, sources)
        strangers = _strangers(folder, model) if folder.exists() else []
        standing = next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))
        if not standing.is_dir():
            raise OutputError(
                f"The folder {str(folder)!r} cannot be written: {str(standing)!r} is no folder.",
                "Name another folder: --out DIR",
            )
        if not os.access(standing, os.W_OK | os.X_OK):
            raise OutputError(
                f"The folder {str(folder)!r} cannot be written: {str(standing)!r} does not allow it.",
                "Name one that you may write to: --out DIR",
            )
    except OSError as error:
        raise OutputError(
            f"The folder {str(folder)!r} cannot be read: {error.strerror or error}.",
            "Name another: --out DIR",
        ) from error
    if strangers and not force:
        more = f" and {len(strangers) - 3} more" if len(strangers) > 3 else ""
        replaced = [name for name in strangers if name in RUN_FILES]
        raise OutputError(
            f"The folder {str(folder)!r} holds other files ({', '.join(strangers[:3])}{more}), so nothing was written.",
            f"Name an empty or new folder; with --force, {' and '.join(replaced)}, which no run wrote, may be replaced."
            if replaced
            else "Name an empty or new folder, or write beside them with --force.",
        )


def _refuse_sources(folder: Path, sources: Iterable[Path]) -> None:
    """Refuse, however much it is forced, to replace what is read: here, or by the recipe of the run that stands there."""
    read = [*sources, *_read_by_recipe(folder)]
    taken = sorted(name for name in RUN_FILES if is_among(folder / name, read))
    if taken:
        raise OutputError(
            f"{str(folder / taken[0])!r} is one of the files that are read, and the results would take its place, so nothing was written.",
            "Name another folder; --force does not allow this either.",
        )


def _read_by_recipe(folder: Path) -> tuple[Path, ...]:
    """The sources of the run whose recipe stands in `folder`; none where there is none, or it cannot be read."""
    if not earlier_run(folder):
        return ()
    try:
        recipe = Recipe.load(folder / "recipe.toml")
    except RegularsError:
        return ()
    return named_files(recipe.source.paths, base=folder)


def earlier_run(folder: Path) -> bool:
    """Whether a run has written into `folder`: its recipe stands there."""
    return _from_a_run(folder / "recipe.toml")


def _strangers(folder: Path, model: Path | None) -> list[str]:
    """The names in `folder` that no run has written; what a run that was killed left unfinished is none."""
    from_runs = earlier_run(folder)
    return sorted(
        path.name
        for path in folder.iterdir()
        if not path.name.startswith(UNFINISHED)
        and not (from_runs and path.name in RUN_FILES and _from_a_run(path))
        and not (from_runs and model is not None and _is_model_at(model, path))
    )


def _is_model_at(model: Path, path: Path) -> bool:
    """Whether a file is the model that is to be written over."""
    from core.models.bundle import is_bundle

    return model.expanduser().resolve() == path.resolve() and is_bundle(path)


def _from_a_run(path: Path) -> bool:
    """Whether a file that bears the name of a result holds one, by what it begins with (in Parquet: ends with)."""
    try:
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive, archive.open(FIRST_SHEET) as sheet:
                return RESULT_MARKS["customers.xlsx"] in sheet.read(HEADING_BYTES)
        with path.open("rb") as file:
            if path.suffix == ".parquet":
                file.seek(max(0, path.stat().st_size - HEADING_BYTES))
            return RESULT_MARKS[path.name] in file.read(HEADING_BYTES)
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error):
        return False


def reads_its_results(study: Study, folder: Path) -> bool:
    """Whether the source is a folder or a glob that results in `folder` would be part of from then on."""
    return would_read(study.recipe.source.paths, folder / "segments.csv")


def _recipe_beside(study: Study, folder: Path) -> Recipe:
    """The recipe for `folder`: with the files that were read where a folder or a glob would make sales of the results too."""
    recipe = study.resolved
    if STANDARD_INPUT in recipe.source.paths or not reads_its_results(study, folder):
        return recipe
    files = tuple(str(file.path) for file in study.files)
    return replace(recipe, source=replace(recipe.source, paths=files))


def _write_all(study: Study, folder: Path, kind: Format, recipe: Recipe) -> list[str]:
    customers = folder / f"customers.{kind}"
    _write_customers(study, customers, kind)
    report = study.report
    _write_csv(folder / "segments.csv", segment_lines(report))
    _write_csv(folder / "ledger.csv", ledger_lines(report))
    (folder / "recipe.toml").write_text(recipe.to_toml(), encoding="utf-8")
    grouped = _write_clusters(study, folder) if study.is_grouped else []
    judged = _write_models(study, folder) if study.is_judged else []
    return [customers.name, "segments.csv", "ledger.csv", "recipe.toml", *grouped, *judged]


def _write_models(study: Study, folder: Path) -> list[str]:
    """What was learned of models, a line each, and their predictions; their names of files."""
    lines = ",\n".join(json.dumps(model, ensure_ascii=False) for model in study.classifiers.models)
    (folder / "models.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    shutil.copyfile(study.classifiers.path, folder / "predictions.parquet")
    return ["models.json", "predictions.parquet"]


def _write_clusters(study: Study, folder: Path) -> list[str]:
    """What was learned of groups; their names of files."""
    tables = study.clusters.tables
    _write_csv(folder / "clusters.csv", [asdict(line) for line in tables.lines])
    exact = {
        "criteria": tables.criteria,
        "centroids": tables.centroids,
        "pca": tables.pca,
        "crossed": tables.crossed,
    }
    # Of two different customers no criterion can say anything.
    told = {f"{name}.csv": rows for name, rows in exact.items() if rows}
    for name, rows in told.items():
        _write_csv(folder / name, rows, exact=True)
    return ["clusters.csv", *told]


def _write_comparison(comparison: Comparison, folder: Path) -> list[str]:
    """What changed since an earlier day; their names of files."""
    _write_csv(folder / "changes.csv", change_lines(comparison))
    _write_csv(folder / "moves.csv", move_lines(comparison))
    return ["changes.csv", "moves.csv"]


def _write_customers(study: Study, path: Path, kind: Format) -> None:
    rows = len(study.customers)
    if kind == "xlsx" and rows >= SHEET_ROWS:
        raise OutputError(
            f"A sheet holds {SHEET_ROWS - 1:,} rows, and there are {rows:,} customers.",
            "Write them as --format parquet or csv.",
        )
    if kind == "xlsx":
        _refuse_long_ids(study)
    # Parquet has money as numbers, which every reader takes; for people to read it is written to the cent.
    exact = f"SELECT * FROM read_parquet({file_literal(study.customers_path)})"
    with told_plainly(f"writing the customers into {path.parent.parent}"):
        if kind == "parquet":
            study.connection.execute(parquet_copy(study.customers.select, path))
        elif kind == "csv":
            study.connection.execute(csv_copy(exact, path))
        else:
            _write_customers_sheet(study, path, exact)


def _refuse_long_ids(study: Study) -> None:
    """Refuse ids that a workbook would cut: two of them might become one."""
    found = study.connection.execute(
        f"SELECT max(length(customer_id)) FROM read_parquet({file_literal(study.customers_path)})"
    ).fetchone()
    if found and found[0] and found[0] > LONGEST_TEXT:
        raise OutputError(
            f"A cell of a workbook holds {LONGEST_TEXT:,} characters, and the longest customer id has {found[0]:,}.",
            "Write them as --format parquet or csv.",
        )


def _write_customers_sheet(study: Study, path: Path, select: str) -> None:
    names = study.customers.columns
    timed = (
        study.connection.execute(
            "SELECT "
            + ", ".join(f"count(*) FILTER ({name} <> date_trunc('day', {name}))" for name in PURCHASE_DATES)
            + f" FROM ({select})"
        ).fetchone()
        or ()
    )
    days = [name for name, count in zip(PURCHASE_DATES, timed, strict=True) if not count]
    found = study.connection.execute(select)
    batches = iter(lambda: found.fetchmany(ROWS_AT_ONCE), [])
    write_workbook(path, "customers", names, itertools.chain.from_iterable(batches), days)


def _write_csv(path: Path, rows: Sequence[dict[str, Any]], *, exact: bool = False) -> None:
    names = list(rows[0])
    figures = [list(row.values()) for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(figures if exact else written_rows(names, figures))
