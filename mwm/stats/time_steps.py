"""How far apart the values of a series lie, and how many such steps each lies from the first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

_DAYS_A_YEAR = 365.25
_NAMES = {("month", 1): "month", ("month", 3): "quarter", ("month", 12): "year", ("day", 7): "week", ("day", 1): "day"}


@dataclass(frozen=True)
class Grain:
    """One step of a series: so many months or days."""

    unit: Literal["month", "day"]
    length: int

    @property
    def name(self) -> str:
        """The step as a word: month, quarter, year, week, day; else 6 months, 10 days."""
        return _NAMES.get((self.unit, self.length), f"{self.length} {self.unit}s")

    @property
    def words(self) -> str:
        """The step with its number: a month, 6 months."""
        return f"a {self.name}" if (self.unit, self.length) in _NAMES else self.name

    @property
    def steps_a_year(self) -> float:
        """How many steps a year has; whole for months that divide it."""
        return (12 if self.unit == "month" else _DAYS_A_YEAR) / self.length


def grain_and_steps(days: Sequence[date]) -> tuple[Grain, npt.NDArray[np.int64]]:
    """The grain of days in order, each once and at least two, and the steps from the first to each; gaps count.

    Days that each lie in a month of their own are counted in months: the step is the largest number of months that
    divides all distances (12 for years, 3 for quarters). Days that share a month, and days always the same number of
    weeks apart, are counted in days in the same way.
    """
    months = np.array([day.year * 12 + day.month for day in days])
    numbers = np.array([day.toordinal() for day in days])
    apart = set(np.diff(numbers).tolist())
    is_weekly = len(days) > 3 and len(apart) == 1 and min(apart) % 7 == 0
    unit: Literal["month", "day"] = "day"
    if not is_weekly and all(one != other for one, other in pairwise(months.tolist())):
        unit, numbers = "month", months
    length = math.gcd(*np.diff(numbers).tolist())
    return Grain(unit, length), (numbers - numbers[0]) // length
