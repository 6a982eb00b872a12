"""Process-behaviour charts: is this month's number a signal, or ordinary variation?

The XmR chart and its rules as taught to public leaders by NHS England's Making Data Count, in the form of the R package
NHSRplotthedots 0.2 (the rules are re-implemented here from their description; conformance is shown by test). Constants:
Wheeler, Understanding Variation; Nelson (1982), Control charts for individual measurements, J. Quality Tech. 14(3).
The p, u and c charts: Montgomery, Introduction to Statistical Quality Control, chapter 7 of the 7th edition. The g and
t charts for rare events: Benneyan (2001), Number-between g-type statistical quality control charts, Health Care
Management Science 4; Nelson (1994), A control chart for parts-per-million nonconforming items, J. Quality Tech. 26(3).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, repeat
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from mwm.stats.run_chart import longest_run_limit

Better = Literal["higher", "lower", "neutral"]
Chart = Literal["xmr", "p", "u", "c", "run", "g", "t"]
Values = npt.NDArray[np.float64]
Marks = npt.NDArray[np.int8]

XMR_LIMIT = 2.66  # 3 / d2 with d2 = 1.128, as printed by Wheeler and by Making Data Count
SCREEN_LIMIT = 3.267  # upper limit of a moving range in averages of moving ranges (Nelson 1982)
SIGMAS = 3.0  # p, u, c, g and t charts (Shewhart; Montgomery)
D2 = 1.128  # average moving range in standard deviations (Montgomery, appendix VI)
T_POWER = 3.6  # times between rare events to the power of 1/3.6 are nearly normal (Nelson 1994; Montgomery 7.3.5)
ROUNDING = 1e-12  # of the largest value: what lies closer to a line than a computer's numbers can tell lies on it
RUN_LENGTH = 7  # points in a shift or a trend (Making Data Count)
FEWEST_FOR_LIMITS = 8
FEWEST_FOR_FIRM_LIMITS = 13
OUTSIDE, TREND, TWO_OF_THREE, SHIFT = "outside_limits", "trend", "two_of_three", "shift"
RULES = (OUTSIDE, TREND, TWO_OF_THREE, SHIFT)  # in their order of precedence
COMMON_CAUSE = "common_cause"


@dataclass(frozen=True)
class Limits:
    """What values are judged by. mean is one number (the median in run and g charts); the others have an entry a value.

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
    """A judged series, summed up by its latest phase.

    variation: the icon of its latest judged point, None where none is judged. assurance: consistently_hits,
    consistently_misses or hit_and_miss against the target; None without a target, a better direction or limits.
    shift_length: how many of its latest judged values in a row lie on one side of the mean.
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
    chart around the median; g for the number of cases or days between rare events, t for the time between them.
    Points of p and u carry value ÷ denominator. better: which direction is an improvement;
    it changes icons and nothing else. screen: in an xmr chart, leave moving ranges of 3.267 times their average or
    more out of the average, once. rebase_at: days from which a new phase with its own limits begins. baseline:
    first and last day (both included) of the points that the first phase's limits are worked out from; they are
    carried forward over the whole phase. unjudged: days whose points are drawn but neither judged nor used
    for limits (still arriving, or of too few observations). Raises ValueError for days out of order, for an infinite
    value, for a value that a chart of counts or times cannot have, and for p and u without a positive denominator for
    each value.
    """
    if any(later <= earlier for earlier, later in pairwise(days)):
        raise ValueError("days must be in order, each once")
    if chart in ("p", "u") and denominators is None:
        raise ValueError("p and u charts need denominators")
    weighted = denominators is not None and chart in ("p", "u")
    counts = np.array(values, dtype=np.float64)
    sizes = np.array(denominators, dtype=np.float64) if weighted else np.ones(len(days))
    if not len(days) == len(counts) == len(sizes):
        raise ValueError("there must be one value for each day")
    known = ~np.isnan(counts)
    known_days = [day for day, is_known in zip(days, known.tolist(), strict=True) if is_known]
    counts, sizes = counts[known], sizes[known]
    if not np.all((sizes > 0) & (sizes < math.inf)):
        raise ValueError("every denominator must be above zero")
    _check_values(chart, counts, sizes)
    cuts = sorted({0, *(bisect_left(known_days, start) for start in rebase_at), len(known_days)})
    points: list[Point] = []
    phases: list[Phase] = []
    for first, end in pairwise(cuts):
        here = known_days[first:end]
        is_judged = np.array([day not in unjudged for day in here])
        in_window = is_judged
        if baseline and not phases:
            in_window = is_judged & np.array([baseline[0] <= day <= baseline[1] for day in here])
        limits = limits_of(chart, counts[first:end], sizes[first:end], in_window, screen=screen)
        series = counts[first:end] / sizes[first:end]
        used = int(in_window.sum())
        lower, upper = limits.lower.tolist(), limits.upper.tolist()
        signals: list[tuple[str, ...]] = [()] * len(here)
        icons: list[str | None] = [None] * len(here)
        if used >= FEWEST_FOR_LIMITS:
            icons = [COMMON_CAUSE if judged else None for judged in is_judged.tolist()]
            for place, rules in _signals(chart, series, limits, is_judged).items():
                signals[place] = tuple(rules)
                icons[place] = _icon(next(iter(rules.values())) > 0, better)
        points += map(
            Point, here, series.tolist(), repeat(len(phases)), repeat(limits.mean), lower, upper, signals, icons
        )
        phases.append(Phase(here[0], here[-1], used, limits.mean, lower[-1], upper[-1], used < FEWEST_FOR_FIRM_LIMITS))
    latest = [point for point in points[cuts[-2] :] if point.icon is not None] if phases else []
    return ProcessBehaviour(
        points=tuple(points),
        phases=tuple(phases),
        variation=latest[-1].icon if latest else None,
        assurance=assurance_of(phases[-1].lower, phases[-1].upper, target, better) if phases else None,
        shift_length=_last_shift(latest),
    )


def limits_of(
    chart: Chart, counts: Values, sizes: Values, window: npt.NDArray[np.bool_], *, screen: bool = True
) -> Limits:
    """Limits for every value, worked out from those in the window. Below eight there is a mean and no limits.

    counts and sizes: values and denominators (ones where a chart has none). xmr: mean ± 2.66 × average moving range,
    the average of absolute differences of successive values. p: p̄ ± 3 √(p̄ (1 − p̄) / n), cut at 0 and 1. u: ū ± 3
    √(ū / n), cut at 0. c: c̄ ± 3 √c̄, cut at 0; p̄, ū and c̄ are the sum of the counts over the sum of the sizes.
    g: ḡ ± 3 √(ḡ (ḡ + 1)), cut at 0, around the median, since most gaps are shorter than their mean. t: x̄ ± 3 × average
    moving range ÷ 1.128 of x = value^(1/3.6), cut at 0 and raised to 3.6 again. run: the median only.
    """
    used = counts[window]
    nowhere = np.full(len(counts), math.nan)
    floor, ceiling = -math.inf, math.inf
    if len(used) == 0:
        centre, middle, reach = math.nan, math.nan, nowhere
    elif chart == "run":
        centre, middle, reach = float(np.median(used)), math.nan, nowhere
    elif chart == "xmr":
        centre = middle = _mean(used)
        reach = np.full(len(counts), XMR_LIMIT * average_moving_range(used, screen=screen))
    elif chart == "g":
        centre, middle, floor = float(np.median(used)), _mean(used), 0.0
        reach = np.full(len(counts), SIGMAS * math.sqrt(middle * (middle + 1)))
    elif chart == "t":
        roots = used ** (1 / T_POWER)
        middle = _mean(roots)
        centre = middle**T_POWER
        reach = np.full(len(counts), SIGMAS / D2 * average_moving_range(roots, screen=False))
    else:
        centre = middle = math.fsum(used) / math.fsum(sizes[window])
        floor, ceiling = 0.0, 1.0 if chart == "p" else math.inf
        variance = middle * max(1 - middle, 0.0) if chart == "p" else middle
        reach = SIGMAS * np.sqrt(variance / sizes)
    if len(used) < FEWEST_FOR_LIMITS:
        reach = nowhere
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


def outside(values: Values, limits: Limits) -> Marks:
    """+1 above the upper limit, −1 below the lower, else 0; a value on a limit is inside."""
    return np.maximum(_sides(values, limits.upper), 0) + np.minimum(_sides(values, limits.lower), 0)


def shift(values: Values, mean: float) -> Marks:
    """Part of seven or more successive values on one side of the mean; a value on the mean breaks the run."""
    sides = _sides(values, mean)
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
    steps = np.sign(values[1:] - values[:-1])
    for first, last in _runs(steps):
        if steps[first] != 0 and last - first + 2 >= RUN_LENGTH:
            marks[first : last + 2] = int(steps[first])
    return marks


def two_of_three(values: Values, limits: Limits) -> Marks:
    """One of two or three values, within three successive ones on the same side of the mean, that lie beyond two thirds
    of the way to the limit and inside it. The third value, nearer the mean, is not marked.
    """
    beyond = (_sides(values, limits.upper_near) > 0) | (_sides(values, limits.lower_near) < 0)
    in_three = np.zeros(len(values), dtype=bool)
    if len(values) < 3 or np.count_nonzero(beyond) < 2:
        return in_three.astype(np.int8)
    side = _sides(values, limits.mean)
    near = beyond & (outside(values, limits) == 0)
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


def _signals(
    chart: Chart, values: Values, limits: Limits, is_judged: npt.NDArray[np.bool_]
) -> dict[int, dict[str, int]]:
    """Place → rule that its value breaks (strongest first) → +1 upwards, −1 downwards; places that break none are left
    out. Values that are not judged are passed over.
    """
    judged = values[is_judged]
    if chart == "run":
        marks = {SHIFT: _long_run(judged, limits.mean)}
    else:
        kept = _only(limits, is_judged)
        marks = {
            OUTSIDE: outside(judged, kept),
            TREND: trend(judged),
            TWO_OF_THREE: two_of_three(judged, kept),
            SHIFT: shift(judged, limits.mean),
        }
    places = np.flatnonzero(is_judged)
    found: dict[int, dict[str, int]] = {}
    for rule in RULES:
        if rule in marks:
            for at in np.flatnonzero(marks[rule]).tolist():
                found.setdefault(int(places[at]), {})[rule] = int(marks[rule][at])
    return found


def _long_run(values: Values, median: float) -> Marks:
    """Values of every run on one side of the median that is longer than chance explains."""
    marks = np.zeros(len(values), dtype=np.int8)
    sides = np.sign(values - median)
    off = np.flatnonzero(sides)  # values on the median neither break nor lengthen a run
    for first, last in _runs(sides[off]):
        if last - first + 1 > longest_run_limit(len(off)):
            marks[off[first : last + 1]] = int(sides[off[first]])
    return marks


def _only(limits: Limits, which: npt.NDArray[np.bool_]) -> Limits:
    return Limits(
        limits.mean, limits.lower[which], limits.upper[which], limits.lower_near[which], limits.upper_near[which]
    )


def _mean(values: Values) -> float:
    """The mean without the rounding of a running sum, so that a value that equals it is found on it."""
    return math.fsum(values) / len(values)


def _sides(values: Values, line: float | Values) -> Marks:
    """+1 above the line, −1 below, 0 on it (or where there is no line)."""
    slack = ROUNDING * float(np.abs(values).max(initial=0.0))
    return (values > line + slack).astype(np.int8) - (values < line - slack).astype(np.int8)


def _check_values(chart: Chart, counts: Values, sizes: Values) -> None:
    if np.isinf(counts).any():
        raise ValueError("every value must be finite")
    if chart in ("p", "u", "c", "g") and (counts < 0).any():
        raise ValueError("counts are not below zero")
    if chart == "p" and (counts > sizes).any():
        raise ValueError("a share's count is not above its denominator")
    if chart == "t" and (counts <= 0).any():
        raise ValueError("times between events are above zero")


def _runs(marks: npt.NDArray[Any]) -> list[tuple[int, int]]:
    """First and last place (both included) of every stretch of equal marks."""
    known = marks.tolist()
    firsts = [place for place, mark in enumerate(known) if not place or mark != known[place - 1]]
    return [(first, after - 1) for first, after in pairwise([*firsts, len(known)])]


def _icon(rising: bool, better: Better) -> str:
    way = "high" if rising else "low"
    if better == "neutral":
        return f"neutral_{way}"
    return f"improvement_{way}" if rising == (better == "higher") else f"concern_{way}"


def _last_shift(judged: list[Point]) -> int:
    """How many of the latest of these values, all of one phase, lie on the same side of its mean."""
    if not judged:
        return 0
    sides = _sides(np.array([point.value for point in judged]), judged[-1].mean)
    first, last = _runs(sides)[-1]
    return last - first + 1 if sides[-1] else 0
