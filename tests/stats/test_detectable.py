"""The change that could be seen, by the textbook and by simulation."""

import math

import numpy as np
import pytest

from mwm.stats.detectable import detectable_change


def test_it_is_the_textbooks_sample_size_turned_round() -> None:
    # For half a standard deviation, 80% power and 5% significance, 63 in each group.
    assert detectable_change(63, 1.0, 1) == pytest.approx(0.5, abs=0.002)
    assert detectable_change(9, 1.0, 7) == detectable_change(63, 1.0, 1)
    assert detectable_change(0, 1.0, 6) == math.inf


def test_four_times_in_five() -> None:
    made = np.random.default_rng(5)
    n, spread = 40, 0.9
    change = detectable_change(n, spread, 1)
    before, after = made.normal(0, spread, (4000, n)), made.normal(change, spread, (4000, n))
    error = np.sqrt(before.var(axis=1, ddof=1) / n + after.var(axis=1, ddof=1) / n)
    seen = (after.mean(axis=1) - before.mean(axis=1)) / error > 1.96
    assert seen.mean() == pytest.approx(0.8, abs=0.03)
