"""Case markers of observations: a cell of several words, corrected, taken away and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from mwm.errors import FrameworkError
from mwm.framework import load_framework, parse_framework
from mwm.intake import run_checks, undo
from mwm.store import Store
from tests.conftest import Fill
from tests.intake.made import found, look, observation, send

MSW = load_framework("msw")
GRADED = {"collaboration": "3", "autonomy": "2"}


def marked(number: int | str = 1, markers: str | None = None, **changes: str | None) -> dict[str, str | None]:
    return observation(number) | GRADED | {"markers": markers} | changes


def markers_of(store: Store, number: int | str = 1) -> list[str]:
    """The current markers of an observation."""
    rows = look(
        store,
        "select marker from observation_marker join observation using (observation_key) "
        f"where observation_id = 'OBS-{number}' and observation_marker.superseded_by is null "
        "and observation.superseded_by is null order by marker",
    )
    return [marker for (marker,) in rows]


def first(store: Store) -> None:
    send(store, observation("first") | GRADED, framework=MSW)


@pytest.fixture
def store(store_with: Callable[[Fill], Store]) -> Store:
    """With the framework that has a list of markers."""
    return store_with(first)


CELLS = {
    "edge of care": ["edge of care"],
    "Edge-of-Care": ["edge of care"],
    "domestic abuse; edge of care": ["domestic abuse", "edge of care"],
    "Disability,edge of care | disability;": ["disability", "edge of care"],
    "none": [],
    "NONE": [],
    None: [],
}
UNKNOWN = ("edge of cares", "edge of care; neglect", "none; disability", ";")


def test_a_cell_may_hold_several_markers(store: Store) -> None:
    assert send(store, *(marked(number, cell) for number, cell in enumerate(CELLS))).status == "imported"
    assert [markers_of(store, number) for number in range(len(CELLS))] == list(CELLS.values())


def test_an_unknown_marker_is_refused_with_what_is_known_and_never_repeated(store: Store) -> None:
    report = send(store, *(marked(number, cell) for number, cell in enumerate(UNKNOWN)))
    assert found(report) == {(row, "markers", "unknown_choice") for row in range(2, len(UNKNOWN) + 2)}
    for cell, problem in zip(UNKNOWN, report.problems, strict=True):
        assert "“domestic abuse”" in problem.mend
        assert cell == ";" or cell not in problem.message + problem.mend


def test_a_framework_without_a_list_takes_any_word(tmp_path: object) -> None:
    with Store.open(f"{tmp_path}/any.duckdb", create=True) as store:
        report = send(
            store,
            observation(1, markers="Neglect; gangs"),
            observation(2, markers="neglect"),
            framework=parse_framework(re.sub("(?m)^markers = .*$", "", MSW.source), where="ours.toml"),
        )
        assert report.status == "imported"
        assert (markers_of(store, 1), markers_of(store, 2)) == (["Neglect", "gangs"], ["Neglect"])


def test_rows_of_one_observation_must_agree_and_a_blank_is_filled(store: Store) -> None:
    report = send(store, marked(1, "disability"), marked(1, "edge of care", grader_id="SECOND"))
    assert found(report) == {(3, "markers", "rows_disagree")}
    assert send(store, marked(1, None), marked(1, "disability", grader_id="SECOND")).status == "imported"
    assert markers_of(store) == ["disability"]


def test_a_blank_leaves_what_is_there_and_none_takes_it_away(store: Store) -> None:
    send(store, marked(1, "disability; edge of care"))
    assert send(store, marked(1, "edge of care; disability")).status == "unchanged"
    send(store, marked(1, None, empathy="1"))
    assert markers_of(store) == ["disability", "edge of care"]
    taken_away = send(store, marked(1, "none", empathy="1"))
    assert (taken_away.status, taken_away.rows_replaced) == ("imported", 1)
    assert markers_of(store) == []
    assert look(store, "select count(*) from marker_element_month") == [(0,)]
    undo(store, str(taken_away.batch_no))
    assert markers_of(store) == ["disability", "edge of care"]
    assert not [check for check in run_checks(store) if check.faults]


@pytest.mark.parametrize("order", [(2, 3, 4), (4, 3, 2), (3, 2, 4)])
def test_versions_undone_in_any_order(store: Store, order: tuple[int, ...]) -> None:
    cells = {2: "disability", 3: "none", 4: "edge of care; domestic abuse"}
    for cell in cells.values():
        send(store, marked(1, cell))
    left = set(cells)
    for number in order:
        undo(store, str(number))
        left.remove(number)
        now = cells[max(left)] if left else "none"
        assert markers_of(store) == sorted(now.split("; ")) if now != "none" else not markers_of(store)
        assert not [check for check in run_checks(store) if check.faults]
    assert look(store, "select count(*) from observation_marker") == [(0,)]


@pytest.mark.parametrize("marker", ["a;b", "a, b", "none", "All"])
def test_a_framework_must_not_have_a_marker_that_a_cell_cannot_hold(marker: str) -> None:
    text = MSW.source.replace('"edge of care"', f'"{marker}"')
    with pytest.raises(FrameworkError, match="cannot be a marker"):
        parse_framework(text, where="ours.toml")
