"""What became of orders and deals: names that may be of it, as `State` and `Stage` are, and words that say won, or not decided yet."""

from __future__ import annotations

from collections.abc import Collection

from core.columns.cancelled import says_cancelled
from core.columns.unpaid import PAID, may_be_unpaid
from core.columns.words import name_words, plain
from core.patterns import later

# Words of names that are as often of something else, of a place or of a step of anything: only what stands in the column can tell.
_MAY_BE_STATUS = later(
    r"(?<![a-z])(?:[a-z]*(?:stage|phase|fase)|(?:order|deal|payment|current)?state|stadium|stadio|estagio|etape|etapa|toestand|verkaufschance)"
    r"(?=(?:name|code|label|text)?(?![a-z]))"
)
# More different words than a program has for what becomes of orders, and the share of them that has to say so.
MOST_OUTCOMES = 40
LEAST_TELLING = 0.1
# All without accents and in small letters.
_WON = later(
    r"(?<![a-z])(?:(?:closed|deal)?won|gewonnen|gagne(?:e?s?)|remporte(?:e?s?)|vint[oa]|ganad[oa]|ganh[oa])(?![a-z])"
)
_LOST = later(r"(?<![a-z])(?:(?:closed|deal)?lost|verloren|perdue?s?|pers[oa]|perdid[oa])(?![a-z])")
# What deals go through before they are decided, from the beginning, behind the number that a program may give to a step.
_UNDECIDED = later(
    r"[0-9 .)-]*(?:negotiat|prospect|(?:un|dis)?qualif|proposal|proposition|needs analysis|discovery|presentation scheduled|appointment scheduled"
    r"|contract sent|decision maker|verhandlung|onderhandel|negoci|negozia|trattativa|voorstel|propuesta|proposta|kwalific|gekwalific"
    r"|(?:sales |price )?quot(?:e|ation)s?(?![a-z])|angebot|offerte|devis|preventivo|presupuesto|cotizacion|orcamento)"
)
_QUOTE = later(
    r"(?:quot(?:e|ation)s?|estimates?|angebote?s?|offertes?|devis|preventiv[oi]|presupuestos?|cotizacion(?:es)?|orcamentos?)"
    r"(?:id|no|nr|num|number|nummer|datum|date|status)?"
)
# What is sold all the same, in a list where other deals are won.
_AGREED = later(
    r"accept|approved|signed|agreed|ordered|invoiced|billed|sold|deliver|shipped|complete|fulfil|booked|confirmed|sales order|locked|closed$|done$"
    r"|akkoord|geaccepteerd|goedgekeurd|getekend|besteld|gefactureerd|verkocht|geleverd|afgerond|bevestigd"
    r"|angenommen|beauftragt|bestellt|unterschrieben|berechnet|fakturiert|verkauft|geliefert|abgeschlossen|bestatigt"
    r"|signe|factur|livre|vendu|termine|accord|confirme|accettat|approvat|firmat|fatturat|vendut|consegnat|confermat|concluso"
    r"|aceptad|aprobad|firmad|vendid|entregad|confirmad|aceit|aprovad|assinad|fatur|entregue|conclu|terminad"
)


def called_status(name: str) -> str:
    """A name with its word for a state or a stage read as a status; "" where it has none."""
    words = plain(" ".join(name_words(name)))
    read = _MAY_BE_STATUS.sub("status ", words)
    return "" if read == words else read


def tell_outcomes(words: Collection[str]) -> bool:
    """Whether the few different words of a column are of what became of orders or deals, since some say cancelled, lost or won."""
    if not 0 < len(words) <= MOST_OUTCOMES:
        return False
    return sum(says_cancelled(word) or is_won(word) for word in words) >= LEAST_TELLING * len(words)


def is_won(status: str) -> bool:
    """Whether a status says that a deal was won."""
    return _WON.search(plain(status)) is not None


def is_lost(status: str) -> bool:
    """Whether a status says that a deal was lost; the ledger takes out those of which it is certain."""
    return _LOST.search(plain(status)) is not None


def called_quotes(name: str) -> bool:
    """Whether a column is called after quotes, which are no sales before they are accepted."""
    return any(_QUOTE.fullmatch(word) for word in name_words(name))


def undecided_among(statuses: Collection[str], *, of_quotes: bool = False) -> set[str]:
    """The statuses of deals that are not decided yet, as negotiations are; beside one that says won, and of quotes, all that do not say sold."""
    decided_by_word = of_quotes or any(map(is_won, statuses))
    return {
        status
        for status in statuses
        if status.strip()
        and not (is_won(status) or is_lost(status) or says_cancelled(status) or may_be_unpaid(status))
        and not _AGREED.search(plain(status))
        and not PAID.search(plain(status))
        and (decided_by_word or _UNDECIDED.match(plain(status)))
    }
