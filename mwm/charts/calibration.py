"""How a room graded one recording: for each element a bar for each grade, with the expert's grade marked."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from mwm.answer import Answer
from mwm.charts import axes
from mwm.charts.inks import Inks


def calibration_chart(answer: Answer, inks: Inks, *, columns: int = 4, line_height: int = 190) -> go.Figure:
    """Small multiples on shared axes, in the order in which elements were chosen. Takes a calibration answer."""
    names = list(dict.fromkeys(answer.rows["name"]))
    columns = min(columns, len(names))
    lines = -(-len(names) // columns)
    most = max(int(answer.rows["graders"].max()), 1)
    points: tuple[float, ...] = answer.extra["points"]
    traces: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    for number, name in enumerate(names):
        rows = answer.rows[answer.rows["name"] == name]
        column, line = number % columns, number // columns
        suffix = "" if number == 0 else str(number + 1)
        across = [column / columns + (0.02 if column else 0.0), (column + 1) / columns - 0.02]
        top = 1 - line / lines - 0.16 / lines
        layout[f"xaxis{suffix}"] = axes.axis(
            inks,
            domain=across,
            anchor=f"y{suffix}",
            tickvals=list(points),
            ticktext=[f"{point:g}" for point in points],
            range=[points[0] - 0.6, points[-1] + 0.6],
        )
        layout[f"yaxis{suffix}"] = axes.axis(
            inks,
            domain=[1 - (line + 1) / lines + 0.14 / lines, top],
            anchor=f"x{suffix}",
            range=[0, most * 1.25],
            showticklabels=False,
        )
        step = min((after - before for before, after in pairwise(points)), default=1.0)
        counts = rows["graders"].tolist()
        traces.append(
            axes.trace(
                "bar",
                x=rows["grade"].tolist(),
                y=counts,
                xaxis=f"x{suffix}",
                yaxis=f"y{suffix}",
                width=step * 0.8,
                marker={"color": inks.above},
                text=[f"{count}" if count else "" for count in counts],
                textposition="outside",
                cliponaxis=False,
                hovertemplate="grade %{x}: %{y}<extra></extra>",
                name=str(name),
            )
        )
        heading = {"xref": "paper", "yref": "paper", "x": across[0], "y": top, "showarrow": False, "xanchor": "left"}
        labels.append(
            heading
            | {"text": f"<b>{name}</b>", "yanchor": "bottom", "font": {"size": axes.FONT + 2, "color": inks.text}}
        )
        expert = rows["expert"].iloc[0]
        if expert == expert:
            labels.append(
                {
                    "xref": f"x{suffix}", "yref": f"y{suffix}", "x": float(expert), "y": most * 1.2,
                    "text": "▼ expert", "showarrow": False, "yanchor": "middle",
                    "font": {"size": axes.FONT, "color": inks.threshold},
                }
            )  # fmt: skip
    layout |= {"annotations": labels, "margin": {"l": 8, "r": 8, "t": 6, "b": 8}, "bargap": 0.2}
    return axes.figure(traces, axes.plain_layout(inks, max(line_height * lines, 260), **layout))
