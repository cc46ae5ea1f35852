"""A study beside itself as of an earlier day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from core.errors import RegularsError
from core.views.compare import compare, incomparable
from core.views.result import ResultData, result_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.study import Progress, Study
    from core.views.compare import Comparison, GroupChange

CURE = "Leave the comparison out, or compare with an earlier day."


def compared_with(study: Study, day: date, *, progress: Progress) -> Comparison:
    """What changed since an earlier day; RegularsError where it cannot be compared with."""
    from core.study import Study

    _check_comparable(study, day)
    progress(f"running it as of {day}")
    recipe = study.recipe.with_value("customers.as_of", day.isoformat())
    with (
        Study(recipe, workspace=study.workspace, progress=progress) as earlier,
        ResultData(result_of(study), study.workspace) as now,
        ResultData(result_of(earlier), study.workspace) as then,
    ):
        if reason := incomparable(now.result, then.result):
            raise RegularsError(reason, CURE)
        return compare(now, then)


def _check_comparable(study: Study, day: date) -> None:
    """Refuse a day on which nobody had bought yet, or that is not earlier."""
    first = study.report.first
    if first and day.isoformat() <= first[:10]:
        raise RegularsError(
            f"Nothing was bought before {first[:10]}, so there is nobody to compare with as of {day}.",
            f"Compare with a day after {first[:10]}.",
        )
    if study.as_of is not None and day >= study.as_of:
        raise RegularsError(
            f"The result is as of {study.as_of}, and {day} is not before it, so nothing can have changed since.",
            f"Compare with a day before {study.as_of}.",
        )


def comparison_dict(found: Comparison) -> dict[str, Any]:
    """A comparison as JSON has it."""
    return {
        **asdict(found),
        "now": str(found.now),
        "then": str(found.then),
        "figures": {one.name: _change(asdict(one)) for one in found.figures},
        "tiers": list(map(_group, found.tiers)),
        "segments": list(map(_group, found.segments)),
    }


def _group(group: GroupChange) -> dict[str, Any]:
    named = (("customers", group.customers), ("orders", group.orders), ("revenue", group.revenue))
    return {"name": group.name, **{name: _change(asdict(one)) for name, one in named}}


def _change(change: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in change.items() if name != "name"}
