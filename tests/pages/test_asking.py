"""What is recalled is recalled for the same question of the same viewer on the same version of the same store only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mwm.scope import Scope
from mwm.ui import asking
from mwm.viewer import LOCAL_VIEWER


def counted(calls):
    def question(store, viewer, scope, **arguments):
        calls.append((viewer, scope, arguments))
        return len(calls)

    return question


@pytest.fixture
def calls():
    return []


@pytest.mark.usefixtures("own_copy")
def test_the_same_question_is_answered_once(calls):
    question = counted(calls)
    assert [asking.ask(question, Scope(), element="empathy") for _ in range(3)] == [1, 1, 1]


@pytest.mark.usefixtures("own_copy")
def test_other_arguments_and_another_scope_are_other_questions(calls):
    question = counted(calls)
    asking.ask(question, Scope(), element="empathy")
    asking.ask(question, Scope(), element="autonomy")
    asking.ask(question, Scope(teams=("CIN Team A",)), element="autonomy")
    assert len(calls) == 3


@pytest.mark.usefixtures("own_copy")
def test_a_viewer_never_gets_what_another_may_see(calls, monkeypatch):
    question = counted(calls)
    asking.ask(question, Scope())
    narrow = replace(LOCAL_VIEWER, service_areas=("Youth Justice",))
    monkeypatch.setattr(asking, "viewer", lambda: narrow)
    asking.ask(question, Scope())
    assert [scope.service_areas for _, scope, _ in calls] == [(), ("Youth Justice",)]
    monkeypatch.setattr(asking, "viewer", lambda: replace(LOCAL_VIEWER, name="somebody else"))
    asking.ask(question, Scope())
    assert len(calls) == 3


@pytest.mark.usefixtures("own_copy")
def test_a_change_of_the_store_is_a_new_question(calls):
    question = counted(calls)
    asking.ask(question, Scope())
    with asking.store().transaction("nothing"):
        pass
    asking.ask(question, Scope())
    assert len(calls) == 2


def test_another_store_is_another_question(calls, use_store, own_copy, tmp_path):
    question = counted(calls)
    asking.ask(question, Scope())
    use_store(tmp_path / "other.duckdb")
    asking.store(create=True)
    asking.ask(question, Scope())
    assert len(calls) == 2
