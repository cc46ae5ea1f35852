"""Which of several dates is no sale's: what comes after it, when it was entered, and the end of a period that another column begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from core.columns.dates import parse_date
from core.columns.evidence import HOLDS, Column, dependence
from core.columns.fitting import LEAST_FIT, Fit
from core.columns.naming import Role, name_roles
from core.columns.telling_words import NEUTRAL
from core.columns.words import name_words
from core.patterns import later

# What names speak of that is no date of the sale where another column is one.
OF_ANOTHER_DAY = (
    "created", "update", "due", "ship", "birth", "refund", "payment", "expiry", "signup", "since", "first", "last", "period", "status", "currency",
)  # fmt: skip
# All without accents and in small letters; two words are joined by "_".
_LATER = later(
    r"next|following|upcoming|follow_?up|remind|recall|wiedervorlage|erinnerung|na?e?chst|folgetermin|folgedatum|volgend|vervolg|herinnering|prochain|rappel"
    r"|relance|suivant|proxim|siguiente|recordatorio|seguimiento|seguinte|lembrete|prossim|successiv|promemoria|richiamo"
    r"|(?:until|bis|tot|jusqu|fino|hasta|ate)$"
)
_ENTERED = later(
    r"post(?:ed|ing)|enter(?:ed)?$|entry|book(?:ed|ing)|record(?:ed)?$|logged|keyed|erfass|eingegeben|eingetragen|gebucht|buchung|verbucht|ingevoerd|invoer"
    r"|geboekt|boekdatum|boeking|saisie?$|comptabilis|enregistr|registra|registro|registered|inseri|contabiliz|ingresad|lancad|lancament"
)
_OF_THE_DAY = later(
    r"visit|service|treatment|appointment|besuch|termin$|behandlung|behandeling|leistung|bezoek|afspraak|prestation|rendez|rdv$|soins?$|seance|appuntament"
    r"|trattament|prestazion|servizi|sedut|citas?$|servici|tratamient|tratament|consulta|servico|atendiment"
)
_BOOKED = later(r"book(?:ed|ing)|gebucht|geboekt|reserv|prenota")
_REGISTERED = later(r"regist|enregistr|erfass")
_BEGINNING = """
    from start started starts begin began begins beginning von ab beginn beginnt anfang anfangs van vanaf aanvang du debut dal dall inizio de desde inicio
    inicial iniziale initial da check_in checkin arrival anreise ankunft aankomst arrivee arrivo llegada entrada chegada pickup pick_up rented hired loaned
    borrowed abholung abhol ausleihe verliehen ausgeliehen ophaal ophalen verhuurd uitgeleend enlevement emprunt ritiro noleggiato recogida alquilado
    levantamento alugado
"""
_ENDING = """
    to a end ended ends until till finish finished through thru bis ende endet end tot einde eind t_m au fin fine al fino hasta ate fim final finale termino
    check_out checkout departure abreise abfahrt vertrek depart partenza salida saida return returned dropoff drop_off ruckgabe rueckgabe zuruckgegeben
    zurueckgegeben retour inlever inlevering teruggebracht restitution riconsegna restituzione restituito devolucion devuelto devolucao devolvido
"""
_BEGINS, _ENDS = frozenset(_BEGINNING.split()), frozenset(_ENDING.split())
# With fewer letters a part of a word begins or ends nothing.
_LEAST_PART = 3
# Periods of these are none of a sale.
_OF_SOMETHING_ELSE = (
    "customer", "loyalty", "signup", "promo", "staff", "product", "store", "birth", "update", "status", "stock", "price", "list", "discount",
)  # fmt: skip
_VALIDITY = later(
    r"valid|gultig|gueltig|geldig|warrant|garant|gewahr|gewaehr|promo|campaign|aktion|angebot|offer"
)
# The beginning of a period is the date where no name says one, and more so than a strange name is.
OF_PERIOD, DATED = 0.5, 0.2
OF_A_VISIT = name_roles("visit date").roles["date"].fits
# What tables of sales have, and what only those of customers do.
_OF_SALES = frozenset(("order", "product", "quantity"))
_OF_CUSTOMERS = ("last", "average", "orders", "purchases", "frequency", "monetary", "recency")
# So many rows have to have the one before the other.
LEAST_ORDERED, LEAST_ROWS = 0.95, 3


@dataclass(frozen=True, slots=True)
class Registered:
    """A column of dates that is taken as no other is left, and what is said of it."""

    position: int
    fit: Fit
    note: str


def less_later(role: Role, fits: Mapping[int, Fit], table: Sequence[Column]) -> dict[int, Fit]:
    """The fits of dates less those that are no sale's where another is: ends of periods, what comes later, and when something was entered."""
    if role != "date":
        return dict(fits)
    found = _by_their_beginnings(
        {place: _called_after(table[place], fit) for place, fit in fits.items()}, table
    )
    later = [place for place in found if says_later(table[place])]
    if later and len(later) == len(found):
        found |= _begun_before(table[later[0]], table)
    if len(later) == len(found) and any(_was_last(column) for column in table):
        # What was last and what is next, and no sale's: which of them a row is of has to be asked.
        return {}
    for place in later:
        others = [other for other in found if other not in later and found[other].score >= LEAST_FIT]
        if any(
            found[other].score >= found[place].score or not table[other].reading.has("update")
            for other in others
        ):
            del found[place]
    if any(_is_of_the_day(table[place]) and found[place].score >= LEAST_FIT for place in found):
        found = {place: fit for place, fit in found.items() if not _is_when_entered(table[place])}
    return found


def _was_last(column: Column) -> bool:
    return column.profile.kind == "date" and column.reading.has("last")


def says_later(column: Column) -> bool:
    """Whether a name says that its date comes after what was sold: the next one, a reminder, or until when something is so."""
    return column.reading.has("due") or _says(column, _LATER)


def periods(table: Sequence[Column]) -> Iterator[tuple[Column, Column]]:
    """The columns of dates that begin and end the same by their names, and do by their days."""
    dated = [column for column in table if _may_be_of_a_period(column)]
    if len(dated) < 2:
        return
    ended: dict[tuple[str, ...], Column] = {}
    for column in dated:
        for rest in _less_one_of(_ENDS, column.profile.name):
            ended.setdefault(rest, column)
    for begin in dated:
        ends = (ended.get(rest) for rest in _less_one_of(_BEGINS, begin.profile.name))
        end = next((column for column in ends if column is not None and column is not begin), None)
        if end is not None and _comes_before(begin, end):
            yield begin, end


def when_registered(chosen: Mapping[Role, int], table: Sequence[Column]) -> Registered | None:
    """What is left for the date where none is: when something was registered, as long as customers have it on several days."""
    if "date" in chosen or "customer" not in chosen or not chosen.keys() & _OF_SALES:
        return None
    if any(column.reading.has(*_OF_CUSTOMERS) for column in table):
        return None
    customers = table[chosen["customer"]]
    for column in table:
        if (
            column.profile.kind != "date"
            or column.position in chosen.values()
            or not column.reading.has("signup")
            or not column.reading.concepts <= {"signup", "date", "time"}
            or not _says(column, _REGISTERED)
        ):
            continue
        held = dependence(customers, column)
        if held is not None and held < HOLDS:
            name = column.profile.name
            note = (
                f"{name} is the only column of dates that may be of the sales, and by its name it may be when something was registered; as customers have it"
                " on several days, it is taken as the day of each sale. If another column says that: --map date=COLUMN"
            )
            fit = Fit(
                LEAST_FIT, "no other column is of the day, and customers have it on several", named=False
            )
            return Registered(column.position, fit, note)
    return None


def days_of(column: Column) -> list[date | None]:
    """The day of each value, None where there is none."""
    dates = column.profile.dates
    if dates is None:
        return []
    known: dict[str, date | None] = {}
    days = []
    for value in column.values:
        text = (value or "").strip()
        if text not in known:
            moment = parse_date(text, dates) if text else None
            known[text] = moment.date() if moment else None
        days.append(known[text])
    return days


def _called_after(column: Column, fit: Fit) -> Fit:
    """The fit of a date that is called only after what was done on its day, as `Visit` is: it is as good as a visit date."""
    words = [word for word in name_words(column.profile.name) if word not in NEUTRAL]
    if column.name.understood or not words:
        return fit
    if not any(all(map(what.match, words)) for what in (_OF_THE_DAY, _BOOKED)):
        return fit
    reason = "it holds dates, and its name says what was done on them"
    return Fit(max(fit.score, OF_A_VISIT + DATED), reason, named=True)


def _by_their_beginnings(found: dict[int, Fit], table: Sequence[Column]) -> dict[int, Fit]:
    """The fits without the ends of periods, whose beginnings fit as well as either would."""
    for begin, end in periods(table):
        own, other = found.get(begin.position), found.pop(end.position, None)
        missing_share = begin.profile.missing / max(1, begin.profile.rows)
        least = OF_PERIOD + DATED - 0.2 * missing_share - 0.0005 * min(begin.position, 100)
        best = max(least, other.score if other else 0.0)
        if own is None or not own.named or own.score < best:
            reason = f"it begins the period that {end.profile.name} ends"
            found[begin.position] = Fit(
                max(best, own.score if own else 0.0), reason, own.named if own else False
            )
    return found


def _begun_before(later: Column, table: Sequence[Column]) -> dict[int, Fit]:
    """The columns that say when something began which has the later date next."""
    return {
        column.position: Fit(OF_PERIOD, f"it comes before {later.profile.name}", named=False)
        for column in table
        if column is not later
        and _may_be_of_a_period(column)
        and any(True for _ in _less_one_of(_BEGINS, column.profile.name))
        and _comes_before(column, later)
    }


def _may_be_of_a_period(column: Column) -> bool:
    return (
        column.profile.kind == "date"
        and column.profile.distinct > 1  # else it is of the list, or of all that is subscribed
        and not column.reading.has(*_OF_SOMETHING_ELSE)
        and not _says(column, _VALIDITY)
    )


def _less_one_of(words: frozenset[str], name: str) -> Iterator[tuple[str, ...]]:
    """What a name says besides one of these words, for each that it has, or that a word of it begins or ends with."""
    said = name_words(name)
    for size in (2, 1):
        for place in range(len(said) - size + 1):
            if "_".join(said[place : place + size]) in words:
                yield _telling((*said[:place], *said[place + size :]))
    for place, word in enumerate(said):
        for length in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
            for part, rest in ((word[:length], word[length:]), (word[-length:], word[:-length])):
                if part in words:
                    yield _telling((*said[:place], rest, *said[place + 1 :]))


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in NEUTRAL)


def _comes_before(begin: Column, end: Column) -> bool:
    pairs = [
        (first <= last)
        for first, last in zip(days_of(begin), days_of(end), strict=False)
        if first is not None and last is not None
    ]
    return len(pairs) >= LEAST_ROWS and sum(pairs) >= LEAST_ORDERED * len(pairs)


def _is_of_the_day(column: Column) -> bool:
    """Whether a name says that something was done or sold on its day."""
    if column.reading.has("first", "last", "since", "due", "update") or says_later(column):
        return False
    return (_says(column, _OF_THE_DAY) or column.reading.has("sale")) and not _says(column, _ENTERED)


def _is_when_entered(column: Column) -> bool:
    return _says(column, _ENTERED) and not _says(column, _OF_THE_DAY)


def _says(column: Column, what: re.Pattern[str]) -> bool:
    said = name_words(column.profile.name)
    joined = ["_".join(pair) for pair in pairwise(said)]
    return any(what.match(word) for word in (*said, *joined))
