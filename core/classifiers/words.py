"""What figures are good for, in words: a model beside the best that somebody does without one."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from core.classifiers.counting import counted
from core.classifiers.naming import ALONE, BASELINES, BLIND, INSTEAD, LONG_NAMES, STAYING
from core.classifiers.sentinel import REPEATS, REPEATS_IN_PART
from core.classifiers.targets import TARGETS, VALIDITY
from core.classifiers.told import EVERYBODY
from core.segments import PREDICTED
from core.typed_list import typed_list

# The share of customers that the sentence on a target speaks of.
CONTACTED = 0.2

BETTER, NO_BETTER, WORSE, CHANCE, BASELINE = (
    "better",
    "no better",
    "worse",
    "chance",
    "baseline",
)


def standing(record: Mapping[str, Any]) -> str:
    """How a model stands beside the best baseline, in a word or two; never better where staying as they are is as often right."""
    stands = _by_auc(record)
    return NO_BETTER if stands == BETTER and _no_better_than_staying(record) else stands


def _by_auc(record: Mapping[str, Any]) -> str:
    own, difference = record["auc_interval"], record["auc_difference_interval"]
    if own is not None and own[0] <= 0.5:
        return CHANCE
    if record["model"] in BASELINES:
        return BASELINE
    if difference is None:
        return NO_BETTER
    return BETTER if difference[0] > 0 else WORSE if difference[1] < 0 else NO_BETTER


def _no_better_than_staying(record: Mapping[str, Any]) -> bool:
    """Whether a model is right no more often, beyond the interval, than supposing that everybody stays as they are."""
    between = record["stays_difference_interval"]
    return between is not None and between[0] <= 0


def verdict(record: Mapping[str, Any]) -> str:
    """A sentence on what a model is worth."""
    if record["repeats"] == REPEATS:
        return f"Repeats a rule: the label is made from these features{_of_copying(record)}"
    if record["repeats"] == REPEATS_IN_PART:
        return f"Repeats a part of a rule: the label is partly made from these features. {_beside(record)}"
    return _beside(record)


def _of_copying(record: Mapping[str, Any]) -> str:
    if record["model"] in BLIND:
        return ", and this looks at none of them: it is what can be had without a model."
    if _by_auc(record) == CHANCE:
        return ", but nothing of the rule is copied: no better than chance."
    return f", so this says how well the rule is copied. {_beside(record)}"


def _beside(record: Mapping[str, Any]) -> str:
    stands, difference, between = (
        _by_auc(record),
        record["auc_difference"],
        record["auc_difference_interval"],
    )
    if stands == CHANCE:
        return "No better than chance: nothing is learned here."
    if stands == BASELINE:
        return "What can be had without a model."
    if difference is None or between is None:
        return "There is nothing to compare it with."
    instead = INSTEAD[record["baseline"]]
    figures = f"AUC {difference:+.3f}, in 95 % of draws from {between[0]:+.3f} to {between[1]:+.3f}"
    by_auc = f"{stands.capitalize()} than {instead} ({figures})."
    if record["stays_difference"] is None:
        return by_auc
    if stands == BETTER and _no_better_than_staying(record):
        return f"{_beside_staying(record)} By AUC alone it is better than {instead} ({figures})."
    return f"{by_auc} {_beside_staying(record)}"


def _beside_staying(record: Mapping[str, Any]) -> str:
    stands = "No better" if _no_better_than_staying(record) else "More often right"
    difference = 100 * record["stays_difference"]
    low, high = (100 * end for end in record["stays_difference_interval"])
    return (
        f"{stands} than {STAYING}: that is right for {_tenths(record['stays_accuracy'])}, this for {_tenths(record['accuracy'])}"
        f" ({difference:+.1f} points, in 95 % of draws from {low:+.1f} to {high:+.1f})."
    )


def as_judged(record: Mapping[str, Any]) -> str:
    """The verdict on a model, where it is told beside what the model says."""
    return f"As it was judged: {record.get('verdict', '')}"


def reservation(record: Mapping[str, Any]) -> str:
    """What speaks against going by a model: that no more was known of who comes than without it; "" where nothing does."""
    if record.get("repeats") or record.get("standing") not in (NO_BETTER, WORSE, CHANCE):
        return ""
    return as_judged(record)


def of_columns(model: str, target: str, record: Mapping[str, Any]) -> str:
    """Which model the customers' columns are by, and what that is worth; `record` is what is written of it for that target."""
    told = f"{_by(model, target)}. {as_judged(record)}"
    baseline = record["baseline"]
    if reservation(record) and record["standing"] == WORSE and baseline in ALONE:
        told += f" To have them by {LONG_NAMES[baseline]}: --set classifier.active={baseline}"
    return told


def of_columns_unjudged(model: str, target: str, models: Sequence[str], targets: Sequence[str]) -> str:
    """The same of a model that is none of those `models` and `targets` that were judged, and how to have it judged."""
    lacking = [
        f"--set {shlex.quote(typed_list(f'classifier.{name}', [*judged, one]))}"
        for name, one, judged in (("models", model, models), ("targets", target, targets))
        if one not in (*judged, *BASELINES)
    ]
    return f"{_by(model, target)}, which was not judged, so nobody knows what they are worth. To have it judged: {' '.join(lacking)}"


def _by(model: str, target: str) -> str:
    return f"The customers' columns {' and '.join(PREDICTED)} are what {LONG_NAMES[model]} says of {target!r}"


def in_short(records: Sequence[Mapping[str, Any]], horizon_days: int) -> str:
    """What the models of one target are good for, in a sentence or three; `records` are all of that target."""
    target = TARGETS[records[0]["target"]]
    models = [one for one in records if one["model"] not in BASELINES and one["auc"] is not None]
    if not models:
        return f"{target.name}: there is nothing to compare."
    best = max(models, key=lambda one: one["auc"])
    name = LONG_NAMES[best["model"]]
    if best["repeats"] == REPEATS:
        most = max(models, key=lambda one: one["accuracy"])
        return (
            f"{target.name} repeats a rule: {LONG_NAMES[most['model']]} copies it for {_tenths(most['accuracy'])} of customers. That says how well"
            " the rule is learned, nothing of what customers will do."
        )
    when = f" {counted(horizon_days, 'day')} ahead" if target.question == VALIDITY else ""
    baseline = next(one for one in records if one["model"] == best["baseline"])
    instead = INSTEAD[best["baseline"]]
    beaten = baseline["auc"] is not None and baseline["auc"] > best["auc"]
    told = (
        f"{target.name}{when}: {name} has the highest AUC{' of the models' if beaten else ''}, {_with(best)};"
        f" {instead} has {'more, ' if beaten else ''}{_with(baseline)}."
    )
    told += {
        BETTER: "" if _no_better_than_staying(best) else " The difference is more than chance.",
        NO_BETTER: f" That is no better than {instead}.",
        WORSE: f" That is worse than {instead}.",
        CHANCE: " That is no better than chance: nothing is learned here.",
    }.get(_by_auc(best), "")
    told += _of_staying(models)
    reached = next((one["gain"] for one in best.get("gains", ()) if one["share"] == CONTACTED), None)
    if reached is not None and best["standing"] != CHANCE:
        without = next(one["gain"] for one in baseline["gains"] if one["share"] == CONTACTED)
        told += f" The best {percent(CONTACTED)} by it hold {percent(reached)} of those looked for, by {instead} {percent(without)}."
    return told


def _of_staying(models: Sequence[Mapping[str, Any]]) -> str:
    """Whether a model is right more often than supposing that everybody stays as they are; empty where nobody can."""
    if models[0]["stays_accuracy"] is None:
        return ""
    better = [one for one in models if not _no_better_than_staying(one)]
    most = max(better or models, key=lambda one: float(one["accuracy"]))
    right = f"right for {_tenths(most['stays_accuracy'])}"
    by = LONG_NAMES[most["model"]]
    if better:
        return f" Supposing that everybody stays as they are is {right}, {by} for {_tenths(most['accuracy'])}: more often, beyond chance."
    return f" No model is better than {STAYING}: that is {right}, and {by}, the most often right, for {_tenths(most['accuracy'])}."


def budget_line(records: Sequence[Mapping[str, Any]]) -> str:
    """What a budget of contacts would have reached, by the best model and without one; empty where there is none."""
    told = [
        one
        for one in records
        if one.get("budget") and one["model"] not in BASELINES and one["auc"] is not None
    ]
    if not told:
        return ""
    best = max(told, key=lambda one: one["auc"])
    lines = best["budget"]
    days = len({line["cut_off"] for line in lines})
    by_policy: dict[str, float] = {}
    for line in lines:
        by_policy[line["policy"]] = by_policy.get(line["policy"], 0.0) + line["reached"]
    looked_for = sum(line["looked_for"] for line in lines) // len(by_policy)
    reached = "; ".join(
        f"{LONG_NAMES[best['model']] if policy == 'model' else f'by {policy}' if policy != 'at random' else policy} {count:,.0f}"
        for policy, count in by_policy.items()
    )
    cut_offs = "the last cut-off" if days == 1 else f"each of the last {days} cut-offs"
    return f"{best['target']}: with {_contacts(lines)} at {cut_offs}, of {looked_for:,} looked for would have been reached: {reached}."


def _contacts(lines: Sequence[Mapping[str, Any]]) -> str:
    fewest, most = (end(line["contacts"] for line in lines) for end in (min, max))
    told = counted(most, "contact")
    return told if fewest == most else f"{fewest:,} to {told}, {EVERYBODY},"


def percent(share: float) -> str:
    """A share in whole per cent."""
    return f"{100 * share:.0f} %"


def _tenths(share: float) -> str:
    return f"{100 * share:.1f} %"


def _with(record: Mapping[str, Any]) -> str:
    low, high = record["auc_interval"]
    return f"{record['auc']:.3f} ({low:.3f} to {high:.3f})"
