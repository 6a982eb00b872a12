"""Grades that several graders gave to the same units: how often they are the same, and what a coefficient is called.

The coefficients themselves are in agreement_icc, agreement_alpha and agreement_kappa; how single graders differ from
one another is in leniency.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval", "ratio"]
BandSet = Literal["cicchetti_1994", "koo_li_2016"]

Z_95 = 1.959964  # two-sided 95% of the normal distribution
NO_UNIT_WITH_TWO = "No unit has grades from two or more graders."
ONE_UNIT_WITH_TWO = "Only one unit has grades from two or more graders; at least two are needed."
ALL_EQUAL = "All grades are the same, so agreement cannot be told from chance."

# Lowest value of each band, from the lowest band up; the lowest has no bottom.
_BANDS: dict[BandSet, tuple[tuple[float, str], ...]] = {
    "cicchetti_1994": ((-math.inf, "poor"), (0.40, "fair"), (0.60, "good"), (0.75, "excellent")),
    "koo_li_2016": ((-math.inf, "poor"), (0.50, "moderate"), (0.75, "good"), (0.91, "excellent")),
}


@dataclass(frozen=True, eq=False)
class Grades:
    """Grades of units (rows) by graders (columns).

    values: units × graders, NaN where a grader did not grade a unit. graders: their names, in the order of the columns.
    words: where grades are words, the word of code 0, 1, 2 …, and values are these codes; else empty. Units and graders
    without any grade are left out.
    """

    values: Values
    graders: tuple[str, ...]
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        given = np.array(self.values, dtype=float)
        if given.ndim != 2 or given.shape[1] != len(self.graders):
            raise ValueError("values must be units × graders, with a name for each grader")
        there = ~np.isnan(given)
        kept = np.flatnonzero(there.any(axis=0))
        values = given[there.any(axis=1)][:, kept]
        values.setflags(write=False)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "graders", tuple(self.graders[place] for place in kept))

    @classmethod
    def of_rows(cls, units: Sequence[str], graders: Sequence[str], grades: Sequence[float]) -> Grades:
        """From one row for each grade: its unit, its grader and the number (NaN or None where blank).

        Units keep the order in which they first come; graders are sorted by name. Raises ValueError where a grader
        graded a unit twice.
        """
        places = {unit: place for place, unit in enumerate(dict.fromkeys(units))}
        names = tuple(sorted(set(graders)))
        columns = {name: place for place, name in enumerate(names)}
        values = np.full((len(places), len(names)), np.nan)
        seen: set[tuple[int, int]] = set()
        for unit, grader, grade in zip(units, graders, grades, strict=True):
            cell = places[unit], columns[grader]
            if cell in seen:
                raise ValueError("a grader graded a unit twice")
            seen.add(cell)
            values[cell] = math.nan if grade is None else grade
        return cls(values, names)

    def by_place(self) -> Grades:
        """The same grades with first, second, third … grade of each unit as columns, whoever gave them.

        For coefficients that need complete units but not the same graders throughout: ICC(1,1) and ICC(1,k).
        """
        order = np.argsort(np.isnan(self.values), axis=1, kind="stable")
        packed = np.take_along_axis(self.values, order, axis=1)
        widest = int((~np.isnan(packed)).sum(axis=1).max(initial=0))
        return Grades(packed[:, :widest], tuple(f"grade {place}" for place in range(1, widest + 1)), self.words)

    @property
    def complete(self) -> Values:
        """The units that every grader graded."""
        return np.asarray(self.values[~np.isnan(self.values).any(axis=1)])

    @property
    def pairable(self) -> Values:
        """The units with two or more grades: only these can show agreement."""
        return np.asarray(self.values[(~np.isnan(self.values)).sum(axis=1) >= 2])


@dataclass(frozen=True)
class GradeCounts:
    """What stands behind a coefficient. complete: units that every grader graded. pairable: those with two or more."""

    units: int
    graders: int
    grades: int
    complete: int
    pairable: int


def grade_counts(grades: Grades) -> GradeCounts:
    """How many units, graders and grades there are."""
    return GradeCounts(
        units=len(grades.values),
        graders=len(grades.graders),
        grades=int((~np.isnan(grades.values)).sum()),
        complete=len(grades.complete) if len(grades.graders) else 0,
        pairable=len(grades.pairable),
    )


@dataclass(frozen=True)
class AgreementShare:
    """How often two grades of one unit lie no further apart than `within`.

    value: share of the pairs, 0 to 1; None, with `why`, where there is no pair. lower and upper: 95% interval of
    Wilson on the number of units. pairs: of grades of the same unit. agreeing: how many of them agree.
    """

    within: float
    value: float | None
    lower: float | None
    upper: float | None
    agreeing: int
    pairs: int
    units: int
    why: str = ""


def agreement_share(grades: Grades, *, within: float = 0.0) -> AgreementShare:
    """The share of all pairs of grades of the same unit that lie no further apart than `within` (0: the same grade).

    Pairs of one unit are not independent, so that the interval counts units, not pairs: with two graders these are the
    same, with more it is on the wide side.
    """
    rows = grades.pairable
    agreeing = pairs = 0
    for one, other in combinations(range(rows.shape[1]), 2):
        apart = np.abs(rows[:, one] - rows[:, other])
        pairs += int((~np.isnan(apart)).sum())
        agreeing += int((apart <= within + 1e-9).sum())
    if not pairs:
        return AgreementShare(within, None, None, None, 0, 0, 0, NO_UNIT_WITH_TWO)
    value = agreeing / pairs
    lower, upper = wilson(value, len(rows))
    return AgreementShare(within, value, lower, upper, agreeing, pairs, len(rows))


def wilson(share: float, n: int, z: float = Z_95) -> tuple[float, float]:
    """Interval of a share (0 to 1) of n units (Wilson 1927, Journal of the American Statistical Association 22)."""
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class AgreementWord:
    """What a coefficient is called, and in which set of bands."""

    word: str
    band_set: BandSet


def agreement_word(value: float, band_set: BandSet = "cicchetti_1994") -> AgreementWord:
    """The word for an intraclass correlation, after rounding it half up to two digits, as the bands are printed.

    cicchetti_1994: below .40 poor, .40–.59 fair, .60–.74 good, .75 and above excellent (Psychological Assessment 6(4)).
    koo_li_2016: below .50 poor, .50–.75 moderate, .75–.90 good, above .90 excellent (Journal of Chiropractic Medicine
    15(2)); .75 itself is called good.
    """
    rounded = math.floor(value * 100 + 0.5 + 1e-9) / 100
    return AgreementWord([word for lowest, word in _BANDS[band_set] if rounded >= lowest][-1], band_set)
