"""Two results compared: of the earlier one no more is looked at than its report and its table of customers."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from core.views.compare import Comparison, Kind, Movers, compare, movers
from core.views.then import Then, customer_then

if TYPE_CHECKING:
    from core.views.result import Result, ResultData


def compared(data: ResultData, earlier: bytes) -> Comparison:
    """What changed since an earlier result, which is named by its payload."""
    with _data_of(data, earlier) as there:
        return compare(data, there)


def moved(data: ResultData, earlier: bytes, kind: Kind, then: str | None, now: str | None) -> Movers:
    """Who was called one name then and another now."""
    with _data_of(data, earlier) as there:
        return movers(data, there, kind, then, now)


def then_of(data: ResultData, earlier: bytes, customer_id: str) -> Then:
    """What a customer was at the date of an earlier result."""
    return customer_then(data, result_named(earlier), customer_id)


def result_named(payload: bytes) -> Result:
    """The result that a payload names."""
    result: Result = pickle.loads(payload)  # noqa: S301  of our own other process
    return result


def _data_of(data: ResultData, payload: bytes) -> ResultData:
    from core.views.result import ResultData

    return ResultData(result_named(payload), data.workspace)
