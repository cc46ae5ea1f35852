"""Segment maps: which scores get which name, proven to give every cell of the q x q x q scores exactly one.

Two maps are shipped, both for q = 5: the grid of recency and frequency, and the one of 11 names. A map of one's
own is written in the recipe, each segment with patterns such as `r4-5 f4-5` or score codes such as `555 54*`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from core.enumerated import enumerated
from core.errors import UsageError
from core.recipe import SegmentRule, SegmentsPart
from core.settings import shown

Cell = tuple[int, int, int]
K = TypeVar("K")

MEASURE_LETTERS = "rfm"
SHIPPED_Q = 5
# A score code writes each score as one digit.
HIGHEST_CODED_Q = 9
MOST_BOXES_SHOWN = 6
MOST_DOUBLES_SHOWN = 3
MEASURE_OF = {"r": "recency", "f": "frequency", "m": "monetary"}
MOST_Q = 10
# One measure of a pattern: r4, f1-2, m1,3-5, m any.
SPAN = r"[0-9]{1,3}(?:-[0-9]{1,3})?"
MEASURE = re.compile(rf"([rfm])\s*(any|\*|{SPAN}(?:,{SPAN})*)\s*", re.IGNORECASE)

GRID = (
    SegmentRule("Champions", ("r5 f4-5",)),
    SegmentRule("Loyal", ("r3-4 f4-5",)),
    SegmentRule("Potential Loyalist", ("r4-5 f2-3",)),
    SegmentRule("New", ("r5 f1",)),
    SegmentRule("Promising", ("r4 f1",)),
    SegmentRule("Need Attention", ("r3 f3",)),
    SegmentRule("About to Sleep", ("r3 f1-2",)),
    SegmentRule("Can't Lose Them", ("r1-2 f5",)),
    SegmentRule("At Risk", ("r1-2 f3-4",)),
    SegmentRule("Hibernating", ("r1-2 f1-2",)),
)
ELEVEN = (
    SegmentRule("Champions", ("555 554 545 544 455 454 445",)),
    SegmentRule("Loyal Customers", ("543 444 435 355 354 345 344 335",)),
    SegmentRule(
        "Potential Loyalist",
        (
            "553 552 551 542 541 533 532 531",
            "453 452 451 442 441 433 432 431 423",
            "353 352 351 342 341 333 323",
        ),
    ),
    SegmentRule("Recent Customers", ("512 511 422 421 412 411 311",)),
    SegmentRule("Promising", ("525 524 523 522 521 515 514 513", "425 424 415 414 413", "315 314 313")),
    SegmentRule("Need Attention", ("535 534 443 434 343 334 325 324",)),
    SegmentRule("About to Sleep", ("331 321 312 221 213",)),
    SegmentRule(
        "At Risk",
        ("255 254 253 252 245 244 243 242 235 234 225 224", "153 152 145 143 142 135 134 133 125 124"),
    ),
    SegmentRule("Can't Lose Them", ("215 214 155 154 144 115 114 113",)),
    SegmentRule("Hibernating", ("332 322 251 241 233 232 231 223 222 212 211 132 123 122",)),
    SegmentRule("Lost", ("151 141 131 121 112 111",)),
)
SHIPPED: Mapping[str, tuple[SegmentRule, ...]] = {"grid": GRID, "eleven": ELEVEN}
# How cells are written, by example.
MAP_PATTERNS = (
    ("r4-5 f4-5", "recency 4 or 5, frequency 4 or 5, any monetary: a measure left out may be any"),
    ("r3 f5 m1-2", "recency 3, frequency 5, monetary 1 or 2"),
    ("r1,3-5 m any", "recency 1, 3, 4 or 5, any frequency, any monetary"),
    ("555 54*", "the score codes 555 and 541 to 545 (with `scores.q` up to 9)"),
)


class Box(NamedTuple):
    """Every combination of some recency, some frequency and some monetary scores."""

    r: frozenset[int]
    f: frozenset[int]
    m: frozenset[int]

    def words(self, q: int) -> str:
        """The box as a pattern that a map may use: `r1 f1-2 m any`."""
        return " ".join(_measure_words(letter, scores, q) for letter, scores in zip("rfm", self, strict=True))


@dataclass(frozen=True, slots=True)
class SegmentMap:
    """A name for every combination of scores from 1 to q; `order` has the names from best to worst."""

    name: str
    q: int
    order: tuple[str, ...]
    cells: Mapping[Cell, str]


@dataclass(frozen=True, slots=True)
class Proof:
    """What keeps rules from being a map."""

    q: int
    uncovered: tuple[Cell, ...]
    """Cells that no name has."""
    doubled: tuple[tuple[Cell, tuple[str, ...]], ...]
    """Cells that several names have, with those names."""
    unreachable: tuple[str, ...]
    """Names that no cell is left for once the names before them have theirs."""

    @property
    def holds(self) -> bool:
        """Whether every cell has exactly one name and every name a cell."""
        return not (self.uncovered or self.doubled or self.unreachable)


def segment_map(part: SegmentsPart, q: int) -> SegmentMap:
    """The map that the recipe asks for, for scores from 1 to q; UsageError where it is none."""
    if part.map == "custom":
        return _custom_map(part.names, q)
    if q != SHIPPED_Q:
        raise UsageError(
            f'The map "{part.map}" (`segments.map`) is for scores from 1 to {SHIPPED_Q}, and `scores.q` is {q}.',
            f'Set `scores.q` to {SHIPPED_Q}, or `segments.map` to "custom" with `segments.names` for {q} scores.',
        )
    return _named(part.map, SHIPPED[part.map], q)


def prove(rules: SegmentsPart | Sequence[SegmentRule], q: int) -> Proof:
    """Whether rules give each cell of the scores from 1 to q exactly one name, and where they do not."""
    if isinstance(rules, SegmentsPart):
        rules = rules.names if rules.map == "custom" else SHIPPED[rules.map]
    claims: dict[Cell, list[str]] = {cell: [] for cell in every_cell(q)}
    unreachable = []
    for rule in rules:
        cells = cells_of(rule, q)
        if not any(not claims[cell] for cell in cells):
            unreachable.append(rule.name)
        for cell in cells:
            claims[cell].append(rule.name)
    return Proof(
        q,
        tuple(cell for cell, names in claims.items() if not names),
        tuple((cell, tuple(names)) for cell, names in claims.items() if len(names) > 1),
        tuple(unreachable),
    )


def every_cell(q: int) -> Iterator[Cell]:
    """All scores (r, f, m) from 1 to q, the worst first."""
    scores = range(1, q + 1)
    return itertools.product(scores, scores, scores)


def cells_of(rule: SegmentRule, q: int) -> frozenset[Cell]:
    """The cells that a rule's patterns stand for."""
    return frozenset(
        itertools.chain.from_iterable(_cells_of_pattern(text, q, rule.name) for text in rule.cells)
    )


def rules_for(segments: SegmentMap) -> tuple[tuple[str, tuple[Box, ...]], ...]:
    """Each name of a map with few boxes that hold its cells and no others."""
    mine: dict[str, list[Cell]] = {name: [] for name in segments.order}
    for cell, name in segments.cells.items():
        mine[name].append(cell)
    return tuple((name, boxes(cells)) for name, cells in mine.items())


def unreached(segments: SegmentMap, reachable_scores: Mapping[str, Collection[int]]) -> tuple[str, ...]:
    """The names that nobody can have, because some scores of `r`, `f` or `m` do not occur in the data.

    A measure that is not given may have any score.
    """
    allowed = [reachable_scores.get(letter, range(1, segments.q + 1)) for letter in MEASURE_LETTERS]
    r, f, m = allowed
    reached = {segments.cells[cell] for cell in itertools.product(r, f, m) if cell in segments.cells}
    return tuple(name for name in segments.order if name not in reached)


def boxes(cells: Iterable[Cell]) -> tuple[Box, ...]:
    """Few boxes, without a cell in common, that together hold exactly these cells."""
    wanted = sorted(set(cells))
    ways = [_boxes_by(wanted, axes) for axes in itertools.permutations(range(3))]
    return min(ways, key=len)


def written_patterns(rule: SegmentRule) -> tuple[str, ...]:
    """The cells of a shipped segment as few patterns, where they are written as many codes."""
    if not all(set(text) <= set("0123456789 ") for text in rule.cells):
        return rule.cells
    return tuple(box.words(SHIPPED_Q) for box in boxes(cells_of(rule, SHIPPED_Q)))


def _boxes_by(cells: Sequence[Cell], axes: Sequence[int]) -> tuple[Box, ...]:
    """Boxes made by joining scores along the last axis, then equal rows along the second, then the first."""
    first, second, third = axes
    last = _gathered(((cell[first], cell[second]), cell[third]) for cell in cells)
    rows = _gathered(((outer, run), inner) for (outer, inner), run in last.items())
    blocks = _gathered(((row, run), outer) for (outer, run), row in rows.items())
    found = []
    for (row, run), block in blocks.items():
        sides = dict(zip(axes, (block, row, run), strict=True))
        found.append(Box(sides[0], sides[1], sides[2]))
    return tuple(found)


def _gathered(pairs: Iterable[tuple[K, int]]) -> dict[K, frozenset[int]]:
    """All that comes with each key."""
    sets: dict[K, set[int]] = {}
    for key, score in pairs:
        sets.setdefault(key, set()).add(score)
    return {key: frozenset(scores) for key, scores in sets.items()}


def _named(name: str, rules: Sequence[SegmentRule], q: int) -> SegmentMap:
    named = {cell: rule.name for rule in rules for cell in cells_of(rule, q)}
    ordered = {cell: named[cell] for cell in every_cell(q)}
    return SegmentMap(name, q, tuple(rule.name for rule in rules), MappingProxyType(ordered))


def _custom_map(rules: Sequence[SegmentRule], q: int) -> SegmentMap:
    proof = prove(rules, q)
    if not proof.holds:
        complaints = list(_complaints(proof))
        whats, cures = zip(*complaints, strict=True)
        raise UsageError(
            f"The segments of `segments.names` do not share out the scores from 1 to {q}: {'; '.join(whats)}.",
            " ".join(dict.fromkeys(cures)),
        )
    return _named("custom", rules, q)


def _complaints(proof: Proof) -> Iterator[tuple[str, str]]:
    """What is wrong and what follows from it, each with what to do about it."""
    if proof.uncovered:
        few = boxes(proof.uncovered)[0].words(proof.q)
        yield (
            f"no segment has {_boxes_words(proof.uncovered, proof.q)}, so customers with these scores would be in none",
            f'Give these scores to a segment, as cells = [..., "{few}"].',
        )
    by_names: dict[tuple[str, ...], list[Cell]] = {}
    for cell, names in proof.doubled:
        by_names.setdefault(names, []).append(cell)
    for names, cells in itertools.islice(by_names.items(), MOST_DOUBLES_SHOWN):
        both, two = ("both", "two") if len(names) == 2 else ("all", "several")
        yield (
            f"{_listed(names)} {both} have {_boxes_words(cells, proof.q)}, so customers with these scores would be in {two}",
            "Take what several segments have out of the cells of all but one.",
        )
    if len(by_names) > MOST_DOUBLES_SHOWN:
        yield (
            f"{len(by_names) - MOST_DOUBLES_SHOWN} more groups of segments share scores",
            "Correct these first, and run again.",
        )
    if proof.unreachable:
        names = proof.unreachable
        yield (
            f"nothing is left for {_listed(names)}, so nobody could be in {'it' if len(names) == 1 else 'them'}",
            f"Or leave {_listed(names)} out.",
        )


def _boxes_words(cells: Iterable[Cell], q: int) -> str:
    found = [box.words(q) for box in boxes(cells)]
    more = len(found) - MOST_BOXES_SHOWN
    return ", ".join(found[:MOST_BOXES_SHOWN]) + (f", and {more} more like these" if more > 0 else "")


def _listed(names: Sequence[str]) -> str:
    return enumerated([f'"{name}"' for name in names])


def _cells_of_pattern(pattern: str, q: int, segment: str) -> Iterable[Cell]:
    text = pattern.strip()
    read = _Pattern(pattern, segment, q)
    if re.fullmatch(r"[0-9*]{3}(\s+[0-9*]{3})*", text):
        if q > HIGHEST_CODED_Q:
            raise read.error(
                f"are score codes, and with `scores.q` = {q} a score may have two digits",
                f"Write them by measure, as `r{q - 1}-{q} f1`.",
            )
        return {cell for code in text.split() for cell in read.product(code)}
    found = list(MEASURE.finditer(text))
    measures = [match[1].lower() for match in found]
    if not text or "".join(match[0] for match in found) != text:
        raise read.error("are neither scores by measure nor score codes", read.how_to_write())
    for letter in measures:
        if measures.count(letter) > 1:
            raise read.error(
                f"name {MEASURE_OF[letter]} twice",
                f'Write all its scores together, as `{letter}1,{q}`, or as two cells: ["{letter}1", "{letter}{q}"].',
            )
    given = dict(zip(measures, (match[2] for match in found), strict=True))
    return read.product([given.get(letter, "*") for letter in MEASURE_LETTERS])


class _Pattern(NamedTuple):
    """A pattern of a segment, and what is said of it where it cannot be read."""

    pattern: str
    segment: str
    q: int

    def product(self, texts: Sequence[str]) -> Iterable[Cell]:
        r, f, m = (self._scores(letter, text) for letter, text in zip(MEASURE_LETTERS, texts, strict=True))
        return itertools.product(r, f, m)

    def _scores(self, letter: str, text: str) -> set[int]:
        """The scores that `4`, `1-2`, `1,3-5` or `any` stand for."""
        if text.lower() in ("*", "any"):
            return set(range(1, self.q + 1))
        scores: set[int] = set()
        for piece in text.split(","):
            low, _, high = piece.partition("-")
            lowest, highest = int(low), int(high or low)
            for score in (lowest, highest):
                if not 1 <= score <= self.q:
                    raise self._out_of_range(letter, score)
            if lowest > highest:
                raise self.error(
                    f"have {MEASURE_OF[letter]} run backwards, {piece}",
                    f"Write it as `{letter}{highest}-{lowest}`.",
                )
            scores |= set(range(lowest, highest + 1))
        return scores

    def _out_of_range(self, letter: str, score: int) -> UsageError:
        more = f", or set `scores.q` to {score}" if self.q < score <= MOST_Q else ""
        return self.error(
            f"want the {MEASURE_OF[letter]} score {score}, and scores go from 1 to {self.q} (`scores.q`), so nobody could have it",
            f"Give scores from 1 to {self.q}{more}.",
        )

    def how_to_write(self) -> str:
        q = self.q
        by_measure = f"Write measures as `r{max(1, q - 1)}-{q} f1`, where one left out may be any"
        return by_measure + (f", or score codes as `{q}{q}1 {q}{q}*`." if q <= HIGHEST_CODED_Q else ".")

    def error(self, why: str, cure: str) -> UsageError:
        return UsageError(
            f"The cells {shown(self.pattern)} of the segment {shown(self.segment)} {why}.", cure
        )


def _measure_words(letter: str, scores: frozenset[int], q: int) -> str:
    return f"{letter} any" if len(scores) == q else letter + _ranges(sorted(scores))


def _ranges(scores: Sequence[int]) -> str:
    """Ascending numbers in short: 1-3,5."""
    written = []
    for _, run in itertools.groupby(enumerate(scores), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        written.append(str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}")
    return ",".join(written)
