"""Observed supervision as a row of the Overview."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from mwm.framework import Framework
from mwm.matrix import Group, Row
from mwm.measures import supervision_measure
from mwm.questions.aims import By
from mwm.questions.feedback_reading import arriving_since
from mwm.questions.periods import parts_of
from mwm.questions.readings import newest_import
from mwm.questions.supervision_reading import ALL_ITEMS, grades_over_time, not_yet_counted, without_settings
from mwm.questions.unit_line import Aims, Sums, UnitLine
from mwm.scope import Month, Period, Scope
from mwm.store import Store

NAME = "Supervision"
PAGE = "supervision"


def supervision_group(
    store: Store, scope: Scope, framework: Framework, by: By, units: list[str], first: Month, last: Month
) -> Group | None:
    """One row: the average of all items of observed supervision, on the rubric that most were graded on.

    units: service areas or teams, by their names. first, last: the months of the Overview. None where no supervision
    was observed in these units. Self-reported supervision is never counted here.
    """
    measured = not_yet_counted(store, without_settings(scope), None, "observed") if framework.rubrics else None
    if measured is None:
        return None
    (together,) = measured.wanted(ALL_ITEMS)
    shown, parts = Period(first, last), parts_of(first, last)
    whole = replace(measured.scope, period=Period())
    points = _every_month(store, store.version, whole, measured.rubric.key, by, tuple(units)).within(shown)
    hidden = measured.scope.hidden_units(units, measured.fact, by=by, windows=(parts.later,))
    if not points.n.any() and not hidden:
        return None
    arriving = arriving_since(newest_import(store, scope, "supervision"), last, "average")
    aims = Aims.of(store, measured.scope, supervision_measure(measured.rubric.key, together.key), by)
    cells = UnitLine(units, points, points, "xmr", shown, parts, arriving, aims, hidden).cells()
    scale = (together.scale.lowest, together.scale.highest)
    name = "Observed supervision"
    asks = {"method": "observed", "rubric": measured.rubric.key, "item": together.key}
    row = Row("supervision", name, cells, "average", scale, "average grade", "supervisions", PAGE, asks)
    return Group(NAME, (row,))


@lru_cache(maxsize=16)
def _every_month(store: Store, version: int, scope: Scope, rubric: str, by: By, units: tuple[str, ...]) -> Sums:
    """All items together by month and unit. scope: of all months, so that asking for others reads nothing new.

    What disclosure control lets count in a month does not depend on the months around it.
    """
    measured = not_yet_counted(store, scope, rubric, "observed")
    assert measured is not None, "a rubric is named"
    rows = grades_over_time(store, measured, measured.wanted(ALL_ITEMS), "month", share=False, unit=by)
    return Sums.of(rows[rows["unit"].isin(units)], units, "observations", "grade_sum")
