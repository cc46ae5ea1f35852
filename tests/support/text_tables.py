"""A small table as text, and what packs it."""

from __future__ import annotations

import io
import zipfile

import pyarrow

SALES = (
    "invoice,customer,date,qty,price\n"
    "A1,17850,2010-12-01 08:26:00,6,2.55\n"
    "A2,13047,2010-12-01 08:34:00,2,3.39\n"
)


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def zstd(data: bytes) -> bytes:
    packed: bytes = pyarrow.compress(data, codec="zstd", asbytes=True)
    return packed
