"""Agreed grades: what is refused, which grade then counts, and that the months, undoing and the council's decision keep
to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mwm.intake import import_file, run_checks, undo
from mwm.intake.report import Report
from mwm.questions import grading_agreement, skill_trend
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.intake.made import look, send
from tests.questions.supervision_rows import supervision

HEAD = "observation_id,observed_on,service_area,team,worker_id,observer_id,grader_id,empathy,autonomy\n"
ROWS = (
    "O1,2025-03-03,CIN,CIN A,W1,G1,,1,2\n"
    "O1,2025-03-03,CIN,CIN A,W1,G1,G2,3,2\n"
    "O2,2025-03-04,CIN,CIN A,W2,G1,,2,4\n"
    "O3,2025-04-04,CIN,CIN A,W2,G1,,4,\n"
    "O3,2025-04-04,CIN,CIN A,W2,G1,G2,2,3\n"
)
AGREED = "observation_id,element,agreed_grade,agreed_on,reason\n"
FIRST = AGREED + "O1,empathy,3,2025-03-20,Heard it again\n"

Take = Callable[..., Report]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.duckdb", create=True) as opened:
        yield opened


@pytest.fixture
def take(store: Store, tmp_path: Path) -> Take:
    def taking(text: str, **more: object) -> Report:
        path = tmp_path / f"file{len(list(tmp_path.iterdir()))}.csv"
        path.write_text(text, encoding="utf-8")
        return import_file(store, path, create_teams=True, **more)

    assert taking(HEAD + ROWS).status == "imported"
    return taking


def averages(store: Store, element: str = "empathy") -> dict[str, float]:
    """Month → average, from the monthly tables, once every rule of the store is kept."""
    assert [check.name for check in run_checks(store) if check.faults] == []
    rows = skill_trend(store, LOCAL_VIEWER, Scope(), element=element).rows
    return {f"{month:%Y-%m}": average for month, average in zip(rows["month"], rows["average"], strict=True)}


def test_an_agreed_grade_counts_and_the_graders_own_stay(store: Store, take: Take) -> None:
    assert averages(store) == {"2025-03": 1.5, "2025-04": 4.0}
    report = take(FIRST)
    assert (report.status, report.kind, report.rows_new) == ("imported", "agreed_grades", 1)
    assert averages(store) == {"2025-03": 2.5, "2025-04": 4.0}
    assert averages(store, "autonomy") == {"2025-03": 3.0, "2025-04": 3.0}
    agreement = grading_agreement(store, LOCAL_VIEWER, Scope())
    assert agreement.counts["double_graded"] == 2
    assert agreement.counts["graders"] == 2


def test_undoing_brings_the_observers_own_back(store: Store, take: Take) -> None:
    undo(store, str(take(FIRST).batch_no))
    assert averages(store) == {"2025-03": 1.5, "2025-04": 4.0}


def test_a_later_one_replaces_and_each_can_be_undone_in_any_order(store: Store, take: Take) -> None:
    first = take(FIRST)
    both = take(AGREED + "O1,empathy,2,2025-03-21,Changed\nO1,autonomy,3,2025-03-21,Talked\n")
    assert (both.rows_new, both.rows_replaced) == (1, 1)
    third = take(AGREED + "O1,empathy,4,2025-03-22,Once more\n")
    assert averages(store) == {"2025-03": 3.0, "2025-04": 4.0}
    undo(store, str(both.batch_no))
    assert averages(store) == {"2025-03": 3.0, "2025-04": 4.0}
    assert averages(store, "autonomy") == {"2025-03": 3.0, "2025-04": 3.0}
    undo(store, str(third.batch_no))
    assert averages(store) == {"2025-03": 2.5, "2025-04": 4.0}
    undo(store, str(first.batch_no))
    assert averages(store) == {"2025-03": 1.5, "2025-04": 4.0}


def test_the_same_again_changes_nothing(take: Take) -> None:
    take(FIRST)
    assert take(FIRST + "\n").status == "unchanged"


def test_the_observation_may_be_corrected_afterwards(store: Store, take: Take) -> None:
    take(FIRST)
    take(HEAD + "O1,2025-05-05,CIN,CIN A,W1,G1,,5,5\nO1,2025-05-05,CIN,CIN A,W1,G1,G2,4,4\n")
    assert averages(store) == {"2025-03": 2.0, "2025-04": 4.0, "2025-05": 3.0}


def test_with_the_observations_their_agreed_grades_go(store: Store, take: Take) -> None:
    take(FIRST)
    undo(store, "1")
    assert [check.name for check in run_checks(store) if check.faults] == []
    assert take(HEAD + ROWS).status == "imported"
    assert averages(store) == {"2025-03": 1.5, "2025-04": 4.0}


def test_the_council_may_let_the_observers_own_grade_count(store: Store, take: Take) -> None:
    take(FIRST)
    decided = take("policy,value,reason\nwhich_grade,first,As before\n")
    assert decided.status == "imported"
    assert averages(store) == {"2025-03": 1.5, "2025-04": 4.0}
    take(AGREED + "O3,empathy,2,2025-04-20,Talked\n")
    assert averages(store) == {"2025-03": 1.5, "2025-04": 4.0}
    take("policy,value,reason\nwhich_grade,agreed,Moderation works\n")
    assert averages(store) == {"2025-03": 2.5, "2025-04": 2.0}
    undo(store, str(decided.batch_no + 2))
    assert averages(store) == {"2025-03": 1.5, "2025-04": 4.0}
    undo(store, str(decided.batch_no))
    assert averages(store) == {"2025-03": 2.5, "2025-04": 2.0}


def test_the_decision_reaches_grades_of_supervision_too(store: Store, take: Take) -> None:
    take(FIRST)
    send(store, supervision(1, team="CIN A", service_area="CIN"), kind="supervision")
    with store.transaction("made by a test") as transaction:  # no kind of file brings these yet
        transaction._connection.exec_driver_sql(
            "insert into supervision_grade by name select * replace ('agreed: child_focus' as grader_id, 0 as "
            "grader_order, 1.0 as grade, true as is_agreed, false as is_counted) from supervision_grade "
            "where item = 'child_focus'"
        )
    counted = "select grade from supervision_grade where item = 'child_focus' and is_counted and superseded_by is null"
    take("policy,value,reason\nwhich_grade,first,As before\n")
    assert look(store, counted) == [(4.0,)]
    decided = take("policy,value,reason\nwhich_grade,agreed,Moderation works\n")
    assert look(store, counted) == [(1.0,)]
    assert [check.name for check in run_checks(store) if check.faults] == []
    undo(store, str(decided.batch_no))
    assert look(store, counted) == [(4.0,)]


def test_every_answer_says_which_grade_counts(store: Store, take: Take) -> None:
    assert "agreed" in skill_trend(store, LOCAL_VIEWER, Scope()).method.definition
    take("policy,value,reason\nwhich_grade,first,As before\n")
    said = skill_trend(store, LOCAL_VIEWER, Scope()).method.definition
    assert "observer’s own" in said
    assert "agreed" not in said


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("O9,empathy,3,2025-03-20,x", "observation_not_known"),
        ("O2,empathy,3,2025-03-20,x", "graded_once"),
        ("O3,autonomy,3,2025-04-20,x", "graded_once"),
        ("O1,kindness,3,2025-03-20,x", "unknown_choice"),
        ("O1,empathy,6,2025-03-20,x", "grade_out_of_scale"),
        ("O1,empathy,2.5,2025-03-20,x", "grade_between_points"),
        ("O1,empathy,two,2025-03-20,x", "grade_not_a_number"),
        ("O1,empathy,3,2025-03-01,x", "agreed_before_observed"),
        ("O1,empathy,3,2199-03-01,x", "date_in_future"),
        ("O1,empathy,3,soon,x", "not_a_date"),
        ("O1,empathy,3,2025-03-20,", "blank_cell"),
    ],
)
def test_what_is_refused(take: Take, row: str, code: str) -> None:
    report = take(AGREED + row + "\n", kind="agreed_grades")
    assert report.status == "refused"
    assert code in {problem.code for problem in report.problems}
    assert "O1" not in str([(problem.message, problem.mend) for problem in report.problems])


def test_the_same_element_twice_in_a_file_is_refused(take: Take) -> None:
    report = take(FIRST + "O1,Empathy,2,2025-03-21,y\n")
    assert {problem.code for problem in report.problems} == {"duplicate_entry"}
