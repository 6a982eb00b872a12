"""Made-up series on the page for one's own numbers: to learn how a chart is read, at first without its verdict."""

from __future__ import annotations

import math
from dataclasses import replace

from mwm.answer import Answer
from mwm.charts.own_numbers import own_numbers_chart
from mwm.questions.own_numbers import own_numbers
from mwm.ui.choosing import choose
from mwm.ui.panel import show
from mwm.workshops import EXAMPLES, Example

_NONE = "none"
_SHOWN = {"limits": "With the range of chance", "line": "The line alone"}
_CAVEAT = "These numbers are made up, to learn how such a chart is read."
_LIMITS = ("mean", "lower_process_limit", "upper_process_limit")


def chosen() -> tuple[Example, str] | None:
    """The series that is chosen and what is shown of it; None for a series of one's own."""
    options = {_NONE: "Your own series", **{key: f"Made up: {each.name.lower()}" for key, each in EXAMPLES.items()}}
    key = choose("example", "Your own series, or a made-up one to learn with", options, _NONE)
    if key == _NONE:
        return None
    return EXAMPLES[key], choose("shown_as", "With or without a verdict", _SHOWN, "limits", at="picture")


def draw(example: Example, shown: str) -> None:
    """The series, judged like any other; or its line alone, for people to judge themselves first."""
    answer = _judged(example)
    if shown == "line":
        answer = _bare(answer, example)
    title = f"{example.measure}: each value" + ("" if shown == "line" else ", with the range that chance explains")
    show(answer, own_numbers_chart, title=title, about=f"Line chart. {title}", leads=True)


def _judged(example: Example) -> Answer:
    answer = own_numbers(example.days, example.values, better=example.better, name=example.measure)
    return replace(answer, is_synthetic=True, caveats=(_CAVEAT, *answer.caveats))


def _bare(answer: Answer, example: Example) -> Answer:
    """Without limits, signals and verdict: nothing of them reaches the browser."""
    rows = answer.rows.assign(**dict.fromkeys(_LIMITS, math.nan), icon=None)
    rows["signal"] = [[] for _ in range(len(rows))]
    shown = ("date", "value")
    return replace(
        answer,
        status="ok",
        headline=f"{example.measure}: {len(rows)} months. Is anything really changing?",
        rows=rows,
        columns=tuple(column for column in answer.columns if column.key in shown),
        caveats=(_CAVEAT,),
        extra={**answer.extra, **dict.fromkeys((*_LIMITS, "variation", "assurance")), "phases": []},
    )
