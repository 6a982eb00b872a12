"""Intervals of averages and shares, against published tables, calculations by scipy and by hand, and simulation."""

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.stats.interval import bootstrap_interval, mean_interval, share, share_interval

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


# ---- shares


@pytest.mark.parametrize(
    ("part", "whole", "lower", "upper"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe (1998), table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_a_shares_interval_is_the_one_published(part: int, whole: int, lower: float, upper: float) -> None:
    found = [round(float(number), 4) for number in share_interval(part, whole)]
    assert found == [round(part / whole, 4), lower, upper]


@given(st.integers(1, 400), st.data())
def test_a_shares_interval_solves_wilsons_equation(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    found, lower, upper = (float(number) for number in share_interval(part, whole))
    assert 0 <= lower <= found <= upper <= 1
    for end in (lower, upper):
        assert (found - end) ** 2 == pytest.approx(1.959964**2 * end * (1 - end) / whole, abs=1e-12)
    expected = scipy.stats.binomtest(part, whole).proportion_ci(method="wilson")
    assert (lower, upper) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_shares_of_many_groups_at_once_and_of_nothing() -> None:
    found, lower, upper = share_interval([0, 5, 10, 0], [10, 10, 10, 0])
    assert found[:3].tolist() == [0, 0.5, 1]
    assert lower[0] == 0
    assert upper[2] == 1
    assert np.isnan([found[3], lower[3], upper[3]]).all()


def test_a_shares_interval_covers_what_it_says() -> None:
    # docs/method.md, "95% interval of a share": exactly, from the binomial, over true shares of 5% to 95%.
    for n, mean, least in ((10, 0.955, 0.899), (30, 0.952, 0.924)):
        _, lower, upper = share_interval(np.arange(n + 1), np.full(n + 1, n))
        true = np.linspace(0.05, 0.95, 181)
        inside = (lower[:, None] <= true) & (true <= upper[:, None])
        coverage = (scipy.stats.binom.pmf(np.arange(n + 1)[:, None], n, true) * inside).sum(axis=0)
        assert coverage.mean() == pytest.approx(mean, abs=0.001)
        assert coverage.min() == pytest.approx(least, abs=0.001)


# ---- which interval for an average of few grades

SHAPES = {  # share of grades 1 to 5
    "low": (0.25, 0.35, 0.25, 0.12, 0.03),
    "as observed practice": (0.12, 0.33, 0.36, 0.16, 0.03),
    "in the middle": (0.1, 0.2, 0.4, 0.2, 0.1),
    "high": (0.02, 0.08, 0.2, 0.4, 0.3),
    "mostly ones": (0.6, 0.25, 0.1, 0.04, 0.01),
    "nearly all threes": (0.0, 0.1, 0.8, 0.1, 0.0),
    "at both ends": (0.4, 0.1, 0.05, 0.1, 0.35),
}
GRADES = np.arange(1.0, 6.0)


@pytest.mark.parametrize(
    ("n", "mean", "least"), [(5, 0.94, 0.91), (10, 0.945, 0.92), (20, 0.945, 0.925), (30, 0.945, 0.93)]
)
def test_the_t_interval_of_few_grades_covers_what_the_method_says(n: int, mean: float, least: float) -> None:
    # docs/method.md, "Average of an element".
    made = np.random.default_rng(5)
    coverage = []
    for shape in SHAPES.values():
        grades = made.choice(GRADES, size=(6000, n), p=shape)
        _, lower, upper = mean_interval(
            np.full(6000, n), grades.sum(axis=1), (grades**2).sum(axis=1), lowest=1, highest=5
        )
        true = float((GRADES * shape).sum())
        coverage.append(float(((lower <= true + 1e-9) & (true - 1e-9 <= upper)).mean()))
    assert np.mean(coverage) == pytest.approx(mean, abs=0.006)
    assert min(coverage) == pytest.approx(least, abs=0.015)


def test_the_bootstrap_covers_less_of_few_grades() -> None:
    made = np.random.default_rng(6)
    shape = SHAPES["low"]
    true = float((GRADES * shape).sum())
    caught = {"t": 0, "bootstrap": 0}
    for grades in made.choice(GRADES, size=(150, 5), p=shape):
        for name, (_, lower, upper) in (
            ("t", mean_interval(*sums(grades.tolist()), lowest=1, highest=5)),
            ("bootstrap", bootstrap_interval(grades, lowest=1, highest=5)),
        ):
            caught[name] += bool(float(lower) <= true + 1e-9 and true - 1e-9 <= float(upper))
    assert caught["t"] / 150 > 0.9
    assert caught["bootstrap"] / 150 < 0.9


@given(st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0]), max_size=12))
@settings(max_examples=40, deadline=None)
def test_the_bootstrap_keeps_to_the_scale_and_says_the_same_each_time(values: list[float]) -> None:
    mean, lower, upper = bootstrap_interval(values, lowest=1, highest=5)
    if len(values) < 2:
        assert math.isnan(lower)
        assert math.isnan(upper)
    else:
        assert 1 <= lower <= mean <= upper <= 5
        assert bootstrap_interval(values, lowest=1, highest=5) == (mean, lower, upper)
