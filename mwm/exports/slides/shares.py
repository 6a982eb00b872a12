"""How much of the work has been observed: a bar for each team."""

from __future__ import annotations

from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from mwm.answer import written_as
from mwm.charts.inks import LIGHT, blend
from mwm.exports.slides import chart_parts, words
from mwm.exports.slides.deck import Deck
from mwm.exports.slides.layout import BODY, SMALLEST, colour
from mwm.exports.slides.pack import Show, hidden_rows

_ON_SLIDE = 10  # teams
_MEASURES = (("share_12", "in the last 12 months", 0.0), ("share_6", "in the last 6 months", 0.55))


def draw_coverage(deck: Deck, show: Show) -> None:
    """Workers observed at least once in twelve and in six months, team by team, in the order of the organisation."""
    answer = show.answer
    rows = answer.rows.assign(hidden=hidden_rows(answer))
    pages = [rows.iloc[start : start + _ON_SLIDE] for start in range(0, len(rows), _ON_SLIDE)]
    expected = answer.extra.get("expectation")
    heading = words.heading(show) + (f"; {written_as(expected, 'percent')} are expected" if expected else "")
    for number, page in enumerate(pages, 1):
        sheet = deck.sheet(show, place=number, of=len(pages), heading=heading)
        names = [
            f"{team}\n" + ("c: hidden" if hidden else f"{written_as(workers, 'count')} workers")
            for team, workers, hidden in zip(page["team"], page["workers"], page["hidden"], strict=True)
        ]
        form = chart_parts.FORMATS["percent"]
        series_of = []
        for key, name, _ in _MEASURES:
            values = page[key].astype(float).mask(page["hidden"]).tolist()
            series_of.append((f"Observed {name}", [None if value != value else value for value in values], form))
        data = chart_parts.by_category(names, series_of)
        told = "; ".join(
            f"{team} {written_as(first, 'percent')}"
            for team, first, hidden in zip(page["team"], page["share_12"], page["hidden"], strict=True)
            if not hidden
        )
        about = f"Bars. {heading}. In the last 12 months: {told}. {answer.headline}"
        chart = chart_parts.add_chart(sheet, BODY, XL_CHART_TYPE.BAR_CLUSTERED, data, name="Chart", about=about)
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 45, 0
        for (_, _, pale), series in zip(_MEASURES, plot.series, strict=True):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour(blend(LIGHT.above, LIGHT.paper, pale))
            labels = series.data_labels
            labels.show_value, labels.number_format, labels.number_format_is_linked = True, form, False
            labels.font.size, labels.font.color.rgb = Pt(SMALLEST), colour(LIGHT.text)
        chart.category_axis.reverse_order = True
        chart_parts.category_axis(chart.category_axis)
        chart.category_axis.tick_labels.font.color.rgb = colour(LIGHT.text)
        chart_parts.value_axis(chart.value_axis, 0, 100, 20, '0"%"')
        chart.value_axis.visible = False
        chart_parts.legend(chart)
