"""How lenient each grader is, told apart from a change over the months.

A random-intercept model: grade = month + grader + rest, the months as they are (fixed effects), the graders and the
rest normal with a variance each, fitted by restricted maximum likelihood (REML; Patterson and Thompson 1971, Biometrika
58). A grader's leniency is the best linear unbiased prediction (Robinson 1991, Statistical Science 6(1)): drawn towards
0 the more, the fewer the grades. The leniencies add up to 0, so 0 is the average grader.

The likelihood depends on the number, sum and sum of squares of each grader's grades in each month alone, so a fit never
needs the rows and is as quick at ten million grades. A test holds it to statsmodels' MixedLM, which does need them.

Where nearly everybody who grades changes at once, no model can tell leniency from change; then there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

FEWEST_GRADERS = 3
"""Below which how far graders differ cannot be told (our own judgement)."""
LEAST_OVERLAP = 0.2
"""Share of the grades on the smaller side of any month that must be matched by the same people's grades on the other
side of it (our own judgement)."""
SIDE = 0.1
"""Share of all grades that a side must hold for its overlap to be looked at: fewer move no trend much."""
_NOTHING = 1e-9  # a share of all squares that is only a computer's rounding
_RATIOS = np.concatenate([[0.0], np.geomspace(1e-5, 1e2, 36)])  # variance of graders, in parts of the rest


@dataclass(frozen=True)
class LeniencyInTrend:
    """What the model found. None of it where `why` says that it cannot be told.

    leniency: grader → grades above (or, with a minus, below) the average grader. between, within: the variances of
    graders and of the rest. apart: months in which only people graded who never graded in the
    others, so that there is no telling for them. overlap: the least share that is matched, and changed_at: the month
    that begins there, where it is below LEAST_OVERLAP.
    """

    leniency: dict[str, float]
    between: float
    within: float
    apart: tuple[date, ...] = ()
    overlap: float = 1.0
    changed_at: date | None = None
    why: str = ""


def leniency_in_trend(
    month: Sequence[date], grader: Sequence[str], n: npt.ArrayLike, total: npt.ArrayLike, square_total: npt.ArrayLike
) -> LeniencyInTrend:
    """Fit the model to sums: one entry for each month and grader with grades.

    n, total, square_total: the number of grades, their sum and the sum of their squares; n above zero. why: no_grader,
    one_grader, few_graders, no_variation, too_few_grades or no_overlap.
    """
    months, place = np.unique(np.asarray(month, dtype=object), return_inverse=True)
    names, who = np.unique(np.asarray(grader, dtype=object), return_inverse=True)
    count, sums = np.asarray(n, dtype=float), np.asarray(total, dtype=float)
    if len(names) < FEWEST_GRADERS:
        return _without(("no_grader", "one_grader", "few_graders")[len(names)])
    table = np.zeros((len(months), len(names)))
    np.add.at(table, (place, who), count)
    kept = _largest_part(table)
    apart = tuple(months[~kept].tolist())
    if table[~kept].sum() > SIDE * table.sum():
        return _without("no_overlap", overlap=0.0, apart=apart)
    overlap, at = _least_overlap(table[kept])
    if overlap < LEAST_OVERLAP:
        return _without("no_overlap", overlap=overlap, changed_at=months[kept].tolist()[at], apart=apart)
    sum_table = np.zeros_like(table)
    np.add.at(sum_table, (place, who), sums)
    squares = float(np.asarray(square_total, dtype=float)[kept[place]].sum())
    seen = table[kept].sum(axis=0) > 0
    if seen.sum() < FEWEST_GRADERS:
        return _without("few_graders")
    sufficient = _Sums(table[np.ix_(kept, seen)], sum_table[np.ix_(kept, seen)], squares)
    if sufficient.degrees < 1:
        return _without("too_few_grades")
    if sufficient.left(0.0) <= _NOTHING * max(squares, 1.0):
        return _without("no_variation")
    ratio = _best_ratio(sufficient)
    within = sufficient.left(ratio) / sufficient.degrees
    found = dict.fromkeys(names.tolist(), 0.0) | dict(
        zip(names[seen].tolist(), sufficient.leniency(ratio).tolist(), strict=True)
    )
    return LeniencyInTrend(found, ratio * within, within, apart, overlap)


def _without(
    why: str, *, overlap: float = 1.0, changed_at: date | None = None, apart: tuple[date, ...] = ()
) -> LeniencyInTrend:
    return LeniencyInTrend({}, np.nan, np.nan, apart, overlap, changed_at, why)


@dataclass(frozen=True)
class _Sums:
    """n and total: number and sum of grades, months by graders; squares: of all grades."""

    n: Values
    total: Values
    squares: float

    @property
    def degrees(self) -> float:
        """Grades, less one for each month."""
        return float(self.n.sum()) - len(self.n)

    def months(self, ratio: float) -> tuple[Values, Values, Values]:
        """X'V⁻¹X, X'V⁻¹y and what solves them: each month's level by generalised least squares."""
        drawn = ratio / (1 + ratio * self.n.sum(axis=0))
        left = np.diag(self.n.sum(axis=1)) - (self.n * drawn) @ self.n.T
        right = self.total.sum(axis=1) - self.n @ (drawn * self.total.sum(axis=0))
        return left, right, np.linalg.solve(left, right)

    def left(self, ratio: float) -> float:
        """The sum of squares that is left, in units of the variance of the rest."""
        _, right, level = self.months(ratio)
        drawn = ratio / (1 + ratio * self.n.sum(axis=0))
        return float(self.squares - (drawn * self.total.sum(axis=0) ** 2).sum() - level @ right)

    def criterion(self, ratio: float) -> float:
        """Minus twice the restricted log-likelihood at its best variance of the rest, but for a constant."""
        left, _, _ = self.months(ratio)
        rest = self.left(ratio)
        spread = np.log1p(ratio * self.n.sum(axis=0)).sum() + np.linalg.slogdet(left)[1]
        return float(self.degrees * np.log(rest / self.degrees) + spread)

    def leniency(self, ratio: float) -> Values:
        """The best linear unbiased prediction of each grader."""
        level = self.months(ratio)[2]
        drawn = ratio / (1 + ratio * self.n.sum(axis=0))
        return np.asarray(drawn * (self.total.sum(axis=0) - level @ self.n))


def _best_ratio(sums: _Sums) -> float:
    """Where the restricted likelihood is highest: the best of a ladder of ratios, then closer around it."""
    from scipy.optimize import minimize_scalar

    tried = [sums.criterion(ratio) for ratio in _RATIOS]
    best = int(np.argmin(tried))
    low, high = _RATIOS[max(best - 1, 0)], _RATIOS[min(best + 1, len(_RATIOS) - 1)]
    closer = minimize_scalar(sums.criterion, bounds=(low, high), method="bounded", options={"xatol": 1e-9 + low * 1e-6})
    return float(closer.x) if closer.fun < tried[best] else float(_RATIOS[best])


def _largest_part(table: Values) -> npt.NDArray[np.bool_]:
    """Which months hang together by people who graded in several of them: the part with the most grades."""
    shared = table > 0
    part = np.full(len(table), -1)
    for start in range(len(table)):
        if part[start] >= 0:
            continue
        inside: npt.NDArray[np.bool_] = np.arange(len(table)) == start
        grown = 0
        while grown < inside.sum():
            grown = int(inside.sum())
            inside = np.asarray(shared[:, shared[inside].any(axis=0)].any(axis=1))
        part[inside] = start
    weights = np.bincount(part, table.sum(axis=1))
    return np.asarray(part == int(np.argmax(weights)))


def _least_overlap(table: Values) -> tuple[float, int]:
    """The least overlap of the people before and from any month on, and that month's place.

    Of a cut: the sum of each person's smaller number of the two sides, as a share of the smaller side's grades.
    """
    before = np.cumsum(table, axis=0)
    least, place = 1.0, 0
    for cut in range(1, len(table)):
        sooner, later = before[cut - 1], before[-1] - before[cut - 1]
        smaller = min(sooner.sum(), later.sum())
        if smaller < SIDE * table.sum():
            continue
        overlap = float(np.minimum(sooner, later).sum() / smaller)
        if overlap < least:
            least, place = overlap, cut
    return least, place
