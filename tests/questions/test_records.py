"""Single entries, their history, and who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mwm.errors import ScopeError
from mwm.intake import undo
from mwm.questions import recorded_work, records
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import AUDIENCE, LOCAL_VIEWER, Role, Viewer
from tests.intake.made import observation, send
from tests.questions.supervision_rows import supervision

KEY = records.key_of("Our authority", "OBS-1")
ELSEWHERE = Viewer("another team", Role.LOCAL_USER, teams=("South 1",), sees_small_numbers=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.duckdb", create=True) as opened:
        send(opened, observation(1), observation(2, team="South 1"))
        yield opened


def test_an_entry_has_the_cells_of_its_file(store):
    entry = records.recorded(store, LOCAL_VIEWER, Scope(), kind="observations", key=KEY)
    assert entry.reference == "OBS-1"
    assert entry.grades == {"OBSERVER-1": {"evocation": "3", "empathy": "4"}}
    given = {key: text for key, text in observation(1).items() if text and key not in entry.grades["OBSERVER-1"]}
    assert entry.cells == given


def test_history_tells_each_change_once_and_not_what_was_taken_back(store):
    send(store, observation(1, grader_id="SECOND"))
    send(store, observation(1, setting="school visit", empathy=None))
    taken_back = send(store, observation(1, setting="online", empathy=None))
    undo(store, str(taken_back.batch_no), user="tester")
    versions = records.history(store, LOCAL_VIEWER, Scope(), kind="observations", key=KEY)
    assert [(version.batch_no, version.by) for version in versions] == [(3, "tester"), (2, "tester"), (1, "tester")]
    assert versions[0].changes == (
        ("", "setting", "home visit", "school visit"),
        ("OBSERVER-1", "empathy", "4", ""),
    )
    assert versions[1].new_graders == ("SECOND",)
    assert versions[2].is_first


def test_nobody_sees_entries_of_teams_that_are_not_theirs_and_an_audience_none(store):
    asked = {"kind": "observations", "key": KEY}
    assert records.recorded(store, ELSEWHERE, Scope(), **asked) is None
    assert records.history(store, ELSEWHERE, Scope(), **asked) == ()
    assert list(records.recent_entries(store, ELSEWHERE, Scope(), kind="observations")["reference"]) == ["OBS-2"]
    assert list(records.single_graded(store, ELSEWHERE, Scope())["reference"]) == ["OBS-2"]
    assert records.places(store, ELSEWHERE, Scope()) == (("Children in Need", "South 1"),)
    for question in (records.recorded, records.history):
        with pytest.raises(ScopeError, match="identifiers"):
            question(store, AUDIENCE, Scope(), **asked)


def test_an_observation_waits_for_a_second_grade_until_there_is_one(store):
    waiting = records.single_graded(store, LOCAL_VIEWER, Scope())
    assert set(waiting["reference"]) == {"OBS-1", "OBS-2"}
    assert not {"grade", "grader_id"} & set(waiting.columns)
    send(store, observation(1, grader_id="SECOND"))
    assert set(records.single_graded(store, LOCAL_VIEWER, Scope())["reference"]) == {"OBS-2"}


def test_a_workers_team_without_memberships_is_that_of_the_last_observation(store):
    asked = {"worker": "WORKER-2", "day": date(2026, 1, 1)}
    assert records.team_of_worker(store, LOCAL_VIEWER, Scope(), **asked) == ("Children in Need", "South 1")
    assert records.team_of_worker(store, LOCAL_VIEWER, Scope(), worker="nobody", day=date(2026, 1, 1)) is None


def test_what_is_recorded_is_counted_with_its_newest_day(store):
    answer = recorded_work(store, LOCAL_VIEWER, Scope())
    assert answer.headline.startswith("2 observations are recorded so far; the newest of 10 Mar 2025.")
    assert answer.counts["observations"] == 2
    assert list(answer.rows["entries"]) == [2, 0, 0]


def test_only_observed_supervisions_that_one_person_graded_wait_for_a_second_grade(store):
    alone, twice, reported = supervision(1), supervision(2), supervision(3, method="self-reported", observer_id=None)
    send(store, alone, twice, supervision(2, grader_id="SECOND"), reported, kind="supervision")
    waiting = records.single_graded(store, LOCAL_VIEWER, Scope(), kind="supervision")
    assert list(waiting["reference"]) == ["SUP-1"]
    assert list(waiting.columns) == ["entry", "reference", "day", "service_area", "team", "about"]
    assert records.single_graded(store, ELSEWHERE, Scope(), kind="supervision").empty
