"""Calibration and Join as Streamlit's own test runner runs them, with what a browser would have kept."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from mwm.settings import ROOT
from mwm.ui import calibrating
from tests.pages.conftest import html


@pytest.fixture
def page(full, monkeypatch):
    """A page with nothing kept in its browser yet. full: a store to take the framework from."""

    def opened(name: str, **kept: str):
        test = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=30)
        for key in ("led_session", "place"):
            test.session_state[f"mwm_kept_{key}"] = kept.get(key, "")
        return test

    return opened


def test_a_session_is_opened_with_an_expert_s_grades_hidden(page):
    test = page("calibration").run()
    assert not test.exception
    test.text_input[0].set_value("Recording 3")
    test.selectbox[0].set_value("4")
    test.button[0].click().run()
    assert not test.exception
    assert 'class="mwm-code"' in html(test)
    assert "How the room graded" not in html(test)
    (code, secret) = json.loads(test.session_state["mwm_kept_led_session"])
    session = calibrating._sessions().rejoin(code, secret)
    assert session is not None
    assert session.overview().expert == {}


def test_a_participant_grades_and_sees_how_far_they_are(page):
    elements = {"empathy": "Empathy", "autonomy": "Autonomy"}
    session = calibrating._sessions().open("Recording 4", elements, (1.0, 2.0, 3.0))
    token = session.join()
    test = page("join", place=json.dumps([session.code, token])).run()
    assert "0 of 2 graded" in html(test)
    test.button_group[0].set_value(2.0).run()
    assert "1 of 2 graded" in html(test)
    assert session.place(token).grades == {"empathy": 2.0}
    session.close()
    assert "The grading has ended" in html(test.run())


def test_a_code_that_no_session_has_is_refused_in_words(page):
    test = page("join").run()
    test.text_input[0].set_value("ABCDEF")
    test.button[0].click().run()
    assert not test.exception
    assert "There is no session with this code." in html(test)
