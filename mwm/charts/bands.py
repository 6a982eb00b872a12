"""The 95% interval around a series, as one shape for each run of points that have one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mwm.charts import axes
from mwm.charts.inks import Inks

LEAST = 5  # the range of fewer fills the picture and says no more than "too few"
_CAP_DAYS = 9  # half the width of the band of a month that stands alone


def interval_band(rows: pd.DataFrame, counted: str, inks: Inks, x: str, y: str) -> dict[str, Any]:
    """A trace. rows: month, lower and upper. counted: the column that says how many stand behind a point."""
    outline_x: list[str | None] = []
    outline_y: list[float | None] = []
    for run in _runs(rows, counted):
        days: list[Any] = [day for day, _, _ in run]
        lower, upper = [low for _, low, _ in run], [high for _, _, high in run]
        if len(days) == 1:
            apart = pd.Timedelta(days=_CAP_DAYS)
            days, lower, upper = [days[0] - apart, days[0] + apart], lower * 2, upper * 2
        outline_x += [*axes.days([*days, *days[::-1]]), None]
        outline_y += [*upper, *lower[::-1], None]
    return axes.trace(
        "scatter",
        x=outline_x,
        y=outline_y,
        xaxis=x,
        yaxis=y,
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=inks.band,
        hoverinfo="skip",
        name="95% interval",
    )


def _runs(rows: pd.DataFrame, counted: str) -> list[list[tuple[Any, float, float]]]:
    """Months with an interval of enough values, (month, lower, upper), by runs without a gap."""
    runs: list[list[tuple[Any, float, float]]] = [[]]
    columns = (rows[name].tolist() for name in ("month", "lower", "upper", counted))
    for month, lower, upper, n in zip(*columns, strict=True):
        if lower == lower and upper == upper and n >= LEAST:
            runs[-1].append((month, lower, upper))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
