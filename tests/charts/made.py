"""Small answers made by hand, for the charts to draw."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.scope import Month, Scope

NAMES = {"empathy": "Empathy", "autonomy": "Autonomy", "child_focus": "Child focus"}


def answer(question: str, rows: pd.DataFrame, **more: Any) -> Answer:
    events = more.pop("events", pd.DataFrame())
    return Answer(
        question=question,
        status=more.pop("status", "ok"),
        headline="Empathy rose.",
        scope=Scope(),
        rows=rows,
        columns=tuple(Column(str(name), str(name)) for name in rows),
        counts={"observations": 120, "workers": 12},
        method=Method("The average grade."),
        events=events,
        extra=more,
    )


def event(day: str, title: str) -> dict[str, Any]:
    return {"starts_on": date.fromisoformat(day), "ends_on": None, "title": title, "category": "training"}


def trend(
    averages: list[float],
    *,
    element: str = "empathy",
    scale: tuple[float, float] = (1.0, 5.0),
    grain: str = "month",
    variation: list[str | None] | None = None,
    limits: tuple[float, float, float] | None = None,
    **more: Any,
) -> Answer:
    """A skill-trend of one element from January 2025, with an interval of 0.2 on either side."""
    first, step = Month.parse("2025-01"), {"month": 1, "quarter": 3, "year": 12}[grain]
    mean = np.array(averages, dtype=float)
    low, middle, high = limits or (np.nan, np.nan, np.nan)
    rows = pd.DataFrame(
        {
            "month": [pd.Timestamp(first.plus(number * step).first_day) for number in range(len(mean))],
            "element": element,
            "average": mean,
            "observations": [0 if np.isnan(value) else 10 + number for number, value in enumerate(mean)],
            "workers": [0 if np.isnan(value) else 5 for value in mean],
            "lower": mean - 0.2,
            "upper": mean + 0.2,
            "mean": middle,
            "lower_process_limit": low,
            "upper_process_limit": high,
            "signal": [
                "" if not each or each == "common_cause" else "shift" for each in variation or [None] * len(mean)
            ],
            "variation": variation or [None] * len(mean),
        }
    )
    return answer(
        "skill-trend",
        rows,
        **{
            "grain": grain,
            "names": {element: NAMES.get(element, element)},
            "scale": scale,
            "threshold": 3.5,
            "threshold_name": "skilled",
            "arriving_since": None,
            **more,
        },
    )


def several_trends(averages: list[float], names: dict[str, str]) -> Answer:
    """The same trend for several elements."""
    rows = pd.concat([trend(averages, element=key).rows for key in names], ignore_index=True)
    one = trend(averages)
    return answer("skill-trend", rows, **{**one.extra, "names": names})


def children(counts: list[float], **more: Any) -> Answer:
    """A looked-after-trend from January 2025; nobody starts, and as many cease as the count falls by."""
    first = Month.parse("2025-01")
    level = pd.Series(counts, dtype=float)
    rows = pd.DataFrame(
        {
            "month": [pd.Timestamp(first.plus(number).first_day) for number in range(len(level))],
            "looked_after": level,
            "started": 0.0,
            "ceased": (-level.diff()).fillna(0.0),
            "rate_per_10000": level / 35_000 * 10_000,
            "mean": np.nan,
            "lower_process_limit": np.nan,
            "upper_process_limit": np.nan,
            "signal": "",
            "variation": None,
        }
    )
    return answer("looked-after-trend", rows, **more)
