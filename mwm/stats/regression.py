"""Regression of a series with errors that allow for neighbours being alike; the fitting is statsmodels'.

Newey and West (1987), Econometrica 55. With n / (n − k) as Stata's newey; without as R's sandwich::NeweyWest with
prewhite = FALSE and adjust = FALSE.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from mwm.errors import UsageError

Family = Literal["linear", "poisson"]
Errors = Literal["newey_west", "ordinary", "overdispersed"]
Reference = Literal["t", "normal"]
Values = npt.NDArray[np.float64]

CONFIDENCE = 0.95
_STRAIGHT = 1e-20  # squared residuals as a share of the squared values, below which there are none


class Estimate(NamedTuple):
    """A number of the model with its standard error, 95% interval and two-sided p; NaN where there are none.

    In a poisson model it is on the scale of logarithms, and ratio says the same as a rate ratio.
    """

    estimate: float
    standard_error: float
    lower: float
    upper: float
    p: float

    @property
    def ratio(self) -> tuple[float, float, float]:
        """The rate ratio with the ends of its interval."""
        rate, lower, upper = (_exp(value) for value in (self.estimate, self.lower, self.upper))
        return rate, lower, upper


class Fit(NamedTuple):
    """The fitted numbers with their covariances (NaN where there are none), and what is worked out from them.

    residuals: of a poisson model, Pearson's. freedom: values less numbers fitted. is_straight: no residuals.
    """

    family: Family
    params: Values
    cov: Values
    residuals: Values
    dispersion: float
    reference: Reference
    freedom: int
    is_straight: bool

    def estimate(self, row: Values, value: float | None = None) -> Estimate:
        """A weighted sum of the numbers; or another value, whose slopes by the numbers the row then holds."""
        from scipy.special import ndtr, stdtr

        found = float(row @ self.params) if value is None else value
        variance = float(row @ self.cov @ row)
        error = math.sqrt(max(variance, 0.0)) if not math.isnan(variance) else math.nan
        score = -abs(found) / error if error > 0 else math.nan
        tail = stdtr(self.freedom, score) if self.reference == "t" else ndtr(score)
        reach = self._errors_each_side() * error
        return Estimate(found, error, found - reach, found + reach, 2 * float(tail))

    def lines(self, rows: Values, sizes: npt.ArrayLike | None) -> tuple[Values, Values, Values]:
        """What the model gives at these rows, with the ends of the intervals, in the series' own unit."""
        middle = rows @ self.params
        errors = np.sqrt(np.maximum(np.einsum("ij,jk,ik->i", rows, self.cov, rows), 0))
        reach = self._errors_each_side() * errors
        ends = middle, middle - reach, middle + reach
        if self.family == "linear":
            return ends
        with np.errstate(over="ignore"):
            middle, lower, upper = (np.exp(end) * (1.0 if sizes is None else np.asarray(sizes)) for end in ends)
        return middle, lower, upper

    def _errors_each_side(self) -> float:
        from scipy.special import ndtri, stdtrit

        share = 0.5 + CONFIDENCE / 2
        return float(stdtrit(self.freedom, share) if self.reference == "t" else ndtri(share))


def regression(
    y: Values,
    x: Values,
    sizes: Values | None,
    *,
    family: Family,
    errors: Errors,
    lags: int | None,
    small_sample: bool,
    reference: Reference | None,
) -> Fit:
    """Fit the values y by the columns of x, in the order of time.

    sizes: of a poisson model, what its counts are counted out of; their logarithm is the offset. errors: newey_west
    with so many lags, its variances times n / (n − k) with small_sample; ordinary; overdispersed, which are a poisson
    model's ordinary errors times the root of its dispersion (quasi-Poisson). reference: distribution of intervals and
    p, else Student's t with n − k degrees of freedom for linear and the normal for poisson. Over a gap, neighbours
    are taken to follow one another. Raises UsageError where no firm answer is found.
    """
    how: dict[str, Any] = {}
    if errors == "newey_west":
        how = {"cov_type": "HAC", "cov_kwds": {"maxlags": lags, "use_correction": small_sample}}
    elif errors == "overdispersed":
        how = {"scale": "X2"}
    with warnings.catch_warnings(record=True) as said, np.errstate(all="ignore"):
        warnings.simplefilter("always")
        try:
            found = _model(y, x, sizes, family).fit(**how)
        except ValueError as fault:  # statsmodels, where a step of the search leads to weights that are no numbers
            raise no_line() from fault
        params, cov = np.asarray(found.params), np.asarray(found.cov_params())
    residuals = np.asarray(found.resid if family == "linear" else found.resid_pearson)
    is_straight = float(residuals @ residuals) <= _STRAIGHT * float(y @ y)
    if not np.isfinite(params).all() or not getattr(found, "converged", True) or _is_in_doubt(said, is_straight):
        raise no_line()
    has_errors = not is_straight or (family == "poisson" and errors == "ordinary")  # which need no residuals
    return Fit(
        family=family,
        params=params,
        cov=cov if has_errors else np.full_like(cov, math.nan),
        residuals=residuals,
        dispersion=math.nan if family == "linear" else float(found.pearson_chi2) / float(found.df_resid),
        reference=reference or ("t" if family == "linear" else "normal"),
        freedom=len(y) - x.shape[1],
        is_straight=is_straight,
    )


def no_line() -> UsageError:
    """What is said where no firm answer is found."""
    return UsageError(
        "No line could be fitted: there are too many zeros, or the counts jump too far.",
        mend="Choose the linear family, or a longer series.",
    )


def _model(y: Values, x: Values, sizes: Values | None, family: Family) -> Any:
    """The model, not fitted yet. Imported here, because it is heavy and only this question needs it."""
    if family == "linear":
        from statsmodels.regression.linear_model import OLS

        return OLS(y, x)
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    return GLM(y, x, family=Poisson(), offset=None if sizes is None else np.log(sizes))


def _is_in_doubt(said: Sequence[warnings.WarningMessage], is_straight: bool) -> bool:
    """Whether statsmodels says that it found no firm answer. It warns of a perfect fit too, which is none."""
    from statsmodels.tools import sm_exceptions as of

    doubts = [of.ConvergenceWarning, of.HessianInversionWarning]
    if not is_straight:
        doubts.append(of.PerfectSeparationWarning)
    return any(issubclass(each.category, tuple(doubts)) for each in said)


def _exp(value: float) -> float:
    return math.exp(value) if value < 700 else math.inf
