"""One calibration session: blind until shown, nothing that tells who is who, safe for many at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwm.calibration import Session
from mwm.calibration.session import MOST_PARTICIPANTS
from mwm.errors import UsageError

ELEMENTS = {"empathy": "Empathy", "autonomy": "Autonomy"}
POINTS = (1.0, 2.0, 3.0, 4.0, 5.0)


def opened(**expert: float) -> Session:
    return Session("ABC234", "Recording 3", ELEMENTS, POINTS, expert)


def test_nothing_is_shown_before_it_is_revealed() -> None:
    session = opened(empathy=3)
    token = session.join()
    session.grade(token, "empathy", 2)
    seen = session.overview()
    assert (seen.grades, seen.expert, seen.count.joined, seen.count.finished) == ({}, {}, 1, 0)
    session.reveal("empathy")
    seen = session.overview()
    assert (seen.grades, seen.expert) == ({"empathy": (2.0,)}, {"empathy": 3.0})


def test_a_grade_can_be_changed_and_taken_back_until_it_is_shown() -> None:
    session = opened()
    token = session.join()
    session.grade(token, "empathy", 2)
    session.grade(token, "empathy", 4)
    session.grade(token, "autonomy", 1)
    session.grade(token, "autonomy", None)
    session.reveal("empathy")
    with pytest.raises(UsageError, match="have been shown"):
        session.grade(token, "empathy", 5)
    session.grade(token, "autonomy", 3)
    place = session.place(token)
    assert place is not None
    assert place.grades == {"empathy": 4.0, "autonomy": 3.0}
    assert session.overview().count.finished == 1


def test_closing_shows_everything_and_ends_the_grading() -> None:
    session = opened()
    token = session.join()
    session.grade(token, "empathy", 2)
    with pytest.raises(UsageError, match="when the session is closed"):
        session.table()
    session.close()
    assert session.overview().is_closed
    assert session.table() == [{"empathy": 2.0}]
    with pytest.raises(UsageError, match="is closed"):
        session.grade(token, "autonomy", 2)
    with pytest.raises(UsageError, match="is closed"):
        session.join()


@pytest.mark.parametrize(("element", "grade"), [("empathy", 2.5), ("empathy", 0), ("warmth", 3)])
def test_only_the_points_of_the_scale_are_taken(element: str, grade: float) -> None:
    session = opened()
    token = session.join()
    with pytest.raises(UsageError):
        session.grade(token, element, grade)
    with pytest.raises(UsageError):
        opened(**{element: grade})


def test_a_token_of_another_session_has_no_place() -> None:
    session, other = opened(), opened()
    token = other.join()
    assert session.place(token) is None
    with pytest.raises(UsageError, match="no place"):
        session.grade(token, "empathy", 3)
    assert session.is_led_by(session.secret)
    assert not session.is_led_by(other.secret)


def test_sixty_people_at_once_lose_no_grade() -> None:
    session = opened()
    start = threading.Barrier(60)

    def take_part(number: int) -> str:
        token = session.join()
        start.wait()
        for element in ELEMENTS:
            session.grade(token, element, number % 5 + 1)
            session.overview()
        return token

    with ThreadPoolExecutor(60) as pool:
        tokens = list(pool.map(take_part, range(60)))
    session.close()
    names = {place.pseudonym for token in tokens if (place := session.place(token))}
    assert len(set(tokens)) == len(names) == 60
    assert session.overview().grades["empathy"] == tuple(sorted(float(number % 5 + 1) for number in range(60)))


def test_a_full_session_says_so() -> None:
    session = opened()
    for _ in range(MOST_PARTICIPANTS):
        session.join()
    with pytest.raises(UsageError, match="full"):
        session.join()


@given(st.lists(st.tuples(st.sampled_from(list(ELEMENTS)), st.sampled_from(POINTS)), max_size=30))
def test_the_last_grade_of_each_element_counts(steps: list[tuple[str, float]]) -> None:
    session = opened()
    token = session.join()
    for element, grade in steps:
        session.grade(token, element, grade)
    session.close()
    assert session.table() == ([dict(steps)] if steps else [])
