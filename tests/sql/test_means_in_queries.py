"""Every query that reads the grade that counts reads the mean where a council decided for it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest

from mwm.store import Store
from mwm.store.named_sql import all_names, named_sql
from tests.intake.made import look, send
from tests.intake.test_mean_grades import decide, graded, sound
from tests.questions.conftest import ELEMENTS
from tests.questions.supervision_rows import supervision

COUNTS_ONLY = {"disclosure/marker_size", "disclosure/supervision_size"}  # how many there are, whatever the grade
READING = [
    name.removeprefix("questions/")
    for name in all_names("questions")
    if "is_counted" in named_sql(name).body and not name.startswith("questions/grading/")
]
"""Queries that read the grade that counts; those of the folder grading are about graders."""


@pytest.mark.parametrize("name", sorted(set(READING) - COUNTS_ONLY))
def test_a_statement_that_reads_the_grade_that_counts_knows_of_means(name: str) -> None:
    assert "mean_grade" in named_sql(f"questions/{name}").body


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """A store of several graders under the mean, and one of single graders who gave those means."""
    made = random.Random(7)
    several: list[dict[str, str]] = []
    single: list[dict[str, str]] = []
    for number in range(40):
        fixed = {
            "worker_id": f"W{number % 4}",
            "observed_on": f"2025-0{1 + number % 6}-1{number % 9}",
            "family_ref": f"F{number}",
        }
        grades = {element: made.randint(2, 4) for element in ELEMENTS}
        apart = {element: made.choice([0, 1, -1]) for element in ELEMENTS}
        sides = [
            {e: str(grades[e] + sign * apart[e]) for e in ELEMENTS} for sign in made.choice([(0,), (1, -1), (1, -1, 0)])
        ]
        several += graded(number, *sides, **fixed)
        single += graded(number, {e: str(grades[e]) for e in ELEMENTS}, **fixed)
    places = {"service_area": "CIN", "team": "CIN A", "observer_id": "G1", "support_for_practice": "3"}
    supervised = [
        supervision(n, **places, supervised_on=f"2025-0{1 + n % 6}-01", family_ref=f"F{n}", child_focus=f"{2 + n % 3}")
        for n in range(12)
    ]
    others = [
        [
            row | {"grader_id": grader, "child_focus": f"{int(row['child_focus'] or 0) + by}"}
            for by, grader in ((1, None), (-1, "X"))
        ]
        for row in supervised
    ]
    told = [
        {
            "feedback_id": f"FB{n}",
            "asked_on": "2025-07-01",
            "service_area": "CIN",
            "team": "CIN A",
            "worker_id": f"W{n % 4}",
        }
        | {
            "respondent": "parent",
            "outcome": "answered",
            "form": "family_feedback",
            "observation_id": f"O{n}",
            "felt_listened_to": "7",
        }
        for n in range(12)
    ]
    folder = tmp_path_factory.mktemp("twins")
    with (
        Store.open(folder / "several.duckdb", create=True) as one,
        Store.open(folder / "single.duckdb", create=True) as other,
    ):
        for store, rows, supervisions in (
            (one, several, [row for both in others for row in both]),
            (other, single, supervised),
        ):
            assert send(store, *rows).status == "imported"
            report = send(store, *supervisions, kind="supervision")
            assert report.status == "imported", report.problems
            report = send(store, *told, kind="feedback")
            assert report.status == "imported", report.problems
            decide(store, "mean")
            sound(store)
        yield one, other


@pytest.mark.parametrize("name", sorted(READING))
def test_it_reads_the_same_as_where_one_person_gave_the_mean(twins: tuple[Store, Store], name: str) -> None:
    given: dict[str, Any] = {
        "authority": look(twins[0], "select authority from authority")[0][0],
        "first_month": date(2025, 1, 1), "last_month": date(2025, 12, 1),
        "earlier_first": date(2025, 1, 1), "earlier_last": date(2025, 3, 1),
        "later_first": date(2025, 4, 1), "later_last": date(2025, 12, 1),
        "element": "relationship_building" if "composite" in name else "empathy",
        "parts": ["collaboration", "autonomy", "empathy"], "elements": ["empathy"], "threshold": 3.0, "at_most": 100,
        "grain": "month", "unit": "team", "worker_id": "W1", "marker": None, "rubric": "msw_supervision",
        "method": "observed", "versions": ["1"], "measures": ["child_focus"], "items": ["child_focus"], "needed": [1],
        "thresholds": [3.0], "fewest": 1, "days": 60, "forms": ["family_feedback"], "lowests": [0.0],
        "highests": [10.0], "first_times": [""], "lowest": 1.0, "highest": 5.0,
        "service_areas": [], "teams": [], "settings": [], "admitted": None,
    }  # fmt: skip
    if name.startswith("feedback/"):
        given["items"] = ["felt_listened_to"]
    found = []
    for store in twins:
        query = f"questions/{name}"
        rows = store.read(query, **{key: given.get(key) for key in named_sql(query).parameters})
        found.append(rows.drop(columns=["graders", "grader_id"], errors="ignore"))
    if name == "skills/grader_by_month":  # several people gave there what one gave here; they count as much together
        pd.testing.assert_frame_equal(*(rows.groupby("month")[["counted"]].sum() for rows in found), check_dtype=False)
        return
    assert len(found[0])
    pd.testing.assert_frame_equal(*found)
