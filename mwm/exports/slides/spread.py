"""How grades and answers are spread, and what looked after children are made up of: stacked bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from mwm.answer import Answer, written_as
from mwm.charts.inks import LIGHT, blend, readable_on
from mwm.charts.skills import grade_colour
from mwm.exports.slides import chart_parts, words
from mwm.exports.slides.deck import Deck
from mwm.exports.slides.layout import BODY, SMALLEST, Box, Sheet, colour
from mwm.exports.slides.pack import Show, hidden_rows
from mwm.symbols import CONFIDENTIAL

# A part of a bar too narrow for its number has none.
_WIDE, _HALF = '[>=10]0"%";[>=6.5]0.0"%";""', '[>=11]0"%";""'
_ON_SLIDE = 10  # bars
_TO_THE_MIDDLE = 0.75  # how far a category's ink goes to white, at the most


@dataclass(frozen=True)
class Bar:
    """One bar. shares: value → percent; nothing where it is hidden or there are too few. note: what stands under it."""

    name: str
    note: str
    shares: Mapping[float, float]


def draw_spread(deck: Deck, show: Show) -> None:
    """Grades of each element or item, the earlier months beside the later ones."""
    answer = show.answer
    of = "element" if "element" in answer.rows else "item"
    counted = "observations" if "observations" in answer.rows else "supervisions"
    parts = list(dict.fromkeys(answer.rows["part"]))
    names: dict[str, str] = answer.extra.get("names", {})
    keys = list(dict.fromkeys(answer.rows[of]))
    hidden = pd.Series(hidden_rows(answer), index=answer.rows.index)
    scale = answer.extra["scale"]
    sheet = deck.sheet(show)

    def bar(part: str, key: str, name: str) -> Bar:
        rows = answer.rows[(answer.rows["part"] == part) & (answer.rows[of] == key)]
        if hidden[rows.index].any() or rows.empty:
            return Bar(name, "c" if len(rows) else "nothing recorded", {})
        known = rows.dropna(subset=["share"])
        return Bar(name, f"n {written_as(rows[counted].sum(), 'count')}", _shares(known, "grade"))

    if len(keys) == 1:
        bars = [bar(part, keys[0], part) for part in parts]
        _bars(sheet, BODY.cell(0, 1, 1), bars, scale, name="Chart", about=_about(show, bars))
        return
    for place, part in enumerate(parts):
        box = BODY.cell(place, len(parts), 1, gap=0.3)
        sheet.text(Box(box.left, box.top, box.width, 0.3), part, size=13, bold=True)
        bars = [bar(part, key, names.get(key, key)) for key in keys]
        below = Box(box.left, box.top + 0.3, box.width, box.height - 0.3)
        _bars(sheet, below, bars, scale, name=f"Chart: {part}", about=_about(show, bars, part))


def draw_voice(deck: Deck, show: Show) -> None:
    """Answers of each question of a form, or of the parts of one question."""
    answer = show.answer
    names: dict[str, str] = answer.extra["names"]
    spread = answer.extra["spread"]
    found: dict[tuple[float, float], list[Bar]] = {}
    for row, is_secret in zip(answer.rows.to_dict("records"), hidden_rows(answer), strict=True):
        values = spread[(spread["item"] == row["item"]) & (spread["part"] == row.get("part", ""))]
        is_empty = is_secret or pd.isna(row["share"])
        name = str(row["part"]) if "part" in row else names[row["item"]]
        found.setdefault(answer.extra["scales"][row["item"]], []).append(
            Bar(name, _answers(answer, row, is_secret=is_secret), {} if is_empty else _shares(values, "value"))
        )
    pages = [
        (scale, bars[start : start + _ON_SLIDE])
        for scale, bars in found.items()
        for start in range(0, len(bars), _ON_SLIDE)
    ]
    for number, (scale, bars) in enumerate(pages, 1):
        sheet = deck.sheet(show, place=number, of=len(pages))
        _bars(sheet, BODY, bars, scale, name="Chart", about=_about(show, bars), word="Answer")


def _answers(answer: Answer, row: Mapping[Any, Any], *, is_secret: bool) -> str:
    if is_secret:
        return CONFIDENTIAL
    if pd.isna(row["share"]):
        return f"too few to say: {written_as(row['answers'], 'count')} of {answer.extra['minimum']} needed"
    high = f"{written_as(row['share'], 'percent')} at {answer.extra['thresholds'][row['item']]:g} or more"
    return f"average {written_as(row['average'], 'average')}, {written_as(row['answers'], 'count')} answers\n{high}"


def draw_breakdown(deck: Deck, show: Show) -> None:
    """What the children of each month are made up of, as columns over time."""
    answer = show.answer
    value = answer.extra["breakdown"].counts
    column = next(column for column in answer.columns if column.key == "category")
    months = list(dict.fromkeys(answer.rows["month"]))
    hidden = hidden_rows(answer)
    rows = answer.rows.assign(shown=answer.rows[value].where([not each for each in hidden]))
    order = answer.extra["order"]
    series_of = []
    for key in order:
        one = rows[rows["category"] == key].set_index("month")["shown"].reindex(months).astype(float)
        values = [None if number != number else number for number in one.tolist()]
        series_of.append((column.words.get(key, key), values, chart_parts.FORMATS["count"]))
    data = chart_parts.by_category([pd.Timestamp(month).date() for month in months], series_of)
    sheet = deck.sheet(show)
    about = f"Stacked columns. {words.heading(show)}. {answer.headline}"
    chart = chart_parts.add_chart(sheet, BODY, XL_CHART_TYPE.COLUMN_STACKED, data, name="Chart", about=about)
    chart.plots[0].gap_width, chart.plots[0].overlap = 30, 100
    for place, series in enumerate(chart.plots[0].series):
        share = place / max(len(order) - 1, 1) * _TO_THE_MIDDLE
        _fill(series, blend(LIGHT.above, LIGHT.paper, share))
    chart_parts.legend(chart)
    chart_parts.month_axis(chart.category_axis, every=max(1, -(-len(months) // 12)), in_years=False)
    chart.value_axis.major_gridlines.format.line.color.rgb = colour(LIGHT.grid)
    chart.value_axis.format.line.fill.background()


def _shares(rows: pd.DataFrame, value: str) -> dict[float, float]:
    return dict(zip(rows[value].astype(float).tolist(), rows["share"].astype(float).tolist(), strict=True))


def _bars(
    sheet: Sheet,
    box: Box,
    bars: Sequence[Bar],
    scale: tuple[float, float],
    *,
    name: str,
    about: str,
    word: str = "Grade",
) -> None:
    """Bars from the low to the high end of a scale, each as long as all its answers."""
    low, high = scale
    form = _WIDE if box.width > BODY.width / 2 else _HALF
    levels = sorted({level for bar in bars for level in bar.shares})
    data = chart_parts.by_category(
        [f"{bar.name}\n{bar.note}" for bar in bars],
        [(f"{word} {level:g}", [bar.shares.get(level) for bar in bars], form) for level in levels],
    )
    if not levels:
        sheet.text(box, "\n".join(f"{bar.name}: {bar.note}" for bar in bars), size=16)
        return
    chart = chart_parts.add_chart(sheet, box, XL_CHART_TYPE.BAR_STACKED, data, name=name, about=about)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    for level, series in zip(levels, plot.series, strict=True):
        ink = grade_colour(level, low, high, LIGHT)
        _fill(series, ink)
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, form, False
        labels.font.size, labels.font.bold, labels.font.color.rgb = Pt(SMALLEST), True, colour(readable_on(ink))
    chart.category_axis.reverse_order = True
    chart_parts.category_axis(chart.category_axis)
    chart.category_axis.format.line.fill.background()
    chart.category_axis.tick_labels.font.color.rgb = colour(LIGHT.text)
    chart_parts.value_axis(chart.value_axis, 0, 100, 25, '0"%"')
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    chart_parts.legend(chart)


def _fill(series: Any, ink: str) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = colour(ink)
    series.format.line.color.rgb = colour(LIGHT.paper)
    series.invert_if_negative = False


def _about(show: Show, bars: Sequence[Bar], part: str = "") -> str:
    def said(bar: Bar) -> str:
        shares = [f"{level:g} {written_as(share, 'percent')}" for level, share in bar.shares.items()]
        return f"{bar.name}: {', '.join(shares) or bar.note}"

    told = "; ".join(map(said, bars))
    return f"Stacked bars. {words.heading(show)}{f', {part}' if part else ''}. {told}."
