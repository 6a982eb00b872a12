"""Process-behaviour charts: is this month's number a signal, or ordinary variation?

The grammar of NHS England's Making Data Count: points, phases with limits of their own, and the icons that sum a series
up. Limits are worked out in process_limits.py, the rules for signals stand in process_rules.py.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress, pairwise
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from mwm.stats.process_limits import (
    FEWEST_FOR_FIRM_LIMITS,
    FEWEST_FOR_LIMITS,
    Chart,
    Limits,
    Stretches,
    Values,
    limits_of,
)
from mwm.stats.process_rules import Marks, broken_rules, runs, sides

Better = Literal["higher", "lower", "neutral"]

COMMON_CAUSE = "common_cause"


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


@dataclass(frozen=True)
class Series:
    """Values in the order of their days, each day once, and how their limits are to be worked out.

    values: as many; NaN for a month without a value, which is a gap: it is neither drawn nor judged, and its neighbours
    follow one another. denominators: in p and u charts, one for each value. target: as points are written. rebase_at:
    days from which a new phase with its own limits begins. baseline: first and last day (both included) of the points
    that limits are worked out from in the phase in which it begins; they are carried forward over the whole phase.
    unjudged: days whose points are drawn but neither judged nor used for limits (still arriving, or of too few
    observations).
    """

    days: Sequence[date]
    values: Sequence[float]
    denominators: Sequence[float] | None = None
    target: float | None = None
    rebase_at: Sequence[date] = ()
    baseline: tuple[date, date] | None = None
    unjudged: Collection[date] = ()


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
    """Judge one series; the arguments are those of Series and of process_behaviours."""
    series = Series(days, values, denominators, target, rebase_at, baseline, unjudged)
    (found,) = process_behaviours([series], chart=chart, better=better, screen=screen)
    return found


def process_behaviours(
    every: Sequence[Series],
    *,
    chart: Chart = "xmr",
    better: Better = "neutral",
    screen: bool = True,
    times: float = 1.0,
) -> list[ProcessBehaviour]:
    """Judge many series, each by itself: at once, because the Overview has hundreds.

    chart: xmr for single values; p for shares (values count those that have something, denominators all), u for events
    per denominator, c for counts of events, run for a run chart around the median; g for the number of cases or days
    between rare events, t for the time between them. Points of p and u carry value ÷ denominator. better: which
    direction is an improvement; it changes icons and nothing else. screen: in an xmr chart, leave moving ranges of
    3.267 times their average or more out of the average, once. times: what values and limits are multiplied by once
    they are judged (100 to write a share in percent). Raises ValueError for days out of order, for an infinite value,
    for a value that a chart of counts or times cannot have, and for p and u without a positive denominator for each
    value.
    """
    laid = _Laid()
    for series in every:
        laid.add(series, chart)
    counts, sizes = np.array(laid.values, dtype=np.float64), np.array(laid.sizes, dtype=np.float64)
    _check(chart, counts, sizes)
    lengths = np.array(laid.lengths, dtype=np.intp)
    stretch = np.arange(len(lengths)).repeat(lengths)
    window = np.array(laid.in_window, dtype=bool)
    limits = limits_of(chart, counts, sizes, window, stretch, screen=screen)
    used = np.bincount(stretch[window], minlength=len(lengths))
    is_judged = np.array(laid.is_judged, dtype=bool) & (used >= FEWEST_FOR_LIMITS)[stretch]
    values, kept = counts / sizes, limits.only(is_judged)
    marks = broken_rules(chart, values[is_judged], kept, stretch[is_judged])
    signals, icons = _signals_and_icons(marks, is_judged, better)
    written = [(line * times).tolist() for line in (values, *vars(limits).values())]
    phase_of = np.array(laid.phases, dtype=np.intp)[stretch].tolist()
    columns = (laid.days, written[0], phase_of, *written[1:4], signals, icons)
    points = [Point._make(each) for each in zip(*columns, strict=True)]
    shifts = _last_shifts(values[is_judged], kept, stretch[is_judged], len(lengths))
    ends = lengths.cumsum().tolist()
    phases = [
        Phase(
            points[end - length].day,
            points[end - 1].day,
            number,
            points[end - 1].mean,
            points[end - 1].lower,
            points[end - 1].upper,
            number < FEWEST_FOR_FIRM_LIMITS,
        )
        for end, length, number in zip(ends, laid.lengths, used.tolist(), strict=True)
    ]
    return [
        _summed_up(points, phases, ends, cuts, series.target, better, shifts)
        for series, cuts in zip(every, pairwise(laid.cuts), strict=True)
    ]


@dataclass
class _Laid:
    """Known values of many series end to end, cut into stretches (the phases of one series after those of another).

    lengths and phases: of the stretches, phases counted from 0 in each series. cuts: number of stretches before each
    series, and in all.
    """

    days: list[date] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    is_judged: list[bool] = field(default_factory=list)
    in_window: list[bool] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    phases: list[int] = field(default_factory=list)
    cuts: list[int] = field(default_factory=lambda: [0])

    def add(self, series: Series, chart: Chart) -> None:
        days, values = list(series.days), list(series.values)
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError("days must be in order, each once")
        sizes = [1.0] * len(days)
        if chart in ("p", "u"):
            if series.denominators is None:
                raise ValueError("p and u charts need denominators")
            sizes = list(series.denominators)
        if not len(days) == len(values) == len(sizes):
            raise ValueError("there must be one value for each day")
        known = [not math.isnan(value) for value in values]
        if not all(known):
            days, values = list(compress(days, known)), list(compress(values, known))
            sizes = list(compress(sizes, known))
        is_judged = [day not in series.unjudged for day in days] if series.unjudged else [True] * len(days)
        in_window = is_judged
        begins = sorted({0, *(bisect_left(days, start) for start in series.rebase_at), len(days)})
        if series.baseline and days:
            first, last = series.baseline
            begun = bisect_right(begins, min(bisect_left(days, first), len(days) - 1))
            here = slice(begins[begun - 1], begins[begun])
            in_window = is_judged.copy()
            in_window[here] = [
                judged and first <= day <= last for judged, day in zip(is_judged[here], days[here], strict=True)
            ]
        self.days += days
        self.values += values
        self.sizes += sizes
        self.is_judged += is_judged
        self.in_window += in_window
        self.lengths += [end - start for start, end in pairwise(begins)]
        self.phases += range(len(begins) - 1)
        self.cuts.append(len(self.lengths))


def assurance_of(lower: float, upper: float, target: float | None, better: Better) -> str | None:
    """Whether a target will be hit, missed, or sometimes either, as long as nothing changes."""
    if target is None or better == "neutral" or math.isnan(upper):
        return None
    if lower <= target <= upper:
        return "hit_and_miss"
    hits = target < lower if better == "higher" else target > upper
    return "consistently_hits" if hits else "consistently_misses"


def _summed_up(
    points: list[Point],
    phases: list[Phase],
    ends: list[int],
    cuts: tuple[int, int],
    target: float | None,
    better: Better,
    shifts: list[int],
) -> ProcessBehaviour:
    """One of the series that stand end to end. ends: of all stretches. cuts: its first stretch, and the next one's."""
    first, after = cuts
    if first == after:
        return ProcessBehaviour((), (), None, None, 0)
    begin = ends[first - 1] if first else 0
    latest = points[ends[after - 2] if after - first > 1 else begin : ends[after - 1]]
    last = phases[after - 1]
    return ProcessBehaviour(
        points=tuple(points[begin : ends[after - 1]]),
        phases=tuple(phases[first:after]),
        variation=next((point.icon for point in reversed(latest) if point.icon is not None), None),
        assurance=assurance_of(last.lower, last.upper, target, better),
        shift_length=shifts[after - 1],
    )


def _signals_and_icons(
    marks: dict[str, Marks], is_judged: npt.NDArray[np.bool_], better: Better
) -> tuple[list[tuple[str, ...]], list[str | None]]:
    """The names of the rules that each value breaks, strongest first, and its icon. marks: of the judged values."""
    broken = np.zeros(np.count_nonzero(is_judged), dtype=np.intp)  # a bit for each rule
    way = np.zeros(len(broken), dtype=np.int8)
    for bit, found in enumerate(marks.values()):
        broken += (found != 0) << bit
        way = np.where(way == 0, found, way)
    together = [tuple(rule for bit, rule in enumerate(marks) if number >> bit & 1) for number in range(1 << len(marks))]
    names = (None, COMMON_CAUSE, _icon(True, better), _icon(False, better))
    of_every, icon_of_every = np.zeros((2, len(is_judged)), dtype=np.intp)
    of_every[is_judged] = broken
    icon_of_every[is_judged] = np.choose(way + 1, (3, 1, 2))
    return [together[number] for number in of_every.tolist()], [names[number] for number in icon_of_every.tolist()]


def _last_shifts(values: Values, limits: Limits, stretch: Stretches, number: int) -> list[int]:
    """How many of the latest of the judged values of each stretch lie on the same side of its mean."""
    side = sides(values, limits.mean, stretch)
    firsts, lengths = runs(side, stretch)
    found = np.zeros(number, dtype=np.intp)
    found[stretch[firsts]] = np.where(side[firsts] != 0, lengths, 0)  # of each stretch the last one stays
    return found.tolist()


def _icon(rising: bool, better: Better) -> str:
    way = "high" if rising else "low"
    if better == "neutral":
        return f"neutral_{way}"
    return f"improvement_{way}" if rising == (better == "higher") else f"concern_{way}"


def _check(chart: Chart, counts: Values, sizes: Values) -> None:
    if not np.all((sizes > 0) & (sizes < math.inf)):
        raise ValueError("every denominator must be above zero")
    if np.isinf(counts).any():
        raise ValueError("every value must be finite")
    if chart in ("p", "u", "c", "g") and (counts < 0).any():
        raise ValueError("counts are not below zero")
    if chart == "p" and (counts > sizes).any():
        raise ValueError("a share's count is not above its denominator")
    if chart == "t" and (counts <= 0).any():
        raise ValueError("times between events are above zero")
