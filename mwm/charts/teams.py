"""Pictures of teams beside one another: the funnel, how each team's grades are spread, and each team over time."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks, blend, readable_on
from mwm.charts.limits import limit_traces, target_line
from mwm.charts.signals import WORDS, ink_of, kind_of, markers
from mwm.charts.skills import grade_colour

_SHAPES = {"above": "triangle-up", "below": "triangle-down"}
_STATUS = {"above": "above what chance explains", "below": "below what chance explains", "thin": "too few to say"}
_NAMED = 6  # teams whose names fit into the picture
_COLUMNS = ((12, 5), (6, 4), (0, 3))  # more teams than this → so many small charts beside one another
_GAP = 0.022  # between them, as a share of the width
_LETTERS = 150  # that fit beside one another over a whole line of small charts
_MARKS = {"high": "▲", "low": "▼"}
_PALE = 0.55  # how far the ink of what is not judged goes towards the paper


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
                "opacity": 1,
            },
            customdata=rows["team"].tolist(),
            text=[
                f"<b>{row['team']}</b>: {written_as(row['value'], kind)}<br>{row['observations']:,.0f} observations of "
                f"{row['workers']:,.0f} workers<br>{_STATUS.get(row['status'], 'within what chance explains')}"
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
                "xshift": away, "font": {"size": axes.FONT, "color": inks.text}, "bgcolor": inks.paper, "borderpad": 1,
            }
        )  # fmt: skip
    values = [*curve["lower_998"], *curve["upper_998"], *rows["value"]]
    low, high = min(values), max(values)
    room = max((high - low) * 0.08, 0.05)
    least, last = curve.iloc[0], curve.iloc[-1]
    # From 0, unless all teams are so large that most of the picture would be empty
    start = 0.0 if least["observations"] < last["observations"] / 2 else float(least["observations"])
    ends = [
        (float(last["upper_998"]), "99.8%", inks.quiet),
        (float(last["upper_95"]), "95%", inks.quiet),
        (centre, f"all teams {written_as(centre, kind)}", inks.text),
    ]
    return axes.figure(
        traces,
        axes.plain_layout(
            inks,
            height,
            margin={"l": 50, "r": 96, "t": 6, "b": 44},
            xaxis=axes.axis(
                inks,
                title=axes.title("observations in the period", inks),
                range=[start, float(last["observations"])],
            ),
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
    """How each team's grades are spread over the scale, teams in the order of their names; pale where there are few.

    Takes team-comparison.
    """
    spread = answer.extra["spread"]
    teams = list(dict.fromkeys(answer.rows.loc[answer.rows["observations"] > 0, "team"]))
    low, high = answer.extra["scale"]
    shares = spread.pivot_table(index="team", columns="grade", values="share").reindex(teams).fillna(0.0)
    counts = spread.groupby("team")["observations"].sum()
    thin = set(answer.rows.loc[answer.rows["status"] == "thin", "team"])
    traces = []
    for grade in shares.columns:
        colour = grade_colour(float(grade), low, high, inks)
        traces.append(
            axes.trace(
                "bar",
                y=teams,
                x=shares[grade].tolist(),
                orientation="h",
                marker={
                    "color": [blend(colour, inks.paper, _PALE) if team in thin else colour for team in teams],
                    "line": {"color": inks.paper, "width": 1},
                },
                text=[
                    f"{value:.0f}%" if value >= 12 and team not in thin else ""
                    for team, value in zip(teams, shares[grade], strict=True)
                ],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": readable_on(colour), "size": 10},
                customdata=[f"{value:.0f}%" for value in shares[grade]],
                hovertemplate=f"%{{y}}: grade {grade:g}, %{{customdata}}<extra></extra>",
                name=f"grade {grade:g}",
            )
        )
    names = [f"{team} <span style='font-size:11px'>n {counts[team]:,.0f}</span>" for team in teams]
    whole = [low + step for step in range(int(high - low) + 1)]
    key = "  ".join(
        f"<span style='color:{grade_colour(grade, low, high, inks)};font-size:17px'>■</span> {grade:g}"
        for grade in whole
    )
    return axes.figure(
        traces,
        axes.plain_layout(
            inks,
            line_height * max(len(teams), 2) + 42,
            barmode="stack",
            bargap=0.18,
            margin={"l": 8, "r": 18, "t": 20, "b": 22},
            xaxis=axes.axis(inks, range=[0, 100], tickvals=[0, 50, 100], ticktext=["0%", "50%", "100%"]),
            yaxis=axes.axis(inks, tickvals=teams, ticktext=names, automargin=True) | {"autorange": "reversed"},
            annotations=[
                {
                    "xref": "paper",
                    "yref": "paper",
                    "x": 0,
                    "y": 1,
                    "text": f"grade {key}",
                    "showarrow": False,
                    "xanchor": "left",
                    "yanchor": "bottom",
                    "font": {"size": axes.FONT, "color": inks.quiet},
                }
            ],
        ),
    )


def team_multiples_chart(answer: Answer, inks: Inks, *, line_height: int = 112) -> go.Figure:
    """Every team as a small chart on shared axes, in the order of the organisation; pale where it is not judged.

    Takes team-trend. A click anywhere in a small chart finds its nearest point, whose customdata is the team.
    """
    teams: dict[str, Any] = answer.extra["variation"]
    kind = "percent" if answer.extra["measure"] == "share" else "average"
    low, high = answer.extra["scale"] if kind == "average" else (0.0, _top(answer))
    middle = [low, (low + high) / 2, high]
    columns = min(next(count for more, count in _COLUMNS if len(teams) > more), len(teams))
    lines = -(-len(teams) // columns)
    months = list(dict.fromkeys(answer.rows["month"]))
    span = axes.span(months, answer.extra["grain"])
    by_team = dict(list(answer.rows.groupby("team", sort=False)))
    marks, _ = axes.event_marks(answer.events, inks, *span, words=False)
    for mark in marks:
        mark["line"] = {**mark["line"], "width": min(mark["line"]["width"], 0.8)}
    traces: list[Any] = []
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    for number, (team, variation) in enumerate(teams.items()):
        column, line = number % columns, number // columns
        suffix = "" if number == 0 else str(number + 1)
        x, y = f"x{suffix}", f"y{suffix}"
        across = [(column + _GAP * columns * (column > 0) / 2) / columns, (column + 1 - _GAP * columns / 2) / columns]
        top = 1 - (line + 26 / line_height) / lines
        up = [1 - (line + 1 - 4 / line_height) / lines, top]
        layout[f"xaxis{suffix}"] = axes.axis(inks, domain=across, anchor=y, range=span, showticklabels=False)
        layout[f"yaxis{suffix}"] = axes.axis(
            inks,
            domain=up,
            anchor=x,
            range=[low - (high - low) * 0.02, high + (high - low) * 0.02],
            tickvals=middle,
            ticktext=[written_as(value, "percent" if kind == "percent" else "grade") for value in middle],
            showticklabels=column == 0,
            tickfont={"size": 11, "color": inks.quiet},
            showgrid=True,
        )
        rows = by_team[team]
        aimed, _ = target_line(rows, kind, inks, x, y, width=1.1)
        traces += [*limit_traces(rows, inks, x, y, width=0.8), *aimed, _team_line(rows, team, answer, inks, x, y)]
        shapes += [mark | {"xref": x, "yref": f"{y} domain"} for mark in marks]
        if variation is None:
            labels.append(
                {
                    "xref": f"{x} domain", "yref": f"{y} domain", "x": 0, "y": 1, "text": "too few to judge",
                    "showarrow": False, "xanchor": "left", "yanchor": "top", "font": {"color": inks.quiet},
                }
            )  # fmt: skip
        if line == lines - 1 or number + columns >= len(teams):
            labels += _ends(months, answer.extra["grain"], across, up[0], inks)
        labels.append(
            {
                "xref": "paper", "yref": "paper", "x": across[0], "y": top, "showarrow": False, "xanchor": "left",
                "yanchor": "bottom", "text": _team_title(team, variation, rows, kind, _LETTERS // columns, inks),
                "font": {"size": 12, "color": inks.quiet if variation is None else inks.text},
            }
        )  # fmt: skip
    layout |= {"shapes": shapes, "annotations": labels, "margin": {"l": 34, "r": 4, "t": 0, "b": 20}}
    return axes.figure(traces, axes.plain_layout(inks, line_height * lines + 20, hoverdistance=-1, **layout))


def team_links(answer: Answer, *, link: Callable[[str], str]) -> str:
    """A link to each team's own chart, as HTML: what a click on the pictures does, for the keyboard too.

    Takes team-trend. link: team → address.
    """
    teams = answer.extra.get("variation", {})
    listed = " ".join(f'<a data-go href="{escape(link(team))}">{escape(team)}</a>' for team in teams)
    return f'<nav class="mwm-links" aria-label="Teams’ own charts"><span>A team’s own chart:</span> {listed}</nav>'


def _team_title(team: str, variation: Any, rows: pd.DataFrame, kind: str, letters: int, inks: Inks) -> str:
    """CIN Team A 2.9 ▲; only the name of a team that is not judged."""
    short = team if len(team) <= letters else f"{team[: letters - 1]}…"
    if variation is None:
        return short
    latest = written_as(rows["value"].dropna().iloc[-1], kind)
    mark = _MARKS.get(str(variation).rpartition("_")[2], "")
    return f"<b>{short}</b>  {latest}" + (
        f" <span style='color:{ink_of(variation, inks)}'>{mark}</span>" if mark else ""
    )


def _team_line(rows: pd.DataFrame, team: str, answer: Answer, inks: Inks, x: str, y: str) -> dict[str, Any]:
    grain, is_judged = answer.extra["grain"], answer.extra["variation"][team] is not None
    kind = "percent" if answer.extra["measure"] == "share" else "average"
    ink = inks.common if is_judged else blend(inks.common, inks.paper, _PALE)
    marker = markers(rows["variation"], inks, 3.5) if is_judged else {"color": ink, "size": 3.5}
    said = [
        f"<b>{team}</b><br>{axes.tick_words(row['month'], grain)}: <b>{written_as(row['value'], kind)}</b>"
        f"<br>{row['observations']:,.0f} observations"
        + (f"<br>{WORDS[kind_of(row['variation'])]}" if row["signal"] else "")
        for row in rows.to_dict("records")
    ]
    return axes.trace(
        "scatter",
        x=axes.days(rows["month"]),
        y=axes.numbers(rows["value"]),
        xaxis=x,
        yaxis=y,
        mode="lines+markers",
        line={"color": ink, "width": 1.4},
        marker=marker,
        connectgaps=False,
        customdata=[team] * len(rows),
        text=said,
        hovertemplate="%{text}<extra></extra>",
        name=team,
    )


def _top(answer: Answer) -> float:
    """The next ten above all shares and limits that are judged, so that small ones can be told apart."""
    judged = answer.rows[answer.rows["variation"].notna()]
    most = judged[["value", "upper_process_limit", "target"]].astype(float).max().max()
    return min(100.0, max(20.0, -(-float(most) // 10) * 10.0)) if most == most else 100.0


def _ends(months: list[Any], grain: str, across: list[float], bottom: float, inks: Inks) -> list[dict[str, Any]]:
    """The first and the last month under a small chart, from its edges inwards, so that neighbours never touch."""
    return [
        {
            "xref": "paper", "yref": "paper", "x": x, "y": bottom, "yanchor": "top", "yshift": -1, "xanchor": edge,
            "showarrow": False, "text": axes.tick_words(month, grain), "font": {"size": 11, "color": inks.quiet},
        }
        for x, edge, month in ((across[0], "left", months[0]), (across[1], "right", months[-1]))
    ]  # fmt: skip
