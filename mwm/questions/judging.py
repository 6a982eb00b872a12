"""How one series is judged: by its own points, and by what the council had set for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import numpy as np

from mwm.questions.aims import Baseline, Baselines
from mwm.scope import Month
from mwm.stats.process_behaviour import (
    FEWEST_FOR_LIMITS,
    Better,
    Point,
    ProcessBehaviour,
    assurance_of,
    process_behaviour,
)
from mwm.stats.run_chart import MedianRuns, median_runs

Chart = Literal["xmr", "p", "run"]


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
class Judging:
    """How every series of one question is judged. months: in a point. limits_until: see signals.judge."""

    better: Better
    chart: Chart
    months: int
    limits_until: date | None

    def of(
        self,
        days: list[date],
        values: list[float],
        sizes: list[float] | None,
        unjudged: Collection[date],
        decisions: Baselines | None,
        first_shown: date,
    ) -> Judged:
        """Judge the known points of one series. first_shown: the day of the first point that is not only for limits."""
        rebases: tuple[Baseline, ...] = ()
        fixed: Baseline | None = None
        if decisions:
            rebases = tuple(one for one in decisions.rebases if days and first_shown < one.first_month <= days[-1])
            fixed = decisions.fixed_for(first_shown)
        window = self._fixed_days(fixed, rebases, days, unjudged) if fixed else []
        too_few = fixed if len(window) < FEWEST_FOR_LIMITS else None
        if too_few or not fixed:
            fixed = None
            window = [day for day in days if self.limits_until and day <= self.limits_until]
            window = window if len(window) >= FEWEST_FOR_LIMITS else []
        result = self._in_phases(days, values, sizes, unjudged, [one.first_month for one in rebases], window)
        runs = None
        if self.chart == "run" and (latest := Judged(**vars(result)).latest):
            runs = median_runs(np.array([point.value for point in latest]), latest[-1].mean)
        return Judged(**vars(result), fixed=fixed, too_few=too_few, rebases=rebases, runs=runs)

    def _fixed_days(
        self, fixed: Baseline, rebases: tuple[Baseline, ...], days: list[date], unjudged: Collection[date]
    ) -> list[date]:
        """The judged points that lie in the fixed months with all of their months, before limits begin anew."""
        end = fixed.last_month or date.max
        anew = min((one.first_month for one in rebases if one.first_month > fixed.first_month), default=date.max)
        inside = (day for day in days if fixed.first_month <= day < anew and day not in unjudged)
        return [day for day in inside if Month.of(day).plus(self.months - 1).first_day <= end]

    def _in_phases(
        self,
        days: list[date],
        values: list[float],
        sizes: list[float] | None,
        unjudged: Collection[date],
        rebase_at: list[date],
        window: list[date],
    ) -> ProcessBehaviour:
        """Phases with their own limits; those of the phase in which the window begins come from the window."""
        start = max((day for day in rebase_at if window and day <= window[0]), default=date.min)
        cut = sum(day < start for day in days)

        def part(places: slice, **more: Any) -> ProcessBehaviour:
            found = process_behaviour(
                days[places],
                values[places],
                chart=self.chart,
                denominators=sizes[places] if sizes is not None else None,
                better=self.better,
                unjudged=unjudged,
                **more,
            )
            return _in_percent(found) if self.chart == "p" else found

        later = part(
            slice(cut, None),
            rebase_at=[day for day in rebase_at if day > start],
            baseline=(window[0], window[-1]) if window else None,
        )
        if not cut:
            return later
        sooner = part(slice(cut), rebase_at=[day for day in rebase_at if day < start])
        moved = tuple(point._replace(phase=point.phase + len(sooner.phases)) for point in later.points)
        return replace(later, points=sooner.points + moved, phases=sooner.phases + later.phases)


def _in_percent(result: ProcessBehaviour) -> ProcessBehaviour:
    points = tuple(
        point._replace(value=point.value * 100, mean=point.mean * 100, lower=point.lower * 100, upper=point.upper * 100)
        for point in result.points
    )
    phases = tuple(
        replace(phase, mean=phase.mean * 100, lower=phase.lower * 100, upper=phase.upper * 100)
        for phase in result.phases
    )
    return replace(result, points=points, phases=phases)


def assured(result: Judged, aimed: Mapping[date, float | None], better: Better) -> Judged:
    """With the target at the latest judged point, and whether it will be hit."""
    if not result.latest:
        return result
    last = result.latest[-1]
    target = aimed.get(last.day)
    return replace(result, target=target, assurance=assurance_of(last.lower, last.upper, target, better))


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
