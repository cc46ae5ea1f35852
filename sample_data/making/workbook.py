"""A plain .xlsx writer that puts no date of its own and no library's habits into the workbook.

How the bytes are compressed is up to the machine's zlib: two machines may pack the same workbook differently.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

Cell = str | int | float | datetime | None

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml"

DAY_ZERO = datetime(1899, 12, 30)
WIDE_COLUMNS = ((3, 36), (5, 18))  # column number, characters: descriptions and dates
DATE_STYLE = 1  # the second of the cell formats below: 22 is Excel's own "date and time"
STYLES = (
    f'{XML}<styleSheet xmlns="{SHEET}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="22" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class SharedStrings:
    """The texts of a workbook, each kept once; cells refer to them by number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._uses = 0

    def number(self, text: str) -> int:
        """The text's number, a new one if it is new."""
        self._uses += 1
        return self._numbers.setdefault(text, len(self._numbers))

    def xml(self) -> str:
        """The part of the workbook that holds the texts."""
        items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self._numbers)
        counts = f'count="{self._uses}" uniqueCount="{len(self._numbers)}"'
        return f'{XML}<sst xmlns="{SHEET}" {counts}>{items}</sst>'


def serial(moment: datetime) -> int | float:
    """A moment as a spreadsheet counts: days since the end of 1899."""
    since = moment - DAY_ZERO
    return since.days + since.seconds / 86_400 if since.seconds else since.days


def cell_xml(reference: str, value: Cell, strings: SharedStrings) -> str:
    """One cell with a number, a date or a text; an empty cell is left out."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f'<c r="{reference}" s="{DATE_STYLE}"><v>{serial(value)!r}</v></c>'
    if isinstance(value, str):
        return f'<c r="{reference}" t="s"><v>{strings.number(value)}</v></c>'
    return f'<c r="{reference}"><v>{value!r}</v></c>'


def sheet_xml(rows: Sequence[Sequence[Cell]], strings: SharedStrings) -> str:
    """The part of the workbook that holds one sheet."""
    letters = [chr(ord("A") + place) for place in range(len(rows[0]))]
    parts = [f'{XML}<worksheet xmlns="{SHEET}"><dimension ref="A1:{letters[-1]}{len(rows)}"/>']
    widths = "".join(f'<col min="{n}" max="{n}" width="{wide}" customWidth="1"/>' for n, wide in WIDE_COLUMNS)
    parts.append(f"<cols>{widths}</cols><sheetData>")
    for number, row in enumerate(rows, 1):
        cells = "".join(
            cell_xml(f"{letter}{number}", value, strings) for letter, value in zip(letters, row, strict=True)
        )
        parts.append(f'<row r="{number}">{cells}</row>')
    parts.append("</sheetData></worksheet>")
    return "".join(parts)


def workbook_parts(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> dict[str, str]:
    """The parts of a workbook by their names inside the file."""
    strings = SharedStrings()
    bodies = {
        f"xl/worksheets/sheet{n}.xml": sheet_xml(rows, strings) for n, rows in enumerate(sheets.values(), 1)
    }
    overrides = "".join(
        f'<Override PartName="/{part}" ContentType="{MEDIA}.worksheet+xml"/>' for part in bodies
    )
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheets, 1)
    )
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    targets += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{MEDIA}.sheet.main+xml"/>{overrides}'
        f'<Override PartName="/xl/styles.xml" ContentType="{MEDIA}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{MEDIA}.sharedStrings+xml"/></Types>',
        "_rels/.rels": relationships([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'{XML}<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}">'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relationships(targets),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": strings.xml(),
        **bodies,
    }


def relationships(targets: Sequence[tuple[str, str]]) -> str:
    """The part that says which parts belong to another, by kind and place; they are rId1, rId2, ..."""
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{place}"/>'
        for n, (kind, place) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> None:
    """Write the sheets, in their order, as a workbook."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in workbook_parts(sheets).items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # otherwise it tells the operating system
            archive.writestr(entry, text.encode(), compress_type=zipfile.ZIP_DEFLATED, compresslevel=9)
