"""Pairs of numbers as native scatter charts: teams in their funnel, supervision beside practice."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE

from mwm.answer import written_as
from mwm.charts.inks import LIGHT
from mwm.exports.slides import chart_parts, words
from mwm.exports.slides.deck import Deck
from mwm.exports.slides.layout import BODY, Box
from mwm.exports.slides.over_time import round_step
from mwm.exports.slides.pack import Show
from mwm.symbols import CONFIDENTIAL

_STATUSES = (  # status → name, mark, ink, size
    ("within", "As expected", XL_MARKER_STYLE.CIRCLE, LIGHT.common, 8),
    ("above", "Above what chance explains", XL_MARKER_STYLE.TRIANGLE, LIGHT.improvement, 11),
    ("below", "Below what chance explains", XL_MARKER_STYLE.SQUARE, LIGHT.concern, 10),
    ("thin", "Too few to judge", XL_MARKER_STYLE.CIRCLE, LIGHT.common, 6),
)
_LIMITS = (
    ("upper_95", "95% limits", True),
    ("lower_95", " 95% limits, lower", True),
    ("upper_998", "99.8% limits", False),
    ("lower_998", " 99.8% limits, lower", False),
)


def draw_funnel(deck: Deck, show: Show) -> None:
    """Teams by their number of observations, with the limits around all of them; those outside have their names."""
    answer = show.answer
    kind = next(column.kind for column in answer.columns if column.key == "value")
    shown = answer.rows[[status != CONFIDENTIAL for status in answer.statuses()]].dropna(subset=["value"])
    curve = answer.extra["curve"].astype(float)
    data = XyChartData(number_format="General")
    drawn: list[tuple[str, Any]] = []
    for status, name, *_ in _STATUSES:
        teams = shown[shown["status"] == status]
        if len(teams):
            series = data.add_series(name)
            for x, y in zip(teams["observations"].astype(float), teams["value"].astype(float), strict=True):
                series.add_data_point(x, y)
            drawn.append((status, teams))
    for column, name, _ in _LIMITS:
        series = data.add_series(name)
        for x, y in zip(curve["observations"], curve[column], strict=True):
            series.add_data_point(round(x, 4), round(y, 6))
        drawn.append((column, None))
    centre = data.add_series("All teams together")
    for x in (curve["observations"].iloc[0], curve["observations"].iloc[-1]):
        centre.add_data_point(round(float(x), 4), float(answer.extra["centre"]))
    sheet = deck.sheet(show)
    told = "; ".join(
        f"{row['team']} {written_as(row['value'], kind)} from {written_as(row['observations'], 'count')}"
        for row in shown.to_dict("records")
    )
    about = f"Funnel chart. {words.heading(show)}. {told}. {answer.headline}"
    chart = chart_parts.add_chart(sheet, BODY, XL_CHART_TYPE.XY_SCATTER, data, name="Chart", about=about)
    series = list(chart.plots[0].series)
    for (status, teams), one in zip(drawn, series, strict=False):
        if teams is not None:
            _, _, mark, ink, size = next(each for each in _STATUSES if each[0] == status)
            chart_parts.marks_only(one, mark, size, ink)
            if status == "thin":
                chart_parts.marks(one, mark, size, ink, paper=LIGHT.paper)
            if status in ("above", "below"):
                for place, team in enumerate(teams["team"]):
                    chart_parts.label_point(one, place, str(team), ink=ink, bold=True)
        else:
            dashed = next(each[2] for each in _LIMITS if each[0] == status)
            chart_parts.plain_line(one, LIGHT.common, 1.25, dash=dashed)
    chart_parts.plain_line(series[len(drawn)], LIGHT.rule, 1.5)
    names = [one.name for one in series]
    chart_parts.legend(chart, [place for place, name in enumerate(names) if name.startswith(" ")])
    values = pd.concat([shown["value"].astype(float), curve[[each[0] for each in _LIMITS]].stack()])
    low, high, step = _ends(values, answer.extra["scale"] if kind == "average" else (0.0, 100.0))
    form = chart_parts.FORMATS[kind]
    chart_parts.value_axis(chart.value_axis, low, high, step, form)
    left, right, across = _ends(curve["observations"], (0.0, float("inf")))
    chart_parts.value_axis(chart.category_axis, left, right, across, "#,##0", title="observations of the team")
    chart.category_axis.has_major_gridlines = False
    chart_parts.inner_layout(chart, Box(0.05, 0.02, 0.9, 0.72))


def draw_pairs(deck: Deck, show: Show) -> None:
    """Supervision across, practice up, larger marks where several pairs are alike; no line, which would look like a cause."""
    answer = show.answer
    names, scales = answer.extra["names"], answer.extra["scales"]
    shown = answer.rows[[status != CONFIDENTIAL for status in answer.statuses()]].dropna(
        subset=["supervision", "practice"]
    )
    alike = Counter(zip(shown["supervision"].round(6), shown["practice"].round(6), strict=True))
    data = XyChartData(number_format="0.0")
    sizes = sorted(set(alike.values()))
    for size in sizes:
        series = data.add_series("One pair" if size == 1 else f"{size} pairs alike")
        for (x, y), number in alike.items():
            if number == size:
                series.add_data_point(x, y)
    sheet = deck.sheet(show)
    about = f"Scatter chart. {words.heading(show)}. {answer.headline}"
    chart = chart_parts.add_chart(sheet, BODY, XL_CHART_TYPE.XY_SCATTER, data, name="Chart", about=about)
    for size, series in zip(sizes, chart.plots[0].series, strict=True):
        chart_parts.marks_only(series, XL_MARKER_STYLE.CIRCLE, min(round(6 * size**0.5), 40), LIGHT.above)
    chart.has_legend = False
    for axis, key, word in (
        (chart.value_axis, "practice", "practice"),
        (chart.category_axis, "supervision", "supervision"),
    ):
        low, high = map(float, scales[key])
        chart_parts.value_axis(axis, low, high, 1.0, "General", title=f"{word}: {names[key].lower()}")


def _ends(values: pd.Series[float], scale: tuple[float, float]) -> tuple[float, float, float]:
    """Ends of an axis around all values, within a scale, and its step."""
    least, most = float(values.min()), float(values.max())
    step = round_step((most - least) / 5 or 1.0)
    return max(least // step * step, scale[0]), min(-(-most // step) * step, scale[1]), step
