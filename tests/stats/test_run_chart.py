"""Runs and crossings around the median, with the published critical values."""

import numpy as np
import pytest
import scipy.stats

from mwm.stats.run_chart import MedianRuns, crossings_limit, longest_run_limit, median_runs


@pytest.mark.parametrize(
    ("useful", "longest", "fewest"),
    [(10, 6, 2), (11, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (23, 8, 7), (24, 8, 8)],
)
def test_limits_are_those_published(useful: int, longest: int, fewest: int) -> None:
    assert longest_run_limit(useful) == longest
    assert crossings_limit(useful) == fewest


def test_the_fewest_crossings_are_the_binomials_quantile() -> None:
    for useful in range(2, 200):
        assert crossings_limit(useful) == scipy.stats.binom.ppf(0.05, useful - 1, 0.5)


def test_values_on_the_median_are_passed_over() -> None:
    assert median_runs(np.array([1.0, 2, 3, 2, 3, 3, 1]), 2.0) == MedianRuns(useful=5, longest=3, crossings=2)
    assert median_runs(np.array([2.0, 2.0]), 2.0) == MedianRuns(0, 0, 0)
