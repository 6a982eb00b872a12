"""Coverage by team: in the order of the rows, beside what is expected; and the measures beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from mwm.answer import Answer
from mwm.charts.coverage import coverage_chart, coverage_measures_chart
from mwm.charts.inks import DARK, LIGHT
from tests.charts.made import answer as made

AREAS = {"CIN B": "Children in Need", "CIN A": "Children in Need", "YJ A": "Youth Justice"}


def covered(areas: dict[str, str] = AREAS, *, expectation: float | None = 80.0, **changes: Any) -> Answer:
    """Shares that fall and rise, so that an order by value would show; the last team has no workers."""
    rows = pd.DataFrame([{"service_area": area, "team": team} for team, area in areas.items()])
    numbers = {
        "workers": [9, 8, 0],
        "observed_12": [4, 8, 0],
        "share_12": [44.4, 100.0, np.nan],
        "observed_6": [4, 6, 0],
        "share_6": [44.4, 75.0, np.nan],
        "new_workers": [0, 2, 0],
        "months_since": [2.0, 7.5, np.nan],
        "share_double_graded": [15.0, 33.0, 0.0],
        "share_coached": [70.0, 71.0, np.nan],
        "days_to_coaching": [14.0, 16.0, np.nan],
        "feedback_per_observation": [0.4, 0.6, np.nan],
    }
    for name, values in (numbers | changes).items():
        rows[name] = values[: len(rows)]
    whole = {
        "share_double_graded": 24.0,
        "months_since": 4.0,
        "share_coached": 70.5,
        "days_to_coaching": 15.0,
        "feedback_per_observation": 0.5,
    }
    return made("coverage", rows, whole=whole, expectation=expectation, double_graded_expectation=20.0)


def words(figure: go.Figure) -> list[str]:
    return [label.text for label in figure.layout.annotations]


def test_teams_stand_in_the_order_of_the_rows_under_their_service_areas() -> None:
    figure = go.Figure(coverage_chart(covered(), LIGHT).to_dict())
    assert list(figure.layout.yaxis.ticktext) == [
        "<b>Children in Need</b>",
        "CIN B",
        "CIN A",
        "<b>Youth Justice</b>",
        "YJ A",
    ]
    first, last = figure.layout.yaxis.range
    assert first > last, "the first team stands at the top"
    _, twelve, six = figure.data
    assert list(twelve.x) == [44.4, 100.0]
    assert list(six.x) == [44.4, 75.0]
    assert [key.split(" / ")[1] for key in twelve.y] == ["CIN B", "CIN A"]
    assert twelve.text[0] == "<b>CIN B</b><br>4 of 9 workers were observed in the last 12 months"
    assert six.marker.size > twelve.marker.size, "equal shares show as a dot in a ring"
    assert words(figure)[:3] == ["4 of 9", "8 of 8, 2 new", "no workers"]


def test_a_hidden_count_is_c_and_never_nan() -> None:
    hidden = covered(observed_12=[np.nan, 8.0, 0.0], share_12=[np.nan, 100.0, np.nan], new_workers=[0.0, np.nan, 0.0])
    said = words(go.Figure(coverage_chart(hidden, LIGHT).to_dict()))
    assert {"c of 9", "8 of 8, c new", "no workers"} <= set(said)
    assert not any("nan" in word for word in said)


def test_one_service_area_needs_no_heading_and_teams_of_the_same_name_stay_apart() -> None:
    figure = coverage_chart(covered({"A": "One"}), LIGHT)
    assert list(figure.layout.yaxis.ticktext) == ["A"]
    rows = covered({"CIN A": "One", "YJ A": "Two"})
    rows.rows["team"] = "North"
    figure = coverage_chart(rows, LIGHT)
    assert len(set(figure.data[1].y)) == 2


@pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_expected_is_a_line_with_its_words(inks: Any) -> None:
    figure = coverage_chart(covered(), inks)
    (line,) = figure.layout.shapes
    assert (line.x0, line.x1, line.line.color) == (80.0, 80.0, inks.threshold)
    assert "80% expected" in words(figure)
    nothing = coverage_chart(covered(expectation=None), inks)
    assert not nothing.layout.shapes
    assert not any("expected" in each for each in words(nothing))


def test_each_measure_has_its_own_line_with_the_value_of_all_teams() -> None:
    figure = go.Figure(coverage_measures_chart(covered(), LIGHT).to_dict())
    assert [trace.name for trace in figure.data] == [
        "share_double_graded",
        "months_since",
        "share_coached",
        "days_to_coaching",
        "feedback_per_observation",
    ]
    assert [list(trace.x) for trace in figure.data] == [
        [15.0, 33.0, 0.0],
        [2.0, 7.5],
        [70.0, 71.0],
        [14.0, 16.0],
        [0.4, 0.6],
    ]
    assert words(figure)[0] == "<b>24%</b> of observations were graded by more than one (20% expected)"
    assert words(figure)[1] == "<b>4.0</b> months since the last observation, in the middle"
    assert figure.data[1].text[1] == "<b>CIN A</b>: 7.5"
    rules = {(shape.xref, shape.x0) for shape in figure.layout.shapes}
    assert rules == {("x", 24.0), ("x", 20.0), ("x2", 4.0), ("x3", 70.5), ("x4", 15.0), ("x5", 0.5)}
    ends = [figure.layout[f"xaxis{number}"].range[1] / 1.02 for number in ("", 2, 3, 4, 5)]
    assert ends == pytest.approx([40, 8, 80, 16, 1]), "every axis begins at 0 and ends with a round number"


def test_a_measure_that_nobody_has_is_an_empty_line() -> None:
    answer = covered(months_since=[np.nan] * 3)
    answer.extra["whole"]["months_since"] = np.nan
    figure = go.Figure(coverage_measures_chart(answer, LIGHT).to_dict())
    assert list(figure.data[1].x) == []
    assert words(figure)[1] == "<b>–</b> months since the last observation, in the middle"
    assert not [shape for shape in figure.layout.shapes if shape.xref == "x2"]
