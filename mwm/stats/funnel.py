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
    """A funnel around the value of all units together.

    centre: that value. spread: standard deviation of single values (averages only). tau_squared: the variance between
    units beyond chance, on the arcsine scale (shares only); 0 where it was not asked for or there is none. lowest and
    highest: the ends of the scale.
    """

    centre: float
    spread: float
    tau_squared: float
    lowest: float
    highest: float
    is_share: bool

    def limit(self, sizes: npt.ArrayLike, z: float) -> Values:
        """The limit z standard errors from the centre for units of these sizes (above zero), cut at the scale's ends.

        Shares: sin²(asin √p + z √(1 / (4 n) + τ²)). Averages: grand mean + z · s / √n.
        """
        n = np.asarray(sizes, dtype=float)
        if self.is_share:
            angle = np.arcsin(np.sqrt(self.centre)) + z * np.sqrt(1 / (4 * n) + self.tau_squared)
            return np.asarray(np.sin(np.clip(angle, 0, np.pi / 2)) ** 2)
        return np.asarray(np.clip(self.centre + z * self.spread / np.sqrt(n), self.lowest, self.highest))


def share_funnel(counts: npt.ArrayLike, sizes: npt.ArrayLike, *, overdispersion: bool = True) -> Funnel:
    """A funnel for shares counts / sizes (sizes above zero).

    τ² is estimated from z-scores winsorised at 10% (Spiegelhalter 2005), and is 0 where they vary no more than chance
    explains or there is one unit.
    """
    x, n = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
    centre = float(x.sum() / n.sum())
    tau_squared = 0.0
    if overdispersion and len(n) > 1:
        error = 1 / (2 * np.sqrt(n))
        scores = winsorise((np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(centre))) / error)
        tau_squared = between_variance(scores, error)
    return Funnel(centre, float("nan"), tau_squared, 0.0, 1.0, is_share=True)


def mean_funnel(
    n: npt.ArrayLike, total: npt.ArrayLike, square_total: npt.ArrayLike, *, lowest: float, highest: float
) -> Funnel:
    """A funnel for averages of n values each (n above zero).

    total and square_total: sums of the values and of their squares. The spread is the standard deviation of all values
    together around the grand mean.
    """
    everything = float(np.sum(n))
    centre = float(np.sum(total)) / everything
    variance = max(float(np.sum(square_total)) - everything * centre**2, 0.0) / max(everything - 1, 1.0)
    return Funnel(centre, float(np.sqrt(variance)), 0.0, lowest, highest, is_share=False)


def winsorise(scores: Values, share: float = WINSORISED) -> Values:
    """Scores beyond the share's lower and upper quantile are pulled in to it."""
    low, high = np.quantile(scores, [share, 1 - share])
    return np.asarray(np.clip(scores, low, high))


def between_variance(scores: Values, error: Values) -> float:
    """τ² by moments: max(0, (k φ − (k − 1)) / (Σw − Σw² / Σw)), φ the mean squared score and w = 1 / error²."""
    k, weights = len(scores), 1 / error**2
    beyond = float((scores**2).sum()) - (k - 1)
    return max(0.0, beyond / float(weights.sum() - (weights**2).sum() / weights.sum()))
