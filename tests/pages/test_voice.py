"""What do families tell us?"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from mwm.answer import Answer, Method
from mwm.questions import families_comments
from mwm.scope import Scope
from mwm.store import Store
from mwm.ui import panel
from mwm.viewer import LOCAL_VIEWER
from tests.pages.conftest import alts, html, run, sound

WAITING = {"words": "open", "form": "family_feedback"}


@pytest.mark.usefixtures("full")
def test_the_sentence_leads_and_four_pictures_follow() -> None:
    test = run("voice")
    assert "questions across the service: between " in html(test)
    assert "people asked answered (" in html(test)
    assert [alt.split(".")[0] for alt in alts(test)] == ["Stacked bars", "Line chart", "Line chart", "Stacked bars"]
    assert " people asked, " in html(test)
    assert "synthetic data</span>" in html(test)


@pytest.mark.usefixtures("full")
def test_the_address_carries_every_choice() -> None:
    test = run("voice", form="care_leavers", split="mode", measure="share")
    query = dict(test.query_params)
    assert query.items() >= {
        "form": "care_leavers", "item": "is_on_my_side", "measure": "share", "events": "all", "split": "mode",
        "alike": "folded", "words": "folded", "service_area": "all",
    }.items()  # fmt: skip
    assert "By how: My adviser is on my side" in html(test)


@pytest.mark.usefixtures("full")
def test_a_respondent_narrows_everything() -> None:
    everybody, children = html(run("voice")), html(run("voice", respondent="child"))
    assert everybody != children
    asked = [int(text.split(" people asked, ")[0].split(">")[-1].replace(",", "")) for text in (everybody, children)]
    assert 0 < asked[1] < asked[0]


@pytest.mark.usefixtures("full")
def test_a_group_can_be_asked_for_and_a_team_without_feedback_says_so() -> None:
    assert "in North patch" in html(run("voice", team="North patch"))
    empty = run("voice", team="CLA Team E", **{"from": "2020-11", "to": "2021-01"})
    assert "No feedback is recorded yet in CLA Team E" in html(empty)
    assert not alts(empty)


@pytest.mark.usefixtures("full")
def test_a_question_and_a_measure_of_the_trend_are_a_click() -> None:
    test = run("voice")
    menu = next(button for button in test.menu_button if button.key == "choose_voice_item")
    menu.click("had_a_say")
    assert "Over time: I had a say in what happens next" in html(sound(test.run()))
    assert test.query_params["item"] == "had_a_say"


@pytest.mark.usefixtures("full")
def test_views_of_the_same_visit_are_folded_away_at_first() -> None:
    assert "On the same visits" not in html(run("voice"))
    test = run("voice", alike="open")
    assert "On the same visits" in html(test)
    assert len(alts(test)) == 5


def press(test: Any, label: str) -> Any:
    return sound(next(button for button in test.button if button.label == label).click().run())


def waits(test: Any) -> int:
    """How many comments wait to be read, as the page says."""
    found = re.search(r"(\d+) (?:is|are) waiting to be read", html(test))
    assert found
    return int(found[1])


def test_a_comment_is_shown_after_somebody_has_marked_it_as_safe_and_not_after_undoing(own_copy: Any) -> None:
    with Store.open(own_copy) as store:
        waiting = families_comments(store, LOCAL_VIEWER, Scope(), show="waiting").rows
    test = run("voice", **WAITING)
    assert 'class="mwm-quotes"' in html(test)
    test.segmented_control(key="comments_list").set_value("waiting").run()
    before = html(test)
    assert "Mark as safe to show" in [button.label for button in test.button]
    assert not any(reference in before for reference in waiting["feedback_id"]), (
        "a reference is nobody's business on screen"
    )
    at_first = waits(test)
    press(test, "Mark as safe to show")
    assert "The comment was marked as safe to show." in html(test)
    assert waits(test) == at_first - 1
    press(test, "Undo")
    assert "1 earlier entry is current again" in html(test)
    assert waits(test) == at_first


def test_read_comments_say_who_read_them_and_can_be_held_back(own_copy: Any) -> None:
    test = run("voice", **WAITING)
    test.segmented_control(key="comments_list").set_value("read").run()
    assert " · safe to show, " in html(test)
    press(test, "Hold back")
    assert "The comment is held back." in html(test)
    assert " · held back, " in html(test)


@pytest.mark.usefixtures("full")
def test_in_front_of_an_audience_there_is_no_place_for_comments() -> None:
    test = run("voice", words="open", present="1")
    assert "In their own words" not in [part.label for part in test.expander]
    assert 'class="mwm-quotes"' not in html(test)
    assert "people asked answered" in html(test)


def test_a_count_of_people_that_is_hidden_stands_as_c_in_the_line_of_facts() -> None:
    def facts(**counts: int | str | None) -> str:
        return panel._facts(Answer("q", "ok", "Said.", Scope(), pd.DataFrame(), (), counts, Method("What")))

    assert facts(asked=25, answered=11, declined=3) == "25 people asked, 11 answered, 3 declined"
    assert facts(asked=25, answered=None, declined=None) == "25 people asked, c answered"
    of_few = facts(supervisions=12, method="observed", supervisors=None)
    assert of_few == "12 observed supervisions of c supervisors"
