"""The lines that a judged series is read by: its mean and process limits, phase by phase, and what is aimed for."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mwm.answer import written_as
from mwm.charts import axes
from mwm.charts.inks import Inks

_BOTH = ("upper_process_limit", "lower_process_limit")
_LABELS = {"mean": "average", "upper_process_limit": "upper limit", "lower_process_limit": "lower limit"}


def limit_traces(rows: pd.DataFrame, inks: Inks, x: str, y: str, *, width: float) -> list[dict[str, Any]]:
    """The mean as a solid line, and both process limits as one dashed trace; nothing where there are too few points.

    They break where limits begin anew (a phase column), and go in steps where they vary with the number behind a point.
    """
    days = axes.days(rows["month"])
    drawn = []
    for name, keys, dash in (("mean", ("mean",), "solid"), ("process limits", _BOTH, "dash")):
        lines = [_steps(rows, key, days) for key in keys if key in rows and rows[key].notna().any()]
        if lines:
            drawn.append(
                axes.trace(
                    "scatter",
                    x=[day for line in lines for day, _ in line],
                    y=[value for line in lines for _, value in line],
                    xaxis=x,
                    yaxis=y,
                    mode="lines",
                    line={"color": inks.common, "width": width, "dash": dash, "shape": "hvh"},
                    hoverinfo="skip",
                    name=name,
                )
            )
    return drawn


def _steps(rows: pd.DataFrame, key: str, days: list[str]) -> list[tuple[str | None, float | None]]:
    """(day, value) of one line, with a gap after each phase; of a level stretch its two ends only.

    The first phase reaches to the first day and the last to the last, so that no line ends before the picture does.
    """
    phases = rows["phase"].tolist() if "phase" in rows else [1.0] * len(days)
    stretches: dict[float, list[tuple[str | None, float | None]]] = {}
    for day, level, phase in zip(days, axes.numbers(rows[key]), phases, strict=True):
        if level is not None:
            stretches.setdefault(phase, []).append((day, level))
    every = list(stretches.values())
    every[0].insert(0, (days[0], every[0][0][1]))
    every[-1].append((days[-1], every[-1][-1][1]))
    line: list[tuple[str | None, float | None]] = []
    for stretch in every:
        is_level = len({level for _, level in stretch}) == 1
        line += [*([stretch[0], stretch[-1]] if is_level else stretch), (None, None)]
    return line


def limit_labels(rows: pd.DataFrame, kind: str, inks: Inks, *, middle: str = "average") -> list[tuple[float, str, str]]:
    """Labels for the right ends of those lines: (value, words, colour). middle: what the mean is called."""
    labels = []
    for key, words in _LABELS.items():
        known = rows[key].dropna() if key in rows else pd.Series(dtype=float)
        if len(known):
            value = float(known.iloc[-1])
            said = f"{middle} {written_as(value, kind)}" if key == "mean" else words
            labels.append((value, said, inks.quiet))
    return labels


def target_line(
    rows: pd.DataFrame, kind: str, inks: Inks, x: str, y: str, *, width: float
) -> tuple[list[dict[str, Any]], list[tuple[float, str, str]]]:
    """What is aimed for as a solid thin line, and its label for the right end: (traces, labels as limit_labels).

    Nothing where no month that is shown has a target. A target that ended before is not named at the end.
    """
    levels = axes.numbers(rows["target"]) if "target" in rows else []
    if not any(level is not None for level in levels):
        return [], []
    line = axes.trace(
        "scatter",
        x=axes.days(rows["month"]),
        y=levels,
        xaxis=x,
        yaxis=y,
        mode="lines",
        line={"color": inks.text, "width": width},
        connectgaps=False,
        hoverinfo="skip",
        name="target",
    )
    last = levels[-1]
    return [line], [] if last is None else [(last, f"target {written_as(last, kind)}", inks.text)]
