"""Compound files (OLE2, [MS-CFB]): the container of xls and of everything that Office encrypts."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
FREE, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
# Smaller streams would belong into a container of their own; padding them with zeros spares it.
SMALLEST_STREAM = 4096
ENTRIES_IN_FAT_SECTOR = SECTOR // 4
FAT_SECTORS_IN_HEADER = 109


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (OLE2) with these streams, each padded with zeros to whole sectors."""
    bodies = {name: padded(body, max(SMALLEST_STREAM, len(body))) for name, body in streams.items()}
    directory_sectors = -(-(1 + len(bodies)) * 128 // SECTOR)
    others = directory_sectors + sum(len(body) // SECTOR for body in bodies.values())
    fat_sectors = 1
    while fat_sectors * ENTRIES_IN_FAT_SECTOR < fat_sectors + others:
        fat_sectors += 1
    if fat_sectors > FAT_SECTORS_IN_HEADER:
        raise ValueError("a compound file of more than 7 MB is not what this writer is for")

    fat = [FAT_SECTOR] * fat_sectors
    chain(fat, directory_sectors)
    starts = {name: chain(fat, len(body) // SECTOR) for name, body in bodies.items()}
    fat += [FREE] * (fat_sectors * ENTRIES_IN_FAT_SECTOR - len(fat))

    return b"".join(
        [
            compound_header(fat_sectors),
            struct.pack(f"<{len(fat)}I", *fat),
            padded(directory(bodies, starts), directory_sectors * SECTOR),
            *bodies.values(),
        ]
    )


def padded(body: bytes, least: int) -> bytes:
    """The bytes with zeros up to `least` and to the end of the sector."""
    wanted = -(-least // SECTOR) * SECTOR
    return body.ljust(wanted, b"\0")


def chain(fat: list[int], sectors: int) -> int:
    """Add the next sectors as one chain to the allocation table; the number of the first."""
    first = len(fat)
    fat += [*range(first + 1, first + sectors), END_OF_CHAIN]
    return first


def compound_header(fat_sectors: int) -> bytes:
    """The first 512 bytes: allocation table from sector 0, the directory behind it."""
    versions = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    counts = (0, fat_sectors, fat_sectors, 0, SMALLEST_STREAM, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    places = [*range(fat_sectors), *[FREE] * (FAT_SECTORS_IN_HEADER - fat_sectors)]
    magic = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    return magic + versions + struct.pack(f"<{len(counts) + len(places)}I", *counts, *places)


def directory(bodies: Mapping[str, bytes], starts: Mapping[str, int]) -> bytes:
    """The root entry and one entry a stream; each stream's right neighbour is the next."""
    entries = [directory_entry("Root Entry", kind=5, child=1)]
    # The tree must be sorted: shorter names first, then by capital letters.
    names = sorted(bodies, key=lambda name: (len(name), name.upper()))
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else FREE
        entries.append(directory_entry(name, kind=2, right=right, start=starts[name], size=len(bodies[name])))
    return b"".join(entries)


def directory_entry(
    name: str, *, kind: int, right: int = FREE, child: int = FREE, start: int = END_OF_CHAIN, size: int = 0
) -> bytes:
    """One entry of 128 bytes; kind 5 is the root, 2 a stream; all nodes are black."""
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
    return head + struct.pack("<III36xIQ", FREE, right, child, start, size)
