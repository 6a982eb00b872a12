"""Families' voice as rows of the Overview: one for each form, and the response rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

import pandas as pd

from mwm.framework import Framework
from mwm.matrix import Cell, Group, Row
from mwm.measures import feedback_measure, response_measure
from mwm.questions.aims import Baselines, By, Targets, baselines_for, targets_for
from mwm.questions.feedback_items import bound, family_forms, items_of
from mwm.questions.feedback_reading import ALL_FORMS, arriving_since, cut, scoped, without_settings
from mwm.questions.judging import Judged, latest_signal
from mwm.questions.periods import MONTHS_IN, Parts, chosen_grain, parts_of
from mwm.questions.readings import newest_import, within
from mwm.questions.signals import judge
from mwm.scope import Month, Over, Period, Scope
from mwm.settings import settings
from mwm.store import Store

NAME = "Families’ voice"
PAGE = "voice"
_FULL = (0.0, 100.0)
Status = Literal["ok", "thin", "empty", "hidden"]
_Levels = dict[tuple[str, str], tuple[int, float | None]]  # by unit and part of the months


def voice_group(
    store: Store, scope: Scope, framework: Framework, by: By, units: list[str], first: Month, last: Month
) -> Group | None:
    """A row for each feedback form that was used and one for the response rate; None where nobody was asked.

    units: service areas or teams, by their names. first, last: the months of the Overview. A form's value is the
    average over people of their average answer, on the form's scale where all items share one, else from 0 to 100.
    Workers' own views and versions of a form on other scales are left out.
    """
    parts = parts_of(first, last)
    shown = Period(first, last)
    # Disclosure control may leave no single months: then what counts over a part is more than its points.
    finest = without_settings(scope).finest(ALL_FORMS, by=by)
    if finest == "month":
        found = within(
            _every_month(store, store.version, replace(without_settings(scope), period=Period()), framework, by), shown
        )
    else:  # which quarters count depends on the period: on the one that a period ends in
        found = _read(store, scope, framework, by, shown, finest)
    found = found[found["unit"].isin(units)]
    spans = in_parts(_read_parts(store, scope, framework, by, parts) if scope.gate else found, parts)
    spans = spans[spans["unit"].isin(units)]
    hidden = without_settings(scope).hidden_units(units, ALL_FORMS, by=by, windows=(parts.later,))
    if found.empty and spans.empty:
        return _all_hidden(units) if hidden else None
    newest = newest_import(store, scope, "feedback")
    rows = []
    for form in family_forms(framework).values():
        own, part_sums = (each[each["form_key"] == form.key] for each in (found, spans))
        if own["asked"].sum() or part_sums["asked"].sum():
            low, high = _ends(framework, form.key)
            line = UnitLine(
                _placed(own, low, high),
                _placed(part_sums, low, high),
                1.0,
                "xmr",
                first,
                last,
                units,
                arriving_since(newest, last, "average"),
                Aims.of(store, without_settings(scope), feedback_measure(form.key), by),
                hidden,
                finest,
            )
            kind = "number" if (low, high) == _FULL else "average"
            rows.append(
                Row(
                    form.key,
                    form.short_name,
                    line.cells(),
                    kind,
                    (low, high),
                    "average answer",
                    "people",
                    PAGE,
                    {"form": form.key, "respondent": "all"},
                )
            )
    asked, part_sums = (each.assign(n=each["asked"], total=each["answered"].astype(float)) for each in (found, spans))
    aims = Aims.of(store, without_settings(scope), response_measure(), by)
    arriving = arriving_since(newest, last, "response")
    line = UnitLine(asked, part_sums, 100.0, "p", first, last, units, arriving, aims, hidden, finest)
    rows.append(Row("response", "Response rate", line.cells(), "percent", _FULL, "response rate", "people asked", PAGE))
    return Group(NAME, tuple(rows))


def in_parts(rows: pd.DataFrame, parts: Parts) -> pd.DataFrame:
    """Those of monthly rows that lie in one of the parts, with which (earlier, later) in the column part."""
    part_of = {month.first_day: "later" for month in parts.later.months()}
    if parts.earlier:
        part_of |= {month.first_day: "earlier" for month in parts.earlier.months()}
    named = pd.Series([part_of.get(day.date(), "") for day in rows["month"]], index=rows.index, dtype=object)
    return rows.assign(part=named)[named != ""]


def _placed(rows: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """With n and total, so that total / n is the average answer on a scale from low to high."""
    return rows.assign(n=rows["placed"], total=low * rows["placed"] + (high - low) * rows["place_sum"])


def _all_hidden(units: list[str]) -> Group:
    cells = tuple(Cell(unit, "hidden", None) for unit in units)
    row = Row("response", "Response rate", cells, "percent", _FULL, "response rate", "people asked", PAGE)
    return Group(NAME, (row,))


@lru_cache(maxsize=16)
def _every_month(store: Store, version: int, scope: Scope, framework: Framework, by: By) -> pd.DataFrame:
    """Forms by month and unit. scope: of all months, so that asking for others reads nothing new.

    What disclosure control lets count in a month does not depend on the months around it.
    """
    return _read(store, scope, framework, by, scope.period, "month")


def _read_parts(store: Store, scope: Scope, framework: Framework, by: By, parts: Parts) -> pd.DataFrame:
    """Forms by unit and part, with the first month of the part."""
    both = Period(parts.windows[0].first, parts.later.last)
    return _read(store, scope, framework, by, both, "period", parts.windows, parts.later.first)


def _read(
    store: Store,
    scope: Scope,
    framework: Framework,
    by: By,
    period: Period,
    over: Over,
    windows: tuple[Period, ...] = (),
    later_first: Month | None = None,
) -> pd.DataFrame:
    items = [item for form in family_forms(framework) for item in items_of(framework, form) if item.is_current]
    lists = bound(items)
    return store.read(
        "questions/feedback/form_by_unit_and_month",
        **scoped(replace(without_settings(scope), period=period), by=by, over=over, windows=windows),
        **{key: lists[key] for key in ("forms", "versions", "items", "lowests", "highests")},
        unit=by,
        grain=over,
        later_first=later_first.first_day if later_first else None,
    )


def _ends(framework: Framework, form: str) -> tuple[float, float]:
    scales = {(item.scale.lowest, item.scale.highest) for item in items_of(framework, form) if item.is_current}
    return scales.pop() if len(scales) == 1 else _FULL


@dataclass(frozen=True)
class Aims:
    """What the council set for one measure, by (unit,), as judge() has its keys."""

    targets: Mapping[Any, Targets]
    baselines: Mapping[Any, Baselines]

    @classmethod
    def of(cls, store: Store, scope: Scope, measure: str, by: By) -> Aims:
        """Read them for the units of a scope."""
        targets = targets_for(store, scope, [measure], by=by)
        baselines = baselines_for(store, scope, [measure], by=by)
        return cls(
            {(unit,): each for (_, unit), each in targets.items()},
            {(unit,): each for (_, unit), each in baselines.items()},
        )


@dataclass(frozen=True)
class UnitLine:
    """One row's numbers. rows: unit, month, n and total, so that total / n * times is the value of a month.

    spans: the same for the earlier and the later part (column part), in one row or several. hidden: units of which
    disclosure control hides everything. finest: of the rows' points.
    """

    rows: pd.DataFrame
    spans: pd.DataFrame
    times: float
    chart: Literal["xmr", "p"]
    first: Month
    last: Month
    units: list[str]
    arriving: date | None
    aims: Aims
    hidden: frozenset[str] = frozenset()
    finest: Over = "month"

    def cells(self) -> tuple[Cell, ...]:
        """One cell for each unit."""
        enough = max(settings().minimum_observations, 1)
        months = self.last.minus(self.first) + 1
        used = max(self.rows.loc[self.rows["n"] > 0, "unit"].nunique(), 1)
        grain = chosen_grain("auto", int(self.rows["n"].sum()) / used, months, enough, self.finest)
        steps = MONTHS_IN[grain]
        arriving = self.arriving and Month.of(self.arriving).plus(-((self.arriving.month - 1) % steps)).first_day
        points = cut(self.rows[["unit", "month", "n", "total"]], grain, ("unit",))
        points = points[points["n"] > 0].rename(columns={"n": "observations"})
        points["value"] = points["total"] / points["observations"] * self.times
        _, results = judge(
            points,
            "value",
            by=("unit",),
            better="higher",
            arriving_since=arriving,
            chart=self.chart,
            counted="total",
            months=steps,
            targets=self.aims.targets,
            baselines=self.aims.baselines,
            adds_columns=False,
        )
        days = sorted({day.date() for day in points["month"]})
        levels = self._levels()
        return tuple(self._cell(unit, results.get((unit,)), days, levels, enough) for unit in self.units)

    def _cell(self, unit: str, result: Judged | None, days: list[Any], levels: _Levels, enough: int) -> Cell:
        n, value = levels.get((unit, "later"), (0, None))
        n_before, before = levels.get((unit, "earlier"), (0, None))
        status: Status = "empty" if n == 0 else "ok" if n >= enough else "thin"
        if n == 0 and unit in self.hidden:
            return Cell(unit, "hidden", None)
        known = {point.day: point for point in result.points} if result else {}
        signal = latest_signal(result) if result else set()
        shown = status == "ok"
        return Cell(
            unit=unit,
            status=status,
            value=value if shown else None,
            before=before if shown and n_before >= enough else None,
            count=n,
            line=tuple(known[day].value if day in known else None for day in days) if shown else (),
            icons=tuple(known[day].icon if day in signal else None for day in days) if shown else (),
            variation=result.variation if result and shown else None,
            target=result.target if result and shown else None,
            assurance=result.assurance if result and shown else None,
        )

    def _levels(self) -> _Levels:
        """The number and the value of each unit in the later and in the earlier part of the months."""
        sums: dict[tuple[str, str], tuple[int, float]] = {}
        columns = (self.spans[name].tolist() for name in ("unit", "part", "n", "total"))
        for unit, part, n, total in zip(*columns, strict=True):
            n_before, total_before = sums.get((unit, part), (0, 0.0))
            sums[unit, part] = (n_before + n, total_before + total)
        return {key: (int(n), total / n * self.times if n else None) for key, (n, total) in sums.items()}
