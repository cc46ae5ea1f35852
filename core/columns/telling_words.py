"""Words of column names that say what others beside them mean, and words that say nothing."""

from __future__ import annotations

# Words of buying and of selling. A price to buy at is what the shop itself pays; what customers pay may be called either.
BUYING = frozenset(("einkauf", "einkaufs", "aankoop", "achat", "acquisto", "compra", "purchase"))  # fmt: skip
SELLING = frozenset(("verkauf", "verkaufs", "verkauft", "verkoop", "verkocht", "vente", "vendu", "vendita", "venduto", "venta", "vendido", "venda", "sale", "sold"))  # fmt: skip
# Words of bills among those of orders: whoever is billed need not be who ordered.
BILLING = frozenset(("invoice", "invoiced", "bill", "billed", "rechnung", "rechnungs", "factuur", "facture", "fattura", "factura", "fatura"))  # fmt: skip
# What a sum that runs up may be of.
MONEY = frozenset(("amount", "sales", "sale", "total", "value", "purchases", "orders", "payment", "monetary", "price", "net"))  # fmt: skip
# Words of the number that rows have, which beside words of money are of a sum that runs up.
RUNNING_NUMBER = frozenset(("lfd", "laufende"))
# Words before money, or behind it, which say that it is what has not been paid yet.
STILL_OPEN = frozenset((
    "open", "unpaid", "remaining", "pending", "offen", "offene", "offener", "offenes", "offenen", "ausstehend", "ausstehender", "unbezahlt", "openstaand",
    "openstaande", "onbetaald", "resterend", "restant", "restante", "restantes", "impaye", "impayes", "pendiente", "pendente", "aberto", "abierto", "aperto",
    "residuo", "insoluto", "impagado",
))  # fmt: skip
# A rate is what one of something costs, unless it is the share of something: that of a tax, or of what is taken off.
RATES = frozenset(("rate", "rates"))
SHARES = frozenset(("tax", "discount", "profit", "percent"))
SHARED_OUT = frozenset(("interest", "conversion", "growth", "churn", "withholding", "duty", "levy", "markup", "occupancy"))  # fmt: skip
# What bookkeepers call a document in French and Dutch, and shops a piece: beside a date or a kind it is a document.
PAPERS = frozenset(("piece", "stuk"))
# Words before that of a tax, which say that what they are said of has it in it or not; of one letter they are shortened: `s/IVA`, `m. MwSt`, `w/o VAT`.
WITH_OR_WITHOUT = frozenset((
    "with", "without", "w", "wo", "before", "after", "plus", "mit", "ohne", "m", "o", "zzgl", "zuzüglich", "zuzuglich", "vor", "nach", "met", "zonder", "i", "e",
    "avec", "sans", "hors", "av", "con", "senza", "sin", "com", "sem", "s", "c",
))  # fmt: skip
# What stands between words, and says nothing of what a column holds.
NEUTRAL = frozenset((
    "of", "the", "a", "an", "at", "on", "in", "per", "pro", "je", "by", "for", "to", "from", "with", "and", "or", "is", "was", "my", "all", "this", "de",
    "du", "des", "d", "l", "la", "le", "les", "el", "los", "las", "der", "die", "das", "den", "dem", "von", "van", "vom", "zum", "zur", "di", "da", "do",
    "dos", "del", "della", "dello", "dell", "het", "een", "voor", "und", "et", "e", "y", "i", "il", "par", "por", "pour", "im", "am", "fur", "op", "te",
    "usd", "eur", "gbp", "inr", "brl", "chf", "cad", "aud", "jpy", "eu", "us", "uk", "euro", "euros", "dollar", "dollars", "pounds", "affaires", "formatted",
    "applied", "value_of", "total_number", "local", "utc", "gmt", "nm",
))  # fmt: skip
