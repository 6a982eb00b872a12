"""Intervals for averages."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

CONFIDENCE = 0.95


def mean_interval(
    n: npt.ArrayLike, total: npt.ArrayLike, square_total: npt.ArrayLike, *, lowest: float, highest: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Mean with its 95% interval for many groups at once.

    n, total, square_total: for each group the number of values, their sum and the sum of their squares (arrays of one
    shape). Returns mean, lower end, upper end; NaN where there is no value, and no interval below two values.
    Student's t: mean ± t(0.975, n − 1) · s / √n, with s² = (Σx² − n·mean²) / (n − 1); cut at the ends of the scale,
    which the mean cannot leave. (Any introduction to statistics; for example Moore and McCabe, chapter 7.)
    Values are taken as independent; where one worker gave several, the true interval is somewhat wider.
    """
    from scipy.special import stdtrit  # heavy to import, so only when a question needs it

    count = np.asarray(n, dtype=float)
    safe = np.where(count > 0, count, np.nan)
    mean = np.asarray(total, dtype=float) / safe
    spread = np.maximum(np.asarray(square_total, dtype=float) - safe * mean**2, 0.0)
    enough = count >= 2
    degrees = np.where(enough, count - 1, 1.0)
    half = stdtrit(degrees, 0.5 + CONFIDENCE / 2) * np.sqrt(spread / degrees / np.where(enough, count, 1.0))
    half = np.where(enough, half, np.nan)
    return mean, np.maximum(mean - half, lowest), np.minimum(mean + half, highest)


def share(part: Any, whole: Any) -> float | None:
    """Percentage, or None of nothing."""
    return None if not whole else float(part) / float(whole) * 100
