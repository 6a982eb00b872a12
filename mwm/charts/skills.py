"""Pictures of grades: the trend of one element, the others beside it, and how the grades are spread."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.bands import LEAST, interval_band
from mwm.charts.inks import Inks, blend, readable_on
from mwm.charts.limits import limit_labels, limit_traces, target_line
from mwm.charts.signals import WORDS, kind_of, markers

_TOP, _BOTTOM = 6, 44  # pixels above and below the axes


def skill_trend_chart(answer: Answer, inks: Inks, *, height: int = 372) -> go.Figure:
    """One element over time with its interval, limits phase by phase and target, counts under the ticks, events.

    Takes skill-trend for one element. Averages are drawn on the whole scale with the threshold; shares from 0%. An
    answer without a threshold has no such line, and things says what it counts, if not observations of workers. Where
    the answer has the average without leniency, it is a dotted line of its own, named at its end.
    """
    rows, grain = answer.rows, answer.extra["grain"]
    value, kind = _value(answer)
    low, high = _reach(answer, rows)
    months = list(rows["month"])
    counts = dict(zip(rows["month"], rows["observations"], strict=True))
    labelled = axes.ticks(months, grain, at_most=9 if grain == "month" else 8)
    span = axes.span(months, grain)
    shapes, labels = axes.event_marks(answer.events, inks, *span)
    shapes += _arriving(answer, inks, span[1], labels)
    aimed, ends = target_line(rows, kind, inks, "x", "y", width=1.5)
    threshold = answer.extra.get("threshold")
    if value == "average" and threshold is not None:
        shapes.append(_level(threshold, inks.threshold))
        ends.append((threshold, f"{answer.extra['threshold_name']} {threshold:g}", inks.threshold))
    ends += limit_labels(rows, kind, inks, middle=_middle(answer))
    plot = height - _TOP - _BOTTOM
    known = rows.dropna(subset=[value])
    if len(known):
        latest = float(known[value].iloc[-1])
        ends.append((latest, f"<b>{written_as(latest, kind)}</b>", inks.text))
    adjusted, adjusted_ends = _adjusted_line(answer, rows, inks)
    ends += adjusted_ends
    return axes.figure(
        [
            interval_band(rows, "observations", inks, "x", "y"),
            *limit_traces(rows, inks, "x", "y", width=1.2),
            *aimed,
            _line(answer, rows, inks, "x", "y", size=7),
            *adjusted,
        ],
        axes.plain_layout(
            inks,
            height,
            margin={"l": 38 if kind == "percent" else 34, "r": 128 if adjusted else 90, "t": _TOP, "b": _BOTTOM},
            xaxis=axes.axis(
                inks,
                range=span,
                tickvals=axes.days(labelled),
                ticktext=[
                    f"{axes.tick_words(month, grain)}<br>"
                    f"<span style='font-size:11px'>n {axes.count_words(counts[month])}</span>"
                    for month in labelled
                ],
            ),
            yaxis=_value_axis(low, high, kind, inks),
            shapes=shapes,
            annotations=labels + axes.end_labels(ends, low, high, least=17 / plot, pixels=plot),
        ),
    )


def skill_multiples_chart(
    answer: Answer, inks: Inks, *, leave_out: str = "", columns: int = 2, line_height: int = 104
) -> go.Figure:
    """Every element (but one) as a small chart on shared axes, in one ink, in the order of the framework.

    Takes skill-trend for several elements.
    """
    names = {key: name for key, name in answer.extra["names"].items() if key != leave_out}
    value, kind = _value(answer)
    low, high = _reach(answer, answer.rows[answer.rows["element"] != leave_out])
    grain = answer.extra["grain"]
    traces: list[Any] = []
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    lines = -(-len(names) // columns)
    by_element = dict(list(answer.rows.groupby("element", sort=False)))
    months = list(dict.fromkeys(answer.rows["month"]))
    span = axes.span(months, grain)
    marks, _ = axes.event_marks(answer.events, inks, *span, words=False)
    for number, (key, name) in enumerate(names.items()):
        rows = by_element[key]
        column, line = number % columns, number // columns
        suffix = "" if number == 0 else str(number + 1)
        x, y = f"x{suffix}", f"y{suffix}"
        left = column / columns + (0.035 if column else 0.0)
        across = [left, (column + 1) / columns - (0.0 if column == columns - 1 else 0.035)]
        top = 1 - line / lines - 0.2 / lines
        up = [1 - (line + 1) / lines + 0.03 / lines, top]
        layout[f"xaxis{suffix}"] = axes.axis(inks, domain=across, anchor=y, range=span, showticklabels=False)
        if line == lines - 1 or number + columns >= len(names):
            labels += _ends_of_time(months, grain, across, up[0], inks)
        layout[f"yaxis{suffix}"] = _value_axis(low, high, kind, inks) | {
            "domain": up,
            "anchor": x,
            "tickvals": (levels := [low, (low + high) / 2, high]),
            "ticktext": [_tick(level, kind) for level in levels],
            "showticklabels": column == 0,
            "tickfont": {"size": 10, "color": inks.quiet},
        }
        aimed, _ = target_line(rows, kind, inks, x, y, width=1.1)
        traces += [
            *limit_traces(rows, inks, x, y, width=0.8),
            *aimed,
            _line(answer, rows, inks, x, y, size=3.5),
        ]
        shapes += [mark | {"xref": x, "yref": f"{y} domain"} for mark in marks]
        if value == "average" and answer.extra.get("threshold") is not None:
            shapes.append(_level(answer.extra["threshold"], inks.threshold) | {"xref": f"{x} domain", "yref": y})
        known = rows[value].dropna()
        latest = written_as(float(known.iloc[-1]), kind) if len(known) else "–"
        labels.append(
            {
                "xref": "paper", "yref": "paper", "x": across[0], "y": top, "text": f"<b>{name}</b>  {latest}",
                "showarrow": False, "xanchor": "left", "yanchor": "bottom", "font": {"size": 12, "color": inks.text},
            }
        )  # fmt: skip
    layout |= {"shapes": shapes, "annotations": labels, "margin": {"l": 28, "r": 8, "t": 2, "b": 20}}
    return axes.figure(traces, axes.plain_layout(inks, line_height * lines, **layout))


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
    """Shares of the grades of one element, earlier above later, to the left and right of a common line.

    Takes skill-distribution for one element. The line is the middle of the scale; where shares at the threshold are
    looked at, it is the threshold, and the share above it is named at the right.
    """
    rows = answer.rows
    low, high = answer.extra["scale"]
    parts = list(dict.fromkeys(rows["part"]))
    traces: list[Any] = []
    labels: list[dict[str, Any]] = []
    grades = sorted(set(rows["grade"]))
    shares = (
        rows.pivot_table(index="part", columns="grade", values="share").reindex(index=parts, columns=grades).fillna(0.0)
    )
    at_threshold = answer.extra.get("measure") == "share"
    middle = answer.extra["threshold"] if at_threshold else (low + high) / 2
    below = shares[[grade for grade in grades if grade < middle]].sum(axis=1)
    start = -(below + (shares[middle] / 2 if middle in shares and not at_threshold else 0.0))
    counts = rows.groupby("part")["observations"].sum()
    labels.append(
        {
            "xref": "paper", "yref": "paper", "x": 0, "y": 0, "text": "grade", "showarrow": False, "xanchor": "right",
            "xshift": -6, "yanchor": "top", "yshift": -2, "font": {"size": 11, "color": inks.quiet},
        }
    )  # fmt: skip
    if at_threshold:
        named = answer.extra["threshold_name"]
        labels += [
            {
                "xref": "x", "yref": "y", "x": 100 - below[part], "y": part, "showarrow": False,
                "text": f"<b>{written_as(100 - below[part], 'percent')}</b> {named}",
                "xanchor": "left", "xshift": 5, "font": {"size": 12, "color": inks.text},
            }
            for part in parts
        ]  # fmt: skip
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
                text=[f"{value:.0f}%" if value >= (12 if at_threshold else 8) else "" for value in share],
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
            labels.append(
                {
                    "xref": "x", "yref": "paper", "x": centre, "y": 0, "text": f"{grade:g}", "showarrow": False,
                    "yanchor": "top", "yshift": -2, "font": {"size": 11, "color": inks.quiet},
                }
            )  # fmt: skip
        start = start + share
    names = [f"{part}<br><span style='font-size:11px'>n {axes.count_words(counts[part])}</span>" for part in parts]
    return axes.figure(
        traces,
        axes.plain_layout(
            inks,
            height,
            barmode="overlay",
            margin={"l": 8, "r": 84 if at_threshold else 4, "t": 2, "b": 20},
            xaxis=axes.axis(inks, showticklabels=False, range=[-float(below.max()) - 1, 101 - float(below.min())])
            if at_threshold
            else axes.axis(inks, showticklabels=False),
            yaxis=axes.axis(inks, tickvals=parts, ticktext=names, automargin=True) | {"autorange": "reversed"},
            annotations=labels,
        ),
    )


def grade_colour(grade: float, low: float, high: float, inks: Inks) -> str:
    """Where a grade lies on the scale, as a colour: from the one end over a neutral middle to the other."""
    place = (grade - low) / (high - low) * 2 - 1
    return blend(inks.middle, inks.below if place < 0 else inks.above, abs(place))


def _value(answer: Answer) -> tuple[str, str]:
    """The column that is drawn, and how its values are written."""
    return ("share", "percent") if answer.extra.get("measure") == "share" else ("average", "average")


def _middle(answer: Answer) -> str:
    return "median" if answer.extra.get("chart") == "run" else "average"


def _reach(answer: Answer, rows: pd.DataFrame) -> tuple[float, float]:
    """The ends of the axis: those of the scale; shares from 0% to the next ten above all that is drawn."""
    low, high = answer.extra["scale"]
    value, _ = _value(answer)
    if value == "average":
        return low, high
    firm = rows[rows["observations"] >= LEAST]
    drawn = [rows[value].max(), rows["upper_process_limit"].max(), rows["target"].max(), firm["upper"].max()]
    most = max((float(top) for top in drawn if top == top), default=high)
    return 0.0, min(high, max(20.0, -(-most // 10) * 10.0))


def _line(answer: Answer, rows: pd.DataFrame, inks: Inks, x: str, y: str, *, size: float) -> Any:
    value, kind = _value(answer)
    days = axes.days(rows["month"])
    names = ("month", value, "lower", "upper", "observations", "workers", "variation")
    things, people = answer.extra.get("things", ("observations", "workers"))
    said = [
        f"{axes.tick_words(month, answer.extra['grain'])}: <b>{written_as(level, kind)}</b>"
        + ("" if lower != lower else f" ({written_as(lower, kind)} to {written_as(upper, kind)})")
        + f"<br>{observations:,.0f} {things} of {workers:,.0f} {people}"
        + ("" if kind_of(icon) in ("common_cause", "too_few") else f"<br>{WORDS[kind_of(icon)]}")
        for month, level, lower, upper, observations, workers, icon in zip(
            *(rows[name].tolist() for name in names), strict=True
        )
    ]
    return axes.trace(
        "scatter",
        x=days,
        y=axes.numbers(rows[value]),
        xaxis=x,
        yaxis=y,
        mode="lines+markers",
        line={"color": inks.common, "width": 2 if size > 5 else 1.3},
        marker=markers(rows["variation"], inks, size),
        connectgaps=False,
        **({"customdata": days} if size > 5 else {}),  # what a click on a point of the large chart stands for
        text=said,
        hovertemplate="%{text}<extra></extra>",
        name=value,
    )


def _adjusted_line(
    answer: Answer, rows: pd.DataFrame, inks: Inks
) -> tuple[list[dict[str, Any]], list[tuple[float, str, str]]]:
    """The average without leniency, and the label for its right end; nothing where it is unknown or not asked for."""
    known = rows["adjusted"].dropna() if "adjusted" in rows else pd.Series(dtype=float)
    if known.empty:
        return [], []
    said = [
        f"{axes.tick_words(month, answer.extra['grain'])}: <b>{written_as(level, 'average')}</b> without leniency"
        for month, level in zip(rows["month"], rows["adjusted"], strict=True)
    ]
    line = axes.trace(
        "scatter",
        x=axes.days(rows["month"]),
        y=axes.numbers(rows["adjusted"]),
        mode="lines",
        line={"color": inks.above, "width": 2, "dash": "dot"},
        connectgaps=False,
        text=said,
        hovertemplate="%{text}<extra></extra>",
        name="without leniency",
    )
    latest = float(known.iloc[-1])
    return [line], [(latest, f"without leniency {written_as(latest, 'average')}", inks.above)]


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


def _value_axis(low: float, high: float, kind: str, inks: Inks) -> dict[str, Any]:
    """Every whole grade, or shares from 0%, with a little room at both ends so that no marker is cut."""
    room = (high - low) * 0.01
    step = 1 if kind == "average" else 10 if high <= 50 else 20
    ticks = [low + step * number for number in range(int((high - low) / step) + 1)]
    return axes.axis(
        inks,
        range=[low - room, high + room],
        tickvals=ticks,
        ticktext=[_tick(level, kind) for level in ticks],
        showgrid=True,
    )


def _tick(level: float, kind: str) -> str:
    return f"{level:.0f}%" if kind == "percent" else f"{level:g}"
