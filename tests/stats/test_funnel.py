"""Funnel limits by hand, by simulation, and against the published formulas."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwm.stats.funnel import Z_95, Z_998, between_variance, mean_funnel, share_funnel, winsorise


def test_limits_of_a_share_are_the_arcsine_limits() -> None:
    funnel = share_funnel([20, 30, 50], [100, 100, 200], overdispersion=False)
    assert funnel.centre == 0.25
    expected = np.sin(np.arcsin(0.5) + Z_998 / (2 * np.sqrt(200))) ** 2
    assert funnel.limit(200, Z_998) == pytest.approx(expected)
    assert funnel.limit(100, -Z_95) == pytest.approx(np.sin(np.arcsin(0.5) - Z_95 / 20) ** 2)


def test_limits_of_an_average_narrow_with_the_root_of_its_size() -> None:
    # Values 1 and 3, equally often: grand mean 2, s² = 104/103
    funnel = mean_funnel([4, 100], [8.0, 200.0], [20.0, 500.0], lowest=1, highest=5)
    s = np.sqrt(104 / 103)
    assert funnel.centre == 2
    assert funnel.limit(4, Z_95) == pytest.approx(2 + Z_95 * s / 2)
    assert funnel.limit(100, Z_998) == pytest.approx(2 + Z_998 * s / 10)
    assert funnel.limit(4, -Z_998) == 1  # cut at the end of the scale


def test_units_that_differ_by_chance_alone_have_no_spread_between_them() -> None:
    assert share_funnel([10] * 12, [40] * 12).tau_squared == 0


def test_units_that_really_differ_widen_the_limits() -> None:
    counts, sizes = [5, 10, 15, 20, 25, 30, 35, 40, 45, 50], [60] * 10
    plain, wide = share_funnel(counts, sizes, overdispersion=False), share_funnel(counts, sizes)
    assert wide.tau_squared > 0
    assert wide.limit(60, Z_998) > plain.limit(60, Z_998)
    assert wide.limit(60, -Z_998) < plain.limit(60, -Z_998)


def test_winsorising_pulls_both_ends_in() -> None:
    scores = np.arange(11.0)
    assert winsorise(scores).tolist() == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]


def test_spread_between_units_by_hand() -> None:
    # k = 3, z² sums to 14, equal weights 4: (14 - 2) / (12 - 48 / 12) = 1.5
    assert between_variance(np.array([1.0, 2.0, -3.0]), np.full(3, 0.5)) == pytest.approx(1.5)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=20))
def test_limits_are_in_order_and_hold_the_centre(units: list[tuple[int, int]]) -> None:
    counts = [low for low, _ in units]
    sizes = [low + high + 1 for low, high in units]
    funnel = share_funnel(counts, sizes)
    limits = [funnel.limit(sizes, z) for z in (-Z_998, -Z_95, Z_95, Z_998)]
    assert all((one <= other + 1e-12).all() for one, other in pairwise(limits))
    assert (limits[1] <= funnel.centre + 1e-9).all()
    assert (limits[2] >= funnel.centre - 1e-9).all()
    assert (limits[3] <= 1).all()


def test_few_units_lie_outside_by_chance() -> None:
    made = np.random.default_rng(7)
    sizes = made.integers(20, 200, 4000)
    counts = made.binomial(sizes, 0.3)
    funnel = share_funnel(counts, sizes, overdispersion=False)
    share = counts / sizes
    assert ((share > funnel.limit(sizes, Z_95)) | (share < funnel.limit(sizes, -Z_95))).mean() == pytest.approx(
        0.05, abs=0.015
    )
    assert ((share > funnel.limit(sizes, Z_998)) | (share < funnel.limit(sizes, -Z_998))).mean() < 0.006
