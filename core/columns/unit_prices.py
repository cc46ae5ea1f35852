"""What goods and work are counted in, and the prices of one of it: hours and an hourly rate, kilos and a price per kg, nights and a rate."""

from __future__ import annotations

import re
from functools import lru_cache

from core.columns.telling_words import NEUTRAL
from core.columns.words import name_words, read_name
from core.patterns import later

# Each line is one unit | the words that count it | those that say it in the name of a price only, as they are too short, or mean another
# thing, where they stand alone. All without accents and in small letters, in the seven languages.
_UNITS = """
    hour | hours hrs stunden std uren heures ore horas | hour hr h stunde uur heure ora hora hourly horaire oraria orario horaria horario
    minute | minutes mins minuten minuti minutos | minute min minuut minuto
    day | days tage tagen dagen jours journees giorni giornate dias jornadas | day tag tages dag jour journee giorno giornata dia jornada daily journalier
        journaliere giornaliera giornaliero diaria diario
    night | nights nachte naechte nachten nuits nuitees notti noches noites pernoites pernottamenti ubernachtungen uebernachtungen overnachtingen
        | night nacht nuit nuitee notte noche noite nightly ubernachtung uebernachtung overnachting
    week | weeks wochen weken semaines settimane semanas | week woche semaine settimana semana weekly hebdomadaire settimanale semanal
    month | months monate monaten maanden mesi meses | month monat monats maand mois mese mes monthly mensuel mensuelle mensile mensual mensal
    person | covers gedecke couverts coperti cubiertos persons people persone personas pessoas personen personnes guests gaste gaesten gasten hospites ospiti
        huespedes hospedes invites pax heads participants teilnehmer deelnemers partecipanti participantes
        | person persoon personne persona pessoa guest gast pp head kopf cover teilnehmers participant
    kg | kg kgs kilo kilos kilogram kilograms kilogramm kilogrammes kilogrammi kilogramos kilogramas |
    g | grams gram gramm grammes grammi gramos gramas gr | g gramme grammo gramo grama
    t | tonnes tonnen tonnellate toneladas tons ton tonne | t tonnellata tonelada
    lb | lbs lb | pound
    m | meters metres meter metri metros lfm laufmeter m | metre metro qm sqm
    km | km kilometers kilometres kilometer kilometri kilometros kilometern | kilometre kilometro
    ft | feet ft | foot
    l | liters litres liter litri litros ltr | l litre litro
    box | boxes kartons kisten dozen caisses cartons scatole cajas caixas colis dozzen kratten | box karton kiste doos caisse carton scatola caja caixa krat
    bottle | bottles flaschen flessen bouteilles bottiglie botellas garrafas | bottle flasche fles bouteille bottiglia botella garrafa
    bag | bags sacke saecke zakken sacs sacchi sacos bolsas | bag sack zak sac sacco saco bolsa
    pack | packs packungen pakken paquets pacchi pacotes paquetes packages | pack packung pak paquet pacco pacote paquete package
    pallet | pallets paletten palettes pallet pedane | palette
    roll | rolls rollen rouleaux rotoli rollos rolos | roll rolle rol rouleau rotolo rollo rolo
    portion | portions portionen porties porzioni porciones raciones porcoes | portion portie porzione porcion racion porcao
    meal | meals mahlzeiten maaltijden repas pasti comidas refeicoes | meal mahlzeit maaltijd pasto comida refeicao
    seat | seats tickets platze plaetze plaatsen places posti asientos plazas lugares bilhetes biglietti billets entradas karten kaarten
        | seat ticket platz plaats place posto asiento plaza lugar bilhete biglietto billet entrada karte kaart
    lesson | lessons lektionen unterrichtsstunden lessen lecons lezioni clases lecciones aulas classes
        | lesson lektion les lecon lezione clase leccion aula class unterrichtsstunde
    session | sessions sitzungen sessies seances sedute sessioni sesiones sessoes behandlungen behandelingen treatments
        | session sitzung sessie seance seduta sessione sesion sessao behandlung behandeling treatment
    page | pages seiten paginas pagine | page seite pagina
    word | words worter woerter woorden mots parole palabras palavras | word wort woord mot parola palabra palavra
    trip | trips rides fahrten ritten trajets corse viajes viagens | trip ride fahrt rit trajet corsa viaje viagem
    licence | licences licenses lizenzen licenties licenze licencias licencas | licence license lizenz licentie licenza licencia licenca
"""
TIMES = frozenset(("hour", "minute", "day", "night", "week", "month"))
MEASURES = frozenset(("kg", "g", "t", "lb", "m", "km", "ft", "l"))
# So short that they count only where the price beside them says so.
_SHORT = frozenset(("m", "t", "gr", "ton", "places", "parole", "karten", "kaarten", "colis", "pallet"))
# What a name of a count may say besides.
_BESIDE_COUNTS = """
    number num count qty quantity total sold booked billed billable worked charged rented hired invoiced anzahl anz menge verkauft gebucht geleistet
    geleistete gearbeitet berechnet verkaufte gebuchte abgerechnete aantal hoeveelheid verkocht geboekt gewerkt gewerkte gefactureerd gefactureerde nombre nb
    nbre quantite vendus vendues reserves reservees facturees travaillees factures numero quantita vendute venduti fatturate lavorate cantidad vendidos
    vendidas facturadas trabajadas quantidade faturadas trabalhadas vendido nr no
"""
# What may be of a parcel, and is what was sold where a price says that it is the price of one.
_OF_PARCELS = """
    weight gewicht poids peso length lange laenge lengte longueur lunghezza largo volume volumen area flache flaeche
"""
_COUNTING, _WEIGHED = frozenset(_BESIDE_COUNTS.split()), frozenset(_OF_PARCELS.split())
# Words of prices; those of rates are prices of one of something, whatever that is.
_OF_RATES = "rate rates satz tarif tarife tarief tarieven tarifa tarifas tariffa tariffe taux taxa"
_OF_PRICES = "price prices preis prijs prix prezzo precio preco"
# Fees are as often on top of a price: on that of a ticket or a bag, as for cleaning.
_OF_FEES = "fee fees charge honorar honorarium honoraire valor"
_RATES = frozenset(_OF_RATES.split())
_PRICES = _RATES.union(_OF_PRICES.split())
_FEES = frozenset(_OF_FEES.split())
_BY_FEES = TIMES | {"lesson", "session"}
_EACH = frozenset(("per", "pro", "par", "por", "je", "a", "al", "la", "il", "l", "de"))
_TAILS = "|".join(("satz", "preis", "tarif", "tarief", "prijs", "honorar"))
# What the name of a price may say of it besides.
_OF_A_PRICE = frozenset(("net", "tax", "sale", "unit", "price"))


def _units() -> tuple[dict[str, str], dict[str, str]]:
    counted: dict[str, str] = {}
    said: dict[str, str] = {}
    unfolded = re.sub(r"\n\s+\|", " |", re.sub(r"\n {8}(?=\w)", " ", _UNITS.strip()))
    for line in unfolded.splitlines():
        unit, plural, other = (part.strip() for part in line.split("|"))
        counted |= dict.fromkeys(plural.split(), unit)
        said |= dict.fromkeys((*plural.split(), *other.split()), unit)
    return counted, said


_COUNTED, _SAID = _units()
_COMPOUND = later(
    rf"({'|'.join(sorted(map(re.escape, _SAID), key=len, reverse=True))})(?:s|n|en|e)?({_TAILS})"
)


@lru_cache(maxsize=20_000)
def unit_counted(name: str, of_price: frozenset[str] = frozenset()) -> str:
    """The unit that a column counts by its name, which says no more than that; "" where it does not. `of_price` are those of the price."""
    words = name_words(name)
    units = {_SAID[word] for word in words if word in _SAID and (word in _COUNTED or _SAID[word] in of_price)}
    if len(units) != 1:
        return ""
    unit = next(iter(units))
    sure = any(word in _COUNTED and word not in _SHORT for word in words)
    if not sure and unit not in of_price:
        return ""
    beside = _COUNTING | (_WEIGHED if unit in of_price else frozenset())
    others = [word for word in words if _SAID.get(word) != unit]
    return unit if all(word in NEUTRAL or word in beside for word in others) else ""


def is_measured(name: str) -> bool:
    """Whether a name speaks of a weight, a length or the like, which may be of what was sold or of a parcel."""
    return not _WEIGHED.isdisjoint(name_words(name))


@lru_cache(maxsize=20_000)
def units_of_price(name: str) -> frozenset[str]:
    """What a name says the price of one of; nothing where it says no price, or no unit."""
    words = _apart(name)
    if (_PRICES | _FEES).isdisjoint(words):
        return frozenset()
    return frozenset(_SAID[word] for word in words if word in _SAID and word not in _PRICES)


def is_rate(name: str) -> bool:
    """Whether a name says that it is the price of one of something: it names that, or says rate."""
    return bool(units_of_price(name)) or not _RATES.isdisjoint(_apart(name))


@lru_cache(maxsize=20_000)
def called_rate(name: str) -> str:
    """A name of the price of one unit as a name of a price, where the words of the unit, or of the price, would say another thing; else ""."""
    units = units_of_price(name)
    if not units:
        return ""
    read = read_name(name)
    if read.has("price") and not read.has("period", "time", "date", "days", "weeks", "channel", "status"):
        return ""
    words = _apart(name)
    others = [
        word for word in words if word not in _PRICES | _FEES and word not in _SAID and word not in NEUTRAL
    ]
    beside = read_name(" ".join(others))
    if not beside.concepts <= _OF_A_PRICE:
        return ""
    is_fee = _PRICES.isdisjoint(words)
    if is_fee and (beside.unknown or (_EACH.isdisjoint(words) and "/" not in name and not units <= _BY_FEES)):
        return ""
    return " ".join(("price", *others))


def _apart(name: str) -> list[str]:
    """The words of a name, with a compound of a unit and a price taken apart."""
    found: list[str] = []
    for word in name_words(name):
        compound = _COMPOUND.fullmatch(word)
        found += compound.groups() if compound else [word]
    return found
