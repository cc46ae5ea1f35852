"""Models that somebody or something has changed: by bytes, or by what they say with checksums that are right."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import random
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from core.models import bundle
from core.models.bundle import read_bundle

# A tenth of what `make soak` tries: ten thousand take a minute.
MUTANTS = int(os.environ.get("REGULARS_MUTANTS", "500"))


def repacked(path: Path, told: dict[str, Any], arrays: dict[str, Any] | bytes) -> Path:
    """A file that says this, with checksums that are right."""
    packed = arrays if isinstance(arrays, bytes) else bundle._packed_arrays(arrays)
    whole = {**told, "arrays": hashlib.sha256(packed).hexdigest()}
    whole.pop("checksum", None)
    whole["checksum"] = bundle._checksum(whole)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("model.json", json.dumps(whole))
        archive.writestr("arrays.npz", packed)
    return path


def mutated(content: bytes, rng: random.Random) -> bytes:
    """The file with some bytes changed, taken out, doubled or put in."""
    out = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 40))):
        place = rng.randrange(len(out))
        kind = rng.random()
        if kind < 0.6:
            out[place] = rng.randrange(256)
        elif kind < 0.75:
            del out[place : place + rng.randrange(1, 200)]
        elif kind < 0.9:
            out[place:place] = rng.randbytes(rng.randrange(1, 50))
        else:
            out[place:place] = out[place : place + 300]
        if not out:
            return b""
    return bytes(out)


ODD: tuple[Any, ...] = (
    None,
    -1,
    0,
    1e308,
    -1e308,
    2**70,
    "",
    "x" * 1000,
    [],
    {},
    [[]],
    True,
    float("1e-320"),
    "NaN",
    [None] * 3,
)


def repacked_mutant(saved: Path, path: Path, rng: random.Random) -> None:
    """The file with something else in a place of its JSON or of its arrays, and checksums that are right."""
    told, arrays = read_bundle(saved)
    changed: dict[str, Any] = {name: array.copy() for name, array in arrays.items()}
    for _ in range(rng.choice((1, 1, 2))):
        if rng.random() < 0.6:
            _change_somewhere(told, rng)
            continue
        name = rng.choice(sorted(changed))
        kind = rng.random()
        if kind < 0.3:
            changed[name] = changed[name][: rng.randrange(3)]
        elif kind < 0.6:
            changed[name] = np.resize(changed[name], rng.choice(((0,), (3,), (2, 2), (0, 5), (1, 1, 1))))
        elif kind < 0.8 and changed[name].size:
            changed[name].flat[rng.randrange(changed[name].size)] = rng.choice((-1, 0, 10**12, 2**62))
        else:
            del changed[name]
            break
    repacked(path, told, changed)


def _change_somewhere(told: dict[str, Any], rng: random.Random) -> None:
    place: Any = told
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = rng.choice(keys)
        if isinstance(place[key], dict | list) and place[key] and rng.random() < 0.8:
            place = place[key]
            continue
        if rng.random() < 0.2 and isinstance(place, dict):
            del place[key]
        else:
            place[key] = copy.deepcopy(rng.choice(ODD))
        return
