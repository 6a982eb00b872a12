"""Monthly counts of looked after children."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mwm.demo.planted import PLANTED
from mwm.scope import Month

_USUAL = 350
_MONTHLY_SPREAD, _CARRIED_OVER = 5.0, 0.6  # what is left of a month's distance from the usual a month later
_FALL_SPREAD = 2.5
_STARTED_A_MONTH = 13.0  # Islington: 124 to 220 in a year
_CEASED_AT_LEAST = 3
_POPULATION, _POPULATION_FALLS = 35_600, 180  # in the last year; a year


def looked_after_table(until: Month, rng: np.random.Generator) -> pa.Table:
    """One row a month, as a file of the kind `looked_after`.

    In every month looked_after = the month before + started − ceased. From the baseline month on it falls to the
    planted count of the last month.
    """
    count = _counts(rng)
    net = np.diff(count, prepend=_USUAL)
    started = np.maximum(rng.poisson(_STARTED_A_MONTH, len(net)), net + _CEASED_AT_LEAST)
    months = [PLANTED.first_month(until).plus(step) for step in range(PLANTED.months)]
    population = [_POPULATION + _POPULATION_FALLS * (until.first_day.year - month.first_day.year) for month in months]
    return pa.table(
        {
            "month": [str(month) for month in months],
            "looked_after": _texts(count),
            "started": _texts(started),
            "ceased": _texts(started - net),
            "population_0_17": [str(number) for number in population],
        }
    )


def _counts(rng: np.random.Generator) -> NDArray[np.int64]:
    """Ordinary variation around the usual number up to the baseline month, then the fall."""
    before = PLANTED.months - PLANTED.change_months
    away = np.zeros(before)
    for month in range(1, before):
        away[month] = _CARRIED_OVER * away[month - 1] + rng.normal(0, _MONTHLY_SPREAD)
    # The last months are bent so that the baseline month has its planted count.
    missing = PLANTED.baseline_looked_after - _USUAL - away[-1]
    away += missing * _CARRIED_OVER ** np.arange(before - 1, -1, -1.0)
    steps = PLANTED.change_months
    walk = np.cumsum(rng.normal(0, _FALL_SPREAD, steps))
    walk -= walk[-1] * np.arange(1, steps + 1) / steps
    fall = PLANTED.latest_looked_after - PLANTED.baseline_looked_after
    after = PLANTED.baseline_looked_after + fall * np.arange(1, steps + 1) / steps + walk
    count: NDArray[np.int64] = np.rint(np.r_[_USUAL + away, after]).astype(np.int64)
    return count


def _texts(numbers: NDArray[np.int64]) -> pa.Array:
    return pa.array(numbers).cast(pa.string())
