"""Present mode on every page: one sentence, one picture, no controls, nobody's identifier; and the switch outside."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from mwm.settings import ROOT
from mwm.ui import presenting
from mwm.ui.navigation import PAGES
from tests.identifiers import found_in, identifiers_of
from tests.pages.conftest import alts, html, run, sound

ROOMS = [key for key, entry in PAGES.items() if entry.is_for_rooms and entry.is_listed]
SHOWN = {"html", "plotly_chart", "bidi_component", "alert"}


def parts(test: AppTest) -> list[tuple[str, bytes]]:
    """Everything that was sent to the browser: kind and content."""
    found = []

    def walk(block):
        for child in block.children.values():
            if hasattr(child, "children"):
                walk(child)
            else:
                found.append((child.type, child.proto.SerializeToString()))

    for root in (test.main, test.sidebar):
        walk(root)
    return found


def sent(test: AppTest) -> bytes:
    return b"".join(content for _, content in parts(test))


@pytest.fixture(scope="module")
def identifiers(demo_file, tmp_path_factory) -> frozenset[bytes]:
    return identifiers_of(demo_file, tmp_path_factory.mktemp("identifiers"))


@pytest.mark.parametrize("page", list(PAGES))
@pytest.mark.usefixtures("full")
def test_a_room_gets_no_control_and_the_address_stays(page):
    test = run(page, present="1")
    assert {kind for kind, _ in parts(test)} <= SHOWN
    assert not [*test.sidebar.children.values()]
    assert test.query_params["present"] == "1"
    assert 'data-press="leave"' in html(test)
    assert 'class="mwm-facts"' not in html(test)


@pytest.mark.parametrize("page", [key for key in ROOMS if key != "own_numbers"])
@pytest.mark.usefixtures("full")
def test_a_room_sees_the_question_one_sentence_and_one_picture(page):
    alone = run(page)
    test = run(page, present="1")
    assert PAGES[page].question in html(test)
    assert html(test).count('class="mwm-headline"') == 1
    assert len(alts(test)) + html(test).count("<table") == 1
    sentence = re.search(r'<p class="mwm-headline">.*?</p>', html(alone))
    assert sentence
    assert html(test).count("<h1") == 1


@pytest.mark.parametrize("page", [key for key, entry in PAGES.items() if not entry.is_for_rooms])
@pytest.mark.usefixtures("full")
def test_a_page_with_rows_or_forms_says_that_it_is_not_for_a_room(page):
    test = run(page, present="1", piece="OBS-0000001", worker="W-0001", show="policies")
    assert "This page is not for a shared screen." in html(test)
    assert html(test).count("Leave present mode") >= 1
    assert "<table" not in html(test)
    assert "worker" not in test.query_params
    assert "piece" not in test.query_params


VIEWS = {  # what could lead to single people, asked for in the address
    "teams": {"workers": "open"},
    "coverage": {"overdue": "open", "draw": "open"},
    "grading": {"talk": "open", "picture": "use"},
    "supervision": {"paired": "family"},
    "voice": {"words": "open", "alike": "open"},
    "skills": {"point": "2026-10-01"},
    "looked_after": {"compare": "open", "after": "open", "divided": "open", "ahead": "open", "practice": "open"},
    "overview": {"columns": "team"},
    "outcomes": {},
}


@pytest.mark.parametrize("page", list(VIEWS))
def test_no_identifier_is_sent_to_a_room_on_any_screen(page, full, identifiers):
    number, count = 1, 1
    while number <= count:
        test = run(page, present="1", screen=str(number), worker="W-0001", piece="OBS-0000001", **VIEWS[page])
        assert found_in(sent(test), identifiers) == set()
        assert "worker" not in test.query_params
        count = max(count, *(int(of) for of in re.findall(r"<span>\d+ of (\d+)</span>", html(test))), 0)
        number += 1
    assert count >= 1


def test_outside_present_mode_the_same_search_finds_people(full, identifiers):
    assert found_in(sent(run("coverage", overdue="open")), identifiers)


@pytest.mark.usefixtures("full")
def test_charts_of_single_people_are_not_among_a_rooms_pictures():
    said = "".join(html(run("grading", present="1", screen=str(number))) for number in (1, 2, 3))
    assert "How far graders agree" in said
    assert "Each grader" not in said
    assert "Same family" not in html(run("supervision", present="1", screen="4", paired="family"))


@pytest.mark.usefixtures("full")
def test_a_screen_that_there_is_not_shows_the_first():
    test = run("skills", present="1", screen="99")
    assert "<span>1 of 3</span>" in html(test)
    assert len(alts(test)) == 1


@pytest.mark.usefixtures("full")
def test_another_screen_has_its_own_sentence_and_only_its_own_picture():
    first, second = run("skills", present="1"), run("skills", present="1", screen="2")
    assert "<span>1 of 3</span>" in html(first)
    assert "<span>2 of 3</span>" in html(second)
    assert "How the grades are spread" in html(second)
    assert "How the grades are spread" not in html(first)


@pytest.mark.usefixtures("full")
def test_an_answer_that_is_held_back_is_not_sent_at_all():
    shown = run("skills", present="1")
    held = run("skills", present="1", hold="1")
    assert presenting.EXPECT in html(held)
    assert not held.get("plotly_chart")
    assert "observations" not in html(held)
    sentence = re.search(r'<p class="mwm-headline">(.*?)</p>', html(shown))
    assert sentence
    assert re.sub("<.*?>", "", sentence[1]).encode() not in sent(held)
    assert held.query_params["hold"] == "1"


@pytest.mark.usefixtures("full")
def test_a_refusal_is_said_on_the_stage_without_buttons():
    test = run("skills", present="1", team="Nowhere")
    assert "There is no team called “Nowhere”." in html(test)
    assert {kind for kind, _ in parts(test)} <= SHOWN


@pytest.mark.usefixtures("full")
def test_the_button_enters_present_mode_and_keeps_what_was_chosen():
    test = run("skills", element="empathy", service_area="Children in Need")
    sound(test.button(key="present_enter").click().run())
    assert test.query_params["present"] == "1"
    assert test.query_params["element"] == "empathy"
    assert "Empathy in Children in Need" in html(test)
    assert "Children in Need · Nov 2023 – Oct 2026" in html(test)
    assert {kind for kind, _ in parts(test)} <= SHOWN


@pytest.mark.usefixtures("full")
def test_present_mode_outlives_a_click_that_carries_an_older_address():
    test = run("skills", present="1")
    test.query_params.clear()
    sound(test.run())
    assert {kind for kind, _ in parts(test)} <= SHOWN
    assert test.query_params["present"] == "1"


@pytest.mark.usefixtures("full")
def test_the_switch_says_who_sees_what_and_outlives_another_page():
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert "Local use, no sign-in" in "".join(part.proto.body for part in test.sidebar.get("html"))
    switch = test.sidebar.toggle(key="choose_small_numbers")
    assert switch.value is True  # as these tests are set
    assert switch.label == "Show people and small numbers"
    assert "hidden" in switch.help
    sound(switch.set_value(False).run())
    for page in ("pages/coverage.py", "pages/teams.py", "pages/data.py"):
        sound(test.switch_page(page).run())
        assert test.sidebar.toggle(key="choose_small_numbers").value is False
    sound(test.switch_page("pages/teams.py").run())
    assert "Workers, with caution: switch on" in html(test)
    assert not [fold for fold in test.expander if "Workers" in fold.label]
    sound(test.sidebar.toggle(key="choose_small_numbers").set_value(True).run())
    assert [fold for fold in test.expander if "Workers" in fold.label]


@pytest.mark.usefixtures("full")
def test_small_numbers_are_hidden_from_the_start(monkeypatch):
    from mwm.settings import settings

    monkeypatch.delenv("MWM_SMALL_NUMBERS")
    settings.cache_clear()
    assert run("outcomes").sidebar.toggle(key="choose_small_numbers").value is False
    settings.cache_clear()
