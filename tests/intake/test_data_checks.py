"""Each data check finds the fault that it is for, and none where there is none."""

from collections.abc import Callable

import pytest

from mwm.intake import run_checks
from mwm.store import Store
from tests.conftest import Fill
from tests.intake.made import look, observation, send
from tests.questions.supervision_rows import supervision

FAULTS = [
    ("one_current_version", "insert into observation from observation limit 1"),
    ("one_current_version", "insert into grade from grade limit 1"),
    ("one_current_version", "insert into looked_after_month from looked_after_month limit 1"),
    ("one_counted_grade", "update grade set is_counted = true"),
    ("one_counted_grade", "update grade set is_counted = false"),
    ("one_counted_grade", "update grade set is_counted = not is_counted where grader_order > 0"),
    ("one_counted_grade", "update grade set mean_grade = 3 where is_counted and element = 'empathy'"),
    ("grades_belong_to_an_observation", "delete from observation"),
    ("grades_belong_to_an_observation", "delete from grade"),
    ("grades_are_on_the_scale", "update grade set grade = 7 where element = 'empathy'"),
    ("teams_are_known", "delete from team"),
    ("teams_are_known", "delete from service_area"),
    ("rows_belong_to_a_batch", "delete from import_batch"),
    ("rows_belong_to_a_batch", "update import_batch set undone_at = now()"),
    ("replaced_rows_have_a_successor", "update grade set superseded_by = 'nobody' where element = 'empathy'"),
    ("months_match_the_rows", "delete from element_month where element = 'mi_spirit'"),
    ("months_match_the_rows", "update element_month set observations = observations + 1"),
    ("months_match_the_rows", "insert into worker_month from worker_month limit 1"),
    ("months_match_the_rows", "delete from observation_month"),
    ("months_match_the_rows", "update observation_month set double_graded = 0"),
    ("one_current_version", "insert into team_group_member from team_group_member limit 1"),
    ("rows_belong_to_a_batch", "update team_group_member set batch_id = 'nobody'"),
    ("replaced_rows_have_a_successor", "update team_group_member set superseded_by = 'nobody' where team is null"),
    ("group_months_match_the_rows", "delete from group_element_month where element = 'mi_spirit'"),
    ("group_months_match_the_rows", "update group_element_month set observations = observations + 1"),
    ("group_months_match_the_rows", "insert into group_worker_month from group_worker_month limit 1"),
    ("group_months_match_the_rows", "update group_worker_month set elements = 1"),
    ("group_months_match_the_rows", "update group_observation_month set double_graded = 0"),
    ("group_months_match_the_rows", "delete from group_observation_month"),
    ("group_months_match_the_rows", "delete from team_group_member"),
    ("one_current_version", "insert into observation_marker from observation_marker limit 1"),
    ("grades_belong_to_an_observation", "update observation_marker set observation_key = uuid()"),
    ("rows_belong_to_a_batch", "update observation_marker set batch_id = 'nobody'"),
    ("replaced_rows_have_a_successor", "update observation_marker set superseded_by = 'nobody'"),
    ("marker_months_match_the_rows", "delete from observation_marker"),
    ("marker_months_match_the_rows", "delete from marker_element_month where element = 'mi_spirit'"),
    ("marker_months_match_the_rows", "update marker_element_month set observations = 9 where is_group"),
    ("marker_months_match_the_rows", "insert into marker_worker_month from marker_worker_month limit 1"),
    ("marker_months_match_the_rows", "update marker_worker_month set elements = 1"),
    ("marker_months_match_the_rows", "update marker_observation_month set double_graded = 0"),
    ("marker_months_match_the_rows", "delete from marker_observation_month"),
    ("one_current_version", "insert into supervision from supervision limit 1"),
    ("one_current_version", "insert into supervision_grade from supervision_grade limit 1"),
    ("one_current_version", "insert into coaching_session from coaching_session limit 1"),
    ("one_counted_grade", "update supervision_grade set is_counted = not is_counted"),
    ("one_counted_grade", "update supervision_grade set mean_grade = grade"),
    ("grades_are_on_the_scale", "update supervision_grade set grade = 7"),
    ("grades_are_on_the_scale", "update supervision set rubric_version = '9'"),
    ("supervision_grades_belong_to_a_supervision", "delete from supervision"),
    ("supervision_grades_belong_to_a_supervision", "delete from supervision_grade"),
    ("rows_belong_to_a_batch", "update supervision_grade set batch_id = 'nobody'"),
    ("replaced_rows_have_a_successor", "update supervision set superseded_by = 'nobody'"),
    ("replaced_rows_have_a_successor", "update coaching_session set superseded_by = 'nobody'"),
    ("answers_belong_to_an_answered_request", "delete from feedback_request"),
    ("answers_belong_to_an_answered_request", "update feedback_request set outcome = 'declined'"),
    ("answers_belong_to_an_answered_request", "update feedback_response set batch_id = 'another'"),
    ("groups_are_told_apart", "update team_group_member set team_group = 'NORTH 1'"),
    ("groups_are_told_apart", "update team_group_member set team_group = 'Patch'"),
    ("groups_are_told_apart", "update team_group_member set team = 'Nowhere' where team is not null"),
    ("groups_are_told_apart", "update team_group_member set team = null"),
]


FEEDBACK = {
    "feedback_id": "FB-1",
    "asked_on": "2025-03-12",
    "service_area": "Children in Need",
    "team": "North 1",
    "respondent": "parent",
    "outcome": "answered",
    "form": "family_feedback",
    "felt_listened_to": "8",
}


def fill(store: Store) -> None:
    whole = {"collaboration": "3", "autonomy": "2"}
    send(
        store,
        observation(1, markers="edge of care") | whole,
        observation(1, grader_id="SECOND") | whole,
        observation(2) | whole,
    )
    send(store, {"month": "2025-04", "looked_after": "300"})
    send(store, supervision(1, coached_on="2025-03-20"), supervision(1, coached_on=None, grader_id="SECOND"))
    send(store, FEEDBACK)
    send(
        store,
        {"group": "Patch", "team": "North 1", "worker_id": None},
        {"group": "W", "team": None, "worker_id": "WORKER-1"},
    )


@pytest.fixture
def store(store_with: Callable[[Fill], Store]) -> Store:
    return store_with(fill)


def test_a_sound_store_passes(store: Store) -> None:
    checks = run_checks(store)
    assert [check.name for check in checks if check.faults] == []
    assert {check.name for check in checks} == {name for name, _ in FAULTS}, "each check has a fault to find"


@pytest.mark.parametrize(("name", "damage"), FAULTS)
def test_damage_is_found(store: Store, name: str, damage: str) -> None:
    with store._engine.begin() as connection:
        connection.exec_driver_sql(damage)
    found = {check.name: check for check in run_checks(store)}
    assert found[name].faults > 0
    assert found[name].examples
    identifiers = look(store, "select worker_id from worker_month union select grader_id from grade")
    assert not any(str(one) in repr(found[name].examples) for (one,) in identifiers)
