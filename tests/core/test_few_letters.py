"""One accented word in a file of plain letters tells the encoding, by which letters are common in some language."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.source.encoding import decide_encoding
from core.source.streams import LookView

WESTERN = [
    "Café",
    "Müller",
    "José",
    "Zoë",
    "Bjørn",
    "Åsa",
    "Señor",
    "Crème",
    "Größe",
    "Übung",
    "Éclair",
    "André",
    "François",
    "Søren",
    "Jürgen",
    "Göteborg",
    "Malmö",
    "Nuñez",
    "Córdoba",
    "Straße",
    "Käse",
    "Jäger",
    "Pão",
    "Coração",
    "Caffè",
    "Perché",
    "SÃO",
    "CAFÉ",
    "MÜNCHEN",
]
WORDS = {
    "mac-roman": WESTERN,
    "cp1252": [*WESTERN, "Hôtel", "naïve", "Île", "Più"],
    "cp850": [
        "Café",
        "Müller",
        "José",
        "Zoë",
        "Bjørn",
        "Åsa",
        "Señor",
        "Größe",
        "Éclair",
        "André",
        "Göteborg",
        "Käse",
    ],
    "cp1250": ["Łódź", "Kraków", "Żółty", "Růže", "Žlutý"],
    "cp1254": ["İstanbul", "Şeker", "Kağıt", "Ayşe"],
}


@pytest.mark.parametrize(
    ("encoding", "word"), [(encoding, word) for encoding, words in WORDS.items() for word in words]
)
def test_one_word_is_read(tmp_path: Path, encoding: str, word: str) -> None:
    rows = [f"{n % 17};2024-01-{1 + n % 28:02d};{word if n % 30 == 7 else 'Tea'};{n}.50" for n in range(90)]
    text = "\n".join(["customer;date;product;amount", *rows])
    path = tmp_path / "shop.csv"
    path.write_bytes(text.encode(encoding))
    found = decide_encoding(path.name, LookView(path, "", ""))
    assert text.encode(encoding).decode(found.encoding) == text, found
