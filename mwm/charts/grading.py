"""Agreement between graders: each element against the bands of a coefficient, each grader against the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import plotly.graph_objects as go

from mwm.answer import Answer, written_as
from mwm.charts import axes
from mwm.charts.inks import Inks, blend, readable_on
from mwm.charts.signals import markers
from mwm.charts.skills import grade_colour
from mwm.charts.teams import team_multiples_chart

_BANDS = ((0.0, "poor"), (0.4, "fair"), (0.6, "good"), (0.75, "excellent"))  # of Cicchetti 1994, lowest value of each
_MARGIN = 0.25  # grades that a difference must surely exceed before somebody is named, as in mwm/stats/leniency.py
_LEAST_REACH = 0.5  # grades to either side that a picture of graders shows at the least
_APART = 0.17  # of a line: how far ICC and alpha lie from its middle


def grading_agreement_chart(answer: Answer, inks: Inks, *, line_height: int = 46) -> go.Figure:
    """Each element's ICC(2,1) (dot) and alpha (open diamond) with their 95% ranges, on the bands of the words.

    Takes grading-agreement by element. Elements without enough observations say how many more are needed.
    """
    rows = answer.rows.to_dict("records")
    names: dict[str, str] = answer.extra["names"]
    places = list(range(len(rows)))
    lowest = min(
        [0.0, *(float(value) for row in rows for value in (row["icc_lower"], row["alpha_lower"]) if _is(value))]
    )
    low = max(-1.0, lowest // 0.2 * 0.2)
    shapes, labels = _bands(inks, low)
    published = answer.extra["published"].get("icc")
    if published:
        shapes.append(
            {
                "type": "line", "xref": "x", "yref": "paper", "x0": published.lowest, "x1": published.highest, "y0": 0,
                "y1": 0, "line": {"color": inks.text, "width": 3},
            }
        )  # fmt: skip
        labels.append(
            {
                "xref": "x", "yref": "paper", "x": (published.lowest + published.highest) / 2, "y": 0, "yshift": -36,
                "text": "▬ published range of ICC", "showarrow": False, "yanchor": "top", "xanchor": "center",
                "font": {"size": axes.FONT, "color": inks.text},
            }
        )  # fmt: skip
    for place, row in zip(places, rows, strict=True):
        words = (
            f"same grade {written_as(row['exact'], 'percent')}"
            if _is(row["exact"])
            else f"{row['needed']:,.0f} more needed"
        )
        labels.append(_beside(place, words, inks))
    return axes.figure(
        [
            _coefficients(rows, "icc", places, -_APART, names, inks),
            _coefficients(rows, "alpha", places, _APART, names, inks),
        ],
        axes.plain_layout(
            inks,
            line_height * max(len(rows), 2) + 82,
            margin={"l": 8, "r": 128, "t": 22, "b": 60},
            xaxis=axes.axis(inks, range=[low, 1.005], tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1]),
            yaxis=axes.axis(
                inks,
                range=[len(rows) - 0.4, -0.6],
                tickvals=places,
                ticktext=[
                    f"{names[row['element']]} <span style='font-size:11px'>n {row['observations']:,.0f}</span>"
                    for row in rows
                ],
                tickfont={"size": axes.FONT, "color": inks.text},
                automargin=True,
            ),
            shapes=shapes,
            annotations=[*labels, *_key(inks)],
        ),
    )


def _bands(inks: Inks, low: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The words' ranges as stripes from pale to less pale, and the words above them."""
    shapes, labels = [], []
    for number, (start, word) in enumerate(_BANDS):
        begins = low if number == 0 else start
        ends = _BANDS[number + 1][0] if number + 1 < len(_BANDS) else 1.0
        shapes.append(
            {
                "type": "rect", "xref": "x", "yref": "paper", "x0": begins, "x1": ends, "y0": 0, "y1": 1,
                "fillcolor": blend(inks.paper, inks.above, 0.03 + 0.055 * number), "line": {"width": 0},
                "layer": "below",
            }
        )  # fmt: skip
        labels.append(
            {
                "xref": "x", "yref": "paper", "x": (begins + ends) / 2, "y": 1, "text": word, "showarrow": False,
                "yanchor": "bottom", "xanchor": "center", "font": {"size": axes.FONT, "color": inks.quiet},
            }
        )  # fmt: skip
    return shapes, labels


def _coefficients(
    rows: list[dict[Any, Any]], key: str, places: list[int], shift: float, names: dict[str, str], inks: Inks
) -> dict[str, Any]:
    named = {"icc": "ICC(2,1)", "alpha": "Krippendorff’s alpha"}[key]
    known = [(place, row) for place, row in zip(places, rows, strict=True) if _is(row[key])]
    ink = inks.text if key == "icc" else inks.common
    return axes.trace(
        "scatter",
        x=[row[key] for _, row in known],
        y=[place + shift for place, _ in known],
        mode="markers",
        marker={
            "color": ink,
            "size": 11 if key == "icc" else 9,
            "symbol": "circle" if key == "icc" else "diamond-open",
            "line": {"width": 0 if key == "icc" else 1.5, "color": ink},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [_length(row[f"{key}_upper"], row[key]) for _, row in known],
            "arrayminus": [_length(row[key], row[f"{key}_lower"]) for _, row in known],
            "color": ink,
            "thickness": 1.6,
            "width": 4,
        },
        text=[
            f"<b>{names[row['element']]}</b><br>{named} {written_as(row[key], 'coefficient')}"
            + _range(row[f"{key}_lower"], row[f"{key}_upper"])
            + (f": {row['word']}" if key == "icc" else "")
            + f"<br>{row['observations']:,.0f} observations, {row['graders']:,.0f} graders"
            for _, row in known
        ],
        hovertemplate="%{text}<extra></extra>",
        name=named,
    )


def _key(inks: Inks) -> list[dict[str, Any]]:
    """What the two marks are, under the picture at the left."""
    words = "● ICC(2,1)   ◇ Krippendorff’s alpha"
    return [
        {
            "xref": "paper", "yref": "paper", "x": 0, "y": 0, "yshift": -20, "text": words, "showarrow": False,
            "xanchor": "left", "yanchor": "top", "font": {"size": axes.FONT, "color": inks.quiet},
        }
    ]  # fmt: skip


def _beside(place: float, words: str, inks: Inks) -> dict[str, Any]:
    """Words at the right end of a line."""
    return {
        "xref": "paper", "yref": "y", "x": 1, "y": place, "text": words, "showarrow": False, "xanchor": "left",
        "yanchor": "middle", "xshift": 8, "font": {"size": axes.FONT, "color": inks.text},
    }  # fmt: skip


def _is(value: Any) -> bool:
    return value is not None and value == value


def _length(end: Any, start: Any) -> float:
    return float(end - start) if _is(end) and _is(start) else 0.0


def _range(lower: Any, upper: Any) -> str:
    if not _is(lower) or not _is(upper):
        return ""
    return f" ({written_as(lower, 'coefficient')} to {written_as(upper, 'coefficient')})"


def grader_leniency_chart(answer: Answer, inks: Inks, *, line_height: int = 27) -> go.Figure:
    """Each grader's difference from the others with its 95% range; who stands out has a shape and a word.

    Takes grader-leniency. The stripe in the middle is the quarter of a grade below which nobody is named.
    """
    rows = answer.rows.to_dict("records")
    places = list(range(len(rows)))
    ends = [abs(float(value)) for row in rows for value in (row["lower"], row["upper"]) if _is(value)]
    reach = max([_LEAST_REACH, *(end * 1.08 for end in ends)])
    icons = [
        {"lenient": "neutral_high", "severe": "neutral_low"}.get(row["stands_out"], "common_cause") for row in rows
    ]
    points = axes.trace(
        "scatter",
        x=[row["difference"] for row in rows],
        y=places,
        mode="markers",
        marker=markers(icons, inks, 9),
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [_length(row["upper"], row["difference"]) for row in rows],
            "arrayminus": [_length(row["difference"], row["lower"]) for row in rows],
            "color": inks.common,
            "thickness": 1.4,
            "width": 3,
        },
        text=[
            f"<b>{row['grader']}</b>{': ' + row['stands_out'] if row['stands_out'] else ''}<br>"
            f"{written_as(row['difference'], 'coefficient')} of a grade{_range(row['lower'], row['upper'])}<br>"
            f"{row['observations']:,.0f} observations"
            for row in rows
        ],
        hovertemplate="%{text}<extra></extra>",
        name="graders",
    )
    shapes: list[dict[str, Any]] = [
        {
            "type": "rect", "xref": "x", "yref": "paper", "x0": -_MARGIN, "x1": _MARGIN, "y0": 0, "y1": 1,
            "fillcolor": inks.shade, "line": {"width": 0}, "layer": "below",
        },
        {
            "type": "line", "xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1,
            "line": {"color": inks.rule, "width": 1.2}, "layer": "below",
        },
    ]  # fmt: skip
    labels = [
        _beside(place, f"<b>{row['stands_out']}</b>", inks)
        for place, row in zip(places, rows, strict=True)
        if row["stands_out"]
    ]
    return axes.figure(
        [points],
        axes.plain_layout(
            inks,
            line_height * max(len(rows), 2) + 62,
            margin={"l": 8, "r": 62 if labels else 14, "t": 6, "b": 44},
            xaxis=axes.axis(
                inks,
                range=[-reach, reach],
                title=axes.title("grades lower than others  ←  →  grades higher than others", inks),
                tickformat="+.2~f",
                nticks=7,
            ),
            yaxis=_names_axis(inks, [_with_count(row["grader"], row["observations"]) for row in rows]),
            shapes=shapes,
            annotations=labels,
        ),
    )


def grader_use_chart(answer: Answer, inks: Inks, *, line_height: int = 27) -> go.Figure:
    """How each grader uses the scale: the share of the grades at each point. Takes grader-leniency."""
    use: dict[str, dict[float, float]] = answer.extra["use"]
    counts = dict(zip(answer.rows["grader"], answer.rows["observations"], strict=True))
    graders = [grader for grader in answer.rows["grader"] if grader in use]
    low, high = answer.extra["scale"]
    traces = []
    for point in answer.extra["points"]:
        colour = grade_colour(point, low, high, inks)
        shares = [use[grader].get(point, 0.0) * 100 for grader in graders]
        traces.append(
            axes.trace(
                "bar",
                orientation="h",
                x=shares,
                y=list(range(len(graders))),
                marker={"color": colour, "line": {"color": inks.paper, "width": 1}},
                text=[f"{share:.0f}%" if share >= 9 else "" for share in shares],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": readable_on(colour), "size": 11},
                hovertext=[
                    f"{grader}: grade {point:g}, {share:.0f}%" for grader, share in zip(graders, shares, strict=True)
                ],
                hovertemplate="%{hovertext}<extra></extra>",
                name=f"grade {point:g}",
            )
        )
    key = "  ".join(
        f"<span style='color:{grade_colour(point, low, high, inks)};font-size:17px'>■</span> {point:g}"
        for point in answer.extra["points"]
        if point == int(point)
    )
    return axes.figure(
        traces,
        axes.plain_layout(
            inks,
            line_height * max(len(graders), 2) + 50,
            barmode="stack",
            bargap=0.2,
            margin={"l": 8, "r": 18, "t": 24, "b": 22},
            xaxis=axes.axis(inks, range=[0, 100], tickvals=[0, 50, 100], ticktext=["0%", "50%", "100%"]),
            yaxis=_names_axis(inks, [_with_count(grader, counts[grader]) for grader in graders]),
            annotations=[
                {
                    "xref": "paper", "yref": "paper", "x": 0, "y": 1, "text": f"grade {key}", "showarrow": False,
                    "xanchor": "left", "yanchor": "bottom", "font": {"size": axes.FONT, "color": inks.quiet},
                }
            ],
        ),
    )  # fmt: skip


def grader_drift_chart(answer: Answer, inks: Inks) -> go.Figure:
    """Each grader's difference from the others by quarter, as small process-behaviour charts. Takes grader-drift."""
    reach = 0.5 * max(1.0, -(-float(answer.rows["difference"].abs().max()) // 0.5))
    drawn = replace(
        answer,
        rows=answer.rows.rename(columns={"grader": "team", "difference": "value"}),
        extra={**answer.extra, "measure": "average", "scale": (-reach, reach)},
    )
    return team_multiples_chart(drawn, inks)


def _names_axis(inks: Inks, names: list[str]) -> dict[str, Any]:
    """One line for each name, the first at the top."""
    return axes.axis(
        inks,
        range=[len(names) - 0.4, -0.6],
        tickvals=list(range(len(names))),
        ticktext=names,
        tickfont={"size": axes.FONT, "color": inks.text},
        automargin=True,
    )


def _with_count(name: str, count: int) -> str:
    return f"{name} <span style='font-size:11px'>n {count:,.0f}</span>"


def double_grading_chart(answer: Answer, inks: Inks, *, height: int = 250) -> go.Figure:
    """The width of the range around agreement against the share graded twice, with the present share marked.

    Takes double-grading.
    """
    rows = answer.rows[answer.rows["width"].notna()]
    shares, present = rows["share"].tolist(), float(answer.extra["present"])
    band = axes.trace(
        "scatter",
        x=[*shares, *shares[::-1]],
        y=[*rows["wide"], *rows["narrow"][::-1]],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=inks.band,
        hoverinfo="skip",
        name="four in five",
    )
    line = axes.trace(
        "scatter",
        x=shares,
        y=rows["width"].tolist(),
        mode="lines+markers",
        line={"color": inks.common, "width": 2},
        marker={"color": inks.common, "size": 6},
        text=[
            f"{written_as(row['share'], 'percent')} graded twice ({row['double_graded']:,.0f} observations)<br>"
            f"range {written_as(row['width'], 'coefficient')} wide"
            for row in rows.to_dict("records")
        ],
        hovertemplate="%{text}<extra></extra>",
        name="width",
    )
    top = max(float(answer.extra["enough"]) * 1.25, min(float(rows["wide"].max()) * 1.05, 1.0))
    end = max(50.0, present * 1.05)
    return axes.figure(
        [band, line],
        axes.plain_layout(
            inks,
            height,
            margin={"l": 52, "r": 12, "t": 8, "b": 44},
            xaxis=axes.axis(inks, range=[0, end], ticksuffix="%", title=axes.title("share graded twice", inks)),
            yaxis=axes.axis(
                inks, range=[0, top], showgrid=True, nticks=5, title=axes.title("width of the range", inks)
            ),
            shapes=[
                _line(inks.threshold, "x", "y", 0, end, answer.extra["enough"], answer.extra["enough"], "dash"),
                _line(inks.text, "x", "paper", present, present, 0, 1, "solid"),
            ],
            annotations=[
                _note(end, float(answer.extra["enough"]), "y", "narrow enough", "right", "bottom", inks),
                _note(present, 1.0, "paper", f"now {written_as(present, 'percent')}", "left", "top", inks),
            ],
        ),
    )


def _line(colour: str, x: str, y: str, x0: float, x1: float, y0: float, y1: float, dash: str) -> dict[str, Any]:
    """A straight line between two places."""
    ends = {"x0": x0, "x1": x1, "y0": y0, "y1": y1}
    return {"type": "line", "xref": x, "yref": y, **ends, "line": {"color": colour, "width": 1.4, "dash": dash}}


def _note(x: float, y: float, yref: str, words: str, across: str, up: str, inks: Inks) -> dict[str, Any]:
    """A few words beside a place."""
    return {
        "xref": "x", "yref": yref, "x": x, "y": y, "text": words, "showarrow": False, "xanchor": across, "yanchor": up,
        "xshift": 4 if across == "left" else 0, "font": {"size": axes.FONT, "color": inks.text},
    }  # fmt: skip
