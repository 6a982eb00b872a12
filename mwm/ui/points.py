"""The points of a chart over time as a choice, and what each stands for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mwm.answer import Answer
from mwm.scope import Month, Period, Scope
from mwm.ui.asking import viewer

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def points_of(answer: Answer) -> dict[str, str]:
    """First day → words of each point that has observations, newest first; none for who may not see single ones."""
    if answer.is_bare or not viewer().may_see_names:
        return {}
    months = answer.rows.loc[answer.rows["observations"] > 0, "month"].drop_duplicates()
    return {f"{day:%Y-%m-%d}": _period(answer, day).words for day in sorted(months, reverse=True)}


def scope_of_point(scope: Scope, answer: Answer, point: str) -> Scope:
    """The scope narrowed to the months of one point, within the period that was asked about."""
    period = _period(answer, date.fromisoformat(point))
    first, last = period.first, period.last
    if first and scope.period.first:
        first = max(first, scope.period.first)
    if last and scope.period.last:
        last = min(last, scope.period.last)
    return replace(scope, period=Period(first, last))


def _period(answer: Answer, first_day: date) -> Period:
    first = Month.of(first_day)
    return Period(first, first.plus(_MONTHS[answer.extra["grain"]] - 1))
