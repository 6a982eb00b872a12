"""The interval of an average, against a textbook calculation by scipy and by hand."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from mwm.stats.interval import mean_interval, share

grades = st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0]), min_size=2, max_size=60)


def sums(values: list[float]) -> tuple[int, float, float]:
    return len(values), sum(values), sum(value * value for value in values)


@given(grades)
def test_it_is_the_t_interval_cut_at_the_ends_of_the_scale(values: list[float]) -> None:
    mean, lower, upper = (float(number) for number in mean_interval(*sums(values), lowest=1, highest=5))
    expected = scipy.stats.t.interval(0.95, len(values) - 1, np.mean(values), scipy.stats.sem(values) or 1e-12)
    assert mean == pytest.approx(np.mean(values))
    assert lower == pytest.approx(max(expected[0], 1), abs=1e-6)
    assert upper == pytest.approx(min(expected[1], 5), abs=1e-6)
    assert 1 <= lower <= mean <= upper <= 5


def test_a_worked_example() -> None:
    # 2, 3, 4: mean 3, s = 1, t(0.975, 2) = 4.3027, half width 4.3027 / sqrt(3) = 2.4841
    _, lower, upper = mean_interval(*sums([2.0, 3.0, 4.0]), lowest=0, highest=10)
    assert (float(lower), float(upper)) == pytest.approx((0.5159, 5.4841), abs=1e-4)


def test_one_value_has_a_mean_and_no_interval_and_none_has_neither() -> None:
    mean, lower, upper = mean_interval([1, 0], [3.0, 0.0], [9.0, 0.0], lowest=1, highest=5)
    assert mean[0] == 3
    assert math.isnan(mean[1])
    assert np.isnan(lower).all()
    assert np.isnan(upper).all()


def test_equal_values_have_an_interval_of_no_width() -> None:
    mean, lower, upper = mean_interval(4, 8.0, 16.0, lowest=1, highest=5)
    assert float(mean) == float(lower) == float(upper) == 2


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(1, 0) is None
    assert share(1, 4) == 25
