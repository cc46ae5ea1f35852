"""Words by which a status says that an order is not paid for, or perhaps not yet, or that nobody came, in the languages that roles are guessed in."""

from __future__ import annotations

from collections.abc import Iterable

from core.columns.words import plain, read_name
from core.patterns import later

# All without accents, and each from the beginning of a word: goods that are "eingetroffen" are not "offen".
FAILED = (
    # English
    r"unpaid|not (yet )?paid|non[ _-]?payment|awaiting[ _-]?payment|fail|declin|reject|refused|expired?\b|expiry|lapsed|abandon|denied|errors?\b|drafts?\b"
    r"|overdue|past[ _-]?due|incomplete|dishonou?red|bounced|uncollect[ai]ble|bad[ _-]?debt"
    # Dutch
    r"|onbetaald|niet (volledig )?betaald|nog te betalen|mislukt|geweigerd|afgewezen|afgekeurd|verlopen|concept\b|fout\b|betaalfout|oninbaar"
    # French
    r"|impaye|(non|pas) paye|a payer|echou|echec|erreur|refus|rejet|brouillon|irrecouvrable"
    # German
    r"|unbezahlt|nicht bezahlt|(noch )?zu zahlen|fehlgeschlagen|gescheitert|misslungen|(zahlungs)?fehler|abgelehnt|verweigert|abgelaufen|verfallen|abgebrochen"
    r"|entwurf|uneinbringlich"
    # Italian
    r"|(non|da) pagat|da pagare|insolut|fallit|non riuscit|errore|rifiutat|respint|negat[oa]\b|scadut|abbandonat|bozza|inesigibil"
    # Portuguese
    r"|nao pag|por pagar|a pagar|falh|erro\b|recusad|rejeitad|negad|vencid|rascunho|incobrave"
    # Spanish
    r"|(no|sin) pag|impag|fallid|fallo\b|fallad|rechazad|rehusad|denegad|caducad|expirad|borrador|incobrable"
)
WAITING = (
    r"pending|on[ _-]?hold|held\b|awaiting|waiting"
    r"|in (de )?wacht|in afwachting|afwachting|wacht|openstaand|aangehouden"
    r"|(en )?attente|en suspens|suspendu"
    r"|ausstehend|offen(e[mnrs]?)?\b|warte[nt]?\b|wartend|wartestellung|in wartestellung|zuruckgestellt|angehalten"
    r"|(in )?attesa|in sospeso|sospes"
    r"|pendente|aguard|(em|en) espera|suspens"
    r"|pendiente|esperando|retenid"
)
NOT_PAID = later(rf"(?<![a-z])({FAILED})")
NOT_YET = later(rf"(?<![a-z])({WAITING})")
# Who did not come to what was booked, or called it off, may have to pay for it all the same.
NOT_COME = (
    r"no[ _-]?shows?\b|(did|has) ?(not|n ?t) (attend|come|show|arrive)|didn'?t (attend|come|show)|not (attended|arrived)|missed\b|called off"
    r"|niet (verschenen|gekomen|opgedaagd|komen opdagen)|afgezegd"
    r"|non (venue?|presente?e?|honore)|pas venue?|ne s'?est pas presente|absente?\b|lapin"
    r"|nicht (erschienen|gekommen|angetreten)|nichterschein|ferngeblieben|abgesagt"
    r"|non (presentat|venut|si e presentat)|mancata presentazione|assente\b|disdett"
    r"|no (asisti|se presento|presentad|acudi)|ausente\b|inasistencia|inasistente"
    r"|nao (compareceu|veio|apareceu)|faltou\b|desmarcad"
)
ABSENT = later(rf"(?<![a-z])({NOT_COME})")
# What is waited for may be the goods, of an order that is paid for.
GOODS = later(
    r"ship|deliver|fulfil|dispatch|pick[ _-]?up|collect|stock|pack|back[ _-]?order"
    r"|verzend|lever|afhaal|ophal|voorraad"
    r"|livraison|expedition|envoi|prepa|retrait|appro"
    r"|versand|liefer|abhol|lager"
    r"|spedi|consegn|ritiro|magazzino"
    r"|envi[oa]|entreg|retirad|estoque|preparacao"
    r"|recog|almacen|existencias|reposic"
)
PAYMENT = later(r"payment|betaling|paiement|reglement|zahlung|pagament|(de|del|do) pago")

PAID = later(r"(?<![a-z])(paid|betaald|bezahlt|paye|pagat|pagad|pago\b)")
# An order that is open is not sent yet, or not closed; a payment that is open was not made.
OPEN = later(r"(?<![a-z])open\b")


def speaks_of_payment(name: str, words: Iterable[str]) -> bool:
    """Whether a status is of payments, by its name or since some of its words say paid."""
    return read_name(name).has("payment") or any(
        PAID.search(told) and not NOT_PAID.search(told) for told in map(plain, words)
    )


def may_be_unpaid(status: str, *, of_payment: bool = False) -> bool:
    """Whether a status says that an order is unpaid, failed, expired or on hold, that its payment is awaited, or that nobody came.

    `of_payment` says that it is a status of payments, in which some words say more.
    """
    words = plain(status)
    if NOT_PAID.search(words) or ABSENT.search(words) or (of_payment and OPEN.search(words)):
        return True
    return bool(NOT_YET.search(words)) and (not GOODS.search(words) or bool(PAYMENT.search(words)))
