"""What a council set for a measure in one place: targets, and the months that limits are worked out from.

A place is one team (or one group), one service area, or the whole authority. What was set for a place holds for exactly
that place: nothing is handed down from the whole to a part or from a part to the whole, because the numbers of a part
lie elsewhere and move more. So nothing holds where several service areas or teams are chosen, or only some settings,
or only work with one case marker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import pandas as pd

from mwm.scope import Month, Period, Scope
from mwm.store import Store

By = Literal["service_area", "team"]
Key = tuple[str, str]  # a measure and a unit
HERE = ""  # the unit of what holds for the scope itself


class Target(NamedTuple):
    """What is aimed for from first_month to last_month (None: until further notice), both included.

    On a straight line from first_value in the first month to last_value in the last; first_value all the time where
    either of the two is None.
    """

    first_month: date
    last_month: date | None
    first_value: float
    last_value: float | None

    def value_in(self, month: Month) -> float | None:
        """What is aimed for in one month; None outside its months."""
        first = Month.of(self.first_month)
        if month < first or (self.last_month is not None and month > Month.of(self.last_month)):
            return None
        length = Month.of(self.last_month).minus(first) if self.last_month is not None else 0
        if self.last_value is None or length == 0:
            return self.first_value
        return self.first_value + (self.last_value - self.first_value) * month.minus(first) / length


@dataclass(frozen=True)
class Targets:
    """The targets of one measure in one place, in the order of their first months; a later one takes over."""

    each: tuple[Target, ...]

    def value_at(self, first_month: Any, months: int = 1) -> float | None:
        """What is aimed for at a point of so many months: the mean of those that have a target; None without any."""
        first = Month.of(first_month)
        found = [value for step in range(months) if (value := self._value_in(first.plus(step))) is not None]
        return sum(found) / len(found) if found else None

    def _value_in(self, month: Month) -> float | None:
        return next((value for one in reversed(self.each) if (value := one.value_in(month)) is not None), None)


@dataclass(frozen=True)
class Baseline:
    """One decision on limits. kind: fixed (worked out from the months first to last, both included, and carried
    forward) or rebase (worked out anew from the first month on; last_month is None).
    """

    kind: Literal["fixed", "rebase"]
    first_month: date
    last_month: date | None
    reason: str
    set_by: str
    set_at: date

    @property
    def period(self) -> Period:
        """The months that limits are worked out from."""
        return Period(Month.of(self.first_month), Month.of(self.last_month) if self.last_month else None)

    @property
    def words(self) -> str:
        """Limits worked out from Jan 2023 – Dec 2023 (reason; set by …, 3 Mar 2024)."""
        first = Month.of(self.first_month)
        months = f"from {self.period.words}" if self.kind == "fixed" else f"anew from {first.short} on"
        day = f"{self.set_at.day} {Month.of(self.set_at).short}"
        return f"Limits worked out {months} ({self.reason.rstrip('.')}; set by {self.set_by}, {day})."


@dataclass(frozen=True)
class Baselines:
    """The decisions on limits of one measure in one place. fixed: the newest of its kind. rebases: one for each month,
    in the order of their months.
    """

    fixed: Baseline | None
    rebases: tuple[Baseline, ...]

    def fixed_for(self, first_day: date) -> Baseline | None:
        """The fixed months, unless limits begin anew between them and the first day that is shown."""
        fixed = self.fixed
        if fixed and any(fixed.first_month < one.first_month <= first_day for one in self.rebases):
            return None
        return fixed


def earlier_months(decisions: Iterable[Baselines], first: Month) -> Period | None:
    """The months before the first that is shown which limits need, because they were fixed on some of them."""
    fixed = (each.fixed_for(first.first_day) for each in decisions)
    starts = [one.first_month for one in fixed if one and one.first_month < first.first_day]
    return Period(Month.of(min(starts)), first.plus(-1)) if starts else None


def targets_for(store: Store, scope: Scope, measures: Collection[str], *, by: By | None = None) -> dict[Key, Targets]:
    """The targets that hold for exactly this scope, by measure (a key of Framework.measures) and unit.

    by: None for the scope itself, whose unit is HERE; else for each of its service areas or teams, by their names.
    A measure without a target has no entry. Months outside a target's are None in Targets.value_at.
    """
    found: dict[Key, list[Target]] = {}
    for place, target in _set_targets(store, store.version, scope.authority):
        unit = _unit(place, scope, by)
        if place.measure in measures and unit is not None:
            found.setdefault((place.measure, unit), []).append(target)
    return {key: Targets(tuple(each)) for key, each in found.items()}


def baselines_for(
    store: Store, scope: Scope, measures: Collection[str], *, by: By | None = None
) -> dict[Key, Baselines]:
    """The decisions on limits that hold for exactly this scope, by measure and unit as in targets_for."""
    found: dict[Key, list[Baseline]] = {}
    for place, baseline in _set_baselines(store, store.version, scope.authority):
        unit = _unit(place, scope, by)
        if place.measure in measures and unit is not None:
            found.setdefault((place.measure, unit), []).append(baseline)
    return {key: _newest(each) for key, each in found.items()}


def may_be_set(scope: Scope) -> bool:
    """Whether the scope is a place for which a target or a baseline could be set."""
    chosen = scope.teams or scope.service_areas
    return len(chosen) <= 1 and not scope.settings and scope.marker is None


class _Place(NamedTuple):
    measure: str
    service_area: str | None
    team: str | None


def _unit(place: _Place, scope: Scope, by: By | None) -> str | None:
    """The unit that something set for this place holds for in this scope; None where it does not hold."""
    areas, teams = scope.service_areas, scope.teams
    if scope.settings or scope.marker is not None:
        return None
    inside = place.service_area is None or not areas or place.service_area in areas
    if by == "team":
        return place.team if inside else None
    if by == "service_area":
        return None if teams or place.team is not None else place.service_area
    if teams:
        here = teams == (place.team,) and inside
    elif areas:
        here = areas == (place.service_area,) and place.team is None
    else:
        here = place.service_area is None and place.team is None
    return HERE if here else None


def _newest(decisions: Iterable[Baseline]) -> Baselines:
    """decisions: the latest last."""
    fixed: Baseline | None = None
    rebases: dict[date, Baseline] = {}
    for one in decisions:
        if one.kind == "fixed":
            fixed = one
        else:
            rebases[one.first_month] = one
    return Baselines(fixed, tuple(rebases[month] for month in sorted(rebases)))


# Few rows, which change with the store's version only: read once for each, so that a question costs no SQL for them.
@lru_cache(maxsize=8)
def _set_targets(store: Store, version: int, authority: str | None) -> tuple[tuple[_Place, Target], ...]:
    rows = store.read("questions/plans/target_in_scope", authority=authority)
    return tuple(
        (
            _place(row),
            Target(row["first_month"].date(), _day(row["last_month"]), row["first_value"], _known(row["last_value"])),
        )
        for row in rows.to_dict("records")
    )


@lru_cache(maxsize=8)
def _set_baselines(store: Store, version: int, authority: str | None) -> tuple[tuple[_Place, Baseline], ...]:
    rows = store.read("questions/plans/baseline_in_scope", authority=authority)
    return tuple(
        (
            _place(row),
            Baseline(
                row["kind"],
                row["first_month"].date(),
                _day(row["last_month"]) if row["kind"] == "fixed" else None,
                row["reason"],
                row["set_by"],
                row["set_at"].date(),
            ),
        )
        for row in rows.to_dict("records")
    )


def _place(row: dict[Any, Any]) -> _Place:
    return _Place(row["measure"], _known(row["service_area"]), _known(row["team"]))


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()
