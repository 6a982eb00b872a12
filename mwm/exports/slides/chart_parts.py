"""Parts of native charts that python-pptx has no names for, and the looks that all charts share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from mwm.charts.inks import LIGHT
from mwm.exports.slides.layout import FONT, SMALLEST, Box, Sheet, colour, describe

FORMATS = {  # how a chart writes a kind of number, to the digits of mwm.answer.written_as
    "average": "0.0",
    "grade": "General",
    "count": "#,##0",
    "number": "General",
    "rate": "0",
    "percent": '[=0]0"%";[>=10]0"%";0.0"%"',
}
_LINE_POSITIONS = {
    "r": XL_LABEL_POSITION.RIGHT,
    "l": XL_LABEL_POSITION.LEFT,
    "t": XL_LABEL_POSITION.ABOVE,
    "b": XL_LABEL_POSITION.BELOW,
}


def by_category(categories: Sequence[Any], series: Iterable[tuple[str, Sequence[float | None], str]]) -> Any:
    """Data of a chart whose points have names or dates. series: (name, values with None for a gap, format)."""
    make: Any = CategoryChartData  # its library gives no types for it
    data = make(number_format="General")
    data.categories = categories
    for name, values, number_format in series:
        data.add_series(name, values, number_format=number_format)
    return data


def by_pairs(series: Iterable[tuple[str, Iterable[tuple[float, float]]]]) -> Any:
    """Data of a chart of pairs. series: (name, pairs of across and up)."""
    make: Any = XyChartData
    data = make(number_format="General")
    for name, pairs in series:
        one = data.add_series(name)
        for x, y in pairs:
            one.add_data_point(x, y)
    return data


def add_chart(sheet: Sheet, box: Box, kind: Any, data: Any, *, name: str, about: str) -> Any:
    """A native chart with its alternative text, in the house's letters."""
    frame = sheet.slide.shapes.add_chart(kind, *box.emu, data)
    describe(frame, about, name)
    chart = frame.chart
    chart.has_title = False
    chart.font.size, chart.font.name, chart.font.color.rgb = Pt(SMALLEST), FONT, colour(LIGHT.quiet)
    return chart


def inner_layout(chart: Any, box: Box) -> None:
    """Where the axes' rectangle lies, in shares of the chart."""
    plot = chart._chartSpace.chart.plotArea
    for old in plot.findall(qn("c:layout")):
        plot.remove(old)
    values = "".join(
        f'<c:{tag} val="{value:.4f}"/>'
        for tag, value in (("x", box.left), ("y", box.top), ("w", box.width), ("h", box.height))
    )
    plot.insert(
        0,
        parse_xml(
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/>{values}</c:manualLayout></c:layout>'
        ),
    )


def legend(chart: Any, hidden: Iterable[int] = ()) -> None:
    """A legend under the chart. hidden: places of the series that it leaves out."""
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size, chart.legend.font.color.rgb = Pt(SMALLEST), colour(LIGHT.text)
    after = chart.legend._element.find(qn("c:legendPos"))
    for place in reversed(list(hidden)):
        after.addnext(
            parse_xml(f'<c:legendEntry {nsdecls("c")}><c:idx val="{place}"/><c:delete val="1"/></c:legendEntry>')
        )


def value_axis(axis: Any, low: float, high: float, step: float, number_format: str, *, title: str = "") -> None:
    """An axis of values with a quiet grid."""
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, step
    axis.has_major_gridlines, axis.has_minor_gridlines = True, False
    axis.major_gridlines.format.line.color.rgb = colour(LIGHT.grid)
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = number_format, False
    axis.tick_labels.font.size = Pt(SMALLEST)
    axis.format.line.fill.background()
    axis_title(axis, title)


def axis_title(axis: Any, words: str) -> None:
    """What an axis counts, in words; nothing where there are none."""
    axis.has_title = bool(words)
    if words:
        paragraph = axis.axis_title.text_frame.paragraphs[0]
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold = words, Pt(SMALLEST), False
        run.font.color.rgb = colour(LIGHT.quiet)


def category_axis(axis: Any) -> None:
    """An axis of names, or of months."""
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.tick_labels.font.size = Pt(SMALLEST)
    axis.format.line.color.rgb = colour(LIGHT.rule)


def month_axis(axis: Any, *, every: int, in_years: bool) -> None:
    """An axis of dates, of which every so many months (or years) are written."""
    category_axis(axis)
    element, unit = axis._element, "years" if in_years else "months"
    element.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}").set("rot", "0")  # never aslant
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "yyyy" if in_years else "mmm yyyy", False
    for tag in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    for tag, value in (("c:baseTimeUnit", unit), ("c:majorUnit", every), ("c:majorTimeUnit", unit)):
        element.append(parse_xml(f'<{tag} {nsdecls("c")} val="{value}"/>'))


def plain_line(series: Any, ink: str, width: float, *, dash: bool = False) -> None:
    """A line without marks."""
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = colour(ink), Pt(width)
    if dash:
        series.format.line.dash_style = MSO_LINE.DASH
    series.marker.style = None
    _no_marker(series)


def marks_only(series: Any, style: Any, size: int, ink: str) -> None:
    """Marks without a line."""
    series.format.line.fill.background()
    marks(series, style, size, ink)


def marks(series: Any, style: Any, size: int, ink: str, *, paper: str = "") -> None:
    """The marks of a series. paper: what they are filled with, where not with their ink."""
    series.smooth = False
    series.marker.style, series.marker.size = style, size
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = colour(paper or ink)
    series.marker.format.line.color.rgb = colour(ink)


def _no_marker(series: Any) -> None:
    element = series._element
    for old in element.findall(qn("c:marker")):
        element.remove(old)
    before = next(child for child in element if child.tag not in (qn("c:idx"), qn("c:order"), qn("c:tx"), qn("c:spPr")))
    before.addprevious(parse_xml(f'<c:marker {nsdecls("c")}><c:symbol val="none"/></c:marker>'))


def whiskers(series: Any, plus: Sequence[float | None], minus: Sequence[float | None], ink: str) -> None:
    """An interval around each point; none where it is unknown."""
    if not any(each is not None for each in plus):
        return

    def listed(values: Sequence[float | None]) -> str:
        points = "".join(
            f'<c:pt idx="{place}"><c:v>{value!r}</c:v></c:pt>'
            for place, value in enumerate(values)
            if value is not None
        )
        return f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numLit>'

    _error_bars(
        series,
        f'<c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{listed(plus)}</c:plus><c:minus>{listed(minus)}</c:minus>",
        ink,
        19050,
    )


def rules_down(series: Any, length: float, ink: str) -> None:
    """A dotted rule from each point down to the axis."""
    _error_bars(
        series,
        f'<c:errBarType val="minus"/><c:errValType val="fixedVal"/><c:noEndCap val="1"/><c:val val="{length!r}"/>',
        ink,
        9525,
        dash='<a:prstDash val="sysDash"/>',
    )


def _error_bars(series: Any, inside: str, ink: str, width: int, *, dash: str = "") -> None:
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/>{inside}<c:spPr><a:ln w="{width}" cap="flat"><a:solidFill>'
        f'<a:srgbClr val="{ink.removeprefix("#")}"/></a:solidFill>{dash}</a:ln></c:spPr></c:errBars>'
    )
    series._element.find(qn("c:cat")).addprevious(bars)


def label_point(
    series: Any, place: int, words: str, *, position: str = "r", ink: str = LIGHT.text, bold: bool = False
) -> None:
    """Words at one point. position: r, l, t or b of it."""
    label = series.points[place].data_label
    run = label.text_frame.paragraphs[0].add_run()
    run.text, run.font.size, run.font.bold, run.font.color.rgb = words, Pt(SMALLEST), bold, colour(ink)
    label.text_frame._txBody.bodyPr.set("wrap", "none")
    label.position = _LINE_POSITIONS[position]
