"""Pictures of looked after children: the count with starts and ends below it, by month or by year, and the rate."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks
from mwm.charts.limits import limit_labels, limit_traces, target_line
from mwm.charts.signals import markers
from mwm.scope import Month


def looked_after_chart(answer: Answer, inks: Inks, *, change: Answer, height: int = 392) -> go.Figure:
    """Children looked after at each month's end with the baseline, and on the same months who started and who ceased.

    Takes looked-after-trend, and looked-after-change for the baseline.
    """
    start: Month | None = change.extra.get("baseline_month")
    words = f"baseline, {start.long}" if start else ""
    return _stock_and_flows(answer.rows, inks, "month", start, words, answer.events, height)


def published_count_chart(answer: Answer, inks: Inks, *, height: int = 392) -> go.Figure:
    """The same for the years of one area: children on 31 March, and those who started and ceased in each year.

    Takes published-looked-after-change. A figure that a later release revised is a hollow diamond and says both values.
    """
    rows = answer.rows.assign(month=[pd.Timestamp(year, 3, 1) for year in answer.rows["year"]])
    since = answer.extra["since"]
    start = Month(pd.Timestamp(since, 3, 1).date())
    return _stock_and_flows(rows, inks, "year", start, f"31 March {since}", answer.events, height)


def _stock_and_flows(
    rows: pd.DataFrame,
    inks: Inks,
    grain: str,
    start: Month | None,
    start_words: str,
    events: pd.DataFrame,
    height: int,
) -> go.Figure:
    months = list(rows["month"])
    span = axes.span(months, grain)
    ticks = axes.ticks(months, grain, at_most=9)
    shapes, labels = axes.event_marks(events, inks, *span)
    top = min((label["y"] for label in labels), default=1.06) - 0.06  # event names stand above the line, not on it
    known = rows.dropna(subset=["looked_after"])
    latest = known.iloc[-1]
    flows = [("started", "started", inks.common, "solid", "circle"), ("ceased", "ceased", inks.quiet, "dot", "diamond")]
    flows = [flow for flow in flows if rows[flow[0]].notna().any()]
    low = 0.36 if flows else 0.0
    mark = rows[[start is not None and Month.of(month) == start for month in rows["month"]]].dropna(
        subset=["looked_after"]
    )
    if len(mark):
        level, day = float(mark["looked_after"].iloc[0]), axes.days(mark["month"])[0]
        is_late = mark.index[0] > rows.index[len(rows) // 2]  # then there is more room before it than after it
        shapes += [
            _rule({"xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": low, "y1": top}, inks.text, "dot"),
            _rule({"xref": "x", "yref": "y", "x0": day, "x1": span[1], "y0": level, "y1": level}, inks.quiet, "dash"),
        ]
        labels.append(
            _words(f"{start_words}: {level:,.0f}", inks.text)
            | {"x": day, "y": low, "yref": "paper", "yanchor": "bottom", "bgcolor": inks.paper}
            | ({"xanchor": "right", "xshift": -5} if is_late else {"xanchor": "left", "xshift": 5})
        )
    count = _line(rows, "looked_after", inks.common, "y", "children looked after", size=6, grain=grain)
    count["marker"] = _with_revised(markers(rows["variation"], inks, 6), rows, inks)
    aimed, aim_labels = target_line(rows, "count", inks, "x", "y", width=1.4)
    traces = [*limit_traces(rows, inks, "x", "y", width=1.2), *aimed, count]
    ends: list[tuple[float, str, str]] = []
    for column, words, colour, dash, symbol in flows:
        traces.append(
            _line(rows, column, colour, "y2", f"children {words}", size=5, dash=dash, symbol=symbol, grain=grain)
        )
        ends.append((float(rows[column].dropna().iloc[-1]), words, inks.quiet))
    shown = [key for key in ("looked_after", "lower_process_limit", "upper_process_limit", "target") if key in rows]
    least, most = float(rows[shown].min().min()), float(rows[shown].max().max())
    room = max((most - least) * 0.1, 3.0)
    stock = [*limit_labels(rows, "count", inks), *aim_labels, (float(latest["looked_after"]), _bold(latest), inks.text)]
    labels += axes.end_labels(stock, least - room, most + room, least=0.085)
    if flows:
        highest = float(pd.concat([rows[flow[0]] for flow in flows]).max())
        labels += [label | {"yref": "y2"} for label in axes.end_labels(ends, 0.0, highest, least=0.2)]
    layout: dict[str, Any] = {
        "xaxis": axes.axis(
            inks,
            range=span,
            anchor="y2" if flows else "y",
            tickvals=axes.days(ticks),
            ticktext=[axes.tick_words(month, grain) for month in ticks],
        ),
        "yaxis": axes.axis(
            inks,
            domain=[low, top],
            range=[least - room, most + room],
            showgrid=True,
            nticks=6,
            tickformat=",d",
            title=axes.title("looked after", inks),
        ),
        "shapes": shapes,
        "annotations": labels,
        "margin": {"l": 58, "r": 92, "t": 6, "b": 26},
    }
    if flows:
        layout["yaxis2"] = axes.axis(
            inks,
            domain=[0.0, 0.27],
            rangemode="tozero",
            showgrid=True,
            nticks=4,
            title=axes.title(f"in the {grain}", inks),
        )
    layout["xaxis"]["side"] = "bottom"
    return go.Figure(traces, axes.plain_layout(inks, height, **layout))


def _with_revised(marker: dict[str, Any], rows: pd.DataFrame, inks: Inks) -> dict[str, Any]:
    """Markers in which a revised figure is a hollow diamond."""
    if "earlier_value" not in rows:
        return marker
    revised = rows["earlier_value"].notna().tolist()
    colours = list(marker["color"])
    return marker | {
        "color": [inks.paper if each else colour for each, colour in zip(revised, colours, strict=True)],
        "symbol": ["diamond" if each else shape for each, shape in zip(revised, marker["symbol"], strict=True)],
        "size": [10 if each else size for each, size in zip(revised, marker["size"], strict=True)],
        "line": {"color": colours, "width": [2 if each else 0 for each in revised]},
    }


def _bold(latest: Any) -> str:
    return f"<b>{latest['looked_after']:,.0f}</b>"


def looked_after_rate_chart(answer: Answer, inks: Inks, *, height: int = 170) -> go.Figure:
    """The rate per 10,000 children aged 0 to 17, month by month. Takes looked-after-trend."""
    rows = answer.rows
    months = list(rows["month"])
    ticks = axes.ticks(months, "month", at_most=4)
    known = rows.dropna(subset=["rate_per_10000"])
    labels = []
    if len(known):
        latest = known.iloc[-1]
        labels.append(
            _words(f"<b>{written_as(latest['rate_per_10000'], 'rate')}</b>", inks.text)
            | {
                "x": axes.days([latest["month"]])[0],
                "y": float(latest["rate_per_10000"]),
                "xanchor": "left",
                "xshift": 7,
            }
        )
    trace = _line(rows, "rate_per_10000", inks.common, "y", "rate per 10,000", size=4)
    return go.Figure(
        [trace],
        axes.plain_layout(
            inks,
            height,
            margin={"l": 34, "r": 34, "t": 6, "b": 24},
            xaxis=axes.axis(
                inks,
                range=axes.span(months, "month"),
                tickvals=axes.days(ticks),
                ticktext=[axes.tick_words(month, "month") for month in ticks],
            ),
            yaxis=axes.axis(inks, showgrid=True, nticks=5),
            annotations=labels,
        ),
    )


def _line(
    rows: pd.DataFrame,
    column: str,
    colour: str,
    y: str,
    what: str,
    *,
    size: float,
    dash: str = "solid",
    symbol: str = "circle",
    grain: str = "month",
) -> Any:
    kind = "rate" if column == "rate_per_10000" else "count"
    return axes.trace(
        "scatter",
        x=axes.days(rows["month"]),
        y=axes.numbers(rows[column]),
        yaxis=y,
        mode="lines+markers",
        line={"color": colour, "width": 2 if size > 5 else 1.5, "dash": dash},
        marker={"color": colour, "size": size, "symbol": symbol},
        connectgaps=False,
        text=[
            f"{_when(month, grain)}: <b>{written_as(value, kind)}</b> {what}{more}"
            for month, value, more in zip(rows["month"], rows[column], _revisions(rows, column), strict=True)
        ],
        hovertemplate="%{text}<extra></extra>",
        name=what,
    )


def _when(month: Any, grain: str) -> str:
    return f"31 March {month.year}" if grain == "year" else Month.of(month).short


def _revisions(rows: pd.DataFrame, column: str) -> list[str]:
    if column != "looked_after" or "earlier_value" not in rows:
        return [""] * len(rows)
    pairs = zip(rows["earlier_value"], rows["earlier_release"], strict=True)
    return ["" if pd.isna(value) else f"<br>revised: {value:,.0f} in {release}" for value, release in pairs]


def _rule(place: dict[str, Any], colour: str, dash: str) -> dict[str, Any]:
    return {"type": "line", "line": {"color": colour, "width": 1.3, "dash": dash}, "layer": "below", **place}


def _words(text: str, colour: str, size: int = axes.FONT) -> dict[str, Any]:
    return {"xref": "x", "yref": "y", "text": text, "showarrow": False, "font": {"size": size, "color": colour}}
