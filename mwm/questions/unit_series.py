"""Every element in every part of the service as a judged series: what the Overview and skill-signal are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from mwm.questions.aims import By, baselines_for, earlier_months, targets_for
from mwm.questions.judging import Judged
from mwm.questions.periods import MONTHS_IN, Grain, chosen_grain
from mwm.questions.readings import Total, ended_before, within
from mwm.questions.signals import judge
from mwm.scope import Period, Scope
from mwm.store import Store


@dataclass(frozen=True)
class UnitSeries:
    """Judged averages by element and unit.

    series: one row for each element, unit and point with observations: element, unit, month, observations, average.
    results: by (element, unit); a pair without observations has none.
    """

    grain: Grain
    series: pd.DataFrame
    results: dict[tuple[str, str], Judged]


def unit_series(
    store: Store, scope: Scope, total: Total, elements: list[str], by: By, units: list[str], *, grain: str, enough: int
) -> UnitSeries:
    """Read and judge the averages of these elements, for each service area or team of the scope.

    total: of the scope, with observations. units: their names. grain: auto for the finest in which a point of a unit
    has on average `enough` observations. Remembered until the store changes; do not change what it returns.
    """
    return _unit_series(store, store.version, scope, total, tuple(elements), by, tuple(units), grain, enough)


@lru_cache(maxsize=16)
def _unit_series(
    store: Store,
    version: int,
    scope: Scope,
    total: Total,
    elements: tuple[str, ...],
    by: By,
    units: tuple[str, ...],
    grain: str,
    enough: int,
) -> UnitSeries:
    cut = chosen_grain(grain, total.observations / max(len(units), 1), total.months, enough, scope.finest(by=by))
    targets = targets_for(store, scope, list(elements), by=by)
    baselines = baselines_for(store, scope, list(elements), by=by)

    def read(period: Period) -> pd.DataFrame:
        if cut == "month":
            return within(_points(store, version, replace(scope, period=Period()), elements, by, cut), period)
        return _points(store, version, replace(scope, period=period), elements, by, cut)

    earlier = earlier_months(baselines.values(), total.first)
    series, results = judge(
        read(Period(total.first, total.last)),
        "average",
        by=("element", "unit"),
        better="higher",
        arriving_since=total.arriving_since(cut),
        months=MONTHS_IN[cut],
        targets=targets,
        baselines=baselines,
        before=ended_before(read(earlier), total.first, cut) if earlier else None,
        adds_columns=False,
    )
    return UnitSeries(cut, series, results)


@lru_cache(maxsize=16)
def _points(store: Store, version: int, scope: Scope, elements: tuple[str, ...], by: By, grain: Grain) -> pd.DataFrame:
    """Averages by element, unit and point. Months are read for all of a scope's time, so that asking for others reads
    nothing new: what disclosure control lets count in one does not depend on those around it. Quarters and years do
    depend on where the period begins and ends.
    """
    asked = scope.parameters(by=by, over=grain)
    rows = store.read(
        "questions/overview/element_by_unit_and_month", **asked, elements=list(elements), unit=by, grain=grain
    )
    return rows.assign(average=rows["grade_sum"] / rows["observations"])
