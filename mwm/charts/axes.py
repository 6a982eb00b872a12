"""What all charts over time share: month axes in words, dated events, months still arriving, labels at line ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from mwm.charts.inks import Inks
from mwm.scope import Month

FONT = 12
_LINES, _LETTER = 4, 0.0112  # lines for the names of events; width of a letter as a share of the axis
_TWO_RULES = 0.02  # of the axis: in less, the rules at both edges of a band would look like one thick one
_GRAIN_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def days(values: Any) -> list[str]:
    """Dates as Plotly reads them."""
    return [value.strftime("%Y-%m-%d") for value in values]


def numbers(values: Any) -> list[float | None]:
    """Numbers with None where there is none, so that a line breaks there."""
    return [None if value != value else value for value in np.asarray(values, dtype=float).tolist()]


def trace(kind: str, **values: Any) -> dict[str, Any]:
    """A trace as Plotly reads it, as a plain mapping."""
    return {"type": kind, **values}


def figure(traces: list[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """A figure of plain mappings, without Plotly's check of every single value, which takes ten times as long as all
    else. The charts' tests make that check.
    """
    return go.Figure(traces, layout, _validate=False)


def tick_words(first_day: Any, grain: str) -> str:
    """A point in time in words: Oct 2024, Oct–Dec 2024, 2024."""
    month = Month.of(first_day)
    if grain == "year":
        return f"{month.first_day.year}"
    if grain == "quarter":
        return f"{month.short[:3]}–{month.plus(2).short}"
    return month.short


def ticks(months: Sequence[Any], grain: str, at_most: int) -> list[Any]:
    """Evenly spaced months to label, the first among them."""
    steps = (1, 2, 3, 4, 6, 12, 24, 36, 60) if grain == "month" else (1, 2, 4, 8, 12, 20)
    step = next((step for step in steps if len(months) / step <= at_most), 120)
    return list(months[::step])


def span(months: Sequence[Any], grain: str) -> list[str]:
    """Range of a time axis: a little before the first and after the last point."""
    first, last = pd.Timestamp(months[0]), pd.Timestamp(months[-1])
    least = 12 if first < last else 75  # days; a month that stands alone stands in the middle of some space
    room = max((last - first) * 0.02, pd.Timedelta(days=least * _GRAIN_MONTHS[grain]))
    return [f"{first - room:%Y-%m-%d}", f"{last + room:%Y-%m-%d}"]


def event_marks(
    events: pd.DataFrame,
    inks: Inks,
    first: Any,
    last: Any,
    *,
    words: bool = True,
    yref: str = "paper",
    top: float = 1.0,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Labelled vertical rules for dated events within the axis: (shapes, annotations).

    first, last: ends of the axis. An event that goes on for some time is a pale band from its first to its last day,
    cut at the ends of the axis, with a rule at either edge where there is room for two. Labels of neighbours are set on
    different lines so that they stay readable.
    """
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    if events.empty:
        return shapes, labels
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    length = max((end - start).days, 1)
    taken: list[tuple[int, float, float]] = []  # line, and from where to where, in shares of the axis
    for event in events.sort_values("starts_on").to_dict("records"):
        begins = pd.Timestamp(event["starts_on"])
        ends = begins if pd.isna(event.get("ends_on")) else pd.Timestamp(event["ends_on"])
        if ends < start or begins > end:
            continue
        day, after = max(begins, start), ends + pd.Timedelta(days=1)
        if ends > begins:
            shapes.append(
                {
                    "type": "rect", "xref": "x", "yref": yref, "x0": f"{day:%Y-%m-%d}", "y0": 0, "y1": 1,
                    "x1": f"{min(after, end):%Y-%m-%d}", "fillcolor": inks.shade, "line": {"width": 0},
                    "layer": "below",
                }
            )  # fmt: skip
        for edge in (begins, after) if (after - begins).days > _TWO_RULES * length else (begins,):
            if start <= edge <= end:
                x = f"{edge:%Y-%m-%d}"
                shapes.append(
                    {
                        "type": "line", "xref": "x", "yref": yref, "x0": x, "x1": x, "y0": 0, "y1": 1,
                        "line": {"color": inks.rule, "width": 1.2, "dash": "dot"}, "layer": "below",
                    }
                )  # fmt: skip
        if not words:
            continue
        title = _short(str(event["title"]))
        line, to_left = _free_place((day - start).days / length, _LETTER * len(title), taken)
        labels.append(
            {
                "xref": "x", "yref": yref, "x": f"{day:%Y-%m-%d}", "y": 1 - 0.055 * line, "text": title,
                "showarrow": False,
                "xanchor": "right" if to_left else "left", "yanchor": "top", "xshift": -3 if to_left else 3,
                "bgcolor": inks.paper, "borderpad": 1,
                "font": {"size": FONT - 1, "color": inks.quiet},
            }
        )  # fmt: skip
    return shapes, labels


def _free_place(place: float, width: float, taken: list[tuple[int, float, float]]) -> tuple[int, bool]:
    """Where a label beside its rule touches no other: (line, whether to the rule's left); noted in taken."""
    for line in range(_LINES):
        for to_left in (False, True):
            start, end = (place - width, place) if to_left else (place, place + width)
            free = all(on != line or end <= first or start >= last for on, first, last in taken)
            if free and start >= 0 and end <= 1.06:  # the margin at the right has a little room
                taken.append((line, start, end))
                return line, to_left
    return _LINES - 1, place > 0.5


def _short(title: str) -> str:
    words = title if len(title) <= 34 else title[:32].rstrip() + "…"
    return words.replace("<", "‹").replace(">", "›")


def plain_layout(inks: Inks, height: int, **more: Any) -> dict[str, Any]:
    """Transparent background, no legend, quiet grid, hover in words."""
    return {
        "height": height,
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": FONT, "color": inks.text},
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": inks.paper, "bordercolor": inks.rule, "font": {"color": inks.text, "size": FONT}},
        "dragmode": False,
        **more,
    }


def axis(inks: Inks, **more: Any) -> dict[str, Any]:
    """One axis: no line, no zero line, readable ticks."""
    return {
        "showgrid": False, "zeroline": False, "showline": False, "fixedrange": True, "color": inks.quiet,
        "gridcolor": inks.grid, "tickfont": {"size": FONT, "color": inks.quiet}, **more,
    }  # fmt: skip


def title(words: str, inks: Inks) -> dict[str, Any]:
    """An axis title in words."""
    return {"text": words, "font": {"size": FONT, "color": inks.quiet}}


def end_labels(
    ends: Sequence[tuple[float, str, str]], low: float, high: float, *, least: float, pixels: float | None = None
) -> list[dict[str, Any]]:
    """Labels at the right ends of lines, moved apart as little as can be where they would touch.

    ends: (y, words, colour). least: the smallest distance between two labels, as a share of the axis. pixels: height of
    the axis at the least; labels of a chart that grows keep their distance then and stay by their lines.
    """
    wanted = sorted(ends)
    placed = _apart([y for y, _, _ in wanted], (high - low) * least, low, high)
    labels = []
    for (y, words, colour), place in zip(wanted, placed, strict=True):
        at = {"y": place} if pixels is None else {"y": y, "yshift": (place - y) / (high - low) * pixels}
        labels.append(
            {
                "xref": "paper", "yref": "y", "x": 1, **at, "text": words, "showarrow": False, "xanchor": "left",
                "yanchor": "middle", "xshift": 6, "align": "left", "font": {"size": FONT, "color": colour},
            }
        )  # fmt: skip
    return labels


def _apart(places: Sequence[float], room: float, low: float, high: float) -> list[float]:
    """Places in their order, each at least `room` above the one before, as near as can be (least squares).

    Pool adjacent violators: what is too close becomes a block around its middle. No place lies above high, nor below
    low as long as there is room.
    """
    blocks: list[list[float]] = []  # of distances from an even ladder, which must not fall
    for step, place in enumerate(places):
        blocks.append([place - step * room])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    ladder = [middle for block in blocks for middle in [_mean(block)] * len(block)]
    most = high - (len(places) - 1) * room  # of the ladder, where all places above follow close upon one another
    return [min(max(middle, low), most) + step * room for step, middle in enumerate(ladder)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def count_words(count: float) -> str:
    """A count with thousands separators; c where disclosure control hid it."""
    return "c" if pd.isna(count) else f"{count:,.0f}"
