"""Pictures of looked after children: the monthly count with starts and ends below it, the rate, published series."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks
from mwm.charts.limits import limit_labels, limit_traces
from mwm.charts.signals import markers
from mwm.scope import Month


def looked_after_chart(answer: Answer, inks: Inks, *, change: Answer, height: int = 392) -> go.Figure:
    """Children looked after at each month's end with the baseline, and on the same months who started and who ceased.

    Takes looked-after-trend, and looked-after-change for the baseline.
    """
    rows = answer.rows
    months = list(rows["month"])
    span = axes.span(months, "month")
    ticks = axes.ticks(months, "month", at_most=9)
    shapes, labels = axes.event_marks(answer.events, inks, *span)
    top = min((label["y"] for label in labels), default=1.06) - 0.06  # event names stand above the line, not on it
    known = rows.dropna(subset=["looked_after"])
    latest = known.iloc[-1]
    flows = [("started", "started", inks.common, "solid", "circle"), ("ceased", "ceased", inks.quiet, "dot", "diamond")]
    flows = [flow for flow in flows if rows[flow[0]].notna().any()]
    low = 0.36 if flows else 0.0
    start: Month | None = change.extra.get("baseline_month")
    mark = rows[[start is not None and Month.of(month) == start for month in rows["month"]]]
    if len(mark):
        level, day = float(mark["looked_after"].iloc[0]), axes.days(mark["month"])[0]
        is_late = mark.index[0] > rows.index[len(rows) // 2]  # then there is more room before it than after it
        shapes += [
            _rule({"xref": "x", "yref": "paper", "x0": day, "x1": day, "y0": low, "y1": top}, inks.text, "dot"),
            _rule({"xref": "x", "yref": "y", "x0": day, "x1": span[1], "y0": level, "y1": level}, inks.quiet, "dash"),
        ]
        labels.append(
            _words(f"baseline, {Month.of(mark['month'].iloc[0]).long}: {level:,.0f}", inks.text)
            | {"x": day, "y": low, "yref": "paper", "yanchor": "bottom", "bgcolor": inks.paper}
            | ({"xanchor": "right", "xshift": -5} if is_late else {"xanchor": "left", "xshift": 5})
        )
    count = _line(rows, "looked_after", inks.common, "y", "children looked after", size=6)
    count["marker"] = markers(rows["variation"], inks, 6)
    traces = [*limit_traces(rows, inks, "x", "y", width=1.2), count]
    ends: list[tuple[float, str, str]] = []
    for column, words, colour, dash, symbol in flows:
        traces.append(_line(rows, column, colour, "y2", f"children {words}", size=5, dash=dash, symbol=symbol))
        ends.append((float(rows[column].dropna().iloc[-1]), words, inks.quiet))
    shown = rows[["looked_after", "lower_process_limit", "upper_process_limit"]]
    least, most = float(shown.min().min()), float(shown.max().max())
    room = max((most - least) * 0.1, 3.0)
    stock = [*limit_labels(rows, "count", inks), (float(latest["looked_after"]), _bold(latest), inks.text)]
    labels += axes.end_labels(stock, least - room, most + room, least=0.075)
    if flows:
        highest = float(pd.concat([rows[flow[0]] for flow in flows]).max())
        labels += [label | {"yref": "y2"} for label in axes.end_labels(ends, 0.0, highest, least=0.2)]
    layout: dict[str, Any] = {
        "xaxis": axes.axis(
            inks,
            range=span,
            anchor="y2" if flows else "y",
            tickvals=axes.days(ticks),
            ticktext=[axes.tick_words(month, "month") for month in ticks],
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
            title=axes.title("in the month", inks),
        )
    layout["xaxis"]["side"] = "bottom"
    return go.Figure(traces, axes.plain_layout(inks, height, **layout))


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


def published_chart(answer: Answer, inks: Inks, *, first: str, height: int = 262) -> go.Figure:
    """Published rates by year: one area in the foreground, the others quiet behind it, each named at its line's end.

    Takes published-looked-after. first: the area in the foreground. A revised figure is a hollow diamond and says both
    values.
    """
    traces: list[Any] = []
    ends: list[tuple[float, str, str]] = []
    rows = answer.rows.dropna(subset=["rate_per_10000"])
    years = sorted(set(rows["year"]))
    dashes = iter(("solid", "dash", "dot", "dashdot", "longdash", "longdashdot"))
    for area in [name for name in dict.fromkeys(rows["area"]) if name != first] + [first]:
        own = rows[rows["area"] == area].sort_values("year")
        if own.empty:
            continue
        mine = area == first
        colour = inks.text if mine else inks.common
        revised = own["earlier_value"].notna()
        said = [
            f"{area}, 31 March {row.year}: <b>{written_as(row.rate_per_10000, 'rate')}</b> per 10,000"
            + ("" if pd.isna(row.looked_after) else f"<br>{row.looked_after:,.0f} children")
            + ("" if pd.isna(row.earlier_value) else f"<br>revised: {row.earlier_value:,.0f} in {row.earlier_release}")
            for row in own.itertuples()
        ]
        traces.append(
            axes.trace(
                "scatter",
                x=own["year"].astype(int).tolist(),
                y=axes.numbers(own["rate_per_10000"]),
                mode="lines+markers",
                line={"color": colour, "width": 2.4 if mine else 1.4, "dash": "solid" if mine else next(dashes, "dot")},
                marker={
                    "color": [inks.paper if each else colour for each in revised],
                    "symbol": ["diamond" if each else "circle" for each in revised],
                    "size": [10 if each else (7 if mine else 4.5) for each in revised],
                    "line": {"color": colour, "width": [2 if each else 0 for each in revised]},
                },
                text=said,
                hovertemplate="%{text}<extra></extra>",
                name=area,
            )
        )
        words = f"<b>{area}</b>" if mine else str(area)
        ends.append((float(own["rate_per_10000"].iloc[-1]), words, colour if mine else inks.quiet))
    low, high = float(rows["rate_per_10000"].min()), float(rows["rate_per_10000"].max())
    room = max((high - low) * 0.1, 4.0)
    return go.Figure(
        traces,
        axes.plain_layout(
            inks,
            height,
            margin={"l": 58, "r": 110, "t": 6, "b": 26},
            xaxis=axes.axis(
                inks,
                tickvals=years[:: -(-len(years) // 5)],
                tickformat="d",
                tickangle=0,
                range=[years[0] - 0.4, years[-1] + 0.4],
            ),
            yaxis=axes.axis(
                inks,
                showgrid=True,
                range=[max(0.0, low - room), high + room],
                title=axes.title("per 10,000 children", inks),
            ),
            annotations=axes.end_labels(ends, low - room, high + room, least=0.075),
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
            f"{Month.of(month).short}: <b>{written_as(value, kind)}</b> {what}"
            for month, value in zip(rows["month"], rows[column], strict=True)
        ],
        hovertemplate="%{text}<extra></extra>",
        name=what,
    )


def _rule(place: dict[str, Any], colour: str, dash: str) -> dict[str, Any]:
    return {"type": "line", "line": {"color": colour, "width": 1.3, "dash": dash}, "layer": "below", **place}


def _words(text: str, colour: str, size: int = axes.FONT) -> dict[str, Any]:
    return {"xref": "x", "yref": "y", "text": text, "showarrow": False, "font": {"size": size, "color": colour}}
