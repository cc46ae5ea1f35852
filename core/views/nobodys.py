"""Which columns of the customers nobody has: what the source does not say is left out of tables and charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.sql import ident

if TYPE_CHECKING:
    from core.views.result import ResultData


def nobodys(data: ResultData) -> tuple[str, ...]:
    """The columns in which no customer has anything, in their order; none where there are no customers to have it."""
    names = [str(name) for name, *_ in data.rows("DESCRIBE customers")]
    everybody, *had = data.rows(
        f"SELECT count(*), {', '.join(f'count({ident(name)})' for name in names)} FROM customers"
    )[0]
    return tuple(name for name, count in zip(names, had, strict=True) if everybody and not count)
