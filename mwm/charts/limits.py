"""The mean and the process limits of a judged series, as lines with their names at the end."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mwm.answer import written_as
from mwm.charts import axes
from mwm.charts.inks import Inks

_BOTH = ("upper_process_limit", "lower_process_limit")
_LABELS = {"mean": "average", "upper_process_limit": "upper limit", "lower_process_limit": "lower limit"}


def limit_traces(rows: pd.DataFrame, inks: Inks, x: str, y: str, *, width: float) -> list[dict[str, Any]]:
    """The mean as a solid line, and both process limits as one dashed trace; nothing where there are too few points."""
    days = axes.days(rows["month"])
    drawn = []
    for name, keys, dash in (("mean", ("mean",), "solid"), ("process limits", _BOTH, "dash")):
        levels = [axes.numbers(rows[key].ffill().bfill()) for key in keys if key in rows and rows[key].notna().any()]
        if levels:
            drawn.append(
                axes.trace(
                    "scatter",
                    x=[day for _ in levels for day in (*days, None)],
                    y=[value for level in levels for value in (*level, None)],
                    xaxis=x,
                    yaxis=y,
                    mode="lines",
                    line={"color": inks.common, "width": width, "dash": dash, "shape": "hv"},
                    hoverinfo="skip",
                    name=name,
                )
            )
    return drawn


def limit_labels(rows: pd.DataFrame, kind: str, inks: Inks) -> list[tuple[float, str, str]]:
    """Labels for the right ends of those lines: (value, words, colour)."""
    labels = []
    for key, words in _LABELS.items():
        known = rows[key].dropna() if key in rows else pd.Series(dtype=float)
        if len(known):
            value = float(known.iloc[-1])
            labels.append((value, f"{words} {written_as(value, kind)}" if key == "mean" else words, inks.quiet))
    return labels
