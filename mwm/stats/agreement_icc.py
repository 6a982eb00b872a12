"""Intraclass correlations: which share of the differences between grades lies in the work, not in the graders?

Shrout and Fleiss (1979), Intraclass correlations: uses in assessing rater reliability, Psychological Bulletin 86(2);
names, formulas and intervals are theirs. Why no library works them out: docs/decisions/0010-agreement-libraries.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mwm.stats.agreement import ALL_EQUAL, NO_UNIT_WITH_TWO, ONE_UNIT_WITH_TWO, Grades, Values

_TAIL = 0.975
_NOTHING = 1e-12  # of the largest mean square: less is rounding

_NO_END = 1e6  # an end of an interval beyond this comes from dividing by nearly nothing
_FEWEST_DEGREES = 0.01  # of freedom in the interval of ICC(2,1): with fewer its ends are rounding errors

FORMS = ("ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k")
_NAMES = {
    "ICC1": "ICC(1,1)",
    "ICC2": "ICC(2,1)",
    "ICC3": "ICC(3,1)",
    "ICC1k": "ICC(1,k)",
    "ICC2k": "ICC(2,k)",
    "ICC3k": "ICC(3,k)",
}
_MODELS = {
    "1": "other graders for each unit",
    "2": "any graders; leniency counts as disagreement",
    "3": "these graders; leniency does not count",
}


@dataclass(frozen=True)
class Intraclass:
    """One of the six forms.

    form: ICC1 … ICC3k. name: as Shrout and Fleiss write it. meaning: in plain words. f, df1, df2, p: the F test of no
    agreement. lower and upper: 95% interval. What cannot be worked out is None, and `why` says so.
    """

    form: str
    name: str
    meaning: str
    value: float | None
    f: float | None
    df1: int | None
    df2: int | None
    p: float | None
    lower: float | None
    upper: float | None
    why: str = ""


@dataclass(frozen=True)
class IntraclassForms:
    """The six forms, in the order of FORMS.

    units: complete units that they were worked out from. left_out: units with a grade that some grader did not grade.
    between, graders_between, within, residual: mean squares of units (BMS), graders (JMS), within units (WMS) and
    the rest (EMS); None where there are none.
    """

    forms: tuple[Intraclass, ...]
    units: int
    graders: int
    left_out: int
    between: float | None = None
    graders_between: float | None = None
    within: float | None = None
    residual: float | None = None

    def __getitem__(self, form: str) -> Intraclass:
        return self.forms[FORMS.index(form)]


def intraclass(grades: Grades) -> IntraclassForms:
    """The six intraclass correlations of the units that every grader graded."""
    rows = grades.complete
    units, graders = rows.shape
    left_out = len(grades.values) - units
    why = _why_not(rows, left_out)
    if why:
        return IntraclassForms(tuple(_nothing(form, why) for form in FORMS), units, graders, left_out)
    between, judges, within, rest = _mean_squares(rows)
    return IntraclassForms(
        tuple(_form(form, between, judges, within, rest, units, graders) for form in FORMS),
        units,
        graders,
        left_out,
        between,
        judges,
        within,
        rest,
    )


def _mean_squares(rows: Values) -> tuple[float, float, float, float]:
    """Mean squares of a complete table (units × graders): between units, between graders, within units, residual.

    Those that differ from nothing only by rounding are exactly 0.
    """
    units, graders = rows.shape
    rows = rows - rows.mean()
    of_units = graders * float((rows.mean(axis=1) ** 2).sum())
    of_graders = units * float((rows.mean(axis=0) ** 2).sum())
    rest = float(((rows - rows.mean(axis=1, keepdims=True) - rows.mean(axis=0)) ** 2).sum())
    squares = [
        of_units / (units - 1),
        of_graders / (graders - 1),
        (of_graders + rest) / (units * (graders - 1)),
        rest / ((units - 1) * (graders - 1)),
    ]
    least = max(squares) * _NOTHING
    between, judges, within, residual = (0.0 if square < least else square for square in squares)
    return between, judges, within, residual


def _why_not(rows: Values, left_out: int) -> str:
    units, graders = rows.shape
    if graders == 0:
        return "There is no grade."
    if graders == 1:
        return "There is one grader only; agreement needs two or more."
    if units < 2:
        counted = "No unit was" if units == 0 else "Only one unit was"
        return f"{counted} graded by all {graders} graders; at least two are needed." if left_out else _ONE_UNIT
    if (rows == rows[0, 0]).all():
        return ALL_EQUAL
    if (rows == rows[0]).all():
        return "Every unit got the same grades, so units cannot be told apart."
    return ""


_ONE_UNIT = "There is one unit only; at least two are needed."


def _nothing(form: str, why: str) -> Intraclass:
    return Intraclass(form, _NAMES[form], _meaning(form), None, None, None, None, None, None, None, why)


def _meaning(form: str) -> str:
    return f"{'average of all grades' if form.endswith('k') else 'one grade'}, {_MODELS[form[3]]}"


def _form(form: str, between: float, judges: float, within: float, rest: float, units: int, graders: int) -> Intraclass:
    n, k = units, graders
    error = within if form[3] == "1" else rest
    df1, df2 = n - 1, n * (k - 1) if form[3] == "1" else (n - 1) * (k - 1)
    top = between - error
    bottom = {
        "ICC1": between + (k - 1) * within,
        "ICC2": between + (k - 1) * rest + k * (judges - rest) / n,
        "ICC3": between + (k - 1) * rest,
        "ICC1k": between,
        "ICC2k": between + (judges - rest) / n,
        "ICC3k": between,
    }[form]
    f, p = _f_test(between, error, df1, df2)
    found = Intraclass(form, _NAMES[form], _meaning(form), None, f, df1, df2, p, None, None)
    if bottom <= _NOTHING * max(between, judges, within, rest):
        why = "The units' averages differ too little for this form: its formula would divide by nothing."
        return replace(found, why=why)
    if error == 0 and (judges == 0 or form[3] != "2"):
        return replace(found, value=1.0, why="Graders leave no error, so neither F nor the interval has an end.")
    why = "Graders leave no error, so F has no end." if f is None else ""
    if form[3] == "2":
        lower, upper = (float(end) for end in _absolute_interval(between, judges, rest, n, k))
        if form == "ICC2k":
            lower, upper = _stepped_up(lower, k), _stepped_up(upper, k)
    else:
        lower, upper = _one_way_interval(between / error, df1, df2, k, averaged=form.endswith("k"))
    ends = [end if abs(end) < _NO_END else None for end in (lower, upper)]
    if None in ends:
        why = "The formula for the interval has no end there."
    return replace(found, value=top / bottom, lower=ends[0], upper=ends[1], why=why)


def _f_test(between: float, error: float, df1: int, df2: int) -> tuple[float | None, float]:
    from scipy.special import fdtrc  # heavy to import, so only when it is needed

    if error == 0:
        return None, 0.0
    return between / error, float(fdtrc(df1, df2, between / error))


def _one_way_interval(f: float, df1: int, df2: int, graders: int, *, averaged: bool) -> tuple[float, float]:
    """The interval of ICC(1,·) and ICC(3,·): F over and times its 97.5% quantiles, put into the form's own formula."""
    from scipy.special import fdtri

    low, high = f / float(fdtri(df1, df2, _TAIL)), f * float(fdtri(df2, df1, _TAIL))
    if averaged:
        return (1 - 1 / low if low > 0 else -math.inf), (1 - 1 / high if high > 0 else -math.inf)
    return (low - 1) / (low + graders - 1), (high - 1) / (high + graders - 1)


def _stepped_up(value: float, graders: int) -> float:
    """The reliability of an average of so many grades, from that of one (Spearman and Brown)."""
    bottom = 1 + value * (graders - 1)
    return value * graders / bottom if bottom > 0 else -math.inf


def _absolute_interval(between: Any, judges: Any, rest: Any, units: int, graders: int) -> tuple[Any, Any]:
    """The 95% interval of ICC(2,1) from mean squares, which may be arrays of many tables at once.

    Shrout and Fleiss's approximate interval (after Satterthwaite), with both sides of their v multiplied by EMS² so
    that graders without error need no case of their own. NaN where it has no value.
    """
    from scipy.special import fdtri

    n, k = units, graders
    between, judges, rest = (np.asarray(square, dtype=float) for square in (between, judges, rest))
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        value = (between - rest) / (between + (k - 1) * rest + k * (judges - rest) / n)
        first = k * value * judges
        second = rest * (n * (1 + (k - 1) * value) - k * value)
        v = (k - 1) * (n - 1) * (first + second) ** 2 / ((n - 1) * first**2 + second**2)
        v = np.where(v > _FEWEST_DEGREES, v, np.nan)
        above, below = fdtri(n - 1.0, v, _TAIL), fdtri(v, n - 1.0, _TAIL)
        graders_part = k * judges + (k * n - k - n) * rest
        lower = n * (between - above * rest) / (above * graders_part + n * between)
        upper = n * (below * between - rest) / (graders_part + n * below * between)
    return lower, upper


@dataclass(frozen=True)
class AbsoluteAgreement:
    """ICC(2,1) where not every grader graded every unit. What cannot be worked out is None, and `why` says so."""

    value: float | None
    lower: float | None
    upper: float | None
    units: int
    graders: int
    grades: int
    why: str = ""


FEWEST_FOR_INTERVAL = 10


def absolute_agreement(grades: Grades) -> AbsoluteAgreement:
    """ICC(2,1) from all units with two or more grades, whoever gave them; on a complete table it is exactly ICC(2,1).

    1 − (mean squared difference of two grades of one unit) ÷ (mean squared difference of two grades of different units
    by different graders). Half the first is the variance of error and graders together, half the second the whole
    variance; on complete tables both are Shrout and Fleiss's. Each unit counts as often as it has grades. The 95%
    interval leaves out one unit after the other (jackknife of ½ ln((1 + ICC) / (1 − ICC)), Student's t) and holds the
    graders as they are.
    """
    from scipy.special import stdtrit

    rows = grades.pairable
    there = ~np.isnan(rows)
    rows, there = rows[:, there.any(axis=0)], there[:, there.any(axis=0)]
    units, graders = rows.shape
    count = int(there.sum())

    def nothing(why: str) -> AbsoluteAgreement:
        return AbsoluteAgreement(None, None, None, units, graders, count, why)

    if units < 2:
        return nothing(ONE_UNIT_WITH_TWO if units else NO_UNIT_WITH_TWO)
    filled = np.where(there, rows - rows[there].mean(), 0.0)
    if len(np.unique(rows[there])) == 1:
        return nothing(ALL_EQUAL)
    ratio, left_out = _difference_ratios(filled, there)
    if not math.isfinite(ratio):
        return nothing("No two units were graded by different graders, so their difference cannot be told.")
    if ratio < _NOTHING:
        ratio = 0.0
    value = 1 - ratio
    whole = (value, units, graders, count)
    if units < FEWEST_FOR_INTERVAL:
        return _without_interval(*whole, f"Fewer than {FEWEST_FOR_INTERVAL} units are too few for an interval.")
    # 1 + ICC and 1 − ICC; the first can only reach 0 with two graders who always disagree.
    if ratio == 0 or not ((left_out > 0) & (left_out < 2) & (ratio < 2)).all():
        return _without_interval(*whole, "Graders agree, or disagree, too fully for an interval.")
    single = units * np.arctanh(1 - ratio) - (units - 1) * np.arctanh(1 - left_out)
    half = float(stdtrit(units - 1, _TAIL)) * float(single.std(ddof=1)) / math.sqrt(units)
    middle = math.atanh(value)
    return AbsoluteAgreement(value, math.tanh(middle - half), math.tanh(middle + half), units, graders, count)


def _without_interval(value: float, units: int, graders: int, count: int, why: str) -> AbsoluteAgreement:
    return AbsoluteAgreement(value, None, None, units, graders, count, why)


def _difference_ratios(filled: Values, there: Any) -> tuple[float, Values]:
    """Mean squared difference within units over that between units and graders: of all, and without each unit in turn.

    filled: units × graders with 0 where blank. Sums over ordered pairs of a set are 2 (n Σx² − (Σx)²).
    """

    def ordered_pairs(n: Any, total: Any, square_total: Any) -> Any:
        return 2 * (n * square_total - total**2)

    m, s1, s2 = (part.sum(axis=1) for part in (there.astype(float), filled, filled**2))
    own = ordered_pairs(m, s1, s2)
    within = own / (m - 1)
    grader_n, grader_1, grader_2 = (part.sum(axis=0) for part in (there.astype(float), filled, filled**2))

    def ratio(unit_m: Any, unit_1: Any, unit_2: Any, unit_own: Any, unit_within: Any, cells: Any) -> Any:
        """Of all units but one: that one's sums are taken off; 0 takes off nothing."""
        taken, x, x2 = cells
        n, total, squares = m.sum() - unit_m, s1.sum() - unit_1, s2.sum() - unit_2
        of_grader = ordered_pairs(grader_n - taken, grader_1 - x, grader_2 - x2).sum(axis=-1)
        same_grader = ((grader_n - taken) * (grader_n - taken - 1)).sum(axis=-1)
        same_unit = (m * (m - 1)).sum() - unit_m * (unit_m - 1)
        apart = ordered_pairs(n, total, squares) - (own.sum() - unit_own) - of_grader
        pairs = n * n - n - same_unit - same_grader
        with np.errstate(invalid="ignore", divide="ignore"):
            return (within.sum() - unit_within) / n / (apart / pairs)

    whole = float(ratio(0.0, 0.0, 0.0, 0.0, 0.0, (0.0, 0.0, 0.0)))
    return whole, np.asarray(ratio(m, s1, s2, own, within, (there.astype(float), filled, filled**2)))


@dataclass(frozen=True)
class DoubleGradingWidth:
    """How wide the 95% interval of ICC(2,1) would be.

    share: of the observations that are graded twice. units: how many these are. width: the median of the simulated
    intervals' widths; None below three units. narrow and wide: a tenth of them are narrower, a tenth wider.
    """

    share: float
    units: int
    width: float | None
    narrow: float | None
    wide: float | None


def double_grading_width(
    observations: int,
    shares: Sequence[float],
    *,
    icc: float,
    grader_part: float = 0.05,
    graders: int = 2,
    simulations: int = 2000,
    seed: int = 1,
) -> tuple[DoubleGradingWidth, ...]:
    """The width of the interval against the share of observations that are graded by `graders` people, by simulation.

    icc: the true ICC(2,1), above 0 and below 1. grader_part: how much of what is not the work's own variance comes from
    strict and lenient graders, 0 to 1. Mean squares of the two-way random model are drawn from their distributions
    (chi squared over its degrees of freedom, times the expected mean square), which is the same as drawing grades
    from normal distributions. The same seed gives the same widths.
    """
    if not 0 < icc < 1 or not 0 <= grader_part <= 1 or graders < 2:
        raise ValueError("icc lies between 0 and 1, grader_part from 0 to 1, and graders are two or more")
    rng = np.random.default_rng(seed)
    of_graders, of_error = (1 - icc) * grader_part, (1 - icc) * (1 - grader_part)
    found = []
    for share in shares:
        n, k = round(observations * share), graders
        if n < 3 or of_error == 0:
            found.append(DoubleGradingWidth(share, n, None, None, None))
            continue
        between = (k * icc + of_error) * rng.chisquare(n - 1, simulations) / (n - 1)
        judges = (n * of_graders + of_error) * rng.chisquare(k - 1, simulations) / (k - 1)
        rest = of_error * rng.chisquare((n - 1) * (k - 1), simulations) / ((n - 1) * (k - 1))
        lower, upper = _absolute_interval(between, judges, rest, n, k)
        narrow, width, wide = (float(end) for end in np.nanquantile(upper - lower, [0.1, 0.5, 0.9]))
        found.append(DoubleGradingWidth(share, n, width, narrow, wide))
    return tuple(found)
