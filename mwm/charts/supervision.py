"""Pictures of supervision: its grades over time and over the scale, beside practice, and before and after coaching."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks
from mwm.charts.skills import skill_distribution_chart, skill_multiples_chart, skill_trend_chart

_AS_SKILLS = {"item": "element", "supervisions": "observations", "supervisors": "workers"}
_LONGEST = 46  # letters of an axis title
_DOT = 7  # width of the mark of one pair
_BELOW = 3  # small charts that fit one below the other


def supervision_trend_chart(answer: Answer, inks: Inks, *, height: int = 372) -> go.Figure:
    """One item over time, as an element of practice is drawn. Takes supervision-trend of one item, undivided."""
    return skill_trend_chart(_as_skills(answer), inks, height=height)


def supervision_multiples_chart(answer: Answer, inks: Inks, *, leave_out: str = "") -> go.Figure:
    """Every item but one as a small chart on shared axes. Takes supervision-trend of several items, undivided.

    A few items stand one below the other, so that their names have room; more of them two side by side.
    """
    columns = 1 if len([key for key in answer.extra["names"] if key != leave_out]) <= _BELOW else 2
    return skill_multiples_chart(_as_skills(answer), inks, leave_out=leave_out, columns=columns)


def supervision_distribution_chart(answer: Answer, inks: Inks, *, height: int = 128) -> go.Figure:
    """Shares of the grades of one item, earlier above later. Takes supervision-distribution of one item."""
    return skill_distribution_chart(_as_skills(answer), inks, height=height)


def _as_skills(answer: Answer) -> Answer:
    """The same numbers under the names that the pictures of practice know."""
    things = (f"{answer.extra['method']} supervisions", "supervisors")
    rows = answer.rows.rename(columns=_AS_SKILLS)
    return replace(answer, rows=rows, extra={**answer.extra, "things": things})


def supervision_and_practice_chart(answer: Answer, inks: Inks, *, height: int = 340) -> go.Figure:
    """One mark for each pair, larger where several are alike: supervision across, practice up, both on whole scales.

    Takes supervision-and-practice. No line is drawn through the marks: it would look like a cause.
    """
    scales, names = answer.extra["scales"], answer.extra["names"]
    alike: dict[tuple[float, float], list[dict[Any, Any]]] = {}
    for row in answer.rows.to_dict("records"):
        alike.setdefault((round(row["supervision"], 6), round(row["practice"], 6)), []).append(row)
    marks = axes.trace(
        "scatter",
        x=[x for x, _ in alike],
        y=[y for _, y in alike],
        mode="markers",
        marker={
            "size": [_DOT * len(rows) ** 0.5 for rows in alike.values()],  # as large an area as there are pairs
            "color": inks.above,
            "opacity": 0.28 if answer.extra["is_thin"] else 0.5,
            "line": {"width": 0},
        },
        text=[_pairs_said(answer, rows) for rows in alike.values()],
        hovertemplate="%{text}<extra></extra>",
        name="pairs",
    )
    return axes.figure(
        [marks],
        axes.plain_layout(
            inks,
            height,
            margin={"l": 50, "r": 12, "t": 6, "b": 46},
            xaxis=_scale_axis(scales["supervision"], f"supervision: {names['supervision'].lower()}", inks),
            yaxis=_scale_axis(scales["practice"], f"practice: {names['practice'].lower()}", inks),
        ),
    )


def _pairs_said(answer: Answer, rows: list[dict[Any, Any]]) -> str:
    row = rows[0]
    levels = (
        f"supervision <b>{written_as(row['supervision'], 'average')}</b>, "
        f"practice <b>{written_as(row['practice'], 'average')}</b>"
    )
    if answer.extra["paired"] == "family" or len(rows) > 1:
        return f"{levels}<br>{len(rows):,.0f} pair{'' if len(rows) == 1 else 's'}"
    quarter = axes.tick_words(row["quarter"], "quarter")
    return (
        f"<b>{row['team']}</b>, {quarter}<br>{levels}<br>{row['supervisions']:,.0f} {row['method']} supervisions, "
        f"{row['observations']:,.0f} observations"
    )


def _scale_axis(scale: tuple[float, float], words: str, inks: Inks) -> dict[str, Any]:
    low, high = scale
    room = (high - low) * 0.02
    words = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
    return axes.axis(
        inks,
        range=[low - room, high + room],
        tickvals=[low + step for step in range(int(high - low) + 1)],
        showgrid=True,
        title=axes.title(words, inks),
    )


def supervision_coaching_chart(answer: Answer, inks: Inks, *, line_height: int = 62) -> go.Figure:
    """For pairs with and without coaching in between: the average grade before and after, on the whole scale.

    Takes supervision-coaching of one item. An open circle is before, a filled one after; the change is in words.
    """
    rows = answer.rows.to_dict("records")
    low, high = answer.extra["scale"]
    known = [(place, row) for place, row in enumerate(rows) if row["change"] == row["change"]]
    traces = [
        axes.trace(
            "scatter",
            x=[edge for _, row in known for edge in (row["before"], row["after"], None)],
            y=[edge for place, _ in known for edge in (place, place, None)],
            mode="lines",
            line={"color": inks.common, "width": 2},
            hoverinfo="skip",
            name="change",
        )
    ]
    for when, symbol in (("before", "circle-open"), ("after", "circle")):
        traces.append(
            axes.trace(
                "scatter",
                x=[row[when] for _, row in known],
                y=[place for place, _ in known],
                mode="markers",
                marker={"symbol": symbol, "size": 12, "color": inks.above, "line": {"width": 2, "color": inks.above}},
                text=[
                    f"{row['coaching']}<br>{when}: <b>{written_as(row[when], 'average')}</b><br>"
                    f"{row['pairs']:,.0f} pairs of {row['supervisors']:,.0f} supervisors"
                    for _, row in known
                ],
                hovertemplate="%{text}<extra></extra>",
                name=when,
            )
        )
    labels = [
        {
            "xref": "paper", "yref": "y", "x": 0, "y": place - 0.26, "showarrow": False, "xanchor": "left",
            "yanchor": "bottom", "align": "left", "font": {"size": 13, "color": inks.text},
            "text": f"<b>{row['coaching']}</b>  <span style='color:{inks.quiet}'>{_change_said(row)}</span>",
        }
        for place, row in enumerate(rows)
    ]  # fmt: skip
    key = f"<span style='color:{inks.above}'>○</span> before &nbsp; <span style='color:{inks.above}'>●</span> after"
    return axes.figure(
        traces,
        axes.plain_layout(
            inks,
            line_height * len(rows) + 66,
            margin={"l": 8, "r": 12, "t": 4, "b": 44},
            xaxis=axes.axis(
                inks,
                range=[low - (high - low) * 0.02, high + (high - low) * 0.02],
                tickvals=[low + step for step in range(int(high - low) + 1)],
                showgrid=True,
                title=axes.title(f"average grade &nbsp; {key}", inks),
            ),
            yaxis=axes.axis(inks, range=[len(rows) - 0.62, -0.72], showticklabels=False),
            annotations=labels,
        ),
    )


def _change_said(row: dict[Any, Any]) -> str:
    """+0.1 (0.0 to +0.2), 182 pairs."""
    if row["change"] != row["change"]:
        return f"too few pairs to say ({axes.count_words(row['pairs'])})"
    change, lower, upper = (written_as(row[key], "average_change") for key in ("change", "lower", "upper"))
    reach = "" if row["lower"] != row["lower"] else f" ({lower} to {upper})"
    return f"{change}{reach} · {row['pairs']:,.0f} pairs"
