"""Pictures of grades: the trend of one element, the others beside it, and how the grades are spread."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks, blend, readable_on
from mwm.charts.limits import limit_labels, limit_traces
from mwm.charts.signals import WORDS, kind_of, markers

_LEAST_FOR_A_BAND = 5  # the range of fewer fills the picture and says no more than "too few"
_CAP_DAYS = 9  # half the width of the band of a month that stands alone


def skill_trend_chart(answer: Answer, inks: Inks, *, height: int = 372) -> go.Figure:
    """Average of one element over time with interval and process limits, counts under the ticks, threshold, events.

    Takes skill-trend for one element. The scale is drawn whole.
    """
    rows, grain = answer.rows, answer.extra["grain"]
    low, high = answer.extra["scale"]
    months = list(rows["month"])
    counts = dict(zip(rows["month"], rows["observations"], strict=True))
    labelled = axes.ticks(months, grain, at_most=9 if grain == "month" else 8)
    span = axes.span(months, grain)
    shapes, labels = axes.event_marks(answer.events, inks, *span)
    shapes += _arriving(answer, inks, span[1], labels)
    threshold = answer.extra["threshold"]
    shapes.append(_level(threshold, inks.threshold))
    ends = [(threshold, f"{answer.extra['threshold_name']} {threshold:g}", inks.threshold)]
    ends += limit_labels(rows, "average", inks)
    known = rows.dropna(subset=["average"])
    if len(known):
        latest = known.iloc[-1]
        ends.append((latest["average"], f"<b>{written_as(latest['average'], 'average')}</b>", inks.text))
    return go.Figure(
        [
            _band(rows, inks, "x", "y"),
            *limit_traces(rows, inks, "x", "y", width=1.2),
            _line(rows, grain, inks, "x", "y", size=7),
        ],
        axes.plain_layout(
            inks,
            height,
            margin={"l": 34, "r": 82, "t": 6, "b": 44},
            xaxis=axes.axis(
                inks,
                range=span,
                tickvals=axes.days(labelled),
                ticktext=[
                    f"{axes.tick_words(month, grain)}<br><span style='font-size:11px'>n {counts[month]:,}</span>"
                    for month in labelled
                ],
            ),
            yaxis=_grade_axis(low, high, inks),
            shapes=shapes,
            annotations=labels + axes.end_labels(ends, low, high, least=0.052),
        ),
    )


def skill_multiples_chart(
    answer: Answer, inks: Inks, *, leave_out: str = "", columns: int = 2, line_height: int = 104
) -> go.Figure:
    """Every element (but one) as a small chart on shared axes, in one ink, in the order of the framework.

    Takes skill-trend for several elements.
    """
    names = {key: name for key, name in answer.extra["names"].items() if key != leave_out}
    low, high = answer.extra["scale"]
    grain = answer.extra["grain"]
    traces: list[Any] = []
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    lines = -(-len(names) // columns)
    for number, (key, name) in enumerate(names.items()):
        rows = answer.rows[answer.rows["element"] == key]
        column, line = number % columns, number // columns
        suffix = "" if number == 0 else str(number + 1)
        x, y = f"x{suffix}", f"y{suffix}"
        left = column / columns + (0.035 if column else 0.0)
        across = [left, (column + 1) / columns - (0.0 if column == columns - 1 else 0.035)]
        top = 1 - line / lines - 0.2 / lines
        up = [1 - (line + 1) / lines + 0.03 / lines, top]
        months = list(rows["month"])
        span = axes.span(months, grain)
        last_line = line == lines - 1 or number + columns >= len(names)
        layout[f"xaxis{suffix}"] = axes.axis(
            inks,
            domain=across,
            anchor=y,
            range=span,
            showticklabels=False,
        )
        if last_line:
            labels += _ends_of_time(months, grain, across, up[0], inks)
        layout[f"yaxis{suffix}"] = _grade_axis(low, high, inks) | {
            "domain": up,
            "anchor": x,
            "tickvals": [low, (low + high) / 2, high],
            "showticklabels": column == 0,
            "tickfont": {"size": 10, "color": inks.quiet},
        }
        traces += [*limit_traces(rows, inks, x, y, width=0.8), _line(rows, grain, inks, x, y, size=3.5)]
        marks, _ = axes.event_marks(answer.events, inks, *span, words=False)
        shapes += [mark | {"xref": x, "yref": f"{y} domain"} for mark in marks]
        shapes.append(_level(answer.extra["threshold"], inks.threshold) | {"xref": f"{x} domain", "yref": y})
        known = rows.dropna(subset=["average"])
        latest = written_as(known["average"].iloc[-1], "average") if len(known) else "–"
        labels.append(
            {
                "xref": "paper", "yref": "paper", "x": across[0], "y": top, "text": f"<b>{name}</b>  {latest}",
                "showarrow": False, "xanchor": "left", "yanchor": "bottom", "font": {"size": 12, "color": inks.text},
            }
        )  # fmt: skip
    layout |= {"shapes": shapes, "annotations": labels, "margin": {"l": 22, "r": 8, "t": 2, "b": 20}}
    return go.Figure(traces, axes.plain_layout(inks, line_height * lines, **layout))


def _ends_of_time(
    months: list[Any], grain: str, across: list[float], bottom: float, inks: Inks
) -> list[dict[str, Any]]:
    """The first and the last month under a small chart, from its edges inwards, so that neighbours never touch."""
    place = {"xref": "paper", "yref": "paper", "y": bottom, "yanchor": "top", "yshift": -2, "showarrow": False}
    font = {"size": 10, "color": inks.quiet}
    return [
        place | {"x": x, "xanchor": edge, "text": axes.tick_words(month, grain), "font": font}
        for x, edge, month in ((across[0], "left", months[0]), (across[1], "right", months[-1]))
    ]


def skill_distribution_chart(answer: Answer, inks: Inks, *, height: int = 128) -> go.Figure:
    """Shares of the grades of one element, earlier above later, with the middle of the scale in the middle of the page.

    Takes skill-distribution for one element. Grades below the middle reach to the left, those above to the right.
    """
    rows = answer.rows
    low, high = answer.extra["scale"]
    middle = (low + high) / 2
    parts = list(dict.fromkeys(rows["part"]))
    traces: list[Any] = []
    labels: list[dict[str, Any]] = []
    grades = sorted(set(rows["grade"]))
    shares = (
        rows.pivot_table(index="part", columns="grade", values="share").reindex(index=parts, columns=grades).fillna(0.0)
    )
    below = shares[[grade for grade in grades if grade < middle]].sum(axis=1)
    start = -(below + (shares[middle] / 2 if middle in shares else 0.0))
    counts = rows.groupby("part")["observations"].sum()
    for grade in grades:
        colour = grade_colour(grade, low, high, inks)
        share = shares[grade]
        traces.append(
            axes.trace(
                "bar",
                y=parts,
                x=share.tolist(),
                base=start.tolist(),
                orientation="h",
                width=0.62,
                marker={"color": colour, "line": {"color": inks.paper, "width": 1}},
                text=[f"{value:.0f}%" if value >= 7 else "" for value in share],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                constraintext="none",
                textfont={"color": readable_on(colour), "size": 11},
                customdata=[[f"{value:.0f}%", f"{grade:g}"] for value in share],
                hovertemplate="grade %{customdata[1]}: %{customdata[0]}<br>%{y}<extra></extra>",
                name=f"grade {grade:g}",
            )
        )
        centre = start.iloc[-1] + share.iloc[-1] / 2
        if share.iloc[-1] >= 1.5 and grade == int(grade):
            words = f"grade {grade:g}" if grade == grades[0] else f"{grade:g}"
            labels.append(
                {
                    "xref": "x", "yref": "paper", "x": centre, "y": 0, "text": words, "showarrow": False,
                    "yanchor": "top", "yshift": -2, "font": {"size": 11, "color": inks.quiet},
                }
            )  # fmt: skip
        start = start + share
    names = [f"{part}<br><span style='font-size:11px'>n {counts[part]:,}</span>" for part in parts]
    return go.Figure(
        traces,
        axes.plain_layout(
            inks,
            height,
            barmode="overlay",
            margin={"l": 8, "r": 4, "t": 2, "b": 20},
            xaxis=axes.axis(inks, showticklabels=False),
            yaxis=axes.axis(inks, tickvals=parts, ticktext=names, automargin=True) | {"autorange": "reversed"},
            annotations=labels,
        ),
    )


def grade_colour(grade: float, low: float, high: float, inks: Inks) -> str:
    """Where a grade lies on the scale, as a colour: from the one end over a neutral middle to the other."""
    place = (grade - low) / (high - low) * 2 - 1
    return blend(inks.middle, inks.below if place < 0 else inks.above, abs(place))


def _line(rows: pd.DataFrame, grain: str, inks: Inks, x: str, y: str, *, size: float) -> Any:
    said = [
        f"{axes.tick_words(row['month'], grain)}: <b>{_words(row['average'])}</b>"
        + ("" if row["lower"] != row["lower"] else f" ({_words(row['lower'])} to {_words(row['upper'])})")
        + f"<br>{row['observations']:,} observations of {row['workers']:,} workers"
        + ("" if not row["signal"] else f"<br>{WORDS[kind_of(row['variation'])]}")
        for row in rows.to_dict("records")
    ]
    return axes.trace(
        "scatter",
        x=axes.days(rows["month"]),
        y=axes.numbers(rows["average"]),
        xaxis=x,
        yaxis=y,
        mode="lines+markers",
        line={"color": inks.common, "width": 2 if size > 5 else 1.3},
        marker=markers(rows["variation"], inks, size),
        connectgaps=False,
        customdata=axes.days(rows["month"]),
        text=said,
        hovertemplate="%{text}<extra></extra>",
        name="average",
    )


def _words(grade: float) -> str:
    return written_as(grade, "average")


def _band(rows: pd.DataFrame, inks: Inks, x: str, y: str) -> Any:
    """The intervals as one shape for each run of months that have one."""
    outline_x: list[str | None] = []
    outline_y: list[float | None] = []
    for run in _runs(rows):
        days, lower, upper = list(run["month"]), list(run["lower"]), list(run["upper"])
        if len(days) == 1:
            apart = pd.Timedelta(days=_CAP_DAYS)
            days, lower, upper = [days[0] - apart, days[0] + apart], lower * 2, upper * 2
        outline_x += [*axes.days([*days, *days[::-1]]), None]
        outline_y += [*map(float, upper), *map(float, lower[::-1]), None]
    return axes.trace(
        "scatter",
        x=outline_x,
        y=outline_y,
        xaxis=x,
        yaxis=y,
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=inks.band,
        hoverinfo="skip",
        name="95% interval",
    )


def _runs(rows: pd.DataFrame) -> list[pd.DataFrame]:
    has = rows["lower"].notna() & rows["upper"].notna() & (rows["observations"] >= _LEAST_FOR_A_BAND)
    number = (has != has.shift()).cumsum()
    return [run for _, run in rows[has].groupby(number[has])]


def _level(value: float, colour: str) -> dict[str, Any]:
    return {
        "type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": value, "y1": value,
        "line": {"color": colour, "width": 1.3}, "layer": "below",
    }  # fmt: skip


def _arriving(answer: Answer, inks: Inks, end: str, labels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    since = answer.extra.get("arriving_since")
    if since is None:
        return []
    from_day = pd.Timestamp(since) - pd.Timedelta(days=14)
    labels.append(
        {
            "xref": "x", "yref": "paper", "x": end, "y": 0.01, "text": "still<br>arriving", "showarrow": False,
            "xanchor": "right", "yanchor": "bottom", "align": "right", "font": {"size": 10, "color": inks.quiet},
        }
    )  # fmt: skip
    return [
        {
            "type": "rect", "xref": "x", "yref": "paper", "x0": f"{from_day:%Y-%m-%d}", "x1": end, "y0": 0, "y1": 1,
            "fillcolor": inks.shade, "line": {"width": 0}, "layer": "below",
        }
    ]  # fmt: skip


def _grade_axis(low: float, high: float, inks: Inks) -> dict[str, Any]:
    whole = [low + step for step in range(int(high - low) + 1)]
    return axes.axis(inks, range=[low - (high - low) * 0.01, high + (high - low) * 0.01], tickvals=whole, showgrid=True)
