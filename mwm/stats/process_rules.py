"""The rules by which a value is a signal and not ordinary variation, for many stretches of values at once.

As taught by NHS England's Making Data Count, in the form of the R package NHSRplotthedots 0.2 (re-implemented here from
their description; conformance is shown by test). A stretch is what shares limits, and no rule looks beyond it: each
value carries the number of its stretch, and those of one stand together; None where all values are one stretch.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from mwm.stats.process_limits import Chart, Limits, Stretches, Values, starts_of
from mwm.stats.run_chart import longest_run_limit

Marks = npt.NDArray[np.int8]  # +1 upwards, −1 downwards, else 0

ROUNDING = 1e-12  # of the largest value: what lies closer to a line than a computer's numbers can tell lies on it
RUN_LENGTH = 7  # points in a shift or a trend (Making Data Count)
OUTSIDE, TREND, TWO_OF_THREE, SHIFT = "outside_limits", "trend", "two_of_three", "shift"
RULES = (OUTSIDE, TREND, TWO_OF_THREE, SHIFT)  # in their order of precedence


def broken_rules(chart: Chart, values: Values, limits: Limits, stretch: Stretches) -> dict[str, Marks]:
    """The marks of every rule that a chart has, the strongest first. values: the judged ones only, with limits."""
    if chart == "run":
        return {SHIFT: long_run(values, limits.mean, stretch)}
    return {
        OUTSIDE: outside(values, limits, stretch),
        TREND: trend(values, stretch),
        TWO_OF_THREE: two_of_three(values, limits, stretch),
        SHIFT: shift(values, limits.mean, stretch),
    }


def outside(values: Values, limits: Limits, stretch: Stretches | None = None) -> Marks:
    """Above the upper limit or below the lower; a value on a limit is inside."""
    above, below = sides(values, limits.upper, stretch), sides(values, limits.lower, stretch)
    return np.maximum(above, 0) + np.minimum(below, 0)


def shift(values: Values, mean: float | Values, stretch: Stretches | None = None) -> Marks:
    """Part of seven or more successive values on one side of the mean; a value on the mean breaks the run."""
    side = sides(values, mean, stretch)
    _, lengths = runs(side, stretch)
    return np.where(lengths.repeat(lengths) >= RUN_LENGTH, side, 0).astype(np.int8)


def trend(values: Values, stretch: Stretches | None = None) -> Marks:
    """Part of seven or more successive values that each rise, or each fall; a tie breaks the run.

    A value where a falling run follows a rising one (or the reverse) belongs to the later.
    """
    marks = np.zeros(len(values), dtype=np.int8)
    steps = np.sign(values[1:] - values[:-1])
    if stretch is not None:
        steps[stretch[1:] != stretch[:-1]] = 0
    _, lengths = runs(steps)
    long = np.where(lengths.repeat(lengths) + 1 >= RUN_LENGTH, steps, 0).astype(np.int8)
    marks[1:] = long
    marks[:-1][long != 0] = long[long != 0]
    return marks


def two_of_three(values: Values, limits: Limits, stretch: Stretches | None = None) -> Marks:
    """One of two or three values, within three successive ones on the same side of the mean, that lie beyond two thirds
    of the way to the limit and inside it. The third value, nearer the mean, is not marked.
    """
    in_three = np.zeros(len(values), dtype=bool)
    if len(values) < 3:
        return in_three.astype(np.int8)
    side = sides(values, limits.mean, stretch)
    beyond = (sides(values, limits.upper_near, stretch) > 0) | (sides(values, limits.lower_near, stretch) < 0)
    near = beyond & (outside(values, limits, stretch) == 0)
    together = near[:-2].astype(int) + near[1:-1] + near[2:]
    begins = (together >= 2) & (np.abs(side[:-2] + side[1:-1] + side[2:]) == 3)
    if stretch is not None:
        begins &= stretch[:-2] == stretch[2:]
    for shifted in range(3):
        in_three[shifted : len(values) - 2 + shifted] |= begins
    return np.where(near & in_three, side, 0).astype(np.int8)


def long_run(values: Values, median: float | Values, stretch: Stretches) -> Marks:
    """Part of a run on one side of the median that is longer than chance explains among the values of its stretch."""
    marks = np.zeros(len(values), dtype=np.int8)
    side = np.sign(values - median)
    off = np.flatnonzero(side)  # values on the median neither break nor lengthen a run
    useful = np.bincount(stretch[off], minlength=1)
    longest = np.array([longest_run_limit(number) if number else 0 for number in useful.tolist()])
    _, lengths = runs(side[off], stretch[off])
    marks[off] = np.where(lengths.repeat(lengths) > longest[stretch[off]], side[off], 0)
    return marks


def sides(values: Values, line: float | Values, stretch: Stretches | None = None) -> Marks:
    """Above the line or below it; 0 on it (or where there is no line)."""
    sizes = np.abs(values)
    starts = starts_of(stretch, len(values))
    largest = np.maximum.reduceat(sizes, starts).repeat(np.diff(starts, append=len(values))) if len(values) else sizes
    slack = ROUNDING * largest
    return (values > line + slack).astype(np.int8) - (values < line - slack).astype(np.int8)


def runs(marks: npt.NDArray[Any], stretch: Stretches | None = None) -> tuple[Stretches, Stretches]:
    """First place and length of every run of equal marks within a stretch."""
    if len(marks) == 0:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    begins = np.ones(len(marks), dtype=bool)
    begins[1:] = marks[1:] != marks[:-1]
    if stretch is not None:
        begins[1:] |= stretch[1:] != stretch[:-1]
    firsts = np.flatnonzero(begins)
    return firsts, np.diff(firsts, append=len(marks))
