"""Run charts: runs and crossings around the median.

Anhøj and Olesen (2014), Run charts revisited: a simulation study of run chart rules for detection of non-random
variation in health care processes, PLoS ONE 9(11) e113825. Their trend rule is left out: they found it of no use.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class MedianRuns:
    """useful: values off the median. longest: run on one side of it. crossings: how often the line crosses it."""

    useful: int
    longest: int
    crossings: int


def median_runs(values: npt.NDArray[np.float64], median: float) -> MedianRuns:
    """Runs and crossings of values (without NaN) around a median. Values on the median are passed over."""
    sides = np.sign(values - median)
    sides = sides[sides != 0]
    if len(sides) == 0:
        return MedianRuns(0, 0, 0)
    changes = np.flatnonzero(np.diff(sides)) + 1
    edges = np.concatenate(([0], changes, [len(sides)]))
    return MedianRuns(len(sides), int(np.diff(edges).max()), len(changes))


def longest_run_limit(useful: int) -> int:
    """The longest run that chance explains among so many useful values: log2(useful) + 3, rounded."""
    return round(math.log2(useful)) + 3


def crossings_limit(useful: int) -> int:
    """The fewest crossings that chance explains: the lower 5% quantile of a binomial of useful − 1 halves."""
    from scipy.special import bdtr  # heavy to import, so only when a run chart needs it

    chances = max(useful - 1, 0)
    return int(np.searchsorted(bdtr(np.arange(chances + 1.0), chances, 0.5), 0.05))
