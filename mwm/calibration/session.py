"""One calibration session: who has joined, what they have graded, and what the facilitator has revealed."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from mwm.errors import UsageError

MOST_PARTICIPANTS = 300
_COLOURS = ("Amber", "Blue", "Copper", "Green", "Indigo", "Jade", "Lilac", "Olive", "Pearl", "Plum", "Ruby", "Silver")
_ANIMALS = (
    "badger", "beaver", "dolphin", "falcon", "finch", "fox", "hare", "hedgehog", "heron", "kestrel", "kingfisher",
    "lark", "lynx", "marten", "mole", "newt", "otter", "owl", "pike", "puffin", "raven", "robin", "seal", "sparrow",
    "stoat", "swallow", "swift", "thrush", "vole", "wren",
)  # fmt: skip

Grades = Mapping[str, float]


@dataclass(frozen=True)
class Place:
    """A participant's own place: the pseudonym shown to them, and what they have graded so far."""

    pseudonym: str
    grades: dict[str, float]


@dataclass(frozen=True)
class Count:
    """What everybody may see before a reveal. finished: how many have graded every element."""

    joined: int
    finished: int


@dataclass(frozen=True)
class Overview:
    """What the shared screen may show: counts, and for revealed elements alone their grades, in no order of persons.

    grades: element key → one list of grades, sorted. expert: element key → the expert's grade, revealed ones only.
    """

    count: Count
    is_closed: bool
    grades: dict[str, tuple[float, ...]]
    expert: dict[str, float]


@dataclass
class _Participant:
    pseudonym: str
    grades: dict[str, float] = field(default_factory=dict)


class Session:
    """One session. Every method may be called from any thread.

    elements: key → name of what is graded. points: the points of the scale. expert: grades held back until the
    element is revealed; may be empty or partial.
    """

    def __init__(
        self, code: str, title: str, elements: Mapping[str, str], points: tuple[float, ...], expert: Grades
    ) -> None:
        self.code, self.title, self.elements, self.points = code, title, dict(elements), points
        self._secret = secrets.token_urlsafe(18)
        self._expert = {key: self._checked(key, grade) for key, grade in expert.items()}
        self._participants: dict[str, _Participant] = {}
        self._revealed: set[str] = set()
        self._is_closed = False
        self._lock = threading.Lock()

    @property
    def secret(self) -> str:
        """What lets the facilitator, and nobody else, come back to this session."""
        return self._secret

    def is_led_by(self, secret: str) -> bool:
        """Whether this is the facilitator's secret, compared in constant time."""
        return secrets.compare_digest(self._secret.encode(), secret.encode())

    # --- participants -----------------------------------------------------------------------------------------------

    def join(self) -> str:
        """Take a place and return its token, which only the participant's own browser keeps.

        Raises UsageError where the session is closed or full.
        """
        with self._lock:
            if self._is_closed:
                raise UsageError("This session is closed.", mend="Ask the facilitator for a new code.")
            if len(self._participants) >= MOST_PARTICIPANTS:
                raise UsageError("This session is full.", mend="Ask the facilitator to open a second one.")
            token = secrets.token_urlsafe(18)
            self._participants[token] = _Participant(self._free_pseudonym())
            return token

    def place(self, token: str) -> Place | None:
        """The place that a token belongs to; None where it is of another session."""
        with self._lock:
            found = self._participants.get(token)
            return Place(found.pseudonym, dict(found.grades)) if found else None

    def grade(self, token: str, element: str, grade: float | None) -> None:
        """Give or change one grade; None takes it back. Raises UsageError for a grade that cannot be taken any more."""
        with self._lock:
            participant = self._participants.get(token)
            if participant is None:
                raise UsageError("You have no place in this session.", mend="Join with the code on the screen.")
            if self._is_closed:
                raise UsageError("This session is closed.", mend="Your grades so far have been counted.")
            if element in self._revealed:
                raise UsageError(
                    f"The grades for {self.elements[element].lower()} have been shown.",
                    mend="They cannot be changed any more; go on with the others.",
                )
            if grade is None:
                participant.grades.pop(element, None)
            else:
                participant.grades[element] = self._checked(element, grade)

    # --- the facilitator --------------------------------------------------------------------------------------------

    def reveal(self, element: str) -> None:
        """Show the grades of one element; from then on they cannot be changed."""
        with self._lock:
            if element not in self.elements:
                raise UsageError("That is not graded in this session.")
            self._revealed.add(element)

    def close(self) -> None:
        """End the grading and reveal everything."""
        with self._lock:
            self._is_closed = True
            self._revealed.update(self.elements)

    def overview(self) -> Overview:
        """What the shared screen may show now."""
        with self._lock:
            people = list(self._participants.values())
            shown = [key for key in self.elements if key in self._revealed]
            return Overview(
                count=Count(len(people), sum(len(person.grades) == len(self.elements) for person in people)),
                is_closed=self._is_closed,
                grades={key: tuple(sorted(p.grades[key] for p in people if key in p.grades)) for key in shown},
                expert={key: self._expert[key] for key in shown if key in self._expert},
            )

    def table(self) -> list[dict[str, float]]:
        """For agreement over revealed elements: one mapping of element → grade for each participant, in random order.

        Raises UsageError while anything is hidden: rows could be told apart by who has finished what.
        """
        with self._lock:
            if not self._is_closed:
                raise UsageError("The summary is made when the session is closed.")
            rows = [dict(person.grades) for person in self._participants.values() if person.grades]
        secrets.SystemRandom().shuffle(rows)
        return rows

    def _free_pseudonym(self) -> str:
        taken = {person.pseudonym for person in self._participants.values()}
        free = [name for colour in _COLOURS for animal in _ANIMALS if (name := f"{colour} {animal}") not in taken]
        return secrets.choice(free)

    def _checked(self, element: str, grade: float) -> float:
        if element not in self.elements:
            raise UsageError("That is not graded in this session.")
        if grade not in self.points:
            raise UsageError(
                "That grade is not on the scale.", mend=f"Choose one of {', '.join(f'{p:g}' for p in self.points)}."
            )
        return float(grade)
