"""Averages, and differences of two averages, where the observations of one worker are alike.

Student's interval takes every observation as new information. Five observations of one worker tell less than one of
each of five, so it comes out too narrow; docs/method.md says how often it misses. Here a worker is what varies
independently: the "CR2" variance of Bell and McCaffrey (2002), Bias reduction in standard errors for linear regression
with multi-stage samples, Survey Methodology 28(2), with their degrees of freedom (Satterthwaite), as recommended where
there are few workers by Imbens and Kolesár (2016), Robust standard errors in small samples, Review of Economics and
Statistics 98(4). For averages both have closed forms in sums for each worker, so that no single observation is needed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

CONFIDENCE = 0.95
FEWEST_WORKERS = 2  # with one worker nothing tells how far workers lie apart


@dataclass(frozen=True)
class Estimate:
    """A value with its 95% interval. Both ends are NaN where it has none, the value too where there is nothing."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class _Part:
    """One average as a weighted sum over workers.

    pull: what each worker adds to the average's error. share: a worker's own entry, and reach the root of the entries
    between workers, of the covariance that pull would have if all observations were independent with variance 1.
    """

    mean: float
    pull: Values
    share: Values
    reach: Values


def clustered_mean(n: npt.ArrayLike, total: npt.ArrayLike) -> Estimate:
    """The average of all observations.

    n, total: for each worker the number of observations and the sum of their values; workers without observations may
    be among them. No interval below two workers.
    """
    part = _part(n, total)
    if part is None:
        everything = float(np.sum(n))
        return Estimate(float(np.sum(total)) / everything if everything else np.nan, np.nan, np.nan)
    return _estimate(part.mean, part.pull, part.share, [part.reach])


def clustered_difference(
    n: npt.ArrayLike, total: npt.ArrayLike, other_n: npt.ArrayLike, other_total: npt.ArrayLike
) -> Estimate:
    """The average of one set of observations minus that of another.

    n, total, other_n, other_total: for each worker the number of observations in either set and the sum of their
    values, 0 where there are none; the same worker at the same place. Workers in both sets, and observations in both,
    are accounted for: what they share cannot make a difference. No interval below two workers in either set.
    """
    one, other = _part(n, total), _part(other_n, other_total)
    if one is None or other is None:
        value = clustered_mean(n, total).value - clustered_mean(other_n, other_total).value
        return Estimate(value, np.nan, np.nan)
    return _estimate(one.mean - other.mean, one.pull - other.pull, one.share + other.share, [one.reach, other.reach])


def _part(n: npt.ArrayLike, total: npt.ArrayLike) -> _Part | None:
    count, sums = np.asarray(n, dtype=float), np.asarray(total, dtype=float)
    if (count > 0).sum() < FEWEST_WORKERS:
        return None
    everything = count.sum()
    mean = float(sums.sum() / everything)
    inflate = 1 / np.sqrt(1 - count / everything)  # an average lies too near those workers that make up much of it
    return _Part(
        mean=mean,
        pull=inflate * (sums - count * mean) / everything,
        share=count / everything**2,
        reach=inflate * count / everything**1.5,
    )


def _estimate(value: float, pull: Values, share: Values, reaches: list[Values]) -> Estimate:
    """value ± t(0.975, degrees) · √Σ pull², degrees = (Σ share)² / Σ (covariance of pulls)², over pairs of workers."""
    from scipy.special import stdtrit  # heavy to import, so only when a question needs it

    pairs = float((share**2).sum())
    for one in reaches:
        for other in reaches:
            both = one * other
            pairs += float(both.sum()) ** 2 - float((both**2).sum())
    degrees = float(share.sum()) ** 2 / pairs
    half = float(stdtrit(degrees, 0.5 + CONFIDENCE / 2)) * float(np.sqrt((pull**2).sum()))
    return Estimate(value, value - half, value + half)
