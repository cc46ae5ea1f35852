"""What months and weekdays are called, and the words that stand around a date and its time."""

from __future__ import annotations

_MONTH_NAMES = """
    1 jan january januari januar janvier janv gennaio gen enero ene janeiro jänner janúar tammikuu tammikuuta
    2 feb february februari februar februari févr fév février fevrier fevr febbraio febrero fevereiro fev febrúar helmikuu helmikuuta
    3 mar march maart mrt märz maerz mär mrz mars marzo março marco marts maaliskuu maaliskuuta
    4 apr april avril avr aprile abril abr apríl huhtikuu huhtikuuta
    5 may mei mai maggio mag mayo maio maj maí toukokuu toukokuuta
    6 jun june juni juin giugno giu junio junho júní kesäkuu kesäkuuta
    7 jul july juli juillet juil luglio lug julio julho júlí heinäkuu heinäkuuta
    8 aug august augustus août aout aoû agosto ago augusti ágúst elokuu elokuuta
    9 sep sept september septembre settembre set septiembre setiembre setembro syyskuu syyskuuta
    10 oct october oktober okt octobre ottobre ott octubre outubro out október lokakuu lokakuuta
    11 nov november novembre noviembre novembro nóvember marraskuu marraskuuta
    12 dec december dezember dez décembre decembre déc dicembre dic diciembre dezembro des desember joulukuu joulukuuta
    1 styczeń stycznia sty leden ledna január januára janu ianuarie ian ocak oca январь января янв
    2 luty lutego lut únor února únoru február februára februarie şubat şub февраль февраля фев февр
    3 marzec marca březen března bře március márc martie mart марта март мар
    4 kwiecień kwietnia kwi duben dubna dub április ápr aprilie nisan nis апрель апреля апр
    5 maja květen května kvě május máj mayıs май мая
    6 czerwiec czerwca cze červen června čvn június jún iunie iun haziran haz июнь июня июн
    7 lipiec lipca lip červenec července čvc július júl iulie iul temmuz tem июль июля июл
    8 sierpień sierpnia sie srpen srpna srp augusztus ağustos ağu август августа авг
    9 wrzesień września wrz září zář szeptember szept septembrie eylül eyl сентябрь сентября сен сент
    10 październik października paź říjen října říj október októbra octombrie ekim eki октябрь октября окт
    11 listopad listopada lis listopadu noiembrie noi kasım kas ноябрь ноября ноя нояб
    12 grudzień grudnia gru prosinec prosince pro decembrie aralık ara декабрь декабря дек
"""
WEEKDAY_NAMES = """
    monday mon tuesday tues tue wednesday wed thursday thurs thur thu friday fri saturday sat sunday sun
    maandag ma dinsdag di woensdag wo donderdag do vrijdag vr zaterdag za zondag zo
    montag mo dienstag mittwoch mi donnerstag freitag fr samstag sonnabend sa sonntag so
    lundi lun mardi mar mercredi mer jeudi jeu vendredi ven samedi sam dimanche dim
    lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi gio venerdì venerdi sabato sab domenica dom
    lunes martes miércoles miercoles mié mie jueves jue viernes vie sábado sabado sáb domingo
    segunda-feira segunda seg terça-feira terça terca ter quarta-feira quarta qua quinta-feira quinta qui
    sexta-feira sexta sex
    mandag måndag mån tirsdag tisdag tirs tir tis onsdag ons torsdag tors tor fredag fre lørdag lør lördag lör søndag søn söndag sön
    maanantai tiistai ti keskiviikko ke torstai to perjantai pe lauantai la sunnuntai su
"""

# What stands before a date: "le 26/02/2023", "Sonntag, den 26. Februar 2023".
BEFORE_DATES = "le am den op el il on em"
# What stands between a date and its time: "26.02.2023 um 18:38", "26/02/2023 a las 18:38".
BEFORE_TIMES = (
    "à", "a", "as", "às", "at", "um", "om", "a las", "a la", "alle", "alle ore", "ore", "h", "kl", "klo", "o", "u", "v", "в",
)  # fmt: skip
# What stands behind a time: "18:38 Uhr", "18h", "18h38min".
AFTER_TIMES = "uhr uur u h hs hr hrs horas heures m min klo ч"


def _months() -> dict[str, int]:
    numbers: dict[str, int] = {}
    for line in _MONTH_NAMES.split("\n"):
        if line.strip():
            number, *names = line.split()
            numbers.update(dict.fromkeys(names, int(number)))
    return numbers


MONTHS = _months()
