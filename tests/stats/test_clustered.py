"""Averages and differences by worker: matrices, statsmodels, special cases, and how often they hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from mwm.stats.clustered import clustered_difference, clustered_mean


def twin(values, workers, is_first) -> tuple[float, float, float]:
    """Value, standard error and degrees of freedom by Bell and McCaffrey's matrices, single observations stacked."""
    y, who, first = np.asarray(values, dtype=float), np.asarray(workers), np.asarray(is_first)
    design = np.column_stack([first, ~first]).astype(float)
    design = design[:, design.any(axis=0)]
    contrast = np.array([1.0, -1.0])[: design.shape[1]]
    bread = np.linalg.inv(design.T @ design)
    hat = design @ bread @ design.T
    residual = y - hat @ y
    pulls, variance = [], 0.0
    for worker in np.unique(who):
        here = who == worker
        values_, vectors = np.linalg.eigh(np.eye(here.sum()) - hat[np.ix_(here, here)])
        adjust = vectors @ np.diag(1 / np.sqrt(np.maximum(values_, 1e-12))) @ vectors.T
        weight = contrast @ bread @ design[here].T @ adjust
        variance += (weight @ residual[here]) ** 2
        pulls.append((np.eye(len(y)) - hat)[:, here] @ weight)
    gram = np.array(pulls) @ np.array(pulls).T
    return float(contrast @ bread @ design.T @ y), float(np.sqrt(variance)), np.trace(gram) ** 2 / (gram**2).sum()


def sums(values, workers, chosen, count: int):
    y, who = np.asarray(values, dtype=float)[chosen], np.asarray(workers)[chosen]
    return np.bincount(who, minlength=count), np.bincount(who, y, minlength=count)


observations = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5), st.booleans()), min_size=6, max_size=40)


@given(observations)
def test_the_closed_forms_are_the_matrices(drawn: list[tuple[int, int, bool]]) -> None:
    values, workers, first = (np.array(column) for column in zip(*drawn, strict=True))
    assume(len(set(workers[first])) > 1 and len(set(workers[~first])) > 1)
    found = clustered_difference(*sums(values, workers, first, 6), *sums(values, workers, ~first, 6))
    value, error, degrees = twin(values, workers, first)
    assert found.value == pytest.approx(value)
    assert found.upper - found.value == pytest.approx(stats.t.ppf(0.975, degrees) * error, abs=1e-9)
    assert found.value - found.lower == pytest.approx(found.upper - found.value)
    alone = clustered_mean(*sums(values, workers, first, 6))
    value, error, degrees = twin(values[first], workers[first], np.ones(first.sum(), dtype=bool))
    assert alone.value == pytest.approx(value)
    assert alone.upper - alone.value == pytest.approx(stats.t.ppf(0.975, degrees) * error, abs=1e-9)


def test_with_one_observation_each_it_is_students_interval() -> None:
    values = np.array([1.0, 2, 2, 3, 5, 4])
    found = clustered_mean(np.ones(6), values)
    half = stats.t.ppf(0.975, 5) * values.std(ddof=1) / np.sqrt(6)
    assert (found.lower, found.upper) == pytest.approx((values.mean() - half, values.mean() + half))


def test_with_equally_many_each_it_is_students_interval_of_the_workers_averages() -> None:
    averages = np.array([2.0, 2.5, 3.5, 3.0])
    found = clustered_mean(np.full(4, 7), averages * 7)
    half = stats.t.ppf(0.975, 3) * averages.std(ddof=1) / 2
    assert (found.lower, found.upper) == pytest.approx((2.75 - half, 2.75 + half))


def test_workers_seen_equally_often_in_both_are_compared_each_with_themselves() -> None:
    """The paired t-test, where every worker was seen as often before as after."""
    before, after = np.array([2.0, 2.5, 3.5, 3.0]), np.array([2.4, 2.8, 3.7, 3.7])
    found = clustered_difference(np.full(4, 5), after * 5, np.full(4, 5), before * 5)
    half = stats.t.ppf(0.975, 3) * (after - before).std(ddof=1) / 2
    assert found.value == pytest.approx(0.4)
    assert found.upper - found.value == pytest.approx(half)


def test_statsmodels_gives_the_same_but_for_its_correction() -> None:
    from statsmodels.regression.linear_model import OLS

    rng = np.random.default_rng(2)
    who = rng.integers(0, 400, 3000)
    first = who < 200
    values = np.round(2.6 + rng.normal(0, 0.4, 400)[who] + rng.normal(0, 0.8, 3000))
    design = np.column_stack([np.ones(3000), first.astype(float)])
    plain = OLS(values, design).fit(cov_type="cluster", cov_kwds={"groups": who})
    found = clustered_difference(*sums(values, who, first, 400), *sums(values, who, ~first, 400))
    assert found.value == pytest.approx(plain.params[1])
    assert (found.upper - found.lower) / 2 == pytest.approx(1.97 * plain.bse[1], rel=0.02)


def test_the_same_observations_twice_make_no_difference() -> None:
    found = clustered_difference([3, 4, 5], [6, 9, 20], [3, 4, 5], [6, 9, 20])
    assert (found.value, found.lower, found.upper) == (0, 0, 0)


@pytest.mark.parametrize(("n", "value"), [([5, 0], 2.0), ([0, 0], np.nan)])
def test_with_fewer_than_two_workers_there_is_no_interval(n: list[int], value: float) -> None:
    total = [2.0 * each for each in n]
    alone = clustered_mean(n, total)
    assert alone.value == pytest.approx(value, nan_ok=True)
    assert np.isnan([alone.lower, alone.upper]).all()
    other = clustered_difference(n, total, [3, 3], [9, 9])
    assert other.value == pytest.approx(value - 3, nan_ok=True)
    assert np.isnan([other.lower, other.upper]).all()


@pytest.mark.parametrize(
    ("first", "second", "shared", "least", "most"),
    [(3, 3, False, 0.93, 0.97), (8, 8, False, 0.93, 0.97), (4, 20, False, 0.93, 0.99), (10, 10, True, 0.93, 0.97)],
    ids=["three and three", "eight and eight", "four and twenty", "the same ten twice"],
)
def test_intervals_hold_the_truth_as_often_as_they_say(first, second, shared, least, most) -> None:
    """Grades on the scale, 15% of their variance between workers.

    Student's interval beside it is too narrow for different workers, and too wide for the same ones twice.
    """
    rng = np.random.default_rng(11)
    count = first if shared else first + second
    hit = plain = 0
    times = 1500
    for _ in range(times):
        level = 2.7 + rng.normal(0, 0.37, count)
        n = 1 + rng.negative_binomial(1.2, 0.2, count)
        sides = [n, n] if shared else [np.r_[n[:first], np.zeros(second, int)], np.r_[np.zeros(first, int), n[first:]]]
        total, square = [], []
        for side in sides:
            who = np.repeat(np.arange(count), side)
            grades = np.clip(np.round(level[who] + rng.normal(0, 0.88, len(who))), 1, 5)
            total.append(np.bincount(who, grades, count))
            square.append((grades**2).sum())
        found = clustered_difference(sides[0], total[0], sides[1], total[1])
        hit += found.lower <= 0 <= found.upper
        sizes = [side.sum() for side in sides]
        errors = [
            (squares - sums_.sum() ** 2 / size) / (size - 1) / size
            for squares, sums_, size in zip(square, total, sizes, strict=True)
        ]
        plain += abs(found.value) <= stats.t.ppf(0.975, sum(sizes) - 2) * np.sqrt(sum(errors))
    assert least <= hit / times <= most
    assert plain > hit if shared else plain / times < hit / times - 0.02
