"""Did a series change after a date? Interrupted time series by segmented regression.

    Y = b0 + b1 · T + b2 · I + b3 · S (+ seasonal terms)

T counts time in steps of the series' own grain from its first point, I is 1 from the date on, S is the time since the
first point after. Wagner and colleagues (2002), J. Clinical Pharmacy and Therapeutics 27; Lopez Bernal, Cummins and
Gasparrini (2017), Int. J. Epidemiology 46(1); Linden (2015), Stata Journal 15(2). Errors: Newey and West (1987),
Econometrica 55, with the number of lags of Newey and West (1994), Review of Economic Studies 61. The fitting is
statsmodels'; published results are matched by test.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from mwm.errors import UsageError
from mwm.stats.regression import Errors, Estimate, Family, Fit, Reference, Values, no_line, regression
from mwm.stats.time_steps import Grain, grain_and_steps

Model = Literal["level_and_slope", "level", "slope"]

FEWEST_TO_FIT = 3  # points on each side
FEWEST_TO_ATTRIBUTE = 12  # points on each side, below which nothing is attributed (our own judgement)
_ENDLESS = 1e100  # a count that a line reaches only where nearly all counts are zero, so that its slope has no end


class Point(NamedTuple):
    """One value with what the model gives for it.

    step: T. fitted: the model's value. counterfactual, lower, upper: what the trend before the date would have given,
    with its 95% interval; NaN before the date.
    """

    day: date
    value: float
    step: int
    is_after: bool
    fitted: float
    counterfactual: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Effect:
    """What the model gives less the counterfactual, at one point, in the series' own unit and in percent of the latter.

    Percent is NaN where the counterfactual is not above zero.
    """

    day: date
    fitted: float
    counterfactual: float
    difference: float
    lower: float
    upper: float
    percent: float
    percent_lower: float
    percent_upper: float


@dataclass(frozen=True)
class Interruption:
    """A series fitted before and after a date.

    first_after: the first point on or after `at`. pre_trend and post_trend: change a step before and after the date.
    level_change: step at the first point after, above what the trend before would have given there (at the point before
    it where `since` is 1); None in a model without. slope_change: post_trend less pre_trend; None in a model without.
    level_at_start and level_before_start: the line at the first point (T = 0) and one step before it, which is the
    intercept where a publication counts T from 1. lags: of the Newey–West errors; None with other errors. dispersion:
    Pearson's chi-squared over its degrees of freedom, in a poisson model. durbin_watson and autocorrelation (with the
    point before) are those of the residuals. is_enough: at least 12 points on each side. is_exact: the values lie on
    the lines, so that there are no standard errors.
    """

    at: date
    first_after: date
    grain: Grain
    family: Family
    model: Model
    errors: Errors
    lags: int | None
    is_corrected: bool
    reference: Reference
    degrees_of_freedom: int
    since: int
    harmonics: int
    has_population: bool
    points_before: int
    points_after: int
    level_at_start: Estimate
    level_before_start: Estimate
    pre_trend: Estimate
    level_change: Estimate | None
    slope_change: Estimate | None
    post_trend: Estimate
    effect_at_end: Effect
    points: tuple[Point, ...]
    dispersion: float
    durbin_watson: float
    autocorrelation: float
    is_exact: bool

    @property
    def is_enough(self) -> bool:
        """Whether there are enough points on each side to attribute anything at all."""
        return min(self.points_before, self.points_after) >= FEWEST_TO_ATTRIBUTE


def usual_lags(points: int) -> int:
    """Lags of Newey–West errors: 4 · (n / 100)^(2/9), rounded down (Newey and West 1994)."""
    return int(4 * (points / 100) ** (2 / 9))


def interruption(
    days: Sequence[date],
    values: Sequence[float],
    at: date,
    *,
    population: Sequence[float] | None = None,
    family: Family = "linear",
    model: Model = "level_and_slope",
    seasonal: bool = False,
    harmonics: int | None = None,
    errors: Errors = "newey_west",
    lags: int | None = None,
    since: int = 0,
    small_sample: bool = True,
    reference: Reference | None = None,
) -> Interruption:
    """Fit a series before and after a date.

    days: in order, each once; values: as many, NaN for a gap, which counts as time passed. at: the first day of the
    time after. population: of each value, above zero; its logarithm is the offset of a poisson model, so that rates are
    compared. seasonal: yearly seasons, as two pairs of sine and cosine (one where fewer fit); harmonics: how many
    pairs, instead. errors: newey_west; ordinary; or overdispersed, a poisson model's ordinary errors times the root of
    its dispersion (quasi-Poisson). lags: of newey_west, else usual_lags. since: whether time since the date is 0 or 1
    at the first point after; it moves the level change along the slope change and nothing else. small_sample: whether
    newey_west variances are multiplied by n / (n − k). reference: distribution of intervals and p, else Student's t
    with n − k degrees of freedom for linear and the normal for poisson. Raises UsageError, which says what to change.
    """
    known = [place for place, value in enumerate(values) if not math.isnan(value)]
    used = [days[place] for place in known]
    y = np.array([values[place] for place in known], dtype=float)
    sizes = None if population is None else np.array([population[place] for place in known], dtype=float)
    _check_series(used, y, at)
    _check_family(used, y, sizes, at, family, errors)
    grain, steps = grain_and_steps(used)
    after = np.array([day >= at for day in used])
    pairs = _pairs(grain, seasonal, harmonics)
    x = _columns(steps, after, model, since, grain, pairs)
    lags = _settled_lags(lags, errors, len(y))
    fit = regression(
        y, x, sizes, family=family, errors=errors, lags=lags, small_sample=small_sample, reference=reference
    )
    place = _PLACES[model]

    def told(**weights: float) -> Estimate:
        row = np.zeros(x.shape[1])
        for name, weight in weights.items():
            row[place[name]] = weight
        return fit.estimate(row)

    without = x.copy()
    without[:, [place[name] for name in ("level", "slope") if name in place]] = 0
    expected = (np.where(after, line, math.nan).tolist() for line in fit.lines(without, sizes))
    residuals = fit.residuals
    spread = math.nan if fit.is_straight else float(residuals @ residuals)
    return Interruption(
        at=at,
        first_after=used[int(np.argmax(after))],
        grain=grain,
        family=family,
        model=model,
        errors=errors,
        lags=lags,
        is_corrected=errors == "newey_west" and small_sample,
        reference=fit.reference,
        degrees_of_freedom=fit.freedom,
        since=since,
        harmonics=pairs,
        has_population=sizes is not None,
        points_before=int((~after).sum()),
        points_after=int(after.sum()),
        level_at_start=told(start=1),
        level_before_start=told(start=1, trend=-1),
        pre_trend=told(trend=1),
        level_change=told(level=1) if "level" in place else None,
        slope_change=told(slope=1) if "slope" in place else None,
        post_trend=told(trend=1, slope=1) if "slope" in place else told(trend=1),
        effect_at_end=_effect(used[-1], x[-1], without[-1], fit, sizes),
        points=tuple(
            Point(*row)
            for row in zip(
                used,
                y.tolist(),
                steps.tolist(),
                after.tolist(),
                fit.lines(x, sizes)[0].tolist(),
                *expected,
                strict=True,
            )
        ),
        dispersion=fit.dispersion,
        durbin_watson=float(np.sum(np.diff(residuals) ** 2)) / spread,
        autocorrelation=float(residuals[1:] @ residuals[:-1]) / spread,
        is_exact=bool(np.isnan(fit.cov).any()),
    )


_PLACES = {
    "level_and_slope": {"start": 0, "trend": 1, "level": 2, "slope": 3},
    "level": {"start": 0, "trend": 1, "level": 2},
    "slope": {"start": 0, "trend": 1, "slope": 2},
}


def _columns(
    steps: npt.NDArray[np.int64],
    after: npt.NDArray[np.bool_],
    model: Model,
    since: int,
    grain: Grain,
    pairs: int,
) -> Values:
    """The model's columns: one, T, I and S as the model has them, then the seasonal pairs."""
    if since not in (0, 1):
        raise UsageError("Time since the date begins at 0 or at 1.")
    passed = np.where(after, steps - steps[int(np.argmax(after))] + since, 0)
    columns: list[npt.NDArray[Any]] = [np.ones(len(steps)), steps]
    columns += [after] if model != "slope" else []
    columns += [passed] if model != "level" else []
    for pair in range(1, pairs + 1):
        angle = 2 * math.pi * pair * steps / grain.steps_a_year
        columns.append(np.cos(angle))
        if 2 * pair != grain.steps_a_year:  # at half the period the sine is zero throughout
            columns.append(np.sin(angle))
    x = np.column_stack(columns).astype(float)
    if len(steps) < x.shape[1] + 2 or np.linalg.matrix_rank(x) < x.shape[1]:
        raise UsageError(
            f"{len(steps)} values are too few for a model with {x.shape[1]} numbers to work out.",
            mend="Leave the seasons out, or take more values.",
        )
    return x


def _pairs(grain: Grain, seasonal: bool, harmonics: int | None) -> int:
    most = int(grain.steps_a_year // 2)
    wanted = harmonics if harmonics is not None else (min(2, most) if seasonal else 0)
    if seasonal and most == 0:
        raise UsageError(f"Values {grain.words} apart have no seasons within the year.", mend="Leave the seasons out.")
    if not 0 <= wanted <= most:
        raise UsageError(f"Of seasonal pairs, values {grain.words} apart allow 0 to {most}.")
    return wanted


def _settled_lags(lags: int | None, errors: Errors, points: int) -> int | None:
    if errors != "newey_west":
        if lags is not None:
            raise UsageError("Lags belong to Newey–West errors.", mend="Leave out the lags, or the kind of errors.")
        return None
    if lags is None:
        return usual_lags(points)
    if not 0 <= lags < points:
        raise UsageError(f"Lags must lie between 0 and {points - 1}, one fewer than the values.")
    return lags


def _check_series(days: Sequence[date], y: Values, at: date) -> None:
    if any(one == other for one, other in pairwise(days)):
        raise UsageError("Two values have the same date.", mend="Keep one value for each date, or add them up.")
    if list(days) != sorted(days):
        raise UsageError("The values are not in the order of their dates.", mend="Sort them by date.")
    if not days:
        raise UsageError("There is no value.")
    if at > days[-1] or at <= days[0]:
        where = "after the last" if at > days[-1] else "not after the first"
        raise UsageError(
            f"The date {at:%d/%m/%Y} is {where} value.",
            mend=f"Choose a date after {days[0]:%d/%m/%Y} and not after {days[-1]:%d/%m/%Y}.",
        )
    before = sum(day < at for day in days)
    for count, side in ((before, "before"), (len(days) - before, "from")):
        if count < FEWEST_TO_FIT:
            raise UsageError(
                f"Only {count} value{'' if count == 1 else 's'} {'lies' if count == 1 else 'lie'} {side} "
                f"{at:%d/%m/%Y}{' on' if side == 'from' else ''}; at least {FEWEST_TO_FIT} are needed on each side.",
                mend="Choose another date, or take more values.",
            )
    if float(np.ptp(y)) == 0:
        raise UsageError("All values are the same, so nothing changed.")


def _check_family(
    days: Sequence[date], y: Values, sizes: Values | None, at: date, family: Family, errors: Errors
) -> None:
    if family == "linear":
        if sizes is not None:
            raise UsageError(
                "A population goes with a poisson model, which compares rates.",
                mend="Choose the poisson family, or leave out the population.",
            )
        if errors == "overdispersed":
            raise UsageError("Overdispersed errors belong to a poisson model.", mend="Choose the poisson family.")
        return
    _refuse_first(days, y < 0, "is below zero, and a poisson model counts", "Choose the linear family.")
    if sizes is not None:
        _refuse_first(
            days, ~(sizes > 0), "has no population above zero", "Give every value its population, or leave it out."
        )
    for side, words in ((y[[day < at for day in days]], "before"), (y[[day >= at for day in days]], "after")):
        if not side.any():
            raise UsageError(
                f"All counts {words} the date are zero, which a poisson model cannot fit.",
                mend="Choose the linear family.",
            )


def _refuse_first(days: Sequence[date], wrong: npt.NDArray[np.bool_], what: str, mend: str) -> None:
    if wrong.any():
        raise UsageError(f"The value of {days[int(np.argmax(wrong))]:%d/%m/%Y} {what}.", mend=mend)


def _effect(day: date, with_it: Values, without: Values, fit: Fit, sizes: Values | None) -> Effect:
    """The delta method, but for a poisson model's percent, which follows from its rate ratio."""
    fitted, expected = fit.lines(np.vstack([with_it, without]), None if sizes is None else sizes[-1])[0].tolist()
    if fit.family == "linear":
        difference = fit.estimate(with_it - without)
        percent = math.nan, math.nan, math.nan
        if expected > 0:
            slopes = (with_it - fitted / expected * without) / expected
            share = fit.estimate(slopes, fitted / expected - 1)
            percent = 100 * share.estimate, 100 * share.lower, 100 * share.upper
    else:
        if not fitted + expected < _ENDLESS:
            raise no_line()
        difference = fit.estimate(fitted * with_it - expected * without, fitted - expected)
        rate, lower, upper = fit.estimate(with_it - without).ratio
        percent = 100 * (rate - 1), 100 * (lower - 1), 100 * (upper - 1)
    return Effect(day, fitted, expected, difference.estimate, difference.lower, difference.upper, *percent)
