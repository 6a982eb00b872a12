"""The Workshop page, the take-away and a showing, as Streamlit's own test runner runs them."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from mwm.settings import ROOT
from mwm.store import Store
from mwm.ui import running
from mwm.ui.navigation import PAGES
from mwm.workshops import EXAMPLES, Workshop, kept_workshops, load, ready_workshops, save, step_of
from mwm.workshops.views import PAGES as FOR_ROOMS
from tests.pages.conftest import html, run, sound

STEPS = (
    step_of(title="First", view="overview", question="What do you expect?", is_held=True, note="NOTE ONE", minutes=2),
    step_of(title="Second", view="skills?picture=run", question="And now?", answer="HIDDEN WORDS", note="NOTE TWO"),
    step_of(title="Third", view="teams?element=empathy"),
)


def press(test: AppTest, label: str, at: int = 0) -> AppTest:
    found = [button for button in test.button if button.label == label]
    return sound(found[at].click().run())


@pytest.fixture
def one(own_copy):
    """A store with one workshop of three steps; its name."""
    with Store.open(own_copy) as store:
        name, _ = save(store, Workshop("Forum", steps=STEPS), user="me")
    return name


@pytest.fixture
def shown(one):
    """A showing of it, and the code of its notes."""
    return running.runs().open(one, Workshop("Forum", steps=STEPS))


def write(test: AppTest, **given: str) -> None:
    """Fill fields in, by the first word of their label."""
    for word, text in given.items():
        next(field for field in test.text_input if field.label.startswith(word)).set_value(text)


def room(showing, page: str, **more: str) -> AppTest:
    return run(page, present="1", workshop=showing.name, step="1", run=showing.room_code, **more)


def workshops(own_copy) -> list[Workshop]:
    from mwm.ui.asking import store

    return [load(store(), kept.id)[0] for kept in kept_workshops(store())]


def test_what_can_be_shown_is_what_present_mode_shows():
    assert set(FOR_ROOMS) == {key for key, page in PAGES.items() if page.is_for_rooms and page.is_listed}


@pytest.mark.usefixtures("own_copy")
def test_without_a_workshop_the_page_says_how_to_begin_and_offers_the_ready_ones():
    test = run("workshop")
    assert "No workshop of your own yet" in html(test)
    assert all(workshop.title in html(test) for workshop in ready_workshops().values())


def test_a_new_one_is_made_filled_reordered_and_changes_are_undone(own_copy):
    test = run("workshop")
    test.text_input[0].set_value("Forum")
    test = press(test, "Make it")
    assert "No step yet" in html(test)
    for title, link in (("One", "http://localhost:8501/skills?element=empathy&present=1"), ("Two", "teams")):
        write(test, **{"Title for the room": title, "View": link})
        test = press(test, "Add this step")
        if title == "One":
            test = press(test, "Add a step")
    (made,) = workshops(own_copy)
    assert [(step.title, step.view.link) for step in made.steps] == [
        ("One", "skills?element=empathy"),
        ("Two", "teams"),
    ]
    test = press(test, "Up")
    assert [step.title for step in workshops(own_copy)[0].steps] == ["Two", "One"]
    test = press(test, "Copy")
    test = press(test, "Delete", at=-1)
    test = press(test, "Undo")
    assert [step.title for step in workshops(own_copy)[0].steps] == ["Two", "Two", "One"]
    test = press(test, "Do it again")
    assert [step.title for step in workshops(own_copy)[0].steps] == ["Two", "One"]


@pytest.mark.usefixtures("own_copy")
def test_a_link_that_is_no_view_is_refused_and_what_was_written_stays():
    test = run("workshop")
    test.text_input[0].set_value("Forum")
    test = press(test, "Make it")
    write(test, **{"Title for the room": "One", "View": "https://elsewhere.example/import"})
    test = press(test, "Add this step")
    assert "does not lead to a page that can be shown to a room" in html(test)
    assert "One" in [field.value for field in test.text_input]


def test_a_workshop_is_deleted_and_brought_back(one, own_copy):
    test = press(run("workshop", edit=one), "Delete")
    assert "was deleted" in html(test)
    assert workshops(own_copy) == []
    press(test, "Undo")
    assert [workshop.title for workshop in workshops(own_copy)] == ["Forum"]


def test_markup_in_a_workshop_is_shown_as_text(own_copy):
    from mwm.ui.asking import store

    bad = "<script>alert(1)</script>"
    step = step_of(title=bad, view="skills", question=bad, answer=bad, note=bad)
    name, _ = save(store(), Workshop(bad, steps=(step,)), user=bad)
    showing, notes = running.runs().open(name, Workshop(bad, steps=(step,)))
    for test in (
        run("workshop"),
        run("workshop", edit=name),
        room(showing, "skills"),
        run("workshop", run=notes, notes="1"),
    ):
        assert "<script>" not in html(test)


def test_a_view_that_is_held_back_sends_its_question_and_nothing_else(shown):
    showing, _ = shown
    test = room(showing, "overview", hold="1")
    told = html(test)
    assert "What do you expect?" in told
    assert "1 of 3" in told
    assert "mwm-matrix" not in told.replace("table.mwm-matrix", "").replace("mwm-matrix-scroll", "")
    assert "NOTE" not in told
    showing.reveal()
    told = html(room(showing, "overview"))
    assert '<table class="mwm-matrix' in told
    assert "NOTE" not in told


def test_an_answer_in_words_waits_until_it_is_revealed(shown):
    showing, _ = shown
    showing.go(1)
    assert "HIDDEN WORDS" not in html(room(showing, "skills"))
    showing.reveal()
    assert "HIDDEN WORDS" in html(room(showing, "skills"))


def test_notes_open_with_their_own_code_alone(shown):
    showing, notes = shown
    test = run("workshop", run=notes, notes="1")
    assert "NOTE ONE" in html(test)
    assert "Second" in html(test)
    press(test, "Next →")
    assert showing.place.step == 1
    assert "NOTE ONE" not in html(run("workshop", run=showing.room_code, notes="1"))
    assert "belong to no workshop" in html(run("workshop", run=showing.room_code, notes="1"))


def test_the_take_away_holds_what_was_seen_and_no_more(shown):
    showing, _ = shown
    test = run("takeaway", takeaway=showing.takeaway_code)
    assert "Nothing has been shown yet" in html(test)
    showing.go(1)
    told = html(run("takeaway", takeaway=showing.takeaway_code))
    assert "Second" in told
    assert "First" not in told  # still held back
    assert "NOTE" not in told
    assert "HIDDEN" not in told
    assert "has ended" in html(run("takeaway", takeaway="0" * 24))


def test_whoever_comes_with_a_take_away_sees_no_more_than_the_room(shown):
    showing, _ = shown
    code = showing.takeaway_code
    assert "Workers, with caution" in [part.label for part in run("teams").expander]
    with_code = run("teams", takeaway=code)
    assert "Workers, with caution" not in [part.label for part in with_code.expander]
    assert with_code.query_params["takeaway"] == code


def test_a_room_s_address_that_is_none_is_refused_in_words(one):
    test = run("skills", present="1", workshop=one, step="1", run="guess")
    assert "This showing has ended." in html(test)


def test_where_letters_stand_for_teams_no_name_is_left_and_without_a_showing_nothing_is(one, own_copy):
    showing, _ = running.runs().open(one, Workshop("Forum", steps=STEPS), has_neutral_names=True)
    showing.go(2)
    test = room(showing, "teams", names="neutral")
    sent = html(test) + "".join(str(part.proto) for part in test.get("plotly_chart"))
    assert "CIN Team" not in sent
    assert "Team P" in sent or "Team Q" in sent
    ended = run("teams", present="1", takeaway="0" * 24, names="neutral")
    assert "This workshop has ended." in html(ended)
    assert "CIN Team" not in html(ended)


@pytest.mark.usefixtures("nothing")
@pytest.mark.parametrize("key", list(EXAMPLES))
def test_made_up_series_say_so_and_hide_their_verdict_when_asked(key):
    judged = html(run("own_numbers", example=key))
    assert "synthetic data</span>" in judged
    alone = html(run("own_numbers", example=key, shown_as="line"))
    assert "Is anything really changing?" in alone
    for word in ("Real improvement", "Real concern", "no real change", "too few"):
        assert word not in alone


def test_the_made_up_series_teach_what_the_course_says_of_them():
    from mwm.questions.own_numbers import own_numbers

    said = {
        key: own_numbers(each.days, each.values, better=each.better).extra["variation"]
        for key, each in EXAMPLES.items()
    }
    assert said == {
        "only_chance": "common_cause",
        "one_month": "concern_high",
        "a_shift": "improvement_high",
        "slow_fall": "improvement_low",
        "too_few": None,
    }


def test_a_view_is_added_from_its_own_page(one, own_copy):
    test = run("skills", element="empathy")
    test = press(test, "Add this view")
    assert "Added as step 4." in html(test)
    added = workshops(own_copy)[0].steps[3]
    assert added.view.page == "skills"
    assert added.view.query()["element"] == ["empathy"]


def test_a_file_is_taken_in_and_a_bad_one_refused(own_copy):
    from mwm.workshops import write_workshop

    test = AppTest.from_file(str(ROOT / "pages" / "workshop.py"), default_timeout=30).run()
    test.file_uploader[0].set_value(("bad.toml", b"format = 1", "application/toml")).run()
    assert "This is not the file of a workshop." in html(sound(test))
    test.file_uploader[0].set_value(
        ("forum.toml", write_workshop(Workshop("Sent", steps=STEPS)).encode(), "application/toml")
    )
    sound(test.run())
    assert [workshop.title for workshop in workshops(own_copy)] == ["Sent"]
