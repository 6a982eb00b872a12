"""Pictures of published figures: an area's rate over the years beside others, and all of them in one year."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks

_ROW, _AROUND = 23, 34  # pixels: one area of the dot plot, and all that is not an area


def comparison_lines_chart(answer: Answer, inks: Inks, *, height: int = 262) -> go.Figure:
    """Published rates by year: the area in the foreground, wider areas quiet behind it, its neighbours as one band.

    Takes looked-after-comparison. The band reaches from the lowest to the highest neighbour. A revised figure is a
    hollow diamond and says both values.
    """
    rows = answer.extra["by_year"].dropna(subset=["rate_per_10000"])
    years = sorted({int(year) for year in rows["year"]})
    neighbours = rows[rows["part"] == "neighbour"]
    traces = _band(neighbours, inks)
    ends: list[tuple[float, str, str]] = []
    if len(neighbours):
        last = neighbours[neighbours["year"] == neighbours["year"].max()]["rate_per_10000"]
        ends.append((float((last.min() + last.max()) / 2), f"{neighbours['area'].nunique()} neighbours", inks.quiet))
    dashes = iter(("dash", "dot", "dashdot", "longdash", "longdashdot"))
    order = {"chosen": 0, "country": 1, "region": 2, "own": 3}
    lines = rows[rows["part"] != "neighbour"]
    for area, own in sorted(lines.groupby("area", sort=False), key=lambda each: order[each[1]["part"].iloc[0]]):
        mine = own["part"].iloc[0] == "own"
        own = own.sort_values("year")
        colour = inks.text if mine else inks.common
        traces.append(_line(own, str(area), colour, mine, "solid" if mine else next(dashes, "dot"), inks))
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
            annotations=axes.end_labels(ends, low - room, high + room, least=0.1),
        ),
    )


def comparison_dots_chart(answer: Answer, inks: Inks) -> go.Figure:
    """One row an area with its rate in one year as a dot, in the answer's order; the area itself is filled and bold.

    Takes looked-after-comparison. An area without a rate has a row without a dot.
    """
    rows = answer.rows
    places = list(range(len(rows)))
    mine = (rows["part"] == "own").tolist()
    own = rows.loc[rows["part"] == "own", "rate_per_10000"].dropna()
    dots = axes.trace(
        "scatter",
        x=axes.numbers(rows["rate_per_10000"]),
        y=places,
        mode="markers+text",
        marker={
            "color": [inks.text if each else inks.paper for each in mine],
            "size": [12 if each else 9 for each in mine],
            "line": {"color": [inks.text if each else inks.common for each in mine], "width": 2},
        },
        text=[f"  {written_as(rate, 'rate')}" if rate == rate else "" for rate in rows["rate_per_10000"]],
        textposition="middle right",
        textfont={"size": axes.FONT, "color": inks.quiet},
        hovertext=[_told(row) for row in rows.to_dict("records")],
        hovertemplate="%{hovertext}<extra></extra>",
        name="rate per 10,000",
        cliponaxis=False,
    )
    level = {"type": "line", "xref": "x", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    line = {"color": inks.rule, "width": 1, "dash": "dot"}
    shapes = [level | {"x0": float(rate), "x1": float(rate), "line": line} for rate in own]
    names = [
        f"<b>{area}</b>" if part == "own" else str(area) for area, part in zip(rows["area"], rows["part"], strict=True)
    ]
    highest = float(rows["rate_per_10000"].max()) if rows["rate_per_10000"].notna().any() else 1.0
    return go.Figure(
        [dots],
        axes.plain_layout(
            inks,
            _AROUND + _ROW * len(rows),
            margin={"l": 170, "r": 40, "t": 4, "b": 30},
            xaxis=axes.axis(inks, range=[0, highest * 1.08], showgrid=True, title=axes.title("per 10,000", inks)),
            yaxis=axes.axis(inks, tickvals=places, ticktext=names, range=[len(rows) - 0.5, -0.5]),
            shapes=shapes,
        ),
    )


def _told(row: dict[Any, Any]) -> str:
    said = [f"{row['area']}, 31 March {row['year']}: <b>{written_as(row['rate_per_10000'], 'rate')}</b> per 10,000"]
    if not pd.isna(row["looked_after"]):
        said.append(f"{row['looked_after']:,.0f} children")
    if not pd.isna(row.get("change")):
        changed = f"{written_as(row['change'], 'change')} ({written_as(row['percent_change'], 'percent_change')})"
        said.append(f"{changed} since {row['first_year']:.0f}")
    if not pd.isna(row["earlier_value"]):
        said.append(f"revised: {row['earlier_value']:,.0f} in {row['earlier_release']}")
    if row["status"] and not pd.isna(row["status"]):
        said.append(f"published as “{row['status']}”")
    return "<br>".join(said)


def _band(neighbours: pd.DataFrame, inks: Inks) -> list[dict[str, Any]]:
    if neighbours.empty:
        return []
    reach = neighbours.groupby("year")["rate_per_10000"].agg(["min", "max"])
    edge = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "name": "statistical neighbours"}
    years = [int(year) for year in reach.index]
    return [
        axes.trace("scatter", x=years, y=reach["max"].tolist(), **edge),
        axes.trace("scatter", x=years, y=reach["min"].tolist(), fill="tonexty", fillcolor=inks.band, **edge),
    ]


def _line(own: pd.DataFrame, area: str, colour: str, mine: bool, dash: str, inks: Inks) -> dict[str, Any]:
    revised = own["earlier_value"].notna()
    said = [_told(row) for row in own.to_dict("records")]
    return axes.trace(
        "scatter",
        x=own["year"].astype(int).tolist(),
        y=axes.numbers(own["rate_per_10000"]),
        mode="lines+markers",
        line={"color": colour, "width": 2.4 if mine else 1.4, "dash": dash},
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
