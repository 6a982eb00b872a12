"""Still pictures for printed pages: small SVG drawings from the same answers, without a browser to draw them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from mwm.answer import Answer, written_as
from mwm.charts.inks import Inks, readable_on
from mwm.charts.signals import WORDS, ink_of, kind_of
from mwm.charts.skills import grade_colour
from mwm.report import Part
from mwm.scope import Month

PRINTED, ON_SCREEN = 720, 540  # units across a printed page, or a column of a screen; letters have 12
_FONT = "Arial, Liberation Sans, Helvetica, DejaVu Sans, sans-serif"
_LABEL_FROM = 7.0  # percent: a narrower part of a bar has no room for its number


@dataclass(frozen=True)
class Drawing:
    """An SVG and what it shows in words."""

    svg: str
    alt: str
    width: int
    height: int


def drawing_of(part: Part, inks: Inks, width: int = PRINTED) -> Drawing | None:
    """The picture of a report's part; None for a part without one. width: PRINTED or ON_SCREEN."""
    draw = _DRAWINGS.get(part.key)
    return draw(part.answer, inks, width) if draw and part.answer is not None and len(part.answer.rows) else None


def profile_drawing(answer: Answer, inks: Inks, width: int = PRINTED) -> Drawing:
    """One line for each element: average and 95% interval on the whole scale, before what chance explains there."""
    rows = answer.rows.to_dict("records")
    low, high = answer.extra["scale"]
    left, right, top, step = 170, width - 50, 26, 23
    x = _scale(low, high, left, right)
    bottom = top + step * len(rows)
    drawn = [_text(x(tick), 14, f"{tick:g}", inks.quiet, "middle") for tick in _ticks(low, high)]
    drawn += [_line(x(tick), top - 6, x(tick), bottom, inks.grid) for tick in _ticks(low, high)]
    said = []
    for number, row in enumerate(rows):
        y = top + step * number + step / 2
        name = answer.extra["names"].get(row["element"], row["element"])
        drawn.append(_text(left - 14, y + 4, name, inks.text, "end"))
        if row["service_lower"] == row["service_lower"]:
            start, end = x(row["service_lower"]), x(row["service_upper"])
            drawn.append(
                f'<rect x="{start:.1f}" y="{y - 9:.1f}" width="{end - start:.1f}" height="18" {_fill(inks.band)}/>'
            )
        if row["service_average"] == row["service_average"]:
            drawn.append(_line(x(row["service_average"]), y - 9, x(row["service_average"]), y + 9, inks.rule, 1.6))
        if row["average"] != row["average"]:
            drawn.append(_text(right + 12, y + 4, "too few", inks.quiet))
            said.append(f"{name}: too few observations")
            continue
        if row["lower"] == row["lower"]:
            drawn.append(_line(x(row["lower"]), y, x(row["upper"]), y, inks.above, 2.4))
        drawn.append(f'<circle cx="{x(row["average"]):.1f}" cy="{y:.1f}" r="5" fill="{inks.above}"/>')
        value = written_as(row["average"], "average")
        drawn.append(_text(right + 12, y + 4, value, inks.text, weight="bold"))
        said.append(f"{name} {value}")
    y = bottom + 20
    drawn += [
        f'<circle cx="{left + 6}" cy="{y - 4}" r="5" fill="{inks.above}"/>',
        _line(left - 6, y - 4, left + 18, y - 4, inks.above, 2.4),
        _text(left + 26, y, "average with its 95% range", inks.quiet),
    ]
    at = left + 220
    if width < PRINTED:  # a line of its own
        at, y = left - 7, y + 20
    has_limits = any(row["service_lower"] == row["service_lower"] for row in rows)
    if has_limits:
        drawn.append(f'<rect x="{at}" y="{y - 12}" width="26" height="16" {_fill(inks.band)}/>')
    if any(row["service_average"] == row["service_average"] for row in rows):
        words = "wider service, and what chance explains" if has_limits else "wider service"
        drawn += [_line(at + 13, y - 12, at + 13, y + 4, inks.rule, 1.6), _text(at + 34, y, words, inks.quiet)]
    return _drawing(drawn, width, int(y + 10), f"Average of each element. {'; '.join(said)}.")


def trends_drawing(answer: Answer, inks: Inks, width: int = PRINTED) -> Drawing:
    """One small line for each element, or item of supervision, on the whole scale, with its average and limits.

    Signals have a shape and an ink of their own.
    """
    names: dict[str, str] = answer.extra["names"]
    low, high = answer.extra["scale"]
    columns, gap, height = (4 if width >= PRINTED else 3), 16, 104
    wide = (width - gap * (columns - 1)) / columns
    drawn, said = [], []
    found = {key: rows for key, rows in answer.rows.groupby("element" if "element" in answer.rows else "item")}
    for number, (key, name) in enumerate(names.items()):
        left, top = (wide + gap) * (number % columns), (height + 8) * (number // columns)
        rows = found.get(key)
        icon = answer.extra["variation"].get(key)
        letters = 12 if len(name) <= 25 else 11
        drawn.append(_text(left, top + 13, _cut(name, 27), inks.text, size=letters, weight="bold"))
        drawn.append(_text(left, top + 28, WORDS[kind_of(icon)], ink_of(icon, inks), size=11))
        said.append(f"{name}: {WORDS[kind_of(icon)]}")
        if rows is not None:
            drawn += _one_line(rows, "month", (low, high), (left, top + 34, left + wide, top + height - 14), inks)
    lines = -(-len(names) // columns)
    return _drawing(drawn, width, lines * (height + 8), f"Small line charts over time. {'; '.join(said)}.")


def series_drawing(answer: Answer, inks: Inks, width: int = PRINTED) -> Drawing:
    """One line of single observations on the whole scale."""
    rows, height = answer.rows, 170
    drawn = _one_line(rows, "observed_on", answer.extra["scale"], (24, 12, width - 8, height - 18), inks, ticks=True)
    values = ", ".join(written_as(value, "average") for value in rows["average"])
    return _drawing(drawn, width, height, f"Line chart of single observations: {values}.")


def looked_after_drawing(answer: Answer, inks: Inks, width: int = PRINTED) -> Drawing | None:
    """One line of children looked after at each month's end, with its average, limits and signals."""
    rows = answer.rows.rename(columns={"looked_after": "average"})
    counts = rows["average"].dropna()
    if counts.empty:
        return None
    known = rows[["average", "lower_process_limit", "upper_process_limit"]].to_numpy(dtype=float)
    at = _round_ticks(float(np.nanmin(known)), float(np.nanmax(known)))
    height, first, last = 190, counts.iloc[0], counts.iloc[-1]
    box = (38, 12, width - 52, height - 18)
    drawn = _one_line(rows, "month", (at[0], at[-1]), box, inks, ticks=True, at=at)
    y = _scale(at[0], at[-1], height - 18, 12)(last)
    drawn.append(_text(width - 46, y + 4, written_as(last, "count"), inks.text, weight="bold"))
    said = f"{written_as(first, 'count')} in the first month, {written_as(last, 'count')} in the last"
    return _drawing(drawn, width, height, f"Line chart of looked after children at each month's end: {said}.")


def spread_drawing(answer: Answer, inks: Inks, width: int = PRINTED) -> Drawing:
    """One bar for each element: grades below the threshold to the left of a common line, the others to the right."""
    names = answer.extra["names"]
    bars = [
        (
            names[key],
            list(zip(own["grade"], own["share"], strict=True)),
            answer.extra["scale"],
            answer.extra["threshold"],
        )
        for key, own in answer.rows.groupby("element", sort=False)
    ]
    return _bars(bars, inks, "How grades are spread", width)


def voice_drawing(answer: Answer, inks: Inks, width: int = PRINTED) -> Drawing | None:
    """One bar for each question: low answers to the left of a common line, high ones to the right."""
    names, bars = answer.extra["names"], []
    for key, own in answer.extra["spread"].groupby("item", sort=False):
        if own["share"].notna().all() and own["answers"].sum() >= answer.extra["minimum"]:
            scale, threshold = answer.extra["scales"][key], answer.extra["thresholds"][key]
            bars.append((names[key], list(zip(own["value"], own["share"], strict=True)), scale, threshold))
    return _bars(bars, inks, "How answers are spread", width) if bars else None


_DRAWINGS: dict[str, Callable[[Answer, Inks, int], Drawing | None]] = {
    "profile": profile_drawing,
    "trend": trends_drawing,
    "observations": series_drawing,
    "spread": spread_drawing,
    "supervision": trends_drawing,
    "voice": voice_drawing,
    "looked_after": looked_after_drawing,
}

Bar = tuple[str, list[tuple[float, float]], tuple[float, float], float]  # name, shares by value, scale, threshold


def _bars(bars: Sequence[Bar], inks: Inks, what: str, width: int) -> Drawing:
    """Stacked bars either side of one line, as far as the longest reaches."""
    left, right, top, step = 210, width - 46, 6, 23
    under = max(sum(share for value, share in shares if value < threshold) for _, shares, _, threshold in bars)
    over = max(sum(share for value, share in shares if value >= threshold) for _, shares, _, threshold in bars)
    x = _scale(-under, over, left, right)
    drawn, said = [], []
    for number, (name, shares, (low, high), threshold) in enumerate(bars):
        y = top + step * number
        drawn.append(_text(left - 12, y + 14, _cut(name, 32), inks.text, "end"))
        at = -sum(share for value, share in shares if value < threshold)
        for value, share in shares:
            colour = grade_colour(value, low, high, inks)
            long = x(at + share) - x(at)
            drawn.append(f'<rect x="{x(at):.1f}" y="{y + 1}" width="{max(long, 0):.1f}" height="18" fill="{colour}"/>')
            if share >= _LABEL_FROM:
                drawn.append(_text(x(at + share / 2), y + 14, f"{value:g}", readable_on(colour), "middle", size=11))
            at += share
        top_share = written_as(sum(share for value, share in shares if value >= threshold), "percent")
        drawn.append(_text(right + 8, y + 14, top_share, inks.text, weight="bold"))
        said.append(f"{name}: {top_share} at {threshold:g} or more")
    bottom = top + step * len(bars)
    drawn.append(_line(x(0), top - 4, x(0), bottom + 2, inks.rule, 1.6))
    thresholds = {threshold for *_, threshold in bars}
    line = f"{thresholds.pop():g} or more" if len(thresholds) == 1 else "high"
    words = f"right of the line: {line}, with its share at the end"
    drawn.append(_text(width, bottom + 15, words, inks.quiet, "end", size=11))
    return _drawing(drawn, width, bottom + 26, f"{what}. {'; '.join(said)}.")


def _one_line(
    rows: pd.DataFrame,
    day: str,
    scale: tuple[float, float],
    box: tuple[float, float, float, float],
    inks: Inks,
    *,
    ticks: bool = False,
    at: Sequence[float] = (),
) -> list[str]:
    left, top, right, bottom = box
    low, high = scale
    at = at or _ticks(low, high)
    days = [pd.Timestamp(each) for each in rows[day]]
    across = _scale(0.0, max(float((days[-1] - days[0]).days), 1.0), left + 6, right - 6)
    xs = [across(float((each - days[0]).days)) for each in days]
    up = _scale(low, high, bottom, top)
    drawn = [_line(left, up(tick), right, up(tick), inks.grid) for tick in at]
    if ticks:
        drawn += [_text(left - 6, up(tick) + 4, f"{tick:,g}", inks.quiet, "end", size=11) for tick in at]
    for column, dash in (("mean", ""), ("upper_process_limit", "4 3"), ("lower_process_limit", "4 3")):
        drawn.append(_path(xs, [up(value) if value == value else None for value in rows[column]], inks.rule, 0.9, dash))
    values = [up(value) if value == value else None for value in rows["average"]]
    drawn.append(_path(xs, values, inks.common, 1.4))
    for x, y, icon in zip(xs, values, rows["variation"], strict=True):
        if y is not None:
            drawn.append(_mark(x, y, icon, inks))
    drawn.append(_text(left, bottom + 13, Month.of(days[0]).short, inks.quiet, size=10))
    if len(days) > 1:
        drawn.append(_text(right, bottom + 13, Month.of(days[-1]).short, inks.quiet, "end", size=10))
    return drawn


def _mark(x: float, y: float, icon: Any, inks: Inks) -> str:
    """A dot; a triangle that points the way, or a diamond, for a signal."""
    kind, colour = kind_of(icon), ink_of(icon, inks)
    if kind in ("common_cause", "too_few"):
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{colour}"/>'
    sign = {"high": -1, "low": 1}[str(icon).rpartition("_")[2]]
    if kind == "neutral":
        points = [(x - 4, y), (x, y - 4), (x + 4, y), (x, y + 4)]
    else:
        points = [(x, y + 4.4 * sign), (x - 4, y - 3 * sign), (x + 4, y - 3 * sign)]
    return f'<polygon points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}" fill="{colour}"/>'


def _path(xs: Iterable[float], ys: Iterable[float | None], colour: str, width: float, dash: str = "") -> str:
    """A line with gaps where values are missing."""
    parts, apart = [], True
    for x, y in zip(xs, ys, strict=True):
        if y is not None:
            parts.append(f"{'M' if apart else 'L'}{x:.1f} {y:.1f}")
        apart = y is None
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{"".join(parts)}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>' if parts else ""


def _drawing(drawn: Iterable[str], width: int, height: int, alt: str) -> Drawing:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="{_FONT}">'
    return Drawing(head + "".join(drawn) + "</svg>", alt, width, height)


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """From values to units of the drawing."""
    return lambda value: start + (float(value) - low) / ((high - low) or 1.0) * (end - start)


def _ticks(low: float, high: float) -> list[float]:
    return [low + number for number in range(int(high - low) + 1)]


def _round_ticks(low: float, high: float) -> list[float]:
    """Three to six round numbers around both ends."""
    step = next(
        size * 10.0**power
        for power in range(7)
        for size in (1, 2, 5)
        if math.ceil(high / (size * 10**power)) - math.floor(low / (size * 10**power)) <= 5
    )
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 2)
    return [step * number for number in range(first, last + 1)]


def _text(
    x: float, y: float, words: str, colour: str, anchor: str = "start", *, size: int = 12, weight: str = ""
) -> str:
    bold = f' font-weight="{weight}"' if weight else ""
    at = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{bold}'
    return f'<text {at} fill="{colour}">{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"/>'


def _fill(colour: str) -> str:
    """rgba(…) in the form that every reader of SVG knows."""
    if not colour.startswith("rgba("):
        return f'fill="{colour}"'
    red, green, blue, share = colour[5:-1].split(",")
    return f'fill="rgb({red},{green},{blue})" fill-opacity="{share.strip()}"'


def _cut(words: str, letters: int) -> str:
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"
