"""The pictures of the Grading page: every value in its place, and Plotly's own check of each figure."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from mwm.charts.grading import (
    double_grading_chart,
    grader_drift_chart,
    grader_leniency_chart,
    grader_use_chart,
    grading_agreement_chart,
)
from mwm.charts.inks import DARK, LIGHT
from tests.charts.made import NAMES, answer


def sound(figure: go.Figure) -> list[Any]:
    go.Figure(figure.to_plotly_json())  # raises for a property or a value that Plotly does not know
    return list(figure.data)


def words(figure: go.Figure) -> list[str]:
    return [label["text"] for label in figure.layout.annotations]


def agreement() -> Any:
    rows = pd.DataFrame(
        {
            "element": list(NAMES),
            "observations": [40, 30, 7],
            "graders": [5, 5, 2],
            "icc": [0.8, 0.3, None],
            "icc_lower": [0.7, -0.1, None],
            "icc_upper": [0.86, 0.6, None],
            "word": ["excellent", "poor", None],
            "alpha": [0.79, None, None],
            "alpha_lower": [0.7, None, None],
            "alpha_upper": [0.85, None, None],
            "exact": [80.0, 41.0, None],
            "needed": [0, 0, 3],
        }
    )
    published = {"icc": SimpleNamespace(lowest=0.731, highest=0.967)}
    return answer("grading-agreement", rows, names=NAMES, published=published)


def leniency() -> Any:
    rows = pd.DataFrame(
        {
            "grader": ["Grader 1", "Grader 2"],
            "observations": [40, 30],
            "difference": [0.61, -0.1],
            "lower": [0.5, -0.2],
            "upper": [0.72, 0.0],
            "stands_out": ["lenient", ""],
        }
    )
    use = {"Grader 1": {1.0: 0.2, 2.0: 0.8}, "Grader 2": {1.0: 0.5, 2.0: 0.5}}
    return answer("grader-leniency", rows, use=use, points=[1.0, 2.0], scale=(1.0, 2.0))


def test_agreement_shows_known_coefficients_and_what_is_needed() -> None:
    for inks in (LIGHT, DARK):
        figure = grading_agreement_chart(agreement(), inks)
        icc, alpha = sound(figure)
        assert list(icc.x) == [0.8, 0.3]
        assert list(icc.error_x.arrayminus) == [0.8 - 0.7, 0.3 + 0.1]
        assert list(alpha.x) == [0.79]
        assert {"same grade 80%", "3 more needed", "poor", "excellent"} <= set(words(figure))
        assert figure.layout.xaxis.range[0] < -0.1


def test_who_stands_out_has_a_shape_and_a_word() -> None:
    figure = grader_leniency_chart(leniency(), LIGHT)
    (points,) = sound(figure)
    assert list(points.x) == [0.61, -0.1]
    assert points.marker.symbol[0] != points.marker.symbol[1]
    assert words(figure) == ["<b>lenient</b>"]
    assert figure.layout.xaxis.range[1] > 0.72


def test_use_of_the_scale_adds_up() -> None:
    figure = grader_use_chart(leniency(), LIGHT)
    bars = sound(figure)
    assert [sum(bar.x[place] for bar in bars) for place in (0, 1)] == [100, 100]


def test_each_grader_has_a_small_chart() -> None:
    months = [pd.Timestamp(2025, month, 1) for month in (1, 4, 7)]
    rows = pd.DataFrame(
        {
            "grader": ["Grader 1"] * 3 + ["Grader 2"] * 3,
            "month": months * 2,
            "difference": [0.1, 0.2, 0.7, float("nan"), 0.0, 0.1],
            "observations": [8, 9, 10, 0, 8, 8],
            "mean": [0.1] * 6,
            "lower_process_limit": [-0.2] * 6,
            "upper_process_limit": [0.4] * 6,
            "target": [float("nan")] * 6,
            "signal": ["", "", "outside_limits", "", "", ""],
            "variation": ["common_cause", "common_cause", "neutral_high", None, "common_cause", "common_cause"],
        }
    )
    variation = {"Grader 1": "neutral_high", "Grader 2": "common_cause"}
    figure = grader_drift_chart(answer("grader-drift", rows, variation=variation, grain="quarter"), LIGHT)
    sound(figure)
    assert any("Grader 1" in text and "▲" in text for text in words(figure))
    assert list(figure.layout.yaxis.range) == [-1.04, 1.04]


def test_the_present_share_is_marked() -> None:
    rows = pd.DataFrame(
        {
            "share": [1.0, 10.0, 50.0],
            "double_graded": [2, 20, 100],
            "width": [float("nan"), 0.4, 0.15],
            "narrow": [float("nan"), 0.3, 0.1],
            "wide": [float("nan"), 0.5, 0.2],
        }
    )
    figure = double_grading_chart(answer("double-grading", rows, present=21.0, icc=0.7, enough=0.2), LIGHT)
    band, line = sound(figure)
    assert list(line.x) == [10, 50]
    assert len(band.x) == 4
    assert "now 21%" in words(figure)
    assert figure.layout.shapes[1].x0 == 21
