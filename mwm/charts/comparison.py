"""Two parts of the service side by side, element by element."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks

_PREFIXES = ("", "other_")
_SHAPES = ("circle", "diamond-open")
_MARKS = ("●", "◇")
_APART = 0.17  # of a line: the first a little above, the second a little below its middle


def scope_comparison_chart(answer: Answer, inks: Inks, *, line_height: int = 44) -> go.Figure:
    """A line for each element: both averages with their 95% intervals, and in words how far they lie apart.

    Takes scope-comparison. The first is a filled circle, the second an open diamond, each with its value at its side.
    The scale is drawn whole.
    """
    rows = answer.rows.to_dict("records")
    names, sides = answer.extra["names"], answer.extra["sides"]
    apart = {
        row["element"]: f"<b>{said}</b>" if row["verdict"] in ("higher", "lower") else said
        for row, said in zip(rows, answer.extra["apart"], strict=True)
    }
    low, high = answer.extra["scale"]
    inked = (inks.above, inks.below)
    traces: list[Any] = []
    labels: list[dict[str, Any]] = []
    for side, (prefix, shape) in enumerate(zip(_PREFIXES, _SHAPES, strict=True)):
        height = [-place + (_APART if side == 0 else -_APART) for place in range(len(rows))]
        across = [row[f"{prefix}average"] for row in rows]
        traces.append(
            axes.trace(
                "scatter",
                x=axes.numbers(across),
                y=height,
                mode="markers",
                marker={"symbol": shape, "size": 11, "color": inked[side], "line": {"color": inked[side], "width": 2}},
                error_x={
                    "type": "data", "symmetric": False, "color": inked[side], "thickness": 2, "width": 0,
                    "array": [_arm(row[f"{prefix}upper"], row[f"{prefix}average"]) for row in rows],
                    "arrayminus": [_arm(row[f"{prefix}average"], row[f"{prefix}lower"]) for row in rows],
                },
                text=[_said(row, prefix, sides[side], names) for row in rows],
                hovertemplate="%{text}<extra></extra>",
                name=sides[side],
            )
        )  # fmt: skip
        labels += [
            {
                "xref": "x", "yref": "y", "x": _end(row, prefix), "y": y, "text": written_as(value, "average"),
                "showarrow": False, "xanchor": "left", "xshift": 8, "font": {"size": 12, "color": inked[side]},
            }
            for row, y, value in zip(rows, height, across, strict=True)
            if value == value
        ]  # fmt: skip
    labels += [
        {
            "xref": "paper", "yref": "y", "x": 1, "y": -place, "text": apart[row["element"]], "showarrow": False,
            "xanchor": "left", "xshift": 10, "align": "left", "font": {"size": 12, "color": inks.text},
        }
        for place, row in enumerate(rows)
    ]  # fmt: skip
    key = " &nbsp;&nbsp; ".join(
        f"<span style='color:{ink}'>{mark}</span> {_short(name)}"
        for ink, mark, name in zip(inked, _MARKS, sides, strict=True)
    )
    labels += [
        _heading(0, "left", key, inks.text, shift=0),
        _heading(1, "left", f"{' minus '.join(_MARKS)} (95% range)", inks.quiet, shift=10),
    ]
    threshold = answer.extra["threshold"]
    shapes = [
        {
            "type": "line", "xref": "x", "yref": "paper", "x0": threshold, "x1": threshold, "y0": 0, "y1": 1,
            "line": {"color": inks.threshold, "width": 1.2, "dash": "dot"}, "layer": "below",
        }
    ]  # fmt: skip
    labels.append(
        {
            "xref": "x", "yref": "paper", "x": threshold, "y": 0,
            "text": f"{answer.extra['threshold_name']} {threshold:g}",
            "showarrow": False, "xanchor": "left", "yanchor": "bottom", "xshift": 4,
            "font": {"size": 12, "color": inks.threshold},
        }
    )  # fmt: skip
    return axes.figure(
        traces,
        axes.plain_layout(
            inks,
            line_height * len(rows) + 62,
            margin={"l": 8, "r": 176, "t": 28, "b": 34},
            xaxis=axes.axis(
                inks,
                range=[low - (high - low) * 0.01, high + (high - low) * 0.01],
                tickvals=[low + step for step in range(int(high - low) + 1)],
                showgrid=True,
                title=axes.title("average grade", inks),
            ),
            yaxis=axes.axis(
                inks,
                range=[-len(rows) + 0.5, 0.5],
                tickvals=[-place for place in range(len(rows))],
                ticktext=[names[row["element"]] for row in rows],
                automargin=True,
                tickfont={"size": 13, "color": inks.text},
            ),
            shapes=shapes,
            annotations=labels,
        ),
    )


def _arm(longer: float, shorter: float) -> float:
    length = longer - shorter
    return float(length) if length == length else 0.0


def _end(row: dict[Any, Any], prefix: str) -> float:
    upper = row[f"{prefix}upper"]
    return float(upper if upper == upper else row[f"{prefix}average"])


def _said(row: dict[Any, Any], prefix: str, side: str, names: dict[str, str]) -> str:
    average, lower, upper = (written_as(row[f"{prefix}{key}"], "average") for key in ("average", "lower", "upper"))
    share, least, most = (
        written_as(row[f"{prefix}{key}"], "percent") for key in ("share", "share_lower", "share_upper")
    )
    return (
        f"<b>{side}</b><br>{names[row['element']]}: <b>{average}</b> ({lower} to {upper})<br>"
        f"{row[f'{prefix}observations']:,.0f} observations of {row[f'{prefix}workers']:,.0f} workers<br>"
        f"at the threshold: {share} ({least} to {most})"
    )


def _heading(x: float, edge: str, words: str, colour: str, *, shift: int) -> dict[str, Any]:
    return {
        "xref": "paper", "yref": "paper", "x": x, "y": 1, "text": words, "showarrow": False, "xanchor": edge,
        "yanchor": "bottom", "xshift": shift, "yshift": 4, "font": {"size": 13, "color": colour},
    }  # fmt: skip


def _short(name: str, letters: int = 48) -> str:
    name = name[:1].upper() + name[1:]
    return name if len(name) <= letters else f"{name[: letters - 1]}…"
