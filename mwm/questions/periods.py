"""Which months are compared with which, and how finely a series is cut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from mwm.errors import UsageError
from mwm.scope import Month, Over, Period

Grain = Literal["month", "quarter", "year"]
GRAIN_CHOICES = ("month", "quarter", "year", "auto")
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Parts:
    """An earlier and a later part of a period, both ends included; no earlier part in a period of one month."""

    earlier: Period | None
    later: Period

    @property
    def windows(self) -> tuple[Period, ...]:
        """The parts that there are, the earlier first."""
        return (self.earlier, self.later) if self.earlier else (self.later,)

    def parameters(self) -> dict[str, Any]:
        """Bound parameters for SQL that compares the two parts."""

        def day(month: Month | None) -> date | None:
            return month.first_day if month else None

        return {
            "earlier_first": day(self.earlier.first if self.earlier else None),
            "earlier_last": day(self.earlier.last if self.earlier else None),
            "later_first": day(self.later.first),
            "later_last": day(self.later.last),
        }


def parts_of(first: Month, last: Month) -> Parts:
    """The last twelve months and the twelve before; under two years the two halves (the later the longer)."""
    length = last.minus(first) + 1
    if length < 2:
        return Parts(None, Period(first, last))
    half = 12 if length >= 24 else length // 2
    later_first = last.plus(-11) if length >= 24 else first.plus(half)
    return Parts(Period(later_first.plus(-half), later_first.plus(-1)), Period(later_first, last))


def chosen_grain(grain: str, observations: float, months: int, enough: int, finest: Over = "month") -> Grain:
    """The grain asked for; for "auto" the finest in which a point has enough observations on average.

    observations: of one element, in so many months. finest: the finest that disclosure control
    leaves. Raises UsageError for an unknown grain.
    """
    if grain == "auto":
        for finer in ("month", "quarter"):
            if MONTHS_IN[finer] >= MONTHS_IN[finest] and observations * MONTHS_IN[finer] >= enough * max(months, 1):
                return "month" if finer == "month" else "quarter"
        return "year"
    known: dict[str, Grain] = {"month": "month", "quarter": "quarter", "year": "year"}
    if grain in known:
        return known[grain]
    raise UsageError(f"“{grain[:20]}” is not a grain.", mend=f"Choose one of {', '.join(GRAIN_CHOICES)}.")
