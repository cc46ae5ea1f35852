"""The one way in which the app writes numbers: set when it starts, from the preferences."""

from __future__ import annotations

from core.figures import PLAIN, NumberStyle


class _InForce:
    style = PLAIN


def use_numbers(style: NumberStyle) -> None:
    """Write numbers in this style from now on."""
    _InForce.style = style


def number_style() -> NumberStyle:
    """The style in force."""
    return _InForce.style
