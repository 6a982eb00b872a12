"""Funnel plots: which units lie further from the whole than their size explains?

Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24:1185-1202; for
shares with the arcsine transformation and over-dispersion as in the R package FunnelPlotR.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

Z_95, Z_998 = 1.959964, 3.090232  # two-sided 95% and 99.8% of the normal distribution
WINSORISED = 0.1  # share of z-scores pulled in at each end before over-dispersion is judged


@dataclass(frozen=True)
class Funnel:
    """Limits for units in the order given; everything in the scale of the values.

    centre: the value of all units together. tau_squared: the spread between units beyond chance, on the transformed
    scale; 0 where it was not asked for or there is none.
    """

    centre: float
    tau_squared: float
    lower_95: Values
    upper_95: Values
    lower_998: Values
    upper_998: Values


def share_funnel(counts: npt.ArrayLike, sizes: npt.ArrayLike, *, overdispersion: bool = True) -> Funnel:
    """Limits for shares counts / sizes: sin²(asin √p ± z √(1 / (4 n) + τ²)).

    sizes above zero. τ² is estimated from z-scores winsorised at 10% (Spiegelhalter 2005), and is 0 where they vary no
    more than chance explains or there is one unit.
    """
    x, n = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    centre = float(x.sum() / n.sum())
    root = np.arcsin(np.sqrt(centre))
    error = 1 / (2 * np.sqrt(n))
    tau_squared = 0.0
    if overdispersion and len(n) > 1:
        scores = winsorise((np.arcsin(np.sqrt(x / n)) - root) / error)
        tau_squared = between_variance(scores, error)

    def limit(z: float) -> Values:
        angle = np.clip(root + z * np.sqrt(error**2 + tau_squared), 0, np.pi / 2)
        return np.asarray(np.sin(angle) ** 2)

    return Funnel(centre, tau_squared, limit(-Z_95), limit(Z_95), limit(-Z_998), limit(Z_998))


def mean_funnel(
    n: npt.ArrayLike, total: npt.ArrayLike, square_total: npt.ArrayLike, *, lowest: float, highest: float
) -> Funnel:
    """Limits for averages of n values each: grand mean ± z · s / √n, cut at the ends of the scale.

    total and square_total: sums of the values and of their squares. s: standard deviation of all values together around
    the grand mean. n above zero.
    """
    sizes, sums, squares = (np.asarray(part, dtype=float) for part in (n, total, square_total))
    everything = sizes.sum()
    centre = float(sums.sum() / everything)
    spread = max(float(squares.sum()) - everything * centre**2, 0.0) / max(everything - 1, 1.0)

    def limit(z: float) -> Values:
        return np.asarray(np.clip(centre + z * np.sqrt(spread / sizes), lowest, highest))

    return Funnel(centre, 0.0, limit(-Z_95), limit(Z_95), limit(-Z_998), limit(Z_998))


def winsorise(scores: Values, share: float = WINSORISED) -> Values:
    """Scores beyond the share's lower and upper quantile are pulled in to it."""
    low, high = np.quantile(scores, [share, 1 - share])
    return np.asarray(np.clip(scores, low, high))


def between_variance(scores: Values, error: Values) -> float:
    """τ² by moments: max(0, (k φ − (k − 1)) / (Σw − Σw² / Σw)), φ the mean squared score and w = 1 / error²."""
    k, weights = len(scores), 1 / error**2
    beyond = float((scores**2).sum()) - (k - 1)
    return max(0.0, beyond / float(weights.sum() - (weights**2).sum() / weights.sum()))
