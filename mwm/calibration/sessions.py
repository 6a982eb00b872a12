"""All calibration sessions of one server: opened, found by their code, and forgotten after a while."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mwm.calibration.session import Grades, Session
from mwm.errors import UsageError

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without signs that look alike on a projector: 0 O, 1 I L
CODE_LENGTH = 6
IDLE, LONGEST = 60 * 60, 4 * 60 * 60  # seconds without any use, and in all
MOST_SESSIONS = 50
_WRONG_CODES, _IN_SECONDS = 120, 60  # at that pace a guess hits one of fifty sessions once in a hundred days


@dataclass
class _Held:
    session: Session
    opened_at: float
    used_at: float


class Sessions:
    """The sessions of one server, in memory. clock: seconds that only rise."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[str, _Held] = {}
        self._wrong: deque[float] = deque()
        self._lock = threading.Lock()

    def open(
        self, title: str, elements: Mapping[str, str], points: tuple[float, ...], expert: Grades | None = None
    ) -> Session:
        """Open a session. Raises UsageError without anything to grade, or where too many are open."""
        if not elements:
            raise UsageError("There is nothing to grade.", mend="Choose at least one element.")
        with self._lock:
            self._forget_old()
            if len(self._held) >= MOST_SESSIONS:
                raise UsageError("Too many sessions are open.", mend="Close one that has ended, or wait an hour.")
            code = self._new_code()
            session = Session(code, title.strip() or "Calibration", elements, points, expert or {})
            now = self._clock()
            self._held[code] = _Held(session, now, now)
            return session

    def find(self, code: str) -> Session:
        """The session with this code, written in any case and with or without spaces. Using it keeps it alive.

        Raises UsageError for a code that no session has. While too many codes have been wrong, right ones are not let
        in either: whoever guesses learns nothing. Those who are in come back through rejoin.
        """
        with self._lock:
            self._forget_old()
            now = self._clock()
            while self._wrong and self._wrong[0] < now - _IN_SECONDS:
                self._wrong.popleft()
            if len(self._wrong) >= _WRONG_CODES:
                raise UsageError("Too many wrong codes were tried.", mend="Wait a minute, then try again.")
            held = self._held.get(_plain(code))
            if held is not None:
                held.used_at = now
                return held.session
            self._wrong.append(now)
        raise UsageError(
            "There is no session with this code.", mend="Look at the code on the screen; a session ends after an hour."
        )

    def rejoin(self, code: str, token: str) -> Session | None:
        """The session for somebody whose browser kept a participant's token or the facilitator's secret.

        None where the session has ended or the token is not of this session.
        """
        with self._lock:
            self._forget_old()
            held = self._held.get(_plain(code))
        if held is None or not (held.session.is_led_by(token) or held.session.place(token)):
            return None
        held.used_at = self._clock()
        return held.session

    def end(self, session: Session) -> None:
        """Forget a session at once."""
        with self._lock:
            self._held.pop(session.code, None)

    def _new_code(self) -> str:
        while True:
            code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
            if code not in self._held:
                return code

    def _forget_old(self) -> None:
        now = self._clock()
        for code, held in list(self._held.items()):
            if now - held.used_at > IDLE or now - held.opened_at > LONGEST:
                del self._held[code]


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())
