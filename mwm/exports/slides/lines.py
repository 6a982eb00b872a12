"""Plain lines beside each other: areas by year, the count since a month, a range of what may come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE
from pptx.util import Pt

from mwm.answer import Answer, written_as
from mwm.charts.inks import LIGHT, blend
from mwm.exports.slides import chart_parts, words
from mwm.exports.slides.deck import Deck
from mwm.exports.slides.layout import BODY, Box, colour
from mwm.exports.slides.over_time import round_step
from mwm.exports.slides.pack import Show, hidden_rows

_PALE = blend(LIGHT.common, LIGHT.paper, 0.6)
_LABELLED = 12  # points in time with words under them


@dataclass(frozen=True)
class Plain:
    """One line. look: own (in the foreground), other, dashed, outer (pale, with its end named) or pale."""

    name: str
    values: Sequence[float | None]
    look: str


def draw_change(deck: Deck, show: Show) -> None:
    """The count of each month since the one it is measured from, and that month's count as a level."""
    answer = show.answer
    rows = answer.rows
    start = answer.extra["baseline_month"]
    days = [start.first_day, *(pd.Timestamp(day).date() for day in rows["month"])]
    levels = [_numbers(rows["baseline"], answer)[0], *_numbers(rows["looked_after"], answer)]
    lines = [
        Plain("Looked after children", levels, "own"),
        Plain(f"Baseline, {start.short}", [levels[0]] * len(days), "dashed"),
    ]
    _draw(deck, show, days, lines, "count", in_years=False)


def draw_projection(deck: Deck, show: Show) -> None:
    """What was, and the range of what may come."""
    answer = show.answer
    before = answer.extra["history"]
    past = [pd.Timestamp(day).date() for day in before["month"]]
    ahead = [pd.Timestamp(day).date() for day in answer.rows["month"]]
    days = list(dict.fromkeys([*past, *ahead]))
    known = dict(zip(past, pd.to_numeric(before["looked_after"]).astype(float), strict=True))
    lines = [Plain("Looked after children", [_or_none(known.get(day)) for day in days], "own")]
    for column, name, look in (
        ("upper_90", "9 in 10 futures", "outer"),
        ("upper_50", "1 in 2 futures", "dashed"),
        ("lower_50", " 1 in 2, lower", "dashed"),
        ("lower_90", " 9 in 10, lower", "outer"),
    ):
        levels = dict(zip(ahead, _numbers(answer.rows[column], answer), strict=True))
        lines.append(Plain(name, [levels.get(day) for day in days], look))
    _draw(deck, show, days, lines, "count", in_years=False)


def draw_areas(deck: Deck, show: Show) -> None:
    """Rates by year: the area in the foreground, wider areas dashed, its statistical neighbours pale."""
    answer = show.answer
    rows = answer.extra["by_year"].dropna(subset=["rate_per_10000"])
    years = sorted({int(year) for year in rows["year"]})
    order = {"own": 0, "country": 1, "region": 2, "chosen": 3, "neighbour": 4}
    groups = sorted(rows.groupby("area", sort=False), key=lambda each: order[each[1]["part"].iloc[0]])
    lines: list[Plain] = []
    for area, own in groups:
        part = own["part"].iloc[0]
        rates = dict(zip(own["year"].astype(int), own["rate_per_10000"].astype(float), strict=True))
        look = {"own": "own", "neighbour": "pale"}.get(part, "other" if part == "country" else "dashed")
        name = f" {area}" if part == "neighbour" else str(area)  # named in the data, not in the legend
        lines.append(Plain(name, [rates.get(year) for year in years], look))
    pale = "; pale: its statistical neighbours" if any(line.look == "pale" for line in lines) else ""
    days = [date(year, 3, 31) for year in years]
    _draw(deck, show, days, lines, "rate", in_years=True, heading=words.heading(show) + pale)


def _draw(
    deck: Deck, show: Show, days: list[date], lines: list[Plain], kind: str, *, in_years: bool, heading: str = ""
) -> None:
    form = chart_parts.FORMATS[kind]
    data = chart_parts.by_category(days, [(line.name, line.values, form) for line in lines])
    sheet = deck.sheet(show, heading=heading)
    ends = [f"{line.name.strip()} {written_as(_last(line)[1], kind)}" for line in lines if _last(line)[0] >= 0]
    about = f"Line chart. {words.heading(show)}. At the end: {'; '.join(ends)}. {show.answer.headline}"
    chart = chart_parts.add_chart(sheet, BODY, XL_CHART_TYPE.LINE_MARKERS, data, name="Chart", about=about)
    for line, series in zip(lines, chart.plots[0].series, strict=True):
        _dress(line, series, kind)
    chart_parts.legend(chart, [place for place, line in enumerate(lines) if line.name.startswith(" ")])
    known = [value for line in lines for value in line.values if value is not None]
    least, most = min(known), max(known)
    step = round_step((most - least) * 1.2 / 5 or 1.0)
    low, high = max(0.0, (least - step / 2) // step * step), -(-(most + step / 2) // step) * step
    chart_parts.value_axis(chart.value_axis, low, high, step, form)
    chart_parts.month_axis(chart.category_axis, every=max(1, -(-len(days) // _LABELLED)), in_years=in_years)
    chart_parts.inner_layout(chart, Box(0.05, 0.02, 0.87, 0.78))


def _dress(line: Plain, series: Any, kind: str) -> None:
    ink = {"own": LIGHT.text, "pale": _PALE, "outer": _PALE}.get(line.look, LIGHT.common)
    chart_parts.plain_line(series, ink, {"own": 2.5, "other": 2.0}.get(line.look, 1.25), dash=line.look == "dashed")
    if line.look == "own":
        chart_parts.marks(series, XL_MARKER_STYLE.CIRCLE, 7, ink)
        series.format.line.color.rgb, series.format.line.width = colour(ink), Pt(2.5)
    place, value = _last(line)
    if place >= 0 and line.look != "pale":
        chart_parts.label_point(series, place, written_as(value, kind), ink=ink, bold=line.look == "own")


def _last(line: Plain) -> tuple[int, float]:
    """Place and value of the last known point; place −1 where there is none."""
    return next(
        ((place, value) for place, value in reversed(list(enumerate(line.values))) if value is not None), (-1, 0.0)
    )


def _secret(answer: Answer) -> list[bool]:
    return hidden_rows(answer)


def _numbers(column: pd.Series[Any], answer: Answer) -> list[float | None]:
    found = pd.to_numeric(column).astype(float).tolist()
    return [None if secret else _or_none(value) for value, secret in zip(found, _secret(answer), strict=True)]


def _or_none(value: float | None) -> float | None:
    return None if value is None or value != value else float(value)
