"""How single graders differ from one another: leniency, spread, and when a difference may be spoken of.

To call a grader lenient or severe is an accusation, so it is made rarely: only where the difference is surely larger
than a quarter of a grade, after allowing for how many graders are judged at once, and never where it could as well be
the other grader's. How often it is made wrongly was measured by simulation: docs/method.md.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from mwm.stats.agreement import Z_95, Grades, Values

MARGIN = 0.25
"""Grades that a difference must surely exceed before it is spoken of (our own judgement)."""
FEWEST_SHARED = 10
"""Units shared with other graders, below which a grader is not judged (our own judgement)."""
WRONGLY = 0.05
"""The chance of wrongly calling any grader lenient or severe that is allowed for."""

Flag = Literal["lenient", "severe"]


@dataclass(frozen=True)
class Leniency:
    """One grader against the other graders of the same units.

    n: units that at least one other also graded. difference: mean of own grade less the mean of the others' grades of
    that unit, with its 95% t interval (None below two units). from_unflagged: the same without the grades of those who
    are flagged, so that nobody looks severe beside a lenient grader; None where nobody else is left. p: the chance of
    such a difference where the true one does not exceed the margin; p_adjusted: the same after Holm. flag: lenient or
    severe; else None, and `why` says what could not be judged.
    """

    grader: str
    n: int
    difference: float | None
    lower: float | None
    upper: float | None
    from_unflagged: float | None
    p: float | None
    p_adjusted: float | None
    flag: Flag | None
    why: str = ""


@dataclass(frozen=True)
class _Differences:
    """Of each grader: units shared, mean difference from the others, its standard error (NaN below two units)."""

    n: npt.NDArray[np.intp]
    mean: Values
    error: Values


def leniency(
    grades: Grades,
    *,
    margin: float = MARGIN,
    fewest: int = FEWEST_SHARED,
    wrongly: float = WRONGLY,
    families: int = 1,
) -> tuple[Leniency, ...]:
    """Each grader against co-graders on the same units, in the order of the graders.

    families: how many such tables are judged together, such as seven elements: each gets its share of `wrongly`.
    The surest difference is tested first, at Holm's level; whoever is flagged is set aside, and the others are compared
    anew without that grader's grades. Where the surest two have only each other to be compared with, neither is
    flagged. Raises ValueError for grades that are words.
    """
    if grades.words:
        raise ValueError("words have no higher and lower")
    rows = grades.pairable
    first = _differences(rows)
    found = [_described(name, first, place) for place, name in enumerate(grades.graders)]
    aside: set[int] = set()
    open_places = {place for place in range(len(found)) if first.n[place] >= fewest}
    for place, one in enumerate(found):
        if place not in open_places:
            counted = f"{one.n} {'unit' if one.n == 1 else 'units'} shared with other graders"
            found[place] = replace(one, why=f"Only {counted}; at least {fewest} are needed to judge.")
    left = rows.copy()
    at_least = 0.0
    while open_places:
        now = _differences(left)
        for place in [place for place in open_places if now.n[place] < fewest]:
            open_places.remove(place)
            why = f"Fewer than {fewest} units are shared with graders who do not stand out themselves."
            found[place] = replace(found[place], why=why)
        if not open_places:
            break
        chances = {place: _chance(now, place, margin) for place in open_places}
        adjusted = {
            place: max(at_least, min(1.0, chance * families))
            for place, chance in zip(chances, holm([*chances.values()]), strict=True)
        }
        surest = min(sorted(chances), key=lambda place: chances[place])
        at_least = adjusted[surest]
        if at_least > wrongly:
            for place in open_places:
                found[place] = replace(found[place], p=chances[place], p_adjusted=adjusted[place])
            break
        judged = replace(found[surest], p=chances[surest], p_adjusted=at_least)
        other = _only_partner(left, surest)
        if other is not None and other in open_places and _only_partner(left, other) == surest:
            why = "Differs from the only other grader; who of the two is lenient or severe cannot be told."
            found[surest] = replace(judged, why=why)
            found[other] = replace(found[other], p=chances[other], p_adjusted=adjusted[other], why=why)
            open_places -= {surest, other}
            continue
        found[surest] = replace(judged, flag="lenient" if now.mean[surest] > 0 else "severe")
        aside.add(surest)
        open_places.remove(surest)
        left[:, surest] = np.nan
    fair = _against(rows, aside)
    return tuple(replace(one, from_unflagged=_or_none(fair[place])) for place, one in enumerate(found))


def _described(name: str, differences: _Differences, place: int) -> Leniency:
    from scipy.special import stdtrit

    n, mean, error = (int(differences.n[place]), float(differences.mean[place]), float(differences.error[place]))
    if n < 2:
        return Leniency(name, n, _or_none(mean), None, None, None, None, None, None)
    half = float(stdtrit(n - 1, 0.975)) * error
    return Leniency(name, n, mean, mean - half, mean + half, None, None, None, None)


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _apart(rows: Values, kept: Values) -> Values:
    """Each own grade less the mean of the others' kept grades of that unit; NaN where there is none."""
    there = ~np.isnan(kept)
    filled = np.where(there, kept, 0.0)
    count = there.sum(axis=1, keepdims=True) - there
    total = filled.sum(axis=1, keepdims=True) - filled
    return np.asarray(rows - np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _differences(rows: Values) -> _Differences:
    apart = _apart(rows, rows)
    n = (~np.isnan(apart)).sum(axis=0)
    some = np.maximum(n, 1)
    mean = np.where(n > 0, np.nansum(apart, axis=0) / some, np.nan)
    variance = np.nansum((apart - mean) ** 2, axis=0) / np.maximum(n - 1, 1)
    # A grade stands for all that rounds to it: differences vary at least as rounding alone makes them vary.
    variance = np.maximum(variance, _step(rows) ** 2 / 12)
    return _Differences(n, mean, np.where(n > 1, np.sqrt(variance / some), np.nan))


def _step(rows: Values) -> float:
    """The smallest distance of two different grades."""
    points = np.unique(rows[~np.isnan(rows)])
    return float(np.diff(points).min()) if len(points) > 1 else 0.0


def _against(rows: Values, aside: set[int]) -> Values:
    """The mean difference of each grader from the others but for those set aside."""
    kept = rows.copy()
    kept[:, sorted(aside)] = np.nan
    apart = _apart(rows, kept)
    n = (~np.isnan(apart)).sum(axis=0)
    return np.asarray(np.where(n > 0, np.nansum(apart, axis=0) / np.maximum(n, 1), np.nan))


def _chance(differences: _Differences, place: int, margin: float) -> float:
    """The chance of a difference so large either way where the true one is as large as the margin, by Student's t."""
    from scipy.special import stdtr

    n, mean, error = differences.n[place], abs(differences.mean[place]), differences.error[place]
    if not error > 0:  # all grades are the same, or there is one unit only
        return 1.0
    return min(1.0, float(stdtr(n - 1, -(mean - margin) / error) + stdtr(n - 1, -(mean + margin) / error)))


def _only_partner(rows: Values, place: int) -> int | None:
    """The one other grader of all units that a grader shares; None where there are several or none."""
    shared = rows[~np.isnan(rows[:, place])]
    others = set(np.flatnonzero((~np.isnan(shared)).any(axis=0)).tolist()) - {place}
    return others.pop() if len(others) == 1 else None


def holm(chances: Sequence[float]) -> tuple[float, ...]:
    """p values adjusted for being looked at together, in their order (Holm 1979, Scandinavian J. of Statistics 6)."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    adjusted = [0.0] * len(chances)
    so_far = 0.0
    for number, place in enumerate(order):
        so_far = max(so_far, min(1.0, chances[place] * (len(chances) - number)))
        adjusted[place] = so_far
    return tuple(adjusted)


@dataclass(frozen=True)
class GraderOnComparableWork:
    """One grader against the average of all graders, allowing for whose work each graded, with a 95% interval."""

    grader: str
    n: int
    difference: float
    lower: float
    upper: float


@dataclass(frozen=True)
class ComparableWork:
    """All graders on comparable work; graders is empty, and `why` says so, where the model cannot be worked out.

    work_variance: between workers (or units). residual_variance: within them.
    """

    graders: tuple[GraderOnComparableWork, ...]
    work_variance: float | None
    residual_variance: float | None
    why: str = ""


def comparable_work(grades: Sequence[float], graders: Sequence[str], work: Sequence[Hashable]) -> ComparableWork:
    """Each grader against the average of all graders, by a mixed model with a random intercept for the work.

    One entry for each grade: the number, who gave it, and whose work it was (the worker, or the unit). Single-graded
    units count too, so that this sees all grades; but which work a grader is given is no accident, so nobody is flagged
    from it. Fitted by restricted maximum likelihood (statsmodels MixedLM, whose time grows with the number of grades);
    intervals are ± 1.96 standard errors.
    """
    y = np.asarray(grades, dtype=float)
    names = sorted(set(graders))
    groups = {one: number for number, one in enumerate(dict.fromkeys(work))}
    group = np.array([groups[one] for one in work], dtype=int)

    def without(why: str) -> ComparableWork:
        return ComparableWork((), None, None, why)

    if len(names) < 2:
        return without("There are grades of one grader only." if names else "There is no grade.")
    if len(groups) < 2 or len(groups) == len(y):
        return without("No two grades are of the same work, or all are, so work cannot be told from graders.")
    place = {name: number for number, name in enumerate(names)}
    column = np.array([place[name] for name in graders])
    design = np.zeros((len(y), len(names)))
    design[np.arange(len(y)), column] = 1.0
    means = np.bincount(column, weights=y) / np.bincount(column)
    if np.abs(y - means[column]).max() < 1e-12:
        return without("Each grader gave the same grade throughout.")
    from statsmodels.regression.mixed_linear_model import MixedLM

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns of is asked for below
        try:
            fit = MixedLM(y, design, groups=group).fit(reml=True)
        except (np.linalg.LinAlgError, ValueError):
            return without(_NOT_SETTLED)
        effects, covariance = np.asarray(fit.fe_params), np.asarray(fit.cov_params())[: len(names), : len(names)]
    centred = np.eye(len(names)) - 1 / len(names)
    variance = np.diag(centred @ covariance @ centred.T)
    if not fit.converged or not np.isfinite(effects).all() or not (variance > 0).all():
        return without(_NOT_SETTLED)
    found = tuple(
        GraderOnComparableWork(name, int(count), float(mean), float(mean - half), float(mean + half))
        for name, count, mean, half in zip(
            names, np.bincount(column), centred @ effects, Z_95 * np.sqrt(variance), strict=True
        )
    )
    return ComparableWork(found, float(np.asarray(fit.cov_re)[0, 0]), float(fit.scale))


_NOT_SETTLED = "The model did not settle on an answer for these grades."


@dataclass(frozen=True)
class Spread:
    """How a grader uses the scale.

    n: grades. shares: for each point of the scale, the share of the grades, 0 to 1. points_used: how many points.
    deviation: standard deviation of own grades on units that others graded too; others_deviation: of the others' grades
    of the same units, each counted; shared: these units. None below two units.
    """

    grader: str
    n: int
    shares: tuple[tuple[float, float], ...]
    points_used: int
    shared: int
    deviation: float | None
    others_deviation: float | None


def spread(grades: Grades, points: Sequence[float]) -> tuple[Spread, ...]:
    """How each grader uses the scale, and how widely beside co-graders on the same units, in the order of the graders.

    points: of the scale. A grade between two points, such as a half, counts for the nearer, the upper where both are
    as near.
    """
    scale = np.sort(np.asarray(points, dtype=float))
    edges = (scale[1:] + scale[:-1]) / 2
    found = []
    for place, name in enumerate(grades.graders):
        own = grades.values[:, place]
        own = own[~np.isnan(own)]
        counts = np.bincount(np.searchsorted(edges, own, side="right"), minlength=len(scale))
        rows = grades.pairable
        rows = rows[~np.isnan(rows[:, place])]
        others = np.delete(rows, place, axis=1)
        others = others[~np.isnan(others)]
        found.append(
            Spread(
                grader=name,
                n=len(own),
                shares=tuple(
                    (float(point), float(count / len(own))) for point, count in zip(scale, counts, strict=True)
                ),
                points_used=int(np.count_nonzero(counts)),
                shared=len(rows),
                deviation=_deviation(rows[:, place]),
                others_deviation=_deviation(others),
            )
        )
    return tuple(found)


def _deviation(values: Values) -> float | None:
    return float(values.std(ddof=1)) if len(values) > 1 else None
