"""One showing of a workshop: where the room is, what has been revealed, and since when.

Three windows know it by three codes. Whoever has the notes' code has the room's, and whoever has the room's has the
take-away's; never the other way round, because each is a digest of the one before. So the room's address, which
everybody in the room can read, opens no notes, and the take-away on a phone moves nothing on the screen.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from mwm.workshops.sequence import Step, Workshop

_CODE = 24  # letters of a digest: 96 bits


def new_notes_code() -> str:
    """A code that cannot be guessed."""
    return secrets.token_hex(16)


def room_code_of(notes_code: str) -> str:
    """The room's code of a showing whose notes have this code."""
    return _digest("room", notes_code)


def takeaway_code_of(room_code: str) -> str:
    """The take-away's code of a showing whose room has this code."""
    return _digest("takeaway", room_code)


@dataclass(frozen=True)
class Place:
    """Where a room is. step: from 0; as many as there are steps for the end. since: when the step came, in seconds of
    the clock on the wall. extra: minutes given in addition. is_over: whether the facilitator has ended it.
    """

    step: int = 0
    is_revealed: bool = False
    since: float = 0.0
    extra: int = 0
    is_over: bool = False


class Run:
    """One showing. Every method may be called from any thread. now: seconds of the clock on the wall."""

    def __init__(
        self,
        room_code: str,
        name: str,
        workshop: Workshop,
        *,
        has_neutral_names: bool,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.room_code, self.takeaway_code = room_code, takeaway_code_of(room_code)
        self.name, self.workshop, self.has_neutral_names = name, workshop, has_neutral_names
        self.seed = secrets.token_hex(16)
        self._now = now
        self._place = Place(since=now())
        self._revealed: set[int] = set()
        self._seen: set[int] = set()
        self._lock = threading.Lock()
        self._arrive(0)

    @property
    def place(self) -> Place:
        """Where the room is now."""
        return self._place

    @property
    def step(self) -> Step | None:
        """The step that the room looks at; None at the end."""
        return self.step_at(self._place.step)

    def step_at(self, number: int) -> Step | None:
        """One step, None beyond the last."""
        return self.workshop.steps[number] if 0 <= number < len(self.workshop.steps) else None

    @property
    def seen(self) -> tuple[Step, ...]:
        """The steps whose view has been shown: what a take-away may hold while the workshop goes on."""
        with self._lock:
            return tuple(step for number, step in enumerate(self.workshop.steps) if number in self._seen)

    def go(self, step: int) -> Place:
        """Be at a step; beyond either end, at that end."""
        with self._lock:
            wanted = max(0, min(step, len(self.workshop.steps)))
            if wanted != self._place.step:
                self._arrive(wanted)
            return self._place

    def next(self) -> Place:
        """One step on."""
        return self.go(self._place.step + 1)

    def previous(self) -> Place:
        """One step back."""
        return self.go(self._place.step - 1)

    def reveal(self) -> Place:
        """Show what the step holds back; where it holds nothing back, nothing happens."""
        with self._lock:
            step = self.step_at(self._place.step)
            if step and step.has_more and not self._place.is_revealed:
                self._revealed.add(self._place.step)
                self._seen.add(self._place.step)
                self._place = replace(self._place, is_revealed=True)
            return self._place

    def give_a_minute(self) -> Place:
        """Let the room talk for one more minute."""
        with self._lock:
            self._place = replace(self._place, extra=self._place.extra + 1)
            return self._place

    def end(self) -> Place:
        """Everything is over: the room sees the end, and the take-away stays and holds every step."""
        with self._lock:
            self._seen.update(range(len(self.workshop.steps)))
            self._place = Place(len(self.workshop.steps), since=self._now(), is_over=True)
            return self._place

    def talk_ends(self) -> float | None:
        """When the time to talk is up, in seconds of the clock on the wall; None where the step has no clock."""
        step = self.step
        minutes = (step.minutes if step else 0) + self._place.extra
        return self._place.since + 60 * minutes if minutes else None

    def _arrive(self, number: int) -> None:
        step = self.step_at(number)
        if step is None or not step.is_held or number in self._revealed:
            self._seen.add(number)
        self._place = Place(number, number in self._revealed, self._now())


def _digest(of: str, code: str) -> str:
    return hashlib.sha256(f"mwm {of} {code}".encode()).hexdigest()[:_CODE]
