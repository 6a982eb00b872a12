"""What a calibration session says of itself."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwm.charts.calibration import calibration_chart
from mwm.charts.inks import LIGHT
from mwm.questions.own_calibration import calibration_answer

NAMES = {"empathy": "Empathy", "autonomy": "Autonomy"}
POINTS = (1.0, 2.0, 3.0, 4.0, 5.0)


@given(st.lists(st.sampled_from(POINTS), min_size=2, max_size=12))
def test_agreement_is_that_of_all_pairs(given_grades: list[float]) -> None:
    answer = calibration_answer("One", NAMES, POINTS, {"empathy": sorted(given_grades)}, {})
    pairs = list(itertools.combinations(given_grades, 2))
    assert answer.rows["exact"].iloc[0] == pytest.approx(sum(a == b for a, b in pairs) / len(pairs) * 100)
    assert answer.rows["within_one"].iloc[0] == pytest.approx(sum(abs(a - b) <= 1 for a, b in pairs) / len(pairs) * 100)
    assert answer.rows["graders"].tolist() == [given_grades.count(point) for point in POINTS]


def test_the_sentence_names_what_is_furthest_apart_and_compares_with_the_expert() -> None:
    answer = calibration_answer(
        "One",
        NAMES,
        POINTS,
        {"empathy": (3.0, 3.0, 3.0), "autonomy": (1.0, 3.0, 5.0)},
        {"empathy": 3.0, "autonomy": 1.0},
        [{"empathy": 3.0, "autonomy": 1.0}, {"empathy": 3.0, "autonomy": 3.0}, {"empathy": 3.0, "autonomy": 5.0}],
    )
    assert "furthest apart in autonomy" in answer.headline
    assert "the expert’s in 1 of 2" in answer.headline
    assert "Krippendorff’s alpha" in answer.headline


def test_one_grade_is_too_few_to_compare() -> None:
    answer = calibration_answer("One", NAMES, POINTS, {"empathy": (3.0,)}, {})
    assert answer.status == "thin"
    assert answer.headline == "Fewer than two people graded what is shown."


def test_the_picture_has_a_bar_for_each_grade_and_marks_the_expert() -> None:
    answer = calibration_answer("One", NAMES, POINTS, {"empathy": (2.0, 2.0, 4.0)}, {"empathy": 3.0})
    figure = calibration_chart(answer, LIGHT)
    assert list(figure.data[0].y) == [0, 2, 0, 1, 0]
    assert [label.text for label in figure.layout.annotations] == ["<b>Empathy</b>", "▼ expert"]
    assert figure.layout.annotations[1].x == 3.0
