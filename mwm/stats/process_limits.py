"""Process limits of xmr, p, u, c, g and t charts and the median of run charts, for many stretches of values at once.

Constants: Wheeler, Understanding Variation; Nelson (1982), Control charts for individual measurements, J. Quality Tech.
14(3). The p, u and c charts: Montgomery, Introduction to Statistical Quality Control, chapter 7 of the 7th edition. The
g and t charts for rare events: Benneyan (2001), Number-between g-type statistical quality control charts, Health Care
Management Science 4; Nelson (1994), A control chart for parts-per-million nonconforming items, J. Quality Tech. 26(3).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

Chart = Literal["xmr", "p", "u", "c", "run", "g", "t"]
Values = npt.NDArray[np.float64]
Stretches = npt.NDArray[np.intp]

XMR_LIMIT = 2.66  # 3 / d2 with d2 = 1.128, as printed by Wheeler and by Making Data Count
SCREEN_LIMIT = 3.267  # upper limit of a moving range in averages of moving ranges (Nelson 1982)
SIGMAS = 3.0  # p, u, c, g and t charts (Shewhart; Montgomery)
D2 = 1.128  # average moving range in standard deviations (Montgomery, appendix VI)
T_POWER = 3.6  # times between rare events to the power of 1/3.6 are nearly normal (Nelson 1994; Montgomery 7.3.5)
FEWEST_FOR_LIMITS = 8
FEWEST_FOR_FIRM_LIMITS = 13


@dataclass(frozen=True)
class Limits:
    """What values are judged by: an entry for each value, or one number where it is the same for all.

    mean: the median in run and g charts. lower and upper: the process limits, cut where the scale ends; NaN where there
    are none. lower_near and upper_near: two thirds of the way from the mean to the limit before it was cut.
    """

    mean: float | Values
    lower: Values
    upper: Values
    lower_near: Values
    upper_near: Values

    def only(self, which: npt.NDArray[np.bool_]) -> Limits:
        """Those of some of the values; mean must have an entry for each."""
        return Limits(*(line[which] for line in vars(self).values()))


def limits_of(
    chart: Chart,
    counts: Values,
    sizes: Values,
    window: npt.NDArray[np.bool_],
    stretch: Stretches | None = None,
    *,
    screen: bool = True,
) -> Limits:
    """Limits for every value, worked out from those in the window of its stretch. Below eight there is a mean and no
    limits.

    counts and sizes: values and denominators (ones where a chart has none). stretch: a number for each value, the same
    for those that share limits, which stand together; None where all do. xmr: mean ± 2.66 × average moving range, the
    average of absolute differences of successive values. p: p̄ ± 3 √(p̄ (1 − p̄) / n), cut at 0 and 1. u: ū ± 3 √(ū /
    n), cut at 0. c: c̄ ± 3 √c̄, cut at 0; p̄, ū and c̄ are the sum of the counts over the sum of the sizes. g: ḡ ± 3 √(ḡ
    (ḡ + 1)), cut at 0, around the median, since most gaps are shorter than their mean. t: x̄ ± 3 × average moving range
    ÷ 1.128 of x = value^(1/3.6), cut at 0 and raised to 3.6 again. run: the median only.
    """
    starts = starts_of(stretch, len(counts))
    levels = []
    for first, end in pairwise([*starts.tolist(), len(counts)]):
        used = window[first:end]
        levels.append(_level(chart, counts[first:end][used], sizes[first:end][used], screen))
    lengths = np.diff(starts, append=len(counts))
    centre, middle, reach = np.array(levels, dtype=np.float64).reshape(-1, 3).repeat(lengths, axis=0).T
    floor, ceiling = -math.inf, math.inf
    if chart in ("p", "u", "c"):
        reach = SIGMAS * np.sqrt(reach / sizes)
    if chart in ("p", "u", "c", "g"):
        floor, ceiling = 0.0, 1.0 if chart == "p" else math.inf
    lines = [middle + share * reach for share in (-1, 1, -2 / 3, 2 / 3)]
    if chart == "t":
        lines = [np.maximum(line, 0.0) ** T_POWER for line in lines]
    lower, upper, lower_near, upper_near = lines
    return Limits(centre, np.maximum(lower, floor), np.minimum(upper, ceiling), lower_near, upper_near)


def average_moving_range(values: Values, *, screen: bool = True) -> float:
    """Average absolute difference of successive values; NaN below two.

    With `screen`, differences of 3.267 times the average or more are left out once; but not where every other
    difference is zero, since limits without width would call every value a signal.
    """
    ranges = np.abs(values[1:] - values[:-1])
    if len(ranges) == 0:
        return math.nan
    average = float(ranges.mean())
    kept = ranges[ranges < SCREEN_LIMIT * average]
    return float(kept.mean()) if screen and kept.any() else average


def starts_of(stretch: Stretches | None, length: int) -> Stretches:
    """Where each stretch begins. None: all of `length` values are one."""
    if stretch is None or length == 0:
        return np.zeros(min(length, 1), dtype=np.intp)
    return np.concatenate(([0], np.flatnonzero(stretch[1:] != stretch[:-1]) + 1))


def _level(chart: Chart, used: Values, sizes: Values, screen: bool) -> tuple[float, float, float]:
    """The line that is drawn, the line between the limits, and how far these lie from it: NaN where there are none.

    In p, u and c charts the last is the variance of a value with a denominator of one.
    """
    if len(used) == 0:
        return math.nan, math.nan, math.nan
    has_limits = len(used) >= FEWEST_FOR_LIMITS
    if chart == "run":
        return float(np.median(used)), math.nan, math.nan
    if chart == "xmr":
        middle = _mean(used)
        return middle, middle, XMR_LIMIT * average_moving_range(used, screen=screen) if has_limits else math.nan
    if chart == "g":
        middle = _mean(used)
        return float(np.median(used)), middle, SIGMAS * math.sqrt(middle * (middle + 1)) if has_limits else math.nan
    if chart == "t":
        roots = used ** (1 / T_POWER)
        middle = _mean(roots)
        spread = SIGMAS / D2 * average_moving_range(roots, screen=False)
        return middle**T_POWER, middle, spread if has_limits else math.nan
    middle = math.fsum(used) / math.fsum(sizes)
    variance = middle * max(1 - middle, 0.0) if chart == "p" else middle
    return middle, middle, variance if has_limits else math.nan


def _mean(values: Values) -> float:
    """The mean without the rounding of a running sum, so that a value that equals it is found on it."""
    return math.fsum(values.tolist()) / len(values)
