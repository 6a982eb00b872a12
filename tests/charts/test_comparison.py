"""Two scopes side by side: what is drawn."""

from __future__ import annotations

from math import nan

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer
from mwm.charts.comparison import scope_comparison_chart
from mwm.charts.inks import LIGHT
from tests.charts.made import NAMES
from tests.charts.made import answer as made


def side(prefix: str, averages: list[float], *, has_interval: bool = True) -> dict[str, list[float]]:
    apart = 0.2 if has_interval else nan
    count = len(averages)
    return {
        f"{prefix}observations": [120] * count,
        f"{prefix}workers": [12] * count,
        f"{prefix}average": averages,
        f"{prefix}lower": [average - apart for average in averages],
        f"{prefix}upper": [average + apart for average in averages],
        f"{prefix}share": [12.0] * count,
        f"{prefix}share_lower": [7.0] * count,
        f"{prefix}share_upper": [19.0] * count,
    }


def pair(first: list[float], second: list[float], verdicts: list[str], **more: bool) -> Answer:
    rows = pd.DataFrame(
        {"element": list(NAMES)[: len(first)]}
        | side("", first)
        | side("other_", second, **more)
        | {"verdict": verdicts}
    )
    return made(
        "scope-comparison",
        rows,
        names=NAMES,
        sides=("CIN Team A", "the whole service"),
        apart=["+0.5 (0.2 to 0.8)", "0.0 (−0.2 to 0.2)", "too few to say"][: len(first)],
        scale=(1.0, 5.0),
        threshold=3.5,
        threshold_name="skilled",
    )


def words(figure: go.Figure) -> list[str]:
    return [label.text for label in figure.layout.annotations]


def test_both_sides_are_told_apart_by_shape_and_have_their_values_beside_them() -> None:
    figure = go.Figure(scope_comparison_chart(pair([3.0, 2.5], [2.5, 2.5], ["higher", "alike"]), LIGHT).to_dict())
    first, second = figure.data
    assert (first.marker.symbol, second.marker.symbol) == ("circle", "diamond-open")
    assert list(first.x) == [3.0, 2.5]
    assert list(second.x) == [2.5, 2.5]
    assert [round(arm, 6) for arm in first.error_x.array] == [0.2, 0.2]
    assert all(one > other for one, other in zip(first.y, second.y, strict=True))  # the first a little above
    assert words(figure)[:4] == ["3.0", "2.5", "2.5", "2.5"]
    key = next(text for text in words(figure) if "●" in text and "CIN Team A" in text)
    assert "◇" in key
    assert "The whole service" in key


def test_what_is_further_apart_than_chance_stands_out_in_words() -> None:
    figure = scope_comparison_chart(pair([3.0, 2.5, 2.0], [2.5, 2.5, 2.0], ["higher", "alike", "thin"]), LIGHT)
    said = words(figure)
    assert "<b>+0.5 (0.2 to 0.8)</b>" in said
    assert "0.0 (−0.2 to 0.2)" in said
    assert "too few to say" in said


def test_elements_keep_their_order_from_the_top_and_the_scale_is_drawn_whole() -> None:
    layout = scope_comparison_chart(pair([3.0, 2.5], [2.5, 2.5], ["higher", "alike"]), LIGHT).layout
    assert list(layout.yaxis.ticktext) == ["Empathy", "Autonomy"]
    assert list(layout.yaxis.tickvals) == [0, -1]
    assert list(layout.xaxis.tickvals) == [1, 2, 3, 4, 5]


def test_without_an_interval_there_is_a_point_alone() -> None:
    figure = scope_comparison_chart(pair([3.0], [2.5], ["thin"], has_interval=False), LIGHT)
    assert list(figure.data[1].error_x.array) == [0.0]


def test_hovering_says_everything() -> None:
    text = scope_comparison_chart(pair([3.0], [2.5], ["higher"]), LIGHT).data[0].text[0]
    assert text == (
        "<b>CIN Team A</b><br>Empathy: <b>3.0</b> (2.8 to 3.2)<br>120 observations of 12 workers<br>"
        "at the threshold: 12% (7.0% to 19%)"
    )
