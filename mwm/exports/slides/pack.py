"""Which slides a pack has: questions and their arguments, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mwm.answer import Answer
from mwm.scope import Period, Scope

_EVERYTHING = ("service_area", "team", "setting", "marker", "period")
_TAKEN = {  # beginnings of questions' names → the parts of a scope that they know, where not all of them
    "supervision-": ("service_area", "team", "marker", "period"),
    "families-": ("service_area", "team", "marker", "period"),
    "looked-after-comparison": (),
    "looked-after-": ("period",),
    "published-": (),
    "indicator-": ("period",),
}


_HEADINGS = {  # what a question's picture shows, where nobody said
    "overview-matrix": "Every measure in every part of the service",
    "coverage": "Workers observed at least once, team by team",
    "looked-after-change": "Looked after children (LAC) since the month that the council measures from",
    "looked-after-trend": "Looked after children (LAC) at each month’s end",
    "looked-after-breakdown": "Looked after children (LAC) at each month’s end",
    "looked-after-projection": "Looked after children (LAC): what was, and a range of what may come",
    "looked-after-comparison": "Looked after children (LAC) per 10,000 on 31 March, as published",
    "published-looked-after-change": "Looked after children (LAC) on 31 March, as published",
    "supervision-and-practice": "Supervision beside practice",
    "supervision-coaching": "Grades of supervision before and after coaching",
    "families-agreement": "The same visit through different eyes",
    "own-numbers": "Each value",
    "grading-agreement": "Agreement between people who graded the same visit",
    "practice-report": "Average grade of each element in the period",
    "families-voice": "How each question was answered",
    "skill-distribution": "How the grades are spread",
    "supervision-distribution": "How the grades of supervision are spread",
}


@dataclass(frozen=True)
class Wanted:
    """One question that a pack asks. heading: what its picture shows. note: a line for the speaker's notes.

    scope: of its own; the pack's authority and months hold where it has none.
    """

    question: str
    heading: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    scope: Scope | None = None
    note: str = ""

    @property
    def title(self) -> str:
        """The heading, or a question's usual one; empty where it depends on the answer."""
        return self.heading or _HEADINGS.get(self.question, "")

    def scope_within(self, pack: Scope) -> Scope:
        """The scope to ask about: the pack's, without the parts that this question does not know."""
        asked = self.scope or pack
        asked = replace(asked, authority=asked.authority or pack.authority)
        if asked.period == Period():
            asked = replace(asked, period=pack.period)
        taken = next((parts for start, parts in _TAKEN.items() if self.question.startswith(start)), _EVERYTHING)
        return replace(
            asked,
            service_areas=asked.service_areas if "service_area" in taken else (),
            teams=asked.teams if "team" in taken else (),
            settings=asked.settings if "setting" in taken else (),
            marker=asked.marker if "marker" in taken else None,
            period=asked.period if "period" in taken else Period(),
        )


@dataclass(frozen=True)
class Show:
    """One question with its answer: what a slide is made of."""

    wanted: Wanted
    answer: Answer


@dataclass(frozen=True)
class Card:
    """A slide of words alone: what a room is asked, or what it is told. note: a line for the speaker's notes."""

    title: str
    words: str = ""
    note: str = ""


def hidden_rows(answer: Answer) -> list[bool]:
    """For each row, whether disclosure control hid its numbers: where the symbol c stands."""
    return list(answer.suppressed) or [False] * len(answer.rows)


def standard(elements: Mapping[str, str]) -> tuple[Wanted, ...]:
    """The pack for a meeting. elements: key → name of each element of practice, in the framework's order."""
    return (
        Wanted("overview-matrix", "Every measure in every part of the service"),
        Wanted("skill-trend", "Each element of practice over time"),
        *(
            Wanted("skill-trend", f"{name}: average grade with its 95% range", {"element": key})
            for key, name in elements.items()
        ),
        Wanted("skill-distribution", "How the grades of each element are spread"),
        Wanted("supervision-trend", "Observed supervision: each item of the rubric over time"),
        Wanted("supervision-distribution", "How the grades of observed supervision are spread"),
        Wanted("families-voice", "What families answered"),
        Wanted("families-voice-trend", "What families answered, over time"),
        Wanted("looked-after-change", "Looked after children (LAC) since the month that the council measures from"),
        Wanted("looked-after-trend", "Looked after children (LAC) at each month’s end"),
        Wanted("looked-after-comparison", "Looked after children (LAC) per 10,000, beside others, as published"),
    )
