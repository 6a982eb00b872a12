"""One row of the Overview below the elements: what a measure was in each part of the service, counted by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from mwm.matrix import Cell
from mwm.questions.aims import Baselines, By, Targets, baselines_for, targets_for
from mwm.questions.judging import Judged, Line, judged_lines, latest_signal
from mwm.questions.periods import MONTHS_IN, Parts, chosen_grain
from mwm.scope import Month, Over, Period, Scope
from mwm.settings import settings
from mwm.store import Store

Numbers = npt.NDArray[np.int64]
Amounts = npt.NDArray[np.float64]

_JANUARY_1970 = Month(date(1970, 1, 1))


class Sums(NamedTuple):
    """What was counted, in arrays of one length: units (place of the unit), months (since January 1970), n and total,
    so that total / n is a value. Several entries for the same unit and month add up.
    """

    units: Numbers
    months: Numbers
    n: Numbers
    total: Amounts

    @classmethod
    def of(cls, rows: pd.DataFrame, units: Sequence[str], n: str, total: str) -> Sums:
        """Of rows with unit (one of the units) and month (its first day). n, total: names of columns."""
        place = {unit: number for number, unit in enumerate(units)}
        places = np.array([place[unit] for unit in rows["unit"].tolist()], dtype=np.int64)
        months = rows["month"].to_numpy().astype("datetime64[M]").astype(np.int64)
        return cls(places, months, rows[n].to_numpy(dtype=np.int64), rows[total].to_numpy(dtype=np.float64))

    def where(self, which: npt.NDArray[np.bool_]) -> Sums:
        """Some of its entries."""
        return Sums(self.units[which], self.months[which], self.n[which], self.total[which])

    def within(self, period: Period) -> Sums:
        """Its entries in a period."""
        inside = np.ones(len(self.months), dtype=bool)
        if period.first:
            inside &= self.months >= period.first.minus(_JANUARY_1970)
        if period.last:
            inside &= self.months <= period.last.minus(_JANUARY_1970)
        return self.where(inside)

    def by_unit(self, units: int) -> tuple[Numbers, Amounts]:
        """n and total of each unit."""
        return _added_up(self.units, self, units)


def together(every: Sequence[Sums]) -> Sums:
    """All entries of several."""
    return Sums(*(np.concatenate(each) for each in zip(*every, strict=True)))


@dataclass(frozen=True)
class Aims:
    """What the council set for one measure, by unit."""

    targets: Mapping[str, Targets]
    baselines: Mapping[str, Baselines]

    @classmethod
    def of(cls, store: Store, scope: Scope, measure: str, by: By) -> Aims:
        """Read them for the units of a scope."""
        targets = targets_for(store, scope, [measure], by=by)
        baselines = baselines_for(store, scope, [measure], by=by)
        return cls(
            {unit: each for (_, unit), each in targets.items()},
            {unit: each for (_, unit), each in baselines.items()},
        )


@dataclass(frozen=True)
class UnitLine:
    """One row's numbers. units: names. points: of a period, so that total / n is the value of a month (in percent where
    the chart is p).

    spans: what the earlier and the later part are added up from. finest: of the points. arriving: the first day of
    months that are still coming in. hidden: units of which disclosure control hides everything.
    """

    units: list[str]
    points: Sums
    spans: Sums
    chart: Literal["xmr", "p"]
    period: Period
    parts: Parts
    arriving: date | None
    aims: Aims
    hidden: frozenset[str] = frozenset()
    finest: Over = "month"

    def cells(self) -> tuple[Cell, ...]:
        """One cell for each unit."""
        enough = max(settings().minimum_observations, 1)
        used, _ = self.points.by_unit(len(self.units))
        average = int(used.sum()) / max(int(np.count_nonzero(used)), 1)
        months = len(list(self.period.months()))
        steps = MONTHS_IN[chosen_grain("auto", average, months, enough, self.finest)]
        days, lines = self._lines(steps)
        arriving = self.arriving and Month.of(self.arriving).plus(-((self.arriving.month - 1) % steps)).first_day
        judged = judged_lines(lines, better="higher", chart=self.chart, months=steps, arriving_since=arriving)
        later, earlier = self._levels(self.parts.later), self._levels(self.parts.earlier)
        return tuple(
            self._cell(unit, result, days, now, before, enough)
            for unit, result, now, before in zip(self.units, judged, later, earlier, strict=True)
        )

    def _lines(self, steps: int) -> tuple[list[date], list[Line]]:
        """The days of all points with so many months in each, and the points of each unit."""
        starts, place = np.unique(self.points.months // steps * steps, return_inverse=True)
        shape = (len(self.units), len(starts))
        n, total = _added_up(self.points.units * len(starts) + place, self.points, shape[0] * shape[1])
        n, total = n.reshape(shape), total.reshape(shape)
        days = np.array(starts.astype("datetime64[M]").astype("datetime64[D]").tolist(), dtype=object)
        lines = []
        for number, unit in enumerate(self.units):
            some = n[number] > 0
            own, counts, values = days[some].tolist(), n[number][some], total[number][some]
            lines.append(
                Line(
                    own,
                    (values if self.chart == "p" else values / counts).tolist(),
                    counts.tolist(),
                    first_shown=own[0] if own else date.min,
                    decisions=self.aims.baselines.get(unit),
                    targets=self.aims.targets.get(unit),
                )
            )
        return days[(n > 0).any(axis=0)].tolist(), lines

    def _cell(
        self,
        unit: str,
        result: Judged,
        days: list[date],
        now: tuple[int, float | None],
        before: tuple[int, float | None],
        enough: int,
    ) -> Cell:
        n, value = now
        status: Literal["empty", "ok", "thin"] = "empty" if n == 0 else "ok" if n >= enough else "thin"
        if n == 0 and unit in self.hidden:
            return Cell(unit, "hidden", None)
        if status != "ok":
            return Cell(unit, status, None, count=n)
        known = {point.day: point for point in result.points}
        signal = latest_signal(result)
        return Cell(
            unit=unit,
            status=status,
            value=value,
            before=before[1] if before[0] >= enough else None,
            count=n,
            line=tuple(known[day].value if day in known else None for day in days),
            icons=tuple(known[day].icon if day in signal else None for day in days),
            variation=result.variation,
            target=result.target,
            assurance=result.assurance,
        )

    def _levels(self, part: Period | None) -> list[tuple[int, float | None]]:
        """The number and the value of each unit in one part of the months."""
        if part is None:
            return [(0, None)] * len(self.units)
        times = 100.0 if self.chart == "p" else 1.0
        counted, totals = self.spans.within(part).by_unit(len(self.units))
        return [
            (n, total / n * times if n else None) for n, total in zip(counted.tolist(), totals.tolist(), strict=True)
        ]


def _added_up(places: Numbers, sums: Sums, length: int) -> tuple[Numbers, Amounts]:
    """n and total of all entries with the same place."""
    n, total = (np.bincount(places, each.astype(np.float64), minlength=length) for each in (sums.n, sums.total))
    return n.astype(np.int64), total.astype(np.float64)
