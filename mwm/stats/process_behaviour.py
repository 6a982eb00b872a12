"""Process-behaviour charts: is this month's number a signal, or ordinary variation?

The XmR chart and its rules as taught to public leaders by NHS England's Making Data Count, in the form of the R package
NHSRplotthedots 0.2 (the rules are re-implemented here from their description; conformance is shown by test). Constants:
Wheeler, Understanding Variation; Nelson (1982), Control charts for individual measurements, J. Quality Tech. 14(3).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

Better = Literal["higher", "lower", "neutral"]
Values = npt.NDArray[np.float64]

XMR_LIMIT = 2.66  # 3 / d2 with d2 = 1.128, as printed by Wheeler and by Making Data Count
SCREEN_LIMIT = 3.267  # upper limit of a moving range in averages of moving ranges (Nelson 1982)
RUN_LENGTH = 7  # points in a shift or a trend (Making Data Count)
FEWEST_FOR_LIMITS = 8
FEWEST_FOR_FIRM_LIMITS = 13
OUTSIDE, TREND, TWO_OF_THREE, SHIFT = "outside_limits", "trend", "two_of_three", "shift"
RULES = (OUTSIDE, TREND, TWO_OF_THREE, SHIFT)  # in their order of precedence


@dataclass(frozen=True)
class Limits:
    """Mean and limits that a stretch of points is judged by; limits are NaN where there are too few points."""

    mean: float
    average_moving_range: float
    lower: float
    upper: float

    @property
    def lower_near(self) -> float:
        """Two thirds of the way from the mean to the lower limit."""
        return self.mean - (self.mean - self.lower) * 2 / 3

    @property
    def upper_near(self) -> float:
        """Two thirds of the way from the mean to the upper limit."""
        return self.mean + (self.upper - self.mean) * 2 / 3


@dataclass(frozen=True)
class Point:
    """One value judged. signals: names of the rules that it breaks, strongest first. icon: what that means.

    phase counts from 0. icon is common_cause, or improvement, concern or neutral with _high or _low; None where the
    point was not judged (too few points, or its month is still arriving).
    """

    day: date
    value: float
    phase: int
    signals: tuple[str, ...]
    icon: str | None


@dataclass(frozen=True)
class Phase:
    """A stretch with limits of its own. first and last: days of its first and last point, both included."""

    first: date
    last: date
    points: int
    limits: Limits
    is_trial: bool


@dataclass(frozen=True)
class ProcessBehaviour:
    """A judged series. variation: the icon of the latest judged point. assurance: consistently_hits,
    consistently_misses or hit_and_miss against the target, by the latest phase; None without a target or a better
    direction. shift_length: how many of the latest judged values in a row lie on one side of their mean.
    """

    points: tuple[Point, ...]
    phases: tuple[Phase, ...]
    variation: str | None
    assurance: str | None
    shift_length: int


def process_behaviour(
    days: Sequence[date],
    values: Sequence[float],
    *,
    better: Better = "neutral",
    target: float | None = None,
    screen: bool = True,
    rebase_at: Sequence[date] = (),
    baseline: tuple[date, date] | None = None,
    arriving_since: date | None = None,
) -> ProcessBehaviour:
    """Judge a series of values in the order of their days.

    days: in order, each once. values: as many; NaN for a month without a value, which is a gap: it is neither drawn nor
    judged, and its neighbours follow one another. better: which direction is an improvement; it changes icons and
    nothing else. screen: leave moving ranges of 3.267 times their average or more out of the average, once. rebase_at:
    days from which a new phase with its own limits begins. baseline: first and last day (both included) of the points
    that the first phase's limits are worked out from; they are carried forward over the whole phase. arriving_since:
    points from this day on are drawn but neither judged nor used for limits. Raises ValueError for days out of order.
    """
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise ValueError("days must be in order, each once")
    known = [(day, float(value)) for day, value in zip(days, values, strict=True) if not math.isnan(float(value))]
    starts = sorted(set(rebase_at))
    points: list[Point] = []
    phases: list[Phase] = []
    for number in range(len(starts) + 1):
        first = starts[number - 1] if number else date.min
        end = starts[number] if number < len(starts) else date.max
        here = [pair for pair in known if first <= pair[0] < end]
        if not here:
            continue
        judged = [pair for pair in here if arriving_since is None or pair[0] < arriving_since]
        window = judged
        if baseline and not phases:
            window = [pair for pair in judged if baseline[0] <= pair[0] <= baseline[1]]
        limits = xmr_limits(np.array([value for _, value in window]), screen=screen)
        series = np.array([value for _, value in judged])
        found = signals_of(series, limits)
        for place, (day, value) in enumerate(here):
            has_limits = place < len(judged) and not math.isnan(limits.upper)
            signals = tuple(rule for rule in RULES if found[rule][place]) if has_limits else ()
            rising = signals and found[signals[0]][place] > 0
            icon = _icon(bool(signals), bool(rising), better) if has_limits else None
            points.append(Point(day, value, len(phases), signals, icon))
        phases.append(Phase(here[0][0], here[-1][0], len(window), limits, len(window) < FEWEST_FOR_FIRM_LIMITS))
    judged_points = [point for point in points if point.icon is not None]
    return ProcessBehaviour(
        points=tuple(points),
        phases=tuple(phases),
        variation=judged_points[-1].icon if judged_points else None,
        assurance=assurance_of(phases[-1].limits, target, better) if phases else None,
        shift_length=_last_shift(judged_points, phases),
    )


def xmr_limits(values: Values, *, screen: bool = True) -> Limits:
    """Mean and natural process limits of individual values, without NaN.

    mean ± 2.66 × average moving range, where the moving range is the absolute difference of successive values. With
    `screen`, moving ranges of 3.267 times their average or more are left out once. Below eight values there is a mean
    and no limits; of nothing there is neither.
    """
    if len(values) == 0:
        return Limits(math.nan, math.nan, math.nan, math.nan)
    mean = float(values.mean())
    ranges = np.abs(np.diff(values))
    if len(values) < FEWEST_FOR_LIMITS:
        return Limits(mean, float(ranges.mean()) if len(ranges) else math.nan, math.nan, math.nan)
    average = float(ranges.mean())
    if screen and average > 0:
        average = float(ranges[ranges < SCREEN_LIMIT * average].mean())
    return Limits(mean, average, mean - XMR_LIMIT * average, mean + XMR_LIMIT * average)


def signals_of(values: Values, limits: Limits) -> dict[str, npt.NDArray[np.int8]]:
    """For each rule, for each value: +1 or −1 where it breaks the rule upwards or downwards, else 0."""
    return {
        OUTSIDE: outside(values, limits),
        TREND: trend(values),
        TWO_OF_THREE: two_of_three(values, limits),
        SHIFT: shift(values, limits.mean),
    }


def outside(values: Values, limits: Limits) -> npt.NDArray[np.int8]:
    """Beyond a process limit; a value on the limit is inside."""
    return (values > limits.upper).astype(np.int8) - (values < limits.lower).astype(np.int8)


def shift(values: Values, mean: float) -> npt.NDArray[np.int8]:
    """Part of seven or more successive values on one side of the mean; a value on the mean breaks the run."""
    return _in_runs(np.sign(values - mean), RUN_LENGTH)


def trend(values: Values) -> npt.NDArray[np.int8]:
    """Part of seven or more successive values that each rise, or each fall; a tie breaks the run.

    A value where a falling run follows a rising one (or the reverse) belongs to the later.
    """
    marks = np.zeros(len(values), dtype=np.int8)
    steps = np.sign(np.diff(values))
    for first, last in _runs(steps):
        if steps[first] != 0 and last - first + 2 >= RUN_LENGTH:
            marks[first : last + 2] = int(steps[first])
    return marks


def two_of_three(values: Values, limits: Limits) -> npt.NDArray[np.int8]:
    """One of two or three values, within three successive ones on the same side of the mean, that lie beyond two thirds
    of the way to the limit and inside it. The third value, nearer the mean, is not marked.
    """
    marks = np.zeros(len(values), dtype=np.int8)
    side = np.sign(values - limits.mean)
    near = (
        ((values > limits.upper_near) | (values < limits.lower_near))
        & (values <= limits.upper)
        & (values >= limits.lower)
    )
    for first in range(len(values) - 2):
        three = slice(first, first + 3)
        if abs(side[three].sum()) == 3 and near[three].sum() >= 2:
            marks[three] = np.where(near[three], side[three], marks[three]).astype(np.int8)
    return marks


def assurance_of(limits: Limits, target: float | None, better: Better) -> str | None:
    """Whether a target will be hit, missed, or sometimes either, as long as nothing changes."""
    if target is None or better == "neutral" or math.isnan(limits.upper):
        return None
    if limits.lower <= target <= limits.upper:
        return "hit_and_miss"
    hits = target < limits.lower if better == "higher" else target > limits.upper
    return "consistently_hits" if hits else "consistently_misses"


def _runs(marks: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """First and last place (both included) of every stretch of equal marks."""
    if len(marks) == 0:
        return []
    breaks = np.flatnonzero(np.diff(marks)) + 1
    firsts = np.concatenate(([0], breaks))
    lasts = np.concatenate((breaks, [len(marks)])) - 1
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _in_runs(marks: npt.NDArray[np.float64], length: int) -> npt.NDArray[np.int8]:
    found = np.zeros(len(marks), dtype=np.int8)
    for first, last in _runs(marks):
        if marks[first] != 0 and last - first + 1 >= length:
            found[first : last + 1] = int(marks[first])
    return found


def _icon(has_signal: bool, rising: bool, better: Better) -> str:
    if not has_signal:
        return "common_cause"
    way = "high" if rising else "low"
    if better == "neutral":
        return f"neutral_{way}"
    return f"improvement_{way}" if rising == (better == "higher") else f"concern_{way}"


def _last_shift(judged: list[Point], phases: list[Phase]) -> int:
    """How many of the latest judged values in a row lie on one side of their phase's mean."""
    if not judged:
        return 0
    phase = judged[-1].phase
    sides = np.sign([point.value - phases[phase].limits.mean for point in judged if point.phase == phase])
    first, last = _runs(np.asarray(sides, dtype=float))[-1]
    return last - first + 1 if sides[-1] != 0 else 0
