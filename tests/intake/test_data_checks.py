"""Each data check finds the fault that it is for, and none where there is none."""

import pytest

from mwm.intake import run_checks
from mwm.store import Store
from tests.intake.made import look, observation, send

FAULTS = [
    ("one_current_version", "insert into observation from observation limit 1"),
    ("one_current_version", "insert into grade from grade limit 1"),
    ("one_current_version", "insert into looked_after_month from looked_after_month limit 1"),
    ("one_counted_grade", "update grade set is_counted = true"),
    ("one_counted_grade", "update grade set is_counted = false"),
    ("one_counted_grade", "update grade set is_counted = not is_counted where grader_order > 0"),
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
]


@pytest.fixture
def store(store: Store) -> Store:
    whole = {"collaboration": "3", "autonomy": "2"}
    send(store, observation(1) | whole, observation(1, grader_id="SECOND") | whole, observation(2) | whole)
    send(store, {"month": "2025-04", "looked_after": "300"})
    return store


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
