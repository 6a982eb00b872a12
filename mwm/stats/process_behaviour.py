"""Process-behaviour charts: is this month's number a signal, or ordinary variation?

The XmR chart and its rules as taught to public leaders by NHS England's Making Data Count, in the form of the R package
NHSRplotthedots 0.2 (the rules are re-implemented here from their description; conformance is shown by test). Constants:
Wheeler, Understanding Variation; Nelson (1982), Control charts for individual measurements, J. Quality Tech. 14(3).
The p, u and c charts: Montgomery, Introduction to Statistical Quality Control, chapter 7 of the 7th edition.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from mwm.stats.run_chart import longest_run_limit, median_runs

Better = Literal["higher", "lower", "neutral"]
Chart = Literal["xmr", "p", "u", "c", "run"]
Values = npt.NDArray[np.float64]
Marks = npt.NDArray[np.int8]

XMR_LIMIT = 2.66  # 3 / d2 with d2 = 1.128, as printed by Wheeler and by Making Data Count
SCREEN_LIMIT = 3.267  # upper limit of a moving range in averages of moving ranges (Nelson 1982)
SIGMAS = 3.0  # p, u and c charts (Shewhart; Montgomery)
RUN_LENGTH = 7  # points in a shift or a trend (Making Data Count)
FEWEST_FOR_LIMITS = 8
FEWEST_FOR_FIRM_LIMITS = 13
OUTSIDE, TREND, TWO_OF_THREE, SHIFT = "outside_limits", "trend", "two_of_three", "shift"
RULES = (OUTSIDE, TREND, TWO_OF_THREE, SHIFT)  # in their order of precedence


@dataclass(frozen=True)
class Limits:
    """What values are judged by. mean is one number (the median in a run chart); the others have an entry a value.

    lower and upper: the process limits, cut where the scale ends; NaN where there are none. lower_near and upper_near:
    two thirds of the way from the mean to the limit before it was cut.
    """

    mean: float
    lower: Values
    upper: Values
    lower_near: Values
    upper_near: Values


class Point(NamedTuple):
    """One value judged, with the limits it was judged by (NaN where there are none).

    phase counts from 0. signals: names of the rules that it breaks, strongest first. icon is common_cause, or
    improvement, concern or neutral with _high or _low; None where the point was not judged (too few points, or
    left out).
    """

    day: date
    value: float
    phase: int
    mean: float
    lower: float
    upper: float
    signals: tuple[str, ...]
    icon: str | None


@dataclass(frozen=True)
class Phase:
    """A stretch with limits of its own. first and last: days of its first and last point, both included.

    points: how many the limits were worked out from. mean, lower and upper: at its last point. is_trial: too few points
    for firm limits.
    """

    first: date
    last: date
    points: int
    mean: float
    lower: float
    upper: float
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
    chart: Chart = "xmr",
    denominators: Sequence[float] | None = None,
    better: Better = "neutral",
    target: float | None = None,
    screen: bool = True,
    rebase_at: Sequence[date] = (),
    baseline: tuple[date, date] | None = None,
    unjudged: Collection[date] = (),
) -> ProcessBehaviour:
    """Judge a series of values in the order of their days.

    days: in order, each once. values: as many; NaN for a month without a value, which is a gap: it is neither drawn nor
    judged, and its neighbours follow one another. chart: xmr for single values; p for shares (values count those
    that have something, denominators all), u for events per denominator, c for counts of events, run for a run
    chart around the median. Points of p and u carry value ÷ denominator. better: which direction is an improvement;
    it changes icons and nothing else. screen: in an xmr chart, leave moving ranges of 3.267 times their average or
    more out of the average, once. rebase_at: days from which a new phase with its own limits begins. baseline:
    first and last day (both included) of the points that the first phase's limits are worked out from; they are
    carried forward over the whole phase. unjudged: days whose points are drawn but neither judged nor used
    for limits (still arriving, or of too few observations). Raises ValueError for days out of order, and for p and u
    without a positive denominator for each value.
    """
    if sorted(set(days)) != list(days):
        raise ValueError("days must be in order, each once")
    if chart in ("p", "u") and denominators is None:
        raise ValueError("p and u charts need denominators")
    weights = [1.0] * len(days) if denominators is None or chart not in ("p", "u") else denominators
    known = [
        (day, float(value), float(weight))
        for day, value, weight in zip(days, values, weights, strict=True)
        if not math.isnan(float(value))
    ]
    if any(not weight > 0 for _, _, weight in known):
        raise ValueError("every denominator must be above zero")
    starts = sorted(set(rebase_at))
    points: list[Point] = []
    phases: list[Phase] = []
    for number in range(len(starts) + 1):
        first = starts[number - 1] if number else date.min
        end = starts[number] if number < len(starts) else date.max
        here = [entry for entry in known if first <= entry[0] < end]
        if not here:
            continue
        is_judged = np.array([day not in unjudged for day, _, _ in here])
        in_window = is_judged
        if baseline and not phases:
            in_window = is_judged & np.array([baseline[0] <= day <= baseline[1] for day, _, _ in here])
        counts, sizes = (np.array([entry[place] for entry in here]) for place in (1, 2))
        limits = limits_of(chart, counts, sizes, in_window, screen=screen)
        series = counts / sizes
        used = int(in_window.sum())
        lower, upper = limits.lower.tolist(), limits.upper.tolist()
        marks = _signals(chart, series, limits, is_judged)
        has_limits = used >= FEWEST_FOR_LIMITS
        judged_here = is_judged.tolist()
        for place, ((day, _, _), value) in enumerate(zip(here, series.tolist(), strict=True)):
            signals: tuple[str, ...] = ()
            icon = None
            if has_limits and judged_here[place]:
                signals = tuple(rule for rule in RULES if marks[rule][place])
                icon = _icon(bool(signals), bool(signals) and marks[signals[0]][place] > 0, better)
            points.append(Point(day, value, len(phases), limits.mean, lower[place], upper[place], signals, icon))
        phases.append(
            Phase(here[0][0], here[-1][0], used, limits.mean, lower[-1], upper[-1], used < FEWEST_FOR_FIRM_LIMITS)
        )
    judged = [point for point in points if point.icon is not None]
    return ProcessBehaviour(
        points=tuple(points),
        phases=tuple(phases),
        variation=judged[-1].icon if judged else None,
        assurance=assurance_of(phases[-1].lower, phases[-1].upper, target, better) if phases else None,
        shift_length=_last_shift(judged),
    )


def limits_of(
    chart: Chart, counts: Values, sizes: Values, window: npt.NDArray[np.bool_], *, screen: bool = True
) -> Limits:
    """Limits for every value, worked out from those in the window. Below eight there is a mean and no limits.

    counts and sizes: values and denominators (ones where a chart has none). xmr: mean ± 2.66 × average moving range,
    the average of absolute differences of successive values. p: p̄ ± 3 √(p̄ (1 − p̄) / n), cut at 0 and 1. u: ū ± 3
    √(ū / n), cut at 0. c: c̄ ± 3 √c̄, cut at 0; p̄, ū and c̄ are the sum of the counts over the sum of the sizes.
    run: the median only.
    """
    used = counts[window]
    floor, ceiling = -math.inf, math.inf
    if len(used) == 0:
        mean, reach = math.nan, np.full(len(counts), math.nan)
    elif chart == "run":
        mean, reach = float(np.median(used)), np.full(len(counts), math.nan)
    elif chart == "xmr":
        mean = float(used.mean())
        reach = np.full(len(counts), XMR_LIMIT * average_moving_range(used, screen=screen))
    else:
        mean, floor = float(used.sum() / sizes[window].sum()), 0.0
        if chart == "p":
            ceiling = 1.0
            reach = SIGMAS * np.sqrt(max(mean * (1 - mean), 0.0) / sizes)
        else:
            reach = SIGMAS * np.sqrt(mean / sizes)
    if len(used) < FEWEST_FOR_LIMITS:
        reach = np.full(len(counts), math.nan)
    return Limits(
        mean=mean,
        lower=np.maximum(mean - reach, floor),
        upper=np.minimum(mean + reach, ceiling),
        lower_near=mean - reach * 2 / 3,
        upper_near=mean + reach * 2 / 3,
    )


def average_moving_range(values: Values, *, screen: bool = True) -> float:
    """Average absolute difference of successive values; NaN below two.

    With `screen`, differences of 3.267 times the average or more are left out once.
    """
    ranges = np.abs(np.diff(values))
    if len(ranges) == 0:
        return math.nan
    average = float(ranges.mean())
    if screen and average > 0:
        average = float(ranges[ranges < SCREEN_LIMIT * average].mean())
    return average


def outside(values: Values, limits: Limits) -> Marks:
    """+1 above the upper limit, −1 below the lower, else 0; a value on a limit is inside."""
    return (values > limits.upper).astype(np.int8) - (values < limits.lower).astype(np.int8)


def shift(values: Values, mean: float) -> Marks:
    """Part of seven or more successive values on one side of the mean; a value on the mean breaks the run."""
    sides = np.sign(values - mean)
    marks = np.zeros(len(values), dtype=np.int8)
    for first, last in _runs(sides):
        if sides[first] != 0 and last - first + 1 >= RUN_LENGTH:
            marks[first : last + 1] = int(sides[first])
    return marks


def trend(values: Values) -> Marks:
    """Part of seven or more successive values that each rise, or each fall; a tie breaks the run.

    A value where a falling run follows a rising one (or the reverse) belongs to the later.
    """
    marks = np.zeros(len(values), dtype=np.int8)
    steps = np.sign(np.diff(values))
    for first, last in _runs(steps):
        if steps[first] != 0 and last - first + 2 >= RUN_LENGTH:
            marks[first : last + 2] = int(steps[first])
    return marks


def two_of_three(values: Values, limits: Limits) -> Marks:
    """One of two or three values, within three successive ones on the same side of the mean, that lie beyond two thirds
    of the way to the limit and inside it. The third value, nearer the mean, is not marked.
    """
    side = np.sign(values - limits.mean)
    near = (
        ((values > limits.upper_near) | (values < limits.lower_near))
        & (values <= limits.upper)
        & (values >= limits.lower)
    )
    in_three = np.zeros(len(values), dtype=bool)
    if len(values) >= 3:
        together = near[:-2].astype(int) + near[1:-1] + near[2:]
        starts = (together >= 2) & (np.abs(side[:-2] + side[1:-1] + side[2:]) == 3)
        for shifted in range(3):
            in_three[shifted : len(values) - 2 + shifted] |= starts
    return np.where(near & in_three, side, 0).astype(np.int8)


def assurance_of(lower: float, upper: float, target: float | None, better: Better) -> str | None:
    """Whether a target will be hit, missed, or sometimes either, as long as nothing changes."""
    if target is None or better == "neutral" or math.isnan(upper):
        return None
    if lower <= target <= upper:
        return "hit_and_miss"
    hits = target < lower if better == "higher" else target > upper
    return "consistently_hits" if hits else "consistently_misses"


def _signals(chart: Chart, values: Values, limits: Limits, is_judged: npt.NDArray[np.bool_]) -> dict[str, list[int]]:
    """The marks of each rule for every value; those that are not judged are passed over and have none."""
    judged = values[is_judged]
    if chart == "run":
        found = {SHIFT: _long_run(judged, limits.mean)}
    else:
        kept = _only(limits, is_judged)
        found = {
            OUTSIDE: outside(judged, kept),
            TREND: trend(judged),
            TWO_OF_THREE: two_of_three(judged, kept),
            SHIFT: shift(judged, limits.mean),
        }
    marks = {}
    for rule in RULES:
        whole = np.zeros(len(values), dtype=np.int8)
        if rule in found:
            whole[is_judged] = found[rule]
        marks[rule] = whole.tolist()
    return marks


def _long_run(values: Values, median: float) -> Marks:
    """Values of the longest runs on one side of the median where those are longer than chance explains."""
    marks = np.zeros(len(values), dtype=np.int8)
    sides = np.sign(values - median)
    runs = median_runs(values, median)
    if runs.useful and runs.longest > longest_run_limit(runs.useful):
        off = np.flatnonzero(sides)  # values on the median neither break nor lengthen a run
        for first, last in _runs(sides[off]):
            if last - first + 1 == runs.longest:
                marks[off[first : last + 1]] = int(sides[off[first]])
    return marks


def _only(limits: Limits, which: npt.NDArray[np.bool_]) -> Limits:
    return Limits(
        limits.mean, limits.lower[which], limits.upper[which], limits.lower_near[which], limits.upper_near[which]
    )


def _runs(marks: Values) -> list[tuple[int, int]]:
    """First and last place (both included) of every stretch of equal marks."""
    if len(marks) == 0:
        return []
    breaks = np.flatnonzero(np.diff(marks)) + 1
    firsts = np.concatenate(([0], breaks))
    lasts = np.concatenate((breaks, [len(marks)])) - 1
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _icon(has_signal: bool, rising: bool, better: Better) -> str:
    if not has_signal:
        return "common_cause"
    way = "high" if rising else "low"
    if better == "neutral":
        return f"neutral_{way}"
    return f"improvement_{way}" if rising == (better == "higher") else f"concern_{way}"


def _last_shift(judged: list[Point]) -> int:
    """How many of the latest judged values in a row lie on one side of their phase's mean."""
    length = 0
    for point in reversed(judged):
        side = np.sign(point.value - point.mean)
        if side == 0 or point.phase != judged[-1].phase or side != np.sign(judged[-1].value - judged[-1].mean):
            break
        length += 1
    return length
