"""A file scored by a kept model: its customers worked out as ever, and placed among those of the model."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from core.clusters.naming import NOBODYS
from core.errors import RegularsError, UsageError
from core.models.asked_about import customers_of, impossible_of, known_of, measures_of
from core.models.asking import Answers, taught
from core.models.beyond import beyond
from core.models.drift import drift
from core.models.not_predicted import (
    CURE,
    not_predicted,
    refuse_unsaid,
    taken_by_rules,
    ungrouped_words,
    wrongly_measured,
)
from core.models.predicting import predict_many
from core.models.reading import told_beside_a_model
from core.models.scored import ClassCount, Count, Scored, ScoredClasses
from core.models.spans import span_words
from core.scores import TIERS
from core.views.grid_files import write_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from core.clusters.model import Numbers
    from core.models.kept import Model
    from core.study import Study

SCORED = "scored_customers"
# What they can be written as.
ENDINGS = (".csv", ".parquet", ".xlsx")
MONEY_COLUMNS = ("monetary", "refunded", "net")
# What the file says of a customer, before what the model says.
KEPT_COLUMNS = (
    "customer_id",
    "first_purchase",
    "last_purchase",
    "recency",
    "frequency",
    *MONEY_COLUMNS,
)


def score(model: Model, study: Study) -> Scored:
    """Score the customers of a study; the table `scored_customers` is there afterwards."""
    everyone, unread = customers_of(study)
    files = [file.shown for file in study.files]
    measured = measures_of(everyone)
    refuse_unsaid(model, measured, files)
    why_not = wrongly_measured(model, measured, study.columns)
    stays = why_not == ""
    others = zip(everyone.filter(~stays)["customer_id"].to_pylist(), why_not[~stays], strict=True)
    left_out = taken_by_rules(study) + not_predicted(others)
    if not stays.any():
        raise RegularsError(f"Nobody in {', '.join(files)} can be predicted: {left_out.listed}.", CURE)
    table = everyone.filter(stays)
    columns = measures_of(table)
    predicted = predict_many(model, columns)
    told = table.select([name for name in KEPT_COLUMNS if name in table.column_names])
    for name, values in predicted.columns.items():
        told = told.append_column(name, _column(name, values))
    classifiers = []
    known: Mapping[str, Numbers] = {}
    if model.classifiers:
        known = {name: values[stays] for name, values in known_of(study, everyone).items()}
        for one in taught(model):
            study.say(f"asking {one.kept.model} about {one.kept.target}")
            answers = one.say(known)
            classifiers.append(_summed(answers))
            for name, values in _columns_of(answers).items():
                told = told.append_column(name, values)
    study.connection.register("scored_given", told)
    study.connection.execute(f"CREATE OR REPLACE TEMP TABLE {SCORED} AS SELECT * FROM scored_given")
    study.connection.unregister("scored_given")
    groups = model.groups
    sizes = {}
    if groups is not None:
        sizes = {one.name: size for one, size in zip(groups.names, groups.customers, strict=True)}
        nobodys = model.origin.customers - sum(groups.customers)
        sizes.update({NOBODYS: nobodys} if nobodys else {})
    report, origin = study.report, model.origin
    shorter = span_words(report.first, report.last, origin.first, origin.last)
    return Scored(
        customers=len(predicted),
        as_of=report.as_of,
        rows=report.rows,
        kept=report.kept,
        ledger=report.ledger,
        tiers=_counts(predicted.columns["tier"], TIERS, model.standing["tier"]),
        segments=_counts(
            predicted.columns["segment"], model.population.rules.order, model.standing["segment"]
        ),
        clusters=_counts(predicted.columns["cluster_name"], sizes, sizes) if sizes else (),
        drift=tuple(drift(model, columns, _bought_since(model, table))),
        notes=tuple(
            told_beside_a_model(note, study.recipe)
            for note in report.notes
            if note not in report.notes_on_scoring
        ),
        beware=tuple(
            filter(None, (shorter, *unread, impossible_of(study, table), ungrouped_words(model, columns)))
        ),
        outside=beyond(model, {**known, **columns}),
        not_predicted=left_out,
        classifiers=tuple(classifiers),
    )


def check_ending(path: str | os.PathLike[str]) -> None:
    """Refuse a file whose name does not say what to write."""
    if Path(path).suffix.casefold() not in ENDINGS:
        raise UsageError(
            f"{os.fspath(path)!r} does not say what to write.",
            f"Name a file that ends in {', '.join(ENDINGS)}.",
        )


def write_scored(study: Study, path: Path, *, overwrite: bool) -> Path:
    """Write what `score` made, as the ending of the file's name says; its absolute path."""
    kind: Any = path.suffix.lstrip(".").casefold()
    rows = study.connection.execute(f"SELECT count(*) FROM {SCORED}").fetchone() or (0,)
    # As `run` writes them: a CSV says by its decimals that a number is money.
    cents = ", ".join(f"CAST({name} AS DECIMAL(18, 2)) AS {name}" for name in MONEY_COLUMNS)
    picked = f"* REPLACE ({cents})" if kind == "csv" else "*"
    written = write_rows(
        study.connection,
        f"SELECT {picked} FROM {SCORED} ORDER BY customer_id",
        int(rows[0]),
        path,
        kind,
        "customers",
        overwrite=overwrite,
        sources=[file.path for file in study.files],
    )
    return Path(written.path)


def _summed(answers: Answers) -> ScoredClasses:
    kept = answers.kept
    placed, learned = (
        np.bincount(found, minlength=len(kept.classes)) for found in (answers.decided, kept.truth)
    )
    return ScoredClasses(
        target=kept.target,
        model=kept.model,
        repeats=kept.repeats,
        classes=tuple(
            ClassCount(name, int(here), int(there))
            for name, here, there in zip(kept.classes, placed, learned, strict=True)
        ),
        assumed=answers.assumed,
        far=int(answers.completed.is_far.sum()),
        reservation=answers.kept.reservation,
        doubt=answers.doubt,
    )


def _columns_of(answers: Answers) -> dict[str, pa.Array]:
    """The class of each customer, and the chance of each class."""
    import pyarrow as pa

    kept = answers.kept
    target = kept.target.replace(" ", "_")
    classes = np.array(kept.classes, dtype=object)
    columns = {f"predicted_{target}": pa.array(classes[answers.decided], pa.string())}
    for place, name in enumerate(kept.classes):
        columns[f"chance_{target}_{name}"] = pa.array(answers.chances[:, place], pa.float64())
    return columns


def _column(name: str, values: Any) -> pa.Array:
    import pyarrow as pa

    if name == "cluster":
        return pa.array(values, mask=values == 0)
    return (
        pa.array(list(values))
        if isinstance(values, np.ndarray) and values.dtype.kind == "O"
        else pa.array(values)
    )


def _bought_since(model: Model, table: pa.Table) -> Any:
    """Who bought on or after the model's day; None where dates are not known."""
    if not model.origin.as_of:
        return None
    since = np.datetime64(datetime.combine(date.fromisoformat(model.origin.as_of), time()))
    last = np.asarray(table["last_purchase"].to_numpy(), dtype="datetime64[us]")
    return None if np.isnat(last).all() else last >= since


def _counts(names: Any, order: Iterable[str], in_model: Mapping[str, int]) -> tuple[Count, ...]:
    """How many have each name, in an order; names that nobody has, here or there, where the order has them."""
    counted: Mapping[str, int] = Counter(map(str, names))
    every = dict.fromkeys((*order, *counted))
    return tuple(Count(name, counted.get(name, 0), in_model.get(name, 0)) for name in every)
