"""The funnel, the spread of grades and the small charts: what is drawn, not that something is."""

from __future__ import annotations

from math import nan

import pandas as pd
import plotly.graph_objects as go
import pytest

from mwm.answer import Answer, Column, Method
from mwm.charts.inks import DARK, LIGHT, blend
from mwm.charts.teams import team_funnel_chart, team_links, team_multiples_chart, team_spread_chart
from mwm.scope import Month, Scope
from tests.charts.made import event


def checked(figure: go.Figure) -> go.Figure:
    """The figure, once Plotly has checked every value of it."""
    return go.Figure(figure.to_dict())


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


def lines(
    values: dict[str, list[float]],
    variation: dict[str, str | None],
    *,
    measure: str = "average",
    events: pd.DataFrame | None = None,
    limits: tuple[float, float, float] = (2.0, 2.5, 3.0),
) -> Answer:
    """A team-trend from January 2025; every point of a judged team has the icon of its latest."""
    first = Month.parse("2025-01")
    parts = []
    for team, series in values.items():
        is_judged = variation[team] is not None
        low, mean, high = limits if is_judged else (nan, nan, nan)
        parts.append(
            pd.DataFrame(
                {
                    "team": team,
                    "month": [pd.Timestamp(first.plus(step).first_day) for step in range(len(series))],
                    "value": series,
                    "observations": [0 if value != value else 12 for value in series],
                    "phase": 1.0,
                    "mean": mean,
                    "lower_process_limit": low,
                    "upper_process_limit": high,
                    "target": nan,
                    "signal": "" if variation[team] in (None, "common_cause") else "shift",
                    "variation": variation[team],
                }
            )
        )
    rows = pd.concat(parts, ignore_index=True)
    extra = {
        "variation": variation,
        "measure": measure,
        "grain": "month",
        "scale": (0.0, 100.0) if measure == "share" else (1.0, 5.0),
    }
    return Answer(
        "team-trend",
        "ok",
        "Said.",
        Scope("A"),
        rows,
        (Column("team", "Team"),),
        {},
        Method("x"),
        events=pd.DataFrame() if events is None else events,
        extra=extra,
    )


def drawn(figure: go.Figure, team: str):
    return next(trace for trace in figure.data if trace.name == team)


def words(figure: go.Figure) -> list[str]:
    return [label.text for label in figure.layout.annotations]


def test_teams_outside_the_limits_have_a_shape_and_a_name_and_thin_ones_are_pale(answer: Answer) -> None:
    figure = checked(team_funnel_chart(answer, LIGHT))
    teams = figure.data[-1]
    assert list(teams.x) == [120, 110, 60, 4]
    assert list(teams.marker.symbol) == ["triangle-up", "triangle-down", "circle", "circle"]
    assert list(teams.marker.color) == [LIGHT.improvement, LIGHT.concern, LIGHT.common, LIGHT.grid]
    assert list(teams.customdata) == list(answer.rows["team"])  # what a click leads to
    assert words(figure)[:2] == ["CIN Team B", "CIN Team A"]  # by their number of observations
    assert "all teams 2.6" in words(figure)


def test_the_four_limits_are_drawn_as_they_come(answer: Answer) -> None:
    limits = {trace.name: list(trace.y) for trace in team_funnel_chart(answer, LIGHT).data[:4]}
    assert limits["upper_998"] == [4.0, 2.9]
    assert limits["lower_95"] == [1.7, 2.4]


@pytest.mark.parametrize(("smallest", "start"), [(4.0, 0.0), (100.0, 100.0)])
def test_the_funnel_begins_at_nothing_unless_that_would_leave_it_empty(answer: Answer, smallest, start) -> None:
    answer.extra["curve"]["observations"] = [smallest, 120.0]
    assert list(team_funnel_chart(answer, LIGHT).layout.xaxis.range) == [start, 120.0]


def test_the_spread_keeps_the_order_of_the_teams_and_is_pale_where_there_are_few(answer: Answer) -> None:
    figure = checked(team_spread_chart(answer, LIGHT))
    assert [trace.name for trace in figure.data] == [f"grade {grade}" for grade in range(1, 6)]
    assert list(figure.data[0].y) == list(answer.rows["team"])
    assert list(figure.data[0].x) == [20.0] * 4
    assert figure.layout.yaxis.autorange == "reversed"
    firm, pale = figure.data[0].marker.color[0], figure.data[0].marker.color[3]
    assert firm == LIGHT.below
    assert pale == blend(LIGHT.below, LIGHT.paper, 0.55)
    assert figure.data[0].text[3] == ""
    assert [f"</span> {grade}" in words(figure)[0] for grade in range(1, 6)] == [True] * 5


@pytest.mark.parametrize("count", [2, 20])
def test_every_team_has_room_in_the_spread(answer: Answer, count: int) -> None:
    teams = [f"Team {number:02}" for number in range(count)]
    rows = pd.DataFrame({"team": teams, "observations": 30, "status": "within"})
    spread = pd.DataFrame(
        [(team, 3.0, 30, 100.0) for team in teams], columns=["team", "grade", "observations", "share"]
    )
    figure = team_spread_chart(
        Answer(**{**vars(answer), "rows": rows, "extra": {**answer.extra, "spread": spread}}), LIGHT
    )
    assert list(figure.data[0].y) == teams
    assert figure.layout.height >= 20 * count


def test_small_charts_keep_the_order_of_the_teams_and_share_their_axes() -> None:
    values = {"Zeta": [2.0, 2.1], "Alpha": [4.0, 3.9], "Mid": [3.0, 3.0]}
    figure = checked(team_multiples_chart(lines(values, dict.fromkeys(values, "common_cause")), LIGHT))
    titles = [text for text in words(figure) if text.startswith("<b>")]
    assert titles == ["<b>Zeta</b>  2.1", "<b>Alpha</b>  3.9", "<b>Mid</b>  3.0"]
    axes = [figure.layout.yaxis, figure.layout.yaxis2, figure.layout.yaxis3]
    assert {tuple(axis.range) for axis in axes} == {(0.92, 5.08)}
    assert {tuple(axis.range) for axis in (figure.layout.xaxis, figure.layout.xaxis2, figure.layout.xaxis3)} == {
        tuple(figure.layout.xaxis.range)
    }
    assert list(axes[0].ticktext) == ["1", "3", "5"]


def test_a_signal_changes_shape_and_colour_and_stands_in_the_title() -> None:
    values = {"Up": [2.0, 3.2], "Down": [3.0, 1.9]}
    figure = checked(team_multiples_chart(lines(values, {"Up": "improvement_high", "Down": "concern_low"}), LIGHT))
    up, down = drawn(figure, "Up"), drawn(figure, "Down")
    assert set(up.marker.symbol) == {"triangle-up"}
    assert set(down.marker.symbol) == {"triangle-down"}
    assert set(up.marker.color) == {LIGHT.improvement}
    assert [mark in " ".join(words(figure)) for mark in "▲▼"] == [True, True]
    assert up.text[-1] == "<b>Up</b><br>Feb 2025: <b>3.2</b><br>12 observations<br>real improvement"


def test_a_team_that_is_not_judged_is_pale_without_limits_and_says_so() -> None:
    values = {"Large": [2.0, 2.1], "Small": [4.0, nan]}
    figure = checked(team_multiples_chart(lines(values, {"Large": "common_cause", "Small": None}), DARK))
    small = drawn(figure, "Small")
    assert small.line.color == blend(DARK.common, DARK.paper, 0.55)
    assert list(small.y) == [4.0, None]
    assert [trace.name for trace in figure.data if trace.yaxis == "y2"] == ["Small"]
    assert [trace.name for trace in figure.data if trace.yaxis == "y"] == ["mean", "process limits", "Large"]
    assert "too few to judge" in words(figure)


def test_a_click_anywhere_in_a_small_chart_leads_to_its_team() -> None:
    figure = team_multiples_chart(lines({"A & B": [2.0, 2.1]}, {"A & B": "common_cause"}), LIGHT)
    assert list(drawn(figure, "A & B").customdata) == ["A & B", "A & B"]
    assert figure.layout.hoverdistance == -1


def test_events_are_lines_in_every_small_chart() -> None:
    values = {"One": [2.0, 2.1, 2.2], "Two": [2.0, 2.1, 2.2]}
    answer = lines(
        values, dict.fromkeys(values, "common_cause"), events=pd.DataFrame([event("2025-02-10", "Training")])
    )
    figure = checked(team_multiples_chart(answer, LIGHT))
    assert [(shape.x0, shape.xref) for shape in figure.layout.shapes] == [("2025-02-10", "x"), ("2025-02-10", "x2")]


def test_shares_are_drawn_as_high_as_what_is_judged() -> None:
    values = {"Large": [10.0, 22.0], "Small": [100.0, 0.0]}
    answer = lines(values, {"Large": "common_cause", "Small": None}, measure="share", limits=(0.0, 12.0, 34.0))
    figure = checked(team_multiples_chart(answer, LIGHT))
    assert list(figure.layout.yaxis.tickvals) == [0.0, 20.0, 40.0]
    assert list(figure.layout.yaxis.ticktext) == ["0%", "20%", "40%"]


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (7, 4), (20, 5)])
def test_small_charts_stand_in_as_many_columns_as_suit_their_number(count: int, columns: int) -> None:
    values = {f"Independent Futures Team {number:02}": [2.0, 2.1] for number in range(count)}
    figure = checked(team_multiples_chart(lines(values, dict.fromkeys(values, "common_cause")), LIGHT))
    lefts = {round(figure.layout[f"xaxis{number or ''}"].domain[0], 3) for number in [0, *range(2, count + 1)]}
    assert len(lefts) == columns
    assert max(len(text) for text in words(figure) if text.startswith("<b>")) <= len("<b></b>  2.1") + 30 * 5 // columns


def test_links_lead_where_a_click_does_and_hold_no_markup() -> None:
    html = team_links(lines({"A <b>": [2.0]}, {"A <b>": None}), link=lambda team: f"skills?team={team}&x=1")
    assert '<a data-go href="skills?team=A &lt;b&gt;&amp;x=1">A &lt;b&gt;</a>' in html
    assert html.startswith("<nav")
