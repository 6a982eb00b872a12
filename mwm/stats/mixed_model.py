"""How much of the differences between observations lies between teams, between workers, and within one worker?

A random-intercept model: observation = mean + team + worker + rest, each of the last three normal with a variance of
its own, fitted by restricted maximum likelihood (REML; Patterson and Thompson 1971, Biometrika 58). A worker's level is
then the best linear unbiased prediction (Robinson 1991, Statistical Science 6(1)): drawn towards the averages of the
team and of all, the further the fewer the observations. All of it is in Searle, Casella and McCulloch, Variance
Components.

The likelihood depends on each worker's number, sum and sum of squares alone, so a fit never needs the rows and is as
quick at ten million grades. From there statsmodels' MixedLM, which does need a row for each observation, does the
fitting for up to 10,000 of them. It cannot where a variance is 0, which among teams is common; then, and for more, the
fit by sums stands. Tests hold the two together, and both to published results.
"""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

LIBRARY_AT_MOST = 10_000  # observations
Z_95 = 1.959964  # two-sided, of the normal distribution
_NOTHING = 1e-9  # a share of all squares that is only a computer's rounding
_NEAR_NOTHING = 1e-4  # a variance, in parts of that within a worker, at which the library stumbles
_SETTLED = 1e-3  # on the scale of minus twice the log-likelihood
_one_at_a_time = threading.Lock()  # warnings are caught for the whole process


@dataclass(frozen=True)
class Variances:
    """The three variances. between_teams: NaN where there is only one team, whose worth cannot be told."""

    between_teams: float
    between_workers: float
    within: float

    @property
    def worker_ratio(self) -> float:
        """The variance between workers, divided by that within a worker."""
        return self.between_workers / self.within

    @property
    def team_ratio(self) -> float:
        """The same between teams; 0 where there is one team."""
        return 0.0 if np.isnan(self.between_teams) else self.between_teams / self.within

    @property
    def shares(self) -> tuple[float, float, float]:
        """Percent of the whole that lies between teams, between workers of a team, and within a worker."""
        parts = [0.0 if np.isnan(part) else part for part in (self.between_teams, self.between_workers, self.within)]
        teams, workers, within = (part / sum(parts) * 100 for part in parts)
        return teams, workers, within


@dataclass(frozen=True)
class MixedModel:
    """A fitted model. mean and mean_error: of all, with its standard error. level, lower, upper: for each worker the
    drawn-in average with its 95% interval. by_library: whether statsmodels did the fitting.
    """

    variances: Variances
    mean: float
    mean_error: float
    level: Values
    lower: Values
    upper: Values
    by_library: bool


@dataclass(frozen=True)
class _Workers:
    """For each worker the observations, their average, the team (a code from 0), and squares around the average."""

    n: Values
    average: Values
    team: Codes
    squares: Values

    @property
    def teams(self) -> int:
        return int(self.team.max()) + 1


def mixed_model(
    team: npt.ArrayLike,
    n: npt.ArrayLike,
    total: npt.ArrayLike,
    square_total: npt.ArrayLike,
    *,
    library_at_most: int = LIBRARY_AT_MOST,
) -> MixedModel | None:
    """Fit the model to workers in teams.

    team, n, total, square_total: for each worker (in one team) the team's name or number, the number of observations,
    their sum and the sum of their squares; n above zero. library_at_most: up to how many observations statsmodels does
    the fitting. None where the model cannot be fitted: fewer than two workers, or no worker of whom two observations
    differ.
    """
    count, sums = np.asarray(n, dtype=float), np.asarray(total, dtype=float)
    squares = np.asarray(square_total, dtype=float) - sums**2 / count
    varies = np.maximum(squares, 0.0).sum() > _NOTHING * max(float((sums**2 / count).sum()), 1.0)
    if len(count) < 2 or not varies:
        return None
    codes = np.unique(np.asarray(team), return_inverse=True)[1].astype(np.int64)
    workers = _Workers(count, sums / count, codes, np.maximum(squares, 0.0))
    by_sums = _by_sums(workers)
    by_library = _by_library(workers, by_sums) if count.sum() <= library_at_most else None
    return _fitted(workers, by_library or by_sums, by_library=by_library is not None)


def criterion(workers: _Workers, worker_ratio: float, team_ratio: float) -> float:
    """Minus twice the restricted log-likelihood, at its best residual variance, as lme4 and others print it.

    worker_ratio, team_ratio: the variances between workers and between teams, divided by that within a worker.
    """
    left, teams = _reduced(workers, worker_ratio, team_ratio)
    degrees = workers.n.sum() - 1
    return float(
        degrees * (1 + np.log(2 * np.pi * left / degrees))
        + np.log(workers.n * (worker_ratio + 1 / workers.n)).sum()
        + np.log1p(team_ratio * teams.weight).sum()
        + np.log(teams.precision.sum())
    )


@dataclass(frozen=True)
class _Teams:
    """Averages of teams, the sums of their workers' weights, and the precision of each as one draw of the mean."""

    average: Values
    weight: Values
    precision: Values
    mean: float


def _teams(workers: _Workers, worker_ratio: float, team_ratio: float) -> _Teams:
    weights = 1 / (worker_ratio + 1 / workers.n)
    weight = np.bincount(workers.team, weights).astype(float)
    average = np.bincount(workers.team, weights * workers.average) / weight
    precision = 1 / (team_ratio + 1 / weight)
    return _Teams(average, weight, precision, float((precision * average).sum() / precision.sum()))


def _reduced(workers: _Workers, worker_ratio: float, team_ratio: float) -> tuple[float, _Teams]:
    """The sum of squares that is left, in units of the variance within a worker, and the teams."""
    teams = _teams(workers, worker_ratio, team_ratio)
    apart = (workers.average - teams.average[workers.team]) ** 2 / (worker_ratio + 1 / workers.n)
    between = float((teams.precision * (teams.average - teams.mean) ** 2).sum())
    return float(workers.squares.sum() + apart.sum()) + between, teams


def _by_sums(workers: _Workers) -> Variances:
    from scipy.optimize import minimize

    one_team = workers.teams == 1
    bounds = [(0, None), (0, 0 if one_team else None)]
    tried = [
        minimize(
            lambda ratios: criterion(workers, *ratios),
            start,
            method="L-BFGS-B",
            bounds=bounds,
            options={"ftol": 1e-14, "gtol": 1e-9},
        )
        for start in ((0.1, 0.0 if one_team else 0.1), (2.0, 0.0 if one_team else 2.0))
    ]
    worker_ratio, team_ratio = (float(ratio) for ratio in min(tried, key=lambda each: float(each.fun)).x)
    left, _ = _reduced(workers, worker_ratio, team_ratio)
    within = left / (workers.n.sum() - 1)
    return Variances(np.nan if one_team else team_ratio * within, worker_ratio * within, within)


def _by_library(workers: _Workers, start: Variances) -> Variances | None:
    """The fit by statsmodels, beginning at another's result; None where it cannot, or does not settle at least as well.

    It wants single observations. Any with the same number, average and squares for each worker have the same
    likelihood, so one lies as far above the worker's average as another below, and the rest on it.
    """
    ratios = [part / start.within for part in (start.between_workers, start.between_teams) if not np.isnan(part)]
    if min(ratios) < _NEAR_NOTHING:
        return None
    from statsmodels.regression.mixed_linear_model import MixedLM, MixedLMParams, VCSpec

    n = workers.n.astype(int)
    worker = np.repeat(np.arange(len(n)), n)
    values = workers.average[worker]
    first, several = np.cumsum(n) - n, n > 1
    apart = np.sqrt(workers.squares[several] / 2)
    values[first[several]] += apart
    values[first[several] + 1] -= apart
    ones = np.ones((len(values), 1))
    if workers.teams == 1:
        model = MixedLM(values, ones, worker)
        begin = MixedLMParams.from_components(ones[0], cov_re=np.array([ratios]))
    else:
        team = workers.team[worker]
        inside = [worker[team == code] for code in range(workers.teams)]
        mats = [(here[:, None] == np.unique(here)).astype(float) for here in inside]
        columns = [[str(name) for name in np.unique(here)] for here in inside]
        model = MixedLM(values, ones, team, exog_re=ones, exog_vc=VCSpec(["worker"], [columns], [mats]))
        begin = MixedLMParams.from_components(ones[0], cov_re=np.array([ratios[1:]]), vcomp=np.array(ratios[:1]))
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # whether it settled is judged below
        try:
            result = model.fit(reml=True, start_params=begin)
        except (np.linalg.LinAlgError, ValueError):
            return None
    within, between = float(result.scale), float(result.cov_re[0, 0])
    found = Variances(np.nan, between, within)
    if workers.teams > 1:
        found = Variances(between, float(result.vcomp[0]), within)
    settled = result.converged and _misfit(workers, found) <= _misfit(workers, start) + _SETTLED
    return found if settled else None


def _misfit(workers: _Workers, variances: Variances) -> float:
    return criterion(workers, variances.worker_ratio, variances.team_ratio)


def _fitted(workers: _Workers, variances: Variances, *, by_library: bool) -> MixedModel:
    """Levels and their intervals, at given variances."""
    within = variances.within
    worker_ratio, team_ratio = variances.worker_ratio, variances.team_ratio
    teams = _teams(workers, worker_ratio, team_ratio)
    mean_variance = within / teams.precision.sum()
    kept = team_ratio * teams.precision  # how much of a team's distance from the mean is kept
    team_level = teams.mean + kept * (teams.average - teams.mean)
    team_variance = team_ratio * within * (1 - kept) + (1 - kept) ** 2 * mean_variance
    own = worker_ratio / (worker_ratio + 1 / workers.n)  # how much of a worker's distance from the team is kept
    level = team_level[workers.team] + own * (workers.average - team_level[workers.team])
    variance = own * within / workers.n + (1 - own) ** 2 * team_variance[workers.team]
    half = Z_95 * np.sqrt(variance)
    return MixedModel(
        variances, teams.mean, float(np.sqrt(mean_variance)), level, level - half, level + half, by_library
    )
