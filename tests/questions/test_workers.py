"""Workers, with caution: by label and never by value, drawn in, and only for those who may see them."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest

from mwm.errors import ScopeError
from mwm.questions import worker_comparison
from mwm.scope import Scope
from mwm.stats.mixed_model import mixed_model
from mwm.store import Store
from mwm.viewer import AUDIENCE, LOCAL_VIEWER
from tests.questions.conftest import TEAMS, as_csv, made_up_rows


def observed(*, between: float, each: tuple[int, ...] = (12,) * 8, within: float = 0.8, seed: int = 3):
    """Rows of workers who lie so far apart, so many observations each, in two teams."""
    made = random.Random(seed)
    rows = []
    for worker, count in enumerate(each):
        level = made.gauss(3.0, between)
        for number in range(count):
            rows.append(
                {
                    "observation_id": f"{worker}-{number}",
                    "observed_on": f"2025-{1 + number % 12:02}-10",
                    "service_area": "Children in Need",
                    "team": f"CIN Team {'AB'[worker % 2]}",
                    "worker_id": f"W-{worker:02}",
                    "observer_id": "G1",
                    "empathy": str(min(max(round(made.gauss(level, within)), 1), 5)),
                }
            )
    return rows


@pytest.fixture(scope="module")
def store(filled_once) -> Store:
    """Grades that are pure chance, of workers in three teams."""
    return filled_once(as_csv(made_up_rows(8, 200)))


@pytest.fixture(scope="module")
def apart(filled_once) -> Store:
    """Twenty workers in two teams who lie far apart."""
    return filled_once(as_csv(observed(between=0.6, each=(15,) * 20)))


def test_rows_are_the_workers_averages_and_the_models_levels(apart: Store) -> None:
    rows = observed(between=0.6, each=(15,) * 20)
    answer = worker_comparison(apart, LOCAL_VIEWER, Scope(), element="empathy")
    grades = {worker: [] for worker in sorted({row["worker_id"] for row in rows})}
    for row in rows:
        grades[row["worker_id"]].append(float(row["empathy"]))
    found = answer.rows.set_index("worker")
    assert set(found.index) == set(grades)
    for worker, own in grades.items():
        assert found.loc[worker, "observations"] == len(own)
        assert found.loc[worker, "average"] == pytest.approx(np.mean(own))
    order = list(found.index)
    model = mixed_model(
        [int(worker[-2:]) % 2 for worker in order],
        [len(grades[worker]) for worker in order],
        [sum(grades[worker]) for worker in order],
        [sum(grade**2 for grade in grades[worker]) for worker in order],
    )
    assert model is not None
    assert found["level"].to_numpy() == pytest.approx(model.level)
    assert found["lower"].to_numpy() == pytest.approx(model.lower)
    # drawn in: nearer to one another than the plain averages
    assert found["level"].std() < found["average"].std()


@pytest.mark.parametrize("labels", ["identifiers", "numbers"])
def test_workers_stand_by_team_and_label_never_by_value(store: Store, labels: str) -> None:
    rows = worker_comparison(store, LOCAL_VIEWER, Scope(), element="empathy", labels=labels).rows
    number = rows["worker"].map(
        lambda label: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", label)]
    )
    keys = list(zip(rows["service_area"], rows["team"], number, strict=True))
    assert keys == sorted(keys)
    assert not rows["average"].is_monotonic_increasing
    assert not rows["average"].is_monotonic_decreasing


def test_numbers_hide_who_workers_are(store: Store) -> None:
    answer = worker_comparison(store, LOCAL_VIEWER, Scope(), element="empathy", labels="numbers")
    assert answer.rows["worker"].str.fullmatch(r"Worker \d+").all()
    told = answer.to_json() + repr(answer.extra)
    assert not [team for team in TEAMS if re.search(rf"W\d-{team}", told)]


def test_a_room_never_sees_them(store: Store) -> None:
    with pytest.raises(ScopeError, match="Single workers are not shown"):
        worker_comparison(store, AUDIENCE, Scope(), element="empathy", labels="numbers")


def test_workers_with_fewer_than_three_observations_are_left_out_and_counted(filled) -> None:
    answer = worker_comparison(
        filled(as_csv(observed(between=0.5, each=(12, 12, 9, 9, 3, 2, 1)))), LOCAL_VIEWER, Scope(), element="empathy"
    )
    assert list(answer.rows["observations"]) == [12, 9, 3, 12, 9]
    assert (answer.counts["workers"], answer.counts["left_out"], answer.counts["observations"]) == (7, 2, 48)
    assert answer.caveats[-1] == "2 workers with fewer than 3 observations are not shown."


def test_the_sentence_says_where_the_differences_lie(apart: Store) -> None:
    answer = worker_comparison(apart, LOCAL_VIEWER, Scope(), element="empathy")
    found = re.fullmatch(
        r"Of all that differs between observations of empathy across the service, about (\d+)% lies between workers, "
        r"(\d+)% between teams, and (\d+)% within one and the same worker, from one observation to the next\. So one "
        r"observation must not rank a worker\.",
        answer.headline,
    )
    assert found is not None, answer.headline
    workers, teams, within = (int(share) for share in found.groups())
    assert workers + teams + within == 100
    assert 15 < workers < 60
    assert sum(answer.extra["shares"]) == pytest.approx(100)
    assert any(re.match(r"It takes about \d+ observations of one worker until half", each) for each in answer.caveats)


def test_one_team_says_nothing_of_teams(apart: Store) -> None:
    answer = worker_comparison(apart, LOCAL_VIEWER, Scope(teams=("CIN Team A",)), element="empathy")
    assert "between teams" not in answer.headline
    assert set(answer.rows["team"]) == {"CIN Team A"}


def test_no_difference_between_workers_is_said_in_words(filled) -> None:
    rows = observed(between=0.0)
    for number, row in enumerate(rows):  # every worker the same grades
        row["empathy"] = str(1 + number % 4)
    answer = worker_comparison(filled(as_csv(rows)), LOCAL_VIEWER, Scope(), element="empathy")
    assert answer.headline.startswith(
        "No difference between workers beyond chance was found for empathy across the service"
    )
    assert answer.rows["level"].nunique() == 1
    assert not any("It takes about" in caveat for caveat in answer.caveats)


def test_where_nobody_was_seen_twice_it_says_why_it_cannot_tell(filled) -> None:
    answer = worker_comparison(
        filled(as_csv(observed(between=0.5, each=(1,) * 12))), LOCAL_VIEWER, Scope(), element="empathy"
    )
    assert answer.status == "thin"
    assert answer.headline == (
        "Too few observations to tell workers apart: several workers have to be seen several times."
    )
    assert answer.rows.empty


def test_too_few_observations_and_none_at_all_are_ordinary_answers(filled) -> None:
    store = filled(as_csv(observed(between=0.5, each=(4, 3))))
    few = worker_comparison(store, LOCAL_VIEWER, Scope(), element="empathy")
    assert few.headline == "Too few observations to say across the service: 7 of 10 needed."
    assert worker_comparison(store, LOCAL_VIEWER, Scope(), element="autonomy").status == "empty"


def test_a_dimension_counts_observations_in_which_all_its_elements_were_graded(filled) -> None:
    rows = observed(between=0.5)
    for number, row in enumerate(rows):
        row["collaboration"], row["autonomy"] = "3", "" if number % 4 == 0 else "2"
    answer = worker_comparison(filled(as_csv(rows)), LOCAL_VIEWER, Scope(), element="relationship_building")
    graded = [row for row in rows if row["autonomy"]]
    assert answer.counts["observations"] == len(graded)
    own = [(float(row["empathy"]) + 5) / 3 for row in graded if row["worker_id"] == "W-03"]
    assert answer.rows.set_index("worker").loc["W-03", "average"] == pytest.approx(np.mean(own), abs=1e-6)
