"""How one series is judged: by its own points, and by what the council had set for it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import compress
from typing import Literal

import numpy as np

from mwm.questions.aims import Baseline, Baselines, Targets
from mwm.scope import Month
from mwm.stats.process_behaviour import (
    Better,
    Point,
    ProcessBehaviour,
    Series,
    assurance_of,
    process_behaviours,
)
from mwm.stats.process_limits import FEWEST_FOR_LIMITS
from mwm.stats.run_chart import MedianRuns, median_runs

Chart = Literal["xmr", "p", "run"]

FEWEST_AT_A_POINT = 5  # an average of fewer observations moves too much to be judged beside the others


@dataclass(frozen=True)
class Judged(ProcessBehaviour):
    """A judged series, and what the council had set for it.

    fixed: the decision whose months give the limits of their phase. too_few: a decision on such months that have too
    few points, so it was left out of account. rebases: the decisions from which a phase begins. target: what is aimed
    for at the latest judged point. runs: in a run chart, runs and crossings of the judged points of the latest phase.
    """

    fixed: Baseline | None = None
    too_few: Baseline | None = None
    rebases: tuple[Baseline, ...] = ()
    target: float | None = None
    runs: MedianRuns | None = None

    @property
    def latest(self) -> list[Point]:
        """The judged points of the latest phase."""
        return latest_judged(self)

    @property
    def limits_from(self) -> str:
        """Which months the latest limits come from, where the council chose them; else nothing."""
        start = self.rebases[-1].first_month if self.rebases else date.min
        if self.fixed and self.fixed.first_month >= start:
            return self.fixed.period.words
        return f"{Month.of(start).short} on" if self.rebases else ""


@dataclass(frozen=True)
class Line:
    """A series before it is judged: points in the order of their days, each day once.

    values: NaN where there is none; in a p chart how many have what is counted. counts: the observations of each point,
    None where points are not made of observations. first_shown: the day of the first point that is shown; earlier ones
    are there only for limits that were fixed on them. decisions and targets: what the council set for the series.
    """

    days: list[date]
    values: list[float]
    counts: list[int] | None = None
    first_shown: date = date.min
    decisions: Baselines | None = None
    targets: Targets | None = None

    @property
    def fixed(self) -> Baseline | None:
        """The decision on the months that its limits come from."""
        return self.decisions.fixed_for(self.first_shown) if self.decisions else None

    def used(self) -> Line:
        """Its points with a value: from the first that is shown, and earlier ones where its limits come from them."""
        first = self.first_shown
        if (fixed := self.fixed) and fixed.first_month < first:
            first = date.min
        keep = [day >= first and value == value for day, value in zip(self.days, self.values, strict=True)]
        if all(keep):
            return self
        counts = list(compress(self.counts, keep)) if self.counts is not None else None
        return replace(
            self, days=list(compress(self.days, keep)), values=list(compress(self.values, keep)), counts=counts
        )

    def thin(self) -> set[date]:
        """The days of points that are not judged, because they hold too few observations; for points with a value.

        All of them where most do: judging the few that hold enough would pick out chance.
        """
        if self.counts is None:
            return set()
        thin = {day for day, n in zip(self.days, self.counts, strict=True) if n < FEWEST_AT_A_POINT}
        return set(self.days) if 2 * len(thin) > len(self.days) else thin


def judged_lines(
    lines: Iterable[Line],
    *,
    better: Better,
    chart: Chart = "xmr",
    months: int = 1,
    arriving_since: date | None = None,
    limits_until: date | None = None,
) -> list[Judged]:
    """Judge series of one kind, each by itself.

    months: in a point. Points from arriving_since on, and those with fewer than five observations, are drawn and not
    judged. limits_until: work limits out from the points up to this day and carry them forward, where there are eight.
    """
    prepared = [_prepared(line, months, arriving_since or date.max, limits_until, chart) for line in lines]
    found = process_behaviours(
        [each.series for each in prepared], chart=chart, better=better, times=100.0 if chart == "p" else 1.0
    )
    return [each.judged(result, better, chart, months) for each, result in zip(prepared, found, strict=True)]


@dataclass(frozen=True)
class _Prepared:
    """A line with the decisions that hold for it, as statistics takes it."""

    line: Line
    series: Series
    fixed: Baseline | None
    too_few: Baseline | None
    rebases: tuple[Baseline, ...]

    def judged(self, result: ProcessBehaviour, better: Better, chart: Chart, months: int) -> Judged:
        latest = latest_judged(result)
        target, assurance = None, result.assurance
        if latest and self.line.targets and latest[-1].day >= self.line.first_shown:
            target = self.line.targets.value_at(latest[-1].day, months)
            assurance = assurance_of(latest[-1].lower, latest[-1].upper, target, better)
        runs = None
        if chart == "run" and latest:
            runs = median_runs(np.array([point.value for point in latest]), latest[-1].mean)
        return Judged(
            result.points,
            result.phases,
            result.variation,
            assurance,
            result.shift_length,
            self.fixed,
            self.too_few,
            self.rebases,
            target,
            runs,
        )


def _prepared(line: Line, months: int, arriving: date, limits_until: date | None, chart: Chart) -> _Prepared:
    line = line.used()
    days, unjudged, decisions, fixed = line.days, line.thin(), line.decisions, line.fixed
    unjudged.update(days[bisect_left(days, arriving) :])
    rebases: tuple[Baseline, ...] = ()
    if decisions and days:
        rebases = tuple(one for one in decisions.rebases if line.first_shown < one.first_month <= days[-1])
    window = _fixed_days(fixed, rebases, days, unjudged, months) if fixed else []
    too_few = fixed if len(window) < FEWEST_FOR_LIMITS else None
    if too_few or not fixed:
        fixed = None
        window = [day for day in days if limits_until and day <= limits_until]
        window = window if len(window) >= FEWEST_FOR_LIMITS else []
    series = Series(
        days,
        line.values,
        [float(n) for n in line.counts] if line.counts is not None and chart == "p" else None,
        rebase_at=[one.first_month for one in rebases],
        baseline=(window[0], window[-1]) if window else None,
        unjudged=unjudged,
    )
    return _Prepared(line, series, fixed, too_few, rebases)


def _fixed_days(
    fixed: Baseline, rebases: tuple[Baseline, ...], days: list[date], unjudged: Collection[date], months: int
) -> list[date]:
    """The judged points that lie in the fixed months with all of their months, before limits begin anew."""
    end = fixed.last_month or date.max
    anew = min((one.first_month for one in rebases if one.first_month > fixed.first_month), default=date.max)
    inside = (day for day in days if fixed.first_month <= day < anew and day not in unjudged)
    return [day for day in inside if Month.of(day).plus(months - 1).first_day <= end]


def latest_signal(result: ProcessBehaviour) -> set[date]:
    """The days of the latest signal's unbroken stretch, back from the latest judged point; none without a signal."""
    days: set[date] = set()
    if result.variation not in (None, "common_cause"):
        for point in reversed(latest_judged(result)):
            if point.icon != result.variation:
                break
            days.add(point.day)
    return days


def latest_judged(result: ProcessBehaviour) -> list[Point]:
    """The judged points of the latest phase."""
    return [point for point in result.points if point.icon is not None and point.phase == len(result.phases) - 1]
