"""Segment maps: the shipped ones cell by cell, and the prover on maps broken on purpose."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UsageError
from core.maps import Cell, boxes, cells_of, prove, rules_for, segment_map, unreached
from core.recipe import SegmentRule, SegmentsPart

# Frequency 1 to 5 across, recency 1 to 5 down, as the definition of the grid has it.
GRID = {
    1: ["Hibernating", "Hibernating", "At Risk", "At Risk", "Can't Lose Them"],
    2: ["Hibernating", "Hibernating", "At Risk", "At Risk", "Can't Lose Them"],
    3: ["About to Sleep", "About to Sleep", "Need Attention", "Loyal", "Loyal"],
    4: ["Promising", "Potential Loyalist", "Potential Loyalist", "Loyal", "Loyal"],
    5: ["New", "Potential Loyalist", "Potential Loyalist", "Champions", "Champions"],
}
GRID_ORDER = [
    "Champions",
    "Loyal",
    "Potential Loyalist",
    "New",
    "Promising",
    "Need Attention",
    "About to Sleep",
    "Can't Lose Them",
    "At Risk",
    "Hibernating",
]

# The published table of the 11 names.
ELEVEN = """
Champions: 555 554 545 544 455 454 445
Loyal Customers: 543 444 435 355 354 345 344 335
Potential Loyalist: 553 552 551 542 541 533 532 531 453 452 451 442 441 433 432 431 423 353 352 351 342 341 333 323
Recent Customers: 512 511 422 421 412 411 311
Promising: 525 524 523 522 521 515 514 513 425 424 415 414 413 315 314 313
Need Attention: 535 534 443 434 343 334 325 324
About to Sleep: 331 321 312 221 213
At Risk: 255 254 253 252 245 244 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124
Can't Lose Them: 215 214 155 154 144 115 114 113
Hibernating: 332 322 251 241 233 232 231 223 222 212 211 132 123 122
Lost: 151 141 131 121 112 111
"""


def all_cells(q: int) -> list[Cell]:
    return [(r, f, m) for r in range(1, q + 1) for f in range(1, q + 1) for m in range(1, q + 1)]


def custom(rules: list[SegmentRule]) -> SegmentsPart:
    return SegmentsPart("custom", tuple(rules))


def pattern(cell: Cell) -> str:
    return "r{} f{} m{}".format(*cell)


def test_the_grid_is_as_defined() -> None:
    grid = segment_map(SegmentsPart("grid"), 5)
    assert list(grid.order) == GRID_ORDER
    assert dict(grid.cells) == {(r, f, m): GRID[r][f - 1] for r, f, m in all_cells(5)}


def test_the_eleven_are_as_published() -> None:
    published, order = {}, []
    for line in ELEVEN.strip().splitlines():
        name, codes = line.split(": ")
        order.append(name)
        published |= {tuple(map(int, code)): name for code in codes.split()}
    assert len(published) == 125
    eleven = segment_map(SegmentsPart("eleven"), 5)
    assert list(eleven.order) == order
    assert dict(eleven.cells) == published


@pytest.mark.parametrize("name", ["grid", "eleven"])
def test_every_shipped_map_is_a_partition(name) -> None:
    proof = prove(SegmentsPart(name), 5)
    assert (proof.uncovered, proof.doubled, proof.unreachable) == ((), (), ())
    assert proof.holds


@pytest.mark.parametrize("name", ["grid", "eleven"])
def test_a_shipped_map_wants_five_scores(name) -> None:
    with pytest.raises(UsageError) as raised:
        segment_map(SegmentsPart(name), 4)
    assert name in raised.value.what
    assert '"custom"' in raised.value.cure


@pytest.mark.parametrize("name", ["grid", "eleven"])
def test_boxes_hold_the_cells_of_their_name_and_no_others(name) -> None:
    segments = segment_map(SegmentsPart(name), 5)
    rules = rules_for(segments)
    assert [rule for rule, _ in rules] == list(segments.order)
    found = [(cell, rule) for rule, held in rules for box in held for cell in itertools.product(*box)]
    assert len(found) == 125
    assert dict(found) == dict(segments.cells)
    # So small that an expression made of them stays readable.
    assert sum(len(held) for _, held in rules) <= {"grid": 10, "eleven": 42}[name]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_boxes_hold_exactly_what_they_are_made_of(data: st.DataObject) -> None:
    cells = data.draw(st.sets(st.sampled_from(all_cells(4))))
    held = [cell for box in boxes(cells) for cell in itertools.product(*box)]
    assert sorted(held) == sorted(cells)
    # A pattern that a box is told as reads back as the box.
    words = tuple(box.words(4) for box in boxes(cells))
    assert cells_of(SegmentRule("x", words), 4) == cells


@st.composite
def partitions(draw) -> tuple[int, list[SegmentRule]]:
    """Rules that share out all cells among some names, in patterns of one cell each."""
    q = draw(st.integers(2, 5))
    names = draw(st.integers(1, 6))
    cells = draw(st.permutations(all_cells(q)))
    shares: list[list[Cell]] = [[cell] for cell in cells[:names]]
    rest = cells[names:]
    for cell, owner in zip(
        rest,
        draw(st.lists(st.integers(0, len(shares) - 1), min_size=len(rest), max_size=len(rest))),
        strict=True,
    ):
        shares[owner].append(cell)
    return q, [SegmentRule(f"name {i}", tuple(map(pattern, share))) for i, share in enumerate(shares)]


@settings(max_examples=40, deadline=None)
@given(partitions(), st.data())
def test_the_prover_names_every_hole_and_every_double_exactly(made, data: st.DataObject) -> None:
    q, rules = made
    assert prove(rules, q).holds
    assert dict(segment_map(custom(rules), q).cells) == {
        cell: rule.name for rule in rules for cell in all_cells(q) if pattern(cell) in rule.cells
    }

    owner = data.draw(st.integers(0, len(rules) - 1))
    lost = data.draw(st.sampled_from(rules[owner].cells))
    if len(rules[owner].cells) > 1:
        holed = list(rules)
        holed[owner] = SegmentRule(
            rules[owner].name, tuple(text for text in rules[owner].cells if text != lost)
        )
        proof = prove(holed, q)
        assert [pattern(cell) for cell in proof.uncovered] == [lost]
        assert (proof.doubled, proof.unreachable) == ((), ())
        with pytest.raises(UsageError) as raised:
            segment_map(custom(holed), q)
        assert f"no segment has {lost}, so customers" in raised.value.what
        assert f'"{lost}"' in raised.value.cure

    other = data.draw(st.integers(0, len(rules) - 1))
    doubled = list(rules)
    doubled[other] = SegmentRule(rules[other].name, (*rules[other].cells, lost))
    proof = prove(doubled, q)
    assert proof.uncovered == ()
    if other == owner:
        assert proof.holds
    else:
        names = tuple(rules[index].name for index in sorted((owner, other)))
        assert [(pattern(cell), claimed) for cell, claimed in proof.doubled] == [(lost, names)]
        with pytest.raises(UsageError) as raised:
            segment_map(custom(doubled), q)
        assert f'"{names[0]}" and "{names[1]}" both have {lost}' in raised.value.what


@pytest.mark.parametrize(
    ("rules", "said", "cures"),
    [
        (
            {"A": ["r5"], "B": ["r2-4", "r1 f3-5"]},
            ["no segment has r1 f1-2 m any, so customers with these scores would be in none."],
            ['Give these scores to a segment, as cells = [..., "r1 f1-2 m any"].'],
        ),
        (
            {"A": ["r3-5"], "B": ["r1-3"]},
            ['"A" and "B" both have r3 f any m any, so customers with these scores would be in two.'],
            ["out of the cells of all but one"],
        ),
        (
            {"A": ["r any"], "B": ["r1-3"]},
            [
                '"A" and "B" both have r1-3 f any m any',
                'nothing is left for "B", so nobody could be in it.',
            ],
            ["out of the cells of all but one", 'leave "B" out'],
        ),
        (
            {"A": ["r1-5"], "B": ["f1"], "C": ["f1 m1"]},
            ['"A", "B" and "C" all have r any f1 m1', "would be in several", 'left for "B" and "C"'],
            ['leave "B" and "C" out'],
        ),
        ({"A": ["555"]}, ["no segment has "], ["Give these scores"]),
        (
            {letter: ["r any"] for letter in "ABCDEF"},
            ['"A", "B", "C", "D", "E" and "F" all have r any f any m any'],
            ["all but one"],
        ),
        (
            {"A": ["r1-5"], **{f"B{score}": [f"r{score}"] for score in range(1, 6)}},
            ['"A" and "B1" both have r1', "2 more groups of segments share scores"],
            ["Correct these first"],
        ),
    ],
)
def test_a_map_that_is_none_is_refused_with_what_follows_and_what_to_do(rules, said, cures) -> None:
    with pytest.raises(UsageError) as raised:
        segment_map(custom([SegmentRule(name, tuple(cells)) for name, cells in rules.items()]), 5)
    assert [words for words in said if words not in raised.value.what] == [], raised.value.what
    assert [words for words in cures if words not in raised.value.cure] == [], raised.value.cure
    assert len(raised.value.what) < 620


def test_many_holes_are_told_in_few_words() -> None:
    with pytest.raises(UsageError) as raised:
        segment_map(custom([SegmentRule("A", ("111", "222", "333", "444", "555"))]), 5)
    assert "more like these" in raised.value.what
    assert len(raised.value.what) < 320


def test_a_name_with_nothing_left_is_unreachable() -> None:
    proof = prove([SegmentRule("All", ("r1-3",)), SegmentRule("None", ("r1 f1", "r2"))], 3)
    assert proof.unreachable == ("None",)
    assert len(proof.doubled) == 3 + 9


@pytest.mark.parametrize(
    ("text", "q", "cells"),
    [
        ("r4-5 f4-5", 5, {(r, f, m) for r in (4, 5) for f in (4, 5) for m in (1, 2, 3, 4, 5)}),
        ("m1-2 r3 f5", 5, {(3, 5, 1), (3, 5, 2)}),
        ("  R5F4  M any ", 5, {(5, 4, m) for m in range(1, 6)}),
        ("r1,3-4 f2 m*", 4, {(r, 2, m) for r in (1, 3, 4) for m in range(1, 5)}),
        ("555 54*", 5, {(5, 5, 5)} | {(5, 4, m) for m in range(1, 6)}),
        ("***", 3, set(all_cells(3))),
        ("r9-10 f10 m1", 10, {(9, 10, 1), (10, 10, 1)}),
        ("999", 9, {(9, 9, 9)}),
    ],
)
def test_patterns(text, q, cells) -> None:
    assert cells_of(SegmentRule("x", (text,)), q) == cells


@pytest.mark.parametrize(
    ("text", "q", "why", "cure"),
    [
        (
            "r4-6",
            5,
            "the recency score 6, and scores go from 1 to 5 (`scores.q`), so nobody",
            "`scores.q` to 6",
        ),
        ("r0", 5, "the recency score 0, and scores go from 1 to 5", "scores from 1 to 5."),
        ("f4 m99", 5, "the monetary score 99", "scores from 1 to 5."),
        ("556", 5, "the monetary score 6", "`scores.q` to 6"),
        ("11* 072", 5, "the recency score 0", "scores from 1 to 5."),
        ("r999999999", 5, "neither scores by measure nor score codes", "Write measures as"),
        ("r5-4", 5, "recency run backwards, 5-4", "`r4-5`"),
        ("r4 f1 r5", 5, "recency twice", "`r1,5`"),
        ("55", 5, "neither", "as `551 55*`"),
        ("r4 555", 5, "neither", "Write measures"),
        ("x4", 5, "neither", "Write measures"),
        ("r٣", 5, "neither", "Write measures"),
        ("555", 10, "two digits", "by measure, as `r9-10 f1`"),
    ],
)
def test_patterns_that_cannot_be_read(text, q, why, cure) -> None:
    with pytest.raises(UsageError) as raised:
        segment_map(custom([SegmentRule("Stars", (text,))]), q)
    assert why in raised.value.what
    assert f'The cells "{text}" of the segment "Stars"' in raised.value.what
    assert cure in raised.value.cure


def test_names_that_nobody_can_have_on_this_data() -> None:
    grid = segment_map(SegmentsPart("grid"), 5)
    everything = {letter: set(range(1, 6)) for letter in "rfm"}
    assert unreached(grid, everything) == ()
    assert unreached(grid, {}) == ()
    # Everyone bought on the same day: recency scores the middle for all.
    same_day = unreached(grid, {**everything, "r": {3}})
    assert set(GRID_ORDER) - set(same_day) == {"About to Sleep", "Need Attention", "Loyal"}
    assert list(same_day) == [name for name in GRID_ORDER if name in same_day]
    # Most bought once, so nobody scores 2 in frequency: every name still has another cell.
    assert unreached(grid, {**everything, "f": {1, 3, 4, 5}}) == ()
    assert unreached(grid, {**everything, "f": {2, 3, 4, 5}}) == ("New", "Promising")
