"""The picture of a series before and after a date, with the earlier trend carried on."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks


def interruption_chart(answer: Answer, inks: Inks, *, height: int = 360) -> go.Figure:
    """The values as points, the line before and the line after the date, and dashed, with its range, what the earlier
    trend would have given. Takes an interruption_answer.
    """
    rows = answer.rows
    first_after = answer.extra["first_after"]
    after = rows[rows["date"] >= first_after]
    days = axes.days(after["date"])
    traces: list[Any] = [
        axes.trace("scatter", x=days, y=axes.numbers(after["counterfactual_upper"]), mode="lines", **_EDGE),
        axes.trace(
            "scatter", x=days, y=axes.numbers(after["counterfactual_lower"]), mode="lines", fill="tonexty",
            fillcolor=inks.band, **_EDGE,
        ),
        axes.trace(
            "scatter", x=axes.days(rows["date"]), y=axes.numbers(rows["value"]), mode="markers",
            marker={"color": inks.common, "size": 6}, hovertemplate="%{text}<extra></extra>", name="value",
            text=[_told(*row) for row in rows[_TOLD].itertuples(index=False, name=None)],
        ),
    ]  # fmt: skip
    for part, name in ((rows[rows["date"] < first_after], "line before"), (after, "line after")):
        traces.append(_line(part, "fitted", inks.above, "solid", name))
    traces.append(_line(after, "counterfactual", inks.threshold, "dash", "earlier trend"))
    last = rows.iloc[-1]
    ends = [
        (float(last["fitted"]), f"<b>line {written_as(last['fitted'], 'number')}</b>", inks.above),
        (
            float(last["counterfactual"]),
            f"earlier trend<br>{written_as(last['counterfactual'], 'number')}",
            inks.threshold,
        ),
    ]
    shown = [value for trace in traces for value in trace["y"] if value is not None]
    low, high = min(shown), max(shown)
    room = max((high - low) * 0.06, abs(high) * 0.01, 1e-9)
    date = pd.DataFrame([{"starts_on": first_after, "title": f"from {first_after:%d/%m/%Y}"}])
    shapes, labels = axes.event_marks(date, inks, rows["date"].iloc[0], last["date"])
    return go.Figure(
        traces,
        axes.plain_layout(
            inks,
            height,
            margin={"l": 56, "r": 110, "t": 6, "b": 36},
            xaxis=axes.axis(inks, type="date"),
            yaxis=axes.axis(inks, range=[low - room, high + room], showgrid=True),
            shapes=shapes,
            annotations=[*labels, *axes.end_labels(ends, low - room, high + room, least=0.13)],
        ),
    )


_TOLD = ["date", "value", "fitted", "counterfactual"]
_EDGE = {"line": {"width": 0}, "hoverinfo": "skip", "name": "range of the earlier trend"}


def _line(rows: pd.DataFrame, column: str, colour: str, dash: str, name: str) -> dict[str, Any]:
    return axes.trace(
        "scatter", x=axes.days(rows["date"]), y=axes.numbers(rows[column]), mode="lines",
        line={"color": colour, "width": 2.5, "dash": dash}, hoverinfo="skip", name=name,
    )  # fmt: skip


def _told(day: Any, value: float, fitted: float, expected: float) -> str:
    said = [f"{day:%d/%m/%Y}: <b>{written_as(value, 'number')}</b>", f"line {written_as(fitted, 'number')}"]
    if not pd.isna(expected):
        said.append(f"earlier trend {written_as(expected, 'number')}")
    return "<br>".join(said)
