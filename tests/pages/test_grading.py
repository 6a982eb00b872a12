"""The Grading page: pictures, choices, and an agreed grade from the queue to the averages and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mwm.questions import grades_to_discuss
from mwm.scope import Scope
from mwm.store import Store
from mwm.ui.asking import store
from mwm.viewer import LOCAL_VIEWER, Viewer
from tests.pages.conftest import alts, html, run, sound


def to_discuss(opened: Store) -> int:
    return int(grades_to_discuss(opened, LOCAL_VIEWER, Scope()).counts["grades"])


def test_four_pictures_and_a_sentence(full: Path) -> None:
    test = run("grading")
    assert "agreement between graders is good or excellent" in html(test)
    assert len(alts(test)) == 4
    assert "graders stands out: G-07" in html(test)
    assert "Agree a grade" not in html(test)


@pytest.mark.parametrize("page", ["skills", "teams"])
def test_what_grading_means_for_a_trend_is_said_under_it(
    page: str, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(store: Store, viewer: Viewer, scope: Scope) -> tuple[str, ...]:
        return ("Graders agree too little on empathy.",)

    monkeypatch.setattr("mwm.questions.grading.trends.grading_notes", told)
    assert "<li>Graders agree too little on empathy.</li>" in html(run(page))


def test_other_pictures_of_the_graders(full: Path) -> None:
    assert "On comparable work" in html(run("grading", picture="comparable", graded="empathy"))
    assert "How each grader uses the scale" in html(run("grading", picture="use"))


def test_a_link_from_the_queue_fills_the_form_and_the_agreed_grade_can_be_undone(own_copy: Path) -> None:
    test = run("grading", talk="open", **{"from": "all", "to": "all"})
    before = to_discuss(store())
    assert before > 0
    entry = html(test).split("entry=", 1)[1].split('"', 1)[0]
    test = run("grading", talk="open", entry=entry, **{"from": "all", "to": "all"})
    key = "enter_agreed_grades_"
    assert test.text_input(key + "observation_id").value.startswith("OBS-")
    test.selectbox(key + "agreed_grade").select("3")
    test.date_input(key + "agreed_on").set_value("2026-11-01")
    test.text_input(key + "reason").input("Heard it again")
    test = sound(press(test, "Save"))
    assert "The agreed grade was saved" in html(test)
    assert to_discuss(store()) == before - 1
    test = sound(press(test, "Undo"))
    assert to_discuss(store()) == before


def press(test: AppTest, label: str) -> AppTest:
    (button,) = [each for each in test.button if each.label == label]
    return button.click().run()


def test_without_a_store(nothing: Path) -> None:
    assert not alts(run("grading"))
