"""Pictures for a closer look at looked after children: how they are divided, where the count could go, and practice."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer, percent, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks
from mwm.scope import Month

_COLUMNS, _PANEL, _GAP = 4, 104, 46  # small pictures in a row; their height, and the space between two rows, in pixels


def breakdown_chart(answer: Answer, inks: Inks) -> go.Figure:
    """One small picture for each category, all with the same axes and one ink; months as a line from zero.

    Takes looked-after-breakdown. Where those who ceased are divided, each point is the sum of twelve months.
    """
    order: list[str] = answer.extra["order"]
    counts = answer.extra["breakdown"].counts
    table = answer.rows.pivot(index="month", columns="category", values=counts).reindex(columns=order).astype(float)
    if counts == "ceased":
        table = table.rolling(12).sum().dropna(how="all") if len(table) >= 12 else table
    total = table.sum(axis=1)
    months = list(table.index)
    roomy = months[: max(len(months) * 4 // 5, 1)]  # a label further right would run into the next panel's
    ticks = [month for month in axes.ticks(months, "month", at_most=2) if month in roomy]
    columns = min(_COLUMNS, len(order))
    lines = -(-len(order) // columns)
    tall = lines * (_PANEL + _GAP) - _GAP  # pixels of all panels together
    highest = max(float(table.max().max()), 1.0)
    layout: dict[str, Any] = {"annotations": [], "margin": {"l": 36, "r": 12, "t": 24, "b": 24}}
    traces = []
    for place, category in enumerate(order):
        line, column = divmod(place, columns)
        name = "" if place == 0 else str(place + 1)
        left = column / columns
        top = 1 - line * (_PANEL + _GAP) / tall
        bottom = max(top - _PANEL / tall, 0.0)
        values = table[category]
        traces.append(_panel_line(months, values, f"{category}", f"x{name}", f"y{name}", inks, counts))
        layout[f"xaxis{name}"] = axes.axis(
            inks,
            domain=[left, left + 0.92 / columns],
            anchor=f"y{name}",
            range=axes.span(months, "month"),
            tickvals=axes.days(ticks),
            ticktext=[axes.tick_words(month, "month") for month in ticks],
            showticklabels=place + columns >= len(order),
        )
        layout[f"yaxis{name}"] = axes.axis(
            inks,
            domain=[bottom, top],
            anchor=f"x{name}",
            range=[0, highest * 1.08],
            showgrid=True,
            nticks=3,
            showticklabels=column == 0,
        )
        latest, whole = values.iloc[-1], total.iloc[-1]
        share = f" · {percent(latest / whole * 100)}" if whole else ""
        layout["annotations"].append(
            {
                "xref": "paper", "yref": "paper", "x": left, "y": top, "xanchor": "left", "yanchor": "bottom",
                "text": f"<b>{_short(category)}</b>  {written_as(latest, 'count')}{share}", "showarrow": False,
                "font": {"size": axes.FONT, "color": inks.text},
            }
        )  # fmt: skip
    return go.Figure(traces, axes.plain_layout(inks, 48 + tall, **layout))


def projection_chart(answer: Answer, inks: Inks, *, height: int = 300) -> go.Figure:
    """The counts so far, and the ranges that hold one half and nine in ten of the simulated futures.

    Takes looked-after-projection.
    """
    history, rows = answer.extra["history"], answer.rows
    days = axes.days(rows["month"])
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    traces: list[dict[str, Any]] = []
    for upper, lower, name in (("upper_90", "lower_90", "nine in ten"), ("upper_50", "lower_50", "one in two")):
        traces.append(axes.trace("scatter", x=days, y=axes.numbers(rows[upper]), name=name, **edge))
        filled = {"fill": "tonexty", "fillcolor": inks.band}
        traces.append(axes.trace("scatter", x=days, y=axes.numbers(rows[lower]), name=name, **edge, **filled))
    traces.append(
        axes.trace(
            "scatter", x=axes.days(history["month"]), y=axes.numbers(history["looked_after"]), mode="lines+markers",
            line={"color": inks.common, "width": 2}, marker={"color": inks.common, "size": 5}, name="so far",
            text=[
                f"{Month.of(month).short}: <b>{written_as(count, 'count')}</b> children looked after"
                for month, count in zip(history["month"], history["looked_after"], strict=True)
            ],
            hovertemplate="%{text}<extra></extra>",
        )
    )  # fmt: skip
    traces.append(
        axes.trace(
            "scatter", x=days, y=axes.numbers((rows["upper_90"] + rows["lower_90"]) / 2), mode="markers",
            marker={"size": 14, "opacity": 0}, name="ranges", hovertemplate="%{text}<extra></extra>",
            text=[
                f"{Month.of(row.month).short}<br>nine in ten: {row.lower_90:,.0f} to {row.upper_90:,.0f}"
                f"<br>one in two: {row.lower_50:,.0f} to {row.upper_50:,.0f}"
                for row in rows.itertuples()
            ],
        )
    )  # fmt: skip
    end = rows.iloc[-1]
    low = float(min(history["looked_after"].min(), rows["lower_90"].min()))
    high = float(max(history["looked_after"].max(), rows["upper_90"].max()))
    room = max((high - low) * 0.08, 3.0)
    ends = [
        (float(end["upper_90"]), f"9 in 10: to {end['upper_90']:,.0f}", inks.quiet),
        (float(end["upper_50"]), f"1 in 2: to {end['upper_50']:,.0f}", inks.text),
        (float(end["lower_50"]), f"1 in 2: from {end['lower_50']:,.0f}", inks.text),
        (float(end["lower_90"]), f"9 in 10: from {end['lower_90']:,.0f}", inks.quiet),
    ]
    months = [*history["month"], *rows["month"].iloc[1:]]
    ticks = axes.ticks(months, "month", at_most=9)
    return go.Figure(
        traces,
        axes.plain_layout(
            inks,
            height,
            margin={"l": 58, "r": 118, "t": 6, "b": 26},
            xaxis=axes.axis(
                inks,
                range=axes.span(months, "month"),
                tickvals=axes.days(ticks),
                ticktext=[axes.tick_words(month, "month") for month in ticks],
            ),
            yaxis=axes.axis(
                inks, showgrid=True, range=[low - room, high + room], title=axes.title("looked after", inks)
            ),
            annotations=axes.end_labels(ends, low - room, high + room, least=0.08),
        ),
    )


def beside_practice_chart(answer: Answer, inks: Inks, *, height: int = 360) -> go.Figure:
    """Practice above and looked after children below, on one time axis; with a delay, practice is moved to the right.

    Takes looked-after-beside-practice. Never two scales in one panel, so that no crossing of lines can seem to mean
    something.
    """
    rows, lag = answer.rows, answer.extra["lag"]
    low, high = answer.extra["scale"]
    quarters = list(rows["looked_after_quarter"])
    days = axes.days(quarters)
    moved = f", moved {lag} months later" if lag else ""
    upper = axes.trace(
        "scatter", x=days, y=axes.numbers(rows["practice"]), xaxis="x", yaxis="y", mode="lines+markers",
        line={"color": inks.above, "width": 2}, marker={"color": inks.above, "size": 6}, name="practice",
        text=[
            f"{axes.tick_words(row.quarter, 'quarter')}: average <b>{written_as(row.practice, 'average')}</b> of "
            f"{row.observations:,.0f} observations"
            for row in rows.itertuples()
        ],
        hovertemplate="%{text}<extra></extra>", connectgaps=False,
    )  # fmt: skip
    lower = axes.trace(
        "scatter", x=days, y=axes.numbers(rows["looked_after"]), xaxis="x", yaxis="y2", mode="lines+markers",
        line={"color": inks.common, "width": 2}, marker={"color": inks.common, "size": 6, "symbol": "diamond"},
        name="looked after", hovertemplate="%{text}<extra></extra>", connectgaps=False,
        text=[
            f"end of {axes.tick_words(quarter, 'quarter')}: <b>{written_as(count, 'count')}</b> looked after"
            for quarter, count in zip(quarters, rows["looked_after"], strict=True)
        ],
    )  # fmt: skip
    ticks = axes.ticks(quarters, "quarter", at_most=8)
    names = [(f"{answer.extra['name']}: average grade{moved}", 1.0), ("Looked after at the end of the quarter", 0.46)]
    said = "Association, not cause"
    labels = [
        {
            "xref": "paper", "yref": "paper", "x": 0, "y": y, "xanchor": "left", "yanchor": "bottom",
            "showarrow": False, "text": f"<b>{words}</b>", "font": {"size": axes.FONT, "color": inks.text},
        }
        for words, y in names
    ] + [
        {
            "xref": "paper", "yref": "paper", "x": 1, "y": 1, "xanchor": "right", "yanchor": "bottom",
            "showarrow": False, "text": said, "font": {"size": axes.FONT, "color": inks.quiet},
        }
    ]  # fmt: skip
    return go.Figure(
        [upper, lower],
        axes.plain_layout(
            inks,
            height,
            margin={"l": 58, "r": 30, "t": 26, "b": 26},
            xaxis=axes.axis(
                inks,
                anchor="y2",
                range=axes.span(quarters, "quarter"),
                tickvals=axes.days(ticks),
                ticktext=[axes.tick_words(quarter, "quarter") for quarter in ticks],
            ),
            yaxis=axes.axis(inks, domain=[0.58, 0.98], range=[low, high], showgrid=True, nticks=5),
            yaxis2=axes.axis(inks, domain=[0.0, 0.43], showgrid=True, nticks=5, tickformat=",d"),
            annotations=labels,
        ),
    )


def _panel_line(
    months: list[Any], values: pd.Series, category: str, x: str, y: str, inks: Inks, counts: str
) -> dict[str, Any]:
    what = "ceased in the twelve months before its end" if counts == "ceased" else "looked after at its end"
    return axes.trace(
        "scatter", x=axes.days(months), y=axes.numbers(values), xaxis=x, yaxis=y, mode="lines+markers",
        line={"color": inks.common, "width": 1.8}, marker={"color": inks.common, "size": 3.5}, connectgaps=False,
        text=[
            f"{category}, {Month.of(month).short}: <b>{written_as(value, 'count')}</b> {what}"
            for month, value in zip(months, values, strict=True)
        ],
        hovertemplate="%{text}<extra></extra>", name=category,
    )  # fmt: skip


def _short(category: str) -> str:
    return category if len(category) <= 26 else category[:24].rstrip() + "…"
