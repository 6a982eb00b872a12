"""All showings of one server: opened, found by their codes, and forgotten after a while."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from mwm.errors import UsageError
from mwm.workshops.run import Run, new_notes_code, room_code_of
from mwm.workshops.sequence import Workshop

IDLE, LONGEST = 4 * 60 * 60, 24 * 60 * 60  # seconds without any use, and in all
MOST_RUNS = 50
_ROOM_CODE = re.compile(r"[0-9a-f]{24}")


@dataclass
class _Held:
    run: Run
    opened_at: float
    used_at: float


class Runs:
    """The showings of one server, in memory. clock: seconds that only rise."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()

    def open(self, name: str, workshop: Workshop, *, has_neutral_names: bool = False) -> tuple[Run, str]:
        """Begin a showing. Returns it with the code of its notes, which is kept nowhere here.

        name: what the workshop is called in the store. Raises UsageError without a step, or where too many go on.
        """
        if not workshop.steps:
            raise UsageError("This workshop has no step yet.", mend="Add at least one view to it.")
        notes_code = new_notes_code()
        return self._hold(room_code_of(notes_code), name, workshop, has_neutral_names), notes_code

    def of_room(self, room_code: str) -> Run | None:
        """The showing whose room has this code; None for none. Using it keeps it alive."""
        with self._lock:
            self._forget_old()
            held = self._held.get(room_code)
            if held is None:
                return None
            held.used_at = self._clock()
            return held.run

    def of_notes(self, notes_code: str) -> Run | None:
        """The showing whose notes have this code; None for none."""
        return self.of_room(room_code_of(notes_code))

    def of_takeaway(self, takeaway_code: str) -> Run | None:
        """The showing whose take-away has this code; None for none. Looking does not keep it alive."""
        with self._lock:
            self._forget_old()
            runs = (held.run for held in self._held.values())
            return next((run for run in runs if run.takeaway_code == takeaway_code), None)

    def again(self, room_code: str, name: str, workshop: Workshop, *, step: int, has_neutral_names: bool) -> Run:
        """Go on with a showing that this server has forgotten, because it was started anew, where the room was.

        Raises UsageError for what is not a room's code.
        """
        if not _ROOM_CODE.fullmatch(room_code) or not workshop.steps:
            raise UsageError("This showing has ended.", mend="Start the workshop again on the Workshop page.")
        run = self._hold(room_code, name, workshop, has_neutral_names)
        run.go(step)
        return run

    def again_for_notes(self, notes_code: str, name: str, workshop: Workshop, *, has_neutral_names: bool) -> Run:
        """The same for the window of the notes, where it comes back before the room does."""
        return self.again(room_code_of(notes_code), name, workshop, step=0, has_neutral_names=has_neutral_names)

    def end(self, run: Run) -> None:
        """Everything is over: windows that follow are told, and the take-away stays for a while."""
        run.end()

    def _hold(self, room_code: str, name: str, workshop: Workshop, has_neutral_names: bool) -> Run:
        with self._lock:
            self._forget_old()
            if room_code in self._held:
                return self._held[room_code].run
            if len(self._held) >= MOST_RUNS:
                raise UsageError("Too many workshops are being shown.", mend="End one of them, or wait a while.")
            now = self._clock()
            run = Run(room_code, name, workshop, has_neutral_names=has_neutral_names)
            self._held[room_code] = _Held(run, now, now)
            return run

    def _forget_old(self) -> None:
        now = self._clock()
        for code, held in list(self._held.items()):
            if now - held.used_at > IDLE or now - held.opened_at > LONGEST:
                del self._held[code]
