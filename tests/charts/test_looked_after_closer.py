"""Pictures for a closer look: parts of the whole, a range ahead, and practice above looked after children."""

from __future__ import annotations

from math import nan

import pandas as pd

from mwm.charts.inks import LIGHT
from mwm.charts.looked_after_closer import beside_practice_chart, breakdown_chart, projection_chart
from mwm.questions.looked_after_breakdown import BREAKDOWNS
from mwm.scope import Month
from tests.charts.made import answer


def months(first: str, count: int) -> list[pd.Timestamp]:
    return [pd.Timestamp(Month.parse(first).plus(step).first_day) for step in range(count)]


def texts(figure):
    return [label.text for label in figure.layout.annotations]


def divided(by: str, counts: dict[str, list[float]]):
    rows = pd.DataFrame(
        [
            {"month": month, "category": category, "looked_after": values[place], "ceased": values[place]}
            for category, values in counts.items()
            for place, month in enumerate(months("2024-01", len(values)))
        ]
    )
    return answer("looked-after-breakdown", rows, order=list(counts), breakdown=BREAKDOWNS[by])


def test_each_category_has_a_panel_with_the_same_axes_and_one_ink():
    figure = breakdown_chart(
        divided("placement", {"fostering": [60, 50], "residential": [20, 30], "other": [5, 20]}), LIGHT
    )
    assert [list(trace.y) for trace in figure.data] == [[60, 50], [20, 30], [5, 20]]
    assert {trace.line.color for trace in figure.data} == {LIGHT.common}
    assert {tuple(figure.layout[axis].range) for axis in ("yaxis", "yaxis2", "yaxis3")} == {(0, 60 * 1.08)}
    assert texts(figure)[0] == "<b>fostering</b>  50 · 50%"


def test_children_who_ceased_are_summed_over_twelve_months():
    (home, _) = breakdown_chart(divided("destination", {"home": [1.0] * 14, "other": [2.0] * 14}), LIGHT).data
    assert list(home.y) == [12, 12, 12]


def test_many_categories_go_on_in_a_second_row():
    figure = breakdown_chart(divided("reason", {f"need {number}": [number, 2] for number in range(6)}), LIGHT)
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis5.domain[1]
    assert min(figure.layout[f"yaxis{n}"].domain[0] for n in ("", 2, 3, 4, 5, 6)) >= 0


def test_a_projection_is_two_bands_and_never_a_line():
    steps = pd.DataFrame(
        {
            "month": months("2025-03", 3), "lower_90": [300, 290, 280], "lower_50": [300, 296, 293],
            "upper_50": [300, 304, 307], "upper_90": [300, 310, 320],
        }
    )  # fmt: skip
    history = pd.DataFrame({"month": months("2025-01", 3), "looked_after": [310.0, 305.0, 300.0]})
    figure = projection_chart(answer("looked-after-projection", steps, history=history, assumptions=()), LIGHT)
    assert [trace.fill for trace in figure.data] == [None, "tonexty", None, "tonexty", None, None]
    assert [trace.line.width for trace in figure.data[:4]] == [0, 0, 0, 0]
    assert figure.data[-1].mode == "markers"
    assert "9 in 10: from 280" in texts(figure)
    assert "Apr 2025<br>nine in ten: 290 to 310<br>one in two: 296 to 304" in figure.data[-1].text


def practice(lag: int):
    rows = pd.DataFrame(
        {
            "quarter": months("2024-01", 3), "practice": [2.4, 2.5, 2.6], "observations": [20, 30, 40],
            "looked_after_quarter": [pd.Timestamp(Month.of(each).plus(lag).first_day) for each in months("2024-01", 3)],
            "looked_after": [350.0, 345.0, nan],
        }
    )  # fmt: skip
    return beside_practice_chart(answer("beside", rows, lag=lag, scale=(1.0, 5.0), name="Empathy"), LIGHT)


def test_practice_and_children_have_panels_of_their_own_on_one_time_axis():
    figure = practice(0)
    upper, lower = figure.data
    assert (upper.yaxis, lower.yaxis) == ("y", "y2")
    assert figure.layout.yaxis.overlaying is None
    assert figure.layout.yaxis2.overlaying is None
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]
    assert list(upper.x) == list(lower.x)
    assert tuple(figure.layout.yaxis.range) == (1, 5)


def test_a_delay_moves_the_practice_panel_and_says_so():
    assert practice(6).data[0].x[0] == "2024-07-01"
    assert "<b>Empathy: average grade, moved 6 months later</b>" in texts(practice(6))


def test_association_not_cause_stands_in_the_picture():
    assert "Association, not cause" in texts(practice(0))
