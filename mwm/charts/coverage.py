"""Pictures of coverage: whom a team has observed, and how the observing is done."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks

_TWELVE, _SIX = "●", "○"
_LINE = 18  # pixels of one team
_TENTHS = [0, 20, 40, 60, 80, 100]
_STRIP = 84  # pixels of one measure, with its words


class _Measure(NamedTuple):
    """One measure of the small picture. words: with the value of all teams in place of {}."""

    column: str
    words: str
    kind: str
    suffix: str = ""
    expectation: str = ""


_MEASURES = (
    _Measure(
        "share_double_graded", "{} of observations were graded by more than one", "percent", "%",
        "double_graded_expectation",
    ),
    _Measure("months_since", "{} months since the last observation, in the middle", "average"),
    _Measure("share_coached", "{} of observations were followed by coaching", "percent", "%"),
    _Measure("days_to_coaching", "{} days from observation to coaching, in the middle", "count"),
    _Measure("feedback_per_observation", "{} families asked for each observation", "average"),
)  # fmt: skip


def coverage_chart(answer: Answer, inks: Inks) -> go.Figure:
    """Each team's share of workers observed in 12 and in 6 months, beside what is expected.

    Takes coverage. Teams stand in the order of the organisation, under the names of their service areas; the number of
    workers stands at the right.
    """
    lines = _lines(answer.rows)
    teams = [row for row in lines if isinstance(row, dict)]
    keys = [_key(row) for row in lines]
    expected = answer.extra["expectation"]
    known = [row for row in teams if row["workers"] > 0]
    rods: dict[str, list[Any]] = {"x": [], "y": []}
    for row in known:
        rods["x"] += [row["share_6"], row["share_12"], None]
        rods["y"] += [_key(row), _key(row), None]
    traces = [
        axes.trace(
            "scatter", **rods, mode="lines", line={"color": inks.grid, "width": 4}, hoverinfo="skip", name="rods"
        ),
        _dots(known, 12, inks),
        _dots(known, 6, inks),
    ]
    labels = [_at_the_right(row, inks) for row in teams]
    key = f"{_TWELVE} in the last 12 months   {_SIX} in the last 6"
    labels.append(_above("paper", 0, key, inks, "left"))
    if expected is not None:
        edge = "center" if expected < 90 else "right"
        labels.append(_above("x", expected, f"{expected:.0f}% expected", inks, edge))
    return axes.figure(
        traces,
        axes.plain_layout(
            inks,
            max(_LINE * len(lines) + 56, 170),
            margin={"l": 8, "r": 104, "t": 26, "b": 26},
            xaxis=axes.axis(
                inks, range=[-2, 102], tickvals=_TENTHS, ticktext=[f"{share}%" for share in _TENTHS], showgrid=True
            ),
            yaxis=axes.axis(inks, tickvals=keys, ticktext=[_words(row) for row in lines], automargin=True)
            | {"type": "category", "categoryarray": keys, "range": [len(lines) - 0.4, -0.6]},
            shapes=[] if expected is None else [_rule(expected, "x", "y domain", inks.threshold)],
            annotations=labels,
        ),
    )


def coverage_measures_chart(answer: Answer, inks: Inks) -> go.Figure:
    """How the observing is done: for each measure a line with a dot for each team, and a bar for all of them together.

    Takes coverage.
    """
    traces: list[Any] = []
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    layout: dict[str, Any] = {}
    whole = answer.extra["whole"]
    measures = [each for each in _MEASURES if not answer.suppressed or answer.rows[each.column].notna().any()]
    count = max(len(measures), 1)
    for number, measure in enumerate(measures):
        suffix = "" if number == 0 else str(number + 1)
        x, y = f"x{suffix}", f"y{suffix}"
        bottom, top = 1 - (number + 0.66) / count, 1 - (number + 0.36) / count
        values = answer.rows[measure.column].astype(float)
        expected = float(answer.extra[measure.expectation]) if measure.expectation else None
        together = pd.Series([whole[measure.column], expected or 0.0], dtype="float64")
        highest = _round_up(float(pd.concat([values, together]).max()), measure.kind)
        layout[f"xaxis{suffix}"] = axes.axis(
            inks, domain=[0, 1], anchor=y, range=[-highest * 0.02, highest * 1.02], nticks=5, ticksuffix=measure.suffix,
            showgrid=True, tickfont={"size": 11, "color": inks.quiet},
        )  # fmt: skip
        layout[f"yaxis{suffix}"] = axes.axis(inks, domain=[bottom, top], anchor=x, range=[-1, 1], showticklabels=False)
        traces.append(_strip(answer.rows, measure, inks, x, y))
        if (middle := whole[measure.column]) == middle:
            shapes.append(_rule(middle, x, f"{y} domain", inks.text, width=4))
        if expected is not None:
            shapes.append(_rule(expected, x, f"{y} domain", inks.threshold))
        words = measure.words.format(f"<b>{written_as(whole[measure.column], measure.kind)}</b>")
        words += f" ({expected:.0f}% expected)" if expected is not None else ""
        labels.append(
            {
                "xref": "paper", "yref": f"{y} domain", "x": 0, "y": 1, "text": words, "showarrow": False,
                "xanchor": "left", "yanchor": "bottom", "font": {"size": axes.FONT, "color": inks.text},
            }
        )  # fmt: skip
    labels.append(_above("paper", 0, f"{_SIX} a team   ┃ all together", inks, "left"))
    layout |= {"shapes": shapes, "annotations": labels, "margin": {"l": 8, "r": 16, "t": 26, "b": 0}}
    return axes.figure(traces, axes.plain_layout(inks, _STRIP * count + 26, **layout))


def _lines(rows: pd.DataFrame) -> list[Any]:
    """The lines of the picture: a service area's name, then its teams; no names where there is one area only."""
    lines: list[Any] = []
    areas = rows["service_area"].nunique()
    for area, part in rows.groupby("service_area", sort=False):
        lines += [str(area)] if areas > 1 else []
        lines += part.to_dict("records")
    return lines


def _key(line: Any) -> str:
    """A team may be called as one of another service area is."""
    return f"{line['service_area']} / {line['team']}" if isinstance(line, dict) else line


def _words(line: Any) -> str:
    return str(line["team"]) if isinstance(line, dict) else f"<b>{line}</b>"


def _dots(rows: list[dict[str, Any]], months: int, inks: Inks) -> dict[str, Any]:
    is_long = months == 12
    said = [
        f"<b>{row['team']}</b><br>{axes.count_words(row[f'observed_{months}'])} of {row['workers']:,.0f} workers were "
        f"observed in the last {months} months"
        for row in rows
    ]
    return axes.trace(
        "scatter",
        x=[row[f"share_{months}"] for row in rows],
        y=[_key(row) for row in rows],
        mode="markers",
        marker={
            "color": inks.above if is_long else "rgba(0,0,0,0)",
            "size": 7 if is_long else 12,  # a dot in a ring where both shares are the same
            "line": {"color": inks.above, "width": 0 if is_long else 1.4},
            "opacity": 1,
        },
        text=said,
        hovertemplate="%{text}<extra></extra>",
        name=f"{months} months",
    )


def _at_the_right(row: dict[str, Any], inks: Inks) -> dict[str, Any]:
    """7 of 9, 1 new; c of 9, where how many were observed is hidden; no workers."""
    if pd.isna(row["workers"]):
        words = "c (hidden)"
    elif row["workers"]:
        words = f"{axes.count_words(row['observed_12'])} of {row['workers']:,.0f}"
        words += f", {axes.count_words(row['new_workers'])} new" if row["new_workers"] else ""
    else:
        words = "no workers"
    return {
        "xref": "paper", "yref": "y", "x": 1, "y": _key(row), "text": words, "showarrow": False, "xanchor": "left",
        "xshift": 6, "font": {"size": axes.FONT, "color": inks.quiet},
    }  # fmt: skip


def _strip(rows: pd.DataFrame, measure: _Measure, inks: Inks, x: str, y: str) -> dict[str, Any]:
    known = rows[rows[measure.column].notna()]
    return axes.trace(
        "scatter",
        x=axes.numbers(known[measure.column]),
        y=[0] * len(known),
        xaxis=x,
        yaxis=y,
        mode="markers",
        marker={"color": "rgba(0,0,0,0)", "size": 9, "line": {"color": inks.above, "width": 1.4}, "opacity": 1},
        text=[
            f"<b>{team}</b>: {written_as(value, measure.kind)}"
            for team, value in zip(known["team"], known[measure.column], strict=True)
        ],
        hovertemplate="%{text}<extra></extra>",
        name=measure.column,
    )


def _rule(value: float, x: str, yref: str, ink: str, *, width: float = 2) -> dict[str, Any]:
    return {
        "type": "line", "xref": x, "yref": yref, "x0": value, "x1": value, "y0": 0, "y1": 1,
        "line": {"color": ink, "width": width}, "layer": "below",
    }  # fmt: skip


def _above(xref: str, x: float, words: str, inks: Inks, anchor: str) -> dict[str, Any]:
    """Words above the picture."""
    return {
        "xref": xref, "yref": "paper", "x": x, "y": 1, "yshift": 4, "text": words, "showarrow": False,
        "xanchor": anchor, "yanchor": "bottom", "font": {"size": axes.FONT, "color": inks.quiet},
    }  # fmt: skip


def _round_up(value: float, kind: str) -> float:
    """A round number at or above a value, for the end of an axis; never above 100%."""
    if kind == "percent":
        return min(100.0, max(10.0, -(-value // 10) * 10.0))
    return float(max(1.0, -(-value // 1)))
