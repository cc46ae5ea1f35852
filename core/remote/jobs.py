"""What the app asks of a study. The app names these functions before it draws anything, and so they load what they need themselves."""

from __future__ import annotations

import os
import pickle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.remote.opened import Opened
    from core.study import Study
    from core.views.result import Result


def stand_by() -> None:
    """Load what the first source will need, while none is chosen."""
    from core.scribe import scribe

    scribe.begin()


def go_by(environment: Mapping[str, str]) -> None:
    """Go by what is set there."""
    os.environ.update(environment)


def run(study: Study) -> Opened:
    """The study run to its end."""
    from core.views.result import result_of

    return _opened(study, result_of(study), study.customers.columns)


def ledger_alone(study: Study) -> Opened:
    """What the rules did to the rows, for a study that cannot be run to its end since they leave nobody."""
    from core.views.ledger_alone import result_of_nobody

    return _opened(study, result_of_nobody(study), ())


def _opened(study: Study, result: Result, customer_columns: Sequence[str]) -> Opened:
    from core.remote.opened import Opened
    from core.views.ledger_alone import idle_rules

    is_dated = bool(result.report.first)
    last = study.source_pass.last_day if is_dated else None
    return Opened(
        payload=pickle.dumps(result),
        recipe=result.recipe,
        resolved=result.resolved,
        report=result.report,
        shape=result.columns.shape,
        roles={role: guess.column or "" for role, guess in result.columns.roles.items()},
        attributes=tuple(result.attribute_titles.values()),
        customer_columns=tuple(customer_columns),
        segment_order=study.stages.segment_map.order,
        files=tuple((file.shown, file.identity) for file in study.files),
        idle_rules=idle_rules(result),
        kept=tuple(path for path in (result.customers_path, result.orders_path) if path),
        last_purchase=last.isoformat() if last else "",
    )
