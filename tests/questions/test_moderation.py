"""The queue for moderation, what agreement means for trends, and how often to grade twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mwm.errors import ScopeError
from mwm.questions import double_grading, grades_to_discuss
from mwm.questions.grading.trends import grading_caveats, grading_notes, turnover, weak_elements
from mwm.questions.periods import parts_of
from mwm.scope import Month, Scope
from mwm.store import Store
from mwm.viewer import AUDIENCE, LOCAL_VIEWER

Fill = Callable[..., Store]
HEAD = "observation_id,observed_on,service_area,team,worker_id,observer_id,grader_id,empathy,autonomy\n"
APART = (
    "O1,2025-03-03,CIN,CIN A,W1,G1,,1,2\n"
    "O1,2025-03-03,CIN,CIN A,W1,G1,G2,3,3\n"
    "O2,2025-04-03,CIN,CIN A,W1,G1,,1,5\n"
    "O2,2025-04-03,CIN,CIN A,W1,G1,G3,4,1\n"
    "O3,2025-05-03,CIN,CIN A,W1,G1,,1,5\n"
)
AGREED = "observation_id,element,agreed_grade,agreed_on,reason\nO2,autonomy,3,2025-05-01,Heard it again\n"


def found(store: Store, **more: str) -> list[tuple[str, str, float, float]]:
    rows = grades_to_discuss(store, LOCAL_VIEWER, Scope(), **more).records()  # type: ignore[arg-type]
    return [(row["observation_id"], row["element"], row["lowest"], row["highest"]) for row in rows]


def test_two_points_or_more_apart_are_to_be_discussed_until_a_grade_is_agreed(filled: Fill) -> None:
    store = filled(HEAD + APART)
    assert found(store) == [("O2", "autonomy", 1, 5), ("O2", "empathy", 1, 4), ("O1", "empathy", 1, 3)]
    assert found(store, show="agreed") == []
    filled(AGREED, store)
    assert found(store) == [("O2", "empathy", 1, 4), ("O1", "empathy", 1, 3)]
    agreed = grades_to_discuss(store, LOCAL_VIEWER, Scope(), show="agreed")
    assert [(row["agreed_grade"], row["reason"]) for row in agreed.records()] == [(3, "Heard it again")]
    assert agreed.extra["shown"]["Grades"].tolist() == ["1 to 5, by 2"]


def test_a_room_does_not_see_single_observations(filled: Fill) -> None:
    with pytest.raises(ScopeError):
        grades_to_discuss(filled(HEAD + APART), AUDIENCE, Scope())


def many(graders: tuple[str, str], *, wild: bool, months: range) -> str:
    """Twenty observations a month graded by both. wild: the two grades have nothing to do with one another."""
    lines = []
    for month in months:
        for number in range(20):
            start = f"M{month}-{number},2025-{month:02}-03,CIN,CIN A,W{number},{graders[0]},"
            first = 1 + number % 5
            second = 1 + (number * 7 + number // 5) % 5 if wild else first
            lines += [f"{start},{first},3", f"{start}{graders[1]},{second},{3 + number % 2}"]
    return "\n".join(lines) + "\n"


def test_poor_agreement_and_other_graders_give_a_caveat(filled: Fill) -> None:
    store = filled(HEAD + many(("G1", "G2"), wild=True, months=range(1, 7)))
    scope, parts = Scope("Our authority"), parts_of(Month.parse("2025-01"), Month.parse("2025-12"))
    assert set(weak_elements(store, scope)) == {"empathy", "autonomy"}
    assert turnover(store, scope, parts) == 0
    filled(HEAD + many(("G1", "G2"), wild=True, months=range(7, 10)), store)
    assert turnover(store, scope, parts) == 0
    filled(HEAD + many(("G8", "G9"), wild=True, months=range(10, 13)), store)
    assert turnover(store, scope, parts) == pytest.approx(0.5)
    said = grading_caveats(store, scope, {"empathy": "Empathy"}, parts)
    assert said[0].startswith("Graders agree too little on Empathy")
    assert said[1].startswith("The people who graded changed: 50% of the grades")
    assert grading_caveats(store, scope, {"child_focus": "Child focus"}) == ()
    told = grading_notes(store, LOCAL_VIEWER, Scope())
    assert "empathy" in told[0]
    assert "The people who graded changed" in told[1]


def test_good_agreement_gives_none(filled: Fill) -> None:
    store = filled(HEAD + many(("G1", "G2"), wild=False, months=range(1, 4)))
    assert weak_elements(store, Scope("Our authority")) == ("autonomy",)


def test_the_more_is_graded_twice_the_narrower(filled: Fill) -> None:
    answer = double_grading(filled(HEAD + many(("G1", "G2"), wild=False, months=range(1, 13))), LOCAL_VIEWER, Scope())
    widths = [row["width"] for row in answer.records() if row["width"] is not None]
    assert widths == sorted(widths, reverse=True)
    assert answer.extra["present"] == 100
    assert answer.headline.endswith("Now it is 100%.")
