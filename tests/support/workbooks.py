"""Small workbooks of every kind for tests: xlsx, xls, xlsb, ods, and two that no reader can open.

The binary kinds hold only the records that a reader needs: cells as plain numbers and inline strings, three
cell formats, no fonts. The numbers of records are those of [MS-XLS] and [MS-XLSB].
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import openpyxl

from tests.support.compound_file import compound_file

Cell = str | int | float | datetime | date | bool | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

# The cell formats that the binary writers declare: Excel's own numbers for general, a day, a moment.
NUMBER_FORMATS = (0, 14, 22)
PLAIN, DAY, MOMENT = range(len(NUMBER_FORMATS))


def serial(value: date) -> float:
    """A date or a datetime as days since the end of 1899."""
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    since = moment - datetime(1899, 12, 30)
    return since.days + since.seconds / 86_400


def style_of(value: Cell) -> int:
    """Which of the declared cell formats a value is shown in."""
    if isinstance(value, datetime):
        return MOMENT
    return DAY if isinstance(value, date) else PLAIN


def number_of(value: float | date) -> float:
    """The number that a cell of a binary workbook holds."""
    return serial(value) if isinstance(value, date) else float(value)


def filled(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, int, Cell]]:
    """The cells that are not empty, with their row and column."""
    for row_number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                yield row_number, column, value


def extent(rows: Sequence[Sequence[Cell]]) -> tuple[int, int]:
    """How many rows and columns a sheet has, at least one of each."""
    return max(len(rows), 1), max((len(row) for row in rows), default=1)


# --- xlsx ---


def write_xlsx(path: Path, sheets: Sheets) -> Path:
    """A workbook as openpyxl writes it."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def write_truncated_xlsx(path: Path, sheets: Sheets, share: float = 0.6) -> Path:
    """A workbook whose end is missing, as after a broken transfer."""
    whole = write_xlsx(path, sheets).read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    return path


def write_locked_xlsx(path: Path) -> Path:
    """What a password makes of an xlsx: a compound file with an encrypted package (of nothing) in it."""
    info = (
        struct.pack("<HHI", 4, 4, 0x40)
        + b'<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"/>'
    )
    package = struct.pack("<Q", 6000) + bytes(range(256)) * 24
    path.write_bytes(compound_file({"EncryptionInfo": info, "EncryptedPackage": package}))
    return path


# --- xls ---


def write_xls(path: Path, sheets: Sheets) -> Path:
    """A workbook of Excel 97 to 2003 (BIFF8)."""
    bodies = [xls_sheet(rows) for rows in sheets.values()]
    # The length of the first part must be known before the places of the sheets that it holds.
    at = len(xls_globals(list(sheets), [0] * len(bodies)))
    offsets = []
    for body in bodies:
        offsets.append(at)
        at += len(body)
    stream = xls_globals(list(sheets), offsets) + b"".join(bodies)
    path.write_bytes(compound_file({"Workbook": stream}))
    return path


def xls_record(kind: int, body: bytes = b"") -> bytes:
    """One record of at most 8,224 bytes."""
    if len(body) > 8224:
        raise ValueError("a text of more than some 4,000 characters does not fit into a cell of this writer")
    return struct.pack("<HH", kind, len(body)) + body


def xls_globals(names: Sequence[str], offsets: Sequence[int]) -> bytes:
    """The part of the stream before the sheets: dates from 1900, cell formats, sheet names and places."""
    records = [xls_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 0x0600))]
    records.append(xls_record(0x0042, struct.pack("<H", 1200)))
    records.append(xls_record(0x0022, struct.pack("<H", 0)))
    records += [xls_record(0x00E0, struct.pack("<HHH14x", 0, number, 1)) for number in NUMBER_FORMATS]
    for name, offset in zip(names, offsets, strict=True):
        title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
        records.append(xls_record(0x0085, struct.pack("<IBB", offset, 0, 0) + title))
    return b"".join([*records, xls_record(0x000A)])


def xls_sheet(rows: Sequence[Sequence[Cell]]) -> bytes:
    """The part of the stream that is one sheet."""
    row_count, column_count = extent(rows)
    records = [xls_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 0x0600))]
    records.append(xls_record(0x0200, struct.pack("<IIHHH", 0, row_count, 0, column_count, 0)))
    records += [xls_cell(*cell) for cell in filled(rows)]
    return b"".join([*records, xls_record(0x000A)])


def xls_cell(row: int, column: int, value: Cell) -> bytes:
    """One cell: a text, a truth value or a number."""
    where = struct.pack("<HHH", row, column, style_of(value))
    if isinstance(value, str):
        encoded = value.encode("utf-16-le")
        return xls_record(0x0204, where + struct.pack("<HB", len(encoded) // 2, 1) + encoded)
    if isinstance(value, bool):
        return xls_record(0x0205, where + struct.pack("<BB", value, 0))
    assert value is not None
    return xls_record(0x0203, where + struct.pack("<d", number_of(value)))


# --- xlsb ---

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MEDIA = "application/vnd.ms-excel"


def write_xlsb(path: Path, sheets: Sheets) -> Path:
    """A binary workbook of Excel 2007 and later (BIFF12)."""
    bodies = {f"xl/worksheets/sheet{n}.bin": xlsb_sheet(rows) for n, rows in enumerate(sheets.values(), 1)}
    overrides = {
        "/xl/workbook.bin": f"{MEDIA}.sheet.binary.macroEnabled.main",
        "/xl/styles.bin": f"{MEDIA}.styles",
        **{f"/{part}": f"{MEDIA}.worksheet" for part in bodies},
    }
    types = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
    targets = [("worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": relationships([("officeDocument", "xl/workbook.bin")]),
        "xl/_rels/workbook.bin.rels": relationships([*targets, ("styles", "styles.bin")]),
        "xl/workbook.bin": xlsb_workbook(list(sheets)),
        "xl/styles.bin": xlsb_styles(),
        **bodies,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return path


def relationships(targets: Sequence[tuple[str, str]]) -> str:
    """The part that says which parts belong to another, by kind and place; they are rId1, rId2, ..."""
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{place}"/>'
        for n, (kind, place) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def sevens(number: int) -> bytes:
    """A number in groups of seven bits, the lowest first; all but the last are marked."""
    groups = []
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*groups, number])


def xlsb_record(kind: int, body: bytes = b"") -> bytes:
    """One record with its kind and length."""
    return sevens(kind) + sevens(len(body)) + body


def wide(text: str) -> bytes:
    """A text with its length before it."""
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def xlsb_workbook(names: Sequence[str]) -> bytes:
    """The part with the names of the sheets."""
    sheets = [
        xlsb_record(156, struct.pack("<II", 0, number) + wide(f"rId{number}") + wide(name))
        for number, name in enumerate(names, 1)
    ]
    return b"".join([xlsb_record(131), xlsb_record(143), *sheets, xlsb_record(144), xlsb_record(132)])


def xlsb_styles() -> bytes:
    """The part with the cell formats."""
    formats = [xlsb_record(47, struct.pack("<HHH10x", 0, number, 0)) for number in NUMBER_FORMATS]
    count = xlsb_record(617, struct.pack("<I", len(formats)))
    return b"".join([xlsb_record(278), count, *formats, xlsb_record(618), xlsb_record(279)])


def xlsb_sheet(rows: Sequence[Sequence[Cell]]) -> bytes:
    """The part that is one sheet."""
    row_count, column_count = extent(rows)
    records = [
        xlsb_record(129),
        xlsb_record(148, struct.pack("<IIII", 0, row_count - 1, 0, column_count - 1)),
    ]
    records.append(xlsb_record(145))
    last_row = -1
    for row, column, value in filled(rows):
        if row != last_row:
            records.append(xlsb_record(0, struct.pack("<IIHHBI", row, 0, 300, 0, 0, 0)))
            last_row = row
        records.append(xlsb_cell(column, value))
    return b"".join([*records, xlsb_record(146), xlsb_record(130)])


def xlsb_cell(column: int, value: Cell) -> bytes:
    """One cell: a text, a truth value or a number."""
    where = struct.pack("<II", column, style_of(value))
    if isinstance(value, str):
        return xlsb_record(6, where + wide(value))
    if isinstance(value, bool):
        return xlsb_record(4, where + struct.pack("<B", value))
    assert value is not None
    return xlsb_record(5, where + struct.pack("<d", number_of(value)))


# --- ods ---

ODS_MEDIA = "application/vnd.oasis.opendocument.spreadsheet"
ODS = "urn:oasis:names:tc:opendocument:xmlns"


def write_ods(path: Path, sheets: Sheets) -> Path:
    """A workbook as LibreOffice keeps it."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(ods_row, rows))}</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(f'xmlns:{short}="{ODS}:{short}:1.0"' for short in ("office", "table", "text"))
    content = (
        f'{XML}<office:document-content {spaces} office:version="1.3"><office:body><office:spreadsheet>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'{XML}<manifest:manifest xmlns:manifest="{ODS}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_MEDIA}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        # First and unpacked, so that the kind of file can be told from its first bytes.
        archive.writestr("mimetype", ODS_MEDIA, compress_type=zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def ods_row(row: Sequence[Cell]) -> str:
    """One row."""
    return f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"


def ods_cell(value: Cell) -> str:
    """One cell with its kind, its value and the text that is seen."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        kind, shown = 'office:value-type="string"', value
    elif isinstance(value, bool):
        shown = str(value).upper()
        kind = f'office:value-type="boolean" office:boolean-value="{shown.lower()}"'
    elif isinstance(value, date):
        kind, shown = f'office:value-type="date" office:date-value="{value.isoformat()}"', value.isoformat()
    else:
        kind, shown = f'office:value-type="float" office:value="{value!r}"', repr(value)
    paragraphs = "".join(f"<text:p>{ods_text(line)}</text:p>" for line in shown.split("\n"))
    return f"<table:table-cell {kind}>{paragraphs}</table:table-cell>"


def ods_text(line: str) -> str:
    """A line of text whose spaces are kept: outside of words they are elements."""
    inner = line.strip(" ")
    before = len(line) - len(line.lstrip(" "))
    after = len(line) - len(inner) - before
    kept = escape(inner).replace("  ", " <text:s/>")
    return "<text:s/>" * before + kept + "<text:s/>" * after


WRITERS: Mapping[str, Callable[[Path, Sheets], Path]] = {
    "xlsx": write_xlsx,
    "xls": write_xls,
    "xlsb": write_xlsb,
    "ods": write_ods,
}


def write_workbook(path: Path, sheets: Sheets) -> Path:
    """A workbook of the kind that the file's name asks for."""
    return WRITERS[path.suffix.removeprefix(".")](path, sheets)
