"""Every refusal: its row, column, shape and mend, and that no message repeats a cell."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from mwm.errors import UsageError
from mwm.framework import load_framework
from mwm.intake import Problem, Report, take_in
from mwm.store import Store
from tests.conftest import Fill
from tests.intake.made import file_of, found, look, observation, send

TOMORROW = f"{date.today() + timedelta(days=1)}"


def with_teams(store: Store) -> Store:
    """Two service areas and three teams."""
    send(
        store,
        observation("a", team="North 1"),
        observation("b", team="North 2"),
        observation("c", team="Leaving Care", service_area="Independent Futures"),
    )
    return store


@pytest.fixture
def store(store_with: Callable[[Fill], Store]) -> Store:
    """A store with teams, for one test that writes to it."""
    return store_with(with_teams)


@pytest.fixture(scope="module")
def unchanged(filled_file: Callable[[Fill], Path]) -> Iterator[Store]:
    """A store with teams, shared by tests in which everything is refused; nothing may have changed at the end."""
    file = filled_file(with_teams)
    with Store.open(shutil.copyfile(file, file.with_name("unchanged.duckdb"))) as opened:
        before = opened.version
        yield opened
        assert opened.version == before
        assert look(opened, "select count(*) from observation") == [(3,)]


def only(report: Report) -> Problem:
    assert report.status == "refused"
    assert len(report.problems) == 1, report.problems
    return report.problems[0]


@pytest.mark.parametrize(
    ("changes", "column", "code", "shape", "message", "mend"),
    [
        ({"evocation": "7"}, "evocation", "grade_out_of_scale", "number 7", "scale 1–5", "1–5"),
        ({"evocation": "0"}, "evocation", "grade_out_of_scale", "number 0", "scale 1–5", "1–5"),
        ({"evocation": "-3"}, "evocation", "grade_out_of_scale", "number -3", "scale 1–5", "1–5"),
        ({"empathy": "3.5"}, "empathy", "grade_between_points", "number 3.5", "between two points", "1, 2, 3, 4 or 5"),
        ({"empathy": "good"}, "empathy", "grade_not_a_number", "text of 4 characters", "not a number", "blank"),
        ({"empathy": "nan"}, "empathy", "grade_out_of_scale", "text of 3 characters", "scale", "1–5"),
        ({"observed_on": TOMORROW}, "observed_on", "date_in_future", "a date", "future", "day first"),
        ({"observed_on": "31/12/2099"}, "observed_on", "date_in_future", "a date", "future", "day first"),
        ({"observed_on": "1989-12-31"}, "observed_on", "date_before_1990", "a date", "before 1990", "four digits"),
        ({"observed_on": "01/02/24"}, "observed_on", "date_before_1990", "a date", "before 1990", "four digits"),
        ({"observed_on": "12/31/2024"}, "observed_on", "not_a_date", "a date", "not a date", "17/04/2025"),
        ({"observed_on": "30/02/2025"}, "observed_on", "not_a_date", "a date", "not a date", "day first"),
        ({"observed_on": "last week"}, "observed_on", "not_a_date", "text of 9 characters", "not a date", "2025-04-17"),
        ({"observed_on": "45000"}, "observed_on", "not_a_date", "number of 5 digits", "not a date", "2025-04-17"),
        ({"observed_on": None}, "observed_on", "blank_cell", "blank", "blank", "Fill it in"),
        ({"worker_id": None}, "worker_id", "blank_cell", "blank", "needed", "Fill it in"),
        ({"observation_id": None}, "observation_id", "blank_cell", "blank", "needed", "Fill it in"),
        ({"team": "Nroth 1"}, "team", "unknown_team", "text of 7 characters", "does not know this team", "“North 1”"),
        ({"team": "Leaving Care"}, "team", "team_in_other_area", "text of 12 ch", "“Independent Futures”", "organis"),
        (
            {"service_area": "Children in Ned"},
            "service_area",
            "unknown_service_area",
            "text of 15 characters",
            "does not know this service area",
            "“Children in Need”",
        ),
        ({"setting": "the park"}, "setting", "unknown_choice", "text of 8 characters", "known words", "“school visit”"),
        ({"medium": "by phone"}, "medium", "unknown_choice", "text of 8 characters", "known words", "“recorded”"),
        ({"visit_number": "0"}, "visit_number", "number_below_one", "number 0", "below 1", "from 1"),
        ({"visit_number": "1.5"}, "visit_number", "not_a_whole_number", "number 1.5", "whole number", "whole number"),
        ({"visit_number": "two"}, "visit_number", "not_a_number", "text of 3 characters", "not a number", "digits"),
        ({"visit_number": "99999"}, "visit_number", "number_too_large", "number of 5 digits", "too large", "Check"),
        ({"coached_on": "2025-03-09"}, "coached_on", "coached_before_observed", "a date", "before", "both dates"),
        ({"coached_on": TOMORROW}, "coached_on", "date_in_future", "a date", "future", "day first"),
        ({"coached_on": "soon"}, "coached_on", "not_a_date", "text of 4 characters", "not a date", "day first"),
        ({"evocation": None, "empathy": None}, None, "no_grade", "", "no grade at all", "at least one"),
    ],
)
def test_a_row_is_refused(unchanged: Store, changes, column, code, shape, message, mend) -> None:
    report = send(unchanged, observation(1), observation(2, **changes))
    problem = only(report)
    assert (problem.row_number, problem.column, problem.code) == (3, column, code)
    assert problem.value_shape.startswith(shape)
    assert message in problem.message
    assert mend in problem.mend
    assert report.rows_refused == 1
    assert report.problem_counts == {(code, column): 1}


def test_the_same_grader_twice_names_both_rows(unchanged: Store) -> None:
    rows = [observation(1), observation(2), observation(1, grader_id="OBSERVER-1", evocation="5")]
    report = send(unchanged, *rows)
    assert found(report) == {(2, None, "duplicate_row"), (4, None, "duplicate_row")}
    assert all("rows 2, 4" in problem.message for problem in report.problems)
    assert "second grader" in report.problems[0].mend


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("observed_on", "2025-03-11"),
        ("team", "North 2"),
        ("worker_id", "WORKER-9"),
        ("observer_id", "OBSERVER-2"),
        ("setting", "school visit"),
        ("medium", "recorded"),
        ("visit_number", "3"),
        ("family_ref", "FAMILY-9"),
    ],
)
def test_rows_of_one_observation_must_agree(unchanged: Store, column: str, value: str) -> None:
    report = send(unchanged, observation(1), observation(1, grader_id="OTHER", **{column: value}))
    problem = only(report)
    assert (problem.row_number, problem.column, problem.code) == (3, column, "rows_disagree")
    assert "Row 2" in problem.message


def test_a_blank_in_a_second_graders_row_is_no_disagreement(store: Store) -> None:
    blanks = dict.fromkeys(("setting", "medium", "visit_number", "family_ref", "coached_on"))
    assert send(store, observation(1), observation(1, grader_id="OTHER", **blanks)).status == "imported"


def test_two_teams_for_one_worker_on_one_day(store: Store) -> None:
    report = send(store, observation(1, worker_id="SAME"), observation(2, worker_id="SAME", team="North 2"))
    problem = only(report)
    assert (problem.row_number, problem.column, problem.code) == (3, "team", "two_teams_on_one_day")
    assert "row 2" in problem.message
    moved = send(
        store,
        observation(1, worker_id="SAME"),
        observation(2, worker_id="SAME", team="North 2", observed_on="2025-03-11"),
    )
    assert moved.status == "imported"


def test_another_team_in_the_store_on_that_day(store: Store) -> None:
    problem = only(send(store, observation(7, worker_id="WORKER-a", team="North 2")))
    assert (problem.row_number, problem.column, problem.code) == (2, "team", "other_team_in_store")
    assert send(store, observation("a", team="North 2")).rows_replaced == 1, "the observation itself may be corrected"


def test_a_team_that_did_not_exist_on_the_day(store: Store) -> None:
    teams = {"service_area": "Children in Need", "team": "North 2", "from": "2024-01-01", "to": "2025-02-28"}
    assert send(store, teams).status == "imported"
    problem = only(send(store, observation(1, team="North 2")))
    assert (problem.row_number, problem.column, problem.code) == (2, "team", "team_not_valid")
    assert "until 28/02/2025" in problem.message
    assert send(store, observation(1, team="North 2", observed_on="2025-02-28")).status == "imported"
    assert "from 01/01/2024" in only(send(store, observation(2, team="North 2", observed_on="2023-12-31"))).message


def test_all_faults_of_all_rows_are_listed(unchanged: Store) -> None:
    report = send(unchanged, observation(1, evocation="9", setting="moon"), observation(2), observation(3, team="X"))
    assert found(report) == {
        (2, "evocation", "grade_out_of_scale"),
        (2, "setting", "unknown_choice"),
        (4, "team", "unknown_team"),
    }
    assert report.rows_refused == 2
    assert report.headline == "Nothing was imported: 3 faults were found in 2 of 3 rows."


def test_at_most_a_thousand_problems_are_kept_and_all_are_counted(unchanged: Store) -> None:
    report = send(unchanged, *(observation(number, evocation="6", empathy="x") for number in range(700)))
    assert len(report.problems) == 1000
    assert report.problem_counts == {("grade_out_of_scale", "evocation"): 700, ("grade_not_a_number", "empathy"): 700}


# --- headings ---------------------------------------------------------------------------------------------------------


def renamed(**names: str) -> dict[str, str | None]:
    return {names.get(key, key): value for key, value in observation(1).items()}


def test_missing_columns_are_named_and_the_nearest_headings_offered(unchanged: Store) -> None:
    row = renamed(worker_id="wrker id")
    del row["team"]
    report = send(unchanged, row)
    assert [problem.code for problem in report.problems] == ["missing_column"] * 2
    assert "The column team is missing" in report.problems[0].message
    assert "“wrker id”" in report.problems[1].mend
    assert report.headline.startswith("Nothing was imported: 2 needed columns are missing")


def test_an_observation_file_needs_a_column_of_grades(unchanged: Store) -> None:
    row = observation(1)
    del row["evocation"], row["empathy"]
    problem = only(send(unchanged, row))
    assert problem.code == "missing_column"
    assert "clarity_about_concerns" in problem.mend


@pytest.mark.parametrize("heading", ["Warmth", "empathie", "skill 8"])
def test_a_column_of_grades_for_no_element_is_refused(unchanged: Store, heading: str) -> None:
    report = send(unchanged, observation(1) | {heading: "3"}, observation(2) | {heading: "4"})
    problem = only(report)
    assert (problem.row_number, problem.column, problem.code) == (1, heading, "unknown_element")
    assert "“collaboration”" in problem.mend or "“empathy”" in problem.mend


@pytest.mark.parametrize("value", ["a remark", "2025-01-01", "1200", None])
def test_other_unknown_columns_are_left_out_with_a_note(store: Store, value: str | None) -> None:
    report = send(store, observation(1) | {"Remarks": value})
    assert report.status == "imported"
    assert report.notes == ["This column was left out: “Remarks”."]


def test_two_headings_for_one_column_are_refused(unchanged: Store) -> None:
    row = renamed(worker_id="Staff ID") | {"Social worker": "V"}
    problem = only(send(unchanged, row))
    assert problem.code == "heading_twice"
    assert "“Staff ID” and “Social worker”" in problem.message


def test_a_file_without_rows_is_refused(unchanged: Store) -> None:
    rows = file_of([observation(1)])
    report = take_in(unchanged, replace(rows, rows=rows.rows.slice(0, 0)))
    assert only(report).code == "empty_file"
    with pytest.raises(UsageError, match="No file"):
        take_in(unchanged, [])


def test_a_file_of_no_kind_is_reported(unchanged: Store) -> None:
    report = send(unchanged, {"colour": "red", "size": "9"})
    assert only(report).code == "unknown_kind"
    assert report.kind == ""


# --- other kinds ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "changes", "column", "code"),
    [
        ("looked_after", {"looked_after": "-1"}, "looked_after", "negative_number"),
        ("looked_after", {"looked_after": "2.5"}, "looked_after", "not_a_whole_number"),
        ("looked_after", {"started": "few"}, "started", "not_a_number"),
        ("looked_after", {"month": "2099-01"}, "month", "month_in_future"),
        ("looked_after", {"month": "1980-01"}, "month", "month_before_1990"),
        ("looked_after", {"month": "2025-04-17"}, "month", "not_a_month"),
        ("looked_after", {"looked_after": None}, "looked_after", "blank_cell"),
        ("looked_after", {"population_0_17": "900"}, "looked_after", "more_than_population"),
        ("looked_after", {"population_0_17": "99999999999"}, "population_0_17", "number_too_large"),
        ("events", {"date": "2099-01-01"}, "date", "date_too_far"),
        ("events", {"date": "x"}, "date", "not_a_date"),
        ("events", {"title": None}, "title", "blank_cell"),
        ("events", {"team": "Nroth 1"}, "team", "unknown_team"),
        ("organisation", {"from": "2099-01-01"}, "from", "date_too_far"),
        ("organisation", {"from": "1900-01-01"}, "from", "date_before_1990"),
        ("organisation", {"to": "2019-01-01"}, "to", "ends_before_begins"),
        ("organisation", {"worker_id": None}, "role", "role_without_worker"),
        ("organisation", {"team": "Noth 1"}, "team", "unknown_team"),
        ("published_figures", {"area_level": "town"}, "area_level", "unknown_area_level"),
        ("published_figures", {"year": "25"}, "year", "year_out_of_range"),
        ("published_figures", {"value": "many"}, "value", "not_a_number"),
        ("published_figures", {"symbol": "c"}, "value", "value_or_symbol"),
        ("published_figures", {"value": None}, "value", "value_or_symbol"),
        ("published_figures", {"value": None, "symbol": "q"}, "symbol", "not_a_figure"),
    ],
)
def test_a_row_of_another_kind_is_refused(unchanged: Store, kind: str, changes, column, code) -> None:
    row: dict[str, str | None] = {
        "looked_after": {
            "month": "2025-04",
            "looked_after": "300",
            "started": "1",
            "ceased": "2",
            "population_0_17": None,
        },
        "events": {"date": "2025-01-01", "title": "Training", "service_area": "Children in Need", "team": "North 1"},
        "organisation": {
            "service_area": "Children in Need",
            "team": "North 1",
            "worker_id": "WORKER-77",
            "role": "Social worker",
            "from": "2020-01-01",
            "to": None,
        },
        "published_figures": {
            "area_code": "E1",
            "area": "Place",
            "area_level": "authority",
            "year": "2025",
            "measure": "looked_after",
            "value": "5",
            "symbol": None,
            "release": "2025",
            "source": "A source",
        },
    }[kind]
    problem = only(send(unchanged, row | changes, kind=kind))
    assert (problem.row_number, problem.column, problem.code) == (2, column, code)
    assert send(unchanged, row, kind=kind, dry_run=True).status == "dry run", "the row itself is without fault"


@pytest.mark.parametrize(
    "rows",
    [
        [{"month": "2025-04", "looked_after": "3"}, {"month": "01/04/2025", "looked_after": "4"}],
        [{"date": "2025-01-01", "title": "T"}, {"date": "01/01/2025", "title": "T"}],
    ],
)
def test_one_entry_twice_in_a_file(unchanged: Store, rows) -> None:
    report = send(unchanged, *rows)
    assert {problem.code for problem in report.problems} == {"duplicate_entry"}
    assert "rows 2, 3" in report.problems[0].message


def member(worker: str, team: str, first: str, last: str | None) -> dict[str, str | None]:
    return {"service_area": "Children in Need", "team": team, "worker_id": worker, "from": first, "to": last}


def test_memberships_may_not_overlap_in_the_file_or_with_the_store(store: Store) -> None:
    report = send(store, member("W1", "North 1", "2024-01-01", None), member("W1", "North 2", "2024-06-01", None))
    assert found(report) == {(2, "from", "overlapping_memberships"), (3, "from", "overlapping_memberships")}
    assert "row 3" in report.problems[0].message
    good = [member("W1", "North 1", "2024-01-01", "2024-05-31"), member("W1", "North 2", "2024-06-01", None)]
    assert send(store, *good).status == "imported"
    later = send(store, member("W1", "North 1", "2025-01-01", None))
    assert "store" in only(later).message
    ended = [member("W1", "North 2", "2024-06-01", "2024-12-31"), member("W1", "North 1", "2025-01-01", None)]
    assert send(store, *ended).rows_replaced == 1


# --- what reading found -----------------------------------------------------------------------------------------------


def test_faults_found_while_reading_refuse_their_row(store: Store) -> None:
    problem = Problem(3, "empathy", "formula_cell", "a formula", "This cell is a formula.", "Paste its value.")
    rows = [observation(1), observation(2)]
    report = take_in(store, file_of(rows, problems=[problem]))
    assert report.problems == [problem]
    kept = take_in(store, file_of(rows, problems=[problem]), accept_good_rows=True)
    assert (kept.rows_new, kept.rows_refused) == (1, 1)


# --- nobody is named --------------------------------------------------------------------------------------------------


def test_no_cell_of_a_refused_file_reaches_a_message(unchanged: Store, caplog: pytest.LogCaptureFixture) -> None:
    secret = "ZQX"
    names = {
        "observation_id": f"{secret}-1",
        "worker_id": f"{secret}-2",
        "observer_id": f"{secret}-3",
        "family_ref": f"{secret}-4",
        "grader_id": f"{secret}-5",
    }
    everywhere = dict.fromkeys(observation(1), f"{secret} Jones")
    rows = [
        observation(1, **names),
        observation(1, **names),
        observation(1, **names | {"grader_id": f"{secret}-6", "worker_id": f"{secret}-7", "team": "North 2"}),
        observation(2, **names | {"observation_id": f"{secret}-8", "team": "North 2", "evocation": "8"}),
        everywhere,
        observation(3, **names | {"observation_id": f"{secret}-9", "evocation": secret, "coached_on": "2001-01-01"}),
    ]
    report = send(unchanged, *rows)
    assert len({problem.code for problem in report.problems}) >= 10
    assert secret not in json.dumps(report.to_dict(), ensure_ascii=False)
    assert secret not in caplog.text


# --- another framework ------------------------------------------------------------------------------------------------


def test_a_framework_of_four_elements_from_0_to_3(tmp_path) -> None:
    four = load_framework("tests/data/four.toml")
    row = {
        "observation_id": "O1",
        "observed_on": "2025-01-01",
        "service_area": "Family Help",
        "team": "West",
        "worker_id": "W1",
        "observer_id": "S1",
        "Warmth": "0",
        "Listening": "3",
        "candour": "2",
        "setting": "Clinic",
        "medium": "by drone",
    }
    with Store.open(tmp_path / "four.duckdb", create=True) as store:
        wrong = send(store, row | {"Warmth": "4", "setting": "home visit"}, framework=four)
        assert found(wrong) == {(2, "Warmth", "grade_out_of_scale"), (2, "setting", "unknown_choice")}
        assert any("0–3" in problem.message for problem in wrong.problems)
        assert send(store, row, framework=four).status == "imported"
        assert look(store, "select element, grade from grade order by element") == [
            ("candour", 2.0),
            ("listening", 3.0),
            ("warmth", 0.0),
        ]
        assert look(
            store,
            "select element, grade from element_month where element not in (select element from grade) order by 1",
        ) == [
            ("heart", 1.0),
            ("with_people", 1.5),
        ]
        assert look(store, "select setting, medium from observation") == [("clinic", "by drone")]
        msw = send(store, observation(1))
        assert msw.status == "refused"
