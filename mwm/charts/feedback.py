"""Pictures of what families say: answers spread over their scale, and over time; how alike a visit is seen."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.bands import LEAST, interval_band
from mwm.charts.inks import Inks, readable_on
from mwm.charts.limits import limit_labels, limit_traces, target_line
from mwm.charts.signals import WORDS, kind_of, markers
from mwm.charts.skills import grade_colour

_BAR = 0.4  # of a line; the rest is its heading
_LABEL_FROM = 6.5  # percent: a narrower part of a bar has no room for its number
_PAIR_MARKS = (("circle", "●"), ("diamond", "◆"), ("square", "■"))


def voice_items_chart(answer: Answer, inks: Inks, *, line_height: int = 66) -> go.Figure:
    """One bar for each item: shares of its answers, low ones to the left of a common line and high ones to the right.

    Takes families-voice undivided. Each bar has its item as heading, with average and number of answers.
    """
    names = answer.extra["names"]
    return _spread(answer, inks, [(row, names[row["item"]]) for row in answer.rows.to_dict("records")], line_height)


def voice_parts_chart(answer: Answer, inks: Inks, *, line_height: int = 58) -> go.Figure:
    """The same for the parts of one item, in the order of their names. Takes families-voice of one item, divided."""
    rows = [(row, _sentence_case(str(row["part"]))) for row in answer.rows.to_dict("records")]
    return _spread(answer, inks, rows, line_height)


def _spread(answer: Answer, inks: Inks, bars: list[tuple[dict[Any, Any], str]], line_height: int) -> go.Figure:
    spread = answer.extra["spread"]
    found = dict(list(spread.groupby(["item", "part"])))
    segments: dict[float, list[dict[str, Any]]] = {}
    labels: list[dict[str, Any]] = []
    reach = [0.0, 0.0]
    for place, (row, name) in enumerate(bars):
        values = found[row["item"], row.get("part", "")]
        low, high = answer.extra["scales"][row["item"]]
        labels += _heading(row, name, place, inks, answer.extra["minimum"])
        if row["share"] != row["share"]:
            continue
        shares = dict(zip(values["value"].tolist(), values["share"].tolist(), strict=True))
        middle = (low + high) / 2
        start = -sum(share for value, share in shares.items() if value < middle) - shares.get(middle, 0.0) / 2
        reach = [min(reach[0], start), max(reach[1], start + 100)]
        labels.append(_high(row, answer.extra["thresholds"][row["item"]], place, start + 100, inks))
        for value, share in shares.items():
            colour = grade_colour(value, low, high, inks)
            segments.setdefault(value, []).append(
                {"y": place, "base": start, "x": share, "colour": colour, "said": f"{value:g} ({low:g}–{high:g})"}
            )
            start += share
    traces = [
        axes.trace(
            "bar",
            x=[part["x"] for part in parts],
            y=[part["y"] for part in parts],
            base=[part["base"] for part in parts],
            orientation="h",
            width=_BAR,
            marker={"color": [part["colour"] for part in parts], "line": {"color": inks.paper, "width": 1}},
            text=[f"<b>{value:g}</b>" if part["x"] >= _LABEL_FROM else "" for part in parts],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            constraintext="none",
            textfont={"color": [readable_on(part["colour"]) for part in parts], "size": 11},
            customdata=[[part["said"], written_as(part["x"], "percent")] for part in parts],
            hovertemplate="answer %{customdata[0]}: <b>%{customdata[1]}</b><extra></extra>",
            name=f"answer {value:g}",
        )
        for value, parts in sorted(segments.items())
    ]
    return axes.figure(
        traces,
        axes.plain_layout(
            inks,
            line_height * len(bars) + 40,
            barmode="overlay",
            margin={"l": 4, "r": 96, "t": 18, "b": 4},
            xaxis=axes.axis(inks, range=[min(reach[0], -1.0), max(reach[1], 1.0)], showticklabels=False),
            yaxis=axes.axis(inks, range=[len(bars) - 0.55, -0.75], showticklabels=False),
            annotations=[*labels, *_direction(inks)],
            shapes=[
                {
                    "type": "line", "xref": "x", "yref": "y", "x0": 0, "x1": 0, "y0": edge, "y1": edge + 0.09,
                    "line": {"color": inks.text, "width": 2},
                }
                for place in range(len(bars))
                for edge in (place - _BAR / 2 - 0.09, place + _BAR / 2)
            ],
        ),
    )  # fmt: skip


def _heading(row: dict[Any, Any], name: str, place: int, inks: Inks, minimum: int) -> list[dict[str, Any]]:
    """Above a bar: what it is of, the average and how many answered; and in place of a bar, that they are too few."""
    if row["share"] == row["share"]:
        told = f"average {written_as(row['average'], 'average')} · {row['answers']:,.0f} answers"
    else:
        told = f"too few answers to say: {row['answers']} of {minimum} needed"
    rate = f" · {row['answered']:,.0f} of {row['asked']:,.0f} answered" if "part" in row else ""
    return [
        {
            "xref": "paper", "yref": "y", "x": 0, "y": place - _BAR / 2 - 0.06, "showarrow": False, "xanchor": "left",
            "yanchor": "bottom", "align": "left",
            "text": f"<b>{_plain(name)}</b>  <span style='color:{inks.quiet}'>{told}{rate}</span>",
            "font": {"size": 13, "color": inks.text},
        }
    ]  # fmt: skip


def _high(row: dict[Any, Any], threshold: float, place: int, end: float, inks: Inks) -> dict[str, Any]:
    return {
        "xref": "x", "yref": "y", "x": end, "y": place, "showarrow": False, "xanchor": "left", "xshift": 6,
        "align": "left", "text": f"<b>{written_as(row['share'], 'percent')}</b> at {threshold:g}+",
        "font": {"size": 12, "color": inks.text},
    }  # fmt: skip


def _direction(inks: Inks) -> list[dict[str, Any]]:
    place = {"xref": "x", "yref": "paper", "x": 0, "y": 1, "yanchor": "bottom", "showarrow": False}
    font = {"font": {"size": 11, "color": inks.quiet}}
    return [
        place | font | {"text": "◂ lower answers", "xanchor": "right", "xshift": -8},
        place | font | {"text": "higher answers ▸", "xanchor": "left", "xshift": 8},
    ]


def voice_trend_chart(answer: Answer, inks: Inks, *, height: int = 320) -> go.Figure:
    """One item over time with its interval and limits, the number of answers under the ticks, and events.

    Takes families-voice-trend of one item: an average on the item's whole scale, or the share of high answers.
    """
    (item,) = answer.extra["names"]
    value = answer.extra["value"]
    ends = answer.extra["scales"][item] if value == "average" else None
    return _over_time(answer, inks, "answers", ends, height)


def voice_response_chart(answer: Answer, inks: Inks, *, height: int = 236) -> go.Figure:
    """The response rate over time with its limits, and how many were asked under the ticks.

    Takes families-voice-trend of the response rate.
    """
    return _over_time(answer, inks, "asked", (0.0, 100.0), height)


def _over_time(answer: Answer, inks: Inks, counted: str, ends: tuple[float, float] | None, height: int) -> go.Figure:
    rows, grain, value = answer.rows, answer.extra["grain"], answer.extra["value"]
    kind = "average" if value == "average" else "percent"
    low, high = ends or (0.0, _top(rows, value, counted))
    months = list(rows["month"])
    counts = dict(zip(months, rows[counted], strict=True))
    labelled = axes.ticks(months, grain, at_most=4 if height < 260 else 8)
    span = axes.span(months, grain)
    shapes, labels = axes.event_marks(answer.events, inks, *span)
    shapes += _arriving(answer, inks, span[1])
    aimed, named = target_line(rows, kind, inks, "x", "y", width=1.5)
    named += limit_labels(rows, kind, inks, middle="median" if answer.extra["chart"] == "run" else "average")
    known = rows.dropna(subset=[value])
    if len(known):
        latest = float(known[value].iloc[-1])
        named.append((latest, f"<b>{written_as(latest, kind)}</b>", inks.text))
    return axes.figure(
        [
            interval_band(rows, counted, inks, "x", "y"),
            *limit_traces(rows, inks, "x", "y", width=1.2),
            *aimed,
            _line(answer, rows, value, kind, counted, inks),
        ],
        axes.plain_layout(
            inks,
            height,
            margin={"l": 38, "r": 90, "t": 6, "b": 44},
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
            annotations=labels + axes.end_labels(named, low, high, least=14 / (height - 50)),
        ),
    )


def _line(answer: Answer, rows: pd.DataFrame, value: str, kind: str, counted: str, inks: Inks) -> dict[str, Any]:
    of = "answers" if counted == "answers" else "people asked"
    names = ("month", value, "lower", "upper", counted, "asked", "answered", "variation")
    said = [
        f"{axes.tick_words(month, answer.extra['grain'])}: <b>{written_as(level, kind)}</b>"
        + ("" if lower != lower else f" ({written_as(lower, kind)} to {written_as(upper, kind)})")
        + f"<br>{n:,.0f} {of}"
        + (f"; {answered:,.0f} of {asked:,.0f} people asked answered" if of == "answers" else "")
        + ("" if kind_of(icon) in ("common_cause", "too_few") else f"<br>{WORDS[kind_of(icon)]}")
        for month, level, lower, upper, n, asked, answered, icon in zip(
            *(rows[name].tolist() for name in names), strict=True
        )
    ]
    return axes.trace(
        "scatter",
        x=axes.days(rows["month"]),
        y=axes.numbers(rows[value]),
        mode="lines+markers",
        line={"color": inks.common, "width": 2},
        marker=markers(rows["variation"], inks, 7),
        connectgaps=False,
        text=said,
        hovertemplate="%{text}<extra></extra>",
        name=value,
    )


def _top(rows: pd.DataFrame, value: str, counted: str) -> float:
    """The next ten percent above all that is drawn."""
    firm = rows[rows[counted] >= LEAST]
    drawn = (rows[value].max(), rows["upper_process_limit"].max(), firm["upper"].max())
    most = max((float(top) for top in drawn if top == top), default=100.0)
    return float(min(100.0, max(20.0, -(-most // 10) * 10.0)))


def _value_axis(low: float, high: float, kind: str, inks: Inks) -> dict[str, Any]:
    step = (25.0 if high > 60 else 10.0) if kind == "percent" else 2.0 if high - low > 6 else 1.0
    ticks = [low + step * number for number in range(int((high - low) / step) + 1)]
    room = (high - low) * 0.03
    return axes.axis(
        inks,
        range=[low - room, high + room],
        tickvals=ticks,
        ticktext=[f"{tick:g}%" if kind == "percent" else f"{tick:g}" for tick in ticks],
        showgrid=True,
    )


def _arriving(answer: Answer, inks: Inks, end: str) -> list[dict[str, Any]]:
    """Months that may still change, shaded."""
    since = answer.extra.get("arriving_since")
    if since is None:
        return []
    start = pd.Timestamp(since) - pd.Timedelta(days=14)
    return [
        {
            "type": "rect", "xref": "x", "yref": "paper", "x0": f"{start:%Y-%m-%d}", "x1": end, "y0": 0, "y1": 1,
            "fillcolor": inks.shade, "line": {"width": 0}, "layer": "below",
        }
    ]  # fmt: skip


def families_agreement_chart(answer: Answer, inks: Inks, *, line_height: int = 58) -> go.Figure:
    """How far two views of the same visit go together, element by element, with the 95% range; 0 is not at all.

    Takes families-agreement. Each pair of views has its own shape and colour.
    """
    names, pairs = answer.extra["names"], answer.extra["pairs"]
    rows = answer.rows.to_dict("records")
    elements = [key for key in names if any(row["element"] == key for row in rows)]
    elements.sort(key=lambda key: key != "together")
    colours = dict(zip(pairs, (inks.above, inks.below, inks.common), strict=True))
    used = [pair for pair in pairs if any(row["pair"] == pair for row in rows)]
    traces, labels = [], []
    for number, pair in enumerate(used):
        shape, _ = _PAIR_MARKS[list(pairs).index(pair)]
        own = [row for row in rows if row["pair"] == pair and row["correlation"] == row["correlation"]]
        offset = (number - (len(used) - 1) / 2) * 0.24
        traces.append(
            axes.trace(
                "scatter",
                x=[row["correlation"] for row in own],
                y=[elements.index(row["element"]) + offset for row in own],
                mode="markers",
                marker={"symbol": shape, "size": 9, "color": colours[pair]},
                error_x={
                    "type": "data", "symmetric": False, "color": colours[pair], "thickness": 1.6, "width": 0,
                    "array": [row["upper"] - row["correlation"] for row in own],
                    "arrayminus": [row["correlation"] - row["lower"] for row in own],
                },
                text=[_pair_said(row, pairs[pair], names[row["element"]]) for row in own],
                hovertemplate="%{text}<extra></extra>",
                name=pairs[pair],
            )
        )  # fmt: skip
    key = " &nbsp; ".join(
        f"<span style='color:{colours[pair]}'>{_PAIR_MARKS[list(pairs).index(pair)][1]}</span> {pairs[pair]}"
        for pair in used
    )
    labels.append(
        {
            "xref": "paper", "yref": "paper", "x": 0, "y": 1, "text": key, "showarrow": False, "xanchor": "left",
            "yanchor": "bottom", "yshift": 2, "font": {"size": 12, "color": inks.text},
        }
    )  # fmt: skip
    return axes.figure(
        traces,
        axes.plain_layout(
            inks,
            line_height * len(elements) + 66,
            margin={"l": 8, "r": 36, "t": 26, "b": 40},
            xaxis=axes.axis(
                inks,
                range=[-0.6, 1.04],
                tickvals=[-0.5, 0.0, 0.5, 1.0],
                ticktext=["opposite ways", "not at all", "half-way", "always"],
                showgrid=True,
            ),
            yaxis=axes.axis(
                inks,
                range=[len(elements) - 0.5, -0.5],
                tickvals=list(range(len(elements))),
                ticktext=[names[element] for element in elements],
                automargin=True,
                tickfont={"size": 13, "color": inks.text},
            ),
            shapes=[
                {
                    "type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1,
                    "line": {"color": inks.rule, "width": 1.2}, "layer": "below",
                }
            ],
            annotations=labels,
        ),
    )  # fmt: skip


def _pair_said(row: dict[Any, Any], pair: str, element: str) -> str:
    value, lower, upper = (written_as(row[key], "coefficient") for key in ("correlation", "lower", "upper"))
    return f"<b>{pair}</b>, {element.lower()}<br>{value} ({lower} to {upper}), {row['visits']:,.0f} visits"


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(text: str) -> str:
    """Without signs that a chart would read as markup."""
    return text.replace("<", "‹").replace(">", "›")
