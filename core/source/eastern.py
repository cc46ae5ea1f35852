"""Encodings of East Asia, of two bytes a character: believed where all of the text decodes, and into characters that are common there."""

from __future__ import annotations

import re
from collections.abc import Callable

LEAST_COMMON = 0.9
# With fewer characters of two bytes it is chance.
LEAST_CHARACTERS = 4
LEAST_KANA = 0.1
_DATE_SIGNS = (("年", "月"), ("년", "월"))


def _is_kana(character: str) -> bool:
    return "\u3041" <= character <= "\u30ff"


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"


def _leads(codec: str, first: int, last: int, *, least_second: int = 0) -> Callable[[str], bool]:
    """Whether a character's first byte is among these, where such an encoding keeps its most common ones."""

    def holds(character: str) -> bool:
        code = character.encode(codec, "replace")
        return len(code) == 2 and first <= code[0] <= last and code[1] >= least_second

    return holds


_JAPANESE = (
    ("cp932", "Shift-JIS (Japanese)", _leads("cp932", 0x88, 0x97)),
    ("euc-jp", "EUC-JP (Japanese)", _leads("euc-jp", 0xB0, 0xCF)),
)
_OTHERS = (
    ("cp949", "EUC-KR (Korean)", _is_hangul),
    ("gb18030", "GB 18030 (Chinese)", _leads("gb18030", 0xB0, 0xD7, least_second=0xA1)),
    ("big5", "Big5 (Chinese)", _leads("big5", 0xA4, 0xC6)),
)


def encoding_of_eastern_dates(data: bytes) -> tuple[str, str]:
    """The codec in which these bytes hold dates such as 2024年1月5日, and its name for people; empty where there is none.

    No other text has these very bytes between its digits, whatever else its bytes might be read as.
    """
    for codec, title, _ in (*_JAPANESE, *_OTHERS):
        for year, month in _DATE_SIGNS:
            try:
                signs = [re.escape(sign.encode(codec)) for sign in (year, month)]
                if re.search(rb"[0-9]{2}%b ?[0-9]{1,2}%b" % tuple(signs), data):
                    data.decode(codec)
                    return codec, title
            except UnicodeError:
                continue
    return "", ""


def eastern_encoding(data: bytes) -> tuple[str, str]:
    """The codec of text in an East Asian encoding, and its name for people; empty where it is none of these."""
    found: list[tuple[float, str, str]] = []
    for codec, title, is_common in (*_JAPANESE, *_OTHERS):
        try:
            letters = [character for character in data.decode(codec) if character > "\u00ff"]
        except UnicodeDecodeError:
            continue
        # Punctuation and wide forms of ASCII are in all of them.
        words = [
            letter
            for letter in letters
            if not ("\u3000" <= letter <= "\u303f" or "\uff01" <= letter <= "\uff5e")
        ]
        kana = sum(map(_is_kana, words))
        common = kana * (codec in ("cp932", "euc-jp")) + sum(map(is_common, words))
        if len(words) < LEAST_CHARACTERS or common < LEAST_COMMON * len(words):
            continue
        if codec == "euc-jp" and kana < LEAST_KANA * len(words):
            continue  # without kana it reads as well in any of the others
        found.append((common / len(words), codec, title))
    if not found:
        return "", ""
    # max() keeps the first of equals.
    _, codec, title = max(found, key=lambda entry: entry[0])
    return codec, title
