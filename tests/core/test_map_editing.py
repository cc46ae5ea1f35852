"""Editing a segment map: what edits do to the cells, against sets in plain Python, and that the proof is the prover's."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UsageError
from core.maps import SHIPPED, Cell, boxes, cells_of, every_cell, prove, segment_map
from core.recipe import SegmentRule, SegmentsPart
from core.views.map_draft import Draft, examine, pattern_of
from core.views.map_editing import (
    added,
    assigned,
    box_of,
    cell_counts,
    draft_of,
    moved,
    part_of,
    removed,
    renamed,
    with_patterns,
)
from tests.support.studied import SAMPLE, looked_at

GRID, ELEVEN = draft_of(SegmentsPart(), 5), draft_of(SegmentsPart(map="eleven"), 5)
scores = st.sets(st.integers(1, 5), max_size=4)
some_boxes = st.builds(lambda r, f, m: box_of(5, r, f, m), scores, scores, scores)
some_cells = some_boxes | st.sets(st.sampled_from(list(every_cell(5))), min_size=1, max_size=12).map(
    frozenset
)


def cells(draft: Draft) -> list[frozenset[Cell]]:
    return [cells_of(rule, draft.q) for rule in draft.rules]


@pytest.mark.parametrize("shipped", ["grid", "eleven"])
def test_a_shipped_map_comes_back_as_itself(shipped: str) -> None:
    part = SegmentsPart(map=shipped)  # type: ignore[arg-type]
    draft = draft_of(part, 5)
    assert examine(draft).holds
    assert part_of(draft) == part
    own = part_of(renamed(draft, 0, "Best"))
    assert own.map == "custom"
    assert [rule.cells for rule in own.names] == [rule.cells for rule in SHIPPED[shipped]]
    assert part_of(renamed(draft_of(own, 5), 0, "Champions")) == part
    assert segment_map(own, 5).order[0] == "Best"


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([GRID, ELEVEN]),
    st.lists(st.tuples(some_cells, st.integers(0, 9)), min_size=1, max_size=4),
)
def test_assigned_cells_have_one_name_and_the_rest_keep_theirs(
    draft: Draft, edits: list[tuple[frozenset[Cell], int]]
) -> None:
    wanted = [set(mine) for mine in cells(draft)]
    for given_cells, place in edits:
        before = draft
        wanted = [mine - given_cells for mine in wanted]
        wanted[place] |= given_cells
        draft = assigned(draft, given_cells, place)
        # A rule whose cells are the same is written as it was.
        for old, new in zip(before.rules, draft.rules, strict=True):
            if cells_of(old, 5) == cells_of(new, 5):
                assert old == new
    assert cells(draft) == wanted
    found = examine(draft)
    assert all(len(claim.places) == 1 for claim in found.claims)
    empty = [place for place, mine in enumerate(wanted) if not mine]
    assert [complaint.places for complaint in found.complaints] == [(place,) for place in empty]
    if not empty:
        named = segment_map(part_of(draft), 5)
        assert all(
            named.cells[cell] == draft.rules[place].name for place, mine in enumerate(wanted) for cell in mine
        )


def test_only_the_patterns_that_lose_cells_are_written_anew() -> None:
    loyal, champions = SegmentRule("Loyal", ("r3 f4-5", "r4 f4-5")), GRID.rules[0]
    draft = Draft(5, (champions, loyal))
    after = assigned(draft, box_of(5, [4], [4], [1]), 0)
    assert after.rules[1].cells[0] == "r3 f4-5"
    assert len(after.rules[1].cells) == 3
    assert after.rules[0].cells != champions.cells
    assert assigned(draft, box_of(5, [5], [4]), 0) == draft


@settings(max_examples=100, deadline=None)
@given(some_cells)
def test_few_patterns_stand_for_cells(wanted: frozenset[Cell]) -> None:
    written = tuple(pattern_of(box, 5) for box in boxes(wanted))
    assert cells_of(SegmentRule("x", written), 5) == wanted
    assert not any("any" in pattern for pattern in written if pattern != "r any")


typed = st.text(st.sampled_from("rfm12345-,*; any\n0679x"), max_size=14) | st.text(max_size=6)
drafts = st.builds(
    Draft,
    st.sampled_from([2, 3, 5, 10]),
    st.lists(
        st.builds(
            SegmentRule,
            st.sampled_from(["A", "B", "C", "", " A"]),
            st.lists(
                st.sampled_from(["r1", "r2 f1-2", "f any", "11*", "m2", "r9", "bad", ""]) | typed, max_size=3
            ).map(tuple),
        ),
        max_size=4,
    ).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(drafts)
def test_no_draft_is_an_exception_and_none_holds_that_the_recipe_refuses(draft: Draft) -> None:
    found = examine(draft)
    assert len(found.claims) == draft.q**3
    try:
        part = SegmentsPart(map="custom", names=draft.rules)
        segment_map(part, draft.q)
    except UsageError:
        assert found.complaints
        assert all(complaint.text for complaint in found.complaints)
        with pytest.raises(UsageError, match="no map of the scores"):
            part_of(draft)
    else:
        assert found.holds
        assert segment_map(part_of(draft), draft.q).cells == segment_map(part, draft.q).cells


@settings(max_examples=100, deadline=None)
@given(drafts, st.data())
def test_claims_and_complaints_are_the_provers(draft: Draft, data: st.DataObject) -> None:
    """Every cell is asked of every pattern, one by one; the prover agrees where all can be read and names differ."""
    found = examine(draft)
    told: list[tuple[str, tuple[int, ...]]] = []
    claims: dict[Cell, list[int]] = {cell: [] for cell in product(range(1, draft.q + 1), repeat=3)}
    for place, rule in enumerate(draft.rules):
        mine: set[Cell] = set()
        for pattern in rule.cells:
            try:
                mine |= cells_of(SegmentRule("x", (pattern,)), draft.q)
            except UsageError as error:
                told.append((error.cure, (place,)))
        assert found.rows[place].cells == len(mine)
        for cell in mine:
            claims[cell].append(place)
    assert {claim.cell: list(claim.places) for claim in found.claims} == claims
    r, f, m = data.draw(st.tuples(*[st.integers(1, draft.q)] * 3))
    claim = found.at(r, f, m)
    assert claim.cell == (r, f, m)
    assert claim in found.square(r, f)
    assert found.square(r, f, m) == (claim,)
    assert (claim.uncovered, claim.doubled) == (not claims[r, f, m], len(claims[r, f, m]) > 1)
    assert [(c.cure, c.places) for c in found.complaints if c.cure] == told
    if not told and len({rule.name for rule in draft.rules}) == len(draft.rules) and draft.rules:
        proof = prove(draft.rules, draft.q)
        cells_told = {cell for complaint in found.complaints for cell in complaint.cells}
        assert cells_told == {*proof.uncovered, *(cell for cell, _ in proof.doubled)}


def test_what_is_wrong_is_told_in_words() -> None:
    draft = Draft(5, (SegmentRule("A", ("r1-3", "r9")), SegmentRule("B", ("r3-4",)), SegmentRule("C", ("r4",)), SegmentRule("B", ("r1 f1",))))  # fmt: skip
    found = examine(draft)
    texts = [complaint.text for complaint in found.complaints]
    assert texts[0] == '"B" is there 2 times'
    assert texts[1].startswith('The cells "r9" of the segment "A"')
    assert texts[2:] == [
        "no name has r5",
        '"A" and "B" both have r1 f1',
        '"A" and "B" both have r3',
        '"B" and "C" both have r4',
        'nothing is left for "C": names above it have all of its cells too',
        'nothing is left for "B": names above it have all of its cells too',
    ]
    assert [complaint.places for complaint in found.complaints[3:6]] == [(0, 3), (0, 1), (1, 2)]
    assert examine(Draft(5, ())).complaints[0].text == "there are no names"


def test_names_are_added_removed_and_moved() -> None:
    more = added(GRID, "VIP", 0)
    assert [rule.name for rule in more.rules][:2] == ["VIP", "Champions"]
    assert [c.text for c in examine(more).complaints] == ['no cell is given to "VIP"']
    given_one = assigned(more, [(5, 5, 5)], 0)
    assert part_of(given_one).names[0] == SegmentRule("VIP", ("r5 f5 m5",))
    assert removed(more, 0) == GRID
    assert added(GRID, "Last").rules[-1].name == "Last"
    around = moved(GRID, 0, 3)
    assert [rule.name for rule in around.rules][:4] == ["Loyal", "Potential Loyalist", "New", "Champions"]
    assert moved(around, 3, 0) == GRID
    assert moved(GRID, 0, 99).rules[-1] == GRID.rules[0]
    assert part_of(around).map == "custom"
    text = with_patterns(GRID, 0, " r5 f4 ; r5 f5\n\n")
    assert text.rules[0].cells == ("r5 f4", "r5 f5")
    assert part_of(text) == SegmentsPart()
    for edit in (
        lambda: removed(GRID, 10),
        lambda: renamed(GRID, -1, "x"),
        lambda: assigned(GRID, [(6, 1, 1)], 0),
    ):
        with pytest.raises(UsageError):
            edit()


def test_what_cannot_be_read_survives_an_edit() -> None:
    draft = with_patterns(GRID, 0, "r5 f4-5; r5 f")
    after = assigned(draft, [(5, 5, 5), (1, 1, 1)], 0)
    assert "r5 f" in after.rules[0].cells
    assert "r5 f" in assigned(draft, [(5, 5, 5)], 1).rules[0].cells


def test_a_shipped_map_for_another_q_says_what_is_missing() -> None:
    found = examine(draft_of(SegmentsPart(), 4))
    assert not found.holds
    assert any("5" in complaint.text for complaint in found.complaints)


def test_customers_of_cells_are_those_of_the_segments() -> None:
    with looked_at(SAMPLE) as data:
        counts = cell_counts(data)
        rows = data.rows("SELECT r, f, m, CAST(monetary AS DOUBLE) FROM customers")
        report = data.result.report
    assert {count.cell: count.customers for count in counts} == Counter(row[:3] for row in rows)
    for count in counts:
        assert count.revenue == pytest.approx(sum(row[3] for row in rows if row[:3] == count.cell), abs=0.005)
    found = examine(GRID, counts)
    assert [row.customers for row in found.rows] == [line.customers for line in report.segments]
    assert found.at(5, 5, 5).customers == sum(row[:3] == (5, 5, 5) for row in rows)
