"""A workshop as data: its steps, in order, and what may be done to them. Everything here is checked and immutable."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mwm.errors import UsageError
from mwm.workshops.views import View, view_of

MOST_STEPS = 60
LONGEST_MINUTES = 120
TITLE, QUESTION, ANSWER, NOTE = 120, 300, 600, 4000
"""The most characters of each text: what can be read on a screen from the back of a room, and a page of notes."""


@dataclass(frozen=True)
class Step:
    """One view with what is said about it.

    question: put to the room. answer: shown when the facilitator reveals it. is_held: whether the view itself is held
    back until then. note: for the facilitator alone. minutes: how long to talk, 0 for no clock.
    """

    title: str
    view: View
    question: str = ""
    answer: str = ""
    is_held: bool = False
    note: str = ""
    minutes: int = 0

    @property
    def has_more(self) -> bool:
        """Whether there is something to reveal."""
        return self.is_held or bool(self.answer)


@dataclass(frozen=True)
class Workshop:
    """A title, what it is for, and its steps."""

    title: str
    about: str = ""
    steps: tuple[Step, ...] = ()

    def with_step(self, step: Step, at: int | None = None) -> Workshop:
        """With one step more, at a place or at the end. Raises UsageError where there are too many."""
        if len(self.steps) >= MOST_STEPS:
            raise UsageError(
                f"A workshop has at most {MOST_STEPS} steps.", where="steps", mend="Make a second workshop of the rest."
            )
        place = len(self.steps) if at is None else at
        return replace(self, steps=(*self.steps[:place], step, *self.steps[place:]))

    def with_changed(self, at: int, step: Step) -> Workshop:
        """With another step in one place."""
        return replace(self, steps=(*self.steps[:at], step, *self.steps[at + 1 :]))

    def without(self, at: int) -> Workshop:
        """Without one step."""
        return replace(self, steps=self.steps[:at] + self.steps[at + 1 :])

    def moved(self, at: int, to: int) -> Workshop:
        """With one step in another place; beyond either end it stays at that end."""
        step = self.steps[at]
        rest = self.without(at)
        return rest.with_step(step, max(0, min(to, len(rest.steps))))

    def renamed(self, title: str) -> Workshop:
        """With another title. Raises UsageError where it cannot be one."""
        return replace(self, title=line(title, "title", TITLE, needed=True))


def step_of(
    *,
    title: str,
    view: str,
    question: str = "",
    answer: str = "",
    is_held: bool = False,
    note: str = "",
    minutes: int = 0,
) -> Step:
    """A step from what somebody wrote. Raises UsageError that names what is wrong, where, and how to mend it."""
    if isinstance(minutes, bool) or not 0 <= minutes <= LONGEST_MINUTES:
        raise UsageError(
            "The clock can be set to whole minutes only.",
            where="minutes",
            mend=f"Give a number from 0 (no clock) to {LONGEST_MINUTES}.",
        )
    return Step(
        title=line(title, "title", TITLE, needed=True),
        view=view_of(view),
        question=line(question, "question", QUESTION),
        answer=line(answer, "answer", ANSWER),
        is_held=is_held,
        note=paragraphs(note),
        minutes=minutes,
    )


def line(text: str, where: str, longest: int, *, needed: bool = False) -> str:
    """A text on one line. Raises UsageError."""
    plain = " ".join(_clean(text, where).split())
    if needed and not plain:
        raise UsageError(f"There is no {where}.", where=where, mend="Write a few words.")
    return _short(plain, where, longest)


def paragraphs(text: str) -> str:
    """A note, which may have lines. Raises UsageError."""
    return _short(_clean(text, "note").replace("\r\n", "\n").replace("\r", "\n").strip(), "note", NOTE)


def _clean(text: str, where: str) -> str:
    if any(not sign.isprintable() and sign not in "\n\r\t" and not sign.isspace() for sign in text):
        raise UsageError(
            f"The {where} holds signs that cannot be shown.",
            where=where,
            mend="Type it again, or paste it as plain text.",
        )
    return text


def _short(text: str, where: str, longest: int) -> str:
    if len(text) > longest:
        raise UsageError(
            f"The {where} has {len(text):,} characters; at most {longest:,} can be read on the screen.",
            where=where,
            mend="Say it shorter.",
        )
    return text
