"""How far goods had come by the name of what counts them: ordered, delivered, invoiced or still to come."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from core.columns.words import name_words
from core.patterns import later

Stage = Literal["open", "ordered", "delivered", "invoiced"]
# The further on, the surer it was sold.
STAGES: tuple[Stage, ...] = ("open", "ordered", "delivered", "invoiced")
# All without accents and in small letters. What is still to come is said by a word of its own, or by one before what is to be done.
_OPEN = later(
    r"open$|offen|rest(?:e|menge|ante?|erend)?$|remain|outstanding|back_?order|pending|pendient|pendent|nachliefer|nalever|unfulfil|undeliver|unship"
    r"|(?:to|zu|te|a|da|por|not)_(?:ship|deliver|invoice|bill|dispatch|liefer|lever|livrer|expedier|consegnare|spedire|entreg|enviar|facturar|faturar|fatturare)"
)
_INVOICED = later(
    r"invoice|billed|berechnet|faktur|rechnungs|gefactureerd|factuur|facture|fatturat|facturad|faturad|sold$|verkauft|verkocht|vendu|vendid|vendut"
)
_DELIVERED = later(
    r"ship(?:ped)?$|deliver|dispatch|fulfil|liefer|geliefert|versandt|versendet|lever|gelever|verzonden|livre|expedi|consegn|spedit|entreg|enviad|despachad|servid|evas[ao]$|ausgelief"
)


def stage_of(name: str) -> Stage:
    """How far what is called so had come; ordered where the name says nothing more."""
    said = name_words(name)
    joined = ["_".join(pair) for pair in pairwise(said)]
    if any(_OPEN.match(word) for word in (*said, *joined)):
        return "open"
    if any(_INVOICED.match(word) for word in said):
        return "invoiced"
    return "delivered" if any(_DELIVERED.match(word) for word in said) else "ordered"
