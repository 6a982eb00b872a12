"""The random-intercept model against published results, closed forms, the library, and made-up truths.

Rail: Pinheiro and Bates (2000), Mixed-Effects Models in S and S-PLUS, chapter 1. Dyestuff, Dyestuff2 (no variance
between batches) and Pastes (casks in batches): Davies and Goldsmith (1972), and Box and Tiao (1973); results as printed
by lme4 (Bates, lme4: Mixed-effects modeling with R, chapters 1 and 2).
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.stats.mixed_model import MixedModel, Variances, _by_library, _by_sums, _Workers, criterion, mixed_model

RAIL = [[55, 53, 54], [26, 37, 32], [78, 91, 85], [92, 100, 96], [49, 51, 50], [80, 85, 83]]
DYESTUFF = [
    [1545, 1440, 1440, 1520, 1580],
    [1540, 1555, 1490, 1560, 1495],
    [1595, 1550, 1605, 1510, 1560],
    [1445, 1440, 1595, 1465, 1545],
    [1595, 1630, 1515, 1635, 1625],
    [1520, 1455, 1450, 1480, 1445],
]
DYESTUFF_2 = [
    [7.298, 3.846, 2.434, 9.566, 7.990],
    [5.220, 6.556, 0.608, 11.788, -0.892],
    [0.110, 10.386, 13.434, 5.510, 8.166],
    [2.212, 4.852, 7.092, 9.288, 4.980],
    [0.282, 9.014, 4.458, 9.446, 7.198],
    [1.722, 4.782, 8.106, 0.758, 3.758],
]
PASTES = [
    *([62.8, 62.6], [60.1, 62.3], [62.7, 63.1], [60.0, 61.4], [57.5, 56.9], [61.1, 58.9]),
    *([58.7, 57.5], [63.9, 63.1], [65.4, 63.7], [57.1, 56.4], [56.9, 58.6], [64.7, 64.5]),
    *([55.1, 55.1], [54.7, 54.2], [58.8, 57.5], [63.4, 64.9], [59.3, 58.1], [60.5, 60.0]),
    *([62.5, 62.6], [61.0, 58.7], [56.9, 57.7], [59.2, 59.4], [65.2, 66.0], [64.8, 64.1]),
    *([54.8, 54.8], [64.0, 64.0], [57.7, 56.8], [58.3, 59.3], [59.2, 59.2], [58.9, 56.6]),
]
ONE_TEAM = [0] * 6
BATCHES = np.repeat(np.arange(10), 3)
BOTH = pytest.mark.parametrize("library_at_most", [10_000, 0], ids=["library", "sums"])


def fit(team, values, **more) -> MixedModel:
    """The model, from single values for each worker."""
    rows = [np.asarray(row, dtype=float) for row in values]
    found = mixed_model(
        team, [len(row) for row in rows], [row.sum() for row in rows], [(row**2).sum() for row in rows], **more
    )
    assert found is not None
    return found


def made(seed: int, teams: int, workers: int, observations: int, spread: tuple[float, float, float]):
    """Unbalanced grades on the 1 to 5 scale: team, n, total, square total of each worker."""
    rng = np.random.default_rng(seed)
    team = rng.integers(0, teams, workers)
    level = rng.normal(0, spread[0], teams)[team] + rng.normal(0, spread[1], workers)
    n = 1 + rng.multinomial(observations - workers, rng.dirichlet(np.full(workers, 1.5)))
    who = np.repeat(np.arange(workers), n)
    grades = np.clip(np.round(2.6 + level[who] + rng.normal(0, spread[2], len(who))), 1, 5)
    return team, n, np.bincount(who, grades), np.bincount(who, grades**2)


@BOTH
@pytest.mark.parametrize(
    ("team", "values", "deviations", "mean", "error"),
    [
        (ONE_TEAM, RAIL, (np.nan, 24.80547, 4.020779), 66.5, 10.17104),
        (ONE_TEAM, DYESTUFF, (np.nan, 42.00063, 49.51009), 1527.5, 19.38342),
        (ONE_TEAM, DYESTUFF_2, (np.nan, 0.0, 3.7157), 5.6656, 0.6784),
        (BATCHES, PASTES, (1.28747, 2.90405, 0.82341), 60.05333, 0.67689),
    ],
    ids=["Rail", "Dyestuff", "Dyestuff2", "Pastes"],
)
def test_published_results_are_matched(team, values, deviations, mean, error, library_at_most) -> None:
    model = fit(team, values, library_at_most=library_at_most)
    found = (model.variances.between_teams, model.variances.between_workers, model.variances.within)
    assert np.sqrt(found) == pytest.approx(deviations, rel=1e-4, abs=1e-6, nan_ok=True)
    assert (model.mean, model.mean_error) == pytest.approx((mean, error), rel=1e-4)
    assert model.by_library == (library_at_most > 0 and values is not DYESTUFF_2)


@pytest.mark.parametrize(("team", "values", "printed"), [(ONE_TEAM, DYESTUFF, 319.6543), (BATCHES, PASTES, 246.9907)])
def test_the_likelihood_is_the_published_one(team, values, printed) -> None:
    rows = np.array(values, dtype=float)
    squares = ((rows - rows.mean(1, keepdims=True)) ** 2).sum(1)
    workers = _Workers(np.full(len(rows), float(rows.shape[1])), rows.mean(1), np.asarray(team), squares)
    found = _by_sums(workers)
    assert criterion(workers, found.worker_ratio, found.team_ratio) == pytest.approx(printed, abs=1e-4)


def test_levels_are_the_published_ones() -> None:
    """Dyestuff by maximum likelihood, at the variances printed there: predicted effects of the six batches."""
    rows = np.array(DYESTUFF, dtype=float)
    model = fit(ONE_TEAM, DYESTUFF)
    own = 42.00063**2 / (42.00063**2 + 49.51009**2 / 5)  # the closed form for equal numbers
    assert model.level == pytest.approx(1527.5 + own * (rows.mean(1) - 1527.5), abs=1e-3)
    printed = [-17.6069, 0.3913, 28.5622, -23.0846, 56.7332, -44.9953]
    assert model.level - 1527.5 == pytest.approx(printed, abs=1e-3)


def test_intervals_in_the_balanced_case_are_the_closed_form() -> None:
    model = fit(ONE_TEAM, RAIL)
    between, within = model.variances.between_workers, model.variances.within
    own = between / (between + within / 3)
    known = own * within / 3  # what is left unknown of a rail where the mean is known
    unknown_mean = (1 - own) ** 2 * (between + within / 3) / 6
    half = 1.959964 * np.sqrt(known + unknown_mean)
    assert model.upper - model.level == pytest.approx(np.full(6, half))
    assert model.level - model.lower == pytest.approx(np.full(6, half))


def test_levels_solve_the_mixed_model_equations() -> None:
    """Henderson's equations for all effects at once, by a plain solver."""
    team, n, total, squares = made(3, 4, 14, 60, (0.3, 0.4, 0.8))
    model = mixed_model(team, n, total, squares)
    assert model is not None
    kept = model.variances
    who = np.repeat(np.arange(14), n)
    design = np.hstack([np.ones((60, 1)), np.eye(4)[team[who]], np.eye(14)[who]])
    penalty = np.diag([0.0, *[kept.within / kept.between_teams] * 4, *[kept.within / kept.between_workers] * 14])
    left = design.T @ design + penalty
    effects = np.linalg.solve(left, design.T @ (total / n)[who])
    combine = np.hstack([np.ones((14, 1)), np.eye(4)[team], np.eye(14)])
    assert model.level == pytest.approx(combine @ effects, abs=1e-8)
    error = np.sqrt(np.diag(combine @ np.linalg.inv(left) @ combine.T) * kept.within)
    assert model.upper - model.level == pytest.approx(1.959964 * error, abs=1e-8)


@pytest.mark.parametrize("seed", range(6))
def test_library_and_sums_agree(seed: int) -> None:
    """The library on its own, from its own beginning, where it settles without a doubt."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    team, n, _, _ = made(seed, 8, 60, 700, (0.3, 0.4, 0.8))
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(60), n)
    level = rng.normal(0, 0.3, 8)[team] + rng.normal(0, 0.4, 60)
    grades = np.clip(np.round(2.6 + level[who] + rng.normal(0, 0.8, len(who))), 1, 5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        alone = MixedLM.from_formula(
            "grade ~ 1",
            pd.DataFrame({"grade": grades, "team": team[who], "worker": who}),
            groups="team",
            re_formula="1",
            vc_formula={"worker": "0 + C(worker)"},
        ).fit(reml=True)
    expected = (float(alone.cov_re.iloc[0, 0]), float(alone.vcomp[0]), float(alone.scale))
    for at_most in (10_000, 0):
        model = mixed_model(team, n, np.bincount(who, grades), np.bincount(who, grades**2), library_at_most=at_most)
        assert model is not None
        found = model.variances
        assert (found.between_teams, found.between_workers, found.within) == pytest.approx(expected, rel=2e-3)
        assert model.by_library == (at_most > 0)


def test_where_a_variance_is_nothing_the_library_is_not_asked() -> None:
    workers = _Workers(np.full(4, 5.0), np.full(4, 2.0), np.array([0, 0, 1, 1]), np.full(4, 3.0))
    assert _by_library(workers, Variances(0.0, 0.1, 0.8)) is None
    team, n, total, squares = made(4, 20, 150, 3000, (0.0, 0.0, 0.9))
    model = mixed_model(team, n, total, squares)
    assert model is not None
    assert not model.by_library
    assert model.variances.between_workers == pytest.approx(0, abs=0.01)


def test_without_variance_between_workers_all_are_at_the_mean() -> None:
    model = fit(ONE_TEAM, DYESTUFF_2)
    assert model.level == pytest.approx(np.full(6, 5.6656))
    assert model.variances.shares == pytest.approx((0, 0, 100))


@pytest.mark.parametrize(
    ("team", "n", "total", "squares"),
    [
        ([0], [5], [10], [30]),  # one worker
        ([0, 1, 1], [1, 1, 1], [2, 3, 4], [4, 9, 16]),  # nobody twice
        ([0, 0], [3, 4], [6, 12], [12, 36]),  # each always the same
    ],
)
def test_what_cannot_be_fitted_is_none(team, n, total, squares) -> None:
    assert mixed_model(team, n, total, squares) is None


def test_made_up_truths_are_found() -> None:
    """Variances on average over many stores; what is drawn in holds the truth as often as it says."""
    inside, found = [], []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        team = np.repeat(np.arange(10), 8)
        truth = 2.6 + rng.normal(0, 0.25, 10)[team] + rng.normal(0, 0.4, 80)
        n = rng.integers(1, 16, 80)
        who = np.repeat(np.arange(80), n)
        values = truth[who] + rng.normal(0, 0.8, len(who))
        model = mixed_model(team, n, np.bincount(who, values), np.bincount(who, values**2), library_at_most=0)
        assert model is not None
        found.append((model.variances.between_teams, model.variances.between_workers, model.variances.within))
        inside.append(((model.lower <= truth) & (truth <= model.upper)).mean())
    assert np.mean(found, axis=0) == pytest.approx((0.0625, 0.16, 0.64), rel=0.12)
    assert np.mean(inside) == pytest.approx(0.95, abs=0.02)


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(2, 25), st.integers(1, 8))
@settings(max_examples=60, deadline=None)
def test_levels_lie_between_the_worker_and_the_rest(seed: int, teams: int, workers: int, each: int) -> None:
    team, n, total, squares = made(seed, teams, workers, workers * each, (0.2, 0.4, 0.9))
    model = mixed_model(team, n, total, squares, library_at_most=0)
    if model is None:
        return
    average = total / n
    assert (model.level >= average.min() - 1e-9).all()
    assert (model.level <= average.max() + 1e-9).all()
    assert (model.lower <= model.level).all()
    assert sum(model.variances.shares) == pytest.approx(100)
    # the order of the rows changes nothing
    turned = np.arange(workers)[::-1]
    again = mixed_model(team[turned], n[turned], total[turned], squares[turned], library_at_most=0)
    assert again is not None
    assert again.level[::-1] == pytest.approx(model.level, abs=1e-4)
