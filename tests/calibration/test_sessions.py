"""All sessions of a server: codes, guessing, coming back, being forgotten."""

import pytest

from mwm.calibration import Session, Sessions
from mwm.calibration.sessions import ALPHABET, CODE_LENGTH, IDLE, LONGEST, MOST_SESSIONS
from mwm.errors import UsageError


class Clock:
    """Seconds that a test moves on."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(sessions: Sessions) -> Session:
    return sessions.open("Recording", {"empathy": "Empathy"}, (1.0, 2.0, 3.0))


def test_a_code_is_found_however_it_is_written(clock: Clock) -> None:
    sessions = Sessions(clock)
    session = opened(sessions)
    assert len(session.code) == CODE_LENGTH
    assert set(session.code) <= set(ALPHABET)
    assert sessions.find(f" {session.code[:3].lower()}-{session.code[3:].lower()} ") is session
    with pytest.raises(UsageError, match="no session with this code"):
        sessions.find("000000")


def test_whoever_guesses_is_held_up_and_whoever_is_in_is_not(clock: Clock) -> None:
    sessions = Sessions(clock)
    session = opened(sessions)
    token = session.join()
    for number in range(120):
        with pytest.raises(UsageError):
            sessions.find(f"0{number:05}")
    with pytest.raises(UsageError, match="Too many wrong codes"):
        sessions.find(session.code)
    assert sessions.rejoin(session.code, token) is session
    assert sessions.rejoin(session.code, session.secret) is session
    assert sessions.rejoin(session.code, "somebody else’s") is None
    clock.now += 61
    assert sessions.find(session.code) is session


def test_a_session_that_nobody_uses_is_forgotten(clock: Clock) -> None:
    sessions = Sessions(clock)
    session = opened(sessions)
    clock.now += IDLE - 1
    assert sessions.find(session.code) is session  # and is kept alive by it
    clock.now += IDLE + 1
    assert sessions.rejoin(session.code, session.secret) is None


def test_no_session_lasts_longer_than_an_afternoon(clock: Clock) -> None:
    sessions = Sessions(clock)
    session = opened(sessions)
    for _ in range(int(LONGEST / IDLE * 2)):
        clock.now += IDLE / 2
        sessions.rejoin(session.code, session.secret)
    clock.now += 1
    assert sessions.rejoin(session.code, session.secret) is None


def test_ending_makes_room(clock: Clock) -> None:
    sessions = Sessions(clock)
    held = [opened(sessions) for _ in range(MOST_SESSIONS)]
    with pytest.raises(UsageError, match="Too many sessions"):
        opened(sessions)
    sessions.end(held[0])
    assert opened(sessions).code not in {session.code for session in held[1:]}
    with pytest.raises(UsageError, match="nothing to grade"):
        sessions.open("Recording", {}, (1.0, 2.0))
