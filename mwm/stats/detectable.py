"""How large a change could be seen with so many observations?"""

from __future__ import annotations

import math

Z_TWO_SIDED_95 = 1.959964
Z_POWER_80 = 0.841621


def detectable_change(per_month: float, spread: float, months: int) -> float:
    """The smallest difference between averages of two spans of so many months that is seen four times in five.

    per_month: observations a month. spread: standard deviation of single grades. (z(0.975) + z(0.8)) · s · √(2 / n),
    n = per_month × months: the usual sample-size formula for two averages (for example Altman, Practical Statistics
    for Medical Research, chapter 15). Infinite without observations.
    """
    n = per_month * months
    return math.inf if n <= 0 else (Z_TWO_SIDED_95 + Z_POWER_80) * spread * math.sqrt(2 / n)
