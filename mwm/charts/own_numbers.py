"""The picture of a series of one's own."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks
from mwm.charts.signals import WORDS, kind_of, markers


def own_numbers_chart(answer: Answer, inks: Inks, *, height: int = 400) -> go.Figure:
    """A judged series with its mean, its limits (broken where they were set anew) and its target.

    Takes own-numbers. Limits of shares vary with their size, so they are drawn as steps.
    """
    rows = answer.rows
    days = [day.isoformat() for day in rows["date"]]
    traces: list[Any] = []
    for column, dash in (("mean", "solid"), ("lower_process_limit", "dash"), ("upper_process_limit", "dash")):
        x: list[str | None] = []
        y: list[float | None] = []
        for _, phase in rows.groupby("phase"):
            x += [*(day.isoformat() for day in phase["date"]), None]
            y += [*axes.numbers(phase[column]), None]
        traces.append(
            axes.trace(
                "scatter",
                x=x,
                y=y,
                mode="lines",
                line={"color": inks.common, "width": 1.2, "dash": dash, "shape": "hvh"},
                hoverinfo="skip",
                name=column,
            )
        )
    traces.append(
        axes.trace(
            "scatter",
            x=days,
            y=axes.numbers(rows["value"]),
            mode="lines+markers",
            line={"color": inks.common, "width": 2},
            marker=markers(rows["icon"], inks, 7),
            text=[
                f"{day:%d/%m/%Y}: <b>{written_as(value, 'number')}</b>"
                + (f"<br>{WORDS[kind_of(icon)]}" if icon not in (None, "common_cause") else "")
                for day, value, icon in zip(rows["date"], rows["value"], rows["icon"], strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
            name="value",
        )
    )
    last = rows.iloc[-1]
    target = answer.extra.get("target")
    ends = [(float(last["value"]), f"<b>{written_as(last['value'], 'number')}</b>", inks.text)]
    for column, words in (("mean", "average"), ("lower_process_limit", "lower"), ("upper_process_limit", "upper")):
        if last[column] == last[column]:
            ends.append((float(last[column]), f"{words} {written_as(last[column], 'number')}", inks.quiet))
    shapes = []
    if target is not None:
        ends.append((target, f"target {written_as(target, 'number')}", inks.threshold))
        shapes.append(
            {
                "type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": target, "y1": target,
                "line": {"color": inks.threshold, "width": 1.3}, "layer": "below",
            }
        )  # fmt: skip
    shown = [value for trace in traces for value in trace["y"] if value is not None] + [end[0] for end in ends]
    low, high = min(shown), max(shown)
    room = max((high - low) * 0.08, abs(high) * 0.01, 1e-9)
    return go.Figure(
        traces,
        axes.plain_layout(
            inks,
            height,
            margin={"l": 56, "r": 110, "t": 6, "b": 36},
            xaxis=axes.axis(inks, type="date"),
            yaxis=axes.axis(inks, range=[low - room, high + room], showgrid=True),
            shapes=shapes,
            annotations=axes.end_labels(ends, low - room, high + room, least=0.055),
        ),
    )
