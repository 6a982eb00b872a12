"""Kappa: agreement beyond chance of two graders (Cohen) and of several (Fleiss).

Cohen (1960, 1968): unweighted and weighted kappa. Their standard errors: Fleiss, Cohen and Everitt (1969), Large sample
standard errors of kappa and weighted kappa, Psychological Bulletin 72(5). Several graders: Fleiss (1971), Psychological
Bulletin 76(5). statsmodels works the coefficients out; here is when they may be asked for, and what it leaves out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np

from mwm.stats.agreement import ALL_EQUAL, NO_UNIT_WITH_TWO, ONE_UNIT_WITH_TWO, Z_95, Grades, Values

Weights = Literal["linear", "quadratic"]

MOST_CATEGORIES = 200
_NOTHING = 1e-12


@dataclass(frozen=True)
class Kappa:
    """Kappa of two graders.

    standard_error: the large-sample one of Fleiss, Cohen and Everitt (1969), for intervals. lower and upper: value ±
    1.96 standard errors, cut at −1 and 1. What cannot be worked out is None, and `why` says so.
    """

    value: float | None
    standard_error: float | None
    lower: float | None
    upper: float | None
    why: str = ""


@dataclass(frozen=True)
class PairKappas:
    """Two graders, how many units both graded, and kappa without weights, with linear and with quadratic weights."""

    first: str
    second: str
    n: int
    unweighted: Kappa
    linear: Kappa
    quadratic: Kappa


def kappa(table: Values, weights: Weights | Values | None = None, *, points: Values | None = None) -> Kappa:
    """Kappa of a square table of counts: the first grader's categories in rows, the second's in columns.

    weights: None for Cohen's kappa; "linear" or "quadratic" for disagreement that grows with the distance of two points
    or its square; or a matrix of how bad each disagreement is (0 on the diagonal), as in Cohen (1968). points: the
    number of each category, in order; 1, 2, 3 … where left out.
    """
    counts = np.asarray(table, dtype=float)
    n = counts.sum()
    if n < 2:
        return _nothing("No unit was graded by both." if n == 0 else "Only one unit was graded by both.")
    used = np.flatnonzero(counts.sum(axis=0) + counts.sum(axis=1))
    if len(used) == 1:
        return _nothing(ALL_EQUAL)
    if len(used) > MOST_CATEGORIES:
        return _nothing(f"There are {len(used):,} different grades: too many to be categories.")
    if np.count_nonzero(counts.sum(axis=0)) == 1 or np.count_nonzero(counts.sum(axis=1)) == 1:
        return _nothing("One of the two gave the same grade throughout, so kappa is 0 whatever the other gave.")
    # Heavy to import, so only when it is needed.
    from statsmodels.stats.inter_rater import cohens_kappa

    apart = _disagreement(weights, np.arange(len(counts), dtype=float) if points is None else points)
    if not (apart * counts.sum(axis=1)[:, None] * counts.sum(axis=0)).sum() > 0:
        return _nothing("By these weights no disagreement was to be expected.")
    value = float(cohens_kappa(counts, weights=apart, return_results=False))
    if abs(value) < _NOTHING:
        value = 0.0
    if 1 - value < _NOTHING:
        return Kappa(1.0, None, None, None, "The two never differ, so the formula for the standard error gives 0.")
    error = _large_sample_error(counts, 1 - apart / apart.max(), value)
    if error < math.sqrt(_NOTHING):
        return Kappa(value, None, None, None, "The formula for the standard error gives 0 for these grades.")
    return Kappa(value, error, max(value - Z_95 * error, -1.0), min(value + Z_95 * error, 1.0))


def _disagreement(weights: Weights | Values | None, points: Values) -> Values:
    """How bad each disagreement is; 0 on the diagonal."""
    if weights is None:
        return 1 - np.eye(len(points))
    if isinstance(weights, str):
        apart = np.abs(np.subtract.outer(points, points)).astype(float)
        return apart if weights == "linear" else apart**2
    return np.asarray(weights, dtype=float)


def _large_sample_error(counts: Values, credit: Values, value: float) -> float:
    """By Fleiss, Cohen and Everitt (1969); credit: of each agreement, 1 on the diagonal.

    statsmodels has it too, but with it come two distributions that take twenty times as long as the kappa itself.
    """
    n = counts.sum()
    share = counts / n
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    expected = float(rows @ credit @ columns)
    usual = (credit @ columns)[:, None] + rows @ credit
    spread = float((share * (credit - usual * (1 - value)) ** 2).sum()) - (value - expected * (1 - value)) ** 2
    return math.sqrt(max(spread, 0.0) / n) / (1 - expected)


def _nothing(why: str) -> Kappa:
    return Kappa(None, None, None, None, why)


def pair_kappas(grades: Grades) -> tuple[PairKappas, ...]:
    """Kappa of every two graders, on the units that both graded; distances are those of the numbers themselves."""
    return tuple(_pair(grades, one, other) for one, other in combinations(range(len(grades.graders)), 2))


def _pair(grades: Grades, one: int, other: int) -> PairKappas:
    both = grades.values[:, [one, other]]
    both = both[~np.isnan(both).any(axis=1)]
    points, codes = np.unique(both, return_inverse=True)
    if len(points) > MOST_CATEGORIES:
        three = [_nothing(f"There are {len(points):,} different grades: too many to be categories.")] * 3
    else:
        table = np.zeros((len(points), len(points)))
        np.add.at(table, tuple(codes.reshape(both.shape).T), 1)
        no_order = _nothing("Grades are words, which have no distance.")
        three = [
            kappa(table),
            no_order if grades.words else kappa(table, "linear", points=points),
            no_order if grades.words else kappa(table, "quadratic", points=points),
        ]
    return PairKappas(grades.graders[one], grades.graders[other], len(both), *three)


@dataclass(frozen=True)
class CategoryKappa:
    """How far graders agree that a unit belongs to this category or to any other. share: of all grades."""

    category: float
    share: float
    value: float


@dataclass(frozen=True)
class FleissKappa:
    """Kappa of several graders, who may be others for each unit.

    standard_error: for intervals (Gwet 2021). standard_error_of_none: if there were no agreement (Fleiss, Nee and
    Landis 1979), for z and p only. graders: grades of each unit. categories: Fleiss's kappa of each category. What
    cannot be worked out is None, and `why` says so.
    """

    value: float | None
    standard_error: float | None
    lower: float | None
    upper: float | None
    standard_error_of_none: float | None
    z: float | None
    p: float | None
    units: int
    graders: int
    categories: tuple[CategoryKappa, ...]
    why: str = ""


def fleiss_kappa(grades: Grades) -> FleissKappa:
    """Fleiss's kappa where every unit has the same number of grades; categories have no order.

    The standard error of Fleiss (1971) is not used, since its author replaced it. standard_error follows Gwet (2021),
    Large-sample variance of Fleiss generalized kappa, Educational and Psychological Measurement 81(4).
    """
    given = grades.values
    sizes = (~np.isnan(given)).sum(axis=1)
    units, m = len(given), int(sizes[0]) if len(sizes) else 0

    def without(why: str) -> FleissKappa:
        return FleissKappa(None, None, None, None, None, None, None, units, m, (), why)

    if not (sizes >= 2).any():
        return without(NO_UNIT_WITH_TWO)
    if (sizes != m).any():
        return without(f"Units have from {sizes.min()} to {sizes.max()} grades; Fleiss's kappa needs as many for each.")
    if units < 2:
        return without(ONE_UNIT_WITH_TWO)
    points = np.unique(given[~np.isnan(given)])
    if len(points) == 1:
        return without(ALL_EQUAL)
    if len(points) > MOST_CATEGORIES:
        return without(f"There are {len(points):,} different grades: too many to be categories.")
    from statsmodels.stats.inter_rater import fleiss_kappa as library_kappa

    counts = np.stack([(given == point).sum(axis=1) for point in points], axis=1).astype(float)
    value = min(float(library_kappa(counts)), 1.0)
    share = counts.sum(axis=0) / counts.sum()
    spread = share * (1 - share)
    per_category = 1 - (counts * (m - counts)).sum(axis=0) / (units * m * (m - 1) * spread)
    no_agreement = _error_of_none(share, units, m)
    z = value / no_agreement
    categories = tuple(
        CategoryKappa(float(point), float(part), float(one))
        for point, part, one in zip(points, share, per_category, strict=True)
    )
    tested = {"standard_error_of_none": no_agreement, "z": z, "p": math.erfc(abs(z) / math.sqrt(2))}
    whole: dict[str, Any] = {"units": units, "graders": m, "categories": categories, **tested}
    if 1 - value < _NOTHING:
        why = "Graders never differ, so the formula for the standard error gives 0."
        return FleissKappa(value=1.0, standard_error=None, lower=None, upper=None, why=why, **whole)
    error = _error(counts, share, value)
    lower, upper = max(value - Z_95 * error, -1.0), min(value + Z_95 * error, 1.0)
    return FleissKappa(value=value, standard_error=error, lower=lower, upper=upper, **whole)


def _error_of_none(share: Values, units: int, m: int) -> float:
    """Fleiss, Nee and Landis (1979), Psychological Bulletin 86(5): with q = 1 − p and D = Σ p q,
    √(2 (D² − Σ p q (q − p)) / (N m (m − 1))) / D."""
    whole = float((share * (1 - share)).sum())
    skew = float((share * (1 - share) * (1 - 2 * share)).sum())
    return math.sqrt(2 * (whole**2 - skew) / (units * m * (m - 1))) / whole


def _error(counts: Values, share: Values, value: float) -> float:
    """Gwet (2021): the spread of the units' own parts of kappa, each less what the unit adds to expected agreement."""
    units, m = len(counts), counts[0].sum()
    expected = float((share**2).sum())
    observed = (counts * (counts - 1)).sum(axis=1) / (m * (m - 1))
    own = (observed - expected) / (1 - expected)
    own -= 2 * (1 - value) * (counts @ share / m - expected) / (1 - expected)
    return math.sqrt(float(((own - value) ** 2).sum()) / (units * (units - 1)))
