"""How much an amount of money may be."""

from __future__ import annotations

# Amounts from ten million million on are typing errors or overflows, and no decimal type adds them up.
TOO_MUCH = 1e13
