"""Which encoding a text file is in, by what its bytes can be and which reading gives plausible words."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import SourceError, UsageError
from core.source.eastern import eastern_encoding, encoding_of_eastern_dates
from core.source.letters import BALTIC, CENTRAL, CYRILLIC, GREEK, TURKISH, WESTERN, plausibility
from core.source.streams import LookView

# A file up to this size is checked to its last byte; of a larger one the head, the tail and spread pieces.
CHECK_WHOLE_BYTES = 64 * 1024 * 1024
PIECE_BYTES = 256 * 1024
SPREAD_PIECES = 16

# So many real characters beside each byte that does not fit: then it is damaged UTF-8, not another encoding.
GOOD_CHARACTERS_PER_BAD = 20

# Text of one byte a character makes at least so much sense for each byte beyond ASCII.
SENSE = 0.7

_BOMS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)

# Control characters that no table of text has; NUL is weighed apart, for some exports leave it in cells.
_CONTROLS = bytes(code for code in (*range(1, 9), *range(14, 26)))

MAC = "mac-roman"
# Codec, its name for people, how far it is believed before anything is read (old ones are rare by now), and what is written in it.
_SINGLE_BYTE = (
    ("cp1252", "Windows-1252", 1.0, WESTERN),
    ("cp1250", "Windows-1250 (central Europe)", 0.97, CENTRAL),
    ("cp1251", "Windows-1251 (Cyrillic)", 0.97, CYRILLIC),
    ("cp1253", "Windows-1253 (Greek)", 0.97, GREEK),
    ("cp1254", "Windows-1254 (Turkish)", 0.97, TURKISH),
    ("cp1257", "Windows-1257 (Baltic)", 0.96, BALTIC),
    (MAC, "Mac Roman", 0.95, WESTERN),
    ("iso8859-2", "ISO 8859-2 (central Europe)", 0.9, CENTRAL),
    ("iso8859-7", "ISO 8859-7 (Greek)", 0.9, GREEK),
    ("koi8-r", "KOI8-R (Cyrillic)", 0.9, CYRILLIC),
    ("iso8859-5", "ISO 8859-5 (Cyrillic)", 0.8, CYRILLIC),
    ("cp850", "DOS code page 850", 0.94, WESTERN),
    ("cp852", "DOS code page 852 (central Europe)", 0.94, CENTRAL),
    ("cp866", "DOS code page 866 (Cyrillic)", 0.94, CYRILLIC),
)


@dataclass(frozen=True, slots=True)
class EncodingChoice:
    """An encoding, whether a byte order mark opens the file, and whether some bytes do not decode."""

    encoding: str
    bom: bool
    damaged: bool
    reason: str


def decide_encoding(name: str, view: LookView, forced: str = "") -> EncodingChoice:
    """The encoding of the file behind `view`; SourceError where its bytes are no text."""
    head = view.read(0, PIECE_BYTES)
    for mark, encoding, title in _BOMS:
        if head.startswith(mark) and (not forced or _same_family(forced, encoding)):
            return _marked(view, encoding, title)
    if forced:
        return EncodingChoice(_normalised(forced), bom=False, damaged=False, reason=f"{forced}: as asked")
    wide = _utf16_without_mark(head)
    if wide:
        return EncodingChoice(
            wide,
            bom=False,
            damaged=False,
            reason="UTF-16 without a mark: every other byte is zero, as in plain letters",
        )
    return _utf8_or_single_byte(name, view, head)


def _marked(view: LookView, encoding: str, title: str) -> EncodingChoice:
    damaged = encoding == "utf-8" and _count_utf8(view)[1] > 0
    reason = f"{title}: the file opens with its byte order mark"
    if damaged:
        reason += ", though some bytes do not decode and are shown as \ufffd"
    return EncodingChoice(encoding, bom=True, damaged=damaged, reason=reason)


def _same_family(forced: str, encoding: str) -> bool:
    return _normalised(forced).split("-")[:2] == encoding.split("-")[:2]


def _normalised(forced: str) -> str:
    try:
        name = codecs.lookup(forced).name
        codecs.getincrementaldecoder(name)("replace").decode(b"")
    except (LookupError, AttributeError, TypeError):
        raise UsageError(
            f"There is no text encoding called {forced}.",
            "Use a name such as utf-8, cp1252, latin-1 or utf-16.",
        ) from None
    aliases = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le", "iso8859-1": "latin-1"}
    return aliases.get(name, name)


def _utf16_without_mark(head: bytes) -> str:
    """The byte order of UTF-16 text that has no mark; empty where it is not UTF-16."""
    pairs = len(head) // 2
    if pairs < 2:
        return ""
    high_first, high_second = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    for encoding, zeros, others in (
        ("utf-16-le", high_second, high_first),
        ("utf-16-be", high_first, high_second),
    ):
        # Letters of other alphabets have no zero byte, but digits, delimiters and line ends do.
        if zeros >= 0.2 * pairs and others <= 0.02 * pairs:
            text = head[: 2 * pairs].decode(encoding, errors="replace")
            if text.count("\ufffd") <= 0.01 * pairs + 1 and not re.search(
                "[\x01-\x08\x0e-\x19]", text[:4096]
            ):
                return encoding
    return ""


def _utf8_or_single_byte(name: str, view: LookView, head: bytes) -> EncodingChoice:
    good, bad = _count_utf8(view)
    _refuse_binary(name, head, valid=not bad)
    looked = "all of it" if view.whole and view.size <= CHECK_WHOLE_BYTES else "every part looked at"
    if not bad:
        reason = f"UTF-8: {looked} decodes" if good else f"UTF-8: {looked} is plain ASCII"
        return EncodingChoice("utf-8", bom=False, damaged=False, reason=reason)
    if good >= GOOD_CHARACTERS_PER_BAD * bad:
        reason = f"UTF-8: {good:,} characters decode; {bad:,} bytes do not and are shown as \ufffd"
        return EncodingChoice("utf-8", bom=False, damaged=True, reason=reason)
    return _best_single_byte(view)


def _refuse_binary(name: str, head: bytes, *, valid: bool) -> None:
    controls = len(head) - len(head.translate(None, _CONTROLS))
    zeros = head.count(0)
    noisy = controls > max(1, 0.02 * len(head))
    if noisy or zeros > 0.3 * len(head) or (zeros > max(1, 0.02 * len(head)) and not valid):
        raise SourceError(
            f"{name} is binary data, not a table of text.",
            "Check which file was meant; if a program wrote it, export it from there as CSV or .xlsx.",
        )


def _pieces(view: LookView) -> Iterator[tuple[bytes, bool]]:
    """The bytes to check, and whether a piece follows on the one before."""
    if view.size <= CHECK_WHOLE_BYTES:
        for offset in range(0, view.size, 4 * PIECE_BYTES):
            yield view.read(offset, 4 * PIECE_BYTES), True
        return
    yield view.read(0, 4 * PIECE_BYTES), True
    step = (view.size - PIECE_BYTES) // SPREAD_PIECES
    for number in range(1, SPREAD_PIECES + 1):
        yield view.read(number * step, PIECE_BYTES), False


def _count_utf8(view: LookView) -> tuple[int, int]:
    """How many characters beyond ASCII decode as UTF-8, and how many places do not."""
    good = bad = 0
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for piece, follows in _pieces(view):
        whole = piece
        if not follows:
            # Up to three bytes of a character that began before the piece stand at its start.
            decoder.reset()
            whole = re.sub(rb"\A[\x80-\xbf]{1,3}", b"", piece)
        if whole.isascii() and not decoder.getstate()[0]:
            continue
        text = decoder.decode(whole)
        broken = text.count("\ufffd") - whole.count(b"\xef\xbf\xbd")
        bad += broken
        good += len(text) - len(text.encode("ascii", "ignore")) - broken
    if view.whole and decoder.decode(b"", True):
        bad += 1
    return good, max(bad, 0)


def _best_single_byte(view: LookView) -> EncodingChoice:
    *lines, last = view.read(0, 4 * PIECE_BYTES).split(b"\n")  # the last may be cut within a character
    beyond_ascii = b"\n".join(line for line in lines or [last] if not line.isascii())
    eastern, name = encoding_of_eastern_dates(beyond_ascii)
    if eastern:
        reason = f"{name}: not UTF-8, and its dates are written with the signs for year and month"
        return EncodingChoice(eastern, bom=False, damaged=False, reason=reason)
    sample = _around_high_bytes(view)
    head = view.read(0, 4 * PIECE_BYTES)
    # Lines that end with a carriage return alone come from a Mac, and so do their letters where these make sense.
    is_of_a_mac = b"\r" in head and b"\n" not in head
    scores = [
        (
            plausibility(sample.decode(codec, errors="replace"), languages) * sure - 4 * (1 - sure),
            is_of_a_mac and codec == MAC,
            codec,
            title,
        )
        for codec, title, belief, languages in _SINGLE_BYTE
        for sure in (1.0 if is_of_a_mac and codec == MAC else belief,)
    ]
    # max() keeps the first of equals, so Windows-1252 stands unless another reading is better.
    score, _, codec, title = max(scores, key=lambda entry: entry[:2])
    if score < SENSE * len(re.findall(rb"[\x80-\xff]", sample)):
        eastern, name = eastern_encoding(beyond_ascii)
        if eastern:
            reason = f"{name}: not UTF-8, and all of the first lines decodes into common characters"
            return EncodingChoice(eastern, bom=False, damaged=False, reason=reason)
    if codec == "cp1252" and "\ufffd" in sample.decode(codec, errors="replace"):
        codec, title = "latin-1", "Latin-1"
    example = _example_word(sample.decode(codec, errors="replace"))
    shown = f", as in \u201c{example}\u201d" if example else ""
    if score < 0:
        reason = f"{title}: not UTF-8, and no other encoding reads well; name one if letters look wrong"
    else:
        reason = f"{title}: not UTF-8, and read so its accents and signs make sense{shown}"
    return EncodingChoice(codec, bom=False, damaged=False, reason=reason)


def _around_high_bytes(view: LookView, most: int = 5000) -> bytes:
    """Short stretches around bytes beyond ASCII, from all over the file."""
    found: list[bytes] = []
    for piece, _follows in _pieces(view):
        for match in re.finditer(rb"[^\x80-\xff\r\n]{0,12}[\x80-\xff][^\r\n]{0,12}", piece):
            found.append(match.group())
            if len(found) >= most:
                break
    return b"\n".join(found)


def _example_word(text: str) -> str:
    match = re.search(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*", text) or re.search("[^\x00-\x7f]\\s?\\d+", text)
    return match.group()[:24] if match else ""
