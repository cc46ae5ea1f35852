"""Dates as programs write them, and months by name in the languages of the north: Python and DuckDB read them alike."""

from __future__ import annotations

from datetime import datetime

import duckdb
import pytest

from core.columns.dates import DateEvidence, date_sql, decide_dates, parse_date

AT = datetime(2009, 12, 4, 8, 26)
DAY = datetime(2009, 12, 4)
WRITTEN = {
    "C": ("Fri Dec  4 08:26:00 2009", AT),
    "date": ("Fri Dec  4 08:26:00 CET 2009", AT),
    "C without weekday": ("Dec 14 08:26:00 2009", datetime(2009, 12, 14, 8, 26)),
    "Apache": ("04/Dec/2009:08:26:00 +0100", AT),
    "SAS date": ("04DEC2009", DAY),
    "SAS date, two digits": ("04DEC09", DAY),
    "SAS moment": ("04DEC2009:08:26:00", AT),
    "SAS moment with a fraction": ("04DEC2009:08:26:00.500000", AT.replace(microsecond=500_000)),
    "colon before the time": ("2009/12/04:08:26:00", AT),
    "Oracle": ("13-DEC-09 08.26.00.000000000 AM", datetime(2009, 12, 13, 8, 26)),
    "Oracle, at night": ("13-DEC-09 12.26.00.000000001 AM", datetime(2009, 12, 13, 0, 26)),
    "nanoseconds": ("13/12/2009 08:26:00.123456789", datetime(2009, 12, 13, 8, 26, 0, 123456)),
    "Log4j": ("13.12.2009 08:26:00,123", datetime(2009, 12, 13, 8, 26, 0, 123000)),
    "digits apart": ("20091204 082600", AT),
    "digits apart, to the minute": ("20091204 0826", AT),
    "digits with a fraction": ("20091204T082600.000Z", AT),
    "an offset of one digit": ("2009-12-04 08:26:00 GMT+2", AT),
    "an offset of one digit, day first": ("13/12/2009 08:26 GMT-5", datetime(2009, 12, 13, 8, 26)),
    "time first": ("08:26 13/12/2009", datetime(2009, 12, 13, 8, 26)),
    "time first with seconds": ("08:26:00, 13.12.2009", datetime(2009, 12, 13, 8, 26)),
    "time first, half a day": ("8:26 PM 12/13/2009", datetime(2009, 12, 13, 20, 26)),
    "time first, half a day at once": ("12:26am 12/13/2009", datetime(2009, 12, 13, 0, 26)),
    "time first, year first": ("08:26:00 2009-12-04", AT),
    "time first, month by name": ("08:26 4 Dec 2009", AT),
    "Danish": ("4. december 2009", DAY),
    "Danish weekday": ("fredag 4. december 2009", DAY),
    "Danish May": ("4. maj 2009", datetime(2009, 5, 4)),
    "Danish March": ("4. marts 2009 kl", None),
    "Norwegian": ("4. desember 2009", DAY),
    "Norwegian, short": ("4. des. 2009", DAY),
    "Swedish": ("4 augusti 2009", datetime(2009, 8, 4)),
    "Swedish weekday": ("lördag 5 december 2009", datetime(2009, 12, 5)),
    "Finnish": ("4. joulukuuta 2009", DAY),
    "Finnish March": ("4. maaliskuuta 2009 08.26", datetime(2009, 3, 4, 8, 26)),
    "Icelandic": ("4. október 2009", datetime(2009, 10, 4)),
    "Austrian": ("4. Jänner 2009", datetime(2009, 1, 4)),
    "Dutch": ("4 mrt. 2009", datetime(2009, 3, 4)),
    "French": ("4 août 2009", datetime(2009, 8, 4)),
    "Italian": ("4 giugno 2009", datetime(2009, 6, 4)),
    "Portuguese": ("4 de março de 2009", datetime(2009, 3, 4)),
    "Spanish": ("4 de septiembre de 2009", datetime(2009, 9, 4)),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_read(name: str) -> None:
    text, moment = WRITTEN[name]
    found = decide_dates([text] * 5, DateEvidence())
    if moment is None:
        assert found is None
        return
    assert found is not None
    assert parse_date(text, found) == moment
    read = duckdb.execute(f"SELECT {date_sql('x', found)} FROM (SELECT ? AS x)", [text]).fetchone()
    assert read == (moment,)


@pytest.mark.parametrize(
    "text",
    [
        "Fri Dec 32 08:26:00 2009",
        "Fri Dex  4 08:26:00 2009",
        "04DEX2009:08:26:00",
        "08:61 13/12/2009",
        "25:26 13/12/2009",
        "08:26 08:26",
    ],
)
def test_not_read(text: str) -> None:
    assert decide_dates([text] * 5, DateEvidence()) is None
