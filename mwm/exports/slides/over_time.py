"""Numbers over time with their average, limits, signals, target and events: a native line chart, large or small."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE, XL_MARKER_STYLE
from pptx.util import Pt

from mwm.answer import Answer, written_as
from mwm.charts.axes import tick_words
from mwm.charts.inks import LIGHT, blend
from mwm.charts.signals import WORDS, ink_of, kind_of
from mwm.exports.slides import chart_parts, words
from mwm.exports.slides.deck import Deck
from mwm.exports.slides.layout import BODY, Box, Sheet, colour, runs
from mwm.exports.slides.pack import Show, hidden_rows
from mwm.exports.slides.rows import draw_rows
from mwm.scope import Month
from mwm.symbols import CONFIDENTIAL

_SERIES = {  # question → the column that tells its lines apart, and the column of what stands behind a point
    "skill-trend": ("element", "observations"),
    "supervision-trend": ("item", "supervisions"),
    "families-voice-trend": ("item", "answers"),
    "team-trend": ("team", "observations"),
    "looked-after-trend": ("", ""),
    "published-looked-after-change": ("", ""),
    "own-numbers": ("", ""),
    "indicator-trend": ("", "denominator"),
}
QUESTIONS = tuple(_SERIES)
_VALUES = ("average", "share", "response_rate", "value", "looked_after")
_DRAWN = ("mean", "lower_process_limit", "upper_process_limit", "target")
_SIGNALS = (  # series of signal points: (variation, name, mark)
    (("improvement_high",), "Real improvement (rise)", XL_MARKER_STYLE.TRIANGLE),
    (("improvement_low",), "Real improvement (fall)", XL_MARKER_STYLE.SQUARE),
    (("concern_high",), "Real concern (rise)", XL_MARKER_STYLE.TRIANGLE),
    (("concern_low",), "Real concern (fall)", XL_MARKER_STYLE.SQUARE),
    (("neutral_high", "neutral_low"), "Real change", XL_MARKER_STYLE.DIAMOND),
)
_FOOT, _EVENTS = "Height of the numbers at the foot", "Height of the events’ names"  # series that only carry words
_ON_SLIDE = 8  # small charts
_KEY = 0.32  # inches of a key in one line
_LABELLED = 10  # months with words under them


@dataclass(frozen=True)
class Line:
    """One measure over time. value: its column; kind: how it is written. counted: the column behind it, "" for none.

    low, high, step: the axis. threshold: a level with a name. hidden: for each row, whether its number is hidden.
    """

    answer: Answer
    rows: pd.DataFrame
    hidden: tuple[bool, ...]
    value: str
    label: str
    kind: str
    counted: str
    low: float
    high: float
    step: float
    grain: str
    threshold: float | None
    threshold_name: str

    @property
    def months(self) -> list[str]:
        """The points in time in words."""
        return [tick_words(day, self.grain) for day in self.rows["month"]]

    @property
    def days(self) -> list[date]:
        """The first days of the points in time."""
        return [pd.Timestamp(day).date() for day in self.rows["month"]]

    def values(self, column: str) -> list[float | None]:
        """One column with None where there is no number, or where it is hidden."""
        found = pd.to_numeric(self.rows[column]).astype(float).tolist()
        return [None if value != value or secret else value for value, secret in zip(found, self.hidden, strict=True)]

    @property
    def axis_format(self) -> str:
        """How the axis writes its numbers."""
        if self.kind == "percent":
            return '0"%";""'  # below 0% stand the counts
        return chart_parts.FORMATS.get("grade" if self.kind == "average" else self.kind, "General")

    @property
    def latest(self) -> tuple[int, float] | None:
        """Place and value of the last known point."""
        known = [(place, value) for place, value in enumerate(self.values(self.value)) if value is not None]
        return known[-1] if known else None


def draw_over_time(deck: Deck, show: Show) -> None:
    """One line on a slide of its own; several as small charts on shared axes."""
    dates = show.answer.rows.get("date")
    if dates is not None and len(set(map(Month.of, dates))) < len(dates):
        draw_rows(deck, show)  # days of one month, which an axis of months cannot tell apart
        return
    lines = lines_of(show.answer)
    if len(lines) == 1:
        ((_, line),) = lines.items()
        sheet = deck.sheet(show)
        line_chart(sheet, BODY, line, heading=words.heading(show))
        return
    parts = list(lines.items())
    slides = -(-len(parts) // _ON_SLIDE)
    for number in range(slides):
        sheet = deck.sheet(show, place=number + 1, of=slides)
        part = parts[number * _ON_SLIDE : (number + 1) * _ON_SLIDE]
        columns = len(part) if len(part) <= 3 else 4
        deep = -(-len(part) // columns)
        full = len(part) == columns * deep
        body = Box(BODY.left, BODY.top, BODY.width, BODY.height - (_KEY if full else 0))
        for place, (name, line) in enumerate(part):
            _small(sheet, body.cell(place, columns, deep), name, line)
        under = Box(body.left, body.top + body.height + 0.06, body.width, _KEY)
        _key(sheet, under if full else body.cell(len(part), columns, deep), [line for _, line in part], in_one=full)


def lines_of(answer: Answer) -> dict[str, Line]:
    """The lines of an answer by their names."""
    by, counted = _SERIES[answer.question]
    value = next(key for key in _VALUES if any(column.key == key for column in answer.columns))
    column = next(column for column in answer.columns if column.key == value)
    rows = answer.rows
    if "date" in rows:
        rows = rows.rename(columns={"date": "month", "icon": "variation"})
    if "month" not in rows:  # figures of whole years, counted on 31 March
        rows = rows.assign(month=[pd.Timestamp(int(year), 3, 31) for year in rows["year"]])
    hidden = pd.Series(hidden_rows(answer), index=answer.rows.index)
    names: dict[str, str] = answer.extra.get("names", {})
    groups = list(rows.groupby(by, sort=False)) if by else [("", rows)]
    low, high, step = _reach(answer, bool(counted), rows, value, column.kind)
    average = column.kind == "average" and answer.extra.get("threshold") is not None
    return {
        names.get(str(key), str(key)): Line(
            answer=answer,
            rows=part,
            hidden=tuple(hidden[part.index]),
            value=value,
            label=column.label,
            kind=column.kind,
            counted=counted if counted in part else "",
            low=low,
            high=high,
            step=step,
            grain=answer.extra.get("grain", "month"),
            threshold=float(answer.extra["threshold"]) if average else None,
            threshold_name=str(answer.extra.get("threshold_name", "threshold")).capitalize(),
        )
        for key, part in groups
    }


def _reach(answer: Answer, is_counted: bool, rows: pd.DataFrame, value: str, kind: str) -> tuple[float, float, float]:
    """The ends of the axis and its step: the whole scale of grades, shares from 0, counts around themselves."""
    scales = answer.extra.get("scales")
    scale = next(iter(scales.values())) if scales else answer.extra.get("scale")
    if kind == "average" and scale is not None:
        low, high = map(float, scale)
        return low, high, 1.0 if high - low <= 5 else 2.0
    drawn = rows[[column for column in (value, *_DRAWN) if column in rows]].astype(float)
    least, most = float(drawn.min().min()), float(drawn.max().max())
    if most != most:
        return 0.0, 1.0, 1.0
    if kind == "percent":
        top = min(100.0, max(20.0, math.ceil(most * 1.15 / 10) * 10.0))
        step = 10.0 if top <= 60 else 20.0
        return -step if is_counted else 0.0, top, step  # the counts stand below 0%
    step = round_step((most - least) * 1.5 / 5 or 1.0)
    return math.floor(max(least - step / 2, 0) / step) * step, math.ceil((most + step) / step) * step, step


def round_step(least: float) -> float:
    """The next of 1, 2, 5, 10 … times a power of ten."""
    size = 10.0 ** math.floor(math.log10(least))
    return next(size * each for each in (1, 2, 5, 10) if size * each >= least)


def line_chart(sheet: Sheet, box: Box, line: Line, *, heading: str) -> None:
    """The large chart with intervals, limits, signals, target, events and a legend."""
    plan = _plan(line)
    events = _lanes(line)
    form = chart_parts.FORMATS.get(line.kind, "General")
    drawn_series = [(name, values, form) for name, values, _ in plan]
    ticks = max(1, -(-len(line.rows) // _LABELLED))
    behind = {place: said for place, said in enumerate(_behind(line)) if place % ticks == 0}
    if behind:
        foot = [line.low if place in behind else None for place in range(len(line.rows))]
        drawn_series.append((_FOOT, foot, "General"))
    drawn_series += [(_EVENTS, lane.heights(line), "General") for lane in events]
    data = chart_parts.by_category(line.days, drawn_series)
    chart = chart_parts.add_chart(
        sheet, box, XL_CHART_TYPE.LINE_MARKERS, data, name="Chart", about=alternative(line, heading)
    )
    series = list(chart.plots[0].series)
    _dress(line, plan, series)
    _intervals(line, series[0])
    if behind:
        chart_parts.marks_only(series[len(plan)], XL_MARKER_STYLE.NONE, 2, LIGHT.common)
        for place, said in behind.items():
            chart_parts.label_point(series[len(plan)], place, said, position="t", ink=LIGHT.quiet)
    for lane, drawn in zip(events, series[len(plan) + bool(behind) :], strict=True):
        lane.dress(line, drawn)
    unnamed = [place for place, (name, _, _) in enumerate(plan) if name.startswith(" ")]
    chart_parts.legend(chart, [*unnamed, *range(len(plan), len(series))])
    chart_parts.value_axis(chart.value_axis, line.low, line.high, line.step, line.axis_format)
    _time_axis(chart, line, ticks)
    chart_parts.inner_layout(chart, Box(0.045, 0.02, 0.845, 0.78))
    _end_labels(line, plan, series)


def _key(sheet: Sheet, box: Box, lines: Sequence[Line], *, in_one: bool) -> None:
    """What marks and lines mean beside small charts. in_one: in one line, else one below the other."""
    found = {icon for line in lines if "variation" in line.rows for icon in line.rows["variation"]}
    frame = sheet.text(box, "Beside a name: the latest value", size=12, ink=LIGHT.quiet).text_frame
    said = [
        (f"{sign} {name}", ink_of(kinds[0], LIGHT))
        for (kinds, name, _), sign in zip(_SIGNALS, "▲■▲■◆", strict=True)
        if found & set(kinds)
    ]
    said.append(("— average of the period, dashed: process limits", LIGHT.common))
    if lines[0].threshold is not None:
        said.append((f"— {lines[0].threshold_name.lower()} {lines[0].threshold:g}", LIGHT.threshold))
    for text, ink in said:
        paragraph = frame.paragraphs[0] if in_one else frame.add_paragraph()
        runs(paragraph, ((("   " if in_one else "") + text, False),), 12, ink)


def _small(sheet: Sheet, box: Box, name: str, line: Line) -> None:
    """A small chart under its name, latest value and verdict."""
    latest = line.latest
    value = written_as(latest[1], line.kind) if latest else "c" if any(line.hidden) else "–"
    icon = line.answer.extra.get("variation")
    key = next((key for key, known in line.answer.extra.get("names", {}).items() if known == name), name)
    variation = icon.get(key) if isinstance(icon, dict) else icon
    head = Box(box.left, box.top, box.width, 0.46)
    ink = ink_of(variation, LIGHT) if kind_of(variation) not in ("common_cause", "too_few") else LIGHT.quiet
    shape = sheet.text(head, f"{name}  {value}", size=13, bold=True)
    paragraph = shape.text_frame.add_paragraph()
    runs(paragraph, ((WORDS[kind_of(variation)], False),), 12, ink)
    plan = _plan(line)
    form = chart_parts.FORMATS.get(line.kind, "General")
    data = chart_parts.by_category(line.days, [(title, values, form) for title, values, _ in plan])
    under = Box(box.left, box.top + 0.46, box.width, box.height - 0.46)
    chart = chart_parts.add_chart(
        sheet, under, XL_CHART_TYPE.LINE_MARKERS, data, name=f"Chart: {name}", about=alternative(line, name)
    )
    _dress(line, plan, list(chart.plots[0].series), small=True)
    chart.has_legend = False
    chart_parts.value_axis(chart.value_axis, line.low, line.high, (line.high - line.low) / 2, line.axis_format)
    _time_axis(chart, line, max(1, len(line.rows) - 1))
    chart_parts.inner_layout(chart, Box(0.12, 0.03, 0.78, 0.78))


Plan = list[
    tuple[str, list[float | None], str]
]  # name (hidden from the legend where it begins with a space), values, role


def _plan(line: Line) -> Plan:
    """The series of a chart in their order: values, signals, averages, limits, target, threshold."""
    values = line.values(line.value)
    plan: Plan = [(line.label, values, "value")]
    icons = line.rows["variation"].tolist() if "variation" in line.rows else []
    for kinds, name, _ in _SIGNALS:
        marked = [value if icon in kinds else None for value, icon in zip(values, icons, strict=bool(icons))]
        if any(value is not None for value in marked):
            plan.append((name, marked, "signal"))
    numbered = pd.to_numeric(line.rows["phase"]).astype(float).tolist() if "phase" in line.rows else []
    phases = numbered or [1.0] * len(values)
    middle = next((column.label for column in line.answer.columns if column.key == "mean"), "Average of the period")
    for column, name, role in (
        ("mean", middle, "mean"),
        ("upper_process_limit", "Process limits", "limit"),
        ("lower_process_limit", " Lower limit", "limit"),
    ):
        if column not in line.rows:
            continue
        levels = line.values(column)
        for number, phase in enumerate(dict.fromkeys(phases)):
            part = [level if of == phase else None for level, of in zip(levels, phases, strict=True)]
            if any(level is not None for level in part):
                part = _bridged(part)
                plan.append((name if number == 0 else f" {name.strip()}, phase {number + 1}", part, role))
    if "target" in line.rows and line.rows["target"].notna().any():
        plan.append(("Target", line.values("target"), "target"))
    if line.threshold is not None:
        name = f"{line.threshold_name} {line.threshold:g}"
        plan.append((name, [line.threshold] * len(values), "threshold"))
    return plan


def _bridged(levels: list[float | None]) -> list[float | None]:
    """A level line without gaps, from its first to its last point; a line that is not level as it is."""
    known = [place for place, level in enumerate(levels) if level is not None]
    if len({levels[place] for place in known}) > 1:
        return levels
    first, last = known[0], known[-1]
    return [levels[first] if first <= place <= last else None for place in range(len(levels))]


def _dress(line: Line, plan: Plan, series: Sequence[Any], *, small: bool = False) -> None:
    """Colours, widths and marks."""
    width, size = (1.25, 4) if small else (2.0, 7)
    for (name, _, role), drawn in zip(plan, series, strict=False):
        if role == "value":
            drawn.format.line.color.rgb, drawn.format.line.width = colour(LIGHT.common), Pt(width)
            chart_parts.marks(drawn, XL_MARKER_STYLE.CIRCLE, size, LIGHT.common)
            _arriving(line, drawn, size)
        elif role == "signal":
            kinds, _, style = next(each for each in _SIGNALS if each[1] == name)
            chart_parts.marks_only(drawn, style, round(size * 1.5), ink_of(kinds[0], LIGHT))
        elif role == "mean":
            chart_parts.plain_line(drawn, LIGHT.common, 1.0 if small else 1.5)
        elif role == "limit":
            chart_parts.plain_line(drawn, LIGHT.common, 0.75 if small else 1.25, dash=True)
        elif role == "target":
            chart_parts.plain_line(drawn, LIGHT.text, 1.0 if small else 1.5)
        else:
            chart_parts.plain_line(drawn, LIGHT.threshold, 0.75 if small else 1.25)


def _arriving(line: Line, drawn: Any, size: int) -> None:
    """Points of months that are still arriving are hollow."""
    since = line.answer.extra.get("arriving_since")
    if since is None:
        return
    for place, day in enumerate(line.rows["month"]):
        if pd.Timestamp(day) >= pd.Timestamp(since):
            marker = drawn.points[place].marker
            marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, size
            marker.format.fill.solid()
            marker.format.fill.fore_color.rgb = colour(LIGHT.paper)
            marker.format.line.color.rgb = colour(LIGHT.common)


def _intervals(line: Line, drawn: Any) -> None:
    if not {"lower", "upper"} <= set(line.rows):
        return
    values, lower, upper = line.values(line.value), line.values("lower"), line.values("upper")

    def arms(ends: list[float | None]) -> list[float | None]:
        return [
            None if value is None or end is None else abs(end - value) for value, end in zip(values, ends, strict=True)
        ]

    chart_parts.whiskers(drawn, arms(upper), arms(lower), blend(LIGHT.common, LIGHT.paper, 0.6))


def _end_labels(line: Line, plan: Plan, series: Sequence[Any]) -> None:
    """The latest value, and the levels of the lines that end far enough from it to be named."""
    apart = (line.high - line.low) * 0.06
    taken: list[float] = []
    if latest := line.latest:
        place, value = latest
        chart_parts.label_point(series[0], place, written_as(value, line.kind), bold=True)
        taken.append(value)
    for role, words_of in (
        ("mean", "average {}"),
        ("target", "target {}"),
        ("threshold", f"{line.threshold_name.lower()} {{}}"),
    ):
        of_role = [(each, drawn) for each, drawn in zip(plan, series, strict=False) if each[2] == role]
        if not of_role:
            continue
        (_, levels, _), drawn = of_role[-1]
        known = [(place, level) for place, level in enumerate(levels) if level is not None]
        if known and all(abs(known[-1][1] - other) >= apart for other in taken):
            place, level = known[-1]
            ink = LIGHT.threshold if role == "threshold" else LIGHT.quiet
            said = f"{level:g}" if role == "threshold" else written_as(level, line.kind)
            chart_parts.label_point(drawn, place, words_of.format(said), ink=ink)
            taken.append(level)


def _behind(line: Line) -> list[str]:
    """The number behind each point in words; c where it is hidden."""
    if not line.counted:
        return []
    counts = line.rows[line.counted].tolist()
    return [
        CONFIDENTIAL if secret else f"n {written_as(count, 'count')}"
        for count, secret in zip(counts, line.hidden, strict=True)
    ]


def _time_axis(chart: Any, line: Line, every: int) -> None:
    months = {"quarter": 3, "year": 1}.get(line.grain, 1)
    chart_parts.month_axis(chart.category_axis, every=every * months, in_years=line.grain == "year")


@dataclass(frozen=True)
class Lane:
    """Events whose names stand on one height. marks: (place, title, whether the name is to the left)."""

    number: int
    marks: tuple[tuple[int, str, bool], ...]

    def height(self, line: Line) -> float:
        """Where the names stand on the axis."""
        return line.high - (line.high - line.low) * (0.03 + 0.08 * self.number)

    def heights(self, line: Line) -> list[float | None]:
        """The values of the series that carries them."""
        places = {place for place, _, _ in self.marks}
        return [self.height(line) if place in places else None for place in range(len(line.rows))]

    def dress(self, line: Line, drawn: Any) -> None:
        """Names and dotted rules."""
        chart_parts.marks_only(drawn, XL_MARKER_STYLE.DIAMOND, 4, LIGHT.rule)
        chart_parts.rules_down(drawn, self.height(line) - line.low, LIGHT.rule)
        for place, title, to_left in self.marks:
            chart_parts.label_point(drawn, place, title, position="l" if to_left else "r", ink=LIGHT.rule)


def _lanes(line: Line, most: int = 4) -> list[Lane]:
    """Events of the months shown, each on the first height where its name touches no other."""
    events = line.answer.events
    if events.empty or not len(line.rows):
        return []
    starts = [pd.Timestamp(day) for day in line.rows["month"]]
    end = Month.of(starts[-1]).plus({"quarter": 3, "year": 12}.get(line.grain, 1)).first_day
    taken: list[tuple[int, float, float]] = []
    lanes: dict[int, list[tuple[int, str, bool]]] = {}
    for event in events.to_dict("records"):
        day = pd.Timestamp(event["starts_on"])
        if day < starts[0] or day >= pd.Timestamp(end):
            continue
        place = sum(start <= day for start in starts) - 1
        title = str(event["title"])
        title = title if len(title) <= 34 else f"{title[:32].rstrip()}…"
        long = (len(title) + 2) * 0.09 / (BODY.width * 0.845) * len(starts)  # in months
        lane, to_left = _free(place, long, len(starts), taken, most)
        lanes.setdefault(lane, []).append((place, title, to_left))
    return [Lane(number, tuple(marks)) for number, marks in sorted(lanes.items())]


def _free(place: int, long: float, last: int, taken: list[tuple[int, float, float]], most: int) -> tuple[int, bool]:
    for lane in range(most):
        for to_left in (False, True):
            start, end = (place - long, place + 0.5) if to_left else (place - 0.5, place + long)
            free = all(on != lane or end <= first or start >= until for on, first, until in taken)
            if free and start >= -1 and end <= last * 1.1:
                taken.append((lane, start, end))
                return lane, to_left
    return most, place > last / 2


def alternative(line: Line, heading: str) -> str:
    """A chart in words: what it shows, from when to when, first, last, lowest and highest value, and the sentence."""
    known = [
        (month, value) for month, value in zip(line.months, line.values(line.value), strict=True) if value is not None
    ]
    if not known:
        return f"Line chart. {heading}. No number can be shown. {words.hidden(line.answer)}".strip()

    def said(pair: tuple[str, float]) -> str:
        return f"{written_as(pair[1], line.kind)} in {pair[0]}"

    lowest, highest = min(known, key=lambda each: each[1]), max(known, key=lambda each: each[1])
    more = f" {words.hidden(line.answer)}" if any(line.hidden) else ""
    return (
        f"Line chart. {heading}. {said(known[0])}, {said(known[-1])}; lowest {said(lowest)}, highest {said(highest)}. "
        f"{line.answer.headline}{more}"
    )
