"""Agreement between graders, against plain counting and the tables' own coefficients."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
import pytest

from mwm.questions import grading_agreement
from mwm.questions.grading import reading
from mwm.scope import Month, Period, Scope
from mwm.settings import settings
from mwm.stats.agreement import Grades
from mwm.stats.agreement_alpha import krippendorff_alpha
from mwm.stats.agreement_icc import intraclass
from mwm.store import Store
from mwm.viewer import AUDIENCE, LOCAL_VIEWER
from tests.questions.conftest import ELEMENTS, as_csv, made_up_rows

Fill = Callable[..., Store]
ONE = [1, 2, 3, 3, 4, 2, 5, 1, 3, 4, 2, 2]
OTHER = [1, 2, 3, 4, 4, 3, 5, 2, 3, 3, 2, 1]


def rows_of(one: list[int], other: list[int], *, team: str = "CIN Team A") -> str:
    head = "observation_id,observed_on,service_area,team,worker_id,observer_id,grader_id,empathy\n"
    lines = []
    for number, (first, second) in enumerate(zip(one, other, strict=True)):
        start = f"{team}{number},2025-03-{number + 1:02},Children in Need,{team},W{team}{number},PERSON-A,"
        lines += [f"{start},{first}", f"{start}PERSON-B,{second}"]
    return head + "\n".join(lines) + "\n"


def element(answer: object, key: str = "empathy") -> dict[str, object]:
    return next(row for row in answer.records() if row["element"] == key)  # type: ignore[attr-defined]


@pytest.fixture
def minimum(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    def setting(least: int) -> None:
        monkeypatch.setenv("MWM_MINIMUM_DOUBLE_GRADED", str(least))
        settings.cache_clear()

    yield setting
    settings.cache_clear()


def test_a_complete_table_gives_the_published_coefficients(filled: Fill) -> None:
    answer = grading_agreement(filled(rows_of(ONE, OTHER)), LOCAL_VIEWER, Scope())
    row = element(answer)
    values = np.array([ONE, OTHER], dtype=float).T
    table = Grades(values, ("a", "b"))
    assert row["icc"] == pytest.approx(intraclass(table)["ICC2"].value)
    alpha = krippendorff_alpha(table)
    assert (row["alpha"], row["alpha_lower"]) == (pytest.approx(alpha.value), pytest.approx(alpha.lower))
    apart = np.subtract.outer(np.array(ONE), np.array(OTHER)) ** 2
    kappa = 1 - np.trace(apart) / len(ONE) / apart.mean()
    assert row["kappa"] == pytest.approx(kappa)
    same = sum(a == b for a, b in zip(ONE, OTHER, strict=True))
    assert row["exact"] == pytest.approx(same / len(ONE) * 100)
    assert row["within_one"] == 100
    assert (row["observations"], row["graders"], row["pairs"], row["needed"]) == (12, 2, 1, 0)
    assert row["word"] == "excellent"
    assert answer.extra["published"]["icc"].double_graded == 28
    assert element(answer, "autonomy")["needed"] == 10


def test_plain_counting_over_random_files_agrees(filled: Fill) -> None:
    rows = made_up_rows(5, 160)
    answer = grading_agreement(filled(as_csv(rows)), LOCAL_VIEWER, Scope())
    for key in ELEMENTS:
        units: dict[str, list[int]] = {}
        for row in rows:
            if row[key]:
                units.setdefault(row["observation_id"], []).append(int(row[key]))
        pairs = [pair for grades in units.values() for pair in combinations(grades, 2)]
        found = element(answer, key)
        assert found["observations"] == sum(len(grades) > 1 for grades in units.values())
        assert found["exact"] == pytest.approx(sum(a == b for a, b in pairs) / len(pairs) * 100)
        assert found["within_one"] == pytest.approx(sum(abs(a - b) < 2 for a, b in pairs) / len(pairs) * 100)
    assert answer.headline.startswith("No: agreement between graders is below good for all 7 elements")


def test_only_the_scope_counts(filled: Fill) -> None:
    second = rows_of(ONE, ONE, team="CIN Team B").partition("\n")[2]
    store = filled(rows_of(ONE, OTHER) + second)
    answer = grading_agreement(store, LOCAL_VIEWER, Scope(teams=("CIN Team B",)))
    assert (element(answer)["exact"], answer.counts["double_graded"]) == (100, 12)
    assert answer.headline.startswith("Yes: agreement between graders is good or excellent for the 1 of 7 elements")


def test_too_few_show_no_number_and_say_how_many_are_needed(filled: Fill, minimum: Callable[[int], None]) -> None:
    store = filled(rows_of(ONE[:9], OTHER[:9]))
    answer = grading_agreement(store, LOCAL_VIEWER, Scope())
    row = element(answer)
    assert answer.status == "thin"
    assert "9 of 10 observations graded by more than one person; 1 more are needed" in answer.headline
    assert (row["icc"], row["alpha"], row["kappa"], row["exact"], row["needed"]) == (None, None, None, None, 1)
    minimum(9)
    assert element(grading_agreement(store, LOCAL_VIEWER, Scope()))["icc"] is not None


def test_nothing_graded_twice_and_nothing_at_all(filled: Fill, tmp_path: object) -> None:
    text = "\n".join(line for line in rows_of(ONE, OTHER).splitlines() if ",PERSON-B," not in line) + "\n"
    store = filled(text)
    answer = grading_agreement(store, LOCAL_VIEWER, Scope())
    assert (answer.status, answer.counts["observations"]) == ("empty", 12)
    assert answer.headline.startswith("Too few to say across the service: no observation was graded by more than one")
    empty = grading_agreement(store, LOCAL_VIEWER, Scope(period=Period(Month.parse("2019-01"), Month.parse("2019-02"))))
    assert empty.headline.startswith("Nothing is recorded")


def test_graders_can_be_numbered_and_a_room_sees_none_of_their_pairs(filled: Fill) -> None:
    store = filled(rows_of(ONE, OTHER))
    mine = grading_agreement(store, LOCAL_VIEWER, Scope(), by="pair")
    assert [(row["first"], row["second"]) for row in mine.records()] == [("PERSON-A", "PERSON-B")]
    numbered = grading_agreement(store, LOCAL_VIEWER, Scope(), by="pair", labels="numbers")
    assert [(row["first"], row["second"]) for row in numbered.records()] == [("Grader 1", "Grader 2")]
    assert "PERSON" not in json.dumps(numbered.to_dict())
    theirs = grading_agreement(store, AUDIENCE, Scope(), by="pair", labels="identifiers")
    assert (theirs.status, theirs.records()) == ("suppressed", [])


def test_of_very_many_some_are_drawn_by_lot(filled: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(rows_of(ONE, OTHER))
    monkeypatch.setattr(reading, "AT_MOST", 11)
    answer = grading_agreement(store, LOCAL_VIEWER, Scope())
    assert (element(answer)["observations"], answer.counts["double_graded"]) == (11, 12)
    assert "11 of them, drawn by lot" in answer.caveats[0]
