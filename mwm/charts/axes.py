"""What all charts over time share: month axes in words, dated events, months still arriving, labels at line ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from mwm.charts.inks import Inks
from mwm.scope import Month

FONT = 12
_LINES, _LETTER = 4, 0.0112  # lines for the names of events; width of a letter as a share of the axis
_GRAIN_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def days(values: Any) -> list[str]:
    """Dates as Plotly reads them."""
    return [value.strftime("%Y-%m-%d") for value in values]


def numbers(values: Any) -> list[float | None]:
    """Numbers with None where there is none, so that a line breaks there."""
    return [None if pd.isna(value) else float(value) for value in values]


def trace(kind: str, **values: Any) -> dict[str, Any]:
    """A trace as Plotly reads it: a plain mapping, so that it is checked once, when the figure is made."""
    return {"type": kind, **values}


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

    first, last: ends of the axis. Labels of neighbours are set on different lines so that they stay readable.
    """
    shapes: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    if events.empty:
        return shapes, labels
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    length = max((end - start).days, 1)
    taken: list[tuple[int, float, float]] = []  # line, and from where to where, in shares of the axis
    for event in events.sort_values("starts_on").to_dict("records"):
        day = pd.Timestamp(event["starts_on"])
        if not start <= day <= end:
            continue
        x = f"{day:%Y-%m-%d}"
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
                "xref": "x", "yref": yref, "x": x, "y": 1 - 0.055 * line, "text": title, "showarrow": False,
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
    ends: Sequence[tuple[float, str, str]], low: float, high: float, *, least: float
) -> list[dict[str, Any]]:
    """Labels at the right ends of lines, pushed apart where they would touch.

    ends: (y, words, colour). least: the smallest distance between two labels, as a share of the axis.
    """
    room = (high - low) * least
    placed: list[tuple[float, str, str]] = []
    for y, words, colour in sorted(ends):
        lowest = placed[-1][0] + room if placed else low
        placed.append((max(y, lowest), words, colour))
    over = placed[-1][0] - high if placed else 0.0
    if over > 0:
        placed = [(y - over, words, colour) for y, words, colour in placed]
    return [
        {
            "xref": "paper", "yref": "y", "x": 1, "y": y, "text": words, "showarrow": False, "xanchor": "left",
            "yanchor": "middle", "xshift": 6, "align": "left", "font": {"size": FONT, "color": colour},
        }
        for y, words, colour in placed
    ]  # fmt: skip
