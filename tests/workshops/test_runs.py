"""One showing, and all of them: three codes, each of which opens less than the one before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.errors import UsageError
from mwm.workshops import Run, Runs, Workshop, step_of
from mwm.workshops.run import room_code_of, takeaway_code_of
from mwm.workshops.runs import IDLE, LONGEST, MOST_RUNS

STEPS = (
    step_of(title="A", view="overview", is_held=True, minutes=2),
    step_of(title="B", view="skills", answer="B it is"),
    step_of(title="C", view="teams"),
)
WORKSHOP = Workshop("T", steps=STEPS)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def run() -> Run:
    return Run("a" * 24, "id", WORKSHOP, has_neutral_names=False, now=Clock())


def test_steps_stop_at_both_ends(run):
    assert run.previous().step == 0
    assert [run.next().step for _ in range(5)] == [1, 2, 3, 3, 3]
    assert run.step is None
    assert run.go(-9).step == 0


def test_a_view_is_taken_away_only_once_it_was_shown(run):
    assert run.seen == ()
    run.next()
    assert run.seen == (STEPS[1],)
    run.previous()
    run.reveal()
    assert run.seen == STEPS[:2]
    assert run.go(2).step == 2
    assert run.go(0).is_revealed  # what was revealed stays so
    run.end()
    assert run.seen == STEPS
    assert run.place.is_over


def test_revealing_where_nothing_is_held_changes_nothing(run):
    before = run.go(2)
    assert run.reveal() == before


def test_the_clock_begins_with_the_step_and_can_be_given_more(run):
    assert run.talk_ends() == 120
    run.give_a_minute()
    assert run.talk_ends() == 180
    run.next()
    assert run.talk_ends() is None
    run.give_a_minute()
    assert run.talk_ends() == 60


@settings(deadline=None)
@given(st.lists(st.sampled_from(["next", "previous", "reveal", "give_a_minute"]), max_size=30))
def test_whatever_is_pressed_the_place_is_one_of_the_workshop(presses):
    run = Run("a" * 24, "id", WORKSHOP, has_neutral_names=False)
    for press in presses:
        place = getattr(run, press)()
        assert 0 <= place.step <= len(STEPS)
        assert not place.is_revealed or STEPS[place.step].has_more
        assert (STEPS[0] in run.seen) <= ("reveal" in presses)


def test_each_code_opens_less_than_the_one_before():
    runs = Runs()
    run, notes = runs.open("id", WORKSHOP)
    assert runs.of_notes(notes) is run
    assert runs.of_room(run.room_code) is run
    assert runs.of_takeaway(run.takeaway_code) is run
    assert runs.of_notes(run.room_code) is None
    assert runs.of_room(run.takeaway_code) is None
    assert runs.of_takeaway(run.room_code) is None
    assert len({notes, room_code_of(notes), takeaway_code_of(run.room_code)}) == 3


def test_showings_are_forgotten_after_a_while():
    clock = Clock()
    runs = Runs(clock)
    run, _ = runs.open("id", WORKSHOP)
    clock.now += IDLE - 1
    assert runs.of_room(run.room_code) is run
    clock.now += IDLE - 1
    assert runs.of_room(run.room_code) is run
    clock.now += IDLE + 1
    assert runs.of_room(run.room_code) is None
    run, _ = runs.open("id", WORKSHOP)
    for _ in range(LONGEST // (IDLE - 1) + 1):
        clock.now += IDLE - 1
        runs.of_room(run.room_code)
    assert runs.of_room(run.room_code) is None


def test_a_server_started_anew_goes_on_where_the_room_was_and_the_notes_find_it():
    run, notes = Runs().open("id", WORKSHOP, has_neutral_names=True)
    anew = Runs()
    again = anew.again(run.room_code, "id", WORKSHOP, step=2, has_neutral_names=True)
    assert again.place.step == 2
    assert again.has_neutral_names
    assert anew.of_notes(notes) is again
    assert anew.again(run.room_code, "id", WORKSHOP, step=0, has_neutral_names=False) is again
    for bad in ("", "guess", "Z" * 24, "a" * 23):
        with pytest.raises(UsageError):
            anew.again(bad, "id", WORKSHOP, step=0, has_neutral_names=False)


def test_too_many_showings_and_empty_workshops_are_refused():
    runs = Runs()
    with pytest.raises(UsageError, match="no step"):
        runs.open("id", Workshop("Empty"))
    for _ in range(MOST_RUNS):
        runs.open("id", WORKSHOP)
    with pytest.raises(UsageError, match="Too many"):
        runs.open("id", WORKSHOP)
