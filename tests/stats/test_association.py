"""Rank correlation beside scipy, a textbook example, and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from mwm.stats.association import clustered_association, rank_association

PAIRS = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 10)), min_size=2, max_size=40)


@given(pairs=PAIRS)
def test_the_coefficient_is_that_of_scipy_with_ties_too(pairs: list[tuple[int, int]]) -> None:
    x, y = zip(*pairs, strict=True)
    found = rank_association(x, y)
    assert found.n == len(pairs)
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert math.isnan(found.value)
    else:
        assert found.value == pytest.approx(float(spearmanr(x, y).statistic), abs=1e-12)
        if len(pairs) >= 4:
            assert -1 <= found.lower <= found.value <= found.upper <= 1


def test_intelligence_and_hours_of_television() -> None:
    """A worked example that is widely printed: ten people, ρ = −29/165."""
    intelligence = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    found = rank_association(intelligence, hours)
    assert found.value == pytest.approx(-29 / 165)
    half = 1.959964 * math.sqrt((1 + found.value**2 / 2) / 7)
    assert math.atanh(found.upper) == pytest.approx(math.atanh(found.value) + half)
    assert math.atanh(found.lower) == pytest.approx(math.atanh(found.value) - half)


def test_any_rising_relation_is_one_and_a_falling_one_minus_one() -> None:
    x = np.arange(1.0, 9.0)
    assert rank_association(x, np.exp(x)) == rank_association(x, x)
    assert rank_association(x, x).value == rank_association(x, x).lower == 1
    assert rank_association(x, -(x**3)).value == -1


def test_few_pairs_have_no_interval_and_constants_no_value() -> None:
    assert math.isnan(rank_association([1, 2, 3], [1, 3, 2]).lower)
    assert rank_association([1, 2, 3], [1, 3, 2]).value == pytest.approx(0.5)
    for x, y in (([1, 1, 1, 1], [1, 2, 3, 4]), ([], []), ([1], [2])):
        assert math.isnan(rank_association(x, y).value)


def test_the_interval_holds_the_truth_about_95_times_in_100() -> None:
    """Bivariate normal values, whose Spearman correlation is 6/π · asin(r/2)."""
    made = np.random.default_rng(11)
    r, n, times = 0.5, 30, 1500
    truth = 6 / math.pi * math.asin(r / 2)
    held = 0
    for _ in range(times):
        x = made.standard_normal(n)
        found = rank_association(x, r * x + math.sqrt(1 - r**2) * made.standard_normal(n))
        held += found.lower <= truth <= found.upper
    assert held / times == pytest.approx(0.95, abs=0.02)


# --- pairs that belong together ---------------------------------------------------------------------------------------


def in_clusters(
    made: np.random.Generator, clusters: int, each: int, r: float, alike: float, points: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs with correlation r between and within clusters, which have so much of the variance in common."""

    def two(n: int) -> tuple[np.ndarray, np.ndarray]:
        first = made.normal(size=n)
        return first, r * first + math.sqrt(1 - r * r) * made.normal(size=n)

    shared, own = two(clusters), two(clusters * each)
    cluster = np.repeat(np.arange(clusters), each)
    x, y = (
        math.sqrt(alike) * both[cluster] + math.sqrt(1 - alike) * one for both, one in zip(shared, own, strict=True)
    )
    return (np.clip(np.round(x + 2), 1, points) if points else x), y, cluster


def test_the_value_is_the_same_whatever_belongs_together() -> None:
    x, y, cluster = in_clusters(np.random.default_rng(3), 12, 5, 0.4, 0.3, points=3)
    found = clustered_association(x, y, [f"team {one:02}" for one in cluster])
    assert found.value == rank_association(x, y).value
    assert found.lower < found.value < found.upper
    assert found == clustered_association(x, y, cluster), "the same draws each time"


@given(pairs=PAIRS, clusters=st.integers(1, 8))
def test_any_pairs_have_an_interval_around_their_value_or_none(pairs: list[tuple[int, int]], clusters: int) -> None:
    x, y = zip(*pairs, strict=True)
    cluster = [number % clusters for number in range(len(pairs))]
    found = clustered_association(x, y, cluster)
    assert found.n == len(pairs)
    if len(set(cluster)) < 5 or math.isnan(found.value):
        assert math.isnan(found.lower)
        assert math.isnan(found.upper)
    else:
        assert -1 <= found.lower <= found.value <= found.upper <= 1


def test_pairs_that_are_alike_make_it_wider() -> None:
    made = np.random.default_rng(4)
    x, y, cluster = in_clusters(made, 10, 12, 0.3, 0.8)
    together, apart = clustered_association(x, y, cluster), rank_association(x, y)
    assert together.upper - together.lower > 1.5 * (apart.upper - apart.lower)
    assert math.isnan(clustered_association(x, y, cluster % 4).lower)


@pytest.mark.parametrize(
    ("clusters", "each", "r", "alike", "points"), [(20, 6, 0.3, 0.3, 0), (15, 6, 0.0, 0.5, 0), (8, 8, 0.3, 0.3, 3)]
)
def test_the_interval_of_clusters_holds_the_truth_about_95_times_in_100(
    clusters: int, each: int, r: float, alike: float, points: int
) -> None:
    made = np.random.default_rng(12)
    truth = rank_association(*in_clusters(made, 100_000, 1, r, alike, points)[:2]).value
    held = 0
    for _ in range(80):
        found = clustered_association(*in_clusters(made, clusters, each, r, alike, points))
        held += found.lower <= truth <= found.upper
    assert held / 80 >= 0.87
