"""Pictures of teams beside one another: the funnel, and how each team's grades are spread."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks, readable_on
from mwm.charts.skills import grade_colour

_SHAPES = {"above": "triangle-up", "below": "triangle-down"}
_STATUS = {"above": "above what chance explains", "below": "below what chance explains", "thin": "too few to say"}
_NAMED = 6  # teams whose names fit into the picture


def team_funnel_chart(answer: Answer, inks: Inks, *, height: int = 400) -> go.Figure:
    """Teams by their number of observations, with 95% and 99.8% limits around all of them together.

    Takes team-comparison. Teams with too few observations are pale; those beyond the outer limits have a shape of their
    own and their name beside them.
    """
    rows = answer.rows[answer.rows["observations"] > 0]
    curve, centre = answer.extra["curve"], answer.extra["centre"]
    kind = "average" if answer.extra["measure"] == "average" else "percent"
    traces: list[Any] = []
    for limit, dash in (("lower_998", "solid"), ("upper_998", "solid"), ("lower_95", "dash"), ("upper_95", "dash")):
        traces.append(
            axes.trace(
                "scatter",
                x=axes.numbers(curve["observations"]),
                y=axes.numbers(curve[limit]),
                mode="lines",
                line={"color": inks.common, "width": 1, "dash": dash},
                hoverinfo="skip",
                name=limit,
            )
        )
    colours = {"above": inks.improvement, "below": inks.concern, "within": inks.common, "thin": inks.grid}
    outline = [inks.quiet if status == "thin" else colours[status] for status in rows["status"]]
    traces.append(
        axes.trace(
            "scatter",
            x=rows["observations"].tolist(),
            y=axes.numbers(rows["value"]),
            mode="markers",
            marker={
                "color": [colours[status] for status in rows["status"]],
                "size": [13 if status in _SHAPES else 10 for status in rows["status"]],
                "symbol": [_SHAPES.get(status, "circle") for status in rows["status"]],
                "line": {"color": outline, "width": 1},
            },
            customdata=rows["team"].tolist(),
            text=[
                f"<b>{row['team']}</b>: {written_as(row['value'], kind)}<br>{row['observations']:,} observations of "
                f"{row['workers']:,} workers<br>{_STATUS.get(row['status'], 'within what chance explains')}"
                for row in rows.to_dict("records")
            ],
            hovertemplate="%{text}<extra></extra>",
            name="teams",
        )
    )
    outside = rows[rows["status"].isin(list(_SHAPES))]
    named = outside.sort_values("observations") if len(outside) <= _NAMED else outside.head(0)
    names = []
    for place, row in enumerate(
        named.to_dict("records")
    ):  # by turns to the left and right, so that neighbours keep clear
        edge, away = ("right", -10) if place % 2 == 0 else ("left", 10)
        names.append(
            {
                "x": row["observations"], "y": row["value"], "text": row["team"], "showarrow": False, "xanchor": edge,
                "xshift": away, "font": {"size": axes.FONT, "color": inks.text},
            }
        )  # fmt: skip
    values = [*curve["lower_998"], *curve["upper_998"], *rows["value"]]
    low, high = min(values), max(values)
    room = max((high - low) * 0.08, 0.05)
    last = curve.iloc[-1]
    ends = [
        (float(last["upper_998"]), "99.8%", inks.quiet),
        (float(last["upper_95"]), "95%", inks.quiet),
        (centre, f"all teams {written_as(centre, kind)}", inks.text),
    ]
    return go.Figure(
        traces,
        axes.plain_layout(
            inks,
            height,
            margin={"l": 50, "r": 96, "t": 6, "b": 44},
            xaxis=axes.axis(inks, title=axes.title("observations in the period", inks), rangemode="tozero"),
            yaxis=axes.axis(
                inks,
                range=[low - room, high + room],
                showgrid=True,
                ticksuffix="%" if kind == "percent" else "",
                title=axes.title("average grade" if kind == "average" else "share at the threshold", inks),
            ),
            shapes=[
                {
                    "type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": centre, "y1": centre,
                    "line": {"color": inks.text, "width": 1.2}, "layer": "below",
                }
            ],
            annotations=names + axes.end_labels(ends, low - room, high + room, least=0.05),
        ),
    )  # fmt: skip


def team_spread_chart(answer: Answer, inks: Inks, *, line_height: int = 24) -> go.Figure:
    """How each team's grades are spread over the scale, teams in the order of their names.

    Takes team-comparison.
    """
    spread = answer.extra["spread"]
    teams = list(dict.fromkeys(answer.rows.loc[answer.rows["observations"] > 0, "team"]))
    low, high = answer.extra["scale"]
    shares = spread.pivot_table(index="team", columns="grade", values="share").reindex(teams).fillna(0.0)
    counts = spread.groupby("team")["observations"].sum()
    traces = []
    for grade in shares.columns:
        colour = grade_colour(float(grade), low, high, inks)
        traces.append(
            axes.trace(
                "bar",
                y=teams,
                x=shares[grade].tolist(),
                orientation="h",
                marker={"color": colour, "line": {"color": inks.paper, "width": 1}},
                text=[f"{value:.0f}%" if value >= 12 else "" for value in shares[grade]],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": readable_on(colour), "size": 10},
                customdata=[f"{value:.0f}%" for value in shares[grade]],
                hovertemplate=f"%{{y}}: grade {grade:g}, %{{customdata}}<extra></extra>",
                name=f"grade {grade:g}",
            )
        )
    names = [f"{team} <span style='font-size:10px'>n {counts[team]:,}</span>" for team in teams]
    return go.Figure(
        traces,
        axes.plain_layout(
            inks,
            line_height * max(len(teams), 2) + 24,
            barmode="stack",
            bargap=0.18,
            margin={"l": 8, "r": 18, "t": 2, "b": 22},
            xaxis=axes.axis(inks, range=[0, 100], ticksuffix="%", tickvals=[0, 50, 100]),
            yaxis=axes.axis(inks, tickvals=teams, ticktext=names, automargin=True) | {"autorange": "reversed"},
        ),
    )
