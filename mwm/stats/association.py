"""Do two things go together? Rank correlation with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Z_95 = 1.959964  # two-sided 95% of the normal distribution
FEWEST_PAIRS = 4  # below that the interval has no width to speak of
FEWEST_CLUSTERS = 5  # below that nothing tells how far clusters lie apart
RESAMPLES, SEED = 2000, 20  # of the bootstrap: enough for two digits, and the same answer each time
_AT_ONCE = 2_000_000  # numbers of a part of the draws, so that they fit into little memory
_NEARLY_ONE = 1 - 1e-9

Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Association:
    """Spearman's rank correlation of n pairs with its 95% interval; NaN where there is none."""

    n: int
    value: float
    lower: float
    upper: float


def rank_association(x: npt.ArrayLike, y: npt.ArrayLike) -> Association:
    """How far higher values of one go with higher values of the other, from −1 to 1, whatever their scales.

    x, y: values of the same pairs in the same order, none missing; ties share their average rank, so that scales of few
    points are welcome. Pearson's correlation of the ranks (Spearman 1904); interval by Fisher's z with the standard
    error √((1 + ρ²/2) / (n − 3)) of Bonett and Wright (2000), Sample size requirements for estimating Pearson, Kendall
    and Spearman correlations, Psychometrika 65. No value where one of the two is always the same, no interval below
    four pairs. Pairs are taken as independent.
    """
    from scipy.stats import rankdata  # heavy to import, so only when a question needs it

    one, other = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    n = len(one)
    if n < 2 or np.ptp(one) == 0 or np.ptp(other) == 0:
        return Association(n, math.nan, math.nan, math.nan)
    value = float(np.clip(np.corrcoef(rankdata(one), rankdata(other))[0, 1], -1.0, 1.0))
    if n < FEWEST_PAIRS:
        return Association(n, value, math.nan, math.nan)
    if abs(value) == 1.0:
        return Association(n, value, value, value)
    half = Z_95 * math.sqrt((1 + value**2 / 2) / (n - 3))
    middle = math.atanh(value)
    return Association(n, value, math.tanh(middle - half), math.tanh(middle + half))


def clustered_association(x: npt.ArrayLike, y: npt.ArrayLike, cluster: npt.ArrayLike) -> Association:
    """The same where some pairs belong together: quarters of one team, visits after one supervisor's supervisions.

    cluster: which pairs do, as any labels in the order of the pairs. Interval: whole clusters are drawn again with
    replacement (a bootstrap of 2,000 draws from a fixed seed); Fisher's z ± t(0.975, clusters − 1) · the standard
    deviation of z over the draws. On the spread of z with Student's t it holds the true correlation more often than the
    percentiles of the draws do where there are few clusters (docs/method.md). No interval below five clusters.
    """
    from scipy.special import stdtrit  # heavy to import, so only when a question needs it

    one, other = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    found = rank_association(one, other)
    labels, member = np.unique(np.asarray(cluster), return_inverse=True)
    clusters = len(labels)
    if np.isnan(found.value) or clusters < FEWEST_CLUSTERS:
        return Association(found.n, found.value, math.nan, math.nan)
    if abs(found.value) == 1.0:
        return Association(found.n, found.value, found.value, found.value)
    drawn = np.random.default_rng(SEED).multinomial(clusters, np.full(clusters, 1 / clusters), size=RESAMPLES)
    parts = max(1, RESAMPLES * len(one) // _AT_ONCE)
    values = np.concatenate([_weighted(one, other, part[:, member]) for part in np.array_split(drawn, parts)])
    spread = np.arctanh(np.clip(values[~np.isnan(values)], -_NEARLY_ONE, _NEARLY_ONE)).std(ddof=1)
    half = float(stdtrit(clusters - 1, 0.975)) * float(spread)
    middle = math.atanh(found.value)
    return Association(found.n, found.value, math.tanh(middle - half), math.tanh(middle + half))


def _weighted(x: Values, y: Values, times: npt.NDArray[np.int64]) -> Values:
    """Spearman's correlation for each row of times, in which each pair stands so many times; NaN without one."""
    n = times.sum(axis=1, keepdims=True)
    ranks = [_ranks(values, times) for values in (x, y)]
    one, other = (rank - (times * rank).sum(axis=1, keepdims=True) / n for rank in ranks)
    spread = (times * one**2).sum(axis=1) * (times * other**2).sum(axis=1)
    values: Values = np.full(len(times), np.nan)
    np.divide((times * one * other).sum(axis=1), np.sqrt(spread), out=values, where=spread > 0)
    return values


def _ranks(values: Values, times: npt.NDArray[np.int64]) -> Values:
    """Average rank (but for a constant) of each value in each row, where values stand so many times."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    begins = np.r_[True, ordered[1:] != ordered[:-1]]
    alike = np.add.reduceat(times[:, order], np.flatnonzero(begins), axis=1)
    middle = np.cumsum(alike, axis=1) - alike / 2
    group = np.empty(len(values), dtype=int)
    group[order] = np.cumsum(begins) - 1
    ranks: Values = middle[:, group]
    return ranks
