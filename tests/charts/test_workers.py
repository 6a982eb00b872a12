"""Workers by team: in the order of the rows, with their ranges."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer
from mwm.charts.inks import LIGHT
from mwm.charts.workers import worker_comparison_chart
from tests.charts.made import answer as made


def workers(teams: dict[str, int]) -> Answer:
    """Levels that fall and rise, so that an order by value would show."""
    rows = pd.DataFrame(
        [
            {"team": team, "worker": f"W{number}", "observations": 9, "average": 3.0, "level": 2.0 + number % 3 / 2}
            for team, count in teams.items()
            for number in range(count)
        ]
    )
    rows["lower"], rows["upper"] = rows["level"] - 0.3, rows["level"] + 0.4
    return made("worker-comparison", rows, scale=(1.0, 5.0), mean=2.6)


def test_workers_stand_in_the_order_of_the_rows_with_their_ranges() -> None:
    figure = go.Figure(worker_comparison_chart(workers({"A": 4, "B": 2}), LIGHT).to_dict())
    first, second = figure.data
    assert list(first.y) == [2.0, 2.5, 3.0, 2.0]
    assert list(first.x) == sorted(first.x)
    assert min(second.x) > max(first.x)
    assert [round(arm, 6) for arm in first.error_y.array] == [0.4] * 4
    assert [round(arm, 6) for arm in first.error_y.arrayminus] == [0.3] * 4
    assert first.text[0] == "<b>W0</b>, A<br>drawn-in average 2.0 (1.7 to 2.4)<br>plain average 3.0 of 9 observations"
    words = [label.text for label in figure.layout.annotations]
    assert words == ["A", "B", "all 2.6"]


def test_many_teams_go_over_several_lines_and_none_is_broken() -> None:
    figure = go.Figure(worker_comparison_chart(workers({f"T{n:02}": 14 for n in range(20)}), LIGHT).to_dict())
    lines = [trace.yaxis for trace in figure.data]
    assert len(set(lines)) == 5
    assert lines == sorted(lines, key=lambda axis: int(axis[1:] or 1))
    assert figure.layout.yaxis.range == figure.layout.yaxis5.range  # shared, the scale whole
    assert list(figure.layout.yaxis5.tickvals) == [1, 2, 3, 4, 5]


def test_a_long_name_of_a_small_team_keeps_clear_of_the_next() -> None:
    figure = worker_comparison_chart(workers({"Independent Futures Team A": 2, "B": 2}), LIGHT)
    assert min(figure.data[1].x) >= 0.5 * len("Independent Futures Team A")
