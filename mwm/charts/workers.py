"""Workers by team, each with a range: so that it shows how little one number says."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks

_ACROSS = 76.0  # places for workers on one line of the picture
_BETWEEN = 1.5  # places left free between two teams
_LETTER = 0.55  # places that a letter of a team's name takes


def worker_comparison_chart(answer: Answer, inks: Inks, *, line_height: int = 190) -> go.Figure:
    """Each worker's drawn-in average with its 95% range, by team and label, in lines of whole teams; never by value.

    Takes worker-comparison. The scale is drawn whole; the average of all is a line.
    """
    low, high = answer.extra["scale"]
    lines = _lines(answer.rows.to_dict("records"))
    width = max(sum(_room(team, workers) for team, workers in line) for line in lines)
    layout: dict[str, Any] = {}
    traces: list[Any] = []
    labels: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for number, line in enumerate(lines):
        suffix = "" if number == 0 else str(number + 1)
        x, y = f"x{suffix}", f"y{suffix}"
        layout[f"xaxis{suffix}"] = axes.axis(inks, anchor=y, range=[-1, width], showticklabels=False)
        layout[f"yaxis{suffix}"] = axes.axis(
            inks,
            anchor=x,
            domain=[1 - (number + 1 - 34 / line_height) / len(lines), 1 - (number + 8 / line_height) / len(lines)],
            range=[low - (high - low) * 0.01, high + (high - low) * 0.01],
            tickvals=[low + step for step in range(int(high - low) + 1)],
            showgrid=True,
        )
        place = 0.0
        for team, workers in line:
            places = [place + step for step in range(len(workers))]
            traces.append(_workers(workers, places, inks, x, y))
            labels.append(
                {
                    "xref": x, "yref": f"{y} domain", "x": places[0] - 0.4, "y": 0, "text": team, "showarrow": False,
                    "xanchor": "left", "yanchor": "top", "yshift": -2, "font": {"size": 12, "color": inks.text},
                }
            )  # fmt: skip
            place += _room(team, workers)
        shapes.append(
            {
                "type": "line", "xref": f"{x} domain", "yref": y, "x0": 0, "x1": 1, "y0": answer.extra["mean"],
                "y1": answer.extra["mean"], "line": {"color": inks.rule, "width": 1.2}, "layer": "below",
            }
        )  # fmt: skip
    end = {"xref": "paper", "yref": "y", "x": 1, "y": answer.extra["mean"], "showarrow": False, "xanchor": "left"}
    labels.append(
        end | {"text": f"all {written_as(answer.extra['mean'], 'average')}", "xshift": 4, "font": {"color": inks.text}}
    )
    layout |= {"shapes": shapes, "annotations": labels, "margin": {"l": 34, "r": 46, "t": 4, "b": 4}}
    return axes.figure(traces, axes.plain_layout(inks, line_height * len(lines) + 8, **layout))


def _lines(rows: list[dict[Any, Any]]) -> list[list[tuple[str, list[dict[Any, Any]]]]]:
    """Teams in their order, as many on a line as fit; a team is never broken."""
    lines: list[list[tuple[str, list[dict[Any, Any]]]]] = [[]]
    taken = 0.0
    for team, members in groupby(rows, key=lambda row: row["team"]):
        workers = list(members)
        room = _room(str(team), workers)
        if lines[-1] and taken + room > _ACROSS:
            lines.append([])
            taken = 0.0
        lines[-1].append((str(team), workers))
        taken += room
    return lines


def _room(team: str, workers: list[dict[Any, Any]]) -> float:
    """How many places a team takes: one for each worker, or as many as its name needs."""
    return max(len(workers), len(team) * _LETTER) + _BETWEEN


def _workers(workers: list[dict[Any, Any]], places: list[float], inks: Inks, x: str, y: str) -> dict[str, Any]:
    said = [
        f"<b>{row['worker']}</b>, {row['team']}<br>drawn-in average {written_as(row['level'], 'average')} "
        f"({written_as(row['lower'], 'average')} to {written_as(row['upper'], 'average')})<br>"
        f"plain average {written_as(row['average'], 'average')} of {row['observations']:,.0f} observations"
        for row in workers
    ]
    return axes.trace(
        "scatter",
        x=places,
        y=[row["level"] for row in workers],
        xaxis=x,
        yaxis=y,
        mode="markers",
        marker={"color": inks.common, "size": 7},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [row["upper"] - row["level"] for row in workers],
            "arrayminus": [row["level"] - row["lower"] for row in workers],
            "color": inks.common,
            "thickness": 1.2,
            "width": 0,
        },
        text=said,
        hovertemplate="%{text}<extra></extra>",
        name=workers[0]["team"],
    )
