"""Pairs of numbers as native scatter charts: teams in their funnel, supervision beside practice."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE

from mwm.answer import written_as
from mwm.charts.inks import LIGHT
from mwm.exports.slides import chart_parts, words
from mwm.exports.slides.deck import Deck
from mwm.exports.slides.layout import BODY, Box
from mwm.exports.slides.over_time import round_step
from mwm.exports.slides.pack import Show, hidden_rows

_STATUSES = (  # status → name, mark, ink, size
    ("within", "As expected", XL_MARKER_STYLE.CIRCLE, LIGHT.common, 8),
    ("above", "Above what chance explains", XL_MARKER_STYLE.TRIANGLE, LIGHT.improvement, 11),
    ("below", "Below what chance explains", XL_MARKER_STYLE.SQUARE, LIGHT.concern, 10),
    ("thin", "Too few to judge", XL_MARKER_STYLE.CIRCLE, LIGHT.common, 6),
)
_PLOT = Box(0.05, 0.02, 0.9, 0.72)  # the axes' rectangle, in shares of the chart
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
    shown = answer.rows[[not each for each in hidden_rows(answer)]].dropna(subset=["value"])
    curve = answer.extra["curve"].astype(float)
    ends = curve["observations"].iloc[[0, -1]]
    # The limits come first: LibreOffice drops series that are shorter than one behind them.
    pairs = [(name, _pairs(curve["observations"], curve[column])) for column, name, _ in _LIMITS]
    pairs.append(("All teams together", [(float(x), float(answer.extra["centre"])) for x in ends]))
    groups = [(each, shown[shown["status"] == each[0]]) for each in _STATUSES]
    groups = [(each, teams) for each, teams in groups if len(teams)]
    pairs += [(each[1], _pairs(teams["observations"], teams["value"])) for each, teams in groups]
    sheet = deck.sheet(show)
    told = "; ".join(
        f"{row['team']} {written_as(row['value'], kind)} from {written_as(row['observations'], 'count')}"
        for row in shown.to_dict("records")
    )
    about = f"Funnel chart. {words.heading(show)}. {told}. {answer.headline}"
    data = chart_parts.by_pairs(pairs)
    chart = chart_parts.add_chart(sheet, BODY, XL_CHART_TYPE.XY_SCATTER, data, name="Chart", about=about)
    drawn = list(chart.plots[0].series)
    for (_, _, dashed), series in zip(_LIMITS, drawn, strict=False):
        chart_parts.plain_line(series, LIGHT.common, 1.25, dash=dashed)
    chart_parts.plain_line(drawn[len(_LIMITS)], LIGHT.rule, 1.5)
    values = pd.concat([shown["value"].astype(float), curve[[each[0] for each in _LIMITS]].stack()])
    low, high, step = _ends(values, answer.extra["scale"] if kind == "average" else (0.0, 100.0))
    left, right, across = _ends(curve["observations"], (0.0, float("inf")))
    place = _Places(BODY.width * _PLOT.width / (right - left), BODY.height * _PLOT.height / (high - low))
    for ((status, _, mark, ink, size), teams), series in zip(groups, drawn[len(_LIMITS) + 1 :], strict=True):
        chart_parts.marks_only(series, mark, size, ink)
        if status == "thin":
            chart_parts.marks(series, mark, size, ink, paper=LIGHT.paper)
        elif status != "within":
            named = zip(teams["team"], _pairs(teams["observations"], teams["value"]), strict=True)
            for number, (team, (x, y)) in enumerate(named):
                position = place.of(x, y, str(team), right)
                chart_parts.label_point(series, number, str(team), ink=ink, bold=True, position=position)
    chart_parts.legend(chart, [number for number, (name, _) in enumerate(pairs) if name.startswith(" ")])
    chart_parts.value_axis(chart.value_axis, low, high, step, chart_parts.FORMATS[kind])
    chart_parts.value_axis(chart.category_axis, left, right, across, "#,##0", title="observations of the team")
    chart.category_axis.has_major_gridlines = False
    chart_parts.inner_layout(chart, _PLOT)


class _Places:
    """Where names stand beside their points without touching each other."""

    def __init__(self, across: float, up: float) -> None:
        """across, up: inches of one unit of each axis."""
        self._across, self._up = across, up
        self._taken: list[tuple[float, float, float, float]] = []

    def of(self, x: float, y: float, words: str, last: float) -> str:
        """r, l, t or b of a point; noted as taken."""
        wide, x, y, last = len(words) * 0.1 + 0.2, x * self._across, y * self._up, last * self._across
        for position, left, bottom in (
            ("r", x, y - 0.1),
            ("l", x - wide, y - 0.1),
            ("t", x - wide / 2, y + 0.1),
            ("b", x - wide / 2, y - 0.3),
        ):
            box = (left, bottom, left + wide, bottom + 0.2)
            free = all(box[2] <= a or box[0] >= c or box[3] <= b or box[1] >= d for a, b, c, d in self._taken)
            if free and box[2] <= last:
                self._taken.append(box)
                return position
        return "r"


def draw_pairs(deck: Deck, show: Show) -> None:
    """Supervision across, practice up, larger marks for pairs alike; no line, because it would look like a cause."""
    answer = show.answer
    names, scales = answer.extra["names"], answer.extra["scales"]
    shown = answer.rows[[not each for each in hidden_rows(answer)]].dropna(subset=["supervision", "practice"])
    alike = Counter(zip(shown["supervision"].round(6), shown["practice"].round(6), strict=True))
    sizes = sorted(set(alike.values()))
    data = chart_parts.by_pairs(
        ("One pair" if size == 1 else f"{size} pairs alike", [pair for pair, number in alike.items() if number == size])
        for size in sizes
    )
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


def _pairs(across: pd.Series[Any], up: pd.Series[Any]) -> list[tuple[float, float]]:
    return list(zip(across.astype(float).tolist(), up.astype(float).tolist(), strict=True))


def _ends(values: pd.Series[float], scale: tuple[float, float]) -> tuple[float, float, float]:
    """Ends of an axis around all values, within a scale, and its step."""
    least, most = float(values.min()), float(values.max())
    step = round_step((most - least) / 5 or 1.0)
    return max(least // step * step, scale[0]), min(-(-most // step) * step, scale[1]), step
