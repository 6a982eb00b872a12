"""Do two things go together? Rank correlation with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Z_95 = 1.959964  # two-sided 95% of the normal distribution
FEWEST_PAIRS = 4  # below that the interval has no width to speak of


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
