"""Krippendorff's alpha: agreement beyond chance of any number of graders, with blanks, at any level of measurement.

Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of Pennsylvania; and Content Analysis,
chapter 12. Why no library works it out: docs/decisions/0010-agreement-libraries.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from mwm.stats.agreement import ALL_EQUAL, NO_UNIT_WITH_TWO, ONE_UNIT_WITH_TWO, Grades, Level, Values

RESAMPLES = 1000
FEWEST_FOR_INTERVAL = 10
_MOST_RATIO_VALUES = 2000  # at the ratio level every value is compared with every other
_MOST_UNDEFINED = 0.05  # share of resamples without any difference; with more there is no interval


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha.

    units: with two or more grades. pairable_values: the grades of these units. lower and upper: 95% bootstrap interval
    from so many resamples. What cannot be worked out is None, and `why` says so.
    """

    value: float | None
    level: Level
    lower: float | None
    upper: float | None
    units: int
    pairable_values: int
    resamples: int
    why: str = ""


@dataclass(frozen=True)
class _Table:
    """Pairable grades as a list: the unit and the code of each, units in order. values: of the codes, in order.

    Units with the same grades stand here once. own: of each unit, the sum of squared differences over its ordered
    pairs of grades, divided by its grades − 1; at the ordinal level it depends on all grades and is worked out anew
    each time.
    """

    level: Level
    unit: npt.NDArray[np.intp]
    code: npt.NDArray[np.intp]
    values: Values
    sizes: Values
    own: Values


def krippendorff_alpha(grades: Grades, level: Level = "ordinal", *, resamples: int = RESAMPLES, seed: int = 1) -> Alpha:
    """Alpha = 1 − observed ÷ expected disagreement, of the units with two or more grades.

    Squared differences: nominal 0 or 1; ordinal the number of grades from the middle of one point to the middle of the
    other; interval x − y; ratio (x − y) / (x + y), which needs a scale without numbers below zero. The interval lies
    between two quantiles of alpha in resamples of the units: 2.5% and 97.5%, moved outwards for few units (the expanded
    percentile interval of Hesterberg 2015, The American Statistician 69(4)). The same seed gives the same interval;
    with resamples=0 there is none. Words have no order: ValueError at another level than nominal.
    """
    if grades.words and level != "nominal":
        raise ValueError("words can only be compared at the nominal level")
    rows = grades.pairable
    there = ~np.isnan(rows)
    units, count = len(rows), int(there.sum())

    def without(why: str, value: float | None = None) -> Alpha:
        return Alpha(value, level, None, None, units, count, 0, why)

    if units < 2:
        return without(ONE_UNIT_WITH_TWO if units else NO_UNIT_WITH_TWO)
    if level == "ratio" and (rows[there] < 0).any():
        return without("There are grades below zero, and a ratio scale has none: use the interval level.")
    values = np.unique(rows[there])
    if len(values) == 1:
        return without(ALL_EQUAL)
    if level == "ratio" and len(values) > _MOST_RATIO_VALUES:
        return without(f"There are more than {_MOST_RATIO_VALUES:,} different values: use the interval level.")
    patterns, times = _patterns(rows)
    alpha_of = _alphas(_table(patterns, values, level))
    value = alpha_of(times)
    if not resamples:
        return without("", value)
    if units < FEWEST_FOR_INTERVAL:
        return without(f"Fewer than {FEWEST_FOR_INTERVAL} units are too few for an interval.", value)
    if value == 1:
        return without("Graders never differ, so resampling cannot show how far chance may reach.", value)
    rng = np.random.default_rng(seed)
    pattern_of = np.repeat(np.arange(len(times)), times.astype(int))
    drawn = np.array(
        [
            alpha_of(np.bincount(pattern_of[rng.integers(0, units, units)], minlength=len(times)).astype(float))
            for _ in range(resamples)
        ]
    )
    defined = drawn[~np.isnan(drawn)]
    if len(defined) < (1 - _MOST_UNDEFINED) * resamples:
        return without("Grades differ too seldom for an interval.", value)
    tail = _expanded_tail(units)
    lower, upper = (float(end) for end in np.quantile(defined, [tail, 1 - tail]))
    return Alpha(value, level, lower, upper, units, count, resamples)


def _expanded_tail(units: int) -> float:
    """The lower quantile, since resamples of n units vary too little: Φ(−√(n / (n − 1)) t(0.975, n − 1))."""
    from scipy.special import ndtr, stdtrit  # heavy to import, so only when they are needed

    return float(ndtr(-math.sqrt(units / (units - 1)) * stdtrit(units - 1, 0.975)))


def _patterns(rows: Values) -> tuple[Values, Values]:
    """The different sets of grades that units have, and how many units have each: resampling these is much quicker."""
    ordered = np.sort(np.where(np.isnan(rows), np.inf, rows), axis=1)
    patterns, times = np.unique(ordered, axis=0, return_counts=True)
    return np.where(np.isinf(patterns), np.nan, patterns), times.astype(float)


def _table(rows: Values, values: Values, level: Level) -> _Table:
    there = ~np.isnan(rows)
    unit, _ = np.nonzero(there)
    code = np.searchsorted(values, rows[there])
    sizes = there.sum(axis=1).astype(float)
    own = np.zeros(len(rows))
    if level != "ordinal":
        difference = _DIFFERENCES[level]
        for one, other in combinations(range(rows.shape[1]), 2):
            both = there[:, one] & there[:, other]
            own[both] += 2 * difference(rows[both, one], rows[both, other])
        own /= sizes - 1
    return _Table(level, unit, code, values - values.mean() if level == "interval" else values, sizes, own)


def _ratio_difference(x: Values, y: Values) -> Values:
    total = x + y
    return np.asarray(((x - y) / np.where(total == 0, 1.0, total)) ** 2)  # 0 and 0 are the same


_DIFFERENCES: dict[str, Callable[[Values, Values], Values]] = {
    "nominal": lambda x, y: (x != y).astype(float),
    "interval": lambda x, y: (x - y) ** 2,
    "ratio": _ratio_difference,
}


def _alphas(table: _Table) -> Callable[[Values], float]:
    """A function from how often each unit is taken to alpha; NaN where no two grades differ."""
    values, code, unit, sizes = table.values, table.code, table.unit, table.sizes
    ratios: Any = _ratio_difference(values[:, None], values[None, :]) if table.level == "ratio" else None

    def alpha(times: Values) -> float:
        frequency = np.bincount(code, weights=times[unit], minlength=len(values))
        n = float(frequency.sum())
        own = table.own
        if table.level == "nominal":
            expected = n * n - float((frequency**2).sum())
        elif table.level == "ratio":
            expected = float(frequency @ ratios @ frequency)
        else:
            # Ordinal is interval on middle ranks: from the middle of one point to the middle of the other.
            places = np.cumsum(frequency) - frequency / 2 - n / 2 if table.level == "ordinal" else values
            expected = _ordered_pairs(n, float(frequency @ places), float(frequency @ places**2))
            if table.level == "ordinal":
                given = places[code]
                sums, squares = np.bincount(unit, given), np.bincount(unit, given**2)
                own = _ordered_pairs(sizes, sums, squares) / (sizes - 1)
        if np.count_nonzero(frequency) < 2:
            return math.nan
        return 1 - (n - 1) * max(float(times @ own), 0.0) / expected

    return alpha


def _ordered_pairs(n: Any, total: Any, square_total: Any) -> Any:
    """The sum of (x − y)² over all ordered pairs of n numbers."""
    return 2 * (n * square_total - total**2)
