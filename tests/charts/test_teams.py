"""The funnel and the spread of grades: what is drawn, not that something is."""

import pandas as pd
import pytest

from mwm.answer import Answer, Column, Method
from mwm.charts.inks import LIGHT
from mwm.charts.teams import team_funnel_chart, team_spread_chart
from mwm.scope import Scope


@pytest.fixture
def answer() -> Answer:
    rows = pd.DataFrame(
        {
            "team": ["CIN Team A", "CIN Team B", "YJ Team A", "IF Team A"],
            "value": [3.4, 2.0, 2.6, 4.0],
            "observations": [120, 110, 60, 4],
            "workers": [9, 8, 5, 2],
            "status": ["above", "below", "within", "thin"],
        }
    )
    curve = pd.DataFrame({"observations": [4.0, 120.0], "lower_95": [1.7, 2.4], "upper_95": [3.5, 2.8]})
    curve["lower_998"], curve["upper_998"] = [1.2, 2.3], [4.0, 2.9]
    spread = pd.DataFrame(
        [(team, grade, 1, 20.0) for team in rows["team"] for grade in (1.0, 2.0, 3.0, 4.0, 5.0)],
        columns=["team", "grade", "observations", "share"],
    )
    extra = {"curve": curve, "centre": 2.6, "measure": "average", "spread": spread, "scale": (1.0, 5.0)}
    return Answer(
        "team-comparison", "ok", "Said.", Scope("A"), rows, (Column("team", "Team"),), {}, Method("x"), extra=extra
    )


def test_teams_outside_the_limits_have_a_shape_and_a_name_and_thin_ones_are_pale(answer: Answer) -> None:
    figure = team_funnel_chart(answer, LIGHT)
    teams = figure.data[-1]
    assert list(teams.x) == [120, 110, 60, 4]
    assert list(teams.marker.symbol) == ["triangle-up", "triangle-down", "circle", "circle"]
    assert list(teams.marker.color) == [LIGHT.improvement, LIGHT.concern, LIGHT.common, LIGHT.grid]
    words = [label.text for label in figure.layout.annotations]
    assert words[:2] == ["CIN Team B", "CIN Team A"]  # by their number of observations
    assert "all teams 2.6" in words


def test_the_four_limits_are_drawn_as_they_come(answer: Answer) -> None:
    drawn = {trace.name: list(trace.y) for trace in team_funnel_chart(answer, LIGHT).data[:4]}
    assert drawn["upper_998"] == [4.0, 2.9]
    assert drawn["lower_95"] == [1.7, 2.4]


def test_the_spread_keeps_the_order_of_the_teams(answer: Answer) -> None:
    figure = team_spread_chart(answer, LIGHT)
    assert [trace.name for trace in figure.data] == [f"grade {grade}" for grade in range(1, 6)]
    assert list(figure.data[0].y) == list(answer.rows["team"])
    assert list(figure.data[0].x) == [20.0] * 4
    assert figure.layout.yaxis.autorange == "reversed"
