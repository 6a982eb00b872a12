"""Pictures of supervision: what is drawn, what it is called, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from mwm.charts.inks import DARK, LIGHT
from mwm.charts.supervision import (
    supervision_and_practice_chart,
    supervision_coaching_chart,
    supervision_distribution_chart,
    supervision_multiples_chart,
    supervision_trend_chart,
)
from tests.charts.made import answer, trend

AS_SUPERVISION = {"element": "item", "observations": "supervisions", "workers": "supervisors"}


def supervised(averages: list[float], items: tuple[str, ...] = ("child_focus",), **more: Any) -> Any:
    """A supervision-trend from January 2025, made from that of an element."""
    parts = [trend(averages, element=item, **more).rows for item in items]
    made = trend(averages, **more)
    rows = (
        pd.concat(parts, ignore_index=True)
        .rename(columns=AS_SUPERVISION)
        .assign(method="observed", target=float("nan"))
    )
    names = {item: item.replace("_", " ").capitalize() for item in items}
    extra = {key: value for key, value in made.extra.items() if not key.startswith("threshold")}
    return replace(made, rows=rows, extra={**extra, "names": names, "method": "observed"})


def texts(figure: go.Figure) -> str:
    return " | ".join(str(label.text) for label in figure.layout.annotations)


def valid(figure: go.Figure) -> go.Figure:
    """The figure once Plotly has checked every value."""
    return go.Figure(figure.to_dict())


def test_a_trend_is_drawn_on_the_rubrics_scale_without_a_threshold() -> None:
    figure = valid(supervision_trend_chart(supervised([2.0, 2.5, 3.0], scale=(1.0, 3.0)), LIGHT))
    assert list(figure.layout.yaxis.tickvals) == [1, 2, 3]
    assert "skilled" not in texts(figure)
    line = next(trace for trace in figure.data if trace.name == "average")
    assert list(line.y) == [2.0, 2.5, 3.0]
    assert "10 observed supervisions of 5 supervisors" in line.text[0]
    assert not any("observations" in text for text in line.text)
    assert "n 10" in figure.layout.xaxis.ticktext[0]


def test_shares_are_drawn_from_nothing() -> None:
    made = supervised([20.0, 30.0], scale=(0.0, 100.0), measure="share")
    rows = made.rows.rename(columns={"average": "share"})
    figure = valid(supervision_trend_chart(replace(made, rows=rows), DARK))
    assert figure.layout.yaxis.ticktext[0] == "0%"
    assert next(trace for trace in figure.data if trace.name == "share").y[1] == 30


@pytest.mark.parametrize(("items", "columns"), [(3, 1), (5, 2)])
def test_a_few_items_stand_below_one_another(items: int, columns: int) -> None:
    keys = tuple(f"item_{number}" for number in range(items + 1))
    figure = valid(supervision_multiples_chart(supervised([2.0, 3.0], keys), LIGHT, leave_out="item_0"))
    lines = [trace for trace in figure.data if trace.name == "average"]
    assert len(lines) == items
    assert "Item 0" not in texts(figure)
    assert figure.layout.xaxis.domain[1] == pytest.approx(1 if columns == 1 else 0.465)


def test_the_spread_says_how_many() -> None:
    rows = pd.DataFrame(
        {
            "part": ["2024"] * 3 + ["2025"] * 3,
            "item": "overall",
            "grade": [1.0, 2.0, 3.0] * 2,
            "supervisions": [2, 6, 2, 1, 3, 4],
            "share": [20.0, 60.0, 20.0, 12.5, 37.5, 50.0],
        }
    )
    made = answer("supervision-distribution", rows, scale=(1.0, 3.0), method="observed", names={"overall": "Overall"})
    figure = valid(supervision_distribution_chart(made, LIGHT))
    assert [trace.name for trace in figure.data] == ["grade 1", "grade 2", "grade 3"]
    assert [name.split(">n ")[1].split("<")[0] for name in figure.layout.yaxis.ticktext] == ["10", "8"]


def pairs(paired: str, rows: pd.DataFrame) -> Any:
    return answer(
        "supervision-and-practice",
        rows.assign(method="observed", target=float("nan")),
        paired=paired,
        names={"supervision": "All items", "practice": "Empathy"},
        scales={"supervision": (1.0, 3.0), "practice": (1.0, 5.0)},
        is_thin=False,
    )


def test_pairs_are_drawn_on_both_whole_scales_without_a_line() -> None:
    rows = pd.DataFrame(
        {
            "team": ["North", "South"],
            "quarter": pd.to_datetime(["2025-01-01", "2025-04-01"]),
            "supervisions": [3, 4],
            "supervision": [1.5, 2.0],
            "observations": [20, 31],
            "practice": [2.5, 3.5],
        }
    )
    figure = valid(supervision_and_practice_chart(pairs("team_quarter", rows), LIGHT))
    (marks,) = figure.data
    assert marks.mode == "markers"
    assert (list(marks.x), list(marks.y)) == ([1.5, 2.0], [2.5, 3.5])
    assert list(figure.layout.xaxis.tickvals) == [1, 2, 3]
    assert list(figure.layout.yaxis.tickvals) == [1, 2, 3, 4, 5]
    assert figure.layout.xaxis.title.text == "supervision: all items"
    assert marks.text[1].startswith("<b>South</b>, Apr–Jun 2025")
    assert "4 observed supervisions, 31 observations" in marks.text[1]


def test_pairs_that_are_alike_are_one_larger_mark() -> None:
    rows = pd.DataFrame({"pair": [1, 2, 3], "supervision": [2.0, 2.0, 3.0], "practice": [3.0] * 3, "days": [0, 5, 9]})
    (marks,) = valid(supervision_and_practice_chart(pairs("family", rows), DARK)).data
    assert len(marks.x) == 2
    assert marks.marker.size[0] == pytest.approx(marks.marker.size[1] * 2**0.5)
    assert [text.split("<br>")[1] for text in marks.text] == ["2 pairs", "1 pair"]


def test_coaching_is_drawn_before_and_after_where_there_are_enough() -> None:
    rows = pd.DataFrame(
        {
            "item": "all_items",
            "coaching": ["Coaching in between", "No coaching in between"],
            "pairs": [182, 4],
            "supervisors": [15, 3],
            "before": [2.5, float("nan")],
            "after": [2.75, float("nan")],
            "change": [0.25, float("nan")],
            "lower": [0.05, float("nan")],
            "upper": [0.45, float("nan")],
        }
    )
    figure = valid(supervision_coaching_chart(answer("supervision-coaching", rows, scale=(1.0, 5.0)), LIGHT))
    drawn = {trace.name: list(trace.x) for trace in figure.data}
    assert drawn == {"change": [2.5, 2.75, None], "before": [2.5], "after": [2.75]}
    assert "<b>Coaching in between</b>" in texts(figure)
    assert "+0.3 (+0.1 to +0.5) · 182 pairs" in texts(figure)
    assert "too few pairs to say (4)" in texts(figure)
