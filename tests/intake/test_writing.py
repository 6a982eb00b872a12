"""What stands in the store after an import: rows, versions, graders, teams, months and the ledger."""

import json
from datetime import date
from pathlib import Path

import pytest

from mwm.errors import IntakeError, UsageError
from mwm.framework import load_framework
from mwm.intake import import_file, run_checks, take_in
from mwm.store import Store
from tests.intake.made import file_of, look, observation, send, write_csv

COUNTED = """
    select grader_id, grader_order, element, grade, is_counted from grade
    where superseded_by is null order by grader_order, element
"""


@pytest.fixture(autouse=True)
def sound(store: Store) -> object:
    """Whatever a test does, the data checks pass at its end."""
    yield
    assert [check for check in run_checks(store) if check.faults] == []


def counted(store: Store) -> dict[str, tuple[str, float]]:
    """Element → the grader and grade that count, in a store with one observation."""
    rows = look(store, "select element, grader_id, grade from grade where is_counted and superseded_by is null")
    assert len({row[0] for row in rows}) == len(rows)
    return {element: (grader, grade) for element, grader, grade in rows}


def test_a_row_becomes_an_observation_its_grades_and_its_coaching(store: Store) -> None:
    report = send(store, observation(1, observed_on="10/03/2025 14:30", coached_on="12/03/2025", visit_number="2.0"))
    assert (report.status, report.rows_new, report.batch_no) == ("imported", 1, 1)
    assert (report.first_date, report.last_date) == (date(2025, 3, 10), date(2025, 3, 10))
    assert look(store, "select * exclude (observation_key, batch_id) from observation") == [
        (
            "Our authority",
            "OBS-1",
            date(2025, 3, 10),
            date(2025, 3, 1),
            "Children in Need",
            "North 1",
            "WORKER-1",
            "OBSERVER-1",
            "home visit",
            "live",
            2,
            "FAMILY-1",
            "1",
            None,
        )
    ]
    assert look(store, COUNTED) == [
        ("OBSERVER-1", 1, "empathy", 4.0, True),
        ("OBSERVER-1", 1, "evocation", 3.0, True),
    ]
    key = look(store, "select md5('Our authority' || chr(31) || 'OBS-1')::uuid")[0]
    assert look(store, "select distinct observation_key from observation union select observation_key from grade") == [
        key
    ]
    assert look(store, "select coaching_id, coached_on, person_id, observation_key from coaching_session") == [
        ("OBS-1", date(2025, 3, 12), "WORKER-1", key[0])
    ]


def test_any_bad_row_stops_the_batch(store: Store) -> None:
    send(store, observation(1))
    version = store.version
    report = send(store, observation(2), observation(3, evocation="6"))
    assert (report.status, report.rows_new, report.batch_no) == ("refused", 0, None)
    assert store.version == version


def test_good_rows_are_taken_and_bad_ones_kept_with_their_cells(store: Store) -> None:
    send(store, observation(1))
    report = send(
        store, observation(2), observation(3, evocation="6", empathy="x"), observation(4), accept_good_rows=True
    )
    assert (report.status, report.rows_read, report.rows_new, report.rows_refused) == ("imported", 3, 2, 1)
    assert {problem.row_number for problem in report.problems} == {3}
    rows = look(store, "select row_number, column_name, problem, value_shape, row_values from rejected_row order by 2")
    assert [row[:4] for row in rows] == [
        (3, "empathy", "grade_not_a_number", "text of 1 character"),
        (3, "evocation", "grade_out_of_scale", "number 6"),
    ]
    assert json.loads(rows[0][4])["observation_id"] == "OBS-3"
    assert look(store, "select rows_read, rows_new, rows_refused from import_batch where batch_no = 2") == [(3, 2, 1)]


def test_a_second_row_of_a_refused_observation_stands_alone(store: Store) -> None:
    report = send(store, observation(1, evocation="9"), observation(1, grader_id="SECOND"), accept_good_rows=True)
    assert (report.rows_new, report.rows_refused) == (1, 1)
    assert counted(store)["evocation"] == ("SECOND", 3.0)


def test_nothing_is_written_where_all_rows_are_bad(store: Store) -> None:
    report = send(store, observation(1, evocation="6"), accept_good_rows=True)
    assert report.status == "refused"
    assert look(store, "select count(*) from import_batch") == [(0,)]
    assert look(store, "select count(*) from authority") == [(0,)]


def test_a_dry_run_writes_nothing_and_reports_the_same(store: Store) -> None:
    version = store.version
    report = send(store, observation(1), observation(2), dry_run=True)
    assert (report.status, report.rows_new, report.batch_no) == ("dry run", 2, None)
    assert report.headline == "2 rows would be imported (2 new)."
    assert store.version == version
    assert look(store, "select count(*) from authority") == [(0,)]
    assert send(store, observation(1, evocation="7"), dry_run=True).status == "refused"


def test_the_same_file_twice_changes_nothing_and_says_so(store: Store) -> None:
    send(store, observation(1))
    version = store.version
    again = send(store, observation(1))
    assert (again.status, again.rows_unchanged, again.batch_no) == ("unchanged", 1, 1)
    assert "as batch 1" in again.headline
    assert store.version == version


def test_the_same_rows_in_another_file_change_nothing(store: Store) -> None:
    send(store, observation(1), observation(2))
    version = store.version
    report = take_in(store, file_of([observation(2), observation(1)], name="other.csv"))
    assert (report.status, report.rows_unchanged, report.batch_no) == ("unchanged", 2, None)
    assert store.version == version


def test_a_file_with_refused_rows_may_be_sent_again_once_the_reason_is_gone(store: Store) -> None:
    send(store, observation("a"))
    rows = [observation(1), observation(2, team="New team")]
    first = send(store, *rows, accept_good_rows=True)
    assert (first.rows_new, first.rows_refused) == (1, 1)
    send(store, {"service_area": "Children in Need", "team": "New team", "from": "2025-01-01"})
    second = send(store, *rows, accept_good_rows=True)
    assert (second.status, second.rows_new, second.rows_unchanged) == ("imported", 1, 1)


def test_a_corrected_row_replaces_the_earlier_version_and_both_stay(store: Store) -> None:
    send(store, observation(1), observation(2))
    report = send(store, observation(1, evocation="5", observed_on="2025-04-01"), observation(2))
    assert (report.rows_new, report.rows_replaced, report.rows_unchanged) == (0, 1, 1)
    versions = "select observed_on, superseded_by is null from observation where observation_id = 'OBS-1' order by 1"
    assert look(store, versions) == [(date(2025, 3, 10), False), (date(2025, 4, 1), True)]
    assert look(store, "select superseded_by from observation where superseded_by is not null") == [(report.batch_id,)]
    assert look(store, "select month, sum(observations) from observation_month group by 1 order by 1") == [
        (date(2025, 3, 1), 1),
        (date(2025, 4, 1), 1),
    ]
    batches = look(store, "select batch_no, rows_new, rows_replaced from import_batch order by 1")
    assert batches == [(1, 2, 0), (2, 0, 1)]


def test_a_blank_grade_takes_the_grade_away_and_a_missing_column_leaves_it(store: Store) -> None:
    send(store, observation(1))
    send(store, observation(1, evocation=None))
    assert counted(store) == {"empathy": ("OBSERVER-1", 4.0)}
    row = observation(1, evocation="2")
    del row["empathy"]
    assert send(store, row).rows_replaced == 1
    assert counted(store) == {"empathy": ("OBSERVER-1", 4.0), "evocation": ("OBSERVER-1", 2.0)}


def test_a_blank_particular_leaves_what_is_there(store: Store) -> None:
    send(store, observation(1, coached_on="2025-03-12"))
    blanks = dict.fromkeys(("setting", "medium", "visit_number", "family_ref", "coached_on"))
    send(store, observation(1, grader_id="SECOND", **blanks))
    current = "select setting, medium, visit_number, family_ref from observation where superseded_by is null"
    assert look(store, current) == [("home visit", "live", 2, "FAMILY-1")]
    assert look(store, "select coached_on from coaching_session where superseded_by is null") == [(date(2025, 3, 12),)]


# --- graders ----------------------------------------------------------------------------------------------------------


def test_the_observers_own_grade_counts_then_the_first_others(store: Store) -> None:
    send(
        store,
        observation(1, grader_id="B-FIRST", evocation="1", empathy="1"),
        observation(1, grader_id="A-SECOND", evocation="2", empathy="2"),
        observation(1, evocation="5", empathy=None),
    )
    assert [row[:2] for row in look(store, COUNTED)] == [
        ("OBSERVER-1", 1),
        ("B-FIRST", 2),
        ("B-FIRST", 2),
        ("A-SECOND", 3),
        ("A-SECOND", 3),
    ]
    assert counted(store) == {"evocation": ("OBSERVER-1", 5.0), "empathy": ("B-FIRST", 1.0)}
    assert look(store, "select observations, double_graded from observation_month") == [(1, 1)]
    assert look(store, "select element, grade from element_month order by 1") == [
        ("empathy", 1.0),
        ("evocation", 5.0),
        ("evocation_dimension", 5.0),
    ]


def test_an_observers_own_grade_that_comes_later_counts(store: Store) -> None:
    send(store, observation(1, grader_id="B-FIRST", evocation="1", empathy="1"))
    assert counted(store)["evocation"] == ("B-FIRST", 1.0)
    send(store, observation(1, grader_id="A-SECOND", evocation="2", empathy="2"))
    assert counted(store)["evocation"] == ("B-FIRST", 1.0)
    send(store, observation(1, evocation="5", empathy=None))
    assert counted(store) == {"evocation": ("OBSERVER-1", 5.0), "empathy": ("B-FIRST", 1.0)}
    assert look(store, "select distinct grader_id, grader_order from grade order by 2") == [
        ("OBSERVER-1", 1),
        ("B-FIRST", 2),
        ("A-SECOND", 3),
    ]
    assert look(store, "select observations, double_graded from observation_month") == [(1, 1)]


def test_a_corrected_observer_changes_whose_grade_counts(store: Store) -> None:
    send(store, observation(1, evocation="5"), observation(1, grader_id="OTHER", evocation="1"))
    send(store, observation(1, observer_id="OTHER", evocation="2"))
    assert counted(store)["evocation"] == ("OTHER", 2.0)


# --- months -----------------------------------------------------------------------------------------------------------


def test_composites_need_all_of_their_elements(store: Store) -> None:
    graded = {"evocation": "1", "collaboration": "2", "autonomy": "3", "empathy": None}
    send(store, observation(1) | graded, observation(2) | graded | {"autonomy": None, "setting": None})
    composites = """
        select setting, element, grade, observations from element_month
        where element in ('mi_spirit', 'relationship_building', 'evocation_dimension') order by all
    """
    assert look(store, composites) == [
        ("home visit", "evocation_dimension", 1.0, 1),
        ("home visit", "mi_spirit", 2.0, 1),
        ("not recorded", "evocation_dimension", 1.0, 1),
    ]
    graded = (
        "select worker_id, bit from worker_month join element_bit on (elements >> bit) & 1 = 1 where element = '{}'"
    )
    assert [worker for worker, _ in look(store, graded.format("mi_spirit"))] == ["WORKER-1"]


def test_a_second_file_in_the_same_month_adds_to_it(store: Store) -> None:
    send(store, observation(1))
    send(store, observation(2), observation(3, observed_on="2025-04-01"))
    assert look(store, "select month, observations from observation_month order by 1") == [
        (date(2025, 3, 1), 2),
        (date(2025, 4, 1), 1),
    ]


def test_an_observation_that_moves_to_an_untouched_month_takes_its_graders_along(store: Store) -> None:
    send(store, observation(1, evocation="5"))
    send(store, observation(1, grader_id="SECOND", evocation="1", observed_on="2025-06-01"))
    months = "select month, observations, double_graded from observation_month"
    assert look(store, months) == [(date(2025, 6, 1), 1, 1)]
    assert look(store, "select month, grade from element_month where element = 'evocation'") == [
        (date(2025, 6, 1), 5.0)
    ]


# --- teams and authorities --------------------------------------------------------------------------------------------


def test_the_first_teams_have_to_be_confirmed(store: Store) -> None:
    rows = [observation(1), observation(2, team="north-1"), observation(3, team="South")]
    report = send(store, *rows, create_teams=False)
    assert report.status == "refused"
    assert report.needs_teams == [("Children in Need", "North 1"), ("Children in Need", "South")]
    assert "2 teams in 1 service area" in report.headline
    assert "--create-teams" in report.problems[0].mend
    assert look(store, "select count(*) from team") == [(0,)]
    assert send(store, *rows, create_teams=True).status == "imported"
    assert look(store, "select service_area, team from team order by 2") == [
        ("Children in Need", "North 1"),
        ("Children in Need", "South"),
    ]
    assert look(store, "select distinct team from observation order by 1") == [("North 1",), ("South",)]


def test_faults_are_told_beside_the_teams_to_confirm(store: Store) -> None:
    report = send(store, observation(1, evocation="9"), create_teams=False)
    assert [problem.code for problem in report.problems] == ["teams_to_confirm", "grade_out_of_scale"]


def test_an_organisation_file_adds_and_changes_teams_and_memberships(store: Store) -> None:
    send(store, observation(1))
    team = {"service_area": "Children in Need", "team": "North 1", "worker_id": None, "role": None}
    rows = [
        team | {"from": "2020-01-01", "to": None},
        team | {"team": "North 9", "from": "2024-01-01", "to": None},
        team
        | {"team": "North 9", "worker_id": "W9", "role": "Social worker", "from": "2024-01-01", "to": "2024-12-31"},
    ]
    report = send(store, *rows)
    assert (report.kind, report.rows_new, report.rows_replaced) == ("organisation", 2, 1)
    assert look(store, "select team, valid_from from team where superseded_by is null order by 1") == [
        ("North 1", date(2020, 1, 1)),
        ("North 9", date(2024, 1, 1)),
    ]
    rows[2]["to"] = None
    again = send(store, *rows)
    assert (again.rows_new, again.rows_replaced, again.rows_unchanged) == (0, 1, 2)


def test_memberships_alone_bring_the_first_teams(store: Store) -> None:
    row = {"service_area": "A", "team": "T", "worker_id": "W", "from": "2024-01-01"}
    assert send(store, row).status == "imported"
    assert send(store, row | {"team": "U"}).problems[0].code == "unknown_team"


def test_authorities(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send(store, observation(1), authority="Northtown").authority == "Northtown"
    assert send(store, observation(2)).authority == "Northtown", "the store's only one"
    assert send(store, observation(1), authority="Southtown", is_synthetic=True).rows_new == 1, "keys do not collide"
    unsure = send(store, observation(3))
    assert (unsure.status, unsure.problems[0].code) == ("refused", "authority_not_chosen")
    assert "“Northtown” or “Southtown”" in unsure.problems[0].mend
    assert look(store, "select authority, is_synthetic from authority order by 1") == [
        ("Northtown", False),
        ("Southtown", True),
    ]
    assert look(store, "select count(*) from observation") == [(3,)]


def test_another_framework_for_an_authority_is_refused(store: Store) -> None:
    send(store, observation(1))
    with pytest.raises(IntakeError, match="another framework"):
        send(store, observation(2), framework=load_framework("tests/data/four.toml"))
    with pytest.raises(UsageError, match="not a kind"):
        send(store, observation(2), kind="observation")


# --- headings ---------------------------------------------------------------------------------------------------------


def test_what_a_person_says_about_a_heading_is_remembered(store: Store) -> None:
    row = observation(1)
    odd = {{"worker_id": "Col A", "evocation": "Drawing out"}.get(key, key): value for key, value in row.items()}
    odd["Mood"] = "3"
    assert send(store, odd).status == "refused"
    mapping = {"Col A": "worker_id", "Drawing out": "evocation", "Mood": ""}
    assert send(store, odd, mapping=mapping).status == "imported"
    assert counted(store)["evocation"] == ("OBSERVER-1", 3.0)
    later = send(store, odd | {"observation_id": "OBS-2", "Col A": "WORKER-2"})
    assert (later.status, later.rows_new) == ("imported", 1)
    assert send(store, odd, authority="Elsewhere").status == "refused", "remembered for its own authority only"


# --- other kinds and ways in ------------------------------------------------------------------------------------------


def test_months_of_looked_after_children(store: Store) -> None:
    report = send(
        store,
        {"Month": "Apr 2024", "LAC": "1,352", "starts": "3", "ceases": None},
        {"Month": "31/05/2024", "LAC": "349", "starts": "3", "ceases": "6"},
        {"Month": "06/2024", "LAC": "350", "starts": None, "ceases": None},
        {"Month": "2024-07", "LAC": "351", "starts": None, "ceases": None},
    )
    assert (report.kind, report.rows_new) == ("looked_after", 4)
    assert (report.first_date, report.last_date) == (date(2024, 4, 1), date(2024, 7, 31))
    months = "select month, looked_after from looked_after_month where superseded_by is null order by 1"
    assert look(store, months)[:2] == [(date(2024, 4, 1), 1352), (date(2024, 5, 1), 349)]
    corrected = send(store, {"Month": "2024-05", "LAC": "348", "starts": "3", "ceases": "6"})
    assert corrected.rows_replaced == 1
    assert look(store, months)[1] == (date(2024, 5, 1), 348)


def test_events_may_lie_ahead_and_concern_everybody(store: Store) -> None:
    ahead = date.today().replace(day=1, year=date.today().year + 1)
    event = {"date": f"{ahead}", "title": "Training", "service_area": None, "note": "first"}
    assert send(store, event).status == "imported"
    assert send(store, event | {"note": "second"}).rows_replaced == 1
    assert look(store, "select title, note from event where superseded_by is null") == [("Training", "second")]


def test_texts_that_look_like_formulas_stay_texts(store: Store) -> None:
    send(store, observation(1, worker_id="=1+1", observer_id="@sum", family_ref="-3", team="+North"))
    assert look(store, "select worker_id, observer_id, family_ref, team from observation") == [
        ("=1+1", "@sum", "-3", "+North")
    ]


def test_several_files_make_one_batch(store: Store) -> None:
    one, two = file_of([observation(1), observation(2)], "one.csv"), file_of([observation(3, evocation="8")], "two.csv")
    refused = take_in(store, [one, two], create_teams=True)
    assert [problem.row_number for problem in refused.problems] == [5], "row numbers go on"
    report = take_in(store, [one, two], create_teams=True, accept_good_rows=True)
    assert (report.rows_new, report.rows_refused, report.file_name) == (2, 1, "one.csv and 1 more")
    cells = json.loads(look(store, "select row_values from rejected_row")[0][0])
    assert cells["observation_id"] == "OBS-3"


def test_a_file_on_disk_is_read_and_taken_in_with_progress(store: Store, tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    path = write_csv(tmp_path / "own.csv", [observation(1), observation(2)])
    report = import_file(store, path, create_teams=True, progress=lambda words, share: told.append((words, share)))
    assert (report.status, report.file_name) == ("imported", "own.csv")
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert {"Checking 2 rows", "Writing 2 rows", "Done"} <= {words for words, _ in told}


def test_the_ledger_and_the_audit_say_who_did_what(store: Store) -> None:
    send(store, observation(1), user="A. Nalyst")
    assert look(store, "select batch_no, kind, file_name, imported_by, rows_read from import_batch") == [
        (1, "observations", "made.csv", "A. Nalyst", 1)
    ]
    assert look(store, "select who, action, subject, detail from audit_entry") == [
        ("A. Nalyst", "import", "batch 1", "observations: made.csv")
    ]


def test_a_report_can_be_written_as_json(store: Store) -> None:
    told = json.loads(json.dumps(send(store, observation(1, evocation="9")).to_dict()))
    assert told["problem_counts"] == [{"code": "grade_out_of_scale", "column": "evocation", "cells": 1}]
    assert told["problems"][0]["row_number"] == 2
    assert told["first_date"] is None
