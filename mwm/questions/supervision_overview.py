"""Observed supervision as a row of the Overview."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pandas as pd

from mwm.framework import Framework
from mwm.matrix import Cell, Group, Row
from mwm.measures import supervision_measure
from mwm.questions.aims import By
from mwm.questions.feedback_overview import Aims, UnitLine, in_parts
from mwm.questions.feedback_reading import arriving_since
from mwm.questions.periods import parts_of
from mwm.questions.readings import newest_import, within
from mwm.questions.supervision_reading import ALL_ITEMS, grades_over_time, not_yet_counted, without_settings
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
    whole = replace(measured.scope, period=Period())
    rows = within(_every_month(store, store.version, whole, measured.rubric.key, by), Period(first, last))
    found = rows[rows["unit"].isin(units)].rename(columns={"observations": "n", "grade_sum": "total"})
    scale = (together.scale.lowest, together.scale.highest)
    name = "Observed supervision"
    asks = {"method": "observed", "rubric": measured.rubric.key, "item": together.key}
    parts = parts_of(first, last)
    hidden = measured.scope.hidden_units(units, measured.fact, by=by, windows=(parts.later,))
    cells: tuple[Cell, ...] = tuple(Cell(unit, "hidden" if unit in hidden else "empty", None) for unit in units)
    if not found["n"].sum() and not hidden:
        return None
    arriving = arriving_since(newest_import(store, scope, "supervision"), last, "average")
    aims = Aims.of(store, measured.scope, supervision_measure(measured.rubric.key, together.key), by)
    if found["n"].sum():
        spans = in_parts(found, parts)
        cells = UnitLine(found, spans, 1.0, "xmr", first, last, units, arriving, aims, hidden).cells()
    row = Row("supervision", name, cells, "average", scale, "average grade", "supervisions", PAGE, asks)
    return Group(NAME, (row,))


@lru_cache(maxsize=16)
def _every_month(store: Store, version: int, scope: Scope, rubric: str, by: By) -> pd.DataFrame:
    """All items together by month and unit. scope: of all months, so that asking for others reads nothing new.

    What disclosure control lets count in a month does not depend on the months around it.
    """
    measured = not_yet_counted(store, scope, rubric, "observed")
    assert measured is not None, "a rubric is named"
    return grades_over_time(store, measured, measured.wanted(ALL_ITEMS), "month", share=False, unit=by)
