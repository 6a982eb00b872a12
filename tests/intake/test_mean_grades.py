"""The mean of all graders' own grades as what counts: against plain twins, and against stores that never switched."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mwm.intake import run_checks, undo
from mwm.intake.report import Report
from mwm.questions import grading_agreement, skill_distribution, skill_trend
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.intake.made import look, send
from tests.intake.test_undo import FRAMEWORK, IDS, Twin, as_rows, compare, files
from tests.questions.conftest import ELEMENTS, made_up_rows
from tests.questions.supervision_rows import supervision

MONTHS = [
    *("element_month", "worker_month", "observation_month"),
    *("group_element_month", "group_worker_month", "group_observation_month"),
    *("marker_element_month", "marker_worker_month", "marker_observation_month"),
]
MEMBERS = {
    dimension.key: [one.key for one in FRAMEWORK.of_dimension(dimension.key)] for dimension in FRAMEWORK.dimensions
}
MEMBERS |= {composite.key: list(composite.elements) for composite in FRAMEWORK.composites}
MEMBERS = {key: members for key, members in MEMBERS.items() if key not in FRAMEWORK.element_keys}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.duckdb", create=True) as opened:
        yield opened


def decide(store: Store, value: str, reason: str = "As a test") -> Report:
    report = send(store, {"policy": "which_grade", "value": value, "reason": reason}, kind="policies")
    assert report.status == "imported", report.problems
    return report


def agree(store: Store, observation_id: str, element: str, grade: float | str, reason: str = "Heard again") -> Report:
    row = {"observation_id": observation_id, "element": element, "agreed_grade": f"{grade}", "reason": reason}
    return send(store, row | {"agreed_on": "2025-06-01"}, kind="agreed_grades")


def sound(store: Store) -> None:
    assert [(check.name, check.examples) for check in run_checks(store) if check.faults] == []


def graded(number: int, *grades: dict[str, str], **changes: str) -> list[dict[str, str]]:
    """One row for each grader of an observation, the observer first."""
    return [
        {
            "observation_id": f"O{number}",
            "observed_on": "2025-03-03",
            "service_area": "CIN",
            "team": "CIN A",
            "worker_id": f"W{number}",
            "observer_id": "G1",
            "grader_id": f"G{place}",
        }
        | {"empathy": "", "autonomy": ""}
        | given_grades
        | changes
        for place, given_grades in enumerate(grades, 1)
    ]


ROWS = [
    *graded(1, {"empathy": "1", "autonomy": "2"}, {"empathy": "3", "autonomy": "2"}, {"empathy": "4"}),
    *graded(2, {"empathy": "2", "autonomy": "4"}),
    *graded(3, {"empathy": "4"}, {"empathy": "1", "autonomy": "3"}, observed_on="2025-04-04"),
]


def averages(store: Store, element: str = "empathy") -> list[float]:
    sound(store)
    rows = skill_trend(store, LOCAL_VIEWER, Scope(), element=element).rows
    return [round(average, 6) for average in rows["average"]]


# --- what it means ----------------------------------------------------------------------------------------------------


def test_the_mean_of_all_own_grades_counts_and_agreed_ones_are_left_out(store: Store) -> None:
    send(store, *ROWS)
    agree(store, "O1", "empathy", 5)
    assert averages(store) == [3.5, 4.0]
    decide(store, "mean")
    assert averages(store) == [round((8 / 3 + 2) / 2, 6), 2.5]
    assert averages(store, "autonomy") == [3.0, 3.0]
    agree(store, "O3", "empathy", 5)
    assert averages(store)[1] == 2.5


def test_the_graders_own_grades_stay_and_nobody_is_added(store: Store) -> None:
    send(store, *ROWS)
    agreement = grading_agreement(store, LOCAL_VIEWER, Scope())
    own = "select observation_key, grader_id, element, grade, is_counted from grade order by all"
    before = look(store, own)
    decide(store, "mean")
    again = grading_agreement(store, LOCAL_VIEWER, Scope())
    pd.testing.assert_frame_equal(agreement.rows, again.rows)
    assert {**agreement.counts, "last_import": ""} == {**again.counts, "last_import": ""}
    assert look(store, own) == before


def test_a_mean_stands_between_the_points_of_the_scale(store: Store) -> None:
    send(store, *ROWS)
    decide(store, "mean")
    answer = skill_distribution(store, LOCAL_VIEWER, Scope(), element="empathy", parts="one")
    given = answer.rows[answer.rows["observations"] > 0]
    assert list(zip(given["grade"].round(6), given["observations"], strict=True)) == [(2, 1), (2.5, 1), (2.666667, 1)]
    assert set(answer.extra["points"]) <= set(answer.rows["grade"])
    assert answer.rows["share"].sum() == pytest.approx(100)
    assert "stays between them" in answer.method.definition
    assert "decided" in answer.method.definition


def test_a_grade_given_taken_away_or_corrected_later_moves_the_mean(store: Store) -> None:
    send(store, *ROWS)
    decide(store, "mean")
    second = send(store, *graded(2, {"empathy": "2", "autonomy": "4"}, {"empathy": "5"}))
    assert averages(store)[0] == round((8 / 3 + 3.5) / 2, 6)
    third = send(store, *graded(2, {"empathy": "2", "autonomy": "4"}, {"empathy": "", "autonomy": "1"}))
    assert averages(store)[0] == round((8 / 3 + 2) / 2, 6)
    assert averages(store, "autonomy")[0] == 2.25
    undo(store, str(third.batch_no))
    undo(store, str(second.batch_no))
    assert averages(store)[0] == round((8 / 3 + 2) / 2, 6)


def test_months_of_a_new_file_hold_means_at_once(store: Store) -> None:
    send(store, *graded(9, {"empathy": "3"}, observed_on="2024-01-01"))
    decide(store, "mean")
    rows = [{**row, "markers": "edge of care"} for row in ROWS]
    send(store, *rows)
    assert averages(store)[-2:] == [round((8 / 3 + 2) / 2, 6), 2.5]


def test_the_decision_reaches_supervision_too(store: Store) -> None:
    rows = [supervision(1), supervision(1, grader_id="G2", child_focus="1"), supervision(2)]
    teams = [{"service_area": rows[0]["service_area"], "team": rows[0]["team"], "from": "2020-01-01"}]
    send(store, *teams, kind="organisation")
    first = send(store, rows[0], rows[2], kind="supervision")
    decided = decide(store, "mean")
    other = send(store, rows[1], kind="supervision")
    assert [report.status for report in (first, decided, other)] == ["imported"] * 3, other.problems
    counting = (
        "select coalesce(mean_grade, grade) from supervision_grade "
        "where item = 'child_focus' and is_counted and superseded_by is null order by all"
    )
    assert look(store, counting) == [(2.5,), (4.0,)]
    sound(store)
    undo(store, str(other.batch_no))
    assert look(store, counting) == [(4.0,), (4.0,)]
    again = [row | {"supervised_on": "2025-03-11"} for row in rows[:2]]
    assert send(store, *again, kind="supervision").status == "imported"
    assert look(store, counting) == [(2.5,), (4.0,)]
    undo(store, str(decided.batch_no))
    assert look(store, counting) == [(4.0,), (4.0,)]
    undo(store, str(first.batch_no))
    sound(store)


# --- random stores ----------------------------------------------------------------------------------------------------


class PolicyTwin(Twin):
    """The twin of a store whose council decides, and whose graders agree on grades."""

    def __init__(self) -> None:
        super().__init__()
        self.policies: list[tuple[int, str]] = []
        self.agreed: dict[tuple[str, str], list[tuple[int, float]]] = {}

    @property
    def policy(self) -> str:
        return self.policies[-1][1] if self.policies else "agreed"

    def new_batch(self) -> int:
        self.batch += 1
        self.live.append(self.batch)
        return self.batch

    def own(self, key: str, element: str) -> list[tuple[float, str]]:
        """Grades and graders, whoever counts first in front."""
        found = [
            (entries[-1][2], who, entries[-1][1][element])
            for (which, who), entries in self.grades.items()
            if which == key and element in entries[-1][1]
        ]
        return [(grade, who) for _, who, grade in sorted(found)]

    def undo(self, batch: int) -> None:
        super().undo(batch)
        self.policies = [entry for entry in self.policies if entry[0] != batch]
        for where, entries in list(self.agreed.items()):
            self.agreed[where] = [entry for entry in entries if entry[0] != batch and where[0] in self.particulars]
            if not self.agreed[where]:
                del self.agreed[where]

    def counted(self) -> dict[str, dict[str, tuple[float, str]]]:
        found: dict[str, dict[str, tuple[float, str]]] = {}
        for key in self.particulars:
            for element in FRAMEWORK.element_keys:
                own = self.own(key, element)
                agreed = [
                    (entries[-1][1], f"agreed: {e}")
                    for (k, e), entries in self.agreed.items()
                    if (k, e) == (key, element)
                ]
                ranked = agreed + own if self.policy == "agreed" else own + agreed
                if not ranked:
                    continue
                value, who = ranked[0]
                if self.policy == "mean" and len(own) > 1:
                    value = round(mean(grade for grade, _ in own), 9)
                found.setdefault(key, {})[element] = (value, who)
        return found

    def current_grades(self) -> set[tuple[Any, ...]]:
        counted = self.counted()
        return super().current_grades() | {
            (key, who, element, entries[-1][1], counted[key][element][1] == who)
            for (key, element), entries in self.agreed.items()
            for who in [f"agreed: {element}"]
        }

    def element_month(self) -> Counter[tuple[Any, ...]]:
        told: Counter[tuple[Any, ...]] = Counter()
        for (*where, part, grade), n in super().element_month().items():
            told[*where, part, round(grade, 6) if part in MEMBERS else grade] += n
        return told

    def observation_month(self) -> dict[tuple[Any, ...], tuple[int, int]]:
        kept = self.grades
        self.grades = kept | {(key, f"agreed: {element}"): [] for key, element in self.agreed}
        try:
            return super().observation_month()
        finally:
            self.grades = kept


STEPS = st.one_of(
    files(),
    files(),
    st.integers(0, 5),
    st.sampled_from(["agreed", "first", "mean", "mean"]),
    st.tuples(st.sampled_from(IDS), st.sampled_from(FRAMEWORK.element_keys), st.sampled_from([0.0, 2.0])),
)


@pytest.mark.timeout(900)  # many imports and undos, which a busy machine may need minutes for
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(start=files(), steps=st.lists(STEPS, min_size=6, max_size=12))
def test_any_order_of_decisions_agreements_imports_and_undos(
    tmp_path_factory: pytest.TempPathFactory, start: list[dict[str, Any]], steps: list[Any]
) -> None:
    """A number undoes the import that is so many before the newest one."""
    folder: Path = tmp_path_factory.mktemp("means")
    with Store.open(folder / "store.duckdb", create=True) as store:
        twin, ids = PolicyTwin(), {}
        for number, step in enumerate([start, *steps]):
            if isinstance(step, int):
                if len(twin.live) < 2:
                    continue
                batch = twin.live[-1 - step % len(twin.live)]
                undo(store, ids[batch])
                twin.undo(batch)
            elif isinstance(step, str):
                if not look(store, "from authority"):
                    continue
                ids[twin.new_batch()] = decide(store, step, f"Reason {number}").batch_id
                twin.policies.append((twin.batch, step))
            elif isinstance(step, tuple):
                key, element, grade = step
                if len(twin.own(key, element)) < 2:
                    continue
                report = agree(store, key, element, grade, f"Reason {number}")
                assert report.status == "imported", report.problems
                ids[twin.new_batch()] = report.batch_id
                twin.agreed.setdefault((key, element), []).append((twin.batch, grade))
            else:
                rows = [{"Remark": f"file {number}", **row} for row in as_rows(step)]
                report = send(store, *rows, framework=FRAMEWORK)
                told = twin.take(step)
                assert report.status == ("imported" if told["new"] + told["replaced"] else "unchanged"), report.problems
                if report.batch_id:
                    ids[twin.batch] = report.batch_id
            compare(store, twin)
            sound(store)


def many_rows(seed: int) -> list[dict[str, str]]:
    """Rows with up to three graders, blanks and case markers; those of one observation agree."""
    marks: dict[str, str] = {}
    made = random.Random(seed)
    return [
        row | {"markers": marks.setdefault(row["observation_id"], made.choice(["", "", "edge of care"]))}
        for row in made_up_rows(seed, 60, months=4)
    ]


def sent(store: Store, rows: list[dict[str, str]], *, at_once: bool) -> None:
    """The rows, and with them a group of teams and one of workers; in one file or in two with corrections between."""
    group = [
        {"team_group": "A group", "team": rows[0]["team"], "worker_id": ""},
        {"team_group": "Workers", "team": "", "worker_id": rows[1]["worker_id"]},
    ]
    if at_once:
        assert send(store, *rows).status == "imported"
    else:
        half = {row["observation_id"] for row in rows[: len(rows) // 2]}
        for part in (True, False):
            assert send(store, *(row for row in rows if (row["observation_id"] in half) is part)).status == "imported"
    assert send(store, *group, kind="groups").status == "imported"


def numbers(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    found = {table: sorted(look(store, f"select * from {table}"), key=repr) for table in MONTHS}
    without = "exclude (batch_id, superseded_by)"
    for table in ("grade", "supervision_grade"):
        found[table] = sorted(look(store, f"select * {without} from {table} where superseded_by is null"), key=repr)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_switching_back_and_forth_comes_to_what_never_switched(tmp_path: Path, seed: int) -> None:
    rows = many_rows(seed)
    seen: dict[str, dict[str, list[tuple[Any, ...]]]] = {}
    for value in ("agreed", "first", "mean"):
        with Store.open(tmp_path / f"{value}.duckdb", create=True) as store:
            teams = dict.fromkeys((row["service_area"], row["team"]) for row in rows)
            send(store, *({"service_area": area, "team": team} for area, team in teams), kind="organisation")
            decide(store, value)
            sent(store, rows, at_once=True)
            sound(store)
            seen[value] = numbers(store)
    with Store.open(tmp_path / "switching.duckdb", create=True) as store:
        sent(store, rows, at_once=False)
        assert numbers(store) == seen["agreed"]
        done = []
        for number, value in enumerate(["mean", "first", "mean", "agreed", "first", "agreed", "mean"]):
            done.append((value, decide(store, value, f"Reason {number}").batch_no))
            assert numbers(store) == seen[value]
        for (_, batch), (value, _) in zip(done[:0:-1], done[-2::-1], strict=True):
            undo(store, str(batch))
            assert numbers(store) == seen[value]
        sound(store)
    assert seen["mean"] != seen["first"]


@pytest.mark.parametrize("seed", range(2))
def test_averages_are_what_the_rows_say(store: Store, seed: int) -> None:
    rows = many_rows(seed)
    send(store, *rows)
    decide(store, "mean")
    given: dict[tuple[str, str, str], list[float]] = {}
    for row in rows:
        for element in ELEMENTS:
            if row[element]:
                given.setdefault((row["observed_on"][:7], element, row["observation_id"]), []).append(
                    float(row[element])
                )
    means: dict[tuple[str, str], list[float]] = {}
    for (month, element, _), grades in given.items():
        means.setdefault((month, element), []).append(mean(grades))
    threshold = store.framework(look(store, "select authority from authority")[0][0]).threshold
    trend = skill_trend(store, LOCAL_VIEWER, Scope(), grain="month").rows
    shares = skill_trend(store, LOCAL_VIEWER, Scope(), grain="month", measure="share").rows
    for answer, column, value in (
        (trend, "average", mean),
        (shares, "share", lambda values: 100 * mean(one >= threshold for one in values)),
    ):
        found = {(f"{row['month']:%Y-%m}", row["element"]): row[column] for row in answer.to_dict("records")}
        assert found == pytest.approx({key: value(values) for key, values in means.items()}, abs=1e-6)
