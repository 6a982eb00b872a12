"""The picture of one of the evaluation's indicators."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks
from mwm.charts.limits import limit_labels, limit_traces
from mwm.charts.signals import WORDS, kind_of, markers


def indicator_chart(answer: Answer, inks: Inks, *, height: int = 430) -> go.Figure:
    """A judged line of months with its average, its limits and dated events, from nought. Takes indicator-trend."""
    rows, kind, grain = answer.rows, answer.extra["kind"], answer.extra["grain"]
    months = list(rows["month"])
    span = axes.span(months, grain)
    ticks = axes.ticks(months, grain, at_most=9)
    shapes, labels = axes.event_marks(answer.events, inks, *span)
    top = min((label["y"] for label in labels), default=1.06) - 0.06  # event names stand above the line, not on it
    line = axes.trace(
        "scatter",
        x=axes.days(rows["month"]),
        y=axes.numbers(rows["value"]),
        mode="lines+markers",
        line={"color": inks.common, "width": 2},
        marker=markers(rows["variation"], inks, 6),
        connectgaps=False,
        text=_said(answer),
        hovertemplate="%{text}<extra></extra>",
        name="value",
    )
    drawn = rows[["value", "mean", "upper_process_limit"]].max().max()
    most = float(drawn) * 1.08 or 1.0
    last = float(rows["value"].dropna().iloc[-1])
    middle = "median" if answer.extra["chart"] == "run" else "average"
    ends = [(last, f"<b>{written_as(last, kind)}</b>", inks.text), *limit_labels(rows, kind, inks, middle=middle)]
    labels += axes.end_labels(ends, 0.0, most, least=0.06)
    layout: dict[str, Any] = {
        "margin": {"l": 58, "r": 104, "t": 6, "b": 30},
        "xaxis": axes.axis(
            inks, range=span, tickvals=axes.days(ticks), ticktext=[axes.tick_words(month, grain) for month in ticks]
        ),
        "yaxis": axes.axis(
            inks,
            domain=[0.0, top],
            range=[0.0, most],
            showgrid=True,
            nticks=6,
            ticksuffix="%" if kind == "percent" else "",
        ),
        "shapes": shapes,
        "annotations": labels,
    }
    return go.Figure([*limit_traces(rows, inks, "x", "y", width=1.2), line], axes.plain_layout(inks, height, **layout))


def _said(answer: Answer) -> list[str]:
    """Each point in words."""
    said = []
    for row in answer.rows.to_dict("records"):
        out_of = f" ({row['counted']:,.0f} of {row['denominator']:,.0f})" if row.get("denominator") else ""
        signal = "" if kind_of(row["variation"]) in ("common_cause", "too_few") else WORDS[kind_of(row["variation"])]
        value = written_as(row["value"], answer.extra["kind"])
        words = f"{axes.tick_words(row['month'], 'month')}: <b>{value}</b>{out_of}"
        said.append(f"{words}<br>{signal}" if signal else words)
    return said
