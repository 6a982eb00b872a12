"""What counts of a group of teams: whole released cells of its teams, in the months in which each is in the group."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwm.disclosure import Span
from mwm.questions.gate_groups import groups_of, months_together


@pytest.mark.parametrize(
    ("spans", "there", "step", "counted"),
    [
        ([[(0, 0), (1, 1)], [(0, 0), (1, 1)]], [{0, 1}, {0, 1}], None, {0, 1}),
        ([[(0, 0), (1, 1)], [(0, 0)]], [{0, 1}, {0, 1}], None, {0}),  # the second is too small in month 1
        ([[(0, 2)], [(0, 0), (2, 2)]], [{0, 1, 2}, {0, 1, 2}], None, set()),  # no part of the first's three months
        ([[(0, 2)], [(0, 0), (2, 2)]], [{0, 1, 2}, {0, 2}], None, {0, 1, 2}),  # the second has nothing in month 1
        ([[(0, 2), (3, 4)], [(2, 3)], [(4, 5)]], [{0, 3}, {2, 3}, {4, 5, 6}], None, {0, 1, 2, 3, 4, 5}),
        ([[(0, 2), (3, 4)], [(2, 3)], [(4, 5)]], [{0, 3}, {1, 2}, {5}], None, set()),  # from cell to cell
        ([[(0, 0), (1, 1), (3, 3)], [(0, 0), (3, 3)]], [{0, 1, 3}, {0, 1, 3}], 3, {3}),  # a quarter is whole or not
    ],
)
def test_months_that_count_for_several_teams(
    spans: list[list[tuple[int, int]]], there: list[set[int]], step: int | None, counted: set[int]
) -> None:
    teams = [([Span(*span) for span in own], months) for own, months in zip(spans, there, strict=True)]
    assert months_together(teams, step) == counted


SPANS = st.lists(st.integers(1, 4), min_size=1, max_size=5).map(
    lambda lengths: [Span(sum(lengths[:at]), sum(lengths[: at + 1]) - 1) for at in range(len(lengths))]
)


@given(st.lists(st.tuples(SPANS, st.sets(st.integers(0, 2)), st.sets(st.integers(0, 16))), min_size=1, max_size=4))
def test_no_part_of_a_cell_is_ever_counted(made: list[tuple[list[Span], set[int], set[int]]]) -> None:
    teams = [([span for at, span in enumerate(spans) if at not in gone], there) for spans, gone, there in made]
    counted = months_together(teams, None)
    for spans, there in teams:
        assert there & counted <= {month for span in spans for month in span.months()}
        for span in spans:
            assert set(span.months()) <= counted or not counted & set(span.months())


def test_a_month_counts_for_a_group_by_its_first_day() -> None:
    rows = pd.DataFrame(
        [
            ("Patch", "North 1", date(2024, 1, 1), date(2024, 3, 31)),
            ("Patch", "North 1", date(2024, 5, 2), None),
            ("Patch", "South 1", None, date(2024, 2, 1)),
            ("Trained", None, date(2024, 1, 1), None),
        ],
        columns=["team_group", "team", "valid_from", "valid_to"],
    )
    rows = rows.astype({"valid_from": "datetime64[us]", "valid_to": "datetime64[us]"})
    found = groups_of(rows)
    january = 2024 * 12
    everything = [(float("-inf"), float("inf"))]
    assert found["Patch"].within("North 1", everything) == [(january, january + 2), (january + 5, float("inf"))]
    assert found["Patch"].within("South 1", [(january, january + 8)]) == [(january, january + 1)]
    assert found["Patch"].within("South 2", everything) == []
    assert (found["Patch"].has_workers, found["Trained"].has_workers) == (False, True)
